"""Under the map: the same numbers as a table, in time, and as a ledger that adds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from hotspots.access import words as access_text
from hotspots.access.cache import Cache, key_of
from hotspots.access.cube import Bounds
from hotspots.access.features import STREET
from hotspots.analysis import question_words
from hotspots.analysis.answer import count_in_words, total_in_words, value_in_words
from hotspots.analysis.question_words import file_name
from hotspots.catalog.specs import COUNTED_PER
from hotspots.dutch import as_text, day, number, p_in_words, two_ends, with_capital
from hotspots.exports import words as export_words
from hotspots.exports.analysis_sheet import sheet_of_analysis, verdicts_in_words
from hotspots.exports.list_sheets import sheet_of_figures, sheet_of_places
from hotspots.exports.time_sheets import sheet_of_months
from hotspots.geography.grid import cell_code, cell_of_code
from hotspots.pages import cached
from hotspots.pages import words as text
from hotspots.pages.charts import show_rows, theme_of_page
from hotspots.pages.clock import choose_view, show_clock
from hotspots.pages.download import offer_map, offer_table
from hotspots.pages.filters import AREA
from hotspots.pages.paging import choose_rows
from hotspots.pages.tables import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.when import Timeline
    from hotspots.catalog.specs import Figure, LayerSpec, ThemeSpec
    from hotspots.maps.spec import MapSpec


EXPLANATION: Final = "Wat deze kaart zegt, en wat niet ({measure})"
ON_THE_MAP: Final = "op de kaart"
NOT_ON_THE_MAP: Final = "andere perioden"
MONTH: Final = "Periode"
QUARTER: Final = "kwartaal {quarter} van {year}"
MONTHS_TABLE: Final = "Maanden als tabel"
STEP_TABLES: Final = {
    "month": MONTHS_TABLE,
    "quarter": "Kwartalen als tabel",
    "year": "Jaren als tabel",
}
MONTHS_ALTERNATIVE: Final = (
    "Staafgrafiek met het aantal per maand of kwartaal; de getallen staan in de tabel eronder."
)
AT_LEAST: Final = "minstens {count}"
NOTHING_GIVEN: Final = "De bron geeft deze aantallen niet. Dat is geen nul."
PLACE_NAME: Final = "Naam"
PLACE_KIND: Final = "Soort"
COVERED: Final = "In de laag: {first} t/m {last}."
VERSION: Final = "Versie {version}. {source}."
AREAS: Final = "Gebieden: {note} Bron: {source}."
DROPPED: Final = "Weggelaten omdat het alleen water is: {areas}."


_TABLE_KEY = "tabel"
#: A longer table is shown a page at a time; of as many rows 100 kB go over the line.
_MOST_ROWS: Final = 1_000
#: Columns that hold a chance.
_P_COLUMNS = ("p", "p_adjusted", "trend_p")
_CHART_HEIGHT_PX = 190
#: Whole numbers, with points between thousands: Vega itself writes them in English.
_COUNT_LABELS: Final = "replace(format(datum.value, ','), regexp(',', 'g'), '.')"
#: Bars in and outside the selection, per theme: what is on the map stands out in both.
_BARS = {"light": ("#14507a", "#b5c6d2"), "dark": ("#8fc1e8", "#44525e")}
#: Months named below the bars.
_MOST_NAMES = 9
#: Days left open between two bars.
_GAP_DAYS = {"month": 4, "quarter": 12, "year": 48}
#: How the first day of a step is written below its bar, where that is not month and year.
_AXIS_DAYS = {"year": "%Y"}


def show_ledger(analysis: Analysis) -> None:
    """Show in one line where every row went; unfolded, the whole sum."""
    ledger = analysis.ledger.to_dict()
    counts = {name: _count_in_words(count) for name, count in ledger.items()}
    if analysis.layer.sensitive:
        line = export_words.LEDGER_SENSITIVE.format(
            minimum=analysis.layer.privacy.minimum, mapped=f"**{total_in_words(analysis)}**"
        )
    else:
        line = text.LEDGER_LINE.format(**counts, whole=analysis.whole)

    def unfolded() -> None:
        rows = export_words.ledger_rows(ledger)
        st.table(
            {
                export_words.LEDGER_WHAT: [label.format(whole=analysis.whole) for _, label in rows],
                export_words.LEDGER_COUNT: [counts[name] for name, _ in rows],
            }
        )
        for warning in analysis.version.warnings:
            st.text(warning)

    fold(f"{text.LEDGER} {line}", unfolded, key="grootboek")


def _count_in_words(count: int | None) -> str:
    return text.NOT_SHOWN if count is None else number(count)


def show_time(workspace: Workspace, analysis: Analysis, key: Key) -> None:
    """Show when it happens: the months, the hours of the week, or the months of the year.

    One of them at a time: each is a picture that the browser makes anew at every filter.
    """
    view = choose_view(analysis)
    if view == "months":
        show_months(workspace, analysis, key)
    else:
        show_clock(workspace, analysis, key, view)


def show_months(workspace: Workspace, analysis: Analysis, key: Key) -> None:
    """Show the months under every filter but the period, and which of them are on the map."""
    months = cached.timeline_of(workspace, key, analysis.selection)
    if not len(months.starts) or (months.bounds is None and not months.counts.any()):
        st.caption(NOTHING_GIVEN if months.lower_bound else text.NOTHING)
        return
    theme = theme_of_page()
    every = _named_steps(months)
    show_rows(
        ("months", key, analysis.selection),
        lambda: _months_rows(months, analysis),
        ("months", months.step, every, theme),
        lambda data: _months_chart(data, every, months.step, theme),
    )
    if not months.complete.all():
        st.caption(export_words.INCOMPLETE_MONTH)
    if analysis.layer.counted_months > 1:
        st.caption(question_words.WHOLE_PERIODS[analysis.layer.counts_per])
    if months.lower_bound:
        st.caption(export_words.MONTHS_WITHHELD)
    if months.bounds is not None:
        st.caption(export_words.BOUNDED_STEPS)
    fold(
        STEP_TABLES[months.step],
        lambda: _show_months_table(months, analysis.layer.privacy.minimum),
        key="maanden_als_tabel",
    )
    offer_table(
        analysis.layer,
        lambda reader: sheet_of_months(reader, analysis, months),
        name=f"{analysis.layer.id}_maanden",
        key="maanden_bewaren",
        label=export_words.OFFER_STEPS[months.step],
        shapes=False,
        quiet=True,
    )


def _steps_in_words(months: Timeline, minimum: int) -> list[str]:
    """Return what is known of each month: both ends, or of one that is withheld the least."""
    if months.bounds is not None:
        ends = zip(months.bounds.lower.tolist(), months.bounds.upper.tolist(), strict=True)
        return [two_ends(low, high, minimum=minimum) for low, high in ends]
    written = [number(int(count)) for count in months.counts]
    for at in np.flatnonzero(months.withheld):
        written[at] = (
            AT_LEAST.format(count=written[at]) if months.counts[at] else export_words.WITHHELD
        )
    return written


def _show_months_table(months: Timeline, minimum: int) -> None:
    """Show the numbers of the bars as a table, the latest first."""
    names = [_step_name(start, months.step) for start in months.starts.astype("datetime64[D]")]
    written = _steps_in_words(months, minimum)
    rows = {MONTH: names[::-1], export_words.COLUMNS["count"]: written[::-1]}
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _months_rows(months: Timeline, analysis: Analysis) -> list[dict[str, object]]:
    """Return a bar per month, quarter or year, and whether it is on the map."""
    starts = months.starts.astype("datetime64[D]")
    first, last = np.datetime64(analysis.period.first), np.datetime64(analysis.period.last)
    length = np.timedelta64(COUNTED_PER[months.step], "M")
    afters = (months.starts + length).astype("datetime64[D]")
    inside = (starts <= last) & (afters > first)
    ends = afters - np.timedelta64(_GAP_DAYS[months.step], "D")
    # A bar of which only two ends are known hangs between them.
    bounds = months.bounds or Bounds(np.zeros_like(months.counts), months.counts)
    steps_in_words = _steps_in_words(months, analysis.layer.privacy.minimum)
    return [
        {
            "begin": f"{start}T00:00:00",
            "end": f"{end}T00:00:00",
            "least": int(low),
            "count": None if unknown else int(high),
            "told": in_words,
            "inside": ON_THE_MAP if shown else NOT_ON_THE_MAP,
            "label": _step_name(start, months.step),
        }
        for start, end, low, high, unknown, in_words, shown in zip(
            starts,
            ends,
            bounds.lower,
            bounds.upper,
            months.unknown,
            steps_in_words,
            inside,
            strict=True,
        )
    ]


def _months_chart(rows: alt.NamedData, named: tuple[str, ...], step: str, theme: str) -> alt.Chart:
    import altair as alt  # noqa: PLC0415 - half a second, and most pages open without a chart

    description = MONTHS_ALTERNATIVE
    bars = alt.Chart(rows, height=_CHART_HEIGHT_PX, description=description).mark_bar()
    chart: alt.Chart = bars.encode(
        # At the start of a step, at most some ten of them: Vega would name days in between.
        x=alt.X(
            "begin:T",
            title=None,
            axis=alt.Axis(
                format=_AXIS_DAYS.get(step, "%m-%Y"), labelOverlap=True, values=list(named)
            ),
        ),
        x2="end:T",
        y=alt.Y("count:Q", title=None, axis=alt.Axis(tickMinStep=1, labelExpr=_COUNT_LABELS)),
        y2="least:Q",
        color=alt.Color(
            "inside:N",
            title=None,
            scale=alt.Scale(
                domain=[ON_THE_MAP, NOT_ON_THE_MAP],
                range=list(_BARS[theme]),
            ),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            alt.Tooltip("label:N", title=MONTH),
            alt.Tooltip("told:N", title=export_words.COLUMNS["count"]),
        ],
    )
    return chart


def _named_steps(months: Timeline) -> tuple[str, ...]:
    """Return the months or quarters that have their name on the axis."""
    every = -(-len(months.starts) // _MOST_NAMES)
    return tuple(str(start.astype("datetime64[D]")) for start in months.starts[::every])


def _step_name(start: np.datetime64, step: str) -> str:
    year, month = str(start.astype("datetime64[M]")).split("-")
    if step == "year":
        return year
    if step == "quarter":
        return QUARTER.format(quarter=(int(month) + 2) // 3, year=year)
    return f"{month}-{year}"


def show_table(workspace: Workspace, analysis: Analysis) -> None:
    """Show the numbers of the map as a table that sorts and selects."""
    table = _table_of(key_of(workspace, analysis.layer.id), analysis)
    if not table.codes:
        st.caption(text.NOTHING)
        return
    shown, codes = table.shown, table.codes
    if len(codes) > _MOST_ROWS:
        at = choose_rows(
            table.names,
            table.shown.column_names,
            lambda label: table.shown[label].to_pylist(),
            key=_TABLE_KEY,
            most_whole=_MOST_ROWS,
        )
        shown, codes = shown.take(at), tuple(codes[row] for row in at.tolist())
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(codes), 420),
        placeholder="–",
        key=_TABLE_KEY,
        on_select=_pick_from_table(codes, analysis),
        selection_mode="single-row",
        column_config={
            label: st.column_config.NumberColumn(format="localized") for label in table.numbers
        },
    )


def offer_files(workspace: Workspace, analysis: Analysis, spec: MapSpec) -> None:
    """Offer the map and its numbers as files, or say why there are none."""
    if not workspace.may_export(analysis.layer):
        st.caption(access_text.NO_EXPORT_HERE)
        return
    name = file_name(analysis)
    with st.container(horizontal=True):
        offer_map(workspace, spec, name, key="kaart_bewaren")
        # Last: what runs on its own takes the rest of the line.
        offer_table(
            analysis.layer,
            lambda reader: sheet_of_analysis(reader, analysis),
            name=name,
            key="tabel_bewaren",
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """A table as it goes to the screen, the highest first, and the area or cell of each row."""

    shown: pa.Table
    codes: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]


_tables: Final = Cache[_Table]()


def _table_of(key: Key, analysis: Analysis) -> _Table:
    """Return the numbers of a map, put into words once for all who ask the same."""

    def made() -> _Table:
        rows = analysis.in_order()
        if rows.empty:
            return _Table(pa.table({}), (), (), ())
        for_screen = _for_screen(rows, analysis)
        numbers = tuple(
            label
            for label in export_words.column_labels(analysis.whole).values()
            if label in for_screen and pd.api.types.is_numeric_dtype(for_screen[label])
        )
        shown = pa.Table.from_pandas(for_screen, preserve_index=False)
        return _Table(shown, tuple(rows["code"]), tuple(map(str, rows["name"])), numbers)

    return _tables.answer((key, analysis.selection), made)


def _ends_in_words(rows: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Return a table with the two ends of a number as one text, where that number was."""
    at = [analysis.codes.index(code) for code in rows["code"]]
    ends = ["lower", "upper", "count_lower", "count_upper"]
    return rows.drop(columns=ends, errors="ignore").assign(
        count=[count_in_words(analysis, place) for place in at],
        value=[value_in_words(analysis, place) for place in at],
    )


def _for_screen(rows: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Return the table in words and with the decimals of the measure."""
    decimals = analysis.measure.decimals
    shown = rows.copy() if analysis.bounds is None else _ends_in_words(rows, analysis)
    for column in ("value", "lower", "upper"):
        if column in shown and pd.api.types.is_numeric_dtype(shown[column]):
            shown[column] = shown[column].round(max(decimals, 1) if column != "value" else decimals)
    if analysis.measure.id == "count":
        shown = shown.drop(columns="value")
    shown = _said(shown, analysis)
    for column in _P_COLUMNS:
        if column in shown:
            shown[column] = [p_in_words(p) for p in shown[column]]
    for column in ("expected", "ratio", "ratio_lower", "ratio_upper", "own_share", "trend_z"):
        if column in shown:
            shown[column] = shown[column].round(2)
    ordered = [name for name in export_words.COLUMNS if name in shown and name != "code"]
    return shown[[*ordered, "code"]].rename(columns=export_words.column_labels(analysis.whole))


def _said(shown: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Return the table with the columns that are no numbers in words, where they say anything."""
    minimum = analysis.layer.privacy.minimum
    shown["status"] = [export_words.status_words(name, minimum) for name in shown["status"]]
    if "small_denominator" in shown:
        few = shown["small_denominator"]
        shown["small_denominator"] = few.map({True: text.YES, False: ""})
    if analysis.verdict is not None:
        shown["verdict"] = verdicts_in_words(analysis, shown)
    empty = [name for name in ("status", "small_denominator") if name in shown]
    return shown.drop(columns=[name for name in empty if not any(shown[name])])


def _pick_from_table(codes: tuple[str, ...], analysis: Analysis) -> Callable[[], None]:
    """Return what happens when a row is picked: its area or cell is chosen, as by a click."""

    def pick() -> None:
        picked = st.session_state[_TABLE_KEY].selection.rows
        if not picked:
            return
        code = codes[picked[0]]
        cell = cell_at(analysis, analysis.codes.index(code))
        if cell is None:
            st.session_state[AREA] = code
        else:
            choose_cell(cell)

    return pick


def show_places(workspace: Workspace, layer: LayerSpec) -> None:
    """Show what a layer without counts holds, by name."""
    assert layer.context is not None  # noqa: S101 - checked when the catalog was read
    spec, features = workspace.context(layer.context)
    if not len(features):
        st.caption(as_text(spec.note))
        return
    columns = {
        PLACE_NAME: spec.columns.get("name"),
        PLACE_KIND: spec.columns.get("category"),
    }
    shown = {label: features[column].astype(str) for label, column in columns.items() if column}
    names, kinds = (shown.get(label) for label in columns)
    if names is not None and kinds is not None and names.equals(kinds.rename(names.name)):
        # A layer without kinds says its name twice.
        del shown[PLACE_KIND]
    rows = pd.DataFrame(shown)
    if spec.purpose == STREET:
        # A street is many stretches of road, and not each of them has a name.
        rows = rows[features[spec.columns["name"]].fillna("") != ""].drop_duplicates()
        rows = rows.sort_values(PLACE_NAME)
    st.dataframe(rows, hide_index=True, width="stretch")
    st.caption(as_text(spec.note))
    st.caption(as_text(f"{spec.source.attribution} · {spec.source.licence}"))
    offer_table(
        layer, lambda reader: sheet_of_places(reader, layer), name=layer.id, key="plaatsen_bewaren"
    )


def show_explanation(analysis: Analysis, spec: MapSpec) -> None:
    """Show folded what the measure says and does not say, and how this map was made."""

    def unfolded() -> None:
        st.text(analysis.explanation)
        for note in spec.legend.notes:
            st.text(f"• {note}")

    label = EXPLANATION.format(measure=as_text(analysis.measure.label.lower()))
    fold(label, unfolded, key="uitleg")


def show_about(workspace: Workspace, analysis: Analysis, theme: ThemeSpec) -> None:
    """Show what the layer is and where it comes from, and the figures of its theme."""
    layer, version, geography = analysis.layer, analysis.version, workspace.geography
    lines = [
        layer.description,
        export_words.OBSERVES_MEANS[layer.observes],
        COVERED.format(first=day(analysis.covered.first), last=day(analysis.covered.last)),
        VERSION.format(version=version.name, source=version.attribution),
        AREAS.format(note=geography.note, source=geography.attribution),
    ]
    if geography.dropped:
        lines.append(DROPPED.format(areas=", ".join(geography.dropped)))

    for line in lines:
        st.text(line)
    show_figures(theme)


#: The name of the chosen cell in the link.
CELL: Final = "vak"


def clicked_cell() -> tuple[int, int, int] | None:
    """Return column, row and size of the cell that the link names, if it names one."""
    return cell_of_code(st.query_params.get(CELL, ""))


def choose_cell(cell: tuple[int, int, int] | None) -> None:
    """Put a cell in the link, or take the one in it away; called before the page runs again."""
    if cell is not None:
        st.query_params[CELL] = cell_code(*cell)
    elif CELL in st.query_params:
        del st.query_params[CELL]


def cell_at(analysis: Analysis, at: int) -> tuple[int, int, int] | None:
    """Return column, row and size of a cell; None on a map of areas."""
    if analysis.cell_col is None or analysis.cell_row is None:
        return None
    return int(analysis.cell_col[at]), int(analysis.cell_row[at]), analysis.selection.cell_m


def show_figures(theme: ThemeSpec) -> None:
    """Show the figures that belong to a theme, folded; open where there is nothing else."""
    if not theme.figures:
        return

    def unfolded() -> None:
        st.table(
            {
                text.FIGURE_INDICATOR: [as_text(_indicator(figure)) for figure in theme.figures],
                text.FIGURE_YEAR: [str(figure.year) for figure in theme.figures],
                text.FIGURE_VALUE: [as_text(value_of(figure)) for figure in theme.figures],
                text.FIGURE_NOTE: [as_text(figure.note) for figure in theme.figures],
            }
        )
        st.caption(as_text(theme.figures_source))
        offer_table(
            None,
            lambda reader: sheet_of_figures(reader, theme),
            name=f"{theme.id}_cijfers",
            key=f"cijfers_{theme.id}_bewaren",
            label=export_words.OFFER_FIGURES,
            shapes=False,
        )

    label = f"{text.FIGURES_INTRO}: {as_text(theme.label.lower())}"
    fold(label, unfolded, key=f"cijfers_{theme.id}", unfolded=not theme.layers)


def _indicator(figure: Figure) -> str:
    return with_capital(figure.indicator)


def value_of(figure: Figure) -> str:
    """Return a figure with its unit; a change carries its sign.

    Examples
    --------
    >>> from hotspots.catalog.specs import Figure
    >>> value_of(Figure("verkeersoverlast", 2017, -50, "procent t.o.v. 2015", "verandering"))
    '−50 % t.o.v. 2015'
    """
    if figure.value is None:
        return text.NO_FIGURE
    unit = figure.unit.replace("procent", "%")
    sign = "+" if figure.kind == "verandering" and figure.value > 0 else ""
    return f"{sign}{number(figure.value)} {unit}".strip()

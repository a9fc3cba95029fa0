"""The part `Druk`: who carries the year in a sentence, then the map of a moment, then the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import Cache
from hotspots.access.permission import levels_of
from hotspots.analysis.clock_words import SHORT_MONTHS
from hotspots.dutch import as_text, number
from hotspots.dutch import day as written_day
from hotspots.evenementen import page_words as text
from hotspots.evenementen.basis import weights_of
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.maps import (
    PressureMap,
    buurt_spec,
    cell_spec,
    days_of_places,
    days_of_wijken,
    period_of,
    pressure_on_buurten,
    pressure_on_cells,
    year_breaks,
)
from hotspots.evenementen.pressure import Burden, burden_of_year
from hotspots.evenementen.showing import (
    choose_filter,
    choose_year,
    date_of,
    draw_map,
    filtered,
    offer_rows,
    place_names,
)
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_tile, note_old_link
from hotspots.pages.tables import fold, show_table

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.showing import EventDesk
    from hotspots.maps.classes import Breaks
    from hotspots.maps.spec import MapSpec


#: The curve and the line of an even spread, per theme.
_LINES: Final = {"light": ("#1d7145", "#6b7480"), "dark": ("#8fd6ae", "#aab2bb")}
_HEIGHT_PX: Final = 280
_HALF: Final = 0.5


def wijk_sentence(workspace: Workspace, burden: Burden) -> str:
    """Return which wijk carries most against all others; "" where nobody carries anything."""
    geography = workspace.geography
    wijken = len(geography.wijken)
    parent = geography.buurten.parent.astype(np.int64)
    people = np.array([entry.residents for entry in burden.buurten])
    days = np.array([entry.resident_event_days for entry in burden.buurten])
    people_of = np.bincount(parent, weights=people, minlength=wijken)
    days_of = np.bincount(parent, weights=days, minlength=wijken)
    at = int(days_of.argmax())
    rest_people = people_of.sum() - people_of[at]
    if not days_of[at]:
        return ""
    rest = (days_of.sum() - days_of[at]) / rest_people if rest_people else float("nan")
    return text.heaviest(
        as_text(geography.wijken.names[at]),
        float(days_of[at] / days_of.sum()),
        float(people_of[at] / people_of.sum()),
        float(days_of[at] / people_of[at]),
        float(rest),
    )


def show_burden(desk: EventDesk, burden: Burden, year: int, question: Hashable) -> None:
    """Show how uneven the year is, and each buurt in a table."""
    st.markdown(f"#### {text.BURDEN}")
    if not burden.days.size:
        st.caption(text.NO_BURDEN.format(year=year))
        return
    told = _unequal(burden)
    st.markdown(told)
    curve, listed = st.columns([2, 3], gap="medium")
    theme = theme_of_page()
    with curve:
        show_chart(
            ("event burden", question, year, theme), lambda: lorenz_chart(burden, told, theme)
        )
    rows = burden_rows(desk.workspace, burden)
    with listed:
        show_table(rows, text.BURDEN_COLUMNS)
        offer_rows(
            desk, rows, text.BURDEN_COLUMNS, name=f"last_{year}",
            title=f"{text.BURDEN} {year}", meaning=text.BURDEN_ROWS, key="last_bestand",
            told=(told,), label=text.BURDEN_OFFER,
        )  # fmt: skip
    st.caption(text.BURDEN_NOTE.format(metres=number(burden.near_m)))


def _unequal(burden: Burden) -> str:
    half = int(np.searchsorted(burden.days, _HALF))
    return text.unequal(half, len(burden.days) - 1, burden.gini)


def lorenz_chart(burden: Burden, told: str, theme: str) -> alt.LayerChart | alt.FacetChart:
    """Return the curve, and the line it would be if all buurten had as much."""
    line, even = _LINES[theme]
    shown = pd.DataFrame({"buurten": burden.people, "days": burden.days})
    straight = pd.DataFrame({"buurten": [0.0, 1.0], "days": [0.0, 1.0]})
    percent = alt.Axis(format="%", tickCount=5)
    base = alt.Chart(
        shown, height=_HEIGHT_PX, description=text.LORENZ_ALTERNATIVE.format(sentence=told)
    )
    curve = base.mark_line(color=line, strokeWidth=2.5).encode(
        x=alt.X("buurten:Q", title=text.LORENZ_X, axis=percent),
        y=alt.Y("days:Q", title=text.LORENZ, axis=percent),
    )
    diagonal = (
        alt.Chart(straight)
        .mark_line(color=even, strokeDash=[4, 4], aria=False)
        .encode(x="buurten:Q", y="days:Q")
    )
    return alt.layer(curve, diagonal)


def burden_rows(workspace: Workspace, burden: Burden) -> pd.DataFrame:
    """Return a row per buurt, the most burdened first."""
    geography = workspace.geography
    ordered = sorted(enumerate(burden.buurten), key=lambda entry: -entry[1].resident_event_days)
    return pd.DataFrame(
        [
            {
                "buurt": entry.name,
                "share": round(100 * entry.share, 1),
                "days_each": round(entry.days_each, 1),
                "residents": round(entry.residents),
                "resident_event_days": round(entry.resident_event_days),
                "pressure": round(entry.pressure, 1),
                "wijk": geography.wijken.names[geography.buurten.parent[at]],
            }
            for at, entry in ordered
        ]
    )


_RAMPS: Final = {
    "light": ("#f1f4f1", "#b9dcc0", "#5aa774", "#1d7145", "#083a20"),
    "dark": ("#22282d", "#2f5f45", "#4d9a70", "#8fd6ae", "#dcfbe8"),
}
#: Lines of the calendar; the heaviest come first, and the table under it has all.
_MOST_NAMES: Final = 60
_ROW_PX: Final = 19
_AROUND_PX: Final = 96
#: Vega writes numbers in English; this turns its commas and points round.
_DUTCH: Final = "replace(replace(replace(format(datum.value, ','), ',', '_'), '.', ','), '_', '.')"


def show_heat(desk: EventDesk, room: EventRoom, year: int, question: Hashable) -> None:
    """Show the weeks of a year, per wijk or per location."""
    st.markdown(f"#### {text.HEAT}")
    kind = choose_tile(
        text.HEAT_OF, tuple(text.HEAT_OFS), key="kalender_van",
        name=lambda name: text.HEAT_OFS[name],
    )  # fmt: skip
    names, weeks, values = weekly(desk, room, year, kind)
    if not np.nan_to_num(values).any():
        st.caption(text.NO_PRESSURE)
        return
    at, week = np.unravel_index(int(np.nan_to_num(values).argmax()), values.shape)
    begin, end = weeks[week]
    label = text.week_label(date_of(begin), date_of(end))
    told = text.busiest_week(names[at], label, float(values[at, week]))
    st.markdown(as_text(told))
    if len(names) > _MOST_NAMES:
        st.caption(text.HEAT_MOST.format(most=_MOST_NAMES, of=number(len(names))))
    theme = theme_of_page()
    show_chart(
        ("event weeks", question, year, kind, theme),
        lambda: heat_chart(
            names[:_MOST_NAMES],
            weeks,
            values[:_MOST_NAMES],
            text.HEAT_ALTERNATIVE.format(year=year, sentence=told),
            theme,
        ),
    )
    rows = _rows(names, weeks, values)
    labels = {"name": text.HEAT_OFS[kind]} | {name: name for name in rows.columns if name != "name"}
    fold(text.HEAT_TABLE, partial(show_table, rows, labels), key="kalender_tabel")
    offer_rows(
        desk, rows, labels, name=f"druk_{kind}_{year}", title=f"{text.HEAT_TITLE} {year}",
        meaning=text.HEAT_TITLE, key="kalender_bestand", told=(told,),
        label=text.HEAT_OFFER,
    )  # fmt: skip


def weekly(
    desk: EventDesk, room: EventRoom, year: int, kind: str
) -> tuple[list[str], list[tuple[int, int]], NDArray[np.float64]]:
    """Return names, weeks and the mean pressure per day: shape (names, weeks).

    Only the days of the year itself count, also in a week that lies half in another one.
    """
    first, last = year_bounds(year)
    geography = desk.workspace.geography
    if kind == "wijken":
        names = list(geography.wijken.names)
        daily = days_of_wijken(room, geography, first, last)
    else:
        names = list(place_names(room).values())
        daily = days_of_places(room, first, last)
    weeks = []
    at = first
    while at <= last:
        weeks.append((at, min(period_of(at, "week")[1], last)))
        at = weeks[-1][1] + 1
    values = np.column_stack(
        [daily[:, begin - first : end - first + 1].mean(axis=1) for begin, end in weeks]
    )
    # The heaviest first: what is at the top is what one looks for.
    order = np.argsort(-np.nan_to_num(values).sum(axis=1), kind="stable")
    return [names[at] for at in order], weeks, values[order]


def heat_chart(
    names: list[str],
    weeks: list[tuple[int, int]],
    values: NDArray[np.float64],
    told: str,
    theme: str,
) -> alt.Chart:
    """Return a square per name and week, darker (in the dark: lighter) for more."""
    squares = alt.Chart(
        _squares(names, weeks, values), height=_ROW_PX * len(names) + _AROUND_PX, description=told
    ).mark_rect()
    chart: alt.Chart = squares.encode(
        x=alt.X(
            "week:O",
            title=None,
            axis=_month_axis(weeks),
            scale=alt.Scale(paddingInner=0.05),
        ),
        y=alt.Y(
            "name:N",
            title=None,
            sort=names,
            axis=alt.Axis(
                ticks=False, domain=False, labelLimit=150, labelOverlap=False, labelFlush=False
            ),
            scale=alt.Scale(paddingInner=0.08),
        ),
        color=alt.Color(
            "pressure:Q",
            title=text.HEAT_TITLE,
            scale=alt.Scale(type="sqrt", range=list(_RAMPS[theme])),
            legend=alt.Legend(
                orient="top", labelExpr=_DUTCH, tickCount=4, gradientThickness=10, titleLimit=320
            ),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=text.PLACE_OR_WIJK),
            alt.Tooltip("when:N", title=text.STEPS["week"]),
            alt.Tooltip("told:N", title=text.HEAT_TITLE),
        ],
    )
    return chart


def _squares(
    names: list[str], weeks: list[tuple[int, int]], values: NDArray[np.float64]
) -> pd.DataFrame:
    when = [text.week_label(date_of(begin), date_of(end)) for begin, end in weeks]
    row, column = np.indices(values.shape).reshape(2, -1)
    flat = values.ravel()
    return pd.DataFrame(
        {
            "name": np.array(names, dtype=object)[row],
            "week": column,
            "pressure": np.nan_to_num(flat).round(1),
            "when": np.array(when, dtype=object)[column],
            "told": [number(float(value)) for value in flat],
        }
    )


def _month_axis(weeks: list[tuple[int, int]]) -> alt.Axis:
    """Return an axis that names each month once, at its first week."""
    months = [SHORT_MONTHS[date_of(begin).month - 1] for begin, _ in weeks]
    starts = [at for at, month in enumerate(months) if at == 0 or months[at - 1] != month]
    label = " : ".join(f"datum.value == {at} ? '{months[at]}'" for at in starts) + " : ''"
    return alt.Axis(
        labelAngle=0, values=starts, labelExpr=label, ticks=False, domain=False, labelOverlap=True
    )


def _rows(
    names: list[str], weeks: list[tuple[int, int]], values: NDArray[np.float64]
) -> pd.DataFrame:
    columns: dict[str, object] = {"name": names}
    for at, (begin, _) in enumerate(weeks):
        week = f"{text.WEEK} {date_of(begin):%d-%m}"
        columns[week] = values[:, at].round(1)
    return pd.DataFrame(columns)


_DAYS: Final = {"day": 1, "week": 7, "season": 91}
_burdens = Cache[Burden]()
_breaks = Cache["Breaks"]()
_specs = Cache["MapSpec"]()
_maps = Cache[PressureMap]()


def show_pressure(desk: EventDesk) -> None:
    """Show the part."""
    with st.sidebar:
        chosen = choose_filter(desk)
    room = filtered(desk, chosen)
    if not len(room.events):
        st.info(text.NOTHING_FITS)
        return
    question = (desk.key, chosen)
    year_column, step_column, map_column = st.columns([2, 3, 3])
    with year_column:
        year = choose_year(desk)
    burden = _burdens.answer((question, year), lambda: burden_of_year(room, year))
    st.markdown(wijk_sentence(desk.workspace, burden) or text.NO_BURDEN.format(year=year))
    with step_column:
        step = choose_tile(
            text.STEP, tuple(text.STEPS), key="druk_per", name=lambda name: text.STEPS[name],
            default="week",
        )  # fmt: skip
    with map_column:
        levels = [name for name in ("cells", "buurten") if name in levels_of(room.layer)]
        level = choose_tile(
            text.SHOWN_ON, tuple(levels) or ("buurten",), key="druk_op",
            name=lambda name: text.SHOWN_ONS[name],
        )  # fmt: skip
    first, last, label = _choose_moment(room, year, step)
    _show_map(desk, room, (question, year, step), (first, last, label), level=level)
    show_heat(desk, room, year, question)
    show_burden(desk, burden, year, question)


def _choose_moment(room: EventRoom, year: int, step: str) -> tuple[int, int, str]:
    """Let a user slide through the year; it opens at the busiest moment."""
    first, last = year_bounds(year)
    periods = []
    at = first
    while at <= last:
        periods.append(period_of(at, step))
        at = periods[-1][1] + 1
    labels = [_label(begin, end, step) for begin, end in periods]
    load = _load(room, first, last)
    heavy = [load[max(begin - first, 0) : end - first + 1].sum() for begin, end in periods]
    # The busiest whole period of this year: the first and last may lie half in another one.
    inside = [begin >= first and end <= last for begin, end in periods]
    start = int(np.argmax(np.where(inside, heavy, -1.0)))
    key = f"druk_{step}"
    if st.session_state.get(key) not in (None, *labels):
        # Of another year: the slider of this one has no such moment.
        st.session_state[key] = labels[start]
    note_old_link(key, text.MOMENT[step], labels)
    picked = st.select_slider(
        text.MOMENT[step], labels, value=labels[start], key=key, bind="query-params"
    )
    chosen = labels.index(picked)
    return (*periods[chosen], labels[chosen])


def _load(room: EventRoom, first: int, last: int) -> NDArray[np.float64]:
    """Return the weighted visitors of each day, without what they leave behind afterwards."""
    weights = weights_of(room.events, room.risks, room.settings.pressure)
    change = np.zeros(last - first + 2)
    begin = np.clip(room.events.first_day, first, last + 1) - first
    end = np.clip(room.events.last_day + 1, first, last + 1) - first
    np.add.at(change, begin, weights)
    np.add.at(change, end, -weights)
    return np.cumsum(change)[:-1]


def _label(first: int, last: int, step: str) -> str:
    if step == "day":
        return written_day(date_of(first))
    if step == "week":
        return text.week_label(date_of(first), date_of(last))
    return text.season_label(date_of(first))


def _show_map(
    desk: EventDesk,
    room: EventRoom,
    question: tuple[Hashable, int, str],
    moment: tuple[int, int, str],
    *,
    level: str,
) -> None:
    first, last, label = moment
    of_year, year, step = question
    buurten = _maps.answer(
        ("buurten", of_year, first, last), lambda: pressure_on_buurten(room, first, last)
    )
    _say_now(room, buurten, text.when(step, label))
    bounds = year_bounds(year)
    breaks = _breaks.answer(question, lambda: year_breaks(room, *bounds, _DAYS[step]))
    spec = _specs.answer(
        (question, first, level),
        lambda: _spec(desk, room, buurten, breaks, level),
    )
    draw_map(desk, spec, text.PRESSURE_MAP.lower(), key="druk_kaart")
    fold(text.TABLE_OF_MAP, partial(_show_table, desk, room, buurten), key="druk_tabel")


def _say_now(room: EventRoom, found: PressureMap, label: str) -> None:
    values = np.nan_to_num(found.values)
    events = room.events
    held = events.counts & (events.first_day <= found.last_day)
    held &= events.last_day >= found.first_day
    if not values.any():
        st.markdown(text.NO_PRESSURE)
        return
    at = int(values.argmax())
    told = text.pressure_now(
        as_text(room.buurt_names[at]), float(values[at]), label, int(held.sum())
    )
    st.markdown(told)


def _spec(
    desk: EventDesk, room: EventRoom, buurten: PressureMap, breaks: Breaks, level: str
) -> MapSpec:
    first, last = buurten.first_day, buurten.last_day
    settings = room.settings.pressure
    weights = {risk.lower(): _short(weight) for risk, weight in settings.class_weights.items()}
    notes = [
        note.format(
            **weights,
            half_m=_short(settings.half_m),
            half_days=_short(settings.half_days),
            reach_m=_short(settings.reach_m),
            reach_days=settings.reach_days,
        )
        for note in text.PRESSURE_NOTES
    ]
    told = {
        "title": text.PRESSURE_MAP,
        "subtitle": numbers.period(date_of(first), date_of(last)),
    }
    workspace = desk.workspace
    if level == "buurten":
        notes = [text.ON_BUURTEN, *notes]
        return buurt_spec(workspace, room, buurten.values, breaks, notes=notes, **told)
    size = max(100, room.layer.privacy.finest_cell_m)
    notes = [text.ON_CELLS.format(size=size), *notes]
    cells = pressure_on_cells(room, workspace.mask(room.layer), size, first, last)
    return cell_spec(workspace, room, cells, size, breaks, notes=notes, **told)


def _short(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 2)


def _show_table(desk: EventDesk, room: EventRoom, found: PressureMap) -> None:
    geography = desk.workspace.geography
    order = np.argsort(-np.nan_to_num(found.values, nan=-1.0), kind="stable")
    rows = pd.DataFrame(
        {
            "buurt": [room.buurt_names[at] for at in order],
            "wijk": [geography.wijken.names[geography.buurten.parent[at]] for at in order],
            "pressure": np.round(found.values[order], 1),  # noqa: PD011 - no frame
        }
    )
    show_table(rows, text.BURDEN_COLUMNS)

"""The figures of a wijkbeeld as a sheet: a row per layer, and the briefing itself beside them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from hotspots import dutch
from hotspots.exports import about
from hotspots.exports import words as text
from hotspots.exports.analysis_sheet import P_FORMAT
from hotspots.exports.sheet import Column, Line, Permit, Sheet
from hotspots.geography.grid import cell_boxes
from hotspots.wijkbeeld import words as briefing_text
from hotspots.wijkbeeld.latest import zone_ring
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.whole import WholeWords
    from hotspots.exports.sheet import Value
    from hotspots.wijkbeeld.briefing import Briefing, Compared, LayerLine, OpenZone


#: Names of the two comparisons, how they are called, and the words of their verdicts.
_COMPARISONS = (
    ("since_year", text.SINCE_YEAR, text.SINCE_YEAR_VERDICTS),
    ("against_city", text.AGAINST_CITY, text.AGAINST_CITY_VERDICTS),
)
#: Columns that people read in other words than programs.
_WRITTEN = ("theme", "layer", "count", "earlier", "period_from", "period_to", "status")


def sheet_of_wijkbeeld(workspace: Workspace, briefing: Briefing) -> Sheet:
    """Return the figures; a layer that whoever asks may not take away is left out."""
    allowed = [line for line in briefing.lines if workspace.may_export(line.layer)]
    # Where nothing is left, the permits say why.
    lines = allowed or list(briefing.lines)
    left = [line.layer.label for line in briefing.lines if line not in lines]
    rows = pd.DataFrame([_row(line) for line in lines])
    for name in (
        "count",
        "count_lower",
        "count_upper",
        "earlier",
        "earlier_lower",
        "earlier_upper",
    ):
        rows[name] = rows[name].astype("Int64")
    place = briefing.place
    return Sheet(
        name="wijkbeeld",
        rows=rows,
        for_people=_for_people(rows, lines, briefing.whole),
        columns=_columns(briefing.whole),
        metadata=about.metadata_of(
            text.WIJKBEELD_TITLE.format(place=place.name),
            text.WIJKBEELD_ROWS,
            about.about_where(workspace),
            (
                Line("place", text.QUESTION, text.PLACE, f"{place.name} ({place.code})"),
                Line("period", text.QUESTION, text.PERIOD, about.in_days(briefing.period)),
            ),
            _about_layers(lines, left),
            about.sentences(_sentences(briefing, lines)),
            about.about_parameters(briefing.tested.to_dict(), briefing.whole),
            _about_notes(briefing),
            about.about_borders(workspace, "buurten"),
            about.about_reading(made_up=briefing.synthetic),
        ),
        described={"place": place.name, "place_code": place.code},
        permits=tuple(
            Permit(line.layer.id, {"table": "wijkbeeld", "place": place.code}) for line in lines
        ),
    )


def _row(line: LayerLine) -> dict[str, object]:
    row: dict[str, object] = {
        "theme": line.theme.id,
        "layer": line.layer.id,
        "count": pd.NA if line.count is None else line.count,
        "count_lower": _end(line.count_ends, 0),
        "count_upper": _end(line.count_ends, 1),
        "status": _status(line),
        "earlier": pd.NA if line.earlier is None else line.earlier,
        "earlier_lower": _end(line.earlier_ends, 0),
        "earlier_upper": _end(line.earlier_ends, 1),
    }
    for name, _, _ in _COMPARISONS:
        compared: Compared = getattr(line, name)
        row |= {
            f"{name}_ratio": compared.value,
            f"{name}_lower": compared.lower,
            f"{name}_upper": compared.upper,
            f"{name}_verdict": compared.verdict,
            f"{name}_p_adjusted": compared.p_adjusted,
        }
    return row | {
        "rate": line.rate,
        "rate_lower": line.rate_lower,
        "rate_upper": line.rate_upper,
        "city_rate": line.city_rate,
        "denominator": line.denominator,
        "denominator_label": line.denominator_label,
        "why_not": line.why_not,
        "period_from": "" if line.period is None else line.period.first.isoformat(),
        "period_to": "" if line.period is None else line.period.last.isoformat(),
        "version": "" if line.version is None else line.version.name,
        "synthetic": line.version is not None and line.version.synthetic,
        "source": "" if line.version is None else line.version.attribution,
    }


def _end(ends: tuple[int, int] | None, at: int) -> object:
    return pd.NA if ends is None else ends[at]


def _status(line: LayerLine) -> str:
    if line.count_ends is not None:
        return "suppressed" if line.count_ends[1] < line.minimum else "between"
    if line.count is None:
        return "missing"
    return "value" if line.count else "zero"


def _for_people(rows: pd.DataFrame, lines: Sequence[LayerLine], whole: WholeWords) -> pd.DataFrame:
    """Return the rows in words: why a number is not there stands in the last column."""
    shown = rows.astype(object)
    for name, _, verdicts in _COMPARISONS:
        shown[f"{name}_verdict"] = [verdicts[verdict] for verdict in rows[f"{name}_verdict"]]
    # From nothing to something is no number of times.
    shown = shown.mask(rows.isin([np.inf]), "∞")
    written = [_written(line, whole) for line in lines]
    # As objects: beside a number that is not there pandas would make a fraction of a count.
    words = pd.DataFrame(written, columns=list(_WRITTEN), dtype=object, index=shown.index)
    return shown.assign(**{name: words[name] for name in _WRITTEN})


def _written(line: LayerLine, whole: WholeWords) -> dict[str, object]:
    return {
        "theme": line.theme.label,
        "layer": line.layer.label,
        "count": line.count_words if line.count_ends is not None else line.count,
        "earlier": line.earlier_words if line.earlier_ends is not None else line.earlier,
        "period_from": None if line.period is None else line.period.first,
        "period_to": None if line.period is None else line.period.last,
        "status": _why(line, whole),
    }


def _why(line: LayerLine, whole: WholeWords) -> str:
    """Return why there is no count, or no comparison."""
    reason = line.why_not or line.since_year.why_not or line.against_city.why_not
    words = briefing_text.WHY_NOT.get(reason, "")
    return words.format(minimum=line.minimum, layer=line.layer.label, whole=whole)


def _columns(whole: WholeWords) -> tuple[Column, ...]:
    compared = [
        column
        for name, what in ((name, label.format(whole=whole)) for name, label, _ in _COMPARISONS)
        for column in (
            Column(f"{name}_ratio", text.RATIO_OF.format(what=what), "#,##0.00"),
            Column(f"{name}_lower", text.LOWER_OF.format(what=what), "#,##0.00"),
            Column(f"{name}_upper", text.UPPER_OF.format(what=what), "#,##0.00"),
            Column(f"{name}_p_adjusted", text.P_OF.format(what=what), P_FORMAT),
            Column(f"{name}_verdict", text.VERDICT_OF.format(what=what)),
        )
    ]
    return (
        Column("theme", text.THEME),
        Column("layer", text.LAYER),
        Column("count", text.COLUMNS["count"]),
        Column("count_lower", text.AT_LEAST),
        Column("count_upper", text.AT_MOST),
        Column("earlier", text.EARLIER),
        *compared,
        Column("rate", text.RATE, "#,##0.00"),
        Column("rate_lower", text.RATE_LOWER, "#,##0.00"),
        Column("rate_upper", text.RATE_UPPER, "#,##0.00"),
        Column("city_rate", text.CITY_RATE.format(whole=whole), "#,##0.00"),
        Column("denominator", text.DENOMINATOR_COUNT),
        Column("denominator_label", text.DENOMINATOR_NAME),
        Column("period_from", text.FIRST_DAY),
        Column("period_to", text.LAST_DAY),
        Column("status", text.COLUMNS["status"]),
        Column("synthetic", text.SYNTHETIC_COLUMN),
    )


def _about_layers(lines: Sequence[LayerLine], left: Sequence[str]) -> tuple[Line, ...]:
    lines_about = [
        Line(
            f"layer_{line.layer.id}",
            text.LAYERS,
            line.layer.label,
            about.layer_line(line.layer, line.version, line.period),
        )
        for line in lines
        if line.version is not None and line.period is not None
    ]
    return (
        *lines_about,
        Line("left_out", text.LAYERS, text.LEFT_OUT, ", ".join(left) or text.NONE),
    )


def _sentences(briefing: Briefing, lines: Sequence[LayerLine]) -> list[str]:
    """Return what is read aloud, but nothing of a layer that is left out."""
    taken = {line.layer.id for line in lines}
    return [
        paragraph.text
        for paragraph in briefing_sentences(briefing)
        if taken.issuperset(paragraph.layers)
    ]


def _about_notes(briefing: Briefing) -> tuple[Line, ...]:
    notes = [note.text for note in briefing.notes if not note.layers]
    return (
        *(Line(f"note_{at}", text.MIND, text.NOTE, note) for at, note in enumerate(notes, start=1)),
        Line("gaps", text.MIND, text.GAPS, text.GAPS_MEAN),
    )


def sheet_of_hot_cells(workspace: Workspace, briefing: Briefing, layer_id: str) -> Sheet:
    """Return the hot cells of a layer in the place, with their squares."""
    cells = briefing.details[layer_id].listed_cells
    rows = pd.DataFrame(
        [
            (
                cell.code, cell.name, cell.buurt, cell.count, cell.around, cell.expected,
                cell.p_adjusted, cell.new, cell.lasting,
            )
            for cell in cells
        ],
        columns=[
            "code", "handle", "buurt", "count", "around", "expected", "p_adjusted", "new",
            "lasting",
        ],
    )  # fmt: skip
    columns = (
        Column("handle", text.WHERE),
        Column("code", text.CELL_CODE),
        Column("buurt", text.BUURT),
        Column("count", text.CELL_COUNT),
        Column("around", text.CELL_AROUND),
        Column("expected", text.CELL_EXPECTED, "#,##0.0"),
        Column("p_adjusted", text.CELL_P, P_FORMAT),
        Column("new", text.IS_NEW),
        Column("lasting", text.IS_LASTING),
    )
    shapes = np.array(
        [cell_boxes(np.array([cell.col]), np.array([cell.row]), cell.size_m)[0] for cell in cells],
        dtype=object,
    )
    title = text.HOT_CELLS_TITLE.format(place=briefing.place.name)
    meaning = text.HOT_CELLS_ROWS.format(whole=briefing.whole)
    return _sheet(
        workspace, briefing, layer_id, name="hotspots", title=title, meaning=meaning,
        rows=rows, columns=columns, shapes=shapes,
    )  # fmt: skip


def sheet_of_zones(
    workspace: Workspace,
    briefing: Briefing,
    layer_id: str,
    zones: Sequence[OpenZone],
) -> Sheet:
    """Return the near-repeat zones of a layer that are open in the place, with their outlines."""
    rows = pd.DataFrame(
        [
            (
                zone.name or zone.handle, zone.buurt, zone.since.isoformat(),
                zone.until.isoformat(),
                zone.count, zone.radius_m, zone.new,
            )
            for zone in zones
        ],
        columns=["handle", "buurt", "since", "until", "count", "radius_m", "new"],
    )  # fmt: skip
    columns = (
        Column("handle", text.WHERE),
        Column("buurt", text.BUURT),
        Column("since", text.SINCE),
        Column("until", text.UNTIL),
        Column("count", text.ZONE_COUNT),
        Column("radius_m", text.RADIUS_M, "#,##0"),
        Column("new", text.IS_NEW),
    )
    shapes = np.array([shapely.Polygon(zone_ring(zone)) for zone in zones], dtype=object)
    title = text.ZONES_TITLE.format(place=briefing.place.name)
    return _sheet(
        workspace, briefing, layer_id, name="herhaalzones", title=title, meaning=text.ZONES_ROWS,
        rows=rows, columns=columns, shapes=shapes,
    )  # fmt: skip


def sheet_of_event_days(workspace: Workspace, briefing: Briefing) -> Sheet:
    """Return the events in and near the place, with where they were."""
    events = briefing.events
    rows = pd.DataFrame(
        [
            (
                event.first.isoformat(), event.last.isoformat(), event.name, event.soort,
                event.where, event.visitors, event.distance_m,
            )
            for event in events
        ],
        columns=["first", "last", "event", "soort", "place_name", "visitors", "distance_m"],
    ).astype({"visitors": "Int64"})  # fmt: skip
    columns = (
        Column("first", text.FIRST_DAY),
        Column("last", text.LAST_DAY),
        Column("event", text.EVENT),
        Column("soort", text.EVENT_KIND),
        Column("place_name", text.WHERE),
        Column("visitors", text.VISITORS),
        Column("distance_m", text.DISTANCE_M, "#,##0"),
    )
    shapes = np.array([shapely.Point(event.x_rd, event.y_rd) for event in events], dtype=object)
    title = text.EVENTS_TITLE.format(place=briefing.place.name)
    return _sheet(
        workspace, briefing, events[0].layer, name="evenementdagen", title=title,
        meaning=text.EVENTS_ROWS, rows=rows, columns=columns, shapes=shapes,
    )  # fmt: skip


def _sheet(
    workspace: Workspace,
    briefing: Briefing,
    layer_id: str,
    *,
    name: str,
    title: str,
    meaning: str,
    rows: pd.DataFrame,
    columns: tuple[Column, ...],
    shapes: NDArray[np.object_],
) -> Sheet:
    """Return a list of one layer as a sheet that says which place and period it is of."""
    line, place = briefing.line(layer_id), briefing.place
    layer, version = line.layer, line.version
    assert version is not None  # noqa: S101 - what is listed was read
    described: dict[str, Value] = {
        "layer": layer.id,
        "place": place.name,
        "place_code": place.code,
        "version": version.name,
        "synthetic": version.synthetic,
        "source": version.attribution,
    }
    lines_about = [
        Line("place", text.QUESTION, text.PLACE, f"{place.name} ({place.code})"),
        Line("period", text.QUESTION, text.PERIOD, about.in_days(line.period or briefing.period)),
    ]
    return Sheet(
        name=name,
        rows=rows,
        for_people=_part_for_people(rows),
        columns=columns,
        metadata=about.metadata_of(
            about.title_of(workspace, layer, title),
            meaning,
            about.about_layer(workspace, layer, version, line.period or briefing.period),
            about.about_where(workspace),
            tuple(lines_about),
            about.about_parameters(briefing.tested.to_dict(), briefing.whole),
            about.about_reading(made_up=version.synthetic, minimum=layer.privacy.minimum),
        ),
        described=MappingProxyType(described),
        permits=(Permit(layer.id, {"table": name, "place": place.code}),),
        shapes=shapes,
    )


def _part_for_people(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in which yes and no are words."""
    shown = rows.astype(object)
    for name in {"new", "lasting"} & set(shown):
        shown[name] = [dutch.YES if said else dutch.NO for said in rows[name]]
    return shown

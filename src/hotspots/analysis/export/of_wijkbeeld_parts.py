"""What a wijkbeeld lists of one layer as sheets: its hot cells, its open zones, its events."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from hotspots.analysis.export import about
from hotspots.analysis.export.of_analysis import P_FORMAT
from hotspots.analysis.export.sheet import Column, Permit, Sheet
from hotspots.analysis.metadata import Line, metadata_of, today
from hotspots.analysis.wijkbeeld.open_zones import zone_ring
from hotspots.geography.grid import cell_boxes
from hotspots.text import taking as text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import Briefing, OpenZone


def sheet_of_hot_cells(
    workspace: Workspace, briefing: Briefing, layer_id: str, made_on: date | None = None
) -> Sheet:
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
    return _sheet(
        workspace, briefing, layer_id, name="hotspots", title=title, meaning=text.HOT_CELLS_ROWS,
        rows=rows, columns=columns, shapes=shapes, made_on=made_on,
    )  # fmt: skip


def sheet_of_zones(
    workspace: Workspace,
    briefing: Briefing,
    layer_id: str,
    zones: Sequence[OpenZone],
    made_on: date | None = None,
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
        rows=rows, columns=columns, shapes=shapes, made_on=made_on,
    )  # fmt: skip


def sheet_of_event_days(
    workspace: Workspace, briefing: Briefing, made_on: date | None = None
) -> Sheet:
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
        meaning=text.EVENTS_ROWS, rows=rows, columns=columns, shapes=shapes, made_on=made_on,
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
    made_on: date | None,
) -> Sheet:
    """Return a list of one layer as a sheet that says which place and period it is of."""
    made_on = made_on or today()
    line, place = briefing.line(layer_id), briefing.place
    layer, version = line.layer, line.version
    assert version is not None  # noqa: S101 - what is listed was read
    described: dict[str, Any] = {
        "layer": layer.id,
        "place": place.name,
        "place_code": place.code,
        "version": version.name,
        "synthetic": version.synthetic,
        "source": version.attribution,
    }
    told = [
        Line("place", text.QUESTION, text.PLACE, f"{place.name} ({place.code})"),
        Line("period", text.QUESTION, text.PERIOD, about.in_days(line.period or briefing.period)),
    ]
    return Sheet(
        name=name,
        rows=rows,
        for_people=_for_people(rows),
        columns=columns,
        metadata=metadata_of(
            made_on,
            about.about_file(about.title_of(workspace, layer, title), made_on, meaning),
            about.about_layer(workspace, layer, version, line.period or briefing.period),
            about.about_where(workspace),
            tuple(told),
            about.about_parameters(briefing.parameters),
            about.about_reading(made_up=version.synthetic, minimum=layer.privacy.minimum),
        ),
        described=MappingProxyType(described),
        permits=(Permit(layer.id, {"table": name, "place": place.code}),),
        shapes=shapes,
    )


def _for_people(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in which yes and no are words."""
    shown = rows.astype(object)
    for name in {"new", "lasting"} & set(shown):
        shown[name] = [text.YES if said else text.NO for said in rows[name]]
    return shown

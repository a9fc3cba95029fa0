"""The two maps of the page: a small one to choose a place on, and one of a layer in the place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
import streamlit as st

from hotspots.cartography.drawn import outline_of
from hotspots.cartography.map_spec import Legend, MapClass, MapSpec, Overlay, Shape
from hotspots.cartography.palettes import ZERO_COLOUR
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.drawing.live_map.component import live_map, root_path
from hotspots.drawing.live_map.payload import payload
from hotspots.text import wijkbeeld_page as text
from hotspots.text.numbers import day
from hotspots.ui import cached

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import OpenZone
    from hotspots.analysis.wijkbeeld.place import Place

_LEVEL: Final = "wijkbeeld_niveau"
_SMALL_PX: Final = 320
_LARGE_PX: Final = 480
#: Of the width and height of a place, how much is in sight around it.
_MARGIN: Final = 0.08
#: metres; the least that is in sight, so that a small buurt keeps its neighbours.
_LEAST_M: Final = 600.0
#: Corners of a circle on the map.
_ROUND: Final = 48


def draw_choosing_map(
    workspace: Workspace, place: Place | None, *, key: str, clicked: Callable[[], None]
) -> None:
    """Draw the wijken or the buurten to choose one by a click."""
    levels = ("wijken", "buurten")
    level = st.segmented_control(
        text.CHOOSING_LEVEL,
        levels,
        default=place.level if place is not None and place.level in levels else levels[0],
        key=_LEVEL,
        format_func=lambda name: text.CHOOSING_LEVELS[name],
        required=True,
        label_visibility="collapsed",
    )
    level = level or levels[0]
    areas = workspace.geography.level(level)
    spec = MapSpec(
        title=text.CHOOSING_MAP,
        subtitle="",
        classes=(MapClass("zero", "", ZERO_COLOUR),),
        legend=Legend(text.CHOOSING_MAP, "", ()),
        attribution=workspace.geography.attribution,
        areas=areas,
        fill=np.zeros(len(areas), dtype=np.int16),
        tips=("",) * len(areas),
        selected=place.code if place is not None and place.code in areas.codes else None,
        drawn=outline_of(place.drawn) if place is not None else None,
    )
    data = _sent(workspace, spec, name=key)
    # One colour needs no words: the name of each area says what it is.
    data |= {"legend": None, "height": _SMALL_PX}
    data["draw"] = True
    data["text"] = {**data["text"], "label": text.CHOOSING_MAP, "skip": text.CHOOSING_SKIP}
    live_map(data, key=key, clicked=clicked)


def draw_place_map(
    workspace: Workspace,
    spec: MapSpec,
    place: Place,
    zones: tuple[OpenZone, ...],
    cell: tuple[int, int, int] | None,
    *,
    key: str,
    clicked: Callable[[], None],
) -> None:
    """Draw a layer where the place is, with its border and the zones that are open."""
    shape = place.shape(workspace.geography)
    shown = replace(spec, overlay=_overlay(place, shape, zones))
    # Per place, so that the view is of this one; the browser keeps where one looked in each.
    data = _sent(workspace, shown, name=f"{key}:{place.code}")
    title = text.BORDER.format(place=place.name)
    entry = title if not zones else text.BORDER_AND_ZONES.format(border=title, zones=len(zones))
    data["overlay"]["entry"] = entry
    data |= {"focus": _in_sight(shape), "height": _LARGE_PX}
    # Unfolded the legend lies on half of a map this small; what was tested is told below it.
    data |= {"legend": {**data["legend"], "notes": []}, "legend_folded": True}
    data["text"] = {**data["text"], "label": text.PLACE_MAP.format(place=place.name)}
    if cell is not None and spec.cells is not None and cell[2] == spec.cells.size_m:
        data["cells"]["selected"] = list(cell[:2])
    live_map(data, key=key, clicked=clicked)


def _sent(workspace: Workspace, spec: MapSpec, *, name: str) -> dict[str, Any]:
    return payload(
        spec,
        workspace,
        projection=cached.projection_of(workspace, workspace.geography.fingerprint),
        root=root_path(),
        name=name,
    )


def _overlay(place: Place, shape: Any, zones: tuple[OpenZone, ...]) -> Overlay:  # noqa: ANN401
    """Return the border of the place, and every open zone with its number and last day."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    borders = tuple(
        Shape(shapely.get_coordinates(part.exterior)[:-1], "", place.name)
        for part in sorted(parts, key=shapely.area, reverse=True)
    )
    circles = tuple(
        Shape(
            zone_ring(zone),
            str(number),
            text.ZONE_TIP.format(number=number, until=day(zone.until)),
        )
        for number, zone in enumerate(zones, start=1)
    )
    return Overlay(text.BORDER.format(place=place.name), (), borders + circles)


def zone_ring(zone: OpenZone) -> Any:  # noqa: ANN401 - an array of corners
    """Return the outline of a zone, shape (k, 2), metres RD: a circle, or a square on its point."""
    corners = zone.corners or _ROUND
    angle = 2 * np.pi * np.arange(corners) / corners
    x = zone.x_rd + zone.radius_m * np.cos(angle)
    y = zone.y_rd + zone.radius_m * np.sin(angle)
    return np.column_stack([x, y])


def _in_sight(shape: Any) -> list[list[float]]:  # noqa: ANN401 - shapely has no types
    """Return what a map opens with, as [[south, west], [north, east]] in degrees."""
    west, south, east, north = shapely.bounds(shape)
    x = _spread(west, east)
    y = _spread(south, north)
    lon, lat = reproject(x, y, source=RD_NEW, target=WGS84)
    return np.column_stack([lat, lon]).round(5).tolist()  # type: ignore[no-any-return]


def _spread(low: float, high: float) -> Any:  # noqa: ANN401 - an array of two
    middle, half = (low + high) / 2, max((high - low) * (0.5 + _MARGIN), _LEAST_M / 2)
    return np.array([middle - half, middle + half])

"""The two maps of the page: a small one to choose a place on, and one of a layer in the place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
import streamlit as st

from hotspots.dutch import day
from hotspots.maps.base import base_of
from hotspots.maps.degrees import in_sight
from hotspots.maps.live.component import live_map
from hotspots.maps.palettes import ZERO_COLOUR
from hotspots.maps.spec import Legend, MapClass, MapSpec, Overlay, Shape, outline_of
from hotspots.pages.download import offer_map
from hotspots.pages.page_map import map_data
from hotspots.wijkbeeld import page_words as text
from hotspots.wijkbeeld.latest import zone_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.briefing import OpenZone
    from hotspots.wijkbeeld.place import Place

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
        base=base_of(workspace),
        areas=areas,
        fill=np.zeros(len(areas), dtype=np.int16),
        tips=("",) * len(areas),
        selected=place.code if place is not None and place.code in areas.codes else None,
        drawn=outline_of(place.drawn) if place is not None else None,
    )
    data = map_data(spec, name=key)
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
    data = map_data(shown, name=f"{key}:{place.code}", height=_LARGE_PX)
    title = text.BORDER.format(place=place.name)
    entry = title if not zones else text.BORDER_AND_ZONES.format(border=title, zones=len(zones))
    data["overlay"]["entry"] = entry
    data["focus"] = in_sight(shape, least_m=_LEAST_M)
    # Unfolded the legend lies on half of a map this small; what was tested stands below it.
    data |= {"legend": {**data["legend"], "notes": []}, "legend_folded": True}
    data["text"] = {**data["text"], "label": text.PLACE_MAP.format(place=place.name)}
    if cell is not None and spec.cells is not None and cell[2] == spec.cells.size_m:
        data["cells"]["selected"] = list(cell[:2])
    live_map(data, key=key, clicked=clicked)
    offer_map(workspace, shown, f"{shown.layer}_{place.code}", key=f"{key}_bewaren")


def _overlay(place: Place, shape: shapely.Geometry, zones: tuple[OpenZone, ...]) -> Overlay:
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

"""The two maps of the page: a small one to choose a place on, and one of a layer in the place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
import streamlit as st

from hotspots.dutch import as_text, day, number
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
_BESIDE_PX: Final = 360
#: metres; the least that is in sight, so that a small buurt keeps its neighbours.
_LEAST_M: Final = 600.0
#: Cells of a town go along whole: whoever moves the map sees the rest of it. Of more, those of the
#: place go, and those within so many metres of its bounds.
_MOST_CELLS: Final = 20_000
_AROUND_M: Final = 2_000.0


def draw_choosing_map(
    workspace: Workspace, place: Place | None, *, key: str, clicked: Callable[[], None]
) -> None:
    """Draw the wijken, buurten or wider areas to choose one by a click."""
    levels = tuple(areas.level for areas in workspace.geography.parts)
    level = st.segmented_control(
        text.CHOOSING_LEVEL,
        levels,
        default=place.level if place is not None and place.level in levels else "wijken",
        key=_LEVEL,
        format_func=lambda name: text.CHOOSING_LEVELS[name],
        required=True,
        label_visibility="collapsed",
    )
    level = level or "wijken"
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
    whole = replace(spec, overlay=_overlay(workspace, place, _circles(zones)))
    shown = _near(workspace, whole, place)
    title = text.BORDER.format(place=place.name)
    entry = title if not zones else text.BORDER_AND_ZONES.format(border=title, zones=len(zones))
    options = {"what": place.name, "height": _LARGE_PX}
    data = _data_of(workspace, shown, place, key=key, entry=entry, **options)
    if cell is not None and spec.cells is not None and cell[2] == spec.cells.size_m:
        data["cells"]["selected"] = list(cell[:2])
    live_map(data, key=key, clicked=clicked)
    if shown is not whole:
        st.caption(
            text.CELLS_NEAR.format(distance=number(_AROUND_M / 1000), place=as_text(place.name))
        )
    offer_map(workspace, whole, f"{whole.layer}_{place.code}", key=f"{key}_bewaren")


def draw_small_map(
    workspace: Workspace, spec: MapSpec, place: Place, outlines: tuple[Shape, ...], *, key: str
) -> None:
    """Draw a layer beside the sentences, with the border of the place and what stands out in it."""
    # There is no list with numbers beside it.
    unnumbered = tuple(replace(shape, label="") for shape in outlines)
    whole = replace(spec, overlay=_overlay(workspace, place, unnumbered))
    shown = _near(workspace, whole, place)
    border = text.BORDER.format(place=place.name)
    entry = text.BORDER_AND_PLACES.format(border=border) if outlines else border
    what = text.BESIDE_TEXT.format(place=place.name)
    options = {"what": what, "height": _BESIDE_PX, "offers_tiles": False}
    data = _data_of(workspace, shown, place, key=key, entry=entry, **options)
    live_map(data, key=key, clicked=_no_choice)


def _no_choice() -> None:
    """Choose nothing: the larger map below is for that."""


def _data_of(
    workspace: Workspace,
    shown: MapSpec,
    place: Place,
    *,
    key: str,
    entry: str,
    **options: Any,  # noqa: ANN401 - passed on
) -> dict[str, Any]:
    """Return a map of a layer that opens where the place is."""
    # Per place, so that the view is of this one; the browser keeps where one looked in each.
    data = map_data(shown, name=f"{key}:{place.code}", **options)
    data["overlay"]["entry"] = entry
    data["focus"] = in_sight(place.shape(workspace.geography), least_m=_LEAST_M)
    # Unfolded the legend lies on half of a map this small; what was tested stands below it.
    data |= {"legend": {**data["legend"], "notes": []}, "legend_folded": True}
    return data


def _near(workspace: Workspace, spec: MapSpec, place: Place) -> MapSpec:
    """Return a map with the cells in and around a place, where all cells would be many."""
    if spec.cells is None or len(spec.cells) <= _MOST_CELLS:
        return spec
    west, south, east, north = shapely.bounds(place.shape(workspace.geography)).tolist()
    box = (west - _AROUND_M, south - _AROUND_M, east + _AROUND_M, north + _AROUND_M)
    return replace(spec, cells=spec.cells.within(box))


def _overlay(workspace: Workspace, place: Place, inside: tuple[Shape, ...]) -> Overlay:
    """Return the border of the place, and what is outlined in it."""
    shape = place.shape(workspace.geography)
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    borders = tuple(
        Shape(shapely.get_coordinates(part.exterior)[:-1], "", place.name)
        for part in sorted(parts, key=shapely.area, reverse=True)
    )
    return Overlay(text.BORDER.format(place=place.name), (), borders + inside)


def _circles(zones: tuple[OpenZone, ...]) -> tuple[Shape, ...]:
    """Return every open zone with its number and last day."""
    return tuple(
        Shape(
            zone_ring(zone),
            str(number),
            text.ZONE_TIP.format(number=number, until=day(zone.until)),
        )
        for number, zone in enumerate(zones, start=1)
    )

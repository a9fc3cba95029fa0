"""The areas of a level in parts: of where somebody looks, and as fine as it is seen there.

A level with few corners is one answer. Of a larger one, such as the buurten of the country, the
browser first asks which parts there are, and then those that are in view. Each part holds whole
areas, so a border is never cut; all of a step are simplified together, so neighbours share the
border that is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.maps.base import TOLERANCE_M
from hotspots.maps.degrees import path_in_degrees
from hotspots.maps.geojson import polygons_in_degrees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet

_making: Final = Lock()
#: A level that has more corners, as it was loaded, goes in parts.
MOST_CORNERS: Final = 40_000
#: Corners of all areas in a file: some 3 MB.
_IN_A_FILE: Final = 150_000
#: Corners of the borders as loaded in one part of the finest step.
_IN_PART: Final = 8_000


@dataclass(frozen=True, slots=True)
class Step:
    """How fine areas are over a range of zoom.

    Attributes
    ----------
    from_zoom
        Of the map in the browser: a pixel is some 96 km / 2 ** zoom wide here.
    tolerance_m
        The side of a square as large as what a corner that is left out may cut off.
    halvings
        How many times less often the areas are halved into parts than at the finest step.
    """

    from_zoom: float
    tolerance_m: float
    halvings: int


#: Coarse to fine; what a corner cuts off is smaller than a pixel of the closest zoom of its step.
STEPS: Final = (
    Step(0, 250.0, 4),
    Step(9, 60.0, 2),
    Step(11, 15.0, 1),
    Step(12.5, TOLERANCE_M, 0),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """The parts of one step: positions of the areas in each, and all areas as fine as they are."""

    members: tuple[NDArray[np.intp], ...]
    polygons: NDArray[np.object_]


def goes_in_parts(areas: AreaSet) -> bool:
    """Whether the areas of a level are too much for one answer."""
    return int(shapely.get_num_coordinates(areas.polygons).sum()) > MOST_CORNERS


def file_tolerance_m(areas: AreaSet) -> float:
    """Return how fine the areas of a level are in a file, which holds all of them at once.

    As the live map has them from close by, or of many as it has them from further off: metres, as
    `Step.tolerance_m`.
    """
    if not goes_in_parts(areas):
        return TOLERANCE_M
    for step in reversed(range(len(STEPS))):
        with _making:
            polygons = _parts(areas, step).polygons
        if int(shapely.get_num_coordinates(polygons).sum()) <= _IN_A_FILE:
            return STEPS[step].tolerance_m
    return STEPS[0].tolerance_m


def parts_index(areas: AreaSet) -> dict[str, object]:
    """Return which parts a level has, per step: where each lies, in degrees.

    Returns
    -------
    dict
        ``count``: how many areas there are; ``steps``: coarse to fine, ``from`` the zoom, ``parts``
        with west, south, east and north of each.
    """
    boxes = shapely.bounds(areas.polygons)
    return {
        "count": len(areas),
        "steps": [
            {
                "from": step.from_zoom,
                "parts": [_box_in_degrees(boxes[members]) for members in _members(areas, step)],
            }
            for step in STEPS
        ],
    }


def part_features(areas: AreaSet, step: int, part: int) -> list[dict[str, object]] | None:
    """Return the areas of a part, in order of code; None where there is no such part.

    ``at`` is the position of an area in its level; the rest is as in `geojson.areas_json`.
    """
    if not (goes_in_parts(areas) and 0 <= step < len(STEPS)):
        return None
    with _making:
        # A map asks several parts at once; only the first of them simplifies.
        parts = _parts(areas, step)
    if not 0 <= part < len(parts.members):
        return None
    members = parts.members[part]
    polygons = polygons_in_degrees(parts.polygons[members])
    return [
        {"at": at, "code": areas.codes[at], "name": areas.names[at], "polygons": polygons_of_area}
        for at, polygons_of_area in zip(members.tolist(), polygons, strict=True)
    ]


def warm_up(areas: AreaSet) -> None:
    """Make the parts of a level before somebody asks for one, where it goes in parts."""
    if goes_in_parts(areas):
        for step in range(len(STEPS)):
            part_features(areas, step, 0)


@lru_cache(maxsize=4 * len(STEPS))
def _parts(areas: AreaSet, step: int) -> _Parts:
    """Return the parts of a step, kept for the open home: simplifying takes seconds."""
    tolerance_m = STEPS[step].tolerance_m
    return _Parts(
        _members(areas, STEPS[step]), shapely.coverage_simplify(areas.polygons, tolerance_m)
    )


def _members(areas: AreaSet, step: Step) -> tuple[NDArray[np.intp], ...]:
    """Return the areas halved by where they lie, over and over, into parts of as many corners."""
    corners = shapely.get_num_coordinates(areas.polygons)
    middles = shapely.get_coordinates(shapely.centroid(areas.polygons))
    halvings = max(0, math.ceil(math.log2(corners.sum() / _IN_PART)) - step.halvings)
    parts = [np.arange(len(areas))]
    for _ in range(halvings):
        parts = [half for part in parts for half in _halves(part, corners, middles)]
    return tuple(np.sort(part) for part in parts if len(part))


def _halves(
    part: NDArray[np.intp], corners: NDArray[np.int32], middles: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return two parts with as many corners, cut across where the areas lie farthest apart."""
    if len(part) < 2:  # noqa: PLR2004 - one area is not cut
        return part, part[:0]
    axis = int(np.argmax(np.ptp(middles[part], axis=0)))
    ordered = part[np.argsort(middles[part, axis], kind="stable")]
    until = np.cumsum(corners[ordered])
    cut = int(np.searchsorted(until, until[-1] / 2)) + 1
    return ordered[:cut], ordered[cut:]


def _box_in_degrees(boxes: NDArray[np.float64]) -> list[float]:
    """Return west, south, east and north around boxes in RD, whose sides are no parallels."""
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    outer = np.array([[west, south], [west, north], [east, south], [east, north]])
    around = np.array(path_in_degrees(outer))
    return [*around.min(axis=0).tolist(), *around.max(axis=0).tolist()]

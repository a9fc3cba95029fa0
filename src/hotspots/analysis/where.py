"""Where a selection asks: which areas of a level, and which of the incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from hotspots.analysis.periods import to_day
from hotspots.analysis.question import DAY_PART_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.question import Selection
    from hotspots.geography.areas import Geography


def everywhere(selection: Selection) -> bool:
    """Whether a selection asks for the whole municipality."""
    return not (selection.wijken or selection.buurten or selection.drawn)


def areas_asked(geography: Geography, level: str, selection: Selection) -> NDArray[np.bool_]:
    """Return which areas of a level a selection asks for, wholly or in part: shape (areas,).

    The gemeente is asked for whatever part of it is.
    """
    areas = geography.level(level)
    if level == "gemeente":
        return np.ones(len(areas), dtype=bool)
    asked = buurten_asked(geography, selection)
    if level == "buurten":
        return asked
    held = np.zeros(len(areas), dtype=bool)
    held[geography.buurten.parent[asked]] = True
    return held


def buurten_asked(geography: Geography, selection: Selection) -> NDArray[np.bool_]:
    """Return which buurten a selection asks for, wholly or in part: shape (buurten,)."""
    buurten = geography.buurten
    asked = np.ones(len(buurten), dtype=bool)
    if selection.wijken:
        asked &= np.isin(geography.wijken.codes, selection.wijken)[buurten.parent]
    if selection.buurten:
        asked &= np.isin(buurten.codes, selection.buurten)
    if selection.drawn is not None:
        asked &= shapely.intersects(buurten.polygons, selection.drawn.outline())
    return asked


def incidents_where(
    incidents: Incidents, selection: Selection, geography: Geography
) -> NDArray[np.bool_]:
    """Return which incidents lie inside the municipality and where a selection asks: shape (n,)."""
    inside: NDArray[np.bool_] = incidents.buurt >= 0
    if selection.wijken:
        wanted = np.isin(geography.wijken.codes, selection.wijken)
        inside &= np.append(wanted, False)[incidents.wijk]
    if selection.buurten:
        wanted = np.isin(geography.buurten.codes, selection.buurten)
        inside &= np.append(wanted, False)[incidents.buurt]
    if selection.drawn is not None:
        inside[inside] = selection.drawn.contains(incidents.x_rd[inside], incidents.y_rd[inside])
    return inside


def shape_asked(geography: Geography, selection: Selection) -> object:
    """Return where a selection asks as one geometry, metres RD."""
    shape = shapely.union_all(geography.buurten.polygons[buurten_asked(geography, selection)])
    if selection.drawn is not None:
        shape = shapely.intersection(shape, selection.drawn.outline())
    return shape


def selected(incidents: Incidents, selection: Selection, geography: Geography) -> NDArray[np.bool_]:
    """Return which incidents inside the gemeente a settled selection holds.

    An interval counts at its begin. A part of the day holds an incident only if all of it lies
    in that part.
    """
    chosen = incidents_where(incidents, selection, geography)
    if selection.period is not None:
        chosen &= incidents.day >= to_day(selection.period.first)
        chosen &= incidents.day <= to_day(selection.period.last)
    if selection.soorten:
        soorten = [incidents.soorten.index(name) for name in selection.soorten]
        chosen &= _is_any_of(incidents.soort, soorten)
    if selection.weekdays:
        chosen &= _is_any_of(incidents.weekday, selection.weekdays)
    if selection.day_parts:
        numbers = [DAY_PART_NUMBERS.get(name, -1) for name in selection.day_parts]
        chosen &= _is_any_of(incidents.day_part, numbers)
    return chosen


def _is_any_of(numbers: NDArray[np.integer[Any]], few: Sequence[int]) -> NDArray[np.bool_]:
    """Return which numbers are one of a few; `numpy.isin` takes fifty times as long for so few."""
    found = np.zeros(len(numbers), dtype=bool)
    for one in few:
        found |= numbers == one
    return found

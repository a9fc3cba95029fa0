"""Where a selection asks: which areas of a level, and which of the incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.analysis.filters import FILTERS
from hotspots.analysis.periods import to_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.question import Selection
    from hotspots.geography.areas import Geography


def everywhere(selection: Selection) -> bool:
    """Whether a selection asks for the whole municipality."""
    return not (selection.wijken or selection.buurten or selection.drawn)


def areas_selected(geography: Geography, level: str, selection: Selection) -> NDArray[np.bool_]:
    """Return which areas of a level a selection asks for, wholly or in part: shape (areas,).

    The gemeente is asked for whatever part of it is.
    """
    areas = geography.level(level)
    if level == "gemeente":
        return np.ones(len(areas), dtype=bool)
    wanted = buurten_selected(geography, selection)
    if level == "buurten":
        return wanted
    inside = np.zeros(len(areas), dtype=bool)
    inside[geography.buurten.parent[wanted]] = True
    return inside


def buurten_selected(geography: Geography, selection: Selection) -> NDArray[np.bool_]:
    """Return which buurten a selection asks for, wholly or in part: shape (buurten,)."""
    buurten = geography.buurten
    wanted = np.ones(len(buurten), dtype=bool)
    if selection.wijken:
        wanted &= np.isin(geography.wijken.codes, selection.wijken)[buurten.parent]
    if selection.buurten:
        wanted &= np.isin(buurten.codes, selection.buurten)
    if selection.drawn is not None:
        wanted &= shapely.intersects(buurten.polygons, selection.drawn.outline())
    return wanted


def incidents_where(
    incidents: Incidents, selection: Selection, geography: Geography
) -> NDArray[np.bool_]:
    """Return which incidents lie inside the municipality and where a selection asks: shape (n,)."""
    inside: NDArray[np.bool_] = incidents.buurt >= 0
    for one in FILTERS:
        if one.of == "where" and one.chosen(selection):
            inside &= one.rows(incidents, one.chosen(selection), geography)
    if selection.drawn is not None:
        inside[inside] = selection.drawn.contains(incidents.x_rd[inside], incidents.y_rd[inside])
    return inside


def selected_shape(geography: Geography, selection: Selection) -> object:
    """Return where a selection asks as one geometry, metres RD."""
    shape = shapely.union_all(geography.buurten.polygons[buurten_selected(geography, selection)])
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
    for one in FILTERS:
        if one.of != "where" and one.chosen(selection):
            chosen &= one.rows(incidents, one.chosen(selection), geography)
    return chosen

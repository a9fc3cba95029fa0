"""Where a selection asks: which areas of a level, and which of the incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.analysis import search_words as text
from hotspots.analysis.periods import to_day
from hotspots.analysis.question import DAY_PART_NUMBERS
from hotspots.analysis.search_words import OUTSIDE_BUURTEN
from hotspots.geography.grid import cell_code

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


def corners_within(
    bounds: NDArray[np.float64], x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return in which ninth of its rectangle each point lies, 0 to 8.

    Parameters
    ----------
    bounds : shape (n, 4)
        West, south, east and north of the rectangle around the buurt of each point, metres RD.
    x_rd, y_rd : shape (n,)
        Metres RD.

    Returns
    -------
    shape (n,)
        Counted from the south-west, to the east first: 4 is the middle, 8 the north-east.

    Examples
    --------
    >>> bounds = np.tile([0.0, 0.0, 900.0, 300.0], (3, 1))
    >>> corners_within(bounds, np.array([10.0, 450.0, 890.0]), np.array([10.0, 150.0, 150.0]))
    array([0, 4, 5])
    """
    west, south, east, north = bounds.T
    column = np.floor(3.0 * (x_rd - west) / np.maximum(east - west, 1.0))
    row = np.floor(3.0 * (y_rd - south) / np.maximum(north - south, 1.0))
    ninth: NDArray[np.int64] = (np.clip(row, 0, 2) * 3 + np.clip(column, 0, 2)).astype(np.int64)
    return ninth


def handles(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> tuple[list[str], list[str]]:
    """Return the buurt of each point and where in it: "Crabbehof", "noordoosten van Crabbehof".

    Words of the same length where a point lies in no buurt.
    """
    buurt = geography.index.locate(x_rd, y_rd)
    bounds = shapely.bounds(geography.buurten.polygons)
    ninth = corners_within(bounds[buurt], x_rd, y_rd)
    names = geography.buurten.names
    buurten = [names[at] if at >= 0 else OUTSIDE_BUURTEN for at in buurt]
    told = [
        CORNER.format(corner=CORNERS[corner], buurt=name) if at >= 0 else name
        for at, corner, name in zip(buurt, ninth, buurten, strict=True)
    ]
    return buurten, told


#: The nine parts of the rectangle around a buurt, from the south-west, to the east first.
CORNERS: Final = (
    "zuidwesten",
    "zuiden",
    "zuidoosten",
    "westen",
    "midden",
    "oosten",
    "noordwesten",
    "noorden",
    "noordoosten",
)

CORNER: Final = "{corner} van {buurt}"


def buurt_names(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> list[str]:
    """Return the name of the buurt of each place; words where it lies in none."""
    names = geography.buurten.names
    return [
        names[at] if at >= 0 else text.OUTSIDE_BUURTEN for at in geography.index.locate(x_rd, y_rd)
    ]


def listed_places(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], *, size_m: int
) -> list[str]:
    """Return names for places that stand in one list: no two places have the same.

    The side of its buurt: "noordoosten van Crabbehof"; with the code of its cell of ``size_m``
    where another place in the list has the same side.
    """
    _, names = handles(geography, x_rd, y_rd)
    codes = [
        cell_code(int(x // size_m), int(y // size_m), size_m)
        for x, y in zip(x_rd, y_rd, strict=True)
    ]
    return unique_names(names, codes)


def unique_names(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Return names with the code of the cell behind those that stand for several cells.

    Examples
    --------
    >>> unique_names(["a", "a", "b"], ["C1", "C2", "C3"])
    ['a, cel C1', 'a, cel C2', 'b']
    """
    cells: dict[str, set[str]] = {}
    for name, code in zip(names, codes, strict=True):
        cells.setdefault(name, set()).add(code)
    return [
        text.PLACE_IN_CELL.format(place=name, code=code) if len(cells[name]) > 1 else name
        for name, code in zip(names, codes, strict=True)
    ]

"""What areas, cells and places are called, so that no two in one list have the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.geography.grid import cell_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet, Geography

PLACE_IN_CELL: Final = "{place}, cel {code}"
#: Of two areas with the same name.
SOME_OF: Final = "{name} ({code})"
OUTSIDE_BUURTEN: Final = "buiten de buurten"
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
    sides = [
        CORNER.format(corner=CORNERS[corner], buurt=name) if at >= 0 else name
        for at, corner, name in zip(buurt, ninth, buurten, strict=True)
    ]
    return buurten, sides


def buurt_names(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> list[str]:
    """Return the name of the buurt of each place; words where it lies in none."""
    names = geography.buurten.names
    return [names[at] if at >= 0 else OUTSIDE_BUURTEN for at in geography.index.locate(x_rd, y_rd)]


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
        PLACE_IN_CELL.format(place=name, code=code) if len(cells[name]) > 1 else name
        for name, code in zip(names, codes, strict=True)
    ]


def area_names(areas: AreaSet, codes: Iterable[str]) -> list[str]:
    """Return the name of each area; with its code where another has the same name."""
    names = dict(zip(areas.codes, areas.names, strict=True))
    every = list(areas.names)
    return [
        names[code]
        if every.count(names[code]) == 1
        else SOME_OF.format(name=names[code], code=code)
        for code in codes
    ]


def cell_names(
    col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return code and name of cells: the RD of a corner is how one is found in the street."""
    codes = tuple(cell_code(int(c), int(r), size_m) for c, r in zip(col, row, strict=True))
    names = tuple(
        f"Cel {int(c) * size_m} – {int(r) * size_m} ({size_m} m)"
        for c, r in zip(col, row, strict=True)
    )
    return codes, names

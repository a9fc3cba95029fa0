"""How much of each of many shapes lies in each of the finest cells, by their edges alone.

Every edge is cut where it crosses a line of the grid. A piece of an edge that climbs past a cell
bounds the area to its right: a part of its own cell and all cells further along the row. Summed
with the sign of the climb over all edges, that is the area in every cell, exactly and without
cutting a single polygon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.geography.compiled import compiled
from hotspots.geography.grid import FINEST_M, cell_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: m2; less of a shape than this in a cell is rounding of a border, and no part of it.
LEAST_M2: Final = 0.001
_CELL_M2: Final = float(FINEST_M**2)


def areas_of_shapes(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the finest cells that hold some of each shape, and its area in them.

    Parameters
    ----------
    shapes : shape (n,)
        Shapely (multi)polygons in RD metres.

    Returns
    -------
    shape : shape (k,)
        Position of the shape, ascending.
    cell : shape (k,)
        Number of the cell, ascending within a shape.
    area_m2 : shape (k,)
        What is computed of a shape does not depend on those beside it, to the last digit.

    Examples
    --------
    A square of 60 m with a corner at the origin lies in four cells of 50 m.

    >>> shape, cell, area_m2 = areas_of_shapes(np.array([shapely.box(0, 0, 60, 60)]))
    >>> shape.tolist(), (cell // 32768).tolist(), area_m2.round(6).tolist()
    ([0, 0, 0, 0], [0, 0, 1, 1], [2500.0, 500.0, 500.0, 100.0])
    """
    start, end, owner = _edges(shapes)
    if not len(start):
        none = np.zeros(0, dtype=np.int64)
        return none, none.copy(), np.zeros(0)
    start, end, edge = _cut_along_grid(start / FINEST_M, end / FINEST_M)
    owner = owner[edge]
    middle, climb = (start + end) / 2, end[:, 1] - start[:, 1]
    at = np.floor(middle).astype(np.int64)
    # Of every shape: where its edges begin, and the rectangle of cells around it.
    first = np.flatnonzero(np.append(np.True_, owner[1:] != owner[:-1]))
    low = np.minimum.reduceat(at, first)
    size = np.maximum.reduceat(at, first) - low + 1
    own = climb * (at[:, 0] + 1 - middle[:, 0])
    which, col, row, area_m2 = _summed(
        np.append(first, len(owner)), low, size, at, climb, own, int(size.prod(axis=1).sum())
    )
    return owner[first][which], cell_number(col, row), area_m2


@compiled
def _summed(  # noqa: PLR0917 - compiled functions take their arrays by position
    first: NDArray[np.int64],
    low: NDArray[np.int64],
    size: NDArray[np.int64],
    at: NDArray[np.int64],
    climb: NDArray[np.float64],
    own: NDArray[np.float64],
    most: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Add up the edges of each shape in the rectangle around it, and list what is not empty."""
    which, area_m2 = np.empty(most, np.int64), np.empty(most, np.float64)
    out_col, out_row = np.empty(most, np.int32), np.empty(most, np.int32)
    n = 0
    for shape in range(len(low)):
        cols, rows = size[shape]
        first_col, first_row = low[shape]
        beyond, inside = np.zeros((rows, cols)), np.zeros((rows, cols))
        for edge in range(first[shape], first[shape + 1]):
            col, row = at[edge, 0] - first_col, at[edge, 1] - first_row
            beyond[row, col] += climb[edge]
            inside[row, col] += own[edge]
        for row in range(rows):
            running = 0.0
            for col in range(cols):
                running += beyond[row, col]
                inside[row, col] = (inside[row, col] + running - beyond[row, col]) * _CELL_M2
        for col in range(cols):
            for row in range(rows):
                if inside[row, col] > LEAST_M2:
                    which[n], area_m2[n] = shape, inside[row, col]
                    out_col[n], out_row[n] = col + first_col, row + first_row
                    n += 1
    return which[:n].copy(), out_col[:n].copy(), out_row[:n].copy(), area_m2[:n].copy()


def _edges(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return both ends of every edge, the inside always at the right hand, and its shape."""
    polygons, of_polygon = shapely.get_parts(shapes, return_index=True)
    real = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    # The standard form runs clockwise around a polygon and the other way around a hole.
    rings, of_ring = shapely.get_rings(shapely.normalize(polygons[real]), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    owner = of_polygon[real][of_ring][ring[:-1]][same].astype(np.int64)
    return points[:-1][same], points[1:][same], owner


def _cut_along_grid(
    start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return edges, in cells, cut where they cross a line of the grid; and the edge of each."""
    edge, where = [np.arange(len(start))], [np.zeros(len(start))]
    for axis in (0, 1):
        low = np.floor(np.minimum(start[:, axis], end[:, axis])).astype(np.int64)
        crossings = np.ceil(np.maximum(start[:, axis], end[:, axis])).astype(np.int64) - low - 1
        crossings = np.maximum(crossings, 0)
        of = np.repeat(np.arange(len(start)), crossings)
        nth = np.arange(len(of)) - np.repeat(np.cumsum(crossings) - crossings, crossings)
        line = low[of] + 1 + nth
        edge.append(of)
        where.append((line - start[of, axis]) / (end[of, axis] - start[of, axis]))
    owner, part = np.concatenate(edge), np.concatenate(where)
    order = np.lexsort((part, owner))
    owner, part = owner[order], part[order]
    last = np.append(owner[1:] != owner[:-1], np.True_)
    until = np.where(last, 1.0, np.append(part[1:], 1.0))
    along = end[owner] - start[owner]
    return (
        start[owner] + along * part[:, np.newaxis],
        start[owner] + along * until[:, np.newaxis],
        owner,
    )

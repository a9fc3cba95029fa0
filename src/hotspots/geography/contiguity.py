"""Which areas are neighbours: those that share a border, or at least a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: metres; borders of one coverage that were snapped to 0,1 m lie at most this far apart
#: (half a step along x and y on each side).
TOLERANCE_M: Final = 0.15
#: metres of border below which areas share a corner only: rounding makes corners a little long.
SHORTEST_BORDER_M: Final = 2.0


def queen_contiguity(
    polygons: NDArray[np.object_], *, tolerance_m: float = TOLERANCE_M
) -> sparse.csr_array:
    """Return which areas share a border or a corner.

    Neighbours on the map may lie far apart on foot: a river along the border of two areas does
    not separate them here.

    Parameters
    ----------
    polygons : shape (n,)
        Shapely (multi)polygons in RD metres that do not overlap.
    tolerance_m
        Metres that the two sides of one border may lie apart.

    Returns
    -------
    scipy.sparse.csr_array, shape (n, n)
        1 where areas are neighbours, in the order of ``polygons``; symmetric, the diagonal empty,
        columns ascending in each row. An island has an empty row.

    Examples
    --------
    Two squares side by side and one that touches the first at a corner.

    >>> squares = shapely.box([0, 10, 10], [0, 0, 10], [10, 20, 20], [10, 10, 20])
    >>> queen_contiguity(squares).toarray().tolist()
    [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    """
    return _as_weights(*_pairs(polygons, tolerance_m), len(polygons))


def rook_contiguity(
    polygons: NDArray[np.object_], *, tolerance_m: float = TOLERANCE_M
) -> sparse.csr_array:
    """Return which areas share at least two metres of border; a corner is not enough.

    Parameters, result and trap are those of `queen_contiguity`.

    Examples
    --------
    >>> squares = shapely.box([0, 10, 10], [0, 0, 10], [10, 20, 20], [10, 10, 20])
    >>> rook_contiguity(squares).toarray().tolist()
    [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    """
    one, other = _pairs(polygons, tolerance_m)
    shared = _shared_border_m(polygons, one, other, tolerance_m) >= SHORTEST_BORDER_M
    return _as_weights(one[shared], other[shared], len(polygons))


def _pairs(
    polygons: NDArray[np.object_], tolerance_m: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return every pair of areas within the tolerance once, the lower position first."""
    tree = shapely.STRtree(polygons)
    one, other = tree.query(polygons, predicate="dwithin", distance=tolerance_m)
    return one[one < other], other[one < other]


def _as_weights(one: NDArray[np.intp], other: NDArray[np.intp], n: int) -> sparse.csr_array:
    pairs = (np.concatenate([one, other]), np.concatenate([other, one]))
    neighbours = sparse.csr_array((np.ones(2 * one.size, dtype=np.int64), pairs), shape=(n, n))
    neighbours.sort_indices()
    return neighbours


def _shared_border_m(
    polygons: NDArray[np.object_],
    one: NDArray[np.intp],
    other: NDArray[np.intp],
    tolerance_m: float,
) -> NDArray[np.float64]:
    """Return how much border of the one lies along the other, for every pair."""
    # A geometry that was snapped to a grid keeps to it: a buffer of less than a step would be
    # rounded away. A grid of 0 lets go of it; the places stay.
    borders = shapely.boundary(shapely.set_precision(polygons, 0.0))
    near = shapely.buffer(borders, tolerance_m, quad_segs=2)
    length_m: NDArray[np.float64] = shapely.length(shapely.intersection(borders[one], near[other]))
    return length_m

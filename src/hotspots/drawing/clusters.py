"""Many points as counts on grids from fine to coarse, one for each range of zoom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Sides of the cells that points are gathered in, metres.
SIZES_M: Final = (50, 100, 200, 400, 800, 1600)


@dataclass(frozen=True, slots=True, eq=False)
class ClusterLevel:
    """Cells with points, counted from the corner the coordinates were taken from."""

    size_m: int
    col: NDArray[np.int64]
    row: NDArray[np.int64]
    count: NDArray[np.int64]


def cluster_levels(east_m: NDArray[np.float64], north_m: NDArray[np.float64]) -> list[ClusterLevel]:
    """Gather points in cells of every size.

    Parameters
    ----------
    east_m, north_m : shape (n,)
        Metres from a corner south-west of all points.

    Examples
    --------
    >>> levels = cluster_levels(np.array([10.0, 20.0, 790.0]), np.zeros(3))
    >>> levels[0].count.tolist(), levels[-1].count.tolist()
    ([2, 1], [3])
    """
    levels = []
    for size_m in SIZES_M:
        col = (east_m // size_m).astype(np.int64)
        row = (north_m // size_m).astype(np.int64)
        width = int(row.max()) + 1
        cells, count = np.unique(col * width + row, return_counts=True)
        levels.append(ClusterLevel(size_m, cells // width, cells % width, count))
    return levels

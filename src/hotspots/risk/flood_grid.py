"""A flood by place: depth and hours on a grid over the municipality, to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.risk.flood import Flood

#: metres; finer than this is not seen on a map of a city.
_CELL_M: Final = 25
#: Cells of a grid at most, so that a large municipality is drawn as soon as a small one.
_MOST_CELLS: Final = 400_000


@dataclass(frozen=True, slots=True, eq=False)
class FloodGrid:
    """Cells from the south-west; NaN outside the municipality, where it stays dry and unknown.

    Attributes
    ----------
    depth_m, arrival_h : shape (rows, columns), south to north
        Depth in metres and hours until the water at the middle of each cell; the hours are NaN
        where it is not known when it comes, too, and the depth is infinite where it is wet and
        nobody says how deep.
    unknown : shape (rows, columns)
        Cells of the municipality of which it is not known whether they come under water.
    west_m, south_m
        RD of the corner of cell (0, 0).
    """

    depth_m: NDArray[np.float64]
    arrival_h: NDArray[np.float64]
    west_m: float
    south_m: float
    cell_m: int
    unknown: NDArray[np.bool_]


def flood_grid(flood: Flood, geography: Geography, *, from_m: float) -> FloodGrid:
    """Return a flood on a grid over the municipality.

    Parameters
    ----------
    from_m
        A place that stands less deep is not under water.
    """
    west, south, east, north = shapely.bounds(geography.outline).tolist()
    cell_m = max(_CELL_M, int(np.ceil(np.sqrt((east - west) * (north - south) / _MOST_CELLS))))
    columns = int(np.ceil((east - west) / cell_m))
    rows = int(np.ceil((north - south) / cell_m))
    x, y = np.meshgrid(
        west + (np.arange(columns) + 0.5) * cell_m, south + (np.arange(rows) + 0.5) * cell_m
    )
    depth, arrival = flood.at(x.ravel(), y.ravel())
    inside = geography.index.locate(x.ravel(), y.ravel()) >= 0
    wet = (depth >= from_m) & inside
    return FloodGrid(
        np.where(wet, depth, np.nan).reshape(rows, columns),
        np.where(wet, arrival, np.nan).reshape(rows, columns),
        west,
        south,
        cell_m,
        (np.isnan(depth) & inside).reshape(rows, columns),
    )

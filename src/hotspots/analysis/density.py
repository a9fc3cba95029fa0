"""The density of a selection on the grid of its mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Raster
from hotspots.geography.grid import FINEST_M, coarsen, column_and_row
from hotspots.statistics.density import quartic_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.masks import Mask


def density_raster(
    x_rd: NDArray[np.float64],
    y_rd: NDArray[np.float64],
    *,
    mask: Mask,
    cell_m: int,
    bandwidth_m: float,
    years: float,
) -> Raster:
    """Return incidents per km2 per year over the cells of a mask.

    Parameters
    ----------
    x_rd, y_rd : shape (n,)
        RD metres.
    cell_m
        A multiple of the finest cell.
    years
        How long the selection lasts.
    """
    compartment, first_col, first_row = mask_grid(mask, cell_m)
    west_m, south_m = float(first_col * cell_m), float(first_row * cell_m)
    density, _ = quartic_density(
        x_rd,
        y_rd,
        compartment=compartment,
        west_m=west_m,
        south_m=south_m,
        cell_m=float(cell_m),
        bandwidth_m=bandwidth_m,
    )
    values = np.where(compartment >= 0, density / years, np.nan)
    return Raster(values, west_m, south_m, cell_m)


def mask_grid(mask: Mask, cell_m: int) -> tuple[NDArray[np.int8], int, int]:
    """Return the mask as a grid (south to north), -1 outside, and its first column and row.

    A coarser cell over two pieces of land belongs to the higher number, the smaller piece.
    """
    col, row = column_and_row(mask.finest)
    if cell_m != FINEST_M:
        col, row = coarsen(col, cell_m), coarsen(row, cell_m)
    first_col, first_row = int(col.min()), int(row.min())
    grid = np.full(
        (int(row.max()) - first_row + 1, int(col.max()) - first_col + 1), -1, dtype=np.int8
    )
    order = np.argsort(mask.compartment, kind="stable")
    grid[row[order] - first_row, col[order] - first_col] = mask.compartment[order]
    return grid, first_col, first_row

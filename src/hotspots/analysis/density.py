"""The density of a selection on the grid of its mask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Raster
from hotspots.analysis.count_answer import cells_counted
from hotspots.geography.grid import FINEST_M, coarsen, column_and_row
from hotspots.statistics.density import quartic_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked
    from hotspots.analysis.periods import Period
    from hotspots.geography.masks import Mask


def density_answer(asked: Asked) -> Analysis:
    """Answer with a raster, and its value at the centre of every cell that holds incidents."""
    counted = cells_counted(asked)
    raster = _raster(asked, asked.chosen, asked.period)
    always = (
        raster if asked.period == asked.covered else _raster(asked, asked.any_time, asked.covered)
    )
    assert counted.cell_col is not None  # noqa: S101 - cells always have places
    assert counted.cell_row is not None  # noqa: S101
    column = counted.cell_col - round(raster.west_m / raster.cell_m)
    row = counted.cell_row - round(raster.south_m / raster.cell_m)
    return replace(
        counted,
        values=raster.values[row, column],
        raster=raster,
        # Per year, so that any period can be held against the whole of the layer.
        reference=always.values[np.nan_to_num(always.values) > 0],
        parameters={
            **counted.parameters,
            "kernel": "quartic",
            "bandwidth_m": asked.selection.bandwidth_m,
            "years": round(asked.period.years, 3),
        },
    )


def _raster(asked: Asked, chosen: NDArray[np.bool_], period: Period) -> Raster:
    return density_raster(
        asked.incidents.x_rd[chosen],
        asked.incidents.y_rd[chosen],
        mask=asked.mask,
        cell_m=asked.selection.cell_m,
        bandwidth_m=float(asked.selection.bandwidth_m),
        years=period.years,
    )


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

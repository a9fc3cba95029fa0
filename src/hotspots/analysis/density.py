"""Surfaces over the cells of a mask: how dense incidents are, and how dense per household."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Raster
from hotspots.analysis.count_answer import cells_counted
from hotspots.analysis.exposure import spread_exposure
from hotspots.analysis.grid_of_mask import mask_grid
from hotspots.analysis.rate_answer import denominator_parameters
from hotspots.analysis.smoothing import smoothing_of
from hotspots.statistics.risk_density import dual_density

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked
    from hotspots.analysis.grid_of_mask import MaskGrid
    from hotspots.analysis.periods import Period


def density_answer(asked: Asked) -> Analysis:
    """Answer with incidents per km2 per year, also at the centre of cells that hold incidents."""
    grid = mask_grid(asked.mask, asked.selection.cell_m)
    smoothing = smoothing_of(asked, grid)

    def surface(chosen: NDArray[np.bool_], period: Period) -> NDArray[np.float64]:
        x_rd, y_rd = asked.incidents.x_rd[chosen], asked.incidents.y_rd[chosen]
        density = smoothing.density(x_rd, y_rd, grid) / period.years
        return np.where(grid.compartment >= 0, density, np.nan)

    shown = surface(asked.chosen, asked.period)
    always = shown if asked.period == asked.covered else surface(asked.any_time, asked.covered)
    return _answer(asked, grid, shown, always, smoothing.told)


def risk_answer(asked: Asked) -> Analysis:
    """Answer with incidents per 1.000 households per year, both smoothed alike.

    The radius is the same everywhere: an adaptive one would smooth the two apart.
    """
    selection = asked.selection
    assert selection.denominator is not None  # noqa: S101 - the measure needs one
    if selection.bandwidth_rule == "adaptive":
        asked = replace(asked, selection=replace(selection, bandwidth_rule="fixed"))
    grid = mask_grid(asked.mask, selection.cell_m)
    smoothing = smoothing_of(asked, grid)
    cells = asked.mask.cells(selection.cell_m)
    exposed = grid.spread(cells, spread_exposure(asked, selection.denominator, selection.cell_m))

    def surface(chosen: NDArray[np.bool_], period: Period) -> NDArray[np.float64]:
        return dual_density(
            asked.incidents.x_rd[chosen],
            asked.incidents.y_rd[chosen],
            kernel=smoothing.kernel,
            exposed=exposed,
            bandwidth_m=smoothing.bandwidth_m,
            years=period.years,
            **grid.place(),
        ).per_1000

    shown = surface(asked.chosen, asked.period)
    always = shown if asked.period == asked.covered else surface(asked.any_time, asked.covered)
    told = {**smoothing.told, **denominator_parameters(asked.workspace, selection.denominator)}
    answer = _answer(asked, grid, shown, always, told)
    assert answer.raster is not None  # noqa: S101 - just made
    missing = (grid.compartment >= 0) & np.isnan(shown)
    return replace(answer, raster=replace(answer.raster, missing=missing))


def _answer(
    asked: Asked,
    grid: MaskGrid,
    shown: NDArray[np.float64],
    always: NDArray[np.float64],
    told: dict[str, Any],
) -> Analysis:
    counted = cells_counted(asked)
    assert counted.cell_col is not None  # noqa: S101 - cells always have places
    assert counted.cell_row is not None  # noqa: S101
    row, column = counted.cell_row - grid.first_row, counted.cell_col - grid.first_col
    return replace(
        counted,
        values=shown[row, column],
        raster=Raster(shown, grid.west_m, grid.south_m, grid.cell_m),
        # Per year, so that any period can be held against the whole of the layer.
        reference=always[np.nan_to_num(always) > 0],
        parameters={**counted.parameters, **told, "years": round(asked.period.years, 3)},
    )

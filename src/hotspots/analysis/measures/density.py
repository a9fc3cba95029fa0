"""Surfaces over the cells of a mask: how dense incidents are, and how dense per household."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.answer import Raster
from hotspots.analysis.counting import mask_grid
from hotspots.analysis.exposure import spread_exposure
from hotspots.analysis.measures.count import cells_counted
from hotspots.analysis.measures.rate import denominator_parameters
from hotspots.analysis.question import WIDEST_BANDWIDTH_M
from hotspots.statistics.bandwidth import LARGEST_FACTOR, adaptive_bandwidths, automatic_bandwidth
from hotspots.statistics.density import kernel_density
from hotspots.statistics.risk_density import dual_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.counting import MaskGrid
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.statistics.density import KernelName


@dataclass(frozen=True, slots=True)
class Smoothing:
    """One way of smoothing for every surface of an answer; ``told`` is how it was chosen."""

    kernel: KernelName
    bandwidth_m: float
    adaptive: bool
    told: dict[str, Any]

    def density(
        self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], grid: MaskGrid
    ) -> NDArray[np.float64]:
        """Return incidents per km2 on the grid of a mask; 0 outside it."""
        bandwidth_m: float | NDArray[np.float64] = self.bandwidth_m
        if self.adaptive and len(x_rd):
            bandwidth_m = adaptive_bandwidths(
                x_rd, y_rd, kernel=self.kernel, bandwidth_m=self.bandwidth_m, **grid.place()
            )
        density, _ = kernel_density(
            x_rd, y_rd, kernel=self.kernel, bandwidth_m=bandwidth_m, **grid.place()
        )
        return density


def smoothing_of(query: Query, grid: MaskGrid) -> Smoothing:
    """Return the smoothing of a selection.

    A radius that is chosen by the rule comes from all that passes the other filters, whatever the
    period: so two periods are drawn alike.

    Raises
    ------
    StatisticError
        If there are too few incidents for the rule.
    """
    selection = query.selection
    kernel: KernelName = "gaussian" if selection.kernel == "gaussian" else "quartic"
    bandwidth_m = float(selection.bandwidth_m)
    told: dict[str, Any] = {"kernel": kernel, "bandwidth_rule": selection.bandwidth_rule}
    if selection.bandwidth_rule == "automatic":
        x_rd, y_rd = query.incidents.x_rd[query.any_time], query.incidents.y_rd[query.any_time]
        inside = grid.holds(x_rd, y_rd)
        found = automatic_bandwidth(x_rd[inside], y_rd[inside], kernel=kernel)
        # Whole tens: a rule of thumb is no more precise than that.
        bandwidth_m = float(np.clip(round(found.metres, -1), grid.cell_m, WIDEST_BANDWIDTH_M))
        told |= {
            "rule": found.rule,
            "spread_x_m": round(found.spread_x_m),
            "spread_y_m": round(found.spread_y_m),
            "rule_from": found.n,
        }
    adaptive = selection.bandwidth_rule == "adaptive"
    if adaptive:
        told |= {"rule": "Abramson 1982", "largest_factor": LARGEST_FACTOR}
    return Smoothing(kernel, bandwidth_m, adaptive, told | {"bandwidth_m": round(bandwidth_m)})


def density_answer(query: Query) -> Analysis:
    """Answer with incidents per km2 per year, also at the centre of cells that hold incidents."""
    grid = mask_grid(query.mask, query.selection.cell_m)
    smoothing = smoothing_of(query, grid)

    def surface(chosen: NDArray[np.bool_], period: Period) -> NDArray[np.float64]:
        x_rd, y_rd = query.incidents.x_rd[chosen], query.incidents.y_rd[chosen]
        density = smoothing.density(x_rd, y_rd, grid) / period.years
        return np.where(grid.compartment >= 0, density, np.nan)

    shown = surface(query.chosen, query.period)
    always = shown if query.period == query.covered else surface(query.any_time, query.covered)
    return _answer(query, grid, shown, always, smoothing.told)


def risk_answer(query: Query) -> Analysis:
    """Answer with incidents per 1.000 households per year, both smoothed alike.

    The radius is the same everywhere: an adaptive one would smooth the two apart.
    """
    selection = query.selection
    assert selection.denominator is not None  # noqa: S101 - the measure needs one
    if selection.bandwidth_rule == "adaptive":
        query = replace(query, selection=replace(selection, bandwidth_rule="fixed"))
    grid = mask_grid(query.mask, selection.cell_m)
    smoothing = smoothing_of(query, grid)
    cells = query.mask.cells(selection.cell_m)
    exposed = grid.spread(cells, spread_exposure(query, selection.denominator, selection.cell_m))

    def surface(chosen: NDArray[np.bool_], period: Period) -> NDArray[np.float64]:
        return dual_density(
            query.incidents.x_rd[chosen],
            query.incidents.y_rd[chosen],
            kernel=smoothing.kernel,
            exposed=exposed,
            bandwidth_m=smoothing.bandwidth_m,
            years=period.years,
            **grid.place(),
        ).per_1000

    shown = surface(query.chosen, query.period)
    always = shown if query.period == query.covered else surface(query.any_time, query.covered)
    told = {**smoothing.told, **denominator_parameters(query.workspace, selection.denominator)}
    answer = _answer(query, grid, shown, always, told)
    assert answer.raster is not None  # noqa: S101 - just made
    missing = (grid.compartment >= 0) & np.isnan(shown)
    return replace(answer, raster=replace(answer.raster, missing=missing))


def _answer(
    query: Query,
    grid: MaskGrid,
    shown: NDArray[np.float64],
    always: NDArray[np.float64],
    told: dict[str, Any],
) -> Analysis:
    counted = cells_counted(query)
    assert counted.cell_col is not None  # noqa: S101 - cells always have places
    assert counted.cell_row is not None  # noqa: S101
    row, column = counted.cell_row - grid.first_row, counted.cell_col - grid.first_col
    return replace(
        counted,
        values=shown[row, column],
        raster=Raster(shown, grid.west_m, grid.south_m, grid.cell_m),
        # Per year, so that any period can be held against the whole of the layer.
        reference=always[np.nan_to_num(always) > 0],
        parameters={**counted.parameters, **told, "years": round(query.period.years, 3)},
    )

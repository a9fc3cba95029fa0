"""How wide and with which kernel a surface smooths: as asked, or chosen from the incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.selection import WIDEST_BANDWIDTH_M
from hotspots.statistics.bandwidth import (
    LARGEST_FACTOR,
    adaptive_bandwidths,
    automatic_bandwidth,
)
from hotspots.statistics.density import kernel_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.asked import Asked
    from hotspots.analysis.grid_of_mask import MaskGrid
    from hotspots.statistics.kernel_shapes import KernelName


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


def smoothing_of(asked: Asked, grid: MaskGrid) -> Smoothing:
    """Return the smoothing of a selection.

    A radius that is chosen by the rule comes from all that passes the other filters, whatever the
    period: so two periods are drawn alike.

    Raises
    ------
    StatisticError
        If there are too few incidents for the rule.
    """
    selection = asked.selection
    kernel: KernelName = "gaussian" if selection.kernel == "gaussian" else "quartic"
    bandwidth_m = float(selection.bandwidth_m)
    told: dict[str, Any] = {"kernel": kernel, "bandwidth_rule": selection.bandwidth_rule}
    if selection.bandwidth_rule == "automatic":
        x_rd, y_rd = asked.incidents.x_rd[asked.any_time], asked.incidents.y_rd[asked.any_time]
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

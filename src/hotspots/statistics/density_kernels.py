"""The loop of the kernel density, compiled: each point adds to the cells in its disc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def add_points(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    bandwidth_m: float,
    density: NDArray[np.float64],
) -> int:
    """Add the kernel of every point to ``density`` (per m2); return how many lie outside.

    Two passes over the same disc: the first finds the mass that stays on the point's own piece of
    land, the second adds it, scaled so that it is one.
    """
    rows, cols = compartment.shape
    reach = int(np.ceil(bandwidth_m / cell_m)) + 1
    outside = 0
    for point in range(x_m.size):
        home_col = int(np.floor((x_m[point] - west_m) / cell_m))
        home_row = int(np.floor((y_m[point] - south_m) / cell_m))
        if not (0 <= home_col < cols and 0 <= home_row < rows):
            outside += 1
            continue
        land = compartment[home_row, home_col]
        if land < 0:
            outside += 1
            continue
        first_row, last_row = max(home_row - reach, 0), min(home_row + reach + 1, rows)
        first_col, last_col = max(home_col - reach, 0), min(home_col + reach + 1, cols)
        mass = 0.0
        for adding in range(2):
            for row in range(first_row, last_row):
                dy = (south_m + (row + 0.5) * cell_m - y_m[point]) / bandwidth_m
                for col in range(first_col, last_col):
                    if compartment[row, col] != land:
                        continue
                    dx = (west_m + (col + 0.5) * cell_m - x_m[point]) / bandwidth_m
                    left = 1.0 - dx * dx - dy * dy
                    if left <= 0.0:
                        continue
                    if adding:
                        density[row, col] += left * left / mass
                    else:
                        mass += left * left
            mass *= cell_m * cell_m
            if mass == 0.0:
                # No centre lies within reach: all of the point is in its own cell.
                density[home_row, home_col] += 1.0 / (cell_m * cell_m)
                break
    return outside

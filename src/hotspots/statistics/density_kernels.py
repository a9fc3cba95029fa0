"""The loops of the kernel density, compiled: over the cells around each point, or to nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: What lies at the edge of a kernel lies within it, whichever way its distance is reckoned: two of
#: them differ by rounding.
EDGE: Final = 1e-9


@compiled
def add_points(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    weights: NDArray[np.float64],
    bandwidths_m: NDArray[np.float64],
    reach: float,
    gaussian: bool,
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    density: NDArray[np.float64],
) -> int:
    """Add the kernel of every point to ``density`` (per cell); return how many lie outside.

    First the heights of the kernel on the point's own piece of land, then the same again, scaled
    so that they add up to its weight. ``reach`` is in bandwidths. Long, because the compiler does
    several columns at a time only where it sees the arrays being made: cut in two, this takes
    twice as long. For the same reason sums are kept per column.
    """
    rows, cols = compartment.shape
    widest = bandwidths_m.max() / cell_m if x_m.size else 0.0
    side = int(2.0 * reach * widest) + 2
    heights = np.zeros((min(side, rows), min(side, cols)))
    along = np.zeros(heights.shape[1])
    squares = np.zeros(heights.shape[1])
    sums = np.zeros(heights.shape[1])
    outside = 0
    for point in range(x_m.size):
        x, y = (x_m[point] - west_m) / cell_m, (y_m[point] - south_m) / cell_m
        home_col, home_row = int(np.floor(x)), int(np.floor(y))
        if not (0 <= home_col < cols and 0 <= home_row < rows):
            outside += 1
            continue
        land = compartment[home_row, home_col]
        if land < 0:
            outside += 1
            continue
        bandwidth = bandwidths_m[point] / cell_m
        # From here on in cells, from the centre of cell (0, 0).
        x, y, far = x - 0.5, y - 0.5, reach * bandwidth + EDGE
        first_row, first_col = max(int(np.ceil(y - far)), 0), max(int(np.ceil(x - far)), 0)
        high = min(int(np.floor(y + far)), rows - 1) + 1 - first_row
        wide = min(int(np.floor(x + far)), cols - 1) + 1 - first_col
        for col in range(wide):
            squares[col] = ((first_col + col - x) / bandwidth) ** 2
            along[col] = np.exp(-0.5 * squares[col]) if gaussian else 1.0 - squares[col]
            sums[col] = 0.0
        for row in range(high):
            square = ((first_row + row - y) / bandwidth) ** 2
            if gaussian:
                across, left = np.exp(-0.5 * square), reach * reach + EDGE - square
                for col in range(wide):
                    own = compartment[first_row + row, first_col + col] == land
                    height = across * along[col] if own and squares[col] <= left else 0.0
                    heights[row, col] = height
                    sums[col] += height
            else:
                for col in range(wide):
                    root = along[col] - square
                    own = compartment[first_row + row, first_col + col] == land
                    height = root * root if own and root > 0.0 else 0.0
                    heights[row, col] = height
                    sums[col] += height
        mass = 0.0
        for col in range(wide):
            mass += sums[col]
        if mass == 0.0:
            # No centre lies within reach: all of the point is in its own cell.
            density[home_row, home_col] += weights[point]
            continue
        scale = weights[point] / mass
        for row in range(high):
            for col in range(wide):
                density[first_row + row, first_col + col] += scale * heights[row, col]
    return outside


@compiled
def share_points(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    weights: NDArray[np.float64],
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    land: int,
    first_row: int,
    first_col: int,
    steps: int,
    nodes: NDArray[np.float64],
) -> int:
    """Share each point on one piece of land among the four nodes around it; return how many.

    ``nodes`` has so many steps per cell, the first of them at its centre, and one cell more on
    every side than the box that starts at ``first_row`` and ``first_col``. One weight is that of
    all points.
    """
    rows, cols = compartment.shape
    count = 0
    for point in range(x_m.size):
        x, y = (x_m[point] - west_m) / cell_m, (y_m[point] - south_m) / cell_m
        if not (0.0 <= x < cols and 0.0 <= y < rows):
            continue
        # Numbers without a sign: an index that may count from the end costs a question each time.
        if compartment[np.uint64(int(y)), np.uint64(int(x))] != land:
            continue
        count += 1
        x, y = (x + 0.5 - first_col) * steps, (y + 0.5 - first_row) * steps
        col, row = int(x), int(y)
        east, north = x - col, y - row
        weight = weights[point] if weights.size > 1 else weights[0]
        south, west = (1.0 - north) * weight, 1.0 - east
        north *= weight
        lower, upper = nodes[np.uint64(row)], nodes[np.uint64(row + 1)]
        lower[np.uint64(col)] += south * west
        lower[np.uint64(col + 1)] += south * east
        upper[np.uint64(col)] += north * west
        upper[np.uint64(col + 1)] += north * east
    return count

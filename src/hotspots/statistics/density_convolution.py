"""Kernel density of many points: shared among the nodes of a grid, then convolved at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import fft

from hotspots.statistics.density_kernels import share_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.kernel_shapes import KernelShape

#: Of the peak of a kernel: how far off it may be where nodes lie farthest from a point.
TOLERANCE: Final = 0.0025
#: Of the highest value: below this a Fourier transform leaves rounding, not density.
_ROUNDING: Final = 1e-12


def nodes_per_cell(shape: KernelShape, *, bandwidth_m: float, cell_m: float) -> int:
    """Return into how many steps a cell must be divided to keep to `TOLERANCE`.

    Sharing a point among four nodes is linear interpolation of its kernel; at steps d that is
    wrong by at most d2 / 8 times the second derivatives along both axes together. So a step is at
    most a twentieth of the radius (quartic) or a tenth of the standard deviation (gaussian).

    References
    ----------
    Wand, M. P. (1994). Fast computation of multivariate kernel estimators. Journal of
    Computational and Graphical Statistics 3(4), 433-445, doi:10.1080/10618600.1994.10474656.
    """
    step_m = bandwidth_m * math.sqrt(8.0 * TOLERANCE / shape.curvature)
    # A radius of exactly 20 cells is one step per cell, also where the division rounds up.
    return math.ceil(cell_m / step_m - 1e-9)


def add_by_convolution(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    shape: KernelShape,
    bandwidth_m: float,
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    density: NDArray[np.float64],
) -> int:
    """Add the kernel of every point to ``density`` (per cell); return how many lie outside.

    As `hotspots.statistics.density_kernels.add_points`, at a cost that hardly grows with the
    number of points. A point reaches one step farther than its kernel does.
    """
    steps = nodes_per_cell(shape, bandwidth_m=bandwidth_m, cell_m=cell_m)
    inside = 0
    for land in np.flatnonzero(np.bincount(compartment[compartment >= 0])):
        own = compartment == land
        rows, cols = _span(own.any(axis=1)), _span(own.any(axis=0))
        box = np.pad(own[rows, cols], 1)
        nodes = np.zeros((steps * box.shape[0], steps * box.shape[1]))
        found = share_points(
            x_m,
            y_m,
            weights,
            compartment,
            west_m,
            south_m,
            cell_m,
            int(land),
            rows.start,
            cols.start,
            steps,
            nodes,
        )
        if found:
            density[rows, cols] += _convolve(nodes, box, shape, bandwidth_m / cell_m)[1:-1, 1:-1]
        inside += found
    return x_m.size - inside


def _convolve(
    nodes: NDArray[np.float64], land: NDArray[np.bool_], shape: KernelShape, bandwidth: float
) -> NDArray[np.float64]:
    """Spread what is at the nodes over the cells of the land, each node keeping its mass.

    Every phase (so many steps north and east of a centre) is a grid of whole cells of its own.
    The land under a kernel, by which a node's mass is divided, is the same convolution backwards.
    """
    rows, cols = land.shape
    steps = len(nodes) // rows
    # No cell is farther away than the land is wide.
    reach = math.ceil(shape.reach * bandwidth)
    down, right = (np.arange(-min(reach, n - 1), min(reach, n - 1) + 2) for n in land.shape)
    # Room for the kernel beyond the last cell, or it would come in again on the other side.
    size = (
        fft.next_fast_len(rows + int(down[-1]), real=True),
        fft.next_fast_len(cols + int(right[-1]), real=True),
    )
    land_spectrum = fft.rfft2(land.astype(np.float64), size)
    spread_spectrum = np.zeros_like(land_spectrum)
    kernel = np.zeros(size)
    for north, east in np.ndindex(steps, steps):
        held = nodes[north::steps, east::steps]
        if not held.any():
            continue
        squared = np.add.outer((down - north / steps) ** 2, (right - east / steps) ** 2)
        # Centred on cell 0: what lies before it counts from the end.
        kernel[down[:, None], right] = shape.heights(squared / bandwidth**2)
        spectrum = fft.rfft2(kernel)
        under = fft.irfft2(land_spectrum * spectrum.conj(), size)[:rows, :cols]
        shares = np.divide(held, under, out=np.zeros_like(held), where=held > 0.0)
        spread_spectrum += fft.rfft2(shares, size) * spectrum
    spread: NDArray[np.float64] = fft.irfft2(spread_spectrum, size)[:rows, :cols]
    return np.where(land & (spread > _ROUNDING * spread.max()), spread, 0.0)


def _span(held: NDArray[np.bool_]) -> slice:
    """Return the range from the first to the last that is held."""
    at = np.flatnonzero(held)
    return slice(int(at[0]), int(at[-1]) + 1)

"""Kernel density on a grid of cells, in incidents per km2, kept inside a mask."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_same_length
from hotspots.statistics.density_convolution import add_by_convolution, nodes_per_cell
from hotspots.statistics.density_kernels import add_points
from hotspots.statistics.kernel_shapes import GAUSSIAN, KERNELS, kernel_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.kernel_shapes import KernelName, KernelShape

#: What a node of the convolution costs (20 ns, measured), in cells of the disc of a point.
_CELLS_PER_NODE: Final = 40
#: What a point costs besides the cells of its disc, in such cells.
_CELLS_PER_POINT: Final = 60


def kernel_density(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    kernel: KernelName,
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    bandwidth_m: float | NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], int]:
    """Spread every point over the cells around it, and give points per km2.

    A high density says that incidents lie close together, not that there are more than chance or
    than the number of dwellings explains: for that see `hotspots.statistics.risk_density`.

    Few points are summed one by one, exactly. Where there are more of them than that is worth,
    and one bandwidth for all, they are first shared among the nodes of a fine grid: no kernel is
    then off by more than 0,25 % of its peak (`hotspots.statistics.density_convolution`).

    Parameters
    ----------
    x_m, y_m : shape (n,)
        Points in RD metres, finite.
    kernel
        "quartic", which ends at the bandwidth, or "gaussian", whose standard deviation the
        bandwidth is, cut off at 4 of them.
    compartment : shape (rows, columns), south to north
        The mask: -1 outside it, else the number of the piece of land a cell lies on. Nothing is
        spread outside the mask or from one piece of land to another; the part of a kernel that
        would fall there is given to its other cells, so that every point keeps a mass of one.
    west_m, south_m
        Corner of cell (0, 0).
    cell_m
        Side of a cell.
    bandwidth_m : one number or shape (n,)
        Of the kernel, the same for all or one for each point: `hotspots.statistics.bandwidth`.
    weights : shape (n,)
        The mass of each point, 0 or more; by default 1.

    Returns
    -------
    density : shape (rows, columns)
        Points per km2 at cell centres; 0 outside the mask. Its sum times the area of a cell is
        the number of points inside, or their weight.
    outside : int
        Points outside the mask, which are in no cell.

    Raises
    ------
    StatisticError
        If there is no such kernel, arrays differ in length, a weight is negative or not finite,
        or a bandwidth is smaller than a cell: the result would show the grid, not the points.

    References
    ----------
    Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, eq. 4.5 and 4.3,
    doi:10.1201/9781315140919. Diggle, P. (1985). A kernel method for smoothing point process
    data. Applied Statistics 34(2), 138-147, doi:10.2307/2347366 (the correction at the edge).

    Examples
    --------
    One point in the middle of a wide mask has a mass of one, and 3 / (pi h^2) at its own place:
    42,44 per km2 where the bandwidth is 150 m.

    >>> mask = np.zeros((41, 41), dtype=np.int8)
    >>> density, outside = kernel_density(
    ...     np.array([205.0]), np.array([205.0]), kernel="quartic", compartment=mask, west_m=0.0,
    ...     south_m=0.0, cell_m=10.0, bandwidth_m=150.0)
    >>> float(round(density.sum() * 10 * 10 / 1e6, 6)), float(round(density[20, 20], 2))
    (1.0, 42.44)
    """
    shape = kernel_shape(kernel)
    # The loops are compiled for these types, contiguous and writable, and for no others.
    x, y = (np.require(part, np.float64, ["C", "W"]) for part in (x_m, y_m))
    land = np.require(compartment, np.int8, ["C", "W"])
    west_m, south_m, cell_m = float(west_m), float(south_m), float(cell_m)
    weight = _weights(weights, x.size)
    require_same_length(x_m=x, y_m=y, weights=weight)
    bandwidths = _bandwidths(bandwidth_m, x, cell_m)
    density = np.zeros(land.shape)
    if bandwidths.ndim or not _is_much(x.size, shape, float(bandwidths) / cell_m, land.shape):
        each, gaussian = np.full(x.size, bandwidths), shape is GAUSSIAN
        outside = add_points(
            x, y, weight, each, shape.reach, gaussian, land, west_m, south_m, cell_m, density
        )
    else:
        outside = add_by_convolution(
            x,
            y,
            weight,
            shape=shape,
            bandwidth_m=float(bandwidths),
            compartment=land,
            west_m=west_m,
            south_m=south_m,
            cell_m=cell_m,
            density=density,
        )
    return density * (1e6 / cell_m**2), int(outside)


def warm_up() -> None:
    """Compile or load the loops, so that the first density need not wait for the compiler."""
    for n in (1, 1_000):
        for kernel in KERNELS:
            kernel_density(
                np.zeros(n),
                np.zeros(n),
                kernel=kernel,
                compartment=np.zeros((1, 1), dtype=np.int8),
                west_m=0.0,
                south_m=0.0,
                cell_m=1.0,
                bandwidth_m=30.0,
            )


def _is_much(n_points: int, shape: KernelShape, bandwidth: float, size: tuple[int, int]) -> bool:
    """Return whether a sum over points takes longer than the convolution; bandwidth in cells."""
    reach = shape.reach * bandwidth
    one_by_one = n_points * (math.pi * reach**2 + _CELLS_PER_POINT)
    steps = nodes_per_cell(shape, bandwidth_m=bandwidth, cell_m=1.0)
    return one_by_one > _CELLS_PER_NODE * steps**2 * (size[0] + reach) * (size[1] + reach)


def _bandwidths(
    bandwidth_m: float | NDArray[np.float64], x_m: NDArray[np.float64], cell_m: float
) -> NDArray[np.float64]:
    """Return the bandwidth, or that of each point, as an array, checked."""
    bandwidths = np.array(bandwidth_m, np.float64)
    wrong = ~((bandwidths >= cell_m) & (bandwidths < np.inf))
    if wrong.any():
        raise StatisticError(
            f"De straal ({bandwidths[wrong][0]:.0f} m) is kleiner dan een cel, of onbekend.",
            f"Verwacht: een straal van ten minste één cel ({cell_m:.0f} m).",
            "Kies een grotere straal of kleinere cellen.",
        )
    if bandwidths.ndim:
        require_same_length(x_m=x_m, bandwidth_m=bandwidths)
    return bandwidths


def _weights(weights: NDArray[np.float64] | None, n: int) -> NDArray[np.float64]:
    """Return one weight per point, checked."""
    if weights is None:
        return np.ones(n)
    weight = np.require(weights, np.float64, ["C", "W"])
    wrong = ~(np.isfinite(weight) & (weight >= 0.0))
    if wrong.any():
        raise StatisticError(
            "Een gewicht is negatief, oneindig of onbekend.",
            f"Gevonden: {weight[wrong][0]}; verwacht 0 of meer.",
            "Laat die punten weg, of geef ze een gewicht.",
        )
    return weight

"""Kernel density on a grid of cells, in incidents per km2, kept inside a mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.density_kernels import add_points

if TYPE_CHECKING:
    from numpy.typing import NDArray


def quartic_density(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    bandwidth_m: float,
) -> tuple[NDArray[np.float64], int]:
    """Spread every point over the cells within the bandwidth by the quartic kernel.

    A high density says that incidents lie close together, not that there are more than chance or
    than the number of dwellings explains.

    Parameters
    ----------
    x_m, y_m : shape (n,)
        Points in RD metres, finite.
    compartment : shape (rows, columns), south to north
        The mask: -1 outside it, else the number of the piece of land a cell lies on. Nothing is
        spread outside the mask or from one piece of land to another; the part of a kernel that
        would fall there is given to its other cells, so that every point keeps a mass of one.
    west_m, south_m
        Corner of cell (0, 0).
    cell_m
        Side of a cell.
    bandwidth_m
        Radius of the kernel: no point reaches further.

    Returns
    -------
    density : shape (rows, columns)
        Points per km2 at cell centres; 0 outside the mask. Its sum times the area of a cell is
        the number of points inside.
    outside : int
        Points outside the mask, which are in no cell.

    Raises
    ------
    StatisticError
        If the bandwidth is smaller than a cell: the result would show the grid, not the points.

    References
    ----------
    Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, eq. 4.5,
    doi:10.1201/9781315140919. Diggle, P. (1985). A kernel method for smoothing point process
    data. Applied Statistics 34(2), 138-147, doi:10.2307/2347366 (the correction at the edge).

    Examples
    --------
    One point in the middle of a wide mask has a mass of one, and 3 / (pi h^2) at its own place:
    42,44 per km2 where the bandwidth is 150 m.

    >>> mask = np.zeros((41, 41), dtype=np.int8)
    >>> density, outside = quartic_density(
    ...     np.array([205.0]), np.array([205.0]), compartment=mask, west_m=0.0, south_m=0.0,
    ...     cell_m=10.0, bandwidth_m=150.0)
    >>> float(round(density.sum() * 10 * 10 / 1e6, 6)), float(round(density[20, 20], 2))
    (1.0, 42.44)
    """
    if bandwidth_m < cell_m:
        raise StatisticError(
            f"De straal ({bandwidth_m:.0f} m) is kleiner dan een cel ({cell_m:.0f} m).",
            "Verwacht: een straal van ten minste één cel.",
            "Kies een grotere straal of kleinere cellen.",
        )
    density = np.zeros(compartment.shape)
    outside = add_points(
        np.ascontiguousarray(x_m, dtype=np.float64),
        np.ascontiguousarray(y_m, dtype=np.float64),
        np.ascontiguousarray(compartment),
        west_m,
        south_m,
        cell_m,
        bandwidth_m,
        density,
    )
    return density * 1e6, int(outside)


def warm_up() -> None:
    """Compile or load the loops, so that the first density need not wait for the compiler."""
    quartic_density(
        np.zeros(1),
        np.zeros(1),
        compartment=np.zeros((1, 1), dtype=np.int8),
        west_m=0.0,
        south_m=0.0,
        cell_m=1.0,
        bandwidth_m=1.0,
    )

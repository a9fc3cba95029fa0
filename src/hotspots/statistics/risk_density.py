"""Risk as a surface: the density of incidents over the density of what they can happen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_positive
from hotspots.statistics.density import kernel_density, kernel_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.density import KernelName

#: Dwellings or households; below this a rate is no more than a few incidents, here as per buurt.
LEAST_EXPOSED: Final = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class RiskDensity:
    """A surface of risk and what it was made from; every array has shape (rows, columns).

    Attributes
    ----------
    per_1000
        Incidents per year per 1.000 exposed. NaN outside the mask, and where too few are exposed.
    incidents_per_km2
        Incidents per km2 per year.
    exposed_per_km2
        Exposed per km2, spread by the same kernel.
    mean_per_1000
        All incidents inside the mask over all that is exposed there.
    floor_per_km2
        The density of the exposed below which no risk is given.
    outside
        Incidents outside the mask.
    """

    per_1000: NDArray[np.float64]
    incidents_per_km2: NDArray[np.float64]
    exposed_per_km2: NDArray[np.float64]
    mean_per_1000: float
    floor_per_km2: float
    outside: int


def dual_density(
    density: NDArray[np.float64],
    *,
    points: int,
    outside: int,
    kernel: KernelName,
    compartment: NDArray[np.int8],
    exposed: NDArray[np.float64],
    west_m: float,
    south_m: float,
    cell_m: float,
    bandwidth_m: float,
    years: float = 1.0,
    least_exposed: float = LEAST_EXPOSED,
) -> RiskDensity:
    """Divide the density of incidents by that of what is exposed to them.

    A high risk where few live may rest on one incident: the floor keeps out the worst, a test
    (`hotspots.statistics.gi_star`, with exposure) says what is more than chance. And incidents
    per dwelling are the risk of a dwelling only where a dwelling is what they happen to.

    Parameters
    ----------
    density : shape (rows, columns)
        Incidents per km2, made with this kernel and bandwidth on this grid.
    points, outside
        How many incidents it was made of, and how many of them lie outside the mask.
    kernel, compartment, west_m, south_m, cell_m
        As in `hotspots.statistics.density.kernel_density`.
    exposed : shape (rows, columns)
        What can be struck in each cell, such as dwellings or households, taken to be at its
        centre. 0 or more inside the mask, nothing (0 or NaN) outside it.
    bandwidth_m
        One for both densities: what the smoothing does to the one, it then does to the other,
        and a risk that is the same everywhere comes out the same everywhere, at an edge too.
    years
        How long the incidents were counted.
    least_exposed
        No risk is given where the kernel has fewer to go by than this: where the density of the
        exposed times the effective area of the kernel (5/9 pi h2 for the quartic, 4 pi h2 for the
        gaussian) is below it.

    Raises
    ------
    StatisticError
        If the grids differ in shape, there is nothing exposed, something is exposed outside the
        mask or less than nothing inside, ``years`` or ``least_exposed`` is not above 0, or as
        `hotspots.statistics.density.kernel_density`.

    References
    ----------
    Bithell, J. F. (1990). An application of density estimation to geographical epidemiology.
    Statistics in Medicine 9(6), 691-701, doi:10.1002/sim.4780090616. Kelsall, J. E. and Diggle,
    P. J. (1995). Non-parametric estimation of spatial variation in relative risk. Statistics in
    Medicine 14(21-22), 2335-2342, doi:10.1002/sim.4780142106 (one bandwidth for both).

    Examples
    --------
    One cell of 100 dwellings and one of 300, too far apart to mix, with two incidents each in two
    years: 10 and 3,33 per 1.000 per year, and 5 in the whole.

    >>> exposed = np.zeros((1, 41))
    >>> exposed[0, [5, 35]] = 100.0, 300.0
    >>> grid = {"compartment": np.zeros((1, 41), dtype=np.int8), "west_m": 0.0, "south_m": 0.0,
    ...         "cell_m": 100.0, "kernel": "quartic", "bandwidth_m": 300.0}
    >>> density, outside = kernel_density(
    ...     np.array([550.0, 550.0, 3550.0, 3550.0]), np.full(4, 50.0), **grid)
    >>> risk = dual_density(density, points=4, outside=outside, exposed=exposed, years=2.0, **grid)
    >>> risk.per_1000[0, [5, 20, 35]].round(2).tolist(), risk.mean_per_1000
    ([10.0, nan, 3.33], 5.0)
    """
    require_positive("years", np.array([years]))
    require_positive("least_exposed", np.array([least_exposed]))
    exposure_of_cells = _require_exposed(exposed, compartment)
    row, col = np.nonzero(exposure_of_cells)
    centre_x_m, centre_y_m = west_m + (col + 0.5) * cell_m, south_m + (row + 0.5) * cell_m
    below, _ = kernel_density(
        centre_x_m.astype(np.float64),
        centre_y_m.astype(np.float64),
        kernel=kernel,
        compartment=compartment,
        west_m=west_m,
        south_m=south_m,
        cell_m=cell_m,
        bandwidth_m=bandwidth_m,
        weights=exposure_of_cells[row, col],
    )
    floor_per_km2 = least_exposed / kernel_shape(kernel).effective_area_km2(bandwidth_m)
    per_year = density / years
    risk = np.full(below.shape, np.nan)
    np.divide(
        per_year * 1_000.0, below, out=risk, where=(compartment >= 0) & (below >= floor_per_km2)
    )
    return RiskDensity(
        per_1000=risk,
        incidents_per_km2=per_year,
        exposed_per_km2=below,
        mean_per_1000=float((points - outside) / years * 1_000.0 / exposure_of_cells.sum()),
        floor_per_km2=floor_per_km2,
        outside=outside,
    )


def _require_exposed(
    exposed: NDArray[np.float64], compartment: NDArray[np.int8]
) -> NDArray[np.float64]:
    """Return what is exposed in each cell, 0 outside the mask, checked."""
    if exposed.shape != compartment.shape:
        raise StatisticError(
            "Het raster van de noemer past niet op het masker.",
            f"Gevonden: {exposed.shape} cellen; verwacht {compartment.shape}.",
            "Maak beide met dezelfde cellen.",
        )
    inside = compartment >= 0
    known = np.where(inside, exposed, np.nan_to_num(exposed))
    lost = float(known[~inside].sum())
    if lost != 0.0:
        raise StatisticError(
            "Een deel van de noemer ligt buiten het masker.",
            f"Gevonden: {lost:.0f} van {known.sum():.0f}, bijvoorbeeld huishoudens.",
            "Kies een ruimer masker, of laat die cellen weg.",
        )
    if not (np.isfinite(known) & (known >= 0.0)).all() or not known.any():
        raise StatisticError(
            "De noemer is in een cel negatief of onbekend, of nergens boven 0.",
            f"Gevonden: laagste waarde {known.min()}, som {known.sum()}.",
            "Geef elke cel van het masker een aantal, bijvoorbeeld huishoudens; 0 mag.",
        )
    return known

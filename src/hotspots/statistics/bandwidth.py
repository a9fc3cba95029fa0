"""Which bandwidth: one from the spread of the points, or one for each from how close they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_same_length
from hotspots.statistics.density import GAUSSIAN, kernel_density, kernel_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.density import KernelName

#: Points; the spread of ten has a standard error of a quarter: 1 / sqrt(2 (n - 1)).
LEAST_POINTS: Final = 10
#: The name of the only rule there is.
NORMAL_REFERENCE: Final = "normal_reference"
#: Of how much nearer or farther a point may reach than with one bandwidth for all. Beyond it a
#: lonely incident would be smeared over the town, and one in a crowd would show the grid.
LARGEST_FACTOR: Final = 3.0
#: Interquartile range of a normal distribution, in standard deviations.
_QUARTILES: Final = 1.3489795003921634


@dataclass(frozen=True, slots=True)
class AutomaticBandwidth:
    """A bandwidth and what it was made from.

    Attributes
    ----------
    metres
        For the kernel asked for: a radius (quartic) or a standard deviation (gaussian).
    spread_x_m, spread_y_m
        Robust standard deviation of the points, west-east and south-north.
    n
        Points.
    rule
        Name of the rule.
    """

    metres: float
    spread_x_m: float
    spread_y_m: float
    n: int
    rule: str = NORMAL_REFERENCE


def automatic_bandwidth(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], *, kernel: KernelName
) -> AutomaticBandwidth:
    """Choose the bandwidth that is best for points spread as one normal cloud.

    A town is no such cloud but several, and for those the rule smooths too much: take it as the
    wide end, never as the truth. It knows nothing of where hotspots are or what they are for.

    Parameters
    ----------
    x_m, y_m : shape (n,)
        Points in RD metres, finite; those inside the mask only.
    kernel
        As in `hotspots.statistics.density.kernel_density`.

    Raises
    ------
    StatisticError
        If there are fewer than 10 points, all lie on one spot or on one line along an axis, a
        coordinate is not finite, or the arrays differ in length.

    Notes
    -----
    In the plane the rules of Scott and of Silverman are the same, since (4 / (2 + 2)) to the
    power 1/6 is 1: the deviation along an axis times n to the power -1/6. The deviation is the
    smaller of the standard deviation and the interquartile range over 1,349, as Silverman has it,
    so that a few far points do not widen it; where the middle half shares a coordinate, that range
    is 0 and says nothing, and the standard deviation stands.

    A round kernel has one bandwidth. It is the geometric mean of the two, because that covers the
    same area as the ellipse with both, and so has as many points to go by.

    Another kernel needs the bandwidth times the ratio of (R / m2^2)^(1/6), with R the integral of
    its square and m2 its second moment (its canonical bandwidth). Quartic: R = 9 / (5 pi),
    m2 = 1/8; gaussian: R = 1 / (4 pi), m2 = 1. Ratio: (64 x 9/5 x 4)^(1/6) = 460,8^(1/6) = 2,779.

    References
    ----------
    Scott, D. W. (1992). Multivariate Density Estimation, section 6.3, doi:10.1002/9780470316849.
    Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, sections 3.4.2
    and 4.3.2, doi:10.1201/9781315140919. Marron, J. S. and Nolan, D. (1988). Canonical kernels
    for density estimation. Statistics and Probability Letters 7(3), 195-199,
    doi:10.1016/0167-7152(88)90050-8.

    Examples
    --------
    Sixty-four points, a square of 8 by 8 at 100 m. Standard deviation: sqrt(64 / 63 x 63 / 12) x
    100 = 230,9 m, the quartiles (175 and 525) say 259,5; over 64^(1/6) = 2 that is 115,5 m.

    >>> x_m, y_m = np.meshgrid(np.arange(8) * 100.0, np.arange(8) * 100.0)
    >>> result = automatic_bandwidth(x_m.ravel(), y_m.ravel(), kernel="gaussian")
    >>> round(result.spread_x_m, 1), round(result.metres, 1), result.n, result.rule
    (230.9, 115.5, 64, 'normal_reference')
    """
    shape = kernel_shape(kernel)
    require_same_length(x_m=x_m, y_m=y_m)
    n = len(x_m)
    if n < LEAST_POINTS:
        raise StatisticError(
            "Er zijn te weinig incidenten om zelf een straal te kiezen.",
            f"Gevonden: {n}; verwacht ten minste {LEAST_POINTS}.",
            "Kies een langere periode, of geef zelf een straal op.",
        )
    spread_x_m, spread_y_m = _spread(x_m), _spread(y_m)
    if not 0.0 < spread_x_m * spread_y_m < np.inf:
        raise StatisticError(
            "De incidenten liggen op één plek of op één rechte lijn, of hun plek is onbekend.",
            f"Gevonden: spreiding {spread_x_m:.0f} m west-oost en {spread_y_m:.0f} m zuid-noord.",
            "Geef zelf een straal op.",
        )
    scale = (shape.roughness / GAUSSIAN.roughness / shape.second_moment**2) ** (1 / 6)
    metres = scale * np.sqrt(spread_x_m * spread_y_m) * n ** (-1 / 6)
    return AutomaticBandwidth(float(metres), spread_x_m, spread_y_m, n)


def adaptive_bandwidths(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    kernel: KernelName,
    compartment: NDArray[np.int8],
    west_m: float,
    south_m: float,
    cell_m: float,
    bandwidth_m: float,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Give each point a bandwidth of its own: small where points are many, wide where few.

    Peaks become sharper and the countryside smoother. How wide a hotspot looks then follows from
    how many incidents it has: compare no surfaces of two periods that were made this way.

    Parameters
    ----------
    x_m, y_m, kernel, compartment, west_m, south_m, cell_m, weights
        As in `hotspots.statistics.density.kernel_density`.
    bandwidth_m
        The bandwidth around which they vary, also that of the pilot: the density that says how
        close points lie.

    Returns
    -------
    shape (n,)
        Metres: ``bandwidth_m`` times the square root of the geometric mean of the pilot at all
        points over the pilot at this one. That factor stays between 1/3 and 3, and the bandwidth
        is at least a cell. Just ``bandwidth_m`` for points outside the mask.

    Raises
    ------
    StatisticError
        As `hotspots.statistics.density.kernel_density`.

    References
    ----------
    Abramson, I. S. (1982). On bandwidth variation in kernel estimates: a square root law. Annals
    of Statistics 10(4), 1217-1223, doi:10.1214/aos/1176345986. Silverman, B. W. (1986), section
    5.3, doi:10.1201/9781315140919 (the geometric mean).

    Examples
    --------
    Four points on one spot and one alone. The pilot is 4 to 1, its geometric mean 4^(4/5) = 3,03:
    factors sqrt(3,03 / 4) = 0,871 and sqrt(3,03) = 1,741.

    >>> spot = np.array([105.0] * 4 + [305.0])
    >>> adaptive_bandwidths(
    ...     spot, spot, kernel="quartic", compartment=np.zeros((41, 41), dtype=np.int8),
    ...     west_m=0.0, south_m=0.0, cell_m=10.0, bandwidth_m=100.0).round(1).tolist()
    [87.1, 87.1, 87.1, 87.1, 174.1]
    """
    pilot, _ = kernel_density(
        x_m,
        y_m,
        kernel=kernel,
        compartment=compartment,
        west_m=west_m,
        south_m=south_m,
        cell_m=cell_m,
        bandwidth_m=bandwidth_m,
        weights=weights,
    )
    rows, cols = pilot.shape
    col, row = np.floor((x_m - west_m) / cell_m), np.floor((y_m - south_m) / cell_m)
    inside = np.flatnonzero((col >= 0) & (col < cols) & (row >= 0) & (row < rows))
    # The pilot in the point's own cell: the law does not ask for a precise one.
    at_point = pilot[row[inside].astype(np.int64), col[inside].astype(np.int64)]
    inside, at_point = inside[at_point > 0.0], at_point[at_point > 0.0]
    bandwidths = np.full(x_m.size, float(bandwidth_m))
    if inside.size:
        height = np.log(at_point)
        mass = None if weights is None else weights[inside]
        factor = np.exp(0.5 * (np.average(height, weights=mass) - height))
        factor = np.clip(factor, 1.0 / LARGEST_FACTOR, LARGEST_FACTOR)
        bandwidths[inside] = np.maximum(factor * bandwidth_m, cell_m)
    return bandwidths


def _spread(coordinate_m: NDArray[np.float64]) -> float:
    """Return the standard deviation, or what the quartiles make of it if that is smaller."""
    deviation = float(np.std(coordinate_m, ddof=1))
    low, high = np.quantile(coordinate_m, [0.25, 0.75])
    middle = float(high - low) / _QUARTILES
    return min(deviation, middle) if middle > 0.0 else deviation

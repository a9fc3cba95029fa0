"""Rates per area, and how far chance reaches around a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from hotspots.statistics.checks import require_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Below this many households (or residents) a crude rate is noise and is not given.
SMALLEST_DENOMINATOR: Final = 50.0
PER: Final = 1000.0


def crude_rate(
    counts: NDArray[np.int64],
    denominators: NDArray[np.float64],
    *,
    smallest: float = SMALLEST_DENOMINATOR,
) -> NDArray[np.float64]:
    """Divide counts by what they are measured against, per 1.000.

    A high rate in a small area may be chance: show `poisson_interval` with it.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per area, 0 or more.
    denominators : shape (n,)
        Things exposed per area (households, dwellings, residents); NaN where not published.
    smallest
        Below this denominator no rate is given.

    Returns
    -------
    shape (n,)
        Incidents per 1.000; NaN where the denominator is missing or below ``smallest``.

    Raises
    ------
    StatisticError
        If a count is negative: a suppressed number is not a number.

    Examples
    --------
    >>> crude_rate(np.array([3, 3, 3]), np.array([600.0, 20.0, np.nan])).tolist()
    [5.0, nan, nan]
    """
    require_counts(counts)
    with np.errstate(invalid="ignore"):
        enough = denominators >= max(smallest, np.finfo(float).tiny)
    rate = np.full(counts.shape, np.nan)
    np.divide(counts * PER, denominators, out=rate, where=enough)
    return rate


def poisson_interval(
    counts: NDArray[np.int64], *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact interval around each count, if incidents come independently.

    Incidents that follow each other (a near repeat, a fight) vary more than this says: read it
    as the least that chance does.

    Parameters
    ----------
    counts : shape (n,)
        Incidents, 0 or more.
    confidence
        Share of the intervals that hold the true mean, at the least.

    Returns
    -------
    lower, upper : each shape (n,)
        In incidents, like ``counts``.

    Raises
    ------
    StatisticError
        If a count is negative.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28(3-4),
    437-442, doi:10.1093/biomet/28.3-4.437.

    Examples
    --------
    >>> lower, upper = poisson_interval(np.array([0, 10]))
    >>> lower.round(3).tolist(), upper.round(3).tolist()
    ([0.0, 4.795], [3.689, 18.39])
    """
    require_counts(counts)
    tail = (1.0 - confidence) / 2.0
    number = counts.astype(np.float64)
    lower = np.zeros_like(number)
    some = number > 0
    lower[some] = special.gammaincinv(number[some], tail)
    upper = special.gammaincinv(number + 1.0, 1.0 - tail)
    return lower, upper

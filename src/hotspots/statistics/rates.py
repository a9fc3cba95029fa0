"""Rates per area, and how far chance reaches around a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_counts, require_same_length

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Below this many households (or residents) a crude rate is noise and is not given.
SMALLEST_DENOMINATOR: Final = 50.0
#: Below this many a rate says little: at 4 per 1.000 one incident is expected among 250, so that a
#: single one more doubles the rate and one fewer makes it 0.
SMALL_DENOMINATOR: Final = 250.0
#: Where households lie this much thinner than in the municipality as a whole, and there are fewer
#: than `THIN_BELOW` of them, almost nobody lives: what happens there is of those who work or pass.
THIN_SHARE: Final = 0.1
THIN_BELOW: Final = 1000.0
PER: Final = 1000.0


def small_denominator(
    denominators: NDArray[np.float64],
    area_km2: NDArray[np.float64],
    *,
    whole_per_km2: float,
) -> NDArray[np.bool_]:
    """Return where a rate, or a ratio of rates, is too weak a figure to stand out by.

    Either few households are there, so that a single incident moves the rate, or they are few for
    so large an area: an industrial estate, where a rate per household measures that nobody lives
    there. Such a rate is given, but not in the colour of a value, and never as a headline.

    Parameters
    ----------
    denominators : shape (n,)
        Things exposed per area; NaN where not published.
    area_km2 : shape (n,)
        Size of each area.
    whole_per_km2
        Things per km2 in the municipality as a whole.

    Returns
    -------
    shape (n,)
        True below `SMALL_DENOMINATOR`, also where no rate is given at all; True below
        `THIN_BELOW` where things per km2 are under `THIN_SHARE` of the whole. False where the
        denominator is missing: that is not known, not small.

    Examples
    --------
    In a town of 570 households per km2: a large street, a small one, an industrial estate with 34
    per km2, and a wijk of polder with 1.500 in its village.

    >>> small_denominator(np.array([480.0, 240.0, 340.0, 1500.0]), np.array([0.2, 0.1, 9.9, 40.0]),
    ...                   whole_per_km2=570.0).tolist()
    [False, True, True, False]
    """
    with np.errstate(invalid="ignore"):
        few = denominators < SMALL_DENOMINATOR
        thin = denominators < THIN_SHARE * whole_per_km2 * area_km2
        small: NDArray[np.bool_] = few | (thin & (denominators < THIN_BELOW))
    return small


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
    lower[some] = scipy.special.gammaincinv(number[some], tail)
    upper = scipy.special.gammaincinv(number + 1.0, 1.0 - tail)
    return lower, upper


def location_quotient(counts: NDArray[np.int64], totals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Divide the share of one kind in each area by its share in all areas together.

    2 says that the kind makes up twice as much of the area's incidents as elsewhere, not that
    there is much of it: 1 of 2 incidents gives a high quotient too.

    Parameters
    ----------
    counts : shape (n,)
        Incidents of the kind.
    totals : shape (n,)
        Incidents of all kinds, that kind included.

    Returns
    -------
    shape (n,)
        1 where the area is like the whole; NaN where it has no incident, or the whole has none of
        the kind.

    Raises
    ------
    StatisticError
        If a count is negative or more than its total, or the arrays differ in length.

    References
    ----------
    Brantingham, P. L. and Brantingham, P. J. (1997). Mapping crime for analytic purposes: location
    quotients, counts, and rates. In: Crime Mapping and Crime Prevention, 263-288.

    Examples
    --------
    Of all 20 incidents 5 are of the kind, a quarter; in the first area half.

    >>> location_quotient(np.array([4, 1, 0]), np.array([8, 12, 0])).round(3).tolist()
    [2.0, 0.333, nan]
    """
    require_counts(counts)
    require_same_length(counts=counts, totals=totals)
    if (counts > totals).any():
        first = int(np.argmax(counts > totals))
        raise StatisticError(
            "Een soort telt meer incidenten dan alle soorten samen.",
            f"Gevonden: {counts[first]} van {totals[first]}.",
            "Tel bij het totaal ook de soort zelf mee.",
        )
    quotient = np.full(counts.shape, np.nan)
    if counts.sum() > 0:
        np.divide(counts * totals.sum(), totals * counts.sum(), out=quotient, where=totals > 0)
    return quotient

"""Counts beside what was to be expected: location quotient, standardised ratio, funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_confidence, require_counts, require_same_length
from hotspots.statistics.rates import poisson_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


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


def expected_counts(
    counts: NDArray[np.int64], denominators: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how many incidents each area would have at the rate of all areas together.

    Parameters
    ----------
    counts : shape (n,)
        Incidents, 0 or more.
    denominators : shape (n,)
        Things exposed; NaN where not published. Where NaN or 0, the incidents are left out too.

    Returns
    -------
    shape (n,)
        NaN where there is no denominator; else they add up to the incidents of the other areas.

    Raises
    ------
    StatisticError
        If a count is negative, or the arrays differ in length.

    Examples
    --------
    >>> expected_counts(np.array([6, 3, 1]), np.array([100.0, 200.0, np.nan])).tolist()
    [3.0, 6.0, nan]
    """
    require_counts(counts)
    require_same_length(counts=counts, denominators=denominators)
    with np.errstate(invalid="ignore"):
        usable = np.isfinite(denominators) & (denominators > 0)
    expected = np.full(counts.shape, np.nan)
    if usable.any():
        known = denominators[usable]
        expected[usable] = known * (counts[usable].sum() / known.sum())
    return expected


def standardised_ratio(
    counts: NDArray[np.int64], expected: NDArray[np.float64], *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Divide counts by what was expected, with the exact Poisson interval.

    Ratios of different areas may be compared with 1, not with one another, when what is expected
    was made from rates per group and the groups are mixed differently.

    Parameters
    ----------
    counts : shape (n,)
        Incidents, 0 or more.
    expected : shape (n,)
        Incidents expected, taken as known; see `expected_counts`.
    confidence
        Share of the intervals that hold the true ratio, at the least.

    Returns
    -------
    ratio, lower, upper : each shape (n,)
        1 is as expected; NaN where nothing was expected.

    Raises
    ------
    StatisticError
        If a count is negative, or the arrays differ in length.

    References
    ----------
    Breslow, N. E. and Day, N. E. (1987). Statistical Methods in Cancer Research II, section 2.3.
    The interval is that of `hotspots.statistics.rates.poisson_interval`.

    Examples
    --------
    >>> ratio, lower, upper = standardised_ratio(np.array([10]), np.array([4.0]))
    >>> float(ratio[0]), float(lower[0].round(3)), float(upper[0].round(3))
    (2.5, 1.199, 4.598)
    """
    require_confidence(confidence)
    require_same_length(counts=counts, expected=expected)
    lower, upper = poisson_interval(counts, confidence=confidence)
    with np.errstate(invalid="ignore"):
        divisor = np.where(expected > 0, expected, np.nan)
    return counts / divisor, lower / divisor, upper / divisor


def funnel_limits(
    expected: NDArray[np.float64], *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lowest and the highest count that chance still explains, for what was expected.

    Of many areas some lie outside by chance: 1 in 20 at 95 %, 1 in 500 at 99,8 %, at the most.

    Parameters
    ----------
    expected : shape (n,)
        Incidents expected; NaN where unknown.
    confidence
        0.95 and 0.998 are the usual pair.

    Returns
    -------
    lower, upper : each shape (n,)
        Whole counts, both still inside: fewer than ``lower``, and more than ``upper``, each has a
        chance of at most (1 - ``confidence``) / 2. Divide by ``expected`` for ratios. NaN where
        ``expected`` is unknown or below 0.

    Raises
    ------
    StatisticError
        If ``confidence`` is not between 0 and 1.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics
    in Medicine 24(8), 1185-1202, doi:10.1002/sim.1970 (without its interpolation between counts).

    Examples
    --------
    Where 4 are expected, 1 to 8 are within chance: fewer has a chance of 1,8 %, more of 2,1 %.

    >>> lower, upper = funnel_limits(np.array([4.0]))
    >>> float(lower[0]), float(upper[0])
    (1.0, 8.0)
    """
    require_confidence(confidence)
    tail = (1.0 - confidence) / 2.0
    mean = np.where(np.asarray(expected) >= 0.0, expected, np.nan).astype(np.float64)
    return _smallest_count(tail, mean), _smallest_count(1.0 - tail, mean)


def _smallest_count(chance: float, mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the smallest count that is not exceeded with at least this chance; NaN for NaN."""
    # Not scipy.stats, which does the same: it is 45 MB of memory for this one function.
    count = np.ceil(special.pdtrik(chance, mean))
    count = np.where(mean == 0.0, 0.0, np.maximum(count, 0.0))
    below = np.maximum(count - 1.0, 0.0)
    smallest: NDArray[np.float64] = np.where(special.pdtr(below, mean) >= chance, below, count)
    return np.where(np.isnan(mean), np.nan, smallest)

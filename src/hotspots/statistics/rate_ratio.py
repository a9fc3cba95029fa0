"""Two Poisson rates as a ratio, with the exact interval and test given their total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from hotspots.statistics.checks import require_confidence, require_counts, require_same_length

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class RateRatio:
    """The rate of one over that of another; every array has shape (n,).

    ``p`` is two-sided, and at most 0,05 exactly where the interval of 95 % leaves out 1. NaN where
    there is nothing to divide by, or no incident at all.
    """

    ratio: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    p: NDArray[np.float64]


def rate_ratio(
    counts: NDArray[np.int64],
    exposure: NDArray[np.float64],
    others: NDArray[np.int64],
    other_exposure: NDArray[np.float64],
    *,
    confidence: float = 0.95,
) -> RateRatio:
    """Divide rates by those of others, which share no incident with them.

    Given how many incidents there are together, those of the first are binomial; so both counts
    are taken to vary by chance. What is exposed is taken as known: an estimate makes the interval
    too narrow. Incidents that follow each other vary more than this says.

    Parameters
    ----------
    counts, others : shape (n,)
        Incidents, 0 or more.
    exposure, other_exposure : shape (n,)
        How much each could happen to, such as households; NaN or 0 where unknown.
    confidence
        Of the interval, at the least.

    Raises
    ------
    StatisticError
        If a count is negative, or the arrays differ in length.

    References
    ----------
    Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from
    Poisson series. Biometrika 31(3-4), 313-323, doi:10.1093/biomet/31.3-4.313. Limits: Clopper,
    C. J. and Pearson, E. S. (1934). Biometrika 26(4), 404-413, doi:10.1093/biomet/26.4.404.

    Examples
    --------
    6 among 100 homes beside 4 among 200: three times as much, which may be chance.

    >>> found = rate_ratio(np.array([6]), np.array([100.0]), np.array([4]), np.array([200.0]))
    >>> float(found.ratio[0].round(3)), float(found.lower[0].round(2)), float(found.p[0].round(3))
    (3.0, 0.71, 0.153)
    """
    require_confidence(confidence)
    require_counts(counts)
    require_counts(others)
    require_same_length(
        counts=counts, exposure=exposure, others=others, other_exposure=other_exposure
    )
    tail = (1.0 - confidence) / 2.0
    with np.errstate(invalid="ignore"):
        usable = (exposure > 0) & (other_exposure > 0) & (counts + others > 0)
    first, second = counts[usable].astype(np.float64), others[usable].astype(np.float64)
    pace = other_exposure[usable] / exposure[usable]
    lower = _odds(_share(first, second + 1.0, tail, at_zero=0.0)) * pace
    upper = _odds(_share(first + 1.0, second, 1.0 - tail, at_zero=1.0)) * pace
    expected = 1.0 / (1.0 + pace)
    at_least = np.where(first > 0, special.betainc(np.maximum(first, 1), second + 1, expected), 1)
    at_most = np.where(
        second > 0, special.betainc(np.maximum(second, 1), first + 1, 1.0 - expected), 1
    )
    with np.errstate(divide="ignore"):
        ratio = first / second * pace
    p = np.minimum(1.0, 2.0 * np.minimum(at_least, at_most))
    return RateRatio(*(_placed(numbers, usable) for numbers in (ratio, lower, upper, p)))


def _share(
    a: NDArray[np.float64], b: NDArray[np.float64], chance: float, *, at_zero: float
) -> NDArray[np.float64]:
    """Return a quantile of the beta distribution; its end where one of its parameters is 0."""
    inner = (a > 0) & (b > 0)
    share = np.full(a.shape, at_zero)
    share[inner] = special.betaincinv(a[inner], b[inner], chance)
    return share


def _odds(share: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        odds: NDArray[np.float64] = share / (1.0 - share)
    return odds


def _placed(numbers: NDArray[np.float64], usable: NDArray[np.bool_]) -> NDArray[np.float64]:
    whole = np.full(usable.shape, np.nan)
    whole[usable] = numbers
    return whole

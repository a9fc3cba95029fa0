"""The exact two-sided binomial tail for many areas at once, compiled.

The chance of one count follows Loader, C. (2000), Fast and accurate computation of binomial
probabilities: no large factorials are subtracted from each other, so that it is right to some
1e-14 of its value also for millions of incidents.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Where a further term no longer changes the sum.
_NEGLIGIBLE: Final = 1e-17
_HALF: Final = 0.5
#: From here on four terms of Stirling's series are right to 1e-14.
_SERIES_FROM: Final = 16


@compiled
def _stirling_error(number: float) -> float:
    """Return log(number!) minus Stirling's approximation of it."""
    if number < _SERIES_FROM:
        return (
            math.lgamma(number + 1.0)
            - (number + 0.5) * math.log(number)
            + number
            - 0.5 * math.log(2.0 * math.pi)
        )
    square = number * number
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / number


@compiled
def _deviance(observed: float, mean: float) -> float:
    """Return observed x log(observed / mean) + mean - observed, without cancellation."""
    excess = (observed - mean) / mean
    return mean * ((1.0 + excess) * math.log1p(excess) - excess)


@compiled
def _chance(observed: int, total: int, share: float) -> float:
    """Return P(X = observed) for X ~ Bin(total, share)."""
    if observed == 0:
        return math.exp(total * math.log1p(-share))
    if observed == total:
        return math.exp(total * math.log(share))
    rest = total - observed
    exponent = (
        _stirling_error(total)
        - _stirling_error(observed)
        - _stirling_error(rest)
        - _deviance(observed, total * share)
        - _deviance(rest, total * (1.0 - share))
    )
    return math.exp(exponent) * math.sqrt(total / (2.0 * math.pi * observed * rest))


@compiled
def _two_sided(observed: int, total: int, share: float) -> float:
    """Return twice the smaller tail of Bin(total, share), the count itself included, at most 1.

    The median is one of the two whole numbers around the mean. So on the far side of the mean a
    count has at least half of all chance: only the tail away from the mean is summed, and once
    that reaches a half, both do, and the answer is 1.
    """
    odds = share / (1.0 - share)
    term = _chance(observed, total, share)
    tail = term
    count = observed
    if observed >= total * share:
        while count < total and term > _NEGLIGIBLE * tail and tail < _HALF:
            term *= (total - count) / (count + 1.0) * odds
            count += 1
            tail += term
    else:
        while count > 0 and term > _NEGLIGIBLE * tail and tail < _HALF:
            term *= count / ((total - count + 1.0) * odds)
            count -= 1
            tail += term
    return min(2.0 * tail, 1.0)


@compiled
def two_sided_tails(
    observed: NDArray[np.int64], share: NDArray[np.float64], total: int
) -> NDArray[np.float64]:
    """Return the two-sided p of every count; NaN where the share is not between 0 and 1."""
    p = np.full(observed.size, np.nan)
    for place in range(observed.size):
        if 0.0 < share[place] < 1.0:
            p[place] = _two_sided(observed[place], total, share[place])
    return p

"""The smallest excess that a number of incidents can show: what a map without marks leaves open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.statistics.conditional import conditional_tails

if TYPE_CHECKING:
    from hotspots.statistics.conditional import Side

#: Chance with which a place as far above what is expected must be marked.
POWER: Final = 0.8
#: Relative width at which the search for a ratio stops.
_PRECISION: Final = 1e-3


def smallest_visible_ratio(
    total: int,
    share: float,
    *,
    level: float,
    minimum: float = 1.0,
    dispersion: float = 1.0,
    power: float = POWER,
    side: Side = "both",
) -> float:
    """Return how many times what is expected a place must have to be marked, most of the times.

    Parameters
    ----------
    total
        Incidents on the map, or in the two places that are compared.
    share
        Which part of them is expected in the place: of a map, that of a place in the middle.
    level
        A p of at most this is marked: of a family of tests, the line of
        `hotspots.statistics.false_discovery.false_coverage_level`.
    minimum
        How many times what is expected the lower bound of a mark must at least be.
    dispersion
        Variance of a count over its mean, as in `conditional_tails`.
    power
        The chance with which it is marked.
    side
        Whether p is two-sided, or looks for more alone.

    Returns
    -------
    float
        Observed over expected; infinite where not even all incidents in one place are marked.

    Examples
    --------
    Of 100 incidents 5 are expected. 11 or more come by chance in 2,5 % of cases at most; a place
    where 13,4 are expected has as many four times in five.

    >>> round(smallest_visible_ratio(100, 0.05, level=0.05), 2)
    2.68
    >>> smallest_visible_ratio(3, 0.5, level=0.001)
    inf
    """
    if total <= 0 or not 0.0 < share * minimum < 1.0:
        return math.inf
    tail = level if side == "more" else level / 2.0
    least = _least_marked(total, share * minimum, tail, dispersion)
    if least > total:
        return math.inf
    low, high = minimum, 1.0 / share
    while high - low > _PRECISION * low:
        middle = (low + high) / 2.0
        enough = _at_least(least, total, min(middle * share, 1.0 - 1e-9), dispersion) >= power
        low, high = (low, middle) if enough else (middle, high)
    return high


def _least_marked(total: int, share: float, tail: float, dispersion: float) -> int:
    """Return the smallest count with an upper tail of at most ``tail``; total + 1 if none has."""
    low, high = 0, total + 1
    while low < high:
        middle = (low + high) // 2
        marked = _at_least(middle, total, share, dispersion) <= tail
        low, high = (low, middle) if marked else (middle + 1, high)
    return low


def _at_least(count: int, total: int, share: float, dispersion: float) -> float:
    """Return the chance of a count as high."""
    if count > total:
        return 0.0
    tails = conditional_tails(
        np.array([count]), np.array([total]), np.array([share]), dispersion=dispersion
    )
    return float(tails.at_least[0])

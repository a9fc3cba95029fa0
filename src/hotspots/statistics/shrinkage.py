"""Empirical Bayes rates: a small area leans on the others, the more so the smaller it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_confidence, require_counts, require_same_length
from hotspots.statistics.rates import PER

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ShrunkRates:
    """Rates per 1.000 with what was estimated to make them; every array has shape (n,).

    Attributes
    ----------
    rates
        Empirical Bayes rate, per 1.000. NaN where the denominator is missing or 0 (and, spatially,
        where no neighbour has one: there it cannot be determined).
    own_share
        How much of it is the area's own rate, 0 to 1; the rest is ``mean``.
    lower, upper
        Interval around the rate, per 1.000. It knows that ``mean`` and ``variance`` were estimated,
        from as few areas as there were: of areas in all kinds of towns it holds the true rate in
        89 to 100 %, mostly 93 or more.
    mean
        The rate that the area is drawn to, per 1.000: of all areas, or of its neighbourhood.
    variance
        How much the true rates were estimated to differ, in (per 1.000) squared. 0 means: no more
        than chance makes them differ, so that every area is given the mean.
    """

    rates: NDArray[np.float64]
    own_share: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]


def shrunk_rates(
    counts: NDArray[np.int64], denominators: NDArray[np.float64], *, confidence: float = 0.95
) -> ShrunkRates:
    """Draw every rate to that of all areas together, as far as chance may explain the difference.

    The order of areas can differ from that of the crude rates, and a real peak in a small area is
    lowered like a chance one: show the count beside it.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per area, 0 or more.
    denominators : shape (n,)
        Things exposed per area; NaN where not published. Areas where it is NaN or 0 take no part
        in the estimate, nor do their incidents.
    confidence
        Mass of the posterior between ``lower`` and ``upper``.

    Raises
    ------
    StatisticError
        If a count is negative, or the arrays differ in length.

    References
    ----------
    Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Applied Statistics 40(2), 283-294, doi:10.2307/2347593. The interval is that of the gamma
    distribution with the same mean and variance: Clayton, D. and Kaldor, J. (1987). Empirical
    Bayes estimates of age-standardized relative risks. Biometrics 43(3), 671-681,
    doi:10.2307/2532003. What is not known of mean and spread: Morris, C. N. (1983). Parametric
    empirical Bayes inference: theory and applications. Journal of the American Statistical
    Association 78(381), 47-55, doi:10.1080/01621459.1983.10477920.

    Examples
    --------
    4 on 100 households become 20,3 per 1.000, not 40: for 31 % its own rate, else the 11,7 of all.

    >>> result = shrunk_rates(np.array([0, 4, 10]), np.array([100.0, 100.0, 1000.0]))
    >>> result.rates.round(1).tolist(), result.own_share.round(2).tolist()
    ([8.1, 20.3, 10.3], [0.31, 0.31, 0.81])
    """
    usable = _usable(counts, denominators)
    everyone = np.flatnonzero(usable)
    return _shrink(
        counts,
        denominators,
        usable,
        home=np.zeros(everyone.size, dtype=np.intp),
        member=everyone,
        group=np.zeros(counts.size, dtype=np.intp),
        groups=1,
        confidence=confidence,
    )


def locally_shrunk_rates(
    counts: NDArray[np.int64],
    denominators: NDArray[np.float64],
    neighbours: scipy.sparse.csr_array,
    *,
    confidence: float = 0.95,
) -> ShrunkRates:
    """Draw every rate to that of its own neighbourhood: the area itself and its neighbours.

    With few neighbours the variance is estimated from as few numbers; a region that is high as a
    whole stays high, which the other estimate would lower.

    Parameters
    ----------
    counts, denominators
        As in `shrunk_rates`.
    neighbours : shape (n, n)
        ``neighbours[i, j] > 0`` if ``j`` is a neighbour of ``i``; how much does not matter. The
        area itself always belongs to its neighbourhood, whether or not the diagonal is filled.
    confidence
        As in `shrunk_rates`.

    Raises
    ------
    StatisticError
        If a count is negative, or the shapes differ.

    References
    ----------
    Marshall (1991), doi:10.2307/2347593.

    Examples
    --------
    Three areas in a row; the last has no denominator, so the middle one has one neighbour.

    >>> row = scipy.sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> result = locally_shrunk_rates(
    ...     np.array([0, 9, 2]), np.array([500.0, 500.0, np.nan]), row)
    >>> result.rates.round(2).tolist(), result.mean.round(2).tolist()
    ([2.0, 16.0, nan], [9.0, 9.0, nan])
    """
    if neighbours.shape != (counts.size, counts.size):
        raise StatisticError(
            "De buren passen niet bij de gebieden.",
            f"Gevonden: {neighbours.shape}; verwacht ({counts.size}, {counts.size}).",
            "Geef de buren van dezelfde gebieden, in dezelfde volgorde.",
        )
    usable = _usable(counts, denominators)
    pairs = (neighbours > 0).tocoo()
    home, member = pairs.coords
    true_pair = (home != member) & usable[home] & usable[member]
    home, member = home[true_pair], member[true_pair]
    # An area without a usable neighbour would be drawn to itself and look certain.
    with_neighbour = np.bincount(home, minlength=counts.size) > 0
    usable &= with_neighbour
    itself = np.flatnonzero(usable)
    return _shrink(
        counts,
        denominators,
        usable,
        home=np.concatenate([home, itself]),
        member=np.concatenate([member, itself]),
        group=np.arange(counts.size),
        groups=counts.size,
        confidence=confidence,
    )


def _usable(counts: NDArray[np.int64], denominators: NDArray[np.float64]) -> NDArray[np.bool_]:
    require_counts(counts)
    require_same_length(counts=counts, denominators=denominators)
    with np.errstate(invalid="ignore"):
        usable: NDArray[np.bool_] = np.isfinite(denominators) & (denominators > 0)
    return usable


def _shrink(
    counts: NDArray[np.int64],
    denominators: NDArray[np.float64],
    usable: NDArray[np.bool_],
    *,
    home: NDArray[np.intp],
    member: NDArray[np.intp],
    group: NDArray[np.intp],
    groups: int,
    confidence: float,
) -> ShrunkRates:
    """Estimate mean and variance per group from its members, and shrink each area to its group.

    ``member[k]`` belongs to group ``home[k]``; area ``i`` is drawn to group ``group[i]``.
    """
    require_confidence(confidence)
    exposed: NDArray[np.float64] = np.where(usable, denominators, 1.0) / PER
    crude = counts / exposed

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(home, weights=values, minlength=groups).astype(np.float64)

    mean: NDArray[np.float64]
    with np.errstate(divide="ignore", invalid="ignore"):
        total = summed(exposed[member])
        mean = summed(counts[member].astype(np.float64)) / total
        spread = summed(exposed[member] * (crude[member] - mean[home]) ** 2) / total
        chance = mean * np.bincount(home, minlength=groups) / total
        # Negative means: less spread than chance alone gives. Marshall takes 0 there.
        variance = np.maximum(spread - chance, 0.0)
        mean, variance = mean[group], variance[group]
        own_share = np.where(variance > 0, variance / (variance + mean / exposed), 0.0)
    own_share[~usable] = np.nan
    rates = mean + own_share * (crude - mean)
    neighbourhood = _Neighbourhood(
        members=np.bincount(home, minlength=groups)[group].astype(np.float64),
        counts=summed(counts[member].astype(np.float64))[group],
        exposed=total[group],
        squares=summed(np.square(exposed[member]))[group],
    )
    centre, square = _posterior(counts, exposed, own_share, variance, neighbourhood)
    lower, upper = _gamma_interval(centre, square, confidence)
    return ShrunkRates(
        rates=rates,
        own_share=own_share,
        lower=np.where(usable, np.minimum(lower, rates), np.nan),
        upper=np.where(usable, np.maximum(upper, rates), np.nan),
        mean=mean,
        variance=variance,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Neighbourhood:
    """What each area is drawn to: how many areas, their incidents and what is exposed in them."""

    members: NDArray[np.float64]
    counts: NDArray[np.float64]
    exposed: NDArray[np.float64]
    squares: NDArray[np.float64]


def _posterior(
    counts: NDArray[np.int64],
    exposed: NDArray[np.float64],
    own_share: NDArray[np.float64],
    variance: NDArray[np.float64],
    around: _Neighbourhood,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and variance of each rate, with what is not known of mean and spread.

    Morris: as if less were borrowed, by a factor (k - 3) / (k - 1), since how much to borrow was
    itself estimated from k areas; plus the error of the mean, and that of the share borrowed.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        # Half an incident more: a neighbourhood without any is not certain to stay so.
        mean = (around.counts + 0.5) / around.exposed
        chance = mean / exposed
        fewer = np.maximum(around.members - 3.0, 0.0) / (around.members - 1.0)
        borrowed = (1.0 - own_share) * fewer
        of_mean = mean / around.exposed + variance * around.squares / around.exposed**2
        of_share = 2.0 / np.maximum(around.members - 3.0, 1.0) * np.square(counts / exposed - mean)
        square = chance * (1.0 - borrowed) + np.square(borrowed) * (of_mean + of_share)
    return mean + own_share * (counts / exposed - mean), square


def _gamma_interval(
    mean: NDArray[np.float64], variance: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the middle mass of the gamma distribution with this mean and variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shape, pace = np.square(mean) / variance, mean / variance
    tail = (1.0 - confidence) / 2.0
    lower = scipy.special.gammaincinv(shape, tail) / pace
    upper = scipy.special.gammaincinv(shape, 1.0 - tail) / pace
    return lower, upper

"""Did it change, or did a measure help? Two counts compared, each in its own period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import scipy

from hotspots.statistics.checks import (
    require_confidence,
    require_counts,
    require_positive,
    require_same_length,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Totals looked at on either side of the observed one, in standard deviations: beyond lies less
#: than 1e-20 of the chance, so that a p as small as that still has its digits.
_REACH: Final = 10.0
#: The same for the limits of the ratio, where p is compared with 0,05: less than 1e-6 is missed.
_REACH_OF_LIMIT: Final = 5.0
#: Totals looked at in one go, which bounds the memory.
_AT_ONCE: Final = 1_000_000
#: Halvings of the bracket around a limit of the ratio: to about four digits.
_HALVINGS: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """How each count changed, with what chance would do; every array has shape (n,).

    Attributes
    ----------
    difference, difference_lower, difference_upper
        Incidents in the later period more than the earlier rate gives there, and its interval.
    ratio, ratio_lower, ratio_upper
        Later rate over earlier rate, and its interval: 1 is no change, infinite from nothing to
        something, NaN where neither period has an incident.
    p
        Chance of a difference at least as large, in either direction, had nothing changed. Of one
        area alone: adjust it for the number of areas before marking any.
    """

    difference: NDArray[np.float64]
    difference_lower: NDArray[np.float64]
    difference_upper: NDArray[np.float64]
    ratio: NDArray[np.float64]
    ratio_lower: NDArray[np.float64]
    ratio_upper: NDArray[np.float64]
    p: NDArray[np.float64]


def change_of_counts(
    earlier: NDArray[np.int64],
    later: NDArray[np.int64],
    *,
    earlier_duration: float | NDArray[np.float64] = 1.0,
    later_duration: float | NDArray[np.float64] = 1.0,
    confidence: float = 0.95,
) -> Change:
    """Compare two counts per area by the E-test, and give difference and ratio with an interval.

    A change that is not shown to be there is not shown to be absent: look at the interval. Where
    incidents follow each other (near repeats, fights) p is too small; where the earlier period
    was picked because it was high, a fall follows by itself.

    Parameters
    ----------
    earlier, later : shape (n,)
        Incidents per area, 0 or more.
    earlier_duration, later_duration : one number or shape (n,)
        How long each period is (days), or how much was exposed; above 0. Only their ratio counts.
    confidence
        Of the intervals.

    Raises
    ------
    StatisticError
        If a count is negative, a duration not above 0, or the arrays differ in length.

    References
    ----------
    Krishnamoorthy, K. and Thomson, J. (2004). A more powerful test for comparing two Poisson
    means. Journal of Statistical Planning and Inference 119(1), 23-35,
    doi:10.1016/S0378-3758(02)00408-1. See `etest_p` for the statistic. The interval of the ratio
    holds the ratios which this test does not reject, so that it holds 1 exactly where p is above
    1 - ``confidence``. That of the difference combines the score limits of both counts and is
    approximate (near the border p decides): Zou, G. Y. and Donner, A. (2008). Construction of
    confidence limits about effect measures. Statistics in Medicine 27(10), 1693-1702,
    doi:10.1002/sim.3095.

    Examples
    --------
    From 3 to 0 may well be chance (the example of Krishnamoorthy and Thomson); 30 to 12 is not.

    >>> result = change_of_counts(np.array([3, 30]), np.array([0, 12]))
    >>> result.p.round(4).tolist(), result.ratio.tolist(), result.ratio_upper.round(2).tolist()
    ([0.0884, 0.0051], [0.0, 0.4], [1.15, 0.77])
    """
    require_confidence(confidence)
    share = _earlier_share(earlier, later, earlier_duration, later_duration)
    pairs, place = np.unique(np.column_stack([earlier, later, share]), axis=0, return_inverse=True)
    place = place.ravel()
    before, after, share = pairs.T
    pace = (1.0 - share) / share
    ratio, ratio_lower, ratio_upper = _ratio(before, after, share, pace, confidence)
    difference, lower, upper = _difference(before, after, pace, confidence)
    return Change(
        difference=difference[place],
        difference_lower=lower[place],
        difference_upper=upper[place],
        ratio=ratio[place],
        ratio_lower=ratio_lower[place],
        ratio_upper=ratio_upper[place],
        p=etest_p(before, after, share)[place],
    )


def _earlier_share(
    earlier: NDArray[np.int64],
    later: NDArray[np.int64],
    earlier_duration: float | NDArray[np.float64],
    later_duration: float | NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return which share of all incidents falls in the earlier period if nothing changes."""
    require_counts(earlier)
    require_counts(later)
    require_same_length(earlier=earlier, later=later)
    before = np.asarray(earlier_duration, dtype=np.float64)
    after = np.asarray(later_duration, dtype=np.float64)
    require_positive("earlier_duration", before)
    require_positive("later_duration", after)
    for name, duration in (("earlier_duration", before), ("later_duration", after)):
        if duration.ndim:
            require_same_length(earlier=earlier, **{name: duration})
    return np.broadcast_to(before / (before + after), earlier.shape)


def etest_p(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    share: NDArray[np.float64],
    *,
    reach: float = _REACH,
) -> NDArray[np.float64]:
    """Return the two-sided p of the E-test that two Poisson rates are equal, per pair of counts.

    The standardised difference is compared with its exact distribution at the estimated common
    rate: there the total is Poisson with the observed total as its mean, and given a total the
    earlier count is binomial, so that p is a mixture, over totals, of two binomial tails. The
    difference is divided by the deviation under equal rates. Krishnamoorthy and Thomson divide by
    that of two separate rates: with equal durations this is the same number, but after a long
    period a short one without incidents then counts as more extreme than a sixfold rise, and no
    rise is ever found (12 in three years, then 6 in a quarter: p = 0,25 instead of 0,001). Summed
    exactly, at 5 % it rejects equal rates in 4 to 5,1 % of the cases where ten or more incidents
    are expected together, and in fewer where less are.

    Parameters
    ----------
    before, after : shape (n,)
        Incidents in the earlier and the later period.
    share : shape (n,)
        Which part of them the earlier period has if nothing changes, between 0 and 1.
    reach
        How many deviations from the observed total are looked at.

    References
    ----------
    Krishnamoorthy and Thomson (2004), doi:10.1016/S0378-3758(02)00408-1; Gu, K., Ng, H. K. T.,
    Tang, M. L. and Schucany, W. R. (2008). Testing the ratio of two Poisson rates. Biometrical
    Journal 50(2), 283-298, doi:10.1002/bimj.200710403.

    Examples
    --------
    >>> etest_p(np.array([0.0]), np.array([3.0]), np.array([0.5])).round(4).tolist()
    [0.0884]
    """
    observed = before + after
    unusual = np.abs(before - observed * share)
    p = np.ones(before.shape)
    # Equal rates to the last digit: everything is as extreme.
    todo = np.flatnonzero(unusual > 1e-12 * observed)
    z = np.zeros(before.shape)
    z[todo] = unusual[todo] / np.sqrt(observed[todo] * share[todo] * (1.0 - share[todo]))
    # A Poisson tail is longer than a normal one: a third of the square bounds what is left.
    wide = reach * np.sqrt(observed) + reach**2 / 3.0
    first = np.maximum(np.floor(observed - wide), 1.0)
    size = (np.ceil(observed + wide) - first + 1.0).astype(np.int64)
    for part in _parts(todo, size):
        p[part] = _tails(observed[part], z[part], share[part], first[part], size[part])
    return np.minimum(p, 1.0)


def _parts(todo: NDArray[np.intp], size: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Cut the pairs into runs that fit in memory."""
    if not todo.size:
        return []
    run = np.cumsum(size[todo]) // _AT_ONCE
    return np.split(todo, np.flatnonzero(np.diff(run)) + 1)


def _tails(
    observed: NDArray[np.float64],
    z: NDArray[np.float64],
    share: NDArray[np.float64],
    first: NDArray[np.float64],
    size: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Sum, per pair, over ``size`` totals from ``first``: chance of the total times its tails."""
    begin = np.cumsum(size) - size
    total = np.arange(size.sum()) - np.repeat(begin - first, size)
    part = np.repeat(share, size)
    middle = total * part
    reach = np.repeat(z, size) * np.sqrt(middle * (1.0 - part))
    # The observed pair and pairs as extreme lie on the border: rounding must not lose them.
    rounding = 1e-9 * (1.0 + total)
    at_most = _binomial_up_to(np.floor(middle - reach + rounding), total, part)
    at_least = _binomial_up_to(np.floor(total - middle - reach + rounding), total, 1.0 - part)
    mean = np.repeat(observed, size)
    chance = np.exp(total * np.log(mean) - mean - scipy.special.gammaln(total + 1.0))
    return np.add.reduceat(chance * (at_most + at_least), begin)


def _binomial_up_to(
    most: NDArray[np.float64], total: NDArray[np.float64], part: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the chance of at most ``most`` out of ``total``; 0 where ``most`` is below 0."""
    chance: NDArray[np.float64] = scipy.special.betainc(
        np.maximum(total - most, 1.0), np.maximum(most, 0.0) + 1.0, 1.0 - part
    )
    return np.where(most < 0.0, 0.0, chance)


def _ratio(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    share: NDArray[np.float64],
    pace: NDArray[np.float64],
    confidence: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return later over earlier rate with the lowest and highest that the E-test accepts."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = after / (before * pace)
    lower, upper = np.zeros_like(ratio), np.full_like(ratio, np.inf)
    for bound, some, end in ((lower, after > 0, 1.0), (upper, before > 0, 0.0)):
        outer = _limit_of_share(
            before[some], after[some], share[some], end=end, confidence=confidence
        )
        bound[some] = (1.0 - outer) / outer / pace[some]
    return ratio, lower, upper


def _limit_of_share(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    share: NDArray[np.float64],
    *,
    end: float,
    confidence: float,
) -> NDArray[np.float64]:
    """Return the share nearest to ``end`` (0 or 1) that the E-test accepts, by halving.

    The first try is the share of no change, if it lies in the bracket: so that the interval holds
    a ratio of 1 exactly where the test accepts it, although p jumps a little as the share moves.
    """
    alpha = 1.0 - confidence

    def accepted(tried: NDArray[np.float64]) -> NDArray[np.bool_]:
        return etest_p(before, after, tried, reach=_REACH_OF_LIMIT) > alpha

    near = _clopper_pearson(before, after, end, 0.25)
    far = _clopper_pearson(before, after, end, alpha / 20.0)
    inside = np.where(accepted(near), near, before / (before + after))
    outside = np.where(accepted(far), end, far)
    middle = np.where((share - inside) * (share - outside) < 0.0, share, (inside + outside) / 2.0)
    for _ in range(_HALVINGS):
        some = accepted(middle)
        inside, outside = np.where(some, middle, inside), np.where(some, outside, middle)
        middle = (inside + outside) / 2.0
    return middle


def _clopper_pearson(
    before: NDArray[np.float64], after: NDArray[np.float64], end: float, tail: float
) -> NDArray[np.float64]:
    """Return the exact limit of the earlier share towards ``end``, with ``tail`` beyond it."""
    limit: NDArray[np.float64] = (
        scipy.special.betaincinv(before + 1.0, after, 1.0 - tail)
        if end
        else scipy.special.betaincinv(before, after + 1.0, tail)
    )
    return limit


def _difference(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    pace: NDArray[np.float64],
    confidence: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return how many more than at the earlier pace, with an interval from those of both counts."""
    z_square = scipy.special.ndtri(0.5 + confidence / 2.0) ** 2
    below, above = [], []
    for count, scale in ((before, pace), (after, 1.0)):
        reach = np.sqrt(z_square * (count + z_square / 4.0))
        below.append((count - np.maximum(count + z_square / 2.0 - reach, 0.0)) * scale)
        above.append((z_square / 2.0 + reach) * scale)
    difference = after - before * pace
    lower = difference - np.hypot(below[1], above[0])
    upper = difference + np.hypot(above[1], below[0])
    return difference, lower, upper


class BeforeAfter(NamedTuple):
    """Incidents in one or more areas before and after."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RelativeChange:
    """How an area changed beyond its control.

    Attributes
    ----------
    ratio
        After over expected: below 1 is fewer than without the measure.
    lower, upper
        Interval around ``ratio``.
    expected
        Incidents after, had the area changed in the same proportion as its control.
    """

    ratio: float
    lower: float
    upper: float
    expected: float


def relative_change(
    treated: BeforeAfter,
    control: BeforeAfter,
    *,
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> RelativeChange:
    """Compare the change in a treated area with that in a control area, in proportion.

    It presumes that without the measure both would have changed in the same proportion, so that a
    town that gets quieter is no effect, however busy either is. The periods before and after may
    differ in length, if they do so alike for both. An area treated because it was at a peak falls
    by itself: see `widest`.

    Parameters
    ----------
    treated, control
        Where the measure was taken, and where not. With a 0 among the four numbers half an
        incident is added to each.
    dispersion
        How much more the counts vary than chance, as `dispersion.dispersion_in_place` tells.
    confidence
        Of the interval.

    Raises
    ------
    StatisticError
        If a count is negative or the dispersion not above 0.

    References
    ----------
    The relative effect size of Farrington, D. P., Gill, M., Waples, S. J. and Argomaniz, J. (2007).
    The effects of closed-circuit television on crime. Journal of Experimental Criminology 3(1),
    21-38, doi:10.1007/s11292-007-9024-2, of which this is the inverse; they widen it for
    dispersion as well. The half: Haldane, J. B. S. (1956). The estimation and significance of the
    logarithm of a ratio of frequencies. Annals of Human Genetics 20(4), 309-311,
    doi:10.1111/j.1469-1809.1955.tb01285.x.

    Examples
    --------
    From 200 to 80, where it went from 200 to 160 elsewhere: half of what was to be expected.

    >>> result = relative_change(BeforeAfter(200, 80), BeforeAfter(200, 160))
    >>> result.ratio, result.expected, round(result.lower, 2), round(result.upper, 2)
    (0.5, 160.0, 0.36, 0.7)
    """
    require_confidence(confidence)
    four = np.array([*treated, *control], dtype=np.float64)
    require_counts(np.array([treated, control]))
    require_positive("dispersion", np.array([dispersion]))
    if not four.all():
        four += 0.5
    before, after, control_before, control_after = four.tolist()
    share = control_after / control_before
    reach = float(scipy.special.ndtri(0.5 + confidence / 2.0)) * np.sqrt(
        dispersion * (1.0 / four).sum()
    )
    ratio = after / before / share
    return RelativeChange(
        ratio=ratio,
        lower=float(ratio * np.exp(-reach)),
        upper=float(ratio * np.exp(reach)),
        expected=treated.before * share,
    )


def widest(change: RelativeChange, other: RelativeChange) -> RelativeChange:
    """Return a change with the interval that holds both its own and that of another baseline.

    Whoever picks the busiest areas picks chance as well, and those fall by themselves afterwards.
    A baseline from before the period that was looked at has no part in that. A change that shows
    from both is no such fall; one that shows from the last period alone may be.
    """
    return replace(
        change, lower=min(change.lower, other.lower), upper=max(change.upper, other.upper)
    )

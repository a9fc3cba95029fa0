"""Exact tails of the binomial and the beta-binomial for many areas at once, compiled.

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
#: How near two tries of a logarithm of a ratio are when halving ends.
_PRECISE: Final = 1e-9
#: How far, as a logarithm, a bound is looked for from the observed ratio: a factor of 1e13.
_FAR: Final = 30.0
#: A tail that is nearer than this part to what it is held against, or than this part for each
#: incident in all, may be on either side of it by rounding.
_UNSURE, _UNSURE_EACH = 3e-7, 1e-13
#: How near, as a logarithm of a ratio, a line has to come, and how many are drawn at most.
_CLOSE: Final = 1e-6
_MOST_LINES: Final = 12
#: A share as near to 1 as can still be told from 1.
_NEARLY_ALL: Final = 1.0 - 1e-14
#: A sum that stays below this part of a number stays below it, whatever was rounded.
_SURELY: Final = 1.0 - 1e-6
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


@compiled
def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


@compiled
def _clustered_chance(observed: int, total: int, a: float, b: float) -> float:
    """Return P(X = observed) for X ~ BetaBin(total, a, b)."""
    choose = (
        math.lgamma(total + 1.0) - math.lgamma(observed + 1.0) - math.lgamma(total - observed + 1.0)
    )
    return math.exp(choose + _log_beta(observed + a, total - observed + b) - _log_beta(a, b))


@compiled
def _first_term(
    observed: int, total: int, share: float, dispersion: float
) -> tuple[float, float, float]:
    """Return P(X = observed), and the parameters of the beta-binomial: 0 of a binomial."""
    if dispersion <= 1.0:
        return _chance(observed, total, share), 0.0, 0.0
    a, b = total * share / (dispersion - 1.0), total * (1.0 - share) / (dispersion - 1.0)
    return _clustered_chance(observed, total, a, b), a, b


@compiled
def _tails(observed: int, total: int, share: float, dispersion: float) -> tuple[float, float]:
    """Return P(X <= observed) and P(X >= observed).

    Only the tail away from the mean is summed; the other is what is left. Terms fall towards the
    end that they are summed to, so that the sum stops where a further one changes nothing; but a
    beta-binomial with a parameter below 1 rises again towards that end, and is summed to it.
    """
    binomial = dispersion <= 1.0
    term, a, b = _first_term(observed, total, share, dispersion)
    own, tail, count = term, term, observed
    odds = share / (1.0 - share)
    if observed >= total * share:
        while count < total and (term > _NEGLIGIBLE * tail or (not binomial and b < 1.0)):
            step = odds if binomial else (a + count) / (b + total - count - 1.0)
            term *= (total - count) / (count + 1.0) * step
            count += 1
            tail += term
        tail = min(tail, 1.0)
        return min(1.0 - tail + own, 1.0), tail
    while count > 0 and (term > _NEGLIGIBLE * tail or (not binomial and a < 1.0)):
        step = odds if binomial else (a + count - 1.0) / (b + total - count)
        term *= count / ((total - count + 1.0) * step)
        count -= 1
        tail += term
    tail = min(tail, 1.0)
    return tail, min(1.0 - tail + own, 1.0)


@compiled
def both_tails(
    observed: NDArray[np.int64],
    total: NDArray[np.int64],
    share: NDArray[np.float64],
    dispersion: NDArray[np.float64],
    tails: NDArray[np.float64],
) -> None:
    """Fill P(X <= observed) and P(X >= observed), shape (n, 2); NaN without a share in 0 to 1."""
    for place in range(observed.size):
        tails[place, :] = np.nan
        if 0.0 < share[place] < 1.0:
            tails[place, 0], tails[place, 1] = _tails(
                observed[place], total[place], share[place], dispersion[place]
            )


@compiled
def _reaches(
    observed: int, total: int, share: float, dispersion: float, side: int, least: float
) -> bool:
    """Return whether P(X >= observed), or of side 1 P(X <= observed), is at least ``least``.

    The same as of `_tails`, term by term, but no further than where it is known: terms are never
    below nothing, and of a binomial all that follow are less than a geometric series.
    """
    above = observed >= total * share
    if above != (side == 0) or least >= 1.0:
        return _tails(observed, total, share, dispersion)[1 - side] >= least
    binomial = dispersion <= 1.0
    term, a, b = _first_term(observed, total, share, dispersion)
    tail, count = term, observed
    odds = share / (1.0 - share)
    surely_less = least * _SURELY
    rises = not binomial and ((b < 1.0) if above else (a < 1.0))
    while (count < total if above else count > 0) and (term > _NEGLIGIBLE * tail or rises):
        if tail >= least:
            return True
        if above:
            step = odds if binomial else (a + count) / (b + total - count - 1.0)
            ratio = (total - count) / (count + 1.0) * step
            count += 1
        else:
            step = odds if binomial else (a + count - 1.0) / (b + total - count)
            ratio = count / ((total - count + 1.0) * step)
            count -= 1
        if binomial and ratio < _SURELY and (surely_less - tail) * (1.0 - ratio) > term * ratio:
            return False
        term *= ratio
        tail += term
    return tail >= least


@compiled
def _around_bound(
    count: int,
    whole: int,
    odds: float,
    dispersion: float,
    side: int,
    least: float,
    middle: float,
) -> tuple[float, float]:
    """Return two places close around a bound: one that surely reaches ``least``, one that not.

    The logarithm of a tail bends little, so that a line through two of them soon meets the bound.
    Halving then need only look between these. An end that was not found is where halving begins.
    """
    away = 1.0 if side else -1.0
    surely_in, surely_out = middle, middle + away * _FAR
    goal, unsure = math.log(least), max(_UNSURE, _UNSURE_EACH * whole)
    before, at = middle, middle
    height = _log_tail(count, whole, odds * math.exp(middle), dispersion, side) - goal
    if height <= 0.0:
        return surely_in, surely_out
    # As far as the normal distribution would put it.
    spread = max(dispersion, 1.0) * whole / ((count + 0.5) * (whole - count + 0.5))
    step = away * math.sqrt(spread * max(-2.0 * goal, 1.0))
    for _ in range(_MOST_LINES):
        before, at = at, at + step
        if not min(surely_in, surely_out) < at < max(surely_in, surely_out):
            at = 0.5 * (surely_in + surely_out)
        earlier = height
        height = _log_tail(count, whole, odds * math.exp(at), dispersion, side) - goal
        if height > unsure:
            surely_in = at
        elif height < -unsure:
            surely_out = at
        if height == earlier or not math.isfinite(height):
            break
        step = height * (at - before) / (earlier - height)
        if abs(step) < _CLOSE:
            # A little past it, on the side that has not been seen from near.
            lacking = away if abs(surely_out - at) > abs(surely_in - at) else -away
            step += lacking * _CLOSE
            if max(abs(surely_out - at), abs(surely_in - at)) < 4.0 * _CLOSE:
                break
    return surely_in, surely_out


@compiled
def _log_tail(count: int, whole: int, moved: float, dispersion: float, side: int) -> float:
    chance = min(moved / (1.0 + moved), _NEARLY_ALL)
    return math.log(max(_tails(count, whole, chance, dispersion)[1 - side], 1e-300))


@compiled
def ratio_bounds(
    observed: NDArray[np.int64],
    total: NDArray[np.int64],
    share: NDArray[np.float64],
    dispersion: NDArray[np.float64],
    tail: float,
    bounds: NDArray[np.float64],
) -> None:
    """Fill the lowest and the highest odds ratio whose tail is at least ``tail``, shape (n, 2).

    By halving on the logarithm, to nine digits. A count of nothing has no lower bound, a count
    of all no upper one.
    """
    for place in range(observed.size):
        bounds[place, :] = np.nan
        if not 0.0 < share[place] < 1.0:
            continue
        odds = share[place] / (1.0 - share[place])
        count, whole = observed[place], total[place]
        bounds[place, 0], bounds[place, 1] = 0.0, np.inf
        for side in range(2):
            if (side == 0 and count == 0) or (side == 1 and count == whole):
                continue
            # At the observed odds, a half of an incident aside, both tails hold a lot.
            middle = math.log((count + 0.5) / (whole - count + 0.5) / odds)
            inside, outside = middle, middle + (_FAR if side else -_FAR)
            surely_in, surely_out = _around_bound(
                count, whole, odds, dispersion[place], side, tail, middle
            )
            while abs(outside - inside) > _PRECISE:
                tried = 0.5 * (inside + outside)
                # What lies on the near side of a place that reaches it does too.
                if (tried <= surely_in) if side else (tried >= surely_in):
                    inside = tried
                    continue
                if (tried >= surely_out) if side else (tried <= surely_out):
                    outside = tried
                    continue
                moved = math.exp(tried) * odds
                chance = min(moved / (1.0 + moved), _NEARLY_ALL)
                if _reaches(count, whole, chance, dispersion[place], side, tail):
                    inside = tried
                else:
                    outside = tried
            bounds[place, side] = math.exp(0.5 * (inside + outside))

"""Which hours of the week and months of the year are busier than chance explains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_confidence, require_counts
from hotspots.statistics.conditional import conditional_tails

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Hours; a longer stretch is no busy hour but a busy part of the week.
LONGEST: Final = 6
#: Stretches that are named; more is a list that no one reads.
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class BusyStretch:
    """Hours in a row with more incidents than chance puts there.

    Attributes
    ----------
    first, hours
        Its first hour and how many there are; past the last hour it goes on with the first.
    weight
        Incidents in it, each for the part of it that may lie there.
    expected
        What an even spread over the hours that were asked for gives.
    p
        Upper tail, corrected for every stretch that was looked at.
    """

    first: int
    hours: int
    weight: float
    expected: float
    p: float


def busy_stretches(
    weights: NDArray[np.float64],
    exposure: NDArray[np.float64],
    *,
    alpha: float = 0.05,
    most: int = MOST,
    dispersion: float = 1.0,
) -> tuple[BusyStretch, ...]:
    """Return the busiest stretches of a circle of hours that chance does not explain.

    Every stretch of up to `LONGEST` hours is looked at, and the one with the highest likelihood
    ratio is taken, then the next that does not overlap it; those that touch become one.

    Parameters
    ----------
    weights : shape (k,)
        Incidents per hour, each adding up to one over all hours: a week, or a day.
    exposure : shape (k,)
        How often each hour was there; 0 where it was not asked for.
    alpha
        The largest p, after Bonferroni over all stretches.
    most
        How many are taken.
    dispersion
        Variance over mean of such counts: above 1 where incidents belong together, such as those of
        a night of riots.

    Raises
    ------
    StatisticError
        If the two differ in shape, or a number is below 0 or unknown.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics - Theory and
    Methods 26(6), 1481-1496, doi:10.1080/03610929708831995 (the likelihood ratio).
    Hoeffding, W. (1956). On the distribution of the number of successes in independent trials.
    Annals of Mathematical Statistics 27(3), 713-721, doi:10.1214/aoms/1177728178 (why the binomial
    tail is a bound on that of weights between 0 and 1).

    Examples
    --------
    24 incidents, 12 of which at 20 and 21 hours: six times the two that are expected.

    >>> weights = np.full(24, 12 / 22)
    >>> weights[20:22] = 6.0
    >>> result = busy_stretches(weights, np.ones(24))
    >>> [(stretch.first, stretch.hours, round(stretch.expected, 6)) for stretch in result]
    [(20, 2, 2.0)]
    """
    require_confidence(alpha)
    _require_hours(weights, exposure)
    total = float(weights[exposure > 0].sum())
    if total <= 0:
        return ()
    first, hours = _every_stretch(len(weights), exposure)
    weight, exposed = (_sums(values, first, hours) for values in (weights, exposure))
    expected = total * exposed / exposure.sum()
    gain = _gain(weight, expected, total)
    stretches: list[BusyStretch] = []
    free = np.ones(len(weights), dtype=bool)
    for at in np.argsort(-gain, kind="stable"):
        if gain[at] <= 0 or len(stretches) == most:
            break
        own = (first[at] + np.arange(hours[at])) % len(weights)
        p = min(1.0, _tail(weight[at], total, expected[at] / total, dispersion) * len(first))
        if p > alpha or not free[own].all():
            continue
        free[own] = False
        stretches.append(
            BusyStretch(int(first[at]), int(hours[at]), float(weight[at]), float(expected[at]), p)
        )
    return tuple(_joined(stretches, len(weights)))


def _joined(stretches: list[BusyStretch], size: int) -> list[BusyStretch]:
    """Return stretches of which none begins where another ends, the strongest first."""
    for early in stretches:
        for late in stretches:
            if early is not late and (early.first + early.hours) % size == late.first:
                both = BusyStretch(
                    early.first,
                    early.hours + late.hours,
                    early.weight + late.weight,
                    early.expected + late.expected,
                    max(early.p, late.p),
                )
                at = min(stretches.index(early), stretches.index(late))
                rest = [stretch for stretch in stretches if stretch not in (early, late)]
                return _joined([*rest[:at], both, *rest[at:]], size)
    return stretches


def _every_stretch(
    size: int, exposure: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return first hour and length of every stretch in which each hour was asked for."""
    longest = min(LONGEST, size - 1)
    first = np.tile(np.arange(size), longest)
    hours = np.repeat(np.arange(1, longest + 1), size)
    whole = _sums((exposure > 0).astype(np.float64), first, hours) == hours
    # The whole of what was asked for is no part of it that stands out.
    whole &= hours < np.count_nonzero(exposure)
    return first[whole], hours[whole]


def _sums(
    values: NDArray[np.float64], first: NDArray[np.int64], hours: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the sum over each stretch."""
    summed = np.concatenate([[0.0], np.cumsum(np.tile(values, 2))])
    sums: NDArray[np.float64] = summed[first + hours] - summed[first]
    return sums


def _gain(
    weight: NDArray[np.float64], expected: NDArray[np.float64], total: float
) -> NDArray[np.float64]:
    """Return the log likelihood ratio of each stretch; 0 where there is less than expected."""
    inside = np.minimum(weight, total)
    outside = total - inside
    # Logarithms are subtracted: next to nothing may be expected, and a quotient would overflow.
    ratio = scipy.special.xlogy(inside, inside) - scipy.special.xlogy(inside, expected)
    ratio += scipy.special.xlogy(outside, outside) - scipy.special.xlogy(outside, total - expected)
    return np.where(inside > expected, ratio, 0.0)


def _tail(weight: float, total: float, share: float, dispersion: float) -> float:
    """Return the chance of as much or more, as if each incident lay in one hour.

    Where it may lie in several, it can surprise less: the tail is on the safe side.
    """
    at_least, of = math.floor(weight + 1e-9), math.ceil(total - 1e-9)
    if dispersion <= 1.0 or not at_least:
        return (
            float(scipy.special.betainc(at_least, of - at_least + 1.0, share)) if at_least else 1.0
        )
    counts, totals = np.array([at_least]), np.array([of])
    tails = conditional_tails(counts, totals, np.array([share]), dispersion=dispersion)
    return float(tails.at_least[0])


def _require_hours(weights: NDArray[np.float64], exposure: NDArray[np.float64]) -> None:
    if weights.shape != exposure.shape or weights.ndim != 1:
        raise StatisticError(
            "De uren en hoe vaak ze er waren, passen niet bij elkaar.",
            f"Gevonden: {weights.shape} en {exposure.shape}; verwacht twee gelijke reeksen.",
            "Geef voor elk uur één getal.",
        )
    if not (np.minimum(weights, exposure) >= 0).all():
        raise StatisticError(
            "Een aantal per uur is negatief of onbekend.",
            f"Gevonden: {np.minimum(weights, exposure).min()}; verwacht 0 of meer.",
            "Laat uren zonder gegevens op 0 staan.",
        )


_YEAR: Final = 12
#: A moving year loses half a year at either end, so that two give each month one ratio.
FEWEST_MONTHS: Final = 2 * _YEAR


@dataclass(frozen=True, slots=True, eq=False)
class SeasonalIndex:
    """How busy each month of the year is, per day, against the year around it.

    Attributes
    ----------
    index : shape (12,)
        January first; their mean is 1. 1,2 is a fifth more per day than the moving year.
    years : shape (12,)
        How many ratios each is the mean of. With one or two, chance is most of it.
    """

    index: NDArray[np.float64]
    years: NDArray[np.int64]


def seasonal_index(counts: NDArray[np.int64], first_month: np.datetime64) -> SeasonalIndex:
    """Return the ratio of each month to the centred moving year, per day, averaged over years.

    A ratio to the moving average is not misled by a rise or fall over the years, which simple
    means per month are. It holds for the past: it does not say what the next year brings.

    Parameters
    ----------
    counts : shape (k,)
        Incidents per month, without gaps, complete months only: an incomplete last one is read as
        a drop.
    first_month
        The month of ``counts[0]``.

    Raises
    ------
    StatisticError
        If there are fewer than 24 months, a count is negative, or a whole year has no incident.

    References
    ----------
    Shiskin, J., Young, A. H. and Musgrave, J. C. (1967). The X-11 variant of the Census method II
    seasonal adjustment program. Technical paper 15, US Bureau of the Census (ratio to the centred
    12-month moving average).

    Examples
    --------
    One incident a day, but two a day in every December: 2 against (11 + 2) / 12.

    >>> days = np.diff(np.arange("2021-01", "2024-02", dtype="datetime64[M]").astype("M8[D]"))
    >>> counts = days.astype(np.int64) * np.tile([1] * 11 + [2], 3)
    >>> result = seasonal_index(counts, np.datetime64("2021-01"))
    >>> result.index.round(3)[[0, 11]].tolist(), result.years.tolist()[0]
    ([0.923, 1.846], 2)
    """
    require_counts(counts)
    if counts.size < FEWEST_MONTHS:
        raise StatisticError(
            "Te weinig maanden voor een seizoenspatroon.",
            f"Gevonden: {counts.size}; verwacht ten minste {FEWEST_MONTHS} hele maanden.",
            "Kies een langere periode.",
        )
    months = first_month.astype("datetime64[M]") + np.arange(counts.size + 1)
    per_day = counts / np.diff(months.astype("datetime64[D]")).astype(np.int64)
    # Thirteen months, the outer two for half: a year that has its middle in the middle of a month.
    weights = np.array([0.5, *[1.0] * (_YEAR - 1), 0.5]) / _YEAR
    around = np.convolve(per_day, weights, mode="valid")
    if not (around > 0).all():
        raise StatisticError(
            "Een heel jaar heeft geen incidenten.",
            "Gevonden: 0; verwacht ten minste 1 per jaar.",
            "Kies een andere periode of soort.",
        )
    half = _YEAR // 2
    month = months[half : half + around.size].astype(np.int64) % _YEAR
    ratio = per_day[half : half + around.size] / around
    years = np.bincount(month, minlength=_YEAR)
    index = np.bincount(month, weights=ratio, minlength=_YEAR) / years
    return SeasonalIndex(index=index / index.mean(), years=years)

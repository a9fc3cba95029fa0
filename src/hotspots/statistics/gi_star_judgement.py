"""What a map of Gi* says, and the test behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.geography.compiled import compiled
from hotspots.statistics.binomial_kernels import two_sided_tails
from hotspots.statistics.conditional import conditional_ratio, conditional_tails
from hotspots.statistics.false_discovery import benjamini_hochberg
from hotspots.statistics.permutation import conditional_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.conditional import Side


Test = Literal["exact", "normal", "permutation"]
#: A table of every size and count is worth its room up to this many entries per area.
LARGEST_TABLE: Final = 8
_Type = TypeVar("_Type", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class GiStar:
    """Gi* of every area, with its test and what was chosen on the way.

    Attributes
    ----------
    z : shape (n,)
        The score: standard deviations above what the exposure explains. Not for judging
        significance. NaN, as in ``p``: not determinable.
    p : shape (n,)
        Before any correction: twice the smaller tail, at most 1, or the upper tail where only
        hotspots are looked for. NaN for an area
        without neighbours, one that has the whole map as neighbourhood, or one without exposure.
    p_adjusted : shape (n,)
        The same after Benjamini-Hochberg over the tested areas: mark what is at most ``alpha``.
    observed : shape (n,)
        Incidents in the neighbourhood, the area itself included.
    expected : shape (n,)
        Incidents there if they followed the exposure.
    hot, cold : shape (n,)
        Marked: more, or fewer, than expected, beyond chance, and by at least ``minimum_ratio``.
    significant : shape (n,)
        Beyond chance, by how little it may be.
    ratio : shape (n,)
        Observed over expected; NaN as in ``p``.
    lower, upper : shape (n,)
        Where the area is significant, an interval corrected for how many are: it leaves out 1.
        NaN elsewhere, and everywhere where no minimum was asked.
    total
        Incidents on the map.
    tested
        How many areas have a p.
    alpha
        The share of the marked areas that may be chance.
    test
        How ``p`` was found.
    even
        Whether every area was expected to hold as many incidents as any other.
    level
        At which level the intervals are made: the line of Benjamini-Hochberg on this map.
    dispersion
        Variance of a count over its mean that was counted with.
    minimum_ratio
        How many times what is expected a hotspot has at least, by its lower bound.
    side
        Whether coldspots were looked for too.
    typical_share
        The part of all exposure that lies around the typical unit of it, such as a household: half
        have more around them, half have less. NaN where nothing was tested, or no minimum asked.
    """

    z: NDArray[np.float64]
    p: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    hot: NDArray[np.bool_]
    cold: NDArray[np.bool_]
    total: int
    tested: int
    alpha: float
    test: Test
    even: bool
    significant: NDArray[np.bool_]
    ratio: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    level: float
    dispersion: float
    minimum_ratio: float
    side: Side
    typical_share: float


@dataclass(frozen=True, slots=True)
class Rules:
    """How a map is judged: see `hotspots.statistics.gi_star.gi_star_cells`."""

    alpha: float
    test: Test
    permutations: int
    seed: int
    dispersion: float = 1.0
    minimum_ratio: float | None = None
    side: Side = "both"


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """What lies in the neighbourhood of each area; exposure is None where it is even.

    ``counts`` and ``exposure`` are those of the areas, the others those of the neighbourhoods.
    Neighbourhoods that are alike may be there once, with how many ``times`` they are on the map.
    """

    counts: NDArray[np.int64]
    observed: NDArray[np.int64]
    size: NDArray[np.int64]
    exposure: NDArray[np.float64] | None = None
    around: NDArray[np.float64] | None = None
    times: NDArray[np.int64] | None = None

    @property
    def total(self) -> int:
        """Incidents on the map."""
        return int(self.counts.sum())

    def share(self) -> NDArray[np.float64]:
        """Return the part of the map's exposure that each neighbourhood holds."""
        if self.exposure is None or self.around is None:
            even: NDArray[np.float64] = self.size / self.counts.size
            return even
        given: NDArray[np.float64] = self.around / self.exposure.sum()
        return given

    def number(self, where: NDArray[np.bool_]) -> int:
        """Return how many areas have one of these neighbourhoods."""
        return int(np.count_nonzero(where) if self.times is None else self.times[where].sum())


def judge(windows: Windows, rules: Rules) -> GiStar:
    """Turn what lies around each area into scores, p-values and marks."""
    # A draw of permutations is of one area, and differs from that of another like it.
    if windows.exposure is not None or rules.test == "permutation":
        return _judged(windows, rules)
    counts = int(windows.observed.max()) + 1
    pairs = (int(windows.size.max()) + 1) * counts
    if pairs > LARGEST_TABLE * windows.size.size:
        return _judged(windows, rules)
    # Where the exposure is even, most neighbourhoods share their size and count with others, and
    # with them all that is said of them: each pair of those is judged, and sorted, once.
    seen, times, which = _pairs_seen(windows.size, windows.observed, counts, pairs)
    alike = Windows(windows.counts, seen % counts, seen // counts, times=times)
    return _among_areas(_judged(alike, rules), windows.observed, which)


@compiled
def _pairs_seen(
    size: NDArray[np.int64], observed: NDArray[np.int64], counts: int, pairs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return which pairs there are, size x counts + observed, how often, and which is whose."""
    number = np.zeros(pairs, np.int64)
    different = 0
    for area in range(size.size):
        pair = size[area] * counts + observed[area]
        different += number[pair] == 0
        number[pair] += 1
    seen, times = np.empty(different, np.int64), np.empty(different, np.int64)
    place = 0
    for pair in range(pairs):
        if number[pair] > 0:
            seen[place], times[place] = pair, number[pair]
            number[pair] = place
            place += 1
    which = np.empty(size.size, np.int64)
    for area in range(size.size):
        which[area] = number[size[area] * counts + observed[area]]
    return seen, times, which


def _judged(windows: Windows, rules: Rules) -> GiStar:
    """Judge every neighbourhood."""
    total, share = windows.total, windows.share()
    expected = total * share
    determinable = (windows.size > 1) & (windows.size < windows.counts.size)
    z = np.where(determinable, _score(windows, share, expected), np.nan)
    if rules.test == "exact":
        p = _exact(windows, np.where(determinable, share, np.nan), rules)
    else:
        p = _normal(z, rules.side) if rules.test == "normal" else _permuted(windows, rules)
        p = np.where(determinable, p, np.nan)
    p_adjusted = benjamini_hochberg(p, times=windows.times)
    significant = p_adjusted <= rules.alpha
    tested = windows.number(~np.isnan(p))
    level = rules.alpha * max(windows.number(significant), 1) / max(tested, 1)
    tested_share = np.where(np.isnan(p), np.nan, share)
    weight = windows.exposure if windows.times is None else windows.times
    ratio, lower, upper = _ratios(windows, tested_share, significant, rules, level)
    minimum = rules.minimum_ratio or 1.0
    large, small = (True, True) if minimum <= 1.0 else (lower > minimum, upper < 1.0 / minimum)
    return GiStar(
        z=z,
        p=p,
        p_adjusted=p_adjusted,
        observed=windows.observed,
        expected=expected,
        hot=significant & (windows.observed > expected) & large,
        cold=significant & (windows.observed < expected) & small,
        total=total,
        tested=tested,
        alpha=rules.alpha,
        test=rules.test,
        even=windows.exposure is None,
        significant=significant,
        ratio=ratio,
        lower=lower,
        upper=upper,
        level=level,
        dispersion=rules.dispersion,
        minimum_ratio=minimum,
        side=rules.side,
        typical_share=math.nan if rules.minimum_ratio is None else _typical(tested_share, weight),
    )


def _typical(share: NDArray[np.float64], exposure: NDArray[np.generic] | None) -> float:
    """Return the median share of the tested, each area weighing what is exposed in it."""
    tested = np.flatnonzero(~np.isnan(share))
    if not tested.size:
        return math.nan
    order = tested[np.argsort(share[tested])]
    weight = np.ones(len(share)) if exposure is None else exposure
    reached = np.cumsum(weight[order])
    return float(share[order[np.searchsorted(reached, reached[-1] / 2.0)]])


def _ratios(
    windows: Windows,
    share: NDArray[np.float64],
    significant: NDArray[np.bool_],
    rules: Rules,
    level: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return observed over expected, and its bounds where the area is significant; else NaN."""
    bounds = np.full((2, len(share)), np.nan)
    with np.errstate(invalid="ignore"):
        ratio = windows.observed / (windows.total * share)
    if rules.minimum_ratio is not None and significant.any():
        here = share[significant]
        totals = np.full(len(here), windows.total, dtype=np.int64)
        _, *result = conditional_ratio(
            windows.observed[significant],
            totals,
            here,
            dispersion=rules.dispersion,
            alpha=level,
            side=rules.side,
        )
        for at, bound in enumerate(result):
            # From a rate beside the rate elsewhere to a count beside what is expected.
            with np.errstate(invalid="ignore"):
                among = np.where(np.isinf(bound), 1.0 / here, bound / (1.0 - here + bound * here))
            bounds[at, significant] = among
    return ratio, bounds[0], bounds[1]


def _score(
    windows: Windows, share: NDArray[np.float64], expected: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return Gi* z; with exposure, its form for areas that are not expected to be alike.

    The spread is that of the binomial, widened by how much more the areas differ than Poisson
    counts would (Pearson's dispersion). With even exposure this is the formula of Ord and Getis,
    term by term.
    """
    n = windows.counts.size
    parts = 1.0 / n if windows.exposure is None else windows.exposure / windows.exposure.sum()
    own = windows.total * parts
    dispersion = float((np.square(windows.counts - own) / own).mean())
    if math.isclose(dispersion, 0.0, abs_tol=1e-12):
        refuse_equal(n)
    variance = np.maximum(dispersion * expected * (1.0 - share) * n / max(n - 1, 1), 0.0)
    z = np.full(windows.size.size, np.nan)
    np.divide(windows.observed - expected, np.sqrt(variance), out=z, where=variance > 0.0)
    return z


def _exact(windows: Windows, share: NDArray[np.float64], rules: Rules) -> NDArray[np.float64]:
    """Return the tail of Bin(total, share) per neighbourhood.

    With a dispersion above 1 it is the beta-binomial of as much spread.
    """
    if rules.dispersion <= 1.0 and rules.side == "both":
        return two_sided_tails(windows.observed, share, windows.total)
    totals = np.full(len(share), windows.total, dtype=np.int64)
    tails = conditional_tails(windows.observed, totals, share, dispersion=rules.dispersion)
    return tails.p(rules.side)


def _normal(z: NDArray[np.float64], side: Side) -> NDArray[np.float64]:
    if side == "more":
        upper: NDArray[np.float64] = scipy.special.ndtr(-z)
        return upper
    p: NDArray[np.float64] = scipy.special.erfc(np.abs(z) / math.sqrt(2.0))
    return p


def _permuted(windows: Windows, rules: Rules) -> NDArray[np.float64]:
    if rules.side == "more":
        raise StatisticError(
            "Permutaties zoeken naar meer en minder tegelijk.",
            "Gevonden: alleen naar meer gevraagd.",
            "Kies de exacte toets, of zoek naar meer en minder.",
        )
    if windows.exposure is not None:
        raise StatisticError(
            "Permutaties gaan ervan uit dat elk gebied evenveel kans heeft.",
            "Gevonden: een verwachting per gebied, zoals huishoudens.",
            "Kies de exacte toets, of een gelijke verwachting.",
        )
    counts = windows.counts.astype(np.float64)
    return conditional_p(
        counts,
        windows.size - 1,
        windows.observed - counts,
        permutations=rules.permutations,
        seed=rules.seed,
    )


def _among_areas(result: GiStar, observed: NDArray[np.int64], which: NDArray[np.int64]) -> GiStar:
    """Give each area what is said of its neighbourhood, which others may share."""
    lower = result.lower[which]
    # Where no minimum was asked there are no bounds, and nothing to look up twice.
    upper = lower if np.isnan(result.upper).all() else result.upper[which]
    return replace(
        result,
        z=result.z[which],
        p=result.p[which],
        p_adjusted=result.p_adjusted[which],
        observed=observed,
        expected=result.expected[which],
        hot=result.hot[which],
        cold=result.cold[which],
        significant=result.significant[which],
        ratio=result.ratio[which],
        lower=lower,
        upper=upper,
    )


def spread_back(result: GiStar, inside: NDArray[np.bool_]) -> GiStar:
    """Put results back among the areas that were left out: NaN, nothing seen or expected."""

    def among(part: NDArray[_Type], fill: float) -> NDArray[_Type]:
        whole = np.full(inside.shape, fill, dtype=part.dtype)
        whole[inside] = part
        return whole

    return replace(
        result,
        z=among(result.z, np.nan),
        p=among(result.p, np.nan),
        p_adjusted=among(result.p_adjusted, np.nan),
        observed=among(result.observed, 0),
        expected=among(result.expected, 0),
        hot=among(result.hot, 0),
        cold=among(result.cold, 0),
        significant=among(result.significant, 0),
        ratio=among(result.ratio, np.nan),
        lower=among(result.lower, np.nan),
        upper=among(result.upper, np.nan),
    )


def refuse_equal(n: int) -> None:
    """Stop: without differences there is nothing to find.

    Raises
    ------
    StatisticError
        Always.
    """
    raise StatisticError(
        "Alle gebieden zijn gelijk: er is geen plek die meer of minder is.",
        f"Gevonden: {n} gebieden met precies wat verwacht wordt.",
        "Kies een langere periode, meer soorten of kleinere cellen.",
    )


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

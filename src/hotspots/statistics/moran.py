"""Moran's I: whether areas resemble their neighbours, on the whole map and in each place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_counts, require_same_length, require_square
from hotspots.statistics.false_discovery import benjamini_hochberg
from hotspots.statistics.permutation import (
    PERMUTATIONS,
    SEED,
    conditional_p,
    deal,
    products_of_pairs,
    require_permutations,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Quadrants as esda and GeoDa number them: the area, then its neighbours.
HIGH_HIGH: Final = 1
LOW_HIGH: Final = 2
LOW_LOW: Final = 3
HIGH_LOW: Final = 4
#: Maps of incidents dealt over the population: the smallest p is then 2 / 10.000, which survives
#: the correction for 250 areas.
BOOTSTRAPS: Final = 9_999
#: Maps that are made at once: a few megabytes.
_AT_ONCE: Final = 1_000
#: Two scores that differ by less are the same.
_SAME: Final = 1e-9
#: Two sums of the same numbers in another order differ by less than this.
_ROUNDING: Final = 1e-12
_Type = TypeVar("_Type", bound=np.generic)


@dataclass(frozen=True, slots=True)
class GlobalMoran:
    """Moran's I of a map and its test.

    Attributes
    ----------
    statistic
        About 1: neighbours are alike; about 0: no pattern; below: they alternate.
    expected
        What chance gives on average: -1 / (areas - 1).
    p
        Two-sided, by permutation of the values over the areas.
    areas
        How many areas have a value.
    permutations, seed
        With what ``p`` was found.
    """

    statistic: float
    expected: float
    p: float
    areas: int
    permutations: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran:
    """Local Moran of every area and its test.

    Attributes
    ----------
    statistic : shape (n,)
        Above 0: like its neighbours; below: unlike them. NaN, as in ``p``: no value or no
        neighbour with a value, not determinable.
    p : shape (n,)
        Two-sided, by conditional permutation, before any correction.
    p_adjusted : shape (n,)
        The same after Benjamini-Hochberg over the tested areas.
    quadrant : shape (n,)
        `HIGH_HIGH`, `LOW_HIGH`, `LOW_LOW` or `HIGH_LOW` (the area, then its neighbours), whether
        significant or not; 0: not determinable.
    tested
        How many areas have a p.
    permutations, seed
        With what ``p`` was found.
    bootstraps
        How often incidents were dealt over the population as well; 0: they were not.
    """

    statistic: NDArray[np.float64]
    p: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
    quadrant: NDArray[np.int8]
    tested: int
    permutations: int
    seed: int
    bootstraps: int = 0


def moran(
    values: NDArray[np.float64],
    weights: scipy.sparse.csr_array,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> GlobalMoran:
    """Measure whether neighbouring areas resemble each other more than chance would have it.

    It says nothing of where. Crude rates resemble each other less than they should, because those
    of small areas jump about: use `assuncao_reis` for rates.

    Parameters
    ----------
    values : shape (n,)
        One number per area; an area with NaN is left out, also as a neighbour.
    weights : shape (n, n)
        Not 0 where areas are neighbours; the diagonal is ignored. Every area counts its
        neighbours equally (row-standardised).
    permutations
        How often the values are dealt anew; the smallest p is 2 / (permutations + 1).
    seed
        The same seed gives the same p.

    Returns
    -------
    GlobalMoran
        The statistic, and a p that is twice the smaller (M + 1) / (R + 1) of both sides.

    Raises
    ------
    StatisticError
        If all values are equal, nothing has a neighbour, or the weights have another size.

    References
    ----------
    Cliff, A. D. and Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion. Moran,
    P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37(1-2), 17-23,
    doi:10.1093/biomet/37.1-2.17.

    Examples
    --------
    Four areas in a row, rising: deviations -1.5, -.5, .5, 1.5, those of their neighbours on
    average -.5, -.5, .5, .5; so 4 / 4 x (.75 + .25 + .25 + .75) / 5.

    >>> row = scipy.sparse.csr_array(np.eye(4, k=1) + np.eye(4, k=-1))
    >>> result = moran(np.array([1.0, 2, 3, 4]), row)
    >>> round(result.statistic, 6), round(result.expected, 3)
    (0.4, -0.333)
    """
    require_permutations(permutations)
    known = _Known.of(values, weights)
    deviation, lags = known.deviation, known.row_standardised()
    scale = deviation.size / (np.count_nonzero(known.neighbours) * known.squares)
    observed = float(scale * (deviation * (lags @ deviation)).sum())
    chance = scale * _dealt_anew(deviation, lags, permutations, seed)
    as_large = np.count_nonzero(chance >= observed - _ROUNDING)
    as_small = np.count_nonzero(chance <= observed + _ROUNDING)
    return GlobalMoran(
        statistic=observed,
        expected=-1.0 / (deviation.size - 1),
        p=min(2.0 * (min(as_large, as_small) + 1) / (permutations + 1), 1.0),
        areas=deviation.size,
        permutations=permutations,
        seed=seed,
    )


def local_moran(
    values: NDArray[np.float64],
    weights: scipy.sparse.csr_array,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> LocalMoran:
    """Find areas that resemble their neighbours, or stand out from them, beyond chance.

    A high-high area need not be the worst: its neighbours are high too. With 999 permutations no
    p is below .002, so that after correction nothing remains on a map of hundreds of areas: take
    99.999 there.

    Parameters
    ----------
    values, weights, permutations, seed
        As in `moran`.

    Returns
    -------
    LocalMoran
        In the order of ``values``.

    Raises
    ------
    StatisticError
        If all values are equal, nothing has a neighbour, or the weights have another size.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis
    27(2), 93-115, doi:10.1111/j.1538-4632.1995.tb00338.x.

    Examples
    --------
    Three low areas in a row, then two high ones: deviations -2, -2, -2, 3, 3 with squares that
    add up to 30, those of the neighbours -2, -2, .5, .5, 3; so 4 / 30 x 4 for the first.

    >>> row = scipy.sparse.csr_array(np.eye(5, k=1) + np.eye(5, k=-1))
    >>> result = local_moran(np.array([1.0, 1, 1, 6, 6]), row)
    >>> result.statistic.round(3).tolist(), result.quadrant.tolist()
    ([0.533, 0.533, -0.133, 0.2, 1.2], [3, 3, 2, 1, 1])
    """
    known = _Known.of(values, weights)
    deviation, has = known.deviation, known.neighbours > 0
    lag = known.row_standardised() @ deviation
    # n - 1 and not n, as in esda and GeoDa, so that numbers can be compared digit by digit.
    scale = (deviation.size - 1) / known.squares
    numbers = np.asarray(values, dtype=np.float64)[known.places]
    # The area's own value stays where it is, so the sum over its neighbours is all that varies;
    # of the values as given, because sums of whole numbers do not round.
    p = conditional_p(
        numbers,
        known.neighbours,
        known.pattern @ numbers,
        permutations=permutations,
        seed=seed,
    )
    quadrant = np.where(
        deviation > 0,
        np.where(lag > 0, HIGH_HIGH, HIGH_LOW),
        np.where(lag > 0, LOW_HIGH, LOW_LOW),
    )
    n = len(values)
    return LocalMoran(
        statistic=known.among(np.where(has, scale * deviation * lag, np.nan), n),
        p=known.among(p, n),
        p_adjusted=known.among(benjamini_hochberg(p), n),
        quadrant=known.among(np.where(has, quadrant, 0).astype(np.int8), n, fill=0),
        tested=int(np.count_nonzero(has)),
        permutations=permutations,
        seed=seed,
    )


def local_moran_of_counts(
    events: NDArray[np.int64],
    population: NDArray[np.float64],
    weights: scipy.sparse.csr_array,
    *,
    dispersion: float = 1.0,
    permutations: int = PERMUTATIONS,
    bootstraps: int = BOOTSTRAPS,
    seed: int = SEED,
) -> LocalMoran:
    """Find areas that resemble their neighbours, or not, beyond two kinds of chance.

    Scores of small counts are skew, the more so the smaller the area: dealing them over the map
    as `local_moran` does marks something on one in four maps of 20 incidents without a pattern.
    So the neighbours have to stand out twice: against scores dealt over the map, and against
    scores of incidents dealt over the population.

    Parameters
    ----------
    events, population
        As in `assuncao_reis`.
    weights, permutations, seed
        As in `moran`.
    dispersion
        How many times the variance of a count is that of chance: 1 deals incidents one by one,
        above 1 in areas whose share itself varies (Dirichlet-multinomial).
    bootstraps
        How often the incidents are dealt over the population.

    Returns
    -------
    LocalMoran
        Statistic and quadrant are those of `local_moran` on the scores of `assuncao_reis`; ``p``
        is the larger of both.

    Raises
    ------
    StatisticError
        As `assuncao_reis` and `local_moran`, and if the dispersion is below 1.

    References
    ----------
    Assunção and Reis (1999) deal the counts by Monte Carlo in the same way, for the whole map.
    Mosimann, J. E. (1962). On the compound multinomial distribution. Biometrika 49(1-2), 65-82,
    doi:10.1093/biomet/49.1-2.65.

    Examples
    --------
    Two incidents in a row of 30 areas with 10 to 300 households, both among the smallest: dealt
    over the map the scores are rare beside each other, and dealt over households not rare enough.

    >>> row = scipy.sparse.csr_array(np.eye(30, k=1) + np.eye(30, k=-1))
    >>> counts, homes = np.zeros(30, dtype=np.int64), np.arange(10.0, 310.0, 10.0)
    >>> counts[[4, 5]] = 1
    >>> local = local_moran(assuncao_reis(counts, homes), row)
    >>> both = local_moran_of_counts(counts, homes, row)
    >>> bool((both.p[~np.isnan(both.p)] >= local.p[~np.isnan(both.p)]).all())
    True
    """
    score = assuncao_reis(events, population)
    dealt_over_map = local_moran(score, weights, permutations=permutations, seed=seed)
    known = _Known.of(score, weights)
    share = population[known.places] / population[known.places].sum()
    total = int(events[known.places].sum())
    as_large, as_small = np.zeros((2, share.size))
    lags = known.row_standardised()
    observed = _studentised_lag(known.deviation[np.newaxis], lags)[0]
    rng = np.random.default_rng(seed)
    for first in range(0, bootstraps, _AT_ONCE):
        maps = min(_AT_ONCE, bootstraps - first)
        counts = deal(total, share, maps, dispersion=dispersion, rng=rng)
        lag = _studentised_lag(_scores(counts, population[known.places]), lags)
        as_large += (lag >= observed - _SAME).sum(axis=0)
        as_small += (lag <= observed + _SAME).sum(axis=0)
    two_sided = np.minimum(2.0 * (np.minimum(as_large, as_small) + 1) / (bootstraps + 1), 1.0)
    p = np.fmax(dealt_over_map.p, known.among(two_sided, len(score)))
    p[np.isnan(dealt_over_map.p)] = np.nan
    return replace(dealt_over_map, p=p, p_adjusted=benjamini_hochberg(p), bootstraps=bootstraps)


def _scores(counts: NDArray[np.int64], population: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores of `assuncao_reis` for several maps at once, shape (maps, n)."""
    rate = counts / population
    everyone = population.sum()
    mean = counts.sum(axis=1, keepdims=True) / everyone
    spread = (population * np.square(rate - mean)).sum(axis=1, keepdims=True) / everyone
    variance = spread - mean / population.mean() + mean / population
    variance = np.where(variance <= 0, mean / population, variance)
    scores: NDArray[np.float64] = (rate - mean) / np.sqrt(variance)
    return scores


def _studentised_lag(
    scores: NDArray[np.float64], lags: scipy.sparse.csr_array
) -> NDArray[np.float64]:
    """Return the mean of the neighbours on several maps, in standard deviations of the map."""
    deviation = scores - scores.mean(axis=1, keepdims=True)
    lag: NDArray[np.float64] = (lags @ deviation.T).T / deviation.std(axis=1, keepdims=True)
    return lag


def assuncao_reis(
    events: NDArray[np.int64], population: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return rates as standard deviations from the mean, each by the spread fit for its size.

    For `moran` and `local_moran` only: the rate of a small area no longer jumps out, but these
    are no rates to show.

    Parameters
    ----------
    events : shape (n,)
        Incidents per area, 0 or more.
    population : shape (n,)
        Things exposed per area; NaN or 0 where there are none.

    Returns
    -------
    shape (n,)
        Without unit; NaN where there is no population.

    Raises
    ------
    StatisticError
        If a count is negative, the arrays differ in length, or there are no events at all.

    References
    ----------
    Assunção, R. M. and Reis, E. A. (1999). A new proposal to adjust Moran's I for population
    density. Statistics in Medicine 18(16), 2147-2162,
    doi:10.1002/(SICI)1097-0258(19990830)18:16<2147::AID-SIM179>3.0.CO;2-I.

    Examples
    --------
    Eight areas; the numbers of esda's ``assuncao_rate``.

    >>> events = np.array([30, 25, 25, 15, 33, 21, 30, 20])
    >>> population = np.array([100.0, 100, 110, 90, 100, 90, 110, 90])
    >>> assuncao_reis(events, population)[:4].round(6).tolist()
    [1.038436, -0.040991, -0.562504, -1.730619]
    """
    require_counts(events)
    require_same_length(events=events, population=population)
    peopled = np.isfinite(population) & (population > 0)
    count, people = events[peopled].astype(np.float64), population[peopled]
    if not count.any():
        raise StatisticError(
            "Er zijn geen incidenten in gebieden met een noemer.",
            f"Gevonden: {count.size} gebieden met een noemer, samen 0 incidenten.",
            "Kies een langere periode of meer soorten.",
        )
    rate, mean = count / people, count.sum() / people.sum()
    between = (people * np.square(rate - mean)).sum() / people.sum() - mean / people.mean()
    variance = between + mean / people
    # Where the areas differ less than chance alone would have it, only chance is left.
    variance = np.where(variance <= 0, mean / people, variance)
    score = np.full(events.shape, np.nan)
    score[peopled] = (rate - mean) / np.sqrt(variance)
    return score


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The areas that have a value, and their neighbours among each other."""

    places: NDArray[np.intp]
    deviation: NDArray[np.float64]
    pattern: scipy.sparse.csr_array
    neighbours: NDArray[np.int64]

    @classmethod
    def of(cls, values: NDArray[np.float64], weights: scipy.sparse.csr_array) -> _Known:
        numbers = np.asarray(values, dtype=np.float64)
        require_square(weights, numbers.size)
        places = np.flatnonzero(np.isfinite(numbers))
        pattern = scipy.sparse.csr_array(weights != 0).astype(np.float64)
        pattern = _without_self(
            pattern if places.size == numbers.size else pattern[places][:, places]
        )
        neighbours = np.diff(pattern.indptr).astype(np.int64)
        if places.size == 0 or np.ptp(numbers[places]) == 0.0 or not neighbours.any():
            raise StatisticError(
                "Moran vergelijkt buren die verschillen, en die zijn er niet.",
                f"Gevonden: {places.size} gebieden met een waarde, "
                f"{np.count_nonzero(neighbours)} daarvan met een buur.",
                "Kies een langere periode, meer soorten of meer gebieden.",
            )
        return cls(places, numbers[places] - numbers[places].mean(), pattern, neighbours)

    @property
    def squares(self) -> float:
        """The sum of the squared deviations."""
        # Not the product of a vector with itself: for that, BLAS wakes its threads, which on a
        # busy machine costs more than all else here.
        return float(np.square(self.deviation).sum())

    def row_standardised(self) -> scipy.sparse.csr_array:
        """Return weights that add up to 1 per area; a row without neighbours stays empty."""
        each = np.repeat(1.0 / np.maximum(self.neighbours, 1), self.neighbours)
        return scipy.sparse.csr_array(
            (each, self.pattern.indices, self.pattern.indptr), shape=self.pattern.shape
        )

    def among(self, part: NDArray[_Type], n: int, fill: float = np.nan) -> NDArray[_Type]:
        """Put results back among the areas without a value."""
        whole = np.full(n, fill, dtype=part.dtype)
        whole[self.places] = part
        return whole


def _dealt_anew(
    deviation: NDArray[np.float64], lags: scipy.sparse.csr_array, permutations: int, seed: int
) -> NDArray[np.float64]:
    """Return the sum of products of neighbours for each permutation of the values."""
    # A pair gives the same product from either side: half the work.
    pairs = scipy.sparse.csr_array(scipy.sparse.triu(lags + lags.T))
    sums = np.empty(permutations)
    products_of_pairs(
        deviation.copy(),
        pairs.indptr.astype(np.int32),
        pairs.indices.astype(np.int32),
        pairs.data,
        np.random.default_rng(seed),
        sums,
    )
    return sums


def _without_self(pattern: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    """Return the neighbours without the diagonal."""
    if not pattern.diagonal().any():
        return pattern
    pairs = pattern.tocoo()
    apart = pairs.row != pairs.col
    return scipy.sparse.csr_array(
        (pairs.data[apart], (pairs.row[apart], pairs.col[apart])), shape=pattern.shape
    )


def warm_up() -> None:
    """Compile or load the loops, so that the first map need not wait for the compiler."""
    pair = scipy.sparse.csr_array(np.array([[0.0, 1.0], [1.0, 0.0]]))
    moran(np.arange(2.0), pair, permutations=1)
    local_moran(np.arange(2.0), pair, permutations=1)

"""Maps by chance: conditional permutations, and incidents dealt by what is exposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def products_of_pairs(
    values: NDArray[np.float64],
    start: NDArray[np.int32],
    other: NDArray[np.int32],
    weight: NDArray[np.float64],
    rng: np.random.Generator,
    sums: NDArray[np.float64],
) -> None:
    """Fill ``sums`` with the weighted products of all pairs, the values dealt anew for each.

    The pairs of the i-th place stand in ``other`` and ``weight`` from ``start[i]`` to
    ``start[i + 1]``; ``values`` is shuffled in place.
    """
    for draw in range(sums.size):
        for turn in range(values.size - 1, 0, -1):
            taken = int(rng.random() * (turn + 1))
            values[turn], values[taken] = values[taken], values[turn]
        total = 0.0
        for place in range(values.size):
            around = 0.0
            for pair in range(start[place], start[place + 1]):
                around += weight[pair] * values[other[pair]]
            total += values[place] * around
        sums[draw] = total


@compiled
def draw_places(uniform: NDArray[np.float64], n_places: int) -> NDArray[np.int64]:
    """Turn every row of uniform numbers into places without repeats, in random order."""
    draws, length = uniform.shape
    order = np.arange(n_places)
    places = np.empty((draws, length), np.int64)
    swapped = np.empty(length, np.int64)
    for draw in range(draws):
        for turn in range(length):
            other = turn + int(uniform[draw, turn] * (n_places - turn))
            order[turn], order[other] = order[other], order[turn]
            places[draw, turn] = order[turn]
            swapped[turn] = other
        # Undo, last swap first: cheaper than a fresh order for every draw.
        for turn in range(length - 1, -1, -1):
            other = swapped[turn]
            order[turn], order[other] = order[other], order[turn]
    return places


@compiled
def two_sided_of_sums(
    values: NDArray[np.float64],
    neighbours: NDArray[np.int64],
    observed: NDArray[np.float64],
    places: NDArray[np.int64],
    tolerance: float,
) -> NDArray[np.float64]:
    """Return the two-sided p of the sum of each place's neighbours; NaN for a place without.

    All places share the draws: the first k of a draw are the neighbours of a place that has k. A
    place cannot be its own neighbour: where a draw holds it among those k, the next in line
    takes its seat. So one sorted list of sums per k answers for all places with k neighbours, up
    to the few draws that hold the place itself.
    """
    draws, length = places.shape
    n_places = values.size
    sums = np.zeros((length + 1, draws))
    for draw in range(draws):
        for turn in range(length):
            sums[turn + 1, draw] = sums[turn, draw] + values[places[draw, turn]]
    start = np.zeros(n_places + 1, np.int64)
    for draw in range(draws):
        for turn in range(length):
            start[places[draw, turn] + 1] += 1
    start = np.cumsum(start)
    waiting_draw = np.empty(draws * length, np.int64)
    waiting_turn = np.empty(draws * length, np.int64)
    fill = start[:-1].copy()
    for draw in range(draws):
        for turn in range(length):
            place = places[draw, turn]
            waiting_draw[fill[place]] = draw
            waiting_turn[fill[place]] = turn
            fill[place] += 1
    ordered = np.empty((length, draws))
    is_ordered = np.zeros(length, np.bool_)
    p = np.full(n_places, np.nan)
    for place in range(n_places):
        k = neighbours[place]
        if k == 0:
            continue
        if not is_ordered[k]:
            ordered[k] = np.sort(sums[k])
            is_ordered[k] = True
        least, most = observed[place] - tolerance, observed[place] + tolerance
        as_large = draws - np.searchsorted(ordered[k], least)
        as_small = np.searchsorted(ordered[k], most, side="right")
        for holding in range(start[place], start[place + 1]):
            if waiting_turn[holding] >= k:
                continue
            draw = waiting_draw[holding]
            with_itself = sums[k, draw]
            without = sums[k + 1, draw] - values[place]
            as_large += int(without >= least) - int(with_itself >= least)
            as_small += int(without <= most) - int(with_itself <= most)
        p[place] = min(2.0 * (min(as_large, as_small) + 1) / (draws + 1), 1.0)
    return p


#: Draws by default: the smallest two-sided p is then 2 / 1.000.
PERMUTATIONS: Final = 999
SEED: Final = 20171231
#: Sums of the same numbers in another order differ by less than this share of the largest.
_ROUNDING: Final = 1e-12


def conditional_p(
    values: NDArray[np.float64],
    neighbours: NDArray[np.int64],
    observed: NDArray[np.float64],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> NDArray[np.float64]:
    """Return the two-sided p of the sum over each place's neighbours.

    Each place keeps its own value, the others are dealt anew over the map. The smallest p is
    2 / (permutations + 1): with 999 that is .002, which no correction for thousands of cells
    survives. Places share their draws, so the p-values of one map move together; each alone is
    right.

    Parameters
    ----------
    values : shape (n,)
        Finite.
    neighbours : shape (n,)
        How many neighbours each place has, itself not counted: 0 to n - 1.
    observed : shape (n,)
        The sum of the values of those neighbours.
    permutations
        How many draws.
    seed
        The same seed gives the same p-values.

    Returns
    -------
    shape (n,)
        Twice the smaller of (M + 1) / (R + 1) over both sides, at most 1, where M of the R draws
        are at least as extreme; NaN for a place without neighbours.

    Raises
    ------
    StatisticError
        If there are no permutations.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis
    27(2), 93-115, doi:10.1111/j.1538-4632.1995.tb00338.x. North, B. V., Curtis, D. and Sham,
    P. C. (2002). A note on the calculation of empirical p values from Monte Carlo procedures.
    American Journal of Human Genetics 71(2), 439-441, doi:10.1086/341527 (the + 1).

    Examples
    --------
    The one neighbour of the last place is the highest of all: 1 in 3 draws, both sides.

    >>> p = conditional_p(np.array([1.0, 2, 9, 0]), np.array([0, 0, 0, 1]),
    ...                   np.array([0.0, 0, 0, 9]), permutations=99_999)
    >>> p.round(1).tolist()
    [nan, nan, nan, 0.7]
    """
    require_permutations(permutations)
    length = min(int(neighbours.max(initial=0)) + 1, values.size)
    uniform = np.random.default_rng(seed).random((permutations, length))
    tolerance = _ROUNDING * float(np.abs(values).max(initial=0.0)) * length
    # Copies: the loops are compiled for arrays that may be written to, and for no other kind.
    return two_sided_of_sums(
        values.astype(np.float64),
        neighbours.astype(np.int64),
        observed.astype(np.float64),
        draw_places(uniform, values.size),
        tolerance,
    )


def require_permutations(permutations: int) -> None:
    """Stop unless there is at least one permutation.

    Raises
    ------
    StatisticError
        If there is none.
    """
    if permutations < 1:
        raise StatisticError(
            "Een toets met permutaties heeft er ten minste één nodig.",
            f"Gevonden: {permutations}; gebruikelijk: {PERMUTATIONS}.",
            "Kies een groter aantal permutaties.",
        )


def warm_up() -> None:
    """Compile or load the loops, so that the first test need not wait for the compiler."""
    ones = np.ones(2, dtype=np.int64)
    conditional_p(np.arange(2.0), ones, np.ones(2), permutations=1)


def deal(
    total: int,
    share: NDArray[np.float64],
    maps: int,
    *,
    dispersion: float,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Deal incidents over areas by their share of the population, on several maps.

    Parameters
    ----------
    total
        Incidents per map.
    share : shape (n,)
        Adds up to 1.
    maps
        How many maps.
    dispersion
        Variance of a count over its mean before the total was known, as in
        `hotspots.statistics.conditional`.
    rng
        Where chance comes from.

    Returns
    -------
    shape (maps, n)
        Incidents; each row adds up to ``total``.

    Raises
    ------
    StatisticError
        If the dispersion is below 1.

    References
    ----------
    Mosimann, J. E. (1962). On the compound multinomial distribution. Biometrika 49(1-2), 65-82,
    doi:10.1093/biomet/49.1-2.65.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> counts = deal(100, np.array([0.25, 0.75]), 20_000, dispersion=3.0, rng=rng)
    >>> counts.sum(axis=1).max().item(), counts[:, 0].mean().round().item()
    (100, 25.0)
    """
    if not dispersion >= 1.0:
        raise StatisticError(
            "De spreiding van een aantal is niet kleiner dan die van toeval.",
            f"Gevonden: {dispersion}; verwacht 1 of meer.",
            "Geef 1 waar incidenten los van elkaar komen.",
        )
    if dispersion == 1.0 or total <= 1:
        dealt: NDArray[np.int64] = rng.multinomial(total, share, size=maps)
        return dealt
    # Negative binomial counts with this variance over mean, given that they add up to the total.
    gamma = rng.standard_gamma(share * total / (dispersion - 1.0), (maps, share.size))
    everywhere = gamma.sum(axis=1, keepdims=True)
    # So many bursts of nothing that a map has none at all: as likely in one area as its share.
    varied = np.where(everywhere > 0, gamma / np.where(everywhere > 0, everywhere, 1.0), share)
    dispersed: NDArray[np.int64] = rng.multinomial(total, varied)
    return dispersed

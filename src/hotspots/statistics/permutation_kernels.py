"""Conditional permutations: what the neighbours of a place add up to by chance, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
    held_draw = np.empty(draws * length, np.int64)
    held_turn = np.empty(draws * length, np.int64)
    fill = start[:-1].copy()
    for draw in range(draws):
        for turn in range(length):
            place = places[draw, turn]
            held_draw[fill[place]] = draw
            held_turn[fill[place]] = turn
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
            if held_turn[holding] >= k:
                continue
            draw = held_draw[holding]
            with_itself = sums[k, draw]
            without = sums[k + 1, draw] - values[place]
            as_large += int(without >= least) - int(with_itself >= least)
            as_small += int(without <= most) - int(with_itself <= most)
        p[place] = min(2.0 * (min(as_large, as_small) + 1) / (draws + 1), 1.0)
    return p

"""Pairs of incidents that lie near each other in space and in time, counted; compiled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Gaps in time held at once: 32 kB, so that they stay in the nearest cache while they are counted.
_GAPS: Final = 4_096


class ClosePairs(NamedTuple):
    """Pairs of points that lie near each other, by band of distance.

    The pairs of band ``a`` stand in ``one`` and ``other`` from ``start[a]`` to ``start[a + 1]``.
    """

    start: NDArray[np.int64]
    one: NDArray[np.uint32]
    other: NDArray[np.uint32]


@compiled
def distance_of(dx: float, dy: float, is_manhattan: bool) -> float:
    """Return the length of a step, along the streets or as the crow flies."""
    if is_manhattan:
        return abs(dx) + abs(dy)
    return math.sqrt(dx * dx + dy * dy)


@compiled
def band_of(number: float, edges: NDArray[np.float64]) -> int:
    """Return in which band [edges[k], edges[k + 1]) a number lies; -1 where in none."""
    if number < edges[0] or number >= edges[-1]:
        return -1
    band = 0
    while number >= edges[band + 1]:
        band += 1
    return band


@compiled
def count_close(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    edges: NDArray[np.float64],
    is_manhattan: bool,
    most: int,
) -> NDArray[np.int64]:
    """Count the pairs per band of distance; stop counting once there are more than ``most``.

    The points are in order of ``x_m``, so that only those in a strip need to be looked at: a few
    candidates per pair, next to the hundreds of permutations that each pair goes through.
    """
    counts = np.zeros(edges.size - 1, np.int64)
    total = 0
    for here in range(x_m.size):
        for there in range(here + 1, x_m.size):
            dx = x_m[there] - x_m[here]
            if dx >= edges[-1]:
                break
            band = band_of(distance_of(dx, y_m[there] - y_m[here], is_manhattan), edges)
            if band >= 0:
                counts[band] += 1
                total += 1
        if total > most:
            break
    return counts


@compiled
def list_close(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    edges: NDArray[np.float64],
    is_manhattan: bool,
    pairs: ClosePairs,
) -> None:
    """Fill in the ends of the pairs that `count_close` counted."""
    fill = pairs.start[:-1].copy()
    for here in range(x_m.size):
        for there in range(here + 1, x_m.size):
            dx = x_m[there] - x_m[here]
            if dx >= edges[-1]:
                break
            band = band_of(distance_of(dx, y_m[there] - y_m[here], is_manhattan), edges)
            if band >= 0:
                pairs.one[fill[band]] = here
                pairs.other[fill[band]] = there
                fill[band] += 1


@compiled
def count_in_time(
    ordered_day: NDArray[np.float64], edges: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Count all pairs per band of time, of days that are in order."""
    within = np.zeros(edges.size, np.int64)
    for edge in range(edges.size):
        beyond = 0
        for here in range(ordered_day.size):
            # Subtracted, as in `count_both`: a sum would round otherwise.
            while (
                beyond < ordered_day.size and ordered_day[beyond] - ordered_day[here] < edges[edge]
            ):
                beyond += 1
            within[edge] += max(beyond - here - 1, 0)
    return within[1:] - within[:-1]


@compiled
def count_both(
    day: NDArray[np.float64],
    pairs: ClosePairs,
    edges: NDArray[np.float64],
    gaps: NDArray[np.float64],
    table: NDArray[np.int64],
) -> None:
    """Fill ``table`` with the pairs per band of distance and of time; ``gaps`` is used up.

    First the gaps, then one pass per edge without a jump in it: the processor compares several
    gaps at once, and it does not matter how many of them fall within a band.
    """
    table[:] = 0
    for band in range(table.shape[0]):
        for first in range(pairs.start[band], pairs.start[band + 1], gaps.size):
            size = min(gaps.size, pairs.start[band + 1] - first)
            for pair in range(size):
                gaps[pair] = abs(day[pairs.one[first + pair]] - day[pairs.other[first + pair]])
            below = 0
            for edge in range(edges.size):
                within = 0
                for pair in range(size):
                    within += int(gaps[pair] < edges[edge])
                if edge > 0:
                    table[band, edge - 1] += within - below
                below = within


@compiled
def observe(
    day: NDArray[np.float64], pairs: ClosePairs, edges: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Count the pairs per band of distance and of time."""
    table = np.empty((pairs.start.size - 1, edges.size - 1), np.int64)
    count_both(day, pairs, edges, np.empty(_GAPS), table)
    return table


@compiled
def deal_days(
    day: NDArray[np.float64],
    pairs: ClosePairs,
    edges: NDArray[np.float64],
    rng: np.random.Generator,
    tables: NDArray[np.int64],
) -> None:
    """Fill each of ``tables`` with the pairs per band of a draw; ``day`` is shuffled.

    A draw deals the days anew over the places, so that a next call goes on where this one ended.
    """
    gaps = np.empty(_GAPS)
    for draw in range(tables.shape[0]):
        for turn in range(day.size - 1, 0, -1):
            taken = int(rng.random() * (turn + 1))
            day[turn], day[taken] = day[taken], day[turn]
        count_both(day, pairs, edges, gaps, tables[draw])


@compiled
def count_around(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    day: NDArray[np.float64],
    centre: NDArray[np.int64],
    start_day: NDArray[np.float64],
    radius_m: float,
    is_manhattan: bool,
) -> NDArray[np.int64]:
    """Count the points within a radius of each centre, from its start day on."""
    around = np.zeros(centre.size, np.int64)
    for zone in range(centre.size):
        here = centre[zone]
        for there in range(x_m.size):
            dx, dy = x_m[there] - x_m[here], y_m[there] - y_m[here]
            if day[there] >= start_day[zone] and distance_of(dx, dy, is_manhattan) < radius_m:
                around[zone] += 1
    return around

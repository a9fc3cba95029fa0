"""Pairs of incidents that lie near each other in space and in time, counted; compiled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    #: As they are, or whole and in 16 bits: see `narrowed`.
    Days = NDArray[np.int16] | NDArray[np.float64]

#: Draws that are written in columns together, so that a line of memory is filled while it is near.
_COLUMNS: Final = 16
#: Pairs after which counts of 16 bits are added to those of 64, before they could overflow.
_PAIRS_AT_ONCE: Final = 32_000
#: Pairs whose gaps are compared together: a count is then fetched and put back once for all four.
_PAIRS_TOGETHER: Final = 4
#: The farthest apart that days in 16 bits may lie.
_FARTHEST: Final = np.iinfo(np.int16).max - 1
#: Of a cell: what rounding may add to how many cells two points lie apart.
_ROUNDING: Final = 1e-9


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


class Cells(NamedTuple):
    """Points by square cell, as wide as the farthest pair is apart or wider.

    Cells are counted north first, then east; ``point`` lists the points of each, from
    ``start[cell]`` to ``start[cell + 1]``, in their own order.
    """

    rows: int
    start: NDArray[np.int64]
    point: NDArray[np.uint32]


@compiled
def put_in_cells(x_m: NDArray[np.float64], y_m: NDArray[np.float64], farthest_m: float) -> Cells:
    """Put points in cells: whoever is near a point is in its cell or one of the eight around it.

    However wide the map is there are not many more cells than points.
    """
    west, south = x_m.min(), y_m.min()
    wide, high = x_m.max() - west, y_m.max() - south
    share = 1.0 / x_m.size
    side = max(farthest_m, math.sqrt(wide * high * share), wide * share, high * share)
    side *= 1.0 + _ROUNDING
    rows = int(high / side) + 1
    cell_of = np.empty(x_m.size, np.int64)
    start = np.zeros((int(wide / side) + 1) * rows + 1, np.int64)
    for point in range(x_m.size):
        cell = int((x_m[point] - west) / side) * rows + int((y_m[point] - south) / side)
        cell_of[point] = cell
        start[cell + 1] += 1
    for cell in range(start.size - 1):
        start[cell + 1] += start[cell]
    fill = start[:-1].copy()
    points = np.empty(x_m.size, np.uint32)
    for point in range(x_m.size):
        points[fill[cell_of[point]]] = point
        fill[cell_of[point]] += 1
    return Cells(rows, start, points)


@compiled
def count_close(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    edges: NDArray[np.float64],
    is_manhattan: bool,
    cells: Cells,
    most: int,
) -> NDArray[np.int64]:
    """Count the pairs per band of distance; stop counting once there are more than ``most``."""
    counts = np.zeros(edges.size - 1, np.int64)
    nowhere = np.empty(0, np.uint32)
    for cell in range(cells.start.size - 1):
        for place in range(cells.start[cell], cells.start[cell + 1]):
            _pairs_of(place, cell, x_m, y_m, edges, is_manhattan, cells, counts, nowhere, nowhere)
            if counts.sum() > most:
                return counts
    return counts


@compiled
def list_close(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    edges: NDArray[np.float64],
    is_manhattan: bool,
    cells: Cells,
    pairs: ClosePairs,
) -> None:
    """Fill in the ends of the pairs that `count_close` counted, cell by cell.

    Pairs that follow each other then share their points, or those lie near each other in memory.
    """
    fill = pairs.start[:-1].copy()
    one, other = pairs.one, pairs.other
    for cell in range(cells.start.size - 1):
        for place in range(cells.start[cell], cells.start[cell + 1]):
            _pairs_of(place, cell, x_m, y_m, edges, is_manhattan, cells, fill, one, other)


@compiled
def _pairs_of(
    place: int,
    cell: int,
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    edges: NDArray[np.float64],
    is_manhattan: bool,
    cells: Cells,
    fill: NDArray[np.int64],
    one: NDArray[np.uint32],
    other: NDArray[np.uint32],
) -> None:
    """Add the pairs of a point with those after it in its cell, and in the next cells.

    Those are the one north and the three east of it: with the others the pair was found from
    there. ``fill`` counts them per band; they are listed where there is room for them.
    """
    rows, start = cells.rows, cells.start
    row, here = cell % rows, cells.point[place]
    # The last cell of a column has none to the north, the first none to the south.
    north = 1 if row + 1 < rows else 0
    south = 1 if row > 0 else 0
    east = min(cell + rows - south, start.size - 1)
    east_end = min(cell + rows + north + 1, start.size - 1)
    for turn in range(2):
        begin = place + 1 if turn == 0 else start[east]
        end = start[cell + north + 1] if turn == 0 else start[east_end]
        for candidate in range(begin, end):
            there = cells.point[candidate]
            apart = distance_of(x_m[there] - x_m[here], y_m[there] - y_m[here], is_manhattan)
            band = band_of(apart, edges)
            if band >= 0:
                if one.size:
                    one[fill[band]], other[fill[band]] = here, there
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


def narrowed(day: NDArray[np.float64], edges: NDArray[np.float64]) -> tuple[Days, Days]:
    """Return copies of days and edges in 16 bits where that makes no difference to any gap.

    Whole days lie less than an edge apart where they lie less than the next whole day apart.
    """
    since = day - day.min()
    if since.max() > _FARTHEST or (since != np.floor(since)).any() or (day != np.floor(day)).any():
        return day.copy(), edges.copy()
    whole = np.minimum(np.ceil(edges), _FARTHEST + 1)
    return since.astype(np.int16), whole.astype(np.int16)


@compiled
def deal_days(
    day: Days,
    rng: np.random.Generator,
    dealt: Days,
    first: int,
) -> None:
    """Fill the columns of ``dealt`` from ``first`` on with the days, shuffled for each of them.

    A draw deals the days anew over the places, so that a next call goes on where this one ended.
    """
    draws = np.empty((_COLUMNS, day.size), day.dtype)
    for begin in range(first, dealt.shape[1], _COLUMNS):
        size = min(_COLUMNS, dealt.shape[1] - begin)
        for draw in range(size):
            for turn in range(day.size - 1, 0, -1):
                taken = int(rng.random() * (turn + 1))
                day[turn], day[taken] = day[taken], day[turn]
            draws[draw] = day
        for place in range(day.size):
            for draw in range(size):
                dealt[place, begin + draw] = draws[draw, place]


@compiled
def count_both(
    dealt: Days,
    pairs: ClosePairs,
    edges: Days,
    tables: NDArray[np.int64],
) -> None:
    """Fill each of ``tables`` with the pairs per band of distance and of time of a draw.

    A few pairs at a time, all draws at once; per edge without a jump: the processor compares
    several gaps at once, and it does not matter how many of them fall within a band. A row is
    written out as ``of[row, draw]``: to hand over ``of[row]`` takes four times as long as what is
    done with it.
    """
    draws = dealt.shape[1]
    gaps = np.empty((_PAIRS_TOGETHER, draws), dealt.dtype)
    below = np.zeros((edges.size, draws), np.int16)
    within = np.zeros((edges.size, draws), np.int64)
    for band in range(pairs.start.size - 1):
        within[:] = 0
        for first in range(pairs.start[band], pairs.start[band + 1], _PAIRS_AT_ONCE):
            below[:] = 0
            after = min(first + _PAIRS_AT_ONCE, pairs.start[band + 1])
            for pair in range(first, after, _PAIRS_TOGETHER):
                for turn in range(_PAIRS_TOGETHER):
                    if pair + turn >= after:
                        # Below no edge, so it counts nowhere.
                        gaps[turn, :] = edges[-1]
                        continue
                    one, other = pairs.one[pair + turn], pairs.other[pair + turn]
                    for draw in range(draws):
                        gap = dealt[one, draw] - dealt[other, draw]
                        gaps[turn, draw] = max(gap, -gap)
                for edge in range(edges.size):
                    until = edges[edge]
                    if until > 0:
                        for draw in range(draws):
                            below[edge, draw] += (
                                np.int16(gaps[0, draw] < until)
                                + np.int16(gaps[1, draw] < until)
                                + np.int16(gaps[2, draw] < until)
                                + np.int16(gaps[3, draw] < until)
                            )
            within += below
        for edge in range(edges.size - 1):
            for draw in range(draws):
                tables[draw, band, edge] = within[edge + 1, draw] - within[edge, draw]


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

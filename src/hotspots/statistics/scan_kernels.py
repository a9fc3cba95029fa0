"""Circular windows and what lies in them, for 64 maps at a time, compiled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Replicates side by side. A constant, so that the loop over them becomes a few wide instructions.
LANES: Final = 64
#: Incidents; one is no cluster, however little was expected there. As in SaTScan and smerc.
FEWEST: Final = 2
#: Single precision is enough to pass over a window, if the bar is this share lower.
_SLACK: Final = 1.0 - 1e-6
#: Share of the exposure below which the first of the two bounds in `_width` is the larger.
_FIRST_BOUND: Final = 0.28


@compiled
def distances_within(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    begin: int,
    end: int,
    radius_m: float,
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Return, for each centre from ``begin`` to ``end``, the areas within the radius, unsorted.

    A row has the distances, then infinity; the second array has the areas in the same places.
    """
    square = radius_m * radius_m
    widest = 0
    for centre in range(begin, end):
        near = 0
        for area in range(x_m.size):
            right, up = x_m[area] - x_m[centre], y_m[area] - y_m[centre]
            near += int(right * right + up * up <= square)
        widest = max(widest, near)
    distance_m = np.full((end - begin, widest), np.inf)
    areas = np.zeros((end - begin, widest), np.int32)
    for row in range(end - begin):
        centre = begin + row
        place = 0
        for area in range(x_m.size):
            right, up = x_m[area] - x_m[centre], y_m[area] - y_m[centre]
            apart = right * right + up * up
            if apart <= square:
                distance_m[row, place] = math.sqrt(apart)
                areas[row, place] = area
                place += 1
    return distance_m, areas


@compiled
def close_windows(
    distance_m: NDArray[np.float64],
    areas: NDArray[np.int32],
    exposure: NDArray[np.float64],
    largest_exposure: float,
    most_areas: int,
    same_m: float,
) -> tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.int32],
]:
    """Return the windows around each row's centre, from small to large: see `Windows`.

    ``distance_m`` rises along a row. Areas at the same distance come in together; where they would
    make the window too large it ends before them.
    """
    rows, width = distance_m.shape
    first = np.zeros(rows + 1, np.int64)
    stop = np.empty(rows * width, np.int64)
    exposed = np.empty(rows * width)
    reach_m = np.empty(rows * width)
    members = np.empty(rows * width, np.int32)
    n_windows, n_members = 0, 0
    for row in range(rows):
        inside = 0.0
        begin = 0
        while begin < width and distance_m[row, begin] < np.inf:
            end = begin + 1
            while end < width and distance_m[row, end] <= distance_m[row, end - 1] + same_m:
                end += 1
            added = 0.0
            for place in range(begin, end):
                added += exposure[areas[row, place]]
            if inside + added > largest_exposure or end > most_areas:
                break
            # An area without exposure cannot hold incidents: the window around it is no other
            # window than the one before.
            if added > 0.0:
                inside += added
                for place in range(begin, end):
                    if exposure[areas[row, place]] > 0.0:
                        members[n_members] = areas[row, place]
                        n_members += 1
                stop[n_windows] = n_members
                exposed[n_windows] = inside
                reach_m[n_windows] = distance_m[row, end - 1]
                n_windows += 1
            begin = end
        first[row + 1] = n_windows
    return (
        first,
        stop[:n_windows].copy(),
        exposed[:n_windows].copy(),
        reach_m[:n_windows].copy(),
        members[:n_members].copy(),
    )


@compiled
def _log_ratio(observed: float, expected: float, total: float) -> float:
    """Return the log likelihood ratio of a window that holds more than expected."""
    ratio = observed * math.log(observed / expected)
    if observed < total:
        outside = total - observed
        ratio += outside * math.log(outside / (total - expected))
    return ratio


@compiled
def _width(expected: float, total: float) -> float:
    """Return a width w, so that the log ratio is at most (surplus / w) squared.

    The log ratio over the square of the surplus is a convex function of the count (it is a mean
    of 1 / (x (1 - x)) over shares x between expected and observed), so at its highest at one of
    both ends: no surplus at all, or all incidents inside. This costs no logarithm in most windows,
    and on a map without clusters it rejects all but one in thousands.
    """
    share = expected / total
    bound = 0.5 / (share * (1.0 - share))
    if share > _FIRST_BOUND:
        bound = max(bound, -math.log(share) / ((1.0 - share) * (1.0 - share)))
    return math.sqrt(total / bound)


@compiled
def raise_maxima(
    first: NDArray[np.int64],
    stop: NDArray[np.int64],
    exposed: NDArray[np.float64],
    members: NDArray[np.int32],
    counts: NDArray[np.int32],
    scale: float,
    total: float,
    maxima: NDArray[np.float64],
) -> None:
    """Raise the highest log ratio of every lane to that of its best window, if that is higher.

    ``counts[area, lane]``; expected is ``exposed`` times ``scale``.
    """
    inside = np.zeros(LANES, np.int32)
    root = np.sqrt(maxima).astype(np.float32)
    begin = 0
    for centre in range(first.size - 1):
        inside[:] = 0
        for window in range(first[centre], first[centre + 1]):
            for place in range(begin, stop[window]):
                row = counts[members[place]]
                for lane in range(LANES):
                    inside[lane] += row[lane]
            begin = stop[window]
            expected = exposed[window] * scale
            even = np.float32(expected * _SLACK)
            width = np.float32(_width(expected, total) * _SLACK)
            # No early way out: it would undo the wide instructions.
            any_higher = 0
            for lane in range(LANES):
                any_higher |= np.float32(inside[lane]) > even + width * root[lane]
            if any_higher == 0:
                continue
            for lane in range(LANES):
                observed = inside[lane]
                if observed < FEWEST or np.float32(observed) <= even + width * root[lane]:
                    continue
                ratio = _log_ratio(float(observed), expected, total)
                if ratio > maxima[lane]:
                    maxima[lane] = ratio
                    root[lane] = np.float32(math.sqrt(ratio))


@compiled
def list_records(
    first: NDArray[np.int64],
    stop: NDArray[np.int64],
    exposed: NDArray[np.float64],
    members: NDArray[np.int32],
    counts: NDArray[np.int32],
    scales: NDArray[np.float64],
    total: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the windows that beat every smaller one around the same centre.

    ``counts[area, slice]`` and ``scales[slice]``: a window is tried with every slice of time.
    Rows of the first array: row of the centre, window, slice, observed; of the second: expected
    and log ratio.
    """
    what = np.empty((1024, 4), np.int64)
    numbers = np.empty((1024, 2))
    records = 0
    inside = np.zeros(scales.size, np.int64)
    begin = 0
    for centre in range(first.size - 1):
        inside[:] = 0
        best = 0.0
        for window in range(first[centre], first[centre + 1]):
            for place in range(begin, stop[window]):
                inside += counts[members[place]]
            begin = stop[window]
            is_record = False
            for part in range(scales.size):
                observed, expected = inside[part], exposed[window] * scales[part]
                if observed < FEWEST or observed <= expected:
                    continue
                if observed - expected <= _width(expected, total) * math.sqrt(best) * _SLACK:
                    continue
                ratio = _log_ratio(float(observed), expected, total)
                if ratio > best:
                    if records == len(what):
                        what = np.concatenate((what, np.empty_like(what)))
                        numbers = np.concatenate((numbers, np.empty_like(numbers)))
                    what[records] = (centre, window, part, observed)
                    numbers[records] = (expected, ratio)
                    best, is_record = ratio, True
            records += int(is_record)
    return what[:records].copy(), numbers[:records].copy()


@compiled
def scatter(
    cumulative: NDArray[np.float64],
    guide: NDArray[np.int64],
    total: int,
    rng: np.random.Generator,
    counts: NDArray[np.int32],
) -> None:
    """Add ``total`` incidents to every lane, each in an area drawn by its share.

    ``cumulative`` shares; ``guide[g]`` is the area that holds the share g / ``guide.size``, from
    where the search goes on.
    """
    for lane in range(LANES):
        for _ in range(total):
            drawn = rng.random()
            area = guide[int(drawn * guide.size)]
            while cumulative[area] <= drawn:
                area += 1
            counts[area, lane] += 1


@compiled
def deal_in_time(
    places: NDArray[np.int32],
    sizes: NDArray[np.int64],
    rng: np.random.Generator,
    counts: NDArray[np.int32],
) -> None:
    """Deal the incidents anew over the steps: each keeps its area, each step its size.

    ``places``: the area of every incident, shuffled as far as needed, in place;
    ``counts[step, area, lane]`` is added to.
    """
    for lane in range(LANES):
        turn = 0
        for step in range(sizes.size):
            for _ in range(sizes[step]):
                taken = turn + int(rng.random() * (places.size - turn))
                places[turn], places[taken] = places[taken], places[turn]
                counts[step, places[turn], lane] += 1
                turn += 1

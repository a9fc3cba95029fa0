"""Density-based clusters by way of small cells, compiled.

Points are sorted by cell. A cell is so small that all points in it are within reach of each other,
and everything else within reach lies in the few cells around it. Those have keys (`keys`, rising)
that run on for `SPAN` at each of some `offsets`: a run of points that lie side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Columns in a run: two to each side, since a radius is less than one and a half cell.
SPAN: Final = 5


@compiled
def follow(
    cell: int,
    keys: NDArray[np.int64],
    offsets: NDArray[np.int64],
    first: NDArray[np.int64],
    after: NDArray[np.int64],
) -> None:
    """Move the runs of cells around ``cell``, which only ever goes up, to their new place."""
    for run in range(offsets.size):
        begin = keys[cell] + offsets[run]
        while first[run] < keys.size and keys[first[run]] < begin:
            first[run] += 1
        after[run] = max(after[run], first[run])
        while after[run] < keys.size and keys[after[run]] < begin + SPAN:
            after[run] += 1


@compiled
def core_points(
    place: NDArray[np.float64],
    day: NDArray[np.int64],
    start: NDArray[np.int64],
    keys: NDArray[np.int64],
    offsets: NDArray[np.int64],
    reach: tuple[float, int],
    min_points: int,
    part: tuple[int, int],
    core: NDArray[np.bool_],
) -> None:
    """Write which points have at least ``min_points`` within reach, themselves included.

    ``reach`` is the square of the radius, and days. ``part`` are the first of some cells and the
    one after the last: only ``core`` of the points in those is written.
    """
    first, after = np.zeros(offsets.size, np.int64), np.zeros(offsets.size, np.int64)
    for cell in range(part[0], part[1]):
        if start[cell + 1] - start[cell] >= min_points:
            core[start[cell] : start[cell + 1]] = True
            continue
        follow(cell, keys, offsets, first, after)
        for point in range(start[cell], start[cell + 1]):
            nearest_of = 0
            for run in range(offsets.size):
                for other in range(start[first[run]], start[after[run]]):
                    x = place[point, 0] - place[other, 0]
                    y = place[point, 1] - place[other, 1]
                    if x * x + y * y <= reach[0] and abs(day[point] - day[other]) <= reach[1]:
                        nearest_of += 1
                        if nearest_of >= min_points:
                            break
                if nearest_of >= min_points:
                    break
            core[point] = nearest_of >= min_points


@compiled
def root_of(cell: int, parent: NDArray[np.int64]) -> int:
    """Return the cell that stands for the cluster of ``cell``, and shorten the way to it."""
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell


@compiled
def touching(
    cell: int,
    other: int,
    place: NDArray[np.float64],
    day: NDArray[np.int64],
    start: NDArray[np.int64],
    bounds: NDArray[np.float64],
    reach: tuple[float, int],
) -> bool:
    """Return whether any point of one cell is within reach of any of the other."""
    for point in range(start[cell], start[cell + 1]):
        # No nearer than to the edge of all points there: full cells that just do not touch would
        # otherwise be compared pair by pair.
        x = max(bounds[other, 0] - place[point, 0], place[point, 0] - bounds[other, 1], 0.0)
        y = max(bounds[other, 2] - place[point, 1], place[point, 1] - bounds[other, 3], 0.0)
        if x * x + y * y > reach[0]:
            continue
        for beside in range(start[other], start[other + 1]):
            x = place[point, 0] - place[beside, 0]
            y = place[point, 1] - place[beside, 1]
            if x * x + y * y <= reach[0] and abs(day[point] - day[beside]) <= reach[1]:
                return True
    return False


@compiled
def linked_cells(
    place: NDArray[np.float64],
    day: NDArray[np.int64],
    start: NDArray[np.int64],
    keys: NDArray[np.int64],
    offsets: NDArray[np.int64],
    reach: tuple[float, int],
) -> NDArray[np.int64]:
    """Return, per cell, the cell that stands for its cluster; the points are core points only."""
    parent = np.arange(keys.size)
    bounds = np.empty((keys.size, 4))
    for cell in range(keys.size):
        bounds[cell, 0] = bounds[cell, 2] = np.inf
        bounds[cell, 1] = bounds[cell, 3] = -np.inf
        for point in range(start[cell], start[cell + 1]):
            bounds[cell, 0] = min(bounds[cell, 0], place[point, 0])
            bounds[cell, 1] = max(bounds[cell, 1], place[point, 0])
            bounds[cell, 2] = min(bounds[cell, 2], place[point, 1])
            bounds[cell, 3] = max(bounds[cell, 3], place[point, 1])
    first, after = np.zeros(offsets.size, np.int64), np.zeros(offsets.size, np.int64)
    for cell in range(keys.size):
        if start[cell] == start[cell + 1]:
            continue
        follow(cell, keys, offsets, first, after)
        for run in range(offsets.size):
            for other in range(first[run], min(after[run], cell)):
                here, there = root_of(cell, parent), root_of(other, parent)
                if here != there and touching(cell, other, place, day, start, bounds, reach):
                    parent[here] = there
    for cell in range(keys.size):
        parent[cell] = root_of(cell, parent)
    return parent


@compiled
def westernmost(
    place: NDArray[np.float64], day: NDArray[np.int64], group: NDArray[np.int64], groups: int
) -> NDArray[np.int64]:
    """Return, per group, its westernmost point: of those the southernmost, then the earliest."""
    nearest_of = np.full(groups, -1)
    for point in range(group.size):
        best = nearest_of[group[point]]
        if best >= 0:
            if place[point, 0] != place[best, 0]:
                earlier = place[point, 0] < place[best, 0]
            elif place[point, 1] != place[best, 1]:
                earlier = place[point, 1] < place[best, 1]
            else:
                earlier = day[point] < day[best]
        if best < 0 or earlier:
            nearest_of[group[point]] = point
    return nearest_of


@compiled
def label_of_nearest(
    points: NDArray[np.int64],
    cell_of: NDArray[np.int64],
    place: NDArray[np.float64],
    day: NDArray[np.int64],
    start: NDArray[np.int64],
    keys: NDArray[np.int64],
    offsets: NDArray[np.int64],
    reach: tuple[float, int],
    label: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return, for each of ``points``, the label of the nearest labelled point; -1 out of reach.

    ``points`` rise. Of equally near ones the lowest label; points labelled -1 do not count.
    """
    nearest_of = np.full(points.size, -1)
    first, after = np.zeros(offsets.size, np.int64), np.zeros(offsets.size, np.int64)
    for number in range(points.size):
        point, nearest = points[number], np.inf
        follow(cell_of[point], keys, offsets, first, after)
        for run in range(offsets.size):
            for other in range(start[first[run]], start[after[run]]):
                if label[other] < 0 or abs(day[point] - day[other]) > reach[1]:
                    continue
                x = place[point, 0] - place[other, 0]
                y = place[point, 1] - place[other, 1]
                square = x * x + y * y
                if square <= reach[0] and (
                    square < nearest or (square == nearest and label[other] < nearest_of[number])
                ):
                    nearest, nearest_of[number] = square, label[other]
    return nearest_of

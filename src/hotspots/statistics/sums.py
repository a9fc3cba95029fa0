"""Sums over rows, each of which stands for incidents in some of a few cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def sum_rows(  # noqa: PLR0917 - compiled code takes no names
    rows: NDArray[np.bool_],
    start: NDArray[np.int64],
    cell: NDArray[np.int32],
    place: NDArray[np.int32],
    times: NDArray[np.int32],
    sums: NDArray[np.int64],
) -> None:
    """Add to ``sums`` what some rows stand for, at the place of each of their cells.

    Row r has ``times[k]`` incidents in ``cell[k]``, for k from ``start[r]`` up to ``start[r + 1]``.

    Examples
    --------
    >>> start, cell = np.array([0, 1, 3]), np.array([0, 0, 1], np.int32)
    >>> place, times = np.array([2, 0], np.int32), np.array([5, 6, 7], np.int32)
    >>> sums = np.zeros(3, np.int64)
    >>> sum_rows(np.array([False, True]), start, cell, place, times, sums)
    >>> sums.tolist()
    [7, 0, 6]
    """
    for row in range(len(rows)):
        if rows[row]:
            for at in range(start[row], start[row + 1]):
                sums[place[cell[at]]] += times[at]


@compiled
def sum_rows_by_step(  # noqa: PLR0917 - compiled code takes no names
    rows: NDArray[np.bool_],
    step: NDArray[np.int64],
    start: NDArray[np.int64],
    cell: NDArray[np.int32],
    place: NDArray[np.int32],
    times: NDArray[np.int32],
    sums: NDArray[np.int64],
) -> None:
    """Add to ``sums`` as `sum_rows`, apart for the step in time of each row: (steps, places).

    Examples
    --------
    >>> start, cell = np.array([0, 1, 3]), np.array([0, 0, 1], np.int32)
    >>> place, times = np.array([0, 1], np.int32), np.array([5, 6, 7], np.int32)
    >>> sums = np.zeros((2, 2), np.int64)
    >>> sum_rows_by_step(np.ones(2, bool), np.array([1, 0]), start, cell, place, times, sums)
    >>> sums.tolist()
    [[6, 7], [5, 0]]
    """
    for row in range(len(rows)):
        if rows[row]:
            of_step = sums[step[row]]
            for at in range(start[row], start[row + 1]):
                of_step[place[cell[at]]] += times[at]


def warm_up() -> None:
    """Compile the sums, or load them from numba's cache, so that no user waits for it."""
    one, step, start = np.ones(1, dtype=bool), np.zeros(1, np.int64), np.array([0, 1])
    number = np.zeros(1, dtype=np.int32)
    fixed = number.copy()
    for array in (start, fixed):
        array.setflags(write=False)
    sums = np.zeros((1, 1), dtype=np.int64)
    sum_rows(one, start, fixed, number, fixed, sums[0])
    sum_rows_by_step(one, step, start, fixed, number, fixed, sums)

"""Sums over millions of rows, each of which lies in one of a few cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def sum_rows(
    rows: NDArray[np.bool_],
    cell: NDArray[np.int32],
    place: NDArray[np.int32],
    times: NDArray[np.int32],
    sums: NDArray[np.int64],
) -> None:
    """Add to ``sums`` what each of some rows stands for, at the place of its cell.

    One walk past millions of rows, where every step of numpy would make another array of them.

    Examples
    --------
    >>> cell, times = np.array([0, 1, 1], np.int32), np.array([5, 6, 7], np.int32)
    >>> place, sums = np.array([2, 0], np.int32), np.zeros(3, np.int64)
    >>> sum_rows(np.array([True, False, True]), cell, place, times, sums)
    >>> sums.tolist()
    [7, 0, 5]
    """
    for at in range(len(rows)):
        if rows[at]:
            sums[place[cell[at]]] += times[at]


@compiled
def sum_rows_by_day(  # noqa: PLR0917 - compiled code takes no names
    rows: NDArray[np.bool_],
    cell: NDArray[np.int32],
    place: NDArray[np.int32],
    day: NDArray[np.int32],
    step_of_day: NDArray[np.int64],
    first_day: int,
    times: NDArray[np.int32],
    sums: NDArray[np.int64],
) -> None:
    """Add to ``sums`` as `sum_rows`, apart for each step in time: shape (steps, places).

    Examples
    --------
    >>> cell, times = np.array([0, 1, 1], np.int32), np.array([5, 6, 7], np.int32)
    >>> place, sums = np.array([0, 1], np.int32), np.zeros((2, 2), np.int64)
    >>> day, step = np.array([10, 10, 12], np.int32), np.array([0, 0, 1])
    >>> sum_rows_by_day(np.ones(3, bool), cell, place, day, step, 10, times, sums)
    >>> sums.tolist()
    [[5, 6], [0, 7]]
    """
    for at in range(len(rows)):
        if rows[at]:
            sums[step_of_day[day[at] - first_day], place[cell[at]]] += times[at]


def warm_up() -> None:
    """Compile the sums, or load them from numba's cache, so that no user waits for it."""
    one, number = np.ones(1, dtype=bool), np.zeros(1, dtype=np.int32)
    fixed = number.copy()
    fixed.setflags(write=False)
    sums = np.zeros((1, 1), dtype=np.int64)
    sum_rows(one, fixed, number, fixed, sums[0])
    sum_rows_by_day(one, fixed, number, fixed, np.zeros(1, np.int64), 0, fixed, sums)

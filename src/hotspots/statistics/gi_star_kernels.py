"""Sums over the neighbourhood of every cell of a mask, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def window_counts(
    col: NDArray[np.int64],
    row: NDArray[np.int64],
    counts: NDArray[np.int64],
    half_width: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the incidents and the cells of the mask in the window around every cell.

    ``half_width[i]`` is how many columns to each side the window has in its i-th row. Running
    totals along the rows of the grid make each row of a window one subtraction. A cell that is
    there twice shows as more cells than its place can hold: the first size is then -1.
    """
    reach = half_width.size // 2
    side = half_width.max()
    first_col, first_row = col.min(), row.min()
    rows = row.max() - first_row + 1 + 2 * reach
    # One column more than the window needs: a running total starts at zero.
    cols = col.max() - first_col + 2 + 2 * side
    incidents = np.zeros((rows, cols), np.int64)
    present = np.zeros((rows, cols), np.int64)
    sums = np.zeros(col.size, np.int64)
    sizes = np.zeros(col.size, np.int64)
    for cell in range(col.size):
        at_row, at_col = row[cell] - first_row + reach, col[cell] - first_col + side + 1
        if present[at_row, at_col]:
            sizes[0] = -1
            return sums, sizes
        incidents[at_row, at_col] = counts[cell]
        present[at_row, at_col] = 1
    for at_row in range(rows):
        for at_col in range(1, cols):
            incidents[at_row, at_col] += incidents[at_row, at_col - 1]
            present[at_row, at_col] += present[at_row, at_col - 1]
    for cell in range(col.size):
        top, middle = row[cell] - first_row, col[cell] - first_col + side
        for step in range(half_width.size):
            left, right = middle - half_width[step], middle + half_width[step] + 1
            sums[cell] += incidents[top + step, right] - incidents[top + step, left]
            sizes[cell] += present[top + step, right] - present[top + step, left]
    return sums, sizes


@compiled
def window_exposure(
    col: NDArray[np.int64],
    row: NDArray[np.int64],
    exposure: NDArray[np.float64],
    half_width: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the exposure in the window around every cell, as `window_counts` does counts."""
    reach = half_width.size // 2
    side = half_width.max()
    first_col, first_row = col.min(), row.min()
    rows = row.max() - first_row + 1 + 2 * reach
    cols = col.max() - first_col + 2 + 2 * side
    running = np.zeros((rows, cols))
    sums = np.zeros(col.size)
    for cell in range(col.size):
        running[row[cell] - first_row + reach, col[cell] - first_col + side + 1] = exposure[cell]
    for at_row in range(rows):
        for at_col in range(1, cols):
            running[at_row, at_col] += running[at_row, at_col - 1]
    for cell in range(col.size):
        top, middle = row[cell] - first_row, col[cell] - first_col + side
        for step in range(half_width.size):
            left, right = middle - half_width[step], middle + half_width[step] + 1
            sums[cell] += running[top + step, right] - running[top + step, left]
    return sums

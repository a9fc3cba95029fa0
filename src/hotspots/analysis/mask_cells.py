"""The cells that a selection is about, those without incidents included, and what lies in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.analysis.where import everywhere, shape_asked
from hotspots.geography.grid import cell_number, cells_touching, coarsen, column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.asked import Asked


def asked_cells(asked: Asked, size_m: int) -> NDArray[np.int64]:
    """Return the numbers of the cells of the mask, ascending: those where it asks.

    What is said of a part of "the cells" must not count cells in which nothing could be found.
    """
    cells = asked.mask.cells(size_m)
    if everywhere(asked.selection):
        return cells
    shape = shape_asked(asked.workspace.geography, asked.selection)
    if shapely.is_empty(shape):
        return cells[:0]
    col, row = column_and_row(cells_touching(shape))
    touched = np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))
    return cells[np.isin(cells, touched, assume_unique=True)]


def counts_in(
    cells: NDArray[np.int64], incidents: Incidents, chosen: NDArray[np.bool_], size_m: int
) -> tuple[NDArray[np.int64], int]:
    """Return how many of the chosen incidents lie in each cell, and how many in none.

    Parameters
    ----------
    cells : shape (m,)
        Numbers of cells of ``size_m``, ascending.
    chosen : shape (n,)
        Which incidents are counted; they have a place.

    Returns
    -------
    counts : shape (m,)
    outside
        Chosen incidents in no cell.
    """
    place = place_among(
        cells,
        coarsen(incidents.cell_col[chosen], size_m),
        coarsen(incidents.cell_row[chosen], size_m),
    )
    # What lies in none of them has place -1 and is counted first.
    tally: NDArray[np.int64] = np.bincount(place + 1, minlength=len(cells) + 1)
    return tally[1:], int(tally[0])


def place_among(
    cells: NDArray[np.int64], col: NDArray[np.int32], row: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return where each column and row stands among cells, -1 where it does not.

    Looked up in the rectangle around the cells, which is small: a million incidents take
    milliseconds, where a search among the numbers takes a tenth of a second.

    Parameters
    ----------
    cells : shape (m,)
        Numbers of cells, each once.
    col, row : shape (n,)
        Places in cells of the same size.

    Examples
    --------
    >>> from hotspots.geography.grid import cell_number
    >>> cells = cell_number(np.array([4, 5, 5]), np.array([7, 6, 7]))
    >>> place_among(cells, np.array([5, 4, -1]), np.array([7, 6, -1])).tolist()
    [2, -1, -1]
    """
    if not cells.size:
        return np.full(len(col), -1, dtype=np.int32)
    held_col, held_row = column_and_row(cells)
    # A border of places that are not there, for all that lies beyond the rectangle.
    first_col, first_row = held_col.min() - 1, held_row.min() - 1
    cols, rows = held_col.max() - first_col + 2, held_row.max() - first_row + 2
    place = np.full(cols * rows, -1, dtype=np.int32)
    place[(held_col - first_col) * rows + held_row - first_row] = np.arange(len(cells))
    at = np.clip(col - first_col, 0, cols - 1)
    at *= rows
    at += np.clip(row - first_row, 0, rows - 1)
    found: NDArray[np.int32] = place[at]
    return found

"""The cells that a selection is about, those without incidents included, and what lies in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.geography.grid import cell_number, cells_touching, coarsen, column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.asked import Asked


def asked_cells(asked: Asked, size_m: int) -> NDArray[np.int64]:
    """Return the numbers of the cells of the mask, ascending: those of the wijken, if any.

    What is said of a part of "the cells" must not count cells in which nothing could be found.
    """
    cells = asked.mask.cells(size_m)
    wijken = asked.workspace.geography.wijken
    if not asked.selection.wijken:
        return cells
    shapes = wijken.polygons[np.isin(wijken.codes, asked.selection.wijken)]
    col, row = column_and_row(cells_touching(shapely.union_all(shapes)))
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
    number = cell_number(
        coarsen(incidents.cell_col[chosen], size_m), coarsen(incidents.cell_row[chosen], size_m)
    )
    place = np.searchsorted(cells, number)
    inside = np.append(cells, -1)[place] == number
    counts: NDArray[np.int64] = np.bincount(place[inside], minlength=len(cells))
    return counts, int(np.count_nonzero(~inside))

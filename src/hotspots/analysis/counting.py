"""Which incidents a selection holds, and how many lie in each area or cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

import numpy as np
import shapely

from hotspots.access.tally import Tally
from hotspots.analysis.question import everywhere, selected_shape
from hotspots.geography.grid import FINEST_M, coarsen, column_and_row
from hotspots.geography.pieces import cells_touching
from hotspots.statistics.sums import sum_rows, sum_rows_by_step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable, Incidents
    from hotspots.analysis.query import Query
    from hotspots.geography.grid import Window
    from hotspots.geography.masks import Mask


#: As many numbers are counted at once: 40 MB.
_AT_ONCE: Final = 5_000_000
#: Of more steps times cells than so many for each number, most are empty and are not looked at.
_SPARSE: Final = 8


def selected_cells(query: Query, size_m: int) -> NDArray[np.int64]:
    """Return the numbers of the cells of the mask, ascending: those where it asks.

    What is said of a part of "the cells" must not count cells in which nothing could be found.
    """
    cells = query.cells(size_m)
    if everywhere(query.selection):
        return cells
    shape = selected_shape(query.workspace.geography, query.selection)
    if shapely.is_empty(shape):
        return cells[:0]
    return cells[np.isin(cells, cells_touching(shape, size_m), assume_unique=True)]


def counts_in(
    cells: NDArray[np.int64], incidents: Tally | Incidents, chosen: NDArray[np.bool_], size_m: int
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
    # What lies in none of them has place -1 and is counted first.
    tally = np.zeros(len(cells) + 1, dtype=np.int64)
    if isinstance(incidents, Tally):
        place = place_among(cells, *coarsen(incidents.places, size_m)) + np.int32(1)
        sum_rows(chosen, incidents.start, incidents.cell, place, incidents.in_cell, tally)
    else:
        col, row = (coarsen(at[chosen], size_m) for at in (incidents.cell_col, incidents.cell_row))
        tally = incidents.counts(place_among(cells, col, row) + 1, len(cells) + 1, chosen)
    return tally[1:], int(tally[0])


class StepCounts(NamedTuple):
    """Counts above 0 of places in time, by step and then place: shape (k,) each."""

    step: NDArray[np.int64]
    place: NDArray[np.int64]
    times: NDArray[np.int64]


def counts_in_steps(
    cells: NDArray[np.int64],
    rows: Tally | Incidents,
    chosen: NDArray[np.bool_],
    step: NDArray[np.int64],
    size_m: int,
) -> StepCounts:
    """Return how many of the chosen incidents lie in each cell in each step, where there are any.

    Parameters
    ----------
    cells : shape (m,)
        Numbers of cells of ``size_m``, ascending; what lies in no cell is left out.
    chosen : shape (n,)
        Which rows are counted; they have a place.
    step : shape (n,)
        The step that each row lies in, 0 or more for the chosen ones.
    """
    if isinstance(rows, Tally):
        return _tally_in_steps(cells, rows, chosen, step, size_m)
    col, row = (coarsen(at[chosen], size_m) for at in (rows.cell_col, rows.cell_row))
    place = place_among(cells, col, row)
    number = step[chosen][place >= 0] * len(cells) + place[place >= 0]
    if number.max(initial=0) < _AT_ONCE:
        counts = np.bincount(number)
        number = np.flatnonzero(counts)
        times = counts[number]
    else:
        number, times = np.unique(number, return_counts=True)
    return StepCounts(*np.divmod(number, max(len(cells), 1)), times.astype(np.int64))


def _tally_in_steps(
    cells: NDArray[np.int64],
    tally: Tally,
    chosen: NDArray[np.bool_],
    step: NDArray[np.int64],
    size_m: int,
) -> StepCounts:
    """Count some steps at a time: together they may take more memory than the tally."""
    place = place_among(cells, *coarsen(tally.places, size_m))
    occupied = np.unique(place[place >= 0])
    # What lies in none of the cells is counted first, and left out.
    place = np.where(place >= 0, np.searchsorted(occupied, place) + 1, 0).astype(np.int32)
    after, width = int(step[chosen].max(initial=-1)) + 1, len(occupied) + 1
    numbers = int(np.diff(tally.start)[chosen].sum())
    sparse = after * width > _SPARSE * numbers
    several = max(1, after * _AT_ONCE // max(numbers, 1) if sparse else _AT_ONCE // width)
    counted = [StepCounts(*np.empty((3, 0), dtype=np.int64))]
    for first in range(0, after, several):
        last = min(first + several, after) - 1
        some = chosen & (step >= first) & (step <= last)
        if sparse:
            counted.append(_one_by_one(tally, some, step, place, width))
            continue
        sums = np.zeros((last - first + 1, width), dtype=np.int64)
        sum_rows_by_step(some, step - first, tally.start, tally.cell, place, tally.in_cell, sums)
        in_step, in_place = np.nonzero(sums[:, 1:])
        counted.append(StepCounts(in_step + first, in_place, sums[in_step, in_place + 1]))
    every = StepCounts(*map(np.concatenate, zip(*counted, strict=True)))
    return every._replace(place=occupied[every.place].astype(np.int64))


def _one_by_one(
    tally: Tally,
    some: NDArray[np.bool_],
    step: NDArray[np.int64],
    place: NDArray[np.int32],
    width: int,
) -> StepCounts:
    """Count some rows with a number for each of their cells, and not one for each there may be."""
    many = np.diff(tally.start)[some]
    at = np.repeat(tally.start[:-1][some] - np.cumsum(many) + many, many) + np.arange(many.sum())
    lies_in = place[tally.cell[at]]
    number = np.repeat(step[some], many) * width + lies_in
    number, times = number[lies_in > 0], tally.in_cell[at[lies_in > 0]]
    number, alike = np.unique(number, return_inverse=True)
    counts = np.bincount(alike, weights=times, minlength=len(number)).astype(np.int64)
    return StepCounts(number // width, number % width - 1, counts)


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
    cell_col, cell_row = column_and_row(cells)
    # A border of places that are not there, for all that lies beyond the rectangle.
    first_col, first_row = cell_col.min() - 1, cell_row.min() - 1
    cols, rows = cell_col.max() - first_col + 2, cell_row.max() - first_row + 2
    place = np.full(cols * rows, -1, dtype=np.int32)
    place[(cell_col - first_col) * rows + cell_row - first_row] = np.arange(len(cells))
    at = np.clip(col - first_col, 0, cols - 1)
    at *= rows
    at += np.clip(row - first_row, 0, rows - 1)
    index: NDArray[np.int32] = place[at]
    return index


@dataclass(frozen=True, slots=True, eq=False)
class CellCounts:
    """Cells with at least one incident.

    Attributes
    ----------
    col, row, count : shape (k,)
        In ascending order of column and row.
    mask_cells
        How many cells the mask has, those without incidents included.
    outside_mask
        Incidents that lie in a cell outside it.
    """

    size_m: int
    col: NDArray[np.int32]
    row: NDArray[np.int32]
    count: NDArray[np.int64]
    mask_cells: int
    outside_mask: int


def count_areas(
    incidents: Countable, chosen: NDArray[np.bool_], level: str, areas: int
) -> NDArray[np.int64]:
    """Return how many of the chosen incidents lie in each area of a level; some may in none."""
    chosen = chosen & incidents.known_at(level)
    return incidents.counts(incidents.area(level)[chosen], areas, chosen)


def count_cells(query: Query, size_m: int) -> CellCounts:
    """Return how many incidents of a query lie in each cell of its mask."""
    cells = query.cells(size_m)
    return cells_with_any(cells, *counts_in(cells, query.rows, query.chosen, size_m), size_m)


def cells_with_any(
    cells: NDArray[np.int64], counts: NDArray[np.int64], outside: int, size_m: int
) -> CellCounts:
    """Return the cells of a mask that have incidents, of what `counts_in` gives."""
    occupied = np.flatnonzero(counts)
    col, row = column_and_row(cells[occupied])
    return CellCounts(
        size_m=size_m,
        col=col,
        row=row,
        count=counts[occupied],
        mask_cells=len(cells),
        outside_mask=outside,
    )


class GridPlace(TypedDict):
    """Where a grid lies, by the names that the statistics of a density have for it."""

    compartment: NDArray[np.int8]
    west_m: float
    south_m: float
    cell_m: float


@dataclass(frozen=True, slots=True, eq=False)
class MaskGrid:
    """The rectangle of cells around a mask.

    Attributes
    ----------
    compartment : shape (rows, columns), south to north
        -1 outside the mask, else the piece of land a cell lies on.
    first_col, first_row
        The cell at the south-west corner, counted in cells of ``cell_m`` from RD 0, 0.
    """

    compartment: NDArray[np.int8]
    first_col: int
    first_row: int
    cell_m: int

    @property
    def west_m(self) -> float:
        """RD x of the west side."""
        return float(self.first_col * self.cell_m)

    @property
    def south_m(self) -> float:
        """RD y of the south side."""
        return float(self.first_row * self.cell_m)

    def place(self) -> GridPlace:
        """Return where the grid lies, as the statistics of a density ask for it."""
        return {
            "compartment": self.compartment,
            "west_m": self.west_m,
            "south_m": self.south_m,
            "cell_m": float(self.cell_m),
        }

    def holds(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which places lie in a cell of the mask."""
        rows, cols = self.compartment.shape
        col = np.floor((x_rd - self.west_m) / self.cell_m).astype(np.int64)
        row = np.floor((y_rd - self.south_m) / self.cell_m).astype(np.int64)
        within = (col >= 0) & (col < cols) & (row >= 0) & (row < rows)
        inside: NDArray[np.bool_] = within.copy()
        inside[within] = self.compartment[row[within], col[within]] >= 0
        return inside

    def spread(self, cells: NDArray[np.int64], numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return numbers of cells of the mask as a grid; 0 elsewhere."""
        col, row = column_and_row(cells)
        grid = np.zeros(self.compartment.shape)
        grid[row - self.first_row, col - self.first_col] = numbers
        return grid


def mask_grid(mask: Mask, cell_m: int, window: Window | None = None) -> MaskGrid:
    """Return the mask as a grid, or what of it lies in a window.

    A coarser cell over two pieces of land belongs to the higher number, the smaller piece.
    """
    cells, lies_on = mask.lands(cell_m, window)
    col, row = column_and_row(cells)
    if window is None:
        first_col, first_row = int(col.min()), int(row.min())
        size = (int(row.max()) - first_row + 1, int(col.max()) - first_col + 1)
    else:
        per_cell = cell_m // FINEST_M
        first_col, first_row = window.first_col // per_cell, window.first_row // per_cell
        size = (window.after_row // per_cell - first_row, window.after_col // per_cell - first_col)
    grid = np.full(size, -1, dtype=np.int8)
    grid[row - first_row, col - first_col] = lies_on
    return MaskGrid(grid, first_col, first_row, cell_m)

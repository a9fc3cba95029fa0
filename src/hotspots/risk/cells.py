"""Which cell of a raster holds a point: by counting columns and rows, not by looking around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class CellIndex:
    """Square cells on one grid, of which some may be missing.

    Attributes
    ----------
    west, south
        The outer corner of the grid, RD metres.
    columns
        How many cells a row has.
    keys, order : shape (cells,)
        The number of each cell in the grid, ascending, and which cell it is.

    Examples
    --------
    Two cells of 100 m, with one missing between them. A point on a border belongs to the cell to
    the right of it.

    >>> cells = CellIndex.of(np.array([50.0, 250.0]), np.array([50.0, 50.0]), 100.0)
    >>> cells.locate(np.array([99.9, 150.0, 200.0, 300.0]), np.full(4, 10.0)).tolist()
    [0, -1, 1, -1]
    """

    west: float
    south: float
    cell_m: float
    columns: int
    rows: int
    keys: NDArray[np.int64]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], cell_m: float) -> Self:
        """Return the index of cells by the middle of each."""
        west, south = float(x_rd.min()) - cell_m / 2, float(y_rd.min()) - cell_m / 2
        columns = round((float(x_rd.max()) - float(x_rd.min())) / cell_m) + 1
        rows = round((float(y_rd.max()) - float(y_rd.min())) / cell_m) + 1
        column = np.floor((x_rd - west) / cell_m).astype(np.int64)
        row = np.floor((y_rd - south) / cell_m).astype(np.int64)
        keys = row * columns + column
        order = np.argsort(keys, kind="stable")
        return cls(west, south, cell_m, columns, rows, keys[order], order)

    def locate(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the position of the cell that holds each point, -1 where none does."""
        column = np.floor((x_rd - self.west) / self.cell_m).astype(np.int64)
        row = np.floor((y_rd - self.south) / self.cell_m).astype(np.int64)
        on_grid = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        key = row * self.columns + column
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        return np.where(on_grid & (self.keys[at] == key), self.order[at], -1)

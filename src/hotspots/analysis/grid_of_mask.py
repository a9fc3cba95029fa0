"""A mask as a grid of cells: where a surface is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.geography.grid import FINEST_M, coarsen, column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.masks import Mask


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

    def place(self) -> dict[str, Any]:
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


def mask_grid(mask: Mask, cell_m: int) -> MaskGrid:
    """Return the mask as a grid.

    A coarser cell over two pieces of land belongs to the higher number, the smaller piece.
    """
    col, row = column_and_row(mask.finest)
    if cell_m != FINEST_M:
        col, row = coarsen(col, cell_m), coarsen(row, cell_m)
    first_col, first_row = int(col.min()), int(row.min())
    grid = np.full(
        (int(row.max()) - first_row + 1, int(col.max()) - first_col + 1), -1, dtype=np.int8
    )
    order = np.argsort(mask.compartment, kind="stable")
    grid[row[order] - first_row, col[order] - first_col] = mask.compartment[order]
    return MaskGrid(grid, first_col, first_row, cell_m)

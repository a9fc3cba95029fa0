"""The cells that a test looks at, what lies in each, and what it is expected to follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.exposure import expectation_parameters, exposure_of_cells
from hotspots.analysis.mask_cells import asked_cells, counts_in
from hotspots.geography.grid import column_and_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.asked import Asked


@dataclass(frozen=True, slots=True, eq=False)
class CellsAtRisk:
    """Cells of the mask, in the wijken of the selection if it names any.

    Attributes
    ----------
    cells, counts : shape (m,)
        Numbers of the cells, ascending, and the incidents in each.
    exposure : shape (m,)
        How much of what they are expected to follow is in each cell: people, addresses, m2 of
        land. A cell with nothing takes no part.
    told
        What they are expected to follow, for legend and export.
    """

    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
    exposure: NDArray[np.float64]
    told: dict[str, Any]

    @property
    def col(self) -> NDArray[np.int32]:
        """Columns of the cells."""
        return column_and_row(self.cells)[0]

    @property
    def row(self) -> NDArray[np.int32]:
        """Rows of the cells."""
        return column_and_row(self.cells)[1]

    def unlisted(self, listed: NDArray[np.bool_]) -> dict[str, Any]:
        """Return how many tested cells are in no row, and which cells take no part at all."""
        left_out = ~listed & (self.exposure <= 0)
        return {
            "zero_cells": int(np.count_nonzero(~listed & ~left_out)),
            "untested": self.cells[left_out],
        }

    def tested(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return counts of these cells, one or more columns, without cells that take no part."""
        takes_part = (self.exposure > 0).reshape(-1, *[1] * (counts.ndim - 1))
        return np.where(takes_part, counts, 0)


def cells_at_risk(asked: Asked, chosen: NDArray[np.bool_] | None = None) -> CellsAtRisk:
    """Return the cells of a question with the incidents of its selection, or with others.

    Parameters
    ----------
    chosen : shape (n,)
        Which incidents to count instead.
    """
    size_m = asked.selection.cell_m
    cells = asked_cells(asked, size_m)
    counts, _ = counts_in(
        cells, asked.incidents, asked.chosen if chosen is None else chosen, size_m
    )
    exposure = exposure_of_cells(asked, size_m)
    exposure = exposure[np.searchsorted(asked.mask.cells(size_m), cells)]
    return CellsAtRisk(cells, counts, exposure, expectation_parameters(asked))

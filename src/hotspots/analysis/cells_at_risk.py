"""The cells that a test looks at, what lies in each, and what it is expected to follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.exposure import cell_exposure
from hotspots.analysis.mask_cells import asked_cells, counts_in
from hotspots.analysis.rate_answer import denominator_parameters
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
    exposure : shape (m,) or None
        Households in each cell; None where all cells are alike.
    told
        What they are expected to follow, for legend and export.
    """

    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
    exposure: NDArray[np.float64] | None
    told: dict[str, Any]

    @property
    def col(self) -> NDArray[np.int32]:
        """Columns of the cells."""
        return column_and_row(self.cells)[0]

    @property
    def row(self) -> NDArray[np.int32]:
        """Rows of the cells."""
        return column_and_row(self.cells)[1]

    def tested(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return counts of these cells, one or more columns, without cells that take no part."""
        if self.exposure is None:
            return counts
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
    exposure = cell_exposure(asked, size_m)
    told: dict[str, Any] = {"even": exposure is None}
    if exposure is not None:
        exposure = exposure[np.searchsorted(asked.mask.cells(size_m), cells)]
        assert asked.selection.denominator is not None  # noqa: S101 - exposure is one
        told |= denominator_parameters(asked.workspace, asked.selection.denominator)
    return CellsAtRisk(cells, counts, exposure, told)

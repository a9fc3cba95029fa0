"""What incidents are expected to follow, per cell: households, or nothing but land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.geography.grid import FINEST_M, cell_number, coarsen, column_and_row
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.asked import Asked


def enough(denominators: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the denominators that carry a comparison; 0 where they are missing or too small.

    Figures are rounded to fives: on five households two incidents would be a hotspot for sure.

    Examples
    --------
    >>> enough(np.array([480.0, 5.0, np.nan])).tolist()
    [480.0, 0.0, 0.0]
    """
    known = np.nan_to_num(denominators)
    return np.where(known >= SMALLEST_DENOMINATOR, known, 0.0)


def cell_exposure(asked: Asked, size_m: int) -> NDArray[np.float64] | None:
    """Return the households in each cell of the mask, or None where all cells are alike.

    Only a layer whose mask is where people live follows them. The households of a buurt are
    spread evenly over the finest cells that have their centre in it: figures say how many live in
    a buurt, not where.

    Returns
    -------
    shape (m,)
        In the order of ``mask.cells(size_m)``.
    """
    if asked.layer.mask != "households" or asked.selection.denominator is None:
        return None
    return spread_exposure(asked, asked.selection.denominator, size_m)


def spread_exposure(asked: Asked, denominator: str, size_m: int) -> NDArray[np.float64]:
    """Return how much of a denominator is in each cell of the mask, as `cell_exposure` does."""
    geography = asked.workspace.geography
    households = enough(geography.buurten.denominators[denominator])
    col, row = column_and_row(asked.mask.finest)
    half = FINEST_M / 2
    buurt = geography.index.locate(col * float(FINEST_M) + half, row * float(FINEST_M) + half)
    inside = buurt >= 0
    cells_of_buurt = np.bincount(buurt[inside], minlength=len(households))
    share = households / np.maximum(cells_of_buurt, 1)
    finest = np.where(inside, share[buurt], 0.0)
    cells = asked.mask.cells(size_m)
    place = np.searchsorted(cells, cell_number(coarsen(col, size_m), coarsen(row, size_m)))
    exposure: NDArray[np.float64] = np.zeros(len(cells))
    np.add.at(exposure, place, finest)
    return exposure

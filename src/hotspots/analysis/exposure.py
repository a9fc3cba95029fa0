"""What incidents are expected to follow, per cell: households, or nothing but land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.where import buurten_asked
from hotspots.geography.grid import FINEST_M, cell_number, coarsen, column_and_row
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.asked import Asked
    from hotspots.geography.masks import Mask


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
    households = enough(asked.workspace.geography.buurten.denominators[denominator])
    col, row = column_and_row(asked.mask.finest)
    finest = _spread_evenly(asked, households, asked.mask)
    cells = asked.mask.cells(size_m)
    place = np.searchsorted(cells, cell_number(coarsen(col, size_m), coarsen(row, size_m)))
    exposure: NDArray[np.float64] = np.zeros(len(cells))
    np.add.at(exposure, place, finest)
    return exposure


def denominator_inside(asked: Asked, denominator: str) -> float:
    """Return an estimate of how much of a denominator is in the drawn area of a selection.

    What a buurt has is spread evenly over where people live in it, as in `spread_exposure`: in a
    part of a buurt there may be more or fewer.
    """
    selection, geography = asked.selection, asked.workspace.geography
    assert selection.drawn is not None  # noqa: S101 - only asked for where one is drawn
    mask = asked.workspace.library.masks["households"]
    numbers = np.nan_to_num(geography.buurten.denominators[denominator])
    numbers = np.where(buurten_asked(geography, selection), numbers, 0.0)
    inside = selection.drawn.contains(*_middles(mask))
    return float(_spread_evenly(asked, numbers, mask)[inside].sum())


def _spread_evenly(asked: Asked, numbers: NDArray[np.float64], mask: Mask) -> NDArray[np.float64]:
    """Return what each finest cell of a mask has of the number of its buurt."""
    buurt = asked.workspace.geography.index.locate(*_middles(mask))
    inside = buurt >= 0
    cells_of_buurt = np.bincount(buurt[inside], minlength=len(numbers))
    share = numbers / np.maximum(cells_of_buurt, 1)
    spread: NDArray[np.float64] = np.where(inside, share[buurt], 0.0)
    return spread


def _middles(mask: Mask) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y of the middle of each finest cell, metres RD."""
    x_rd, y_rd = ((at.astype(np.float64) + 0.5) * FINEST_M for at in column_and_row(mask.finest))
    return x_rd, y_rd

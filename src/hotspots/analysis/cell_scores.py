"""What a map says of every cell of its mask, as a number to put the cells in order by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.analysis.cells_at_risk import cells_at_risk
from hotspots.analysis.density import density_answer, risk_answer
from hotspots.analysis.mask_cells import counts_in
from hotspots.geography.grid import column_and_row
from hotspots.statistics.gi_star import gi_star_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked


def _counts(asked: Asked) -> NDArray[np.float64]:
    cells, size_m = asked.mask.cells(asked.selection.cell_m), asked.selection.cell_m
    return counts_in(cells, asked.incidents, asked.chosen, size_m)[0].astype(np.float64)


def _density(asked: Asked) -> NDArray[np.float64]:
    return _surface(density_answer(asked), asked)


def _risk_density(asked: Asked) -> NDArray[np.float64]:
    return _surface(risk_answer(asked), asked)


def _surface(analysis: Analysis, asked: Asked) -> NDArray[np.float64]:
    """Return a surface at every cell of the mask."""
    cell_m, raster = asked.selection.cell_m, analysis.raster
    assert raster is not None  # noqa: S101 - a surface always has one
    col, row = column_and_row(asked.mask.cells(cell_m))
    first_col, first_row = round(raster.west_m / cell_m), round(raster.south_m / cell_m)
    values: NDArray[np.float64] = raster.values[row - first_row, col - first_col]
    return values


def _gi_star(asked: Asked) -> NDArray[np.float64]:
    risk = cells_at_risk(asked)
    every = asked.mask.cells(asked.selection.cell_m)
    scores = np.full(len(every), np.nan)
    tested = risk.tested(risk.counts)
    if tested.any():
        found = gi_star_cells(tested, risk.col, risk.row, exposure=risk.exposure)
        scores[np.searchsorted(every, risk.cells)] = found.z
    return scores


#: The score by measure: shape (m,), in the order of ``asked.mask.cells(asked.selection.cell_m)``,
#: high where the map is hot, NaN where it says nothing. A new one is a line here.
SCORES: Final[Mapping[str, Callable[[Asked], NDArray[np.float64]]]] = {
    "count": _counts,
    "density": _density,
    "risk_density": _risk_density,
    "gi_star": _gi_star,
}

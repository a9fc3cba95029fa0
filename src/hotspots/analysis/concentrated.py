"""How much of what happened lies in how few cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.permission import require_level
from hotspots.analysis.asked import asked_of
from hotspots.analysis.mask_cells import asked_cells, counts_in
from hotspots.analysis.measures import measure_named
from hotspots.analysis.selection import settle
from hotspots.statistics.concentration import (
    HOTTEST,
    generalised_gini,
    hottest_shares,
    lorenz_curve,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.selection import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.concentration import HottestShare

#: Points that the lines are drawn through, beside the ends; closer together where they bend.
_POINTS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """Three lines from (0, 0) to (1, 1), each shape (k,): shares of the incidents.

    Attributes
    ----------
    cells
        Share of the cells, hottest first.
    actual, chance, even
        As it is; if each incident fell in any cell with the same chance; spread as evenly as they
        go. Where the incidents are few, chance is far from even.
    """

    cells: NDArray[np.float64]
    actual: NDArray[np.float64]
    chance: NDArray[np.float64]
    even: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How concentrated the incidents of a selection are.

    Attributes
    ----------
    cells
        How many cells there are, those without incidents included.
    incidents, outside
        Incidents in them, and in none.
    hottest
        What lies in the hottest 5 and 20 %; empty without incidents, as ``gini`` and ``lorenz``.
    gini
        Generalised coefficient: 0 is as even as so many incidents can be.
    """

    layer: LayerSpec
    cell_m: int
    mask: str
    cells: int
    incidents: int
    outside: int
    hottest: tuple[HottestShare, ...] = ()
    gini: float | None = None
    lorenz: Lorenz | None = None


def concentration(workspace: Workspace, selection: Selection) -> Concentration:
    """Return how much of a selection lies in how few cells.

    The cells have the size that was chosen, and that of the layer where none was. What lies in one
    cell of a large size lies in several of a small one: compare only the same.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, may not be shown in cells, or is not for this role.
    """
    settled, layer = settle(selection, workspace)
    asked = asked_of(workspace, settled, layer, measure_named(settled.measure))
    # A surface is drawn in the finest cells there are, which no one chose.
    cell_m = layer.style.cell_m if asked.measure.surface else settled.cell_m
    require_level(layer, "cells", cell_m)
    counts, outside = counts_in(asked_cells(asked, cell_m), asked.incidents, asked.chosen, cell_m)
    incidents = int(counts.sum())
    return Concentration(
        layer=layer,
        cell_m=cell_m,
        mask=asked.mask.label,
        cells=len(counts),
        incidents=incidents,
        outside=outside,
        hottest=hottest_shares(counts, HOTTEST) if incidents else (),
        gini=generalised_gini(counts) if incidents else None,
        lorenz=_lorenz(counts) if incidents else None,
    )


def _lorenz(counts: NDArray[np.int64]) -> Lorenz:
    """Return the lines through few points: thousands of cells would weigh on the page."""
    # The curve bends where the cells are hottest, and again where the last incident is.
    drawn = np.linspace(0.0, 1.0, _POINTS) ** 2
    bend = np.count_nonzero(counts) / counts.size
    shares = np.unique(
        np.concatenate([drawn[1:], HOTTEST, [bend, min(1.0, counts.sum() / counts.size)]])
    )
    found = hottest_shares(counts, tuple(shares.tolist()))
    cells, incidents = lorenz_curve(counts)
    return Lorenz(
        cells=np.concatenate([[0.0], shares]),
        actual=np.concatenate([[0.0], np.interp(shares, cells, incidents)]),
        chance=np.array([0.0, *(share.by_chance for share in found)]),
        even=np.array([0.0, *(share.evenly for share in found)]),
    )

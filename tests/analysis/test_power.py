"""What Gi* finds of a place that is really busier, and how often it marks where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.asked import asked_of
from hotspots.analysis.cells_at_risk import cells_at_risk
from hotspots.analysis.measures import measure_named
from hotspots.analysis.selection import Selection, settle
from hotspots.statistics.gi_star import gi_star_cells

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

MAPS = 100


@pytest.mark.parametrize(("total", "times", "least"), [(246, 10.0, 0.78), (1_000, 3.0, 0.20)])
def test_a_block_that_is_busier_is_found_as_often_as_the_exact_test_can(
    dordrecht: Workspace, total: int, times: float, least: float
) -> None:
    """Any excess a hotspot, counts as chance: 100 maps of the town, dealt by households.

    The least shares are those of an implementation of the exact test elsewhere. Without a block at
    most 5 % of maps have a mark; up to 10 of 100 is within chance of that.
    """
    settled, layer = settle(
        Selection("woninginbraak", level="cells", measure="gi_star", cell_m=200), dordrecht
    )
    cells = cells_at_risk(asked_of(dordrecht, settled, layer, measure_named("gi_star")))
    households = cells.exposure / cells.exposure.sum()
    rng = np.random.default_rng(20171231)

    def hot(weight: np.ndarray) -> np.ndarray:
        counts = rng.multinomial(total, weight / weight.sum())
        return gi_star_cells(
            counts, cells.col, cells.row, exposure=cells.exposure, minimum_ratio=1.0
        ).hot

    found = false = 0
    for _ in range(MAPS):
        middle = rng.choice(len(households), p=households)
        beside = np.abs(cells.col - cells.col[middle]) <= 1
        block = beside & (np.abs(cells.row - cells.row[middle]) <= 1)
        found += bool(hot(households * np.where(block, times, 1.0))[block].any())
        false += bool(hot(households).any())
    assert found >= least * MAPS
    assert false <= 10

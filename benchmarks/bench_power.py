"""Ask how often Gi* finds a place that is really busier, and how often a mark is false.

    python benchmarks/bench_power.py [--maps N] [--home FOLDER]

Incidents are dealt over the real town by households, with a block of 3 x 3 cells that draws so
many times as many per household. The block lies around a household drawn at random, another on
each map. Given are the share of maps with a mark in the block, of those with any mark farther than
two cells from it, and of maps without a block that have any mark: by the exact test with every
excess a hotspot, and with the minimum of the page.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.workspace import open_workspace
from hotspots.analysis.asked import asked_of
from hotspots.analysis.cells_at_risk import cells_at_risk
from hotspots.analysis.measures import measure_named
from hotspots.analysis.selection import MINIMUM_RATIO, Selection, settle
from hotspots.statistics.gi_star import gi_star_cells

if TYPE_CHECKING:
    from hotspots.analysis.cells_at_risk import CellsAtRisk

SEED: Final = 20171231
#: Incidents on a map, and how many times as many per household in the block.
ROWS: Final = ((246, 3.0), (246, 10.0), (1000, 2.0), (1000, 3.0), (5000, 2.0), (5000, 3.0))
#: Cells from the middle of the block beyond which a mark is far from it.
_FAR: Final = 3


def town(home: Path) -> CellsAtRisk:
    """Return the cells of the town with the households in each."""
    workspace = open_workspace(home, role="analist")
    settled, layer = settle(
        Selection("woninginbraak", level="cells", measure="gi_star", cell_m=200), workspace
    )
    return cells_at_risk(asked_of(workspace, settled, layer, measure_named("gi_star")))


def shares(
    cells: CellsAtRisk, total: int, times: float, *, maps: int, minimum: float
) -> tuple[float, float, float]:
    """Return the shares of maps: marked in the block, marked far from it, marked without one."""
    rng = np.random.default_rng(SEED)
    households = cells.exposure / cells.exposure.sum()
    found = far = false = 0
    for _ in range(maps):
        middle = rng.choice(len(households), p=households)
        away = np.maximum(
            np.abs(cells.col - cells.col[middle]), np.abs(cells.row - cells.row[middle])
        )
        weight = households * np.where(away <= 1, times, 1.0)
        counts = rng.multinomial(total, weight / weight.sum())
        hot = _hot(cells, counts, minimum)
        found += bool(hot[away <= 1].any())
        far += bool(hot[away >= _FAR].any())
        false += bool(_hot(cells, rng.multinomial(total, households), minimum).any())
    return found / maps, far / maps, false / maps


def _hot(cells: CellsAtRisk, counts: np.ndarray, minimum: float) -> np.ndarray:
    return gi_star_cells(
        counts, cells.col, cells.row, exposure=cells.exposure, minimum_ratio=minimum
    ).hot


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=int, default=100)
    parser.add_argument("--home", type=Path, default=Path(__file__).parents[1])
    asked = parser.parse_args()
    cells = town(asked.home)
    for minimum in (1.0, MINIMUM_RATIO):
        print(
            f"hotspots from {minimum} times\n{'n, times':>12} {'found':>7} {'far':>7} {'false':>7}"
        )
        for total, times in ROWS:
            row = shares(cells, total, times, maps=asked.maps, minimum=minimum)
            print(f"{total:>6}, {times:>3.0f} x " + " ".join(f"{part:>7.0%}" for part in row))


if __name__ == "__main__":
    main()

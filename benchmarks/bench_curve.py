"""Measure what one answer costs from ten thousand to ten million incidents.

    python benchmarks/bench_curve.py [--rounds N] [--largest N] [--write]

The join of points to buurten, the count per buurt, the density on cells of 100 m with a radius of
400 m, and Gi* on those cells; the last three are whole answers, breaks and ledger included, as the
server gives them. Prints milliseconds, and milliseconds per million, which do not rise where the
cost grows no faster than the number of incidents. The Knox test is not here: it looks at pairs,
and is refused above 20.000 incidents.

Exits with 1 where ten times as many incidents, from a million on, cost more than 30 times as much.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np
from timing import alternate, keep

from hotspots.access.workspace import open_workspace
from hotspots.analysis.periods import Period
from hotspots.analysis.query import query_of
from hotspots.analysis.question import Selection, selected
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.geography.grid import cell_of
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.incidents import Incidents
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.query import Query

REPOSITORY: Final = Path(__file__).parents[1]
LAYER: Final = "vermogensmisdrijven"
SEED: Final = 20171231
SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
YEAR: Final = Period(date(2016, 1, 1), date(2016, 12, 31))
COUNT: Final = Selection(LAYER, period=YEAR)
CELLS: Final = replace(COUNT, level="cells", cell_m=100)
ASKED: Final = {
    "count, buurten": COUNT,
    "density, cells": replace(CELLS, measure="density", bandwidth_m=400),
    "gi_star, cells": replace(CELLS, measure="gi_star"),
}
#: What ten times as many may cost: ten is linear, a hundred quadratic; a busy machine lies between.
MOST_GROWTH: Final = 30.0


@dataclass(frozen=True)
class Case:
    """A layer of simulated incidents, with the embedded ones as an example."""

    workspace: Workspace
    incidents: Incidents

    @classmethod
    def make(cls, workspace: Workspace, n_incidents: int) -> Case:
        """Put incidents near embedded ones of the same soort, on the same days."""
        _, embedded = workspace.incidents(workspace.layer(LAYER))
        rng = np.random.default_rng(SEED)
        inside = np.flatnonzero(embedded.buurt >= 0)
        near = inside[rng.integers(0, inside.size, n_incidents)]
        x_rd = embedded.x_rd[near] + rng.normal(0.0, 60.0, n_incidents)
        y_rd = embedded.y_rd[near] + rng.normal(0.0, 60.0, n_incidents)
        geography = workspace.geography
        buurt = geography.index.locate(x_rd, y_rd).astype(np.int16)
        of_buurt = np.append(geography.buurten.parent, -1).astype(np.int16)
        unused = np.empty(0, dtype="datetime64[s]")
        rows = {
            name: getattr(embedded, name)[near]
            for name in (
                "soort",
                "day",
                "day_known",
                "weekday",
                "hour",
                "day_part",
                "elsewhere",
            )
        }
        return cls(
            workspace,
            replace(
                embedded,
                x_rd=x_rd,
                y_rd=y_rd,
                buurt=buurt,
                wijk=of_buurt[buurt],
                cell_col=cell_of(x_rd),
                cell_row=cell_of(y_rd),
                begin=unused,
                end=unused,
                **rows,
            ),
        )

    def ask(self, selection: Selection) -> Query:
        """Return a question to these incidents: one year of three."""
        settled, layer = settle(selection, self.workspace)
        measure = measure_named(settled.measure)
        query = query_of(self.workspace, settled, layer, measure, reads="everything")
        geography = self.workspace.geography
        return replace(
            query,
            rows=self.incidents,
            chosen=selected(self.incidents, settled, geography),
            any_time=selected(self.incidents, replace(settled, period=None), geography),
        )

    def jobs(self) -> dict[str, Callable[[], object]]:
        """Return what is timed."""
        index = self.workspace.geography.index

        def answering(selection: Selection) -> Callable[[], object]:
            return lambda: measure_named(selection.measure).answer(self.ask(selection))

        return {
            "join, buurten": lambda: index.locate(self.incidents.x_rd, self.incidents.y_rd),
            **{name: answering(selection) for name, selection in ASKED.items()},
        }


def main() -> None:
    """Read the arguments, run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="incidents")
    arguments = parser.parse_args()
    sizes = [size for size in SIZES if size <= arguments.largest]
    start = perf_counter()
    with tempfile.TemporaryDirectory() as state:
        workspace = open_workspace(Home(REPOSITORY, Path(state)), role="analist")
        taken = {
            size: alternate(Case.make(workspace, size).jobs(), rounds=arguments.rounds)
            for size in sizes
        }
    names = list(taken[sizes[0]])
    print(f"ms, and ms per million; median of {arguments.rounds} rounds")
    print(f"{'incidents':>12}" + "".join(f"{name:>26}" for name in names))
    for size, seconds in taken.items():
        columns = (f"{1e3 * s:14.2f}{1e9 * s / size:12.2f}" for s in seconds.values())
        print(f"{size:12_}" + "".join(columns))
        if arguments.write:
            keep(f"{size}", seconds, rounds=arguments.rounds)
    growth = {name: taken[sizes[-1]][name] / taken[sizes[-2]][name] for name in names}
    print(f"{'ten times':>12}" + "".join(f"{f'x {growth[name]:.1f}':>14}{'':12}" for name in names))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most_gb = most / (2**30 if sys.platform == "darwin" else 2**20)
    print(f"{perf_counter() - start:.0f} s in all, {most_gb:.1f} GB at most")
    if max(growth.values()) > MOST_GROWTH:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

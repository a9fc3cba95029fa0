"""Measure questions to a large layer: from what was counted beforehand, and row by row.

    python benchmarks/bench_questions.py [--rows 1000000] [--keep FOLDER] [--write]

A CSV of so many incidents in ten years, as in `bench_import.py`, is loaded in the home of one town
of `country.py`; half of them lie around two hundred places, the others anywhere. Two processes open
it: one as everyone does, one that reads every row. Each is asked for a count, a rate and Gi* of the
last two years, at the levels that have them. Prints what the first answer took, then the median of
five more of each question, in milliseconds of the processor, and the most memory of each process.

Exits with 1 where an answer differs, where counting beforehand is slower than reading rows, or
where that process holds a gigabyte.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from bench_import import LAYER, MOST_MB, corner_of, write_csv
from country import Size, write_home
from timing import keep

from hotspots.access.library import Library
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.tally import Tally
    from hotspots.catalog.specs import LayerSpec
    from hotspots.store.catalogue import Version
    from hotspots.store.cubes import CubeName

ROUNDS: Final = 5
YEARS: Final = Period(date(2023, 1, 1), date(2024, 12, 31))
QUESTIONS: Final = {
    f"{measure}, {level}": Selection(LAYER, level=level, measure=measure, period=YEARS)
    for measure, level in (
        ("count", "wijken"),
        ("count", "buurten"),
        ("rate", "buurten"),
        ("gi_star", "buurten"),
        ("count", "cells"),
        ("gi_star", "cells"),
    )
}
#: How the two processes are called, in the table and in the docs.
BEFOREHAND: Final = "hotspots"
BY_ROW: Final = "row by row"


class RowByRow(Library):
    """A home of which nothing was counted beforehand."""

    def tally(self, layer: LayerSpec, name: CubeName) -> tuple[Version, Tally | None]:
        """Return that every row is to be read."""
        return super().tally(layer, name)[0], None


def opened(home: Path, *, by_row: bool) -> Workspace:
    """Open a home, counted beforehand or not."""
    workspace = open_workspace(home, role="analist")
    if not by_row:
        return workspace
    library = RowByRow(workspace.home, workspace.library.catalog)
    return Workspace(library, workspace.role, workspace.who)


def asked(home: Path, *, by_row: bool) -> dict[str, Any]:
    """Ask every question, and return the milliseconds, the memory and what was answered."""
    workspace = opened(home, by_row=by_row)
    _ = workspace.geography, workspace.library.masks
    taken: dict[str, float] = {}
    answers: dict[str, str] = {}
    for name, selection in QUESTIONS.items():
        times = []
        for turn in range(ROUNDS + 1):
            began = process_time()
            answer = analyse(workspace, selection)
            times.append(process_time() - began)
            if not taken and not turn:
                taken["first answer"] = times[0]
        taken[name] = median(times[1:])
        sums = np.nansum(answer.values), answer.counts.sum(), answer.ledger.mapped
        answers[name] = repr(sums)
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"seconds": taken, "mb": most_mb, "answers": answers}


def in_a_process(home: Path, *, by_row: bool) -> dict[str, Any]:
    """Ask in a process of its own: memory that was used once is not used again."""
    ours = [sys.executable, __file__, "--ask", str(home), *(["--by-row"] if by_row else [])]
    done = subprocess.run(ours, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def made(folder: Path, rows: int) -> Path:
    """Return a home with so many incidents; one that is there is used again."""
    home = folder / f"home-{rows}"
    if not home.is_dir():
        write_home(home, Size(gemeenten=1, wijken=13, buurten=132, incidents=100))
        write_csv(folder / "groot.csv", rows, west_south=corner_of(home), places=200)
        load = ["import", str(folder / "groot.csv"), "--layer", LAYER, "--replace"]
        command = [sys.executable, "-m", "hotspots", "--home", str(home), *load]
        subprocess.run(command, check=True)  # noqa: S603 - our own program, no shell
    return home


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder for the home, kept afterwards")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--by-row", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.ask:
        print(json.dumps(asked(args.ask, by_row=args.by_row)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        home = made(folder, args.rows)
        ours, rows = (in_a_process(home, by_row=by_row) for by_row in (False, True))
    print(f"| question | {BEFOREHAND} ms | {BY_ROW} ms | times |\n|---|---|---|---|")
    for name, second in ours["seconds"].items():
        other = rows["seconds"][name]
        print(f"| {name} | {second * 1e3:.0f} | {other * 1e3:.0f} | {other / second:.1f} |")
    print(f"At most {ours['mb']:.0f} MB counted beforehand, {rows['mb']:.0f} MB row by row.")
    if args.write:
        for name, second in ours["seconds"].items():
            taken = {BEFOREHAND: second, BY_ROW: rows["seconds"][name]}
            mb = {BEFOREHAND: round(ours["mb"]), BY_ROW: round(rows["mb"])}
            keep(f"{args.rows}, {name}", taken, rounds=ROUNDS, mb=mb)
    differs = ours["answers"] != rows["answers"]
    if differs:
        print("The answers differ.")
    slower = sum(ours["seconds"].values()) > sum(rows["seconds"].values())
    return int(differs or slower or ours["mb"] >= MOST_MB)


if __name__ == "__main__":
    sys.exit(main())

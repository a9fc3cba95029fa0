"""Measure questions that need the rows of a large layer: all in memory, and part by part.

    python benchmarks/bench_rows.py [--rows 1000000] [--keep FOLDER] [--write]

The town of `bench_questions.py`. Three processes open it: one that keeps every row in memory, as
for a layer that fits; one that reads a part at a time; one that has two workers do so. Each is
asked for a density of the last two years, the hours of the week in them, and a count in a circle,
each time another one. Prints what the first answer took and the median of those after it, in
seconds by the clock, for the workers have processors of their own; and the most memory of each
process, without that of its workers.

Exits with 1 where an answer differs, or where reading part by part holds three gigabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from bench_import import LAYER
from bench_questions import YEARS, made
from timing import keep

from hotspots.access import library
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.analysis.when import hours_and_days
from hotspots.geography.drawn import DrawnArea
from hotspots.workers import CLUSTER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.access.workspace import Workspace

ROUNDS: Final = 3
MOST_MB: Final = 3_000.0
#: The share by which sums of parts may differ from a sum of all.
_ROUNDING: Final = 1e-9
IN_MEMORY: Final = "in memory"
BY_PART: Final = "part by part"
ON_WORKERS: Final = "two workers"
WAYS: Final = (IN_MEMORY, BY_PART, ON_WORKERS)


def questions() -> dict[str, Callable[[Workspace, int], list[float]]]:
    """Return what is asked, by name; each gives the numbers of its answer in a given round."""
    smooth = Selection(LAYER, level="cells", measure="density", cell_m=100, period=YEARS)

    def density(workspace: Workspace, _: int) -> list[float]:
        values = analyse(workspace, smooth).values
        return [float(np.nansum(values)), float(np.nanmax(values))]

    def hours(workspace: Workspace, _: int) -> list[float]:
        found = hours_and_days(workspace, Selection(LAYER, period=YEARS))
        return [*found.weights.ravel().tolist(), found.known, found.spread]

    def circle(workspace: Workspace, turn: int) -> list[float]:
        middle = workspace.geography.whole.polygons[0].representative_point()
        drawn = DrawnArea(((int(middle.x) + 300 * turn, int(middle.y)),), 800)
        answer = analyse(workspace, Selection(LAYER, period=YEARS, drawn=drawn))
        return [float(answer.counts.sum()), float(answer.ledger.filtered_out)]

    return {"density": density, "hours": hours, "circle": circle}


def asked(home: Path) -> dict[str, Any]:
    """Ask every question, and return the seconds, the memory and what was answered."""
    workspace = open_workspace(home, role="analist")
    _ = workspace.geography, workspace.library.masks
    taken: dict[str, list[float]] = {}
    answers: dict[str, list[list[float]]] = {}
    for name, ask in questions().items():
        for turn in range(ROUNDS + 1):
            began = perf_counter()
            answers.setdefault(name, []).append(ask(workspace, turn))
            taken.setdefault(name, []).append(perf_counter() - began)
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"seconds": taken, "mb": most_mb, "answers": answers}


def in_a_process(home: Path, way: str) -> dict[str, Any]:
    """Ask in a process of its own: memory that was used once is not used again."""
    ours = [sys.executable, __file__, "--ask", str(home), "--way", way]
    workers = {CLUSTER_VARIABLE: "local:2"} if way == ON_WORKERS else {}
    bare = {name: value for name, value in os.environ.items() if name != CLUSTER_VARIABLE}
    done = subprocess.run(ours, check=True, capture_output=True, text=True, env=bare | workers)  # noqa: S603 - ours
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two processes answered the same, up to rounding."""
    return all(
        np.allclose(one["answers"][name], other["answers"][name], rtol=_ROUNDING, atol=_ROUNDING)
        for name in one["answers"]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder for the home, kept afterwards")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.ask:
        # More rows than there are, or none at all.
        library.MOST_AT_ONCE = sys.maxsize if args.way == IN_MEMORY else 0  # type: ignore[misc]
        print(json.dumps(asked(args.ask)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        home = made(folder, args.rows)
        ways = {way: in_a_process(home, way) for way in WAYS}
    print(f"| question | {' | '.join(f'{way}, s' for way in WAYS)} |\n|---|---|---|---|")
    for name in ways[BY_PART]["seconds"]:
        taken = {way: ways[way]["seconds"][name] for way in WAYS}
        first = " | ".join(f"{one[0]:.2f}, {median(one[1:]):.2f}" for one in taken.values())
        print(f"| {name}, first and later | {first} |")
        if args.write:
            mb = {way: round(ways[way]["mb"]) for way in WAYS}
            for when, pick in (("first", lambda of: of[0]), ("later", lambda of: median(of[1:]))):
                seconds = {way: pick(one) for way, one in taken.items()}
                keep(f"{args.rows}, {name}, {when}", seconds, rounds=ROUNDS, mb=mb)
    most = (f"{one['mb']:.0f} MB {way}" for way, one in ways.items())
    print(f"At most {', '.join(most)}.")
    differs = not all(alike(ways[IN_MEMORY], ways[way]) for way in WAYS)
    if differs:
        print("The answers differ.")
    return int(differs or ways[BY_PART]["mb"] >= MOST_MB)


if __name__ == "__main__":
    sys.exit(main())

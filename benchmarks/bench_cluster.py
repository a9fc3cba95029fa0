"""Measure work with workers against one process, each in one of its own.

    python benchmarks/bench_cluster.py [--rows 3000000] [--workers 2]
    python benchmarks/bench_cluster.py --gemeenten 60

A CSV of so many incidents is loaded in the home of one town of 132 areas, once by one process and
once with HOTSPOTS_CLUSTER; then all rows are placed in the areas anew, as after new boundaries.
Prints the seconds by the clock of each, from the start of the command to its end, the start of the
workers included, and how many times as fast the workers are.

With ``--gemeenten`` a region of so many is made instead, and circles with more than chance
explains are looked for in each by itself; a first search in one of them opens the home.

Exits with 1 where they are less than 1,5 times as fast, or the parts of the two are not the same.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bench_import import LAYER, write_csv
from country import Size, write_home

from hotspots.access.workspace import open_workspace
from hotspots.incoming.publishing.publish import rejoin
from hotspots.settings import open_home
from hotspots.store.versions import LayerStore
from hotspots.workers import CLUSTER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST: Final = 1.5
SIZE: Final = Size(gemeenten=1, wijken=13, buurten=132, incidents=100)


def parts_of(home: Path) -> list[str]:
    """Return the files of the version that is served; each is called after its content."""
    store = LayerStore.of(open_home(home), LAYER)
    version = store.current()
    return [] if version is None else [part.file for part in store.parts(version)]


def timed(command: Sequence[str], address: str) -> float:
    """Run a command in a process of its own, and return its seconds by the clock."""
    environment = {name: text for name, text in os.environ.items() if name != CLUSTER_VARIABLE}
    if address:
        environment[CLUSTER_VARIABLE] = address
    began = perf_counter()
    subprocess.run(  # noqa: S603 - our own program, no shell
        [sys.executable, *command], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return perf_counter() - began


def place_anew(home: Path) -> None:
    """Place all rows of the layer in the areas, as when a home is opened after new boundaries."""
    workspace = open_workspace(home)
    rejoin(workspace.home, workspace.geography, workspace.layer(LAYER))


def search_each(gemeenten: int, workers: int) -> int:
    """Search every gemeente of a region by itself, print a line, and say whether that is faster."""
    size = Size(gemeenten, 10 * gemeenten, 40 * gemeenten, incidents=5_000 * gemeenten)
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary, "region")
        write_home(home, size)
        find = ["-m", "hotspots", "--home", str(home), "find", LAYER, "--method", "scan"]
        timed([*find, "--gemeente", open_workspace(home).geography.level("gemeenten").codes[0]], "")
        alone, together = (
            timed([*find, "--per", "gemeenten"], way) for way in ("", f"local:{workers}")
        )
    print(f"{gemeenten} gemeenten: {alone:.1f} s, {together:.1f} s with {workers} workers")
    return int(alone < together)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--gemeenten", type=int, default=0)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.gemeenten:
        return search_each(args.gemeenten, args.workers)
    if args.place:
        place_anew(args.place)
        return 0
    taken: dict[str, list[float]] = {"import": [], "placed anew": []}
    parts = []
    with tempfile.TemporaryDirectory() as temporary:
        csv = Path(temporary, "groot.csv")
        for address in ("", f"local:{args.workers}"):
            home = Path(temporary, f"home{len(parts)}")
            write_home(home, SIZE)
            if not csv.exists():
                west, south, *_ = open_workspace(home).geography.whole.polygons[0].bounds
                write_csv(csv, args.rows, west_south=(int(west), int(south)), places=200)
            load = ["-m", "hotspots", "--home", str(home), "import", str(csv), "--layer", LAYER]
            taken["import"].append(timed(load, address))
            taken["placed anew"].append(timed([__file__, "--place", str(home)], address))
            parts.append(parts_of(home))
    print(f"{args.rows} rows, {args.workers} workers")
    print("| what | one process s | workers s | times as fast |")
    print("|---|---|---|---|")
    for name, (alone, together) in taken.items():
        print(f"| {name} | {alone:.1f} | {together:.1f} | {alone / together:.2f} |")
    same = parts[0] == parts[1]
    print("The parts are the same." if same else "The parts are NOT the same.")
    slow = any(alone < LEAST * together for alone, together in taken.values())
    return int(slow or not same)


if __name__ == "__main__":
    sys.exit(main())

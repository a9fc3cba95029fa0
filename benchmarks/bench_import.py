"""Measure a large import, a small one after it, a purge and a look over all, with their memory.

    python benchmarks/bench_import.py [--rows 1000000] [--keep FOLDER] [--write]

A CSV of so many incidents in ten years is written, seeded, and loaded in the home of one town of
`country.py` by the command line, in a process of its own; then a CSV of a thousand rows of one week
is added, rows of the first year are purged, and everything is verified. Prints for each the
seconds by the clock and of the processor, the most memory that one process held, and how many of
the files with rows were written.

Exits with 1 where the import of any size holds a gigabyte, or the thousand rows are written to more
than the parts that they fall in.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np
from country import LAYERS, Size, write_home
from timing import keep

from hotspots.access.workspace import open_workspace
from hotspots.settings import open_home
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from collections.abc import Sequence

LAYER: Final = LAYERS[0][0]
MOST_MB: Final = 1_000.0
SEED: Final = 18
#: Rows written at once.
_BLOCK: Final = 500_000
_FIRST_DAY: Final = np.datetime64("2015-01-01T00:00")
_MINUTES: Final = 10 * 365 * 24 * 60


@dataclass(frozen=True)
class Run:
    """One command: seconds by the clock and of the processor, the most MB, files written."""

    name: str
    clock_s: float
    processor_s: float
    most_mb: float
    files: int

    def line(self) -> str:
        """Return it as a row of the table."""
        return (
            f"| {self.name} | {self.clock_s:.1f} | {self.processor_s:.1f} | {self.most_mb:.0f} "
            f"| {self.files} |"
        )


def write_csv(
    path: Path,
    rows: int,
    *,
    first: int = 0,
    minutes: int = _MINUTES,
    west_south: tuple[int, int],
    places: int = 0,
) -> None:
    """Write incidents in 12 by 12 km, the same for the same sizes.

    Parameters
    ----------
    places
        Every other one lies near one of so many places; none does where there are none.
    """
    rng = np.random.default_rng(SEED + first)
    middles = [rng.integers(low, low + 12_000, places) for low in west_south]
    with path.open("w", encoding="utf-8") as out:
        out.write("id,soort,begin,x,y\n")
        for start in range(0, rows, _BLOCK):
            count = min(_BLOCK, rows - start)
            moments = _FIRST_DAY + rng.integers(0, minutes, count).astype("timedelta64[m]")
            texts = np.datetime_as_string(moments).tolist()
            x, y = (rng.integers(low, low + 12_000, count) for low in west_south)
            if places:
                at = rng.integers(0, places, count)
                near = np.arange(count) % 2 == 0
                x, y = (
                    np.where(near, middle[at] + rng.normal(0.0, 60.0, count), anywhere).astype(int)
                    for middle, anywhere in zip(middles, (x, y), strict=True)
                )
            x, y = x.tolist(), y.tolist()
            out.writelines(
                f"N{first + start + at},eerste,{texts[at]},{x[at]},{y[at]}\n" for at in range(count)
            )


def corner_of(home: Path) -> tuple[int, int]:
    """Return the south-west corner of a town: where incidents have a buurt."""
    west, south, *_ = open_workspace(home).geography.whole.polygons[0].bounds
    return int(west), int(south)


def files_with_rows(home: Path) -> dict[str, int]:
    """Return the parts of the layer, and the inode of each; what was counted of it aside."""
    store = LayerStore.of(open_home(home), LAYER)
    version = store.current()
    parts = () if version is None else store.parts(version)
    return {part.file: (store.folder / "parts" / part.file).stat().st_ino for part in parts}


def run(name: str, home: Path, *command: str) -> Run:
    """Run a command of the tool in a process of its own, and return what it took."""
    before, began = files_with_rows(home), perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    ours = [sys.executable, "-m", "hotspots", "--home", str(home), *command]
    child = subprocess.Popen(ours)  # noqa: S603 - our own program, no shell
    _, status, own = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{name}: the command failed ({status})")
    total = resource.getrusage(resource.RUSAGE_CHILDREN)
    after = files_with_rows(home)
    return Run(
        name,
        perf_counter() - began,
        total.ru_utime + total.ru_stime - used.ru_utime - used.ru_stime,
        own.ru_maxrss / 1e3,
        sum(before.get(file) != inode for file, inode in after.items()),
    )


def measure(folder: Path, rows: int) -> tuple[list[Run], int]:
    """Return what each command took, and how many parts the layer has."""
    home = folder / "home"
    write_home(home, Size(gemeenten=1, wijken=13, buurten=132, incidents=100))
    large, small = folder / "groot.csv", folder / "klein.csv"
    corner = corner_of(home)
    write_csv(large, rows, west_south=corner)
    write_csv(small, 1_000, first=rows, minutes=7 * 24 * 60, west_south=corner)
    runs = [
        run("import", home, "import", str(large), "--layer", LAYER),
        run("1.000 more", home, "import", str(small), "--layer", LAYER),
        run("verify", home, "verify"),
    ]
    today = date.today()  # noqa: DTZ011 - the day where the tool runs
    months = (today.year - 2016) * 12 + today.month - 1
    head = f"[layers.{LAYER}.privacy]"
    theme = next(path for path in home.rglob("theme.toml") if head in path.read_text())
    declared = theme.read_text().replace(head, f"{head}\nkeep_months = {months}")
    theme.write_text(declared, encoding="utf-8")
    runs.append(run("purge", home, "purge"))
    return runs, len(files_with_rows(home))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and say whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder for the home, kept afterwards")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        runs, parts = measure(folder, args.rows)
    print("| command | clock s | processor s | MB | files written |")
    print("|---|---|---|---|---|")
    print(*(one.line() for one in runs), sep="\n")
    print(f"The layer has {parts} parts afterwards.")
    if args.write:
        keep(
            str(args.rows),
            {one.name: one.processor_s for one in runs},
            rounds=1,
            mb={one.name: round(one.most_mb) for one in runs},
            files={one.name: one.files for one in runs},
            parts=parts,
        )
    too_much = max(one.most_mb for one in runs[:2]) >= MOST_MB
    return int(too_much or runs[1].files > 1)


if __name__ == "__main__":
    sys.exit(main())

"""Measure masks and answers by cell in homes from one town to a whole country.

    python benchmarks/bench_masks.py [--town] [--region] [--country] [--keep FOLDER]

The homes are those of `country.py`: a town of 132 buurten, a region of 3.000 and the country of
14.000. In a process of its own per home the areas are read and the masks made; in another they are
read from disk, and count, density, density by households and Gi* are asked in cells: of the wijken
of one gemeente in cells of 100 m, and of everything in cells of 500 m. Prints the first answer and
the median of the next ones by the clock, the most that the process held
meanwhile, and how much more that is than before.

Exits with 1 where masks take more than 15 s of processor time or 500 MB more than was held before,
or the median of the next answers of a gemeente takes 150 ms of it, or of everything 1,5 s.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

import numpy as np
from country import LAYERS, Size, write_home

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.catalog.reading import read_catalog
from hotspots.geography.areas import read_geography
from hotspots.settings import open_home
from hotspots.statistics import density, gi_star
from hotspots.store.mask_files import masks_on_disk

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

HOMES: Final = {
    "town": Size(gemeenten=1, wijken=13, buurten=132, incidents=20_000),
    "region": Size(gemeenten=25, wijken=400, buurten=3_000, incidents=100_000),
    "country": Size(),
}
LAYER: Final = LAYERS[0][0]
MEASURES: Final = ("count", "density", "risk_density", "gi_star")
NEXT: Final = 5
LIMIT_MASKS_S: Final = 15.0
LIMIT_MASKS_MB: Final = 500.0
LIMITS_S: Final = {"gemeente": 0.15, "everything": 1.5}


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and the processor; MB held at most meanwhile, and more than before."""

    clock_s: float
    processor_s: float
    most_mb: float
    more_mb: float

    @classmethod
    def by(cls, job: Callable[[], object]) -> Taken:
        """Run a job once and return what it took."""
        # From here on the most that the process holds is counted anew.
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before, clock, processor = _held_mb("VmRSS:"), perf_counter(), process_time()
        job()
        taken = perf_counter() - clock, process_time() - processor
        most = _held_mb("VmHWM:")
        return cls(*taken, most, most - before)


def _held_mb(line: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(line)[2].split()[0]) / 1_024


def made(folder: Path) -> tuple[Taken, Taken]:
    """Read the areas of a home and make its masks, in a process that does nothing else."""
    home = open_home(folder)
    catalog = read_catalog(home)
    geography = []
    areas = Taken.by(lambda: geography.append(read_geography(catalog)))
    return areas, Taken.by(lambda: masks_on_disk(home.state, catalog, geography[0]))


def answered(folder: Path) -> dict[tuple[str, str], tuple[Taken, Taken]]:
    """Ask each measure of a gemeente and of everything: the first answer, and the next ones."""
    workspace = open_workspace(folder, role="analist")
    for statistic in (density, gi_star):
        statistic.warm_up()
    wijken = _gemeente(workspace)
    taken = {}
    for measure in MEASURES:
        for name, selection in (
            ("gemeente", Selection(LAYER, "cells", measure, cell_m=100, wijken=wijken)),
            ("everything", Selection(LAYER, "cells", measure, cell_m=500, bandwidth_m=1_000)),
        ):
            first = Taken.by(lambda asked=selection: analyse(workspace, asked))
            others = [
                Taken.by(lambda asked=selection: analyse(workspace, asked)) for _ in range(NEXT)
            ]
            taken[measure, name] = (
                first,
                Taken(
                    median(other.clock_s for other in others),
                    median(other.processor_s for other in others),
                    max(other.most_mb for other in others),
                    max(other.more_mb for other in others),
                ),
            )
    return taken


def _gemeente(workspace: Workspace) -> tuple[str, ...]:
    """Return the wijken of the gemeente with the most incidents."""
    geography, (_, incidents) = workspace.geography, workspace.incidents(workspace.layer(LAYER))
    counts = np.bincount(incidents.area("wijken")[incidents.buurt >= 0])
    gemeente = geography.wijken.codes[int(counts.argmax())][:6]
    return tuple(code for code in geography.wijken.codes if code.startswith(gemeente))


def measure(name: str, folder: Path) -> bool:
    """Print what one home takes; return whether it keeps to the limits."""
    if not folder.exists():
        folder.mkdir(parents=True)
        write_home(folder, HOMES[name])
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        areas, masks = alone.submit(made, folder).result()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        answers = alone.submit(answered, folder).result()
    print(f"{name}: {HOMES[name].buurten:,} buurten".replace(",", "."))
    print(f"{'':36}{'s':>9}{'processor s':>13}{'MB at most':>12}{'MB more':>9}")
    for label, taken in (("areas read", areas), ("masks made", masks)):
        _line(label, taken)
    for (of, where), (first, others) in answers.items():
        _line(f"{of}, {where}, first", first)
        _line(f"{of}, {where}, next", others)
    print()
    fast = all(others.processor_s <= LIMITS_S[where] for (_, where), (_, others) in answers.items())
    return fast and masks.processor_s <= LIMIT_MASKS_S and masks.more_mb <= LIMIT_MASKS_MB


def _line(label: str, taken: Taken) -> None:
    print(
        f"{label:36}{taken.clock_s:9.3f}{taken.processor_s:13.3f}"
        f"{taken.most_mb:12.0f}{taken.more_mb:9.0f}"
    )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in HOMES:
        parser.add_argument(f"--{name}", action="store_true", help="this home; by default all")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the homes here, once")
    arguments = parser.parse_args()
    chosen = [name for name in HOMES if getattr(arguments, name)] or list(HOMES)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        kept = [measure(name, folder / name) for name in chosen]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()

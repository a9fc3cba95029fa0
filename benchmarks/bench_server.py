"""Measure what the server does for one change of a filter, at a million incidents.

    python benchmarks/bench_server.py [--incidents N] [--keep FOLDER]

In a home like that of this repository one layer holds ten years of simulated incidents, spread as
the embedded ones are. They come in by `hotspots import`, in files that the door accepts, and the
home is opened as the app does. Then each measure answers selections that were not asked before:
from the question to what goes to the browser. Prints the median, the best and the worst of them
by the clock, and the median of the processor time: the work waits for nothing, so on a machine of
its own the two are the same, and on a shared one the clock counts the work of others too.

Exits with 1 where the median of the processor time is more than 150 ms for any measure, or the
process ever held more than 600 MB.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from kept_home import home_to_measure

# Everything the app has in memory counts, not only what is asked here.
import hotspots.app.map_page
import hotspots.app.server  # noqa: F401
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period, moved
from hotspots.analysis.question import Selection
from hotspots.maps.choropleth import map_spec
from hotspots.maps.live.payload import payload
from hotspots.pages.opened import opened_workspace
from hotspots.settings import HOME_VARIABLE, STATE_VARIABLE
from hotspots.statistics import density, gi_star

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

REPOSITORY: Final = Path(__file__).parents[1]
LAYER: Final = "vermogensmisdrijven"
EMBEDDED: Final = REPOSITORY / "data" / "vermogen_en_geweld" / f"{LAYER}.csv"
SEED: Final = 20171231
LARGEST_FILE_ROWS: Final = 500_000
LIMIT_MS: Final = 150.0
LIMIT_MB: Final = 600.0
ASKED: Final = (
    ("buurten", 0, "count"),
    ("buurten", 0, "rate"),
    ("buurten", 0, "eb_rate"),
    ("buurten", 0, "gi_star"),
    ("cells", 100, "count"),
    ("cells", 100, "density"),
    ("cells", 100, "gi_star"),
)
#: Six years; and a month, a quarter, a year and any days, each moved. None comes twice.
PERIODS: Final = (
    Period(date(2010, 1, 1), date(2015, 12, 31)),
    *(
        moved(period, steps)
        for steps in (-1, 0, 1)
        for period in (
            Period(date(2014, 1, 1), date(2014, 1, 31)),
            Period(date(2014, 4, 1), date(2014, 6, 30)),
            Period(date(2014, 1, 1), date(2014, 12, 31)),
            Period(date(2013, 3, 5), date(2013, 8, 9)),
        )
    ),
)
YEAR: Final = Period(date(2015, 1, 1), date(2015, 12, 31))


@dataclass(frozen=True)
class Taken:
    """Milliseconds that one answer took: by the clock, and by the processor."""

    clock: float
    processor: float


def write_files(folder: Path, n_incidents: int) -> None:
    """Write the incidents in files of half a million rows, in order of time.

    Each lies near an embedded incident of its soort, some whole weeks of years before.
    """
    embedded = pd.read_csv(EMBEDDED)
    begin = pd.to_datetime(embedded["begin"], errors="coerce")
    embedded = embedded[begin.notna()].assign(begin=begin)
    rng = np.random.default_rng(SEED)
    near = embedded.iloc[rng.integers(0, len(embedded), n_incidents)].reset_index(drop=True)
    earlier = pd.to_timedelta(rng.integers(0, 8, n_incidents) * 52 * 7, unit="D")
    shifted = pd.to_timedelta(rng.integers(-30, 31, n_incidents), unit="min")
    incidents = pd.DataFrame(
        {
            "soort": near["soort"],
            "begin": near["begin"] - earlier + shifted,
            "x": (near["x"] + rng.normal(0.0, 60.0, n_incidents)).round(),
            "y": (near["y"] + rng.normal(0.0, 60.0, n_incidents)).round(),
        }
    ).sort_values("begin", ignore_index=True)
    incidents["begin"] = incidents["begin"].dt.strftime("%Y-%m-%d %H:%M")
    incidents.insert(0, "id", np.arange(n_incidents))
    for first in range(0, n_incidents, LARGEST_FILE_ROWS):
        part = incidents.iloc[first : first + LARGEST_FILE_ROWS]
        part.to_csv(folder / f"{first:08d}.csv", index=False)


def make_home(folder: Path, n_incidents: int) -> None:
    """Make the home and import the files into it, in other processes; print how long it took."""
    for name in ("geodata", "data"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("_build"))
    shutil.copy(REPOSITORY / "gemeente.toml", folder)
    files = folder / "files"
    files.mkdir()
    start = perf_counter()
    writing = get_context("spawn").Process(target=write_files, args=(files, n_incidents))
    writing.start()
    writing.join()
    written = perf_counter()
    for file in sorted(files.iterdir()):
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "hotspots", "--home", str(folder), "import", str(file),
             "--layer", LAYER],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, STATE_VARIABLE: str(folder / "state")},
        )  # fmt: skip
    print(
        f"{n_incidents:_} incidents written in {written - start:.1f} s, "
        f"published by hotspots import in {perf_counter() - written:.1f} s"
    )


def load(folder: Path) -> Workspace:
    """Open the home as the app does and read the layer; print what that took."""
    os.environ |= {HOME_VARIABLE: str(folder), STATE_VARIABLE: str(folder / "state")}
    start = perf_counter()
    workspace = opened_workspace()
    for statistic in (density, gi_star):
        statistic.warm_up()
    # What no answer should wait for: these are made at the first question to them.
    _ = workspace.library.masks, workspace.library.neighbours
    before_mb, opened = resident_mb(), perf_counter()
    _, incidents = workspace.incidents(workspace.layer(LAYER))
    seconds, grown_mb = perf_counter() - opened, resident_mb() - before_mb
    names = set(incidents.__slots__) - {"soorten"}
    held_mb = sum(getattr(getattr(incidents, name), "nbytes", 0) for name in names) / 2**20
    print(
        f"home opened in {opened - start:.1f} s, {before_mb:.0f} MB; the layer of "
        f"{len(incidents):_} accepted incidents read in {seconds:.2f} s: {held_mb:.0f} MB of "
        f"columns, {grown_mb:.0f} MB more in memory"
    )
    return workspace


def resident_mb() -> float:
    """Return what the process holds now: Linux tells it, elsewhere it is the most so far."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return peak_mb()
    return int(told.read_text().split()[1]) * resource.getpagesize() / 2**20


def peak_mb() -> float:
    """Return the most that the process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def selections(workspace: Workspace, level: str, cell_m: int, measure: str) -> list[Selection]:
    """Return questions to a measure: one to begin with, then another period or filter each."""

    def asked(period: Period = YEAR, **filters: tuple[object, ...]) -> Selection:
        return Selection(
            LAYER, level=level, measure=measure, cell_m=cell_m, period=period, **filters
        )

    soorten = tuple(workspace.layer(LAYER).soorten)
    filtered = [
        asked(soorten=soorten[:1]),
        asked(soorten=soorten[1:4]),
        asked(weekdays=(5, 6)),
        asked(day_parts=("nacht",)),
        asked(wijken=workspace.geography.wijken.codes[:3]),
    ]
    return [asked(), *map(asked, PERIODS), *filtered]


def answer(workspace: Workspace, selection: Selection) -> Taken:
    """Do what one change of a filter asks of the server."""
    clock, processor = perf_counter(), process_time()
    spec = map_spec(workspace, analyse(workspace, selection))
    payload(spec, root="/", name="kaart")
    return Taken(1e3 * (perf_counter() - clock), 1e3 * (process_time() - processor))


def measure_all(workspace: Workspace) -> bool:
    """Print a line per measure; return whether each of them kept to the limit."""
    kept = True
    print(f"\n{'ms per answer':22}{'median':>9}{'best':>9}{'worst':>9}{'processor':>11}   limit")
    for level, cell_m, measure in ASKED:
        questions = selections(workspace, level, cell_m, measure)
        # The first answer pays for what all later ones share, such as the first use of a library.
        taken = [answer(workspace, question) for question in questions][1:]
        clock = [one.clock for one in taken]
        processor = median(one.processor for one in taken)
        inside = processor <= LIMIT_MS
        kept &= inside
        where = f"{measure}, {level}" + (f" {cell_m} m" if cell_m else "")
        print(
            f"{where:22}{median(clock):9.1f}{min(clock):9.1f}{max(clock):9.1f}"
            f"{processor:11.1f}   {LIMIT_MS:.0f} "
            f"{'kept' if inside else 'NOT KEPT'}, {len(taken)} selections"
        )
    return kept


def main() -> None:
    """Read the arguments and run."""
    with home_to_measure(__doc__, 1_000_000, make_home) as folder:
        in_time = measure_all(load(folder))
    in_memory = peak_mb() <= LIMIT_MB
    print(
        f"\nmemory: {resident_mb():.0f} MB now, {peak_mb():.0f} MB at most; "
        f"limit {LIMIT_MB:.0f} MB {'kept' if in_memory else 'NOT KEPT'}"
    )
    if not (in_time and in_memory):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

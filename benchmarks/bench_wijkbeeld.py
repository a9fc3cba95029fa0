"""Measure what the server does for the wijkbeeld of the largest wijk, at half a million incidents.

    python benchmarks/bench_wijkbeeld.py [--incidents N] [--keep FOLDER]

In a home like that of this repository the layers of incidents hold ten years of simulated ones,
together ``--incidents``, spread over layers, places, days and hours as the embedded ones are. They
come in by `hotspots import`. Then the briefing of the wijk with most incidents is made several
times, over a year and over seven: everything but the search of near-repeat zones, with the hot
cells of the city and without (a page keeps those), and the search by itself, once. Prints the
median, the best and the worst by the clock, and the median of the processor time.

Reported, not asserted: the aim is 1,5 s for a year, without the search.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from kept_home import home_to_measure

from hotspots.access.workspace import open_workspace
from hotspots.analysis.periods import Period
from hotspots.settings import STATE_VARIABLE, Home
from hotspots.statistics import gi_star
from hotspots.wijkbeeld.hot_cells import hot_cells_of
from hotspots.wijkbeeld.latest import zones_of
from hotspots.wijkbeeld.lines import tests
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import WIJKEN, places
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.hot_cells import CityCells
    from hotspots.wijkbeeld.place import Place

REPOSITORY: Final = Path(__file__).parents[1]
FILES: Final = {
    "overlast": "overlast/overlast.csv",
    "woninginbraak": "vermogen_en_geweld/woninginbraak.csv",
    "vermogensmisdrijven": "vermogen_en_geweld/vermogensmisdrijven.csv",
    "geweld": "vermogen_en_geweld/geweld.csv",
    "uitrukken": "fysieke_veiligheid/uitrukken.csv",
}
SEED: Final = 20171231
YEAR: Final = Period(date(2017, 1, 1), date(2017, 12, 31))
EVERYTHING: Final = Period(date(2011, 1, 1), date(2017, 12, 31))
TIMES: Final = 7


def write_layer(embedded: pd.DataFrame, path: Path, rows: int) -> None:
    """Write rows near those of a layer, some whole weeks of years before."""
    begin = pd.to_datetime(embedded["begin"], errors="coerce")
    embedded = embedded[begin.notna() & embedded["x"].notna()].reset_index(drop=True)
    rng = np.random.default_rng(SEED)
    near = embedded.iloc[rng.integers(0, len(embedded), rows)].reset_index(drop=True)
    earlier = pd.to_timedelta(rng.integers(0, 8, rows) * 52 * 7, unit="D")
    shifted = pd.to_timedelta(rng.integers(-30, 31, rows), unit="min")
    for name in ("begin", "eind"):
        if name in near:
            moment = pd.to_datetime(near[name], errors="coerce") - earlier + shifted
            near[name] = moment.dt.strftime("%Y-%m-%d %H:%M")
    for name in ("x", "y"):
        near[name] = (near[name] + rng.normal(0.0, 60.0, rows)).round()
    near["id"] = np.arange(rows)
    near.to_csv(path, index=False)


def make_home(folder: Path, n_incidents: int) -> None:
    """Make the home and import the files into it; print how long it took."""
    for name in ("geodata", "data"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("_build"))
    for name in ("gemeente.toml", "rollen.toml"):
        if (REPOSITORY / name).exists():
            shutil.copy(REPOSITORY / name, folder)
    start = perf_counter()
    embedded = {layer: pd.read_csv(REPOSITORY / "data" / name) for layer, name in FILES.items()}
    total = sum(map(len, embedded.values()))
    for layer, rows in embedded.items():
        path = folder / f"{layer}.csv"
        write_layer(rows, path, round(n_incidents * len(rows) / total))
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "hotspots", "--home", str(folder), "import", str(path),
             "--layer", layer],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, STATE_VARIABLE: str(folder / "state")},
        )  # fmt: skip
    print(f"{n_incidents:_} incidents written and imported in {perf_counter() - start:.1f} s")


def largest_wijk(workspace: Workspace) -> tuple[Place, int]:
    """Return the wijk with most incidents over all layers, and how many."""
    counts = np.zeros(len(workspace.geography.wijken), dtype=np.int64)
    for layer in workspace.catalog.layers:
        if tests(layer) and not layer.sensitive:
            _, incidents = workspace.incidents(layer)
            inside = incidents.wijk >= 0
            counts += np.bincount(incidents.wijk[inside], minlength=len(counts))
    code = workspace.geography.wijken.codes[int(counts.argmax())]
    found = (place for place in places(workspace.geography) if place.level == WIJKEN)
    return next(place for place in found if place.code == code), int(counts.max())


def timed(name: str, times: int, work: Callable[[], object]) -> None:
    """Print how long some work takes, after a first time that pays for what is shared."""
    work()
    clock, processor = [], []
    for _ in range(times):
        wall, spent = perf_counter(), process_time()
        work()
        clock.append(perf_counter() - wall)
        processor.append(process_time() - spent)
    print(
        f"{name:44}{median(clock):8.2f}{min(clock):8.2f}{max(clock):8.2f}{median(processor):11.2f}"
    )


def measure_all(workspace: Workspace) -> None:
    """Print a line per question."""
    place, count = largest_wijk(workspace)
    print(f"largest wijk: {place.name}, {count:_} incidents of all years")
    print(f"\n{'seconds':44}{'median':>8}{'best':>8}{'worst':>8}{'processor':>11}")
    for told, period in (("a year", YEAR), ("seven years", EVERYTHING)):
        kept = {
            layer.id: hot_cells_of(workspace, layer.id, period)
            for layer in workspace.catalog.layers
            if tests(layer) and not layer.sensitive
        }

        def made(period: Period = period) -> object:
            return briefing_sentences(briefing(workspace, place, period, zones=None))

        def from_kept(period: Period = period, kept: dict[str, CityCells] = kept) -> object:
            found = briefing(
                workspace, place, period, zones=None, hot_cells=lambda _, name, __: kept[name]
            )
            return briefing_sentences(found)

        timed(f"briefing of {told}", TIMES, made)
        timed(f"briefing of {told}, hot cells kept", TIMES, from_kept)
    for name in kept:
        wall = perf_counter()
        found = zones_of(workspace, name, YEAR)
        taken = perf_counter() - wall
        print(f"{'zones of ' + name:44}{taken:8.2f}  {len(found.zones)} open {found.silent}")


def main() -> None:
    """Read the arguments and run."""
    with home_to_measure(__doc__, 500_000, make_home) as folder:
        workspace = open_workspace(Home(folder, folder / "state"), role="analist")
        gi_star.warm_up()
        _ = workspace.library.masks, workspace.library.neighbours
        measure_all(workspace)


if __name__ == "__main__":
    main()

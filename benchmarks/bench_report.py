"""Measure the wijkbeeld on paper, at half a million incidents: one PDF, and an atlas of all wijken.

    python benchmarks/bench_report.py [--incidents N] [--keep FOLDER]

In the home of `bench_wijkbeeld.py`. The briefing of the wijk with most incidents is made once, with
its zones, as the page does before anyone asks for a PDF; then its PDF several times, the first of
which loads the fonts. Then the atlas of all wijken, everything included. Prints seconds by the
clock and of the processor, and what the files weigh.

Reported, not asserted: the aims are 3 s for a PDF and 30 s for the atlas, on two cores.
"""

from __future__ import annotations

from datetime import date
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

from bench_wijkbeeld import YEAR, largest_wijk, make_home
from kept_home import home_to_measure

from hotspots.access.workspace import open_workspace
from hotspots.settings import Home
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.paper import atlas_bytes, report_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

MADE_ON: Final = date(2017, 12, 31)
TIMES: Final = 5


def measure(workspace: Workspace) -> None:
    """Print a line per piece of work."""
    place, count = largest_wijk(workspace)
    print(f"largest wijk: {place.name}, {count:_} incidents of all years")
    wall = perf_counter()
    made = briefing(workspace, place, YEAR)
    print(f"{'its briefing, with zones':32}{perf_counter() - wall:8.2f} s")
    for at in range(TIMES):
        told("its PDF, the first" if at == 0 else "its PDF, again", lambda: report_bytes(
            workspace, made, made_on=MADE_ON
        ))  # fmt: skip
    told(
        f"atlas of {len(workspace.geography.wijken)} wijken, from nothing",
        lambda: atlas_bytes(workspace, YEAR, made_on=MADE_ON),
    )


def told(name: str, work: Callable[[], bytes]) -> None:
    """Print how long a file takes and what it weighs."""
    wall, spent = perf_counter(), process_time()
    document = work()
    wall, spent = perf_counter() - wall, process_time() - spent
    print(f"{name:32}{wall:8.2f} s{spent:8.2f} s processor{len(document) / 1e3:10.0f} kB")


def main() -> None:
    """Read the arguments and run."""
    with home_to_measure(__doc__, 500_000, make_home) as folder:
        measure(open_workspace(Home(folder, folder / "state"), role="analist"))


if __name__ == "__main__":
    main()

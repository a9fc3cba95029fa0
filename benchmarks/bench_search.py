"""Measure what the map of one user waits while another has a heavy search done.

    python benchmarks/bench_search.py [--incidents N] [--clicks N]

One server process, started as `hotspots app` starts it, in a home of which two layers hold the same
incidents, as many everywhere: of all searches the one for groups among those works longest. One
socket changes the days of the week and waits for its answers, each of them asked for the first
time, first alone, then while another one searches. Prints both, the longest wait included, and how
long the search took. Exits with 1 where the median is more than 0,5 s longer beside the search.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from itertools import combinations
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from browser_server import serving  # noqa: E402 - the folder is added above
from hotspots.dutch import SHORT_DAYS  # noqa: E402
from hotspots.pages import search_words  # noqa: E402
from page_socket import PageSocket, page_socket  # noqa: E402
from spread_town import GROUPS, WEEKDAY, link_of, spread_town  # noqa: E402

LIMIT_S = 0.5


async def clicks(page: PageSocket, choices: list[tuple[str, ...]]) -> list[float]:
    """Choose days of the week, and return how long each answer took."""
    waited = []
    for chosen in choices:
        page.choose_tiles(WEEKDAY, *chosen)
        waited.append(await page.ask())
    return waited


async def measure(address: str, number: int) -> tuple[list[float], list[float], float]:
    """Return the waits alone, those beside a search, and how long the search took."""
    choices = [one for size in (2, 3, 4) for one in combinations(SHORT_DAYS, size)]
    async with (
        page_socket(address, link_of("Inbraak")) as mine,
        page_socket(address, link_of("Diefstal")) as theirs,
    ):
        alone = await clicks(mine, choices[:number])
        theirs.choose(search_words.SEARCH, GROUPS)
        start = perf_counter()
        search = asyncio.create_task(theirs.ask())
        beside: list[float] = []
        for chosen in choices[number:]:
            if search.done():
                break
            beside += await clicks(mine, [chosen])
        await search
        return alone, beside, perf_counter() - start


def main() -> int:
    """Measure, print, and say by the exit code whether someone waits too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=250_000)
    parser.add_argument("--clicks", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = spread_town(Path(folder) / "stad", asked.incidents, ("Inbraak", "Diefstal"))
        with serving(home.root, Path(folder) / "state") as address:
            alone, beside, took = asyncio.run(measure(address, asked.clicks))
    for name, waited in (("alone", alone), ("beside a search", beside)):
        print(
            f"{name}: {len(waited)} answers, median {median(waited):.3f} s, "
            f"longest {max(waited):.3f} s"
        )
    print(f"the search took {took:.1f} s")
    return int(median(beside) - median(alone) > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())

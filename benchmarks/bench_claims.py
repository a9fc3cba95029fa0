"""Count how often each claim of each page is false, on simulated maps of the real town.

    python benchmarks/bench_claims.py run --out FOLDER [--maps N] [--first N] [--sizes ...]
                                          [--worlds ...] [--groups ...] [--seed N] [--minutes N]
    python benchmarks/bench_claims.py tell --out FOLDER [--out FOLDER ...]

`run` deals incidents over the town by what is truly exposed, asks of every map what the pages ask,
and writes a line per map and group of claims to FOLDER. It goes on where it stopped: what is
already there is not done again. A folder belongs to one state of the program; begin another one
when a method has changed. The maps take turns over worlds and sizes, so that a run that is cut
short has about as many of each.

`tell` counts the lines, writes the shares to `benchmarks/claims.json`, and the tables of
`docs/methoden.md` from those. A share is shown with the number of maps that it rests on. It passes
where a method that is false in exactly the allowed share of maps would have as many or fewer in
99 of 100 runs: of 400 maps 31 at 5 %, and 55 at 10 %; of 2.000 maps 123 and 232.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from time import monotonic
from typing import Any, Final

import numpy as np
from claims import GROUPS, Made, claims_of, incidents_for, layers_for
from claims_table import RESULTS, write_tables
from claims_worlds import BLOCK, BURSTS, CHANGED, NEAR_REPEATS, NULL, QUIETER, Town, World

REPOSITORY: Final = Path(__file__).parents[1]
SEED: Final = 20171231
SIZES: Final = (20, 60, 246, 1000, 5000)
MAPS: Final = 400
#: The size of which a figure is recomputed in the tests, over so many maps.
RECOMPUTED: Final = 40
_PAGES: Final = (
    "map", "areas", "moran", "glance", "clock", "scan", "repeat", "before_after", "wijkbeeld"
)  # fmt: skip
#: What is asked of each world.
ASKED_OF: Final[dict[str, tuple[str, ...]]] = {
    NULL: _PAGES,
    NEAR_REPEATS: _PAGES,
    BURSTS: _PAGES,
    QUIETER: ("before_after",),
    BLOCK: ("power",),
    CHANGED: ("changed",),
}
WORLDS: Final = (
    World(NULL),
    World(NEAR_REPEATS),
    World(BURSTS),
    World(QUIETER),
    World(BLOCK, 2.0),
    World(BLOCK, 3.0),
    World(BLOCK, 10.0),
    World(CHANGED, 2.0),
    World(CHANGED, 3.0),
)
#: Power at fewer incidents than these is none, and the other worlds say nothing of them.
LEAST: Final = {BLOCK: 246, CHANGED: 246}
#: As many as a busy layer has in a year, for before and after.
SIZES_OF: Final = {QUIETER: (2000,)}


def made_of(town: Town, world: World, size: int, number: int, *, group: str, seed: int) -> Made:
    """Deal a map; the same seed, world, size and number give groups alike the same one."""
    key = (seed, WORLDS.index(world), size, number)
    count = incidents_for(group, size)
    return Made(town, world, number, town.deal(key, world, count, layers_for(town, group)))


def run(chosen: argparse.Namespace) -> None:
    """Ask every map that was not asked yet."""
    chosen.out.mkdir(parents=True, exist_ok=True)
    path = chosen.out / "claims.jsonl"
    done = {_key(line) for line in _lines(path)}
    town = Town(REPOSITORY, chosen.state or chosen.out / "state")
    stop = monotonic() + 60 * chosen.minutes
    with path.open("a", encoding="utf-8") as out:
        for number in range(chosen.first, chosen.maps):
            for world in WORLDS:
                if world.name not in chosen.worlds:
                    continue
                for size in SIZES_OF.get(world.name, SIZES):
                    if size not in chosen.sizes or size < LEAST.get(world.name, 0):
                        continue
                    for group in ASKED_OF[world.name]:
                        key = (world.id, size, number, group, chosen.seed)
                        if group not in chosen.groups or key in done:
                            continue
                        made = made_of(town, world, size, number, group=group, seed=chosen.seed)
                        claims, spent = claims_of(made, group)
                        line = dict(zip(_KEY, key, strict=True), claims=claims, ms=spent)
                        out.write(json.dumps(line) + "\n")
                        out.flush()
                        if monotonic() > stop:
                            return


_KEY: Final = ("world", "size", "map", "group", "seed")


def _key(line: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(line[name] for name in _KEY)


def _lines(path: Path) -> list[dict[str, Any]]:
    """Return what was written; a line that a stop cut off is left out."""
    if not path.exists():
        return []
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return lines


def counted(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return per world, size and claim the maps, those with the claim, and of the first 40."""
    held: dict[tuple[str, int, str, int], dict[int, bool]] = defaultdict(dict)
    order = {group: at for at, group in enumerate((*_PAGES, *GROUPS))}
    for line in sorted(lines, key=lambda line: (order[line["group"]], line["size"])):
        for claim, made in line["claims"].items():
            held[line["world"], line["size"], claim, line["seed"]][line["map"]] = made
    return [
        {
            "world": world,
            "size": size,
            "claim": claim,
            "seed": seed,
            "maps": len(maps),
            "made": sum(maps.values()),
            "made_in_first": sum(made for at, made in maps.items() if at < RECOMPUTED),
        }
        for (world, size, claim, seed), maps in held.items()
    ]


def tell(folders: list[Path]) -> None:
    """Write the results and the tables."""
    lines = [line for folder in folders for line in _lines(folder / "claims.jsonl")]
    RESULTS.write_text(
        "[\n" + ",\n".join(json.dumps(row) for row in counted(lines)) + "\n]\n", encoding="utf-8"
    )
    write_tables()
    spent: dict[tuple[str, int], list[int]] = defaultdict(list)
    for line in lines:
        spent[line["group"], line["size"]].append(line["ms"])
    for (group, size), taken in sorted(spent.items()):
        print(f"{group:14}{size:8}{len(taken):8} maps{np.median(taken):10.0f} ms a map")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    runs = what.add_parser("run")
    runs.add_argument("--out", type=Path, required=True)
    runs.add_argument("--state", type=Path, help="where the home is published; in FOLDER if absent")
    runs.add_argument("--maps", type=int, default=MAPS)
    runs.add_argument("--first", type=int, default=0, help="begin at this map")
    runs.add_argument("--sizes", type=int, nargs="+", default=[*SIZES, 2000])
    runs.add_argument("--worlds", nargs="+", default=sorted(ASKED_OF))
    runs.add_argument("--groups", nargs="+", default=sorted(GROUPS))
    runs.add_argument("--seed", type=int, default=SEED)
    runs.add_argument("--minutes", type=float, default=1e9)
    tells = what.add_parser("tell")
    tells.add_argument("--out", type=Path, required=True, action="append")
    chosen = parser.parse_args()
    if chosen.what == "tell":
        tell(chosen.out)
    else:
        run(chosen)


if __name__ == "__main__":
    sys.exit(main())

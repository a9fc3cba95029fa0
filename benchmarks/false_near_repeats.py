"""Count on how many simulated maps of the town near repeats are found: without any, and with.

    python benchmarks/false_near_repeats.py [--maps N] [--incidents N ...] [--home FOLDER]

Incidents are dealt over the buurten by their households, anywhere on their land, on any day of a
year. Without near repeats at most 5 % of the maps may have a band that stands out: of 400 at most
31 (the 99th percentile of a binomial number of .05). With them, a quarter of the incidents follows
another one within a week and 100 m, never at the same address.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.workspace import open_workspace
from hotspots.statistics.near_repeat import ALPHA, knox

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography

SEED: Final = 20171231
DAYS: Final = 365
#: Which part of the incidents follows another one, and how near, in metres: not the same address.
SHARE: Final = 0.25
NEAR_M: Final = (10.0, 99.0)
WITHIN_DAYS: Final = 7


def dealt_over(
    geography: Geography, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Deal places over the buurten by their households, anywhere on their land."""
    households = np.nan_to_num(geography.buurten.denominators["huishoudens"])
    often = rng.multinomial(count, households / households.sum())
    places = []
    for polygon, wanted in zip(geography.buurten.polygons, often, strict=True):
        left, low, right, high = shapely.bounds(polygon)
        inside = np.empty((0, 2))
        while len(inside) < wanted:
            tried = rng.uniform((left, low), (right, high), (4 * wanted + 8, 2))
            inside = np.concatenate([inside, tried[shapely.contains_xy(polygon, *tried.T)]])
        places.append(inside[:wanted])
    x_rd, y_rd = np.concatenate(places).T.copy()
    return x_rd, y_rd


def stands_out(
    geography: Geography, count: int, seed: int, *, repeated: float = 0.0, permutations: int = 999
) -> bool:
    """Whether any band stands out on one map; ``repeated`` is the part that follows another."""
    rng = np.random.default_rng(seed)
    x_rd, y_rd = dealt_over(geography, count, rng)
    day = rng.integers(0, DAYS, count)
    # Places come buurt by buurt: those that follow are any of them, and so are those followed.
    follow, first = np.split(rng.permutation(count)[: 2 * round(repeated * count)], 2)
    turn, far = rng.uniform(0, 2 * np.pi, follow.size), rng.uniform(*NEAR_M, follow.size)
    x_rd[follow] = x_rd[first] + far * np.cos(turn)
    y_rd[follow] = y_rd[first] + far * np.sin(turn)
    day[follow] = day[first] + rng.integers(0, WITHIN_DAYS, follow.size)
    found = knox(x_rd, y_rd, day, permutations=permutations, seed=seed)
    return bool((found.adjusted_p <= ALPHA).any())


def main() -> None:
    """Read the arguments, simulate, and print a line per number of incidents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maps", type=int, default=400)
    parser.add_argument("--incidents", type=int, nargs="+", default=[60, 246, 1_000, 5_000])
    parser.add_argument("--home", default=None)
    asked = parser.parse_args()
    geography = open_workspace(asked.home).geography
    for count in asked.incidents:
        for repeated in (0.0, SHARE):
            marked = sum(
                stands_out(geography, count, SEED + at, repeated=repeated)
                for at in range(asked.maps)
            )
            world = f"{repeated:.0%} near repeats" if repeated else "no near repeats"
            print(f"{count:>6} incidents, {world:18}: {marked} of {asked.maps} maps", flush=True)


if __name__ == "__main__":
    main()

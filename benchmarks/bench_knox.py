"""Compare the Knox test with a k-d tree and numpy, and with pointpats.

    python benchmarks/bench_knox.py [--points N ...] [--permutations N] [--rounds N] [--write]

Prints the median processor time of each, the strongest peer first, the ratio to ours, and the
largest difference in the observed and the expected table. Both ways by numpy list the pairs once:
one puts each in its cell of the table, the other has days of 16 bits and pairs in order of
distance, and counts per band how many lie within each number of days. pointpats tests one pair of
limits at a time: here the largest, 400 m and 4 weeks, once, where ours tests 16 bands. Peers run
few permutations; their time is what they need without, and per permutation times what was asked.
`--write` keeps the result for the tables of the docs.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from pointpats import Knox
from scipy.spatial import KDTree
from timing import OURS, alternate, keep

from hotspots.statistics.near_repeat import knox

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.statistics.near_repeat import KnoxResult

SEED = 20171231
DISTANCES_M = (0.0, 100.0, 200.0, 300.0, 400.0)
DAYS = (0, 7, 14, 21, 28)
#: Permutations of the peers that are really run: enough to stand out from the time without any.
FEW = {"numpy, 16 bits": 29, "numpy": 29, "pointpats": 19}

#: Incidents; with more of them pointpats takes minutes for a round.
MOST_FOR_POINTPATS = 5_000


@dataclass(frozen=True)
class Case:
    """Seeded incidents in 100 km2 and three years, half of them around 40 places."""

    places: NDArray[np.float64]
    day: NDArray[np.int64]

    @classmethod
    def make(cls, n_points: int) -> Case:
        """Scatter the incidents."""
        rng = np.random.default_rng(SEED)
        centres = rng.uniform(0.0, 10_000.0, (40, 2))
        around = centres[rng.integers(0, 40, n_points)] + rng.normal(0.0, 500.0, (n_points, 2))
        anywhere = rng.uniform(0.0, 10_000.0, (n_points, 2))
        places = np.where(rng.random((n_points, 1)) < 0.5, around, anywhere)
        return cls(places, rng.integers(0, 1_096, n_points))

    def by_pointpats(self, distance_m: float, days: int, permutations: int) -> Knox:
        """Run Knox; whole days below a limit are those up to the day before it."""
        # pointpats draws from the global generator.
        np.random.seed(SEED)  # noqa: NPY002
        return Knox(
            self.places, self.day[:, np.newaxis], distance_m, days - 1, permutations=permutations
        )

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """List the pairs by a k-d tree, and how far apart they are."""
        pairs = KDTree(self.places).query_pairs(DISTANCES_M[-1], output_type="ndarray")
        return pairs, np.linalg.norm(np.diff(self.places[pairs], axis=1)[:, 0], axis=1)

    def by_numpy(self, permutations: int) -> NDArray[np.int64]:
        """Let numpy put each pair in its cell of the table, for each permutation."""
        pairs, distance_m = self.pairs()
        one, other = np.ascontiguousarray(pairs.T)
        row = np.searchsorted(DISTANCES_M[1:], distance_m, side="right") * len(DAYS)
        column = np.searchsorted(DAYS[1:], np.arange(np.ptp(self.day) + 1), side="right")
        rng = np.random.default_rng(SEED)
        size, dealt = (len(DISTANCES_M) - 1) * len(DAYS), self.day
        tables = np.empty((permutations + 1, size), dtype=np.int64)
        for draw in range(permutations + 1):
            gap = np.abs(dealt[one] - dealt[other])
            tables[draw] = np.bincount(row + column[gap], minlength=size)
            dealt = rng.permutation(self.day)
        return tables[0].reshape(-1, len(DAYS))[:, :-1]

    def by_narrow_numpy(self, permutations: int) -> NDArray[np.int64]:
        """Let numpy count gaps of 16 bits below each edge, pairs in order of distance."""
        pairs, distance_m = self.pairs()
        order = np.argsort(distance_m)
        one, other = np.ascontiguousarray(pairs[order].T.astype(np.int32))
        start = np.searchsorted(distance_m[order], DISTANCES_M)
        rng, day = np.random.default_rng(SEED), self.day.astype(np.int16)
        dealt = day
        below = np.empty((permutations + 1, len(DISTANCES_M) - 1, len(DAYS)), dtype=np.int64)
        for draw in range(permutations + 1):
            gap = np.abs(dealt.take(one) - dealt.take(other))
            for band, (first, last) in enumerate(pairwise(start)):
                below[draw, band] = [np.count_nonzero(gap[first:last] < edge) for edge in DAYS]
            dealt = rng.permutation(day)
        return np.diff(below[0], axis=1)

    def table_of_pointpats(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return observed and expected per band, from limits that hold one band more each time."""
        runs = [[self.by_pointpats(far, late, 0) for late in DAYS[1:]] for far in DISTANCES_M[1:]]
        observed, expected = (
            np.diff(np.diff(np.pad(table, ((1, 0), (1, 0))), axis=0), axis=1)
            for table in (
                np.array([[run.observed[0, 0] for run in row] for row in runs]),
                np.array([[run.expected[0, 0] for run in row] for row in runs]),
            )
        )
        return observed, expected


def compare(case: Case, asked: int, rounds: int, *, write: bool) -> None:
    """Time all ways and print a table."""
    x_m, y_m = case.places.T

    def ours(permutations: int = asked) -> KnoxResult:
        return knox(
            x_m,
            y_m,
            case.day,
            distance_bands_m=DISTANCES_M,
            day_bands=DAYS,
            permutations=permutations,
        )

    found = ours(1)
    tables, expected = [case.by_numpy(0), case.by_narrow_numpy(0)], found.expected
    peers: dict[str, Callable[[int], object]] = {
        "numpy, 16 bits": case.by_narrow_numpy,
        "numpy": case.by_numpy,
    }
    if len(case.day) <= MOST_FOR_POINTPATS:
        theirs, expected = case.table_of_pointpats()
        tables.append(theirs)
        peers["pointpats"] = lambda draws: case.by_pointpats(DISTANCES_M[-1], DAYS[-1], draws)
    unequal = max(abs(found.observed - table).max() for table in tables)
    jobs: dict[str, Callable[[], object]] = {OURS: ours}
    for name, peer in peers.items():
        jobs[f"{name}, none"] = lambda peer=peer: peer(0)
        jobs[f"{name}, few"] = lambda peer=peer, few=FEW[name]: peer(few)
    seconds = alternate(jobs, rounds=rounds)
    whole = {OURS: seconds[OURS]}
    for name in peers:
        none = seconds[f"{name}, none"]
        whole[name] = none + (seconds[f"{name}, few"] - none) / FEW[name] * asked
    size = len(case.day)
    print(
        f"Knox, {size:_} points, {asked:_} permutations; median of {rounds} rounds; largest "
        f"difference in observed {unequal:.0f}, in expected "
        f"{np.abs(found.expected - expected).max():.1e}"
    )
    for name, taken in whole.items():
        said = f"{name}, from {FEW[name]}" if name in FEW else name
        print(f"{said:42}{taken:10.3f} s{taken / whole[OURS]:10.1f} x ours")
    if write:
        keep(f"{size:_} points", whole, rounds=rounds)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, nargs="+", default=[5_000, 20_000])
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    for n_points in arguments.points:
        case = Case.make(n_points)
        compare(case, arguments.permutations, arguments.rounds, write=arguments.write)


if __name__ == "__main__":
    main()

"""Compare the Knox test with pointpats, and with a k-d tree and numpy.

    python benchmarks/bench_knox.py [--points N] [--permutations N] [--rounds N]

Prints the median time of each, the ratio to ours, and the largest difference in the observed and
the expected table. pointpats tests one pair of limits at a time: here the largest, 400 m and 4
weeks, once, where ours tests 16 bands. It and numpy run few permutations; their time is what they
need without permutations, and per permutation times what was asked.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pointpats import Knox
from scipy.spatial import KDTree
from timing import alternate

from hotspots.statistics.near_repeat import knox

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20171231
DISTANCES_M = (0.0, 100.0, 200.0, 300.0, 400.0)
DAYS = (0, 7, 14, 21, 28)
#: Permutations of the peers that are really run: enough to stand out from the time without any.
FEW = {"numpy": 199, "pointpats": 19}


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

    def by_numpy(self, permutations: int) -> NDArray[np.int64]:
        """List the pairs by a k-d tree once, and let numpy count each permutation."""
        pairs = KDTree(self.places).query_pairs(DISTANCES_M[-1], output_type="ndarray")
        distance_m = np.linalg.norm(np.diff(self.places[pairs], axis=1)[:, 0], axis=1)
        row = np.searchsorted(DISTANCES_M[1:], distance_m, side="right") * len(DAYS)
        column = np.searchsorted(DAYS[1:], np.arange(np.ptp(self.day) + 1), side="right")
        rng = np.random.default_rng(SEED)
        size, dealt = (len(DISTANCES_M) - 1) * len(DAYS), self.day
        tables = np.empty((permutations + 1, size), dtype=np.int64)
        for draw in range(permutations + 1):
            gap = np.abs(dealt[pairs[:, 0]] - dealt[pairs[:, 1]])
            tables[draw] = np.bincount(row + column[gap], minlength=size)
            dealt = rng.permutation(self.day)
        return tables[0].reshape(-1, len(DAYS))[:, :-1]

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


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=5_000)
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    case, asked = Case.make(arguments.points), arguments.permutations
    x_m, y_m = case.places.T

    def ours(permutations: int = asked) -> NDArray[np.int64]:
        found = knox(
            x_m,
            y_m,
            case.day,
            distance_bands_m=DISTANCES_M,
            day_bands=DAYS,
            permutations=permutations,
        )
        differences["expected"] = found.expected
        return found.observed

    differences: dict[str, NDArray[np.float64]] = {}
    observed, (theirs, expected) = ours(1), case.table_of_pointpats()
    unequal = max(abs(observed - theirs).max(), abs(observed - case.by_numpy(0)).max())
    seconds = alternate(
        {
            "hotspots": ours,
            "numpy, none": lambda: case.by_numpy(0),
            "numpy, few": lambda: case.by_numpy(FEW["numpy"]),
            "pointpats, none": lambda: case.by_pointpats(DISTANCES_M[-1], DAYS[-1], 0),
            "pointpats, few": lambda: case.by_pointpats(
                DISTANCES_M[-1], DAYS[-1], FEW["pointpats"]
            ),
        },
        rounds=arguments.rounds,
    )
    print(
        f"Knox, {arguments.points:_} points, {asked:_} permutations; median of "
        f"{arguments.rounds} rounds; largest difference in observed {unequal:.0f}, in expected "
        f"{np.abs(differences['expected'] - expected).max():.1e}"
    )
    print(f"{'hotspots, 4 x 4 bands':42}{seconds['hotspots']:10.3f} s")
    for peer, what in (
        ("numpy", "k-d tree and numpy, 4 x 4"),
        ("pointpats", "pointpats, one band"),
    ):
        none = seconds[f"{peer}, none"]
        scaled = none + (seconds[f"{peer}, few"] - none) / FEW[peer] * asked
        name = f"{what}, from {FEW[peer]}"
        print(f"{name:42}{scaled:10.3f} s{scaled / seconds['hotspots']:10.0f} x ours")


if __name__ == "__main__":
    main()

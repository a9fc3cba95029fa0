"""Compare clusters in place, and in place and time, with scikit-learn.

    python benchmarks/bench_clusters.py [--points N] [--points-in-time N] [--rounds N]

Prints the median time of each, the ratio to ours, and whether core points, noise and the clusters
of core points are the same. In time, the peer is what the package st_dbscan does: scikit-learn on a
table of all distances, in which those too far apart in time are set out of reach.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import distance
from sklearn.cluster import DBSCAN
from timing import OURS, alternate, keep

from hotspots.statistics.clusters import NOISE, dbscan

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.statistics.clusters import Clusters

SEED = 20171231
RADIUS_M = 100.0
MIN_POINTS = 10
REACH_DAYS = 14


def make_points(n: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return places and days, in a town of 10 by 10 km and three years: waves around centres.

    A tenth lies on ten spots, as incidents at one address do.
    """
    rng = np.random.default_rng(SEED)
    centres = rng.uniform(0.0, 10_000.0, (max(n // 250, 10), 2))
    wave = rng.integers(0, len(centres), n)
    wave[: n // 10] = rng.integers(0, 10, n // 10)
    place = centres[wave] + rng.normal(0.0, 200.0, (n, 2))
    place[: n // 10] = centres[wave[: n // 10]]
    middle = rng.uniform(0.0, 1_095.0, len(centres))
    return place, rng.normal(middle[wave], 30.0).astype(np.int64)


def with_time(place: NDArray[np.float64], day: NDArray[np.int64]) -> DBSCAN:
    """Return scikit-learn's clusters of all pairs."""
    apart = distance.squareform(distance.pdist(place))
    apart[np.abs(np.subtract.outer(day, day)) > REACH_DAYS] = 2.0 * RADIUS_M
    return DBSCAN(eps=RADIUS_M, min_samples=MIN_POINTS, metric="precomputed").fit(apart)


def difference(mine: Clusters, theirs: DBSCAN) -> str:
    """Return in words how far both lie apart."""
    core = np.zeros(mine.core.size, dtype=bool)
    core[theirs.core_sample_indices_] = True
    both = mine.core & core
    pairs = np.unique(np.column_stack([mine.label[both], theirs.labels_[both]]), axis=0)
    same = len(pairs) == len(np.unique(pairs[:, 0])) == len(np.unique(pairs[:, 1]))
    noise = np.count_nonzero((mine.label == NOISE) != (theirs.labels_ == NOISE))
    return (
        f"{mine.number} clusters, of core points {'the same' if same else 'NOT the same'}; "
        f"{np.count_nonzero(mine.core != core)} core points and {noise} of noise differ"
    )


def compare(
    title: str,
    mine: Callable[[], Clusters],
    theirs: Callable[[], DBSCAN],
    arguments: argparse.Namespace,
) -> None:
    """Time both and print a table."""
    seconds = alternate({OURS: mine, "scikit-learn": theirs}, rounds=arguments.rounds)
    print(f"{title}; median of {arguments.rounds} rounds; {difference(mine(), theirs())}")
    for name, taken in seconds.items():
        print(f"{name:30}{taken * 1e3:12.2f} ms{taken / seconds[OURS]:10.1f} x ours")
    if arguments.write:
        keep(title, seconds, rounds=arguments.rounds)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--points-in-time", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    options = {"radius_m": RADIUS_M, "min_points": MIN_POINTS}
    place, _ = make_points(arguments.points)
    peer = DBSCAN(eps=RADIUS_M, min_samples=MIN_POINTS)
    compare(
        f"DBSCAN, {arguments.points:_} points",
        lambda: dbscan(*place.T, **options),
        lambda: peer.fit(place),
        arguments,
    )
    some, day = make_points(arguments.points_in_time)
    compare(
        f"ST-DBSCAN, {arguments.points_in_time:_} points",
        lambda: dbscan(*some.T, **options, day=day, reach_days=REACH_DAYS),
        lambda: with_time(some, day),
        arguments,
    )


if __name__ == "__main__":
    main()

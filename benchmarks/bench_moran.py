"""Compare Moran, local and global, with esda.

    python benchmarks/bench_moran.py [--areas N] [--permutations N] [--rounds N]

Prints the median time of each, the ratio to ours, and the largest difference: of the statistic,
and of the two-sided p (esda's doubled), which both find by drawing.
"""

from __future__ import annotations

import argparse
import warnings
from typing import TYPE_CHECKING

import numpy as np
import shapely
from esda import Moran, Moran_Local
from libpysal.weights import WSP
from scipy import sparse, spatial
from timing import OURS, alternate, keep

from hotspots.geography.areas import queen_contiguity
from hotspots.statistics.moran import local_moran, moran

if TYPE_CHECKING:
    from collections.abc import Callable

    from libpysal.weights import W
    from numpy.typing import NDArray

SEED = 20171231


def make_areas(n_areas: int) -> NDArray[np.object_]:
    """Return a coverage of irregular polygons: the cells around seeded points."""
    rng = np.random.default_rng(SEED)
    points = rng.uniform(0.0, 100_000.0, (n_areas, 2))
    frame = shapely.box(0.0, 0.0, 100_000.0, 100_000.0)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame)
    return shapely.intersection(shapely.get_parts(cells), frame)


def make_values(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return skew values with some pattern: high around a few places."""
    rng = np.random.default_rng(SEED + 1)
    x_m, y_m = shapely.get_coordinates(shapely.centroid(polygons)).T
    places = spatial.KDTree(rng.uniform(0.0, 100_000.0, (20, 2)))
    distance_m, _ = places.query(np.column_stack([x_m, y_m]))
    return rng.gamma(1.0, 1.0 + np.exp(-distance_m / 5_000.0))


def compare(
    title: str,
    jobs: dict[str, Callable[[], object]],
    rounds: int,
    differences: str,
    *,
    write: bool,
) -> None:
    """Time both and print a table."""
    seconds = alternate(jobs, rounds=rounds)
    print(f"{title}; median of {rounds} rounds; {differences}")
    for name, taken in seconds.items():
        print(f"{name:30}{taken * 1e3:12.2f} ms{taken / seconds[OURS]:10.1f} x ours")
    if write:
        keep(title, seconds, rounds=rounds)


def local_jobs(
    values: NDArray[np.float64], weights: sparse.csr_array, peer: W, permutations: int
) -> tuple[dict[str, Callable[[], object]], str]:
    """Return the jobs for local Moran, and how far their results lie apart."""
    mine = local_moran(values, weights, permutations=permutations)
    theirs = Moran_Local(values, peer, permutations=permutations, seed=1)
    differences = (
        f"largest difference in I {np.abs(mine.statistic - theirs.Is).max():.1e}, in p "
        f"{np.abs(mine.p - np.minimum(2 * theirs.p_sim, 1.0)).max():.3f}"
    )
    return {
        "hotspots": lambda: local_moran(values, weights, permutations=permutations),
        "esda": lambda: Moran_Local(values, peer, permutations=permutations, seed=1),
        "esda, draws not kept": lambda: Moran_Local(
            values, peer, permutations=permutations, seed=1, keep_simulations=False
        ),
    }, differences


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=14_000)
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", message="The alternative hypothesis for conditional")
    polygons = make_areas(arguments.areas)
    values, weights = make_values(polygons), queen_contiguity(polygons)
    peer = WSP(sparse.csr_matrix(weights)).to_W(silence_warnings=True)
    size = f"{len(polygons):_} areas, {arguments.permutations:_} permutations"
    jobs, differences = local_jobs(values, weights, peer, arguments.permutations)
    compare(f"local Moran, {size}", jobs, arguments.rounds, differences, write=arguments.write)
    i = moran(values, weights, permutations=9).statistic
    compare(
        f"global Moran, {size}",
        {
            "hotspots": lambda: moran(values, weights, permutations=arguments.permutations),
            "esda": lambda: Moran(values, peer, permutations=arguments.permutations),
        },
        arguments.rounds,
        f"difference in I {abs(i - Moran(values, peer, permutations=0).I):.1e}",
        write=arguments.write,
    )
    compare(
        f"queen contiguity, {len(polygons):_} areas",
        {"hotspots": lambda: queen_contiguity(polygons)},
        arguments.rounds,
        f"{weights.nnz // 2:_} pairs",
        write=arguments.write,
    )


if __name__ == "__main__":
    main()

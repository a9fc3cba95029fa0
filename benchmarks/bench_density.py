"""Compare the kernel density with a convolution by scipy and with a sum over a k-d tree.

    python benchmarks/bench_density.py [--rounds N] [--without-tree] [--small] [--write]

100.000 points on an area the size of Dordrecht, quartic, 500 m, cells of 50 m; then more of them.
Prints the median processor time of each, the ratio to ours, and the largest difference from the
exact sum in percent of its maximum: a peer is as good where it is off by no more.

On the open grid the convolution does not keep what crosses the edge, so that the points are kept a
radius away from it, where that makes no difference. On a mask it does not know the land at all: it
is timed there, not compared. `--write` keeps the result for the tables of the docs.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import signal
from scipy.spatial import cKDTree
from timing import OURS, alternate, keep

from hotspots.statistics.density import kernel_density

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SEED = 20171231
ROWS, COLS, CELL_M, RADIUS_M = 220, 240, 50.0, 500.0
#: Points handed to the tree in one go, which bounds its memory.
BLOCK = 5_000


@dataclass(frozen=True)
class Case:
    """Seeded points in clouds, as incidents lie, on a mask of one or two pieces of land."""

    name: str
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    compartment: NDArray[np.int8]

    @classmethod
    def make(cls, name: str, n: int, compartment: NDArray[np.int8]) -> Case:
        """Scatter the points over the grid, a radius away from its edges."""
        rng = np.random.default_rng(SEED)
        size_m = np.array([COLS, ROWS]) * CELL_M
        middle = rng.uniform(RADIUS_M, size_m - RADIUS_M, (200, 2))
        cloud = rng.integers(0, 200, n)
        points = middle[cloud] + rng.normal(0.0, rng.gamma(2.0, 150.0, 200)[cloud], (2, n)).T
        lost = ((points < RADIUS_M) | (points > size_m - RADIUS_M)).any(axis=1)
        points[lost] = rng.uniform(RADIUS_M, size_m - RADIUS_M, (lost.sum(), 2))
        return cls(name, points[:, 0].copy(), points[:, 1].copy(), compartment)


def open_grid() -> NDArray[np.int8]:
    """Return a grid without water."""
    return np.zeros((ROWS, COLS), dtype=np.int8)


def island() -> NDArray[np.int8]:
    """Return an oval of land with a corner across the water, as De Staart lies in Dordrecht."""
    row, col = np.indices((ROWS, COLS))
    land = open_grid()
    land[(row > 0.7 * ROWS) & (col > 0.5 * COLS)] = 1
    land[(2 * row / ROWS - 1) ** 2 + (2 * col / COLS - 1) ** 2 > 1] = -1
    return land


def ours(case: Case, *, exact: bool = False) -> NDArray[np.float64]:
    """Spread the points; a bandwidth for each of them asks for the exact sum."""
    density, _ = kernel_density(
        case.x_m,
        case.y_m,
        kernel="quartic",
        compartment=case.compartment,
        west_m=0.0,
        south_m=0.0,
        cell_m=CELL_M,
        bandwidth_m=np.full(case.x_m.size, RADIUS_M) if exact else RADIUS_M,
    )
    return density


def by_tree(case: Case) -> NDArray[np.float64]:
    """Find the cells around each point by a k-d tree; add up, each point with a mass of one.

    Of several ways to do this with scipy, lists of neighbours included, the fastest.
    """
    density = np.zeros(case.compartment.shape)
    home = case.compartment[(case.y_m // CELL_M).astype(int), (case.x_m // CELL_M).astype(int)]
    for land in range(case.compartment.max() + 1):
        row, col = np.nonzero(case.compartment == land)
        cells = cKDTree(np.column_stack([col + 0.5, row + 0.5]) * CELL_M)
        points = np.column_stack([case.x_m, case.y_m])[home == land]
        total = np.zeros(row.size)
        for start in range(0, len(points), BLOCK):
            block = points[start : start + BLOCK]
            near = cKDTree(block).sparse_distance_matrix(cells, RADIUS_M, output_type="ndarray")
            heights = (1.0 - (near["v"] / RADIUS_M) ** 2) ** 2
            share = heights / np.bincount(near["i"], heights)[near["i"]]
            total += np.bincount(near["j"], share, minlength=row.size)
        density[row, col] = total / (CELL_M / 1_000) ** 2
    return density


def by_convolution(case: Case, *, steps: int, count: str) -> NDArray[np.float64]:
    """Count on nodes, so many per cell, and convolve; no edges, no pieces of land."""
    step_m = CELL_M / steps
    # Bins around the nodes, the first node being the centre of the first cell.
    rows, cols = steps * ROWS, steps * COLS
    south = west = (CELL_M - step_m) / 2
    if count == "histogram2d":
        counts, _, _ = np.histogram2d(
            case.y_m,
            case.x_m,
            bins=(rows, cols),
            range=((south, south + rows * step_m), (west, west + cols * step_m)),
        )
    else:
        row = ((case.y_m - south) / step_m).astype(np.int64)
        col = ((case.x_m - west) / step_m).astype(np.int64)
        counts = np.bincount(row * cols + col, minlength=rows * cols).reshape(rows, cols)
    reach = int(RADIUS_M / step_m)
    square = (np.arange(-reach, reach + 1) * step_m / RADIUS_M) ** 2
    kernel = np.clip(1.0 - np.add.outer(square, square), 0.0, None) ** 2
    spread = signal.fftconvolve(counts, kernel, mode="same")[::steps, ::steps]
    return spread / (kernel.sum() * (step_m / 1_000) ** 2)


def compare(case: Case, rounds: int, *, with_tree: bool, write: bool) -> None:
    """Time all ways and print a table."""
    jobs: dict[str, Callable[[], NDArray[np.float64]]] = {OURS: lambda: ours(case)}
    for count, steps in (("bincount", 1), ("bincount", 2), ("bincount", 3), ("histogram2d", 2)):
        name = f"{count} {CELL_M / steps:.0f} m, fftconvolve"
        jobs[name] = lambda steps=steps, count=count: by_convolution(case, steps=steps, count=count)
    without_land = set(jobs) - {OURS}
    jobs["hotspots, exact sum"] = lambda: ours(case, exact=True)
    if with_tree:
        jobs["k-d tree, exact sum"] = lambda: by_tree(case)
    exact = ours(case, exact=True)
    comparable = set(jobs) - (without_land if (case.compartment < 0).any() else set())
    off = {name: np.abs(jobs[name]() - exact).max() / exact.max() for name in comparable}
    seconds = alternate(jobs, rounds=rounds)
    print(f"{case.name}; median of {rounds} rounds")
    print(f"{'':32}{'ms':>10}{'x ours':>10}{'off by':>12}")
    for name, taken in seconds.items():
        difference = f"{off[name]:12.4%}" if name in off else f"{'-':>12}"
        print(f"{name:32}{taken * 1e3:10.2f}{taken / seconds[OURS]:10.1f}{difference}")
    if write:
        keep(case.name, seconds, rounds=rounds, off={k: round(v, 6) for k, v in off.items()})


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--without-tree", action="store_true", help="it takes most of the time")
    parser.add_argument("--small", action="store_true", help="5.000 points alone")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    cases = (
        ("5.000 points, open grid", 5_000, open_grid()),
        ("100.000 points, open grid", 100_000, open_grid()),
        ("100.000 points, island with two pieces of land", 100_000, island()),
        ("1.000.000 points, open grid", 1_000_000, open_grid()),
    )
    for name, n, compartment in cases[:1] if arguments.small else cases:
        compare(
            Case.make(name, n, compartment),
            arguments.rounds,
            with_tree=not arguments.without_tree and n < 1_000_000,
            write=arguments.write,
        )


if __name__ == "__main__":
    main()

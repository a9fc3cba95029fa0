"""Compare the scan statistics with the same circles in plain numpy.

    python benchmarks/bench_scan.py [--rounds N] [--permutations N] [--largest N]

The peer adds up incidents along the sorted neighbours of every area, all maps by chance at once,
and takes the ratio of every circle from a table of logarithms. Prints the median time of each, the
ratio to ours, and the largest difference: of the ratio of the most likely cluster, and of the
best ratio on every map by chance, both given the same maps. Beyond ``--largest`` areas only ours
is timed. In space and time the peer scans the same circles once for every length of time.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special
from timing import OURS, alternate, keep

from hotspots.statistics.scan import space_time_permutation_scan, spatial_scan, warm_up
from hotspots.statistics.scan_kernels import LANES
from hotspots.statistics.scan_search import OverAreas, OverTime, search
from hotspots.statistics.scan_windows import Circles

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.statistics.scan_search import Chance

SEED = 20171231
STEPS = 36
LONGEST_STEPS = 6


@dataclass(frozen=True)
class Case:
    """Areas with exposure and incidents, by step of time."""

    name: str
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    exposure: NDArray[np.float64]
    table: NDArray[np.int64]
    radius_m: float | None

    @classmethod
    def areas(cls, n_areas: int, incidents: int) -> Case:
        """Scatter areas of different size over 10 km."""
        rng = np.random.default_rng(SEED)
        x_m, y_m = rng.uniform(0.0, 10_000.0, (2, n_areas))
        name = f"{n_areas:_} areas, {incidents:_} incidents"
        return cls.fill(
            name,
            x_m=x_m,
            y_m=y_m,
            exposure=rng.gamma(1.0, 100.0, n_areas),
            incidents=incidents,
            radius_m=None,
        )

    @classmethod
    def cells(cls, side: int, cell_m: int, incidents: int) -> Case:
        """Return a square of cells, circles up to 1 km."""
        col, row = np.divmod(np.arange(side * side), side)
        name = f"{side * side:_} cells of {cell_m} m, {incidents:_} incidents, up to 1 km"
        return cls.fill(
            name,
            x_m=col * float(cell_m),
            y_m=row * float(cell_m),
            exposure=np.ones(side * side),
            incidents=incidents,
            radius_m=1_000.0,
        )

    @classmethod
    def fill(
        cls,
        name: str,
        *,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        exposure: NDArray[np.float64],
        incidents: int,
        radius_m: float | None,
    ) -> Case:
        """Let incidents fall by exposure, evenly in time."""
        each = np.repeat(exposure / exposure.sum() / STEPS, STEPS)
        table = np.random.default_rng(SEED + 1).multinomial(incidents, each)
        return cls(name, x_m, y_m, exposure, table.reshape(-1, STEPS), radius_m)

    def circles(self, exposure: NDArray[np.float64]) -> Circles:
        """Return where ours looks."""
        return Circles.on(
            self.x_m,
            self.y_m,
            exposure,
            largest_share=0.5,
            largest_radius_m=self.radius_m,
            most_areas=None,
        )


def best_by_numpy(
    case: Case,
    exposure: NDArray[np.float64],
    slices: list[NDArray[np.int64]],
    scales: list[float],
    total: int,
) -> NDArray[np.float64]:
    """Return the best ratio of every map, the columns of each slice of time."""
    logs = special.xlogy(np.arange(total + 1.0), np.arange(total + 1.0))
    best = np.zeros(slices[0].shape[1])
    for centre in range(case.x_m.size):
        apart = np.hypot(case.x_m - case.x_m[centre], case.y_m - case.y_m[centre])
        near = np.argsort(apart, kind="stable")
        if case.radius_m is not None:
            near = near[: np.count_nonzero(apart <= case.radius_m + 1e-6)]
        last = np.append(np.diff(apart[near]) > 1e-6, True)
        held = np.cumsum(exposure[near])
        use = np.flatnonzero(last & (held > 0.0) & (held <= exposure.sum() * (0.5 + 1e-9)))
        if not use.size:
            continue
        near = near[: use[-1] + 1]
        for counts, scale in zip(slices, scales, strict=True):
            inside = np.cumsum(counts[near], axis=0)[use]
            expected = held[use, np.newaxis] * scale
            ratio = logs[inside] + logs[total - inside]
            ratio -= inside * np.log(expected) + (total - inside) * np.log(total - expected)
            ratio[(inside <= expected) | (inside < 2)] = 0.0
            np.maximum(best, ratio.max(axis=0), out=best)
    return best


def scan_by_numpy(case: Case, permutations: int) -> tuple[float, float]:
    """Scan in space: the highest ratio and its p."""
    counts, total = case.table.sum(axis=1), int(case.table.sum())
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(total, case.exposure / case.exposure.sum(), size=permutations)
    maps = np.column_stack([counts, drawn.T])
    best = best_by_numpy(case, case.exposure, [maps], [total / case.exposure.sum()], total)
    return best[0], (np.count_nonzero(best >= best[0] * (1.0 - 1e-9))) / (permutations + 1)


def scan_in_time_by_numpy(case: Case, permutations: int) -> tuple[float, float]:
    """Scan in space and time, windows that end at the last step: the highest ratio and its p."""
    n_areas, total = len(case.table), int(case.table.sum())
    rng = np.random.default_rng(SEED)
    area, step = (
        np.repeat(part.ravel(), case.table.ravel()) for part in np.indices((n_areas, STEPS))
    )
    recent = np.zeros((LONGEST_STEPS, n_areas, permutations + 1), dtype=np.int64)
    for draw in range(permutations + 1):
        dealt = rng.permutation(step) if draw else step
        back = STEPS - 1 - dealt
        now = back < LONGEST_STEPS
        np.add.at(recent, (back[now], area[now], draw), 1)
    slices = list(np.cumsum(recent, axis=0))
    scales = [float(part[:, 0].sum() / total) for part in slices]
    best = best_by_numpy(case, case.table.sum(axis=1).astype(float), slices, scales, total)
    return best[0], np.count_nonzero(best >= best[0] * (1.0 - 1e-9)) / (permutations + 1)


def difference_of_maxima(case: Case, chance: Chance, exposure: NDArray[np.float64]) -> float:
    """Return how far the best ratios of 64 maps by chance lie apart, given the same maps."""
    _, _, mine = search(
        case.circles(exposure), chance, permutations=LANES, seed=SEED, progress=None
    )
    (child,) = np.random.SeedSequence(SEED).spawn(1)
    slices = [part.astype(np.int64) for part in chance.draw(np.random.default_rng(child))]
    theirs = best_by_numpy(case, exposure, slices, chance.scales.tolist(), chance.total)
    return float(np.abs(mine - theirs).max())


def compare(
    title: str,
    ours: Callable[[], tuple[float, float]],
    peer: Callable[[], tuple[float, float]] | None,
    difference: Callable[[], float],
    arguments: argparse.Namespace,
) -> None:
    """Time both and print a table."""
    rounds = arguments.rounds
    jobs: dict[str, Callable[[], object]] = {OURS: ours}
    said = ""
    if peer is not None:
        jobs["plain numpy"] = peer
        (ratio, p), (their_ratio, their_p) = ours(), peer()
        said = (
            f"; differ {abs(ratio - their_ratio):.1e} in the ratio, {abs(p - their_p):.3f} in p, "
            f"{difference():.1e} in the best of the same maps by chance"
        )
    seconds = alternate(jobs, rounds=rounds)
    print(f"{title}; median of {rounds} rounds{said}")
    for name, taken in seconds.items():
        print(f"{name:30}{taken * 1e3:12.1f} ms{taken / seconds[OURS]:10.1f} x ours")
    if arguments.write:
        keep(title, seconds, rounds=rounds)


def compare_case(case: Case, arguments: argparse.Namespace) -> None:
    """Compare both scans on one map."""
    counts, held = case.table.sum(axis=1), case.table.sum(axis=1).astype(float)
    draws, alone = arguments.permutations, counts.size > arguments.largest

    def in_space() -> tuple[float, float]:
        best = spatial_scan(
            counts,
            case.exposure,
            case.x_m,
            case.y_m,
            largest_radius_m=case.radius_m,
            permutations=draws,
        ).clusters[0]
        return best.llr, best.p

    def in_time() -> tuple[float, float]:
        best = space_time_permutation_scan(
            case.table,
            case.x_m,
            case.y_m,
            longest_steps=LONGEST_STEPS,
            largest_radius_m=case.radius_m,
            permutations=draws,
        ).clusters[0]
        return best.llr, best.p

    over_time = OverTime(case.table, LONGEST_STEPS, prospective=True)
    compare(
        f"scan, {case.name}",
        in_space,
        None if alone else lambda: scan_by_numpy(case, draws),
        lambda: difference_of_maxima(case, OverAreas(counts, case.exposure), case.exposure),
        arguments,
    )
    compare(
        f"scan in time, {LONGEST_STEPS} of {STEPS} steps, {case.name}",
        in_time,
        None if alone else lambda: scan_in_time_by_numpy(case, draws),
        lambda: difference_of_maxima(case, over_time, held),
        arguments,
    )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--small", action="store_true", help="108 areas alone")
    parser.add_argument("--largest", type=int, default=1_000, help="areas; beyond, no peer")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    warm_up()
    cases = (
        Case.areas(108, 1_000),
        Case.areas(1_000, 5_000),
        Case.cells(48, 200, 250),
        Case.cells(48, 200, 5_000),
        Case.cells(90, 100, 250),
        Case.cells(90, 100, 5_000),
    )
    for case in cases[:1] if arguments.small else cases:
        compare_case(case, arguments)


if __name__ == "__main__":
    main()

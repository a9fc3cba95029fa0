"""Compare Gi* on cells with convolutions by numpy and scipy, and with esda.

    python benchmarks/bench_gi_star.py [--rounds N] [--without-esda] [--small] [--write]

Prints the median processor time of each, the strongest peer first, the ratio to ours, and the
largest difference in z. Ours does more: its p is the exact tail, the p of the others comes from z,
and the first of them only marks. `--write` keeps the result for the tables of the docs.
"""

from __future__ import annotations

import argparse
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from esda import G_Local
from libpysal.weights import WSP, W
from scipy import fft, ndimage, signal, sparse, special, stats
from timing import OURS, alternate, keep

from hotspots.statistics.false_discovery import benjamini_hochberg
from hotspots.statistics.gi_star import gi_star_cells, window_counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SEED = 20171231
CELL_M = 100
ALPHA = 0.05


@dataclass(frozen=True)
class Case:
    """A full grid of cells with seeded incidents, more in some cells than in others."""

    name: str
    counts: NDArray[np.int64]
    window: NDArray[np.int64]
    reach_m: int
    col: NDArray[np.int64]
    row: NDArray[np.int64]

    @classmethod
    def make(cls, cols: int, rows: int, incidents: int, reach_m: int) -> Case:
        """Scatter the incidents and draw the window."""
        rng = np.random.default_rng(SEED)
        draw = rng.gamma(1.0, 1.0, (rows, cols))
        counts = rng.multinomial(incidents, (draw / draw.sum()).ravel()).reshape(rows, cols)
        reach = reach_m // CELL_M
        step = np.arange(-reach, reach + 1)
        window = np.add.outer(step**2, step**2) * CELL_M**2 <= reach_m**2
        name = f"{cols * rows:_} cells, {incidents:_} incidents, window of {window.sum()} cells"
        row, col = np.divmod(np.arange(counts.size), cols)
        return cls(name, counts, window.astype(np.int64), reach_m, col, row)

    def weights(self) -> W:
        """Return the neighbours as libpysal has them, built as fast as it can."""
        rows, cols = self.counts.shape
        number = np.arange(rows * cols).reshape(rows, cols)
        reach = len(self.window) // 2
        here, there = [], []
        for down, right in np.argwhere(self.window) - reach:
            if (down, right) == (0, 0):
                continue
            to_row = slice(max(down, 0), rows + min(down, 0))
            from_row = slice(max(-down, 0), rows + min(-down, 0))
            to_col = slice(max(right, 0), cols + min(right, 0))
            from_col = slice(max(-right, 0), cols + min(-right, 0))
            here.append(number[from_row, from_col].ravel())
            there.append(number[to_row, to_col].ravel())
        pair = (np.concatenate(here), np.concatenate(there))
        ones = np.ones(pair[0].size)
        matrix = sparse.csr_array((ones, pair), shape=(number.size, number.size))
        return WSP(sparse.csr_matrix(matrix)).to_W(silence_warnings=True)


def ours(case: Case, exposure: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Test every cell, from counts and places to marks."""
    return gi_star_cells(
        case.counts.ravel(),
        case.col,
        case.row,
        reach_m=case.reach_m,
        cell_m=CELL_M,
        exposure=exposure,
    ).z


def z_of(case: Case, sums: NDArray[Any], size: NDArray[Any]) -> NDArray[np.float64]:
    """Return Gi* z of sums over windows of so many cells."""
    n = case.counts.size
    spread = case.counts.std() * np.sqrt(size * (n - size) / (n - 1))
    z: NDArray[np.float64] = ((sums - size * case.counts.mean()) / spread).ravel()
    return z


def by_fourier(case: Case) -> NDArray[np.float64]:
    """Sum by Fourier transforms, that of the window once; mark, sorting only small p-values."""
    reach, (rows, cols) = len(case.window) // 2, case.counts.shape
    size = [fft.next_fast_len(side + 2 * reach, real=True) for side in (rows, cols)]
    window = fft.rfft2(case.window.astype(np.float64), size)
    inside = slice(reach, reach + rows), slice(reach, reach + cols)
    sums, sizes = (
        np.rint(fft.irfft2(fft.rfft2(part, size) * window, size)[inside])
        for part in (case.counts.astype(np.float64), np.ones((rows, cols)))
    )
    z = z_of(case, sums, sizes)
    p = special.erfc(np.abs(z) / np.sqrt(2.0))
    small = np.flatnonzero(p <= ALPHA)
    order = small[np.argsort(p[small])]
    passed = np.flatnonzero(p[order] * (p.size / np.arange(1, order.size + 1)) <= ALPHA)
    marked = np.zeros(p.size, dtype=bool)
    marked[order[: passed.max(initial=-1) + 1]] = True
    return z


def by_fftconvolve(case: Case) -> NDArray[np.float64]:
    """Sum by fftconvolve; z, normal p and Benjamini-Hochberg by numpy and scipy."""
    window = case.window.astype(np.float64)
    sums, size = (
        np.rint(signal.fftconvolve(part, window, mode="same"))
        for part in (case.counts.astype(np.float64), np.ones(case.counts.shape))
    )
    z = z_of(case, sums, size)
    stats.false_discovery_control(2.0 * stats.norm.sf(np.abs(z)))
    return z


def by_convolution(case: Case) -> NDArray[np.float64]:
    """Sum by ndimage; z, normal p and Benjamini-Hochberg by numpy and scipy."""
    sums = ndimage.convolve(case.counts, case.window, mode="constant")
    size = ndimage.convolve(np.ones_like(case.counts), case.window, mode="constant")
    z = z_of(case, sums, size)
    stats.false_discovery_control(2.0 * stats.norm.sf(np.abs(z)))
    return z


def sums_by_convolution(case: Case) -> NDArray[np.int64]:
    """Only the two sums of `by_convolution`: no score, no test."""
    ndimage.convolve(np.ones_like(case.counts), case.window, mode="constant")
    return ndimage.convolve(case.counts, case.window, mode="constant")


def our_sums(case: Case) -> NDArray[np.int64]:
    """Only the two sums of `ours`, from counts and places."""
    half_width = np.count_nonzero(case.window, axis=1) // 2
    return window_counts(case.col, case.row, case.counts.ravel(), half_width)[0]


def by_esda(case: Case, weights: W | None = None) -> NDArray[np.float64]:
    """Run G_Local, with the weights built first unless they are given."""
    peer = G_Local(
        case.counts.ravel().astype(float),
        case.weights() if weights is None else weights,
        transform="B",
        star=True,
        permutations=0,
    )
    benjamini_hochberg(2.0 * peer.p_norm)
    return peer.Zs


def compare(case: Case, rounds: int, *, with_esda: bool, write: bool) -> None:
    """Time all ways and print a table."""
    households = np.random.default_rng(SEED + 1).gamma(1.0, 60.0, case.counts.size)
    jobs: dict[str, Callable[[], NDArray[np.generic]]] = {
        OURS: lambda: ours(case),
        "FFT by hand, normal p, marks": lambda: by_fourier(case),
        "fftconvolve, normal p and BH": lambda: by_fftconvolve(case),
        "ndimage, normal p and BH": lambda: by_convolution(case),
    }
    if with_esda:
        kept = case.weights()
        jobs["esda and BH, weights kept"] = lambda: by_esda(case, kept)
        jobs["esda and BH, weights built"] = lambda: by_esda(case)
    z = {name: job() for name, job in jobs.items()}
    jobs["hotspots, by households"] = lambda: ours(case, households)
    jobs["hotspots, sums alone"] = lambda: our_sums(case)
    jobs["ndimage, sums alone"] = lambda: sums_by_convolution(case)
    seconds = alternate(jobs, rounds=rounds)
    print(f"{case.name}; median of {rounds} rounds")
    print(f"{'':30}{'ms':>10}{'x ours':>10}{'differ':>12}")
    for name, taken in seconds.items():
        difference = f"{np.abs(z[name] - z[OURS]).max():12.1e}" if name in z else f"{'-':>12}"
        print(f"{name:30}{taken * 1e3:10.2f}{taken / seconds[OURS]:10.1f}{difference}")
    if write:
        keep(case.name, seconds, rounds=rounds)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--without-esda", action="store_true", help="it takes most of the time")
    parser.add_argument("--small", action="store_true", help="the first map alone")
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    # libpysal copies its weights and warns of each copy anew.
    warnings.filterwarnings("ignore", message="The weights matrix is not fully connected")
    cases = [
        Case.make(150, 130, 5_000, 142),
        Case.make(300, 260, 20_000, 500),
        Case.make(300, 260, 100_000, 500),
        Case.make(300, 260, 1_000_000, 500),
    ]
    for number, case in enumerate(cases[:1] if arguments.small else cases):
        # Weights of the larger windows take esda more than a minute, each round.
        with_esda = not arguments.without_esda and number == 0
        compare(case, arguments.rounds, with_esda=with_esda, write=arguments.write)


if __name__ == "__main__":
    main()

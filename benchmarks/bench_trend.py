"""Compare the trend test of Mann and Kendall with scipy, series by series.

    python benchmarks/bench_trend.py [--series N] [--rounds N] [--write]

Counts of 36 months per place, a tenth of them rising. Prints the median processor time of each,
the ratio to ours, and the largest difference in tau-b. `--write` keeps the result for the tables
of the docs.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import stats
from timing import OURS, alternate, keep

from hotspots.statistics.mann_kendall import mann_kendall

SEED = 20171231
STEPS = 36


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result for the docs")
    arguments = parser.parse_args()
    month = np.arange(STEPS)
    rising = (np.arange(arguments.series) % 10 == 0)[:, np.newaxis]
    mean = np.where(rising, 2.0 + month / 6.0, 4.0)
    series = np.random.default_rng(SEED).poisson(mean).astype(np.float64)
    seconds = alternate(
        {
            OURS: lambda: mann_kendall(series),
            "scipy kendalltau": lambda: [stats.kendalltau(month, one) for one in series],
        },
        rounds=arguments.rounds,
    )
    theirs = np.array([stats.kendalltau(month, one).statistic for one in series])
    apart = np.nanmax(np.abs(mann_kendall(series).tau - theirs))
    print(f"{len(series):_} series of {STEPS}; largest difference in tau-b {apart:.1e}")
    for name, taken in seconds.items():
        print(f"{name:30}{taken * 1e3:12.2f} ms{taken / seconds[OURS]:10.1f} x ours")
    if arguments.write:
        keep(f"{len(series):_} series of {STEPS}", seconds, rounds=arguments.rounds)


if __name__ == "__main__":
    main()

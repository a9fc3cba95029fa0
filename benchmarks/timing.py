"""Time several ways to do one job, fairly: in one process, taking turns."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def alternate(jobs: Mapping[str, Callable[[], object]], *, rounds: int = 5) -> dict[str, float]:
    """Return the median time of each job in seconds of wall clock.

    Every job runs once untimed, so that compiling and filling caches is not counted; then each
    round runs every job once. A busy moment of the machine hits all jobs alike, and so their
    ratios stay comparable where the seconds are not. The round starts with another job each time.

    Parameters
    ----------
    jobs
        What to time, by name.
    rounds
        Timed runs per job.

    Returns
    -------
    dict
        Seconds per name, in the order of ``jobs``.

    Examples
    --------
    >>> seconds = alternate({"sum": lambda: sum(range(100)), "nothing": lambda: None}, rounds=3)
    >>> list(seconds)
    ['sum', 'nothing']
    """
    names = list(jobs)
    for name in names:
        jobs[name]()
    times: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            times[name].append(_time(jobs[name]))
    return {name: median(times[name]) for name in names}


def _time(job: Callable[[], object]) -> float:
    """Run a job once, without a garbage collection halfway; return seconds."""
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        result = job()
        seconds = perf_counter() - start
    finally:
        gc.enable()
    # The result lives until after the clock: freeing it is not part of the job.
    del result
    return seconds

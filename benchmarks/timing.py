"""Time several ways to do one job, fairly: in one process, taking turns."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What the benchmarks measured last, from which `speed_table.py` writes the tables of the docs.
RESULTS: Final = Path(__file__).parent / "speed.json"
#: The name of what is the project's own, in every benchmark.
OURS: Final = "hotspots"


def keep(case: str, seconds: Mapping[str, float], *, rounds: int, **more: object) -> None:
    """Keep what this script measured in place of what it measured of the same case before.

    Parameters
    ----------
    case
        What was done, in a word or two.
    seconds
        Of the processor, by who did it; our own is called `OURS`.
    rounds
        Of how many rounds they are the median.
    more
        What else the table tells of it.
    """
    script = Path(sys.argv[0]).stem
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = [one for one in kept if (one["script"], one["case"]) != (script, case)]
    taken = {name: round(1e3 * second, 3) for name, second in seconds.items()}
    kept.append({"script": script, "case": case, "rounds": rounds, "ms": taken, **more})
    kept.sort(key=lambda one: (one["script"], one["case"]))
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def alternate(jobs: Mapping[str, Callable[[], object]], *, rounds: int = 5) -> dict[str, float]:
    """Return the median time of each job in seconds of the processor, all threads together.

    Every job runs once untimed, so that compiling and filling caches is not counted; then each
    round runs every job once. What else the machine does meanwhile is not counted, and slows all
    jobs alike: their ratios stay comparable where the seconds are not. The round starts with
    another job each time. `make bench` gives libraries one thread, as ours has.

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
        start = process_time()
        result = job()
        seconds = process_time() - start
    finally:
        gc.enable()
    # The result lives until after the clock: freeing it is not part of the job.
    del result
    return seconds

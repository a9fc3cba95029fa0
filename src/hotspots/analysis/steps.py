"""A history cut into whole quarters or months: the time axis of a space-time cube."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.analysis.counting import to_day
from hotspots.analysis.periods import Period, month_starts_after, moved

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents

#: Months in each kind of step.
STEPS: Final = {"quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Steps:
    """Whole steps, in order, and what came after the last of them.

    ``left_out`` are the days of a last step that is not complete: read as a step, they would look
    like a drop.
    """

    periods: tuple[Period, ...]
    left_out: Period | None

    def __len__(self) -> int:
        return len(self.periods)


def whole_steps(covered: Period, until: date, step: str) -> Steps:
    """Return the calendar steps from the begin of a layer up to a day.

    Parameters
    ----------
    covered
        First and last day of the layer.
    until
        The last day that may count.
    step
        One of `STEPS`.

    Examples
    --------
    >>> from datetime import date
    >>> covered = Period(date(2017, 1, 15), date(2017, 12, 31))
    >>> found = whole_steps(covered, date(2017, 11, 30), "quarter")
    >>> [str(period.first) for period in found.periods], str(found.left_out.first)
    (['2017-04-01', '2017-07-01'], '2017-10-01')
    """
    months = STEPS[step]
    last = min(until, covered.last)
    first = covered.first if covered.first.day == 1 else month_starts_after(covered.first)
    while (first.month - 1) % months:
        first = month_starts_after(first)
    after = first
    for _ in range(months):
        after = month_starts_after(after)
    current = Period(first, after - timedelta(days=1))
    periods = []
    while current.last <= last:
        periods.append(current)
        current = moved(current, 1)
    left_out = Period(current.first, last) if current.first <= last else None
    return Steps(tuple(periods), left_out)


def counts_per_step(
    incidents: Incidents,
    chosen: NDArray[np.bool_],
    place: NDArray[np.integer[Any]],
    places: int,
    steps: Steps,
) -> NDArray[np.int64]:
    """Count per place and step: shape (places, steps).

    Parameters
    ----------
    chosen : shape (n,)
        Incidents that pass every filter but the period.
    place : shape (n,)
        Position of each incident among ``places``; chosen ones are 0 or more.
    """
    starts = np.array([to_day(period.first) for period in steps.periods])
    day = incidents.day[chosen]
    step = np.searchsorted(starts, day, side="right") - 1
    inside = (step >= 0) & (day <= to_day(steps.periods[-1].last))
    flat = place[chosen][inside] * len(steps) + step[inside]
    counts: NDArray[np.int64] = np.bincount(flat, minlength=places * len(steps))
    return counts.reshape(places, len(steps))

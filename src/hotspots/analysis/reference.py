"""The values a map takes at other times: breaks made from them stay when a filter moves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.counting import to_day
from hotspots.analysis.periods import Period, month_starts_after, whole_months

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents

#: At most this many windows are looked at; more change no break.
_MOST_WINDOWS = 120


def windows(period: Period, covered: Period) -> list[Period]:
    """Return the windows as long as a period that the layer covers, the period's own included.

    Whole months are compared with all runs of as many whole months; other periods with windows of
    as many days, counted back from the last day of the layer. So the list is the same wherever in
    time the period lies.

    Examples
    --------
    >>> from datetime import date
    >>> covered = Period(date(2017, 1, 1), date(2017, 12, 31))
    >>> len(windows(Period(date(2017, 3, 1), date(2017, 4, 30)), covered))
    11
    """
    months = whole_months(period)
    if months:
        starts = _month_starts(covered)
        ends = [start - timedelta(days=1) for start in starts[1:]]
        found = [Period(starts[at], ends[at + months - 1]) for at in range(len(ends) - months + 1)]
    else:
        found = []
        last = covered.last
        while last - timedelta(days=period.days - 1) >= covered.first:
            found.append(Period(last - timedelta(days=period.days - 1), last))
            last -= timedelta(days=period.days)
    return found[-_MOST_WINDOWS:] or [period]


def _month_starts(covered: Period) -> list[date]:
    """Return the first days of the months the layer covers wholly, and of the one after."""
    start = covered.first if covered.first.day == 1 else month_starts_after(covered.first)
    starts = [start]
    while month_starts_after(starts[-1]) - timedelta(days=1) <= covered.last:
        starts.append(month_starts_after(starts[-1]))
    return starts


def counts_in_windows(
    incidents: Incidents,
    chosen: NDArray[np.bool_],
    place: NDArray[np.int64],
    places: int,
    found: list[Period],
) -> NDArray[np.int64]:
    """Count per window and place.

    Parameters
    ----------
    chosen : shape (n,)
        Incidents that pass every filter but the period.
    place : shape (n,)
        Position of each incident among ``places``; chosen ones are 0 or more.

    Returns
    -------
    shape (len(found), places)
    """
    day = incidents.day[chosen]
    where = place[chosen]
    order = np.argsort(day, kind="stable")
    day, where = day[order], where[order]
    counts = np.zeros((len(found), places), dtype=np.int64)
    for row, window in enumerate(found):
        first = np.searchsorted(day, to_day(window.first), side="left")
        after = np.searchsorted(day, to_day(window.last), side="right")
        counts[row] = np.bincount(where[first:after], minlength=places)
    return counts

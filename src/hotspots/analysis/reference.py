"""The values a map takes at other times: breaks made from them stay when a filter moves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

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
    place: NDArray[np.integer[Any]],
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
    firsts = np.array([to_day(window.first) for window in found])
    afters = np.array([to_day(window.last) + 1 for window in found])
    edges = np.unique(np.concatenate([firsts, afters]))
    # Windows overlap: each incident is counted once, between two edges, and a window is the
    # difference of two running totals.
    until = _counts_until(edges, incidents.day[chosen], place[chosen], places)
    counts: NDArray[np.int64] = until[np.searchsorted(edges, afters)]
    counts -= until[np.searchsorted(edges, firsts)]
    return counts


def _counts_until(
    edges: NDArray[np.int64],
    day: NDArray[np.int32],
    place: NDArray[np.integer[Any]],
    places: int,
) -> NDArray[np.int64]:
    """Return per edge and place the incidents before it: shape (len(edges), places)."""
    if not day.size:
        return np.zeros((len(edges), places), dtype=np.int64)
    first = int(day.min())
    # There are few days and many incidents: every day is looked up among the edges once.
    days = np.arange(first, int(day.max()) + 1)
    row_of_day = np.searchsorted(edges, days, side="right") * places
    tally = np.bincount(row_of_day[day - first] + place, minlength=(len(edges) + 1) * places)
    until = tally.reshape(-1, places)[: len(edges)]
    np.cumsum(until, axis=0, out=until)
    return until

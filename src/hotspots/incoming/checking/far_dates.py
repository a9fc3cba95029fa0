"""The days over which a layer counts, and dates that lie alone far from the others.

One row of 1995 in a register that begins in 2013 does not make a layer of 1995: whoever asks what
was before would read eighteen silent years as years without incidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.incoming.checking import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec


#: Rows lie apart where they are under this share of what the layer usually has in as many days.
#: One row is then beside more than twenty expected: chance does that once in 20 million layers.
THIN: Final = 0.05
#: At most this share of the rows lies apart at one end, or this few rows.
MOST_APART: Final = 0.01
FEWEST_APART: Final = 3
#: What lies in this share of the rows at each end does not count for what is usual.
_TRIMMED: Final = 0.05
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows that lie apart: how many, and the days of the first and the last of them."""

    rows: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class CountedDays:
    """From which day up to and including which a layer counts, and what lies outside.

    Days are days since 1 January 1970.
    """

    first: int
    last: int
    before: Apart | None = None
    after: Apart | None = None


def counted_days(days: NDArray[np.integer[Any]], *, first: int | None = None) -> CountedDays:
    """Return over which days a layer counts.

    At each end, rows up to the turn of a month lie apart if they are under `THIN` of what the same
    calendar months usually have in the days from there to the next row, and no more than
    `MOST_APART` of all rows (or `FEWEST_APART` rows). What is usual comes from the rows between the
    first and the last twentieth. So a winter is no silence in a layer of summers, a month that is
    there for some days is not thin, and of twenty incidents over three years none lies apart.

    Parameters
    ----------
    days : shape (n,)
        Day of each row, at least one.
    first
        The first day as someone declared it: all rows before it lie apart, and days after it
        without rows are days without incidents. Not looked at where no row is as late.

    Examples
    --------
    A row a day in 2013 to 2017, and one in 1995.

    >>> rows = np.arange(np.datetime64("2013-01-01"), np.datetime64("2018-01-01")).astype(int)
    >>> found = counted_days(np.append(rows, np.datetime64("1995-06-01").astype(int)))
    >>> str(np.datetime64(found.first, "D")), found.before.rows, found.after
    ('2013-01-01', 1, None)
    """
    ordered = np.sort(np.asarray(days, dtype=np.int64))
    declared = first if first is not None and first <= ordered[-1] else None
    counted = ordered if declared is None else ordered[ordered >= declared]
    usual = _Usual(counted)
    after = usual.apart(counted, from_end=True)
    rest = counted[: len(counted) - after]
    before = usual.apart(rest, from_end=False) if declared is None else 0
    outside = len(ordered) - len(counted) + before
    return CountedDays(
        first=int(rest[before]) if declared is None else declared,
        last=int(rest[-1]),
        before=_apart(ordered[:outside]),
        after=_apart(ordered[len(ordered) - after :]),
    )


def _apart(ordered: NDArray[np.int64]) -> Apart | None:
    return Apart(len(ordered), int(ordered[0]), int(ordered[-1])) if len(ordered) else None


class _Usual:
    """How many rows the same calendar months usually have in a stretch of days."""

    def __init__(self, ordered: NDArray[np.int64]) -> None:
        trimmed = int(_TRIMMED * len(ordered))
        core = ordered[[trimmed, len(ordered) - 1 - trimmed]]
        begin, after = _month_begin(core[0]), _month_begin(core[1], later=1)
        rows = ordered[(ordered >= begin) & (ordered < after)]
        per_month = np.bincount(_calendar_month(rows), minlength=_MONTHS)
        lasted = np.bincount(_calendar_month(np.arange(begin, after)), minlength=_MONTHS)
        rate = per_month / np.maximum(lasted, 1)
        self._begin = int(ordered[0])
        every = np.arange(self._begin, int(ordered[-1]) + 1)
        self._until = np.concatenate([[0.0], np.cumsum(rate[_calendar_month(every)])])
        self._most = max(FEWEST_APART, int(MOST_APART * len(ordered)))

    def expected(self, first: int, after: int) -> float:
        """Return how many rows are usual from a day up to another."""
        return float(self._until[after - self._begin] - self._until[first - self._begin])

    def apart(self, ordered: NDArray[np.int64], *, from_end: bool) -> int:
        """Return how many rows lie apart at one end of rows in order."""
        month = ordered.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        turns = np.flatnonzero(np.diff(month)) + 1
        counts = (len(ordered) - turns)[::-1] if from_end else turns
        end = 0
        for count in counts[counts <= self._most].tolist():
            if from_end:
                last = ordered[len(ordered) - count - 1]
                first, after = _month_begin(last, later=1), int(ordered[-1 - end]) + 1
            else:
                first, after = int(ordered[end]), _month_begin(ordered[count])
            if count - end < THIN * self.expected(first, after):
                end = count
        return end


def _month_begin(day: np.int64, *, later: int = 0) -> int:
    """Return the first day of the month of a day, or of a later month."""
    month = day.astype("datetime64[D]").astype("datetime64[M]") + later
    return int(month.astype("datetime64[D]").astype(np.int64))


def _calendar_month(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the month of the year of days, January being 0."""
    month: NDArray[np.int64] = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return month % _MONTHS


def counted_days_of(days: NDArray[np.integer[Any]], layer: LayerSpec) -> CountedDays | None:
    """Return over which days a layer counts, as it declares or as its rows show.

    Parameters
    ----------
    days : shape (n,)
        Days since 1 January 1970.

    Returns
    -------
    CountedDays
        None without rows, and for what is planned ahead: a calendar may look a year further.
    """
    if not len(days) or layer.observes == "evenement":
        return None
    first = layer.first_day
    declared = int(np.datetime64(first, "D").astype(np.int64)) if first is not None else None
    return counted_days(days, first=declared)


def far_dates(counted: CountedDays | None, layer: LayerSpec) -> tuple[str, ...]:
    """Return a sentence about the rows before what a layer counts, and one about those after."""
    if counted is None:
        return ()
    warnings = []
    if (rows := counted.before) is not None:
        declared = layer.first_day == _date(counted.first)
        say = words.before_the_declared if declared else words.before_the_rest
        warnings.append(say(rows.rows, _date(rows.first), _date(rows.last), _date(counted.first)))
    if (rows := counted.after) is not None:
        bound = _date(counted.last)
        warnings.append(words.after_the_rest(rows.rows, _date(rows.first), _date(rows.last), bound))
    return tuple(warnings)


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)

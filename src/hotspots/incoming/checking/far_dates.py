"""The days over which a layer counts, and dates that lie alone far from the others.

One row of 1995 in a register that begins in 2013 does not make a layer of 1995: whoever asks what
was before would read eighteen silent years as years without incidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

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
#: Days counted at once: a count takes ten times the memory that they are kept in.
_AT_ONCE: Final = 1_000_000


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


def counted_days(
    days: NDArray[np.integer],
    times: NDArray[np.integer] | None = None,
    *,
    first: int | None = None,
) -> CountedDays:
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
    times : shape (n,)
        For how many rows each stands; one where it is left out.
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
    ordered = _Ordered.of(days, times)
    declared = first if first is not None and first <= ordered.last else None
    counted = ordered if declared is None else ordered.since(declared)
    usual = _Usual(counted)
    after = usual.apart(counted, from_end=True)
    rest = counted.part(0, len(counted) - after)
    before = usual.apart(rest, from_end=False) if declared is None else 0
    outside = len(ordered) - len(counted) + before
    return CountedDays(
        first=rest[before] if declared is None else declared,
        last=rest.last,
        before=_apart(ordered.part(0, outside)),
        after=_apart(ordered.part(len(ordered) - after, len(ordered))),
    )


class _Ordered:
    """The days of rows in order, each written once with how many rows it has.

    Ten million rows are some thousands of days.
    """

    def __init__(self, days: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        self.days, self.rows = days, rows
        #: How many rows there are up to and including each day.
        self.until: NDArray[np.int64] = np.cumsum(rows)

    @classmethod
    def of(cls, days: NDArray[np.integer], times: NDArray[np.integer] | None) -> _Ordered:
        """Count the rows of each day; at least one."""
        begin, last = int(days.min()), int(days.max())
        rows = np.zeros(last - begin + 1, dtype=np.int64)
        for first in range(0, len(days), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            each = None if times is None else times[some]
            counts = np.bincount(days[some] - begin, weights=each, minlength=len(rows))
            rows += counts.astype(np.int64)
        present = np.flatnonzero(rows)
        return cls(present + begin, rows[present])

    def __len__(self) -> int:
        return int(self.until[-1]) if len(self.until) else 0

    def __getitem__(self, row: int) -> int:
        return int(self.days[np.searchsorted(self.until, row, side="right")])

    @property
    def last(self) -> int:
        """The last day."""
        return int(self.days[-1])

    def since(self, day: int) -> _Ordered:
        """Return the rows of a day and after it."""
        there = self.days >= day
        return _Ordered(self.days[there], self.rows[there])

    def part(self, first: int, after: int) -> _Ordered:
        """Return the rows from one up to another, both the first of their day."""
        there = (self.until > first) & (self.until <= after)
        return _Ordered(self.days[there], self.rows[there])


def _apart(ordered: _Ordered) -> Apart | None:
    return Apart(len(ordered), ordered[0], ordered.last) if len(ordered) else None


class _Usual:
    """How many rows the same calendar months usually have in a stretch of days."""

    def __init__(self, ordered: _Ordered) -> None:
        trimmed = int(_TRIMMED * len(ordered))
        first, last = ordered[trimmed], ordered[len(ordered) - 1 - trimmed]
        begin, after = _month_begin(first), _month_begin(last, later=1)
        core = (ordered.days >= begin) & (ordered.days < after)
        month = _calendar_month(ordered.days[core])
        per_month = np.bincount(month, weights=ordered.rows[core], minlength=_MONTHS)
        lasted = np.bincount(_calendar_month(np.arange(begin, after)), minlength=_MONTHS)
        rate = per_month / np.maximum(lasted, 1)
        self._begin = ordered[0]
        every = np.arange(self._begin, ordered.last + 1)
        self._until = np.concatenate([[0.0], np.cumsum(rate[_calendar_month(every)])])
        self._most = max(FEWEST_APART, int(MOST_APART * len(ordered)))

    def expected(self, first: int, after: int) -> float:
        """Return how many rows are usual from a day up to another."""
        return float(self._until[after - self._begin] - self._until[first - self._begin])

    def apart(self, ordered: _Ordered, *, from_end: bool) -> int:
        """Return how many rows lie apart at one end of rows in order."""
        month = ordered.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        turns = ordered.until[np.flatnonzero(np.diff(month))]
        counts = (len(ordered) - turns)[::-1] if from_end else turns
        end = 0
        for count in counts[counts <= self._most].tolist():
            if from_end:
                last = ordered[len(ordered) - count - 1]
                first, after = _month_begin(last, later=1), ordered[len(ordered) - 1 - end] + 1
            else:
                first, after = ordered[end], _month_begin(ordered[count])
            if count - end < THIN * self.expected(first, after):
                end = count
        return end


def _month_begin(day: int, *, later: int = 0) -> int:
    """Return the first day of the month of a day, or of a later month."""
    month = np.datetime64(day, "D").astype("datetime64[M]") + later
    return int(month.astype("datetime64[D]").astype(np.int64))


def _calendar_month(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the month of the year of days, January being 0."""
    month: NDArray[np.int64] = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return month % _MONTHS


def counted_days_of(
    days: NDArray[np.integer],
    layer: LayerSpec,
    times: NDArray[np.integer] | None = None,
) -> CountedDays | None:
    """Return over which days a layer counts, as it declares or as its rows show.

    Parameters
    ----------
    days : shape (n,)
        Days since 1 January 1970.
    times : shape (n,)
        For how many rows each stands; one where it is left out.

    Returns
    -------
    CountedDays
        None without rows, and for what is planned ahead: a calendar may look a year further.
    """
    if not len(days) or layer.observes == "evenement":
        return None
    first = layer.first_day
    declared = int(np.datetime64(first, "D").astype(np.int64)) if first is not None else None
    return counted_days(days, times, first=declared)


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

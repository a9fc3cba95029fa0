"""The events of a calendar for a role, and on which days each of them is."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from hotspots.access import words as text
from hotspots.errors import AccessError
from hotspots.incoming.checking.calendar import CALLED_OFF, ends_of
from hotspots.incoming.checking.intake import content_of_kind
from hotspots.incoming.publishing import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec


#: The columns that a calendar needs; an old version of a layer may lack some.
COLUMNS: Final = ("id", *content_of_kind("calendar"), "buurt", "wijk")
#: Columns with remarks, or with who wrote them: for roles that may change the calendar.
KEEPER_COLUMNS: Final = ("findings", "decision", "entered_by", "entered_at")


def empty_calendar() -> pa.Table:
    """Return a calendar that nothing was loaded into yet: everything is free, as far as known."""
    return pa.table({name: [] for name in COLUMNS})


def require_calendar(layer: LayerSpec, role: str) -> None:
    """Stop unless a layer is a calendar, and this role may see it finer than buurten.

    An event is announced in public, so its place is no secret; a role that sees only buurten of
    the theme does not get it all the same.

    Raises
    ------
    AccessError
    """
    if layer.kind != "calendar":
        raise AccessError(*words.no_calendar(layer.label))
    if layer.sensitive or layer.privacy.finest not in ("cells", "places"):
        raise AccessError(
            text.NOT_FOR_ROLE.format(layer=layer.label, role=role),
            text.CALENDAR_IN_CELLS,
            text.ASK,
        )


def without_remarks(events: pa.Table) -> pa.Table:
    """Return events with empty columns that only roles which change the calendar may read."""
    for name in KEEPER_COLUMNS:
        if name in events.column_names:
            at = events.column_names.index(name)
            events = events.set_column(
                at, name, pa.nulls(events.num_rows, events.schema.field(name).type)
            )
    return events


#: The first letters of the id of an event that was entered here, and did not come with a file.
ENTERED_PREFIX: Final = "VA-"
#: What ends up to and including this hour of the night belongs to the day that it began on.
NIGHT_UNTIL_HOUR: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class EventSpans:
    """When each event of a calendar is; every array has length n.

    Attributes
    ----------
    begin, end
        Wall time in the Netherlands, datetime64[s]; ``end`` is the first moment after it.
    first_day, last_day
        Days since 1 January 1970, both included.
    counts
        Whether it is an event at all: not if it was turned down, withdrawn or cancelled.
    entered
        Whether it was entered here one by one, and did not come with a calendar.
    """

    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    counts: NDArray[np.bool_]
    entered: NDArray[np.bool_]

    def within(self, first: date, last: date) -> NDArray[np.bool_]:
        """Return which events are on at least one day from ``first`` to ``last``, both included."""
        return self.counts & (self.first_day <= day_number(last)) & (
            self.last_day >= day_number(first)
        )  # fmt: skip

    def days(self, chosen: NDArray[np.bool_]) -> list[tuple[date, date]]:
        """Return the first and the last day of chosen events."""
        pairs = zip(self.first_day[chosen].tolist(), self.last_day[chosen].tolist(), strict=True)
        return [(date_of(first), date_of(last)) for first, last in pairs]


def spans_of(table: pa.Table) -> EventSpans:
    """Return when the events of a published calendar are, in the order of its rows."""
    begin = moments(table, "begin")
    end = ends_of(
        begin, _flags(table, "begin_has_time"), moments(table, "end"), _flags(table, "end_has_time")
    )
    first, last = event_days(begin, end)
    if "status" in table.column_names:
        status = np.array(table["status"].to_pylist(), dtype=object)
        # What was turned down is no event; what has no status yet may still be one.
        counts = ~np.isin(status.astype(str), CALLED_OFF)
    else:
        counts = np.ones(table.num_rows, dtype=np.bool_)
    ids = table["id"].to_pylist() if "id" in table.column_names else [""] * table.num_rows
    entered = np.array([str(one).startswith(ENTERED_PREFIX) for one in ids], dtype=np.bool_)
    return EventSpans(begin, end, first, last, counts, entered)


def event_days(
    begin: NDArray[np.datetime64], end: NDArray[np.datetime64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and last day of each event, as days since 1 January 1970.

    What ends at midnight, or in the night up to 6 o'clock, belongs to the day that it began on: a
    licence until two o'clock is one day.

    Parameters
    ----------
    begin, end : shape (n,)
        Wall time; ``end`` is the first moment after the event.

    Examples
    --------
    An evening until midnight, one that ends at two, two whole days, and New Year's Eve.

    >>> begin = np.array(
    ...     ["2018-05-05T20", "2018-05-05T20", "2018-05-05T00", "2018-12-31T22"], dtype="M8[s]"
    ... )
    >>> end = np.array(
    ...     ["2018-05-06T00", "2018-05-06T02", "2018-05-07T00", "2019-01-01T03"], dtype="M8[s]"
    ... )
    >>> first, last = event_days(begin, end)
    >>> (last - first + 1).tolist()
    [1, 1, 2, 1]
    """
    first = begin.astype("M8[D]").astype(np.int64)
    just_before = end - np.timedelta64(NIGHT_UNTIL_HOUR, "h") - np.timedelta64(1, "s")
    last = just_before.astype("M8[D]").astype(np.int64)
    return first, np.maximum(last, first)


def moments(table: pa.Table, name: str) -> NDArray[np.datetime64]:
    """Return a column of moments; NaT where there is none, or a version has no such column."""
    if name not in table.column_names:
        return np.full(table.num_rows, "NaT", dtype="datetime64[s]")
    return np.array(table[name].to_pylist(), dtype="datetime64[s]")


def _flags(table: pa.Table, name: str) -> NDArray[np.bool_]:
    if name not in table.column_names:
        return np.zeros(table.num_rows, dtype=np.bool_)
    return np.array([bool(value) for value in table[name].to_pylist()], dtype=np.bool_)


def day_number(day: date) -> int:
    """Return a day as days since 1 January 1970."""
    return int(np.datetime64(day, "D").astype(np.int64))


def date_of(day: int) -> date:
    """Return the date of a number of days since 1 January 1970.

    Examples
    --------
    >>> date_of(day_number(date_of(1)))
    datetime.date(1970, 1, 2)
    """
    moment: date = np.datetime64(day, "D").item()
    return moment


@dataclass(frozen=True, slots=True)
class Covered:
    """The days of which calendars say what is on; of all others nothing is known.

    Attributes
    ----------
    first, last
        First day of the month of the first event of a loaded calendar, and last day of the month of
        the last one; None without any.
    loaded
        Years in which there is such an event: of a year between two others without any, nothing
        was loaded.
    complete
        Years of which all events are there, as is declared.
    beyond
        Whether there are events on other days too, that were entered here one by one: those are
        known, and not what else there is.
    """

    first: date | None = None
    last: date | None = None
    loaded: frozenset[int] = frozenset()
    complete: frozenset[int] = frozenset()
    beyond: bool = False

    @property
    def years(self) -> frozenset[int]:
        """Years of which anything is known."""
        return self.loaded | self.complete

    def holds(self, day: date) -> bool:
        """Whether it is known what is on that day."""
        if day.year in self.complete:
            return True
        return (
            self.first is not None
            and self.last is not None
            and self.first <= day <= self.last
            and day.year in self.loaded
        )

    def whole(self, first: date, last: date) -> bool:
        """Whether it is known of every day from ``first`` to ``last``, both included."""
        return all(
            self.holds(max(first, date(year, 1, 1))) and self.holds(min(last, date(year, 12, 31)))
            for year in range(first.year, last.year + 1)
        )


def covered_by(calendars: Iterable[EventSpans], complete: Iterable[int] = ()) -> Covered:
    """Return which days calendars say anything of, those that were turned down as well.

    A request that was entered here says nothing of the other events of its month.

    Parameters
    ----------
    complete
        Years of which all events stand in a calendar, as its layer declares.

    Examples
    --------
    >>> begin = np.array(["2016-03-01T10", "2018-05-05T20", "2021-08-01T10"], dtype="M8[s]")
    >>> end = np.array(["2016-03-01T12", "2018-05-06T02", "2021-08-01T20"], dtype="M8[s]")
    >>> entered = np.array([False, False, True])
    >>> spans = EventSpans(begin, end, *event_days(begin, end), ~entered, entered)
    >>> covered = covered_by([spans])
    >>> covered.first.isoformat(), covered.last.isoformat(), sorted(covered.years), covered.beyond
    ('2016-03-01', '2018-05-31', [2016, 2018], True)

    Of a year that is declared complete all is known, and of what lies between no more than before.

    >>> covered = covered_by([spans], complete=[2021])
    >>> covered.beyond, [covered.holds(date(year, 12, 31)) for year in (2016, 2018, 2021)]
    (False, [True, False, True])
    """
    spans = list(calendars)
    covered = replace(
        _loaded([days for one in spans for days in one.days(~one.entered)]),
        complete=frozenset(complete),
    )
    entered = [days for one in spans for days in one.days(one.entered)]
    return replace(covered, beyond=not all(covered.whole(*days) for days in entered))


def _loaded(events: Sequence[tuple[date, date]]) -> Covered:
    """Return which months and years events of a file make known, by their first and last day."""
    if not events:
        return Covered()
    first = min(begin for begin, _ in events)
    last = max(end for _, end in events)
    years = {year for begin, end in events for year in range(begin.year, end.year + 1)}
    return Covered(
        first.replace(day=1),
        last.replace(day=monthrange(last.year, last.month)[1]),
        frozenset(years),
    )

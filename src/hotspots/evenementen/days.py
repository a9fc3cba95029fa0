"""Event days and sound days of a place in a year: allowed, granted, requested, and left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.calendar import date_of
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen.calendar import GRANTED
from hotspots.exports.sheet import today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.locations import Location, Locations


@dataclass(frozen=True, slots=True)
class DaysOfClass:
    """Days of one class in one year.

    ``allowed`` and ``left`` are None where the list of locations sets no limit. ``requested`` are
    days of requests without a decision; what is left is left after those too.
    """

    risk: str
    allowed: int | None
    granted: int
    requested: int

    @property
    def left(self) -> int | None:
        """Days that are still free, below 0 where there are too many."""
        return None if self.allowed is None else self.allowed - self.granted - self.requested


@dataclass(frozen=True, slots=True)
class DaysUsed:
    """A year of a place, per class light to heavy.

    Where the calendar says nothing of that year ``known`` is False: then no count is one.
    """

    year: int
    events: tuple[DaysOfClass, ...]
    sound: tuple[DaysOfClass, ...]
    known: bool = True


def year_bounds(year: int) -> tuple[int, int]:
    """Return the first and last day of a year, as days since 1 January 1970.

    Examples
    --------
    >>> first, last = year_bounds(2016)
    >>> last - first + 1
    366
    """
    start = np.datetime64(str(year), "Y")
    return int(start.astype("M8[D]").astype(np.int64)), int(
        (start + 1).astype("M8[D]").astype(np.int64)
    ) - 1


def days_used(
    location: Location,
    events: Events,
    risks: Sequence[str],
    *,
    place: int,
    year: int,
    without: str = "",
    known: bool = True,
) -> DaysUsed:
    """Return how the year of a place is filled.

    A day counts once, however many events it has, for the heaviest class of that day; a granted
    event goes before one that was only requested. An event over New Year has days in both years.

    Parameters
    ----------
    risks
        Class of each event.
    place
        Position of the location.
    without
        Id of an event that is left out.
    known
        Whether the calendar says what is on in that year.
    """
    rows = np.flatnonzero((events.place == place) & events.counts & events.other_than(without))
    return DaysUsed(
        year,
        _per_class(events, risks, rows, year, location.days),
        _per_class(events, risks, rows[events.sound[rows]], year, location.sound_days),
        known,
    )


def _per_class(
    events: Events,
    risks: Sequence[str],
    rows: NDArray[np.int64],
    year: int,
    allowed: Mapping[str, int],
) -> tuple[DaysOfClass, ...]:
    heaviest = heaviest_per_day(events, risks, rows, *year_bounds(year))
    counted = dict.fromkeys(
        [(risk, granted) for risk in EVENT_CLASSES for granted in (True, False)], 0
    )
    for risk, granted in heaviest.values():
        counted[risk, granted] += 1
    return tuple(
        DaysOfClass(risk, allowed.get(risk), counted[risk, True], counted[risk, False])
        for risk in EVENT_CLASSES
    )


def heaviest_per_day(
    events: Events, risks: Sequence[str], rows: NDArray[np.int64], first: int, last: int
) -> dict[int, tuple[str, bool]]:
    """Return the heaviest class of each day on which something is, and whether it was granted."""
    heaviest: dict[int, tuple[str, bool]] = {}
    for row in rows.tolist():
        here = (risks[row], events.statuses[row] == GRANTED)
        start, stop = int(events.first_day[row]), int(events.last_day[row])
        for day in range(max(start, first), min(stop, last) + 1):
            heaviest[day] = max(heaviest.get(day, here), here)
    return heaviest


@dataclass(frozen=True, slots=True, eq=False)
class YearBoard:
    """The heaviest class per place and day, 0 for none, then 1 for A and up.

    Attributes
    ----------
    first_day
        Of the year, as days since 1 January 1970.
    events, sound : shape (k, days in the year)
        All events, and those with amplified sound.
    """

    first_day: int
    events: NDArray[np.int8]
    sound: NDArray[np.int8]

    def left(self, locations: Locations, risk: str, *, sound: bool) -> NDArray[np.float64]:
        """Return the days that each place has left for a class; infinite without a limit."""
        board = self.sound if sound else self.events
        used = (board == 1 + EVENT_CLASSES.index(risk)).sum(axis=1)
        limits = [item.sound_days if sound else item.days for item in locations.items]
        allowed = np.array([limit.get(risk, np.inf) for limit in limits], dtype=np.float64)
        left: NDArray[np.float64] = allowed - used
        return left

    def new_days(self, place: int, first: int, last: int, risk: str, *, sound: bool) -> int:
        """Return how many days of this year an event would add to its class at a place.

        A day that already has an event of the same class or a heavier one is no new day.
        """
        board = self.sound if sound else self.events
        low = max(first - self.first_day, 0)
        high = min(last - self.first_day, board.shape[1] - 1)
        if low > high:
            return 0
        return int((board[place, low : high + 1] < 1 + EVENT_CLASSES.index(risk)).sum())


def year_board(
    events: Events,
    risks: Sequence[str],
    locations: Locations,
    year: int,
    *,
    without: NDArray[np.bool_] | None = None,
) -> YearBoard:
    """Return the board of a year.

    Parameters
    ----------
    without
        Shape (n,): events that are left out.
    """
    first, last = year_bounds(year)
    counted = events.during(first, last) & (events.place >= 0)
    if without is not None:
        counted &= ~without
    rows = np.flatnonzero(counted)
    weight = np.array([1 + EVENT_CLASSES.index(risks[row]) for row in rows.tolist()], dtype=np.int8)
    boards = []
    for chosen in (np.ones(len(rows), dtype=np.bool_), events.sound[rows]):
        board = np.zeros((len(locations), last - first + 1), dtype=np.int8)
        here = rows[chosen]
        start = np.maximum(events.first_day[here], first) - first
        length = np.minimum(events.last_day[here], last) - first - start + 1
        row = np.repeat(np.arange(len(here)), length)
        day = start[row] + np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
        np.maximum.at(board, (events.place[here][row], day), weight[chosen][row])
        boards.append(board)
    return YearBoard(first, boards[0], boards[1])


def years_of(calendar: EventCalendar) -> tuple[int, ...]:
    """Return the years from the first that a calendar says anything of to the last, last first.

    Without any it is this year.
    """
    years = _with_events(calendar) | calendar.covered.years or {today().year}
    return tuple(range(max(years), min(years) - 1, -1))


def usual_year(calendar: EventCalendar, now: date | None = None) -> int:
    """Return the year that is meant where none was chosen.

    It is the year of today if the calendar says anything of it. Else it is the nearest year of
    which a calendar was loaded: one request for a later year is no year to begin with. Without a
    calendar it is the nearest year with a request. Of two years as near it is the later.
    """
    this_year = (now or today()).year
    events = _with_events(calendar)
    if this_year in events | calendar.covered.years:
        return this_year
    years = calendar.covered.years or events or {this_year}
    return min(years, key=lambda year: (abs(year - this_year), -year))


def _with_events(calendar: EventCalendar) -> set[int]:
    """Return the years that an event of the calendar is in."""
    events = calendar.events
    spans = zip(events.first_day.tolist(), events.last_day.tolist(), strict=True)
    return {
        year
        for first, last in set(spans)
        for year in range(date_of(first).year, date_of(last).year + 1)
    }

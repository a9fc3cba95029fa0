"""What is in the way of a request, and what in a year's calendar cannot be, or is better not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.access.calendar import date_of
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen import words as text
from hotspots.evenementen.days import year_board, year_bounds
from hotspots.evenementen.locations import capacity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.locations import Locations
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import QuietPeriod, SpecialDays


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Rows of the calendar that are in the way of a request.

    Attributes
    ----------
    at_place
        At the same location while it is built up, in use or cleared away.
    around
        At another place within the catchment, at the same time.
    in_shift
        Of class B or C in the busiest police shift of the request, anywhere in the municipality.
    shift_start
        When that shift begins; NaT where no shift has any.
    """

    at_place: tuple[int, ...]
    around: tuple[int, ...]
    in_shift: tuple[int, ...]
    shift_start: np.datetime64


def overlaps_of(plan: Planned, calendar: EventCalendar) -> Overlaps:
    """Return what else is there.

    Two events overlap if the one begins before the other ends: what ends when the other begins
    does not.
    """
    events = calendar.events
    others = events.counts & events.other_than(plan.request.id)
    here = occupied_meanwhile(plan, events) & (events.place == plan.place)
    meeting = others & (events.begin < plan.end) & (plan.begin < events.end)
    around = meeting & (events.place != plan.place)
    away_m = _away_m(calendar.locations, events, plan.location.shape)
    around &= away_m <= calendar.settings.overlap.catchment_m
    heavy = others & np.array([risk != "A" for risk in calendar.risks], dtype=np.bool_)
    rows, start = _busiest_shift(plan, events, heavy, calendar.settings.overlap.shifts)
    return Overlaps(_rows(here), _rows(around), rows, start)


def occupied_meanwhile(plan: Planned, events: Events) -> NDArray[np.bool_]:
    """Return which other events take their place while a request would take one."""
    others = events.counts & events.other_than(plan.request.id)
    return others & (events.build_up < plan.dismantled) & (plan.build_up < events.dismantled)


def _rows(where: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(where).tolist())


def _busiest_shift(
    plan: Planned, events: Events, heavy: NDArray[np.bool_], shifts: tuple[int, ...]
) -> tuple[tuple[int, ...], np.datetime64]:
    busiest: tuple[tuple[int, ...], np.datetime64] = ((), np.datetime64("NaT", "s"))
    for start, stop in shifts_of(plan.begin, plan.end, shifts):
        rows = _rows(heavy & (events.begin < stop) & (events.end > start))
        if len(rows) > len(busiest[0]):
            busiest = (rows, start)
    return busiest


def shifts_of(
    begin: np.datetime64, end: np.datetime64, hours: tuple[int, ...]
) -> Iterator[tuple[np.datetime64, np.datetime64]]:
    """Yield begin and end of each police shift that an event touches.

    Examples
    --------
    From 22:00 to 23:00 with shifts from 7, 15 and 23: one shift, which ends when the event does.

    >>> begin, end = np.datetime64("2018-05-05T22:00:00"), np.datetime64("2018-05-05T23:00:00")
    >>> [str(start) for start, _ in shifts_of(begin, end, (7, 15, 23))]
    ['2018-05-05T15:00:00']
    """
    first = begin.astype("M8[D]") - np.timedelta64(1, "D")
    last = end.astype("M8[D]") + np.timedelta64(1, "D")
    days = np.arange(first, last + np.timedelta64(1, "D"))
    starts = np.sort(
        (days.astype("M8[s]")[:, None] + np.array(hours, dtype="timedelta64[h]")).ravel()
    )
    for start, stop in pairwise(starts):
        if start < end and begin < stop:
            yield start, stop


def quiet_periods_of(plan: Planned, calendar: EventCalendar) -> tuple[QuietPeriod, ...]:
    """Return the quiet periods of the municipality and of the place that a request falls in.

    One that only keeps sound away does not hold for a request that says it makes none.
    """
    days = range(plan.first_day, plan.last_day + 1)
    return _quiet_periods(calendar, plan.place, days, silent=plan.request.sound is False)


def _quiet_periods(
    calendar: EventCalendar, place: int, days: range, *, silent: bool
) -> tuple[QuietPeriod, ...]:
    own = calendar.locations.items[place].quiet if place >= 0 else ()
    return tuple(
        period
        for period in (*calendar.settings.quiet, *own)
        if not (period.only_sound and silent) and any(in_period(day, period) for day in days)
    )


def too_soon_of(plan: Planned, calendar: EventCalendar) -> tuple[int, ...]:
    """Return the events before and after a request that leave its place too few days of rest.

    What is there at the same time is in its way already, and no matter of rest.
    """
    rest = plan.location.rest_days
    if not rest:
        return ()
    events = calendar.events
    others = events.counts & events.other_than(plan.request.id) & (events.place == plan.place)
    others &= (events.build_up >= plan.dismantled) | (plan.build_up >= events.dismantled)
    others &= events.build_day <= plan.clear_day + rest
    others &= plan.build_day <= events.clear_day + rest
    return _rows(others)


def special_days_of(plan: Planned, calendar: EventCalendar) -> tuple[SpecialDays, ...]:
    """Return the special days that a request falls on, of its kind of place or of every kind."""
    days = range(plan.first_day, plan.last_day + 1)
    return tuple(
        one
        for one in calendar.settings.special
        if (not one.kinds or plan.location.kind in one.kinds)
        and any(in_period(day, one) for day in days)
    )


def in_period(day: int, period: QuietPeriod | SpecialDays) -> bool:
    """Whether a day lies in a period of every year, which may run over New Year.

    Examples
    --------
    >>> from hotspots.evenementen.settings import QuietPeriod
    >>> turn = QuietPeriod((12, 30), (1, 2), "jaarwisseling")
    >>> [in_period(int(np.datetime64(day, "D").astype(int)), turn)
    ...  for day in ("2018-12-29", "2018-12-31", "2019-01-02", "2019-01-03")]
    [False, True, True, False]
    """
    date = date_of(day)
    here = (date.month, date.day)
    if period.first <= period.last:
        return period.first <= here <= period.last
    return here >= period.first or here <= period.last


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that cannot be, or is better not.

    Attributes
    ----------
    kind
        One of `hotspots.evenementen.settings.CONFLICTS`.
    events
        Ids of the events in it, sorted.
    place
        Id of the location, "" where it is about no single one.
    detail
        The class, and whether it is about days with sound ("days"), the begin of the shift
        ("shift") or the quiet period ("quiet").
    excess
        By how many: events, days, or people too many.
    weight
        Of the kind, times the events or days that are too many.
    """

    kind: str
    events: tuple[str, ...]
    place: str
    detail: str
    excess: int
    weight: int


def conflicts_of(calendar: EventCalendar, events: Events, year: int) -> tuple[Conflict, ...]:
    """Return every conflict of a year, the heaviest first.

    Parameters
    ----------
    events
        The calendar to look at: that of the calendar, or one with an event moved.
    """
    first, last = year_bounds(year)
    rows = np.flatnonzero(events.during(first, last))
    conflicts = [
        *_pairs(calendar, events, (first, last)),
        *_too_many_people(calendar, events, rows),
        *_too_many_days(calendar, events, rows, year),
        *_quiet(calendar, events, rows),
        *_too_soon(calendar, events, (first, last)),
        *_shifts(calendar, events, rows),
    ]
    return tuple(sorted(conflicts, key=lambda c: (-c.weight, c.kind, c.events, c.detail)))


def _weight(calendar: EventCalendar, kind: str, times: int = 1) -> int:
    return calendar.settings.plan.weights[kind] * times


def _pairs(calendar: EventCalendar, events: Events, year: tuple[int, int]) -> Iterator[Conflict]:
    """Yield two events at one place, or near each other at the same time.

    Building up and clearing away take a place too, also where the event itself is in another year.
    """
    occupied = events.counts & (events.build_day <= year[1])
    # What is cleared away in the night is there after its last day.
    rows = np.flatnonzero(occupied & (events.clear_day >= year[0] - 1))
    there = events.where(rows)
    place, spots = there.place, _spots(calendar.locations, there)
    for at in range(len(rows)):
        later = slice(at + 1, None)
        shared = (place[later] == place[at]) & (place[at] >= 0)
        near = shapely.distance(spots[later], spots[at]) <= calendar.settings.overlap.catchment_m
        same = shared & _meeting(
            at, (there.build_up, there.dismantled), (there.build_day, there.clear_day), year
        )
        near &= ~shared & _meeting(
            at, (there.begin, there.end), (there.first_day, there.last_day), year
        )
        for kind, hits in (("place", same), ("around", near)):
            for other in (np.flatnonzero(hits) + at + 1).tolist():
                pair = sorted((events.ids[rows[at]], events.ids[rows[other]]))
                where = events.locations[rows[at]] if kind == "place" else ""
                yield Conflict(kind, tuple(pair), where, "", 1, _weight(calendar, kind))


# A plan of a year asks it of the same few places more than a thousand times.
@lru_cache(maxsize=64)
def _away_m(locations: Locations, events: Events, shape: shapely.Geometry) -> NDArray[np.float64]:
    """Return how far each event is from a place, from edge to edge; NaN where nobody knows."""
    away = np.asarray(shapely.distance(_spots(locations, events), shape))
    away.setflags(write=False)
    return away


@lru_cache(maxsize=8)
def _spots(locations: Locations, events: Events) -> NDArray[np.object_]:
    """Return where each event is: its place, a point elsewhere, or None where nobody knows."""
    spots: NDArray[np.object_] = np.full(len(events.place), None, dtype=object)
    for row, at in enumerate(events.place.tolist()):
        if at >= 0:
            spots[row] = locations.items[at].shape
        elif np.isfinite(events.x_rd[row]):
            spots[row] = shapely.Point(events.x_rd[row], events.y_rd[row])
    return spots


def _meeting(
    at: int,
    moments: tuple[NDArray[np.datetime64], NDArray[np.datetime64]],
    days: tuple[NDArray[np.int64], NDArray[np.int64]],
    year: tuple[int, int],
) -> NDArray[np.bool_]:
    """Return which of the events after one are there while it is, on a day of the year.

    Two that meet only in a night that belongs to the day before, meet on the day that the later of
    them begins: every two that meet do so in a year.
    """
    (begin, end), (first, last) = moments, days
    later = slice(at + 1, None)
    start = np.maximum(first[later], first[at])
    stop = np.maximum(start, np.minimum(last[later], last[at]))
    meeting: NDArray[np.bool_] = (begin[later] < end[at]) & (begin[at] < end[later])
    meeting &= (start <= year[1]) & (stop >= year[0])
    return meeting


def _too_many_people(
    calendar: EventCalendar, events: Events, rows: NDArray[np.int64]
) -> Iterator[Conflict]:
    people = [
        capacity_of(item, calendar.settings.capacity).people for item in calendar.locations.items
    ]
    for row in rows.tolist():
        most = people[events.place[row]] if events.place[row] >= 0 else None
        if most is not None and events.visitors[row] > most:
            excess = int(events.visitors[row]) - most
            where = events.locations[row]
            yield Conflict(
                "capacity", (events.ids[row],), where, "", excess, _weight(calendar, "capacity")
            )


def _too_many_days(
    calendar: EventCalendar, events: Events, rows: NDArray[np.int64], year: int
) -> Iterator[Conflict]:
    """Yield the classes of which a place has more days, or more days with sound, than it may."""
    board = year_board(events, calendar.risks, calendar.locations, year)
    for risk, sound in product(EVENT_CLASSES, (False, True)):
        left = board.left(calendar.locations, risk, sound=sound)
        for place in np.flatnonzero(left < 0).tolist():
            excess = int(-left[place])
            ids = sorted(
                events.ids[row]
                for row in rows.tolist()
                if events.place[row] == place
                and calendar.risks[row] == risk
                and (events.sound[row] or not sound)
            )
            where, weight = calendar.locations.items[place].id, _weight(calendar, "days", excess)
            detail = text.WITH_SOUND.format(risk=risk) if sound else risk
            yield Conflict("days", tuple(ids), where, detail, excess, weight)


def _quiet(calendar: EventCalendar, events: Events, rows: NDArray[np.int64]) -> Iterator[Conflict]:
    for row in rows.tolist():
        days = range(int(events.first_day[row]), int(events.last_day[row]) + 1)
        silent = bool(events.sound_known[row] and not events.sound[row])
        for period in _quiet_periods(calendar, int(events.place[row]), days, silent=silent):
            where, weight = events.locations[row], _weight(calendar, "quiet")
            yield Conflict("quiet", (events.ids[row],), where, period.reason, 1, weight)


def _too_soon(calendar: EventCalendar, events: Events, year: tuple[int, int]) -> Iterator[Conflict]:
    """Yield two events after each other with too few days of rest for their place between them."""
    for place, item in enumerate(calendar.locations.items):
        if not item.rest_days:
            continue
        rows = np.flatnonzero(events.counts & (events.place == place)).tolist()
        for one, other in combinations(rows, 2):
            first, then = sorted((one, other), key=lambda row: events.build_up[row])
            apart = events.dismantled[first] <= events.build_up[then]
            soon = events.build_day[then] <= events.clear_day[first] + item.rest_days
            # The rest is missing in the year that the later of them is built up in.
            if apart and soon and year[0] <= events.build_day[then] <= year[1]:
                pair = sorted((events.ids[first], events.ids[then]))
                short = item.rest_days - int(events.build_day[then] - events.clear_day[first] - 1)
                yield Conflict(
                    "rest", tuple(pair), item.id, "", min(short, item.rest_days),
                    _weight(calendar, "rest"),
                )  # fmt: skip


def _shifts(calendar: EventCalendar, events: Events, rows: NDArray[np.int64]) -> Iterator[Conflict]:
    settings = calendar.settings.overlap
    per_shift: dict[str, list[str]] = {}
    for row in rows.tolist():
        if calendar.risks[row] == "A":
            continue
        for shift, _ in shifts_of(events.begin[row], events.end[row], settings.shifts):
            per_shift.setdefault(str(shift), []).append(events.ids[row])
    for start, ids in per_shift.items():
        excess = len(ids) - settings.heavy_per_shift
        if excess > 0:
            weight = _weight(calendar, "shift", excess)
            yield Conflict("shift", tuple(sorted(ids)), "", start, excess, weight)

"""The board of a year: all requests together, what is in conflict, and what a move changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from hotspots.evenementen import words as text
from hotspots.evenementen.days import year_board, year_bounds
from hotspots.evenementen.locations import capacity_of
from hotspots.evenementen.overlaps import in_period, shifts_of
from hotspots.evenementen.pressure import burdens, load_of_others, weight_of
from hotspots.evenementen.request import Request, moved, planned, row_of
from hotspots.evenementen.scoring import read_profile
from hotspots.evenementen.settings import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.calendar import Events
    from hotspots.evenementen.request import Planned


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


def conflicts_of(room: EventRoom, events: Events, year: int) -> tuple[Conflict, ...]:
    """Return every conflict of a year, the heaviest first.

    Parameters
    ----------
    events
        The calendar to look at: that of the room, or one with an event moved.
    """
    first, last = year_bounds(year)
    in_year = events.counts & (events.first_day <= last) & (events.last_day >= first)
    rows = np.flatnonzero(in_year)
    found = [
        *_pairs(room, events, (first, last)),
        *_too_many_people(room, events, rows),
        *_too_many_days(room, events, rows, year),
        *_quiet(room, events, rows),
        *_shifts(room, events, rows),
    ]
    return tuple(sorted(found, key=lambda c: (-c.weight, c.kind, c.events, c.detail)))


def _weight(room: EventRoom, kind: str, times: int = 1) -> int:
    return room.settings.plan.weights[kind] * times


def _pairs(room: EventRoom, events: Events, year: tuple[int, int]) -> Iterator[Conflict]:
    """Yield two events at one place, or near each other at the same time.

    Building up and clearing away take a place too, also where the event itself is in another year.
    """
    taken = events.counts & (events.build_day <= year[1])
    # What is cleared away in the night is there after its last day.
    rows = np.flatnonzero(taken & (events.clear_day >= year[0] - 1))
    there = events.where(rows)
    place, x, y = there.place, there.x_rd, there.y_rd
    for at in range(len(rows)):
        later = slice(at + 1, None)
        shared = (place[later] == place[at]) & (place[at] >= 0)
        near = np.hypot(x[later] - x[at], y[later] - y[at]) <= room.settings.overlap.catchment_m
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
                yield Conflict(kind, tuple(pair), where, "", 1, _weight(room, kind))


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
    room: EventRoom, events: Events, rows: NDArray[np.int64]
) -> Iterator[Conflict]:
    people = [capacity_of(item, room.settings.capacity).people for item in room.locations.items]
    for row in rows.tolist():
        most = people[events.place[row]] if events.place[row] >= 0 else None
        if most is not None and events.visitors[row] > most:
            excess = int(events.visitors[row]) - most
            where = events.locations[row]
            yield Conflict(
                "capacity", (events.ids[row],), where, "", excess, _weight(room, "capacity")
            )


def _too_many_days(
    room: EventRoom, events: Events, rows: NDArray[np.int64], year: int
) -> Iterator[Conflict]:
    """Yield the classes of which a place has more days, or more days with sound, than it may."""
    board = year_board(events, room.risks, room.locations, year)
    for risk, sound in product(CLASSES, (False, True)):
        left = board.left(room.locations, risk, sound=sound)
        for place in np.flatnonzero(left < 0).tolist():
            excess = int(-left[place])
            ids = sorted(
                events.ids[row]
                for row in rows.tolist()
                if events.place[row] == place
                and room.risks[row] == risk
                and (events.sound[row] or not sound)
            )
            where, weight = room.locations.items[place].id, _weight(room, "days", excess)
            detail = text.WITH_SOUND.format(risk=risk) if sound else risk
            yield Conflict("days", tuple(ids), where, detail, excess, weight)


def _quiet(room: EventRoom, events: Events, rows: NDArray[np.int64]) -> Iterator[Conflict]:
    for row in rows.tolist():
        place = int(events.place[row])
        own = room.locations.items[place].quiet if place >= 0 else ()
        silent = events.sound_told[row] and not events.sound[row]
        for period in (*room.settings.quiet, *own):
            days = range(int(events.first_day[row]), int(events.last_day[row]) + 1)
            if period.only_sound and silent:
                continue
            if any(in_period(day, period) for day in days):
                where, weight = events.locations[row], _weight(room, "quiet")
                yield Conflict("quiet", (events.ids[row],), where, period.reason, 1, weight)


def _shifts(room: EventRoom, events: Events, rows: NDArray[np.int64]) -> Iterator[Conflict]:
    settings = room.settings.overlap
    held: dict[str, list[str]] = {}
    for row in rows.tolist():
        if room.risks[row] == "A":
            continue
        for shift, _ in shifts_of(events.begin[row], events.end[row], settings.shifts):
            held.setdefault(str(shift), []).append(events.ids[row])
    for start, ids in held.items():
        excess = len(ids) - settings.heavy_per_shift
        if excess > 0:
            weight = _weight(room, "shift", excess)
            yield Conflict("shift", tuple(sorted(ids)), "", start, excess, weight)


#: What a conflict is about, and the events in it where it is about those alone.
_About: TypeAlias = tuple[tuple[str, str, str, int], tuple[str, ...]]
#: Conflicts that are of a limit, and of no event in particular.
_OF_MANY: Final = ("days", "shift")


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """A request on the board; ``in_time`` says whether it was made before the day in the settings.

    It is None where nobody wrote down when.
    """

    row: int
    id: str
    title: str
    location: str
    status: str
    risk: str
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """All events that begin in a year, by begin, and their conflicts, the heaviest first."""

    year: int
    before: date
    entries: tuple[BoardEntry, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def weight(self) -> int:
        """The weight of all conflicts together."""
        return sum(conflict.weight for conflict in self.conflicts)


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving an event would change; nothing is kept yet.

    Attributes
    ----------
    request
        The event where and when it would be.
    solved, new
        Conflicts that go and that come, the heaviest first.
    changed
        Conflicts that stay and weigh more or less, as they were and as they would be.
    weight_before, weight_after
        Of all conflicts of the year, and of every year that it leaves or goes to.
    burden_before, burden_after
        Residents times pressure over its days; only good for comparing. None where nobody knows for
        how many people it is.
    """

    request: Request
    solved: tuple[Conflict, ...]
    new: tuple[Conflict, ...]
    changed: tuple[tuple[Conflict, Conflict], ...]
    weight_before: int
    weight_after: int
    burden_before: float | None
    burden_after: float | None


def year_plan(room: EventRoom, year: int) -> YearPlan:
    """Return the board of a year."""
    events = room.events
    first, last = year_bounds(year)
    rows = np.flatnonzero((events.first_day >= first) & (events.first_day <= last))
    before = date(year - 1, *room.settings.plan.before)
    entries = tuple(
        BoardEntry(
            row=row,
            id=events.ids[row],
            title=events.titles[row],
            location=events.locations[row],
            status=events.statuses[row],
            risk=room.risks[row],
            in_time=_in_time(events.requested[row], before),
        )
        for row in rows.tolist()
    )
    return YearPlan(year, before, entries, conflicts_of(room, events, year))


def _in_time(requested: np.datetime64, before: date) -> bool | None:
    return None if np.isnat(requested) else bool(requested < np.datetime64(before, "s"))


def request_of(room: EventRoom, event_id: str) -> Request:
    """Return an event of the calendar as a request, to check or move it again.

    One of unknown size is a request for nobody: ask `knows_size` before weighing it.

    Raises
    ------
    SelectionError
        If there is no such event.
    """
    events = room.events
    row = row_of(events, event_id)
    begin, end = events.begin[row], events.end[row]
    build_up, dismantled = events.build_up[row], events.dismantled[row]
    visitors = events.visitors[row]
    return Request(
        location=events.locations[row],
        start=begin.item(),
        end=end.item(),
        visitors=0 if np.isnan(visitors) else int(visitors),
        build_up=None if build_up == begin else build_up.item(),
        dismantled=None if dismantled == end else dismantled.item(),
        soort=events.soorten[row],
        sound=bool(events.sound[row]) if events.sound_told[row] else None,
        profile=read_profile(events.profiles[row]),
        title=events.titles[row],
        id=event_id,
    )


def move(room: EventRoom, year: int, event_id: str, *, days: int = 0, location: str = "") -> Moved:
    """Return what changes on the board of a year if an event goes to another day or place.

    The board of every year that it takes a place in is looked at too, from building up to clearing
    away, before and after.

    Raises
    ------
    SelectionError
        If there is no such event, or no such location.
    """
    old = planned(request_of(room, event_id), room)
    request = moved(old.request, days=days, location=location)
    new = planned(request, room)
    row = row_of(room.events, event_id)
    years = sorted({year, *_years(old), *_years(new)})
    before = _conflicts_of_years(room, room.events, years)
    after = _conflicts_of_years(room, with_event(room.events, row, new), years)
    return Moved(
        request=request,
        solved=tuple(conflict for about, conflict in before.items() if about not in after),
        new=tuple(conflict for about, conflict in after.items() if about not in before),
        changed=tuple(
            (conflict, after[about])
            for about, conflict in before.items()
            if about in after and after[about].weight != conflict.weight
        ),
        weight_before=sum(conflict.weight for conflict in before.values()),
        weight_after=sum(conflict.weight for conflict in after.values()),
        burden_before=_burden(old, room) if knows_size(room.events, row) else None,
        burden_after=_burden(new, room) if knows_size(room.events, row) else None,
    )


def knows_size(events: Events, row: int) -> bool:
    """Whether it is known for how many people an event of the calendar is."""
    return bool(np.isfinite(events.visitors[row]))


def _years(plan: Planned) -> range:
    """Return the years in which an event takes its place."""
    last = plan.dismantled - np.timedelta64(1, "s")
    first_year, last_year = (int(str(moment.astype("M8[Y]"))) for moment in (plan.build_up, last))
    return range(first_year, last_year + 1)


def _conflicts_of_years(
    room: EventRoom, events: Events, years: list[int]
) -> dict[_About, Conflict]:
    """Return the conflicts of some years by what they are about, the heaviest first.

    One over New Year is one. Too many days, and too many events in a shift, stay the same conflict
    when there are more or fewer too many.
    """
    found: dict[_About, Conflict] = {}
    for year in years:
        for one in conflicts_of(room, events, year):
            # The days of another year are other days.
            about = (one.kind, one.place, one.detail, year if one.kind == "days" else 0)
            found[about, () if one.kind in _OF_MANY else one.events] = one
    return dict(sorted(found.items(), key=lambda item: -item[1].weight))


def _burden(plan: Planned, room: EventRoom) -> float:
    others = load_of_others(plan, room, plan.first_day, plan.last_day)
    return float(burdens(room, others, weight_of(plan, room))[plan.place].sum())


def with_event(events: Events, row: int, plan: Planned) -> Events:
    """Return a calendar with one event elsewhere or at another time."""

    def changed(column: NDArray[Any], value: Any) -> NDArray[Any]:  # noqa: ANN401 - of the column
        copy = column.copy()
        copy[row] = value
        return copy

    new: dict[str, object] = {
        "place": plan.place, "x_rd": plan.location.x_rd, "y_rd": plan.location.y_rd,
        "begin": plan.begin, "end": plan.end, "build_up": plan.build_up,
        "dismantled": plan.dismantled, "first_day": plan.first_day, "last_day": plan.last_day,
        "build_day": plan.build_day, "clear_day": plan.clear_day,
    }  # fmt: skip
    arrays = {name: changed(getattr(events, name), value) for name, value in new.items()}
    locations = list(events.locations)
    locations[row] = plan.location.id
    return replace(events, locations=tuple(locations), **arrays)  # type: ignore[arg-type]

"""The board of a year: all requests together, what is in conflict, and what a move changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from hotspots.evenementen.conflicts import Conflict, conflicts_of
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.life import require_not_called_off
from hotspots.evenementen.pressure import burdens, load_of_others, weight_of
from hotspots.evenementen.request import Request, moved, planned, request_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import EventSettings


#: What a conflict is about, and the events in it where it is about those alone.
_About: TypeAlias = tuple[tuple[str, str, str, int], tuple[str, ...]]
#: Conflicts that are of a limit, and of no event in particular.
_OF_MANY: Final = ("days", "shift")


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """A request on the board; ``in_time`` says whether it was made before the day in the settings.

    It is None where that day is not known. ``counts`` is False of what is not held: turned down,
    withdrawn or cancelled.
    """

    row: int
    id: str
    title: str
    location: str
    status: str
    risk: str
    in_time: bool | None
    counts: bool


@dataclass(frozen=True, slots=True)
class YearPlan:
    """All events that begin in a year, by begin, and their conflicts, the heaviest first.

    What is not held stands among the entries, and in no conflict.
    Where the calendar says nothing of that year ``known`` is False: then there are none to count.
    """

    year: int
    before: date
    entries: tuple[BoardEntry, ...]
    conflicts: tuple[Conflict, ...]
    known: bool = True

    @property
    def weight(self) -> int:
        """The weight of all conflicts together."""
        return sum(conflict.weight for conflict in self.conflicts)


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving an event would change; nothing is changed yet.

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
        Residents times pressure over its days; only good for comparing. None where the
        number of visitors is not known.
    """

    request: Request
    solved: tuple[Conflict, ...]
    new: tuple[Conflict, ...]
    changed: tuple[tuple[Conflict, Conflict], ...]
    weight_before: int
    weight_after: int
    burden_before: float | None
    burden_after: float | None


def year_plan(calendar: EventCalendar, year: int) -> YearPlan:
    """Return the board of a year."""
    events = calendar.events
    rows = np.flatnonzero(events.begins_during(*year_bounds(year)))
    entries = tuple(
        BoardEntry(
            row=row,
            id=events.ids[row],
            title=events.titles[row],
            location=events.locations[row],
            status=events.statuses[row],
            risk=calendar.risks[row],
            in_time=is_in_time(events.requested[row], year, calendar.settings),
            counts=bool(events.counts[row]),
        )
        for row in rows.tolist()
    )
    before = day_before(year, calendar.settings)
    known = year in calendar.covered.years
    return YearPlan(year, before, entries, conflicts_of(calendar, events, year), known)


def day_before(year: int, settings: EventSettings) -> date:
    """Return the day before which requests for a year have to come."""
    return date(year - 1, *settings.plan.before)


def is_in_time(requested: np.datetime64, year: int, settings: EventSettings) -> bool | None:
    """Whether a request for a year came in time; None where it is not known when it came."""
    if np.isnat(requested):
        return None
    return bool(requested < np.datetime64(day_before(year, settings), "s"))


def move(
    calendar: EventCalendar, year: int, event_id: str, *, days: int = 0, location: str = ""
) -> Moved:
    """Return what changes on the board of a year if an event goes to another day or place.

    The board of every year that it takes a place in is looked at too, from building up to clearing
    away, before and after.

    Raises
    ------
    SelectionError
        If there is no such event, it is not going to be held, or there is no such location.
    """
    require_not_called_off(calendar.events, event_id)
    old = planned(request_of(calendar, event_id), calendar)
    request = moved(old.request, days=days, location=location)
    new = planned(request, calendar)
    row = calendar.events.row(event_id)
    years = sorted({year, *_years(old), *_years(new)})
    before = _conflicts_of_years(calendar, calendar.events, years)
    after = _conflicts_of_years(calendar, with_event(calendar.events, row, new), years)
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
        burden_before=_burden(old, calendar) if calendar.events.knows_size(row) else None,
        burden_after=_burden(new, calendar) if calendar.events.knows_size(row) else None,
    )


def _years(plan: Planned) -> range:
    """Return the years in which an event takes its place."""
    last = plan.dismantled - np.timedelta64(1, "s")
    first_year, last_year = (int(str(moment.astype("M8[Y]"))) for moment in (plan.build_up, last))
    return range(first_year, last_year + 1)


def _conflicts_of_years(
    calendar: EventCalendar, events: Events, years: list[int]
) -> dict[_About, Conflict]:
    """Return the conflicts of some years by what they are about, the heaviest first.

    One over New Year is one. Too many days, and too many events in a shift, stay the same conflict
    when there are more or fewer too many.
    """
    conflicts: dict[_About, Conflict] = {}
    for year in years:
        for one in conflicts_of(calendar, events, year):
            # The days of another year are other days.
            about = (one.kind, one.place, one.detail, year if one.kind == "days" else 0)
            conflicts[about, () if one.kind in _OF_MANY else one.events] = one
    return dict(sorted(conflicts.items(), key=lambda item: -item[1].weight))


def _burden(plan: Planned, calendar: EventCalendar) -> float:
    others = load_of_others(plan, calendar, plan.first_day, plan.last_day)
    return float(burdens(calendar, others, weight_of(plan, calendar))[plan.place].sum())


def with_event(events: Events, row: int, plan: Planned) -> Events:
    """Return a calendar with one event elsewhere or at another time."""

    def changed(column: NDArray[np.generic], value: float | np.datetime64) -> NDArray[np.generic]:
        copy = column.copy()
        copy[row] = value
        return copy

    new: dict[str, float | np.datetime64] = {
        "place": plan.place, "x_rd": plan.location.x_rd, "y_rd": plan.location.y_rd,
        "begin": plan.begin, "end": plan.end, "build_up": plan.build_up,
        "dismantled": plan.dismantled, "first_day": plan.first_day, "last_day": plan.last_day,
        "build_day": plan.build_day, "clear_day": plan.clear_day,
    }  # fmt: skip
    arrays = {name: changed(getattr(events, name), value) for name, value in new.items()}
    locations = list(events.locations)
    locations[row] = plan.location.id
    return replace(events, locations=tuple(locations), **arrays)  # type: ignore[arg-type]

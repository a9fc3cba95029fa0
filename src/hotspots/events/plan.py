"""The board of a year: all requests together, what is in conflict, and what a move changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from hotspots.events.announcing import row_of
from hotspots.events.change import burdens, load_of_others, weight_of
from hotspots.events.conflicts import Conflict, conflicts_of
from hotspots.events.days import year_bounds
from hotspots.events.request import Request, moved, planned
from hotspots.events.scoring import read_profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.events.calendar import Events
    from hotspots.events.request import Planned
    from hotspots.events.room import EventRoom


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

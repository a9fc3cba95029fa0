"""Which requests of a year can still move, and every place and date where each of them fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.evenementen.alternatives import Judge, apart_m, days_to_move, summed_over
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.findings import facts_of, findings_of
from hotspots.evenementen.life import STEPS
from hotspots.evenementen.plan import is_in_time
from hotspots.evenementen.pressure import burdens, load_of_others, weight_of
from hotspots.evenementen.request import moved, planned, request_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.findings import Finding
    from hotspots.evenementen.request import Planned

#: How many places and dates are checked for each one that is wanted.
_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Option:
    """A place and date for a request.

    Attributes
    ----------
    at
        Position of the request among those that can move.
    risk
        The class that it has there: as decided, or by the scoring table.
    weight
        Its visitors times the weight of that class.
    away_m, away_days
        How far it moves; both 0 as it was requested.
    solves
        Ids of findings that ask for a look at the request, and not here.
    """

    at: int
    plan: Planned
    risk: str
    weight: float
    away_m: float = 0.0
    away_days: int = 0
    other_place: bool = False
    solves: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether it is another place or date than was requested."""
        return self.other_place or self.away_days != 0


@dataclass(frozen=True, slots=True, eq=False)
class Movable:
    """Requests of a year that can still move, and what stands around them.

    Attributes
    ----------
    rows
        Of the requests in the calendar, by begin.
    own
        Each at its own place and date, also where it does not fit there.
    standing
        The calendar without them: nothing in it moves.
    in_the_way
        Per request the findings that keep it from its own place and date, whatever the others do.
    options
        Per request where it fits: as requested first, if it fits there.
    decided, late, undated, unsized, placeless
        How many requests of the year stand where they are: decided about, sent too late, sent on
        an unknown day, of an unknown size, or at a place that is not in the list.
    weighed
        How many places and dates were looked at.
    """

    rows: tuple[int, ...]
    own: tuple[Option, ...]
    standing: EventCalendar
    in_the_way: tuple[tuple[Finding, ...], ...]
    options: tuple[tuple[Option, ...], ...]
    decided: int
    late: int
    undated: int
    unsized: int
    placeless: int
    weighed: int

    @property
    def requested(self) -> tuple[Planned, ...]:
        """Each request as it was sent."""
        return tuple(option.plan for option in self.own)


def movable_of(
    calendar: EventCalendar, year: int, *, every: bool = False, now: date | None = None
) -> Movable:
    """Return the requests of a year that can still move, and where each of them fits.

    A place and date that is not the request's own passes what is offered as an alternative has to
    pass, in the calendar without the requests that can move.

    Parameters
    ----------
    every
        Whether requests that came later, or on an unknown day, can move as well.
    now
        The day that it is: nothing moves to a day that is over.
    """
    rows, left = _rows(calendar, year, every=every)
    others = np.setdiff1d(np.arange(len(calendar.events)), rows)
    standing = calendar.only(others)
    requested = tuple(
        planned(request_of(calendar, calendar.events.ids[row]), calendar) for row in rows
    )
    in_the_way: list[tuple[Finding, ...]] = []
    options: list[tuple[Option, ...]] = []
    own: list[Option] = []
    weighed = 0
    for at, plan in enumerate(requested):
        findings = findings_of(facts_of(plan.request, standing), standing)
        blocking = tuple(one for one in findings if is_in_the_way(one))
        judge = Judge.of(plan, standing, now)
        own.append(_option(at, plan, plan, standing))
        chosen = [] if blocking else [own[-1]]
        for other in _near_first(judge, year):
            weighed += 1
            fit = judge.fit(other)
            if fit is not None:
                chosen.append(_option(at, plan, other, standing, solves=fit.solves))
            if len(chosen) > calendar.settings.plan.options:
                break
        in_the_way.append(blocking)
        options.append(tuple(chosen))
    return Movable(
        tuple(rows),
        tuple(own),
        standing,
        tuple(in_the_way),
        tuple(options),
        **left,
        weighed=weighed,
    )


def is_in_the_way(finding: Finding) -> bool:
    """Whether a finding keeps a request from its place and date.

    What stands there without a licence does so too: two events cannot share a place, and what can
    move is not in the calendar that it was looked for in.
    """
    return finding.verdict == "belemmering" or (finding.id == "place" and bool(finding.events))


def _rows(calendar: EventCalendar, year: int, *, every: bool) -> tuple[list[int], dict[str, int]]:
    """Return the requests of a year that can move, and how many stand for each reason."""
    events = calendar.events
    left = dict.fromkeys(("decided", "late", "undated", "unsized", "placeless"), 0)
    rows = []
    of_year = events.counts & events.begins_during(*year_bounds(year))
    for row in np.flatnonzero(of_year).tolist():
        in_time = is_in_time(events.requested[row], year, calendar.settings)
        if "vergund" not in STEPS.get(events.statuses[row], ()):
            left["decided"] += 1
        elif not every and in_time is None:
            left["undated"] += 1
        elif not every and not in_time:
            left["late"] += 1
        elif not events.knows_size(row):
            left["unsized"] += 1
        elif events.place[row] < 0:
            left["placeless"] += 1
        else:
            rows.append(row)
    return rows, left


def _option(
    at: int,
    own: Planned,
    plan: Planned,
    calendar: EventCalendar,
    *,
    solves: tuple[str, ...] = (),
) -> Option:
    return Option(
        at=at,
        plan=plan,
        risk=plan.risk,
        weight=weight_of(plan, calendar),
        away_m=apart_m(own, plan),
        away_days=plan.first_day - own.first_day,
        solves=solves,
        other_place=plan.place != own.place,
    )


def _near_first(judge: Judge, year: int) -> Iterator[Planned]:
    """Yield other places and dates of a year for a request, a bounded number of them.

    In turn: the next nearest date at its own place, the next lightest place on its own date, and
    the next lightest of all places and dates. Each is yielded once.
    """
    plan, calendar = judge.plan, judge.calendar
    settings = calendar.settings
    first, last = year_bounds(year)
    shifts = [
        shift for shift in days_to_move(calendar)
        if first <= plan.first_day + shift <= last
        and (judge.first_day is None or plan.build_day + shift >= judge.first_day)
    ]  # fmt: skip
    places = [
        at for at, item in enumerate(calendar.locations.items)
        if judge.may_be_at(item)
    ]  # fmt: skip
    burden = _burden(plan, calendar, shifts)
    at_home = sorted((abs(shift), shift, plan.place) for shift in shifts if shift)
    same_day = sorted(
        (burden[at, shifts.index(0)], at) for at in places if at != plan.place and 0 in shifts
    )
    anywhere = sorted(
        (burden[at, column], abs(shift), shift, at)
        for column, shift in enumerate(shifts)
        for at in places
        if shift and at != plan.place
    )
    queues = [
        [(shift, at) for _, shift, at in at_home],
        [(0, at) for _, at in same_day],
        [(shift, at) for _, _, shift, at in anywhere],
    ]
    left = _TRIES * settings.plan.options
    for turn in range(max((len(queue) for queue in queues), default=0)):
        for queue in queues:
            if turn < len(queue) and left:
                left -= 1
                shift, at = queue[turn]
                location = calendar.locations.items[at].id
                yield planned(moved(plan.request, days=shift, location=location), calendar)


def _burden(plan: Planned, calendar: EventCalendar, shifts: list[int]) -> NDArray[np.float32]:
    """Return the burden of a request at every place of the field, on each day it could begin.

    In single precision: processors differ in the last digits of a double, and places that weigh the
    same would be looked at in another order.
    """
    if not shifts:
        return np.zeros((len(calendar.locations), 0), dtype=np.float32)
    low, high = plan.first_day + shifts[0], plan.last_day + shifts[-1]
    others = load_of_others(plan, calendar, low, high)
    over = summed_over(burdens(calendar, others, weight_of(plan, calendar)), plan.days)
    return over[:, [shift - shifts[0] for shift in shifts]].astype(np.float32)

"""The year as a plan: what of its requests fits together, what clashes, and the lightest spread.

A proposal, which changes nothing: a request moves by a change of that request alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hotspots.access.calendar import day_number
from hotspots.evenementen.conflicts import conflicts_of
from hotspots.evenementen.findings import facts_of, findings_of
from hotspots.evenementen.options import is_in_the_way, movable_of
from hotspots.evenementen.plan import day_before, with_event
from hotspots.evenementen.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.findings import Finding
    from hotspots.evenementen.options import Movable, Option
    from hotspots.evenementen.spread import Choice, Weeks
    from hotspots.statistics.choosing import Reached


#: What can become of a request in a plan.
Outcome = Literal["moves", "stays", "none"]
#: Conflicts of the board that a plan may keep, and makes as light as it can.
SOFT: Final = ("quiet", "shift", "around")


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan comes to.

    Attributes
    ----------
    fits
        Requests that have a place and date without anything in the way.
    weight
        Of all conflicts of the board of the year.
    pressure
        Of the busiest week of a buurt, in weighted visitors per day for the mean resident; None
        where no residents are loaded.
    moves, days, km
        Requests that move, and how far all of them together.
    """

    fits: int
    weight: int
    pressure: float | None
    moves: int
    days: int
    km: float


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the plan.

    Attributes
    ----------
    outcome
        With "none" there is no place for it, and it stays as requested.
    location, start
        Where and when it goes; as it was requested where it does not move.
    in_the_way
        What keeps it from its own place and date, whatever the other requests do.
    clashes
        Conflicts that there would be if it stayed as requested, while the others do as proposed.
    heavier
        By which share the busiest week of the residents would then be busier; 0 where it is not.
    solves
        Ids of findings that ask for a look as it was requested, and not where it goes.
    fits_at
        Other places and dates that pass every check by themselves.
    """

    id: str
    title: str
    outcome: Outcome
    from_location: str
    from_start: datetime
    location: str
    start: datetime
    away_days: int
    away_m: float
    visitors: int
    risk: str
    in_the_way: tuple[Finding, ...]
    clashes: tuple[Conflict, ...]
    heavier: float
    solves: tuple[str, ...]
    fits_at: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan for the requests of a year, beside the year as requested and one after another.

    Attributes
    ----------
    every
        Whether requests that came later, or on an unknown day, move as well.
    requested, in_turn, proposed
        What each plan comes to.
    lines
        The requests, what moves first and by begin.
    remaining
        Conflicts of the board that stay in the plan.
    reached
        Per aim of `hotspots.evenementen.spread.AIMS` what it came to, and how sure that is.
    proved
        Whether there is no better plan of these places and dates.
    searched
        Whether the search came with a plan; if not, the one in turn is shown.
    past
        Whether it is about days that are over.
    """

    year: int
    before: date
    every: bool
    requested: Totals
    in_turn: Totals
    proposed: Totals
    lines: tuple[Line, ...]
    remaining: tuple[Conflict, ...]
    reached: tuple[Reached, ...]
    proved: bool
    searched: bool
    past: int
    movable: Movable


def proposal_of(
    calendar: EventCalendar, year: int, *, every: bool = False, now: date | None = None
) -> Proposal:
    """Return a plan for the requests of a year; nothing is changed by it.

    Parameters
    ----------
    every
        Whether requests that came later, or on an unknown day, move as well.
    now
        The day that it is: nothing moves to a day that is over.
    """
    movable = movable_of(calendar, year, every=every, now=now)
    spread = Spread(movable, calendar, year)
    greedy = spread.in_turn()
    lightest, reached = spread.lightest()
    scale = _Scale(calendar, year, movable, spread.weeks)
    proved = all(one.gap == 0 for one in reached)
    if lightest is None or (not proved and scale.key(greedy) < scale.key(lightest)):
        chosen = greedy
    else:
        chosen = lightest
    return Proposal(
        year=year,
        before=day_before(year, calendar.settings),
        every=every,
        requested=scale.as_requested(),
        in_turn=scale.totals(greedy),
        proposed=scale.totals(chosen),
        lines=_lines(scale, chosen),
        remaining=scale.conflicts(chosen),
        reached=reached,
        proved=proved,
        searched=lightest is not None,
        past=0
        if now is None
        else sum(plan.first_day < day_number(now) for plan in movable.requested),
        movable=movable,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Scale:
    """Weighs a choice by what the board and the pressure say of the calendar that comes of it."""

    calendar: EventCalendar
    year: int
    movable: Movable
    weeks: Weeks

    def calendar_of(self, chosen: Choice, own: Sequence[int] = ()) -> EventCalendar:
        """Return the calendar with a choice; of requests in ``own`` as they were requested."""
        events, risks = self.calendar.events, list(self.calendar.risks)
        without = []
        for at, (row, option) in enumerate(zip(self.movable.rows, chosen, strict=True)):
            if at in own:
                continue
            if option is None:
                without.append(row)
            else:
                events, risks[row] = with_event(events, row, option.plan), option.risk
        rows = np.setdiff1d(np.arange(len(events)), without)
        return replace(
            self.calendar, events=events.where(rows), risks=tuple(risks[row] for row in rows)
        )

    def conflicts(self, chosen: Choice, own: Sequence[int] = ()) -> tuple[Conflict, ...]:
        """Return the conflicts of the board with a choice."""
        calendar = self.calendar_of(chosen, own)
        return conflicts_of(calendar, calendar.events, self.year)

    def pressure(self, chosen: Sequence[Option | None]) -> float | None:
        """Return the pressure of a choice; None where no residents are loaded."""
        if not self.weeks.residents.any():
            return None
        return self.weeks.pressure(chosen, self.calendar)

    def totals(self, chosen: Choice) -> Totals:
        """Return what a choice comes to."""
        taken = [option for option in chosen if option is not None]
        return Totals(
            fits=len(taken),
            weight=sum(one.weight for one in self.conflicts(chosen)),
            pressure=self.pressure(chosen),
            moves=sum(option.moves for option in taken),
            days=sum(abs(option.away_days) for option in taken),
            km=sum(option.away_m for option in taken) / 1000,
        )

    def as_requested(self) -> Totals:
        """Return what it comes to if every request has its own place and date."""
        calendar = self.calendar
        fits = 0
        for plan in self.movable.requested:
            findings = findings_of(facts_of(plan.request, calendar), calendar)
            fits += not any(is_in_the_way(one) for one in findings)
        conflicts = conflicts_of(calendar, calendar.events, self.year)
        weight = sum(one.weight for one in conflicts)
        return Totals(fits, weight, self.pressure(self.movable.own), moves=0, days=0, km=0.0)

    def key(self, chosen: Choice) -> tuple[float, ...]:
        """Return what makes a choice better than another: the smaller, the better."""
        totals = self.totals(chosen)
        soft = sum(one.weight for one in self.conflicts(chosen) if one.kind in SOFT)
        return (-totals.fits, soft, totals.pressure or 0.0, totals.moves)


def _lines(scale: _Scale, chosen: Choice) -> tuple[Line, ...]:
    """Return every request: what moves first, then what finds no place, then what stays."""
    remaining = {_about(one) for one in scale.conflicts(chosen)}
    lines = [_line(scale, chosen, at, remaining) for at in range(len(chosen))]
    order = {"moves": 0, "none": 1, "stays": 2}
    return tuple(sorted(lines, key=lambda line: (order[line.outcome], line.from_start, line.id)))


def _about(one: Conflict) -> tuple[object, ...]:
    return (one.kind, one.events, one.place, one.detail, one.excess)


def _line(scale: _Scale, chosen: Choice, at: int, remaining: set[tuple[object, ...]]) -> Line:
    movable, option = scale.movable, chosen[at]
    own = movable.own[at]
    outcome: Outcome = "none" if option is None else "moves" if option.moves else "stays"
    clashes: tuple[Conflict, ...] = ()
    heavier = 0.0
    event = own.plan.request.id
    if outcome != "stays":
        clashes = tuple(
            one
            for one in scale.conflicts(chosen, own=(at,))
            if event in one.events and _about(one) not in remaining
        )
    if outcome == "moves":
        stays = [own if place == at else one for place, one in enumerate(chosen)]
        heavier = _heavier(scale, chosen, stays)
    plan = own.plan if option is None else option.plan
    return Line(
        id=event,
        title=scale.calendar.events.name(movable.rows[at]),
        outcome=outcome,
        from_location=own.plan.location.id,
        from_start=own.plan.request.start,
        location=plan.location.id,
        start=plan.request.start,
        away_days=0 if option is None else option.away_days,
        away_m=0.0 if option is None else option.away_m,
        visitors=own.plan.request.visitors,
        risk=own.risk if option is None else option.risk,
        in_the_way=movable.in_the_way[at],
        clashes=clashes,
        heavier=heavier,
        solves=() if option is None else option.solves,
        fits_at=sum(one.moves for one in movable.options[at]),
    )


def _heavier(scale: _Scale, chosen: Choice, stays: Sequence[Option | None]) -> float:
    """Return by which share the busiest week is then busier."""
    there, here = scale.pressure(chosen), scale.pressure(stays)
    return here / there - 1.0 if here and there and here > there else 0.0

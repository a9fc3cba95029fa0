"""Where and when a request would be lighter for the people around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import day_number
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen.conflicts import occupied_meanwhile, quiet_periods_of
from hotspots.evenementen.days import year_board
from hotspots.evenementen.findings import VERDICTS, facts_of, findings_of
from hotspots.evenementen.pressure import burdens, load_of_others, weight_of
from hotspots.evenementen.request import moved, planned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.days import YearBoard
    from hotspots.evenementen.findings import Facts, Finding
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.request import Planned

_WEEK: Final = 7
#: What a request may get without more ado.
FINE: Final = ("in_orde", "lichter")
#: A place without a limit on its days is as good as one with days left.
_MAY_BE_UNKNOWN: Final = ("days_events", "days_sound")
#: Share of the burden; what saves no more is written as 0 %, and is nothing to move for.
_LEAST_SAVED: Final = 0.005


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place on the date, or another date at the place, where the request would fit.

    ``burden`` is residents times pressure over the days of the event; ``saves`` the share of the
    burden of the request that goes, 0 to 1. ``days_left`` are days left for its class afterwards,
    in the year that has the fewest; None without a limit, and where ``days_known`` is False: of a
    year that the calendar says nothing of.

    Attributes
    ----------
    solves
        Ids of the findings that ask for a look at the request, and not here.
    remains
        Ids of those that ask for a look here as well. There are no others: see `alternatives_of`.
    away_m, away_days
        How far the event moves: metres as the crow flies, and days, later or earlier.
    """

    location: str
    name: str
    start: datetime
    burden: float
    saves: float
    days_left: int | None
    people: int
    solves: tuple[str, ...] = ()
    remains: tuple[str, ...] = ()
    away_m: float = 0.0
    away_days: int = 0
    days_known: bool = True


def alternatives_of(
    plan: Planned, calendar: EventCalendar, *, now: date | None = None
) -> tuple[float, tuple[Alternative, ...], tuple[Alternative, ...]]:
    """Return the burden of a request, the best other places, and the best other dates.

    Only what fits is offered: enough space for the visitors, free at that time, days left for the
    class, no quiet period, and a burden that is more than half a percent less. It passes every
    check that the request gets: nothing stands in its way, and no question gets an answer that is
    worse than, or as unknown as, that of the request is not. None is an answer too.

    Parameters
    ----------
    now
        The day that it is: a request of later is offered no day that is over. One that is over
        itself is compared with the days around it.
    """
    judge = Judge.of(plan, calendar, now)
    around = calendar.settings.alternatives.days_around
    first, last = plan.build_day - around, plan.last_day + around
    others = load_of_others(plan, calendar, first, last)
    # Summed over the days of the event, for each day it could begin.
    days = plan.days
    burden = burdens(calendar, others, 0.0)
    of_others = summed_over(burden, days)
    per_weight = days * np.diagonal(calendar.field.overlap)
    at_place = of_others[plan.place] + weight_of(plan, calendar) * per_weight[plan.place]
    here = float(at_place[plan.first_day - first])
    return (
        here,
        _places(judge, of_others[:, plan.first_day - first], per_weight, here),
        _dates(judge, at_place, first, here),
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """That a request fits at another place or date; see `Alternative` for what it says."""

    days_left: int | None
    days_known: bool
    people: int
    solves: tuple[str, ...]
    remains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """What the request itself gets, to hold another place or date to.

    ``boards`` gives the board of a year without the request itself.
    """

    plan: Planned
    calendar: EventCalendar
    facts: Facts
    verdicts: Mapping[str, str]
    first_day: int | None
    boards: Callable[[int], YearBoard]

    @classmethod
    def of(cls, plan: Planned, calendar: EventCalendar, now: date | None) -> Judge:
        """Return the judge of a request."""
        today = None if now is None else day_number(now)
        over = today is not None and plan.build_day < today
        facts = facts_of(plan.request, calendar)
        verdicts = _worst(findings_of(facts, calendar))
        first_day = None if over else today
        return cls(plan, calendar, facts, verdicts, first_day, _boards(plan, calendar))

    def fit(self, other: Planned) -> Fit | None:
        """Return how the request fits at another place or date; None if it does not.

        There is space for the visitors, no quiet period and a day left for its class, it is not
        over, and no question of the check gets a worse answer than at the place and date of the
        request itself.
        """
        people = other.capacity.people
        if not self.passes(other):
            return None
        if people is None or people < other.request.visitors:
            return None
        if quiet_periods_of(other, self.calendar):
            return None
        left = days_left(other, self.calendar, self.boards)
        if left is not None and left < 0:
            return None
        weighed = self.weighed(other)
        # Of a year that the calendar says nothing of nobody knows how many days are left.
        known = self.calendar.covered.years.issuperset(other.years)
        if weighed is None:
            return None
        return Fit(left if known else None, known, people, *weighed)

    def passes(self, other: Planned) -> bool:
        """Whether a place and date may be there at all: not over, and as much indoors."""
        if self.first_day is not None and other.build_day < self.first_day:
            return False
        return self.may_be_at(other.location)

    def may_be_at(self, location: Location) -> bool:
        """Whether a place is a route as that of the request is, and as much indoors where asked."""
        if bool(self.plan.location.route) != bool(location.route):
            return False
        here = self.plan.location.indoor
        alike = not self.calendar.settings.alternatives.same_indoors or here is None
        return alike or here == location.indoor

    def weighed(self, other: Planned) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Return what another place or date solves and what remains; None if it does not pass."""
        facts = facts_of(other.request, self.calendar)
        verdicts = _worst(findings_of(facts, self.calendar))
        for name, verdict in verdicts.items():
            own = self.verdicts.get(name, "in_orde")
            free = verdict == "onbekend" and name in _MAY_BE_UNKNOWN
            if verdict not in FINE and not free and (verdict != own or own == "belemmering"):
                return None
            if verdict == own == "let_op" and _is_graver(name, facts, self.facts, self.calendar):
                return None
        flagged = [name for name, own in self.verdicts.items() if own in ("belemmering", "let_op")]
        return (
            tuple(name for name in flagged if verdicts.get(name, "in_orde") in FINE),
            tuple(name for name, verdict in verdicts.items() if verdict == "let_op"),
        )


def _is_graver(question: str, other: Facts, own: Facts, calendar: EventCalendar) -> bool:
    """Whether a place or date asks for a look for more than the request itself does.

    That is another special day, a heavier class, more events or works around it, or a narrower zone
    of the same rule.
    """
    if question == "special":
        return not set(other.special).issubset(own.special)
    return _degree(question, other, calendar) > _degree(question, own, calendar)


def _degree(question: str, facts: Facts, calendar: EventCalendar) -> int:
    """Return how much there is of what a question is about; 0 where that is yes or no."""
    if question == "class":
        return EVENT_CLASSES.index(facts.plan.heaviest)
    if question in ("around", "shift"):
        return len(facts.overlaps.around if question == "around" else facts.overlaps.in_shift)
    if question == "roads":
        return 0 if facts.roads is None else len(facts.roads.works)
    for rule, near in zip(calendar.settings.near, facts.near, strict=True):
        if rule.id == question and near.zone in rule.names:
            # The names go from the zone nearest by to the widest.
            return len(rule.names) - rule.names.index(near.zone)
    return 0


def _worst(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the gravest verdict of each question."""
    worst: dict[str, str] = {}
    for finding in findings:
        one = worst.get(finding.id, finding.verdict)
        worst[finding.id] = min(one, finding.verdict, key=VERDICTS.index)
    return worst


def _boards(plan: Planned, calendar: EventCalendar) -> Callable[[int], YearBoard]:
    """Return what gives the board of a year without the request itself; each is made once."""
    others = calendar.events.other_than(plan.request.id)
    return cache(
        partial(year_board, calendar.events, calendar.risks, calendar.locations, without=~others)
    )


def _places(
    judge: Judge, of_others: NDArray[np.float64], per_weight: NDArray[np.float64], here: float
) -> tuple[Alternative, ...]:
    """Return the best other places.

    The same visitors may make a lighter class where there is more calendar, and a heavier one where
    there is less: what the request weighs is looked up per place, of those that could be the best.

    Parameters
    ----------
    of_others : shape (k,)
        Burden of all other events on the days of the request.
    per_weight : shape (k,)
        What one weighted visitor adds to that.
    """
    plan, calendar = judge.plan, judge.calendar
    occupied = {plan.place, *_occupied(plan, calendar)}
    most = calendar.settings.alternatives.most
    lightest = plan.request.visitors * min(calendar.settings.pressure.class_weights.values())
    at_least = (of_others + lightest * per_weight)[: len(calendar.locations)]
    offers: list[Alternative] = []
    for place in np.argsort(at_least, kind="stable").tolist():
        enough = len(offers) == most and at_least[place] >= offers[-1].burden
        if enough or not _saves(at_least[place], here):
            break
        if place in occupied:
            continue
        other = planned(moved(plan.request, location=calendar.locations.items[place].id), calendar)
        burden = float(of_others[place] + weight_of(other, calendar) * per_weight[place])
        if not _saves(burden, here):
            continue
        offer = _offer(other, judge, burden, here)
        if offer is not None:
            offers = sorted([*offers, offer], key=lambda one: one.burden)[:most]
    return tuple(offers)


def _occupied(plan: Planned, calendar: EventCalendar) -> set[int]:
    """Return the places that are occupied while the request would take one."""
    return set(calendar.events.place[occupied_meanwhile(plan, calendar.events)].tolist())


def _dates(
    judge: Judge, burden: NDArray[np.float64], first: int, here: float
) -> tuple[Alternative, ...]:
    plan, calendar = judge.plan, judge.calendar
    shifts = [shift for shift in days_to_move(calendar) if shift]
    shifts.sort(key=lambda shift: (burden[plan.first_day + shift - first], abs(shift)))
    offers: list[Alternative] = []
    for shift in shifts:
        weight = float(burden[plan.first_day + shift - first])
        if len(offers) == calendar.settings.alternatives.most or not _saves(weight, here):
            break
        other = planned(moved(plan.request, days=shift), calendar)
        if plan.place in _occupied(other, calendar):
            continue
        offer = _offer(other, judge, weight, here)
        if offer is not None:
            offers.append(offer)
    return tuple(offers)


def days_to_move(calendar: EventCalendar) -> list[int]:
    """Return by how many days a request may move by the settings, from earlier to later."""
    settings = calendar.settings.alternatives
    around, step = settings.days_around, _WEEK if settings.same_weekday else 1
    return [shift for shift in range(-around, around + 1) if shift % step == 0]


def summed_over(burden: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    """Return the burden summed over some days, from each day on that they could begin."""
    summed = np.concatenate([np.zeros((len(burden), 1)), np.cumsum(burden, axis=1)], axis=1)
    over: NDArray[np.float64] = summed[:, days:] - summed[:, :-days]
    return over


def _saves(burden: float, here: float) -> bool:
    """Whether it is worth a move; they come with the least burden first."""
    return here > 0 and 1.0 - burden / here > _LEAST_SAVED


def _offer(other: Planned, judge: Judge, burden: float, here: float) -> Alternative | None:
    """Return the alternative if the request fits there, else None."""
    fit = judge.fit(other)
    if fit is None:
        return None
    plan = judge.plan
    return Alternative(
        location=other.location.id,
        name=other.location.name,
        start=other.request.start,
        burden=burden,
        saves=1.0 - burden / here,
        days_left=fit.days_left,
        days_known=fit.days_known,
        people=fit.people,
        solves=fit.solves,
        remains=fit.remains,
        away_m=apart_m(plan, other),
        away_days=other.first_day - plan.first_day,
    )


def apart_m(one: Planned, other: Planned) -> float:
    """Return how far two places of a request lie apart, in metres as the crow flies."""
    here, there = one.location, other.location
    return float(np.hypot(there.x_rd - here.x_rd, there.y_rd - here.y_rd))


def days_left(
    plan: Planned, calendar: EventCalendar, boards: Callable[[int], YearBoard]
) -> int | None:
    """Return the days left for its class after a request: the least of its years, and of sound."""
    left = []
    kinds = (False, True) if plan.request.sound else (False,)
    for board, sound in product(map(boards, plan.years), kinds):
        free = board.left(calendar.locations, plan.risk, sound=sound)[plan.place]
        if np.isfinite(free):
            new = board.new_days(plan.place, plan.first_day, plan.last_day, plan.risk, sound=sound)
            left.append(int(free) - new)
    return min(left, default=None)

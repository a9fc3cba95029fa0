"""Everything that can be said about a request: one finding per question, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.words import calendar_reach
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen import finding_words
from hotspots.evenementen.calendar import GRANTED
from hotspots.evenementen.conflicts import (
    overlaps_of,
    quiet_periods_of,
    special_days_of,
    too_soon_of,
)
from hotspots.evenementen.days import DaysUsed, days_used, year_board
from hotspots.evenementen.history import History, history_of
from hotspots.evenementen.nearness import near_of, road_works_of
from hotspots.evenementen.request import planned
from hotspots.evenementen.routes import closures_of, last_is_in, pace_of
from hotspots.evenementen.settings import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.conflicts import Overlaps
    from hotspots.evenementen.days import DaysOfClass
    from hotspots.evenementen.nearness import Near, RoadWorks
    from hotspots.evenementen.request import Planned, Request
    from hotspots.evenementen.routes import Closure
    from hotspots.evenementen.settings import LighterRule, QuietPeriod, SpecialDays


#: From this share above what was expected, the numbers of a request are worth a second look.
_MORE_THAN_EXPECTED = 1.2


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question about a request.

    Attributes
    ----------
    id
        The question: "capacity", "days", "place", "around", "shift", "quiet", "rest", "special",
        "roads", "route", "class", a rule of nearness, "history" or "lighter".
    verdict
        "belemmering" stands in the way, "let_op" asks for a look, "onbekend" could not be looked
        at, "lichter" may be made easier, "in_orde" is fine.
    events
        Ids of the events it is about.
    """

    id: str
    verdict: str
    reason: str
    source: str
    certainty: str
    events: tuple[str, ...] = ()


def findings_of(facts: Facts, calendar: EventCalendar) -> tuple[Finding, ...]:
    """Return everything there is to say about a request, in the order of the questions."""
    return tuple(
        finding
        for part in (
            _capacity,
            _days,
            _overlaps,
            _quiet,
            _rest,
            _special,
            _roads,
            _route,
            _class,
            _near,
            _history,
            _lighter,
        )
        for finding in part(facts, calendar)
    )


def _finding(
    name: str, verdict: str, reason: str, origin: Origin, events: tuple[str, ...] = ()
) -> Finding:
    return Finding(name, verdict, reason, origin.text, origin.certainty, events)


def _capacity(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    plan, settings = facts.plan, calendar.settings.capacity
    people = plan.capacity.people
    origin = settings.exits_origin if plan.capacity.limited_by == "exits" else settings.origin
    if people is None:
        yield _finding("capacity", "onbekend", finding_words.NO_CAPACITY, origin)
        return
    made = (
        finding_words.by_exits(
            plan.capacity.exits_m or 0.0, settings.exit_flow, settings.exit_minutes
        )
        if plan.capacity.limited_by == "exits"
        else finding_words.by_area(plan.capacity.usable_m2 or 0.0, settings.density)
    )
    reason = finding_words.capacity(plan.request.visitors, people, made)
    if plan.location.area_from_shape and plan.capacity.limited_by == "area":
        reason += f" {finding_words.WHOLE_SHAPE}"
    fits = plan.request.visitors <= people
    yield _finding("capacity", "in_orde" if fits else "belemmering", reason, origin)


def _days(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    plan, origin = facts.plan, calendar.settings.days_origin
    if plan.request.sound is None:
        yield _finding("days_sound", "onbekend", finding_words.SOUND_UNKNOWN, origin)
    for used in facts.days:
        for kind in ("events", "sound") if plan.request.sound else ("events",):
            of_class = _of_class(used, kind, plan.risk)
            new = new_days(plan, calendar, used.year, sound=kind == "sound")
            if of_class.allowed is None or of_class.left is None:
                reason = finding_words.no_limit(kind, used.year, plan.risk)
                yield _finding(f"days_{kind}", "onbekend", reason, origin)
                continue
            reason = finding_words.days(
                kind,
                used.year,
                plan.risk,
                allowed=of_class.allowed,
                granted=of_class.granted,
                requested=of_class.requested,
                new=new,
            )
            if not used.known and new <= of_class.left:
                reach = calendar_reach(calendar.covered)
                reason = finding_words.days_unknown(
                    kind,
                    used.year,
                    plan.risk,
                    allowed=of_class.allowed,
                    entered=of_class.granted + of_class.requested,
                    new=new,
                    reach=reach,
                )
                yield _finding(f"days_{kind}", "onbekend", reason, origin)
                continue
            # A year that is too full already is no fault of an event that adds no day to it.
            full = "belemmering" if new else "let_op"
            verdict = "in_orde" if new <= of_class.left else full
            yield _finding(f"days_{kind}", verdict, reason, origin)


def _of_class(used: DaysUsed, kind: str, risk: str) -> DaysOfClass:
    classes: tuple[DaysOfClass, ...] = getattr(used, kind)
    return classes[EVENT_CLASSES.index(risk)]


def new_days(plan: Planned, calendar: EventCalendar, year: int, *, sound: bool) -> int:
    """Return the days that a request adds to its class in a year at its place."""
    events = calendar.events
    others = events.other_than(plan.request.id) & (events.place == plan.place)
    board = year_board(events, calendar.risks, calendar.locations, year, without=~others)
    return board.new_days(plan.place, plan.first_day, plan.last_day, plan.risk, sound=sound)


def _overlaps(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    yield _at_place(facts, calendar)
    yield _around(facts, calendar)
    yield _shift(facts, calendar)


def _not_covered(facts: Facts, calendar: EventCalendar) -> str:
    """Say how far the calendar goes where it does not hold all days; empty where it does."""
    return calendar.not_known(facts.plan.first_day, facts.plan.last_day)


def _ids(calendar: EventCalendar, rows: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(calendar.events.ids[row] for row in rows)


def _at_place(facts: Facts, calendar: EventCalendar) -> Finding:
    overlaps, events = facts.overlaps, calendar.events
    own = Origin(finding_words.OVERLAP_SOURCE, "bron")
    titles = tuple(events.name(row) for row in overlaps.at_place)
    if not titles:
        unknown = _not_covered(facts, calendar)
        if unknown:
            return _finding("place", "onbekend", finding_words.place_unknown(unknown), own)
        return _finding("place", "in_orde", finding_words.PLACE_FREE, own)
    granted = any(events.statuses[row] == GRANTED for row in overlaps.at_place)
    verdict = "belemmering" if granted else "let_op"
    reason = finding_words.at_place(titles, granted=granted)
    return _finding("place", verdict, reason, own, _ids(calendar, overlaps.at_place))


def _around(facts: Facts, calendar: EventCalendar) -> Finding:
    rows, settings = facts.overlaps.around, calendar.settings.overlap
    if not rows:
        unknown = _not_covered(facts, calendar)
        if unknown:
            reason = finding_words.around_unknown(settings.catchment_m, unknown)
            return _finding("around", "onbekend", reason, settings.origin)
        reason = finding_words.nothing_around(settings.catchment_m)
        return _finding("around", "in_orde", reason, settings.origin)
    visitors = calendar.events.visitors[list(rows)]
    reason = finding_words.around(
        len(rows),
        int(np.nansum(visitors)),
        settings.catchment_m,
        facts.plan.request.visitors,
        unknown=int(np.isnan(visitors).sum()),
    )
    return _finding("around", "let_op", reason, settings.origin, _ids(calendar, rows))


def _shift(facts: Facts, calendar: EventCalendar) -> Finding:
    overlaps, settings = facts.overlaps, calendar.settings.overlap
    heavy = len(overlaps.in_shift) + (facts.plan.risk != "A")
    unknown = _not_covered(facts, calendar)
    if unknown and not overlaps.in_shift:
        return _finding("shift", "onbekend", finding_words.shift_unknown(unknown), settings.origin)
    verdict = "let_op" if heavy > settings.heavy_per_shift else "in_orde"
    start = (
        None
        if np.isnat(overlaps.shift_start)
        else datetime.fromisoformat(str(overlaps.shift_start))
    )
    reason = finding_words.shift(heavy, settings.heavy_per_shift, start)
    return _finding("shift", verdict, reason, settings.origin, _ids(calendar, overlaps.in_shift))


def _quiet(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    del calendar
    origin = Origin(finding_words.QUIET_SOURCE, "aanname")
    for period in facts.quiet:
        verdict = "let_op" if period.only_sound else "belemmering"
        yield _finding("quiet", verdict, finding_words.quiet(period), origin)
    if not facts.quiet:
        yield _finding("quiet", "in_orde", finding_words.NOT_QUIET, origin)


def _rest(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    """Yield whether a place gets its days of rest; nothing of one that needs none."""
    rest, rows = facts.plan.location.rest_days, facts.too_soon
    if not rest:
        return
    origin = Origin(finding_words.REST_SOURCE, "bron")
    titles = tuple(calendar.events.name(row) for row in rows)
    unknown = _not_covered(facts, calendar)
    verdict = "belemmering" if rows else "onbekend" if unknown else "in_orde"
    reason = finding_words.rest(rest, titles, unknown)
    yield _finding("rest", verdict, reason, origin, _ids(calendar, rows))


def _special(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    """Yield the special days that a request falls on: busy elsewhere, or out of season here."""
    del calendar
    for days in facts.special:
        yield _finding("special", "let_op", finding_words.special(days), days.origin)
    if not facts.special:
        origin = Origin(finding_words.SPECIAL_SOURCE, "aanname")
        yield _finding("special", "in_orde", finding_words.NOT_SPECIAL, origin)


def _roads(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    """Yield what is known of work on roads; without a list of it a note says so."""
    if facts.roads is None:
        return
    settings, roads = calendar.settings.road_works, facts.roads
    reason = finding_words.road_works(settings.distance_m, roads.works)
    if roads.unclear:
        reason += finding_words.unclear_works(roads.unclear)
    verdict = "let_op" if roads.works else "onbekend" if roads.unclear else "in_orde"
    yield _finding("roads", verdict, reason, settings.origin)


def _route(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    """Yield which streets a route closes; nothing of a place that is none."""
    plan, settings = facts.plan, calendar.settings.route
    if not plan.location.route:
        return
    if facts.closures is None:
        yield _finding("route", "onbekend", finding_words.NO_STREETS, settings.origin)
        return
    last = last_is_in(plan, settings)
    late = last > plan.end
    reason = finding_words.route(facts.closures, last, pace_of(plan, settings), late=bool(late))
    verdict = "let_op" if facts.closures or late else "in_orde"
    yield _finding("route", verdict, reason, settings.origin)


def _class(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    plan, table = facts.plan, calendar.settings.scoring
    # Also where the table alone says that it is heavier than it stands in the calendar.
    verdict = "in_orde" if plan.risk == plan.classified.risk == EVENT_CLASSES[0] else "let_op"
    if plan.heaviest != plan.risk and verdict == "in_orde":
        verdict = "onbekend"
    reason = finding_words.classified(plan.classified, table)
    if plan.request.known_risk:
        reason = f"{finding_words.in_calendar(plan.risk)} {reason}"
    yield _finding("class", verdict, reason, table.origin)


def _near(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    plan = facts.plan
    for rule, near in zip(calendar.settings.near, facts.near, strict=True):
        if rule.when_loaded and near.distance_m is None:
            continue  # a note of the check says so
        crowd = rule.only_outdoor_from
        if crowd and (plan.location.indoor or plan.request.visitors < crowd):
            inside = "in_orde"
        else:
            inside = "let_op"
        if not near.loaded:
            verdict, reason = "onbekend", finding_words.not_loaded(rule.label)
        elif near.distance_m is None:
            verdict, reason = "onbekend", finding_words.none_of_kind(rule.label)
        else:
            verdict = inside if near.zone else "in_orde"
            reason = finding_words.near(
                near.label, near.name, near.distance_m, about=near.approximate
            )
            if near.zone:
                reason += finding_words.in_zone(near.zone)
                reason += (
                    finding_words.vulnerable(crowd, counts=inside == "let_op") if crowd else ""
                )
        yield _finding(rule.id, verdict, reason, rule.origin)


def _history(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    history, origin = facts.history, Origin(finding_words.HISTORY_SOURCE, "bron")
    turnout = history.turnout.median
    if turnout is None:
        yield _finding("history", "onbekend", finding_words.NO_HISTORY, origin)
        return
    expected = round(facts.plan.request.visitors * turnout)
    people = facts.plan.capacity.people
    too_many = people is not None and expected > people
    more = turnout >= _MORE_THAN_EXPECTED or too_many
    reason = finding_words.history(
        turnout,
        history.turnout.compared,
        expected,
        same_event=history.same_event,
        too_many=too_many,
    )
    findings = [
        calendar.events.findings[row] for row in history.rows if calendar.events.findings[row]
    ]
    if findings:
        reason += finding_words.last_finding(findings[0])
    ids = _ids(calendar, history.rows[:5])
    yield _finding("history", "let_op" if more else "in_orde", reason, origin, ids)


def _lighter(facts: Facts, calendar: EventCalendar) -> Iterator[Finding]:
    del calendar
    origin = Origin(finding_words.LIGHTER_SOURCE, "aanname")
    for rule in facts.lighter:
        yield _finding(f"lighter_{rule.id}", "lichter", rule.advice, origin)


#: What a finding can be, the gravest first.
VERDICTS: Final = ("belemmering", "let_op", "onbekend", "lichter", "in_orde")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was looked up for a request, before anything is said about it.

    ``days`` has one entry per year that the event touches; ``too_soon`` are events that leave the
    place too little rest; ``near`` follows the rules; ``roads`` is None where no list is loaded,
    ``closures`` where no streets are.
    """

    plan: Planned
    days: tuple[DaysUsed, ...]
    overlaps: Overlaps
    quiet: tuple[QuietPeriod, ...]
    too_soon: tuple[int, ...]
    special: tuple[SpecialDays, ...]
    roads: RoadWorks | None
    closures: tuple[Closure, ...] | None
    near: tuple[Near, ...]
    history: History
    lighter: tuple[LighterRule, ...]


def facts_of(request: Request, calendar: EventCalendar) -> Facts:
    """Return what there is to know about a request."""
    plan = planned(request, calendar)
    history = history_of(plan, calendar)
    return Facts(
        plan=plan,
        days=tuple(
            days_used(
                plan.location,
                calendar.events,
                calendar.risks,
                place=plan.place,
                year=year,
                without=request.id,
                known=year in calendar.covered.years,
            )
            for year in plan.years
        ),
        overlaps=overlaps_of(plan, calendar),
        quiet=quiet_periods_of(plan, calendar),
        too_soon=too_soon_of(plan, calendar),
        special=special_days_of(plan, calendar),
        roads=road_works_of(plan, calendar),
        closures=closures_of(plan, calendar),
        near=tuple(
            near_of(plan.location, rule, calendar.nearby) for rule in calendar.settings.near
        ),
        history=history,
        lighter=tuple(rule for rule in calendar.settings.lighter if is_light(rule, plan, history)),
    )


def is_light(rule: LighterRule, plan: Planned, history: History) -> bool:
    """Whether a lighter procedure is worth a look: never where the class could be heavier."""
    known = history.same_event and plan.request.profile.get("ervaring", "") != "slecht"
    return (
        EVENT_CLASSES.index(plan.heaviest) <= EVENT_CLASSES.index(rule.most_class)
        and plan.request.visitors <= rule.most_visitors
        and (rule.with_sound or plan.request.sound is False)
        and (known or not rule.only_known)
    )

"""The check of a request: what fits, what is in the way, what it adds, where it is lighter.

Advice, never a decision, and nothing is changed by it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.words import calendar_reach
from hotspots.evenementen import words as text
from hotspots.evenementen.alternatives import Alternative, alternatives_of
from hotspots.evenementen.calendar import GRANTED
from hotspots.evenementen.days import DaysUsed, days_used, year_board
from hotspots.evenementen.nearness import Near, near_of
from hotspots.evenementen.overlaps import (
    History,
    Overlaps,
    RoadWorks,
    history_of,
    overlaps_of,
    quiet_periods_of,
    road_works_of,
)
from hotspots.evenementen.pressure import BuurtPressure, pressure_change
from hotspots.evenementen.request import planned
from hotspots.evenementen.settings import CLASSES, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.days import DaysOfClass
    from hotspots.evenementen.request import Planned, Request
    from hotspots.evenementen.settings import LighterRule, QuietPeriod


#: From this share above what was expected, the numbers of a request are worth a second look.
_MORE_THAN_EXPECTED = 1.2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes
    ----------
    id
        What was asked: "capacity", "days", "place", "around", "shift", "quiet", "roads", "class", a
        rule of nearness, "history" or "lighter".
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

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return asdict(self) | {"events": list(self.events)}


def findings_of(facts: Facts, room: EventRoom) -> tuple[Finding, ...]:
    """Return everything there is to say about a request, in the order of the questions."""
    return tuple(
        finding
        for part in (
            _capacity,
            _days,
            _overlaps,
            _quiet,
            _roads,
            _class,
            _near,
            _history,
            _lighter,
        )
        for finding in part(facts, room)
    )


def _found(
    name: str, verdict: str, reason: str, origin: Origin, events: tuple[str, ...] = ()
) -> Finding:
    return Finding(name, verdict, reason, origin.text, origin.certainty, events)


def _capacity(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    plan, settings = facts.plan, room.settings.capacity
    people = plan.capacity.people
    origin = settings.exits_origin if plan.capacity.limited_by == "exits" else settings.origin
    if people is None:
        yield _found("capacity", "onbekend", text.NO_CAPACITY, origin)
        return
    made = (
        text.by_exits(plan.capacity.exits_m or 0.0, settings.exit_flow, settings.exit_minutes)
        if plan.capacity.limited_by == "exits"
        else text.by_area(plan.capacity.usable_m2 or 0.0, settings.density)
    )
    reason = text.capacity(plan.request.visitors, people, made)
    if plan.location.area_from_shape and plan.capacity.limited_by == "area":
        reason += f" {text.WHOLE_SHAPE}"
    fits = plan.request.visitors <= people
    yield _found("capacity", "in_orde" if fits else "belemmering", reason, origin)


def _days(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    plan, origin = facts.plan, room.settings.days.origin
    if plan.request.sound is None:
        yield _found("days_sound", "onbekend", text.SOUND_UNTOLD, origin)
    for used in facts.days:
        for kind in ("events", "sound") if plan.request.sound else ("events",):
            of_class = _of_class(used, kind, plan.risk)
            new = new_days(plan, room, used.year, sound=kind == "sound")
            if of_class.allowed is None or of_class.left is None:
                reason = text.no_limit(kind, used.year, plan.risk)
                yield _found(f"days_{kind}", "onbekend", reason, origin)
                continue
            reason = text.days(
                kind,
                used.year,
                plan.risk,
                allowed=of_class.allowed,
                granted=of_class.granted,
                asked=of_class.asked,
                new=new,
            )
            if used.year not in room.covered.years and new <= of_class.allowed:
                reach = calendar_reach(room.covered.first, room.covered.last)
                reason = text.days_unknown(
                    kind, used.year, plan.risk, allowed=of_class.allowed, new=new, reach=reach
                )
                yield _found(f"days_{kind}", "onbekend", reason, origin)
                continue
            # A year that is too full already is no fault of an event that adds no day to it.
            full = "belemmering" if new else "let_op"
            verdict = "in_orde" if new <= of_class.left else full
            yield _found(f"days_{kind}", verdict, reason, origin)


def _of_class(used: DaysUsed, kind: str, risk: str) -> DaysOfClass:
    classes: tuple[DaysOfClass, ...] = getattr(used, kind)
    return classes[CLASSES.index(risk)]


def new_days(plan: Planned, room: EventRoom, year: int, *, sound: bool) -> int:
    """Return the days that a request adds to its class in a year at its place."""
    own = np.array([event == plan.request.id for event in room.events.ids], dtype=np.bool_)
    elsewhere = room.events.place != plan.place
    board = year_board(room.events, room.risks, room.locations, year, without=elsewhere | own)
    return board.new_days(plan.place, plan.first_day, plan.last_day, plan.risk, sound=sound)


def _overlaps(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    yield _at_place(facts, room)
    yield _around(facts, room)
    yield _shift(facts, room)


def _not_covered(facts: Facts, room: EventRoom) -> str:
    """Say how far the calendar goes where it does not hold all days; empty where it does."""
    if room.knows(facts.plan.first_day, facts.plan.last_day):
        return ""
    return calendar_reach(room.covered.first, room.covered.last)


def _ids(room: EventRoom, rows: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(room.events.ids[row] for row in rows)


def _at_place(facts: Facts, room: EventRoom) -> Finding:
    overlaps, events = facts.overlaps, room.events
    own = Origin(text.OVERLAP_SOURCE, "bron")
    titles = tuple(events.titles[row] or events.ids[row] for row in overlaps.at_place)
    if not titles:
        unknown = _not_covered(facts, room)
        if unknown:
            return _found("place", "onbekend", text.place_unknown(unknown), own)
        return _found("place", "in_orde", text.PLACE_FREE, own)
    granted = any(events.statuses[row] == GRANTED for row in overlaps.at_place)
    verdict = "belemmering" if granted else "let_op"
    reason = text.at_place(titles, granted=granted)
    return _found("place", verdict, reason, own, _ids(room, overlaps.at_place))


def _around(facts: Facts, room: EventRoom) -> Finding:
    rows, settings = facts.overlaps.around, room.settings.overlap
    if not rows:
        unknown = _not_covered(facts, room)
        if unknown:
            reason = text.around_unknown(settings.catchment_m, unknown)
            return _found("around", "onbekend", reason, settings.origin)
        reason = text.nothing_around(settings.catchment_m)
        return _found("around", "in_orde", reason, settings.origin)
    visitors = room.events.visitors[list(rows)]
    reason = text.around(
        len(rows),
        int(np.nansum(visitors)),
        settings.catchment_m,
        facts.plan.request.visitors,
        unknown=int(np.isnan(visitors).sum()),
    )
    return _found("around", "let_op", reason, settings.origin, _ids(room, rows))


def _shift(facts: Facts, room: EventRoom) -> Finding:
    overlaps, settings = facts.overlaps, room.settings.overlap
    heavy = len(overlaps.in_shift) + (facts.plan.risk != "A")
    unknown = _not_covered(facts, room)
    if unknown and not overlaps.in_shift:
        return _found("shift", "onbekend", text.shift_unknown(unknown), settings.origin)
    verdict = "let_op" if heavy > settings.heavy_per_shift else "in_orde"
    start = (
        None
        if np.isnat(overlaps.shift_start)
        else datetime.fromisoformat(str(overlaps.shift_start))
    )
    reason = text.shift(heavy, settings.heavy_per_shift, start)
    return _found("shift", verdict, reason, settings.origin, _ids(room, overlaps.in_shift))


def _quiet(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    del room
    origin = Origin(text.QUIET_SOURCE, "aanname")
    for period in facts.quiet:
        verdict = "let_op" if period.only_sound else "belemmering"
        yield _found(
            "quiet",
            verdict,
            text.quiet(period.first, period.last, period.reason, only_sound=period.only_sound),
            origin,
        )
    if not facts.quiet:
        yield _found("quiet", "in_orde", text.NOT_QUIET, origin)


def _roads(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    """Yield what is known of work on roads; without a list of it a note says so."""
    if facts.roads is None:
        return
    settings, roads = room.settings.road_works, facts.roads
    told = [
        text.road_work(work.name, work.distance_m, _date(work.first_day), _date(work.last_day))
        for work in roads.found
    ]
    reason = text.road_works(settings.distance_m, told)
    if roads.unclear:
        reason += text.unclear_works(roads.unclear)
    verdict = "let_op" if told else "onbekend" if roads.unclear else "in_orde"
    yield _found("roads", verdict, reason, settings.origin)


def _date(day: int | None) -> date | None:
    moment: date | None = None if day is None else np.datetime64(day, "D").item()
    return moment


def _class(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    found, table = facts.plan.classified, room.settings.scoring
    verdict = {"A": "in_orde", "B": "let_op", "C": "let_op"}[found.risk]
    if found.heaviest != found.risk and verdict == "in_orde":
        verdict = "onbekend"
    labels = [part.label for part in found.made_of if part.answer is None]
    reason = text.classified(
        table.label,
        (found.risk, found.heaviest),
        (found.points, table.class_b, table.class_c),
        [(part.label, part.points) for part in found.made_of],
        labels,
    )
    yield _found("class", verdict, reason, table.origin)


def _near(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    plan = facts.plan
    for rule, near in zip(room.settings.near, facts.near, strict=True):
        crowd = rule.only_outdoor_from
        if crowd and (plan.location.indoor or plan.request.visitors < crowd):
            inside = "in_orde"
        else:
            inside = "let_op"
        if not near.loaded:
            verdict, reason = "onbekend", text.not_loaded(rule.label)
        elif near.distance_m is None:
            verdict, reason = "onbekend", text.none_of_kind(rule.label)
        else:
            verdict = inside if near.zone else "in_orde"
            reason = text.near(near.label, near.name, near.distance_m, about=near.approximate)
            if near.zone:
                reason += text.in_zone(near.zone)
                reason += text.vulnerable(crowd, counts=inside == "let_op") if crowd else ""
        yield _found(rule.id, verdict, reason, rule.origin)


def _history(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    history, origin = facts.history, Origin(text.HISTORY_SOURCE, "bron")
    if history.turnout is None:
        yield _found("history", "onbekend", text.NO_HISTORY, origin)
        return
    expected = round(facts.plan.request.visitors * history.turnout)
    people = facts.plan.capacity.people
    too_many = people is not None and expected > people
    more = history.turnout >= _MORE_THAN_EXPECTED or too_many
    reason = text.history(
        history.turnout,
        history.compared,
        expected,
        same_event=history.same_event,
        too_many=too_many,
    )
    findings = [room.events.findings[row] for row in history.rows if room.events.findings[row]]
    if findings:
        reason += text.last_finding(findings[0])
    ids = tuple(room.events.ids[row] for row in history.rows[:5])
    yield _found("history", "let_op" if more else "in_orde", reason, origin, ids)


def _lighter(facts: Facts, room: EventRoom) -> Iterator[Finding]:
    del room
    origin = Origin(text.LIGHTER_SOURCE, "aanname")
    for rule in facts.lighter:
        yield _found(f"lighter_{rule.id}", "lichter", rule.advice, origin)


#: What a finding can be, the gravest first.
VERDICTS: Final = ("belemmering", "let_op", "onbekend", "lichter", "in_orde")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was looked up for a request, before anything is said about it.

    ``days`` has one entry per year that the event touches; ``near`` follows the rules; ``roads`` is
    None where no list of road works is loaded.
    """

    plan: Planned
    days: tuple[DaysUsed, ...]
    overlaps: Overlaps
    quiet: tuple[QuietPeriod, ...]
    roads: RoadWorks | None
    near: tuple[Near, ...]
    history: History
    lighter: tuple[LighterRule, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to a request.

    Attributes
    ----------
    verdict
        The gravest of the findings.
    findings
        In the order of the questions; each with its reason and source.
    pressure
        Per buurt that the event reaches, before and after, the largest increase first.
    burden
        Residents times pressure over the days of the event; only good for comparing.
    places, dates
        The best other places on the date and the best other dates at the place.
    notes
        What holds for the whole answer: that it is advice, and what of it is an example.
    """

    request: Request
    facts: Facts
    verdict: str
    findings: tuple[Finding, ...]
    pressure: tuple[BuurtPressure, ...]
    burden: float
    places: tuple[Alternative, ...]
    dates: tuple[Alternative, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the object of ``hotspots event check --json``."""
        plan = self.facts.plan
        return {
            "advice": text.ADVICE,
            "verdict": self.verdict,
            "location": plan.location.id,
            "start": self.request.start.isoformat(),
            "end": self.request.end.isoformat(),
            "visitors": self.request.visitors,
            "class": plan.risk,
            "class_at_most": plan.classified.heaviest,
            "points": plan.classified.points,
            "capacity": plan.capacity.people,
            "days": plan.days,
            "findings": [finding.to_dict() for finding in self.findings],
            "scores": [
                {"question": part.question, "answer": part.answer, "points": part.points}
                for part in plan.classified.made_of
            ],
            "pressure": [
                {
                    "buurt": entry.code,
                    "name": entry.name,
                    "before": _rounded(entry.before),
                    "after": _rounded(entry.after),
                }
                for entry in self.pressure
            ],
            "burden": _rounded(self.burden),
            "other_places": [_alternative(entry) for entry in self.places],
            "other_dates": [_alternative(entry) for entry in self.dates],
            "notes": list(self.notes),
        }


def _rounded(value: float) -> float:
    return round(value, 1)


def _alternative(entry: Alternative) -> dict[str, Any]:
    return {
        "location": entry.location,
        "name": entry.name,
        "start": entry.start.isoformat(),
        "saves_pct": round(100 * entry.saves),
        "days_left": entry.days_left,
        "capacity": entry.people,
    }


def check(request: Request, room: EventRoom) -> Check:
    """Return the answer to a request; nothing is changed by it.

    Raises
    ------
    SelectionError
        If the location is not in the list, or the moments or visitors make no event.
    """
    facts = facts_of(request, room)
    burden, places, dates = alternatives_of(facts.plan, room)
    findings = findings_of(facts, room)
    return Check(
        request=request,
        facts=facts,
        verdict=min((finding.verdict for finding in findings), key=VERDICTS.index),
        findings=findings,
        pressure=pressure_change(facts.plan, room),
        burden=burden,
        places=places,
        dates=dates,
        notes=_notes(room, facts),
    )


def facts_of(request: Request, room: EventRoom) -> Facts:
    """Return what there is to know about a request."""
    plan = planned(request, room)
    history = history_of(plan, room)
    return Facts(
        plan=plan,
        days=tuple(
            days_used(
                plan.location,
                room.events,
                room.risks,
                place=plan.place,
                year=year,
                without=request.id,
            )
            for year in plan.years
        ),
        overlaps=overlaps_of(plan, room),
        quiet=quiet_periods_of(plan, room),
        roads=road_works_of(plan, room),
        near=tuple(near_of(plan.location, rule, room.nearby) for rule in room.settings.near),
        history=history,
        lighter=tuple(rule for rule in room.settings.lighter if is_light(rule, plan, history)),
    )


def is_light(rule: LighterRule, plan: Planned, history: History) -> bool:
    """Whether a lighter procedure is worth a look: never where the class could be heavier."""
    known = history.same_event and plan.request.profile.get("ervaring", "") != "slecht"
    return (
        CLASSES.index(plan.classified.heaviest) <= CLASSES.index(rule.most_class)
        and plan.request.visitors <= rule.most_visitors
        and (rule.with_sound or plan.request.sound is False)
        and (known or not rule.only_known)
    )


def _notes(room: EventRoom, facts: Facts) -> tuple[str, ...]:
    notes = [text.ADVICE]
    if room.settings.scoring.example:
        notes.append(text.EXAMPLE_TABLE)
    if room.locations.synthetic:
        notes.append(text.EXAMPLE_PLACES)
    if room.version is not None and room.version.synthetic:
        notes.append(text.SYNTHETIC)
    if room.field.untold:
        notes.append(text.untold(room.field.untold))
    if facts.roads is None:
        notes.append(text.NOT_LOADED)
    return tuple(notes)

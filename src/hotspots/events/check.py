"""The check of a request: what fits, what is in the way, what it adds, where it is lighter.

Advice, never a decision, and nothing is changed by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.events.alternatives import Alternative, alternatives_of
from hotspots.events.change import BuurtPressure, pressure_change
from hotspots.events.days import DaysUsed, days_used
from hotspots.events.findings import Finding, findings_of
from hotspots.events.history import History, history_of
from hotspots.events.nearness import Near, near_of
from hotspots.events.overlaps import Overlaps, overlaps_of, quiet_periods_of
from hotspots.events.request import planned
from hotspots.events.road_works import RoadWorks, road_works_of
from hotspots.events.settings import CLASSES
from hotspots.text import events_check as text

if TYPE_CHECKING:
    from hotspots.events.request import Planned, Request
    from hotspots.events.room import EventRoom
    from hotspots.events.settings import LighterRule, QuietPeriod

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

"""The check of a request: what fits, what is in the way, what it adds, where it is lighter.

Advice, never a decision, and nothing is changed by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen import words as text
from hotspots.evenementen.alternatives import Alternative, alternatives_of
from hotspots.evenementen.days import days_used
from hotspots.evenementen.findings import VERDICTS, Facts, Finding, findings_of
from hotspots.evenementen.history import History, history_of
from hotspots.evenementen.nearness import near_of
from hotspots.evenementen.overlaps import overlaps_of, quiet_periods_of
from hotspots.evenementen.pressure import BuurtPressure, pressure_change
from hotspots.evenementen.request import planned
from hotspots.evenementen.road_works import road_works_of

if TYPE_CHECKING:
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.request import Planned, Request
    from hotspots.evenementen.settings import LighterRule


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


def check(request: Request, calendar: EventCalendar) -> Check:
    """Return the answer to a request; nothing is changed by it.

    Raises
    ------
    SelectionError
        If the location is not in the list, or the moments or visitors make no event.
    """
    facts = facts_of(request, calendar)
    burden, places, dates = alternatives_of(facts.plan, calendar)
    findings = findings_of(facts, calendar)
    return Check(
        request=request,
        facts=facts,
        verdict=min((finding.verdict for finding in findings), key=VERDICTS.index),
        findings=findings,
        pressure=pressure_change(facts.plan, calendar),
        burden=burden,
        places=places,
        dates=dates,
        notes=_notes(calendar, facts),
    )


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
            )
            for year in plan.years
        ),
        overlaps=overlaps_of(plan, calendar),
        quiet=quiet_periods_of(plan, calendar),
        roads=road_works_of(plan, calendar),
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
        EVENT_CLASSES.index(plan.classified.heaviest) <= EVENT_CLASSES.index(rule.most_class)
        and plan.request.visitors <= rule.most_visitors
        and (rule.with_sound or plan.request.sound is False)
        and (known or not rule.only_known)
    )


def _notes(calendar: EventCalendar, facts: Facts) -> tuple[str, ...]:
    notes = [text.ADVICE]
    if calendar.settings.scoring.example:
        notes.append(text.EXAMPLE_TABLE)
    if calendar.locations.synthetic:
        notes.append(text.EXAMPLE_PLACES)
    if calendar.synthetic:
        notes.append(text.SYNTHETIC)
    if calendar.field.unknown_size:
        notes.append(text.unknown_size(calendar.field.unknown_size))
    if facts.roads is None:
        notes.append(text.NOT_LOADED)
    return tuple(notes)

"""The answer to a request: its findings, whom it burdens, and where or when it would be lighter.

Advice, never a decision, and nothing is changed by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.access.calendar import day_number
from hotspots.evenementen import words as text
from hotspots.evenementen.alternatives import Alternative, alternatives_of
from hotspots.evenementen.findings import VERDICTS, Facts, Finding, facts_of, findings_of
from hotspots.evenementen.pressure import BuurtPressure, pressure_change
from hotspots.evenementen.request import with_own_id

if TYPE_CHECKING:
    from datetime import date

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.request import Request


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


def check(request: Request, calendar: EventCalendar, *, now: date | None = None) -> Check:
    """Return the answer to a request; nothing is changed by it.

    Parameters
    ----------
    now
        The day that it is: no other date is offered before it. Without it every date is.

    Raises
    ------
    SelectionError
        If the location is not in the list, or the moments or visitors make no event.
    """
    request = with_own_id(request, calendar.events)
    facts = facts_of(request, calendar)
    findings = findings_of(facts, calendar)
    burden, places, dates = alternatives_of(facts.plan, calendar, now=now)
    return Check(
        request=request,
        facts=facts,
        verdict=min((finding.verdict for finding in findings), key=VERDICTS.index),
        findings=findings,
        pressure=pressure_change(facts.plan, calendar),
        burden=burden,
        places=places,
        dates=dates,
        notes=_notes(calendar, facts, now),
    )


def example_notes(calendar: EventCalendar) -> list[str]:
    """Return what of a calendar is an example: its table of points, its places, its events."""
    examples = (
        (calendar.settings.scoring.example, text.EXAMPLE_TABLE),
        (calendar.locations.synthetic, text.EXAMPLE_PLACES),
        (calendar.synthetic, text.SYNTHETIC),
    )
    return [note for example, note in examples if example]


def _notes(calendar: EventCalendar, facts: Facts, now: date | None) -> tuple[str, ...]:
    notes = [text.ADVICE, *example_notes(calendar)]
    if calendar.field.unknown_size:
        notes.append(text.unknown_size(calendar.field.unknown_size))
    if facts.plan.location.route or facts.plan.location.area is not None:
        notes.append(text.FROM_MIDDLE)
    if facts.roads is None:
        notes.append(text.NOT_LOADED)
    notes += [
        text.not_loaded(rule.label)
        for rule, near in zip(calendar.settings.near, facts.near, strict=True)
        if rule.when_loaded and near.distance_m is None
    ]
    if now is not None and facts.plan.first_day < day_number(now):
        notes.append(text.IN_THE_PAST)
    return tuple(notes)

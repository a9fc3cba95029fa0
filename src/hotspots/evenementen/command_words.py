"""What the commands about events print and refuse: answers laid out as lines of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.dutch import moment, number
from hotspots.evenementen import life_words, profile_words, proposal_words
from hotspots.evenementen import page_words as page
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.calendar import GRANTED
from hotspots.evenementen.life_words import version_or_trial
from hotspots.evenementen.proposal_sheet import (
    compared_rows,
    line_rows,
    notes_of,
)
from hotspots.evenementen.tables import (
    alternative_rows,
    capacity_rows,
    changed_rows,
    closure_rows,
    conflict_rows,
    days_in_words,
    days_rows,
    event_rows,
    finding_rows,
    near_rows,
    pressure_rows,
    ring_rows,
    step_rows,
)
from hotspots.evenementen.words import ADVICE, counted
from hotspots.exports.terminal_table import frame_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from hotspots.access.event_steps import EventStep
    from hotspots.errors import Parts
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.history import Turnout
    from hotspots.evenementen.plan import Moved, YearPlan
    from hotspots.evenementen.profile import LocationProfile
    from hotspots.evenementen.proposal import Proposal


NO_FILE: Final = "'{path}' kan niet worden weggeschreven."
UNKNOWN_SOORT: Final = "'soort' is '{value}'; verwacht: {known}."
UNKNOWN_QUESTION: Final = "'profile' heeft '{value}'; de puntentabel vraagt: {known}."
UNKNOWN_ANSWER: Final = "'{question}' is '{value}'; de puntentabel kent: {known}."
YEAR_WRONG: Final = "Van dit jaar is er geen kalender."
YEAR_REPAIR: Final = "Kies een jaar van vier cijfers, zoals 2018."
NOWHERE_TO: Final[Parts] = (
    "Er staat niet bij waar of wanneer het evenement heen gaat.",
    "Verwacht: --start DAG, --location LOCATIE, of allebei.",
    "Bijvoorbeeld: hotspots event move EV-12 --start 2018-06-09",
)
NO_VISITORS: Final[Parts] = (
    "Er staat niet bij hoeveel bezoekers er waren.",
    "Verwacht: --visitors N bij een evenement.",
    "Zonder evenement geeft de opdracht een lijst van wat voorbij is.",
)
#: How many of the buurten that a request reaches are printed.
_MOST_BUURTEN: Final = 5
#: Beside what a page shows: an event is moved or looked back on by its id.
ID: Final = "Id"
#: Of events that are over, in the order of a line.
_PAST_COLUMNS: Final = {
    "id": ID,
    **{
        name: page.EVENTS_COLUMNS[name]
        for name in ("start", "event", "location", "visitors", "actual", "findings")
    },
}
OTHER_JSON: Final = "JSON, maar geen object"
NOT_SAVED: Final = "Er is niets veranderd. Met --keep wordt de verplaatsing bewaard."
SAVED: Final = "Bewaard in versie {version} van de kalender."


def added(event: str, version: str | None) -> str:
    """Say that an event was added."""
    return f"Opgenomen als vooraankondiging {event} ({version_or_trial(version)})."


def recorded(event: str, visitors: int, version: str | None) -> str:
    """Say that it was written down how many came."""
    return (
        f"Bij {event} zijn {number(visitors)} bezoekers vastgelegd ({version_or_trial(version)})."
    )


ONE_OR_MANY: Final[Parts] = (
    "Er staat een aanvraag bij, en ook welke aanvragen.",
    "Verwacht: een id, of --year en --status voor een lijst.",
    "Laat een van beide weg.",
)
#: What is typed to decide about a request stands first.
_REQUEST_COLUMNS: Final = {
    name: life_words.COLUMNS[name]
    for name in ("id", "start", "event", "location", "status", "visitors", "requested", "decision")
}


def request_lines(listed: pd.DataFrame, counts: Mapping[str, int], year: int) -> Iterator[str]:
    """Yield the requests of a year, each with its id."""
    yield life_words.stand(counts, year)
    if not len(listed):
        if counts:
            yield life_words.NOTHING_HERE
        return
    listed = listed.assign(start=listed["start"].dt.date, requested=listed["requested"].dt.date)
    labels = {name: label for name, label in _REQUEST_COLUMNS.items() if name in listed}
    yield from frame_lines(listed, labels)


def request_and_steps(
    calendar: EventCalendar, row: int, steps: Sequence[EventStep] | None
) -> Iterator[str]:
    """Yield how far a request is, and who did what to it and when."""
    events = calendar.events
    (place,) = calendar.places_of([row])
    yield page.event_label(events.name(row), events.begin[row].item(), place)
    yield life_words.about(events.statuses[row], events.decisions[row])
    if steps:
        yield from frame_lines(step_rows(steps), life_words.STEP_COLUMNS)
    else:
        yield life_words.STEPS_HIDDEN if steps is None else life_words.NO_STEPS


def written(count: int, name: str) -> str:
    """Say that a calendar was written."""
    return f"{counted(count)} geschreven naar {name}."


def no_json(name: str, problem: str) -> Parts:
    """Say that a request cannot be read."""
    return (
        f"{name} is geen leesbare aanvraag.",
        f"Gevonden: {problem[:200]}. Verwacht: een JSON-object.",
        "Herstel het bestand, of geef --location, --start, --end en --visitors.",
    )


def check_lines(check: Check) -> Iterator[str]:
    """Yield the findings of a check, each with its source, and where or when it is lighter."""
    yield page.request_line(check)
    findings = finding_rows(check)
    about = zip(findings["reason"], findings["certainty"], findings["source"], strict=True)
    findings["reason"] = [f"{reason}\n({kind}: {source})" for reason, kind, source in about]
    shown = ("verdict", "topic", "reason")
    yield from frame_lines(findings, {name: page.COLUMNS[name] for name in shown})
    if check.facts.closures:
        yield f"{page.CLOSURES}:"
        yield from frame_lines(closure_rows(check.facts.closures), page.CLOSURE_COLUMNS)
    if check.pressure:
        yield f"{page.PRESSURE}:"
        yield from frame_lines(pressure_rows(check.pressure[:_MOST_BUURTEN]), page.COLUMNS)
    for offers, some, none in (
        (check.places, page.PLACES, page.NO_LIGHTER_PLACES),
        (check.dates, page.DATES, page.NO_LIGHTER_DATES),
    ):
        yield f"{some}:" if offers else none
        yield from frame_lines(alternative_rows(offers), page.COLUMNS, numbers=("days_left",))
    yield from check.notes


def profile_lines(profile: LocationProfile, calendar: EventCalendar) -> Iterator[str]:
    """Yield a location and its year; what is not known is said."""
    capacity = profile.capacity
    yield f"{profile_words.PROFILE}: {profile.name} ({profile.year})"
    yield profile_words.capacity_line(capacity)
    yield from frame_lines(capacity_rows(capacity, calendar.settings.capacity), page.COLUMNS)
    yield f"{profile_words.PLACE_DAYS.format(year=profile.year)}:"
    days = days_in_words(days_rows(profile.used)).drop(columns="year")
    yield from frame_lines(days, page.COLUMNS, numbers=("allowed", "granted", "asked", "left"))
    yield profile_words.strip(profile)
    yield f"{profile_words.RINGS}:"
    rings = ring_rows(profile)
    if rings.empty:
        yield profile_words.NO_RESIDENTS
    yield from frame_lines(rings, profile_words.RING_COLUMNS, {"event_days": 1})
    yield f"{profile_words.NEAR}:"
    yield from frame_lines(near_rows(profile), profile_words.NEAR_COLUMNS)
    yield f"{profile_words.INCIDENTS}:"
    yield from map(profile_words.incidents, profile.incidents)
    if not profile.incidents:
        yield profile_words.NO_INCIDENTS
    yield ADVICE


def plan_lines(plan: YearPlan, calendar: EventCalendar) -> Iterator[str]:
    """Yield how full a year is and what is in conflict, the heaviest first."""
    yield plan_text.board(plan)
    yield plan_text.conflicts(plan)
    yield from _conflicts(plan.conflicts, calendar)
    yield ADVICE


def _conflicts(conflicts: Sequence[Conflict], calendar: EventCalendar) -> Iterator[str]:
    rows = conflict_rows(calendar, conflicts, most=len(calendar.events), with_id=True)
    yield from frame_lines(rows, plan_text.CONFLICT_COLUMNS)


def move_lines(moved: Moved, calendar: EventCalendar, version: str | None) -> Iterator[str]:
    """Yield what changes if an event moves, and in which version of the calendar it did."""
    request, places = moved.request, calendar.locations.names
    place = places.get(request.location, request.location)
    yield f"{calendar.events.names[request.id]}: {place}, {moment(request.start)}"
    yield plan_text.moved(moved)
    for title, conflicts in (
        (plan_text.SOLVED_TABLE, moved.solved),
        (plan_text.NEW_TABLE, moved.new),
    ):
        yield f"{title}: {number(len(conflicts))}"
        yield from _conflicts(conflicts, calendar)
    yield f"{plan_text.CHANGED_TABLE}: {number(len(moved.changed))}"
    yield from frame_lines(changed_rows(calendar, moved.changed), plan_text.CHANGED_COLUMNS)
    yield NOT_SAVED if version is None else SAVED.format(version=version)
    if calendar.events.statuses[calendar.events.row(request.id)] == GRANTED:
        yield life_words.BACK_TO_REQUEST if version is None else life_words.LICENCE_LAPSES


def past_lines(calendar: EventCalendar, rows: Sequence[int], turnout: Turnout) -> Iterator[str]:
    """Yield events that are over, each with what was expected and what came."""
    yield plan_text.filled(turnout)
    chosen = np.asarray(rows, dtype=np.int64)
    listed = event_rows(calendar, chosen, afterwards=True, remarks=True)
    listed["id"] = [calendar.events.ids[row] for row in rows]
    # Of some events only the day is known.
    listed["start"] = listed["start"].dt.date
    yield from frame_lines(listed, _PAST_COLUMNS)


def proposal_lines(proposal: Proposal, calendar: EventCalendar) -> Iterator[str]:
    """Yield the year as a plan: what fits, what moves and why, and what is not proved."""
    yield proposal_words.headline(proposal)
    if proposal.lines:
        yield f"{proposal_words.COMPARED}:"
        yield from frame_lines(compared_rows(proposal), proposal_words.COMPARED_COLUMNS)
        yield proposal_words.COMPARED_NOTE
        for title, outcome in (
            (proposal_words.MOVES, "moves"),
            (proposal_words.NONE_FIT, "none"),
            (proposal_words.STAYS, "stays"),
        ):
            rows = line_rows(proposal, calendar, (outcome,))
            yield f"{title}: {number(len(rows))}"
            shown = ("id", "event", "from", "to", "why")[: 3 if outcome == "stays" else 5]
            labels = proposal_words.FILE_COLUMNS
            yield from frame_lines(rows, {name: labels[name] for name in shown})
    yield from notes_of(proposal, calendar)

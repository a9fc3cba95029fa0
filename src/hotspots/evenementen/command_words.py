"""What the commands about events print."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, number
from hotspots.evenementen import page_words as page
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import profile_words
from hotspots.evenementen.words import ADVICE, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from hotspots.errors import Parts
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.days import DaysOfClass
    from hotspots.evenementen.history import Turnout
    from hotspots.evenementen.plan import Moved, YearPlan
    from hotspots.evenementen.profile import LocationProfile


EVENT: Final = "toets een evenement, ken een locatie, plan het jaar of kijk terug"
CHECK: Final = "toets een aanvraag; er verandert niets"
ADD: Final = "neem een aanvraag op als vooraankondiging, als nieuwe versie van de kalender"
EXPORT: Final = "schrijf de kalender als iCalendar (.ics)"
PLACE_PROFILE: Final = "alles over een locatie, op het scherm of als A4 (.pdf)"
PLAN: Final = "het bord van een jaar: aanvragen en conflicten, de zwaarste eerst"
MOVE: Final = "laat zien wat er verandert als een evenement verhuist; bewaar met --keep"
AFTERWARDS: Final = "leg vast hoeveel bezoekers er waren, of geef een lijst van wat voorbij is"
YEAR: Final = "jaar; anders het laatste jaar van de kalender"
EVENT_ID: Final = "id van een evenement uit de kalender"
NEW_DAY: Final = "nieuwe begindag"
NEW_PLACE: Final = "id van de nieuwe locatie"
KEEP: Final = "bewaar als nieuwe versie van de kalender, met wie en wanneer"
CAME: Final = "bezoekers op het drukste moment, werkelijk"
FINDINGS: Final = "wat opviel; zet er geen namen van mensen in"
OUT_PROFILE: Final = "bestand: .pdf"
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
FILE: Final = "JSON met location, start, end, visitors en verder soort, sound, profile, title"
LOCATION: Final = "id of naam van de locatie"
START: Final = "begin, zoals 2018-05-05T20:00"
END: Final = "einde, zoals 2018-05-06T01:00"
VISITORS: Final = "bezoekers op het drukste moment"
SOORT: Final = "soort evenement"
SOUND: Final = "met versterkt geluid"
NO_SOUND: Final = "zonder versterkt geluid"
TITLE: Final = "titel"
PROFILE: Final = "antwoord op een vraag van de puntentabel, zoals alcohol=geen"
OUT: Final = "bestand om te schrijven (.ics)"
FROM: Final = "vanaf deze dag"
TO: Final = "tot en met deze dag"

ELSEWHERE: Final = "Lichter op een andere locatie:"
NO_OTHER_PLACE: Final = "Geen andere locatie past op die datum en is lichter."
OTHER_DAYS: Final = "Lichter op een andere datum:"
NO_OTHER_DATE: Final = "Geen andere datum in de buurt past op deze locatie en is lichter."
#: How many of the buurten that a request reaches are printed.
_MOST_BUURTEN: Final = 5
_VERDICTS: Final = {
    "belemmering": "BELEMMERING",
    "let_op": "LET OP",
    "onbekend": "ONBEKEND",
    "lichter": "KAN LICHTER",
    "in_orde": "IN ORDE",
}


def added(event: str, version: str | None) -> str:
    """Say that an event was added."""
    where = f"versie {version}" if version else "proef; er is niets veranderd"
    return f"Opgenomen als vooraankondiging {event} ({where})."


def looked_back(event: str, visitors: int, version: str | None) -> str:
    """Say that it was written down how many came."""
    where = f"versie {version}" if version else "proef; er is niets veranderd"
    return f"Bij {event} zijn {number(visitors)} bezoekers vastgelegd ({where})."


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


NOT_SAVED: Final = "Er is niets veranderd. Met --keep wordt de verplaatsing bewaard."
SAVED: Final = "Bewaard in versie {version} van de kalender."


def check_lines(check: Check) -> Iterator[str]:
    """Yield the findings of a check, each with its source, and where or when it is lighter."""
    request = check.request
    place = check.facts.plan.location.name
    yield f"{place}, {_moment(request.start)} tot {_moment(request.end)}"
    for finding in check.findings:
        certainty = page.CERTAINTY[finding.certainty]
        yield f"  {_VERDICTS[finding.verdict]:<12} {finding.reason}"
        yield f"  {'':<12} ({certainty}: {finding.source})"
    for entry in check.pressure[:_MOST_BUURTEN]:
        before, after = number(entry.before), number(entry.after)
        yield f"  druk in {entry.name}: van {before} naar {after} gewogen bezoekers"
    for offers, some, none in (
        (check.places, ELSEWHERE, NO_OTHER_PLACE),
        (check.dates, OTHER_DAYS, NO_OTHER_DATE),
    ):
        yield some if offers else none
        for offer in offers:
            saves = number(100 * offer.saves)
            yield f"  {offer.name}, {day(offer.start)}: {saves} % minder druk op bewoners"
    yield from check.notes


def profile_lines(profile: LocationProfile) -> Iterator[str]:
    """Yield a location and its year; what is not known is said."""
    capacity = profile.capacity
    yield f"{profile_words.PROFILE}: {profile.name} ({profile.year})"
    yield profile_words.capacity_line(capacity)
    for per_m2, people in capacity.by_area:
        yield f"  {profile_words.density(per_m2)}: {number(people)}"
    if capacity.by_exits is not None:
        yield f"  {profile_words.BY_EXITS}: {number(capacity.by_exits)}"
    yield profile_words.PLACE_DAYS.format(year=profile.year)
    for kind, classes in (("events", profile.used.events), ("sound", profile.used.sound)):
        for days in classes:
            yield f"  {profile_words.DAY_KINDS[kind]} {days.risk}: {_days(days)}"
    yield profile_words.strip(profile)
    yield profile_words.RINGS
    yield from _rings(profile)
    yield profile_words.NEAR
    yield from _near(profile)
    yield profile_words.INCIDENTS
    for compared in profile.incidents:
        yield f"  {profile_words.incidents(compared)}"
    if not profile.incidents:
        yield f"  {profile_words.NO_INCIDENTS}"
    yield ADVICE


def _days(days: DaysOfClass) -> str:
    left = profile_words.NO_LIMIT if days.left is None else number(days.left)
    return f"{number(days.granted)} vergund, {number(days.requested)} aangevraagd, over: {left}"


def _rings(profile: LocationProfile) -> Iterator[str]:
    if not profile.residents_label:
        yield f"  {profile_words.NO_RESIDENTS}"
        return
    for ring in profile.rings:
        days = ring.event_days
        had = "" if isnan(days) else f", gemiddeld {number(days, 1)} evenementdagen"
        yield f"  {number(ring.distance_m)} m: {number(ring.residents)}{had}"


def _near(profile: LocationProfile) -> Iterator[str]:
    for near in (*profile.near, *profile.access):
        if not near.loaded:
            yield f"  {near.label}: {profile_words.NOT_LOADED}"
        elif near.distance_m is None:
            yield f"  {near.label}: geen"
        else:
            zone = f" ({near.zone})" if near.zone else ""
            yield f"  {near.label}: {near.name or 'zonder naam'}, {number(near.distance_m)} m{zone}"
    for flood in profile.flood:
        depth = profile_words.depth(flood.depth_m, wet=flood.wet)
        yield f"  {profile_words.FLOOD}: {flood.scenario}, {depth}"
    if not profile.flood:
        yield f"  {profile_words.FLOOD}: {profile_words.NOT_LOADED}"


def plan_lines(plan: YearPlan, calendar: EventCalendar) -> Iterator[str]:
    """Yield how full a year is and what is in conflict, the heaviest first."""
    yield plan_text.board(plan)
    yield plan_text.conflicts(plan)
    yield from _conflicts(plan.conflicts, calendar)
    yield ADVICE


def _conflicts(conflicts: Iterable[Conflict], calendar: EventCalendar) -> Iterator[str]:
    places, titles = calendar.locations.names, calendar.events.names
    for one in conflicts:
        where = places.get(one.place, one.place)
        events = "; ".join(f"{titles[event]} [{event}]" for event in one.events)
        label = plan_text.CONFLICT_KINDS[one.kind] + (f", {where}" if where else "")
        yield f"  {one.weight:>5}  {label}: {plan_text.conflict(one)}. {events}"


def move_lines(moved: Moved, calendar: EventCalendar, version: str | None) -> Iterator[str]:
    """Yield what changes if an event moves, and in which version of the calendar it did."""
    request, places = moved.request, calendar.locations.names
    place = places.get(request.location, request.location)
    yield f"{calendar.events.names[request.id]}: {place}, {_moment(request.start)}"
    yield plan_text.moved(moved)
    for title, conflicts in (
        (plan_text.SOLVED_TABLE, moved.solved),
        (plan_text.NEW_TABLE, moved.new),
    ):
        yield f"{title}: {number(len(conflicts))}"
        yield from _conflicts(conflicts, calendar)
    yield f"{plan_text.CHANGED_TABLE}: {number(len(moved.changed))}"
    for before, after in moved.changed:
        where = places.get(before.place, before.place)
        change = f"{plan_text.conflict(before)}; wordt: {plan_text.conflict(after)}"
        yield f"  {after.weight - before.weight:>+5d}  {f'{where}: ' if where else ''}{change}"
    yield NOT_SAVED if version is None else SAVED.format(version=version)


def past_lines(calendar: EventCalendar, rows: Sequence[int], turnout: Turnout) -> Iterator[str]:
    """Yield events that are over, each with what was expected and what came."""
    events, places = calendar.events, calendar.locations.names
    came = events.actual_visitors
    yield plan_text.filled(turnout)
    for row in rows:
        place = places.get(events.locations[row], events.locations[row])
        findings = f". {events.findings[row]}" if events.findings[row] else ""
        yield (
            f"  {events.ids[row]}  {day(events.begin[row].item())}  {events.name(row)}, {place}: "
            f"{_people(came[row])} van {_people(events.visitors[row])} bezoekers{findings}"
        )


def _people(count: float) -> str:
    return "?" if isnan(count) else number(int(count))


def _moment(moment: datetime) -> str:
    return f"{day(moment)} {moment:%H:%M}"

"""The commands about events, and what each of them prints."""

from __future__ import annotations

import json
import sys
from math import isnan
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import date_of, day_number
from hotspots.access.export import note_seen
from hotspots.access.importing import add_event
from hotspots.access.workspace import open_workspace
from hotspots.dutch import day, number
from hotspots.errors import SelectionError, SettingsError
from hotspots.evenementen import page_words as page
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import profile_words
from hotspots.evenementen import words as check_text
from hotspots.evenementen.as_json import (
    check_as_json,
    events_as_json,
    moved_as_json,
    plan_as_json,
    profile_as_json,
)
from hotspots.evenementen.calendar import noted_calendar, open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.days import YEARS
from hotspots.evenementen.history import is_past, turnout_of
from hotspots.evenementen.icalendar import export_icalendar
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.plan import move as move_of
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.profile import profile_of
from hotspots.evenementen.request import (
    Request,
    announcement_of,
    find_place,
    looked_back,
    moved_row,
    request_from,
)
from hotspots.evenementen.words import ADVICE, counted
from hotspots.exports import terminal as command_line
from hotspots.exports import words as export_words
from hotspots.exports.sheet import today

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.errors import Parts
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.days import DaysOfClass
    from hotspots.evenementen.history import Turnout
    from hotspots.evenementen.plan import Moved, YearPlan
    from hotspots.evenementen.profile import LocationProfile
    from hotspots.incoming.checking.report import IntakeReport


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


def recorded(event: str, visitors: int, version: str | None) -> str:
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


def show(args: Namespace, answer: Mapping[str, object], lines: Iterable[str]) -> None:
    """Print an answer: as JSON with ``--json``, or else in lines of words."""
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return
    for line in lines:
        print(line)


def warn(args: Namespace, report: IntakeReport) -> None:
    """Print the warnings of an import to stderr; the JSON holds them already."""
    if not args.json:
        for warning in report.warnings:
            print(warning, file=sys.stderr)


def require_ending(path: Path, ending: str) -> None:
    """Stop before the work is done for nothing.

    Raises
    ------
    SelectionError
        If the file has another ending.
    """
    if path.suffix.lower() != ending:
        ending_given = path.suffix or export_words.NO_ENDING
        raise SelectionError(
            NO_FILE.format(path=path),
            export_words.WRONG_ENDING_FOUND.format(found=ending_given, expected=ending),
            export_words.WRONG_ENDING_DO,
        )


def write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises
    ------
    SettingsError
        If it cannot be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SettingsError(
            NO_FILE.format(path=path),
            export_words.NO_FILE_FOUND.format(error=error.strerror or error),
            export_words.NO_FILE_DO,
        ) from error


_ICS: Final = ".ics"


def check_(args: Namespace) -> int:
    """Check a request; whatever it finds, the exit code is 0: it is advice."""
    workspace = open_workspace(args.home)
    selection = {"check": args.location}
    with noted_calendar(workspace, selection) as calendar:
        request = _request(args, calendar)
        selection["check"] = request.location
        answer = check(request, calendar)
    show(args, check_as_json(answer), check_lines(answer))
    return 0


def add(args: Namespace) -> int:
    """Add a request to the calendar as a vooraankondiging, as a new version."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    request = _request(args, calendar)
    event = announcement_of(request, calendar, requested_on=today())
    report = add_event(workspace, calendar.layer, event, dry_run=args.dry_run)
    answer = report.to_dict() | {"id": event["id"]}
    show(args, answer, (added(event["id"], report.version),))
    warn(args, report)
    return 0


def export(args: Namespace) -> int:
    """Write the calendar as iCalendar."""
    require_ending(args.out, _ICS)
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    events = calendar.events
    inside = np.ones(len(events), dtype=np.bool_)
    if args.first is not None:
        inside &= events.last_day >= day_number(args.first)
    if args.last is not None:
        inside &= events.first_day <= day_number(args.last)
    rows = np.flatnonzero(inside)
    content = export_icalendar(workspace, calendar, rows, selection={})
    write(args.out, content)
    print(written(len(rows), args.out.name))
    return 0


def _request(args: Namespace, calendar: EventCalendar) -> Request:
    """Return the request of a file, or of the options.

    Raises
    ------
    SelectionError
        If the file cannot be read, an option is missing, or a word is not known here.
    """
    if args.file is not None:
        try:
            fields: Any = json.loads(args.file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise SelectionError(*no_json(args.file.name, str(error))) from error
        if not isinstance(fields, dict):
            raise SelectionError(*no_json(args.file.name, type(fields).__name__))
    else:
        fields = {
            key: value
            for key in ("location", "start", "end", "visitors", "soort", "sound", "title")
            if (value := getattr(args, key)) is not None
        }
        fields["profile"] = dict(args.profile)
    request = request_from(fields)
    problems = list(_unknown(request, calendar))
    if problems:
        raise SelectionError(
            check_text.REQUEST_WRONG, " ".join(problems), check_text.REQUEST_REPAIR
        )
    return request


def _unknown(request: Request, calendar: EventCalendar) -> Iterator[str]:
    """Yield the words of a request that this calendar and its scoring table do not have."""
    soorten = calendar.layer.soorten
    if request.soort and soorten and request.soort not in soorten:
        yield UNKNOWN_SOORT.format(value=request.soort, known=", ".join(soorten))
    questions = {
        question.id: question.answers
        for question in calendar.settings.scoring.questions
        if question.answers
    }
    for question, answer in request.profile.items():
        if question not in questions:
            known = ", ".join(questions)
            yield UNKNOWN_QUESTION.format(value=question, known=known)
        elif answer not in questions[question]:
            known = ", ".join(questions[question])
            yield UNKNOWN_ANSWER.format(question=question, value=answer, known=known)


_PDF: Final = ".pdf"


def profile(args: Namespace) -> int:
    """Print the profile of a location, or write it as one page of A4."""
    if args.out is not None:
        require_ending(args.out, _PDF)
    workspace = open_workspace(args.home)
    selection = {"location": args.location, "year": args.year}
    shown = args.json or args.out is None
    with noted_calendar(workspace, selection, shown=shown) as calendar:
        answer = profile_of(workspace, calendar, args.location, _year(args, calendar))
        selection |= {"location": answer.location.id, "year": answer.year}
    if args.out is not None:
        # Whether it may be exported is checked there, and written down.
        content = location_bytes(workspace, calendar, answer, made_on=args.made_on or today())
        write(args.out, content)
    if shown:
        for one in answer.incidents:
            note_seen(workspace, one.layer, selection)
    written = (command_line.WRITTEN.format(path=args.out),)
    lines = profile_lines(answer) if args.out is None else written
    show(args, profile_as_json(answer, calendar), lines)
    return 0


def plan(args: Namespace) -> int:
    """Print the board of a year: what was requested in time, and every conflict by weight."""
    workspace = open_workspace(args.home)
    selection = {"plan": args.year}
    with noted_calendar(workspace, selection) as calendar:
        board = year_plan(calendar, _year(args, calendar))
        selection["plan"] = board.year
    show(args, plan_as_json(board, calendar), plan_lines(board, calendar))
    return 0


def move(args: Namespace) -> int:
    """Say what changes if an event goes to another day or place; only ``--keep`` changes it."""
    workspace = open_workspace(args.home)
    with noted_calendar(workspace, {"move": args.event}) as calendar:
        moved = _moved(args, calendar)
    version = None
    if args.keep:
        row = moved_row(calendar, moved.request)
        version = add_event(workspace, calendar.layer, row).version
    answer = moved_as_json(moved) | {"version": version}
    show(args, answer, move_lines(moved, calendar, version))
    return 0


def _moved(args: Namespace, calendar: EventCalendar) -> Moved:
    """Return what changes by the day and place that were given.

    Raises
    ------
    SelectionError
        If there is no such event or place, or neither is another one.
    """
    event = calendar.events.row(args.event)
    begin = calendar.events.begin[event].astype("M8[D]").item()
    if args.start is not None:
        _possible(args.start.year)
    days = 0 if args.start is None else (args.start - begin).days
    if not days and not args.location:
        raise SelectionError(*NOWHERE_TO)
    place = find_place(args.location, calendar) if args.location else -1
    location = calendar.locations.items[place].id if place >= 0 else ""
    return move_of(calendar, begin.year, args.event, days=days, location=location)


def afterwards(args: Namespace) -> int:
    """Write down how many came to an event, or list events that are over."""
    workspace = open_workspace(args.home)
    if args.event is None:
        return _list_past(args, workspace)
    if args.visitors is None:
        raise SelectionError(*NO_VISITORS)
    calendar = open_calendar(workspace)
    known = calendar.events.findings[calendar.events.row(args.event)]
    row = looked_back(
        calendar.events,
        args.event,
        actual_visitors=args.visitors,
        findings=known if args.findings is None else args.findings.strip(),
    )
    report = add_event(workspace, calendar.layer, row, dry_run=args.dry_run)
    answer = report.to_dict() | {"id": args.event}
    show(args, answer, (recorded(args.event, args.visitors, report.version),))
    warn(args, report)
    return 0


def _list_past(args: Namespace, workspace: Workspace) -> int:
    selection = {"afterwards": args.year}
    with noted_calendar(workspace, selection) as calendar:
        events, year = calendar.events, _year(args, calendar)
        selection["afterwards"] = year
        rows = np.flatnonzero(is_past(events, year, today())).tolist()
    answer = {"year": year, "events": events_as_json(calendar, rows)}
    show(args, answer, past_lines(calendar, rows, turnout_of(events, rows)))
    return 0


def _year(args: Namespace, calendar: EventCalendar) -> int:
    """Return the year that was given, or else the last one that the calendar has."""
    if args.year is not None:
        return _possible(args.year)
    if not len(calendar.events):
        return today().year
    return date_of(int(calendar.events.first_day.max())).year


def _possible(year: int) -> int:
    """Return a year that an event can be in.

    Raises
    ------
    SelectionError
        If it cannot.
    """
    first, last = YEARS
    if not first <= year <= last:
        expected = check_text.NO_YEAR.format(year=year, first=first, last=last)
        raise SelectionError(YEAR_WRONG, expected, YEAR_REPAIR)
    return year

"""The commands about events, and what each of them prints."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import date_of, day_number
from hotspots.access.export import note_seen, require_ending, writing_file
from hotspots.access.importing import add_event
from hotspots.access.workspace import open_workspace
from hotspots.dutch import day, number, reason
from hotspots.errors import SelectionError
from hotspots.evenementen import life_words, profile_words, proposal_words, site_words
from hotspots.evenementen import page_words as page
from hotspots.evenementen import plan_words as plan_text
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
from hotspots.evenementen.letter import letter_bytes
from hotspots.evenementen.life import YEAR_LATER, Changes, changed, copied, decided
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.plan import move as move_of
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.profile import profile_of
from hotspots.evenementen.proposal import proposal_of
from hotspots.evenementen.proposal_sheet import (
    compared_rows,
    line_rows,
    notes_of,
    proposal_as_json,
    proposal_pdf,
)
from hotspots.evenementen.request import (
    Request,
    announcement_of,
    find_place,
    looked_back,
    moved_row,
    request_from,
)
from hotspots.evenementen.sites import add_site, new_site, place_from
from hotspots.evenementen.tables import (
    alternative_rows,
    capacity_rows,
    changed_rows,
    closure_rows,
    conflict_rows,
    days_rows,
    event_rows,
    finding_rows,
    left_in_words,
    near_rows,
    pressure_rows,
    ring_rows,
)
from hotspots.evenementen.words import ADVICE, counted
from hotspots.exports import terminal as command_line
from hotspots.exports.sheet import today
from hotspots.exports.terminal import say
from hotspots.exports.terminal_table import frame_lines

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from hotspots.access.workspace import Workspace
    from hotspots.errors import Parts
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.history import Turnout
    from hotspots.evenementen.plan import Moved, YearPlan
    from hotspots.evenementen.profile import LocationProfile
    from hotspots.evenementen.proposal import Proposal
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


OTHER_JSON: Final = "JSON, maar geen object"
NOT_SAVED: Final = "Er is niets veranderd. Met --keep wordt de verplaatsing bewaard."
SAVED: Final = "Bewaard in versie {version} van de kalender."


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
        yield from frame_lines(alternative_rows(offers), page.COLUMNS)
    yield from check.notes


def profile_lines(profile: LocationProfile, calendar: EventCalendar) -> Iterator[str]:
    """Yield a location and its year; what is not known is said."""
    capacity = profile.capacity
    yield f"{profile_words.PROFILE}: {profile.name} ({profile.year})"
    yield profile_words.capacity_line(capacity)
    yield from frame_lines(capacity_rows(capacity, calendar.settings.capacity), page.COLUMNS)
    yield f"{profile_words.PLACE_DAYS.format(year=profile.year)}:"
    days = days_rows(profile.used).drop(columns="year").assign(left=left_in_words)
    yield from frame_lines(days, page.COLUMNS, numbers=("left",))
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
    yield f"{calendar.events.names[request.id]}: {place}, {_moment(request.start)}"
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


def past_lines(calendar: EventCalendar, rows: Sequence[int], turnout: Turnout) -> Iterator[str]:
    """Yield events that are over, each with what was expected and what came."""
    yield plan_text.filled(turnout)
    chosen = np.asarray(rows, dtype=np.int64)
    listed = event_rows(calendar, chosen, afterwards=True, remarks=True)
    listed["id"] = [calendar.events.ids[row] for row in rows]
    # Of some events only the day is known.
    listed["start"] = listed["start"].dt.date
    yield from frame_lines(listed, _PAST_COLUMNS)


def _moment(moment: datetime) -> str:
    return f"{day(moment)} {moment:%H:%M}"


def show(args: Namespace, answer: Mapping[str, object], lines: Iterable[str]) -> None:
    """Print an answer: as JSON with ``--json``, or else in lines of words."""
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return
    say(lines)


def warn(args: Namespace, report: IntakeReport) -> None:
    """Print the warnings of an import to stderr; the JSON holds them already."""
    if not args.json:
        say(report.warnings, aside=True)


def _require_ending(args: Namespace, *endings: str) -> None:
    """Stop before the work is done for nothing."""
    require_ending(args.out, endings, NO_FILE.format(path=args.out))


def _write(path: Path, content: bytes) -> None:
    with writing_file(NO_FILE.format(path=path)):
        path.write_bytes(content)


_ICS: Final = ".ics"
_PDF: Final = ".pdf"
_DOCX: Final = ".docx"


def check_(args: Namespace) -> int:
    """Check a request; whatever it finds, the exit code is 0: it is advice."""
    if args.out is not None:
        _require_ending(args, _DOCX, _PDF)
    workspace = open_workspace(args.home)
    selection = {"check": args.location}
    shown = args.json or args.out is None
    with noted_calendar(workspace, selection, shown=shown) as calendar:
        request = _request(args, calendar)
        selection["check"] = request.location
        answer = check(request, calendar, now=today())
    lines = check_lines(answer)
    if args.out is not None:
        # Whether it may be exported is checked there, and written down.
        content = letter_bytes(
            workspace, calendar, answer,
            made_on=args.made_on or today(), ending=args.out.suffix.lower(), by=args.by,
        )  # fmt: skip
        _write(args.out, content)
        lines = iter((command_line.WRITTEN.format(path=args.out),))
    show(args, check_as_json(answer), lines)
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
    _require_ending(args, _ICS)
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
    _write(args.out, content)
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
            raise SelectionError(*no_json(args.file.name, reason(error))) from error
        if not isinstance(fields, dict):
            raise SelectionError(*no_json(args.file.name, OTHER_JSON))
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


def profile(args: Namespace) -> int:
    """Print the profile of a location, or write it as one page of A4."""
    if args.out is not None:
        _require_ending(args, _PDF)
    workspace = open_workspace(args.home)
    selection = {"location": args.location, "year": args.year}
    shown = args.json or args.out is None
    with noted_calendar(workspace, selection, shown=shown) as calendar:
        answer = profile_of(workspace, calendar, args.location, _year(args, calendar))
        selection |= {"location": answer.location.id, "year": answer.year}
    if args.out is not None:
        # Whether it may be exported is checked there, and written down.
        content = location_bytes(workspace, calendar, answer, made_on=args.made_on or today())
        _write(args.out, content)
    if shown:
        for one in answer.incidents:
            note_seen(workspace, one.layer, selection)
    written = (command_line.WRITTEN.format(path=args.out),)
    lines = profile_lines(answer, calendar) if args.out is None else written
    show(args, profile_as_json(answer, calendar), lines)
    return 0


def plan(args: Namespace) -> int:
    """Print the board of a year: what was requested in time, and every conflict by weight."""
    if args.proposal:
        return _propose(args)
    if args.all or args.out is not None or args.seconds is not None:
        raise SelectionError(*proposal_words.NOT_WITH_OUT)
    workspace = open_workspace(args.home)
    selection = {"plan": args.year}
    with noted_calendar(workspace, selection) as calendar:
        board = year_plan(calendar, _year(args, calendar))
        selection["plan"] = board.year
    show(args, plan_as_json(board, calendar), plan_lines(board, calendar))
    return 0


def _propose(args: Namespace) -> int:
    """Print the lightest spread of the requests of a year, or write it as a PDF."""
    if args.out is not None:
        _require_ending(args, _PDF)
    workspace = open_workspace(args.home)
    selection = {"plan": args.year, "proposal": True}
    shown = args.json or args.out is None
    with noted_calendar(workspace, selection, shown=shown) as opened:
        calendar = opened if args.seconds is None else _with_seconds(opened, args.seconds)
        year = _year(args, calendar)
        selection["plan"] = year
        proposal = proposal_of(calendar, year, every=args.all, now=today())
    lines: Iterable[str] = proposal_lines(proposal, calendar)
    if args.out is not None:
        made_on = args.made_on or today()
        _write(args.out, proposal_pdf(workspace, calendar, proposal, made_on=made_on))
        lines = (command_line.WRITTEN.format(path=args.out),)
    show(args, proposal_as_json(proposal, calendar), lines)
    return 0


def _with_seconds(calendar: EventCalendar, seconds: float) -> EventCalendar:
    """Return a calendar whose year may be searched for so many seconds."""
    settings = calendar.settings
    return replace(
        calendar, settings=replace(settings, plan=replace(settings.plan, seconds=seconds))
    )


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


def decide(args: Namespace) -> int:
    """Write down how far a request has come, with its conditions or grounds."""
    workspace = open_workspace(args.home)
    events = open_calendar(workspace).events
    row = decided(events, args.event, status=args.status, decision=args.text, now=today())
    return _written_down(args, workspace, row)


def site(args: Namespace) -> int:
    """Add a place for events to the list: a point, or an area whose ground counts."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    figures = dict(args.figures)
    place = new_site(calendar, args.name, place_from(args.at), kind=args.kind, figures=figures)
    with TemporaryDirectory() as folder:
        report = add_site(workspace, calendar, place, Path(folder), dry_run=args.dry_run)
    answer = report.to_dict() | {"id": place.code, "ground_m2": place.ground_m2}
    show(args, answer, (site_words.added(place.code, report.version),))
    warn(args, report)
    return 0


def change(args: Namespace) -> int:
    """Change the name, the size, the place or the day of a request."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    begin = date_of(int(calendar.events.first_day[calendar.events.row(args.event)]))
    location = None
    if args.location:
        location = calendar.locations.items[find_place(args.location, calendar)].id
    changes = Changes(
        title=args.title,
        visitors=args.visitors,
        location=location,
        days=0 if args.start is None else (args.start - begin).days,
    )
    return _written_down(args, workspace, changed(calendar, args.event, changes))


def copy(args: Namespace) -> int:
    """Enter a request of an earlier year again."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    begin = date_of(int(calendar.events.first_day[calendar.events.row(args.event)]))
    days = YEAR_LATER if args.start is None else (args.start - begin).days
    return _written_down(args, workspace, copied(calendar, args.event, now=today(), days=days))


def _written_down(args: Namespace, workspace: Workspace, row: Mapping[str, str]) -> int:
    """Make a version of the calendar with a row, and say so."""
    layer = open_calendar(workspace).layer
    report = add_event(workspace, layer, row, dry_run=args.dry_run)
    answer = report.to_dict() | {"id": row["id"], "event": dict(row)}
    show(args, answer, (life_words.recorded(row["id"], row["status"], report.version),))
    warn(args, report)
    return 0


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
        now=today(),
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

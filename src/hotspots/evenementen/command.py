"""Commands about events: check a request, add it, look at a location, plan a year, export."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import date_of, day_number
from hotspots.access.export import note_seen
from hotspots.access.importing import add_event
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError, SettingsError
from hotspots.evenementen import command_words as text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.as_json import (
    check_as_json,
    events_as_json,
    moved_as_json,
    plan_as_json,
    profile_as_json,
)
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.days import YEARS
from hotspots.evenementen.history import is_past, turnout_of
from hotspots.evenementen.icalendar import export_icalendar
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.plan import move as move_of
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.profile import profile_of
from hotspots.evenementen.request import Request, find_place, request_from
from hotspots.evenementen.rows import announcement_of, looked_back, moved_row
from hotspots.exports import terminal as command_line
from hotspots.exports import words as export_words
from hotspots.exports.sheet import today

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.incoming.checking.report import IntakeReport


def show(args: Namespace, answer: Mapping[str, Any], lines: Iterable[str]) -> None:
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
            text.NO_FILE.format(path=path),
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
            text.NO_FILE.format(path=path),
            export_words.NO_FILE_FOUND.format(error=error.strerror or error),
            export_words.NO_FILE_DO,
        ) from error


_ICS: Final = ".ics"


def check_(args: Namespace) -> int:
    """Check a request; whatever it finds, the exit code is 0: it is advice."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    answer = check(_request(args, calendar), calendar)
    note_seen(workspace, calendar.layer.id, {"check": answer.request.location})
    show(args, check_as_json(answer), text.check_lines(answer))
    return 0


def add(args: Namespace) -> int:
    """Add a request to the calendar as a vooraankondiging, as a new version."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    request = _request(args, calendar)
    event = announcement_of(request, calendar, requested_on=today())
    report = add_event(workspace, calendar.layer, event, dry_run=args.dry_run)
    answer = report.to_dict() | {"id": event["id"]}
    show(args, answer, (text.added(event["id"], report.version),))
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
    print(text.written(len(rows), args.out.name))
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
            raise SelectionError(*text.no_json(args.file.name, str(error))) from error
        if not isinstance(fields, dict):
            raise SelectionError(*text.no_json(args.file.name, type(fields).__name__))
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
        yield text.UNKNOWN_SOORT.format(value=request.soort, known=", ".join(soorten))
    questions = {
        question.id: question.answers
        for question in calendar.settings.scoring.questions
        if question.answers
    }
    for question, answer in request.profile.items():
        if question not in questions:
            known = ", ".join(questions)
            yield text.UNKNOWN_QUESTION.format(value=question, known=known)
        elif answer not in questions[question]:
            known = ", ".join(questions[question])
            yield text.UNKNOWN_ANSWER.format(question=question, value=answer, known=known)


_PDF: Final = ".pdf"


def profile(args: Namespace) -> int:
    """Print the profile of a location, or write it as one page of A4."""
    if args.out is not None:
        require_ending(args.out, _PDF)
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    answer = profile_of(workspace, calendar, args.location, _year(args, calendar))
    selection = {"location": answer.location.id, "year": answer.year}
    if args.out is not None:
        # Whether it may be exported is checked there, and written down.
        content = location_bytes(workspace, calendar, answer, made_on=args.made_on or today())
        write(args.out, content)
    if args.json or args.out is None:
        for layer_id in (calendar.layer.id, *(one.layer for one in answer.incidents)):
            note_seen(workspace, layer_id, selection)
    written = (command_line.WRITTEN.format(path=args.out),)
    lines = text.profile_lines(answer) if args.out is None else written
    show(args, profile_as_json(answer, calendar), lines)
    return 0


def plan(args: Namespace) -> int:
    """Print the board of a year: what was requested in time, and every conflict by weight."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    board = year_plan(calendar, _year(args, calendar))
    note_seen(workspace, calendar.layer.id, {"plan": board.year})
    show(args, plan_as_json(board, calendar), text.plan_lines(board, calendar))
    return 0


def move(args: Namespace) -> int:
    """Say what changes if an event goes to another day or place; only ``--keep`` changes it."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    event = calendar.events.row(args.event)
    begin = calendar.events.begin[event].astype("M8[D]").item()
    if args.start is not None:
        _possible(args.start.year)
    days = 0 if args.start is None else (args.start - begin).days
    if not days and not args.location:
        raise SelectionError(*text.NOWHERE_TO)
    place = find_place(args.location, calendar) if args.location else -1
    location = calendar.locations.items[place].id if place >= 0 else ""
    moved = move_of(calendar, begin.year, args.event, days=days, location=location)
    version = None
    if args.keep:
        row = moved_row(calendar, moved.request)
        version = add_event(workspace, calendar.layer, row).version
    note_seen(workspace, calendar.layer.id, {"move": args.event})
    answer = moved_as_json(moved) | {"version": version}
    show(args, answer, text.move_lines(moved, calendar, version))
    return 0


def afterwards(args: Namespace) -> int:
    """Write down how many came to an event, or list events that are over."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    if args.event is None:
        return _list_past(args, workspace, calendar)
    if args.visitors is None:
        raise SelectionError(*text.NO_VISITORS)
    known = calendar.events.findings[calendar.events.row(args.event)]
    row = looked_back(
        calendar.events,
        args.event,
        actual_visitors=args.visitors,
        findings=known if args.findings is None else args.findings.strip(),
    )
    report = add_event(workspace, calendar.layer, row, dry_run=args.dry_run)
    answer = report.to_dict() | {"id": args.event}
    show(args, answer, (text.looked_back(args.event, args.visitors, report.version),))
    warn(args, report)
    return 0


def _list_past(args: Namespace, workspace: Workspace, calendar: EventCalendar) -> int:
    events, year = calendar.events, _year(args, calendar)
    rows = np.flatnonzero(is_past(events, year, today())).tolist()
    note_seen(workspace, calendar.layer.id, {"afterwards": year})
    answer = {"year": year, "events": events_as_json(calendar, rows)}
    show(args, answer, text.past_lines(calendar, rows, turnout_of(events, rows)))
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
        raise SelectionError(text.YEAR_WRONG, expected, text.YEAR_REPAIR)
    return year

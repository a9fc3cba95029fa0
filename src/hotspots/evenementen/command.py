"""The commands about events, and what each of them prints."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import date_of, day_number
from hotspots.access.event_steps import event_steps
from hotspots.access.export import note_seen, require_ending, writing_file
from hotspots.access.importing import add_event
from hotspots.access.workspace import open_workspace
from hotspots.catalog.specs import EVENT_YEARS
from hotspots.dutch import reason
from hotspots.errors import SelectionError
from hotspots.evenementen import command_words as words
from hotspots.evenementen import life_words, proposal_words, site_words
from hotspots.evenementen import words as check_text
from hotspots.evenementen.as_json import (
    check_as_json,
    events_as_json,
    moved_as_json,
    plan_as_json,
    profile_as_json,
)
from hotspots.evenementen.calendar import calendar_layer, noted_calendar, open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.days import usual_year
from hotspots.evenementen.history import is_past, turnout_of
from hotspots.evenementen.icalendar import export_icalendar
from hotspots.evenementen.letter import letter_bytes
from hotspots.evenementen.life import (
    YEAR_LATER,
    Changes,
    changed,
    copied,
    decided,
    looked_back,
    moved_row,
    requests_of,
)
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.plan import move as move_of
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.profile import profile_of
from hotspots.evenementen.proposal import proposal_of
from hotspots.evenementen.proposal_sheet import (
    proposal_as_json,
    proposal_pdf,
)
from hotspots.evenementen.request import (
    Request,
    announcement_of,
    find_place,
    request_from,
)
from hotspots.evenementen.sites import add_site, new_site, place_from
from hotspots.evenementen.tables import request_rows
from hotspots.exports import terminal as command_line
from hotspots.exports.sheet import today
from hotspots.exports.terminal import say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.plan import Moved
    from hotspots.incoming.checking.report import IntakeReport


def show(args: Namespace, answer: Mapping[str, object], lines: Iterable[str]) -> None:
    """Print an answer: as JSON with ``--json``, or else in lines of words."""
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return
    say(lines)


def _report(args: Namespace, report: IntakeReport, more: dict[str, object], said: str) -> int:
    """Print what an import made, and its warnings to stderr; the JSON holds them already."""
    show(args, report.to_dict() | more, (said,))
    if not args.json:
        say(report.warnings, aside=True)
    return 0


def _require_ending(args: Namespace, *endings: str) -> None:
    """Stop before the work is done for nothing, where a file is wanted."""
    if args.out is not None:
        require_ending(args.out, endings, words.NO_FILE.format(path=args.out))


def _write(path: Path, content: bytes) -> None:
    with writing_file(words.NO_FILE.format(path=path)):
        path.write_bytes(content)


_ICS: Final = ".ics"
_PDF: Final = ".pdf"
_DOCX: Final = ".docx"


def check_(args: Namespace) -> int:
    """Check a request; whatever it finds, the exit code is 0: it is advice."""
    _require_ending(args, _DOCX, _PDF)
    workspace = open_workspace(args.home)
    selection = {"check": args.location}
    shown = args.json or args.out is None
    with noted_calendar(workspace, selection, shown=shown) as calendar:
        request = _request(args, calendar)
        selection["check"] = request.location
        answer = check(request, calendar, now=today())
    lines = words.check_lines(answer)
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
    return _report(args, report, {"id": event["id"]}, words.added(event["id"], report.version))


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
    print(words.written(len(rows), args.out.name))
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
            raise SelectionError(*words.no_json(args.file.name, reason(error))) from error
        if not isinstance(fields, dict):
            raise SelectionError(*words.no_json(args.file.name, words.OTHER_JSON))
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
        yield words.UNKNOWN_SOORT.format(value=request.soort, known=", ".join(soorten))
    questions = {
        question.id: question.answers
        for question in calendar.settings.scoring.questions
        if question.answers
    }
    for question, answer in request.profile.items():
        if question not in questions:
            known = ", ".join(questions)
            yield words.UNKNOWN_QUESTION.format(value=question, known=known)
        elif answer not in questions[question]:
            known = ", ".join(questions[question])
            yield words.UNKNOWN_ANSWER.format(question=question, value=answer, known=known)


def profile(args: Namespace) -> int:
    """Print the profile of a location, or write it as one page of A4."""
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
    lines = words.profile_lines(answer, calendar) if args.out is None else written
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
    show(args, plan_as_json(board, calendar), words.plan_lines(board, calendar))
    return 0


def _propose(args: Namespace) -> int:
    """Print the lightest spread of the requests of a year, or write it as a PDF."""
    _require_ending(args, _PDF)
    workspace = open_workspace(args.home)
    selection = {"plan": args.year, "proposal": True}
    shown = args.json or args.out is None
    with noted_calendar(workspace, selection, shown=shown) as opened:
        calendar = opened if args.seconds is None else _with_seconds(opened, args.seconds)
        year = _year(args, calendar)
        selection["plan"] = year
        proposal = proposal_of(calendar, year, every=args.all, now=today())
    lines: Iterable[str] = words.proposal_lines(proposal, calendar)
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
    show(args, answer, words.move_lines(moved, calendar, version))
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
        raise SelectionError(*words.NOWHERE_TO)
    place = find_place(args.location, calendar) if args.location else -1
    location = calendar.locations.items[place].id if place >= 0 else ""
    return move_of(calendar, begin.year, args.event, days=days, location=location)


def list_(args: Namespace) -> int:
    """List the requests of a year, each with its id and how far it is, or tell of one of them."""
    workspace = open_workspace(args.home)
    if args.event is not None:
        return _tell_of(args, workspace)
    selection = {"requests": args.year}
    with noted_calendar(workspace, selection) as calendar:
        year = _year(args, calendar)
        selection["requests"] = year
        rows, counts = requests_of(calendar.events, year, args.status)
    answer = {
        "year": year,
        "counts": dict(counts),
        "events": events_as_json(calendar, rows.tolist()),
    }
    decisions = workspace.may_import(calendar.layer)
    listed = request_rows(calendar, rows, decisions=decisions)
    show(args, answer, words.request_lines(listed, counts, year))
    return 0


def _tell_of(args: Namespace, workspace: Workspace) -> int:
    """Say how far one request is, and who did what to it and when."""
    if args.year is not None or args.status:
        raise SelectionError(*words.ONE_OR_MANY)
    with noted_calendar(workspace, {"request": args.event}) as calendar:
        row = calendar.events.row(args.event)
        # Who did what is for those who keep the calendar.
        keeps = workspace.may_import(calendar.layer)
        steps = event_steps(workspace, calendar.layer, args.event) if keeps else None
    (event,) = events_as_json(calendar, [row])
    listed = None if steps is None else [asdict(step) for step in steps]
    answer = {"event": event, "steps": listed}
    show(args, answer, words.request_and_steps(calendar, row, steps))
    return 0


def decide(args: Namespace) -> int:
    """Write down how far a request has come, with its conditions or grounds."""
    workspace = open_workspace(args.home)
    events = open_calendar(workspace).events
    row = decided(events, args.event, status=args.status, decision=args.text, now=today())
    return _written_down(args, workspace, row, life_words.recorded)


def site(args: Namespace) -> int:
    """Add a place for events to the list: a point, or an area whose ground counts."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    figures = dict(args.figures)
    place = new_site(calendar, args.name, place_from(args.at), kind=args.kind, figures=figures)
    with TemporaryDirectory() as folder:
        report = add_site(workspace, calendar, place, Path(folder), dry_run=args.dry_run)
    more: dict[str, object] = {"id": place.code, "ground_m2": place.ground_m2}
    return _report(args, report, more, site_words.added(place.code, report.version))


def change(args: Namespace) -> int:
    """Change the name, the size, the place or the day of a request."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    row = calendar.events.row(args.event)
    begin = date_of(int(calendar.events.first_day[row]))
    location = None
    if args.location:
        location = calendar.locations.items[find_place(args.location, calendar)].id
    changes = Changes(
        title=args.title,
        visitors=args.visitors,
        location=location,
        days=0 if args.start is None else (args.start - begin).days,
    )
    said = partial(life_words.entered, was=calendar.events.statuses[row])
    return _written_down(args, workspace, changed(calendar, args.event, changes), said)


def copy(args: Namespace) -> int:
    """Enter a request of an earlier year again."""
    workspace = open_workspace(args.home)
    calendar = open_calendar(workspace)
    begin = date_of(int(calendar.events.first_day[calendar.events.row(args.event)]))
    days = YEAR_LATER if args.start is None else (args.start - begin).days
    copy_of_it = copied(calendar, args.event, now=today(), days=days)
    return _written_down(args, workspace, copy_of_it, life_words.entered)


def _written_down(
    args: Namespace,
    workspace: Workspace,
    row: Mapping[str, str],
    said: Callable[[Mapping[str, str], str | None], str],
) -> int:
    """Make a version of the calendar with a row, and say what it is now."""
    report = add_event(workspace, calendar_layer(workspace), row, dry_run=args.dry_run)
    more: dict[str, object] = {"id": row["id"], "event": dict(row)}
    return _report(args, report, more, said(row, report.version))


def afterwards(args: Namespace) -> int:
    """Write down how many came to an event, or list events that are over."""
    workspace = open_workspace(args.home)
    if args.event is None:
        return _list_past(args, workspace)
    if args.visitors is None:
        raise SelectionError(*words.NO_VISITORS)
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
    said = words.recorded(args.event, args.visitors, report.version)
    return _report(args, report, {"id": args.event}, said)


def _list_past(args: Namespace, workspace: Workspace) -> int:
    selection = {"afterwards": args.year}
    with noted_calendar(workspace, selection) as calendar:
        events, year = calendar.events, _year(args, calendar)
        selection["afterwards"] = year
        rows = np.flatnonzero(is_past(events, year, today())).tolist()
    answer = {"year": year, "events": events_as_json(calendar, rows)}
    show(args, answer, words.past_lines(calendar, rows, turnout_of(events, rows)))
    return 0


def _year(args: Namespace, calendar: EventCalendar) -> int:
    """Return the year that was given, or else the usual one."""
    return usual_year(calendar) if args.year is None else _possible(args.year)


def _possible(year: int) -> int:
    """Return a year that an event can be in.

    Raises
    ------
    SelectionError
        If it cannot.
    """
    first, last = EVENT_YEARS
    if not first <= year <= last:
        expected = check_text.NO_YEAR.format(year=year, first=first, last=last)
        raise SelectionError(words.YEAR_WRONG, expected, words.YEAR_REPAIR)
    return year

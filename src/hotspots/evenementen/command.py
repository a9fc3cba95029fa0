"""Commands about events: check a request, announce it, look at a place, take the calendar along."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.export import allow_export, note_seen
from hotspots.access.importing import add_event
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError, SettingsError
from hotspots.evenementen import command_words as text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.as_json import (
    events_as_json,
    moved_as_json,
    plan_as_json,
    profile_as_json,
)
from hotspots.evenementen.basis import calendar_layer, open_events
from hotspots.evenementen.check import check
from hotspots.evenementen.days import YEARS, year_bounds
from hotspots.evenementen.icalendar import to_icalendar
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
    row_of,
)
from hotspots.exports import terminal as command_line
from hotspots.exports import words as taking
from hotspots.exports.sheet import today

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.check import Check
    from hotspots.incoming.checking.report import IntakeReport


def tell(asked: Namespace, told: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Print an answer: as JSON where that was asked for, or else in lines of words."""
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    for line in lines:
        print(line)


def warn(asked: Namespace, report: IntakeReport) -> None:
    """Print what an import warns of beside its answer; the JSON holds it already."""
    if not asked.json:
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
        found = path.suffix or taking.NO_ENDING
        raise SelectionError(
            text.NO_FILE.format(path=path),
            taking.WRONG_ENDING_FOUND.format(found=found, expected=ending),
            taking.WRONG_ENDING_DO,
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
            taking.NO_FILE_FOUND.format(error=error.strerror or error),
            taking.NO_FILE_DO,
        ) from error


_ICS: Final = ".ics"


def check_(asked: Namespace) -> int:
    """Check a request; whatever it finds, the exit code is 0: it is advice."""
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    found = check(_request(asked, room), room)
    note_seen(workspace, room.layer.id, {"check": found.request.location})
    tell(asked, found.to_dict(), _check_lines(found))
    return 0


def add(asked: Namespace) -> int:
    """Add a request to the calendar as a vooraankondiging, as a new version."""
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    request = _request(asked, room)
    event = announcement_of(request, room, asked_on=today())
    report = add_event(workspace, room.layer, event, dry_run=asked.dry_run)
    told = report.to_dict() | {"id": event["id"]}
    tell(asked, told, (text.added(event["id"], report.version),))
    warn(asked, report)
    return 0


def export(asked: Namespace) -> int:
    """Write the calendar as iCalendar."""
    require_ending(asked.out, _ICS)
    workspace = open_workspace(asked.home)
    layer = calendar_layer(workspace)
    room = open_events(workspace, layer)
    # Where an event is was announced in public: it is no place of an incident.
    allow_export(workspace, layer.id, kind="ics", selection={})
    rows = np.arange(len(room.events))
    for bound, keep in ((asked.first, "from"), (asked.last, "to")):
        if bound is not None:
            day = int(np.datetime64(bound, "D").astype(np.int64))
            inside = (
                room.events.last_day[rows] >= day
                if keep == "from"
                else room.events.first_day[rows] <= day
            )
            rows = rows[inside]
    synthetic = room.version is not None and room.version.synthetic
    content = to_icalendar(
        room.events.where(rows),
        names={item.id: item.name for item in room.locations.items},
        stamped=datetime.now(UTC),
        note=text.MADE_UP if synthetic else "",
        remarks=workspace.may_import(layer),
    )
    write(asked.out, content)
    print(text.written(len(rows), asked.out.name))
    return 0


def _request(asked: Namespace, room: EventRoom) -> Request:
    """Return the request of a file, or of the options.

    Raises
    ------
    SelectionError
        If the file cannot be read, options are missing, or it says what nobody here knows.
    """
    if asked.file is not None:
        try:
            told: Any = json.loads(asked.file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise SelectionError(*text.no_json(asked.file.name, str(error))) from error
        if not isinstance(told, dict):
            raise SelectionError(*text.no_json(asked.file.name, type(told).__name__))
    else:
        told = {
            key: value
            for key in ("location", "start", "end", "visitors", "soort", "sound", "title")
            if (value := getattr(asked, key)) is not None
        }
        told["profile"] = dict(asked.profile)
    request = request_from(told)
    problems = list(_unknown(request, room))
    if problems:
        raise SelectionError(
            check_text.REQUEST_WRONG, " ".join(problems), check_text.REQUEST_REPAIR
        )
    return request


def _unknown(request: Request, room: EventRoom) -> Iterator[str]:
    """Yield the words of a request that this calendar and its scoring table do not have."""
    soorten = room.layer.soorten
    if request.soort and soorten and request.soort not in soorten:
        yield text.UNKNOWN_SOORT.format(value=request.soort, known=", ".join(soorten))
    questions = {
        question.id: question.answers
        for question in room.settings.scoring.questions
        if question.answers
    }
    for question, answer in request.profile.items():
        if question not in questions:
            known = ", ".join(questions)
            yield text.UNKNOWN_QUESTION.format(value=question, known=known)
        elif answer not in questions[question]:
            known = ", ".join(questions[question])
            yield text.UNKNOWN_ANSWER.format(question=question, value=answer, known=known)


def _check_lines(found: Check) -> Iterator[str]:
    """Yield what a check finds; where it comes from stands below it."""
    yield text.heading(found.facts.plan.location.name, found.request.start, found.request.end)
    for finding in found.findings:
        yield text.finding(finding.verdict, finding.reason, finding.certainty, finding.source)
    for entry in found.pressure[:5]:
        yield text.pressure(entry.name, entry.before, entry.after)
    yield text.ELSEWHERE if found.places else text.NO_OTHER_PLACE
    for other in found.places:
        yield text.alternative(other.name, other.start, other.saves)
    yield text.OTHER_DAYS if found.dates else text.NO_OTHER_DATE
    for other in found.dates:
        yield text.alternative(other.name, other.start, other.saves)
    yield from found.notes


_PDF: Final = ".pdf"


def profile(asked: Namespace) -> int:
    """Print the profile of a location, or write it as one page of A4."""
    if asked.out is not None:
        require_ending(asked.out, _PDF)
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    found = profile_of(workspace, room, asked.location, _year(asked, room))
    selection = {"location": found.location.id, "year": found.year}
    if asked.out is not None:
        # Whether it may be taken along is asked there, and written down.
        content = location_bytes(workspace, room, found, made_on=asked.made_on or today())
        write(asked.out, content)
    if asked.json or asked.out is None:
        for layer_id in (room.layer.id, *(one.layer for one in found.incidents)):
            note_seen(workspace, layer_id, selection)
    told = profile_as_json(found, room)
    written = (command_line.WRITTEN.format(path=asked.out),)
    tell(asked, told, written if asked.out is not None else text.profile_lines(told))
    return 0


def plan(asked: Namespace) -> int:
    """Print the board of a year: what was asked for in time, and every conflict by weight."""
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    found = year_plan(room, _year(asked, room))
    note_seen(workspace, room.layer.id, {"plan": found.year})
    told = plan_as_json(found, room)
    tell(asked, told, text.plan_lines(told, _names(room), _titles(room)))
    return 0


def move(asked: Namespace) -> int:
    """Say what changes if an event goes to another day or place; only ``--keep`` changes it."""
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    event = row_of(room.events, asked.event)
    begin = room.events.begin[event].astype("M8[D]").item()
    if asked.start is not None:
        _possible(asked.start.year)
    days = 0 if asked.start is None else (asked.start - begin).days
    if not days and not asked.location:
        raise SelectionError(*text.NOWHERE_TO)
    place = find_place(asked.location, room) if asked.location else -1
    location = room.locations.items[place].id if place >= 0 else ""
    found = move_of(room, begin.year, asked.event, days=days, location=location)
    told = moved_as_json(found) | {"version": None}
    if asked.keep:
        report = add_event(workspace, room.layer, moved_row(room, found.request))
        told["version"] = report.version
    note_seen(workspace, room.layer.id, {"move": asked.event})
    tell(asked, told, text.move_lines(told, _names(room), _titles(room)))
    return 0


def afterwards(asked: Namespace) -> int:
    """Write down how many came to an event, or list events that are over."""
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    if asked.event is None:
        return _list_past(asked, workspace, room)
    if asked.visitors is None:
        raise SelectionError(*text.NO_VISITORS)
    known = room.events.findings[row_of(room.events, asked.event)]
    row = looked_back(
        room.events,
        asked.event,
        actual_visitors=asked.visitors,
        findings=known if asked.findings is None else asked.findings.strip(),
    )
    report = add_event(workspace, room.layer, row, dry_run=asked.dry_run)
    told = report.to_dict() | {"id": asked.event}
    tell(asked, told, (text.looked_back(asked.event, asked.visitors, report.version),))
    warn(asked, report)
    return 0


def _list_past(asked: Namespace, workspace: Workspace, room: EventRoom) -> int:
    events = room.events
    first, last = year_bounds(_year(asked, room))
    now = int(np.datetime64(today(), "D").astype(np.int64))
    past = events.counts & (events.first_day >= first) & (events.first_day <= last)
    rows = np.flatnonzero(past & (events.last_day < now)).tolist()
    note_seen(workspace, room.layer.id, {"afterwards": _year(asked, room)})
    told = events_as_json(room, rows)
    answer = {"year": _year(asked, room), "events": told}
    tell(asked, answer, text.past_lines(told, _names(room)))
    return 0


def _year(asked: Namespace, room: EventRoom) -> int:
    """Return the year that was asked for, or else the last one that the calendar has."""
    if asked.year is not None:
        return _possible(asked.year)
    if not len(room.events):
        return today().year
    last: date = np.datetime64(int(room.events.first_day.max()), "D").item()
    return last.year


def _possible(year: int) -> int:
    """Return a year that an event can be in.

    Raises
    ------
    SelectionError
        If it cannot.
    """
    first, last = YEARS
    if not first <= year <= last:
        told = check_text.NO_YEAR.format(year=year, first=first, last=last)
        raise SelectionError(text.YEAR_WRONG, told, text.YEAR_REPAIR)
    return year


def _names(room: EventRoom) -> dict[str, str]:
    return {item.id: item.name or item.id for item in room.locations.items}


def _titles(room: EventRoom) -> dict[str, str]:
    return {
        event: title or event
        for event, title in zip(room.events.ids, room.events.titles, strict=True)
    }

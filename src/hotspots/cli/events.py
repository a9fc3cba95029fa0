"""Commands about events: check a request, announce it, look at a place, take the calendar along."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.importing import add_event
from hotspots.access.taking import allow_export, note_seen
from hotspots.access.workspace import open_workspace
from hotspots.analysis.metadata import today
from hotspots.cli.event_output import require_ending, tell, warn, write
from hotspots.errors import SelectionError
from hotspots.events.announcing import announcement_of
from hotspots.events.check import check
from hotspots.events.icalendar_export import to_icalendar
from hotspots.events.request import Request, request_from
from hotspots.events.room import calendar_layer, open_events
from hotspots.text import events_check as check_text
from hotspots.text import events_command as text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from hotspots.events.check import Check
    from hotspots.events.room import EventRoom

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

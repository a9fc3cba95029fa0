"""Commands about the year of events: a location up close, the board, moving, and looking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.importing import add_event
from hotspots.access.taking import note_seen
from hotspots.access.workspace import open_workspace
from hotspots.analysis.metadata import today
from hotspots.cli.event_output import require_ending, tell, warn, write
from hotspots.drawing.report.location_paper import location_bytes
from hotspots.errors import SelectionError
from hotspots.events.announcing import looked_back, moved_row, row_of
from hotspots.events.as_json import (
    events_as_json,
    moved_as_json,
    plan_as_json,
    profile_as_json,
)
from hotspots.events.days import YEARS, year_bounds
from hotspots.events.plan import move as move_of
from hotspots.events.plan import year_plan
from hotspots.events.profile import profile_of
from hotspots.events.request import find_place
from hotspots.events.room import open_events
from hotspots.text import command_line
from hotspots.text import events_check as check_text
from hotspots.text import events_command as text
from hotspots.text import events_told as told_text

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.events.room import EventRoom

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
    tell(asked, told, written if asked.out is not None else told_text.profile_lines(told))
    return 0


def plan(asked: Namespace) -> int:
    """Print the board of a year: what was asked for in time, and every conflict by weight."""
    workspace = open_workspace(asked.home)
    room = open_events(workspace)
    found = year_plan(room, _year(asked, room))
    note_seen(workspace, room.layer.id, {"plan": found.year})
    told = plan_as_json(found, room)
    tell(asked, told, told_text.plan_lines(told, _names(room), _titles(room)))
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
    tell(asked, told, told_text.move_lines(told, _names(room), _titles(room)))
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
    tell(asked, answer, told_text.past_lines(told, _names(room)))
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

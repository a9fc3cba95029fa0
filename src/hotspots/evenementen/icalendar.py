"""A calendar as iCalendar (RFC 5545), to open in any agenda, and to read back here unchanged."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np
from icalendar import Calendar, Event, Timezone, vText

from hotspots.access.export import allow_export
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.evenementen import words as text
from hotspots.evenementen.request import row_texts
from hotspots.incoming.reading.icalendar_file import STATUSES, own_property

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar, Events

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_PRODUCT: Final = "-//hotspots//evenementen//NL"
#: What RFC 5545 calls a status; an announcement is tentative, as a request is.
_STATUS_OF: Final = {status: name for name, status in STATUSES.items()} | {
    "vooraankondiging": "TENTATIVE",
    "in_behandeling": "TENTATIVE",
    "ingetrokken": "CANCELLED",
    "afgewezen": "CANCELLED",
}
_DECIMALS: Final = 6
#: Fields of an event that RFC 5545 has no property for.
_OWN_FIELDS: Final = (
    "status", "visitors", "sound", "class", "profile", "requested", "actual_visitors",
    "build_up", "dismantled",
)  # fmt: skip
#: What ends a line in one program or another, and what RFC 5545 (3.1) has no place for in a text.
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
#: Summer time as it has been since 1996: it begins and ends at one o'clock UTC.
_TIMEZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def export_icalendar(
    workspace: Workspace,
    calendar: EventCalendar,
    rows: NDArray[np.int64],
    *,
    selection: Mapping[str, object],
) -> bytes:
    """Return some events as the bytes of an .ics file, and write in the audit that they leave.

    Where an event is was announced in public: it is no place of an incident.

    Parameters
    ----------
    selection
        What the audit says of it.

    Raises
    ------
    AccessError
        If this role may not export the calendar.
    StoreError
        If the audit cannot be written: then nothing leaves.
    """
    allow_export(workspace, calendar.layer.id, kind="ics", selection=selection)
    return to_icalendar(
        calendar.events.where(rows),
        names=calendar.locations.names,
        stamped=datetime.now(UTC),
        note=text.MADE_UP if calendar.synthetic else "",
        remarks=workspace.may_import(calendar.layer),
    )


def to_icalendar(
    events: Events,
    *,
    names: dict[str, str],
    stamped: datetime,
    note: str = "",
    remarks: bool = False,
) -> bytes:
    """Return events as the bytes of an .ics file, lines folded at 75 octets.

    Parameters
    ----------
    names
        Name of each location by id; an event elsewhere keeps the place that was written.
    stamped
        When the file was made (DTSTAMP), with a time zone.
    note
        What holds for the whole file, such as that it is made up.
    remarks
        Whether what was written afterwards goes along.
    """
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if note:
        calendar.add("X-WR-CALDESC", note)
    calendar.add_component(Timezone.from_ical(_TIMEZONE))
    lon, lat = reproject(events.x_rd, events.y_rd, source=RD_NEW, target=WGS84)
    for row in range(len(events)):
        event = _event(events, row, names, stamped, remarks=remarks)
        if np.isfinite(lon[row]):
            event.add("GEO", (round(float(lat[row]), _DECIMALS), round(float(lon[row]), _DECIMALS)))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(
    events: Events, row: int, names: dict[str, str], stamped: datetime, *, remarks: bool
) -> Event:
    event = Event()
    event.add("UID", _as_text(events.ids[row]))
    event.add("DTSTAMP", stamped.astimezone(UTC))
    event.add("SUMMARY", _as_text(events.titles[row]))
    if events.timed[row]:
        event.add("DTSTART", events.begin[row].item().replace(tzinfo=_ZONE))
        event.add("DTEND", events.end[row].item().replace(tzinfo=_ZONE))
    else:
        event.add("DTSTART", events.begin[row].item().date())
        # The end that RFC 5545 wants is the day after the last one, which is how it is stored.
        event.add("DTEND", events.end[row].item().date())
    location = events.locations[row]
    if location:
        event.add("LOCATION", _as_text(names.get(location, location)))
    if events.soorten[row]:
        event.add("CATEGORIES", [_as_text(events.soorten[row])])
    if events.statuses[row] in _STATUS_OF:
        event.add("STATUS", _STATUS_OF[events.statuses[row]])
    for field, value in _own_fields(events, row, remarks=remarks).items():
        event.add(own_property(field), _as_text(value))
    return event


def _as_text(value: str) -> vText:
    """Return a text as RFC 5545 (3.3.11) writes one, also for a property of our own.

    The library escapes only properties that it knows; a line break in another made no calendar of
    it for anyone.
    """
    return vText(_CONTROL.sub(" ", _LINE_ENDS.sub("\n", value)))


def _own_fields(events: Events, row: int, *, remarks: bool) -> dict[str, str]:
    """Return what RFC 5545 has no property for, as far as it is known."""
    fields = row_texts(events, row)
    names = (*_OWN_FIELDS, "findings", "decision") if remarks else _OWN_FIELDS
    return {name: fields[name] for name in names if fields.get(name)}

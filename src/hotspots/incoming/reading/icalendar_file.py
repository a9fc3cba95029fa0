"""iCalendar (RFC 5545): one row per event, its moments as wall time in the Netherlands.

Who organises or attends is never read: those are persons.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from icalendar import Calendar, vGeo
from icalendar.error import BrokenCalendarProperty

from hotspots.catalog.specs import CALENDAR_FIELDS
from hotspots.crs import WGS84
from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Table,
    require_size,
    text_columns,
)

if TYPE_CHECKING:
    from pathlib import Path

    from icalendar import Component
    from numpy.typing import NDArray

    from hotspots.errors import Parts

#: What RFC 5545 calls the fields of a calendar that it has a property for.
PROPERTIES: Final = {"UID": "id", "SUMMARY": "title", "LOCATION": "location"}
#: Our own properties, for what RFC 5545 has none for; `hotspots.evenementen` writes them.
OWN_PREFIX: Final = "X-HOTSPOTS-"
OWN_FIELDS: Final = tuple(field for field in CALENDAR_FIELDS if field not in PROPERTIES.values())
#: How far a request has come, in the three words that RFC 5545 has for it: what another agenda
#: calls cancelled was planned once, and nobody turned it down.
STATUSES: Final = {"CONFIRMED": "vergund", "TENTATIVE": "aangevraagd", "CANCELLED": "afgelast"}
_FIELDS: Final = ("id", "title", "soort", "begin", "end", "location", *OWN_FIELDS)
#: Rows are in wall time of this zone.
_ZONE: Final = ZoneInfo("Europe/Amsterdam")
#: How a text holds what would end it (RFC 5545, 3.3.11).
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
#: How the reader names a line that is none, and how much of it is shown.
_ODD_LINE: Final = re.compile(r"into parts: '(.*?)'(?:: |$)", re.DOTALL)
_SHOWN: Final = 60
_REPEATING: Final = ("RRULE", "RDATE")
_Axis: TypeAlias = "NDArray[np.float64] | None"

_NOT_ICALENDAR: Final = "Kies in het agendaprogramma 'exporteren als iCalendar (.ics)'."
#: Of a file that is no iCalendar.
_SAID_OF_LINE: Final = "een regel die geen iCalendar is, '{line}'"
_SAID_OF_CONTENT: Final = "een inhoud die niet te volgen is"
_REPEATED: Final = (
    "een evenement dat zich herhaalt (RRULE of RDATE); zet elke keer als eigen evenement in de "
    "agenda"
)
_NO_BEGIN: Final = "een evenement zonder leesbaar begin (DTSTART) of einde"
_UNKNOWN_ZONE: Final = "een tijdzone die dit programma niet kent"
_DAY_AND_TIME: Final = "het begin is een dag en het einde een tijd, of andersom"
_TWICE: Final = "het begin of einde staat er meer dan één keer"


class _FaultyError(Exception):
    """An event that cannot be read as one row; it knows why."""


def _not_readable(name: str, reason: str) -> Parts:
    """Say that a file is no iCalendar."""
    return (
        f"{name} is geen geldig iCalendar-bestand.",
        f"Gevonden: {reason}. Verwacht: een agenda volgens RFC 5545.",
        _NOT_ICALENDAR,
    )


def _no_events(name: str) -> Parts:
    """Say that an agenda holds no event."""
    return (
        f"In {name} staat geen enkel evenement.",
        "Verwacht: een of meer onderdelen van het soort VEVENT.",
        _NOT_ICALENDAR,
    )


def own_property(field: str) -> str:
    """Return the name of our own property for a field.

    Examples
    --------
    >>> own_property("build_up")
    'X-HOTSPOTS-BUILD-UP'
    """
    return OWN_PREFIX + field.upper().replace("_", "-")


def read_icalendar(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
) -> Table:
    """Read the events of an agenda.

    A whole day keeps no time, and its end is the last day itself: RFC 5545 names the day after it.
    An event that repeats is a row with a fault: a licence is for one event, and its exceptions
    cannot be seen in a rule.

    Parameters
    ----------
    path
        The file.
    layer_name
        Means nothing here: an agenda holds one list.
    limits
        How many events, and how long a text, are accepted.
    name
        What messages call the file; its own name if left out.

    Raises
    ------
    SourceError
        If it is no iCalendar, holds no event, or is beyond the limits.
    """
    del layer_name
    name = name or path.name
    try:
        parsed = Calendar.from_ical(path.read_bytes(), multiple=True)
    except (ValueError, IndexError, KeyError, UnicodeDecodeError) as error:
        raise SourceError(*_not_readable(name, _reason(error))) from error
    events = [event for calendar in parsed for event in calendar.walk("VEVENT")]
    if not events:
        raise SourceError(*_no_events(name))
    require_size(len(_FIELDS), len(events), limits, name)
    rows: list[dict[str, str]] = []
    faults: list[Fault] = []
    for number, event in enumerate(events, start=2):
        try:
            rows.append(_row(event))
        except (_FaultyError, BrokenCalendarProperty, ValueError, OverflowError) as error:
            rows.append({"id": _text(event, "UID")})
            reason = str(error) if isinstance(error, _FaultyError) else _NO_BEGIN
            faults.append(Fault(number, "VEVENT", _text(event, "SUMMARY"), reason))
        if any(len(text) > limits.field_chars for text in rows[-1].values()):
            raise SourceError(*words.field_too_long(name, number))
    used = tuple(field for field in _FIELDS if any(row.get(field) for row in rows))
    return Table(
        used,
        text_columns(used, [[row.get(field, "") for field in used] for row in rows]),
        np.arange(2, len(rows) + 2, dtype=np.int64),
        *_places(events),
        format="iCalendar",
        faults=tuple(faults),
    )


def _reason(error: Exception) -> str:
    """Say what of a file is no iCalendar; the reader itself says it in English."""
    odd = _ODD_LINE.search(str(error))
    return _SAID_OF_LINE.format(line=odd[1][:_SHOWN]) if odd else _SAID_OF_CONTENT


def _row(event: Component) -> dict[str, str]:
    """Return the texts of one event by field."""
    if any(name in event for name in _REPEATING):
        raise _FaultyError(_REPEATED)
    row = {field: _text(event, name) for name, field in PROPERTIES.items()}
    row["soort"] = _first_category(event)
    row["status"] = STATUSES.get(_text(event, "STATUS").upper(), "")
    for field in OWN_FIELDS:
        row[field] = _own_text(event, own_property(field)) or row.get(field, "")
    begin, end = _moments(event)
    row["begin"], row["end"] = _written(begin), "" if end is None else _written(end)
    return row


def _text(event: Component, name: str) -> str:
    value = event.get(name, "")
    # A property that should occur once and does not is a list: the first is meant.
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(str(first).split())


def _own_text(event: Component, name: str) -> str:
    """Return the text of a property of our own, with its lines; the library unescapes its own.

    A file from before we escaped them has no line breaks in it, and reads the same.
    """
    value = event.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    lines = _ESCAPED.sub(_unescaped, str(first)).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _first_category(event: Component) -> str:
    value = event.get("CATEGORIES")
    first = value[0] if isinstance(value, list) and value else value
    categories = [str(category) for category in getattr(first, "cats", [])]
    return categories[0].strip() if categories else ""


def _moments(event: Component) -> tuple[date, date | None]:
    """Return begin and end; the last day itself where whole days are meant."""
    if "DTSTART" not in event:
        raise _FaultyError(_NO_BEGIN)
    begin = _moment(event, "DTSTART")
    end = _moment(event, "DTEND") if "DTEND" in event else None
    if end is None and "DURATION" in event:
        end = begin + _duration(event)
    whole_days = not isinstance(begin, datetime)
    if end is None:
        return begin, begin if whole_days else None
    if isinstance(end, datetime) is whole_days:
        raise _FaultyError(_DAY_AND_TIME)
    if whole_days:
        end = max(begin, end - timedelta(days=1))
    return begin, end


def _moment(event: Component, name: str) -> date:
    """Return a day, or a moment that is in Dutch wall time where its zone is another."""
    value: Any = event.get(name)
    if isinstance(value, list):
        raise _FaultyError(_TWICE)
    moment: date = value.dt
    if isinstance(moment, datetime):
        zone = value.params.get("TZID")
        if moment.tzinfo is None:
            if zone:
                raise _FaultyError(_UNKNOWN_ZONE)
            return moment
        return moment.astimezone(_ZONE)
    return moment


def _written(moment: date) -> str:
    form = "%Y-%m-%d %H:%M:%S" if isinstance(moment, datetime) else "%Y-%m-%d"
    return moment.strftime(form)


def _places(events: list[Component]) -> tuple[_Axis, _Axis, str | None]:
    """Return longitude and latitude of each event, or None where no event has any."""
    lon, lat = np.array([_place(event) for event in events], dtype=np.float64).T
    return (lon, lat, WGS84) if np.isfinite(lon).any() else (None, None, None)


def _place(event: Component) -> tuple[float, float]:
    """Return longitude and latitude; not a number where there is none that can be read."""
    geo = event.get("GEO")
    return (geo.longitude, geo.latitude) if isinstance(geo, vGeo) else (np.nan, np.nan)


def _duration(event: Component) -> timedelta:
    value = event.get("DURATION")
    if not isinstance(getattr(value, "dt", None), timedelta):
        raise _FaultyError(_NO_BEGIN)
    length: timedelta = value.dt
    return length

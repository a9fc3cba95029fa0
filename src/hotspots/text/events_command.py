"""What the commands about events print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.events import counted
from hotspots.text.numbers import day, number

if TYPE_CHECKING:
    from datetime import datetime

Parts = tuple[str, str, str]

EVENT: Final = "toets een evenement, kondig het aan of neem de kalender mee"
CHECK: Final = "toets een aanvraag; er verandert niets"
ADD: Final = "neem een aanvraag op als vooraankondiging, als nieuwe versie van de kalender"
EXPORT: Final = "schrijf de kalender als iCalendar (.ics)"
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

MADE_UP: Final = "Verzonnen voorbeeld: geen echte evenementen."
ELSEWHERE: Final = "Lichter op een andere locatie:"
NO_OTHER_PLACE: Final = "Geen andere locatie past op die datum en is lichter."
OTHER_DAYS: Final = "Lichter op een andere datum:"
NO_OTHER_DATE: Final = "Geen andere datum in de buurt past op deze locatie en is lichter."
_VERDICTS: Final = {
    "belemmering": "BELEMMERING",
    "let_op": "LET OP",
    "onbekend": "ONBEKEND",
    "lichter": "KAN LICHTER",
    "in_orde": "IN ORDE",
}


def heading(location: str, start: datetime, end: datetime) -> str:
    """Say what was checked."""
    return f"{location}, {day(start)} {start:%H:%M} tot {day(end)} {end:%H:%M}"


def finding(verdict: str, reason: str) -> str:
    """Write a finding on a line."""
    return f"  {_VERDICTS[verdict]:<12} {reason}"


def pressure(name: str, before: float, after: float) -> str:
    """Write the pressure on a buurt."""
    return f"  druk in {name}: van {number(before)} naar {number(after)} gewogen bezoekers"


def alternative(name: str, start: datetime, saves: float) -> str:
    """Write an alternative on a line."""
    return f"  {name}, {day(start)}: {number(100 * saves)} % minder druk op bewoners"


def added(event: str, version: str | None) -> str:
    """Say that an event was added."""
    where = f"versie {version}" if version else "proef; er is niets veranderd"
    return f"Opgenomen als vooraankondiging {event} ({where})."


def written(count: int, name: str) -> str:
    """Say that a calendar was written."""
    return f"{counted(count)} geschreven naar {name}."


def no_json(name: str, told: str) -> Parts:
    """Say that a request cannot be read."""
    return (
        f"{name} is geen leesbare aanvraag.",
        f"Gevonden: {told[:200]}. Verwacht: een JSON-object.",
        "Herstel het bestand, of geef --location, --start, --end en --visitors.",
    )

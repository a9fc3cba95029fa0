"""What the commands about events print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.events import counted
from hotspots.text.events_page import CERTAINTY
from hotspots.text.numbers import day, number

if TYPE_CHECKING:
    from datetime import datetime

Parts = tuple[str, str, str]

EVENT: Final = "toets een evenement, ken een locatie, plan het jaar of kijk terug"
CHECK: Final = "toets een aanvraag; er verandert niets"
ADD: Final = "neem een aanvraag op als vooraankondiging, als nieuwe versie van de kalender"
EXPORT: Final = "schrijf de kalender als iCalendar (.ics)"
PLACE_PROFILE: Final = "alles over een locatie, op het scherm of als A4 (.pdf)"
PLAN: Final = "het bord van een jaar: aanvragen en conflicten, de zwaarste eerst"
MOVE: Final = "laat zien wat er verandert als een evenement verhuist; bewaar met --keep"
AFTERWARDS: Final = "leg vast hoeveel bezoekers er waren, of geef een lijst van wat voorbij is"
YEAR: Final = "jaar; anders het laatste jaar van de kalender"
EVENT_ID: Final = "id van een evenement uit de kalender"
NEW_DAY: Final = "nieuwe begindag"
NEW_PLACE: Final = "id van de nieuwe locatie"
KEEP: Final = "bewaar als nieuwe versie van de kalender, met wie en wanneer"
CAME: Final = "bezoekers op het drukste moment, werkelijk"
FINDINGS: Final = "wat opviel; zet er geen namen van mensen in"
OUT_PROFILE: Final = "bestand: .pdf"
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


def finding(verdict: str, reason: str, certainty: str, source: str) -> str:
    """Write a finding on a line, and below it where it comes from."""
    return f"  {_VERDICTS[verdict]:<12} {reason}\n  {'':<12} ({CERTAINTY[certainty]}: {source})"


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


def looked_back(event: str, visitors: int, version: str | None) -> str:
    """Say that it was written down how many came."""
    where = f"versie {version}" if version else "proef; er is niets veranderd"
    return f"Bij {event} zijn {number(visitors)} bezoekers vastgelegd ({where})."


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

"""Sentences of the door about a calendar: planned events and the places where they are.

A function that returns three sentences gives the parts of an error: what is wrong, what was
found and expected, what to do. A reason ends up behind a row in the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hotspots.errors import Parts

VISITORS_UNREADABLE: Final = "geen geheel aantal bezoekers (0 of meer)"
STATUS_UNKNOWN: Final = (
    "geen bekende status; mogelijk: vooraankondiging, aangevraagd, vergund, afgewezen"
)
SOUND_UNKNOWN: Final = "geen ja of nee"
CLASS_UNKNOWN: Final = "geen klasse A, B of C"
PROFILE_UNREADABLE: Final = "geen profiel; verwacht vraag=antwoord, met een ; ertussen"
TEXT_TOO_LONG: Final = "langer dan 2.000 tekens"
BUILD_UP_AFTER_BEGIN: Final = "de opbouw begint na het begin van het evenement"
DISMANTLED_BEFORE_END: Final = "de afbouw is klaar vóór het einde van het evenement"
NO_PLACE: Final = "deze locatie staat niet in de lijst van locaties, en er zijn geen coördinaten"

NOT_ICALENDAR: Final = "Kies in het agendaprogramma 'exporteren als iCalendar (.ics)'."


def not_readable(name: str, told: str) -> Parts:
    """Say that a file is no iCalendar."""
    return (
        f"{name} is geen geldig iCalendar-bestand.",
        f"Melding bij het lezen: {told}. Verwacht: een agenda volgens RFC 5545.",
        NOT_ICALENDAR,
    )


def no_events(name: str) -> Parts:
    """Say that an agenda holds no event."""
    return (
        f"In {name} staat geen enkel evenement.",
        "Verwacht: een of meer onderdelen van het soort VEVENT.",
        NOT_ICALENDAR,
    )


REPEATED: Final = (
    "een evenement dat zich herhaalt (RRULE of RDATE); zet elke keer als eigen evenement in de "
    "agenda"
)
NO_BEGIN: Final = "een evenement zonder leesbaar begin (DTSTART) of einde"
UNKNOWN_ZONE: Final = "een tijdzone die dit programma niet kent"
DAY_AND_TIME: Final = "het begin is een dag en het einde een tijd, of andersom"
TWICE: Final = "het begin of einde staat er meer dan één keer"


def without_location(count: int) -> str:
    """Warn about events whose location is not in the list of places."""
    return (
        f"{count} evenement(en) noemen een locatie die niet in de lijst van locaties staat. Ze "
        "staan op hun eigen coördinaten; van zo'n plek is geen oppervlakte of aantal dagen bekend."
    )


def without_soort(count: int) -> str:
    """Warn about events without a soort."""
    return f"{count} evenement(en) hebben geen soort. Ze tellen mee, maar vallen buiten een filter."


def without_status(count: int) -> str:
    """Warn about events without a status."""
    return f"{count} evenement(en) hebben geen status. Ze tellen mee tot er een status is."


def kept_by_hand(count: int) -> str:
    """Say that what was entered by hand survived the replacement of the example."""
    return (
        f"{count} evenement(en) die met de hand zijn opgenomen, zijn behouden; de verzonnen "
        "voorbeelden zijn vervangen."
    )


#: How a version is described to which events were added by hand.
ENTERED: Final = "{attribution} · met de hand aangevuld"
#: What stands in for the name of a file where there was none.
BY_HAND: Final = "met de hand"
UNKNOWN_PERSON: Final = "onbekend"


def entry_refused(column: str, value: str, reason: str) -> Parts:
    """Say why one event cannot be entered."""
    return (
        f"Dit evenement kan niet in de kalender: {column or 'de rij'} klopt niet.",
        f"Gevonden: {value!r}; {reason}.",
        "Herstel de aanvraag en neem haar dan opnieuw op.",
    )


def no_calendar(layer: str) -> Parts:
    """Say that a layer is no calendar."""
    return (
        f"Laag '{layer}' is geen kalender.",
        'Verwacht: een laag met kind = "calendar".',
        "Kies de laag met evenementen.",
    )


#: What a role needs to see a calendar.
CALENDAR_IN_CELLS: Final = (
    "De kalender noemt per evenement de plek. Die is voor rollen die dit thema per vakje mogen "
    "zien."
)

"""Sentences about how events are weighed: settings, places and requests.

A function that returns three sentences gives the parts of an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import day as written_day
from hotspots.text.numbers import number

if TYPE_CHECKING:
    from datetime import date

Parts = tuple[str, str, str]


CALENDAR_EMPTY: Final = "De kalender is leeg: welke evenementen er waren of komen, is niet bekend."


def calendar_reach(first: date | None, last: date | None) -> str:
    """Say of which days a calendar tells, and that of the others nothing is known.

    Examples
    --------
    >>> from datetime import date
    >>> calendar_reach(date(2015, 1, 1), date(2018, 12, 31))
    'De kalender loopt van 01-01-2015 tot en met 31-12-2018: van andere dagen niet bekend.'
    """
    if first is None or last is None:
        return CALENDAR_EMPTY
    days = f"van {written_day(first)} tot en met {written_day(last)}"
    return f"De kalender loopt {days}: van andere dagen niet bekend."


def counted(count: int) -> str:
    """Write how many events.

    Examples
    --------
    >>> counted(1), counted(1200)
    ('1 evenement', '1.200 evenementen')
    """
    return f"{number(count)} evenement{'' if count == 1 else 'en'}"


WITH_SOUND: Final = "{risk} met geluid"
SETTINGS_WRONG: Final = "{count} fout(en) in de instellingen voor evenementen: "
SETTINGS_REPAIR: Final = "Herstel toetsing.toml, of haal het weg: dan gelden de eigen cijfers."
NO_TOML: Final = "geen leesbare TOML ({error})."
NOT_POSITIVE: Final = "'{key}' is {value}; verwacht een getal boven 0."
TOO_LITTLE: Final = "'{key}' is {value}; verwacht een heel getal van {least} of meer."
WEIGHTS_WRONG: Final = "'class_weights' heeft niet precies A, B en C met een getal van 0 of meer."
PLAN_WEIGHTS_WRONG: Final = "'weights' heeft niet precies: {kinds}."
NO_MONTH_DAY: Final = "'{written}' is geen maand en dag; verwacht zoiets als \"05-04\"."
NOT_EVERY_YEAR: Final = "'{written}' komt niet elk jaar voor; kies bij 'before' een andere dag."
NEAR_WRONG: Final = "'{id}' heeft niet evenveel 'names' als 'distances_m'."
QUESTION_WRONG: Final = (
    "vraag '{id}' heeft óf 'measures' met 'from' (paren van waarde en punten), óf 'answers'."
)


_LOCATION_EXPECTED: Final = (
    "Verwacht zoiets als '8;6;4,5' (uitgangen), 'A=12;B=4;C=1' (dagen), '05-04 Dodenherdenking' "
    "(stil) of 'ja' (binnen)."
)


def location_twice(layer: str, location: str) -> Parts:
    """Say that two places have one id."""
    return (
        f"Locatie '{location}' staat twee keer in laag '{layer}'.",
        "Verwacht: elke locatie heeft een eigen id.",
        "Geef een van beide een ander id.",
    )


def location_wrong(layer: str, location: str, value: str) -> Parts:
    """Say that a figure of a place cannot be read."""
    return (
        f"Een kenmerk van locatie '{location}' in laag '{layer}' is niet te lezen.",
        f"Gevonden: {value}. {_LOCATION_EXPECTED}",
        "Herstel het bestand van de locaties.",
    )


def no_calendar() -> Parts:
    """Say that there is no calendar for this role."""
    return (
        "Deze gemeente heeft geen kalender van evenementen voor u.",
        'Verwacht: een laag met kind = "calendar" in een thema.',
        "Vraag de beheerder om de laag of om toegang.",
    )

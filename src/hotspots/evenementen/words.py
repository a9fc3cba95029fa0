"""Sentences about how events are weighed: settings, places and requests.

A function that returns three sentences gives the parts of an error.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from hotspots.dutch import day, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hotspots.errors import Parts

#: Of a year of which no calendar was loaded.
ENTRIES_ALONE: Final = (
    "Dat is alleen wat hier is ingevoerd: wat er dat jaar nog meer is, is niet bekend."
)


def counted(count: int) -> str:
    """Write how many events.

    Examples
    --------
    >>> counted(1), counted(1200)
    ('1 evenement', '1.200 evenementen')
    """
    return f"{number(count)} evenement{'' if count == 1 else 'en'}"


POINT_NAME: Final = "Punt {x} {y}"
WITH_SOUND: Final = "{risk} met geluid"
SETTINGS: Final = "de instellingen voor evenementen"
SETTINGS_REPAIR: Final = "Herstel toetsing.toml, of haal het weg: dan gelden de eigen cijfers."
WEIGHTS_WRONG: Final = "'class_weights' heeft niet precies A, B en C met een getal van 0 of meer."
PLAN_WEIGHTS_WRONG: Final = "'weights' heeft niet precies: {kinds}."
NOT_EVERY_YEAR: Final = "'{written}' komt niet elk jaar voor; kies bij 'before' een andere dag."
NEAR_WRONG: Final = "'{id}' heeft niet evenveel 'names' als 'distances_m'."
QUESTION_WRONG: Final = (
    "vraag '{id}' heeft óf 'measures' met 'from' (paren van waarde en punten), óf 'answers'."
)


_LOCATION_EXPECTED: Final = (
    "Verwacht zoiets als '8;6;4,5' (uitgangen), 'A=12;B=4;C=1' (dagen), '05-04 Dodenherdenking' "
    "(stil), '7' (rustdagen) of 'ja' (binnen)."
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


IN_THE_PAST: Final = (
    "De begindatum is voorbij: wat hier als lichter staat, is om van te leren en niet om aan te "
    "vragen."
)
ADVICE: Final = (
    "Dit is een advies op basis van de geladen gegevens, geen besluit. De burgemeester beslist."
)
EXAMPLE_TABLE: Final = (
    "De punten komen uit een voorbeeldtabel. Laad de tabel van de veiligheidsregio voor een echte "
    "indeling."
)
EXAMPLE_PLACES: Final = (
    "Oppervlakte, uitgangen en toegestane dagen van de locaties zijn een voorbeeld."
)
MADE_UP: Final = "Verzonnen voorbeeld: geen echte evenementen."
SYNTHETIC: Final = "De kalender is verzonnen: hij zegt niets over echte evenementen."

REQUEST_WRONG: Final = "De aanvraag is niet te beoordelen."
REQUEST_REPAIR: Final = "Herstel de aanvraag en toets haar opnieuw."
KEY_MISSING: Final = "'{key}' ontbreekt."
NO_MOMENT: Final = "'{key}' is '{value}'; verwacht een datum en tijd, zoals 2018-05-05T20:00."
NO_OFFSET: Final = "'{key}' heeft een tijdzone; geef de tijd zoals de klok hier hem aanwijst."
NO_VISITORS: Final = "'visitors' is {value}; verwacht een heel getal van 0 tot 9.999.999."
NO_PROFILE: Final = "'profile' is geen lijst van vraag en antwoord."
NO_SOUND: Final = "'sound' is {value}; verwacht true of false."
ENDS_BEFORE_START: Final = "Het einde ligt niet na het begin."
NO_YEAR: Final = "Het jaar {year} kan niet; verwacht {first} tot en met {last}."
TOO_LONG: Final = "Het evenement duurt langer dan een jaar."
AROUND_TOO_LONG: Final = "De opbouw of de afbouw duurt langer dan een jaar."
BUILT_TOO_LATE: Final = "De opbouw begint na het begin van het evenement."
CLEARED_TOO_EARLY: Final = "De afbouw is klaar vóór het einde van het evenement."


def unknown_key(key: str, known: Sequence[str]) -> str:
    """Say that a key of a request does not exist."""
    near = get_close_matches(key, known, n=1)
    hint = f"Bedoelde u '{near[0]}'?" if near else f"Mogelijk: {', '.join(known)}."
    return f"Onbekende sleutel '{key}'. {hint}"


def no_location(name: str, known: Sequence[str]) -> Parts:
    """Say that a place is not in the list, or is there twice."""
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    return (
        f"Locatie '{name}' staat niet (of niet precies één keer) in de lijst van locaties.",
        f"Lijkt op: {', '.join(near)}." if near else f"Er zijn {len(known)} locaties.",
        "Gebruik het id van een locatie uit de lijst.",
    )


FROM_MIDDLE: Final = (
    "De druk op bewoners is gerekend vanaf het midden van de route of het vlak, dus bij benadering."
)


def not_loaded(label: str) -> str:
    """Say that a layer was not weighed, since nothing of it is loaded.

    Examples
    --------
    >>> not_loaded("gebied van het register")
    'Niet geladen en dus niet meegewogen: gebied van het register.'
    """
    return f"Niet geladen en dus niet meegewogen: {label}."


NOT_LOADED: Final = "Wegwerkzaamheden zijn niet geladen en dus niet meegewogen."


def unknown_size(count: int) -> str:
    """Say that some events weigh nothing because the number of visitors is not known."""
    events = counted(count)
    return f"Van {events} is het aantal bezoekers onbekend; de druk is daardoor eerder te laag."


UNTITLED: Final = "Evenement zonder titel"


def no_event(event_id: str) -> Parts:
    """Say that an event is not in the calendar."""
    return (
        f"Evenement '{event_id}' staat niet in de kalender.",
        "Verwacht: het id van een evenement uit de kalender.",
        "Zoek het id op met: hotspots event list, of op de pagina Evenementen onder Aanvragen.",
    )


def not_over(title: str, last: date) -> Parts:
    """Say that an event is not over, so that nobody knows how it went."""
    return (
        f"{title} is nog niet geweest.",
        f"De laatste dag is {day(last)}. Verwacht: een evenement dat voorbij is.",
        "Vul in hoeveel bezoekers er waren als het voorbij is.",
    )


def called_off(title: str, status: str) -> Parts:
    """Say that an event was not held, so that nobody came."""
    return (
        f"{title} is niet gehouden.",
        f"De status is {status}.",
        "Verander eerst de status, als dat niet klopt.",
    )


def no_turnout(visitors: int) -> Parts:
    """Say that a number of visitors cannot be right."""
    return (
        f"{visitors} is geen aantal bezoekers.",
        "Verwacht: 0 of meer.",
        "Vul het aantal in dat er op het drukste moment was.",
    )

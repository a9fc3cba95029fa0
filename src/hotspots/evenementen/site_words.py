"""What adding a place for events says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number
from hotspots.evenementen.life_words import version_or_trial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.errors import Parts

NEW: Final = "Een nieuwe locatie op de kaart zetten"
INTRO: Final = (
    "Klik op de kaart voor een punt. Teken een vlak: dan telt de grond mee voor hoeveel mensen er "
    "passen. Of teken de route van een loop of optocht, van start tot einde. Er verandert pas iets "
    "als u bewaart."
)
MAP: Final = "De plek van een nieuwe locatie"
NAME: Final = "Naam van de locatie"
KIND: Final = "Soort locatie"
KIND_HELP: Final = "Zoals in de lijst: plein, park, hal. Leeg mag."
WHERE: Final = "Plek, vlak of route"
WHERE_HELP: Final = (
    "Een punt als x en y in RD-meters, of een gebied: cirkel:X,Y,STRAAL of vlak:X,Y;X,Y;X,Y, of "
    "een loop of optocht: route:X,Y;X,Y. Een klik of tekening op de kaart vult het in."
)
DAYS: Final = "Evenementdagen per jaar"
PACE: Final = "Tempo van de route, km per uur"
PACE_HELP: Final = (
    "Van de eerste en de laatste deelnemer, zoals 10;5, of van een optocht als geheel, zoals 4. "
    "Leeg: de instelling van de gemeente."
)
DAYS_HELP: Final = "Per klasse, zoals A=12;B=4;C=1. Leeg: geen grens."
ADD: Final = "Locatie opnemen"
SURE: Final = (
    "De lijst van locaties krijgt een nieuwe versie met deze locatie. Uw naam of rol en het moment "
    "staan erbij. Klopt dat?"
)
DONE: Final = "Locatie {event} is opgenomen: versie {version} van de lijst van locaties."
NAME_FIRST: Final = "Geef de locatie een naam om haar te bewaren."
NO_CAPACITY: Final = (
    "Van een punt is niet bekend hoeveel mensen er passen; vul later de cijfers aan."
)

NO_PLACE: Final[Parts] = (
    "De locatie heeft nog geen plek.",
    "Verwacht: een punt, een vlak of een route.",
    "Klik op de kaart, teken een vlak of een route, of vul de plek in.",
)
NO_NAME: Final[Parts] = (
    "De locatie heeft nog geen naam.",
    "Verwacht: een naam met minstens één letter of cijfer.",
    "Vul de naam in.",
)
NO_LAYER: Final[Parts] = (
    "De lijst van locaties kan geen locatie opnemen.",
    "Verwacht: een laag met velden voor naam en id.",
    "Vraag de beheerder om [fields] in layer.toml.",
)


def no_route(written: str) -> Parts:
    """Say that something is no route."""
    return (
        "De route is niet te lezen.",
        f"Gevonden: '{written[:80]}'. Verwacht: route:X,Y;X,Y in meters RD, twee punten of meer.",
        "Herstel de route, of lees haar als lijn in een bestand (GeoJSON, GPKG, KML) in.",
    )


def there_already(name: str) -> Parts:
    """Say that a place of this name is in the list."""
    return (
        f"Locatie '{name}' staat al in de lijst.",
        "Verwacht: een naam die nog niet voorkomt.",
        "Kies een andere naam, of lees het bestand van de locaties opnieuw in.",
    )


def no_figure(name: str, known: Iterable[str]) -> Parts:
    """Say that the layer has no such figure."""
    return (
        f"De lijst van locaties kent '{name}' niet.",
        f"Verwacht: {', '.join(known)}.",
        "Laat het weg, of vul het aan in layer.toml.",
    )


def ground(square_metres: float, people: int, density: float) -> str:
    """Say how many fit on the ground that was drawn.

    Examples
    --------
    >>> ground(2500.0, 5000, 2.0)
    'Het vlak is 2.500 m²: bij 2,0 personen per m² passen er 5.000 mensen, als alles vrij is.'
    """
    return (
        f"Het vlak is {number(square_metres)} m²: bij {number(density, 1)} personen per m² passen "
        f"er {number(people)} mensen, als alles vrij is."
    )


def route(metres: float) -> str:
    """Say how long a route is, and that the check says what it closes."""
    return (
        f"De route is {number(metres)} m. De aanvraagtoets zegt welke straten zij wanneer afsluit."
    )


def added(code: str, version: str | None) -> str:
    """Say that a place was added."""
    return f"Locatie {code} opgenomen ({version_or_trial(version)})."

"""Sentences about the background map that a home brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number
from hotspots.maps.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.errors import Parts

_WHERE: Final = "gemeente.toml [tiles]"
_GET_ANOTHER: Final = (
    "Haal het bestand opnieuw op, of kies een ander: zie 'Een eigen gemeente' op de pagina "
    "Handleiding."
)
_KINDS: Final = "kaartbeelden (png, jpg of webp), of straten in het schema van Protomaps (versie 4)"
_SHOWN: Final = 8
_LONGEST: Final = 60


def missing(name: str) -> Parts:
    """Say that the file is not there, or may not be read."""
    return (
        f"{_WHERE}: het bestand '{name}' is er niet, of is niet te lezen.",
        "Verwacht: een PMTiles-bestand in de map van de gemeente.",
        "Zet het daar neer, of haal de regel 'file' weg.",
    )


def elsewhere(name: str) -> Parts:
    """Say that the file is not in the home."""
    return (
        f"{_WHERE}: het bestand '{name}' ligt buiten de map van de gemeente.",
        "Verwacht: een bestand in die map zelf, want de toepassing geeft het uit.",
        "Zet het bestand in de map, en geen verwijzing ernaar.",
    )


def no_archive(name: str, begin: str) -> Parts:
    """Say that the file is no archive of tiles."""
    return (
        f"{_WHERE}: '{name}' is geen PMTiles-bestand van versie 3.",
        f"Gevonden: {begin}. Verwacht: een bestand dat begint met 'PMTiles' en versie 3.",
        _GET_ANOTHER,
    )


NOTHING: Final = "een leeg bestand"
OTHER_BEGIN: Final = "een ander begin"


def other_version(version: int) -> str:
    """Name a version of the format."""
    return f"versie {version}"


def cut_off(name: str, size: int, expected: int) -> Parts:
    """Say that the file is shorter than it says itself."""
    return (
        f"{_WHERE}: '{name}' is afgebroken.",
        f"Gevonden: {number(size)} bytes. Verwacht: minstens {number(expected)}.",
        _GET_ANOTHER,
    )


def damaged(name: str) -> Parts:
    """Say that what the file tells of itself cannot be read."""
    return (
        f"{_WHERE}: wat '{name}' over zichzelf vertelt, is niet te lezen.",
        "Verwacht: een beschrijving (JSON), niet ingepakt of met gzip, van hooguit 4 MB.",
        _GET_ANOTHER,
    )


def other_packing(name: str) -> Parts:
    """Say that a browser cannot unpack the file."""
    return (
        f"{_WHERE}: '{name}' is ingepakt op een manier die een browser niet kan uitpakken.",
        "Verwacht: niet ingepakt, of met gzip.",
        _GET_ANOTHER,
    )


def other_kind(name: str) -> Parts:
    """Say that the file holds tiles of a kind that the map does not draw."""
    return (
        f"{_WHERE}: '{name}' bevat tegels van een soort die de kaart niet tekent.",
        f"Verwacht: {_KINDS}.",
        _GET_ANOTHER,
    )


def other_schema(name: str, layers: Sequence[str]) -> Parts:
    """Say that the file holds streets in another schema."""
    shown = ", ".join(visible(layer, _LONGEST) for layer in layers[:_SHOWN]) or "geen"
    return (
        f"{_WHERE}: '{name}' bevat straten in een ander schema.",
        f"Gevonden lagen: {shown}. Verwacht: {_KINDS}.",
        _GET_ANOTHER,
    )


def wrong_bounds(name: str) -> Parts:
    """Say that the file does not tell of which part of the world it is, or how near."""
    return (
        f"{_WHERE}: '{name}' zegt niet goed van welk gebied of van welke zooms het is.",
        "Verwacht: west, zuid, oost en noord in graden, en zooms van 0 tot 26.",
        _GET_ANOTHER,
    )


def no_attribution(name: str) -> Parts:
    """Say that nobody tells where the background map comes from."""
    return (
        f"{_WHERE}: er staat niet bij van wie de achtergrondkaart '{name}' is.",
        "Verwacht: een bronvermelding in het bestand zelf, of onder [tiles].",
        'Voeg toe: attribution = "…".',
    )


def elsewhere_on_earth(name: str, bbox: str) -> Parts:
    """Say that the file is of another place."""
    return (
        f"{_WHERE}: '{name}' is van een ander gebied dan de gemeente.",
        f"Verwacht: een bestand dat de gemeente bevat, van {bbox} (west, zuid, oost, noord).",
        f"Maak het opnieuw, met --bbox={bbox}.",
    )


def covers_in_part(name: str, bbox: str) -> str:
    """Say that the file covers the municipality in part."""
    return (
        f"Let op: de achtergrondkaart '{name}' bevat niet de hele gemeente. "
        f"De hele gemeente: --bbox={bbox}."
    )

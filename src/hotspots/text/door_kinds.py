"""Sentences about files that are something else than a table, or say one thing twice.

A function that returns three sentences gives the parts of an error: what is wrong, what was
found and expected, what to do.
"""

from __future__ import annotations

from typing import Final

from hotspots.text.door_files import FORMATS

Parts = tuple[str, str, str]

#: What the content of an EXE or another executable is called.
PROGRAM: Final = "een programma"


def lying_extension(name: str, found: str) -> Parts:
    """Say that content and extension differ."""
    return (
        f"{name} is niet wat de naam zegt.",
        f"De inhoud is herkend als {found}.",
        "Geef het bestand de goede extensie, of maak de export opnieuw.",
    )


def not_accepted(name: str, found: str) -> Parts:
    """Say that the content is of a kind that is never read."""
    return (
        f"{name} wordt niet geopend: de inhoud is geen geldig bestand om te importeren.",
        f"De inhoud is herkend als {found}.",
        f"Lever een van deze formaten aan: {FORMATS}.",
    )


def unknown_extension(name: str, extension: str) -> Parts:
    """Say that the extension is unknown."""
    return (
        f"Het formaat van {name} wordt niet herkend.",
        f"Gevonden extensie: {extension or 'geen'}. Verwacht: {FORMATS}.",
        "Sla het bestand op in een van deze formaten.",
    )


def nested_too_deep(name: str) -> Parts:
    """Say that JSON is nested deeper than any table is."""
    return (
        f"{name} is geen geldig GeoJSON-bestand: de inhoud is te diep genest.",
        "Verwacht: een FeatureCollection met features, elk met een punt en losse kenmerken.",
        "Exporteer de laag opnieuw als GeoJSON.",
    )


def esri_json(name: str) -> Parts:
    """Say that JSON is the kind that ArcGIS makes."""
    return (
        f"{name} is geen geldig GeoJSON-bestand.",
        "De inhoud is herkend als Esri JSON. Verwacht: een FeatureCollection met features.",
        "Kies in ArcGIS 'Features To JSON' met de uitvoer GeoJSON, en exporteer opnieuw.",
    )


def repeated_key() -> tuple[str, str]:
    """Return value and reason for a feature that has one key twice."""
    return "", "een kenmerk staat twee keer in dit onderdeel van het bestand"


def index_is_a_view(name: str) -> Parts:
    """Say that the table of layers of a GeoPackage is a program."""
    return (
        f"{name} is geen geldig bestand van het soort GeoPackage.",
        "De lijst van lagen in het bestand is geen tabel maar een view; die wordt nooit gelezen.",
        "Exporteer de laag opnieuw als GeoPackage.",
    )

"""What the door says about lines, areas, rasters and the fields of a layer of `geodata/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What each kind of layer consists of.
SHAPES: Final = {"places": "punten", "lines": "lijnen", "zones": "vlakken"}
SHAPE: Final = {"places": "een punt", "lines": "een lijn", "zones": "een vlak"}
NO_SHAPE: Final = "geen geometrie; de rij staat nergens op de kaart"
KEY_CONFLICT: Final = "dubbel: zelfde sleutel als een eerdere rij, andere inhoud"
FIELD_EMPTY: Final = "leeg; dit veld is nodig"
DUPLICATES: Final = "{count} rij(en) staan dubbel in het bestand en zijn één keer ingelezen."
OUTSIDE: Final = "{count} rij(en) liggen helemaal buiten de gemeente. Ze zijn wel ingelezen."


def too_many_corners(most: int) -> tuple[str, str]:
    """Refuse a shape that no map needs."""
    return "", f"de vorm heeft meer dan {number(most)} hoekpunten"


def wrong_shape(*kinds: str) -> str:
    """Say which shape was expected.

    Examples
    --------
    >>> wrong_shape("places", "zones")
    'verkeerde soort vorm: verwacht een punt of een vlak'
    """
    return f"verkeerde soort vorm: verwacht {' of '.join(SHAPE[kind] for kind in kinds)}"


def invalid_shape(reason: str) -> str:
    """Say why an area has no inside that everybody agrees on."""
    return f"ongeldige vorm: {reason}"


def not_a_choice(choices: Sequence[str]) -> str:
    """Say which values a field knows."""
    return f"onbekende waarde; mogelijk: {', '.join(choices)}"


def out_of_range(least: float | None, most: float | None) -> str:
    """Say between which bounds a number lies."""
    if most is None:
        return f"te laag: verwacht {number(least or 0, 1)} of meer"
    if least is None:
        return f"te hoog: verwacht {number(most, 1)} of minder"
    return f"verwacht tussen {number(least, 1)} en {number(most, 1)}"


def missing_fields(
    labels: Sequence[str], layer: str, found: Sequence[str], expected: Sequence[str]
) -> tuple[str, str, str]:
    """Refuse a file in which columns are missing."""
    return (
        f"In het bestand ontbreekt {', '.join(labels)} (laag '{layer}').",
        f"Gevonden kolommen: {', '.join(found) or 'geen'}; verwacht: {', '.join(expected)}.",
        "Wijs de kolom aan met --column VELD=KOLOM, of lever het bestand anders aan.",
    )


def no_shapes(layer: str, kind: str, file_format: str) -> tuple[str, str, str]:
    """Refuse a file without geometry for a layer that consists of it."""
    return (
        f"Het bestand heeft geen geometrie, en laag '{layer}' bestaat uit {SHAPES[kind]}.",
        f"Gevonden: {file_format}; verwacht: GeoJSON, GeoPackage, Shapefile of GeoParquet.",
        "Sla de laag in een van die soorten op.",
    )


def not_loadable(layer: str, context: str) -> tuple[str, str, str]:
    """Refuse a file for a layer that only shows another one."""
    return (
        f"Laag '{layer}' heeft geen eigen bestand: zij toont '{context}'.",
        "Verwacht: een laag met incidenten of aantallen, of een laag met een doel ('purpose').",
        f"Vervang het bestand in geodata/{context}/.",
    )


def raster_expected(layer: str, file_format: str) -> tuple[str, str, str]:
    """Refuse a table for a layer that is a raster."""
    return (
        f"Laag '{layer}' is een raster.",
        f"Gevonden: {file_format}; verwacht: een GeoTIFF (.tif) in EPSG:28992.",
        "Kies het rasterbestand zelf.",
    )


def no_geotiff(name: str, why: str) -> tuple[str, str, str]:
    """Refuse what is no raster that the tool can read."""
    return (
        f"'{name}' is niet te lezen als GeoTIFF.",
        f"Gevonden: {why}; verwacht: één band met getallen, recht op het noorden.",
        "Sla het raster opnieuw op als GeoTIFF, zonder bijzondere compressie.",
    )


def raster_too_large(name: str, found: str, most: int) -> tuple[str, str, str]:
    """Refuse a raster with more cells than can be held."""
    told = f"Gevonden: {found}; verwacht" if found else "Verwacht"
    return (
        f"Het raster '{name}' heeft te veel cellen.",
        f"{told}: hoogstens {number(most)} cellen.",
        "Knip het raster bij tot de gemeente, of maak de cellen groter, en lees het opnieuw in.",
    )


def raster_not_rd(name: str, found: str) -> tuple[str, str, str]:
    """Refuse a raster in another CRS: turning a raster changes its numbers."""
    return (
        f"Het raster '{name}' staat niet in RD.",
        f"Gevonden: {found}; verwacht: EPSG:28992.",
        (
            "Zet het raster om naar EPSG:28992 waar het gemaakt is. Staat het wel in RD maar "
            "zegt het bestand dat niet? Geef dan --crs EPSG:28992."
        ),
    )


def raster_elsewhere(name: str, bounds: Sequence[float]) -> tuple[str, str, str]:
    """Refuse a raster that touches nothing of the municipality."""
    west, south, east, north = (number(bound) for bound in bounds)
    return (
        f"Het raster '{name}' ligt buiten de gemeente.",
        f"Gevonden: x {west} tot {east}, y {south} tot {north} (meters).",
        "Controleer of dit het goede bestand is.",
    )


def raster_values(
    name: str, low: float, high: float, least: float, most: float
) -> tuple[str, str, str]:
    """Refuse numbers that cannot be what the layer holds."""
    return (
        f"De getallen in '{name}' kunnen niet kloppen.",
        (
            f"Gevonden: van {number(low, 2)} tot {number(high, 2)}; verwacht: van "
            f"{number(least, 1)} tot {number(most, 1)}."
        ),
        "Kijk naar de eenheid (meters) en naar de waarde die 'geen gegevens' betekent.",
    )


def clipped(cells: int, cell_m: float) -> str:
    """Tell what was kept of a raster."""
    return (
        f"Ingelezen: {number(cells)} cellen van {number(cell_m, 1)} m met een getal, binnen en "
        "vlak om de gemeente. Waar het raster geen getal heeft, is niet bekend hoe het daar is."
    )

"""What is said of a file with areas of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.errors import Parts

SOURCE: Final = "Eigen bestand {file}"
LICENCE: Final = "zie de leverancier"
NOTE: Final = "Grenzen uit een eigen bestand, van {year}."
#: Codes and columns that a sentence names.
_MOST: Final = 12


def repaired(codes: Sequence[str]) -> str:
    """Say of which areas the loose lines and points went."""
    shown = ", ".join(codes[:_MOST])
    more = f" en nog {len(codes) - _MOST}" if len(codes) > _MOST else ""
    were = plural(len(codes), "gebied was een verzameling", "gebieden waren een verzameling")
    return (
        f"Hersteld: {were} van vlakken met losse lijnen of punten; alleen de vlakken tellen: "
        f"{shown}{more}."
    )


def which_layer(file: str, layers: Sequence[str]) -> Parts:
    """Say that a file has more layers than one."""
    return (
        f"'{file}' heeft meer lagen.",
        f"Gevonden: {listed(list(layers[:_MOST]))}.",
        "Zeg welke de gebieden heeft: --table NAAM.",
    )


def no_layer(file: str, layer: str, layers: Sequence[str]) -> Parts:
    """Say that a file has no such layer."""
    return (
        f"'{file}' heeft geen laag '{layer}'.",
        f"Gevonden: {listed(list(layers[:_MOST]))}.",
        "Noem een daarvan: --table NAAM.",
    )


def unreadable(file: str, why: str) -> Parts:
    """Say that a file with areas cannot be read."""
    return (
        f"'{file}' is niet te lezen.",
        f"Gevonden: {why}; verwacht een GeoPackage of GeoJSON met vlakken.",
        "Kijk de naam na, of lever het bestand opnieuw aan.",
    )


def no_areas(file: str) -> Parts:
    """Say that a file has no areas."""
    return (
        f"In '{file}' staan geen gebieden.",
        "Verwacht: een vlak per rij.",
        "Kijk of dit het goede bestand is.",
    )


#: Of areas that lie elsewhere: what to do where it is the file that is wrong.
OWN_CRS: Final = "bewaar het bestand dan opnieuw met zijn CRS, bijvoorbeeld uit QGIS"


def no_crs(file: str) -> Parts:
    """Say that a file does not say in which CRS its coordinates are."""
    return (
        f"'{file}' zegt niet in welk stelsel de coördinaten zijn.",
        "Verwacht: een CRS, zoals EPSG:28992 (RD) of EPSG:4326.",
        "Bewaar het bestand opnieuw met zijn CRS, bijvoorbeeld uit QGIS.",
    )


def no_field(field: str, help_: str) -> Parts:
    """Say that an area has no such field."""
    return (f"Een gebied heeft geen veld '{field}'.", "", help_)


def no_column(file: str, column: str, there: Sequence[str]) -> Parts:
    """Say that a file has no such column."""
    return (
        f"'{file}' heeft geen kolom '{column}'.",
        f"Gevonden: {', '.join(there)}.",
        "Noem een daarvan: --column VELD=KOLOM.",
    )


def no_code(file: str, there: Sequence[str]) -> Parts:
    """Say that no column is known to hold the codes of the areas."""
    return (
        f"Niet duidelijk is welke kolom van '{file}' de code van een gebied heeft.",
        f"Gevonden: {', '.join(there)}.",
        "Wijs hem aan: --column code=KOLOM. De naam mag dezelfde kolom zijn.",
    )

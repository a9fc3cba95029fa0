"""What is said about a contour that was loaded, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.risico.contour import Contour


def contour_label(kind: str, contour: Contour) -> str:
    """Name the zone of a contour.

    Examples
    --------
    >>> from hotspots.risico.contour import Contour
    >>> import shapely
    >>> contour_label("Gifwolk", Contour("ags.kml", shapely.box(0, 0, 1000, 2000)))
    'Gifwolk (contour ags.kml)'
    """
    return f"{kind} (contour {contour.name})"


def contour_sentence(contour: Contour) -> str:
    """Say where a zone comes from, and how large it is.

    Examples
    --------
    >>> from hotspots.risico.contour import Contour
    >>> import shapely
    >>> contour_sentence(Contour("a.kml", shapely.box(0, 0, 1000, 2500), parts=2))
    'De zone is de contour uit a.kml: 2,5 km², 2 vlakken samen. De tool heeft haar niet berekend.'
    >>> part = Contour("a.zip", shapely.box(0, 0, 1000, 2500), 1, 2, "EPSG:28992")
    >>> contour_sentence(part)  # doctest: +NORMALIZE_WHITESPACE
    'De zone is de contour uit a.zip: 2,5 km². De tool heeft haar niet berekend. 2 vormen in het
    bestand zijn geen vlak en tellen niet mee. Het bestand noemt geen coördinatenstelsel; de
    getallen passen alleen bij RD-meters (EPSG:28992) en zijn zo gelezen.'
    """
    together = f", {plural(contour.parts, 'vlak', 'vlakken')} samen" if contour.parts > 1 else ""
    decimals = 1 if contour.area_km2 >= 1 else 3
    return (
        f"De zone is de contour uit {contour.name}: {number(contour.area_km2, decimals)} km²"
        f"{together}. De tool heeft haar niet berekend.{_left_out(contour.not_areas)}"
        f"{_detected(contour.crs_detected)}"
    )


def _left_out(shapes: int) -> str:
    if not shapes:
        return ""
    rest = "is geen vlak en telt" if shapes == 1 else "zijn geen vlak en tellen"
    return f" {plural(shapes, 'vorm', 'vormen')} in het bestand {rest} niet mee."


def _detected(crs: str) -> str:
    if not crs:
        return ""
    return (
        " Het bestand noemt geen coördinatenstelsel; de getallen passen alleen bij "
        f"{_SYSTEMS.get(crs, crs)} en zijn zo gelezen."
    )


#: What to do with a contour whose numbers do not fit its system.
SAVE_IN_SYSTEM: Final = (
    "Bewaar de contour opnieuw uit het model, in RD (EPSG:28992) of in graden (EPSG:4326), en laad "
    "het bestand nog eens."
)
_SYSTEMS: Final = {"EPSG:28992": "RD-meters (EPSG:28992)", "EPSG:4326": "graden (EPSG:4326)"}


def wrong_ending(name: str, endings: Sequence[str]) -> tuple[str, str, str]:
    """Say which files can hold a contour."""
    return (
        f"{name} kan geen contour bevatten.",
        f"Mogelijk: {listed(endings)}. Een shapefile hoort in een zip.",
        "Bewaar de contour uit het model in een van deze soorten.",
    )


def unreadable(name: str, row: int, reason: str) -> tuple[str, str, str]:
    """Say that a shape in a file cannot be read."""
    return (
        f"De contour in {name} is niet helemaal te lezen.",
        f"Rij {row}: {reason}",
        "Bewaar het bestand opnieuw uit het model. Zonder dat deel zou de zone te klein zijn.",
    )


def no_area(name: str, kinds: Sequence[str]) -> tuple[str, str, str]:
    """Say that a file holds no area."""
    return (
        f"In {name} staat geen vlak.",
        (
            f"Gevonden: {listed(kinds) if kinds else 'niets dat getekend is'}; verwacht: een vlak "
            "of een gesloten lijn."
        ),
        "Bewaar de contour als vlak (polygon) en laad het bestand opnieuw.",
    )


def wrong_size(name: str, area_km2: float, largest_km2: float) -> tuple[str, str, str]:
    """Say that a contour is too large, or has no area."""
    return (
        f"De contour in {name} heeft geen goede maat.",
        (
            f"Gevonden: {number(area_km2, 1)} km²; verwacht: meer dan 0 en hoogstens "
            f"{number(largest_km2)} km²."
        ),
        "Controleer het coördinatenstelsel van het bestand.",
    )

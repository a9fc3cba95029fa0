"""Sentences about the places of rows: coordinates, the system that they are in, and addresses.

A function that returns `Parts` gives the three parts of an error; a reason ends up behind a row in
the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number, plural
from hotspots.incoming.reading.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.errors import Parts


NUMBER_UNREADABLE: Final = "geen getal: deze coördinaat is niet te lezen"
NUMBER_ROUNDED: Final = (
    "getal is afgerond (E+), waarschijnlijk door Excel; de coördinaat is niet exact"
)
NUMBER_INFINITE: Final = "geen geldig getal: de coördinaat is oneindig groot"
HALF_EMPTY: Final = "coördinaat is leeg, terwijl de andere is ingevuld"


def outside_country(hint: str = "") -> str:
    """Say that a coordinate lies outside the Netherlands."""
    return f"coördinaat ligt buiten Nederland{f'; {hint}' if hint else ''}"


LOOKS_LIKE: Final = {
    "degrees": "dit lijkt op graden (stelsel WGS84)",
    "degrees_swapped": "dit lijkt op graden met lon en lat verwisseld",
    "rd": "dit lijkt op meters (stelsel RD)",
    "rd_swapped": "dit lijkt op RD-meters met x en y verwisseld",
}
_FITS: Final = {
    "degrees": "graden (WGS84, EPSG:4326), lengte vóór breedte",
    "degrees_swapped": "graden (WGS84, EPSG:4326), maar met lengte en breedte verwisseld",
    "rd": "RD-meters (EPSG:28992)",
    "rd_swapped": "RD-meters (EPSG:28992), maar met x en y verwisseld",
}
_REPAIR: Final = {
    "degrees": "Geef het stelsel op: --crs EPSG:4326.",
    "degrees_swapped": "Wissel de twee kolommen om, in het bestand of bij het toewijzen.",
    "rd": "Geef het stelsel op: --crs EPSG:28992.",
    "rd_swapped": "Wissel de twee kolommen om, in het bestand of bij het toewijzen.",
}


def wrong_crs(columns: Sequence[str], said: str, fits: str, share: float, example: str) -> Parts:
    """Say that coordinates are not in the CRS they should be in, and what fits."""
    return (
        f"De coördinaten in {' en '.join(columns)} staan niet in het stelsel {said}.",
        (
            f"{share:.0%} van de plaatsen past bij {_FITS[fits]}; eerste plaats: {example}. "
            f"In {said} liggen ze buiten Nederland."
        ),
        _REPAIR[fits],
    )


#: What coordinates are that would lie in the Netherlands if they were written otherwise.
OTHERWISE: Final = {
    "cm": ("RD in centimeters", "deel ze door 100"),
    "mm": ("RD in millimeters", "deel ze door 1.000"),
    "km": ("RD in kilometers", "vermenigvuldig ze met 1.000"),
    "degrees": ("graden zonder decimaalteken", "zet de punt of komma terug"),
}


def nothing_fits(columns: Sequence[str], said: str, example: str, otherwise: str = "") -> Parts:
    """Say that coordinates fit no CRS that is used here, and how they would.

    Parameters
    ----------
    otherwise
        One of `OTHERWISE`; "" where none of them helps either.
    """
    if otherwise:
        what, do = OTHERWISE[otherwise]
        return (
            (
                f"De coördinaten in {' en '.join(columns)} liggen zo buiten Nederland; het lijkt "
                f"{what}."
            ),
            f"Eerste plaats: {example}. Verwacht: RD in meters, of graden met een decimaalteken.",
            f"Vraag de leverancier om een goede export, of {do}. Een andere --crs helpt niet.",
        )
    return (
        (
            f"De meeste coördinaten in {' en '.join(columns)} liggen buiten Nederland "
            f"als ze in het stelsel {said} staan."
        ),
        f"Eerste plaats: {example}. Ze passen ook niet bij RD-meters of bij graden (WGS84).",
        "Vraag de leverancier naar het stelsel en geef het op met --crs EPSG:nummer.",
    )


def crs_unknown(example: str) -> Parts:
    """Say that the file names no CRS that can be read, and that the numbers do not tell."""
    return (
        "Het bestand noemt geen coördinatenstelsel dat te lezen is.",
        f"Eerste plaats: {example}. De getallen passen niet bij RD-meters en niet bij graden.",
        "Geef het stelsel op met --crs EPSG:nummer.",
    )


def crs_unreadable(crs: str) -> Parts:
    """Say that there is no such CRS, or none that can be converted."""
    return (
        f"Het coördinatenstelsel '{listed([crs])}' is onbekend.",
        "Verwacht: EPSG:28992 (RD, meters), EPSG:4326 (graden) of een ander EPSG-nummer.",
        "Controleer het nummer.",
    )


def thousands(columns: Sequence[str], example: str) -> str:
    """Say that points in coordinates were read as what divides thousands."""
    return (
        f"In {' en '.join(columns)} staat in elk getal een punt tussen de duizendtallen; zo is het "
        f"gelezen. Eerste plaats: {example}."
    )


def crs_detected(crs: str) -> str:
    """Say that the CRS was found from the numbers."""
    return (
        f"Het bestand noemt geen coördinatenstelsel dat te lezen is; de getallen passen alleen bij "
        f"{crs} en zijn zo gelezen. Klopt dat niet, geef dan het stelsel op met --crs."
    )


def crs_overruled(stated: str, used: str) -> str:
    """Say that the CRS by hand differs from the one in the file."""
    return f"Het bestand noemt stelsel {stated}; het opgegeven stelsel {used} is gebruikt."


CRS_NAMES: Final = {
    "EPSG:28992": "EPSG:28992 (RD, meters)",
    "EPSG:4326": "EPSG:4326 (WGS84, graden)",
}


def switched_off(layer: str, columns: Sequence[str]) -> Parts:
    """Say that a file has addresses only, and that those are not looked up here."""
    return (
        "Dit bestand heeft adressen en geen coördinaten; adressen worden hier niet opgezocht.",
        f"Gevonden: {', '.join(columns)}. Laag '{layer}' verwacht x en y (RD), of lon en lat.",
        (
            "Voeg coördinaten toe. Of laat de beheerder geocode = true zetten onder [open_data] in "
            "gemeente.toml: dan gaan adressen naar PDOK, dus buiten de gemeente."
        ),
    )


def never_of_sensitive(layer: str) -> Parts:
    """Say that addresses of a sensitive layer do not leave the building, whatever is set."""
    return (
        f"Laag '{layer}' is gevoelig: van deze laag gaat geen adres naar buiten.",
        "Gevonden: een bestand met adressen en zonder coördinaten.",
        "Voeg coördinaten toe, bijvoorbeeld uit de BAG van de gemeente zelf.",
    )


def looked_up(rows: int, addresses: int, service: str) -> str:
    """Say how many rows got their place from a service."""
    return (
        f"Van {plural(rows, 'rij', 'rijen')} is de plaats opgezocht met het adres, bij {service} "
        f"({number(addresses)} verschillende adressen). De adressen zelf worden niet bewaard."
    )


def by_postcode(rows: int) -> str:
    """Say that the place of rows is that of a postcode, and not that of an address."""
    return (
        f"Van {plural(rows, 'rij', 'rijen')} is alleen de postcode bekend: de plaats is het midden "
        "van die postcode, en kan een straat verder zijn."
    )

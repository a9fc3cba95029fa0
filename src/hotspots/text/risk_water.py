"""What is said about a flood, in Dutch."""

from __future__ import annotations

from typing import Final

from hotspots.text.numbers import plural

UNDER_WATER: Final = "Onder water in dit scenario"
#: The two ends of every margin.
ENDS: Final = ("gunstig", "ongunstig")
NO_HOURS: Final = "Wanneer het water komt, is in deze gegevens niet opgegeven."
NO_DURATION: Final = "Hoe lang het water blijft staan, is in deze gegevens niet opgegeven."
VERDICTS: Final = {
    "droog": "blijft droog",
    "op_tijd": "op tijd",
    "onzeker": "onzeker",
    "te_laat": "te laat",
    "niet_bekend": "niet bekend",
}


def margins(*, dry_known: bool) -> str:
    """Say why numbers are margins; a dry floor at home may be known.

    Examples
    --------
    >>> margins(dry_known=True).partition(": ")[2]
    'hoeveel mensen vertrekken, is niet bekend.'
    """
    dry = "" if dry_known else " en wie thuis een droge verdieping heeft"
    return (
        f"Alle aantallen zijn marges, van gunstig tot ongunstig: hoeveel mensen vertrekken{dry}, "
        "is niet bekend."
    )


def shelters_flooded(count: int) -> str:
    """Say that some shelters cannot be used."""
    return (
        f"{plural(count, 'opvangplaats staat', 'opvangplaatsen staan')} zelf onder water en "
        "tellen niet mee."
    )


def shelters_without_area(count: int) -> str:
    """Say that nobody was given a place where it is not known how many there are.

    Examples
    --------
    >>> shelters_without_area(0), shelters_without_area(2)
    ('', 'Van 2 droge opvangplaatsen is het oppervlak niet bekend: daar is niemand ingedeeld.')
    """
    if not count:
        return ""
    return (
        f"Van {plural(count, 'droge opvangplaats', 'droge opvangplaatsen')} is het oppervlak niet "
        "bekend: daar is niemand ingedeeld."
    )

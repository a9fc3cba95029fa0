"""What is said about a flood, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.text.numbers import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDER_WATER: Final = "Onder water in dit scenario"
#: The two ends of every margin.
ENDS: Final = ("gunstig", "ongunstig")
NO_HOURS: Final = "Wanneer het water komt, is in deze gegevens niet opgegeven."
NO_DURATION: Final = "Hoe lang het water blijft staan, is in deze gegevens niet opgegeven."
WET_UNKNOWN: Final = "niet bekend of het nat wordt"
DEPTH_UNKNOWN: Final = "diepte niet bekend"
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


NO_DIKE: Final = (
    "Wat buiten de gebieden van deze waterkaart ligt, telt als droog. Welk land buiten de dijk "
    "ligt, is niet ingelezen."
)


def shelters_not_usable(
    flooded: Sequence[str], unknown: Sequence[str], outside_dike: Sequence[str]
) -> tuple[str, ...]:
    """Say which shelters cannot be used, and why.

    Examples
    --------
    >>> shelters_not_usable(["A"], [], [])
    ('1 opvangplaats staat zelf onder water en telt niet mee.',)
    """
    told = []
    if flooded:
        which = plural(len(flooded), "opvangplaats staat", "opvangplaatsen staan")
        counts = "telt" if len(flooded) == 1 else "tellen"
        told.append(f"{which} zelf onder water en {counts} niet mee.")
    if unknown:
        told.append(
            f"Niet bekend of het er droog blijft: {', '.join(unknown)}. Daar is niemand ingedeeld."
        )
    if outside_dike:
        told.append(
            f"Buiten de dijk, en niet bekend of het er droog blijft: {', '.join(outside_dike)}. "
            "Daar is niemand ingedeeld."
        )
    return tuple(told)


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

"""What is said about a flood, in Dutch."""

from __future__ import annotations

from typing import Final

from hotspots.text.numbers import plural

UNDER_WATER: Final = "Onder water in dit scenario"
MARGINS: Final = (
    "Alle aantallen zijn marges, van gunstig tot ongunstig: hoeveel mensen vertrekken en wie thuis "
    "een droge verdieping heeft, is niet bekend."
)
#: The two ends of every margin.
ENDS: Final = ("gunstig", "ongunstig")
NO_HOURS: Final = "Wanneer het water komt, is in deze gegevens niet opgegeven."
VERDICTS: Final = {
    "droog": "blijft droog",
    "op_tijd": "op tijd",
    "onzeker": "onzeker",
    "te_laat": "te laat",
    "niet_bekend": "niet bekend",
}


def shelters_flooded(count: int) -> str:
    """Say that some shelters cannot be used."""
    return (
        f"{plural(count, 'opvangplaats staat', 'opvangplaatsen staan')} zelf onder water en "
        "tellen niet mee."
    )

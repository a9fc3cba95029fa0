"""What is told of layers that count per month, quarter or year, and of nothing shorter."""

from __future__ import annotations

from typing import Final

#: Behind "per", and with an article.
EVERY: Final = {"month": "maand", "quarter": "kwartaal", "year": "jaar"}
LONG: Final = {"month": "één maand", "quarter": "één kwartaal", "year": "één jaar"}
PER: Final = {
    "quarter": "Deze laag telt per kwartaal; fijner is er niet.",
    "year": "Deze laag telt per jaar; fijner is er niet.",
}
#: Under a map and in an export.
WHOLE: Final = {
    "quarter": "De bron telt per kwartaal: de kaart toont hele kwartalen, fijner is er niet.",
    "year": "De bron telt per jaar: de kaart toont hele jaren, fijner is er niet.",
}
NO_STEPS: Final = "Laag '{layer}' kan niet per {step} bekeken worden."
OVERLAP: Final = "De twee perioden overlappen elkaar, zoals laag '{layer}' telt."
OVERLAP_DO: Final = "Kies perioden die elkaar niet raken, de vroegste als vergelijking."
NO_STEPS_DO: Final = {
    "quarter": "Kies een langere stap: --step quarter.",
    "year": "Kies een andere maat; 'change' vergelijkt het ene jaar met het andere.",
}


def too_long(row: int, period: str, layer: str, counts_per: str) -> tuple[str, str, str]:
    """Tell that a count is of more than a quarter, in a layer that is shown per quarter."""
    del counts_per
    return (
        f"Rij {row} telt over een periode die langer is dan een kwartaal.",
        f"Gevonden: {period}; laag '{layer}' wordt per kwartaal getoond.",
        "Lever de aantallen per kwartaal of per maand aan.",
    )


def other_length(row: int, period: str, layer: str, counts_per: str) -> tuple[str, str, str]:
    """Tell that a count is of a period of another length than the layer counts by."""
    return (
        f"Rij {row} telt over een periode van een andere lengte dan de laag.",
        f"Gevonden: {period}; laag '{layer}' telt per {EVERY[counts_per]}.",
        (
            f"Lever aantallen over {LONG[counts_per]} aan, of zet counts_per in de verklaring van "
            "de laag op month, quarter of year."
        ),
    )

"""What each measure is called and says."""

from __future__ import annotations

from typing import Final

COUNT_LABEL: Final = "Aantal"
COUNT_UNIT: Final = "{plural}"
COUNT_EXPLANATION: Final = (
    "Het aantal {plural} in de gekozen periode. Waar meer mensen wonen of komen, gebeurt vaak ook "
    "meer: een hoog aantal is nog geen hoog risico."
)
RATE_LABEL: Final = "Per 1.000"
RATE_UNIT: Final = "{plural} per 1.000 {denominator}"
RATE_EXPLANATION: Final = (
    "Het aantal {plural} in de gekozen periode, gedeeld door het aantal {denominator}, maal 1.000. "
    "Bij minder dan 50 {denominator} is er geen cijfer. Het interval zegt hoe ver het cijfer "
    "alleen al door toeval kan afwijken (95 %)."
)
DENSITY_LABEL: Final = "Dichtheid"
DENSITY_UNIT: Final = "{plural} per km² per jaar"
DENSITY_EXPLANATION: Final = (
    "Hoe dicht de {plural} bij elkaar liggen, uitgesmeerd over een straal om elk punt. De kaart "
    "houdt alles binnen de gemeente en smeert niets uit over breed water. Zij zegt waar het "
    "druk is, niet of dat meer is dan toeval."
)

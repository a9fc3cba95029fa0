"""The layer uitrukken: the fire brigade at fires, hazardous substances, and to help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhythm import DAYS, Rhythm, hours
from strands import Soort, Strand

if TYPE_CHECKING:
    from surroundings import Surroundings

FIRE = Rhythm(
    hours((19.0, 3.5, 1.0), (13.0, 3.0, 0.5), floor=0.2),
    months=(0.95, 0.85, 0.95, 1.1, 1.05, 1.1, 1.15, 1.05, 0.9, 0.9, 0.9, 1.1),
    turn_of_year=14.0,
)
WORKING_HOURS = Rhythm(hours((11.0, 3.5, 1.0), floor=0.06), DAYS)
ROAD = Rhythm(hours((8.0, 1.4, 0.8), (17.0, 2.0, 1.0), floor=0.12), (1, 1, 1, 1, 1.2, 0.9, 0.8))
HELP = Rhythm(hours((15.0, 4.5, 1.0), floor=0.2))


def uitrukken(near: Surroundings) -> dict[str, Soort]:
    """Return the soorten of uitrukken."""
    return {
        "brand": Soort(
            (
                Strand(0.62, near.homes, FIRE),
                Strand(0.20, near.streets, FIRE),
                Strand(0.12, near.industry, FIRE),
                Strand(0.06, near.countryside, FIRE),
            )
        ),
        "gevaarlijke_stoffen": Soort(
            (
                Strand(0.50, near.industry, WORKING_HOURS),
                Strand(0.30, near.rails, WORKING_HOURS),
                Strand(0.20, near.homes, HELP),
            )
        ),
        "hulpverlening": Soort(
            (
                Strand(0.55, near.homes, HELP),
                Strand(0.32, near.roads, ROAD),
                Strand(0.07, near.rails, ROAD),
                Strand(0.06, near.countryside, HELP),
            )
        ),
    }

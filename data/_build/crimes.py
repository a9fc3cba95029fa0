"""The layers vermogensmisdrijven and geweld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhythm import DAYS, FLAT_WEEK, SUMMER, WEEKEND, Rhythm, hours
from strands import Soort, Strand

if TYPE_CHECKING:
    from surroundings import Surroundings

NIGHT_OUT = Rhythm(hours((1.5, 2.0, 1.0), (22.5, 1.8, 0.4), floor=0.01), WEEKEND)
BY_NIGHT = Rhythm(hours((2.5, 2.5, 1.0), (21.0, 2.0, 0.4), floor=0.03), darkness=0.8)
COMMUTE = Rhythm(hours((12.5, 3.5, 1.0), (18.0, 2.0, 0.5), floor=0.02), DAYS, SUMMER)
SHOPPING_HOURS = Rhythm(
    hours((14.5, 2.2, 1.0), floor=0.005),
    (0.6, 0.8, 0.9, 1.1, 1.4, 2.2, 0.7),
    (0.85, 0.85, 0.9, 1.0, 1.0, 1.0, 0.95, 0.95, 1.0, 1.0, 1.1, 1.5),
)
AT_HOME = Rhythm(
    hours((20.5, 3.2, 1.0), (15.5, 2.5, 0.4), floor=0.08), (0.9, 0.9, 0.9, 0.9, 1.1, 1.25, 1.2)
)
DARK_EVENING = Rhythm(hours((21.5, 2.2, 1.0), (0.5, 2.0, 0.5), floor=0.02), FLAT_WEEK, darkness=1.5)
CLOSING_TIME = Rhythm(hours((20.0, 1.5, 1.0), (16.0, 2.0, 0.3), floor=0.01), darkness=1.2)


def vermogensmisdrijven(near: Surroundings) -> dict[str, Soort]:
    """Return the soorten of vermogensmisdrijven."""
    return {
        "auto_inbraak": Soort(
            (
                Strand(0.74, near.streets, BY_NIGHT),
                Strand(0.12, near.stations, COMMUTE),
                Strand(0.08, near.shopping, SHOPPING_HOURS),
                Strand(0.06, near.industry, BY_NIGHT),
            )
        ),
        "fietsendiefstal": Soort(
            (
                # The first strand gives the planted hotspots at two stations their rhythm.
                Strand(0.14, near.stations, COMMUTE),
                Strand(0.38, near.shopping, SHOPPING_HOURS),
                Strand(0.36, near.streets, BY_NIGHT),
                Strand(0.07, near.sports, AT_HOME),
                Strand(0.05, near.hospital, COMMUTE),
            )
        ),
        "kelderboxinbraak": Soort((Strand(1.0, near.flats, BY_NIGHT),)),
        "zakkenrollerij": Soort(
            (
                Strand(0.62, near.shopping, SHOPPING_HOURS),
                Strand(0.16, near.nightlife, NIGHT_OUT),
                Strand(0.14, near.stations, COMMUTE),
                Strand(0.08, near.local_shops, SHOPPING_HOURS),
            ),
            at_events=0.08,
        ),
        "motorvoertuigen": Soort(
            (Strand(0.85, near.streets, BY_NIGHT), Strand(0.15, near.industry, BY_NIGHT))
        ),
    }


def geweld(near: Surroundings) -> dict[str, Soort]:
    """Return the soorten of geweld."""
    return {
        "straatroof": Soort(
            (
                Strand(0.40, near.streets, DARK_EVENING),
                Strand(0.30, near.shopping, DARK_EVENING),
                Strand(0.30, near.stations, DARK_EVENING),
            )
        ),
        "overval": Soort(
            (
                Strand(0.45, near.shopping, CLOSING_TIME),
                Strand(0.35, near.local_shops, CLOSING_TIME),
                Strand(0.20, near.homes, DARK_EVENING),
            )
        ),
        "openlijke_geweldpleging": Soort(
            (
                Strand(0.68, near.nightlife, NIGHT_OUT),
                Strand(0.20, near.streets, AT_HOME),
                Strand(0.12, near.sports, AT_HOME),
            ),
            at_events=0.10,
        ),
        "mishandeling": Soort(
            (
                Strand(0.30, near.nightlife, NIGHT_OUT),
                Strand(0.58, near.homes, AT_HOME),
                Strand(0.12, near.stations, NIGHT_OUT),
            ),
            at_events=0.03,
        ),
    }

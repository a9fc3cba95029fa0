"""The layers overlast and verward_gedrag: what is reported where people meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhythm import FLAT_WEEK, SUMMER, WEEKEND, Rhythm, hours
from strands import Soort, Strand

if TYPE_CHECKING:
    from surroundings import Surroundings

NIGHT_OUT = Rhythm(hours((1.0, 2.0, 1.0), (22.5, 1.8, 0.6), floor=0.01), WEEKEND)
EVENING = Rhythm(hours((21.5, 2.2, 1.0), (16.5, 2.0, 0.35)), FLAT_WEEK, SUMMER)
LATE_AT_HOME = Rhythm(
    hours((23.0, 2.3, 1.0), (19.0, 3.0, 0.4), (1.5, 2.0, 0.5)),
    (0.8, 0.8, 0.85, 0.9, 1.3, 1.6, 1.1),
    turn_of_year=4.0,
)
NEIGHBOURS = Rhythm(hours((20.5, 3.0, 1.0), (12.0, 4.0, 0.45)))
RUSH = Rhythm(
    hours((8.0, 1.1, 0.8), (17.2, 1.6, 1.0), (21.0, 2.0, 0.55)),
    (1.0, 1.0, 1.0, 1.05, 1.15, 0.9, 0.75),
    (0.9, 0.95, 1.0, 1.05, 1.1, 1.1, 0.85, 0.9, 1.1, 1.05, 1.0, 0.95),
)
BREAKAGE = Rhythm(
    hours((0.5, 2.5, 1.0), (20.0, 2.5, 0.5)), WEEKEND, darkness=0.5, turn_of_year=12.0
)
DAYTIME = Rhythm(hours((15.0, 4.5, 1.0), (22.0, 2.5, 0.4), floor=0.12))


def overlast(near: Surroundings) -> dict[str, Soort]:
    """Return the soorten of overlast."""
    return in_the_street(near) | at_home(near)


def in_the_street(near: Surroundings) -> dict[str, Soort]:
    """Return the soorten of overlast that come from the street."""
    return {
        "jeugd": Soort(
            (
                Strand(0.62, near.streets, EVENING),
                Strand(0.18, near.sports, EVENING),
                Strand(0.10, near.local_shops, EVENING),
                Strand(0.10, near.stations, EVENING),
            )
        ),
        "verkeer": Soort(
            (
                Strand(0.62, near.roads, RUSH),
                Strand(0.12, near.rails, RUSH),
                Strand(0.26, near.streets, RUSH),
            )
        ),
        "drank_en_drugs": Soort(
            (
                Strand(0.42, near.nightlife, NIGHT_OUT),
                Strand(0.33, near.streets, EVENING),
                Strand(0.17, near.stations, EVENING),
                Strand(0.08, near.local_shops, DAYTIME),
            ),
            at_events=0.10,
        ),
        "vernieling": Soort(
            (
                Strand(0.62, near.streets, BREAKAGE),
                Strand(0.20, near.nightlife, NIGHT_OUT),
                Strand(0.10, near.sports, BREAKAGE),
                Strand(0.08, near.rails, BREAKAGE),
            )
        ),
    }


def at_home(near: Surroundings) -> dict[str, Soort]:
    """Return the soorten of overlast that come from neighbours, and from bars and events."""
    return {
        "woonoverlast": Soort(
            (Strand(0.7, near.homes, NEIGHBOURS), Strand(0.3, near.flats, LATE_AT_HOME))
        ),
        "geluid": Soort(
            (
                Strand(0.66, near.homes, LATE_AT_HOME),
                Strand(0.16, near.flats, LATE_AT_HOME),
                Strand(0.18, near.nightlife, NIGHT_OUT),
            ),
            at_events=0.14,
        ),
    }


def verward_gedrag(near: Surroundings) -> dict[str, Soort]:
    """Return the one soort of verward_gedrag."""
    return {
        "": Soort(
            (
                Strand(0.62, near.homes, DAYTIME),
                Strand(0.18, near.shopping, DAYTIME),
                Strand(0.12, near.stations, DAYTIME),
                Strand(0.08, near.hospital, DAYTIME),
            )
        )
    }

"""The hotspots that are put in on purpose, so that tests know what must be found.

Their places were chosen for being apart and lived in, or beside a station; they say nothing
about the real place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Stretch:
    """A number of incidents between two days, both included, within one year."""

    first: date
    last: date
    events: int


@dataclass(frozen=True, slots=True)
class PlantedHotspot:
    """A circle with more incidents than its surroundings in some stretches of time.

    ``kind``: "stable" in all three years; "emerging" from its first stretch to the end of 2017;
    "vanishing" from the start of 2015 to its last stretch; "temporary" in between.
    """

    layer: str
    soort: str
    kind: Literal["stable", "emerging", "vanishing", "temporary"]
    x_rd: float
    y_rd: float
    radius_m: float
    stretches: tuple[Stretch, ...]

    @property
    def events(self) -> int:
        """All incidents that were put in."""
        return sum(stretch.events for stretch in self.stretches)

    def truth(self) -> dict[str, object]:
        """Return what tests may know."""
        return {
            "layer": self.layer,
            "soort": self.soort or None,
            "kind": self.kind,
            "x_rd": self.x_rd,
            "y_rd": self.y_rd,
            "radius_m": self.radius_m,
            "from": self.stretches[0].first.isoformat(),
            "to": self.stretches[-1].last.isoformat(),
            "events": self.events,
        }


def whole_years(*events: int) -> tuple[Stretch, ...]:
    """Return one stretch per year from 2015 on."""
    return tuple(
        Stretch(date(year, 1, 1), date(year, 12, 31), number)
        for year, number in enumerate(events, start=2015)
    )


def quarter(year: int, number: int, events: int) -> Stretch:
    """Return the stretch of one quarter, 1 to 4."""
    after = date(year + number // 4, number % 4 * 3 + 1, 1)
    return Stretch(date(year, number * 3 - 2, 1), after - timedelta(days=1), events)


PLANTED = (
    PlantedHotspot(
        "woninginbraak", "", "stable", 106_260, 422_370, 160, whole_years(13, 12, 12)
    ),
    PlantedHotspot(
        "woninginbraak", "", "vanishing", 105_140, 422_530, 160,
        (
            quarter(2015, 1, 9), quarter(2015, 2, 6), quarter(2015, 3, 4), quarter(2015, 4, 6),
            quarter(2016, 1, 4), quarter(2016, 2, 2),
        ),
    ),
    PlantedHotspot(
        "woninginbraak", "", "emerging", 109_400, 423_670, 160,
        (quarter(2017, 3, 5), quarter(2017, 4, 17)),
    ),
    PlantedHotspot(
        "woninginbraak", "", "temporary", 104_870, 424_240, 160,
        (
            Stretch(date(2016, 11, 1), date(2016, 12, 31), 8),
            Stretch(date(2017, 1, 1), date(2017, 2, 28), 9),
        ),
    ),
    PlantedHotspot(
        "overlast", "jeugd", "stable", 104_440, 422_740, 120, whole_years(34, 32, 32)
    ),
    PlantedHotspot(
        "overlast", "jeugd", "vanishing", 106_420, 423_970, 120,
        (*whole_years(52), quarter(2016, 1, 8), quarter(2016, 2, 5)),
    ),
    PlantedHotspot(
        "overlast", "jeugd", "emerging", 108_790, 423_960, 120,
        (quarter(2017, 2, 8), quarter(2017, 3, 20), quarter(2017, 4, 22)),
    ),
    PlantedHotspot(
        "vermogensmisdrijven", "fietsendiefstal", "stable", 105_420, 424_530, 150,
        whole_years(150, 142, 135),
    ),
    PlantedHotspot(
        "vermogensmisdrijven", "fietsendiefstal", "emerging", 105_610, 422_610, 120,
        (quarter(2017, 3, 14), quarter(2017, 4, 24)),
    ),
)  # fmt: skip


def planted_in(layer: str, soort: str) -> tuple[PlantedHotspot, ...]:
    """Return the planted hotspots of one soort of one layer."""
    return tuple(spot for spot in PLANTED if (spot.layer, spot.soort) == (layer, soort))

"""Who cannot walk: how many they are, how many rides that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hotspots.risico.people import Margin
    from hotspots.risico.settings import RiskSettings


#: Vehicles, places in each, and minutes of a ride there and back: none of them is made up.
SETTINGS: Final = ("vervoer_voertuigen", "vervoer_plaatsen", "vervoer_rit_min")


@dataclass(frozen=True, slots=True)
class Transport:
    """How those who cannot walk are carried, at the lowest and the highest number of them.

    Attributes
    ----------
    people
        Residents who cannot help themselves, and those in objects as far as they are known.
    seats
        Places in all vehicles together; None where that is not filled in.
    rounds, minutes
        How often all vehicles drive, and how long that takes; None where it is not known.
    """

    people: Margin
    seats: float | None
    rounds: Margin
    minutes: Margin

    @property
    def known(self) -> bool:
        """Whether it is known how long it takes."""
        return None not in self.minutes

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "people": list(self.people),
            "seats": self.seats,
            "rounds": list(self.rounds),
            "minutes": list(self.minutes),
        }


def transport_of(people: Margin, settings: RiskSettings) -> Transport:
    """Return how some people are carried with the vehicles of the settings."""
    vehicles, places, ride_min = (settings[name].value for name in SETTINGS)
    seats = None if vehicles is None or places is None else vehicles * places
    rounds = tuple(_rounds(end, seats) for end in people)
    minutes = tuple(
        None if end is None or ride_min is None else round(end * ride_min, 1) for end in rounds
    )
    return Transport(people, seats, (rounds[0], rounds[1]), (minutes[0], minutes[1]))


def _rounds(people: float | None, seats: float | None) -> float | None:
    """Return how often all vehicles drive; a part of a person needs a whole place.

    Examples
    --------
    >>> _rounds(12.3, 6), _rounds(12.0, 6), _rounds(0.0, 6), _rounds(5.0, None), _rounds(5.0, 0)
    (3, 2, 0, None, None)
    """
    return None if people is None or not seats else math.ceil(math.ceil(people) / seats)

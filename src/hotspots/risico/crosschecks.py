"""Cross-checks of things that should not lie together: events, shelters and objects in zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hotspots.risico import spoor_words
from hotspots.risico import words as text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.risico.objects import Event, Place
    from hotspots.risico.zones import Zone

Severity = Literal["rood", "oranje"]


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning about one place, and in which zone it lies."""

    kind: Literal["event", "shelter", "vulnerable"]
    severity: Severity
    name: str
    zone: str
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """Return the flag by field."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "name": self.name,
            "zone": self.zone,
            "sentence": self.sentence,
        }


def large_events_in_zones(
    events: Sequence[Event], zones: Sequence[Zone], *, from_persons: float
) -> tuple[Flag, ...]:
    """Flag events in the open air for so many persons that lie in a zone: kwetsbare locaties.

    Zones go from the heaviest outwards; an event is flagged in the first that holds it. An event
    whose visitors are not known is not flagged: `unsized_in_zones` returns those.
    """
    large = [event for event in events if event.large(from_persons)]
    return tuple(
        Flag(
            "event", "oranje", large[at].title, zone.id,
            text.event_in_zone(
                large[at].title, large[at].visitors or 0.0, zone.label, calculated=zone.calculated
            ),
        )
        for at, zone in first_zone(large, zones)
    )  # fmt: skip


def unsized_in_zones(events: Sequence[Event], zones: Sequence[Zone]) -> tuple[Event, ...]:
    """Return the events in the open air in a zone whose number of visitors is not known."""
    unsized = [event for event in events if event.outdoors and event.visitors is None]
    return tuple(unsized[at] for at, _ in first_zone(unsized, zones))


def shelters_in_zones(shelters: Sequence[Place], zones: Sequence[Zone]) -> tuple[Flag, ...]:
    """Flag shelters that lie in a zone along the track or under water."""
    return tuple(
        Flag(
            "shelter", "oranje", shelters[at].name, zone.id,
            text.shelter_in_zone(shelters[at].name, zone.label, calculated=zone.calculated),
        )
        for at, zone in first_zone(shelters, zones)
    )  # fmt: skip


def vulnerable_in_pr(places: Sequence[Place], zones: Sequence[Zone]) -> tuple[Flag, ...]:
    """Flag kwetsbare and zeer kwetsbare objecten inside plaatsgebonden risico 10^-6: red.

    The limit value holds for those two classes (article 5.7 Bkl). Without an outline of that zone
    there is nothing to flag, which is not the same as nothing in it.
    """
    limited = [place for place in places if place.vulnerability in ("zeer_kwetsbaar", "kwetsbaar")]
    return tuple(
        Flag(
            "vulnerable", "rood", limited[at].name, zone.id,
            spoor_words.vulnerable_in_pr(limited[at].name, limited[at].vulnerability),
        )
        for at, zone in first_zone(limited, [zone for zone in zones if zone.id == "pr10_6"])
    )  # fmt: skip


def first_zone(
    places: Sequence[Place] | Sequence[Event], zones: Sequence[Zone]
) -> list[tuple[int, Zone]]:
    """Return the position of each place that lies in a zone, with the first that holds it."""
    x = np.array([place.x_rd for place in places], dtype=np.float64)
    y = np.array([place.y_rd for place in places], dtype=np.float64)
    free = np.ones(len(places), dtype=np.bool_)
    first: dict[int, Zone] = {}
    for zone in zones:
        inside = np.asarray(zone.covers(x, y), dtype=np.bool_) & free
        first |= dict.fromkeys(np.flatnonzero(inside).tolist(), zone)
        free &= ~inside
    return sorted(first.items())

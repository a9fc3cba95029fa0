"""Who and what lies in zones around dangerous substances, whoever they are around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import shapely

from hotspots.risico import words as text
from hotspots.risico.exposure import Exposure, exposed_buurten, exposed_wijken, outside_status
from hotspots.risico.objects import Event, Place, buurt_of, hours_of
from hotspots.risico.people import PeopleCount, rounded
from hotspots.risico.rail_inputs import MOMENT_MEASURE
from hotspots.risico.tally import Dependents, Flag, Tally, dependents_in, first_zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.completeness import Completeness
    from hotspots.geography.areas import Geography
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.exposure import ExposedArea
    from hotspots.risico.objects import Places
    from hotspots.risico.people import Margin, PresentMeasure
    from hotspots.risico.settings import RailScenario, Setting
    from hotspots.risico.tally import PlaceCounts
    from hotspots.risico.zones import Zone


@dataclass(frozen=True, slots=True, eq=False)
class ZoneCount:
    """Who and what lies in a zone.

    Attributes
    ----------
    within, first
        The people in it, and those of them who are in no zone before it.
    bounds
        Between which numbers the people lie for certain, at night and by day.
    dependents
        Who cannot help themselves in the objects of the zone.
    """

    zone: Zone
    within: PeopleCount
    first: PeopleCount
    bounds: Mapping[PresentMeasure, Margin]
    dependents: Dependents
    places: PlaceCounts

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            **self.zone.to_dict(),
            "within_bounds": {name: list(bounds) for name, bounds in self.bounds.items()},
            "dependents_in_objects": self.dependents.to_dict(),
            "within": self.within.to_dict(),
            "first": self.first.to_dict(),
            **self.places.to_dict(),
        }


Item = TypeVar("Item", Place, Event)


@dataclass(frozen=True, slots=True, eq=False)
class InZone(Generic[Item]):
    """A place or an event, the first zone it lies in, and the code of its buurt.

    ``buurt`` is None outside them all.
    """

    what: Item
    zone: Zone
    buurt: str | None

    def to_dict(self) -> dict[str, object]:
        """Return it by field."""
        return {**self.what.to_dict(), "zone": self.zone.id, "buurt": self.buurt}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ZonesAnswer:
    """Who and what lies in zones around dangerous substances, at the moment of a scenario.

    Attributes
    ----------
    zones
        From the heaviest outwards.
    tally
        How many places and events lie in the zones.
    error_share
        Part of the people that areal weighting puts in the wrong half of two buurten.
    invented
        Which parts rest on invented data; none if all is real.
    beyond
        Who is in the part of the zones outside the municipality; None without such a part.
    """

    scenario: RailScenario
    zones: tuple[Zone, ...]
    exposure: Exposure
    tally: Tally
    places: Places
    stations: Places
    day: date | None
    events_status: str
    events_unknown: str
    kinds_not_loaded: tuple[str, ...]
    completeness: Completeness
    flags: tuple[Flag, ...]
    method: str
    error_share: float
    day_assumed: bool
    settings: Mapping[str, Setting]
    notes: tuple[str, ...]
    invented: tuple[str, ...]
    geography: Geography
    beyond: Beyond | None = None

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.invented)

    @property
    def measure(self) -> PresentMeasure:
        """The measure of people that the scenario is about."""
        return MOMENT_MEASURE[self.scenario.moment]

    @property
    def illustrations(self) -> tuple[str, ...]:
        """A sentence about each part that rests on invented data."""
        return tuple(text.INVENTED[part] for part in self.invented)

    @property
    def people_status(self) -> str:
        """What is known of the people in all zones together: see `outside_status`."""
        return outside_status(self.geography, together(self.zones))

    @property
    def zone_counts(self) -> tuple[ZoneCount, ...]:
        """Who and what lies in each zone."""
        return tuple(self._zone_count(at, zone) for at, zone in enumerate(self.zones))

    def _zone_count(self, at: int, zone: Zone) -> ZoneCount:
        bounds: dict[PresentMeasure, Margin] = {
            "night": self.exposure.shown_bounds("night", at),
            "day": self.exposure.shown_bounds("day", at),
        }
        return ZoneCount(
            zone=zone,
            within=self.exposure.zone_count(at),
            first=self.exposure.first_count(at),
            bounds=bounds,
            dependents=dependents_in((zone,), self.places, hours_of(self.scenario.moment)),
            places=self.tally.of_zone(at),
        )

    @property
    def buurten(self) -> tuple[ExposedArea, ...]:
        """The buurten with anyone or anything in a zone, most people first."""
        return exposed_buurten(self.exposure, self.tally, self.geography.buurten)

    @property
    def wijken(self) -> tuple[ExposedArea, ...]:
        """The wijken with anyone or anything in a zone."""
        return exposed_wijken(self.exposure, self.tally, self.geography)

    @property
    def objects_in_zones(self) -> tuple[InZone[Place], ...]:
        """The kwetsbare objecten that lie in a zone."""
        return in_first_zone(self.places.places, self.zones, self.geography)

    @property
    def stations_in_zones(self) -> tuple[InZone[Place], ...]:
        """The railway stations that lie in a zone."""
        return in_first_zone(self.stations.places, self.zones, self.geography)

    def to_dict(self) -> dict[str, object]:
        """Return what every answer about zones holds, by name."""
        return {
            "scenario": self.scenario.id,
            "label": self.scenario.label,
            "moment": self.scenario.moment,
            "synthetic": self.synthetic,
            "invented": list(self.invented),
            "illustrations": list(self.illustrations),
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": rounded(self.error_share, 4),
            "day": self.day.isoformat() if self.day else None,
            "day_assumed": self.day_assumed,
            "people_status": self.people_status,
            "events_status": self.events_status,
            "events_unknown": self.events_unknown or None,
            "objects_not_loaded": list(self.kinds_not_loaded),
            "loaded_per_wijk": self.completeness.to_dict(),
            "zones": [count.to_dict() for count in self.zone_counts],
            "people": self.exposure.to_dict(),
            "beyond": None if self.beyond is None else self.beyond.to_dict(),
            "places": self.tally.to_dict(),
            "buurten": [area.to_dict() for area in self.buurten],
            "wijken": [area.to_dict() for area in self.wijken],
            "objects": [entry.to_dict() for entry in self.objects_in_zones],
            "stations": [entry.to_dict() for entry in self.stations_in_zones],
            "flags": [flag.to_dict() for flag in self.flags],
            "settings": {name: setting.to_dict() for name, setting in self.settings.items()},
            "notes": list(self.notes),
        }


def in_first_zone(
    places: Sequence[Item], zones: tuple[Zone, ...], geography: Geography
) -> tuple[InZone[Item], ...]:
    """Return the places or events that lie in a zone, each with the first zone and its buurt."""
    x_rd = np.array([place.x_rd for place in places], dtype=np.float64)
    y_rd = np.array([place.y_rd for place in places], dtype=np.float64)
    buurt = buurt_of(x_rd, y_rd, geography)
    return tuple(InZone(places[at], zone, buurt[at]) for at, zone in first_zone(places, zones))


def together(zones: tuple[Zone, ...]) -> shapely.Geometry:
    """Return all zones as one shape."""
    return shapely.union_all([zone.outline for zone in zones])

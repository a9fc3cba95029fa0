"""What lies in zones: places and events counted, who needs help in them, and what is flagged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hotspots.access.words import calendar_reach
from hotspots.dutch import day as written_day
from hotspots.risico import words as text
from hotspots.risico.objects import VULNERABILITIES, Events, Places, open_at
from hotspots.risico.zones import in_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.risico.objects import Event, Place
    from hotspots.risico.people import Margin
    from hotspots.risico.zones import Located, Zone

    Counts = Mapping[str, NDArray[np.int64] | None]


#: What is counted, in the order in which it is shown.
KINDS: Final = (*VULNERABILITIES, "stations", "event_sites", "events")


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How many places and events there are; None where nothing was loaded or no day was chosen.

    Attributes
    ----------
    objects
        Kwetsbare objecten by their class.
    """

    objects: Mapping[str, int | None]
    stations: int | None
    event_sites: int | None
    events: int | None

    @classmethod
    def of(cls, by_kind: Mapping[str, int | None]) -> PlaceCounts:
        """Return the numbers of all `KINDS`."""
        objects = {name: by_kind[name] for name in VULNERABILITIES}
        return cls(objects, *(by_kind[name] for name in ("stations", "event_sites", "events")))

    @property
    def by_kind(self) -> dict[str, int | None]:
        """The numbers by kind, in the order of `KINDS`."""
        return {
            **self.objects,
            "stations": self.stations,
            "event_sites": self.event_sites,
            "events": self.events,
        }

    @property
    def total(self) -> int:
        """How many there are of all kinds, as far as is known."""
        return sum(count or 0 for count in self.by_kind.values())

    @property
    def objects_known(self) -> bool:
        """Whether kwetsbare objecten were loaded, so that none is none."""
        return self.objects["kwetsbaar"] is not None

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            "objects": dict(self.objects),
            "stations": self.stations,
            "event_sites": self.event_sites,
            "events": self.events,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts by kind; None where nothing was loaded or no day was chosen, which is not zero.

    Attributes
    ----------
    within : shape (zones,)
        Per kind, in each zone, whatever other zones hold a place too.
    buurten : shape (buurten,)
        Per kind, in any zone, each place once, by the buurt it is in.
    elsewhere : shape (1,)
        Per kind, in a zone but outside the municipality.
    """

    within: Counts
    buurten: Counts
    elsewhere: Counts

    def of_zone(self, at: int) -> PlaceCounts:
        """Return the counts of a zone."""
        return PlaceCounts.of({kind: _at(counts, at) for kind, counts in self.within.items()})

    def of_buurt(self, at: int) -> PlaceCounts:
        """Return the counts of a buurt in any zone."""
        return PlaceCounts.of({kind: _at(counts, at) for kind, counts in self.buurten.items()})

    def of_wijk(self, at: int, parent: NDArray[np.int32]) -> PlaceCounts:
        """Return the counts of a wijk in any zone; ``parent`` is the wijk of each buurt."""
        mine = parent == at
        return PlaceCounts.of(
            {
                kind: None if counts is None else int(counts[mine].sum())
                for kind, counts in self.buurten.items()
            }
        )

    @property
    def inside(self) -> PlaceCounts:
        """The totals in any zone in the municipality, each place once."""
        return PlaceCounts.of(
            {
                kind: None if counts is None else int(counts.sum())
                for kind, counts in self.buurten.items()
            }
        )

    @property
    def touched(self) -> NDArray[np.bool_]:
        """Which buurten have any place or event in a zone."""
        known = [counts for counts in self.buurten.values() if counts is not None]
        if not known:
            return np.zeros(1, dtype=np.bool_)
        return np.asarray(np.sum(known, axis=0) > 0)

    def to_dict(self) -> dict[str, object]:
        """Return the totals in any zone, each place once: in the municipality and outside it."""
        outside = {kind: _at(counts, 0) for kind, counts in self.elsewhere.items()}
        return {
            "inside": self.inside.to_dict(),
            "outside_municipality": PlaceCounts.of(outside).to_dict(),
        }


def _at(counts: NDArray[np.int64] | None, at: int) -> int | None:
    return None if counts is None else int(counts[at])


def tally(
    zones: Sequence[Zone],
    geography: Geography,
    places: Places,
    sites: Places,
    events: Events | None,
    *,
    stations: Places,
) -> Tally:
    """Count places and events in zones.

    Parameters
    ----------
    places
        Kwetsbare objecten.
    sites
        Where events can be.
    events
        Of the day; None if no day was chosen.
    stations
        Of the railway.
    """
    by_kind: dict[str, Sequence[Located] | None] = dict.fromkeys(KINDS)
    if len(places):
        by_kind |= {
            name: [place for place in places.places if place.vulnerability == name]
            for name in VULNERABILITIES
        }
    if len(stations):
        by_kind["stations"] = stations.places
    if len(sites):
        by_kind["event_sites"] = sites.places
    if events is not None and events.known:
        by_kind["events"] = events.events
    counted = {kind: _count(located, zones, geography) for kind, located in by_kind.items()}
    return Tally(
        *({kind: None if count is None else count[part] for kind, count in counted.items()}
          for part in range(3))
    )  # fmt: skip


def _count(
    places: Sequence[Located] | None, zones: Sequence[Zone], geography: Geography
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the counts per zone, per buurt and outside the municipality."""
    if places is None:
        return None
    covered = np.array([in_zone(zone, places) for zone in zones], dtype=np.bool_).reshape(
        len(zones), len(places)
    )
    x_rd = np.array([place.x_rd for place in places], dtype=np.float64)
    y_rd = np.array([place.y_rd for place in places], dtype=np.float64)
    at = geography.index.locate(x_rd, y_rd)[covered.any(axis=0)]
    return (
        covered.sum(axis=1),
        np.bincount(at[at >= 0], minlength=len(geography.buurten)),
        np.array([np.count_nonzero(at < 0)]),
    )


def events_unknown(events: Events | None, day: date | None) -> str:
    """Say why it is not known which events there are on the chosen day; "" where it is known."""
    if events is None or events.known or day is None:
        return ""
    reach = text.NO_CALENDAR if events.covered is None else calendar_reach(events.covered)
    return text.NO_EVENTS_KNOWN.format(day=written_day(day), reach=reach)


def events_status(events: Events | None) -> str:
    """Return "counted", "none", "not_known" or "not_asked"."""
    if events is None:
        return "not_asked"
    if events.events:
        return "counted" if events.known else "counted_in_part"
    return "none" if events.known else "not_known"


@dataclass(frozen=True, slots=True)
class Dependents:
    """People in objects who cannot help themselves.

    Attributes
    ----------
    people
        The sum of what objects give; None where no objects are loaded, or none of those here gives
        a number.
    objects, without
        How many objects there are here, and how many of them give none.
    closed
        How many more there are that are closed at the time: nobody is there, so they add nothing.
    """

    people: float | None
    objects: int
    without: int
    closed: int = 0

    @property
    def status(self) -> str:
        """Return "counted", "counted_in_part", "none" or "not_known"."""
        if self.people is None:
            return "not_known"
        if not self.objects:
            return "none"
        return "counted_in_part" if self.without else "counted"

    def added_to(self, margin: Margin) -> Margin:
        """Return a margin of residents with those in objects added, as far as that is known."""
        more = self.people or 0.0
        low, high = (None if end is None else round(end + more, 1) for end in margin)
        return low, high

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by field."""
        return {
            "people": self.people,
            "objects": self.objects,
            "without": self.without,
            "closed": self.closed,
            "status": self.status,
        }


def dependents_of(places: Iterable[Place], *, loaded: bool) -> Dependents:
    """Return who cannot help themselves in some objects.

    Parameters
    ----------
    loaded
        Whether any objects are loaded, so that none here is none.

    Examples
    --------
    >>> from hotspots.risico.objects import Place
    >>> home, hall = Place("A", "", 0, 0, dependent=150), Place("B", "", 0, 0)
    >>> dependents = dependents_of([home, hall], loaded=True)
    >>> dependents.people, dependents.without, dependents.added_to((79.0, 237.0))
    (150.0, 1, (229.0, 387.0))
    """
    objects = list(places)
    given = [place.dependent for place in objects if place.dependent is not None]
    known = loaded and (bool(given) or not objects)
    return Dependents(float(sum(given)) if known else None, len(objects), len(objects) - len(given))


def dependents_in(
    zones: Sequence[Zone], places: Places, hours: tuple[float, float] | None = None
) -> Dependents:
    """Return who cannot help themselves in the objects that lie in any zone, each once.

    Parameters
    ----------
    hours
        From which to which hour it is; an object that is closed then has nobody in it. None where
        it is not known how late it is: then every object counts.
    """
    inside = np.zeros(len(places), dtype=np.bool_)
    for zone in zones:
        inside |= in_zone(zone, places.places)
    chosen = [place for place, within in zip(places.places, inside.tolist(), strict=True) if within]
    there = [place for place in chosen if hours is None or open_at(place, hours) is not False]
    counted = dependents_of(there, loaded=bool(len(places)))
    return replace(counted, closed=len(chosen) - len(there))


Severity = Literal["rood", "oranje"]


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning about one place, and in which zone it lies."""

    kind: Literal["event", "shelter", "vulnerable"]
    severity: Severity
    name: str
    zone: str
    sentence: str

    def to_dict(self) -> dict[str, object]:
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
    limited = [place for place in places if place.has_limit_value]
    return tuple(
        Flag(
            "vulnerable", "rood", limited[at].name, zone.id,
            text.vulnerable_in_pr(limited[at].name, limited[at].vulnerability),
        )
        for at, zone in first_zone(limited, [zone for zone in zones if zone.id == "pr10_6"])
    )  # fmt: skip


def flags_in_zones(
    zones: Sequence[Zone],
    *,
    places: Places,
    events: Events | None,
    shelters: Places,
    large_from: float,
) -> tuple[Flag, ...]:
    """Flag what should not lie in zones around dangerous substances: objects, events, shelters.

    Parameters
    ----------
    events
        Of the day; None if no day was chosen.
    large_from
        Visitors from which an event in the open air is a kwetsbare locatie.
    """
    of_day = () if events is None else events.events
    return (
        *vulnerable_in_pr(places.places, zones),
        *large_events_in_zones(of_day, zones, from_persons=large_from),
        *shelters_in_zones(shelters.places, zones),
    )


def first_zone(
    places: Sequence[Place] | Sequence[Event], zones: Sequence[Zone]
) -> list[tuple[int, Zone]]:
    """Return the position of each place that lies in a zone, with the first that holds it."""
    free = np.ones(len(places), dtype=np.bool_)
    first: dict[int, Zone] = {}
    for zone in zones:
        inside = in_zone(zone, places) & free
        first |= dict.fromkeys(np.flatnonzero(inside).tolist(), zone)
        free &= ~inside
    return sorted(first.items())

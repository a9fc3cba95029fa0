"""Who and what lies in zones, each person once: per zone, per buurt, per wijk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.words import calendar_reach
from hotspots.dutch import day as written_day
from hotspots.risico import words as text
from hotspots.risico.objects import VULNERABILITIES, Events, Places
from hotspots.risico.people import (
    LEDGER_DECIMALS,
    MEASURE_ENDS,
    MEASURES,
    PeopleCount,
    known_sum,
    rounded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.risico.objects import Place
    from hotspots.risico.people import Ground, Margin, People
    from hotspots.risico.zones import Zone

    Counts = Mapping[str, NDArray[np.int64] | None]


#: A part of a buurt that is so near to all of it is all of it.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """The part of each buurt that lies in each zone.

    Attributes
    ----------
    within : shape (zones, buurten)
        In the zone, whatever other zones hold it too.
    first : shape (zones, buurten)
        In the zone and in none before it: these can be added.
    """

    within: NDArray[np.float64]
    first: NDArray[np.float64]

    @property
    def any(self) -> NDArray[np.float64]:
        """The part of each buurt that lies in one zone or more."""
        return np.asarray(np.minimum(self.first.sum(axis=0), 1.0))


def shares_in(zones: Sequence[Zone], ground: Ground) -> Shares:
    """Return the part of each buurt in zones that may nest and overlap.

    Addresses are tested one by one, exactly. A buurt without any is weighed by its land, inside
    the outline of the zone.
    """
    by_land = ground.by_land
    within = np.zeros((len(zones), len(ground.land)))
    upto = np.zeros((len(zones), len(ground.land)))
    covered_so_far = np.zeros(len(ground.x_rd), dtype=np.bool_)
    together = shapely.Polygon()
    for at, zone in enumerate(zones):
        inside = np.asarray(zone.covers(ground.x_rd, ground.y_rd), dtype=np.bool_)
        covered_so_far |= inside
        land = ground.of_land(zone.outline)
        covered = zone.outline
        if not shapely.is_empty(together) and not zone.outline.covers(together):
            covered = shapely.union(together, zone.outline)
        land_upto = land if covered is zone.outline else ground.of_land(covered)
        within[at] = np.where(by_land, land, ground.of_addresses(inside))
        upto[at] = np.where(by_land, land_upto, ground.of_addresses(covered_so_far))
        together = covered
    upto = np.maximum.accumulate(upto, axis=0)
    first = np.diff(upto, axis=0, prepend=np.zeros((1, upto.shape[1])))
    return Shares(within, first)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The people of the city, each in one place: city = inside + outside + not_known.

    ``not_known`` are people of whom it is not known whether they are in a zone. ``unknown`` are
    buurten of which the number is not known; they are in none of these. Where nothing is known the
    numbers are NaN.
    """

    city: float
    inside: float
    outside: float
    unknown: int
    not_known: float = 0.0

    def to_dict(self) -> dict[str, float | None]:
        """Return the numbers by name; None where it is not known."""
        return {
            "city": rounded(self.city, LEDGER_DECIMALS),
            "inside": rounded(self.inside, LEDGER_DECIMALS),
            "outside": rounded(self.outside, LEDGER_DECIMALS),
            "not_known": rounded(self.not_known, LEDGER_DECIMALS),
            "unknown_buurten": self.unknown,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """People in zones: counts are expected numbers with fractions, rounded only where shown.

    Attributes
    ----------
    within, first
        Per measure, shape (zones, buurten): in a zone, and in no zone before it. Of a buurt whose
        number is not known it is NaN, unless nothing of it lies in the zone.
    ledgers
        Per measure.
    counts
        Per measure, shape (buurten,): all people of each buurt.
    by_land : shape (buurten,)
        Of which buurten it is not known where in them people live.
    """

    zones: tuple[Zone, ...]
    shares: Shares
    within: Mapping[str, NDArray[np.float64]]
    first: Mapping[str, NDArray[np.float64]]
    ledgers: Mapping[str, Ledger]
    counts: Mapping[str, NDArray[np.float64]]
    by_land: NDArray[np.bool_]

    def bounds(self, measure: str, zone: int | None = None) -> tuple[float, float]:
        """Return between which numbers the people in a zone, or in any, lie for certain.

        Where in a buurt people live is not known without addresses: of one that lies in the zone
        for a part it is nobody or all of them. NaN where no number is known.
        """
        share = self.shares.any if zone is None else self.shares.within[zone]
        exact = _times(share, self.counts[measure])
        part = self.by_land & (share > 0) & (share < 1 - _ROUNDING)
        least = np.where(part, 0.0, exact)
        most = np.where(part, self.counts[measure], exact)
        return known_sum(least), known_sum(most)

    def total(self, measure: str, zone: int | None = None) -> float:
        """Return the known people in a zone, or in any of them, each once; NaN if none is known."""
        if zone is None:
            return known_sum(self.per_buurt(measure))
        return known_sum(self.within[measure][zone])

    def per_buurt(self, measure: str) -> NDArray[np.float64]:
        """Return the people of each buurt in any zone, each once."""
        return np.asarray(self.first[measure].sum(axis=0))

    def per_wijk(self, measure: str, geography: Geography) -> NDArray[np.float64]:
        """Return the known people of each wijk in any zone, each once; NaN if none is known."""
        counts, parent = self.per_buurt(measure), geography.buurten.parent
        return np.array(
            [known_sum(counts[parent == wijk]) for wijk in range(len(geography.wijken))]
        )

    def totals(self, measure: str) -> MeasureTotals:
        """Return the people in any zone, each once, and where all others are.

        Parameters
        ----------
        measure
            As it is shown: "dependent" has both ends of its margin.
        """
        ends = MEASURE_ENDS[measure]
        bounds = self.bounds(ends[0])[0], self.bounds(ends[-1])[1]
        return MeasureTotals(
            measure,
            tuple(self.ledgers[end] for end in ends),
            (rounded(bounds[0]), rounded(bounds[1])),
        )

    def zone_count(self, zone: int) -> PeopleCount:
        """Return the people in a zone, whatever other zones they are in too."""
        return PeopleCount.of({name: self.total(name, zone) for name in MEASURES})

    def first_count(self, zone: int) -> PeopleCount:
        """Return the people in a zone and in none before it."""
        return PeopleCount.of({name: known_sum(self.first[name][zone]) for name in MEASURES})

    def shown_bounds(self, measure: str, zone: int) -> Margin:
        """Return the bounds of the people in a zone to one decimal; None where not known."""
        low, high = self.bounds(measure, zone)
        return rounded(low), rounded(high)

    def to_dict(self) -> dict[str, Any]:
        """Return the people in any zone, each once, and where all others are, per measure."""
        return {name: self.totals(name).to_dict() for name in MEASURE_ENDS}


@dataclass(frozen=True, slots=True)
class MeasureTotals:
    """The people of one measure in any zone, each once, and where all others are.

    Attributes
    ----------
    ledgers
        One, or of a margin the one of each end.
    bounds
        Between which numbers those in a zone lie for certain.
    """

    measure: str
    ledgers: tuple[Ledger, ...]
    bounds: Margin

    @property
    def inside(self) -> float | None:
        """How many are in a zone; of a margin the lowest."""
        return rounded(self.ledgers[0].inside, LEDGER_DECIMALS)

    @property
    def margin(self) -> Margin:
        """The lowest and highest number in a zone; alike where it is no margin."""
        return self.inside, rounded(self.ledgers[-1].inside, LEDGER_DECIMALS)

    @property
    def city(self) -> float | None:
        """How many there are in the municipality; of a margin the lowest."""
        return rounded(self.ledgers[0].city, LEDGER_DECIMALS)

    def with_inside_unknown(self) -> MeasureTotals:
        """Return the same of a zone of which it is not known how many people are in it."""
        ledgers = tuple(replace(ledger, inside=float("nan")) for ledger in self.ledgers)
        return MeasureTotals(self.measure, ledgers, (None, None))

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name; of a margin each as a pair."""
        numbers = [ledger.to_dict() for ledger in self.ledgers]
        totals: dict[str, Any] = dict(numbers[0])
        if len(numbers) > 1:
            totals |= {
                part: [ledger[part] for ledger in numbers]
                for part in ("city", "inside", "outside", "not_known")
            }
        totals["inside_bounds"] = list(self.bounds)
        return {"label": text.MEASURES[self.measure], **totals}


def exposure(zones: Sequence[Zone], ground: Ground, people: People) -> Exposure:
    """Count the people in zones that are in order from the heaviest outwards."""
    return exposed(zones, shares_in(zones, ground), people, by_land=ground.by_land)


def exposed(
    zones: Sequence[Zone],
    shares: Shares,
    people: People,
    *,
    by_land: NDArray[np.bool_],
    unknown: NDArray[np.float64] | None = None,
) -> Exposure:
    """Count the people in the parts of buurten that lie in zones.

    Parameters
    ----------
    by_land : shape (buurten,)
        Of which buurten it is not known where in them people live.
    unknown : shape (buurten,)
        Part of the people of each buurt of whom it is not known whether they are in a zone.
    """
    unclear = np.zeros(len(people.counts["night"])) if unknown is None else unknown
    within = {name: _times(shares.within, people.counts[name]) for name in MEASURES}
    first = {name: _times(shares.first, people.counts[name]) for name in MEASURES}
    outside = np.maximum(0.0, 1.0 - shares.any - unclear)
    ledgers = {
        name: Ledger(
            city=people.known_total(name),
            inside=known_sum(first[name].sum(axis=0)),
            outside=known_sum(_times(outside, people.counts[name])),
            unknown=people.unknown(name),
            not_known=known_sum(_times(unclear, people.counts[name])),
        )
        for name in MEASURES
    }
    return Exposure(tuple(zones), shares, within, first, ledgers, people.counts, by_land)


def _times(shares: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares of counts; nothing of what is not known is nothing."""
    return np.where(shares == 0, 0.0, shares * counts)


@dataclass(frozen=True, slots=True)
class ExposedArea:
    """A buurt or wijk with the people and places in any zone, each once.

    Attributes
    ----------
    share
        The part of a buurt that lies in a zone; None for a wijk.
    by_zone
        The residents of a buurt in each zone and in none before it; None for a wijk.
    """

    code: str
    name: str
    people: PeopleCount
    places: PlaceCounts
    share: float | None = None
    by_zone: Mapping[str, float | None] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name."""
        area: dict[str, Any] = {"code": self.code, "name": self.name}
        if self.share is not None:
            area["share"] = self.share
        area |= self.people.to_dict() | self.places.to_dict()
        if self.by_zone is not None:
            area["zones"] = dict(self.by_zone)
        return area


def exposed_buurten(exposure: Exposure, places: Tally, areas: AreaSet) -> tuple[ExposedArea, ...]:
    """Return the buurten with anyone or anything in a zone, most people first."""
    counts = {name: exposure.per_buurt(name) for name in MEASURES}
    touched = np.flatnonzero((exposure.shares.any > 0) | places.touched)
    night = np.nan_to_num(counts["night"][touched], nan=-1.0)
    return tuple(
        ExposedArea(
            code=areas.codes[at],
            name=areas.names[at],
            people=PeopleCount.of({name: float(numbers[at]) for name, numbers in counts.items()}),
            places=places.of_buurt(at),
            share=round(float(exposure.shares.any[at]), 4),
            by_zone={
                zone.id: rounded(exposure.first["night"][number, at])
                for number, zone in enumerate(exposure.zones)
            },
        )
        for at in touched[np.lexsort((touched, -night))].tolist()
    )


def exposed_wijken(
    exposure: Exposure, places: Tally, geography: Geography
) -> tuple[ExposedArea, ...]:
    """Return the wijken with anyone or anything in a zone, each person and place once."""
    counts = {name: exposure.per_wijk(name, geography) for name in MEASURES}
    parent = geography.buurten.parent
    touched = (exposure.shares.any > 0) | places.touched
    wijken = geography.wijken
    return tuple(
        ExposedArea(
            code=wijken.codes[at],
            name=wijken.names[at],
            people=PeopleCount.of({name: float(numbers[at]) for name, numbers in counts.items()}),
            places=places.of_wijk(at, parent),
        )
        for at in range(len(wijken))
        if touched[parent == at].any()
    )


#: What is counted, in the order in which it is shown.
KINDS: Final = (*VULNERABILITIES, "event_sites", "events")


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How many places and events there are; None where nothing was loaded or no day was chosen.

    Attributes
    ----------
    objects
        Kwetsbare objecten by their class.
    """

    objects: Mapping[str, int | None]
    event_sites: int | None
    events: int | None

    @classmethod
    def of(cls, by_kind: Mapping[str, int | None]) -> PlaceCounts:
        """Return the numbers of all `KINDS`."""
        objects = {name: by_kind[name] for name in VULNERABILITIES}
        return cls(objects, by_kind["event_sites"], by_kind["events"])

    @property
    def by_kind(self) -> dict[str, int | None]:
        """The numbers by kind, in the order of `KINDS`."""
        return {**self.objects, "event_sites": self.event_sites, "events": self.events}

    @property
    def total(self) -> int:
        """How many there are of all kinds, as far as is known."""
        return sum(count or 0 for count in self.by_kind.values())

    @property
    def objects_known(self) -> bool:
        """Whether kwetsbare objecten were loaded, so that none is none."""
        return self.objects["kwetsbaar"] is not None

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return {
            "objects": dict(self.objects),
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

    def to_dict(self) -> dict[str, Any]:
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
) -> Tally:
    """Count places and events in zones.

    Parameters
    ----------
    places
        Kwetsbare objecten.
    sites
        Where events can be.
    events
        Of the day; None if no day was asked.
    """
    by_kind: dict[str, NDArray[np.float64] | None] = dict.fromkeys(KINDS)
    if len(places):
        where = _where(places)
        kind_of = np.array([place.vulnerability for place in places.places])
        by_kind |= {name: where[kind_of == name] for name in VULNERABILITIES}
    if len(sites):
        by_kind["event_sites"] = _where(sites)
    if events is not None and events.known:
        by_kind["events"] = np.array(
            [(event.x_rd, event.y_rd) for event in events.events], dtype=np.float64
        ).reshape(-1, 2)
    counted = {kind: _count(where, zones, geography) for kind, where in by_kind.items()}
    return Tally(
        *({kind: None if count is None else count[part] for kind, count in counted.items()}
          for part in range(3))
    )  # fmt: skip


def _where(places: Places) -> NDArray[np.float64]:
    return np.column_stack([places.x_rd, places.y_rd])


def _count(
    where: NDArray[np.float64] | None, zones: Sequence[Zone], geography: Geography
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the counts per zone, per buurt and outside the municipality."""
    if where is None:
        return None
    x_rd, y_rd = where[:, 0], where[:, 1]
    covered = np.array(
        [np.asarray(zone.covers(x_rd, y_rd), dtype=np.bool_) for zone in zones], dtype=np.bool_
    ).reshape(len(zones), len(where))
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
    reach = (
        text.NO_CALENDAR
        if events.covered is None
        else calendar_reach(events.covered.first, events.covered.last)
    )
    return text.NO_EVENTS_KNOWN.format(day=written_day(day), reach=reach)


def events_status(events: Events | None) -> str:
    """Return "counted", "none", "not_known" or "not_asked"."""
    if events is None:
        return "not_asked"
    if events.events:
        return "counted" if events.known else "counted_in_part"
    return "none" if events.known else "not_known"


def outside_status(geography: Geography, outline: Any) -> str:  # noqa: ANN401 - shapely has no types
    """Return what is known of the people in a zone: all, those in the municipality, or nothing.

    "counted" lies within the municipality, "not_known" wholly outside it, "counted_in_part" on
    both sides of its border.
    """
    if shapely.covers(geography.outline, outline):
        return "counted"
    touches = shapely.area(shapely.intersection(geography.outline, outline)) > 0
    return "counted_in_part" if touches else "not_known"


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
    """

    people: float | None
    objects: int
    without: int

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

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers by field."""
        return {
            "people": self.people,
            "objects": self.objects,
            "without": self.without,
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


def dependents_in(zones: Sequence[Zone], places: Places) -> Dependents:
    """Return who cannot help themselves in the objects that lie in any zone, each once."""
    inside = np.zeros(len(places), dtype=np.bool_)
    for zone in zones:
        inside |= np.asarray(zone.covers(places.x_rd, places.y_rd), dtype=np.bool_)
    chosen = [place for place, within in zip(places.places, inside.tolist(), strict=True) if within]
    return dependents_of(chosen, loaded=bool(len(places)))

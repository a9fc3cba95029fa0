"""Who and what lies in zones, each person once: per zone, per buurt, per wijk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.risico import words as text
from hotspots.risico.people import (
    LEDGER_DECIMALS,
    MEASURE_ENDS,
    MEASURES,
    PeopleCount,
    known_sum,
    rounded,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.risico.people import Ground, Margin, People
    from hotspots.risico.tally import PlaceCounts, Tally
    from hotspots.risico.zones import Zone


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

    def to_dict(self) -> dict[str, object]:
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
        """Return the totals of a zone in which the number of people is not known."""
        ledgers = tuple(replace(ledger, inside=float("nan")) for ledger in self.ledgers)
        return MeasureTotals(self.measure, ledgers, (None, None))

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name; of a margin each as a pair."""
        numbers = [ledger.to_dict() for ledger in self.ledgers]
        totals: dict[str, object] = dict(numbers[0])
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
    """Return shares of counts; a share of 0 of an unknown number is 0."""
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

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        area: dict[str, object] = {"code": self.code, "name": self.name}
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


def outside_status(geography: Geography, outline: shapely.Geometry) -> str:
    """Return what is known of the people in a zone: all, those in the municipality, or nothing.

    "counted" lies within the municipality, "not_known" wholly outside it, "counted_in_part" on
    both sides of its border.
    """
    if shapely.covers(geography.outline, outline):
        return "counted"
    touches = shapely.area(shapely.intersection(geography.outline, outline)) > 0
    return "counted_in_part" if touches else "not_known"

"""Who and what lies in zones, each person once: per zone, per buurt, per wijk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.risk.people import LEDGER_DECIMALS, MEASURES, TOLD, known_sum, rounded, told_measures
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.risk.ground import Ground
    from hotspots.risk.people import People
    from hotspots.risk.tally import Tally
    from hotspots.risk.zones import Zone

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
    taken = np.zeros(len(ground.x_rd), dtype=np.bool_)
    together: Any = shapely.Polygon()
    for at, zone in enumerate(zones):
        inside = np.asarray(zone.covers(ground.x_rd, ground.y_rd), dtype=np.bool_)
        taken |= inside
        land = ground.of_land(zone.outline)
        covered = zone.outline
        if not shapely.is_empty(together) and not zone.outline.covers(together):
            covered = shapely.union(together, zone.outline)
        land_upto = land if covered is zone.outline else ground.of_land(covered)
        within[at] = np.where(by_land, land, ground.of_addresses(inside))
        upto[at] = np.where(by_land, land_upto, ground.of_addresses(taken))
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

    def to_dict(self) -> dict[str, Any]:
        """Return the people in any zone, each once, and where all others are, per measure."""
        found: dict[str, Any] = {}
        for name, ends in TOLD.items():
            ledgers = [self.ledgers[end].to_dict() for end in ends]
            told: dict[str, Any] = dict(ledgers[0])
            if len(ledgers) > 1:
                told |= {
                    part: [ledger[part] for ledger in ledgers]
                    for part in ("city", "inside", "outside", "not_known")
                }
            bounds = self.bounds(ends[0])[0], self.bounds(ends[-1])[1]
            told["inside_bounds"] = [rounded(end) for end in bounds]
            found[name] = {"label": text.MEASURES[name], **told}
        return found


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
    untold = np.zeros(len(people.counts["night"])) if unknown is None else unknown
    within = {name: _times(shares.within, people.counts[name]) for name in MEASURES}
    first = {name: _times(shares.first, people.counts[name]) for name in MEASURES}
    outside = np.maximum(0.0, 1.0 - shares.any - untold)
    ledgers = {
        name: Ledger(
            city=people.known_total(name),
            inside=known_sum(first[name].sum(axis=0)),
            outside=known_sum(_times(outside, people.counts[name])),
            unknown=people.unknown(name),
            not_known=known_sum(_times(untold, people.counts[name])),
        )
        for name in MEASURES
    }
    return Exposure(tuple(zones), shares, within, first, ledgers, people.counts, by_land)


def _times(shares: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares of counts; nothing of what is not known is nothing."""
    return np.where(shares == 0, 0.0, shares * counts)


def area_rows(found: Exposure, places: Tally, areas: AreaSet) -> list[dict[str, Any]]:
    """Return the buurten with anyone or anything in a zone, most people first, as rows."""
    counts = {name: found.per_buurt(name) for name in MEASURES}
    touched = np.flatnonzero((found.shares.any > 0) | places.touched)
    night = np.nan_to_num(counts["night"][touched], nan=-1.0)
    return [
        {
            "code": areas.codes[at],
            "name": areas.names[at],
            "share": round(float(found.shares.any[at]), 4),
            **told_measures({name: float(numbers[at]) for name, numbers in counts.items()}),
            **places.of_buurt(at),
            "zones": {
                zone.id: rounded(found.first["night"][number, at])
                for number, zone in enumerate(found.zones)
            },
        }
        for at in touched[np.lexsort((touched, -night))].tolist()
    ]


def wijk_rows(found: Exposure, places: Tally, geography: Geography) -> list[dict[str, Any]]:
    """Return the wijken with anyone or anything in a zone, each person and place once."""
    counts = {name: found.per_wijk(name, geography) for name in MEASURES}
    parent = geography.buurten.parent
    touched = (found.shares.any > 0) | places.touched
    wijken = geography.wijken
    return [
        {
            "code": wijken.codes[at],
            "name": wijken.names[at],
            **told_measures({name: float(numbers[at]) for name, numbers in counts.items()}),
            **places.of_wijk(at, parent),
        }
        for at in range(len(wijken))
        if touched[parent == at].any()
    ]

"""Contagion zones: where, on a day, the raised risk after earlier incidents is still there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.near_repeat import (
    SAME_ADDRESS_M,
    close_pairs,
    knox,
    ordered_points,
)
from hotspots.statistics.near_repeat_kernels import count_around

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.near_repeat import KnoxResult, Metric


class NoZones(StrEnum):
    """Why there are no zones.

    Attributes
    ----------
    TOO_FEW_PERMUTATIONS
        No number of pairs could have stood out.
    NO_PAIRS
        No two incidents lie within the bands of distance and of time: there is nothing to test.
    NOT_SIGNIFICANT
        No band stands out; what is less than `KnoxResult.shown_from` cannot be seen.
    NONE_OPEN
        They do, but no incident is recent enough: its zone is over.
    """

    TOO_FEW_PERMUTATIONS = "too_few_permutations"
    NO_PAIRS = "no_pairs"
    NOT_SIGNIFICANT = "not_significant"
    NONE_OPEN = "none_open"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far and how long a table shows a raised risk, or why it does not.

    Attributes
    ----------
    metric
        How distance is measured: with "manhattan" a zone is a square that stands on its corner.
    radius_m
        Of every zone; a distance of exactly this much is outside. As small as `SAME_ADDRESS_M`
        where only the address itself is at risk; NaN where nothing stands out.
    lasts_days
        How long an incident keeps its zone open; NaN where nothing stands out.
    reason
        Why there are no zones; None where there can be.
    """

    metric: Metric
    radius_m: float = np.nan
    lasts_days: float = np.nan
    reason: NoZones | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ContagionZones:
    """The zones that are open on a day, the one that stays open longest first.

    Attributes
    ----------
    x_m, y_m : shape (zones,)
        The centre: where the last incident of the zone was. It is the address of a victim, and
        not to be shown to those who may not see points.
    start_day : shape (zones,)
        The day of its first incident.
    end_day : shape (zones,)
        The first day on which it is over.
    incidents : shape (zones,)
        Incidents at the centre that share the zone: each came before the one before it was over,
        and made it last longer.
    around : shape (zones,)
        All incidents in the zone from its first one up to ``on_day``, those at the centre
        included. One elsewhere in the zone has a zone of its own as well.
    reason
        Why there are no zones; None where there are.
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    start_day: NDArray[np.float64]
    end_day: NDArray[np.float64]
    incidents: NDArray[np.int64]
    around: NDArray[np.int64]
    reason: NoZones | None


def reach_of(table: KnoxResult) -> Reach:
    """Read from a table how far and how long the risk is raised.

    A band stands out if all bands judged together give it a p of at most the ``alpha`` of the
    table, so that a map without any near repeats has a reach in at most so many of the cases.
    Each band that stands out is the outer one of a possible zone, from the incident itself up to
    its far and late edge. It is the zone of which the pairs lie furthest beyond what was expected,
    in roots of that number: a band that stands out far away or late alone makes no wide zone of
    what holds less.

    Raises
    ------
    StatisticError
        If the bands of the table do not begin at 0.

    Examples
    --------
    In a row of 40 homes, each is burgled again three days later. Nothing else is near, so that
    the risk is raised at the home itself, for a week.

    >>> x_m, day = np.repeat(np.arange(40) * 1_000.0, 2), np.repeat(np.arange(40) * 20, 2)
    >>> day[1::2] += 3
    >>> reach = reach_of(knox(x_m, x_m * 0, day))
    >>> reach.radius_m, reach.lasts_days
    (0.1, 7.0)
    """
    if table.distance_bands_m[0] > 0.0 or table.day_bands[0] > 0.0:
        raise StatisticError(
            "Deze tabel zegt niets over de plaats en de dag van het incident zelf.",
            f"Gevonden: de eerste afstand is {table.distance_bands_m[0]:g} m en de eerste dag "
            f"{table.day_bands[0]:g}; verwacht 0 en 0.",
            "Maak de tabel opnieuw, met grenzen die bij 0 beginnen.",
        )
    stands_out = table.adjusted_p <= table.alpha
    if stands_out.any():
        far, late = _outer(stands_out, table.observed, table.expected)
        return Reach(table.metric, table.distance_bands_m[far], table.day_bands[late])
    if not (table.expected > 0.0).any():
        return Reach(table.metric, reason=NoZones.NO_PAIRS)
    if not table.shown_from.any():
        return Reach(table.metric, reason=NoZones.TOO_FEW_PERMUTATIONS)
    return Reach(table.metric, reason=NoZones.NOT_SIGNIFICANT)


def contagion_zones(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    day: NDArray[np.float64] | NDArray[np.int64],
    *,
    on_day: float,
    reach: Reach,
    within_m: float = 0.0,
) -> ContagionZones:
    """Return the zones around recent incidents, as wide and as long as a table shows.

    A zone says that the past incidents of the table followed each other within this distance and
    time more often than chance has it. It does not say that a next one will come: most zones pass
    without. Only a table of the same kind of incidents, and the same municipality, can say it.

    An incident keeps the zone around its address open from its own day up to, and not including,
    ``day + lasts_days``. Another at the same address (nearer than `SAME_ADDRESS_M`) before it is
    over prolongs that zone; on the very day it is over, it starts a new one.

    Parameters
    ----------
    x_m, y_m, day : shape (n,)
        As in `knox`. Incidents after ``on_day`` are left out.
    on_day
        For which day, on the same clock as ``day``.
    reach
        What `reach_of` read from a table.
    within_m
        How far an incident can be from the place that is given, if that is the middle of a cell:
        what is around a zone is counted so much wider, and a cell is one address.

    Returns
    -------
    ContagionZones
        Empty where the table shows nothing or no zone is open; then ``reason`` says why.

    Raises
    ------
    StatisticError
        If a place or day is not finite.

    References
    ----------
    Bowers, K. J., Johnson, S. D. and Pease, K. (2004). Prospective hot-spotting: the future of
    crime mapping? British Journal of Criminology 44(5), 641-658, doi:10.1093/bjc/azh036. There
    the risk fades with distance and time; here it is there or not, as far as it was shown.

    Examples
    --------
    A risk for a week within 100 m. On day 12 the zone of day 3 is over, and that of day 8 is not.

    >>> x_m, day = np.array([0.0, 500.0]), np.array([3, 8])
    >>> zones = contagion_zones(x_m, x_m * 0, day, on_day=12, reach=Reach("euclidean", 100.0, 7.0))
    >>> zones.x_m.tolist(), zones.start_day.tolist(), zones.end_day.tolist()
    ([500.0], [8.0], [15.0])
    """
    if not np.isfinite(on_day):
        raise StatisticError(
            "De vraag naar besmettingszones klopt niet.",
            f"Gevonden: dag {on_day}; verwacht een dag.",
            "Geef een dag.",
        )
    x, y, when = ordered_points(x_m, y_m, day)
    zones = _no_zones()
    if reach.reason is None:
        past = when <= on_day
        zones = _open_zones(x[past], y[past], when[past], on_day, reach, within_m=within_m)
    nothing = NoZones.NONE_OPEN if zones.end_day.size == 0 else None
    return ContagionZones(*zones, reason=reach.reason or nothing)


class _Zones(NamedTuple):
    """The part of `ContagionZones` with an entry per zone."""

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    start_day: NDArray[np.float64]
    end_day: NDArray[np.float64]
    incidents: NDArray[np.int64]
    around: NDArray[np.int64]


def _no_zones() -> _Zones:
    """Return nothing, with the types of something."""
    numbers, counts = np.empty(0), np.empty(0, dtype=np.int64)
    return _Zones(numbers, numbers, numbers, numbers, counts, counts)


def _outer(
    stands_out: NDArray[np.bool_], observed: NDArray[np.int64], expected: NDArray[np.float64]
) -> tuple[int, int]:
    """Return after which bands the zone ends: that of most beyond chance from 0 up to there.

    Of zones with as much the nearest, and of those the soonest.
    """
    cumulated = observed.cumsum(axis=0).cumsum(axis=1)
    by_chance = expected.cumsum(axis=0).cumsum(axis=1)
    beyond = (cumulated - by_chance) / np.sqrt(np.maximum(by_chance, np.finfo(float).tiny))
    far, late = np.unravel_index(np.argmax(np.where(stands_out, beyond, -np.inf)), beyond.shape)
    return int(far) + 1, int(late) + 1


def _open_zones(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    when: NDArray[np.float64],
    on_day: float,
    reach: Reach,
    *,
    within_m: float,
) -> _Zones:
    """Return the zones of incidents up to a day that are not over on that day."""
    if when.size == 0:
        return _no_zones()
    place = _places(x, y, reach.metric)
    order = np.lexsort((when, place))
    place, ordered = place[order], when[order]
    ends = ordered + reach.lasts_days
    begins = np.ones(when.size, dtype=np.bool_)
    begins[1:] = (place[1:] != place[:-1]) | (ordered[1:] >= ends[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], when.size) - 1
    still = ends[last] > on_day
    first, last = first[still], last[still]
    centre = order[last]
    longest = np.lexsort((y[centre], x[centre], -ends[last]))
    first, last, centre = first[longest], last[longest], centre[longest]
    start_day = ordered[first]
    around = count_around(
        x, y, when, centre, start_day, reach.radius_m + within_m, reach.metric == "manhattan"
    )
    return _Zones(x[centre], y[centre], start_day, ends[last], last - first + 1, around)


def _places(x: NDArray[np.float64], y: NDArray[np.float64], metric: Metric) -> NDArray[np.int64]:
    """Return the same number for incidents at the same address, also through one in between."""
    spots, spot = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    # Copies: the loops are compiled for columns that stand by themselves.
    pairs = close_pairs(
        spots[:, 0].copy(), spots[:, 1].copy(), np.array([0.0, SAME_ADDRESS_M]), metric
    )
    links = scipy.sparse.coo_array(
        (np.ones(pairs.one.size, dtype=np.bool_), (pairs.one, pairs.other)),
        shape=(len(spots), len(spots)),
    )
    _, address = scipy.sparse.csgraph.connected_components(links, directed=False)
    numbers: NDArray[np.int64] = address[spot.ravel()].astype(np.int64)
    return numbers


def warm_up() -> None:
    """Compile or load the loops, so that the first zones need not wait for the compiler."""
    place, day = np.zeros(12), np.repeat([0.0, 99.0], 6)
    reach_of(knox(place, place, day, distance_bands_m=(0.0, 1.0), day_bands=(0.0, 1.0)))
    contagion_zones(place, place, day, on_day=99.0, reach=Reach("euclidean", 1.0, 1.0))

"""Contagion zones: where, on a day, the raised risk after earlier incidents is still there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from hotspots.errors import StatisticError
from hotspots.statistics.near_repeat import SAME_ADDRESS_M, close_pairs, knox, ordered_points
from hotspots.statistics.near_repeat_kernels import count_around

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.near_repeat import KnoxResult, Metric

#: The chance of zones on a map without any near repeats.
ALPHA: Final = 0.05


class NoZones(StrEnum):
    """Why there are no zones.

    Attributes
    ----------
    TOO_FEW_PERMUTATIONS
        Not even the smallest p that can be found is at most ``alpha``.
    NO_PAIRS
        No two incidents lie within the bands of distance, or none within the first band of time:
        there is nothing to test.
    NOT_SIGNIFICANT
        Incidents do not follow each other nearby more often than chance has it.
    NONE_OPEN
        They do, but no incident is recent enough: its zone is over.
    """

    TOO_FEW_PERMUTATIONS = "too_few_permutations"
    NO_PAIRS = "no_pairs"
    NOT_SIGNIFICANT = "not_significant"
    NONE_OPEN = "none_open"


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
    radius_m
        Of every zone; a distance of exactly this much is outside. As small as `SAME_ADDRESS_M`
        where only the address itself is at risk; NaN where the table shows no zones at all.
    lasts_days
        How long an incident keeps its zone open; NaN where the table shows no zones at all.
    metric
        How distance is measured: with "manhattan" a zone is a square that stands on its corner.
    on_day, alpha
        What was asked.
    reason
        Why there are no zones; None where there are.
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    start_day: NDArray[np.float64]
    end_day: NDArray[np.float64]
    incidents: NDArray[np.int64]
    around: NDArray[np.int64]
    radius_m: float
    lasts_days: float
    metric: Metric
    on_day: float
    alpha: float
    reason: NoZones | None


def contagion_zones(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    day: NDArray[np.float64] | NDArray[np.int64],
    *,
    on_day: float,
    table: KnoxResult,
    alpha: float = ALPHA,
) -> ContagionZones:
    """Return the zones around recent incidents, as wide and as long as the table shows.

    A zone says that the past incidents of the table followed each other within this distance and
    time more often than chance has it. It does not say that a next one will come: most zones pass
    without. Only a table of the same kind of incidents, and the same municipality, can say it.

    The distance: the bands in a row, from the nearest one on, with p at most ``alpha`` in the
    first band of time; the radius is the upper edge of the last. The time: the bands in a row,
    from the first one on, in which all those distances have p at most ``alpha``; the upper edge of
    the last is how long. So all bands of the table within the zone are significant. The nearest
    band is the first that holds any pair of incidents: where no address occurs twice, the same
    address cannot be tested and is passed over.

    All hangs on one band, the nearest in the first time. So a map without any near repeats gets
    zones in at most ``alpha`` of the cases, and the 20 bands need no correction.

    An incident keeps the zone around its address open from its own day up to, and not including,
    ``day + lasts_days``. Another at the same address (nearer than `SAME_ADDRESS_M`) before it is
    over prolongs that zone; on the very day it is over, it starts a new one.

    Parameters
    ----------
    x_m, y_m, day : shape (n,)
        As in `knox`. Incidents after ``on_day`` are left out.
    on_day
        For which day, on the same clock as ``day``.
    table
        What `knox` found; both its bands begin at 0.
    alpha
        The largest p that counts as more than chance.

    Returns
    -------
    ContagionZones
        Empty where the table shows nothing or no zone is open; then ``reason`` says why.

    Raises
    ------
    StatisticError
        If a place or day is not finite, the bands of the table do not begin at 0, or ``alpha`` is
        not between 0 and 1.

    References
    ----------
    Bowers, K. J., Johnson, S. D. and Pease, K. (2004). Prospective hot-spotting: the future of
    crime mapping? British Journal of Criminology 44(5), 641-658, doi:10.1093/bjc/azh036. There
    the risk fades with distance and time; here it is there or not, as far as it was shown.

    Examples
    --------
    In a row of 40 homes, each is burgled again three days later. Nothing else is near, so that
    the zone is the home itself; on day 785 only the last one was burgled shortly before.

    >>> x_m, day = np.repeat(np.arange(40) * 1_000.0, 2), np.repeat(np.arange(40) * 20, 2)
    >>> day[1::2] += 3
    >>> table = knox(x_m, x_m * 0, day)
    >>> zones = contagion_zones(x_m, x_m * 0, day, on_day=785, table=table)
    >>> zones.x_m.tolist(), zones.start_day.tolist(), zones.end_day.tolist()
    ([39000.0], [780.0], [790.0])
    >>> zones.incidents.tolist(), zones.radius_m, zones.lasts_days
    ([2], 0.1, 7.0)
    """
    if not (0.0 < alpha < 1.0 and np.isfinite(on_day)):
        raise StatisticError(
            "De vraag naar besmettingszones klopt niet.",
            f"Gevonden: alpha {alpha}, dag {on_day}; verwacht alpha tussen 0 en 1 en een dag.",
            "Geef bijvoorbeeld alpha 0.05.",
        )
    x, y, when = ordered_points(x_m, y_m, day)
    reach = _reach(table, alpha)
    zones = _no_zones()
    if reach.reason is None:
        past = when <= on_day
        zones = _open_zones(x[past], y[past], when[past], on_day, reach)
    nothing = NoZones.NONE_OPEN if zones.end_day.size == 0 else None
    return ContagionZones(
        *zones,
        radius_m=reach.radius_m,
        lasts_days=reach.lasts_days,
        metric=table.metric,
        on_day=on_day,
        alpha=alpha,
        reason=reach.reason or nothing,
    )


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


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far and how long a table shows a raised risk, or why it does not."""

    metric: Metric
    radius_m: float = np.nan
    lasts_days: float = np.nan
    reason: NoZones | None = None


def _reach(table: KnoxResult, alpha: float) -> _Reach:
    """Read from a table how far and how long the risk is raised."""
    if table.distance_bands_m[0] > 0.0 or table.day_bands[0] > 0.0:
        raise StatisticError(
            "Deze tabel zegt niets over de plaats en de dag van het incident zelf.",
            f"Gevonden: de eerste afstand is {table.distance_bands_m[0]:g} m en de eerste dag "
            f"{table.day_bands[0]:g}; verwacht 0 en 0.",
            "Maak de tabel opnieuw, met grenzen die bij 0 beginnen.",
        )
    if 1.0 / (table.permutations + 1.0) > alpha:
        return _Reach(table.metric, reason=NoZones.TOO_FEW_PERMUTATIONS)
    # What can occur does not change by permutation: passing over an empty band costs no certainty.
    possible = table.expected[:, 0] > 0.0
    if not possible.any():
        return _Reach(table.metric, reason=NoZones.NO_PAIRS)
    nearest = int(np.argmax(possible))
    significant = table.p[nearest:] <= alpha
    distances = _leading(significant[:, 0])
    if distances == 0:
        return _Reach(table.metric, reason=NoZones.NOT_SIGNIFICANT)
    times = _leading(np.logical_and.reduce(significant[:distances], axis=0))
    return _Reach(table.metric, table.distance_bands_m[nearest + distances], table.day_bands[times])


def _leading(marks: NDArray[np.bool_]) -> int:
    """Return how many marks there are before the first gap."""
    return int(np.cumprod(marks).sum())


def _open_zones(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    when: NDArray[np.float64],
    on_day: float,
    reach: _Reach,
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
        x, y, when, centre, start_day, reach.radius_m, reach.metric == "manhattan"
    )
    return _Zones(x[centre], y[centre], start_day, ends[last], last - first + 1, around)


def _places(x: NDArray[np.float64], y: NDArray[np.float64], metric: Metric) -> NDArray[np.int64]:
    """Return the same number for incidents at the same address, also through one in between."""
    spots, spot = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    # Copies: the loops are compiled for columns that stand by themselves.
    pairs = close_pairs(
        spots[:, 0].copy(), spots[:, 1].copy(), np.array([0.0, SAME_ADDRESS_M]), metric
    )
    links = sparse.coo_array(
        (np.ones(pairs.one.size, dtype=np.bool_), (pairs.one, pairs.other)),
        shape=(len(spots), len(spots)),
    )
    _, address = csgraph.connected_components(links, directed=False)
    numbers: NDArray[np.int64] = address[spot.ravel()].astype(np.int64)
    return numbers


def warm_up() -> None:
    """Compile or load the loops, so that the first zones need not wait for the compiler."""
    place, day = np.zeros(12), np.repeat([0.0, 99.0], 6)
    table = knox(place, place, day, distance_bands_m=(0.0, 1.0), day_bands=(0.0, 1.0))
    contagion_zones(place, place, day, on_day=99.0, table=table, alpha=0.99)

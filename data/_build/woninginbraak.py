"""The layer woninginbraak: dwellings at risk, darkness, near repeats, intervals of absence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from draws import between, pick, smooth_field
from incidents import Incidents, join
from near_repeat import followers
from planted import planted_in
from rhythm import Calendar, Rhythm, beside_clock_changes, draw_moments, hours
from totals import TOTALS, YEARS

if TYPE_CHECKING:
    from dwellings import Dwellings
    from numpy.typing import NDArray
    from planted import PlantedHotspot

RHYTHM = Rhythm(
    day=hours((20.0, 2.2, 1.0), (13.5, 3.0, 0.55), (2.5, 1.5, 0.25)),
    week=(0.95, 0.95, 0.95, 1.0, 1.2, 1.2, 0.85),
    months=(1.15, 1.05, 0.95, 0.85, 0.85, 0.8, 0.95, 1.0, 0.9, 1.1, 1.25, 1.35),
    darkness=1.6,
)
#: share of all incidents that have a follower.
FOLLOWED = 0.25
#: spread of the logarithm of the risk per dwelling between parts of the town.
RISK_SPREAD = 0.5
#: kinds of absence: share, shortest and longest in hours. The first is a moment.
ABSENCES = np.array(
    [(0.14, 0.0, 0.0), (0.42, 1.5, 5.0), (0.28, 4.0, 10.0), (0.09, 20.0, 60.0), (0.07, 96, 384)]
)
#: a burglary with a moment was heard or seen; half of these name the same minute as the end.
SAME_END = 0.5
QUARTER = np.timedelta64(15, "m")


def burglaries(rng: np.random.Generator, dwellings: Dwellings) -> Incidents:
    """Return the woninginbraken of all years, exactly as many as `totals` says."""
    field = smooth_field(rng, dwellings.x, dwellings.y, shortest_m=1500.0, longest_m=5000.0)
    risk = np.exp(RISK_SPREAD * field)
    spots = planted_in("woninginbraak", "")
    parts = []
    for year, wanted in zip(YEARS, TOTALS["woninginbraak"][""], strict=True):
        calendar = Calendar(year)
        planted = [part for spot in spots for part in plant(rng, spot, calendar, dwellings)]
        own = sum(len(part) for part in planted)
        follow = round(FOLLOWED * (wanted - own))
        hourly = calendar.weights(RHYTHM)
        hourly *= calendar.trend(TOTALS["woninginbraak"][""])[:, None]
        moments = draw_moments(rng, hourly, calendar, wanted - own - follow)
        homes = pick(rng, risk, moments.size)
        x, y = dwellings.x[homes], dwellings.y[homes]
        later = followers(rng, moments, x, y, size=follow, dwellings=dwellings)
        start = np.datetime64(f"{year}-01-01T00:00", "m")
        base = (np.concatenate(pair) for pair in zip((moments, x, y), later, strict=True))
        parts += [*planted, absent(rng, *base, earliest=start, longest=len(ABSENCES))]
    return join(parts).with_dates_only(rng, 0.02)


def plant(
    rng: np.random.Generator, spot: PlantedHotspot, calendar: Calendar, dwellings: Dwellings
) -> list[Incidents]:
    """Return the incidents of one planted hotspot in one year, at dwellings in its circle."""
    away_m = np.hypot(dwellings.x - spot.x_rd, dwellings.y - spot.y_rd)
    # Fades to a third at the rim, so that the middle is where it was planted.
    weights = np.where(away_m <= spot.radius_m, np.exp(-away_m / spot.radius_m), 0.0)
    parts = []
    for stretch in spot.stretches:
        if stretch.first.year != calendar.year:
            continue
        hourly = calendar.weights(RHYTHM)
        first, last = np.datetime64(stretch.first), np.datetime64(stretch.last)
        hourly[(calendar.days < first) | (calendar.days > last)] = 0.0
        moments = draw_moments(rng, hourly, calendar, stretch.events)
        homes = pick(rng, weights, stretch.events)
        earliest = first.astype("datetime64[m]")
        # Without long holidays: their begin could fall before the stretch.
        parts.append(
            absent(
                rng, moments, dwellings.x[homes], dwellings.y[homes], earliest=earliest, longest=3
            )
        )
    return parts


def absent(
    rng: np.random.Generator,
    moments: NDArray[np.datetime64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    earliest: np.datetime64,
    longest: int,
) -> Incidents:
    """Return incidents that lie between leaving home and coming back.

    Parameters
    ----------
    earliest
        No begin before this moment: an interval counts at its begin, and totals are exact.
    longest
        How many kinds of `ABSENCES` occur, shortest first.
    """
    size = moments.size
    kinds = ABSENCES[:longest]
    kind = pick(rng, kinds[:, 0], size)
    length_h = kinds[kind, 1] + (kinds[kind, 2] - kinds[kind, 1]) * rng.random(size)
    before = np.rint(60 * length_h * between(rng, 0.05, 0.95, size)).astype("timedelta64[m]")
    # People say "about a quarter past eight": ends of absences are whole quarters.
    begin = quarters(moments - before)
    end = quarters(moments - before + np.rint(60 * length_h).astype("timedelta64[m]")) + QUARTER
    # An absence that would begin too early begins somewhere before the burglary instead.
    late = earliest + (rng.random(size) * (moments - earliest).astype(np.int64)).astype(
        "timedelta64[m]"
    )
    begin = np.where(begin < earliest, np.maximum(quarters(late), earliest), begin)
    seen = kind == 0
    begin[seen], end[seen] = moments[seen], moments[seen]
    end[seen & (rng.random(size) > SAME_END)] = np.datetime64("NaT")
    begin = beside_clock_changes(begin)
    last = np.datetime64("2017-12-31T23:59", "m")
    end = beside_clock_changes(np.where(np.isnat(end), end, np.minimum(end, last)))
    end = np.where(np.isnat(end), end, np.maximum(begin, end))
    soort = np.full(size, "", dtype="U24")
    return Incidents(soort, begin, end, np.zeros(size, dtype=bool), x, y)


def quarters(moments: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Return the quarter of an hour in which each moment falls."""
    return (moments.astype(np.int64) // 15 * 15).astype("datetime64[m]")

"""A soort of incident as a few strands: each has its places and its rhythm.

Drank en drugs, for instance, is partly nightlife on weekend nights, partly what neighbours
report from a park on a summer evening. Within a strand place and time are independent, given
the year; between strands they are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from draws import pick
from incidents import join, points_in_time
from places import in_circle
from planted import planted_in
from rhythm import Calendar, draw_moments
from totals import TOTALS, YEARS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from events_calendar import EventNights
    from incidents import Incidents
    from numpy.typing import NDArray
    from planted import PlantedHotspot
    from rhythm import Rhythm
    from town import Propose, Town


@dataclass(frozen=True, slots=True, eq=False)
class Strand:
    """A share of a soort, with its places and its rhythm."""

    share: float
    places: Propose
    rhythm: Rhythm


@dataclass(frozen=True, slots=True, eq=False)
class Soort:
    """The strands of a soort, and the share that comes on event nights near the event."""

    strands: Sequence[Strand]
    at_events: float = 0.0


def layer_incidents(
    rng: np.random.Generator,
    town: Town,
    layer: str,
    soorten: Mapping[str, Soort],
    nights: EventNights,
) -> Incidents:
    """Return all incidents of a layer, exactly as many per soort and year as `totals` says."""
    parts = []
    for name, yearly in TOTALS[layer].items():
        for year, wanted in zip(YEARS, yearly, strict=True):
            calendar = Calendar(year)
            planted = [
                part
                for spot in planted_in(layer, name)
                for part in plant(rng, town, spot, calendar, soorten[name].strands[0].rhythm)
            ]
            rest = wanted - sum(len(part) for part in planted)
            parts += planted
            parts += soort_in_year(
                rng,
                town,
                name,
                soorten[name],
                calendar=calendar,
                trend=calendar.trend(yearly)[:, None],
                wanted=rest,
                nights=nights,
            )
    return join(parts)


def soort_in_year(
    rng: np.random.Generator,
    town: Town,
    name: str,
    soort: Soort,
    *,
    calendar: Calendar,
    trend: NDArray[np.float64],
    wanted: int,
    nights: EventNights,
) -> list[Incidents]:
    """Return ``wanted`` incidents of one soort in one year, divided over its strands.

    ``trend`` is a weight per day, shape (days, 1).
    """
    near_events = round(soort.at_events * wanted)
    parts = [nights.incidents(rng, town, name, calendar.year, near_events)]
    shares = np.array([strand.share for strand in soort.strands])
    sizes = np.bincount(pick(rng, shares, wanted - near_events), minlength=shares.size)
    for strand, size in zip(soort.strands, sizes.tolist(), strict=True):
        moments = draw_moments(rng, calendar.weights(strand.rhythm) * trend, calendar, size)
        parts.append(points_in_time(name, moments, *town.settle(rng, size, strand.places)))
    return parts


def plant(
    rng: np.random.Generator,
    town: Town,
    spot: PlantedHotspot,
    calendar: Calendar,
    rhythm: Rhythm,
) -> list[Incidents]:
    """Return the incidents of one planted hotspot in one year, one part per stretch."""
    parts = []
    for stretch in spot.stretches:
        if stretch.first.year != calendar.year:
            continue
        hourly = calendar.weights(rhythm)
        first, last = np.datetime64(stretch.first), np.datetime64(stretch.last)
        hourly[(calendar.days < first) | (calendar.days > last)] = 0.0
        moments = draw_moments(rng, hourly, calendar, stretch.events)
        circle = in_circle(spot.x_rd, spot.y_rd, spot.radius_m)
        places = town.settle(rng, stretch.events, circle)
        parts.append(points_in_time(spot.soort, moments, *places))
    return parts

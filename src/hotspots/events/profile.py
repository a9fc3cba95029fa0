"""Everything there is to know about one location, as a frozen value for a page or a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.events.burden import event_days_near
from hotspots.events.capacity import Capacity, capacity_of
from hotspots.events.days import DaysUsed, days_used, heaviest_per_day, year_bounds
from hotspots.events.event_days import DaysCompared, compared_with_other_days
from hotspots.events.flooding import FloodDepth, floods_at
from hotspots.events.nearness import Near, access_of, near_of
from hotspots.events.request import find_place
from hotspots.events.residents import residents_of

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.events.locations import Location
    from hotspots.events.room import EventRoom

#: metres around a location.
RINGS_M: Final = (100.0, 250.0, 500.0)


@dataclass(frozen=True, slots=True)
class Ring:
    """Who lives within a distance, and how many event days they had.

    ``event_days`` are those within 250 m of the mean resident in a year; NaN where nobody lives.
    """

    distance_m: float
    residents: int
    event_days: float


@dataclass(frozen=True, slots=True)
class LocationProfile:
    """A location and its year.

    Attributes
    ----------
    strip
        The heaviest class of each day of the year, "" for none; from 1 January on.
    events
        Rows of the calendar in this year, by begin.
    residents_label, residents_year
        What was counted in ``rings``; "" where no figure is loaded.
    near, access
        In the order of the settings.
    flood
        Depth of water per scenario; none where no depths are loaded.
    incidents
        Per layer that this role may see in cells: event days against comparable other days.
    """

    location: Location
    capacity: Capacity
    year: int
    used: DaysUsed
    strip: tuple[str, ...]
    events: tuple[int, ...]
    rings: tuple[Ring, ...]
    residents_label: str
    residents_year: int
    near: tuple[Near, ...]
    access: tuple[Near, ...]
    flood: tuple[FloodDepth, ...]
    incidents: tuple[DaysCompared, ...]
    synthetic: bool


def profile_of(workspace: Workspace, room: EventRoom, location: str, year: int) -> LocationProfile:
    """Return the profile of a location.

    Raises
    ------
    SelectionError
        If the location is not in the list.
    """
    place = find_place(location, room)
    item = room.locations.items[place]
    first, last = year_bounds(year)
    events = room.events
    here = events.counts & (events.place == place)
    rows = np.flatnonzero(here & (events.first_day <= last) & (events.last_day >= first))
    held = heaviest_per_day(events, room.risks, rows, first, last)
    finest = residents_of(workspace)
    return LocationProfile(
        location=item,
        capacity=capacity_of(item, room.settings.capacity),
        year=year,
        used=days_used(item, events, room.risks, place=place, year=year),
        strip=tuple(held.get(day, ("", False))[0] for day in range(first, last + 1)),
        events=tuple(rows.tolist()),
        rings=_rings(room, item, first, last),
        residents_label=finest.label,
        residents_year=finest.year,
        near=tuple(near_of(item, rule, room.nearby) for rule in room.settings.near),
        access=tuple(access_of(item, rule, room.nearby) for rule in room.settings.access),
        flood=floods_at(workspace, item),
        incidents=compared_with_other_days(workspace, room, place),
        synthetic=room.locations.synthetic or (room.version is not None and room.version.synthetic),
    )


def _rings(room: EventRoom, item: Location, first: int, last: int) -> tuple[Ring, ...]:
    residents = room.field.residents
    away = np.hypot(residents.x_rd - item.x_rd, residents.y_rd - item.y_rd)
    days = event_days_near(room, first, last, near_m=250.0)
    rings = []
    for metres in RINGS_M:
        inside = away <= metres
        people = float(residents.number[inside].sum())
        mean = float((residents.number * days)[inside].sum() / people) if people else float("nan")
        rings.append(Ring(metres, round(people), mean))
    return tuple(rings)

"""The profile of a location: its year, its residents, and what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen.burden import event_days_near
from hotspots.evenementen.days import DaysUsed, days_used, heaviest_per_day, year_bounds
from hotspots.evenementen.incidents import DaysCompared, compared_with_other_days
from hotspots.evenementen.locations import Capacity, capacity_of
from hotspots.evenementen.nearness import Near, access_of, near_of
from hotspots.evenementen.request import find_place
from hotspots.evenementen.residents import residents_of
from hotspots.risico.at_place import FloodDepth, floods_at

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.locations import Location


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

    @property
    def name(self) -> str:
        """What the location is called: its id where it has no name."""
        return self.location.name or self.location.id

    @property
    def days_per_class(self) -> dict[str, int]:
        """How many days of the year have each class as their heaviest."""
        return {risk: self.strip.count(risk) for risk in EVENT_CLASSES}


def profile_of(
    workspace: Workspace, calendar: EventCalendar, location: str, year: int
) -> LocationProfile:
    """Return the profile of a location.

    Raises
    ------
    SelectionError
        If the location is not in the list.
    """
    place = find_place(location, calendar)
    item = calendar.locations.items[place]
    first, last = year_bounds(year)
    events = calendar.events
    here = events.counts & (events.place == place)
    rows = np.flatnonzero(here & (events.first_day <= last) & (events.last_day >= first))
    heaviest = heaviest_per_day(events, calendar.risks, rows, first, last)
    finest = residents_of(workspace)
    return LocationProfile(
        location=item,
        capacity=capacity_of(item, calendar.settings.capacity),
        year=year,
        used=days_used(item, events, calendar.risks, place=place, year=year),
        strip=tuple(heaviest.get(day, ("", False))[0] for day in range(first, last + 1)),
        events=tuple(rows.tolist()),
        rings=_rings(calendar, item, first, last),
        residents_label=finest.label,
        residents_year=finest.year,
        near=tuple(near_of(item, rule, calendar.nearby) for rule in calendar.settings.near),
        access=tuple(access_of(item, rule, calendar.nearby) for rule in calendar.settings.access),
        flood=floods_at(workspace, item.x_rd, item.y_rd),
        incidents=compared_with_other_days(workspace, calendar, place),
        synthetic=calendar.locations.synthetic or calendar.synthetic,
    )


def _rings(calendar: EventCalendar, item: Location, first: int, last: int) -> tuple[Ring, ...]:
    residents = calendar.field.residents
    away = np.hypot(residents.x_rd - item.x_rd, residents.y_rd - item.y_rd)
    days = event_days_near(calendar, first, last, near_m=250.0)
    rings = []
    for metres in RINGS_M:
        inside = away <= metres
        people = float(residents.number[inside].sum())
        mean = float((residents.number * days)[inside].sum() / people) if people else float("nan")
        rings.append(Ring(metres, round(people), mean))
    return tuple(rings)

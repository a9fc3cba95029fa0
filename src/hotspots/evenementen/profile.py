"""Everything about one location: its year, its surroundings, and incidents there on event days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import NIGHT_UNTIL_HOUR
from hotspots.access.permission import levels_of
from hotspots.catalog.specs import EVENT_CLASSES
from hotspots.evenementen.days import DaysUsed, days_used, heaviest_per_day, year_bounds
from hotspots.evenementen.locations import Capacity, capacity_of
from hotspots.evenementen.nearness import Near, near_of, nearest
from hotspots.evenementen.periods import NEAR_M, event_days_near
from hotspots.evenementen.pressure import residents_of
from hotspots.evenementen.request import find_place
from hotspots.risico.at_place import FloodDepth, floods_at
from hotspots.statistics.change import change_of_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.locations import Location


#: metres around the location within which incidents are compared.
COMPARED_M: Final = 250.0

#: Weeks before and after an event day from which the same weekday is compared.
_WEEKS: Final = (-4, -3, -2, -1, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class DaysCompared:
    """What was registered within `COMPARED_M` on event days and on comparable days.

    It does not say that events cause it: on an event day more people are about to be a victim, to
    see something and to report it, and the police are nearer.

    Attributes
    ----------
    ratio, lower, upper
        Incidents per event day over those per other day, with a 95 % interval; NaN where neither
        has any, or there are no days to compare.
    shown
        Whether the interval leaves out 1.
    """

    layer: str
    label: str
    on_days: int
    on_count: int
    other_days: int
    other_count: int
    ratio: float
    lower: float
    upper: float

    @property
    def shown(self) -> bool:
        """Whether more or fewer is shown to be there."""
        return bool(self.lower > 1 or self.upper < 1)


def compared_with_other_days(
    workspace: Workspace, calendar: EventCalendar, place: int
) -> tuple[DaysCompared, ...]:
    """Return the comparison for each layer of incidents that this role may see in cells.

    A layer that may not be shown that fine is left out, not blurred: its places say
    nothing about 250 m.
    """
    return tuple(
        _compared(workspace.incidents(layer)[1], layer, calendar, place)
        for layer in _layers(workspace)
    )


def _layers(workspace: Workspace) -> Iterator[LayerSpec]:
    for layer in workspace.catalog.layers:
        fine = "cells" in levels_of(layer) and layer.privacy.finest_cell_m <= COMPARED_M / 2
        if layer.kind == "incidents" and not layer.sensitive and fine:
            yield layer


def _compared(
    incidents: Incidents, layer: LayerSpec, calendar: EventCalendar, place: int
) -> DaysCompared:
    item = calendar.locations.items[place]
    near = np.hypot(incidents.x_rd - item.x_rd, incidents.y_rd - item.y_rd) <= COMPARED_M
    day = incident_days(incidents)
    on, other = days_to_compare(calendar, place, day)
    there = day[near]
    on_count = int(np.isin(there, on).sum())
    other_count = int(np.isin(there, other).sum())
    ratio = lower = upper = float("nan")
    if on.size and other.size:
        change = change_of_counts(
            np.array([other_count]),
            np.array([on_count]),
            earlier_duration=float(other.size),
            later_duration=float(on.size),
        )
        ratio, lower, upper = (
            float(part[0]) for part in (change.ratio, change.ratio_lower, change.ratio_upper)
        )
    return DaysCompared(
        layer.id, layer.label, on.size, on_count, other.size, other_count, ratio, lower, upper
    )


def incident_days(incidents: Incidents) -> NDArray[np.int64]:
    """Return the day of each incident; what happened in the night belongs to the day before."""
    day = incidents.day.astype(np.int64)
    night = (incidents.hour >= 0) & (incidents.hour < NIGHT_UNTIL_HOUR)
    return day - night


def days_to_compare(
    calendar: EventCalendar, place: int, covered: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the event days of a place, and comparable days: each day once.

    Comparable is the same weekday up to four weeks before or after an event day, without any event
    within `COMPARED_M` of the place. Both lie between the first and last day that the incidents
    cover.

    Parameters
    ----------
    covered
        Days of all incidents of the layer.
    """
    if not covered.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    events, item = calendar.events, calendar.locations.items[place]
    on = _days(calendar, events.counts & (events.place == place))
    near = calendar.field.away_m(item.x_rd, item.y_rd) <= COMPARED_M
    busy = _days(calendar, events.counts & near)
    on = on[(on >= covered.min()) & (on <= covered.max())]
    other = np.unique((on[:, None] + 7 * np.array(_WEEKS)).ravel())
    other = other[(other >= covered.min()) & (other <= covered.max())]
    return on, other[~np.isin(other, busy)]


def _days(calendar: EventCalendar, where: NDArray[np.bool_]) -> NDArray[np.int64]:
    rows = np.flatnonzero(where)
    spans = [
        np.arange(calendar.events.first_day[row], calendar.events.last_day[row] + 1)
        for row in rows.tolist()
    ]
    return np.unique(np.concatenate(spans)) if spans else np.zeros(0, dtype=np.int64)


#: metres around a location.
RINGS_M: Final = (100.0, 250.0, 500.0)


@dataclass(frozen=True, slots=True)
class Ring:
    """Who lives within a distance, and how many event days they had.

    ``event_days`` are those within 250 m of the mean resident in a year; NaN where nobody lives,
    and where the calendar says nothing of that year.
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
    known = year in calendar.covered.years
    rows = np.flatnonzero(events.during(first, last) & (events.place == place))
    heaviest = heaviest_per_day(events, calendar.risks, rows, first, last)
    finest = residents_of(workspace)
    return LocationProfile(
        location=item,
        capacity=capacity_of(item, calendar.settings.capacity),
        year=year,
        used=days_used(item, events, calendar.risks, place=place, year=year, known=known),
        strip=tuple(heaviest.get(day, ("", False))[0] for day in range(first, last + 1)),
        events=tuple(rows.tolist()),
        rings=_rings(calendar, item, first, last, known=known),
        residents_label=finest.label,
        residents_year=finest.year,
        near=tuple(near_of(item, rule, calendar.nearby) for rule in calendar.settings.near),
        access=tuple(nearest(item, rule, calendar.nearby) for rule in calendar.settings.access),
        flood=floods_at(workspace, item.x_rd, item.y_rd),
        incidents=compared_with_other_days(workspace, calendar, place),
        synthetic=calendar.locations.synthetic or calendar.synthetic,
    )


def incidents_to_take(workspace: Workspace, profile: LocationProfile) -> tuple[DaysCompared, ...]:
    """Return the comparisons of a profile that this role may take away in a file."""
    return tuple(
        one for one in profile.incidents if workspace.may_export(workspace.layer(one.layer))
    )


def _rings(
    calendar: EventCalendar, item: Location, first: int, last: int, *, known: bool
) -> tuple[Ring, ...]:
    residents = calendar.field.residents
    away = np.hypot(residents.x_rd - item.x_rd, residents.y_rd - item.y_rd)
    days = event_days_near(calendar, first, last, near_m=NEAR_M)
    rings = []
    for metres in RINGS_M:
        inside = away <= metres
        people = float(residents.number[inside].sum())
        mean = float("nan")
        if people and known:
            mean = float((residents.number * days)[inside].sum() / people)
        rings.append(Ring(metres, round(people), mean))
    return tuple(rings)

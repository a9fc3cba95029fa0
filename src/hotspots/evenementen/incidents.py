"""Incidents around a location on event days, against comparable days without an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import NIGHT_UNTIL_HOUR
from hotspots.access.permission import levels_of
from hotspots.statistics.change import change_of_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.evenementen.calendar import EventCalendar

#: metres around the location.
NEAR_M: Final = 250.0

#: Weeks before and after an event day from which the same weekday is compared.
_WEEKS: Final = (-4, -3, -2, -1, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class DaysCompared:
    """What was registered within `NEAR_M` on event days and on comparable days.

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
        fine = "cells" in levels_of(layer) and layer.privacy.finest_cell_m <= NEAR_M / 2
        if layer.kind == "incidents" and not layer.sensitive and fine:
            yield layer


def _compared(
    incidents: Incidents, layer: LayerSpec, calendar: EventCalendar, place: int
) -> DaysCompared:
    item = calendar.locations.items[place]
    near = np.hypot(incidents.x_rd - item.x_rd, incidents.y_rd - item.y_rd) <= NEAR_M
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
    within `NEAR_M` of the place. Both lie between the first and last day that the incidents cover.

    Parameters
    ----------
    covered
        Days of all incidents of the layer.
    """
    if not covered.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    events, field = calendar.events, calendar.field
    item = calendar.locations.items[place]
    placed = events.counts & (field.place >= 0)
    away = np.full(len(events), np.inf)
    away[placed] = np.hypot(
        field.x_rd[field.place[placed]] - item.x_rd, field.y_rd[field.place[placed]] - item.y_rd
    )
    on = _days(calendar, placed & (events.place == place))
    busy = _days(calendar, away <= NEAR_M)
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

"""Which floods reach a place, and which events of the calendar lie in a zone along the track.

This is what the other wings ask of this one: they import this module and no other of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import HotspotsError
from hotspots.risico import words as text
from hotspots.risico.flood import flood_of, water_scenarios
from hotspots.risico.objects import all_events
from hotspots.risico.rail_inputs import rail_inputs
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.tally import first_zone, unsized_in_zones
from hotspots.risico.zones import rail_zones

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.risico.objects import Event
    from hotspots.risico.settings import WaterScenario
    from hotspots.risico.zones import Zone


@dataclass(frozen=True, slots=True)
class FloodDepth:
    """How deep the water is at a place in a scenario; 0 where it stays dry.

    ``wet`` is None where it is not known whether it stays dry; ``depth_m`` is None there, and where
    the depth is not given. ``synthetic`` marks a scenario that is an illustration.
    """

    scenario: str
    depth_m: float | None
    synthetic: bool
    wet: bool | None = None


def floods_at(workspace: Workspace, x_rd: float, y_rd: float) -> tuple[FloodDepth, ...]:
    """Return the depth at a place in each scenario that this role sees; none where none is loaded.

    A scenario that cannot be read is left out: the page on floods says why.

    Parameters
    ----------
    x_rd, y_rd
        The place, in RD metres.
    """
    try:
        scenarios = water_scenarios(workspace, read_risk_settings(workspace.home)).values()
    except HotspotsError:
        return ()
    depths = (_depth_at(workspace, scenario, x_rd, y_rd) for scenario in scenarios)
    return tuple(depth for depth in depths if depth is not None)


def _depth_at(
    workspace: Workspace, scenario: WaterScenario, x_rd: float, y_rd: float
) -> FloodDepth | None:
    """Return the depth at a place in a scenario; None if the scenario cannot be read."""
    try:
        flood = flood_of(workspace, scenario)
    except HotspotsError:
        return None
    depth, _ = flood.at(np.array([x_rd]), np.array([y_rd]))
    metres = float(depth[0])
    return FloodDepth(
        scenario.label,
        metres if np.isfinite(metres) else None,
        flood.synthetic,
        None if np.isnan(metres) else metres > 0,
    )


@dataclass(frozen=True, slots=True)
class LargeEventInZone:
    """A large event in a zone; ``sentence`` is the warning that both pages show."""

    day: date | None
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CalendarInZones:
    """The events of a calendar in a zone: the large ones, and those whose size is not known.

    Attributes
    ----------
    unsized
        The day of each event in the open air in a zone whose number of visitors is not known.
    without_place
        How many events have no place.
    """

    large: tuple[LargeEventInZone, ...] = ()
    unsized: tuple[date | None, ...] = ()
    without_place: int = 0

    def in_year(self, year: int) -> CalendarInZones:
        """Return the events of a year; those without a day may be in any year."""
        return CalendarInZones(
            tuple(event for event in self.large if _is_in(event.day, year)),
            tuple(day for day in self.unsized if _is_in(day, year)),
            self.without_place,
        )

    @property
    def unsized_sentence(self) -> str:
        """How many events have an unknown size; "" if there are none."""
        return text.events_without_visitors(len(self.unsized))


def _is_in(day: date | None, year: int) -> bool:
    return day is None or day.year == year


def settings_fingerprint(workspace: Workspace) -> str:
    """Return a fingerprint of the settings that zones depend on, for the key of a cache.

    Raises
    ------
    DeclarationError
        If a settings file is wrong.
    """
    return read_risk_settings(workspace.home).fingerprint


def events_in_zones(workspace: Workspace) -> CalendarInZones:
    """Return which events of the whole calendar lie in a zone of the first rail scenario.

    Raises
    ------
    AccessError
        If this role may not see a layer that is needed.
    SourceError
        If the home has no railways.
    """
    scenarios = read_risk_settings(workspace.home).rail
    if not scenarios:
        return CalendarInZones()
    inputs = rail_inputs(workspace, next(iter(scenarios)))
    zones, calendar = rail_zones(inputs), all_events(workspace)
    events = calendar.large(inputs.settings.value("groot_evenement"))
    unsized = unsized_in_zones(calendar.events, zones)
    return CalendarInZones(
        large=tuple(_in_zone(events[at], zone) for at, zone in first_zone(events, zones)),
        unsized=tuple(event.day for event in unsized),
        without_place=calendar.without_place,
    )


def _in_zone(event: Event, zone: Zone) -> LargeEventInZone:
    sentence = text.event_in_zone(
        event.title, event.visitors or 0.0, zone.label, calculated=zone.calculated
    )
    return LargeEventInZone(event.day, event.title, sentence)

"""Which events of the whole calendar are kwetsbare locaties in a zone along the track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.risico import words as text
from hotspots.risico.crosschecks import first_zone, unsized_in_zones
from hotspots.risico.objects import all_events
from hotspots.risico.scene import rail_scene
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.zones import rail_zones

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.risico.objects import Event, Events
    from hotspots.risico.zones import Zone


@dataclass(frozen=True, slots=True)
class InZone:
    """An event in a zone; ``sentence`` is the one that both pages say."""

    day: date | None
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CalendarInZones:
    """The large events of a calendar in a zone, and those that may be: nobody knows.

    Attributes
    ----------
    unsized
        Day of each event in the open air in a zone of which nobody knows how large it is.
    without_place
        How many events have no place.
    """

    found: tuple[InZone, ...] = ()
    unsized: tuple[date | None, ...] = ()
    without_place: int = 0


def large_events(calendar: Events, from_persons: float) -> tuple[Event, ...]:
    """Return the events that are kwetsbare locaties, in the order of the calendar."""
    large = [event for event in calendar.events if event.large(from_persons)]
    return tuple(sorted(large, key=lambda event: (str(event.day), event.title)))


def events_in_zones(workspace: Workspace) -> CalendarInZones:
    """Return the large events in the open air that lie in a zone of the first rail scenario.

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
    scene = rail_scene(workspace, next(iter(scenarios)))
    zones, calendar = rail_zones(scene), all_events(workspace)
    events = large_events(calendar, scene.settings.value("groot_evenement"))
    unsized = unsized_in_zones(calendar.events, zones)
    return CalendarInZones(
        found=tuple(_in_zone(events[at], zone) for at, zone in first_zone(events, zones)),
        unsized=tuple(event.day for event in unsized),
        without_place=calendar.without_place,
    )


def _in_zone(event: Event, zone: Zone) -> InZone:
    told = text.event_in_zone(
        event.title, event.visitors or 0.0, zone.label, calculated=zone.calculated
    )
    return InZone(event.day, event.title, told)

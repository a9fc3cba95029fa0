"""Which events of the whole calendar are kwetsbare locaties in a zone along the track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.risk.crosschecks import first_zone
from hotspots.risk.objects import all_events
from hotspots.risk.scene import rail_scene
from hotspots.risk.settings import read_risk_settings
from hotspots.risk.zones import rail_zones
from hotspots.text import risk as text

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.risk.objects import Event, Events


@dataclass(frozen=True, slots=True)
class InZone:
    """An event in a zone; ``sentence`` is the one that both pages say."""

    day: date | None
    title: str
    sentence: str


def large_events(calendar: Events, from_persons: float) -> tuple[Event, ...]:
    """Return the events that are kwetsbare locaties, in the order of the calendar."""
    large = [event for event in calendar.events if event.large(from_persons)]
    return tuple(sorted(large, key=lambda event: (str(event.day), event.title)))


def events_in_zones(workspace: Workspace) -> tuple[InZone, ...]:
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
        return ()
    scene = rail_scene(workspace, next(iter(scenarios)))
    events = large_events(all_events(workspace), scene.settings.value("groot_evenement"))
    return tuple(
        InZone(
            events[at].day,
            events[at].title,
            text.event_in_zone(
                events[at].title,
                events[at].visitors or 0.0,
                zone.label,
                calculated=zone.calculated,
            ),
        )
        for at, zone in first_zone(events, rail_zones(scene))
    )

"""What is answered about an incident: who lies in its zone, and whom to warn in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotspots.risk.exposure import Exposure, area_rows, exposure, wijk_rows
from hotspots.risk.incident import SETTINGS_OF, Incident, Warned, incident_zone, to_warn
from hotspots.risk.objects import Places, as_places
from hotspots.risk.spoor_notes import reaches_outside
from hotspots.risk.tally import Tally, tally
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.geography.areas import Geography
    from hotspots.risk.scene import RailScene
    from hotspots.risk.zones import Zone


@dataclass(frozen=True, slots=True, eq=False)
class IncidentAnswer:
    """An incident: its zone, who lies in it, and whom to warn in which order.

    Attributes
    ----------
    warned
        Kwetsbare objecten, and of the events of the day those that are as kwetsbaar.
    events
        All events of the day in the zone.
    notes
        What the numbers leave out.
    """

    incident: Incident
    zone: Zone
    exposure: Exposure
    places: Tally
    warned: tuple[Warned, ...]
    sites: tuple[Warned, ...]
    events: tuple[Warned, ...]
    notes: tuple[str, ...]
    settings: Mapping[str, Mapping[str, Any]]

    def to_dict(self, geography: Geography) -> dict[str, Any]:
        """Return the answer as one object."""
        return {
            **self.incident.to_dict(),
            "zone": self.zone.to_dict(),
            "people": self.exposure.to_dict(),
            "places": self.places.to_dict(),
            "buurten": area_rows(self.exposure, self.places, geography.buurten),
            "wijken": wijk_rows(self.exposure, self.places, geography),
            "warn": [entry.to_dict() for entry in self.warned],
            "event_sites": [entry.to_dict() for entry in self.sites],
            "events": [entry.to_dict() for entry in self.events],
            "order": text.WARN_ORDER,
            "notes": list(self.notes),
            "settings": dict(self.settings),
        }


def incident_answer(scene: RailScene, incident: Incident) -> IncidentAnswer:
    """Return the zone of an incident, who lies in it, and whom to warn in which order."""
    zone = incident_zone(incident, scene)
    large_from = scene.settings.value("groot_evenement")
    events = as_places(() if scene.events is None else scene.events.events, large_from=large_from)
    large = tuple(place for place in events.places if place.vulnerability)
    return IncidentAnswer(
        incident=incident,
        zone=zone,
        exposure=exposure((zone,), scene.ground, scene.people),
        places=tally((zone,), scene.geography, scene.places, scene.sites, scene.events),
        warned=to_warn(incident, zone, Places((*scene.places.places, *large))),
        sites=to_warn(incident, zone, scene.sites),
        events=to_warn(incident, zone, events),
        notes=(text.PARTLY_OUTSIDE,) if reaches_outside(scene, (zone,)) else (),
        settings=scene.settings.used(*SETTINGS_OF[incident.kind]),
    )

"""What is answered about an incident: who lies in its zone, and whom to warn in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.risk.dependents import Dependents, dependents_in
from hotspots.risk.exposure import Exposure, area_rows, exposure, wijk_rows
from hotspots.risk.incident import SETTINGS_OF, Incident, Warned, incident_zone, to_warn
from hotspots.risk.known import events_status, outside_status
from hotspots.risk.object_kinds import kinds_not_loaded
from hotspots.risk.objects import Places, as_places
from hotspots.risk.tally import Tally, tally
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.geography.areas import Geography
    from hotspots.risk.scene import RailScene
    from hotspots.risk.zones import Zone

#: What is said of a zone that lies outside the municipality for a part, or wholly.
_OUTSIDE: Final = {
    "counted_in_part": text.PARTLY_OUTSIDE,
    "not_known": text.WHOLLY_OUTSIDE,
}


@dataclass(frozen=True, slots=True, eq=False)
class IncidentAnswer:
    """An incident: its zone, who lies in it, and whom to warn in which order.

    Attributes
    ----------
    warned
        Kwetsbare objecten, and of the events of the day those that are as kwetsbaar.
    events
        All events of the day in the zone.
    status
        What is known of the people in the zone: "counted", "counted_in_part" where part of it lies
        outside the municipality, "not_known" where all of it does.
    dependents
        Who cannot help themselves in the objects of the zone.
    kinds_not_loaded
        Kinds of objects of which none is loaded at all.
    events_status
        "counted", "none", "not_known", or "not_asked" without a day.
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
    status: str
    dependents: Dependents
    kinds_not_loaded: tuple[str, ...]
    events_status: str
    notes: tuple[str, ...]
    settings: Mapping[str, Mapping[str, Any]]

    def to_dict(self, geography: Geography) -> dict[str, Any]:
        """Return the answer as one object."""
        return {
            **self.incident.to_dict(),
            "zone": self.zone.to_dict(),
            "people_status": self.status,
            "people": self._people(),
            "dependents_in_objects": self.dependents.to_dict(),
            "objects_not_loaded": list(self.kinds_not_loaded),
            "events_status": self.events_status,
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

    def _people(self) -> dict[str, Any]:
        """Return the people in the zone; those who cannot help themselves with those in objects.

        Of a zone outside the municipality nobody knows how many there are.
        """
        people = self.exposure.to_dict()
        if self.status == "not_known":
            for told in people.values():
                several = isinstance(told["inside"], list)
                told["inside"] = [None, None] if several else None
                told["inside_bounds"] = [None, None]
        people["dependent"]["with_objects"] = self.dependents.added_to(
            people["dependent"]["inside"]
        )
        return people


def incident_answer(scene: RailScene, incident: Incident) -> IncidentAnswer:
    """Return the zone of an incident, who lies in it, and whom to warn in which order."""
    zone = incident_zone(incident, scene)
    large_from = scene.settings.value("groot_evenement")
    events = as_places(() if scene.events is None else scene.events.events, large_from=large_from)
    large = tuple(place for place in events.places if place.vulnerability)
    status = outside_status(scene.geography, zone.outline)
    moment = scene.scenario.moment
    return IncidentAnswer(
        incident=incident,
        zone=zone,
        exposure=exposure((zone,), scene.ground, scene.people),
        places=tally((zone,), scene.geography, scene.places, scene.sites, scene.events),
        warned=to_warn(incident, zone, Places((*scene.places.places, *large)), moment),
        sites=to_warn(incident, zone, scene.sites),
        events=to_warn(incident, zone, events),
        status=status,
        dependents=dependents_in((zone,), scene.places),
        kinds_not_loaded=kinds_not_loaded(scene.places),
        events_status=events_status(scene.events),
        notes=(_OUTSIDE[status],) if status in _OUTSIDE else (),
        settings=scene.settings.used(*SETTINGS_OF[incident.kind]),
    )

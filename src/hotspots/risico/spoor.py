"""What the page about the track shows: zones, who lies in them, an incident, five columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.risico import words as text
from hotspots.risico.columns import SETTINGS as COLUMN_SETTINGS
from hotspots.risico.columns import five_columns, transport_rows
from hotspots.risico.crosschecks import (
    Flag,
    first_zone,
    large_events_in_zones,
    shelters_in_zones,
    unsized_in_zones,
    vulnerable_in_pr,
)
from hotspots.risico.exposure import (
    Dependents,
    Exposure,
    Tally,
    area_rows,
    dependents_in,
    events_status,
    events_unknown,
    exposure,
    outside_status,
    tally,
    wijk_rows,
)
from hotspots.risico.incident import SETTINGS_OF, Incident, Warned, incident_zone, to_warn
from hotspots.risico.objects import Places, all_events, as_places, buurt_of, kinds_not_loaded
from hotspots.risico.people import TOLD, error_of, known_sum, rounded, told_measures
from hotspots.risico.scene import MOMENT_MEASURE, rail_scene
from hotspots.risico.zones import rail_zones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.columns import Column
    from hotspots.risico.objects import Event, Events, Place
    from hotspots.risico.scene import RailScene
    from hotspots.risico.settings import RailScenario
    from hotspots.risico.zones import Zone


def invented_in(scene: RailScene, calendar: Events) -> tuple[str, ...]:
    """Return which parts of the answer rest on invented data."""
    parts = (
        ("sites", bool(scene.sites.places) and scene.sites.synthetic),
        ("events", bool(calendar.events) and calendar.synthetic),
        ("shelters", bool(scene.shelters.places) and scene.shelters.synthetic),
        ("objects", bool(scene.places.places) and scene.places.synthetic),
    )
    return tuple(part for part, holds in parts if holds)


def notes_of(scene: RailScene, zones: tuple[Zone, ...], error_share: float) -> tuple[str, ...]:
    """Return how it was counted, and what is not known or was left out."""
    events = scene.events
    by_land = scene.ground.method == "land" and not np.isnan(error_share)
    unsized = unsized_in_zones(events.events, zones) if events is not None else ()
    notes = (
        text.METHOD[scene.ground.method],
        text.error_sentence(error_share) if by_land else "",
        text.zones_calculated(
            [zone.label for zone in zones if zone.calculated],
            [zone.label for zone in zones if not zone.calculated],
        ),
        text.NO_PR_ZONE if all(zone.id != "pr10_6" for zone in zones) else "",
        text.ZONES_OUTSIDE if reaches_outside(scene, zones) else "",
        events_unknown(events, scene.day),
        text.events_without_place(events.without_place if events is not None else 0),
        text.events_without_visitors(len(unsized)),
        text.DAY_ASSUMED if scene.people.day_assumed else "",
        *text.unknown_people({name: scene.people.unknown(ends[0]) for name, ends in TOLD.items()}),
        scene.routes.note,
        scene.places.note or ("" if scene.places.places else text.NO_OBJECTS),
        scene.geography.note if scene.geography.approximate else "",
    )
    return tuple(note for note in notes if note)


def reaches_outside(scene: RailScene, zones: tuple[Zone, ...]) -> bool:
    """Whether part of a zone lies outside the municipality, where no people are known."""
    outlines = [zone.outline for zone in zones]
    return bool((~shapely.covers(scene.geography.outline, outlines)).any())


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


#: Settings that every answer about the track uses.
_SETTINGS: Final = (
    "brand_m", "explosie_m", "gifwolk_m", "overdag_aandeel", "niet_zelfredzaam_65plus",
    "groot_evenement",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class SpoorAnswer:
    """All numbers of the page about the track; its maps and tables add nothing to them.

    Attributes
    ----------
    zones
        From the heaviest outwards.
    tally
        How many places and events lie in the zones.
    transport
        Wagons per year by railway and substance, as they were loaded.
    large_events
        Of every day: in the open air, in a zone, for so many that they are kwetsbaar.
    error_share
        Part of the people that areal weighting puts in the wrong half of two buurten.
    invented
        Which parts rest on invented data; none if all is real.
    """

    scenario: RailScenario
    zones: tuple[Zone, ...]
    exposure: Exposure
    tally: Tally
    places: Places
    day: date | None
    events: tuple[Event, ...]
    large_events: tuple[Event, ...]
    calendar_known: bool
    events_status: str
    events_unknown: str
    dependents: Dependents
    kinds_not_loaded: tuple[str, ...]
    transport: tuple[Mapping[str, Any], ...]
    columns: tuple[Column, ...]
    flags: tuple[Flag, ...]
    incident: IncidentAnswer | None
    method: str
    error_share: float
    day_assumed: bool
    settings: Mapping[str, Mapping[str, Any]]
    notes: tuple[str, ...]
    invented: tuple[str, ...]
    geography: Geography

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.invented)

    @property
    def measure(self) -> str:
        """The measure of people that the scenario is about."""
        return MOMENT_MEASURE[self.scenario.moment]

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as one object, as ``hotspots exposure spoor --json`` prints it."""
        return {
            "subject": "spoor",
            "scenario": self.scenario.id,
            "label": self.scenario.label,
            "moment": self.scenario.moment,
            "synthetic": self.synthetic,
            "invented": list(self.invented),
            "illustrations": [text.INVENTED[part] for part in self.invented],
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": None if np.isnan(self.error_share) else round(self.error_share, 4),
            "day": self.day.isoformat() if self.day else None,
            "day_assumed": self.day_assumed,
            "people_status": outside_status(self.geography, self.zones[-1].outline),
            "events_status": self.events_status,
            "events_unknown": self.events_unknown or None,
            "dependents_in_objects": self.dependents.to_dict(),
            "objects_not_loaded": list(self.kinds_not_loaded),
            "zones": [
                {
                    **zone.to_dict(),
                    "within_bounds": {
                        name: [rounded(end) for end in self.exposure.bounds(name, at)]
                        for name in ("night", "day")
                    },
                    "dependents_in_objects": dependents_in((zone,), self.places).to_dict(),
                    "within": _people_in(self.exposure.within, at),
                    "first": _people_in(self.exposure.first, at),
                    **self.tally.of_zone(at),
                }
                for at, zone in enumerate(self.zones)
            ],
            "people": self.exposure.to_dict(),
            "places": self.tally.to_dict(),
            "buurten": area_rows(self.exposure, self.tally, self.geography.buurten),
            "wijken": wijk_rows(self.exposure, self.tally, self.geography),
            "objects": in_zones(self.places.places, self.zones, self.geography),
            "events": in_zones(self.events, self.zones, self.geography),
            "calendar_known": self.calendar_known,
            "large_events": in_zones(self.large_events, self.zones, self.geography),
            "transport": [dict(row) for row in self.transport],
            "columns": [column.to_dict() for column in self.columns],
            "flags": [flag.to_dict() for flag in self.flags],
            "incident": self.incident.to_dict(self.geography) if self.incident else None,
            "settings": dict(self.settings),
            "notes": list(self.notes),
        }


def spoor_answer(
    workspace: Workspace,
    scenario_id: str,
    *,
    incident: Incident | None = None,
    day: date | None = None,
) -> SpoorAnswer:
    """Return who and what lies along the track in a scenario, and around an incident.

    Parameters
    ----------
    day
        Of which the events are looked at; none if left out.

    Raises
    ------
    SelectionError
        If the scenario does not exist.
    AccessError
        If this role may not see a layer that is needed.
    SourceError
        If the home has no railways.
    """
    scene = rail_scene(workspace, scenario_id, day)
    zones = rail_zones(scene)
    found = exposure(zones, scene.ground, scene.people)
    events = scene.events.events if scene.events is not None else ()
    calendar = all_events(workspace)
    error_share = error_of(workspace, scene.ground, scene.people.counts["night"])
    return SpoorAnswer(
        scenario=scene.scenario,
        zones=zones,
        exposure=found,
        tally=tally(zones, scene.geography, scene.places, scene.sites, scene.events),
        places=scene.places,
        day=day,
        events=events,
        large_events=calendar.large(scene.settings.value("groot_evenement")),
        calendar_known=calendar.known,
        events_status=events_status(scene.events),
        events_unknown=events_unknown(scene.events, day),
        dependents=dependents_in(zones, scene.places),
        kinds_not_loaded=kinds_not_loaded(scene.places),
        transport=transport_rows(workspace),
        columns=five_columns(scene, found),
        flags=_flags(scene, zones, events),
        incident=None if incident is None else incident_answer(scene, incident),
        method=scene.ground.method,
        error_share=error_share,
        day_assumed=scene.people.day_assumed,
        settings=scene.settings.used(*dict.fromkeys((*_SETTINGS, *COLUMN_SETTINGS))),
        notes=notes_of(scene, zones, error_share),
        invented=invented_in(scene, calendar),
        geography=workspace.geography,
    )


def _flags(
    scene: RailScene, zones: tuple[Zone, ...], events: tuple[Event, ...]
) -> tuple[Flag, ...]:
    """Return what should not lie together along the track."""
    return (
        *vulnerable_in_pr(scene.places.places, zones),
        *large_events_in_zones(events, zones, from_persons=scene.settings.value("groot_evenement")),
        *shelters_in_zones(scene.shelters.places, zones),
    )


def in_zones(
    places: Sequence[Place] | Sequence[Event], zones: tuple[Zone, ...], geography: Geography
) -> list[dict[str, Any]]:
    """Return the places or events that lie in a zone: in which first, and in which buurt."""
    x_rd = np.array([place.x_rd for place in places], dtype=np.float64)
    y_rd = np.array([place.y_rd for place in places], dtype=np.float64)
    buurt = buurt_of(x_rd, y_rd, geography)
    return [
        {**places[at].to_dict(), "zone": zone.id, "buurt": buurt[at]}
        for at, zone in first_zone(places, zones)
    ]


def _people_in(counts: Mapping[str, Any], zone: int) -> dict[str, Any]:
    return told_measures({name: known_sum(numbers[zone]) for name, numbers in counts.items()})

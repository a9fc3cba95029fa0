"""What the page about the track shows: zones, who lies in them, an incident, five columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.risk.columns import SETTINGS as COLUMN_SETTINGS
from hotspots.risk.columns import five_columns
from hotspots.risk.crosschecks import (
    Flag,
    first_zone,
    large_events_in_zones,
    shelters_in_zones,
    vulnerable_in_pr,
)
from hotspots.risk.exposure import Exposure, area_rows, exposure, rounded
from hotspots.risk.ground import areal_error
from hotspots.risk.incident import SETTINGS_OF, Incident, Warned, incident_zone, to_warn
from hotspots.risk.objects import VULNERABILITIES, Events, Places, buurt_of, events_on
from hotspots.risk.people import MEASURES
from hotspots.risk.scene import MOMENT_MEASURE, rail_scene
from hotspots.risk.zones import rail_zones
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risk.columns import Column
    from hotspots.risk.objects import Event, Place
    from hotspots.risk.scene import RailScene
    from hotspots.risk.settings import RailScenario
    from hotspots.risk.zones import Zone

#: Settings that every answer about the track uses.
_SETTINGS: Final = (
    "brand_m", "explosie_m", "gifwolk_m", "overdag_aandeel", "niet_zelfredzaam_65plus",
    "groot_evenement",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class IncidentAnswer:
    """An incident: its zone, who lies in it, and whom to warn in which order."""

    incident: Incident
    zone: Zone
    exposure: Exposure
    warned: tuple[Warned, ...]
    sites: tuple[Warned, ...]
    settings: Mapping[str, Mapping[str, Any]]

    def to_dict(self, geography: Geography) -> dict[str, Any]:
        """Return the answer as one object."""
        return {
            **self.incident.to_dict(),
            "zone": self.zone.to_dict(),
            "people": people_dict(self.exposure),
            "buurten": area_rows(self.exposure, geography.buurten),
            "warn": [entry.to_dict() for entry in self.warned],
            "event_sites": [entry.to_dict() for entry in self.sites],
            "order": text.WARN_ORDER,
            "settings": dict(self.settings),
        }


@dataclass(frozen=True, slots=True, eq=False)
class SpoorAnswer:
    """All numbers of the page about the track; its maps and tables add nothing to them.

    Attributes
    ----------
    zones
        From the heaviest outwards.
    objects, sites
        Per zone, the numbers of places in it, by class of the Bkl and in all.
    error_share
        Part of the people that areal weighting puts in the wrong half of two buurten.
    illustrations
        Which numbers rest on invented data, in sentences; none if all is real.
    """

    scenario: RailScenario
    zones: tuple[Zone, ...]
    exposure: Exposure
    objects: Mapping[str, Mapping[str, int]]
    sites: Mapping[str, int]
    places: Places
    events: tuple[Event, ...]
    columns: tuple[Column, ...]
    flags: tuple[Flag, ...]
    incident: IncidentAnswer | None
    method: str
    error_share: float
    settings: Mapping[str, Mapping[str, Any]]
    notes: tuple[str, ...]
    illustrations: tuple[str, ...]
    geography: Geography

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.illustrations)

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
            "illustrations": list(self.illustrations),
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": None if np.isnan(self.error_share) else round(self.error_share, 4),
            "zones": [
                {
                    **zone.to_dict(),
                    "within": _numbers(self.exposure.within, at),
                    "first": _numbers(self.exposure.first, at),
                    "objects": dict(self.objects[zone.id]),
                    "event_sites": self.sites[zone.id],
                }
                for at, zone in enumerate(self.zones)
            ],
            "people": people_dict(self.exposure),
            "buurten": area_rows(self.exposure, self.geography.buurten),
            "wijken": wijk_rows(self.exposure, self.geography),
            "objects": in_zones(self.places.places, self.zones, self.geography),
            "events": in_zones(self.events, self.zones, self.geography),
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
    scene = rail_scene(workspace, scenario_id)
    zones = rail_zones(scene)
    found = exposure(zones, scene.ground, scene.people)
    events = events_on(workspace, day) if day is not None else Events(())
    error_share = error_of(scene)
    return SpoorAnswer(
        scenario=scene.scenario,
        zones=zones,
        exposure=found,
        objects={zone.id: by_class(scene.places, zone) for zone in zones},
        sites={zone.id: inside(scene.sites, zone) for zone in zones},
        places=scene.places,
        events=events.events,
        columns=five_columns(scene, found),
        flags=(
            *vulnerable_in_pr(scene.places.places, zones),
            *large_events_in_zones(
                events.events, zones, from_persons=scene.settings.value("groot_evenement")
            ),
            *shelters_in_zones(scene.shelters.places, zones),
        ),
        incident=None if incident is None else incident_answer(scene, incident),
        method=scene.ground.method,
        error_share=error_share,
        settings=scene.settings.used(*dict.fromkeys((*_SETTINGS, *COLUMN_SETTINGS))),
        notes=_notes(scene, zones, error_share),
        illustrations=_illustrations(scene, events),
        geography=workspace.geography,
    )


def incident_answer(scene: RailScene, incident: Incident) -> IncidentAnswer:
    """Return the zone of an incident, who lies in it, and whom to warn in which order."""
    zone = incident_zone(incident, scene)
    return IncidentAnswer(
        incident=incident,
        zone=zone,
        exposure=exposure((zone,), scene.ground, scene.people),
        warned=to_warn(incident, zone, scene.places),
        sites=to_warn(incident, zone, scene.sites),
        settings=scene.settings.used(*SETTINGS_OF[incident.kind]),
    )


def by_class(places: Places, zone: Zone) -> dict[str, int]:
    """Return how many places of each class of the Bkl lie in a zone."""
    covered = zone.covers(places.x_rd, places.y_rd)
    found = dict.fromkeys(VULNERABILITIES, 0)
    for place, is_in in zip(places.places, covered.tolist(), strict=True):
        found[place.vulnerability] += int(is_in)
    return found


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


def inside(places: Places, zone: Zone) -> int:
    """Return how many places lie in a zone."""
    return int(np.count_nonzero(zone.covers(places.x_rd, places.y_rd)))


def people_dict(found: Exposure) -> dict[str, Any]:
    """Return the people in any zone, each once, and where all others are, per measure."""
    return {
        measure: {"label": text.MEASURES[measure], **ledger.to_dict()}
        for measure, ledger in found.ledgers.items()
    }


def wijk_rows(found: Exposure, geography: Geography) -> list[dict[str, Any]]:
    """Return the people of each wijk in any zone, each once."""
    per_wijk = {name: found.per_wijk(name, geography) for name in MEASURES}
    return [
        {"code": code, "name": name}
        | {measure: rounded(per_wijk[measure][at]) for measure in MEASURES}
        for at, (code, name) in enumerate(
            zip(geography.wijken.codes, geography.wijken.names, strict=True)
        )
        if per_wijk["night"][at] > 0
    ]


def _numbers(counts: Mapping[str, Any], zone: int) -> dict[str, float | None]:
    return {name: rounded(float(np.nansum(counts[name][zone]))) for name in MEASURES}


def error_of(scene: RailScene) -> float:
    """Return the error of areal weighting, measured on the buurten of the home itself."""
    return areal_error(
        scene.people.counts["night"],
        shapely.area(scene.ground.land),
        scene.geography.buurten.parent,
        scene.workspace.library.neighbours,
    )


def _illustrations(scene: RailScene, events: Events) -> tuple[str, ...]:
    """Return which parts of the answer rest on invented data."""
    parts = (
        (text.INVENTED_SITES, bool(scene.sites.places) and scene.sites.synthetic),
        (text.INVENTED_EVENTS, bool(events.events) and events.synthetic),
        (text.INVENTED_SHELTERS, bool(scene.shelters.places) and scene.shelters.synthetic),
        (text.INVENTED_OBJECTS, bool(scene.places.places) and scene.places.synthetic),
    )
    return tuple(sentence for sentence, holds in parts if holds)


def _notes(scene: RailScene, zones: tuple[Zone, ...], error_share: float) -> tuple[str, ...]:
    by_land = scene.ground.method == "land" and not np.isnan(error_share)
    notes = (
        text.METHOD[scene.ground.method],
        text.error_sentence(error_share) if by_land else "",
        text.ZONES_CALCULATED if any(zone.calculated for zone in zones) else "",
        text.NO_PR_ZONE if all(zone.id != "pr10_6" for zone in zones) else "",
        text.DAY_ASSUMED if scene.people.day_assumed else "",
        scene.routes.note,
        scene.places.note or ("" if scene.places.places else text.NO_OBJECTS),
        scene.geography.note if scene.geography.approximate else "",
    )
    return tuple(note for note in notes if note)

"""What the page about the track shows: zones, who lies in them, an incident, five columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.risk.calendar import large_events
from hotspots.risk.columns import SETTINGS as COLUMN_SETTINGS
from hotspots.risk.columns import five_columns
from hotspots.risk.crosschecks import (
    Flag,
    first_zone,
    large_events_in_zones,
    shelters_in_zones,
    vulnerable_in_pr,
)
from hotspots.risk.dependents import Dependents, dependents_in
from hotspots.risk.exposure import Exposure, area_rows, exposure, wijk_rows
from hotspots.risk.ground import error_of
from hotspots.risk.incident_answer import IncidentAnswer, incident_answer
from hotspots.risk.known import events_status, events_unknown, outside_status
from hotspots.risk.object_kinds import kinds_not_loaded
from hotspots.risk.objects import all_events, buurt_of
from hotspots.risk.people import known_sum, rounded, told_measures
from hotspots.risk.scene import MOMENT_MEASURE, rail_scene
from hotspots.risk.spoor_notes import invented_in, notes_of
from hotspots.risk.tally import Tally, tally
from hotspots.risk.transport import transport_rows
from hotspots.risk.zones import rail_zones
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risk.columns import Column
    from hotspots.risk.incident import Incident
    from hotspots.risk.objects import Event, Place, Places
    from hotspots.risk.scene import RailScene
    from hotspots.risk.settings import RailScenario
    from hotspots.risk.zones import Zone

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
        large_events=large_events(calendar, scene.settings.value("groot_evenement")),
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

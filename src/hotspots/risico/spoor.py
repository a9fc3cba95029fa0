"""The answer about the track: zones, who lies in them, an incident, five columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.completeness import completeness_of
from hotspots.risico import spoor_words
from hotspots.risico import words as text
from hotspots.risico.beyond import beyond_border
from hotspots.risico.columns import SETTINGS as COLUMN_SETTINGS
from hotspots.risico.columns import five_columns
from hotspots.risico.exposure import (
    Exposure,
    exposed_buurten,
    exposed_wijken,
    exposure,
    outside_status,
)
from hotspots.risico.group_risk import transport_rows
from hotspots.risico.incident import Incident, IncidentAnswer, incident_answer
from hotspots.risico.layers import COUNTED
from hotspots.risico.objects import Places, all_events, buurt_of, hours_of, kinds_not_loaded
from hotspots.risico.people import PeopleCount, error_of, rounded
from hotspots.risico.rail_inputs import MOMENT_MEASURE, rail_inputs
from hotspots.risico.tally import (
    Dependents,
    Flag,
    Tally,
    dependents_in,
    events_status,
    events_unknown,
    first_zone,
    large_events_in_zones,
    shelters_in_zones,
    tally,
    unsized_in_zones,
    vulnerable_in_pr,
)
from hotspots.risico.zones import rail_zones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hotspots.access.completeness import Completeness
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.columns import FiveColumns
    from hotspots.risico.exposure import ExposedArea
    from hotspots.risico.group_risk import TransportRow
    from hotspots.risico.objects import Event, Events, Place
    from hotspots.risico.people import Margin, PresentMeasure
    from hotspots.risico.rail_inputs import RailInputs
    from hotspots.risico.settings import RailScenario, Setting
    from hotspots.risico.tally import PlaceCounts
    from hotspots.risico.zones import Zone


def invented_in(inputs: RailInputs, calendar: Events) -> tuple[str, ...]:
    """Return which parts of the answer rest on invented data."""
    parts = (
        ("sites", inputs.sites.invented),
        ("events", bool(calendar.events) and calendar.synthetic),
        ("shelters", inputs.shelters.invented),
        ("objects", inputs.places.invented),
    )
    return tuple(part for part, holds in parts if holds)


def notes_of(
    inputs: RailInputs, zones: tuple[Zone, ...], error_share: float, beyond: Beyond | None
) -> tuple[str, ...]:
    """Return how it was counted, and what is not known or was left out.

    Parameters
    ----------
    beyond
        Who is in the part of the zones outside the municipality; None without such a part.
    """
    events = inputs.events
    notes = (
        *inputs.ground.notes(error_share),
        *notes_of_track(inputs, zones, beyond),
        events_unknown(events, inputs.day),
        text.events_without_place(events.without_place if events is not None else 0),
        *inputs.people.notes,
        inputs.places.note or ("" if inputs.places.places else text.NO_OBJECTS),
        inputs.geography.note if inputs.geography.approximate else "",
    )
    return tuple(note for note in notes if note)


def notes_of_track(
    inputs: RailInputs, zones: tuple[Zone, ...], beyond: Beyond | None
) -> tuple[str, ...]:
    """Return the notes about the zones along the track, which say nothing of an incident."""
    events = inputs.events
    unsized = unsized_in_zones(events.events, zones) if events is not None else ()
    return (
        spoor_words.zones_calculated(
            [zone.label for zone in zones if zone.calculated],
            [zone.label for zone in zones if not zone.calculated],
        ),
        spoor_words.NO_PR_ZONE if all(zone.id != "pr10_6" for zone in zones) else "",
        _outside_note(inputs, zones, beyond),
        text.events_without_visitors(len(unsized)),
        inputs.routes.note,
    )


def _outside_note(inputs: RailInputs, zones: tuple[Zone, ...], beyond: Beyond | None) -> str:
    whole = inputs.geography.words
    if beyond is not None and beyond.people is not None:
        return text.beyond_note(beyond, whole, inputs.scenario.moment, "de zones langs het spoor")
    return spoor_words.ZONES_OUTSIDE.format(whole=whole) if reaches_outside(inputs, zones) else ""


def reaches_outside(inputs: RailInputs, zones: tuple[Zone, ...]) -> bool:
    """Whether part of a zone lies outside the municipality, where no people are known."""
    outlines = [zone.outline for zone in zones]
    return bool((~shapely.covers(inputs.geography.outline, outlines)).any())


#: Settings that every answer about the track uses.
_SETTINGS: Final = (
    "brand_m", "explosie_m", "gifwolk_m", "overdag_aandeel", "niet_zelfredzaam_65plus",
    "groot_evenement",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class TrackZone:
    """Who and what lies in a zone along the track.

    Attributes
    ----------
    within, first
        The people in it, and those of them who are in no zone before it.
    bounds
        Between which numbers the people lie for certain, at night and by day.
    dependents
        Who cannot help themselves in the objects of the zone.
    """

    zone: Zone
    within: PeopleCount
    first: PeopleCount
    bounds: Mapping[PresentMeasure, Margin]
    dependents: Dependents
    places: PlaceCounts

    def to_dict(self) -> dict[str, object]:
        """Return the numbers by name."""
        return {
            **self.zone.to_dict(),
            "within_bounds": {name: list(bounds) for name, bounds in self.bounds.items()},
            "dependents_in_objects": self.dependents.to_dict(),
            "within": self.within.to_dict(),
            "first": self.first.to_dict(),
            **self.places.to_dict(),
        }


@dataclass(frozen=True, slots=True, eq=False)
class PlaceInZone:
    """An object, the first zone it lies in, and the code of its buurt; None outside them all."""

    place: Place
    zone: Zone
    buurt: str | None

    def to_dict(self) -> dict[str, object]:
        """Return the object by field."""
        return {**self.place.to_dict(), "zone": self.zone.id, "buurt": self.buurt}


@dataclass(frozen=True, slots=True, eq=False)
class EventInZone:
    """An event, the first zone it lies in, and the code of its buurt; None outside them all."""

    event: Event
    zone: Zone
    buurt: str | None

    def to_dict(self) -> dict[str, object]:
        """Return the event by field."""
        return {**self.event.to_dict(), "zone": self.zone.id, "buurt": self.buurt}


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
    beyond
        Who is in the part of the zones outside the municipality; None without such a part.
    """

    scenario: RailScenario
    zones: tuple[Zone, ...]
    exposure: Exposure
    tally: Tally
    places: Places
    stations: Places
    day: date | None
    events: tuple[Event, ...]
    large_events: tuple[Event, ...]
    calendar_known: bool
    events_status: str
    events_unknown: str
    dependents: Dependents
    kinds_not_loaded: tuple[str, ...]
    completeness: Completeness
    transport: tuple[TransportRow, ...]
    columns: FiveColumns
    flags: tuple[Flag, ...]
    incident: IncidentAnswer | None
    method: str
    error_share: float
    day_assumed: bool
    settings: Mapping[str, Setting]
    notes: tuple[str, ...]
    track_notes: tuple[str, ...]
    invented: tuple[str, ...]
    geography: Geography
    beyond: Beyond | None = None

    @property
    def synthetic(self) -> bool:
        """Whether any number rests on invented data."""
        return bool(self.invented)

    @property
    def measure(self) -> PresentMeasure:
        """The measure of people that the scenario is about."""
        return MOMENT_MEASURE[self.scenario.moment]

    @property
    def illustrations(self) -> tuple[str, ...]:
        """A sentence about each part that rests on invented data."""
        return tuple(text.INVENTED[part] for part in self.invented)

    @property
    def people_status(self) -> str:
        """What is known of the people in the widest zone: see `outside_status`."""
        return outside_status(self.geography, self.zones[-1].outline)

    @property
    def zone_counts(self) -> tuple[TrackZone, ...]:
        """Who and what lies in each zone, from the heaviest outwards."""
        return tuple(self._zone_count(at, zone) for at, zone in enumerate(self.zones))

    def _zone_count(self, at: int, zone: Zone) -> TrackZone:
        bounds: dict[PresentMeasure, Margin] = {
            "night": self.exposure.shown_bounds("night", at),
            "day": self.exposure.shown_bounds("day", at),
        }
        return TrackZone(
            zone=zone,
            within=self.exposure.zone_count(at),
            first=self.exposure.first_count(at),
            bounds=bounds,
            dependents=dependents_in((zone,), self.places, hours_of(self.scenario.moment)),
            places=self.tally.of_zone(at),
        )

    @property
    def buurten(self) -> tuple[ExposedArea, ...]:
        """The buurten with anyone or anything in a zone, most people first."""
        return exposed_buurten(self.exposure, self.tally, self.geography.buurten)

    @property
    def wijken(self) -> tuple[ExposedArea, ...]:
        """The wijken with anyone or anything in a zone."""
        return exposed_wijken(self.exposure, self.tally, self.geography)

    @property
    def objects_in_zones(self) -> tuple[PlaceInZone, ...]:
        """The kwetsbare objecten that lie in a zone."""
        return located_in_zones(self.places, self.zones, self.geography)

    @property
    def stations_in_zones(self) -> tuple[PlaceInZone, ...]:
        """The railway stations that lie in a zone."""
        return located_in_zones(self.stations, self.zones, self.geography)

    @property
    def events_in_zones(self) -> tuple[EventInZone, ...]:
        """The events of the day that lie in a zone."""
        return self._events_in_zones(self.events)

    @property
    def large_events_in_zones(self) -> tuple[EventInZone, ...]:
        """The large events of the whole calendar that lie in a zone."""
        return self._events_in_zones(self.large_events)

    def _events_in_zones(self, events: tuple[Event, ...]) -> tuple[EventInZone, ...]:
        return tuple(
            EventInZone(events[at], zone, buurt)
            for at, zone, buurt in _in_zones(events, self.zones, self.geography)
        )

    def to_dict(self) -> dict[str, object]:
        """Return the answer as one object, as ``hotspots exposure spoor --json`` prints it."""
        return {
            "subject": "spoor",
            "scenario": self.scenario.id,
            "label": self.scenario.label,
            "moment": self.scenario.moment,
            "synthetic": self.synthetic,
            "invented": list(self.invented),
            "illustrations": list(self.illustrations),
            "method": self.method,
            "method_sentence": text.METHOD[self.method],
            "error_share": rounded(self.error_share, 4),
            "day": self.day.isoformat() if self.day else None,
            "day_assumed": self.day_assumed,
            "people_status": self.people_status,
            "events_status": self.events_status,
            "events_unknown": self.events_unknown or None,
            "dependents_in_objects": self.dependents.to_dict(),
            "objects_not_loaded": list(self.kinds_not_loaded),
            "loaded_per_wijk": self.completeness.to_dict(),
            "zones": [count.to_dict() for count in self.zone_counts],
            "people": self.exposure.to_dict(),
            "beyond": None if self.beyond is None else self.beyond.to_dict(),
            "places": self.tally.to_dict(),
            "buurten": [area.to_dict() for area in self.buurten],
            "wijken": [area.to_dict() for area in self.wijken],
            "objects": [entry.to_dict() for entry in self.objects_in_zones],
            "stations": [entry.to_dict() for entry in self.stations_in_zones],
            "events": [entry.to_dict() for entry in self.events_in_zones],
            "calendar_known": self.calendar_known,
            "large_events": [entry.to_dict() for entry in self.large_events_in_zones],
            "transport": [row.to_dict() for row in self.transport],
            "columns": [column.to_dict() for column in self.columns.in_order],
            "flags": [flag.to_dict() for flag in self.flags],
            "incident": self.incident.to_dict() if self.incident else None,
            "settings": {name: setting.to_dict() for name, setting in self.settings.items()},
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
    inputs = rail_inputs(workspace, scenario_id, day)
    zones = rail_zones(inputs)
    in_zones = exposure(zones, inputs.ground, inputs.people)
    events = inputs.events.events if inputs.events is not None else ()
    calendar = all_events(workspace)
    error_share = error_of(workspace, inputs.ground, inputs.people.counts["night"])
    outline = shapely.union_all([zone.outline for zone in zones])
    beyond = beyond_border(workspace, inputs.settings, outline, inputs.measure)
    return SpoorAnswer(
        scenario=inputs.scenario,
        zones=zones,
        exposure=in_zones,
        tally=tally(
            zones,
            inputs.geography,
            inputs.places,
            inputs.sites,
            inputs.events,
            stations=inputs.stations,
        ),
        places=inputs.places,
        stations=inputs.stations,
        day=day,
        events=events,
        large_events=calendar.large(inputs.settings.value("groot_evenement")),
        calendar_known=calendar.known,
        events_status=events_status(inputs.events),
        events_unknown=events_unknown(inputs.events, day),
        dependents=dependents_in(zones, inputs.places, hours_of(inputs.scenario.moment)),
        kinds_not_loaded=kinds_not_loaded(inputs.places),
        completeness=completeness_of(workspace, COUNTED),
        transport=transport_rows(workspace),
        columns=five_columns(inputs, in_zones),
        flags=_flags(inputs, zones, events),
        incident=None if incident is None else incident_answer(inputs, incident),
        method=inputs.ground.method,
        error_share=error_share,
        day_assumed=inputs.people.day_assumed,
        settings=inputs.settings.used(*dict.fromkeys((*_SETTINGS, *COLUMN_SETTINGS))),
        notes=notes_of(inputs, zones, error_share, beyond),
        track_notes=notes_of_track(inputs, zones, beyond),
        invented=invented_in(inputs, calendar),
        geography=workspace.geography,
        beyond=beyond,
    )


def _flags(
    inputs: RailInputs, zones: tuple[Zone, ...], events: tuple[Event, ...]
) -> tuple[Flag, ...]:
    """Return what should not lie together along the track."""
    return (
        *vulnerable_in_pr(inputs.places.places, zones),
        *large_events_in_zones(
            events, zones, from_persons=inputs.settings.value("groot_evenement")
        ),
        *shelters_in_zones(inputs.shelters.places, zones),
    )


def located_in_zones(
    places: Places, zones: tuple[Zone, ...], geography: Geography
) -> tuple[PlaceInZone, ...]:
    """Return the places that lie in a zone, each with the first zone and its buurt."""
    return tuple(
        PlaceInZone(places.places[at], zone, buurt)
        for at, zone, buurt in _in_zones(places.places, zones, geography)
    )


def _in_zones(
    places: Sequence[Place] | Sequence[Event], zones: tuple[Zone, ...], geography: Geography
) -> list[tuple[int, Zone, str | None]]:
    """Return the position of each place in a zone, with its first zone and its buurt."""
    x_rd = np.array([place.x_rd for place in places], dtype=np.float64)
    y_rd = np.array([place.y_rd for place in places], dtype=np.float64)
    buurt = buurt_of(x_rd, y_rd, geography)
    return [(at, zone, buurt[at]) for at, zone in first_zone(places, zones)]

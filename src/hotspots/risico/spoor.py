"""The answer about the track: zones, who lies in them, an incident, five columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

from hotspots.access.completeness import completeness_of
from hotspots.risico import spoor_words
from hotspots.risico import words as text
from hotspots.risico.beyond import beyond_border
from hotspots.risico.columns import SETTINGS as COLUMN_SETTINGS
from hotspots.risico.columns import five_columns
from hotspots.risico.exposure import exposure
from hotspots.risico.group_risk import transport_rows
from hotspots.risico.in_zones import InZone, ZonesAnswer, in_first_zone, together
from hotspots.risico.incident import Incident, IncidentAnswer, incident_answer
from hotspots.risico.layers import COUNTED
from hotspots.risico.objects import all_events, hours_of, kinds_not_loaded
from hotspots.risico.people import error_of
from hotspots.risico.rail_inputs import rail_inputs
from hotspots.risico.tally import (
    Dependents,
    dependents_in,
    events_status,
    events_unknown,
    flags_in_zones,
    tally,
    unsized_in_zones,
)
from hotspots.risico.zones import rail_zones

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.columns import FiveColumns
    from hotspots.risico.group_risk import TransportRow
    from hotspots.risico.objects import Event, Events
    from hotspots.risico.rail_inputs import RailInputs
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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SpoorAnswer(ZonesAnswer):
    """All numbers of the page about the track; its maps and tables add nothing to them.

    Attributes
    ----------
    transport
        Wagons per year by railway and substance, as they were loaded.
    large_events
        Of every day: in the open air, in a zone, for so many that they are kwetsbaar.
    """

    events: tuple[Event, ...]
    large_events: tuple[Event, ...]
    calendar_known: bool
    dependents: Dependents
    transport: tuple[TransportRow, ...]
    columns: FiveColumns
    incident: IncidentAnswer | None
    track_notes: tuple[str, ...]

    @property
    def events_in_zones(self) -> tuple[InZone[Event], ...]:
        """The events of the day that lie in a zone."""
        return in_first_zone(self.events, self.zones, self.geography)

    @property
    def large_events_in_zones(self) -> tuple[InZone[Event], ...]:
        """The large events of the whole calendar that lie in a zone."""
        return in_first_zone(self.large_events, self.zones, self.geography)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as one object, as ``hotspots exposure spoor --json`` prints it."""
        return {
            "subject": "spoor",
            **ZonesAnswer.to_dict(self),
            "dependents_in_objects": self.dependents.to_dict(),
            "events": [entry.to_dict() for entry in self.events_in_zones],
            "calendar_known": self.calendar_known,
            "large_events": [entry.to_dict() for entry in self.large_events_in_zones],
            "transport": [row.to_dict() for row in self.transport],
            "columns": [column.to_dict() for column in self.columns.in_order],
            "incident": self.incident.to_dict() if self.incident else None,
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
    large_from = inputs.settings.value("groot_evenement")
    error_share = error_of(workspace, inputs.ground, inputs.people.counts["night"])
    beyond = beyond_border(workspace, inputs.settings, together(zones), inputs.measure)
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
        large_events=calendar.large(large_from),
        calendar_known=calendar.known,
        events_status=events_status(inputs.events),
        events_unknown=events_unknown(inputs.events, day),
        dependents=dependents_in(zones, inputs.places, hours_of(inputs.scenario.moment)),
        kinds_not_loaded=kinds_not_loaded(inputs.places),
        completeness=completeness_of(workspace, COUNTED),
        transport=transport_rows(workspace),
        columns=five_columns(inputs, in_zones),
        flags=flags_in_zones(
            zones,
            places=inputs.places,
            events=inputs.events,
            shelters=inputs.shelters,
            large_from=large_from,
        ),
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

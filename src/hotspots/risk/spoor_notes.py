"""What is said beside the numbers about the track: how they came about, and what is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.risk.crosschecks import unsized_in_zones
from hotspots.risk.known import events_unknown
from hotspots.risk.people import TOLD
from hotspots.text import risk as text

if TYPE_CHECKING:
    from hotspots.risk.objects import Events
    from hotspots.risk.scene import RailScene
    from hotspots.risk.zones import Zone


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

"""What is said beside the numbers about a flood: how they came about, and what is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.risk.known import events_unknown
from hotspots.risk.people import TOLD
from hotspots.text import risk as text
from hotspots.text import risk_water as words

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.risk.flood import Flood
    from hotspots.risk.ground import Ground
    from hotspots.risk.objects import Events, Places
    from hotspots.risk.people import People
    from hotspots.risk.settings import WaterScenario
    from hotspots.risk.shelter_balance import NotUsable, Shelters


def invented_in(
    flood: Flood, found: tuple[Places, Places, Places], events: Events | None
) -> tuple[str, ...]:
    """Return which parts rest on invented data: the flood, shelters, objects, sites, events."""
    shelters, places, sites = found
    parts = (
        ("flood", flood.synthetic),
        ("shelters", bool(shelters.places) and shelters.synthetic),
        ("objects", bool(places.places) and places.synthetic),
        ("sites", bool(sites.places) and sites.synthetic),
        ("events", events is not None and events.known and events.synthetic),
    )
    return tuple(part for part, holds in parts if holds)


def notes_of(
    workspace: Workspace,
    scenario: WaterScenario,
    flood: Flood,
    found: tuple[Ground, People, Places],
    *,
    dry: Shelters,
    not_usable: NotUsable,
    dry_known: bool,
    events: Events | None,
    day: date | None,
    error_share: float,
) -> tuple[str, ...]:
    """Return how it was counted, and what is not known or was left out.

    Parameters
    ----------
    dry, not_usable
        The shelters that stay dry, and those that nobody is sent to.
    dry_known
        Whether it is known of all who are under water which part has a dry floor at home.
    events, day
        Of which day; None if no day was asked.
    error_share
        Part of the people that areal weighting puts in the wrong half of two buurten, or NaN.
    """
    ground, people, places = found
    by_land = ground.method == "land" and not np.isnan(error_share)
    notes = (
        # What is said of an example stands with the flood itself.
        "" if flood.synthetic else scenario.note,
        flood.note,
        text.METHOD[ground.method],
        text.error_sentence(error_share) if by_land else "",
        words.margins(dry_known=dry_known),
        text.STRAIGHT_LINE,
        *words.shelters_not_usable(not_usable.flooded, not_usable.unknown, not_usable.outside_dike),
        words.NO_DIKE if flood.kind == "zones" and flood.told is None else "",
        words.shelters_without_area(int(np.count_nonzero(np.isnan(dry.floor_m2)))),
        words.NO_HOURS if np.isnan(flood.arrival_h).all() else "",
        words.NO_DURATION if np.isnan(flood.duration_h).all() else "",
        text.DAY_ASSUMED if people.day_assumed else "",
        *text.unknown_people({name: people.unknown(ends[0]) for name, ends in TOLD.items()}),
        events_unknown(events, day),
        text.events_without_place(events.without_place if events is not None else 0),
        places.note or ("" if places.places else text.NO_OBJECTS),
        workspace.geography.note if workspace.geography.approximate else "",
    )
    return tuple(note for note in notes if note)

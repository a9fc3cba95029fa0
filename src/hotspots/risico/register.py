"""The answer about companies and pipelines: the areas in the register, and who is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.completeness import completeness_of
from hotspots.access.features import features_for, visible_features
from hotspots.errors import SourceError
from hotspots.risico import register_words
from hotspots.risico import words as text
from hotspots.risico.beyond import beyond_border
from hotspots.risico.exposure import (
    Exposure,
    exposure,
    outside_status,
)
from hotspots.risico.in_zones import ZonesAnswer, together
from hotspots.risico.layers import COUNTED
from hotspots.risico.objects import (
    buurt_of,
    event_sites,
    events_on,
    kinds_not_loaded,
    shelter_places,
    stations,
    vulnerable_places,
)
from hotspots.risico.people import error_of, ground_of, people_of
from hotspots.risico.rail_inputs import MOMENT_MEASURE
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.tally import (
    events_status,
    events_unknown,
    flags_in_zones,
    tally,
)
from hotspots.risico.zones import RAIL_ZONES, Zone, drawn, in_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    import pandas as pd

    from hotspots.access.features import Features
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.beyond import Beyond
    from hotspots.risico.objects import Events, Places
    from hotspots.risico.people import PresentMeasure

#: Settings that the numbers rest on.
_SETTINGS: Final = ("overdag_aandeel", "niet_zelfredzaam_65plus", "groot_evenement")


@dataclass(frozen=True, slots=True, eq=False)
class RegisterArea:
    """An area of the register, with who and what lies in it.

    Attributes
    ----------
    name, source, activity, substance
        Of whom it is, "bedrijf" or "buisleiding", what happens there, and with what; None where the
        register does not say.
    people
        At the moment of the scenario, in the part in the municipality; None where it is not known.
    status
        What is known of the people: see `outside_status`.
    objects
        Kwetsbare objecten in it, of every class; None where none are loaded.
    """

    code: str
    zone: Zone
    name: str | None
    source: str | None
    activity: str | None
    substance: str | None
    people: float | None
    status: str
    objects: int | None

    def to_dict(self) -> dict[str, object]:
        """Return the area by field; what the register does not say is null."""
        return {
            "code": self.code,
            "zone": self.zone.id,
            "name": self.name,
            "source": self.source,
            "activity": self.activity,
            "substance": self.substance,
            "people": self.people,
            "people_status": self.status,
            "objects": self.objects,
            "area_m2": round(float(shapely.area(self.zone.outline))),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A company or a pipeline of the register; a pipeline has its length in the municipality."""

    name: str
    source: str
    activity: str | None
    substance: str | None
    buurt: str | None
    x_rd: float
    y_rd: float
    length_m: float | None = None

    def to_dict(self) -> dict[str, object]:
        """Return it by field."""
        return {
            "name": self.name,
            "source": self.source,
            "activity": self.activity,
            "substance": self.substance,
            "buurt": self.buurt,
            "x_rd": round(self.x_rd, 1),
            "y_rd": round(self.y_rd, 1),
            "length_m": None if self.length_m is None else round(self.length_m),
        }


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RegisterAnswer(ZonesAnswer):
    """Who and what lies in the areas of companies and pipelines at a moment.

    Attributes
    ----------
    areas
        Each area by itself, those with most people first; the zones are all of a kind together, and
        a kind that is not loaded is none.
    sources
        The companies and pipelines themselves; None where neither is loaded.
    without
        Kinds of areas of which none is loaded: whether there are any is not known.
    """

    areas: tuple[RegisterArea, ...]
    sources: tuple[Source, ...] | None
    without: tuple[str, ...]
    attribution: str

    def to_dict(self) -> dict[str, object]:
        """Return the answer as one object, as ``hotspots exposure register --json`` prints it."""
        return {
            "subject": "register",
            **ZonesAnswer.to_dict(self),
            "areas_not_loaded": list(self.without),
            "areas": [area.to_dict() for area in self.areas],
            "sources": None
            if self.sources is None
            else [source.to_dict() for source in self.sources],
            "attribution": self.attribution,
        }


def register_answer(
    workspace: Workspace, scenario_id: str, *, day: date | None = None
) -> RegisterAnswer:
    """Return who and what lies in the areas that the register draws, at the moment of a scenario.

    Parameters
    ----------
    scenario_id
        A scenario of the track: whether it is night or day is all that counts of it here.
    day
        Of which the events are looked at; none if left out.

    Raises
    ------
    SelectionError
        If the scenario does not exist.
    AccessError
        If this role may not see a layer that is needed.
    SourceError
        If no areas are loaded.
    """
    settings = read_risk_settings(workspace.home)
    scenario = settings.rail_scenario(scenario_id)
    features = features_for(workspace, "risk_area")
    if features is None or not len(features):
        raise SourceError(*text.nothing_loaded(register_words.AREAS))
    zones = _zones(features)
    ground, people = ground_of(workspace), people_of(workspace, settings)
    places, sites = vulnerable_places(workspace), event_sites(workspace)
    shelters, at_rail = shelter_places(workspace), stations(workspace)
    events = None if day is None else events_on(workspace, day)
    in_zones = exposure(zones, ground, people)
    measure = MOMENT_MEASURE[scenario.moment]
    error_share = error_of(workspace, ground, people.counts["night"])
    beyond = beyond_border(workspace, settings, together(zones), measure)
    without = tuple(text.ZONES[kind] for kind in RAIL_ZONES if kind not in _ids(zones))
    geography = workspace.geography
    notes = (
        *ground.notes(error_share),
        register_words.HOW,
        register_words.not_loaded(without),
        _outside_note(geography, beyond, scenario.moment),
        *people.notes,
        places.note or ("" if places.places else text.NO_OBJECTS),
        geography.note if geography.approximate else "",
    )
    return RegisterAnswer(
        scenario=scenario,
        zones=zones,
        areas=_areas(
            features,
            workspace.geography,
            places,
            measure,
            lambda zone: exposure((zone,), ground, people),
        ),
        sources=_sources(workspace),
        without=without,
        exposure=in_zones,
        tally=tally(zones, geography, places, sites, events, stations=at_rail),
        places=places,
        stations=at_rail,
        day=day,
        events_status=events_status(events),
        events_unknown=events_unknown(events, day),
        kinds_not_loaded=kinds_not_loaded(places),
        completeness=completeness_of(workspace, COUNTED),
        flags=flags_in_zones(
            zones,
            places=places,
            events=events,
            shelters=shelters,
            large_from=settings.value("groot_evenement"),
        ),
        method=ground.method,
        error_share=error_share,
        day_assumed=people.day_assumed,
        settings=settings.used(*_SETTINGS),
        notes=tuple(note for note in notes if note),
        invented=_invented(features, places, shelters, sites, events),
        attribution=features.attribution,
        geography=geography,
        beyond=beyond,
    )


def _zones(features: Features) -> tuple[Zone, ...]:
    """Return all areas of a kind together, from the heaviest outwards."""
    by_kind = features.rows.groupby("zone")
    return tuple(
        drawn(
            kind,
            text.ZONES[kind],
            by_kind.get_group(kind).geometry.union_all(),
            features.attribution,
        )
        for kind in RAIL_ZONES
        if kind in by_kind.groups
    )


def _ids(zones: tuple[Zone, ...]) -> set[str]:
    return {zone.id for zone in zones}


def _areas(
    features: Features,
    geography: Geography,
    places: Places,
    measure: PresentMeasure,
    exposed: Callable[[Zone], Exposure],
) -> tuple[RegisterArea, ...]:
    """Return each area that reaches the municipality, those with most people first."""
    rows = features.rows
    here = shapely.intersects(rows.geometry.to_numpy(), geography.outline)
    areas = []
    for at in np.flatnonzero(here):
        row = rows.iloc[int(at)]
        kind = str(row["zone"])
        zone = drawn(kind, text.ZONES[kind], row.geometry, features.attribution)
        status = outside_status(geography, zone.outline)
        inside = exposed(zone).totals(measure).inside
        objects = int(np.count_nonzero(in_zone(zone, places.places)))
        areas.append(
            RegisterArea(
                code=_said(row, "code") or "",
                zone=zone,
                name=_said(row, "name"),
                source=_said(row, "source"),
                activity=_said(row, "activity"),
                substance=_said(row, "substance"),
                people=None if status == "not_known" else inside,
                status=status,
                objects=objects if len(places) else None,
            )
        )
    order = {kind: number for number, kind in enumerate(RAIL_ZONES)}
    areas.sort(key=lambda area: (-(area.people or 0.0), order[area.zone.id], area.code))
    return tuple(areas)


def _said(row: pd.Series, name: str) -> str | None:
    """Return what the register says in a field; None where it says nothing."""
    value = row.get(name)
    return value or None if isinstance(value, str) else None


def _sources(workspace: Workspace) -> tuple[Source, ...] | None:
    """Return the companies and pipelines in the municipality; None where neither is loaded."""
    sources: list[Source] = []
    known = False
    for purpose, source in (("risk_company", "bedrijf"), ("pipeline", "buisleiding")):
        features = visible_features(workspace, purpose)
        if features is None or not len(features):
            continue
        known = True
        sources += _sources_of(features, source, workspace.geography)
    sources.sort(key=lambda one: (one.source, one.name))
    return tuple(sources) if known else None


def _sources_of(features: Features, source: str, geography: Geography) -> Iterator[Source]:
    rows = features.rows
    inside = shapely.intersection(rows.geometry.to_numpy(), geography.outline)
    for at in np.flatnonzero(~shapely.is_empty(inside)):
        row, part = rows.iloc[int(at)], inside[at]
        x_rd, y_rd = shapely.get_coordinates(shapely.point_on_surface(part))[0].tolist()
        is_line = shapely.get_dimensions(part) == 1
        yield Source(
            name=str(row["name"]),
            source=source,
            activity=_said(row, "activity"),
            substance=_said(row, "substance"),
            buurt=None if is_line else buurt_of(np.array([x_rd]), np.array([y_rd]), geography)[0],
            x_rd=x_rd,
            y_rd=y_rd,
            length_m=float(shapely.length(part)) if is_line else None,
        )


def _outside_note(geography: Geography, beyond: Beyond | None, moment: str) -> str:
    """Return what is known of the part of the areas outside the municipality."""
    if beyond is None:
        return ""
    if beyond.people is not None:
        return text.beyond_note(beyond, geography.words, moment, "de gebieden")
    return register_words.OUTSIDE.format(whole=geography.words)


def _invented(
    features: Features, places: Places, shelters: Places, sites: Places, events: Events | None
) -> tuple[str, ...]:
    """Return which parts of the answer rest on invented data."""
    parts = (
        ("areas", features.synthetic),
        ("sites", sites.invented),
        ("events", events is not None and bool(events.events) and events.synthetic),
        ("shelters", shelters.invented),
        ("objects", places.invented),
    )
    return tuple(part for part, holds in parts if holds)

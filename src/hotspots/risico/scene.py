"""What an answer about the track starts from: read once, asked by every part of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import require_calendar
from hotspots.access.features import features_for
from hotspots.dutch import fold
from hotspots.errors import AccessError, SourceError
from hotspots.risico import words as text
from hotspots.risico.distance import Track
from hotspots.risico.objects import (
    Events,
    event_sites,
    events_on,
    shelter_places,
    vulnerable_places,
)
from hotspots.risico.people import ground_of, people_of
from hotspots.risico.settings import read_risk_settings

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.objects import Places
    from hotspots.risico.people import Ground, People
    from hotspots.risico.settings import RailScenario, RiskSettings


#: Which people a scenario is about.
MOMENT_MEASURE = {"nacht": "night", "dag": "day"}


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """The railways that dangerous goods run on, by name; ``note`` says how they were chosen."""

    names: tuple[str, ...]
    lines: tuple[Any, ...]
    note: str

    @property
    def track(self) -> Track:
        """The lines, to ask distances of."""
        return Track.of(np.array(self.lines, dtype=object))


@dataclass(frozen=True, slots=True, eq=False)
class RailScene:
    """A home as far as the track is concerned, in one scenario.

    ``events`` are those of the day that was asked, None if none was.
    """

    workspace: Workspace
    settings: RiskSettings
    scenario: RailScenario
    routes: Routes
    ground: Ground
    people: People
    places: Places
    sites: Places
    shelters: Places
    events: Events | None = None
    day: date | None = None

    @property
    def geography(self) -> Geography:
        """The areas of the home."""
        return self.workspace.geography

    @property
    def measure(self) -> str:
        """The measure of people that the scenario is about."""
        return MOMENT_MEASURE[self.scenario.moment]

    def distance_m(self, setting: str) -> float:
        """Return a distance: of the scenario if it has its own, else of the settings."""
        return self.scenario.distances.get(setting, self.settings.value(setting))


def rail_scene(workspace: Workspace, scenario_id: str, day: date | None = None) -> RailScene:
    """Return what an answer about the track starts from.

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
    settings = read_risk_settings(workspace.home)
    return RailScene(
        workspace=workspace,
        settings=settings,
        scenario=settings.rail_scenario(scenario_id),
        routes=routes_of(workspace, settings),
        ground=ground_of(workspace),
        people=people_of(workspace, settings),
        places=vulnerable_places(workspace),
        sites=event_sites(workspace),
        shelters=shelter_places(workspace),
        events=None if day is None else events_on(workspace, day),
        day=day,
    )


def routes_of(workspace: Workspace, settings: RiskSettings) -> Routes:
    """Return the railways that the settings name as routes; all of them if they name none.

    Raises
    ------
    SourceError
        If the home has no railways.
    """
    rails = features_for(workspace, "rail")
    if rails is None or not len(rails):
        raise SourceError(*text.nothing_loaded("spoorlijnen"))
    names = tuple(rails.rows["name"])
    lines = tuple(rails.rows.geometry)
    if settings.routes is None:
        return Routes(names, lines, text.ALL_ROUTES)
    wanted = {fold(name) for name in settings.routes.lines}
    chosen = [at for at, name in enumerate(names) if fold(name) in wanted]
    if not chosen:
        return Routes(names, lines, text.NO_ROUTE_FOUND)
    return Routes(
        tuple(names[at] for at in chosen),
        tuple(lines[at] for at in chosen),
        text.routes([names[at] for at in chosen], settings.routes.source),
    )


#: The purposes whose layer a part is about, the first that a home has.
SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "spoor": ("rail",),
    "water": ("flood_depth", "flood_zone"),
    "incident": ("rail",),
}
#: The purposes of the layers that a part tells of; the others say nothing by themselves.
_TOLD: Final[dict[str, tuple[str, ...]]] = {
    "spoor": ("rail", "people", "vulnerable", "shelter", "event_site", "transport"),
    "water": ("flood_depth", "flood_zone", "people", "vulnerable", "shelter", "event_site"),
    "incident": ("rail", "people", "vulnerable", "event_site"),
}


def looked_at(workspace: Workspace, part: str, *, events: bool = True) -> tuple[str, ...]:
    """Return the ids of the layers that a part looks in, as far as this role sees them.

    Parameters
    ----------
    part
        "spoor", "water" or "incident".
    events
        Whether it tells of events too.
    """
    layers = layers_by_purpose(workspace)
    found = [layers[purpose] for purpose in _TOLD[part] if purpose in layers]
    return tuple(dict.fromkeys([*found, *(calendars(workspace) if events else ())]))


def layers_by_purpose(workspace: Workspace) -> dict[str, str]:
    """Return the id of the layer of each purpose, as far as this role sees them."""
    purposes = {spec.id: spec.purpose for spec in workspace.library.catalog.contexts}
    return {
        purposes[layer.context]: layer.id
        for layer in workspace.catalog.layers
        if layer.context is not None and purposes.get(layer.context)
    }


def calendars(workspace: Workspace) -> tuple[str, ...]:
    """Return the ids of the calendars whose events this role sees, each at its place."""
    found = []
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            with suppress(AccessError):
                require_calendar(layer, workspace.role)
                found.append(layer.id)
    return tuple(found)

"""The inputs of an answer about the track: settings, railways, people, places, events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.features import features_for
from hotspots.dutch import fold
from hotspots.errors import SourceError
from hotspots.risico import words as text
from hotspots.risico.objects import (
    Events,
    event_sites,
    events_on,
    shelter_places,
    stations,
    vulnerable_places,
)
from hotspots.risico.people import ground_of, people_of
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.zones import Track

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import shapely

    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography
    from hotspots.risico.objects import Places
    from hotspots.risico.people import Ground, People, PresentMeasure
    from hotspots.risico.settings import Moment, RailScenario, RiskSettings


#: Which people a scenario is about.
MOMENT_MEASURE: Final[Mapping[Moment, PresentMeasure]] = {"nacht": "night", "dag": "day"}


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """The railways that dangerous goods run on, by name; ``note`` says how they were chosen."""

    names: tuple[str, ...]
    lines: tuple[shapely.Geometry, ...]
    note: str

    @property
    def track(self) -> Track:
        """The lines, prepared for distances."""
        return Track.of(np.array(self.lines, dtype=object))


@dataclass(frozen=True, slots=True, eq=False)
class RailInputs:
    """All that an answer about the track in one scenario is calculated from.

    ``events`` are those of the chosen day; None if no day was chosen.
    """

    workspace: Workspace
    settings: RiskSettings
    scenario: RailScenario
    routes: Routes
    ground: Ground
    people: People
    places: Places
    sites: Places
    stations: Places
    shelters: Places
    events: Events | None = None
    day: date | None = None

    @property
    def geography(self) -> Geography:
        """The areas of the home."""
        return self.workspace.geography

    @property
    def measure(self) -> PresentMeasure:
        """The measure of people that the scenario is about."""
        return MOMENT_MEASURE[self.scenario.moment]

    def distance_m(self, setting: str) -> float:
        """Return a distance: of the scenario if it has its own, else of the settings."""
        return self.scenario.distances.get(setting, self.settings.value(setting))


def rail_inputs(workspace: Workspace, scenario_id: str, day: date | None = None) -> RailInputs:
    """Return the inputs of an answer about the track.

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
    return RailInputs(
        workspace=workspace,
        settings=settings,
        scenario=settings.rail_scenario(scenario_id),
        routes=routes_of(workspace, settings),
        ground=ground_of(workspace),
        people=people_of(workspace, settings),
        places=vulnerable_places(workspace),
        sites=event_sites(workspace),
        stations=stations(workspace),
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
        return Routes(names, lines, text.NO_KNOWN_ROUTE)
    return Routes(
        tuple(names[at] for at in chosen),
        tuple(lines[at] for at in chosen),
        text.routes([names[at] for at in chosen], settings.routes.source),
    )

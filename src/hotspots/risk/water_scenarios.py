"""Which floods there are: those that somebody loaded, and those that a home describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.features import features_for
from hotspots.intake.columns import fold
from hotspots.risk.settings import WaterScenario, no_scenario
from hotspots.text import risk as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.risk.settings import RiskSettings

#: Layers that hold depths, by purpose; each names its scenarios.
_DEPTHS: Final = ("flood_depth", "flood_zone")
#: Who leaves before a flood that nobody described.
_LEAVE: Final = "vertrek_verwacht"


def water_scenarios(workspace: Workspace, settings: RiskSettings) -> Mapping[str, WaterScenario]:
    """Return the floods that have depths, by id; those that were loaded first.

    A raster or zones that somebody loads are a flood at once: its id is the name it was loaded
    under, and who leaves before it is the general setting, until the home describes it.

    Raises
    ------
    AccessError
        If this role may not see a layer that is needed.
    """
    named, loaded = _named(workspace)
    described = {
        scenario.id: scenario
        for scenario in settings.water.values()
        if fold(scenario.depths) in named
    }
    known = {fold(scenario.depths) for scenario in described.values()}
    own = {
        fold(name): WaterScenario(
            fold(name), text.loaded_flood(name), _LEAVE, name, text.LOADED_FLOOD_NOTE
        )
        for name in loaded
        if fold(name) not in known
    }
    return own | described


def _named(workspace: Workspace) -> tuple[set[str], list[str]]:
    """Return the folded names of all floods, and the names of those that somebody loaded."""
    named: set[str] = set()
    loaded: list[str] = []
    for purpose in _DEPTHS:
        features = features_for(workspace, purpose)
        if features is None or not len(features):
            continue
        names = [str(name) for name in features.rows["scenario"].unique()]
        named |= {fold(name) for name in names}
        if features.loaded:
            loaded += names
    return named, loaded


def water_scenario(workspace: Workspace, settings: RiskSettings, scenario_id: str) -> WaterScenario:
    """Return a flood by its id.

    Raises
    ------
    SelectionError
        If there is none of that name, or no layer holds its depths.
    AccessError
        If this role may not see a layer that is needed.
    """
    known = water_scenarios(workspace, settings)
    # A raster is asked for under the name of its file, however that was written.
    name = scenario_id if scenario_id in known else fold(scenario_id)
    if name in known:
        return known[name]
    if scenario_id in settings.water:
        # Described, but without depths: asking for those says what to load.
        return settings.water[scenario_id]
    raise no_scenario(scenario_id, tuple(known))

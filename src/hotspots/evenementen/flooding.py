"""How deep each flood of the municipality stands at a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import HotspotsError
from hotspots.risico.flood import flood_of, water_scenarios
from hotspots.risico.settings import read_risk_settings

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.locations import Location


@dataclass(frozen=True, slots=True)
class FloodDepth:
    """How deep the water is at a place in a scenario; 0 where it stays dry.

    ``wet`` is None where it is not known whether it stays dry; ``depth_m`` is None there, and where
    nobody says how deep. ``synthetic`` says that the scenario is an illustration.
    """

    scenario: str
    depth_m: float | None
    synthetic: bool
    wet: bool | None = None


def floods_at(workspace: Workspace, place: Location) -> tuple[FloodDepth, ...]:
    """Return the depth at a place in each scenario that this role sees; none where none is loaded.

    A scenario that cannot be read is left out: the page on floods says why.
    """
    try:
        scenarios = water_scenarios(workspace, read_risk_settings(workspace.home)).values()
    except HotspotsError:
        return ()
    found = []
    for scenario in scenarios:
        try:
            flood = flood_of(workspace, scenario)
        except HotspotsError:
            continue
        depth, _ = flood.at(np.array([place.x_rd]), np.array([place.y_rd]))
        metres = float(depth[0])
        found.append(
            FloodDepth(
                scenario.label,
                metres if np.isfinite(metres) else None,
                flood.synthetic,
                None if np.isnan(metres) else metres > 0,
            )
        )
    return tuple(found)

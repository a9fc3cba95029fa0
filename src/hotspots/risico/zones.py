"""Zones: along the track by distance, from a register by their outline, around an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely

from hotspots.access.features import features_for
from hotspots.risico import words as text
from hotspots.risico.people import QUAD_SEGS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.distance import Track
    from hotspots.risico.rail_inputs import RailInputs

    Covers = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]

#: From the heaviest zone outwards: whoever is in two of them is counted in the first.
RAIL_ZONES: Final = ("pr10_6", "brand", "explosie", "gifwolk")
#: Zones that a setting gives a width to; the first has none, and is never made up.
_WIDTHS: Final = {"brand": "brand_m", "explosie": "explosie_m", "gifwolk": "gifwolk_m"}


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A zone: its outline for drawing and for areas, and an exact test for points.

    ``calculated`` says that it is a distance from the settings and no outline of a register.
    """

    id: str
    label: str
    outline: shapely.Geometry
    covers: Covers
    calculated: bool
    source: str
    distance_m: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return what is said about it; the outline is not."""
        return {
            "id": self.id,
            "label": self.label,
            "calculated": self.calculated,
            "distance_m": self.distance_m,
            "source": self.source,
        }


def within(id_: str, label: str, track: Track, distance_m: float, source: str) -> Zone:
    """Return the zone up to a distance from lines; a point at exactly that distance is in it."""
    return Zone(
        id=id_,
        label=label,
        outline=shapely.buffer(track.line, distance_m, quad_segs=QUAD_SEGS),
        covers=lambda x_rd, y_rd: track.distance_m(x_rd, y_rd) <= distance_m,
        calculated=True,
        source=source,
        distance_m=distance_m,
    )


def drawn(id_: str, label: str, outline: shapely.Geometry, source: str) -> Zone:
    """Return the zone of an outline that someone loaded; a point on its border is in it."""
    shapely.prepare(outline)
    return Zone(
        id=id_,
        label=label,
        outline=outline,
        covers=lambda x_rd, y_rd: shapely.intersects_xy(outline, x_rd, y_rd),
        calculated=False,
        source=source,
    )


def rail_zones(inputs: RailInputs) -> tuple[Zone, ...]:
    """Return the zones along the track, from the heaviest outwards.

    The outline of a register takes the place of a distance. Without one, the zone for
    plaatsgebonden risico is not there: its width is not known.
    """
    register = _register(inputs.workspace)
    track = inputs.routes.track
    zones: list[Zone] = []
    for name in RAIL_ZONES:
        if name in register:
            zones.append(register[name])
        elif name in _WIDTHS:
            setting = inputs.settings[_WIDTHS[name]]
            distance_m = inputs.distance_m(setting.id)
            own = setting.id in inputs.scenario.distances
            source = inputs.scenario.note if own else setting.source
            zones.append(within(name, text.ZONES[name], track, distance_m, source))
    return tuple(zones)


def _register(workspace: Workspace) -> dict[str, Zone]:
    """Return the zones whose outline comes from a register, by kind."""
    features = features_for(workspace, "rail_zone")
    if features is None or not len(features):
        return {}
    rows = features.rows
    # An outline that was made of the settings says nothing that the settings do not.
    outlined = rows[rows["origin"] != "berekend"] if "origin" in rows else rows
    return {
        str(name): drawn(
            str(name), text.ZONES[str(name)], part.geometry.union_all(), features.attribution
        )
        for name, part in outlined.groupby("zone")
    }

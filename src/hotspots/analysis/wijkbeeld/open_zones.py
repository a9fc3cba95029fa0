"""Near-repeat zones that are open in the city, and those of a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.near_repeats import follows_a_target
from hotspots.analysis.find import find
from hotspots.analysis.finding import circle
from hotspots.analysis.search import Search, search_named, searches_of
from hotspots.analysis.selection import Selection
from hotspots.analysis.wijkbeeld.briefing import OpenZone
from hotspots.analysis.wijkbeeld.handles import handles
from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.finding import Finding
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography

NEAR_REPEAT: Final = "near_repeat"
#: As on the map.
PERMUTATIONS: Final = Search(NEAR_REPEAT).permutations


@dataclass(frozen=True, slots=True)
class CityZones:
    """The zones of a layer that are open in the whole city; they depend on no place.

    ``silent`` says why there are none: a name of `briefing.NO_ZONES` or of
    `contagion_zones.NoZones`.
    """

    zones: tuple[OpenZone, ...]
    silent: str = ""


def has_zones(layer: LayerSpec) -> bool:
    """Whether near repeats may be looked for in a layer."""
    return follows_a_target(layer) and search_named(NEAR_REPEAT) in searches_of(layer)


def zones_of(
    workspace: Workspace,
    layer_id: str,
    period: Period,
    progress: Callable[[float], None] | None = None,
) -> CityZones:
    """Return the zones of a layer that are open on the last day of a period, in the whole city.

    The same question as on the map, with the same period, and so the same answer.

    The slowest part of a briefing. Depends on the role, the version, the areas, the layer and the
    period alone.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is not for this role.
    """
    layer = workspace.layer(layer_id)
    if not has_zones(layer):
        return CityZones((), "not_for_layer")
    try:
        selection = Selection(layer_id, period=period)
        finding = find(workspace, selection, Search(NEAR_REPEAT), progress)
    except StatisticError:
        # More pairs than can be counted: so many incidents that nothing is near by exception.
        return CityZones((), "too_many")
    found = _zones(workspace.geography, finding)
    return CityZones(found, finding.silent or ("" if found else "none_open"))


def zones_within(
    city: CityZones, place: Place, geography: Geography, news_from: date | None
) -> tuple[OpenZone, ...]:
    """Return the zones that have their middle in a place; those since ``news_from`` are new."""
    if not city.zones:
        return ()
    middles = np.array([(zone.x_rd, zone.y_rd) for zone in city.zones])
    inside = place.holds(geography, *middles.T)
    return tuple(
        replace(zone, new=news_from is not None and zone.since >= news_from)
        for zone, held in zip(city.zones, inside, strict=True)
        if held
    )


def _zones(geography: Geography, finding: Finding) -> tuple[OpenZone, ...]:
    if not len(finding):
        return ()
    middles = np.array([ring.mean(axis=0) for ring in finding.rings]).round(1)
    buurten, told = handles(geography, *middles.T)
    columns = finding.columns
    return tuple(
        OpenZone(
            layer=finding.layer.id,
            buurt=buurten[at],
            handle=told[at],
            name=columns["place"][at],
            since=date.fromisoformat(columns["start"][at]),
            until=date.fromisoformat(columns["end"][at]),
            count=int(columns["count"][at]),
            radius_m=float(finding.parameters["drawn_radius_m"]),
            x_rd=float(middles[at, 0]),
            y_rd=float(middles[at, 1]),
        )
        for at in range(len(finding))
    )


def zone_ring(zone: OpenZone) -> NDArray[np.float64]:
    """Return the outline of a zone, shape (k, 2), metres RD: a circle, or a square on its point."""
    if zone.corners:
        return circle(zone.x_rd, zone.y_rd, zone.radius_m, zone.corners)
    return circle(zone.x_rd, zone.y_rd, zone.radius_m)

"""What the pages ask, kept for all sessions: keyed on role, areas, every version, and the question.

Hot cells and zones are of the whole city, so that the second place that someone opens finds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.cache import Cache, counting_layers, key_of, lenient_key_of
from hotspots.analysis.periods import Period, covered_days
from hotspots.errors import HotspotsError
from hotspots.pages import cached
from hotspots.wijkbeeld.hot_cells import hot_cells_of
from hotspots.wijkbeeld.latest import CityZones, zones_of
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.overview import at_a_glance

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.question import Selection
    from hotspots.wijkbeeld.briefing import Briefing
    from hotspots.wijkbeeld.hot_cells import CityCells
    from hotspots.wijkbeeld.overview import Glance
    from hotspots.wijkbeeld.place import Place

_glances = Cache["Glance"]()
_briefings = Cache["Briefing"]()
_city_cells = Cache["CityCells"]()
_covered = Cache["Period | None"]()
#: Zones that were looked for, by role and version, layer and period.
_city_zones = Cache["CityZones"]()
_NOT_SEARCHED: Final = CityZones((), "not_searched")


def glance_of(workspace: Workspace, key: Key, period: str, level: str = "wijken") -> Glance:
    """Return the areas of a level by all layers, of a period that is known by its name."""
    return _glances.answer((key, period, level), lambda: at_a_glance(workspace, period, level))


def days_of_all(workspace: Workspace, key: Key) -> Period | None:
    """Return from the first to the last day that any layer has; None without any."""
    return _covered.answer(key, lambda: _days_of_all(workspace))


def _days_of_all(workspace: Workspace) -> Period | None:
    covered = []
    for layer in counting_layers(workspace):
        try:
            covered.append(covered_days(workspace, layer))
        except HotspotsError:
            continue
    if not covered:
        return None
    return Period(min(one.first for one in covered), max(one.last for one in covered))


def briefing_of(workspace: Workspace, key: Key, place: Place, period: Period | None) -> Briefing:
    """Return the briefing of a place, with the zones that were looked for already."""
    # Not how many zones are known now: where the oldest makes room, that stays the same.
    return _briefings.answer(
        (key, place, period, _city_zones.added),
        lambda: briefing(workspace, place, period, hot_cells=_hot_cells, zones=_zones),
    )


def _hot_cells(workspace: Workspace, layer_id: str, period: Period) -> CityCells:
    return _cells_of_city(workspace, lenient_key_of(workspace, layer_id), layer_id, period)


def _cells_of_city(workspace: Workspace, key: Key, layer_id: str, period: Period) -> CityCells:
    """Return the hot cells of the city, found once."""
    return _city_cells.answer(
        (key, layer_id, period), lambda: hot_cells_of(workspace, layer_id, period, _hotspots)
    )


def _hotspots(workspace: Workspace, selection: Selection) -> Analysis:
    """Return the hotspots of the city, which the maps of the page draw too: worked out once."""
    return cached.analysis_of(workspace, key_of(workspace, selection.layer), selection)


def _zones(
    workspace: Workspace, layer_id: str, period: Period, progress: Callable[[float], None]
) -> CityZones:
    """Return the zones of the city if someone looked for them before."""
    del progress
    return _known_zones(lenient_key_of(workspace, layer_id), layer_id, period)


def _known_zones(key: Key, layer_id: str, period: Period) -> CityZones:
    return _city_zones.known((key, layer_id, period)) or _NOT_SEARCHED


def search_zones(
    workspace: Workspace, layer_id: str, period: Period, progress: Callable[[float], None]
) -> None:
    """Look for the zones of a layer in the whole city, and keep them; takes seconds."""
    zones = zones_of(workspace, layer_id, period, progress)
    _keep_zones(lenient_key_of(workspace, layer_id), layer_id, period, zones)


def _keep_zones(key: Key, layer_id: str, period: Period, zones: CityZones) -> None:
    _city_zones.keep((key, layer_id, period), zones)

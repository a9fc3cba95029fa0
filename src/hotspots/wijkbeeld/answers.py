"""What the page asks, kept for all sessions: keyed on role, areas, every version, and the question.

Hot cells and zones are of the whole city, so that the second place that someone opens finds them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from hotspots.access.cache import Kept
from hotspots.analysis.cube import covered_by
from hotspots.analysis.periods import Period, covered_period
from hotspots.errors import HotspotsError
from hotspots.pages.cached import counting_layers, lenient_key_of
from hotspots.wijkbeeld.hot_cells import hot_cells_of
from hotspots.wijkbeeld.latest import CityZones, zones_of
from hotspots.wijkbeeld.make import briefing

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.pages.cached import Key
    from hotspots.wijkbeeld.briefing import Briefing
    from hotspots.wijkbeeld.hot_cells import CityCells
    from hotspots.wijkbeeld.place import Place

_briefings = Kept["Briefing"](most=256)
_city_cells = Kept["CityCells"](most=128)
_covered = Kept["Period | None"](most=64)
#: Zones that were looked for, by role and version, layer and period.
_city_zones: Final[dict[tuple[Key, str, Period], CityZones]] = {}
#: How many searches were kept since the start. Not how many there are now: where the oldest makes
#: room for a new one, that stays the same.
_searches = 0
_zones_lock = threading.Lock()
_MOST_ZONES: Final = 128
_NOT_SEARCHED: Final = CityZones((), "not_searched")


def covered_days(workspace: Workspace, key: Key) -> Period | None:
    """Return from the first to the last day that any layer has; None without any."""
    return _covered.answer(key, lambda: _covered_days(workspace))


def _covered_days(workspace: Workspace) -> Period | None:
    found = []
    for layer in counting_layers(workspace):
        try:
            if layer.sensitive:
                found.append(covered_by(workspace.cube(layer)[1]))
            else:
                found.append(covered_period(workspace.incidents(layer)[1]))
        except HotspotsError:
            continue
    if not found:
        return None
    return Period(min(one.first for one in found), max(one.last for one in found))


def briefing_of(workspace: Workspace, key: Key, place: Place, period: Period | None) -> Briefing:
    """Return the briefing of a place, with the zones that were looked for already."""
    with _zones_lock:
        searched = _searches
    return _briefings.answer(
        (key, place, period, searched),
        lambda: briefing(workspace, place, period, hot_cells=_hot_cells, zones=_zones),
    )


def _hot_cells(workspace: Workspace, layer_id: str, period: Period) -> CityCells:
    return _kept_cells(workspace, lenient_key_of(workspace, layer_id), layer_id, period)


def _kept_cells(workspace: Workspace, key: Key, layer_id: str, period: Period) -> CityCells:
    """Return the hot cells of the city, found once."""
    return _city_cells.answer(
        (key, layer_id, period), lambda: hot_cells_of(workspace, layer_id, period)
    )


def _zones(
    workspace: Workspace, layer_id: str, period: Period, progress: Callable[[float], None]
) -> CityZones:
    """Return the zones of the city if someone looked for them before."""
    del progress
    with _zones_lock:
        found = _city_zones.get((lenient_key_of(workspace, layer_id), layer_id, period))
    return found or _NOT_SEARCHED


def search_zones(
    workspace: Workspace, layer_id: str, period: Period, progress: Callable[[float], None]
) -> None:
    """Look for the zones of a layer in the whole city, and keep them; takes seconds."""
    global _searches  # noqa: PLW0603 - counts what the dictionary beside it has been given
    found = zones_of(workspace, layer_id, period, progress)
    with _zones_lock:
        _searches += 1
        while len(_city_zones) >= _MOST_ZONES:
            _city_zones.pop(next(iter(_city_zones)))
        _city_zones[lenient_key_of(workspace, layer_id), layer_id, period] = found

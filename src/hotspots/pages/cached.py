"""Answers that sessions share, keyed on everything they depend on: version, role and question.

The arrays in them are never changed in place. None of these functions looks at who is asking:
the role and what it may are in the workspace and in the key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hotspots.access.cache import Cache
from hotspots.analysis.analyse import analyse
from hotspots.analysis.places_in_time import places_in_time
from hotspots.analysis.when import timeline
from hotspots.maps.choropleth import map_spec, points_of

if TYPE_CHECKING:
    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.places_in_time import PlacesInTime, TimeStep
    from hotspots.analysis.question import Selection
    from hotspots.analysis.when import Timeline
    from hotspots.maps.choropleth import MapStyle
    from hotspots.maps.spec import MapSpec

_analyses: Final = Cache["Analysis"]()
_specs: Final = Cache["MapSpec"]()
_timelines: Final = Cache["Timeline"]()
_places: Final = Cache["PlacesInTime"]()


def analysis_of(workspace: Workspace, key: Key, selection: Selection) -> Analysis:
    """Return the analysis of a selection."""
    return _analyses.answer((key, selection), lambda: analyse(workspace, selection))


def spec_of(workspace: Workspace, key: Key, selection: Selection, style: MapStyle) -> MapSpec:
    """Return the map of a selection in a style."""

    def draw() -> MapSpec:
        analysis = analysis_of(workspace, key, selection)
        points = points_of(workspace, analysis) if style.points else None
        return map_spec(workspace, analysis, style, points)

    return _specs.answer((key, selection, style), draw)


def timeline_of(workspace: Workspace, key: Key, selection: Selection) -> Timeline:
    """Return the months of a selection; those of another period or measure are the same."""
    every = replace(_at_any_time(selection), measure="count", level="", cell_m=0)
    return _timelines.answer((key, every), lambda: timeline(workspace, every))


def places_of(workspace: Workspace, key: Key, selection: Selection, step: TimeStep) -> PlacesInTime:
    """Return the counts of a selection by place and time; those of another period are the same."""
    every = _at_any_time(selection)
    return _places.answer((key, every, step), lambda: places_in_time(workspace, every, step))


def _at_any_time(selection: Selection) -> Selection:
    return replace(selection, period=None, compare_period=None)

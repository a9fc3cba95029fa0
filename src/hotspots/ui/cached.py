"""Answers that sessions share, keyed on everything they depend on: version, role and question.

The arrays in them are never changed in place. None of these functions looks at who is asking:
the role is in the workspace and in the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from hotspots.analysis.analyse import analyse
from hotspots.analysis.timeline import clock, timeline
from hotspots.cartography.choropleth import map_spec
from hotspots.drawing.geometry_json import projection

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.selection import Selection
    from hotspots.analysis.timeline import Clock, Timeline
    from hotspots.cartography.choropleth import MapStyle
    from hotspots.cartography.map_spec import MapSpec

#: role, fingerprint of the areas, and file of the version.
Key = tuple[str, str, str]


def key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return what an answer about a layer depends on, beside the question."""
    version = workspace.version(workspace.layer(layer_id))
    return (
        workspace.role,
        workspace.geography.fingerprint,
        f"{workspace.home.state}{version.file}",
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def analysis_of(_workspace: Workspace, key: Key, selection: Selection) -> Analysis:
    """Return the analysis of a selection."""
    del key
    return analyse(_workspace, selection)


@st.cache_resource(max_entries=256, show_spinner=False)
def spec_of(_workspace: Workspace, key: Key, selection: Selection, style: MapStyle) -> MapSpec:
    """Return the map of a selection in a style."""
    return map_spec(_workspace, analysis_of(_workspace, key, selection), style)


@st.cache_resource(max_entries=256, show_spinner=False)
def timeline_of(_workspace: Workspace, key: Key, selection: Selection) -> Timeline:
    """Return the months of a selection."""
    del key
    return timeline(_workspace, selection)


@st.cache_resource(max_entries=256, show_spinner=False)
def clock_of(_workspace: Workspace, key: Key, selection: Selection) -> Clock:
    """Return the hours and days of a selection."""
    del key
    return clock(_workspace, selection)


@st.cache_resource(max_entries=8, show_spinner=False)
def projection_of(_workspace: Workspace, fingerprint: str) -> dict[str, Any]:
    """Return RD to degrees over the municipality."""
    del fingerprint
    return projection(_workspace.geography.gemeente)

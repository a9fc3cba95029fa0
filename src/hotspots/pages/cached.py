"""Answers that sessions share, keyed on everything they depend on: version, role and question.

The arrays in them are never changed in place. None of these functions looks at who is asking:
the role and what it may are in the workspace and in the key.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from hotspots.access.cache import Kept
from hotspots.analysis.analyse import analyse
from hotspots.analysis.clock import timeline
from hotspots.analysis.searches.find import find
from hotspots.errors import StoreError
from hotspots.maps.choropleth import map_spec
from hotspots.maps.geojson import projection
from hotspots.pages.shared_search import Searches

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.clock import Timeline
    from hotspots.analysis.question import Selection
    from hotspots.analysis.searches.registry import Finding, Search
    from hotspots.catalog.specs import LayerSpec
    from hotspots.maps.choropleth import MapStyle
    from hotspots.maps.spec import MapSpec
    from hotspots.pages.shared_search import Ticket

#: role and what it may, fingerprint of the areas, and the version as it is served.
Key = tuple[str, str, str]
_MOST_ANSWERS: Final = 256
_MOST_FINDINGS: Final = 64


def key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return what an answer about a layer depends on, beside the question."""
    version = workspace.version(workspace.layer(layer_id))
    return (
        workspace.seen_as,
        workspace.geography.fingerprint,
        f"{workspace.home.state}{version.served_as}",
    )


def counting_layers(workspace: Workspace) -> tuple[LayerSpec, ...]:
    """Return the layers that this role may see and that count something."""
    return tuple(layer for layer in workspace.catalog.layers if layer.kind != "context")


def key_of_all(workspace: Workspace) -> Key:
    """Return what an answer about all layers depends on, beside the question."""
    versions = [lenient_key_of(workspace, layer.id)[-1] for layer in counting_layers(workspace)]
    return workspace.seen_as, workspace.geography.fingerprint, "|".join(versions)


def lenient_key_of(workspace: Workspace, layer_id: str) -> Key:
    """Return the key of a layer among others, also of one that cannot be read.

    An answer about all layers says of such a one that it cannot.
    """
    try:
        return key_of(workspace, layer_id)
    except StoreError:
        return workspace.seen_as, workspace.geography.fingerprint, f"{workspace.home.state}?"


_analyses: Final = Kept["Analysis"](_MOST_ANSWERS)
_specs: Final = Kept["MapSpec"](_MOST_ANSWERS)
_timelines: Final = Kept["Timeline"](_MOST_ANSWERS)


def analysis_of(workspace: Workspace, key: Key, selection: Selection) -> Analysis:
    """Return the analysis of a selection."""
    return _analyses.answer((key, selection), lambda: analyse(workspace, selection))


def spec_of(workspace: Workspace, key: Key, selection: Selection, style: MapStyle) -> MapSpec:
    """Return the map of a selection in a style."""
    return _specs.answer(
        (key, selection, style),
        lambda: map_spec(workspace, analysis_of(workspace, key, selection), style),
    )


def timeline_of(workspace: Workspace, key: Key, selection: Selection) -> Timeline:
    """Return the months of a selection."""
    return _timelines.answer((key, selection), lambda: timeline(workspace, selection))


class _Findings:
    """The findings of all sessions, the last ones; a search is too long to do twice.

    Not a cache of Streamlit: that one lets no progress bar move while it fills.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Key, Selection, Search], Finding] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: tuple[Key, Selection, Search]) -> Finding | None:
        with self._lock:
            finding = self._kept.get(asked)
            if finding is not None:
                self._kept.move_to_end(asked)
            return finding

    def put(self, asked: tuple[Key, Selection, Search], finding: Finding) -> None:
        with self._lock:
            self._kept[asked] = finding
            while len(self._kept) > _MOST_FINDINGS:
                self._kept.popitem(last=False)


_findings = _Findings()


def finding_kept(key: Key, selection: Selection, search: Search) -> Finding | None:
    """Return what a search found before, or None."""
    return _findings.get((key, selection, search))


#: Rows from which on a search is heavy: below it the slowest takes a second or two.
HEAVY_ROWS: Final = 100_000
_searches: Final = Searches["Finding"]()


def search_of(
    workspace: Workspace, key: Key, selection: Selection, search: Search
) -> Ticket[Finding]:
    """Return a place at a search; it is done once for all who ask, and what it finds is kept."""
    asked = (key, selection, search)

    def search_and_keep(progress: Callable[[float], None]) -> Finding:
        # Someone may have found it since the page looked.
        finding = _findings.get(asked) or find(workspace, selection, search, progress)
        _findings.put(asked, finding)
        return finding

    rows = workspace.version(workspace.layer(selection.layer)).rows
    return _searches.ask(asked, search_and_keep, person=workspace.who, heavy=rows >= HEAVY_ROWS)


@st.cache_resource(max_entries=8, show_spinner=False)
def projection_of(_workspace: Workspace, fingerprint: str) -> dict[str, Any]:
    """Return RD to degrees over the municipality."""
    del fingerprint
    return projection(_workspace.geography.gemeente)

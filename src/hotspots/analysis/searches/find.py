"""From a selection and a search to a finding: on request, with progress, pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.measures.registry import measure_named
from hotspots.analysis.query import query_of
from hotspots.analysis.searches.registry import search_named, searches_of
from hotspots.analysis.settle import settle
from hotspots.errors import AccessError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.question import Selection
    from hotspots.analysis.searches.search import Finding, Progress, Search


def find(
    workspace: Workspace, selection: Selection, search: Search, progress: Progress | None = None
) -> Finding:
    """Look for something among the incidents of a selection.

    The level and the measure of the selection do not matter, its filters and cell size do.

    Raises
    ------
    SelectionError
        If the layer or the search cannot be asked so.
    AccessError
        If the layer is sensitive, or not for this role.
    """
    kind = search_named(search.method)
    settled, layer = settle(selection, workspace)
    if kind not in searches_of(layer):
        raise AccessError(
            f"In laag '{layer.label}' kan niet gezocht worden naar plekken.",
            "Het zijn geen losse plaatsen, of zij zijn daar te gevoelig voor.",
            "Bekijk de aantallen per gebied.",
        )
    query = query_of(workspace, settled, layer, measure_named(settled.measure))
    return kind.find(query, search, progress or _silent)


def _silent(share: float) -> None:
    """Say nothing of progress."""
    del share

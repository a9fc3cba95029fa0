"""From a question to its answer: the numbers of a measure, or what a search finds.

Pure: the same answer for the same version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.cube import analyse_cube
from hotspots.analysis.exposure import with_small
from hotspots.analysis.query import query_of
from hotspots.analysis.registry import (
    lacks_denominator,
    measure_named,
    measures_of,
    search_named,
    searches_of,
)
from hotspots.analysis.settle import settle
from hotspots.analysis.withheld import without_withheld
from hotspots.errors import AccessError, SelectionError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.question import Search, Selection
    from hotspots.analysis.searches.search import Progress
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography


def analyse(workspace: Workspace, selection: Selection) -> Analysis:
    """Answer a selection.

    Parameters
    ----------
    workspace
        The open home, as a role sees it.
    selection
        What is asked; defaults are filled in and come back in the result.

    Raises
    ------
    SelectionError
        If the layer cannot answer it.
    AccessError
        If this role, or nobody, may have the answer.
    """
    settled, layer = settle(selection, workspace)
    measure = measure_named(settled.measure)
    _require_measure(measure, settled, layer, workspace.geography)
    measure = measure.looking_for(settled.side)
    if layer.sensitive:
        answer = analyse_cube(workspace, settled, layer, measure)
    else:
        query = query_of(workspace, settled, layer, measure)
        answer = without_withheld(query, query.with_left_out(measure.answer(query)))
    return with_small(workspace.geography, answer)


def _require_measure(
    measure: Measure, selection: Selection, layer: LayerSpec, geography: Geography
) -> None:
    on_offer = measures_of(layer)
    if measure not in on_offer and lacks_denominator(measure, layer):
        raise SelectionError(
            f"Laag '{layer.label}' kent de maat '{measure.label}' niet: de laag heeft geen noemer.",
            f"Mogelijk: {', '.join(entry.id for entry in on_offer)}.",
            "Kies een andere maat, of zet in theme.toml bij deze laag onder [denominators] een "
            f'noemer, zoals use = ["{_denominator_of(geography)}"].',
        )
    if measure not in on_offer:
        raise SelectionError(
            f"Laag '{layer.label}' kent de maat '{measure.label}' niet.",
            f"Mogelijk: {', '.join(entry.id for entry in on_offer)}.",
            "Kies een andere maat.",
        )
    levels = measure.levels_in(geography)
    if selection.level not in levels:
        raise SelectionError(
            f"De maat '{measure.label}' kan niet op niveau '{selection.level}'.",
            f"{measure.why_levels} Mogelijk: {', '.join(levels)}.".strip(),
            "Kies een ander niveau of een andere maat.",
        )


def _denominator_of(geography: Geography) -> str:
    """Return a denominator that the home has, to name as an example."""
    return next((one.id for one in geography.denominators), "huishoudens")


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
    measure = measure_named(settled.measure)
    known_at = "cells" if kind.in_cells else "buurten"
    query = query_of(workspace, settled, layer, measure, one_by_one=True, known_at=known_at)
    return kind.find(query, search, progress or _silent)


def _silent(share: float) -> None:
    """Say nothing of progress."""
    del share

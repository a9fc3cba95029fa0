"""From a question to its answer: the numbers of a measure, or what a search finds.

Pure: the same answer for the same version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

import numpy as np

from hotspots.access.workspace import open_workspace
from hotspots.analysis.cube import analyse_cube
from hotspots.analysis.exposure import with_small
from hotspots.analysis.query import query_of
from hotspots.analysis.question import areas_selected
from hotspots.analysis.registry import (
    SEARCHES,
    lacks_denominator,
    measure_named,
    measures_of,
    search_named,
    searches_of,
)
from hotspots.analysis.settle import settle
from hotspots.analysis.withheld import without_withheld
from hotspots.dutch import listed
from hotspots.errors import AccessError, SelectionError
from hotspots.workers import spread, workers_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.question import Search, Selection
    from hotspots.analysis.searches.search import Progress
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home


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
    query = query_of(
        workspace,
        settled,
        layer,
        measure,
        reads="places" if kind.per_area else "everything",
        known_at=known_at,
    )
    return kind.find(query, search, progress or _silent)


@dataclass(frozen=True, slots=True)
class FindingIn:
    """What a search finds in one area, by its code and name."""

    code: str
    name: str
    finding: Finding


def find_per_area(
    workspace: Workspace,
    selection: Selection,
    search: Search,
    level: str,
    progress: Progress | None = None,
) -> Iterator[FindingIn]:
    """Look for something in each area by itself, in the order of their codes.

    Of every area that the selection asks for, wholly or in part. On the workers of a cluster where
    there is one (`hotspots.workers`): each opens the home once.

    Parameters
    ----------
    level
        Of the areas, such as "gemeenten".

    Raises
    ------
    SelectionError
        If the layer or the search cannot be asked so, the home has no such areas, or the search
        looks at all of them together.
    AccessError
        If the layer is sensitive, or not for this role.
    ClusterError
        If the workers are gone.
    """
    if not search_named(search.method).per_area:
        raise SelectionError(
            f"Zoeken met '{search.method}' kan niet per gebied.",
            "Dat vergelijkt gebieden met elkaar, of kijkt altijd naar het geheel.",
            f"Kies {' of '.join(kind.id for kind in SEARCHES if kind.per_area)}.",
        )
    geography = workspace.geography
    if not geography.has(level):
        raise SelectionError(
            f"Deze home heeft geen {level}.",
            f"Wel: {listed([areas.level for areas in geography.parts])}.",
            "Kies een van deze niveaus.",
        )
    areas = geography.level(level)
    wanted = np.flatnonzero(areas_selected(geography, level, settle(selection, workspace)[0]))
    codes = [areas.codes[at] for at in wanted]
    if workers_here(_find_on_worker) > 1:
        # A cluster outlives a command: what a worker has open is of this one alone.
        opened = _Opened(workspace.home, workspace.role, uuid4())
        findings = spread(_find_on_worker, codes, opened, selection, search, level)
    else:
        findings = (_find_in(code, workspace, selection, search, level) for code in codes)
    for done, (at, finding) in enumerate(zip(wanted, findings, strict=True), 1):
        (progress or _silent)(done / len(wanted))
        yield FindingIn(areas.codes[at], areas.names[at], finding)


def _find_in(
    code: str, workspace: Workspace, selection: Selection, search: Search, level: str
) -> Finding:
    only: dict[str, Any] = {level: (code,)}
    return find(workspace, replace(selection, **only), search)


class _Opened(NamedTuple):
    """A home as a worker has it open, for all areas that one command asks."""

    home: Home
    role: str
    command: UUID


def _find_on_worker(
    code: str, opened: _Opened, selection: Selection, search: Search, level: str
) -> Finding:
    return _find_in(code, _workspace_of(opened), selection, search, level)


@lru_cache(maxsize=1)
def _workspace_of(opened: _Opened) -> Workspace:
    return open_workspace(opened.home, role=opened.role)


def _silent(share: float) -> None:
    """Say nothing of progress."""
    del share

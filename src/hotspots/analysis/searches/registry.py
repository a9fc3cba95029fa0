"""The searches there are, in the order of the page; each is a module beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.permission import levels_of
from hotspots.analysis.answer import area_only_notes
from hotspots.analysis.question import require_choice
from hotspots.analysis.searches.before_after import BEFORE_AFTER
from hotspots.analysis.searches.clusters import CLUSTERS
from hotspots.analysis.searches.near_repeats import NEAR_REPEAT
from hotspots.analysis.searches.scan import SCAN, SCAN_RECENT

if TYPE_CHECKING:
    from hotspots.analysis.answer import Finding
    from hotspots.analysis.searches.search import SearchKind
    from hotspots.catalog.specs import LayerSpec

SEARCHES: Final = (CLUSTERS, SCAN, SCAN_RECENT, NEAR_REPEAT, BEFORE_AFTER)
SEARCH_IDS: Final = tuple(kind.id for kind in SEARCHES)


def search_named(name: str) -> SearchKind:
    """Return a search by its id.

    Raises
    ------
    SelectionError
        If there is none of that name.
    """
    require_choice("De zoekmethode", name, SEARCH_IDS)
    return next(kind for kind in SEARCHES if kind.id == name)


def searches_of(layer: LayerSpec) -> tuple[SearchKind, ...]:
    """Return what can be looked for in a layer: nothing where single places may not count.

    Of a layer that may be shown no finer than buurten, only what is told per buurt.
    """
    if layer.sensitive or not layer.holds_incidents:
        return ()
    if "cells" in levels_of(layer):
        return SEARCHES
    return tuple(kind for kind in SEARCHES if not kind.in_cells and "buurten" in levels_of(layer))


def sentences_of(finding: Finding) -> tuple[str, ...]:
    """Return what a finding comes to, in sentences that can be read aloud."""
    sentences = search_named(finding.search.method).sentences(finding)
    return (*sentences, *area_only_notes(finding.area_only, finding.layer))


def explanation_of(finding: Finding) -> str:
    """Return what the search says and does not say, in words of the layer."""
    kind = search_named(finding.search.method)
    return kind.explanation.format(plural=finding.layer.noun_plural, whole=finding.whole)


def chosen_of(finding: Finding) -> str:
    """Return how a finding was made and tested: the line in a legend."""
    return search_named(finding.search.method).chosen(finding)

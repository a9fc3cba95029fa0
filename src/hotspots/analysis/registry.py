"""What can be asked: the measures and the searches, in the order of the page.

Each is a module of its own, in ``measures`` and in ``searches``. A page looks up here what it may
offer, so what a layer can be compared with is named here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.access.permission import levels_of
from hotspots.analysis.answer import area_only_notes
from hotspots.analysis.exposure import expectations_of
from hotspots.analysis.measures.change import CHANGE
from hotspots.analysis.measures.count import COUNT
from hotspots.analysis.measures.density import DENSITY, RISK_DENSITY
from hotspots.analysis.measures.emerging import EMERGING
from hotspots.analysis.measures.gi_star import GI_STAR
from hotspots.analysis.measures.measure import Measure
from hotspots.analysis.measures.moran import MORAN
from hotspots.analysis.measures.rate import EB_RATE, EB_RATE_LOCAL, RATE
from hotspots.analysis.measures.ratio import LOCATION_QUOTIENT, RATIO
from hotspots.analysis.periods import STEPS
from hotspots.analysis.question import require_choice
from hotspots.analysis.searches.before_after import BEFORE_AFTER
from hotspots.analysis.searches.clusters import CLUSTERS
from hotspots.analysis.searches.near_repeats import NEAR_REPEAT
from hotspots.analysis.searches.scan import SCAN, SCAN_RECENT
from hotspots.catalog.specs import OWN_PAST

if TYPE_CHECKING:
    from collections.abc import Collection

    from hotspots.analysis.answer import Finding
    from hotspots.analysis.measures.computed import ComputedMeasure
    from hotspots.analysis.searches.search import SearchKind
    from hotspots.catalog.specs import LayerSpec

__all__ = [
    "MEASURES",
    "MEASURE_IDS",
    "SEARCHES",
    "SEARCH_IDS",
    "Measure",
    "chosen_of",
    "expectations_of",
    "explanation_of",
    "lacks_denominator",
    "measure_named",
    "measures_of",
    "opening_measure",
    "search_named",
    "searches_of",
    "sentences_of",
]

MEASURES: Final = (
    COUNT,
    RATE,
    EB_RATE,
    EB_RATE_LOCAL,
    RATIO,
    LOCATION_QUOTIENT,
    CHANGE,
    GI_STAR,
    EMERGING,
    MORAN,
    DENSITY,
    RISK_DENSITY,
)
MEASURE_IDS: Final = tuple(measure.id for measure in MEASURES)


def measure_named(name: str) -> ComputedMeasure:
    """Return a measure by its id.

    Raises
    ------
    SelectionError
        If there is none of that name.
    """
    require_choice("De maat", name, MEASURE_IDS)
    return next(measure for measure in MEASURES if measure.id == name)


def opening_measure(on_offer: Collection[ComputedMeasure]) -> ComputedMeasure:
    """Return the measure that a map opens with where these are on offer: per 1.000 if it can.

    A map of counts is first of all a map of where many people live.

    Examples
    --------
    >>> opening_measure([measure_named("count"), measure_named("rate")]).id
    'rate'
    >>> opening_measure([measure_named("count"), measure_named("density")]).id
    'count'
    """
    rate = measure_named("rate")
    return rate if rate in on_offer else next(iter(on_offer))


def lacks_denominator(measure: Measure, layer: LayerSpec) -> bool:
    """Whether a layer would know a measure if it declared what to divide by or to expect."""
    lacks = measure.needs_denominator and not layer.denominators
    return lacks or (measure.expects and not set(layer.expectations) - {OWN_PAST})


def measures_of(layer: LayerSpec) -> tuple[ComputedMeasure, ...]:
    """Return the measures a layer can be asked for."""
    return tuple(
        measure
        for measure in MEASURES
        if not lacks_denominator(measure, layer)
        and (measure.answers_sensitive or not layer.sensitive)
        and (len(layer.soorten) > 1 or not measure.of_soort)
        and (not layer.measures or measure.id in layer.measures)
        and (not measure.in_steps or layer.counted_months <= max(STEPS.values()))
    )


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
    """Sum a finding up in sentences that can be read aloud."""
    sentences = search_named(finding.search.method).sentences(finding)
    return (*sentences, *area_only_notes(finding.area_only, finding.layer))


def explanation_of(finding: Finding) -> str:
    """Return what the search says and does not say, in words of the layer."""
    kind = search_named(finding.search.method)
    return kind.explanation.format(plural=finding.layer.noun_plural, whole=finding.whole)


def chosen_of(finding: Finding) -> str:
    """Return how a finding was made and tested: the line in a legend."""
    return search_named(finding.search.method).chosen(finding)

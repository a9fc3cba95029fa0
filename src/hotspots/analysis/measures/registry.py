"""The measures there are, in the order of the page; each is a module beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.analysis.measures.change import CHANGE
from hotspots.analysis.measures.count import COUNT
from hotspots.analysis.measures.density import DENSITY, RISK_DENSITY
from hotspots.analysis.measures.emerging import EMERGING
from hotspots.analysis.measures.gi_star import GI_STAR
from hotspots.analysis.measures.moran import MORAN
from hotspots.analysis.measures.rate import EB_RATE, EB_RATE_LOCAL, RATE
from hotspots.analysis.measures.ratio import LOCATION_QUOTIENT, RATIO
from hotspots.analysis.periods import STEPS
from hotspots.analysis.question import require_choice
from hotspots.catalog.specs import OWN_PAST

if TYPE_CHECKING:
    from collections.abc import Collection

    from hotspots.analysis.measures.computed import ComputedMeasure
    from hotspots.analysis.measures.measure import Measure
    from hotspots.catalog.specs import LayerSpec

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

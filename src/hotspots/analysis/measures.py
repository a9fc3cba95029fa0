"""The registry of measures: what can be shown per area, cell or place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hotspots.analysis.named import named
from hotspots.analysis.steps import STEPS
from hotspots.analysis.verdicts import Association, Hotspot, Verdict, VerdictClass, verdict_classes
from hotspots.catalog.specs import OWN_PAST
from hotspots.statistics.emerging import EmergingClass
from hotspots.text import measures as text

if TYPE_CHECKING:
    from collections.abc import Collection

    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.conditional import Side

_AREAS: Final = ("gemeente", "wijken", "buurten")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per area: its name, where it can be asked, and what it says.

    ``unit`` and ``explanation`` are Dutch; ``{plural}`` and ``{denominator}`` in them stand for
    words of the layer. ``expects`` says that it compares places with what is expected there,
    ``per_1000`` that it is divided, ``compares`` that it looks at an
    earlier period, ``of_soort`` that it asks for some of the soorten, ``in_steps``
    that it cuts the history of the layer into steps, ``surface`` that it is drawn as a density.
    ``verdicts`` are what a test
    can say of an area, low to high: where there are any, the map shows them and not the numbers.
    ``sided`` says that it can look for places with more alone.
    ``why_levels`` says why it cannot be asked at other levels.
    """

    id: str
    label: str
    levels: tuple[str, ...]
    unit: str
    explanation: str
    needs_denominator: bool = False
    expects: bool = False
    per_1000: bool = False
    compares: bool = False
    of_soort: bool = False
    in_steps: bool = False
    surface: bool = False
    verdicts: tuple[VerdictClass, ...] = ()
    sided: bool = False
    why_levels: str = ""
    answers_sensitive: bool = False
    decimals: int = 0

    def verdict(self, number: int) -> VerdictClass:
        """Return what the measure says by the number that stands in an analysis."""
        return next(entry for entry in self.verdicts if entry.number == number)

    def looking_for(self, side: Side) -> Measure:
        """Return the measure with what it can say when only one side is looked for."""
        if side == "both":
            return self
        verdicts = tuple(
            entry if entry.number else replace(entry, label=text.NOT_SHOWN_TO_BE_MORE)
            for entry in self.verdicts
            if entry.number >= 0
        )
        return replace(self, verdicts=verdicts)

    def unit_of(self, layer: LayerSpec, denominator: str | None) -> str:
        """Return the unit in words of the layer."""
        return self.unit.format(plural=layer.noun_plural, denominator=denominator or "")

    def explanation_of(self, layer: LayerSpec, denominator: str | None) -> str:
        """Return what the measure says, in words of the layer."""
        return self.explanation.format(plural=layer.noun_plural, denominator=denominator or "")


#: Every measure, in the order of the page.
MEASURES: Final = (
    Measure(
        id="count",
        label=text.COUNT_LABEL,
        levels=(*_AREAS, "cells"),
        unit=text.COUNT_UNIT,
        explanation=text.COUNT_EXPLANATION,
        answers_sensitive=True,
    ),
    Measure(
        id="rate",
        label=text.RATE_LABEL,
        levels=_AREAS,
        unit=text.RATE_UNIT,
        explanation=text.RATE_EXPLANATION,
        needs_denominator=True,
        per_1000=True,
        answers_sensitive=True,
        decimals=1,
    ),
    Measure(
        id="eb_rate",
        label=text.EB_LABEL,
        levels=("wijken", "buurten"),
        unit=text.RATE_UNIT,
        explanation=text.EB_EXPLANATION,
        needs_denominator=True,
        per_1000=True,
        decimals=1,
    ),
    Measure(
        id="eb_rate_local",
        label=text.EB_LOCAL_LABEL,
        levels=("buurten",),
        unit=text.RATE_UNIT,
        explanation=text.EB_LOCAL_EXPLANATION,
        needs_denominator=True,
        per_1000=True,
        why_levels=text.EB_LOCAL_LEVELS,
        decimals=1,
    ),
    Measure(
        id="ratio",
        label=text.RATIO_LABEL,
        levels=("wijken", "buurten"),
        unit=text.RATIO_UNIT,
        explanation=text.RATIO_EXPLANATION,
        needs_denominator=True,
        verdicts=verdict_classes(Verdict, text.RATIO_VERDICTS),
        sided=True,
        decimals=2,
    ),
    Measure(
        id="location_quotient",
        label=text.LQ_LABEL,
        levels=("wijken", "buurten"),
        unit=text.LQ_UNIT,
        explanation=text.LQ_EXPLANATION,
        of_soort=True,
        decimals=2,
    ),
    Measure(
        id="change",
        label=text.CHANGE_LABEL,
        levels=_AREAS,
        unit=text.CHANGE_UNIT,
        explanation=text.CHANGE_EXPLANATION,
        compares=True,
        verdicts=verdict_classes(Verdict, text.CHANGE_VERDICTS),
        sided=True,
        why_levels=text.CHANGE_LEVELS,
    ),
    Measure(
        id="gi_star",
        label=text.HOTSPOT_LABEL,
        levels=("buurten", "cells"),
        unit=text.HOTSPOT_UNIT,
        explanation=text.HOTSPOT_EXPLANATION,
        expects=True,
        verdicts=verdict_classes(Hotspot, text.HOTSPOT_VERDICTS),
        sided=True,
        why_levels=text.HOTSPOT_LEVELS,
        decimals=1,
    ),
    Measure(
        id="emerging",
        label=text.TREND_LABEL,
        levels=("buurten", "cells"),
        unit=text.TREND_UNIT,
        explanation=text.TREND_EXPLANATION,
        expects=True,
        in_steps=True,
        verdicts=verdict_classes(
            [kind for kind in EmergingClass if kind is not EmergingClass.NOT_DETERMINABLE],
            text.TREND_VERDICTS,
        ),
        why_levels=text.HOTSPOT_LEVELS,
    ),
    Measure(
        id="moran",
        label=text.MORAN_LABEL,
        levels=("buurten",),
        unit=text.MORAN_UNIT,
        explanation=text.MORAN_EXPLANATION,
        needs_denominator=True,
        verdicts=verdict_classes(Association, text.MORAN_VERDICTS),
        why_levels=text.HOTSPOT_LEVELS,
        decimals=2,
    ),
    Measure(
        id="density",
        label=text.DENSITY_LABEL,
        levels=("cells",),
        unit=text.DENSITY_UNIT,
        explanation=text.DENSITY_EXPLANATION,
        surface=True,
        decimals=1,
    ),
    Measure(
        id="risk_density",
        label=text.RISK_LABEL,
        levels=("cells",),
        unit=text.RISK_UNIT,
        explanation=text.RISK_EXPLANATION,
        needs_denominator=True,
        surface=True,
        decimals=1,
    ),
)
MEASURE_IDS: Final = tuple(measure.id for measure in MEASURES)


def measure_named(name: str) -> Measure:
    """Return a measure by its id.

    Raises
    ------
    SelectionError
        If there is none of that name.
    """
    return named(name, MEASURES, what="maat")


def opening_measure(on_offer: Collection[Measure]) -> Measure:
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


def measures_of(layer: LayerSpec) -> tuple[Measure, ...]:
    """Return the measures a layer can be asked for."""
    return tuple(
        measure
        for measure in MEASURES
        if (layer.denominators or not measure.needs_denominator)
        and (not measure.expects or set(layer.expectations) - {OWN_PAST})
        and (measure.answers_sensitive or not layer.sensitive)
        and (len(layer.soorten) > 1 or not measure.of_soort)
        and (not layer.measures or measure.id in layer.measures)
        and (not measure.in_steps or layer.counted_months <= max(STEPS.values()))
    )

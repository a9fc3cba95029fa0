"""The registry of measures: what can be shown per area, cell or place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.catalog.grammar import suggestion
from hotspots.errors import SelectionError
from hotspots.text import measures as text

if TYPE_CHECKING:
    from hotspots.catalog.specs import LayerSpec

_AREAS: Final = ("gemeente", "wijken", "buurten")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per area: its name, where it can be asked, and what it says.

    ``unit`` and ``explanation`` are Dutch; ``{plural}`` and ``{denominator}`` in them stand for
    words of the layer. ``per_1000`` says that it is divided, ``compares`` that it looks at an
    earlier period. ``verdicts`` are what a test can say of an area (fewer, not shown, more): where
    there are any, the map shows them and not the numbers. ``why_levels`` says why it cannot be
    asked at other levels.
    """

    id: str
    label: str
    levels: tuple[str, ...]
    unit: str
    explanation: str
    needs_denominator: bool = False
    per_1000: bool = False
    compares: bool = False
    verdicts: tuple[str, ...] = ()
    why_levels: str = ""
    answers_sensitive: bool = False
    decimals: int = 0

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
        id="change",
        label=text.CHANGE_LABEL,
        levels=_AREAS,
        unit=text.CHANGE_UNIT,
        explanation=text.CHANGE_EXPLANATION,
        compares=True,
        verdicts=text.CHANGE_VERDICTS,
        why_levels=text.CHANGE_LEVELS,
    ),
    Measure(
        id="gi_star",
        label=text.HOTSPOT_LABEL,
        levels=("buurten", "cells"),
        unit=text.HOTSPOT_UNIT,
        explanation=text.HOTSPOT_EXPLANATION,
        needs_denominator=True,
        verdicts=text.HOTSPOT_VERDICTS,
        why_levels=text.HOTSPOT_LEVELS,
        decimals=1,
    ),
    Measure(
        id="density",
        label=text.DENSITY_LABEL,
        levels=("cells",),
        unit=text.DENSITY_UNIT,
        explanation=text.DENSITY_EXPLANATION,
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
    for measure in MEASURES:
        if measure.id == name:
            return measure
    raise SelectionError(
        f"De maat '{name}' bestaat niet.",
        f"Mogelijk: {', '.join(MEASURE_IDS)}.",
        suggestion(name, MEASURE_IDS),
    )


def measures_of(layer: LayerSpec) -> tuple[Measure, ...]:
    """Return the measures a layer can be asked for."""
    return tuple(
        measure
        for measure in MEASURES
        if (layer.denominators or not measure.needs_denominator)
        and (measure.answers_sensitive or not layer.sensitive)
        and (not layer.measures or measure.id in layer.measures)
    )

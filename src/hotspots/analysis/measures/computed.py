"""A measure with what computes it; apart, so that an answer can know its measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.analysis.measures.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedMeasure(Measure):
    """A measure that can be asked.

    Attributes
    ----------
    answer
        Computes it.
    notes
        Says in a legend how an answer was made and tested.
    """

    answer: Callable[[Query], Analysis]
    notes: Callable[[Analysis], list[str]]

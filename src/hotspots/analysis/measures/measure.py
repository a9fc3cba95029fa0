"""What a measure is: its name, its words, where it can be asked and what it can say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import IntEnum
    from typing import Self

    from hotspots.catalog.whole import WholeWords
    from hotspots.geography.areas import Geography
    from hotspots.statistics.conditional import Side


@dataclass(frozen=True, slots=True)
class VerdictClass:
    """One thing a measure can say.

    ``number`` is above 0 for what is high, below 0 for what is low, and 0 where nothing is shown.
    ``id`` stands in files; ``label`` on screen.
    """

    number: int
    id: str
    label: str


def verdict_classes(
    kinds: Iterable[IntEnum], labels: Mapping[str, str]
) -> tuple[VerdictClass, ...]:
    """Return the classes of an enumeration, lowest number first.

    Examples
    --------
    >>> from hotspots.analysis.answer import Verdict
    >>> labels = {"fewer": "minder", "not_shown": "niets", "more": "meer"}
    >>> [entry.label for entry in verdict_classes(Verdict, labels)]
    ['minder', 'niets', 'meer']
    """
    ordered = sorted(kinds, key=int)
    return tuple(
        VerdictClass(int(kind), kind.name.lower(), labels[kind.name.lower()]) for kind in ordered
    )


#: Of a measure that looks for more alone: there may be fewer, and nobody looked.
NOT_SHOWN_TO_BE_MORE: Final = "niet aantoonbaar meer"
#: Why a test of neighbours is not for wijken.
TOO_FEW_WIJKEN: Final = (
    "Een toets per wijk zegt niets: met zo weinig gebieden is bijna alles elkaars buur."
)
#: Areas wider than buurten that a test of neighbours needs: with fewer, most are neighbours.
FEWEST_WIDER: Final = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per area: its name, where it can be asked and what it says.

    Attributes
    ----------
    unit, explanation
        In Dutch; ``{plural}`` and ``{denominator}`` stand for words of the layer, ``{whole.the}``
        and its like for what the whole of the home is called.
    expects
        Whether it compares places with what is expected there.
    per_1000, ratio_of_rates
        Whether it is a rate, or a rate over another.
    compares
        Whether it looks at an earlier period.
    of_soort
        Whether it asks for some of the soorten.
    in_steps
        Whether it cuts the history of the layer into steps.
    surface
        Whether it is drawn as a density.
    verdicts
        What a test can say of an area, low to high: where there are any, the map shows them and
        not the numbers.
    sided
        Whether it can look for places with more alone.
    of_neighbours
        Whether it compares areas with those around them, and needs enough of them.
    why_levels
        Why it cannot be asked at other levels.
    """

    id: str
    label: str
    levels: tuple[str, ...]
    unit: str
    explanation: str
    needs_denominator: bool = False
    expects: bool = False
    per_1000: bool = False
    ratio_of_rates: bool = False
    compares: bool = False
    of_soort: bool = False
    in_steps: bool = False
    surface: bool = False
    verdicts: tuple[VerdictClass, ...] = ()
    sided: bool = False
    of_neighbours: bool = False
    why_levels: str = ""
    answers_sensitive: bool = False
    decimals: int = 0

    def levels_in(self, geography: Geography) -> tuple[str, ...]:
        """Return the levels at which a home can be asked for it, wide to fine."""
        return tuple(
            level
            for level in self.levels
            if level == "cells" or (geography.has(level) and self._has_enough(geography, level))
        )

    def _has_enough(self, geography: Geography, level: str) -> bool:
        enough = level == "buurten" or len(geography.level(level)) >= FEWEST_WIDER
        return enough or not self.of_neighbours

    def verdict(self, number: int) -> VerdictClass:
        """Return what the measure says by the number that stands in an analysis."""
        return next(entry for entry in self.verdicts if entry.number == number)

    def in_words_of(self, whole: WholeWords) -> Self:
        """Return the measure with what the whole of a home is called in what it can say."""
        verdicts = tuple(
            replace(entry, label=entry.label.format(whole=whole)) for entry in self.verdicts
        )
        return replace(self, verdicts=verdicts)

    def looking_for(self, side: Side) -> Self:
        """Return the measure with what it can say when only one side is looked for."""
        if side == "both":
            return self
        verdicts = tuple(
            entry if entry.number else replace(entry, label=NOT_SHOWN_TO_BE_MORE)
            for entry in self.verdicts
            if entry.number >= 0
        )
        return replace(self, verdicts=verdicts)

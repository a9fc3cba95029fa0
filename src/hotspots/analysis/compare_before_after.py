"""Before and after a measure in three answers: there, around it, and both together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hotspots.analysis.periods import Period
from hotspots.statistics.displacement import BeforeAfter, weighted_displacement_difference

if TYPE_CHECKING:
    from hotspots.analysis.finding import Finding

#: Incidents below which the limits of an interval, which are normal ones, are coarse.
FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Effect:
    """A change beyond that of the areas it is compared with.

    Attributes
    ----------
    pair, control
        Incidents before and after, there and where nothing was done.
    expected
        Incidents after, had they changed by as many as in the control; not below 0.
    difference, lower, upper
        Incidents more (below 0: fewer) than expected, and the interval of 95 %.
    """

    pair: BeforeAfter
    control: BeforeAfter
    expected: float
    difference: float
    lower: float
    upper: float

    @property
    def shown(self) -> int:
        """Return -1 where there are fewer than chance explains, 1 where there are more, else 0."""
        return int(self.lower > 0) - int(self.upper < 0)


@dataclass(frozen=True, slots=True)
class BeforeAfterAnswer:
    """What a measure did where it was taken, what happened around it, and both together.

    ``few`` says that some counts are so small that the intervals are coarse, ``has_ring`` whether
    there are buurten around it at all.
    """

    there: Effect
    around: Effect
    both: tuple[float, float, float]
    before: Period
    after: Period
    few: bool
    has_ring: bool


def before_after_answer(finding: Finding) -> BeforeAfterAnswer:
    """Return a finding of `find_before_after` in three answers, each with its own interval.

    References
    ----------
    As `hotspots.statistics.displacement.weighted_displacement_difference`.
    """
    told, chosen = finding.summary, finding.parameters
    pairs = {
        name: BeforeAfter(told[f"{name}_before"], told[f"{name}_after"])
        for name in ("treated", "control", "ring", "ring_control")
    }
    since = date.fromisoformat(chosen["since"])
    first, last = (date.fromisoformat(chosen[name]) for name in ("before_from", "after_to"))
    day_before = date.fromordinal(since.toordinal() - 1)
    return BeforeAfterAnswer(
        there=effect(pairs["treated"], pairs["control"]),
        around=effect(pairs["ring"], pairs["ring_control"]),
        both=(told["difference"], told["lower"], told["upper"]),
        before=Period(first, day_before),
        after=Period(since, last),
        few=any(min(pair.before, pair.after) < FEW for pair in pairs.values()),
        has_ring=bool(chosen["ring"]),
    )


def effect(pair: BeforeAfter, control: BeforeAfter) -> Effect:
    """Return how one area changed beyond another.

    Examples
    --------
    The treated and control area of Wheeler and Ratcliffe: 97 fewer there, 10 more elsewhere.

    >>> found = effect(BeforeAfter(207, 110), BeforeAfter(308, 318))
    >>> found.expected, found.difference, found.shown
    (217.0, -107.0, -1)
    """
    alone = weighted_displacement_difference(treated=pair, control=control)
    return Effect(
        pair=pair,
        control=control,
        expected=max(0.0, float(pair.before + control.after - control.before)),
        difference=alone.difference,
        lower=alone.lower,
        upper=alone.upper,
    )

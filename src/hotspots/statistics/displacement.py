"""Did it help there, or did it move? Before and after, as a ratio to what control areas did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy import special

from hotspots.statistics.checks import require_confidence, require_counts, require_positive


class BeforeAfter(NamedTuple):
    """Incidents in one or more areas before and after."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RelativeChange:
    """How an area changed beyond its control.

    Attributes
    ----------
    ratio
        After over expected: below 1 is fewer than without the measure.
    lower, upper
        Interval around ``ratio``.
    expected
        Incidents after, had the area changed in the same proportion as its control.
    """

    ratio: float
    lower: float
    upper: float
    expected: float


def relative_change(
    treated: BeforeAfter,
    control: BeforeAfter,
    *,
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> RelativeChange:
    """Compare the change in a treated area with that in a control area, in proportion.

    It presumes that without the measure both would have changed in the same proportion, so that a
    town that gets quieter is no effect, however busy either is. The periods before and after may
    differ in length, if they do so alike for both. An area treated because it was at a peak falls
    by itself: see `widest`.

    Parameters
    ----------
    treated, control
        Where the measure was taken, and where not. With a 0 among the four numbers half an
        incident is added to each.
    dispersion
        How much more the counts vary than chance, as `dispersion.dispersion_in_place` tells.
    confidence
        Of the interval.

    Raises
    ------
    StatisticError
        If a count is negative or the dispersion not above 0.

    References
    ----------
    The relative effect size of Farrington, D. P., Gill, M., Waples, S. J. and Argomaniz, J. (2007).
    The effects of closed-circuit television on crime. Journal of Experimental Criminology 3(1),
    21-38, doi:10.1007/s11292-007-9024-2, of which this is the inverse; they widen it for
    dispersion as well. The half: Haldane, J. B. S. (1956). The estimation and significance of the
    logarithm of a ratio of frequencies. Annals of Human Genetics 20(4), 309-311,
    doi:10.1111/j.1469-1809.1955.tb01285.x.

    Examples
    --------
    From 200 to 80, where it went from 200 to 160 elsewhere: half of what was to be expected.

    >>> found = relative_change(BeforeAfter(200, 80), BeforeAfter(200, 160))
    >>> found.ratio, found.expected, round(found.lower, 2), round(found.upper, 2)
    (0.5, 160.0, 0.36, 0.7)
    """
    require_confidence(confidence)
    four = np.array([*treated, *control], dtype=np.float64)
    require_counts(np.array([treated, control]))
    require_positive("dispersion", np.array([dispersion]))
    if not four.all():
        four += 0.5
    before, after, control_before, control_after = four.tolist()
    share = control_after / control_before
    reach = float(special.ndtri(0.5 + confidence / 2.0)) * np.sqrt(dispersion * (1.0 / four).sum())
    ratio = after / before / share
    return RelativeChange(
        ratio=ratio,
        lower=float(ratio * np.exp(-reach)),
        upper=float(ratio * np.exp(reach)),
        expected=treated.before * share,
    )


def widest(change: RelativeChange, other: RelativeChange) -> RelativeChange:
    """Return a change with the interval that holds both its own and that of another baseline.

    Whoever picks the busiest areas picks chance as well, and those fall by themselves afterwards.
    A baseline from before the period that was looked at has no part in that. A change that shows
    from both is no such fall; one that shows from the last period alone may be.
    """
    return replace(
        change, lower=min(change.lower, other.lower), upper=max(change.upper, other.upper)
    )

"""Did it help there, or did it move? Before and after, with a control and a displacement area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy import special

from hotspots.statistics.checks import require_confidence, require_counts, require_positive


class BeforeAfter(NamedTuple):
    """Incidents in one area before and after; ``size`` if areas are to be compared per size.

    The difference is then one per unit of size: give all areas sizes of about 1, or the largest.
    """

    before: int
    after: int
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class DisplacementDifference:
    """The weighted displacement difference with its uncertainty.

    Attributes
    ----------
    difference
        Incidents more (below 0: fewer) than without the measure, in treated and displacement area
        together; per unit of duration and size if those were given.
    local, displaced
        Its two parts: treated minus control, displacement area minus its control.
    variance
        Of ``difference``, if incidents come independently.
    z, p
        Standardised difference and its two-sided normal p; NaN without any incident.
    lower, upper
        Interval around ``difference``.
    """

    difference: float
    local: float
    displaced: float
    variance: float
    z: float
    p: float
    lower: float
    upper: float


_NONE: Final = BeforeAfter(0, 0)


def weighted_displacement_difference(
    *,
    treated: BeforeAfter,
    control: BeforeAfter,
    displacement: BeforeAfter = _NONE,
    displacement_control: BeforeAfter = _NONE,
    before_duration: float = 1.0,
    after_duration: float = 1.0,
    confidence: float = 0.95,
) -> DisplacementDifference:
    """Compare the change in a treated area and around it with that in control areas.

    It presumes that without the measure all areas would have changed by the same number, so that
    control areas must be alike and about as busy; normal limits need some five incidents in every
    count. An area treated because it was at a peak falls by itself.

    Parameters
    ----------
    treated, control
        Where the measure was taken, and where not.
    displacement, displacement_control
        Where incidents may have moved to, and an area like it; left out if both are not given.
    before_duration, after_duration
        How long each period is, above 0, in a unit of choice (years).
    confidence
        Of the interval.

    Raises
    ------
    StatisticError
        If a count is negative, or a duration or size not above 0.

    References
    ----------
    Wheeler, A. P. and Ratcliffe, J. H. (2018). A simple weighted displacement difference test to
    evaluate place based crime interventions. Crime Science 7, 11, doi:10.1186/s40163-018-0085-5.

    Examples
    --------
    The example of the paper: 118 fewer, of which 11 by what happened around it.

    >>> found = weighted_displacement_difference(
    ...     treated=BeforeAfter(207, 110), control=BeforeAfter(308, 318),
    ...     displacement=BeforeAfter(178, 157), displacement_control=BeforeAfter(150, 140))
    >>> found.difference, found.variance, round(found.z, 2), round(found.lower), round(found.upper)
    (-118.0, 1568.0, -2.98, -196, -40)
    """
    require_confidence(confidence)
    areas = (treated, control, displacement, displacement_control)
    require_counts(np.array([area[:2] for area in areas]))
    require_positive("size", np.array([area.size for area in areas]))
    require_positive("duration", np.array([before_duration, after_duration]))
    change = [
        (area.after / after_duration - area.before / before_duration) / area.size for area in areas
    ]
    # A Poisson count divided by a number has its variance divided by the square.
    variance = sum(
        (area.after / after_duration**2 + area.before / before_duration**2) / area.size**2
        for area in areas
    )
    local, displaced = change[0] - change[1], change[2] - change[3]
    difference, deviation = local + displaced, float(np.sqrt(variance))
    reach = float(special.ndtri(0.5 + confidence / 2.0)) * deviation
    z = difference / deviation if deviation > 0 else float("nan")
    return DisplacementDifference(
        difference=difference,
        local=local,
        displaced=displaced,
        variance=variance,
        z=z,
        p=2.0 * float(special.ndtr(-abs(z))),
        lower=difference - reach,
        upper=difference + reach,
    )

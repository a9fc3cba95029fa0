"""Two ends of what a sensitive layer counted in a period, of each area and of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.text.numbers import number, two_ends

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Bounds, Cube
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.periods import Period


def bounds_in(cube: Cube, period: Period) -> Bounds:
    """Return the fewest and the most incidents of each area in a period: shape (areas,).

    The sum over the quarters that begin in the period; of a quarter outside the cube nothing is
    known, so clip the period to `cube_answer.covered_by` and say so.

    Examples
    --------
    A year of which one quarter was published as 10 and three were not holds 10 to 39.

    >>> from datetime import date
    >>> from hotspots.access.cube import Cube
    >>> from hotspots.analysis.periods import Period
    >>> quarters = np.array(["2017-01", "2017-04", "2017-07", "2017-10"], dtype="datetime64[M]")
    >>> cube = Cube("wijken", 10, quarters, np.array([[10, -1, -1, -1]], np.int32))
    >>> year = bounds_in(cube, Period(date(2017, 1, 1), date(2017, 12, 31)))
    >>> year.lower.tolist(), year.upper.tolist()
    ([10], [39])
    """
    return cube.bounds.pick((slice(None), quarters_in(cube, period))).sum(axis=1)


def quarters_in(cube: Cube, period: Period) -> NDArray[np.bool_]:
    """Return which quarters of a cube begin in a period: shape (q,)."""
    first, last = (np.datetime64(day, "D") for day in (period.first, period.last))
    begin = cube.quarters.astype("datetime64[D]")
    return np.asarray((begin >= first) & (begin <= last))


def here_and_rest(cube: Cube, period: Period) -> tuple[Bounds, Bounds]:
    """Return the two ends of each area, and of all the other areas together: shape (areas,) each.

    A comparison is true only if it is true at both ends: more here than elsewhere if the lower
    end here and the upper end of the rest say so.

    Examples
    --------
    >>> from datetime import date
    >>> from hotspots.access.cube import Cube
    >>> from hotspots.analysis.periods import Period
    >>> quarter = np.array(["2017-01"], dtype="datetime64[M]")
    >>> cube = Cube("wijken", 10, quarter, np.array([[20], [-1], [10]], np.int32))
    >>> here, rest = here_and_rest(cube, Period(date(2017, 1, 1), date(2017, 3, 31)))
    >>> list(zip(here.lower.tolist(), here.upper.tolist()))
    [(18, 22), (0, 9), (10, 12)]
    >>> list(zip(rest.lower.tolist(), rest.upper.tolist()))
    [(10, 21), (28, 34), (18, 31)]
    """
    here = bounds_in(cube, period)
    return here, here.sum() - here


def ends_of(analysis: Analysis, position: int) -> tuple[int, int]:
    """Return the fewest and the most incidents of an area, the same twice where it is exact."""
    if analysis.bounds is None:
        return int(analysis.counts[position]), int(analysis.counts[position])
    return int(analysis.bounds.lower[position]), int(analysis.bounds.upper[position])


def count_in_words(analysis: Analysis, position: int) -> str:
    """Return the count of an area as it is written, with both ends where that is all there is."""
    if analysis.bounds is None:
        return number(int(analysis.counts[position]))
    return two_ends(*ends_of(analysis, position), minimum=analysis.layer.privacy.minimum)


def value_in_words(analysis: Analysis, position: int) -> str:
    """Return the measure of an area as it is written, with both ends where that is all there is."""
    decimals = analysis.measure.decimals
    if analysis.bounds is None or analysis.lower is None or analysis.upper is None:
        return number(float(analysis.values[position]), decimals)
    if not analysis.measure.per_1000:
        return count_in_words(analysis, position)
    lower, upper = float(analysis.lower[position]), float(analysis.upper[position])
    return two_ends(lower, upper, decimals=decimals) if lower == lower else number(lower)  # noqa: PLR0124


def total_in_words(analysis: Analysis) -> str:
    """Return the count of all that was asked for, as it is written."""
    total = analysis.total
    if total is None:
        return number(analysis.ledger.selected or 0)
    return two_ends(int(total.lower), int(total.upper), minimum=analysis.layer.privacy.minimum)

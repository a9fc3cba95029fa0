"""Two numbers beside each other, for each of some areas or soorten: how they differ, and how sure.

What is suppressed or rounded is compared without a test: a test of such numbers would say
something about the rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.cube import SUPPRESSED
from hotspots.analysis.analysis import Status
from hotspots.analysis.verdicts import Verdict
from hotspots.statistics.change import change_of_counts
from hotspots.statistics.false_discovery import benjamini_hochberg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis

#: Share of what is marked that may be chance.
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """Two counts of one area or soort.

    Attributes
    ----------
    code, name
        Of the area or soort.
    one, other
        The counts; -1 where suppressed.
    difference, lower, upper
        Incidents of ``one`` more than the rate of ``other`` gives there, and the interval; NaN
        where a count is suppressed, and without an interval where nothing was tested.
    ratio, ratio_lower, ratio_upper
        Rate of ``one`` over that of ``other``; NaN without any incident.
    p
        Of no difference, adjusted for the number of lines; NaN where nothing was tested.
    verdict
        None where nothing was tested.
    one_least, other_least
        Whether some quarters of it are suppressed, so that the count is a lower bound.
    """

    code: str
    name: str
    one: int
    other: int
    difference: float
    lower: float
    upper: float
    ratio: float
    ratio_lower: float
    ratio_upper: float
    p: float
    verdict: Verdict | None
    one_least: bool = False
    other_least: bool = False


def compared(
    names: Sequence[tuple[str, str]],
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    *,
    one_exposure: float,
    other_exposure: float,
) -> tuple[Compared, ...]:
    """Compare two exact counts per line by the E-test, adjusted over the lines.

    A line of which the source gives one count and not the other is not tested.

    Parameters
    ----------
    names : length n
        Code and name of each line.
    one, other : shape (n,)
        Incidents, 0 or more; -1 where the source does not give them.
    one_exposure, other_exposure
        How long each was counted (days), or how many there were that it could happen to.

    Raises
    ------
    StatisticError
        If a count is negative or an exposure not above 0.

    Examples
    --------
    30 and then 12 in as many days is more than chance; 3 and then 1 is not.

    >>> rows = compared([("a", "A"), ("b", "B")], np.array([12, 1]), np.array([30, 3]),
    ...                 one_exposure=365.0, other_exposure=365.0)
    >>> [(row.difference, row.ratio, row.verdict.name) for row in rows][0]
    (-18.0, 0.4, 'FEWER')
    >>> rows[1].verdict.name
    'NOT_SHOWN'
    """
    given: list[int] = np.flatnonzero((one != SUPPRESSED) & (other != SUPPRESSED)).tolist()
    found = change_of_counts(
        other[given], one[given], earlier_duration=other_exposure, later_duration=one_exposure
    )
    adjusted = benjamini_hochberg(found.p)
    signs = np.where(adjusted <= ALPHA, np.sign(found.difference), 0).astype(int)
    tested = {
        line: Compared(
            code=names[line][0],
            name=names[line][1],
            one=int(one[line]),
            other=int(other[line]),
            difference=float(found.difference[at]),
            lower=float(found.difference_lower[at]),
            upper=float(found.difference_upper[at]),
            ratio=float(found.ratio[at]),
            ratio_lower=float(found.ratio_lower[at]),
            ratio_upper=float(found.ratio_upper[at]),
            p=float(adjusted[at]),
            verdict=Verdict(int(signs[at])),
        )
        for at, line in enumerate(given)
    }
    return tuple(
        tested.get(line) or untested(name, (int(one[line]), False), (int(other[line]), False))
        for line, name in enumerate(names)
    )


def compared_periods(now: Analysis, then: Analysis) -> tuple[tuple[Compared, ...], Compared | None]:
    """Compare the same areas in two periods; with the whole of them, where that may be told.

    Raises
    ------
    StatisticError
        As `compared`.
    """
    asked = (now.status != Status.NOT_ASKED) & (then.status != Status.NOT_ASKED)
    at = np.flatnonzero(asked)
    names = [(now.codes[place], now.names[place]) for place in at]
    if now.layer.sensitive:
        return tuple(_untested(now, then, int(place)) for place in at), None
    days = {"one_exposure": float(now.period.days), "other_exposure": float(then.period.days)}
    lines = compared(names, now.counts[at], then.counts[at], **days)
    one, other = (found.counts[at] for found in (now, then))
    if SUPPRESSED in one or SUPPRESSED in other:
        return lines, None
    one, other = one.sum(keepdims=True), other.sum(keepdims=True)
    (whole,) = compared([("", "")], one, other, **days)
    return lines, whole


def _untested(now: Analysis, then: Analysis, place: int) -> Compared:
    """Return two counts of a cube, with the difference if both may be told."""
    return untested(
        (now.codes[place], now.names[place]),
        *(
            (int(found.counts[place]), bool(found.parameters["hidden_quarters"][place]))
            for found in (now, then)
        ),
    )


def untested(name: tuple[str, str], one: tuple[int, bool], other: tuple[int, bool]) -> Compared:
    """Return a line of which only the counts are known, and what they differ by.

    Parameters
    ----------
    name
        Code and name.
    one, other
        A count, -1 where suppressed, and whether some quarters of it are.

    Examples
    --------
    >>> untested(("a", "A"), (25, False), (10, False)).difference
    15.0
    >>> untested(("a", "A"), (25, False), (10, True)).difference
    nan
    """
    nan = float("nan")
    told = SUPPRESSED not in (one[0], other[0]) and not (one[1] or other[1])
    return Compared(
        code=name[0],
        name=name[1],
        one=one[0],
        other=other[0],
        difference=float(one[0] - other[0]) if told else nan,
        lower=nan,
        upper=nan,
        ratio=nan,
        ratio_lower=nan,
        ratio_upper=nan,
        p=nan,
        verdict=None,
        one_least=one[1],
        other_least=other[1],
    )

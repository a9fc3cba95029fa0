"""Two numbers beside each other, for each of some areas or soorten: how they differ, and how sure.

What is suppressed or rounded is compared without a test: a test of such numbers would say
something about the rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.access.cube import SUPPRESSED
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Status, Verdict, ends_of
from hotspots.analysis.judgement import judged_together
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.question import without_places
from hotspots.analysis.two_counts import Question, Sides
from hotspots.catalog.specs import WHOLE
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Selection


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
    one_ends, other_ends
        The fewest and the most, of a layer that tells no more; ``one`` and ``other`` are then -1.
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
    one_ends: tuple[int, int] | None = None
    other_ends: tuple[int, int] | None = None

    @property
    def difference_ends(self) -> tuple[int, int] | None:
        """The fewest and the most that ``one`` can be more than ``other``, of two that are ends."""
        if self.one_ends is None or self.other_ends is None:
            return None
        return self.one_ends[0] - self.other_ends[1], self.one_ends[1] - self.other_ends[0]


def compared(
    names: Sequence[tuple[str, str]],
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    *,
    one_exposure: float,
    other_exposure: float,
    period: Period,
    dispersion: float = 1.0,
) -> tuple[Compared, ...]:
    """Compare two exact counts per line, all lines as one family.

    A line of which the source gives one count and not the other is not tested.

    Parameters
    ----------
    names : length n
        Code and name of each line.
    one, other : shape (n,)
        Incidents, 0 or more; -1 where the source does not give them.
    one_exposure, other_exposure
        How long each was counted (days), or how many there were that it could happen to.
    period
        What was counted.
    dispersion
        Variance over mean of such counts.

    Raises
    ------
    StatisticError
        If a count is negative.

    Examples
    --------
    30 and then 12 in as many days is more than chance; 3 and then 1 is not.

    >>> from datetime import date
    >>> from hotspots.analysis.periods import Period
    >>> rows = compared([("a", "A"), ("b", "B")], np.array([12, 1]), np.array([30, 3]),
    ...                 one_exposure=365.0, other_exposure=365.0,
    ...                 period=Period(date(2017, 1, 1), date(2017, 12, 31)))
    >>> [(row.difference, row.ratio, row.verdict.name) for row in rows][0]
    (-18.0, 0.4, 'FEWER')
    >>> rows[1].verdict.name
    'NOT_SHOWN'
    """
    given = (one != SUPPRESSED) & (other != SUPPRESSED)
    share = one_exposure / (one_exposure + other_exposure)
    why_not = np.select([~given, one + other == 0], ["withheld", "nothing"], "").astype(object)
    sides = Sides(one, other, np.full(len(names), share), dispersion, why_not)
    judged = judged_together({"": Question(sides, period)}, own=True)[""]
    lower, upper = judged.difference_at(judged.lower), judged.difference_at(judged.upper)
    return tuple(
        Compared(
            code=name[0],
            name=name[1],
            one=int(one[line]),
            other=int(other[line]),
            difference=float(judged.difference[line]),
            lower=float(lower[line]),
            upper=float(upper[line]),
            ratio=float(judged.ratio[line]),
            ratio_lower=float(judged.lower[line]),
            ratio_upper=float(judged.upper[line]),
            p=float(judged.p_adjusted[line]),
            verdict=Verdict(int(judged.verdict[line])),
        )
        if given[line]
        else untested(name, int(one[line]), int(other[line]))
        for line, name in enumerate(names)
    )


def compared_periods(
    workspace: Workspace, now: Analysis, then: Analysis
) -> tuple[tuple[Compared, ...], Compared | None]:
    """Compare the same areas in two periods; with the whole of them, where that may be told.

    As the measure ``change`` has them, on the map and everywhere else.

    Parameters
    ----------
    now, then
        The counts of both periods.

    Raises
    ------
    SelectionError
        If the periods meet, or the layer does not reach back to the earlier one.
    """
    inside = (now.status != Status.NOT_SELECTED) & (then.status != Status.NOT_SELECTED)
    at = np.flatnonzero(inside)
    if now.layer.sensitive:
        return tuple(_untested(now, then, int(place)) for place in at), None
    question = replace(now.selection, measure="change", compare_period=then.period)
    change = analyse(workspace, replace(question, period=now.period))
    lines = tuple(_of_change(change, now, then, int(place)) for place in at)
    if SUPPRESSED in now.counts[at] or SUPPRESSED in then.counts[at]:
        return lines, None
    whole = analyse(workspace, replace(question, level=WHOLE, period=now.period))
    return lines, _of_change(whole, whole, None, 0)


def _of_change(change: Analysis, now: Analysis, then: Analysis | None, at: int) -> Compared:
    """Return the line of an area as the measure ``change`` judged it."""
    one = int(now.counts[at])
    columns = change.columns
    other = int(then.counts[at]) if then is not None else int(columns["earlier"][at])
    name = (change.codes[at], change.names[at]) if then is not None else ("", "")
    if change.status[at] == Status.SUPPRESSED or SUPPRESSED in (one, other):
        return untested(name, one, other)
    assert change.lower is not None  # noqa: S101 - it is a change
    assert change.upper is not None  # noqa: S101
    assert change.verdict is not None  # noqa: S101
    return Compared(
        code=name[0],
        name=name[1],
        one=one,
        other=other,
        difference=float(change.values[at]),
        lower=float(change.lower[at]),
        upper=float(change.upper[at]),
        ratio=float(columns["ratio"][at]),
        ratio_lower=float(columns["ratio_lower"][at]),
        ratio_upper=float(columns["ratio_upper"][at]),
        p=float(columns["p_adjusted"][at]),
        verdict=Verdict(int(change.verdict[at])),
    )


def _untested(now: Analysis, then: Analysis, place: int) -> Compared:
    """Return two counts of a cube, each with both ends."""
    name = (now.codes[place], now.names[place])
    return between(name, *(ends_of(counted, place) for counted in (now, then)))


def between(name: tuple[str, str], one: tuple[int, int], other: tuple[int, int]) -> Compared:
    """Return a line of which only the two ends of both counts are known.

    Examples
    --------
    10 to 12 and 13 to 17 differ by 1 to 7.

    >>> line = between(("a", "A"), (13, 17), (10, 12))
    >>> line.one, line.difference, line.difference_ends
    (-1, nan, (1, 7))
    """
    return replace(untested(name, SUPPRESSED, SUPPRESSED), one_ends=one, other_ends=other)


def untested(name: tuple[str, str], one: int, other: int) -> Compared:
    """Return a line of which only the counts are known, and what they differ by.

    Parameters
    ----------
    name
        Code and name.
    one, other
        A count, -1 where it is not known.

    Examples
    --------
    >>> untested(("a", "A"), 25, 10).difference
    15.0
    >>> untested(("a", "A"), 25, -1).difference
    nan
    """
    nan = float("nan")
    return Compared(
        code=name[0],
        name=name[1],
        one=one,
        other=other,
        difference=float(one - other) if SUPPRESSED not in (one, other) else nan,
        lower=nan,
        upper=nan,
        ratio=nan,
        ratio_lower=nan,
        ratio_upper=nan,
        p=nan,
        verdict=None,
    )


@dataclass(frozen=True, slots=True)
class ComparedAreas:
    """What two areas have, in all and per soort.

    Attributes
    ----------
    whole
        All incidents of the selection.
    soorten
        The same per soort; empty where there is one, or none may be told.
    exposures
        How many of the denominator each has; None where the layer has none, or too few live there.
    denominator_label, denominator_year
        What that is, and of when.
    period, level
        What was counted, and of which level both areas are.
    """

    whole: Compared
    soorten: tuple[Compared, ...]
    exposures: tuple[float, float] | None
    denominator_label: str
    denominator_year: int
    period: Period
    level: str


def compared_areas(
    workspace: Workspace, selection: Selection, one: str, other: str
) -> ComparedAreas:
    """Compare two areas of one level by their codes, per thing exposed where that is known.

    Parameters
    ----------
    selection
        What to count; its level, measure and areas are not looked at.

    Raises
    ------
    SelectionError
        If the layer cannot be asked this.
    AccessError
        If it may not be shown at that level.
    """
    # What is no code of this home is refused as a wijk.
    level = workspace.geography.level_of(one) or "wijken"
    places: dict[str, Any] = {level: (one, other)}
    per_area = replace(without_places(selection), level=level, measure="count", **places)
    counted = analyse(workspace, per_area)
    at = [counted.codes.index(code) for code in (one, other)]
    label = " – ".join(counted.names[place] for place in at)
    layer, counts = counted.layer, counted.counts[at]
    if layer.sensitive:
        whole = between(("", label), *(ends_of(counted, place) for place in at))
        return ComparedAreas(whole, (), None, "", 0, counted.period, level)
    exposures, denominator = _exposures(workspace, counted.selection, at)
    shares = exposures or (1.0, 1.0)
    judge = partial(
        compared,
        one_exposure=shares[0],
        other_exposure=shares[1],
        period=counted.period,
        dispersion=layer_dispersion(workspace.library, layer, level).place,
    )
    (whole,) = judge([("", label)], counts[:1], counts[1:])
    entry = workspace.geography.denominator(denominator) if denominator else None
    return ComparedAreas(
        whole=whole,
        soorten=_per_soort(workspace, per_area, at, judge),
        exposures=exposures,
        denominator_label=entry.label if entry is not None else "",
        denominator_year=entry.year if entry is not None else 0,
        period=counted.period,
        level=level,
    )


def _per_soort(
    workspace: Workspace,
    per_area: Selection,
    at: list[int],
    judge: Callable[..., tuple[Compared, ...]],
) -> tuple[Compared, ...]:
    layer = workspace.layer(per_area.layer)
    soorten = per_area.soorten or tuple(layer.soorten)
    if len(soorten) < 2:  # noqa: PLR2004 - one soort is the whole
        return ()
    counts = np.array(
        [analyse(workspace, replace(per_area, soorten=(soort,))).counts[at] for soort in soorten]
    )
    names = [(soort, layer.soorten[soort]) for soort in soorten]
    return judge(names, counts[:, 0], counts[:, 1])


def _exposures(
    workspace: Workspace, settled: Selection, at: list[int]
) -> tuple[tuple[float, float] | None, str]:
    """Return how many of the denominator both have, and which it is."""
    if settled.denominator is None:
        return None, ""
    areas = workspace.geography.level(settled.level)
    things = areas.denominators[settled.denominator][at]
    if not (things >= SMALLEST_DENOMINATOR).all():
        return None, ""
    return (float(things[0]), float(things[1])), settled.denominator

"""Was the map any good? The same map of an earlier time, tried on what came after it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.permission import require_level
from hotspots.analysis.counting import counts_in, selected_cells
from hotspots.analysis.exposure import cells_at_risk, spread_exposure
from hotspots.analysis.measures.density import density_answer, risk_answer
from hotspots.analysis.measures.registry import measure_named
from hotspots.analysis.periods import Period, whole_months
from hotspots.analysis.query import query_of
from hotspots.analysis.settle import settle
from hotspots.geography.grid import column_and_row
from hotspots.statistics.accuracy import FEWEST_EVENTS, beside, hit_rate
from hotspots.statistics.concentration import (
    HOTTEST,
    generalised_gini,
    hottest_shares,
    lorenz_curve,
)
from hotspots.statistics.gi_star import gi_star_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.measures.measure import Measure
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.accuracy import Beside, HitRate
    from hotspots.statistics.concentration import HottestShare


def _counts(query: Query) -> NDArray[np.float64]:
    cells, size_m = query.mask.cells(query.selection.cell_m), query.selection.cell_m
    return counts_in(cells, query.incidents, query.chosen, size_m)[0].astype(np.float64)


def _density(query: Query) -> NDArray[np.float64]:
    return _surface(density_answer(query), query)


def _risk_density(query: Query) -> NDArray[np.float64]:
    return _surface(risk_answer(query), query)


def _surface(analysis: Analysis, query: Query) -> NDArray[np.float64]:
    """Return a surface at every cell of the mask."""
    cell_m, raster = query.selection.cell_m, analysis.raster
    assert raster is not None  # noqa: S101 - a surface always has one
    col, row = column_and_row(query.mask.cells(cell_m))
    first_col, first_row = round(raster.west_m / cell_m), round(raster.south_m / cell_m)
    values: NDArray[np.float64] = raster.values[row - first_row, col - first_col]
    return values


def _gi_star(query: Query) -> NDArray[np.float64]:
    risk = cells_at_risk(query)
    every = query.mask.cells(query.selection.cell_m)
    scores = np.full(len(every), np.nan)
    tested = risk.tested(risk.counts)
    if tested.any():
        result = gi_star_cells(tested, risk.col, risk.row, exposure=risk.exposure)
        scores[np.searchsorted(every, risk.cells)] = result.z
    return scores


#: The score by measure: shape (m,), in the order of ``query.mask.cells(asked.selection.cell_m)``,
#: high where the map is hot, NaN where it says nothing. A new one is a line here.
SCORES: Final[Mapping[str, Callable[[Query], NDArray[np.float64]]]] = {
    "count": _counts,
    "density": _density,
    "risk_density": _risk_density,
    "gi_star": _gi_star,
}


#: Share of the cells that are marked: few enough to work in.
MARKED: Final = 0.05
#: Months that are kept apart to test on.
TEST_MONTHS: Final = 3


class TrialQuarter(StrEnum):
    """Which three months a map is tried on."""

    QUARTER_AFTER = "quarter_after"
    LAST_QUARTER = "last_quarter"


class WhyNot(StrEnum):
    """Why nothing can be said of a map."""

    NO_CELLS = "no_cells"
    TOO_LITTLE_HISTORY = "too_little_history"
    TOO_FEW = "too_few"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Trial:
    """Which months make the map, and which it is tried on."""

    quarter: TrialQuarter
    map_period: Period
    test_period: Period


@dataclass(frozen=True, slots=True)
class People:
    """How good a map is that follows a denominator alone, beside the one with a history.

    ``beside`` says of how many incidents only one of both knew: first the map, then the people.
    """

    label: str
    hit_rate: HitRate
    beside: Beside


@dataclass(frozen=True, slots=True)
class HoldOut:
    """How good a map was.

    Attributes
    ----------
    trial
        Which months make the map and which it was tried on; None where the level or the layer
        allows none.
    hit_rate
        PAI, PEI and hit rate of the marked cells; None with the reason in ``why_not``.
    people
        The same of a map that knows nothing but how many live where, and what it counts; None
        where the layer has no denominator, or all cells have as many.
    covered
        First and last day in the layer.
    cells
        How many cells there are; ``MARKED`` of them were marked.
    events, outside
        Incidents in the test months, in these cells and in none.
    """

    layer: LayerSpec
    measure: Measure
    covered: Period
    mask: str
    cell_m: int
    trial: Trial | None = None
    hit_rate: HitRate | None = None
    people: People | None = None
    why_not: WhyNot | None = None
    cells: int = 0
    events: int = 0
    outside: int = 0


def hold_out(workspace: Workspace, selection: Selection) -> HoldOut:
    """Try a map on the incidents of the three months after it.

    Where the layer does not reach that far, the same map is made for a period of the same length
    that ends three months earlier. The filters of the selection hold for both. A high number says
    that busy places stay busy, not that the map foresaw any incident.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, or not for this role.
    """
    settled, layer = settle(selection, workspace)
    measure = measure_named(settled.measure)
    query = query_of(workspace, settled, layer, measure)
    about = HoldOut(layer, measure, query.covered, query.mask.label, settled.cell_m)
    if settled.level != "cells" or settled.measure not in SCORES:
        return replace(about, why_not=WhyNot.NO_CELLS)
    trial = trial_of(query.period, query.covered)
    if trial is None:
        return replace(about, why_not=WhyNot.TOO_LITTLE_HISTORY)
    cells = selected_cells(query, settled.cell_m)
    later, outside = counts_in(
        cells, query.incidents, query.in_period(trial.test_period), settled.cell_m
    )
    about = replace(about, trial=trial, cells=len(cells), events=int(later.sum()), outside=outside)
    if about.events < FEWEST_EVENTS:
        return replace(about, why_not=WhyNot.TOO_FEW)
    scores = _scores(_at(query, trial.map_period), cells)
    if np.ptp(scores) == 0:
        return replace(about, why_not=WhyNot.FLAT)
    people = _people(query, cells, scores, later)
    return replace(about, hit_rate=hit_rate(scores, later, area_share=MARKED), people=people)


def _people(
    query: Query,
    cells: NDArray[np.int64],
    scores: NDArray[np.float64],
    later: NDArray[np.int64],
) -> People | None:
    """Return how good a map of the first denominator of the layer is at the same incidents."""
    if not query.layer.denominators:
        return None
    name, size_m = query.layer.denominators[0], query.selection.cell_m
    of_mask = spread_exposure(query, name, size_m)
    exposed = of_mask[np.searchsorted(query.mask.cells(size_m), cells)]
    alone = hit_rate(exposed, later, area_share=MARKED)
    if np.ptp(exposed) == 0 or alone is None:
        return None
    label = query.workspace.geography.denominator(name).label
    return People(label, alone, beside(scores, exposed, later, area_share=MARKED))


def trial_of(period: Period, covered: Period) -> Trial | None:
    """Return which months make the map and which test it; None where the history is too short.

    Examples
    --------
    >>> covered = Period(date(2015, 1, 1), date(2017, 12, 31))
    >>> trial_of(Period(date(2016, 1, 1), date(2016, 12, 31)), covered).test_period
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 3, 31))
    >>> trial = trial_of(Period(date(2017, 1, 1), date(2017, 12, 31)), covered)
    >>> trial.map_period
    Period(first=datetime.date(2016, 10, 1), last=datetime.date(2017, 9, 30))
    >>> trial.test_period
    Period(first=datetime.date(2017, 10, 1), last=datetime.date(2017, 12, 31))
    >>> trial_of(covered, covered).map_period
    Period(first=datetime.date(2015, 1, 1), last=datetime.date(2017, 9, 30))
    """
    shared = period.intersection(covered)
    if shared is None:
        return None
    after = shared.last + timedelta(days=1)
    quarter = Period(after, months_later(after, TEST_MONTHS) - timedelta(days=1))
    if quarter.last <= covered.last:
        return Trial(TrialQuarter.QUARTER_AFTER, shared, quarter)
    quarter = Period(months_later(after, -TEST_MONTHS), shared.last)
    last = quarter.first - timedelta(days=1)
    months = whole_months(shared)
    first = (
        months_later(quarter.first, -months) if months else last - timedelta(days=shared.days - 1)
    )
    if first < covered.first:
        # All there is was asked for: the map is made of all but the last quarter, if that leaves
        # more than is held back.
        first = covered.first
        if (last - first).days < (quarter.last - quarter.first).days:
            return None
    return Trial(TrialQuarter.LAST_QUARTER, Period(first, last), quarter)


def months_later(day: date, months: int) -> date:
    """Return the same day of another month, or its last day where that month is shorter.

    Examples
    --------
    >>> months_later(date(2017, 5, 31), -3)
    datetime.date(2017, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _at(query: Query, period: Period) -> Query:
    """Return the same question about another period."""
    return replace(
        query,
        selection=replace(query.selection, period=period),
        period=period,
        chosen=query.in_period(period),
    )


def _scores(query: Query, cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the scores of these cells; where the map says nothing, the lowest there is.

    What happens there later counts as missed, so that maps that say nothing of different cells
    are tried on the same incidents.
    """
    of_mask = SCORES[query.selection.measure](query)
    scores = of_mask[np.searchsorted(query.mask.cells(query.selection.cell_m), cells)]
    known = np.isfinite(scores)
    if not known.any():
        return np.zeros(len(cells))
    return np.where(known, scores, scores[known].min())


#: Points that the lines are drawn through, beside the ends; closer together where they bend.
_POINTS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """Three lines from (0, 0) to (1, 1), each shape (k,): shares of the incidents.

    Attributes
    ----------
    cells
        Share of the cells, hottest first.
    actual, chance, even
        As it is; if each incident fell in any cell with the same chance; spread as evenly as they
        go. Where the incidents are few, chance is far from even.
    """

    cells: NDArray[np.float64]
    actual: NDArray[np.float64]
    chance: NDArray[np.float64]
    even: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How concentrated the incidents of a selection are.

    Attributes
    ----------
    cells
        How many cells there are, those without incidents included.
    incidents, outside
        Incidents in them, and in none.
    hottest
        What lies in the hottest 5 and 20 %; empty without incidents, as ``gini`` and ``lorenz``.
    gini
        Generalised coefficient: 0 is as even as so many incidents can be.
    """

    layer: LayerSpec
    cell_m: int
    mask: str
    cells: int
    incidents: int
    outside: int
    hottest: tuple[HottestShare, ...] = ()
    gini: float | None = None
    lorenz: Lorenz | None = None


def concentration(workspace: Workspace, selection: Selection) -> Concentration:
    """Return how much of a selection lies in how few cells.

    The cells have the size that was chosen, and that of the layer where none was. What lies in one
    cell of a large size lies in several of a small one: compare only the same.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, may not be shown in cells, or is not for this role.
    """
    settled, layer = settle(selection, workspace)
    query = query_of(workspace, settled, layer, measure_named(settled.measure))
    # A surface is drawn in the finest cells there are, which no one chose.
    cell_m = layer.style.cell_m if query.measure.surface else settled.cell_m
    require_level(layer, "cells", cell_m)
    counts, outside = counts_in(
        selected_cells(query, cell_m), query.incidents, query.chosen, cell_m
    )
    incidents = int(counts.sum())
    return Concentration(
        layer=layer,
        cell_m=cell_m,
        mask=query.mask.label,
        cells=len(counts),
        incidents=incidents,
        outside=outside,
        hottest=hottest_shares(counts, HOTTEST) if incidents else (),
        gini=generalised_gini(counts) if incidents else None,
        lorenz=_lorenz(counts) if incidents else None,
    )


def _lorenz(counts: NDArray[np.int64]) -> Lorenz:
    """Return the lines through few points: thousands of cells would weigh on the page."""
    # The curve bends where the cells are hottest, and again where the last incident is.
    drawn = np.linspace(0.0, 1.0, _POINTS) ** 2
    bend = np.count_nonzero(counts) / counts.size
    shares = np.unique(
        np.concatenate([drawn[1:], HOTTEST, [bend, min(1.0, counts.sum() / counts.size)]])
    )
    hottest = hottest_shares(counts, tuple(shares.tolist()))
    cells, incidents = lorenz_curve(counts)
    return Lorenz(
        cells=np.concatenate([[0.0], shares]),
        actual=np.concatenate([[0.0], np.interp(shares, cells, incidents)]),
        chance=np.array([0.0, *(share.by_chance for share in hottest)]),
        even=np.array([0.0, *(share.evenly for share in hottest)]),
    )

"""The measure "Aantal": how many incidents lie in each area or cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.tally import Tally
from hotspots.analysis.answer import Status
from hotspots.analysis.counting import (
    count_areas,
    count_cells,
    place_among,
    selected_cells,
)
from hotspots.analysis.cube import cube_notes
from hotspots.analysis.measures.computed import ComputedMeasure
from hotspots.analysis.parameters import Cells
from hotspots.analysis.periods import Period, month_starts_after, to_day, whole_months
from hotspots.analysis.question import areas_selected
from hotspots.catalog.specs import AREA_LEVELS
from hotspots.geography.grid import coarsen
from hotspots.geography.names import cell_names
from hotspots.statistics.sums import sum_rows_by_step

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.counting import CellCounts
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection


#: At most this many windows are looked at; more change no break.
_MOST_WINDOWS = 120


def windows(period: Period, covered: Period) -> list[Period]:
    """Return the windows as long as a period that the layer covers, the period's own included.

    Whole months are compared with all runs of as many whole months; other periods with windows of
    as many days, counted back from the last day of the layer. So the list is the same wherever in
    time the period lies.

    Examples
    --------
    >>> from datetime import date
    >>> covered = Period(date(2017, 1, 1), date(2017, 12, 31))
    >>> len(windows(Period(date(2017, 3, 1), date(2017, 4, 30)), covered))
    11
    """
    months = whole_months(period)
    if months:
        starts = _month_starts(covered)
        ends = [start - timedelta(days=1) for start in starts[1:]]
        periods = [
            Period(starts[at], ends[at + months - 1]) for at in range(len(ends) - months + 1)
        ]
    else:
        periods = []
        last = covered.last
        while last - timedelta(days=period.days - 1) >= covered.first:
            periods.append(Period(last - timedelta(days=period.days - 1), last))
            last -= timedelta(days=period.days)
    return periods[-_MOST_WINDOWS:] or [period]


def _month_starts(covered: Period) -> list[date]:
    """Return the first days of the months the layer covers wholly, and of the one after."""
    start = covered.first if covered.first.day == 1 else month_starts_after(covered.first)
    starts = [start]
    while month_starts_after(starts[-1]) - timedelta(days=1) <= covered.last:
        starts.append(month_starts_after(starts[-1]))
    return starts


def counts_in_windows(
    incidents: Countable,
    chosen: NDArray[np.bool_],
    place: NDArray[np.integer],
    places: int,
    periods: list[Period],
) -> NDArray[np.int64]:
    """Count per window and place.

    Parameters
    ----------
    chosen : shape (n,)
        Incidents that pass every filter but the period.
    place : shape (k,)
        Position of each chosen one among ``places``.

    Returns
    -------
    shape (len(found), places)
    """
    return _in_windows(
        periods, lambda edges: _counts_until(edges, incidents, chosen, place, places)
    )


def _in_windows(
    periods: list[Period], counts_until: Callable[[NDArray[np.int64]], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Return the counts per window, of those before each of some days."""
    firsts = np.array([to_day(window.first) for window in periods])
    afters = np.array([to_day(window.last) + 1 for window in periods])
    edges = np.unique(np.concatenate([firsts, afters]))
    # Windows overlap: each incident is counted once, between two edges, and a window is the
    # difference of two running totals.
    until = counts_until(edges)
    counts: NDArray[np.int64] = until[np.searchsorted(edges, afters)]
    counts -= until[np.searchsorted(edges, firsts)]
    return counts


def _counts_until(
    edges: NDArray[np.int64],
    incidents: Countable,
    chosen: NDArray[np.bool_],
    place: NDArray[np.integer],
    places: int,
) -> NDArray[np.int64]:
    """Return per edge and place the incidents before it: shape (len(edges), places)."""
    day = incidents.day[chosen]
    if not day.size:
        return np.zeros((len(edges), places), dtype=np.int64)
    first = int(day.min())
    # There are few days and many incidents: every day is looked up among the edges once.
    days = np.arange(first, int(day.max()) + 1)
    row_of_day = np.searchsorted(edges, days, side="right") * places
    at = row_of_day[day - first] + place
    tally = incidents.counts(at, (len(edges) + 1) * places, chosen)
    until = tally.reshape(-1, places)[: len(edges)]
    np.cumsum(until, axis=0, out=until)
    return until


def count_answer(query: Query) -> Analysis:
    """Answer with counts, per area or per cell of the mask."""
    if query.selection.level == "cells":
        return replace(cells_counted(query), reference=_cell_windows(query))
    other_windows = area_windows(query).ravel()
    return replace(areas_counted(query), reference=other_windows.astype(np.float64))


def areas_counted(query: Query) -> Analysis:
    """Answer with counts per area, without the values of other times that breaks are made of."""
    areas = query.workspace.geography.level(query.selection.level)
    counts = count_areas(query.rows, query.chosen, query.selection.level, len(areas))
    status = area_status(query.workspace, query.selection, counts)
    return query.answer(
        codes=areas.codes,
        names=areas.names,
        counts=counts,
        values=np.where(status == Status.NOT_SELECTED, np.nan, counts.astype(np.float64)),
        status=status,
    )


def area_windows(query: Query) -> NDArray[np.int64]:
    """Return the counts per area in every window as long as the period: shape (windows, areas)."""
    level = query.selection.level
    return counts_in_windows(
        query.rows,
        query.any_time,
        query.rows.area(level)[query.any_time],
        len(query.workspace.geography.level(level)),
        windows(query.period, query.covered),
    )


def area_status(
    workspace: Workspace, selection: Selection, counts: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Return value or zero per area, and not asked outside where the selection asks."""
    status = np.where(counts > 0, Status.VALUE, Status.ZERO).astype(np.int8)
    status[~areas_selected(workspace.geography, selection.level, selection)] = Status.NOT_SELECTED
    return status


def cells_counted(query: Query, cells: CellCounts | None = None, *, named: bool = True) -> Analysis:
    """Answer with counts per cell of the mask, without the values of other times.

    Cells without incidents are counted, not listed.

    Parameters
    ----------
    cells
        Those that have any, where they were counted already.
    named
        Whether to give them their names; False for a caller that lists other cells.
    """
    mask, size_m = query.mask, query.selection.cell_m
    cells = cells or count_cells(query, size_m)
    codes, names = (("",) * len(cells.col),) * 2
    if named:
        codes, names = cell_names(query.workspace.naming, cells.col, cells.row, size_m)
    mask_cells = len(selected_cells(query, size_m))
    return query.answer(
        codes=codes,
        names=names,
        counts=cells.count,
        values=cells.count.astype(np.float64),
        status=np.full(len(codes), Status.VALUE, dtype=np.int8),
        outside_mask=cells.outside_mask,
        cell_col=cells.col,
        cell_row=cells.row,
        zero_cells=mask_cells - len(codes),
        parts=(Cells(size_m, mask.label, mask_cells),),
    )


def _cell_windows(query: Query) -> NDArray[np.float64]:
    """Return the counts above 0 that cells have in every window as long as the period."""
    size_m = query.selection.cell_m
    cells = query.cells(size_m)
    if isinstance(query.rows, Tally):
        counts = _tally_windows(query, query.rows, cells)
        return counts[counts > 0].astype(np.float64)
    col, row = (
        coarsen(at[query.any_time], size_m) for at in (query.rows.cell_col, query.rows.cell_row)
    )
    # What lies in no cell has place -1, and is counted first.
    place = place_among(cells, col, row) + 1
    # Most of the land never has any: only cells that do are counted per window.
    occupied = np.bincount(place, minlength=len(cells) + 1) > 0
    occupied[0] = True
    place = (np.cumsum(occupied, dtype=np.int32) - 1)[place]
    counts = counts_in_windows(
        query.rows, query.any_time, place, int(occupied.sum()), windows(query.period, query.covered)
    )[:, 1:]
    return counts[counts > 0].astype(np.float64)


def _tally_windows(query: Query, tally: Tally, cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the counts per window and cell of the mask that has any row: shape (windows, m)."""
    place = place_among(cells, *coarsen(tally.places, query.selection.cell_m))
    occupied = np.unique(place[place >= 0])
    # What lies in no cell is counted first, and left out.
    place = np.where(place >= 0, np.searchsorted(occupied, place) + 1, 0).astype(np.int32)
    periods = windows(query.period, query.covered)
    if not tally.day.size:
        return np.zeros((len(periods), len(occupied)), dtype=np.int64)

    def until(edges: NDArray[np.int64]) -> NDArray[np.int64]:
        first, last = int(tally.days[0]), int(tally.days[-1])
        step_of_day = np.searchsorted(edges, np.arange(first, last + 1), side="right")
        sums = np.zeros((len(edges) + 1, len(occupied) + 1), dtype=np.int64)
        sum_rows_by_step(
            query.any_time,
            step_of_day[tally.day - first],
            tally.start,
            tally.cell,
            place,
            tally.in_cell,
            sums,
        )
        before = sums[: len(edges), 1:]
        return np.cumsum(before, axis=0, out=before)

    return _in_windows(periods, until)


def count_notes(analysis: Analysis) -> list[str]:
    """Return which cells were counted, and what the cube of a sensitive layer hides."""
    cells = analysis.parameters.get(Cells)
    return [*([] if cells is None else [cells.note()]), *cube_notes(analysis.layer)]


COUNT: Final = ComputedMeasure(
    id="count",
    label="Aantal",
    levels=(*AREA_LEVELS, "cells"),
    unit="{plural}",
    explanation=(
        "Het aantal {plural} in de gekozen periode. Waar meer mensen wonen of komen, gebeurt vaak "
        "ook meer: een hoog aantal is nog geen hoog risico."
    ),
    answer=count_answer,
    notes=count_notes,
    answers_sensitive=True,
)

"""Which incidents a selection holds, and how many lie in each area or cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.analysis.mask_cells import counts_in
from hotspots.analysis.periods import Period
from hotspots.analysis.where import incidents_where
from hotspots.geography.grid import column_and_row
from hotspots.publishing.joining import DAY_PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.analysis.selection import Selection
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask

#: Parts of the day a user can ask for, and their number in a version.
DAY_PART_NUMBERS: Final = {name: number for number, (name, _) in enumerate(DAY_PARTS)}
#: What is asked for where a user wants the incidents whose part of the day is not known.
UNKNOWN_PART: Final = "onbekend"
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class CellCounts:
    """Cells with at least one incident.

    Attributes
    ----------
    col, row, count : shape (k,)
        In ascending order of column and row.
    mask_cells
        How many cells the mask has, those without incidents included.
    outside_mask
        Incidents that lie in a cell outside it.
    """

    size_m: int
    col: NDArray[np.int32]
    row: NDArray[np.int32]
    count: NDArray[np.int64]
    mask_cells: int
    outside_mask: int


def covered_period(incidents: Incidents) -> Period:
    """Return over which days a layer counts: the only place where that is answered.

    Rows that lie alone far before or after the others do not set it, and a declared first day
    does: see `hotspots.statistics.counted_days`. Of a layer without rows it is 1 January 1970.
    """
    if incidents.covered is not None:
        first, last = incidents.covered
        return Period(to_date(first), to_date(last))
    if not len(incidents):
        return Period(date(1970, 1, 1), date(1970, 1, 1))
    return Period(to_date(int(incidents.day.min())), to_date(int(incidents.day.max())))


def to_date(day: int) -> date:
    """Return the date of a number of days since 1 January 1970."""
    return date.fromordinal(_EPOCH + day)


def to_day(moment: date) -> int:
    """Return the number of days since 1 January 1970 of a date."""
    return moment.toordinal() - _EPOCH


def selected(incidents: Incidents, selection: Selection, geography: Geography) -> NDArray[np.bool_]:
    """Return which incidents inside the gemeente a settled selection holds.

    An interval counts at its begin. A part of the day holds an incident only if all of it lies
    in that part.
    """
    chosen = incidents_where(incidents, selection, geography)
    if selection.period is not None:
        chosen &= incidents.day >= to_day(selection.period.first)
        chosen &= incidents.day <= to_day(selection.period.last)
    if selection.soorten:
        soorten = [incidents.soorten.index(name) for name in selection.soorten]
        chosen &= _is_any_of(incidents.soort, soorten)
    if selection.weekdays:
        chosen &= _is_any_of(incidents.weekday, selection.weekdays)
    if selection.day_parts:
        numbers = [DAY_PART_NUMBERS.get(name, -1) for name in selection.day_parts]
        chosen &= _is_any_of(incidents.day_part, numbers)
    return chosen


def _is_any_of(numbers: NDArray[np.integer[Any]], few: Sequence[int]) -> NDArray[np.bool_]:
    """Return which numbers are one of a few; `numpy.isin` takes fifty times as long for so few."""
    found = np.zeros(len(numbers), dtype=bool)
    for one in few:
        found |= numbers == one
    return found


def count_areas(
    incidents: Incidents, chosen: NDArray[np.bool_], level: str, areas: int
) -> NDArray[np.int64]:
    """Return how many of the chosen incidents lie in each area of a level."""
    counts: NDArray[np.int64] = np.bincount(incidents.area(level)[chosen], minlength=areas)
    return counts


def count_cells(
    incidents: Incidents, chosen: NDArray[np.bool_], mask: Mask, size_m: int
) -> CellCounts:
    """Return how many of the chosen incidents lie in each cell of the mask."""
    cells = mask.cells(size_m)
    counts, outside = counts_in(cells, incidents, chosen, size_m)
    held = np.flatnonzero(counts)
    col, row = column_and_row(cells[held])
    return CellCounts(
        size_m=size_m,
        col=col,
        row=row,
        count=counts[held],
        mask_cells=len(cells),
        outside_mask=outside,
    )

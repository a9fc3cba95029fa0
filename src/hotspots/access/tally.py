"""The cubes of a version as analyses read them: incidents that are alike, each row once.

A question that only counts has the same answer on these rows as on the incidents themselves, to
the last digit: they are the same incidents. What needs a moment or a place cannot be asked of them,
for they have neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.incidents import Countable, Totals, around_wijken, positions
from hotspots.incoming.checking.far_dates import counted_days_of
from hotspots.store.cubes import COUNT, DAY_KNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography

#: In a rectangle of more than so many places per row, looking up takes longer than sorting.
_SPARSE: Final = 16


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Tally(Countable):
    """Incidents that are alike, with how many there are of each.

    One of areas has no cells, and arrays of no length in their place; one of cells has only what
    lies in a buurt or wijk. ``totals`` and ``days`` are those of all incidents in either.

    Attributes
    ----------
    cell
        Position of each row among ``places``; of no length in one of areas.
    places
        Column and row of each cell that has any, once: shape (2, m). There are few beside the rows,
        so that what is asked of each cell is asked of these.
    """

    totals: Totals
    days: NDArray[np.int32]
    cell: NDArray[np.int32]
    places: NDArray[np.int32]


def tally_of_areas(
    cubes: Sequence[pa.Table], without_place: int, layer: LayerSpec, geography: Geography
) -> Tally:
    """Return the cubes ``areas`` of all parts of a version as one.

    Parameters
    ----------
    without_place
        How many incidents of the version have no place.
    """
    columns = _columns(cubes, layer, geography)
    day, times = columns["day"], columns["times"]
    inside = int(times[columns["wijk"] >= 0].sum())
    counted = counted_days_of(day, layer, times)
    nowhere = np.empty(0, dtype=np.int32)
    return Tally(
        soorten=tuple(layer.soorten),
        cell_col=nowhere,
        cell_row=nowhere,
        cell=nowhere,
        places=np.empty((2, 0), dtype=np.int32),
        counted=counted,
        covered=(counted.first, counted.last) if counted is not None else None,
        around=around_wijken(geography),
        totals=Totals(int(times.sum()), inside, without_place),
        days=np.unique(day),
        **columns,
    )


def tally_of_cells(
    cubes: Sequence[pa.Table], areas: Tally, layer: LayerSpec, geography: Geography
) -> Tally:
    """Return the cubes ``cells`` of all parts as one.

    Parameters
    ----------
    areas
        The `tally_of_areas` of the same version: it knows those outside every buurt too.
    """
    col = _joined([cube["cell_col"].to_numpy() for cube in cubes])
    row = _joined([cube["cell_row"].to_numpy() for cube in cubes])
    cell, places = _distinct(col, row)
    return Tally(
        soorten=areas.soorten,
        cell_col=col,
        cell_row=row,
        cell=cell,
        places=places,
        counted=areas.counted,
        covered=areas.covered,
        around=areas.around,
        totals=areas.totals,
        days=areas.days,
        **_columns(cubes, layer, geography),
    )


def _columns(cubes: Sequence[pa.Table], layer: LayerSpec, geography: Geography) -> dict[str, Any]:
    """Return what both cubes have, one array each."""
    soorten, codes = tuple(layer.soorten), geography.buurten.codes
    parent = np.append(geography.buurten.parent, -1).astype(np.int16)
    buurt = _joined([positions(cube["buurt"], codes) for cube in cubes])
    # A cube counts by wijk as well where there are rows of which that is all that is known.
    wijk = np.concatenate([
        positions(cube["wijk"], geography.wijken.codes)
        if "wijk" in cube.column_names
        else parent[positions(cube["buurt"], codes)]
        for cube in cubes
    ])  # fmt: skip
    day = _joined([cube["day"].to_numpy() for cube in cubes])
    day_known = _joined([cube[DAY_KNOWN].to_numpy() for cube in cubes])
    # 1 January 1970 was a Thursday.
    weekday = np.where(day_known, (day + 3) % 7, -1).astype(np.int8)
    return {
        "soort": _joined([positions(cube["soort"], soorten) for cube in cubes]),
        "buurt": buurt,
        "wijk": _fixed(wijk),
        "day": day,
        "day_known": day_known,
        "weekday": _fixed(weekday),
        "day_part": _joined([cube["day_part"].to_numpy() for cube in cubes]),
        "times": _joined([cube[COUNT].to_numpy() for cube in cubes]),
    }


def _distinct(
    col: NDArray[np.int32], row: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the position of each cell among the distinct ones, and those: shape (2, m).

    Looked up in the rectangle around them: sorting millions would take as long as reading them.
    Few cells of a country are sorted: the rectangle is large.
    """
    if not col.size:
        return _fixed(np.empty(0, dtype=np.int32)), _fixed(np.empty((2, 0), dtype=np.int32))
    first_col, first_row = int(col.min()), int(row.min())
    rows = int(row.max()) - first_row + 1
    at = (col.astype(np.int64) - first_col) * rows + (row - first_row)
    if int(at.max()) > _SPARSE * at.size:
        number, which = np.unique(at, return_inverse=True)
        return _fixed(which.astype(np.int32)), _fixed(_places(number, first_col, first_row, rows))
    there = np.zeros(int(at.max()) + 1, dtype=bool)
    there[at] = True
    number = np.flatnonzero(there)
    position = np.cumsum(there, dtype=np.int32) - np.int32(1)
    return _fixed(position[at]), _fixed(_places(number, first_col, first_row, rows))


def _places(
    number: NDArray[np.int64], first_col: int, first_row: int, rows: int
) -> NDArray[np.int32]:
    """Return column and row of places in a rectangle: shape (2, m)."""
    return np.stack([number // rows + first_col, number % rows + first_row]).astype(np.int32)


def _joined(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return _fixed(np.concatenate(arrays))


def _fixed(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array

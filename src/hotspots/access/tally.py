"""The cubes of a version as analyses read them: incidents that are alike, each row once.

A question that only counts has the same answer on these rows as on the incidents themselves, to
the last digit: they are the same incidents. What needs a moment or a place cannot be asked of them,
for they have neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import scipy as sp

from hotspots.access.incidents import (
    Countable,
    Totals,
    around_wijken,
    positions,
    to_south_west,
)
from hotspots.incoming.checking.far_dates import counted_days_of
from hotspots.store.cubes import COUNT, DAY_KNOWN, from_zero, one_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography

#: With more numbers than so many per row, looking up takes longer than sorting.
_SPARSE: Final = 16
_Type = TypeVar("_Type", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Tally(Countable):
    """Incidents that are alike, with how many there are of each.

    Alike is what is so by area, soort and day. Of one of cells each row knows besides how many of
    its incidents lie in which: there are few rows beside those, so that what is asked of the rows
    is soon answered, and what is not asked for is not looked at. ``totals`` and ``days`` are those
    of all incidents, also outside every buurt; one of cells has no others in its rows.

    Attributes
    ----------
    placed
        Whether the cells are known in which the incidents of a row lie; of no length in one of
        areas, and so is all that follows.
    start : shape (n + 1,)
        The incidents of row r lie in ``cell`` from ``start[r]`` up to ``start[r + 1]``.
    cell, in_cell : shape (k,)
        Position among ``places``, and how many incidents lie there.
    places : shape (2, m)
        Column and row of each cell that has any, once.
    """

    totals: Totals
    days: NDArray[np.int32]
    placed: NDArray[np.bool_]
    start: NDArray[np.int64]
    cell: NDArray[np.int32]
    in_cell: NDArray[np.int32]
    places: NDArray[np.int32]

    def in_a_cell(self) -> NDArray[np.bool_]:
        """Return of which rows the cells are known."""
        return self.placed


def tally_of_areas(
    cubes: Iterable[pa.Table], without_place: int, layer: LayerSpec, geography: Geography
) -> Tally:
    """Return the cubes ``areas`` of all parts of a version as one.

    Parameters
    ----------
    without_place
        How many incidents of the version have no place.
    """
    columns = _joined([_columns(cube, layer, geography) for cube in cubes])
    day, times = columns["day"], columns["times"]
    inside = int(times[columns["wijk"] >= 0].sum())
    counted = counted_days_of(day, layer, times)
    nowhere = np.empty(0, dtype=np.int32)
    return Tally(
        soorten=tuple(layer.soorten),
        placed=np.empty(0, dtype=bool),
        start=np.zeros(1, dtype=np.int64),
        cell=nowhere,
        in_cell=nowhere,
        places=np.empty((2, 0), dtype=np.int32),
        counted=counted,
        covered=(counted.first, counted.last) if counted is not None else None,
        around=around_wijken(geography),
        totals=Totals(int(times.sum()), inside, without_place),
        days=np.unique(day),
        weekday=_weekday(day, columns["day_known"]),
        **columns,
    )


def tally_of_cells(
    cubes: Iterable[pa.Table], areas: Tally, layer: LayerSpec, geography: Geography
) -> Tally:
    """Return the cubes ``cells`` of all parts as one.

    Parameters
    ----------
    cubes
        Each is let go of before the next is read: together they take more memory than the tally.
    areas
        The `tally_of_areas` of the same version: it knows those outside every buurt too.
    """
    columns, lying = [], []
    for cube in cubes:
        alike, lies = _alike(cube, layer, geography)
        columns.append(alike)
        lying.append(lies)
        # Arrow keeps what it read with for the next time.
        pa.default_memory_pool().release_unused()
    start, cell, in_cell, places = _together(lying)
    joined = _joined(columns)
    return Tally(
        soorten=areas.soorten,
        start=start,
        cell=cell,
        in_cell=in_cell,
        places=places,
        counted=areas.counted,
        covered=areas.covered,
        around=areas.around,
        totals=areas.totals,
        days=areas.days,
        weekday=_weekday(joined["day"], joined["day_known"]),
        **joined,
    )


def in_cells(tally: Tally, cell_m: int) -> Tally:
    """Return a tally that lies in the finest cells at the south-west of larger ones."""
    return replace(tally, places=to_south_west(tally.places, cell_m))


class _Lying(NamedTuple):
    """In which cells the rows of a part lie: as in `Tally`, with places of its own."""

    start: NDArray[np.int64]
    cell: NDArray[np.int32]
    in_cell: NDArray[np.int32]
    places: NDArray[np.int32]


def _columns(cube: pa.Table, layer: LayerSpec, geography: Geography) -> dict[str, NDArray[Any]]:
    """Return what the rows of a cube are, one array each."""
    buurt = positions(cube["buurt"], geography.buurten.codes)
    # A cube counts by wijk as well where there are rows of which that is all that is known.
    if "wijk" in cube.column_names:
        wijk = positions(cube["wijk"], geography.wijken.codes)
    else:
        wijk = np.append(geography.buurten.parent, -1).astype(np.int16)[buurt]
    return {
        "soort": positions(cube["soort"], tuple(layer.soorten)),
        "buurt": buurt,
        "wijk": wijk,
        "day": cube["day"].to_numpy(),
        "day_known": cube[DAY_KNOWN].to_numpy(),
        "day_part": cube["day_part"].to_numpy(),
        "times": cube[COUNT].to_numpy(),
    }


def _alike(
    cube: pa.Table, layer: LayerSpec, geography: Geography
) -> tuple[dict[str, NDArray[np.generic]], _Lying]:
    """Return the rows of a cube of cells that differ in more than the cell, and where they lie."""
    columns = _columns(cube, layer, geography)
    times, col, row = columns.pop("times"), cube["cell_col"].to_numpy(), cube["cell_row"].to_numpy()
    columns["placed"] = placed = col >= 0
    alike, number = _numbered(one_key(len(times), map(from_zero, columns.values())))
    one_of = np.empty(len(number), dtype=np.int64)
    one_of[alike] = np.arange(len(alike))
    once = {name: values[one_of] for name, values in columns.items()}
    once["times"] = np.bincount(alike, weights=times, minlength=len(number)).astype(np.int32)
    if not placed.all():
        alike, times, col, row = (of[placed] for of in (alike, times, col, row))
    cell, places = _distinct(col, row)
    shape = (len(number), places.shape[1])
    lies = sp.sparse.csr_array(sp.sparse.coo_array((times, (alike, cell)), shape=shape))
    return once, _Lying(lies.indptr.astype(np.int64), lies.indices, lies.data, places)


def _together(parts: list[_Lying]) -> _Lying:
    """Return where the rows of all parts lie; the parts are let go of one by one."""
    of_parts = np.cumsum([0, *(part.places.shape[1] for part in parts)])
    position, places = _distinct(*np.concatenate([part.places for part in parts], axis=1))
    start = np.zeros(sum(len(part.start) - 1 for part in parts) + 1, dtype=np.int64)
    cell, in_cell = (
        np.empty(sum(len(part.cell) for part in parts), dtype=np.int32) for _ in range(2)
    )
    row = at = 0
    for first in of_parts[:-1].tolist():
        part = parts.pop(0)
        rows, several = len(part.start) - 1, slice(at, at + len(part.cell))
        start[row + 1 : row + 1 + rows] = part.start[1:] + at
        cell[several] = position[first + part.cell]
        in_cell[several] = part.in_cell
        row, at = row + rows, several.stop
    return _Lying(_fixed(start), _fixed(cell), _fixed(in_cell), places)


def _weekday(day: NDArray[np.int32], known: NDArray[np.bool_]) -> NDArray[np.int8]:
    # 1 January 1970 was a Thursday.
    return _fixed(np.where(known, (day + 3) % 7, -1).astype(np.int8))


def _distinct(
    col: NDArray[np.int32], row: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the position of each cell among the distinct ones, and those: shape (2, m)."""
    if not col.size:
        return _fixed(np.empty(0, dtype=np.int32)), _fixed(np.empty((2, 0), dtype=np.int32))
    first_col, first_row = int(col.min()), int(row.min())
    rows = int(row.max()) - first_row + 1
    position, number = _numbered((col.astype(np.int64) - first_col) * rows + (row - first_row))
    places = np.stack([number // rows + first_col, number % rows + first_row])
    return _fixed(position), _fixed(places.astype(np.int32))


def _numbered(key: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the position of each number among the distinct ones, and those, ascending.

    Looked up: sorting millions would take as long as reading them. Few of a wide range, such as
    the cells of a country, are sorted.

    Parameters
    ----------
    key
        0 or more.
    """
    if int(key.max(initial=0)) > _SPARSE * key.size:
        number, which = np.unique(key, return_inverse=True)
        return which.astype(np.int32), number
    there = np.zeros(int(key.max(initial=0)) + 1, dtype=bool)
    there[key] = True
    position = np.cumsum(there, dtype=np.int32) - np.int32(1)
    return position[key], np.flatnonzero(there)


def _joined(parts: Sequence[dict[str, NDArray[np.generic]]]) -> dict[str, Any]:
    """Return the columns of all parts below each other."""
    return {name: _fixed(np.concatenate([part[name] for part in parts])) for name in parts[0]}


def _fixed(array: NDArray[_Type]) -> NDArray[_Type]:
    array.setflags(write=False)
    return array

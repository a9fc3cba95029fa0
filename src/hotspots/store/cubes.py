"""The cubes of a part: its rows counted beforehand, those that are alike together.

Two tables lie beside a part of many rows. ``areas`` has per buurt, soort, day and part of the day
how many rows there are, also of those that lie in no buurt; ``cells`` has the same per cell of
50 m, of those in a buurt or wijk. A row of which no more is known than that lies in cell -1, -1; if
the wijk is all that is known of any, wijken are counted beside buurten. Whoever counts reads these,
and leaves moments, places and texts of millions of rows on the disk.

A cube says nothing that its part does not. So a cube that is gone or damaged costs no version
anything: its part is counted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

#: Which cubes there are.
CubeName = Literal["areas", "cells"]
CUBE_NAMES: Final[tuple[CubeName, ...]] = ("areas", "cells")
#: Rows from which a part has cubes: fewer are counted as fast as they are read.
ROWS_FOR_CUBES: Final = 10_000
#: Of alike rows, how many there are.
COUNT: Final = "count"
#: Whether the day is known, and not the month or the year alone.
DAY_KNOWN: Final = "day_known"

_ALIKE: Final = ("buurt", "soort", "day", DAY_KNOWN, "day_part")
_CELL: Final = ("cell_col", "cell_row")
#: Counted where there are rows of which the wijk is known, and not the buurt.
_WIJK: Final = "wijk"
_PRECISION, _A_DAY = "date_precision", "day"
#: Of as many a key is written in one number.
_MOST_KEYS: Final = 2**62
_KEYS: Final[dict[CubeName, tuple[str, ...]]] = {"areas": _ALIKE, "cells": (*_CELL, *_ALIKE)}


def columns_counted(names: Collection[str]) -> list[str]:
    """Return which columns of a table its cubes are made of; none where it cannot have any."""
    needed = [*_CELL, *(name for name in _ALIKE if name != DAY_KNOWN)]
    if not set(needed) <= set(names):
        return []
    return [*needed, *(name for name in (_PRECISION, _WIJK) if name in names)]


def cube_of(rows: pa.Table, name: CubeName) -> pa.Table:
    """Return a cube of rows: what they have in common, and a ``count`` of 1 or more.

    Parameters
    ----------
    rows
        The `columns_counted` at least.

    Examples
    --------
    Two on a day in a buurt, and one outside every buurt.

    >>> rows = pa.table({
    ...     "cell_col": pa.array([7, 7, 9], pa.int32()),
    ...     "cell_row": pa.array([1, 2, 1], pa.int32()),
    ...     "buurt": ["BU1", "BU1", None], "soort": [None, None, None],
    ...     "day": pa.array([5, 5, 5], pa.int32()), "day_part": pa.array([3, 3, -1], pa.int8()),
    ... })
    >>> cube_of(rows, "areas").select(["buurt", "day_part", "count"]).to_pylist()
    [{'buurt': 'BU1', 'day_part': 3, 'count': 2}, {'buurt': None, 'day_part': -1, 'count': 1}]
    >>> cube_of(rows, "cells")["cell_row"].to_pylist()
    [1, 2]
    """
    keys = _KEYS[name]
    placed = pc.is_valid(rows["buurt"])
    if _WIJK in rows.column_names:
        in_wijk = pc.is_valid(rows[_WIJK])
        if pc.any(pc.and_not(in_wijk, placed)).as_py():
            keys = (*keys, _WIJK)
        placed = pc.or_(placed, in_wijk)
    if name == "cells":
        rows = rows.filter(placed)
    known = np.ones(rows.num_rows, dtype=bool)
    if _PRECISION in rows.column_names:
        known = np.array(pc.equal(rows[_PRECISION], _A_DAY), dtype=bool)
    keyed = rows.append_column(DAY_KNOWN, pa.array(known)).select(keys)
    key = one_key(rows.num_rows, map(_codes, keyed.columns))
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    cube = keyed.take(pa.array(first)).combine_chunks()
    counted = cube.append_column(COUNT, pa.array(count.astype(np.int32)))
    return counted.replace_schema_metadata(None)


def one_key(rows: int, columns: Iterable[tuple[NDArray[np.int64], int]]) -> NDArray[np.int64]:
    """Return a number for each row that is the same for rows that are alike: in their order.

    Parameters
    ----------
    rows
        How many there are.
    columns
        Numbers from 0, and how many numbers there can be.

    Examples
    --------
    >>> one_key(3, [(np.array([0, 1, 0]), 2), (np.array([4, 0, 4]), 5)]).tolist()
    [4, 5, 4]
    """
    key, limit = np.zeros(rows, dtype=np.int64), 1
    for codes, size in columns:
        if limit * size > _MOST_KEYS:
            key = np.unique(key, return_inverse=True)[1]
            limit = rows
        key, limit = key * size + codes, limit * size
    return key


def from_zero(numbers: NDArray[np.integer]) -> tuple[NDArray[np.int64], int]:
    """Return numbers counted from the least of them, and how many numbers there can be."""
    wide = numbers.astype(np.int64)
    least = int(wide.min(initial=0))
    wide -= least
    return wide, int(wide.max(initial=0)) + 1


def _codes(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], int]:
    """Return the values of a column as numbers from 0, and how many numbers there can be."""
    array = column.combine_chunks()
    if pa.types.is_integer(array.type) or pa.types.is_boolean(array.type):
        return from_zero(array.to_numpy(zero_copy_only=False))
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    many = len(array.dictionary)
    return array.indices.fill_null(many).to_numpy(zero_copy_only=False).astype(np.int64), many + 1

"""The grid of square cells in RD: one finest cell per point, coarser ones by division."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.catalog.specs import CELL_SIZES_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: metres; cells of every size on offer are whole multiples of it, with corners at RD 0, 0.
FINEST_M: Final = CELL_SIZES_M[0]
#: Rows per column in a cell number: RD y stays under 620 km, so under 12.400 rows of 50 m.
_ROWS: Final = 1 << 15


def cell_of(coordinate_m: NDArray[np.float64], size_m: int = FINEST_M) -> NDArray[np.int32]:
    """Return the column (of x) or row (of y) of the cell that holds each coordinate.

    A coordinate on a border belongs to the cell above or to the right of it. NaN gives -1.

    Examples
    --------
    >>> cell_of(np.array([0.0, 49.9, 50.0, np.nan])).tolist()
    [0, 0, 1, -1]
    """
    known = np.isfinite(coordinate_m)
    metres = np.where(known, coordinate_m, 0.0)
    cells = np.floor(metres / size_m)
    # A quotient just under a whole number may have been rounded up to it; `floor_divide` sees to
    # that as well, and takes twice as long.
    cells -= cells * size_m > metres
    return np.where(known, cells.astype(np.int32), np.int32(-1))


def coarsen(cells: NDArray[np.int32], size_m: int) -> NDArray[np.int32]:
    """Return the column or row in cells of ``size_m`` from that in the finest cells."""
    return cells // np.int32(size_m // FINEST_M)


def cell_number(col: NDArray[np.int32], row: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return one number per cell, ascending by column and then row.

    Examples
    --------
    >>> cell_number(np.array([0, 2]), np.array([5, 1])).tolist()
    [5, 65537]
    """
    return col.astype(np.int64) * _ROWS + row


def column_and_row(number: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return column and row from a cell number: the inverse of `cell_number`."""
    return (number // _ROWS).astype(np.int32), (number % _ROWS).astype(np.int32)


#: No more digits than the Netherlands need, in metres RD.
_CODE: Final = re.compile(r"C([1-9][0-9]{1,3})_([0-9]{1,6})_([0-9]{1,6})")


def cell_code(col: int, row: int, size_m: int) -> str:
    """Return the name of a cell in tables and exports: size, and RD of its south-west corner.

    Examples
    --------
    >>> cell_code(1052, 4245, 100)
    'C100_105200_424500'
    """
    return f"C{size_m}_{col * size_m}_{row * size_m}"


def cell_codes(x_rd: Sequence[int], y_rd: Sequence[int], size_m: int) -> tuple[str, ...]:
    """Return what `cell_code` does for many cells, from the RD of their corners.

    Examples
    --------
    >>> cell_codes([105_200], [424_500], 100) == (cell_code(1052, 4245, 100),)
    True
    """
    return tuple([f"C{size_m}_{x}_{y}" for x, y in zip(x_rd, y_rd, strict=True)])


def cell_of_code(code: str) -> tuple[int, int, int] | None:
    """Return column, row and size of the cell with a name, or None where it is no name of a cell.

    Examples
    --------
    >>> cell_of_code("C100_105200_424500")
    (1052, 4245, 100)
    >>> cell_of_code("C100_105210_424500") is None
    True
    """
    named = _CODE.fullmatch(code)
    if named is None:
        return None
    size_m, x, y = (int(part) for part in named.groups())
    return (x // size_m, y // size_m, size_m) if x % size_m == y % size_m == 0 else None


def cell_boxes(col: NDArray[np.int32], row: NDArray[np.int32], size_m: int) -> NDArray[np.object_]:
    """Return the cells as shapely squares in RD metres."""
    west, south = col * float(size_m), row * float(size_m)
    boxes: NDArray[np.object_] = shapely.box(west, south, west + size_m, south + size_m)
    return boxes


def cell_middles(
    col: NDArray[np.int32], row: NDArray[np.int32], size_m: int = FINEST_M
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y of the middle of each cell, metres RD.

    Examples
    --------
    >>> x_rd, y_rd = cell_middles(np.array([0, 2]), np.array([1, 1]), 100)
    >>> x_rd.tolist(), y_rd.tolist()
    ([50.0, 250.0], [150.0, 150.0])
    """
    return (col.astype(np.float64) + 0.5) * size_m, (row.astype(np.float64) + 0.5) * size_m


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of whole cells: the first column and row, and those after the last, finest cells.

    What is asked of a part of a home needs no more of it than the window around that part.
    """

    first_col: int
    first_row: int
    after_col: int
    after_row: int

    @classmethod
    def around(
        cls, bounds: tuple[float, float, float, float], size_m: int, *, reach_m: float = 0.0
    ) -> Window:
        """Return the window of whole cells of a size around bounds, and at least one more.

        Parameters
        ----------
        bounds
            West, south, east and north, metres RD.
        reach_m
            How far around them it is to reach, in metres.

        Examples
        --------
        From 100 to 150 m lies in the second cell of 100 m; with one on each side that is from the
        first cell to the third, or the columns 0 to 5 of 50 m.

        >>> Window.around((100.0, 100.0, 150.0, 150.0), 100)
        Window(first_col=0, first_row=0, after_col=6, after_row=6)
        """
        west, south, east, north = bounds
        per_cell = size_m // FINEST_M
        first = ((at - reach_m) // size_m - 1 for at in (west, south))
        after = ((at + reach_m) // size_m + 2 for at in (east, north))
        return cls(*(int(at) * per_cell for at in (*first, *after)))

    def columns_of(self, size_m: int) -> NDArray[np.int64]:
        """Return its columns in cells of a size, which its borders must not cut."""
        per_cell = size_m // FINEST_M
        return np.arange(self.first_col // per_cell, self.after_col // per_cell, dtype=np.int64)

    def within(
        self, number: NDArray[np.integer], size_m: int = FINEST_M
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return per column of the window where its cells begin among others, and where they end.

        Parameters
        ----------
        number : shape (m,)
            Numbers of cells of ``size_m``, ascending. Of an array on disk no more is read than
            the search looks at.
        """
        per_cell = size_m // FINEST_M
        column = self.columns_of(size_m) * _ROWS
        low, high = self.first_row // per_cell, self.after_row // per_cell
        # Of the same type, or numpy would turn the whole of the numbers into another.
        wanted = ((column + edge).astype(number.dtype) for edge in (low, high))
        begin, end = (np.searchsorted(number, edge) for edge in wanted)
        return begin, end

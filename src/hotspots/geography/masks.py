"""Where incidents of a layer can happen: the land, or where people live, and how much of it.

What is known of a mask are arrays in the order of its cells, in memory or on disk
(`hotspots.geography.mask_making`). A question about a part of a home reads the cells in the window
around it, and one about the whole goes through the pieces strip by strip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from hotspots.catalog.specs import CELL_SIZES_M
from hotspots.geography.grid import FINEST_M, Window, column_and_row
from hotspots.geography.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


#: Columns of finest cells in a strip: 3 km, whole cells of every size.
STRIP_COLUMNS: Final = 60
#: m2; a piece that is a whole cell, as nearly all are.
FULL_M2: Final = float(FINEST_M**2)
#: What has at most so many numbers of 8 bytes is remembered of every question about the whole of a
#: mask; of larger ones, such as the cells of 100 m of a country, the latest alone.
_REMEMBERED: Final = 1_000_000
_Runs = tuple[NDArray[np.intp], NDArray[np.intp]]
_Type = TypeVar("_Type", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """A mask: its geometry, its cells, and what each buurt has in each of them.

    Attributes
    ----------
    arrays
        What gives its arrays by name, each of a new look at the disk where they are there.
        Of its pieces, in the order of `Pieces`: "cell", "buurt" and "compartment"; of those that
        are no whole cell also "part_at", their position, and "part_m2". Per size above the finest
        "cells_100" and "compartment_100". "total_m2" of each buurt, and last of no buurt;
        "geometry" as WKB. Where no compartments are declared, theirs are empty.
    of_buurten : shape (buurten,)
        The buurten whose pieces are in it, where its arrays hold those of others too.
    """

    id: str
    label: str
    arrays: Callable[[str], NDArray[Any]] = field(repr=False)
    of_buurten: NDArray[np.bool_] | None = field(default=None, repr=False)
    _remembered: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def geometry(self) -> shapely.Geometry:
        """Shapely (multi)polygon in RD metres."""
        if "geometry" not in self._remembered:
            self._remembered["geometry"] = shapely.from_wkb(self.arrays("geometry").tobytes())
        return self._remembered["geometry"]

    @property
    def total_m2(self) -> NDArray[np.float64]:
        """The land of each buurt in it, and last of no buurt: shape (buurten + 1,)."""
        if "total_m2" not in self._remembered:
            self._remembered["total_m2"] = np.array(self.arrays("total_m2"))
        total_m2: NDArray[np.float64] = self._remembered["total_m2"]
        return total_m2

    @property
    def finest(self) -> NDArray[np.int64]:
        """Numbers of the finest cells that share area with it, ascending."""
        return self.cells(FINEST_M)

    @property
    def compartment(self) -> NDArray[np.int8]:
        """Which piece of land each of those lies on; density does not cross between them."""
        return self.lands(FINEST_M)[1]

    @property
    def pieces(self) -> Pieces:
        """What each buurt has in each of those cells."""
        return self.pieces_in(None)

    def cells(self, size_m: int, window: Window | None = None) -> NDArray[np.int64]:
        """Return the numbers of the cells of ``size_m`` that hold any of the mask, ascending.

        Parameters
        ----------
        window
            Where to look, whole cells of this size; by default everywhere.
        """
        if window is not None:
            return self._cells(size_m, window)
        name = f"cells_{size_m}"
        if name in self._remembered:
            remembered: NDArray[np.int64] = self._remembered[name]
            return remembered
        cells = self._cells(size_m, None)
        cells.flags.writeable = False  # one array for all who ask
        self._remember(name, cells, of_many="cells of many")
        return cells

    def lands(
        self, size_m: int, window: Window | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        """Return the cells of ``size_m``, as `cells` does, and the piece of land each lies on."""
        cells = self.cells(size_m, window)
        if size_m == FINEST_M:
            compartment = self.arrays("compartment")
            if len(compartment):
                runs = self._runs(self.arrays("cell"), FINEST_M, window)
                compartment = _taken(compartment, runs)[self._firsts(runs)]
        else:
            compartment = self.arrays(f"compartment_{size_m}")
            if len(compartment):
                runs = self._runs(self.arrays(f"cells_{size_m}"), size_m, window)
                compartment = _taken(compartment, runs)
        return cells, compartment if len(compartment) else np.zeros(len(cells), dtype=np.int8)

    def pieces_in(self, window: Window | None) -> Pieces:
        """Return the pieces in a window; None is everywhere."""
        cell, buurt, part_at = (self.arrays(name) for name in ("cell", "buurt", "part_at"))
        begin, end = runs = self._runs(cell, FINEST_M, window)
        # Where each run comes to stand, and where those that are no whole cell do.
        stands = np.cumsum(end - begin) - (end - begin)
        first, after = (np.searchsorted(part_at, of.astype(part_at.dtype)) for of in runs)
        parts = (first, after)
        shift = np.repeat(stands - begin, after - first)
        area_m2 = np.full(int((end - begin).sum()), FULL_M2)
        area_m2[_taken(part_at, parts) + shift] = _taken(self.arrays("part_m2"), parts)
        pieces = Pieces(
            _taken(cell, runs).astype(np.int64), _taken(buurt, runs).astype(np.int64), area_m2
        )
        return pieces if self.of_buurten is None else pieces.in_buurten(self.of_buurten)

    def _cells(self, size_m: int, window: Window | None) -> NDArray[np.int64]:
        numbers = self.arrays("cell" if size_m == FINEST_M else f"cells_{size_m}")
        runs = self._runs(numbers, size_m, window)
        cells = _taken(numbers, runs)
        return (cells[self._firsts(runs)] if size_m == FINEST_M else cells).astype(np.int64)

    def _firsts(self, runs: _Runs) -> NDArray[np.intp]:
        """Return which pieces in some runs are the first of their cell that is in the mask."""
        cell = _taken(self.arrays("cell"), runs)
        some = np.arange(len(cell))
        if self.of_buurten is not None:
            buurt = _taken(self.arrays("buurt"), runs)
            some = np.flatnonzero((buurt >= 0) & self.of_buurten[buurt])
            cell = cell[some]
        return some[np.diff(cell, prepend=-1) != 0] if len(some) else some

    def _runs(self, numbers: NDArray[np.integer], size_m: int, window: Window | None) -> _Runs:
        """Return where the cells of each column of a window begin and end."""
        if window is None:
            return np.zeros(1, dtype=np.intp), np.array([len(numbers)], dtype=np.intp)
        return window.within(numbers, size_m)

    def strips(self, window: Window | None = None) -> Iterator[Pieces]:
        """Yield the pieces in a window strip by strip, so that few are in memory at a time.

        No cell of any size lies in two strips, and together they have the order of all pieces.
        """
        window = self._around_all() if window is None else window
        first = window.first_col // STRIP_COLUMNS
        for strip in range(first, -(-window.after_col // STRIP_COLUMNS)):
            west = max(strip * STRIP_COLUMNS, window.first_col)
            east = min((strip + 1) * STRIP_COLUMNS, window.after_col)
            yield self.pieces_in(Window(west, window.first_row, east, window.after_row))

    def remembered(
        self, question: Hashable, answer: Callable[[], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Return what was worked out of the whole mask before, or work it out.

        Parameters
        ----------
        question
            All that the answer depends on beside the mask.
        answer
            Works it out. Of answers for very many cells the latest alone is remembered.
        """
        if question in self._remembered:
            before: NDArray[np.float64] = self._remembered[question]
            return before
        numbers = answer()
        numbers.flags.writeable = False  # one array for all who ask
        self._remember(question, numbers, of_many="answer of many")
        return numbers

    def _remember(self, question: Hashable, answer: NDArray[np.generic], *, of_many: str) -> None:
        """Keep an answer; one for very many cells in the place of another as large."""
        if len(answer) > _REMEMBERED:
            self._remembered.pop(self._remembered.get(of_many), None)
            self._remembered[of_many] = question
        self._remembered[question] = answer

    def size(self, size_m: int) -> int:
        """Return how many cells of a size the rectangle around the mask has."""
        window, per_cell = self._around_all(), size_m // FINEST_M
        sides = (window.after_col - window.first_col, window.after_row - window.first_row)
        return (sides[0] // per_cell) * (sides[1] // per_cell)

    def _around_all(self) -> Window:
        """Return the window around the whole mask, of whole cells of every size."""
        if "window" not in self._remembered:
            coarsest = CELL_SIZES_M[-1]
            col, row = column_and_row(self.cells(coarsest))
            per_cell = coarsest // FINEST_M
            self._remembered["window"] = (
                Window(
                    int(col.min()) * per_cell,
                    int(row.min()) * per_cell,
                    (int(col.max()) + 1) * per_cell,
                    (int(row.max()) + 1) * per_cell,
                )
                if len(col)
                else Window(0, 0, 0, 0)
            )
        window: Window = self._remembered["window"]
        return window


def _taken(values: NDArray[_Type], runs: _Runs) -> NDArray[_Type]:
    """Return values from where each run begins to where it ends, one run after another."""
    begin, end = (of.tolist() for of in runs)
    if len(begin) == 1:
        return values[begin[0] : end[0]]
    some = [values[start:stop] for start, stop in zip(begin, end, strict=True) if stop > start]
    return np.concatenate([values[:0], *some])

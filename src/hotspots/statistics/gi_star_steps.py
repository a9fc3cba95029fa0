"""Gi* of the same cells in many steps of time: what the steps share is worked out once.

Every score and mark is what `hotspots.statistics.gi_star.gi_star_cells` gives of the step by
itself, to the last digit. In a step of a large map nearly every cell has nothing around it, and
nothing is marked there unless much was expected; such a p is not worked out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.geography.compiled import compiled
from hotspots.statistics.binomial_kernels import two_sided_tails
from hotspots.statistics.conditional import conditional_tails
from hotspots.statistics.gi_star import window_counts, window_exposure
from hotspots.statistics.gi_star_judgement import refuse_equal

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: How much higher than what is marked a p of nothing seen may be and still be worked out: far
#: more than rounding does.
_ROUNDED: Final = 1.0 + 1e-6
#: Halvings of a share from 0 to 1: to the last bit.
_HALVINGS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class StepMarks:
    """What one step says.

    Attributes
    ----------
    around, observed : shape (k,)
        Cells with incidents in their neighbourhood, ascending, and how many.
    hot, cold
        Positions of the cells that are marked.
    dispersion
        How much more cells differ than Poisson counts would: the spread of the score.
    total
        Incidents of the step.
    """

    around: NDArray[np.int64]
    observed: NDArray[np.int64]
    hot: NDArray[np.int64]
    cold: NDArray[np.int64]
    dispersion: float
    total: int


class CellsInSteps:
    """Cells, their neighbourhoods and what is expected in them: the same in every step."""

    def __init__(
        self,
        col: NDArray[np.integer],
        row: NDArray[np.integer],
        exposure: NDArray[np.float64] | None,
        half_width: NDArray[np.int64],
    ) -> None:
        """Look around every cell, once.

        Parameters
        ----------
        col, row : shape (n,)
            Cells that take part.
        exposure : shape (n,)
            Above 0; None where it is even.
        half_width
            As in `window_counts`.

        Raises
        ------
        StatisticError
            If a cell is there twice.
        """
        at_col, at_row = (np.require(part, np.int64, ["C", "W"]) for part in (col, row))
        n = at_col.size
        _, size = window_counts(at_col, at_row, np.zeros(n, dtype=np.int64), half_width)
        if size[0] < 0:
            raise StatisticError(
                "Een cel komt twee keer voor.",
                f"Gevonden: {n} cellen, niet alle verschillend.",
                "Tel de incidenten per cel bij elkaar op.",
            )
        if exposure is None:
            self.share: NDArray[np.float64] = size / n
            self.parts = np.full(n, 1.0 / n)
        else:
            known = np.require(exposure, np.float64, ["C", "W"])
            whole = known.sum()
            self.share = window_exposure(at_col, at_row, known, half_width) / whole
            self.parts = known / whole
        self.determinable = (size > 1) & (size < n) & (self.share > 0.0) & (self.share < 1.0)
        self._scored = (size > 1) & (size < n)
        self.tested = int(np.count_nonzero(self.determinable))
        self._cell_at, self._place, self._away = _grid_of(at_col, at_row, half_width)
        # Written over in every step.
        self._observed, self._counts = np.zeros(n, dtype=np.int64), np.zeros(n)
        self._own, self._off = np.empty(n), np.empty(n)

    def mark(
        self, cells: NDArray[np.int64], counts: NDArray[np.int64], alpha: float, dispersion: float
    ) -> StepMarks:
        """Judge a step by the exact test, with what was found corrected for all cells.

        Parameters
        ----------
        cells, counts : shape (k,)
            The cells with incidents, each once, and how many.
        alpha, dispersion
            As in `hotspots.statistics.gi_star.gi_star_cells`.

        Raises
        ------
        StatisticError
            If all cells hold what is expected exactly.
        """
        total = int(counts.sum())
        spread = self._spread(cells, counts, total)
        around = _add_around(self._place[cells], counts, self._away, self._cell_at, self._observed)
        around.sort()
        observed = self._observed[around]
        self._observed[around] = 0
        some = self.determinable[around]
        nothing = self._could_be_cold(around, total, alpha, dispersion)
        place = np.concatenate([around[some], nothing])
        seen = np.concatenate([observed[some], np.zeros(len(nothing), dtype=np.int64)])
        marked = self._significant(_p(seen, self.share[place], total, dispersion), alpha)
        place, seen = place[marked], seen[marked]
        expected = total * self.share[place]
        return StepMarks(
            around=around,
            observed=observed,
            hot=place[seen > expected],
            cold=place[seen < expected],
            dispersion=spread,
            total=total,
        )

    def scores(self, step: StepMarks, where: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the z of some cells in a step; NaN where there is none.

        Parameters
        ----------
        where : shape (m,)
            Positions, ascending.
        """
        n, share = self.share.size, self.share[where]
        observed = np.zeros(len(where), dtype=np.int64)
        at = np.minimum(np.searchsorted(where, step.around), max(len(where) - 1, 0))
        if len(where):
            known = where[at] == step.around
            observed[at[known]] = step.observed[known]
        expected = step.total * share
        variance = np.maximum(step.dispersion * expected * (1.0 - share) * n / max(n - 1, 1), 0.0)
        z = np.full(len(where), np.nan)
        scored = (variance > 0.0) & self._scored[where]
        np.divide(observed - expected, np.sqrt(variance), out=z, where=scored)
        return z

    def _spread(self, cells: NDArray[np.int64], counts: NDArray[np.int64], total: int) -> float:
        """Return Pearson's dispersion of the counts of cells."""
        self._counts[cells] = counts
        np.multiply(self.parts, total, out=self._own)
        np.subtract(self._counts, self._own, out=self._off)
        np.square(self._off, out=self._off)
        np.divide(self._off, self._own, out=self._off)
        self._counts[cells] = 0.0
        spread = float(self._off.mean())
        if math.isclose(spread, 0.0, abs_tol=1e-12):
            refuse_equal(self.share.size)
        return spread

    def _could_be_cold(
        self, around: NDArray[np.int64], total: int, alpha: float, dispersion: float
    ) -> NDArray[np.int64]:
        """Return the cells with nothing around them where a p of ``alpha`` is not far off.

        The more belongs somewhere, the stranger it is that there is nothing.
        """

        def far(share: float) -> bool:
            p = _p(np.zeros(1, dtype=np.int64), np.array([share]), total, dispersion)
            return bool(p[0] > alpha * _ROUNDED)

        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            if not 0.0 < middle < 1.0:
                break
            low, high = (middle, high) if far(middle) else (low, middle)
        expecting = self.determinable & (self.share >= low)
        expecting[around] = False
        return np.flatnonzero(expecting)

    def _significant(self, p: NDArray[np.float64], alpha: float) -> NDArray[np.bool_]:
        """Return what Benjamini and Hochberg mark, where every p that is not here is above alpha.

        Those have a higher rank than any that can be marked, and change none of theirs.
        """
        low = np.flatnonzero(p <= alpha)
        order = low[np.argsort(p[low])]
        scaled = p[order] * (self.tested / np.arange(1, len(order) + 1))
        significant = np.zeros(len(p), dtype=bool)
        significant[order] = np.minimum.accumulate(scaled[::-1])[::-1] <= alpha
        return significant


def _p(
    observed: NDArray[np.int64], share: NDArray[np.float64], total: int, dispersion: float
) -> NDArray[np.float64]:
    """Return the two-sided p of counts, as `gi_star_cells` has it."""
    if dispersion <= 1.0:
        return two_sided_tails(observed, share, total)
    totals = np.full(len(observed), total, dtype=np.int64)
    return conditional_tails(observed, totals, share, dispersion=dispersion).two_sided


@compiled
def _grid_of(
    col: NDArray[np.int64], row: NDArray[np.int64], half_width: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Return the cells on a grid with room for every window: an array of column after column.

    Returns
    -------
    cell_at
        Position of the cell at each place of the grid; -1 where none is.
    place : shape (n,)
        Where each cell lies in it.
    away : shape (w,)
        How far from a cell each place of its window lies.
    """
    reach, side = half_width.size // 2, half_width.max()
    left, below = side - col.min(), reach - row.min()
    rows = row.max() + below + reach + 1
    cell_at = np.full((col.max() + left + side + 1) * rows, np.int32(-1))
    place = np.empty(col.size, np.int64)
    for cell in range(col.size):
        place[cell] = (col[cell] + left) * rows + row[cell] + below
        cell_at[place[cell]] = cell
    away = np.empty((2 * half_width + 1).sum(), np.int64)
    number = 0
    for step in range(half_width.size):
        for wide in range(-half_width[step], half_width[step] + 1):
            away[number] = wide * rows + step - reach
            number += 1
    return cell_at, place, away


@compiled
def _add_around(
    place: NDArray[np.int64],
    counts: NDArray[np.int64],
    away: NDArray[np.int64],
    cell_at: NDArray[np.int32],
    observed: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Add counts to every cell that has them in its window, and return which those are.

    ``observed`` holds nothing yet, and a window is as wide to one side as to the other.
    """
    around = np.empty(min(place.size * away.size, observed.size), np.int64)
    n_around = 0
    for at in range(place.size):
        for far in away:
            cell = cell_at[place[at] + far]
            if cell >= 0:
                if observed[cell] == 0:
                    around[n_around] = cell
                    n_around += 1
                observed[cell] += counts[at]
    return around[:n_around]


def warm_up() -> None:
    """Compile or load the loops, so that the first history need not wait for the compiler."""
    line = np.arange(4)
    for exposure in (None, np.ones(4)):
        cells = CellsInSteps(line, line * 0, exposure, np.ones(3, dtype=np.int64))
        cells.mark(np.zeros(1, dtype=np.int64), np.array([3]), 0.05, 2.0)

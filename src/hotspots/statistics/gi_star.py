"""Gi*: where neighbourhoods hold more, or fewer, incidents than the map as a whole explains."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.geography.compiled import compiled
from hotspots.statistics.checks import (
    require_none_where_nothing_is_expected,
    require_same_length,
    require_square,
)
from hotspots.statistics.gi_star_judgement import Rules, Windows, judge, refuse_equal, spread_back
from hotspots.statistics.permutation import PERMUTATIONS, SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.statistics.conditional import Side
    from hotspots.statistics.gi_star_judgement import GiStar, Test


#: Bits for the cells of the mask in a running total that holds both: the others are for incidents.
#: A row of the grid has fewer cells than that, and a map fewer incidents than fit in the rest.
_CELL_BITS: Final = 24


@compiled
def window_counts(
    col: NDArray[np.int64],
    row: NDArray[np.int64],
    counts: NDArray[np.int64],
    half_width: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the incidents and the cells of the mask in the window around every cell.

    ``half_width[i]`` is how many columns to each side the window has in its i-th row. A cell that
    is there twice shows as more cells than its place can hold: the first size is then -1.
    """
    both, top, left = _grid(col, row, half_width, np.int64(0))
    sums = np.zeros(col.size, np.int64)
    sizes = np.zeros(col.size, np.int64)
    one = 1 << _CELL_BITS
    for cell in range(col.size):
        at_row, at_col = row[cell] + top, col[cell] + left
        if both[at_row, at_col]:
            sizes[0] = -1
            return sums, sizes
        both[at_row, at_col] = counts[cell] * one + 1
    around = _window_sums(both, half_width)
    for cell in range(col.size):
        here = around[row[cell] + top, col[cell] + left]
        sums[cell] = here >> _CELL_BITS
        sizes[cell] = here & (one - 1)
    return sums, sizes


@compiled
def window_exposure(
    col: NDArray[np.int64],
    row: NDArray[np.int64],
    exposure: NDArray[np.float64],
    half_width: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the exposure in the window around every cell, as `window_counts` does counts."""
    exposed, top, left = _grid(col, row, half_width, np.float64(0))
    sums = np.zeros(col.size)
    for cell in range(col.size):
        exposed[row[cell] + top, col[cell] + left] = exposure[cell]
    around = _window_sums(exposed, half_width)
    for cell in range(col.size):
        sums[cell] = around[row[cell] + top, col[cell] + left]
    return sums


@compiled
def _grid(
    col: NDArray[np.int64],
    row: NDArray[np.int64],
    half_width: NDArray[np.int64],
    nothing: np.int64 | np.float64,
) -> tuple[NDArray[np.generic], int, int]:
    """Return an empty grid with room for the windows of all cells, and where its first one lies."""
    reach, side = half_width.size // 2, half_width.max()
    rows = row.max() - row.min() + 1 + 2 * reach
    # One column more than the window needs: a running total starts at zero.
    cols = col.max() - col.min() + 2 + 2 * side
    return np.full((rows, cols), nothing), reach - row.min(), side + 1 - col.min()


@compiled
def _window_sums(grid: NDArray[np.generic], half_width: NDArray[np.int64]) -> NDArray[np.generic]:
    """Return the sum over the window around each place of a grid; 0 at its edges.

    The grid becomes its running totals along the rows, so that each row of a window is one
    subtraction, of whole rows of the grid at a time.
    """
    rows, cols = grid.shape
    reach, side = half_width.size // 2, half_width.max()
    for row in range(rows):
        for col in range(1, cols):
            grid[row, col] += grid[row, col - 1]
    sums = np.zeros_like(grid)
    for row in range(reach, rows - reach):
        here = sums[row, side + 1 : cols - side]
        for step in range(half_width.size):
            wide = half_width[step]
            line = grid[row - reach + step]
            right, left = line[side + 1 + wide :], line[side - wide :]
            for col in range(here.size):
                here[col] += right[col] - left[col]
    return sums


#: Share of the marked cells that may be chance, by default.
ALPHA: Final = 0.05


def gi_star(values: NDArray[np.float64], weights: scipy.sparse.csr_array) -> NDArray[np.float64]:
    """Compute the z-score of Gi* for every area.

    A z-score far above 0 marks a hotspot, far below 0 a coldspot. It is not a p-value: on counts
    judge significance with `gi_star_areas` or `gi_star_cells`. No map asks this one: it is the
    statistic as it was published, on any values, to which the scores of those two are held.

    Parameters
    ----------
    values : shape (n,)
        One finite number per area, in any unit that is comparable between areas: incidents per
        1.000 dwellings, not raw counts.
    weights : shape (n, n)
        An area ``j`` counts towards area ``i`` where ``weights[i, j]`` is not 0; how much it is
        does not matter. The diagonal must be filled: the star in Gi* is the area itself.

    Returns
    -------
    shape (n,)
        Standard deviations from the mean of the map, without unit, in the order of ``values``.
        NaN for an area without neighbours: not determinable.

    Raises
    ------
    StatisticError
        If a value is not finite, all values are equal, the diagonal has a gap, or an area has
        the whole map as its neighbourhood.

    References
    ----------
    Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional
    issues and an application. Geographical Analysis 27(4), 286-306,
    doi:10.1111/j.1538-4632.1995.tb00912.x.

    Examples
    --------
    Six areas, high in the last ones; the same z-scores as esda's
    ``G_Local(star=True, transform="B")``.

    >>> from scipy import sparse
    >>> pairs = [(0, 1), (0, 3), (1, 3), (1, 4), (2, 4), (3, 4), (4, 5)]
    >>> w = scipy.sparse.eye_array(6, format="lil")
    >>> for i, j in pairs:
    ...     w[i, j] = w[j, i] = 1
    >>> gi_star(np.array([2, 3, 3.2, 5, 8, 7]), w.tocsr()).round(3).tolist()
    [-1.397, -0.289, 0.651, -0.289, 1.235, 2.024]
    """
    number = np.asarray(values, dtype=np.float64)
    if not np.isfinite(number).all():
        raise StatisticError(
            "Gi* kan niet rekenen met een waarde die ontbreekt of oneindig is.",
            f"Gevonden: {np.count_nonzero(~np.isfinite(number))} van {number.size} gebieden.",
            "Laat die gebieden weg, ook uit de buurrelaties.",
        )
    pattern = _binary(weights, number.size)
    if np.ptp(number) == 0.0:
        refuse_equal(number.size)
    size = np.diff(pattern.indptr)
    if (size == number.size).any():
        raise StatisticError(
            "Gi* bestaat niet voor een gebied dat aan alle andere grenst.",
            f"Gevonden: gebied {int(np.argmax(size == number.size))} telt alle {number.size} mee.",
            "Kies een kleinere omgeving of meer gebieden.",
        )
    # The deviation is that of the population (n, not n - 1), as in esda, so that our z-scores
    # can be compared with theirs digit by digit.
    spread = number.std() * np.sqrt(size * (number.size - size) / (number.size - 1))
    z = (pattern @ number - size * number.mean()) / spread
    return np.where(size > 1, z, np.nan)


def gi_star_cells(
    counts: NDArray[np.int64],
    col: NDArray[np.int32],
    row: NDArray[np.int32],
    *,
    reach: int = 1,
    reach_m: int | None = None,
    cell_m: int | None = None,
    exposure: NDArray[np.float64] | None = None,
    alpha: float = ALPHA,
    test: Test = "exact",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    dispersion: float = 1.0,
    minimum_ratio: float | None = None,
    side: Side = "both",
) -> GiStar:
    """Find hotspots and coldspots among the square cells of a mask.

    A marked cell lies in a neighbourhood with more incidents than chance spreads there. It need
    not hold many itself, and "expected" is only as good as the exposure: with even exposure every
    place where people live is soon a hotspot. Incidents that follow each other (a near repeat)
    are a hotspot too.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per cell, 0 or more. Every cell of the mask is there, those without included.
    col, row : shape (n,)
        Column and row of each cell; distances are whole cells, so that no neighbour is lost by
        rounding.
    reach
        Cells to each side: 1 is the cell and the eight around it.
    reach_m, cell_m
        Instead of ``reach``: a disc around the centre of the cell, metres, and the side of a
        cell, metres.
    exposure : shape (n,)
        What the incidents are expected to follow, such as households per cell; by default the
        same everywhere in the mask. A cell with 0 is no part of the mask.
    alpha
        Share of the marked cells that may be chance.
    test
        "exact": the conditional binomial tail; "normal": from z, which on sparse maps marks
        places that are only chance; "permutation": counts dealt anew over the mask.
    permutations, seed
        For the last of those.
    dispersion
        Variance of a count over its mean, above 1 where incidents bring others: then more is left
        to chance. For the exact test.
    minimum_ratio
        Mark only what has at least so many times what is expected (or that few times less), by
        the bound of an interval that is corrected for how many are marked. None marks whatever is
        beyond chance, and makes no intervals, which take the longest.
    side
        "more" looks for hotspots alone, by the upper tail: a family of its own, in which the
        correction leans on hotspots alone.

    Returns
    -------
    GiStar
        In the order of ``counts``.

    Raises
    ------
    StatisticError
        If a count is negative or not whole, a cell is there twice, there are no incidents, all
        cells hold what is expected exactly, incidents lie where there is no exposure, or the
        disc is smaller than a cell.

    References
    ----------
    The score: Ord, J. K. and Getis, A. (1995). Geographical Analysis 27(4), 286-306,
    doi:10.1111/j.1538-4632.1995.tb00912.x. The test, given the total: Przyborowski, J. and
    Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31(3-4), 313-323, doi:10.1093/biomet/31.3-4.313.

    Examples
    --------
    Nine cells in a row; six of the eight incidents lie in three of them.

    >>> answer = gi_star_cells(np.array([0, 2, 3, 1, 0, 0, 1, 1, 0]), np.arange(9),
    ...     np.zeros(9, int))
    >>> answer.observed.tolist()
    [2, 5, 6, 4, 1, 1, 2, 2, 1]
    >>> float(answer.p[2].round(4)), int(answer.hot.sum())
    (0.0393, 0)
    """
    half_width = half_widths(reach, reach_m, cell_m)
    number = whole_counts(counts)
    require_same_length(counts=number, col=col, row=row)
    inside = _inside(number, exposure)
    # The loops are compiled for arrays of this kind, and for no other; they write to none of them.
    at_col, at_row, counts_here = (
        np.require(part[inside], np.int64, ["C", "W"]) for part in (col, row, number)
    )
    observed, size = window_counts(at_col, at_row, counts_here, half_width)
    if size[0] < 0:
        raise StatisticError(
            "Een cel komt twee keer voor.",
            f"Gevonden: {number.size} cellen, niet alle verschillend.",
            "Tel de incidenten per cel bij elkaar op.",
        )
    windows = Windows(counts_here, observed, size)
    if exposure is not None:
        known = exposure[inside].astype(np.float64)
        around = window_exposure(at_col, at_row, known, half_width)
        windows = replace(windows, exposure=known, around=around)
    rules = Rules(alpha, test, permutations, seed, dispersion, minimum_ratio, side)
    result = judge(windows, rules)
    return result if isinstance(inside, slice) else spread_back(result, inside)


def gi_star_areas(
    counts: NDArray[np.int64],
    weights: scipy.sparse.csr_array,
    *,
    exposure: NDArray[np.float64] | None = None,
    alpha: float = ALPHA,
    test: Test = "exact",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    dispersion: float = 1.0,
    minimum_ratio: float | None = None,
    side: Side = "both",
) -> GiStar:
    """Find hotspots and coldspots among areas with neighbours, such as buurten.

    As `gi_star_cells`, with the neighbourhoods given. Areas differ in what they hold: without
    exposure every area is expected to have as many incidents as any other, large or small.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per area, 0 or more.
    weights : shape (n, n)
        Not 0 where an area counts towards another, the diagonal filled: see `including_self`.
    exposure : shape (n,)
        What the incidents are expected to follow, such as households. An area with 0, or where
        it is not known (NaN), is left out and gets NaN.
    alpha, test, permutations, seed, dispersion, minimum_ratio, side
        As in `gi_star_cells`.

    Returns
    -------
    GiStar
        In the order of ``counts``.

    Raises
    ------
    StatisticError
        If a count is negative or not whole, there are no incidents, all areas hold what is
        expected exactly, incidents lie where there is no exposure, or the diagonal has a gap.

    Examples
    --------
    Four areas in a row with as many households in the third as in the others together: half of
    the incidents there is what one would expect.

    >>> from scipy import sparse
    >>> weights = scipy.sparse.csr_array(np.abs(np.subtract.outer(np.arange(4), np.arange(4))) <= 1)
    >>> result = gi_star_areas(np.array([3, 1, 5, 1]), weights, exposure=np.array([1.0, 1, 3, 1]))
    >>> result.expected.round(2).tolist()
    [3.33, 8.33, 8.33, 6.67]
    """
    number = whole_counts(counts)
    pattern = _binary(weights, number.size)
    inside = _inside(number, exposure)
    if not isinstance(inside, slice):
        pattern = pattern[inside][:, inside]
    windows = Windows(
        number[inside], pattern @ number[inside], np.diff(pattern.indptr).astype(np.int64)
    )
    if exposure is not None:
        known = exposure[inside].astype(np.float64)
        windows = replace(windows, exposure=known, around=pattern @ known)
    rules = Rules(alpha, test, permutations, seed, dispersion, minimum_ratio, side)
    result = judge(windows, rules)
    return result if isinstance(inside, slice) else spread_back(result, inside)


def including_self(weights: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
    """Return neighbours with each area as a neighbour of itself: the star of Gi*.

    Examples
    --------
    >>> including_self(scipy.sparse.csr_array(np.array([[0, 1], [1, 0]]))).toarray().tolist()
    [[1, 1], [1, 1]]
    """
    own = scipy.sparse.eye_array(weights.shape[0], dtype=weights.dtype, format="csr")
    return scipy.sparse.csr_array(((weights + own) != 0).astype(weights.dtype))


def warm_up() -> None:
    """Compile or load the loops, so that the first map need not wait for the compiler."""
    line = np.arange(4, dtype=np.int32)
    counts = np.array([3, 0, 1, 0])
    gi_star_cells(counts, line, line * 0)
    gi_star_cells(counts, line, line * 0, exposure=np.ones(4))


def half_widths(reach: int, reach_m: int | None, cell_m: int | None) -> NDArray[np.int64]:
    """Return how far each row of the window goes to both sides, in cells."""
    if reach_m is None and reach >= 1:
        return np.full(2 * reach + 1, reach, dtype=np.int64)
    if reach_m is None or cell_m is None or not 0 < cell_m <= reach_m:
        raise StatisticError(
            "De omgeving van een cel is kleiner dan een cel.",
            f"Gevonden: bereik {reach}, straal {reach_m} m, cel {cell_m} m.",
            "Kies een straal van ten minste één cel.",
        )
    rows = reach_m // cell_m
    # Whole numbers all the way: a diagonal neighbour at the square root of 2 is not lost.
    return np.array(
        [
            math.isqrt((reach_m**2 - (step * cell_m) ** 2) // cell_m**2)
            for step in range(-rows, rows + 1)
        ],
        dtype=np.int64,
    )


def _binary(weights: scipy.sparse.csr_array, n: int) -> scipy.sparse.csr_array:
    """Return a copy of the weights as ones, checked."""
    pattern = scipy.sparse.csr_array(weights != 0).astype(np.int64)
    require_square(pattern, n)
    gaps = np.flatnonzero(pattern.diagonal() == 0)
    if gaps.size:
        raise StatisticError(
            "Bij Gi* telt een gebied zelf mee, en dat ontbreekt in de buurrelaties.",
            f"Gevonden: {gaps.size} van {n} gebieden, het eerste is {gaps[0]}.",
            "Vul de diagonaal: including_self(weights).",
        )
    return pattern


def whole_counts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return counts, checked: whole numbers, none below 0, and something in them."""
    if counts.size == 0 or counts.dtype.kind not in "iu" or counts.min() < 0 or not counts.any():
        lowest = counts.min() if counts.size else "geen"
        raise StatisticError(
            "Gi* heeft hele aantallen nodig, en ten minste één incident.",
            f"Gevonden: {counts.size} gebieden, type {counts.dtype}, laagste waarde {lowest}.",
            "Kies een langere periode of meer soorten.",
        )
    return counts.astype(np.int64, copy=False)


def _inside(
    counts: NDArray[np.int64], exposure: NDArray[np.float64] | None
) -> slice | NDArray[np.bool_]:
    """Return which areas have exposure; all, as a slice that copies nothing, where it is even."""
    if exposure is None:
        return slice(None)
    require_same_length(counts=counts, exposure=exposure)
    exposed = np.isfinite(exposure) & (exposure > 0)
    require_none_where_nothing_is_expected(counts[~exposed])
    return slice(None) if exposed.all() else exposed

"""Where hotspots are new, lasting, growing or gone: Gi* per step in time, put into words.

The classes carry the names of Esri's emerging hotspots, but Gi* is worked out per step, over the
places of that step alone. Esri's own tool looks by default at neighbours in space and time and
compares them with the whole cube, so its map may differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import (
    require_counts,
    require_none_where_nothing_is_expected,
    require_same_length,
)
from hotspots.statistics.gi_star import ALPHA, gi_star_areas, half_widths, whole_counts
from hotspots.statistics.gi_star_steps import CellsInSteps
from hotspots.statistics.mann_kendall import MannKendall, mann_kendall

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.statistics.gi_star_judgement import GiStar

#: Steps with a score below which no trend is claimed: the normal p of Mann-Kendall is rough there.
FEWEST_FOR_TREND: Final = 10
#: Marked in at least this many of every ten steps: (nearly) always.
_MOSTLY_OF_TEN: Final = 9
#: A place and its steps; also the fewest steps that have a before and an after.
_TWO: Final = 2


class EmergingClass(IntEnum):
    """What a place was over its steps. The numbers are stable; the cold twin is the negative.

    "Mostly" is in 90 % of the steps or more, exactly 90 % included. A step in which nothing could
    stand out anywhere counts for nothing, except that no place was hot or cold in the last one.
    """

    #: A step has no score here while other places have one: no neighbours, or no exposure.
    NOT_DETERMINABLE = 99
    NO_PATTERN = 0
    #: Marked in the last step, and never before.
    NEW_HOT = 1
    #: Marked in the last steps, two or more, and never before those.
    CONSECUTIVE_HOT = 2
    #: Mostly marked, in the last step too, and the score moves further out.
    INTENSIFYING_HOT = 3
    #: Mostly marked, in the last step too, and no trend is shown.
    PERSISTENT_HOT = 4
    #: Mostly marked, in the last step too, and the score moves back.
    DIMINISHING_HOT = 5
    #: Marked in the last step and off and on before, never its opposite.
    SPORADIC_HOT = 6
    #: As sporadic, and at some earlier step its opposite.
    OSCILLATING_HOT = 7
    #: Mostly marked, but not in the last step.
    HISTORICAL_HOT = 8
    NEW_COLD = -1
    CONSECUTIVE_COLD = -2
    INTENSIFYING_COLD = -3
    PERSISTENT_COLD = -4
    DIMINISHING_COLD = -5
    SPORADIC_COLD = -6
    OSCILLATING_COLD = -7
    HISTORICAL_COLD = -8


@dataclass(frozen=True, slots=True, eq=False)
class GiStarSteps:
    """Gi* of every place in every step; every array has shape (places, steps).

    Attributes
    ----------
    z
        The score against the other places in the same step, NaN where there is none: for a place
        that is not determinable, and for all places in a step where nothing can stand out.
    hot, cold
        Marked, after Benjamini-Hochberg over the places of the step.
    """

    z: NDArray[np.float64]
    hot: NDArray[np.bool_]
    cold: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Emerging:
    """The class of every place, and what it rests on; every array has shape (places,).

    Attributes
    ----------
    pattern
        Numbers of `EmergingClass`.
    hot_steps, cold_steps
        In how many steps the place was marked.
    trend
        Mann-Kendall on the scores, before any correction for the number of places; None where
        there are too few steps to claim one.
    steps
        How many steps there are.
    steps_with_scores
        In how many of those anything could stand out.
    alpha
        A trend with a p of at most this counts.
    """

    pattern: NDArray[np.int8]
    hot_steps: NDArray[np.int64]
    cold_steps: NDArray[np.int64]
    trend: MannKendall | None
    steps: int
    steps_with_scores: int
    alpha: float

    @property
    def trend_claimed(self) -> bool:
        """Whether a trend was looked for. If not, persistent says nothing about growing or not."""
        return self.trend is not None


def gi_star_per_step(
    counts: NDArray[np.int64],
    col: NDArray[np.int32],
    row: NDArray[np.int32],
    *,
    reach: int = 1,
    reach_m: int | None = None,
    cell_m: int | None = None,
    exposure: NDArray[np.float64] | None = None,
    alpha: float = ALPHA,
    dispersion: float = 1.0,
) -> GiStarSteps:
    """Find the hotspots and coldspots among cells in each step, by the exact test.

    Each step is judged by itself: a step with few incidents marks little, also where the place is
    as busy as ever. A last step that is not complete reads as a fall: leave it out. Maps ask
    `gi_star_steps_of_some`, which is held to this and leaves out cells of which nothing is said.

    Parameters
    ----------
    counts : shape (cells, steps)
        Incidents per cell and step, the first step first, steps equally long.
    col, row, reach, reach_m, cell_m, alpha, dispersion
        As in `gi_star_cells`.
    exposure : shape (cells,)
        As in `gi_star_cells`, the same in every step.

    Returns
    -------
    GiStarSteps
        Nothing is marked and no score given in a step without incidents, nor in one where every
        cell holds exactly what is expected.

    Raises
    ------
    StatisticError
        If no step has incidents, ``counts`` is not a table, or as `gi_star_cells`.

    References
    ----------
    As `gi_star_cells`.

    Examples
    --------
    Sixty incidents in one of nine cells, then none at all.

    >>> counts = np.zeros((9, 2), dtype=int)
    >>> counts[4, 0] = 60
    >>> result = gi_star_per_step(counts, np.arange(9), np.zeros(9, dtype=int))
    >>> result.hot.sum(axis=0).tolist(), np.isnan(result.z).sum(axis=0).tolist()
    ([3, 0], [0, 9])
    """
    require_counts(counts)
    _require_some(counts)
    every = gi_star_steps_of_some(
        scipy.sparse.csc_array(whole_counts(counts)),
        col,
        row,
        np.ones(len(counts), dtype=bool),
        reach=reach,
        reach_m=reach_m,
        cell_m=cell_m,
        exposure=exposure,
        alpha=alpha,
        dispersion=dispersion,
    )
    return every.marks


@dataclass(frozen=True, slots=True, eq=False)
class SomeSteps:
    """Gi* per step of some of the cells that were tested.

    Attributes
    ----------
    where : shape (k,)
        Positions of those cells, ascending.
    marks
        Of those cells.
    speaking : shape (steps,)
        In which steps any cell has a score.
    tested
        How many cells have a score in any step.
    """

    where: NDArray[np.int64]
    marks: GiStarSteps
    speaking: NDArray[np.bool_]
    tested: int


def gi_star_steps_of_some(
    counts: scipy.sparse.csc_array,
    col: NDArray[np.int32],
    row: NDArray[np.int32],
    also: NDArray[np.bool_],
    *,
    reach: int = 1,
    reach_m: int | None = None,
    cell_m: int | None = None,
    exposure: NDArray[np.float64] | None = None,
    alpha: float = ALPHA,
    dispersion: float = 1.0,
) -> SomeSteps:
    """Test all cells as `gi_star_per_step` does, and give those that are marked, and some more.

    A map of a country has millions of cells, of which few have anything: what is said of the
    others takes no memory.

    Parameters
    ----------
    counts : shape (cells, steps)
        Incidents per cell and step, 0 or more.
    col, row, reach, reach_m, cell_m, exposure, alpha, dispersion
        As in `gi_star_per_step`.
    also : shape (cells,)
        Which cells to give also where they are never marked.

    Raises
    ------
    StatisticError
        As `gi_star_per_step`.
    """
    half_width = half_widths(reach, reach_m, cell_m)
    places, n_steps = counts.shape
    require_same_length(counts=also, col=col, row=row)
    exposed = np.ones(places, dtype=bool)
    if exposure is not None:
        require_same_length(counts=also, exposure=exposure)
        exposed = np.isfinite(exposure) & (exposure > 0.0)
    steps = [_of_step(counts, number) for number in range(n_steps)]
    for cells, here in steps:
        require_none_where_nothing_is_expected(here[~exposed[cells]])
    inside = np.flatnonzero(exposed)
    part = None if exposure is None else exposure[inside]
    known = CellsInSteps(col[inside], row[inside], part, half_width)
    position = np.cumsum(exposed, dtype=np.int64) - 1
    judged = {
        number: known.mark(position[cells], here, alpha, dispersion)
        for number, (cells, here) in enumerate(steps)
        if not _is_as_expected(cells, here, part, len(inside))
    }
    given = also.copy()
    for step in judged.values():
        given[inside[step.hot]] = given[inside[step.cold]] = True
    where = np.flatnonzero(given)
    within = exposed[where]
    at = position[where[within]]
    # A row per step, since each is written at once; seen from the side.
    z = np.full((n_steps, len(where)), np.nan)
    hot, cold = np.zeros(z.shape, dtype=bool), np.zeros(z.shape, dtype=bool)
    for number, step in judged.items():
        z[number, within] = known.scores(step, at)
        hot[number, np.searchsorted(where, inside[step.hot])] = True
        cold[number, np.searchsorted(where, inside[step.cold])] = True
    speaking = np.isin(np.arange(n_steps), list(judged)) & (known.tested > 0)
    return SomeSteps(
        where=where,
        marks=GiStarSteps(z=z.T, hot=hot.T, cold=cold.T),
        speaking=speaking,
        tested=known.tested if speaking.any() else 0,
    )


def _of_step(
    counts: scipy.sparse.csc_array, number: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places that have anything in a step, and how much."""
    some = slice(counts.indptr[number], counts.indptr[number + 1])
    place, here = counts.indices[some].astype(np.int64), counts.data[some].astype(np.int64)
    return place[here > 0], here[here > 0]


def _is_as_expected(
    cells: NDArray[np.int64],
    here: NDArray[np.int64],
    exposure: NDArray[np.float64] | None,
    places: int,
) -> bool:
    """Return what `_as_expected` does, of the places with exposure that have anything."""
    if 0 < len(cells) < places:
        return False
    return not len(cells) or _as_expected(here[np.argsort(cells)], exposure)


def gi_star_areas_per_step(
    counts: NDArray[np.int64],
    weights: scipy.sparse.csr_array,
    *,
    exposure: NDArray[np.float64] | None = None,
    alpha: float = ALPHA,
    dispersion: float = 1.0,
) -> GiStarSteps:
    """Find the hotspots and coldspots among areas in each step, as `gi_star_per_step` does.

    Parameters
    ----------
    counts : shape (areas, steps)
        Incidents per area and step.
    weights, exposure, alpha, dispersion
        As in `gi_star_areas`.

    Raises
    ------
    StatisticError
        If no step has incidents, ``counts`` is not a table, or as `gi_star_areas`.

    Examples
    --------
    >>> import scipy
    >>> weights = scipy.sparse.csr_array(np.abs(np.subtract.outer(np.arange(9), np.arange(9))) <= 1)
    >>> counts = np.zeros((9, 2), dtype=int)
    >>> counts[4, 0] = 60
    >>> gi_star_areas_per_step(counts, weights).hot.sum(axis=0).tolist()
    [3, 0]
    """
    return _each_step(
        counts,
        exposure,
        lambda step: gi_star_areas(
            step, weights, exposure=exposure, alpha=alpha, dispersion=dispersion
        ),
    )


def emerging(
    z: NDArray[np.float64],
    hot: NDArray[np.bool_],
    cold: NDArray[np.bool_],
    *,
    alpha: float = ALPHA,
    speaking: NDArray[np.bool_] | None = None,
) -> Emerging:
    """Put the marks of every place over its steps into one class.

    What the last step is decides first: hot, cold, or neither. A class describes the steps that
    were looked at: other steps (months for quarters) give other classes, and a hotspot that is
    there in every step need not be marked in a step with few incidents. Intensifying is that a
    place stands out more and more from the rest of the map, not that it has more incidents: those
    may fall. The trend is judged per place, with no correction for their number: of the places
    that are mostly marked and have no trend, about ``alpha`` is called intensifying or
    diminishing by chance.

    Parameters
    ----------
    z : shape (places, steps)
        The score of Gi* per step, the first step first: of `gi_star_per_step`. NaN in a whole
        step: nothing could stand out, and so no place was hot then. NaN where others have a
        score: not determinable, and that place gets no class. Such steps are not divided by.
    hot, cold : shape (places, steps)
        The marks of those steps, after correction for the number of places.
    alpha
        A trend counts where its two-sided p is at most this.
    speaking : shape (steps,)
        In which steps any place of the map has a score; by default, any of these.

    Returns
    -------
    Emerging
        In the order of ``z``. With fewer than ten steps that have scores no trend is claimed: no
        place is intensifying or diminishing, and persistent then says no more than "mostly
        marked, in the last step too".

    Raises
    ------
    StatisticError
        If the tables differ in shape or have fewer than two steps, or a mark has no score or is
        both hot and cold.

    References
    ----------
    Trend: Mann (1945), doi:10.2307/1907187. The names of the classes: Esri, How Emerging Hot Spot
    Analysis works (ArcGIS Pro, space time pattern mining).

    Examples
    --------
    Four quarters: hot in the last only; in the last two; in the first three; and never.

    >>> hot = np.array([[0, 0, 0, 1], [0, 0, 1, 1], [1, 1, 1, 0], [0, 0, 0, 0]], dtype=bool)
    >>> result = emerging(np.where(hot, 4.0, 0.5), hot, np.zeros_like(hot))
    >>> [EmergingClass(number).name for number in result.pattern.tolist()]
    ['NEW_HOT', 'CONSECUTIVE_HOT', 'NO_PATTERN', 'NO_PATTERN']
    >>> result.trend_claimed
    False
    """
    _require_marks(z, hot, cold)
    known = ~np.isnan(z)
    with_score: NDArray[np.bool_] = np.asarray(known.any(axis=0)) if speaking is None else speaking
    steps_with_scores = int(np.count_nonzero(with_score))
    trend = mann_kendall(z) if steps_with_scores >= FEWEST_FOR_TREND else None
    direction = np.zeros(len(z), dtype=np.int64)
    if trend is not None:
        direction = np.where(trend.p <= alpha, np.sign(trend.score), 0)
    # What was silent for the whole map tells of no place whether it stayed; only of the last step
    # that nothing was hot then.
    heard = with_score | (np.arange(z.shape[1]) == z.shape[1] - 1)
    hot_then, cold_then = hot[:, heard], cold[:, heard]
    pattern = _patterns(hot_then, cold_then, direction, steps_with_scores)
    pattern -= _patterns(cold_then, hot_then, -direction, steps_with_scores)
    determinable = known[:, with_score].all(axis=1) & with_score.any()
    pattern[~determinable] = EmergingClass.NOT_DETERMINABLE
    return Emerging(
        pattern=pattern,
        hot_steps=np.count_nonzero(hot, axis=1),
        cold_steps=np.count_nonzero(cold, axis=1),
        trend=trend,
        steps=z.shape[1],
        steps_with_scores=steps_with_scores,
        alpha=alpha,
    )


def _patterns(
    marks: NDArray[np.bool_], opposite: NDArray[np.bool_], outward: NDArray[np.int64], steps: int
) -> NDArray[np.int8]:
    """Return the class of every place as if the marks were hot; 0 where there is none.

    Mostly is of ``steps``, those in which anything could stand out.

    At most one of the two kinds of marks gives a place a class: the kind of its last step, or, if
    that has none, the kind that it mostly had.
    """
    times = np.count_nonzero(marks, axis=1)
    mostly = (times > 0) & (10 * times >= _MOSTLY_OF_TEN * steps)
    last = marks[:, -1]
    final_run = np.logical_and.accumulate(marks[:, ::-1], axis=1).sum(axis=1)
    first_that_holds = (
        (last & ~mostly & (times == 1), EmergingClass.NEW_HOT),
        (last & ~mostly & (times == final_run), EmergingClass.CONSECUTIVE_HOT),
        (last & ~mostly & opposite.any(axis=1), EmergingClass.OSCILLATING_HOT),
        (last & ~mostly, EmergingClass.SPORADIC_HOT),
        (last & (outward > 0), EmergingClass.INTENSIFYING_HOT),
        (last & (outward < 0), EmergingClass.DIMINISHING_HOT),
        (last, EmergingClass.PERSISTENT_HOT),
        (mostly & ~opposite[:, -1], EmergingClass.HISTORICAL_HOT),
    )
    conditions, classes = zip(*first_that_holds, strict=True)
    return np.select(conditions, [np.int8(name) for name in classes], np.int8(0))


def _each_step(
    counts: NDArray[np.int64],
    exposure: NDArray[np.float64] | None,
    find: Callable[[NDArray[np.int64]], GiStar],
) -> GiStarSteps:
    """Judge every step that says something; the others have no score and no marks."""
    require_counts(counts)
    _require_some(counts)
    if exposure is not None:
        require_same_length(counts=counts, exposure=exposure)
    z = np.full(counts.shape, np.nan)
    hot, cold = np.zeros(counts.shape, dtype=bool), np.zeros(counts.shape, dtype=bool)
    for number in range(counts.shape[1]):
        step = np.ascontiguousarray(counts[:, number])
        if not _as_expected(step, exposure):
            result = find(step)
            z[:, number], hot[:, number], cold[:, number] = result.z, result.hot, result.cold
    return GiStarSteps(z=z, hot=hot, cold=cold)


def _require_some(counts: NDArray[np.int64]) -> None:
    if counts.ndim != _TWO or not counts.any():
        raise StatisticError(
            "Hotspots door de tijd vragen een tabel met ten minste één incident.",
            f"Gevonden: een tabel van {' bij '.join(map(str, counts.shape))}, samen "
            f"{counts.sum()} incidenten; verwacht: plekken bij stappen.",
            "Kies een langere periode of meer soorten.",
        )


def _as_expected(step: NDArray[np.int64], exposure: NDArray[np.float64] | None) -> bool:
    """Return whether no place can stand out: no incidents, or everywhere as many as expected."""
    if not step.any():
        return True
    parts = np.ones(step.shape) if exposure is None else exposure
    parts = np.where(np.isfinite(parts) & (parts > 0.0), parts, 0.0)
    # Where something happened but nothing is expected, Gi* itself says what is wrong.
    if not parts.any():
        return False
    # Where nothing happened and something is expected is soon found, on nearly every map.
    if ((step == 0) & (parts > 0.0)).any():
        return False
    own = step.sum() * parts / parts.sum()
    return bool(np.allclose(step, own, rtol=1e-9, atol=0.0))


def _require_marks(z: NDArray[np.float64], hot: NDArray[np.bool_], cold: NDArray[np.bool_]) -> None:
    require_same_length(z=z, hot=hot, cold=cold)
    if z.ndim != _TWO or z.shape[1] < _TWO or not z.shape == hot.shape == cold.shape:
        raise StatisticError(
            "Scores en merken door de tijd horen drie even grote tabellen te zijn.",
            f"Gevonden: {z.shape}, {hot.shape} en {cold.shape}; verwacht: plekken bij ten minste "
            "twee stappen.",
            "Kies een langere periode of kortere stappen.",
        )
    wrong = (hot & cold) | ((hot | cold) & np.isnan(z))
    if wrong.any():
        place, step = np.argwhere(wrong)[0].tolist()
        raise StatisticError(
            "Een plek is gemerkt zonder score, of als hotspot en coldspot tegelijk.",
            f"Gevonden: {np.count_nonzero(wrong)} keer, het eerst bij plek {place}, stap {step}.",
            "Geef de merken en de scores van dezelfde Gi*.",
        )

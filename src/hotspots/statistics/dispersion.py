"""How much more counts vary than chance: from scatter in time, and from repeats.

Never from differences between places: a place that has more, year after year, is what a hotspot
map is to find, and would be taken for chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.statistics.checks import require_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fewer steps of time than this show no scatter to speak of.
FEWEST_STEPS: Final = 6
#: Incidents per place and step below which a table is too empty for Pearson's statistic.
_SPARSE: Final = 1 / 12


def dispersion_in_place(counts: NDArray[np.int64]) -> float:
    """Return how much more the counts of places vary from step to step than chance explains.

    As Pearson's statistic of a table of places by steps over its degrees of freedom, when every
    place has its own level and all places together their own busy and quiet steps; but between
    each step and the next. So what lasts in a place adds nothing, and a place that got more once
    and stays so adds next to nothing; bursts in one place, such as near repeats, do.

    Parameters
    ----------
    counts : shape (places, steps)
        Incidents, 0 or more; steps as long as each other, and longer than a burst lasts.

    Returns
    -------
    float
        Variance over mean, 1 or more; 1 where there are too few steps, places or incidents to
        tell.

    Raises
    ------
    StatisticError
        If a count is negative.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, sections 4.5
    and 6.2, doi:10.1201/9780203753736. Differences: von Neumann, J. (1941), as below.

    Examples
    --------
    Six steps in two places: the busy step of one is the quiet step of the other.

    >>> counts = np.array([[9, 1, 9, 1, 9, 1], [1, 9, 1, 9, 1, 9]])
    >>> round(dispersion_in_place(counts), 6)
    12.8
    """
    require_counts(counts)
    filled = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0].astype(np.float64)
    places, steps = filled.shape
    freedom = (places - 1) * (steps - 1)
    if places < 2 or steps < FEWEST_STEPS or filled.sum() <= freedom * _SPARSE:  # noqa: PLR2004
        return 1.0
    expected = np.outer(filled.sum(axis=1), filled.sum(axis=0)) / filled.sum()
    unusual = (filled - expected) / np.sqrt(expected)
    return max(float(np.square(np.diff(unusual, axis=1)).sum() / 2.0 / freedom), 1.0)


def dispersion_in_time(counts: NDArray[np.int64], *, steps_per_year: int = 12) -> float:
    """Return how much more counts vary from step to step than chance explains.

    Neither the season nor what grows or falls adds anything: from two years on the scatter is that
    around the level of each year and the usual course of a year, before that the one between each
    step and the next. Bursts do, also those that are everywhere at once.

    Parameters
    ----------
    counts : shape (places, steps)
        Incidents in one month, quarter or year after the other, 0 or more.
    steps_per_year
        12, 4 or 1.

    Returns
    -------
    float
        Variance over mean, 1 or more; 1 where there are too few steps or incidents to tell.

    Raises
    ------
    StatisticError
        If a count is negative.

    References
    ----------
    von Neumann, J., Kent, R. H., Bellinson, H. R. and Hart, B. I. (1941). The mean square
    successive difference. Annals of Mathematical Statistics 12(2), 153-162,
    doi:10.1214/aoms/1177731746.

    Examples
    --------
    Eight months of one place; differences of 8 have a variance of 32, the mean is 6.

    >>> float(round(dispersion_in_time(np.array([[2, 10, 2, 10, 2, 10, 2, 10]])), 2))
    5.33
    """
    require_counts(counts)
    filled = counts[counts.sum(axis=1) > 0].astype(np.float64)
    steps = counts.shape[1]
    if not filled.size or steps < FEWEST_STEPS:
        return 1.0
    mean = filled.mean(axis=1).sum()
    if steps < 2 * steps_per_year or steps_per_year == 1:
        squares = np.square(np.diff(filled, axis=1)).sum() / 2.0 / (steps - 1)
        return max(float(squares / mean), 1.0)
    courses = _courses(steps, steps_per_year)
    left_over = filled.T - courses @ np.linalg.lstsq(courses, filled.T, rcond=None)[0]
    freedom = steps - np.linalg.matrix_rank(courses)
    return max(float(np.square(left_over).sum() / freedom / mean), 1.0)


def _courses(steps: int, per_year: int) -> NDArray[np.float64]:
    """Return a level per year and one per step of the year: shape (steps, columns)."""
    year, part = np.divmod(np.arange(steps), per_year)
    return np.column_stack([np.eye(year[-1] + 1)[year], np.eye(per_year)[part]])


def dispersion_of_repeats(incidents: int, near_pairs: float, by_chance: float) -> float:
    """Return the dispersion that incidents have because they follow each other.

    A count of clumps has as its variance over mean the size of the clump of a typical incident:
    itself, and those that are near it in place and time beyond chance. Every pair is near to two.

    Parameters
    ----------
    incidents
        How many there are.
    near_pairs, by_chance
        Pairs that are near in place and time, and how many would be if time had nothing to do
        with place.

    Examples
    --------
    100 incidents, and 25 pairs more than chance gives: each has half a companion.

    >>> dispersion_of_repeats(100, 30.0, 5.0)
    1.5
    """
    if not incidents:
        return 1.0
    return max(1.0 + 2.0 * (near_pairs - by_chance) / incidents, 1.0)

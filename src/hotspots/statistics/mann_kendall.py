"""Does a series rise or fall? The test of Mann and Kendall, for many places at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.geography.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Places side by side: their steps stay in the processor's own memory.
_BLOCK: Final = 1024


@compiled
def compare_steps(
    by_step: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return, per place: rises minus falls, known steps, pairs of equals, the ties in the variance.

    ``by_step`` holds a row per step and a column per place. NaN is neither above, below nor equal
    to anything, so that it drops out by itself. A step that equals ``k`` earlier ones adds k pairs
    of equals. It makes a group of k into k + 1, and so adds 6 k (k + 2) to the sum of
    t (t - 1) (2 t + 5) over the groups: no sorting is needed.
    """
    steps, places = by_step.shape
    score = np.zeros(places, np.int64)
    known = np.zeros(places, np.int64)
    equals = np.zeros(places, np.int64)
    ties = np.zeros(places, np.int64)
    for begin in range(0, places, _BLOCK):
        end = min(begin + _BLOCK, places)
        # Rows and sums of their own, so that the compiler knows that they do not overlap and
        # compares several places in one go.
        risen = np.zeros(end - begin, np.int64)
        same = np.zeros(end - begin, np.int64)
        for late in range(steps):
            now = by_step[late, begin:end]
            same[:] = 0
            for early in range(late):
                then = by_step[early, begin:end]
                for place in range(now.size):
                    risen[place] += int(now[place] > then[place]) - int(now[place] < then[place])
                    same[place] += int(now[place] == then[place])
            for place in range(now.size):
                known[begin + place] += int(not np.isnan(now[place]))
                equals[begin + place] += same[place]
                ties[begin + place] += 6 * same[place] * (same[place] + 2)
        score[begin:end] = risen
    return score, known, equals, ties


#: A place and its steps.
_DIMENSIONS: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class MannKendall:
    """The test of every place; every array has shape (places,).

    Attributes
    ----------
    score
        S: pairs of steps of which the later is higher, minus those of which it is lower.
    variance
        Of ``score``, were there no trend; equal numbers are taken into account.
    z
        ``score``, one nearer to 0, in standard deviations: above 0 the series rises.
    p
        Two-sided, by the normal distribution, before any correction for the number of places: 1
        where all numbers are equal, NaN where fewer than two are known.
    tau
        Kendall's tau b, -1 to 1: how consistently it rises, not how steeply. NaN where all
        numbers are equal.
    known
        Steps with a number.
    """

    score: NDArray[np.int64]
    variance: NDArray[np.float64]
    z: NDArray[np.float64]
    p: NDArray[np.float64]
    tau: NDArray[np.float64]
    known: NDArray[np.int64]


def mann_kendall(series: NDArray[np.float64]) -> MannKendall:
    """Test, per place, whether its series keeps rising or falling.

    A trend is not a size: a rise of a hair in every step is as strong as a doubling. A series
    that rises and falls again has none. Steps that depend on each other (seasons, the same
    incidents in two steps) make p too small. With fewer than about ten steps the normal p is
    rough: six steps that only rise give 0,009 where the exact chance is 0,003.

    Parameters
    ----------
    series : shape (places, steps)
        One number per place and step, the first step first, steps equally long; NaN where there
        is none, which leaves that step out for that place.

    Returns
    -------
    MannKendall
        In the order of ``series``. Its ``p`` is the normal one also for few steps without equal
        numbers, where tables give an exact one; R's ``Kendall::MannKendall`` does the same.

    Raises
    ------
    StatisticError
        If ``series`` is not a table, or has fewer than two steps.

    References
    ----------
    Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13(3), 245-259,
    doi:10.2307/1907187. Equal numbers and the step of one towards 0: Kendall, M. G. (1975). Rank
    Correlation Methods, 4th edition. Griffin.

    Examples
    --------
    Ten steps up: all 45 pairs rise; variance 10 x 9 x 25 / 18 = 125; z = 44 / sqrt(125).

    >>> result = mann_kendall(np.arange(1.0, 11.0)[np.newaxis])
    >>> result.score.tolist(), result.variance.tolist(), result.z.round(7).tolist()
    ([45], [125.0], [3.9354796])
    >>> f"{result.p[0]:.3e}", result.tau.tolist()
    ('8.303e-05', [1.0])
    """
    if series.ndim != _DIMENSIONS or series.shape[1] < _DIMENSIONS:
        raise StatisticError(
            "Een trend heeft per plek ten minste twee stappen in de tijd nodig.",
            f"Gevonden: een tabel van {' bij '.join(map(str, series.shape))}; verwacht: plekken "
            "bij stappen.",
            "Kies een langere periode of kortere stappen.",
        )
    # A copy with a row per step: the loop is compiled for that, and for no other kind.
    by_step = np.array(series.T, dtype=np.float64, order="C")
    score, known, equals, ties = compare_steps(by_step)
    variance = (known * (known - 1) * (2 * known + 5) - ties) / 18.0
    distance = (score - np.sign(score)).astype(np.float64)
    z, tau = np.zeros(score.size), np.full(score.size, np.nan)
    np.divide(distance, np.sqrt(variance), out=z, where=variance > 0.0)
    z[known < _DIMENSIONS] = np.nan
    pairs = (known * (known - 1) // 2).astype(np.float64)
    np.divide(score, np.sqrt((pairs - equals) * pairs), out=tau, where=pairs > equals)
    return MannKendall(
        score=score,
        variance=variance,
        z=z,
        p=scipy.special.erfc(np.abs(z) / math.sqrt(2.0)),
        tau=tau,
        known=known,
    )


def warm_up() -> None:
    """Compile or load the loops, so that the first trend need not wait for the compiler."""
    mann_kendall(np.zeros((1, 2)))

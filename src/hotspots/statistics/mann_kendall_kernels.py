"""Comparing every step with every earlier one, for many places at once, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

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

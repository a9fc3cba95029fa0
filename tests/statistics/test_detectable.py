"""The smallest excess that a number of incidents can show, beside scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from hotspots.statistics.detectable import smallest_visible_ratio


@pytest.mark.parametrize(("total", "share", "level"), [(246, 0.006, 3e-4), (5_000, 0.004, 1e-3)])
@pytest.mark.parametrize("minimum", [1.0, 1.5])
def test_a_place_that_much_busier_is_marked_four_times_in_five(
    total: int, share: float, level: float, minimum: float
) -> None:
    ratio = smallest_visible_ratio(total, share, level=level, minimum=minimum)
    counts = np.arange(total + 1)
    # The bound lies above the minimum where the tail of that many times the share is small.
    least = counts[stats.binom.sf(counts - 1, total, share * minimum) <= level / 2][0]
    assert stats.binom.sf(least - 1, total, share * ratio) == pytest.approx(0.8, abs=0.01)


def test_more_incidents_show_a_smaller_excess_and_more_spread_a_larger_one() -> None:
    def ratio(total: int, dispersion: float = 1.0) -> float:
        return smallest_visible_ratio(total, 0.006, level=3e-4, dispersion=dispersion)

    assert ratio(246) > ratio(1_000) > ratio(5_000) > 1.0
    assert ratio(1_000, dispersion=2.0) > ratio(1_000)


def test_with_too_few_incidents_nothing_can_be_seen() -> None:
    """All three in one place of a half: a chance of 1 in 8, never below 1 in 1.000."""
    assert smallest_visible_ratio(3, 0.5, level=0.001) == math.inf
    assert smallest_visible_ratio(0, 0.5, level=0.05) == math.inf

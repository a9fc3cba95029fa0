"""The weighted displacement difference of Wheeler and Ratcliffe, by their numbers and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.displacement import BeforeAfter, weighted_displacement_difference


def test_the_example_of_the_paper() -> None:
    # (110 - 207) - (318 - 308) + (157 - 178) - (140 - 150) = -97 - 10 - 21 + 10 = -118;
    # the variance is the sum of the eight counts, 1568.
    found = weighted_displacement_difference(
        treated=BeforeAfter(207, 110),
        control=BeforeAfter(308, 318),
        displacement=BeforeAfter(178, 157),
        displacement_control=BeforeAfter(150, 140),
    )
    assert (found.difference, found.variance) == (-118.0, 1568.0)
    assert (found.local, found.displaced) == (-107.0, -11.0)
    assert round(found.z, 2) == -2.98
    assert (round(found.lower), round(found.upper)) == (-196, -40)
    assert found.p == pytest.approx(2 * stats.norm.sf(118 / math.sqrt(1568)))


def test_a_longer_period_before_counts_per_unit_of_time() -> None:
    # Per year: treated 80 / 2 = 40 to 20, control 100 / 2 = 50 to 50: -20.
    # Variance 80 / 4 + 20 + 100 / 4 + 50 = 115 (Wheeler's example of unequal periods).
    found = weighted_displacement_difference(
        treated=BeforeAfter(80, 20), control=BeforeAfter(100, 50), before_duration=2.0
    )
    assert (found.difference, found.variance) == (-20.0, 115.0)
    # Turned round in time it is 20 more, just as uncertain.
    found = weighted_displacement_difference(
        treated=BeforeAfter(20, 80), control=BeforeAfter(50, 100), after_duration=2.0
    )
    assert (found.difference, found.variance) == (20.0, 115.0)


def test_areas_of_different_size_count_per_unit_of_size() -> None:
    # Wheeler's example of unequal areas: -99,694 with standard deviation 35,428, z -2,814,
    # 95 % -169,13 to -30,26. By hand: -97 / 1,2 - 10 / 0,9 - 21 / 1,5 + 10 / 1,6 = -99,694.
    found = weighted_displacement_difference(
        treated=BeforeAfter(207, 110, size=1.2),
        control=BeforeAfter(308, 318, size=0.9),
        displacement=BeforeAfter(178, 157, size=1.5),
        displacement_control=BeforeAfter(150, 140, size=1.6),
    )
    assert found.difference == pytest.approx(-99.69444444)
    assert math.sqrt(found.variance) == pytest.approx(35.4280755)
    assert found.z == pytest.approx(-2.813995483)
    assert [found.lower, found.upper] == pytest.approx([-169.1321965, -30.25669241], abs=1e-3)


def test_without_any_incident_nothing_can_be_said() -> None:
    found = weighted_displacement_difference(treated=BeforeAfter(0, 0), control=BeforeAfter(0, 0))
    assert found.difference == found.lower == found.upper == 0.0
    assert np.isnan([found.z, found.p]).all()


def test_if_nothing_changes_the_interval_holds_nothing_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(7).poisson([60, 60, 80, 80, 30, 30, 40, 40], (2_000, 8)).tolist()
    inside = 0
    for a, b, c, d, e, f, g, h in drawn:
        found = weighted_displacement_difference(
            treated=BeforeAfter(a, b),
            control=BeforeAfter(c, d),
            displacement=BeforeAfter(e, f),
            displacement_control=BeforeAfter(g, h),
        )
        inside += found.lower <= 0 <= found.upper
    # 2.000 draws: 95 % with a deviation of 0,5 %.
    assert inside / 2_000 == pytest.approx(0.95, abs=0.02)


def test_what_cannot_be_is_refused() -> None:
    nothing = BeforeAfter(0, 0)
    with pytest.raises(StatisticError, match="negatief"):
        weighted_displacement_difference(treated=BeforeAfter(-1, 2), control=nothing)
    with pytest.raises(StatisticError, match="'size'"):
        weighted_displacement_difference(treated=BeforeAfter(1, 2, size=0.0), control=nothing)
    with pytest.raises(StatisticError, match="'duration'"):
        weighted_displacement_difference(treated=nothing, control=nothing, after_duration=0.0)

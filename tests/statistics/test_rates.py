"""Rates and their intervals, against hand work and against scipy's chi-square."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.rates import (
    SMALLEST_DENOMINATOR,
    crude_rate,
    poisson_interval,
    small_denominator,
)


def rates(counts: list[int], denominators: list[float]) -> list[float]:
    return crude_rate(np.array(counts), np.array(denominators)).tolist()


def test_a_rate_is_per_thousand() -> None:
    # 4 / 600 x 1.000 = 6,667; 1 / 50 x 1.000 = 20.
    assert rates([4, 1], [600.0, 50.0]) == pytest.approx([20 / 3, 20.0])


def test_below_fifty_zero_or_missing_there_is_no_rate_and_no_warning() -> None:
    found = rates([3, 0, 3, 3, 3], [49.9, 0.0, np.nan, -5.0, SMALLEST_DENOMINATOR])
    assert np.isnan(found).tolist() == [True, True, True, True, False]


def test_without_a_smallest_denominator_zero_still_gives_none() -> None:
    found = crude_rate(np.array([1, 1]), np.array([0.0, 4.0]), smallest=0.0)
    assert np.isnan(found[0])
    assert found[1] == 250.0


def test_a_suppressed_number_is_not_a_number() -> None:
    for statistic in (lambda n: crude_rate(n, np.ones(2)), poisson_interval):
        with pytest.raises(StatisticError, match="negatief"):
            statistic(np.array([3, -1]))


def test_nothing_gives_nothing() -> None:
    assert crude_rate(np.array([], dtype=np.int64), np.array([])).size == 0
    assert poisson_interval(np.array([], dtype=np.int64))[0].size == 0


@given(st.integers(0, 100_000), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_is_that_of_garwood_by_chi_square(count: int, confidence: float) -> None:
    lower, upper = (
        bound[0] for bound in poisson_interval(np.array([count]), confidence=confidence)
    )
    tail = (1 - confidence) / 2
    below = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    assert lower == pytest.approx(below, rel=1e-9)
    assert upper == pytest.approx(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-9)
    assert lower <= count <= upper


@pytest.mark.parametrize("mean", [0.3, 4.0, 27.5])
def test_the_interval_holds_the_mean_at_least_as_often_as_it_says(mean: float) -> None:
    # Exactly, without drawing: the chance of every count whose interval holds the mean.
    counts = np.arange(0, 200)
    lower, upper = poisson_interval(counts)
    holds = (lower <= mean) & (mean <= upper)
    assert stats.poisson.pmf(counts[holds], mean).sum() >= 0.95


def test_inputs_are_left_as_they_were() -> None:
    counts, denominators = np.array([4, 0]), np.array([600.0, 20.0])
    counts.setflags(write=False)
    denominators.setflags(write=False)
    crude_rate(counts, denominators)
    poisson_interval(counts)


def test_below_250_a_denominator_is_small_whatever_the_area() -> None:
    # A whole of 0 per km2 makes nothing thin; 249 is fewer than 250, missing is not known.
    counts = np.array([249.0, 250.0, 20.0, np.nan])
    small = small_denominator(counts, np.full(4, 1e-3), whole_per_km2=0.0)
    assert small.tolist() == [True, False, True, False]


def test_households_spread_thin_are_small_up_to_a_thousand_of_them() -> None:
    # A tenth of 600 per km2 is 60: 500 households are thin on more than 500 / 60 = 8,33 km2.
    # 1.000 or more are enough to be a village, however wide the land around it.
    counts, area_km2 = np.array([500.0, 500.0, 999.0, 1000.0]), np.array([8.3, 8.4, 99.0, 99.0])
    small = small_denominator(counts, area_km2, whole_per_km2=600.0)
    assert small.tolist() == [False, True, True, False]

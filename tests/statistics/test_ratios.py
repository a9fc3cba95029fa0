"""Quotients, standardised ratios and funnel limits, by hand and by adding up the Poisson."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.ratios import (
    expected_counts,
    funnel_limits,
    location_quotient,
    standardised_ratio,
)


def test_a_location_quotient_compares_shares() -> None:
    # The kind is 6 of 30. Areas: 4 of 10 = twice that; 2 of 20 = half of it; 0 of 0 = nothing.
    found = location_quotient(np.array([4, 2, 0]), np.array([10, 20, 0]))
    assert found[:2].tolist() == pytest.approx([2.0, 0.5])
    assert np.isnan(found[2])


def test_without_the_kind_there_is_no_quotient() -> None:
    assert np.isnan(location_quotient(np.array([0, 0]), np.array([3, 4]))).all()


def test_a_kind_cannot_be_more_than_all() -> None:
    with pytest.raises(StatisticError, match="5 van 4"):
        location_quotient(np.array([1, 5]), np.array([3, 4]))


def test_expected_counts_share_out_what_the_known_areas_had() -> None:
    # 12 on 400 is 3 %: 3, 9; the 5 in the area without denominator are left out.
    found = expected_counts(np.array([2, 10, 5]), np.array([100.0, 300.0, 0.0]))
    assert found[:2].tolist() == pytest.approx([3.0, 9.0])
    assert np.isnan(found[2])
    assert np.isnan(expected_counts(np.array([1]), np.array([np.nan]))).all()


def test_the_ratio_has_the_exact_poisson_interval() -> None:
    # 10 observed: Garwood 4,795 to 18,390; divided by 4. Nothing expected: nothing to say.
    ratio, lower, upper = standardised_ratio(np.array([10, 0, 3]), np.array([4.0, 2.0, 0.0]))
    assert ratio[:2].tolist() == [2.5, 0.0]
    assert [lower[0], upper[0]] == pytest.approx([4.795 / 4, 18.390 / 4], abs=1e-3)
    assert [lower[1], upper[1]] == pytest.approx([0.0, 3.689 / 2], abs=1e-3)
    assert np.isnan([ratio[2], lower[2], upper[2]]).all()


@given(st.floats(0.01, 3_000.0), st.sampled_from([0.95, 0.998]))
def test_the_funnel_is_the_narrowest_with_so_little_outside_on_either_side(
    expected: float, confidence: float
) -> None:
    lower, upper = (
        int(limit[0]) for limit in funnel_limits(np.array([expected]), confidence=confidence)
    )
    chance = stats.poisson.pmf(np.arange(upper + 1), expected)
    tail = (1 - confidence) / 2
    assert chance[:lower].sum() <= tail * (1 + 1e-9)
    assert chance[: lower + 1].sum() > tail * (1 - 1e-9)
    assert 1 - chance.sum() <= tail + 1e-9
    assert 1 - chance[:-1].sum() > tail - 1e-9


def test_funnel_limits_by_hand() -> None:
    # Mean 1: P(0) = 0,368; P(more than 3) = 0,019, more than 2 = 0,080; more than 5 = 0,0006.
    assert [limit.tolist() for limit in funnel_limits(np.array([1.0]))] == [[0.0], [3.0]]
    assert funnel_limits(np.array([1.0]), confidence=0.998)[1].tolist() == [5.0]


def test_a_funnel_needs_something_expected() -> None:
    lower, upper = funnel_limits(np.array([0.0, np.nan, -1.0]))
    assert (lower[0], upper[0]) == (0.0, 0.0)
    assert np.isnan([lower[1:], upper[1:]]).all()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="negatief"):
        expected_counts(np.array([-1]), np.array([1.0]))
    with pytest.raises(StatisticError, match="even lang"):
        standardised_ratio(np.array([1]), np.ones(2))
    with pytest.raises(StatisticError, match="betrouwbaarheid"):
        funnel_limits(np.ones(1), confidence=99.8)


def test_inputs_are_left_as_they_were() -> None:
    counts, totals, exposed = np.array([1, 0]), np.array([4, 0]), np.array([10.0, np.nan])
    for array in (counts, totals, exposed):
        array.setflags(write=False)
    location_quotient(counts, totals)
    expected_counts(counts, exposed)
    standardised_ratio(counts, exposed)
    funnel_limits(exposed)

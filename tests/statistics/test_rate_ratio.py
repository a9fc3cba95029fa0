"""The ratio of two rates against scipy and against its own definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.rate_ratio import RateRatio, rate_ratio


def of(count: int, exposure: float, other: int, other_exposure: float) -> RateRatio:
    return rate_ratio(
        np.array([count]), np.array([exposure]), np.array([other]), np.array([other_exposure])
    )


def test_the_limits_are_those_of_clopper_and_pearson() -> None:
    found = of(8, 300.0, 20, 1_500.0)
    limits = stats.binomtest(8, 28).proportion_ci(0.95, method="exact")
    assert found.ratio[0] == pytest.approx(8 / 300 / (20 / 1_500))  # 2
    assert found.lower[0] == pytest.approx(limits.low / (1 - limits.low) * 5)
    assert found.upper[0] == pytest.approx(limits.high / (1 - limits.high) * 5)
    # 28 of which a sixth is expected here: twice the chance of 8 or more.
    assert found.p[0] == pytest.approx(2 * stats.binom.sf(7, 28, 1 / 6))


def test_none_here_or_elsewhere_still_has_one_limit() -> None:
    none, all_of_them = of(0, 100.0, 10, 100.0), of(10, 100.0, 0, 100.0)
    # Upper limit of the share of 0 of 10: 1 - 0,025 ** (1 / 10).
    share = 1 - 0.025**0.1
    assert (none.ratio[0], none.lower[0]) == (0.0, 0.0)
    assert none.upper[0] == pytest.approx(share / (1 - share))
    assert (all_of_them.ratio[0], all_of_them.upper[0]) == (math.inf, math.inf)
    assert all_of_them.lower[0] == pytest.approx((1 - share) / share)
    assert none.p[0] == all_of_them.p[0] == pytest.approx(2 * 0.5**10)


@pytest.mark.parametrize(
    "asked",
    [(0, 100.0, 0, 100.0), (3, 0.0, 4, 100.0), (3, math.nan, 4, 1.0), (3, 1.0, 4, math.nan)],
)
def test_nothing_to_compare_is_no_number(asked: tuple[int, float, int, float]) -> None:
    found = of(*asked)
    for numbers in (found.ratio, found.lower, found.upper, found.p):
        assert math.isnan(numbers[0])


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(StatisticError):
        of(-1, 1.0, 2, 1.0)


@given(
    st.integers(0, 300),
    st.floats(1.0, 1e5),
    st.integers(0, 3_000),
    st.floats(1.0, 1e5),
)
def test_the_interval_leaves_out_one_exactly_where_p_is_small(
    count: int, exposure: float, other: int, other_exposure: float
) -> None:
    found = of(count, exposure, other, other_exposure)
    if count + other == 0 or abs(found.p[0] - 0.05) < 1e-6:
        return
    assert found.lower[0] <= found.ratio[0] <= found.upper[0]
    outside = found.lower[0] > 1 or found.upper[0] < 1
    assert outside == (found.p[0] < 0.05)


@given(st.integers(0, 300), st.floats(1.0, 1e5), st.integers(1, 300), st.floats(1.0, 1e5))
def test_turned_around_it_is_the_inverse(
    count: int, exposure: float, other: int, other_exposure: float
) -> None:
    there = of(count, exposure, other, other_exposure)
    back = of(other, other_exposure, count, exposure)
    assert there.p[0] == pytest.approx(back.p[0], abs=1e-9)
    assert there.upper[0] * back.lower[0] == pytest.approx(1.0, rel=1e-6)

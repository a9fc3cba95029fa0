"""A change in proportion to a control: by hand, against scipy, and how often it errs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.contingency import odds_ratio

from hotspots.errors import StatisticError
from hotspots.statistics.change import BeforeAfter, RelativeChange, relative_change, widest


def test_a_change_by_hand() -> None:
    # The counts of Wheeler and Ratcliffe (2018): 207 to 110, and 308 to 318 elsewhere. Expected
    # 207 x 318 / 308 = 213,72; the ratio is 110 / 213,72 = 0,5147; the variance of its logarithm
    # 1/207 + 1/110 + 1/308 + 1/318 = 0,020313, so the factor exp(1,96 x 0,14252) = 1,3223.
    found = relative_change(BeforeAfter(207, 110), BeforeAfter(308, 318))
    assert found.expected == pytest.approx(213.7208, abs=1e-4)
    assert found.ratio == pytest.approx(0.51469, abs=1e-5)
    assert (found.lower, found.upper) == pytest.approx((0.38924, 0.68056), abs=2e-4)
    # With twice the variance the factor is to the power of the root of 2.
    wide = relative_change(BeforeAfter(207, 110), BeforeAfter(308, 318), dispersion=2.0)
    assert wide.ratio == found.ratio
    assert wide.upper / wide.ratio == pytest.approx((found.upper / found.ratio) ** math.sqrt(2))


counts = st.integers(1, 10_000)


@given(counts, counts, counts, counts)
def test_it_is_the_odds_ratio_that_scipy_gives(a: int, b: int, c: int, d: int) -> None:
    found = relative_change(BeforeAfter(a, b), BeforeAfter(c, d))
    peer = odds_ratio([[b, a], [d, c]], kind="sample")
    ends = peer.confidence_interval(0.95)
    assert found.ratio == pytest.approx(peer.statistic, rel=1e-9)
    assert (found.lower, found.upper) == pytest.approx((ends.low, ends.high), rel=1e-6)
    assert b / found.expected == pytest.approx(found.ratio, rel=1e-9)


def test_a_town_that_gets_quieter_is_no_effect_however_busy_the_control() -> None:
    # Both 25 % down; the control is half as busy. As a difference that would be -50 + 25.
    found = relative_change(BeforeAfter(200, 150), BeforeAfter(100, 75))
    assert (found.ratio, found.expected) == (1.0, 150.0)


def test_nothing_is_half_an_incident() -> None:
    # 0,5 / 4,5 over 10,5 / 10,5.
    found = relative_change(BeforeAfter(4, 0), BeforeAfter(10, 10))
    assert found.ratio == pytest.approx(1 / 9)
    assert (found.expected, found.lower < 1 < found.upper) == (4.0, True)
    nothing = relative_change(BeforeAfter(0, 0), BeforeAfter(0, 0))
    assert (nothing.ratio, nothing.expected) == (1.0, 0.0)


def test_the_widest_interval_holds_both() -> None:
    one, other = RelativeChange(0.5, 0.4, 0.8, 9.0), RelativeChange(0.9, 0.7, 1.2, 5.0)
    assert widest(one, other) == RelativeChange(0.5, 0.4, 1.2, 9.0)


def test_if_nothing_changes_the_interval_holds_that_as_often_as_it_says() -> None:
    # Twice the scatter of chance, told so: negative binomial counts with variance 2 x the mean.
    mean = np.array([60, 45, 120, 90])
    drawn = np.random.default_rng(7).negative_binomial(mean, 0.5, (2_000, 4)).tolist()
    inside = sum(
        found.lower <= 1.0 <= found.upper
        for a, b, c, d in drawn
        for found in [relative_change(BeforeAfter(a, b), BeforeAfter(c, d), dispersion=2.0)]
    )
    # 2.000 draws: 95 % with a deviation of 0,5 %.
    assert inside / 2_000 == pytest.approx(0.95, abs=0.02)


def test_what_cannot_be_is_refused() -> None:
    some = BeforeAfter(1, 2)
    with pytest.raises(StatisticError, match="negatief"):
        relative_change(BeforeAfter(-1, 2), some)
    with pytest.raises(StatisticError, match="'dispersion'"):
        relative_change(some, some, dispersion=0.0)

"""Corrected p-values: the table of 1995, scipy, and what ties and gaps do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.false_discovery import benjamini_hochberg

#: Benjamini and Hochberg (1995), section 4.
MYOCARDIAL = np.array(
    [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
        *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
)
p_values = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40).map(np.array)


def test_the_table_of_1995_has_four_finds_and_bonferroni_three() -> None:
    assert np.flatnonzero(benjamini_hochberg(MYOCARDIAL) <= 0.05).tolist() == [0, 1, 2, 3]
    assert np.flatnonzero(MYOCARDIAL * MYOCARDIAL.size <= 0.05).tolist() == [0, 1, 2]
    # The fourth: .0095 x 15 / 4.
    assert benjamini_hochberg(MYOCARDIAL)[3] == pytest.approx(0.035625)


def test_a_higher_p_never_has_the_lower_result() -> None:
    # .02 x 3 / 1 = .06 and .021 x 3 / 2 = .0315: the first may be called at .0315 as well.
    assert benjamini_hochberg(np.array([0.02, 0.021, 0.9])).tolist() == pytest.approx(
        [0.0315, 0.0315, 0.9]
    )


def test_what_could_not_be_tested_is_no_test() -> None:
    # One test alone needs no correction.
    p = np.array([np.nan, 0.04, np.nan])
    assert benjamini_hochberg(p)[1] == 0.04
    assert np.isnan(benjamini_hochberg(p)[[0, 2]]).all()
    assert np.isnan(benjamini_hochberg(np.full(3, np.nan))).all()
    assert benjamini_hochberg(np.array([])).size == 0


def test_a_map_keeps_its_shape() -> None:
    p = np.array([[0.01, 0.5], [np.nan, 0.02]])
    assert benjamini_hochberg(p).shape == (2, 2)
    # .01 x 3 / 1 and .02 x 3 / 2: both .03.
    assert benjamini_hochberg(p)[[0, 1], [0, 1]].tolist() == pytest.approx([0.03, 0.03])


@given(p_values)
def test_it_is_what_scipy_makes_of_it(p: np.ndarray) -> None:
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), rel=1e-12)


@given(p_values, st.randoms())
def test_order_and_repeats_do_not_matter(p: np.ndarray, random: object) -> None:
    shuffled = np.arange(p.size)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert benjamini_hochberg(p[shuffled]).tolist() == benjamini_hochberg(p)[shuffled].tolist()
    times = 1 + np.arange(p.size) % 4
    repeated = np.array([one for one, n in zip(p, times, strict=True) for _ in range(n)])
    expected = benjamini_hochberg(repeated)[np.cumsum(times) - 1]
    assert benjamini_hochberg(p, times=times).tolist() == expected.tolist()


def test_a_percentage_or_a_score_is_refused() -> None:
    for wrong in (5.0, -1.96):
        with pytest.raises(StatisticError, match="0 tot 1"):
            benjamini_hochberg(np.array([0.5, wrong]))


def test_the_p_values_are_left_as_they_were() -> None:
    p = MYOCARDIAL[::-1].copy()
    p.setflags(write=False)
    benjamini_hochberg(p)

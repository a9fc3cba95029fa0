"""The E-test against its paper, scipy, exact fractions and simulation-free coverage."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.change import Change, change_of_counts, etest_p


def p_of(earlier: int, later: int, days: tuple[int, int] = (1, 1)) -> float:
    found = compare(
        [earlier], [later], earlier_duration=float(days[0]), later_duration=float(days[1])
    )
    return float(found.p[0])


def by_fractions(earlier: int, later: int, days: tuple[int, int]) -> float:
    """Sum the chance of every pair at least as extreme, comparing in whole numbers."""
    first, second = days

    def extreme(x: int, y: int) -> Fraction:
        if x + y == 0:
            return Fraction(0)
        return Fraction((x * second - y * first) ** 2, first * second * (x + y))

    border = extreme(earlier, later)
    share = first / (first + second)
    total = earlier + later
    most = int(total + 12 * math.sqrt(total) + 30)
    chance = [stats.poisson.pmf(np.arange(most), total * part) for part in (share, 1 - share)]
    return math.fsum(
        chance[0][x] * chance[1][y]
        for x in range(most)
        for y in range(most)
        if extreme(x, y) >= border
    )


def compare(earlier: list[int], later: list[int], **options: float) -> Change:
    return change_of_counts(np.array(earlier), np.array(later), **options)


def test_the_dodder_seeds_of_the_paper() -> None:
    # Krishnamoorthy and Thomson (2004): 0 seeds, then 3 in an equal sample. E-test 0,0884,
    # where the conditional test gives 0,25.
    assert round(p_of(0, 3), 4) == 0.0884
    assert stats.binomtest(0, 3, 0.5).pvalue == 0.25


def test_one_then_nothing_by_hand() -> None:
    # Mean 1/2 each; as extreme as (1, 0), where (x - y)2 / (x + y) = 1: all but (0, 0) and pairs
    # with (x - y)2 < x + y. So p = 1 - P(0,0) - P(1,1) - P(1,2) x 2 - P(2,2) - P(2,3) x 2 - ...
    chance = stats.poisson.pmf(np.arange(40), 0.5)
    inside = sum(
        chance[x] * chance[y]
        for x in range(40)
        for y in range(40)
        if x == y == 0 or (x - y) ** 2 < x + y
    )
    assert p_of(1, 0) == pytest.approx(1 - inside, rel=1e-12)


@pytest.mark.parametrize(("earlier", "later"), [(0, 1), (2, 9), (30, 12), (55, 60), (7, 0)])
def test_with_equal_periods_it_is_the_test_of_scipy(earlier: int, later: int) -> None:
    theirs = stats.poisson_means_test(earlier, 1, later, 1).pvalue
    # scipy leaves out 1e-10 of each tail and compares without allowing for rounding.
    assert p_of(earlier, later) == pytest.approx(theirs, abs=1e-7)


@given(
    st.integers(0, 14),
    st.integers(0, 14),
    st.sampled_from([(1, 1), (365, 92), (90, 365), (3, 1), (7, 30), (1096, 91)]),
)
@hypothesis_settings(max_examples=60)
def test_it_is_the_sum_over_all_pairs_in_exact_fractions(
    earlier: int, later: int, days: tuple[int, int]
) -> None:
    expected = by_fractions(earlier, later, days) if earlier + later else 1.0
    assert p_of(earlier, later, days) == pytest.approx(expected, rel=1e-9)


def test_a_small_p_keeps_its_digits() -> None:
    # BH multiplies p by the number of areas: 1 minus a sum would leave noise below 1e-16.
    assert p_of(0, 40) == pytest.approx(by_fractions(0, 40, (1, 1)), rel=1e-6)
    assert p_of(0, 40) < 1e-9


def test_a_sixfold_rise_in_a_short_period_after_a_long_one_is_found() -> None:
    # 12 in three years is 1 a quarter; then 6 in a quarter. Exactly, by the conditional test:
    # P(6 or more of 18 in one thirteenth) = 0,002. scipy's statistic (deviation of two rates)
    # finds nothing, because no incident in the quarter then counts as more extreme.
    assert p_of(12, 6, (12, 1)) < 0.002
    assert stats.binomtest(6, 18, 1 / 13).pvalue == pytest.approx(0.0018, abs=1e-4)
    assert stats.poisson_means_test(12, 12, 6, 1).pvalue > 0.2


def test_no_difference_gives_one() -> None:
    assert p_of(0, 0) == 1.0
    assert p_of(7, 7) == 1.0
    assert p_of(28, 7, (4, 1)) == 1.0


@pytest.mark.parametrize("share", [0.5, 0.2, 0.07])
@pytest.mark.parametrize("mean", [0.4, 2.0, 9.0, 30.0])
def test_it_hardly_rejects_more_often_than_it_says(mean: float, share: float) -> None:
    # Exactly, without drawing: the chance of all pairs with p below 5 % while nothing changes.
    means = mean * share, mean * (1 - share)
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(80), np.arange(80)))
    p = etest_p(x, y, np.full(x.shape, share))
    chance = stats.poisson.pmf(x, means[0]) * stats.poisson.pmf(y, means[1])
    assert chance[p <= 0.05].sum() < 0.052


def test_ratio_and_difference_by_hand() -> None:
    # 30 in 365 days, 12 in 73: at the earlier pace 6 would come, so 6 more and a ratio of 2.
    found = compare([30], [12], earlier_duration=365.0, later_duration=73.0)
    assert found.difference[0] == pytest.approx(6.0)
    assert found.ratio[0] == pytest.approx(2.0)


def test_the_limits_of_the_difference_by_hand() -> None:
    # Score limits of 0: 0 to 3,8415; of 4: 4 + 1,9207 -+ 1,96 x sqrt(4,9604) = 1,5555 to 10,286.
    # Difference 4: below by sqrt((4 - 1,5555)2 + 3,84152) = 4,5533, above by 10,286 - 4 = 6,286.
    found = compare([0], [4])
    assert found.difference_lower[0] == pytest.approx(4 - 4.5533, abs=1e-3)
    assert found.difference_upper[0] == pytest.approx(4 + 6.286, abs=1e-3)


def test_from_nothing_and_to_nothing() -> None:
    found = compare([0, 5, 0], [5, 0, 0])
    assert found.ratio[0] == np.inf
    assert found.ratio_upper[0] == np.inf
    assert found.ratio_lower[0] > 1
    assert found.ratio[1] == found.ratio_lower[1] == 0.0
    # Turned round in time, the limits turn round as well.
    assert found.ratio_upper[1] == pytest.approx(1 / found.ratio_lower[0], rel=1e-3)
    assert np.isnan(found.ratio[2])
    assert (found.ratio_lower[2], found.ratio_upper[2]) == (0.0, np.inf)


@pytest.mark.parametrize("days", [(1.0, 1.0), (365.0, 92.0), (91.0, 1_096.0)])
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_the_ratio_holds_one_exactly_where_the_test_accepts(
    days: tuple[float, float], confidence: float
) -> None:
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(16), np.arange(16)))
    options = {"earlier_duration": days[0], "later_duration": days[1], "confidence": confidence}
    found = compare(x, y, **options)
    holds = (found.ratio_lower <= 1) & (found.ratio_upper >= 1)
    assert (holds == (found.p > 1 - confidence)).all()
    some = x + y > 0
    assert (found.ratio_lower <= found.ratio)[some].all()
    assert (found.ratio <= found.ratio_upper)[some].all()


@pytest.mark.parametrize("ratio", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("mean", [2.0, 8.0])
def test_the_intervals_hold_the_truth_about_as_often_as_they_say(mean: float, ratio: float) -> None:
    # Exactly: the chance of all pairs whose interval holds the truth.
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(25), np.arange(42)))
    found = compare(x, y)
    chance = stats.poisson.pmf(x, mean) * stats.poisson.pmf(y, mean * ratio)
    holds = (found.ratio_lower <= ratio) & (ratio <= found.ratio_upper)
    assert chance[holds].sum() > 0.94
    more = mean * (ratio - 1)
    holds = (found.difference_lower <= more) & (more <= found.difference_upper)
    assert chance[holds].sum() > 0.94


counts = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12)


@given(counts, st.floats(0.1, 10.0), st.floats(1e-3, 1e3))
@hypothesis_settings(max_examples=25)
def test_order_and_the_unit_of_time_do_not_matter(
    rows: list[tuple[int, int]], longer: float, unit: float
) -> None:
    x, y = (np.array(column) for column in zip(*rows, strict=True))
    found = change_of_counts(x, y, earlier_duration=longer).p
    turned = change_of_counts(x[::-1], y[::-1], earlier_duration=longer).p
    assert turned[::-1].tolist() == found.tolist()
    scaled = change_of_counts(x, y, earlier_duration=longer * unit, later_duration=unit).p
    assert scaled.tolist() == pytest.approx(found.tolist(), rel=1e-6)
    turned = change_of_counts(y, x, later_duration=longer).p
    assert turned.tolist() == pytest.approx(found.tolist(), rel=1e-6)
    assert ((found >= 0) & (found <= 1)).all()


def test_each_area_may_have_its_own_duration() -> None:
    found = change_of_counts(
        np.array([12, 0]), np.array([6, 3]), earlier_duration=np.array([12.0, 1.0])
    ).p
    assert found.tolist() == pytest.approx([p_of(12, 6, (12, 1)), p_of(0, 3)])


def test_large_counts_agree_with_the_normal_and_many_are_cut_into_parts() -> None:
    # 50.000 then 50.600: z = 600 / sqrt(100.600).
    z = 600 / math.sqrt(100_600)
    assert p_of(50_000, 50_600) == pytest.approx(2 * stats.norm.sf(z), rel=1e-3)
    # Together some two million totals, so more than one part; each as if it were alone.
    many = np.arange(0, 20_000, 10)
    found = etest_p(many, many[::-1], np.full(many.shape, 0.5))
    assert found[[0, 950, 1_999]].tolist() == [
        p_of(int(n), int(19_990 - n)) for n in many[[0, 950, 1_999]]
    ]


def test_nothing_gives_nothing() -> None:
    none = np.array([], dtype=np.int64)
    assert change_of_counts(none, none).p.size == 0


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="negatief"):
        p_of(-1, 3)
    with pytest.raises(StatisticError, match="'later_duration' is niet overal groter dan 0"):
        p_of(1, 3, (1, 0))
    with pytest.raises(StatisticError, match="even lang"):
        compare([1, 2], [3])
    with pytest.raises(StatisticError, match="even lang"):
        change_of_counts(np.array([1, 2]), np.array([1, 2]), earlier_duration=np.ones(3))
    with pytest.raises(StatisticError, match="betrouwbaarheid"):
        compare([1], [3], confidence=95)


def test_inputs_are_left_as_they_were() -> None:
    earlier, later, days = np.array([3, 0]), np.array([1, 8]), np.array([30.0, 31.0])
    for array in (earlier, later, days):
        array.setflags(write=False)
    change_of_counts(earlier, later, earlier_duration=days, later_duration=days)

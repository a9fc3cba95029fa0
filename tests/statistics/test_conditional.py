"""Counts judged given their total: against scipy, and intervals that follow from the same test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.conditional import conditional_ratio, conditional_tails
from hotspots.statistics.false_discovery import benjamini_hochberg, false_coverage_level

COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(lambda pair: sum(pair) > 0)


def one(count: int, total: int, share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array([count]), np.array([total]), np.array([share])


@pytest.mark.parametrize(("count", "total", "share"), [(0, 9, 0.2), (3, 9, 0.2), (40, 5000, 0.01)])
def test_without_extra_spread_the_tails_are_those_of_the_binomial(
    count: int, total: int, share: float
) -> None:
    found = conditional_tails(*one(count, total, share))
    assert found.at_most[0] == pytest.approx(stats.binom.cdf(count, total, share), rel=1e-10)
    assert found.at_least[0] == pytest.approx(stats.binom.sf(count - 1, total, share), rel=1e-10)


@pytest.mark.parametrize("dispersion", [1.2, 2.0, 6.0])
@pytest.mark.parametrize(("count", "total", "share"), [(0, 9, 0.2), (7, 9, 0.9), (70, 5000, 0.01)])
def test_with_extra_spread_the_tails_are_those_of_the_beta_binomial(
    count: int, total: int, share: float, dispersion: float
) -> None:
    # Two negative binomials with variance d x mean: a = total x share / (d - 1), b alike.
    a, b = total * share / (dispersion - 1), total * (1 - share) / (dispersion - 1)
    found = conditional_tails(*one(count, total, share), dispersion=dispersion)
    assert found.at_most[0] == pytest.approx(stats.betabinom.cdf(count, total, a, b), rel=1e-8)
    assert found.at_least[0] == pytest.approx(stats.betabinom.sf(count - 1, total, a, b), rel=1e-8)


def test_clustered_counts_given_their_sum_are_beta_binomial_by_simulation() -> None:
    # Negative binomial with mean 6 and 14, both with variance 3 x mean, given a sum of 20: the
    # chance of 10 or more here, from a million draws, is what the closed form says.
    rng = np.random.default_rng(7)
    here = rng.negative_binomial(6 / 2, 1 / 3, 2_000_000)
    there = rng.negative_binomial(14 / 2, 1 / 3, 2_000_000)
    given_sum = here[here + there == 20]
    simulated = float((given_sum >= 10).mean())
    exact = conditional_tails(*one(10, 20, 0.3), dispersion=3.0).at_least[0]
    assert exact == pytest.approx(simulated, abs=4 * np.sqrt(0.2 / given_sum.size))


@given(pair=COUNTS, share=st.floats(0.02, 0.98), dispersion=st.sampled_from([1.0, 1.5, 4.0]))
def test_an_interval_leaves_out_one_exactly_where_the_test_rejects(
    pair: tuple[int, int], share: float, dispersion: float
) -> None:
    asked = one(pair[0], sum(pair), share)
    p = conditional_tails(*asked, dispersion=dispersion).two_sided[0]
    for alpha in (0.05, 0.003):
        if abs(p - alpha) < 1e-7:
            continue
        ratio, lower, upper = conditional_ratio(*asked, dispersion=dispersion, alpha=alpha)
        assert (lower[0] > 1 or upper[0] < 1) == (p < alpha)
        assert lower[0] <= ratio[0] * (1 + 1e-6)
        assert ratio[0] <= upper[0] * (1 + 1e-6)


@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=40))
def test_intervals_at_the_corrected_level_agree_with_what_is_marked(ps: list[float]) -> None:
    p = np.array(ps)
    level = false_coverage_level(p, 0.05)
    marked = benjamini_hochberg(p) <= 0.05
    clear = np.abs(p - level) > 1e-12
    assert (marked == (p <= level))[clear].all()


def test_more_spread_never_makes_a_count_more_unusual_here() -> None:
    p = [conditional_tails(*one(30, 100, 0.15), dispersion=d).two_sided[0] for d in (1, 1.3, 2, 5)]
    assert p == sorted(p)


def test_a_count_above_its_total_is_refused() -> None:
    with pytest.raises(StatisticError, match="groter dan het geheel"):
        conditional_tails(*one(3, 2, 0.5))


def test_nothing_is_judged_without_incidents_or_without_exposure() -> None:
    found = conditional_tails(
        np.array([0, 1, 1]), np.array([0, 2, 2]), np.array([0.5, 0.0, np.nan])
    )
    assert np.isnan(found.two_sided).all()

"""PAI, PEI and the hit rate: published numbers, every order of ties, exact intervals."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.accuracy import FEWEST_EVENTS, HitRate, beside, hit_rate

PREDICTED = np.array([8.0, 4.0, 4.0, 2.0, 1.0, 0.0])
OBSERVED = np.array([6, 3, 7, 2, 1, 0])


def rate(
    scores: np.ndarray, later: np.ndarray, share: float, area: np.ndarray | None = None
) -> HitRate:
    """Return the hit rate of a part of the map, from enough events: PAI and PEI do not change."""
    found = hit_rate(scores, later * FEWEST_EVENTS, area_share=share, area=area)
    assert found is not None
    return found


def curve(
    scores: np.ndarray, later: np.ndarray, area: np.ndarray | None = None
) -> tuple[list[float], list[float]]:
    """Return PAI and PEI after each next cell, in the order of the scores."""
    size = np.ones(scores.size) if area is None else area
    shares = np.cumsum(size[np.argsort(-scores, kind="stable")]) / size.sum()
    rates = [rate(scores, later, min(float(share), 1.0), area) for share in shares]
    return [one.pai for one in rates], [one.pei for one in rates]


def test_the_published_pai_and_pei_of_three_areas() -> None:
    pai, pei = curve(np.array([3.0, 2.0, 1.0]), np.array([6, 3, 0]))
    assert pai == pytest.approx([2.0, 1.5, 1.0])
    assert pei == pytest.approx([1.0, 1.0, 1.0])


def test_the_published_pai_and_pei_with_ties_worst_first() -> None:
    # 19 incidents. 6/19 x 6 = 1,8947; 9/19 x 3 = 1,4211 (3 before 7); 16/19 x 2 = 1,6842; ...
    # The best order has 7, 13, 16: 6/7 = 0,8571; 9/13 = 0,6923; 1.
    worst_first = PREDICTED + np.array([0, 0.1, 0, 0, 0, 0])
    pai, pei = curve(worst_first, OBSERVED)
    assert pai == pytest.approx([1.8947, 1.4211, 1.6842, 1.4211, 1.2, 1.0], abs=5e-5)
    assert pei == pytest.approx([0.8571, 0.6923, 1.0, 1.0, 1.0, 1.0], abs=5e-5)


def test_ties_are_the_average_over_every_order() -> None:
    scores, later = np.array([1.0, 2.0, 1.0, 1.0, 0.0]), np.array([5, 3, 0, 1, 2])
    hits = np.mean(
        [
            np.cumsum(later[list(order)])
            for order in permutations(range(5))
            if (np.diff(scores[list(order)]) <= 0).all()
        ],
        axis=0,
    )
    averaged = [rate(scores, later, cells / 5).hits / FEWEST_EVENTS for cells in range(1, 6)]
    assert averaged == pytest.approx(hits.tolist())


def test_an_area_counts_by_its_size() -> None:
    # The first is half of the area and has 6 of 9: PAI (6 / 9) / (1 / 2) = 4/3. With the second it
    # is 1 / (3 / 4). Per km2 both have 3, so no other order is better.
    pai, pei = curve(np.array([9.0, 5.0, 1.0]), np.array([6, 3, 0]), area=np.array([2.0, 1.0, 1.0]))
    assert pai == pytest.approx([4 / 3, 4 / 3, 1.0])
    assert pei == pytest.approx([1.0, 1.0, 1.0])


def test_the_hit_rate_with_its_exact_interval() -> None:
    # 100 cells, the five hottest hold 12 of 40: 30 %, six times chance. Clopper-Pearson by scipy.
    later = np.array([4, 3, 2, 2, 1] + [1] * 28 + [0] * 67)
    found = hit_rate(np.arange(100.0)[::-1], later, area_share=0.05)
    assert found is not None
    assert (found.events, found.hits, found.hit_rate) == (40, 12.0, 0.3)
    interval = stats.binomtest(12, 40).proportion_ci(method="exact")
    assert [found.hit_rate_lower, found.hit_rate_upper] == pytest.approx(interval)
    assert [found.pai, found.pai_lower] == pytest.approx([6.0, interval.low / 0.05])
    assert found.pei == 1.0


def test_marked_cells_are_a_map_of_ones_and_zeros() -> None:
    # 2 of 10 cells are marked and hold 9 of 24. The two best would hold 6 + 5.
    marked = np.array([1.0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    later = np.array([3, 5, 2, 6, 2, 2, 1, 1, 1, 1])
    found = hit_rate(marked, later, area_share=0.2)
    assert found is not None
    assert found.hits == pytest.approx(9.0)
    assert found.pai == pytest.approx(9 / 24 / 0.2)
    assert found.pei == pytest.approx(9 / 11)


def test_a_map_that_says_nothing_is_as_good_as_chance() -> None:
    # All scores the same: at any share of the area, that share of the incidents; no luck of order.
    later = np.array([30] + [0] * 99)
    for share in (0.01, 0.05, 0.333):
        found = hit_rate(np.zeros(100), later, area_share=share)
        assert found is not None
        assert found.pai == pytest.approx(1.0)


def test_everything_and_nothing_have_one_sided_intervals() -> None:
    later = np.array([25, 0, 0, 0])
    best = hit_rate(np.array([1.0, 0, 0, 0]), later, area_share=0.25)
    worst = hit_rate(np.array([0.0, 1, 2, 3]), later, area_share=0.25)
    assert best is not None
    assert worst is not None
    assert (best.hit_rate, best.hit_rate_upper) == (1.0, 1.0)
    assert (worst.hit_rate, worst.hit_rate_lower) == (0.0, 0.0)
    # The other side of 0 of 25: 1 - 0,025^(1/25) = 0,137.
    assert worst.hit_rate_upper == pytest.approx(1 - 0.025 ** (1 / 25))


def test_under_twenty_events_there_is_no_hit_rate() -> None:
    scores = np.array([2.0, 1.0])
    assert hit_rate(scores, np.array([FEWEST_EVENTS - 1, 0]), area_share=0.5) is None
    assert hit_rate(scores, np.array([0, 0]), area_share=0.5) is None
    assert hit_rate(scores, np.array([FEWEST_EVENTS, 0]), area_share=0.5) is not None


cells = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=2, max_size=30)


@given(cells.filter(lambda rows: any(count for _, count in rows)))
def test_the_order_of_the_cells_does_not_matter(rows: list[tuple[int, int]]) -> None:
    scores = np.array([score for score, _ in rows], dtype=float)
    later = np.array([count for _, count in rows])
    pai, pei = curve(scores, later)
    assert curve(scores[::-1], later[::-1])[0] == pytest.approx(pai)
    assert max(pei) <= 1 + 1e-12
    assert pai[-1] == pytest.approx(1.0)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="geen incidenten"):
        beside(PREDICTED, PREDICTED, OBSERVED * 0, area_share=0.5)
    with pytest.raises(StatisticError, match="1 van 6"):
        rate(np.where(PREDICTED == 8, np.nan, PREDICTED), OBSERVED, 0.5)
    with pytest.raises(StatisticError, match="even lang"):
        rate(PREDICTED[:3], OBSERVED, 0.5)
    with pytest.raises(StatisticError, match="'area'"):
        rate(PREDICTED, OBSERVED, 0.5, area=np.zeros(6))
    with pytest.raises(StatisticError, match="Gevonden: 5"):
        hit_rate(PREDICTED, OBSERVED, area_share=5)


def test_inputs_are_left_as_they_were() -> None:
    scores, later, area = PREDICTED.copy(), OBSERVED * 2, np.ones(6)
    for array in (scores, later, area):
        array.setflags(write=False)
    hit_rate(scores, later, area_share=0.2, area=area)
    beside(scores, scores[::-1], later, area_share=0.2)


def test_two_maps_are_compared_by_what_only_one_of_them_marked() -> None:
    # One cell in five marked. The first map marks 10 incidents, the second half of two cells with
    # 10 and 4: 10 x 1 x 0,5 = 5 only by the first, 4 x 0,5 x 1 = 2 only by the second. Beta bounds
    # of 5 of 7 from scipy.
    later = np.array([10, 4, 3, 3, 0])
    found = beside(np.array([5.0, 1, 1, 1, 0]), np.array([3.0, 3, 0, 0, 0]), later, area_share=0.2)
    assert (found.only_first, found.only_second) == (5.0, 2.0)
    assert found.lower == pytest.approx(stats.beta.ppf(0.025, 5, 3))
    assert found.upper == pytest.approx(stats.beta.ppf(0.975, 6, 2))


def test_a_map_beside_itself_knows_nothing_more() -> None:
    scores, later = np.array([5.0, 1, 1, 0]), np.array([10, 4, 3, 3])
    found = beside(scores, scores, later, area_share=0.25)
    assert (found.only_first, found.only_second) == (0.0, 0.0)
    assert (found.lower, found.upper) == (0.0, 1.0)

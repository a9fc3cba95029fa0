"""Lorenz, Gini and the hottest cells: published example, hand work, and what chance gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.errors import StatisticError
from hotspots.statistics.concentration import generalised_gini, hottest_shares, lorenz_curve

SPARSE = np.array([3, 1, 1, 0, 0, 0, 0, 0, 0, 0])


def test_the_curve_begins_with_the_hottest_cell() -> None:
    cells, incidents = lorenz_curve(np.array([1, 0, 3]))
    assert cells.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert incidents.tolist() == [0.0, 0.75, 1.0, 1.0]


def test_gini_by_hand() -> None:
    # Ten places with 3, 1, 1 (the example of the authors' package, plain Gini 0,78): ranks from
    # low to high 8 x 1 + 9 x 1 + 10 x 3 = 47; 2 x 47 / 50 - 11 / 10 = 0,78; five incidents in ten
    # places: 10 / 5 x (0,78 - 1) + 1 = 0,56.
    assert generalised_gini(SPARSE) == pytest.approx(0.56)


def test_with_more_incidents_than_cells_it_is_the_plain_gini() -> None:
    # All pairs: mean absolute difference over twice the mean. 4, 2, 0: differences 2, 4, 2, each
    # twice, over 9 pairs = 16 / 9; over 2 x 2 = 0,4444.
    assert generalised_gini(np.array([4, 0, 2])) == pytest.approx(16 / 36)


def test_the_ends_of_the_scale() -> None:
    # No cell with two: as even as can be. Everything in one of 100 cells: 1 - 1 / 5.
    assert generalised_gini(np.array([1] * 5 + [0] * 95)) == pytest.approx(0.0)
    assert generalised_gini(np.array([5] + [0] * 99)) == pytest.approx(1 - 1 / 5)
    assert generalised_gini(np.full(7, 3)) == pytest.approx(0.0)


def test_the_share_of_the_hottest_cells_by_hand() -> None:
    # 10 cells. Hottest 10 %: one cell, 3 of 5. Hottest 25 %: 2,5 cells, 3 + 1 + 0,5 of 5.
    found = hottest_shares(SPARSE, (0.10, 0.25))
    assert [share.incidents for share in found] == pytest.approx([0.6, 0.9])
    # As even as they go: one incident in each of 1 and 2,5 cells.
    assert [share.evenly for share in found] == pytest.approx([0.2, 0.5])


def test_an_even_spread_of_more_incidents_than_cells_by_hand() -> None:
    # 13 over 10 cells: three with 2, seven with 1. Hottest 2: 4 of 13; hottest 5: 6 + 2 = 8 of 13.
    found = hottest_shares(np.array([13] + [0] * 9), (0.2, 0.5))
    assert [share.evenly for share in found] == pytest.approx([4 / 13, 8 / 13])


@pytest.mark.parametrize(
    ("places", "incidents"), [(400, 60), (400, 400), (2_500, 246), (300, 3_000)]
)
def test_what_chance_gives_is_what_throwing_gives(places: int, incidents: int) -> None:
    draw = np.random.default_rng(5)
    thrown = []
    for _ in range(300):
        counts = np.bincount(draw.integers(0, places, incidents), minlength=places)
        thrown.append([share.incidents for share in hottest_shares(counts)])
    found = [share.by_chance for share in hottest_shares(counts)]
    # The deviation of the mean of 300 throws is under 0,003; the approximation is a little high.
    assert found == pytest.approx(np.mean(thrown, axis=0).tolist(), abs=0.015)


def test_the_correction_is_nothing_by_chance_and_one_for_everything() -> None:
    everything = hottest_shares(np.array([40] + [0] * 399), (0.05,))[0]
    assert everything.corrected == 1.0
    # Twenty incidents in 1.000 cells lie in the hottest 5 % however they fall.
    scattered = hottest_shares(np.array([1] * 20 + [0] * 980), (0.05,))[0]
    assert scattered.incidents == scattered.by_chance == scattered.evenly == 1.0
    assert np.isnan(scattered.corrected)


maps = st.lists(st.integers(0, 30), min_size=1, max_size=60).filter(any)


@given(maps)
def test_order_does_not_matter_and_all_figures_stay_in_bounds(rows: list[int]) -> None:
    counts = np.array(rows)
    gini = generalised_gini(counts)
    # Below 0 where the incidents do not fill every cell equally often.
    assert -1e-12 <= gini <= 1 - max(1 / counts.size, 1 / counts.sum()) + 1e-9
    assert generalised_gini(np.sort(counts)) == pytest.approx(gini, abs=1e-12)
    for share in hottest_shares(counts):
        assert share.cells - 1e-12 <= share.evenly <= share.incidents + 1e-12
        assert share.evenly <= share.by_chance + 1e-9
        assert share.incidents <= 1.0
    assert hottest_shares(counts[::-1], (0.05, 1.0))[1].incidents == 1.0


def test_what_cannot_be_is_refused() -> None:
    for statistic in (lorenz_curve, generalised_gini, hottest_shares):
        with pytest.raises(StatisticError, match="geen concentratie"):
            statistic(np.zeros(3, dtype=np.int64))
        with pytest.raises(StatisticError, match="negatief"):
            statistic(np.array([3, -1]))
    with pytest.raises(StatisticError, match="Gevonden: 5"):
        hottest_shares(SPARSE, (5.0,))


def test_inputs_are_left_as_they_were() -> None:
    counts = SPARSE.copy()
    counts.setflags(write=False)
    lorenz_curve(counts)
    generalised_gini(counts)
    hottest_shares(counts)

"""Moran: published numbers, esda, draws one by one, and maps without a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pytest
from esda import Moran, Moran_Local
from esda.moran import assuncao_rate
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import W
from scipy import sparse

from hotspots.errors import StatisticError
from hotspots.statistics.moran import (
    HIGH_HIGH,
    HIGH_LOW,
    LOW_HIGH,
    LOW_LOW,
    assuncao_reis,
    local_moran,
    local_moran_of_counts,
    moran,
)
from hotspots.statistics.permutation import conditional_p, deal

if TYPE_CHECKING:
    from numpy.typing import NDArray


def grid(cols: int, rows: int) -> sparse.csr_array:
    """Return queen neighbours of a full grid."""
    col, row = np.divmod(np.arange(cols * rows), rows)
    apart = np.maximum(abs(np.subtract.outer(col, col)), abs(np.subtract.outer(row, row)))
    return sparse.csr_array((apart == 1).astype(np.int64))


def for_esda(weights: sparse.csr_array) -> W:
    neighbours = {
        i: weights.indices[weights.indptr[i] : weights.indptr[i + 1]].tolist()
        for i in range(weights.shape[0])
    }
    return W(neighbours, silence_warnings=True)


@pytest.mark.parametrize(
    ("file", "neighbours", "column", "published"),
    [
        ("stl_hom.shp", "stl.gal", "HR8893", 0.243656),
        ("sids2.shp", "sids2.gal", "SIDR74", 0.247725),
    ],
)
def test_the_published_patterns_of_libpysal(
    file: str, neighbours: str, column: str, published: float
) -> None:
    areas = gpd.read_file(libpysal.examples.get_path(file))
    gal = libpysal.io.open(libpysal.examples.get_path(neighbours))
    weights = sparse.csr_array(gal.read().sparse)
    gal.close()
    found = moran(areas[column].to_numpy(float), weights)
    assert found.statistic == pytest.approx(published, abs=1e-6)
    assert found.expected == pytest.approx(-1 / (len(areas) - 1))
    # Hardly any of 999 draws comes near; none at all would be .002.
    assert found.p <= 0.008


def test_global_and_local_statistics_are_those_of_esda() -> None:
    rng = np.random.default_rng(1)
    weights = grid(11, 9)
    peer_weights = for_esda(weights)
    for _ in range(20):
        values = rng.gamma(1.0, 2.0, 99)
        peer = Moran(values, peer_weights, permutations=0)
        assert moran(values, weights, permutations=1).statistic == pytest.approx(peer.I, abs=1e-13)
        peer_local = Moran_Local(values, peer_weights, permutations=0)
        found = local_moran(values, weights, permutations=1)
        assert found.statistic == pytest.approx(peer_local.Is, abs=1e-12)
        assert found.quadrant.tolist() == peer_local.q.tolist()


@pytest.fixture
def uncompiled_esda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the loops of esda as they are written: compiling them takes longer than the draws."""
    for module, name in (
        (esda.crand, "vec_permutations"), (esda.crand, "compute_chunk"),
        (esda.crand, "_permutation_significance"), (esda.moran, "_moran_local_crand"),
        (esda.moran, "_prepare_univariate"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, getattr(module, name).py_func)
    # numba's own name for a type that numpy knows too.
    monkeypatch.setattr(esda.crand, "boolean", np.bool_)


# It announces that its next version will double its p as well.
@pytest.mark.usefixtures("uncompiled_esda")
@pytest.mark.filterwarnings("ignore:The alternative hypothesis for conditional")
def test_local_p_values_are_twice_the_one_sided_ones_of_esda() -> None:
    rng = np.random.default_rng(2)
    weights = grid(8, 8)
    values = rng.gamma(1.0, 2.0, 64) + np.repeat([0.0, 2.0], 32)
    peer = Moran_Local(values, for_esda(weights), permutations=9_999, seed=1)
    found = local_moran(values, weights, permutations=9_999)
    # esda gives the smaller tail alone. Both draw 9.999 times: four standard errors of twice the
    # difference between two shares of at most a half, 4 x 2 x sqrt(2 x .25 / 9.999).
    assert np.abs(found.p - np.minimum(2 * peer.p_sim, 1.0)).max() < 0.057
    assert found.p.min() >= 2 / 10_000


def test_local_p_values_are_those_of_dealing_place_by_place() -> None:
    # Places with different numbers of neighbours, one with nearly all: draws that hold the place
    # itself are then the rule.
    values = np.array([9.0, 1, 4, 2, 2, 7])
    links = np.zeros((6, 6))
    links[0, [1, 2, 3, 4]] = links[1, [0]] = links[2, [0, 5]] = links[5, [0, 1, 2, 3, 4]] = 1
    found = local_moran(values, sparse.csr_array(links), permutations=49_999)
    # Place 0: four of {1, 4, 2, 2, 7}, sum 9 = 16 - 7: all but the 7, 1 in 5; twice that.
    assert found.p[0] == pytest.approx(0.4, abs=0.015)
    # Place 1: one of {9, 4, 2, 2, 7} that is 9, 1 in 5.
    assert found.p[1] == pytest.approx(0.4, abs=0.015)
    # Place 2: two of {9, 1, 2, 2, 7} that make 16, 1 of 10 pairs.
    assert found.p[2] == pytest.approx(0.2, abs=0.015)
    # Place 5 has all others for neighbours: always the same sum.
    assert found.p[5] == 1.0
    assert np.isnan(found.p[[3, 4]]).all()


def test_equal_sums_in_another_order_count_as_equal() -> None:
    # .1 + .2 + .3 is not .3 + .2 + .1 to the last digit; of four places that hold the same three
    # numbers every draw is as large and as small as what is there.
    values = np.array([0.1, 0.2, 0.3, 0.5])
    everyone = np.ones((4, 4)) - np.eye(4)
    assert local_moran(values, sparse.csr_array(everyone)).p.tolist() == [1.0] * 4


def test_quadrants_name_the_area_and_then_its_neighbours() -> None:
    # Mean 4. The second is high among low (1 and 1), the last two high among high.
    row = sparse.csr_array(np.eye(6, k=1) + np.eye(6, k=-1))
    found = local_moran(np.array([1.0, 5, 1, 2, 7, 8]), row)
    # Neighbours of the third: 5 and 2, mean 3.5; of the fourth: 1 and 7, mean 4 = not above.
    # Of the fifth: 2 and 8, mean 5.
    assert found.quadrant.tolist() == [LOW_HIGH, HIGH_LOW, LOW_LOW, LOW_LOW, HIGH_HIGH, HIGH_HIGH]


def test_an_area_without_a_value_is_no_neighbour_and_an_island_not_determinable() -> None:
    links = np.eye(5, k=1) + np.eye(5, k=-1)
    values = np.array([1.0, 3, np.nan, 4, 6])
    found = local_moran(values, sparse.csr_array(links))
    assert np.isnan(found.statistic).tolist() == [False, False, True, False, False]
    assert found.tested == 4
    # Left out, they are two pairs; mean 3.5, deviations -2.5, -.5, .5, 2.5, squares 13:
    # 3 / 13 x (-2.5 x -.5).
    assert found.statistic[0] == pytest.approx(3 / 13 * 1.25)
    links[3, 4] = links[4, 3] = 0
    alone = local_moran(values, sparse.csr_array(links))
    for part in (alone.statistic, alone.p, alone.p_adjusted):
        assert np.isnan(part).tolist() == [False, False, True, True, True]
    assert alone.quadrant.tolist()[2:] == [0, 0, 0]
    assert alone.tested == 2
    # 4 / 2 x 2 x 1.25 / 13: the islands count in the mean, not as neighbours.
    assert moran(values, sparse.csr_array(links)).statistic == pytest.approx(2 * 2.5 / 13)


def test_the_diagonal_is_ignored() -> None:
    values, weights = np.random.default_rng(3).random(20), grid(5, 4)
    with_self = sparse.csr_array(weights + sparse.eye_array(20, dtype=np.int64))
    assert moran(values, with_self) == moran(values, weights)
    assert local_moran(values, with_self).p.tolist() == local_moran(values, weights).p.tolist()


def test_p_values_are_even_over_maps_without_a_pattern() -> None:
    rng = np.random.default_rng(4)
    weights = grid(6, 5)
    p = np.empty((400, 2))
    for turn in range(400):
        values = rng.normal(size=30)
        p[turn, 0] = moran(values, weights, permutations=199, seed=turn).p
        p[turn, 1] = local_moran(values, weights, permutations=199, seed=turn).p[7]
    for level in (0.1, 0.2, 0.5, 0.8):
        # Four standard errors of a share of 400 maps.
        margin = 4 * np.sqrt(level * (1 - level) / 400)
        assert np.mean(p <= level, axis=0).tolist() == pytest.approx([level] * 2, abs=margin)


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_areas_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, weights = rng.gamma(1.0, 2.0, 30), grid(6, 5)
    order = rng.permutation(30)
    shuffled = sparse.csr_array(weights.toarray()[np.ix_(order, order)])
    one, other = local_moran(values, weights), local_moran(values[order], shuffled)
    assert other.statistic == pytest.approx(one.statistic[order], rel=1e-9, abs=1e-12)
    assert other.quadrant.tolist() == one.quadrant[order].tolist()
    # Another order is dealt other draws: 999 of them, five standard errors of twice the
    # difference between two shares.
    assert other.p == pytest.approx(one.p[order], abs=0.23)
    i = [moran(values, weights, permutations=1), moran(values[order], shuffled, permutations=1)]
    assert i[0].statistic == pytest.approx(i[1].statistic, abs=1e-12)


def test_the_same_seed_gives_the_same_p_and_another_not() -> None:
    values, weights = np.random.default_rng(5).random(99), grid(11, 9)
    assert local_moran(values, weights).p.tolist() == local_moran(values, weights).p.tolist()
    assert moran(values, weights) == moran(values, weights)
    assert (
        local_moran(values, weights, seed=1).p.tolist() != local_moran(values, weights).p.tolist()
    )


def test_rates_for_population_are_those_of_esda() -> None:
    rng = np.random.default_rng(6)
    for spread in (0.0, 1.0):
        population = rng.gamma(1.0, 400.0, 60) + 1
        events = rng.poisson(population * 0.05 * np.exp(spread * rng.normal(size=60)))
        assert assuncao_reis(events, population) == pytest.approx(
            assuncao_rate(events, population), rel=1e-9
        )


def test_an_area_without_households_has_no_rate() -> None:
    events, households = np.array([3, 0, 4, 1]), np.array([60.0, 0.0, np.nan, 30.0])
    found = assuncao_reis(events, households)
    assert np.isnan(found).tolist() == [False, True, True, False]
    # What happened there is not in the mean either: 4 of 90.
    assert found[[0, 3]] == pytest.approx(assuncao_rate(events[[0, 3]], households[[0, 3]]))


def test_inputs_are_left_as_they_were() -> None:
    values, weights = np.random.default_rng(7).random(20), grid(5, 4)
    weights.data[:] = 3
    before = weights.copy()
    values.setflags(write=False)
    moran(values, weights)
    local_moran(values, weights)
    assert weights.data.tolist() == before.data.tolist()
    events, population = np.arange(5), np.ones(5)
    events.setflags(write=False)
    population.setflags(write=False)
    assuncao_reis(events, population)


def test_what_cannot_be_answered_is_refused() -> None:
    row = sparse.csr_array(np.eye(4, k=1) + np.eye(4, k=-1))
    rising, same = np.arange(4.0), np.ones(4)
    for statistic in (moran, local_moran):
        for wrong, values, weights, draws in (
            ("buren die verschillen", same, row, 9),
            ("buren die verschillen", same * np.nan, row, 9),
            ("buren die verschillen", rising, sparse.csr_array((4, 4)), 9),
            ("andere gebieden", rising[:3], row, 9),
            ("ten minste één nodig", rising, row, 0),
        ):
            with pytest.raises(StatisticError, match=wrong):
                statistic(values, weights, permutations=draws)
    with pytest.raises(StatisticError, match="geen incidenten"):
        assuncao_reis(np.array([0, 4]), np.array([10.0, np.nan]))
    with pytest.raises(StatisticError, match="ten minste één nodig"):
        conditional_p(rising, np.ones(4, int), rising, permutations=0)


def test_p_is_uniform_on_maps_of_chance_alone() -> None:
    # 400 maps of 8 by 8 cells, one place of each, so that they are independent. With 199 draws a
    # two-sided p is at most .05 in 5 % of them: 20, with a deviation of sqrt(400 x .05 x .95) =
    # 4,4; at most .5 in half: 200, with 10. Four deviations either way.
    side = np.arange(64)
    col, row = side % 8, side // 8
    apart = np.maximum(abs(np.subtract.outer(col, col)), abs(np.subtract.outer(row, row)))
    weights = sparse.csr_array((apart == 1).astype(float))
    random = np.random.default_rng(20171231)
    local, whole = [], []
    for at in range(400):
        values = random.gamma(2.0, 1.0, 64)
        local.append(local_moran(values, weights, permutations=199, seed=at).p[27])
        whole.append(moran(values, weights, permutations=199, seed=at).p)
    for p in (np.array(local), np.array(whole)):
        assert abs(np.count_nonzero(p <= 0.05) - 20) <= 4 * 4.4
        assert abs(np.count_nonzero(p <= 0.5) - 200) <= 4 * 10


def test_the_second_p_is_that_of_dealing_incidents_over_the_population() -> None:
    # By brute force: 40 incidents over five areas in a ring, and for every map the mean score of
    # both neighbours over the spread of all. A share of 9.999 maps has a standard error of at
    # most 0,005, twice a share 0,01; the difference of two such 0,014, and three times that 0,04.
    ring = sparse.csr_array(np.roll(np.eye(5), 1, axis=1) + np.roll(np.eye(5), -1, axis=1))
    homes, counts = np.array([100.0, 300, 50, 200, 150]), np.array([4, 18, 7, 6, 5])

    def lag(events: NDArray[np.int64]) -> NDArray[np.float64]:
        score = assuncao_reis(events, homes)
        deviation = score - score.mean()
        around: NDArray[np.float64] = (np.roll(deviation, 1) + np.roll(deviation, -1)) / 2
        return around / score.std()

    rng = np.random.default_rng(3)
    dealt = np.array([lag(one) for one in rng.multinomial(40, homes / homes.sum(), size=9_999)])
    as_high = (dealt >= lag(counts) - 1e-9).mean(axis=0)
    as_low = (dealt <= lag(counts) + 1e-9).mean(axis=0)
    expected = np.minimum(2 * np.minimum(as_high, as_low), 1)
    alone = local_moran(assuncao_reis(counts, homes), ring)
    both = local_moran_of_counts(counts, homes, ring)
    np.testing.assert_allclose(both.p, np.maximum(expected, alone.p), atol=0.04)


def test_incidents_that_spread_more_make_fewer_marks() -> None:
    row = sparse.csr_array(np.eye(60, k=1) + np.eye(60, k=-1))
    counts = np.full(60, 5)
    counts[:6] = 15
    homes = np.full(60, 100.0)
    chance = local_moran_of_counts(counts, homes, row)
    spread = local_moran_of_counts(counts, homes, row, dispersion=3.0)
    assert np.nanmin(chance.p) <= np.nanmin(spread.p)
    with pytest.raises(StatisticError, match="kleiner dan die van toeval"):
        local_moran_of_counts(counts, homes, row, dispersion=0.9)


def test_dealt_incidents_have_the_mean_and_the_variance_of_a_dirichlet_multinomial() -> None:
    # Mosimann: with shapes a p = 200 p / (2 - 1) the variance is N p (1 - p) (N + a) / (1 + a),
    # a = 200: 1,9900 times that of the multinomial.
    share = np.array([0.1, 0.2, 0.7])
    dealt = deal(200, share, 40_000, dispersion=2.0, rng=np.random.default_rng(8))
    assert (dealt.sum(axis=1) == 200).all()
    np.testing.assert_allclose(dealt.mean(axis=0), 200 * share, rtol=0.01)
    np.testing.assert_allclose(dealt.var(axis=0), 200 * share * (1 - share) * 400 / 201, rtol=0.03)

"""Empirical Bayes: published SIDS rates, esda, hand work, and what happens at the edges."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from hotspots.errors import StatisticError
from hotspots.statistics.shrinkage import locally_shrunk_rates, shrunk_rates

libpysal = pytest.importorskip("libpysal")


@pytest.fixture(scope="module")
def sids() -> tuple[np.ndarray, np.ndarray]:
    """Return sudden infant deaths and births per county of North Carolina, 1974-1978."""
    counties = pyogrio.read_dataframe(
        libpysal.examples.get_path("sids2.dbf"), columns=["SID74", "BIR74"], read_geometry=False
    )
    return counties["SID74"].to_numpy().astype(np.int64), counties["BIR74"].to_numpy(dtype=float)


def row_of(number: int) -> sparse.csr_array:
    """Return areas in a row, each a neighbour of the next."""
    return sparse.csr_array(np.eye(number, k=1) + np.eye(number, k=-1))


def test_the_published_rates_of_marshall_on_sids(sids: tuple[np.ndarray, np.ndarray]) -> None:
    # libpysal sids2, SID74 / BIR74, per birth; ours are per 1.000.
    found = shrunk_rates(*sids).rates[:5] / 1_000
    assert found.round(7).tolist() == [0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349]


def test_both_kinds_agree_with_esda_on_sids(sids: tuple[np.ndarray, np.ndarray]) -> None:
    smoothing = pytest.importorskip("esda.smoothing")
    deaths, births = sids
    near = libpysal.weights.W(
        {i: [j for j in (i - 2, i - 1, i + 1, i + 2) if 0 <= j < 100] for i in range(100)},
        id_order=list(range(100)),
        silence_warnings=True,
    )
    theirs = smoothing.Empirical_Bayes(deaths, births).r.ravel()
    assert shrunk_rates(deaths, births).rates / 1_000 == pytest.approx(theirs, rel=1e-12)
    theirs = smoothing.Spatial_Empirical_Bayes(deaths, births, near).r.ravel()
    neighbours = sparse.csr_array(near.sparse)
    ours = locally_shrunk_rates(deaths, births, neighbours)
    assert ours.rates / 1_000 == pytest.approx(theirs, rel=1e-9)


def test_three_areas_by_hand() -> None:
    # Per 1.000: rates 0, 40, 10 on 0,1 0,1 1,0. Mean 14 / 1,2 = 11,667.
    # Spread (0,1 x 136,11 + 0,1 x 802,78 + 1,0 x 2,78) / 1,2 = 80,556; by chance 11,667 / 0,4 =
    # 29,167; variance 51,389. Own share of the second: 51,389 / (51,389 + 116,67) = 0,30579;
    # rate 11,667 + 0,30579 x 28,333 = 20,331.
    found = shrunk_rates(np.array([0, 4, 10]), np.array([100.0, 100.0, 1_000.0]))
    assert found.mean.tolist() == pytest.approx([14 / 1.2] * 3)
    assert found.variance[0] == pytest.approx(51.3889, abs=1e-4)
    assert found.own_share[1] == pytest.approx(0.30579, abs=1e-5)
    assert found.rates[1] == pytest.approx(20.331, abs=1e-3)


def test_less_spread_than_chance_gives_every_area_the_mean_and_not_for_certain() -> None:
    # 5 on 500 and 6 on 500: chance alone spreads them more. From two areas nothing can be known
    # of the spread, so that the variance is that of one area alone: mean (11 + 0,5) / 1 = 11,5,
    # variance 11,5 / 0,5 = 23. A gamma of shape 5,75 and scale 2 is half a chi-square: times 2 of
    # 11,5 degrees of freedom.
    found = shrunk_rates(np.array([5, 6]), np.array([500.0, 500.0]))
    assert found.rates.tolist() == pytest.approx([11.0, 11.0])
    assert found.variance.tolist() == [0.0, 0.0]
    assert found.lower.tolist() == pytest.approx([stats.chi2.ppf(0.025, 11.5)] * 2)
    assert found.upper.tolist() == pytest.approx([stats.chi2.ppf(0.975, 11.5)] * 2)


def test_no_incident_at_all_is_a_rate_of_zero() -> None:
    found = shrunk_rates(np.zeros(3, dtype=np.int64), np.array([10.0, 20.0, 30.0]))
    assert found.rates.tolist() == [0.0, 0.0, 0.0]


def test_an_area_without_denominator_has_no_rate_and_no_say() -> None:
    without = shrunk_rates(np.array([0, 4, 10]), np.array([100.0, 100.0, 1_000.0]))
    found = shrunk_rates(
        np.array([0, 99, 4, 10, 7]), np.array([100.0, np.nan, 100.0, 1_000.0, 0.0])
    )
    assert np.isnan(found.rates).tolist() == [False, True, False, False, True]
    assert np.isnan(found.lower).tolist() == np.isnan(found.rates).tolist()
    assert found.rates[[0, 2, 3]].tolist() == without.rates.tolist()
    nowhere = shrunk_rates(np.array([1, 2]), np.array([np.nan, 0.0]))
    assert np.isnan(nowhere.rates).all()


def test_a_local_rate_is_the_global_rate_of_the_neighbourhood() -> None:
    counts, denominators = np.array([0, 9, 4, 30, 1]), np.array([300.0, 400.0, 80.0, 900.0, 60.0])
    found = locally_shrunk_rates(counts, denominators, row_of(5))
    for area in range(5):
        around = slice(max(area - 1, 0), area + 2)
        alone = shrunk_rates(counts[around], denominators[around])
        own = area - max(area - 1, 0)
        assert found.rates[area] == pytest.approx(alone.rates[own])
        assert found.lower[area] == pytest.approx(alone.lower[own])
        assert found.variance[area] == pytest.approx(alone.variance[own])


def test_the_diagonal_and_the_size_of_weights_do_not_matter() -> None:
    counts, denominators = np.array([0, 9, 4, 30]), np.array([300.0, 400.0, 80.0, 900.0])
    plain = locally_shrunk_rates(counts, denominators, row_of(4)).rates
    other = sparse.csr_array(0.5 * row_of(4).toarray() + np.eye(4))
    assert locally_shrunk_rates(counts, denominators, other).rates.tolist() == plain.tolist()


def test_an_area_without_usable_neighbours_cannot_be_determined() -> None:
    # The third is an island; the first has only a neighbour without denominator.
    pairs = np.zeros((5, 5))
    pairs[0, 1] = pairs[1, 0] = pairs[3, 4] = pairs[4, 3] = 1
    found = locally_shrunk_rates(
        np.array([5, 5, 5, 5, 9]),
        np.array([100.0, np.nan, 100.0, 100.0, 100.0]),
        sparse.csr_array(pairs),
    )
    assert np.isnan(found.rates).tolist() == [True, True, True, False, False]


def test_the_interval_is_that_of_the_gamma_with_what_morris_adds() -> None:
    # Five areas of 500 households, 2 4 5 6 13: mean 30 / 2,5 = 12 per 1.000, with half an
    # incident more 12,2. Spread (64 + 16 + 4 + 0 + 196) / 5 = 56, by chance 12 / 0,5 = 24; the
    # variance is 32, the own share 32 / 56 = 0,5714 and 0,4286 is borrowed.
    # Morris for five areas: 0,4286 x 2 / 4 = 0,2143 borrowed. Of the last, at 26 per 1.000:
    # 12,2 / 0,5 x 0,7857 = 19,171, plus 0,2143^2 x (12,2 / 2,5 + 32 x 1,25 / 2,5^2 +
    # 2 / 2 x 13,8^2 = 201,72) = 9,264; in all 28,435 around 12,2 + 0,5714 x 13,8 = 20,086.
    found = shrunk_rates(np.array([2, 4, 5, 6, 13]), np.full(5, 500.0), confidence=0.9)
    assert found.own_share[4] == pytest.approx(32 / 56)
    shape, scale = 20.0857**2 / 28.435, 28.435 / 20.0857
    assert found.lower[4] == pytest.approx(stats.gamma.ppf(0.05, shape, scale=scale), rel=1e-4)
    assert found.upper[4] == pytest.approx(stats.gamma.ppf(0.95, shape, scale=scale), rel=1e-4)


@pytest.mark.parametrize("differ", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("total", [246, 5_000])
def test_local_intervals_hold_the_true_rate(total: int, differ: float) -> None:
    # 100 areas on a ten by ten board, 100 to 1.400 households; true rates that differ by 0, 30 and
    # 80 %. Taking mean and spread as known, 20 to 90 % of the intervals held the true rate.
    rng = np.random.default_rng(17)
    side = np.arange(100)
    apart = np.maximum(
        abs(np.subtract.outer(side // 10, side // 10)), abs(np.subtract.outer(side % 10, side % 10))
    )
    board = sparse.csr_array((apart == 1).astype(float))
    homes = rng.uniform(100.0, 1_400.0, 100)
    inside = []
    for _ in range(40):
        factor = rng.gamma(1 / differ**2, differ**2, 100) if differ else np.ones(100)
        true = 1_000 * factor * total / homes.sum()
        found = locally_shrunk_rates(rng.poisson(true * homes / 1_000), homes, board)
        inside.append((found.lower <= true) & (true <= found.upper))
        assert (found.upper > found.lower).all()
    assert np.mean(inside) >= 0.92


def test_a_neighbourhood_without_incidents_is_not_certain_to_stay_so() -> None:
    found = locally_shrunk_rates(np.zeros(6, dtype=np.int64), np.full(6, 400.0), row_of(6))
    assert found.rates.tolist() == [0.0] * 6
    assert found.lower.tolist() == [0.0] * 6
    assert (found.upper > 0.1).all()


areas = st.lists(st.tuples(st.integers(0, 300), st.floats(1.0, 1e5)), min_size=2, max_size=20)


@given(areas)
def test_a_rate_lies_between_its_own_and_the_mean_and_order_does_not_matter(
    rows: list[tuple[int, float]],
) -> None:
    counts, denominators = (np.array(column) for column in zip(*rows, strict=True))
    found = shrunk_rates(counts, denominators)
    crude = 1_000 * counts / denominators
    slack = 1e-9 * (1 + crude.max())
    assert (found.rates >= np.minimum(crude, found.mean) - slack).all()
    assert (found.rates <= np.maximum(crude, found.mean) + slack).all()
    back = shrunk_rates(counts[::-1], denominators[::-1]).rates[::-1]
    assert back.tolist() == pytest.approx(found.rates.tolist(), rel=1e-6, abs=slack)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="negatief"):
        shrunk_rates(np.array([-1, 2]), np.ones(2))
    with pytest.raises(StatisticError, match="even lang"):
        shrunk_rates(np.array([1, 2]), np.ones(3))
    with pytest.raises(StatisticError, match="buren"):
        locally_shrunk_rates(np.array([1, 2]), np.ones(2), row_of(3))
    with pytest.raises(StatisticError, match="betrouwbaarheid"):
        shrunk_rates(np.array([1, 2]), np.ones(2), confidence=95)


def test_inputs_are_left_as_they_were() -> None:
    counts, denominators = np.array([0, 4, 10]), np.array([100.0, np.nan, 1_000.0])
    neighbours = row_of(3)
    for array in (counts, denominators, neighbours.data, neighbours.indices, neighbours.indptr):
        array.setflags(write=False)
    shrunk_rates(counts, denominators)
    locally_shrunk_rates(counts, denominators, neighbours)

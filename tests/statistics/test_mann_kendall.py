"""Mann-Kendall: published numbers, R's Kendall and sfdep, scipy, and work by hand."""

from __future__ import annotations

import csv
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse, stats

from hotspots.errors import StatisticError
from hotspots.statistics.mann_kendall import mann_kendall

if TYPE_CHECKING:
    from pathlib import Path

#: Few different numbers, so that many are equal.
SMALL_SERIES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.integers(2, 14)),
    elements=st.integers(-4, 4).map(float),
)


def one(series: list[float]) -> tuple[int, float, float, float, float]:
    found = mann_kendall(np.array([series], dtype=float))
    return (
        int(found.score[0]),
        float(found.variance[0]),
        float(found.z[0]),
        float(found.p[0]),
        float(found.tau[0]),
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open() as rows:
        return list(csv.DictReader(rows))


def test_ten_steps_up_have_their_published_z_and_p() -> None:
    score, variance, z, p, tau = one(list(range(1, 11)))
    assert (score, variance, tau) == (45, 125.0, 1.0)
    assert z == pytest.approx(3.9354796, abs=1e-7)
    assert p == pytest.approx(8.303e-05, abs=1e-8)


def test_a_pair_of_equals_by_hand() -> None:
    # 1 2 2 3: five of six pairs rise, none falls. Variance (4 x 3 x 13 - 2 x 1 x 9) / 18; z is
    # (5 - 1) / sqrt of that; tau b 5 / sqrt((6 - 1) x 6).
    score, variance, z, p, tau = one([1, 2, 2, 3])
    assert score == 5
    assert variance == pytest.approx(138 / 18)
    assert z == pytest.approx(4 / math.sqrt(138 / 18))
    assert p == pytest.approx(2 * stats.norm.sf(4 / math.sqrt(138 / 18)))
    assert tau == pytest.approx(5 / math.sqrt(30))


def test_groups_of_two_three_and_four_equals_by_hand() -> None:
    # t (t - 1) (2t + 5): 18, 66 and 156 for groups of 2, 3 and 4, wherever they lie.
    series = [7, 1, 1, 5, 7, 5, 7, 5, 7, 2]
    assert one(series)[1] == pytest.approx((10 * 9 * 25 - 18 - 66 - 156) / 18)


def test_a_score_of_one_either_way_is_as_near_to_none_as_can_be() -> None:
    # Two steps: S is 1, one nearer to 0 is 0.
    assert one([1, 2])[2:4] == (0.0, 1.0)
    assert one([2, 1])[2:4] == (0.0, 1.0)


def test_the_series_of_kendall_in_r(shared_reference: Path) -> None:
    # All 80 series hold equal numbers. R keeps seven digits of the variance.
    peers = shared_reference / "peers"
    series = np.loadtxt(peers / "mann_kendall_series.csv", delimiter=",", skiprows=1)
    tau, p, score, variance = np.loadtxt(
        peers / "mann_kendall_Kendall.csv", delimiter=",", skiprows=1
    ).T
    found = mann_kendall(series)
    assert found.score.tolist() == score.astype(int).tolist()
    assert found.variance == pytest.approx(variance, rel=1e-7)
    assert found.tau == pytest.approx(tau, abs=1e-6)
    assert found.p == pytest.approx(p, abs=1e-6)


def test_the_trends_of_sfdep_in_boston(shared_reference: Path) -> None:
    # Ten years without equal numbers. R's p is the normal one here too: for S = 25 it says
    # .0318 where the exact p is .0286. The Gi* is sfdep's: in a year t, with the neighbours of
    # that year and of the year before, against the mean and the deviation of year t. Its rows are
    # in the order of the codes, while its column of codes is in the order of the map.
    peers = shared_reference / "peers"
    features = json.loads((peers / "bos_ecometric.geojson").read_text())["features"]
    codes = [feature["properties"][".region_id"] for feature in features]
    shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in features])
    rows = read_rows(peers / "bos_ecometric.csv")
    years = sorted({row["year"] for row in rows})
    values = np.full((len(codes), len(years)), np.nan)
    for row in rows:
        values[codes.index(row[".region_id"]), years.index(row["year"])] = float(row["value"])
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    near = sparse.csr_array((np.ones(pairs.shape[1]), pairs), shape=(len(codes), len(codes)))
    size = near.sum(axis=1)
    around = (near @ values) / size[:, np.newaxis]
    before = np.hstack([np.zeros((len(codes), 1)), around[:, :-1]])
    weight = np.where(np.arange(len(years)) == 0, 1.0, 2.0)
    squares = weight / size[:, np.newaxis]
    n = len(codes)
    spread = values.std(axis=0) * np.sqrt((n * squares - weight**2) / (n - 1))
    z = (around + before - weight * values.mean(axis=0)) / spread
    found = mann_kendall(z[np.argsort(codes)])
    theirs = read_rows(peers / "bos_emerging_hotspot_sfdep.csv")
    assert found.tau == pytest.approx([float(row["tau"]) for row in theirs], abs=1e-6)
    assert found.p == pytest.approx([float(row["p_value"]) for row in theirs], abs=1e-6)
    example = int(np.flatnonzero(np.abs(found.score) == 25)[0])
    assert found.p[example] == pytest.approx(0.0318, abs=5e-5)
    exact = stats.kendalltau(np.arange(10), z[np.argsort(codes)][example], method="exact")
    assert exact.pvalue == pytest.approx(0.0286, abs=5e-5)


@given(SMALL_SERIES.filter(lambda series: series.shape[1] > 2))  # scipy's p needs three steps
def test_it_is_kendalls_tau_with_time_by_scipy(series: np.ndarray) -> None:
    found = mann_kendall(series)
    for place, values in enumerate(series):
        theirs = stats.kendalltau(np.arange(values.size), values, method="asymptotic")
        assert found.tau[place] == pytest.approx(theirs.statistic, abs=1e-12, nan_ok=True)
        if np.ptp(values):
            # scipy takes S itself where we take one less: otherwise its p is ours.
            z = abs(found.score[place]) / math.sqrt(found.variance[place])
            assert 2 * stats.norm.sf(z) == pytest.approx(theirs.pvalue, abs=1e-12)
            z = max(abs(found.score[place]) - 1, 0) / math.sqrt(found.variance[place])
            assert found.p[place] == pytest.approx(2 * stats.norm.sf(z), abs=1e-12)


@given(SMALL_SERIES)
def test_turned_round_in_time_or_upside_down_a_rise_is_a_fall(series: np.ndarray) -> None:
    there = mann_kendall(series)
    for back in (mann_kendall(series[:, ::-1]), mann_kendall(-series)):
        assert back.score.tolist() == (-there.score).tolist()
        assert back.z.tolist() == (-there.z).tolist()
        assert back.p.tolist() == there.p.tolist()


@given(SMALL_SERIES)
def test_only_the_order_of_the_numbers_counts(series: np.ndarray) -> None:
    kept = series.copy()
    assert mann_kendall(np.exp(series)).p.tolist() == mann_kendall(series).p.tolist()
    assert series.tolist() == kept.tolist()


@given(SMALL_SERIES, st.data())
def test_a_step_without_a_number_is_left_out(series: np.ndarray, data: st.DataObject) -> None:
    steps = series.shape[1]
    gap = data.draw(st.integers(0, steps - 1))
    wider = np.insert(series, gap, np.nan, axis=1)
    with_gap, without = mann_kendall(wider), mann_kendall(series)
    assert with_gap.known.tolist() == without.known.tolist() == [steps] * len(series)
    for part in ("score", "variance", "z", "p", "tau"):
        np.testing.assert_array_equal(getattr(with_gap, part), getattr(without, part))


def test_equal_numbers_have_no_trend_and_no_numbers_have_no_test() -> None:
    found = mann_kendall(np.array([[2.0, 2, 2], [np.nan, 5, np.nan], [np.nan] * 3]))
    assert found.score.tolist() == [0, 0, 0]
    assert found.p.tolist()[0] == 1.0
    assert found.z.tolist()[0] == 0.0
    assert np.isnan(found.tau).all()
    assert np.isnan(found.p).tolist() == np.isnan(found.z).tolist() == [False, True, True]
    assert found.known.tolist() == [3, 1, 0]


def test_each_of_thousands_of_places_is_tested_by_itself() -> None:
    rng = np.random.default_rng(1)
    series = rng.poisson(2.0, (2_500, 12)).astype(float)
    together = mann_kendall(series)
    for place in (0, 1_023, 1_024, 2_047, 2_048, 2_499):
        alone = mann_kendall(series[[place]])
        assert (together.score[place], together.p[place]) == (alone.score[0], alone.p[0])
    assert mann_kendall(np.asfortranarray(series)).p.tolist() == together.p.tolist()
    assert mann_kendall(series.astype(np.int32)).p.tolist() == together.p.tolist()


def test_it_rejects_no_trend_in_at_most_one_of_twenty() -> None:
    rng = np.random.default_rng(2)
    for steps in (10, 20, 36):
        p = mann_kendall(rng.random((20_000, steps))).p
        # 5 % of 20.000, and four deviations of chance.
        assert np.count_nonzero(p <= 0.05) <= 1_000 + 4 * math.sqrt(950)


def test_six_steps_that_only_rise_show_how_rough_the_normal_p_is() -> None:
    # Exactly: 2 of 720 orders.
    assert 2 / math.factorial(6) == pytest.approx(0.003, abs=5e-4)
    assert one(list(range(6)))[3] == pytest.approx(0.009, abs=5e-4)


@pytest.mark.parametrize("shape", [(5,), (3, 1), (3, 0), (2, 3, 4)])
def test_what_is_no_series_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(StatisticError, match="ten minste twee stappen"):
        mann_kendall(np.zeros(shape))


def test_no_places_have_no_trend() -> None:
    assert mann_kendall(np.zeros((0, 5))).p.shape == (0,)

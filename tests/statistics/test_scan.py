"""Scan statistics: published clusters, clusters worked out by hand, and what is refused."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.errors import StatisticError
from hotspots.statistics.scan import space_time_permutation_scan, spatial_scan, warm_up

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def columns(path: Path) -> dict[str, list[str]]:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def numbers(table: dict[str, list[str]], name: str) -> NDArray[np.float64]:
    return np.array(table[name], dtype=np.float64)


def nydf(path: Path) -> tuple[NDArray[np.int64], NDArray[np.float64], dict[str, list[str]]]:
    """Return leukaemia in New York: whole cases, population, and the table."""
    table = columns(path)
    return np.floor(numbers(table, "cases")).astype(np.int64), numbers(table, "population"), table


def lattice(side: int, cell_m: float = 100.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    col, row = np.divmod(np.arange(side * side), side)
    return col * cell_m, row * cell_m


def test_the_published_clusters_of_new_york(shared_reference: Path) -> None:
    counts, population, table = nydf(shared_reference / "nydf_smerc.csv")
    assert (counts.sum(), population.sum()) == (552, 1_057_673)
    # Degrees as if they were plane: so was it published. Metres or degrees, only order counts.
    found = spatial_scan(
        counts,
        population,
        numbers(table, "longitude"),
        numbers(table, "latitude"),
        largest_share=0.1,
    )
    expected = {0: (11.577255, 85, 95_249), 1: (9.019716, 38, 34_083), 6: (3.209485, 11, 8_839)}
    for rank, (llr, cases, people) in expected.items():
        cluster = found.clusters[rank]
        assert cluster.llr == pytest.approx(llr, abs=1e-6)
        assert (cluster.observed, population[cluster.members].sum()) == (cases, people)


@pytest.mark.parametrize("percent", [50, 10])
def test_every_cluster_of_smerc(shared_reference: Path, percent: int) -> None:
    counts, population, table = nydf(shared_reference / "peers" / "nydf.csv")
    peer = columns(shared_reference / "peers" / f"nydf_scan_circular_ubpop{percent}_smerc.csv")
    found = spatial_scan(
        counts,
        population,
        numbers(table, "x"),
        numbers(table, "y"),
        largest_share=percent / 100,
        most_clusters=100,
        permutations=9_999,
    )
    # The last of smerc's list is what is left over: a place with no more than expected, ratio 0.
    assert float(peer["llr"][-1]) == 0.0
    # In another order where several centres give the same areas: ours is the smallest circle.
    ids = [sorted(cluster.members + 1) for cluster in found.clusters]
    assert ids == [sorted(map(int, row.split())) for row in peer["ids"][:-1]]
    for name, ours in (
        ("llr", [cluster.llr for cluster in found.clusters]),
        ("cases", [cluster.observed for cluster in found.clusters]),
        ("expected", [cluster.expected for cluster in found.clusters]),
        ("rr", [cluster.relative_risk for cluster in found.clusters]),
    ):
        assert ours == pytest.approx(numbers(peer, name)[:-1], abs=1e-9)
    p = np.array([cluster.p for cluster in found.clusters])
    # smerc drew 999 maps: four standard errors where p is in the middle, .02 for the first three.
    error = np.sqrt(p * (1 - p) / 999)
    assert (np.abs(p - numbers(peer, "p")[:-1]) < np.maximum(4 * error, 0.005)).all()
    assert (np.abs(p - numbers(peer, "p")[:-1])[:3] < 0.02).all()


def test_the_poisson_clusters_of_spatialepi(shared_reference: Path) -> None:
    table = columns(shared_reference / "peers" / "pennLC.csv")
    found = spatial_scan(
        numbers(table, "cases").astype(np.int64),
        numbers(table, "expected"),
        numbers(table, "x_km"),
        numbers(table, "y_km"),
        permutations=9_999,
    )
    # SpatialEpi::kulldorff with the column 'expected'. In the folder these two lines stand in the
    # file that is named after the binomial model, and the other way round.
    first, second = found.clusters[:2]
    assert first.llr == pytest.approx(17.6628831253954, abs=1e-9)
    assert first.expected == pytest.approx(1673.64866678906, abs=1e-9)
    assert (sorted(first.members + 1), first.observed) == ([23, 51], 1900)
    assert second.llr == pytest.approx(7.09894423264595, abs=1e-9)
    assert second.expected == pytest.approx(2200.96106640114, abs=1e-9)
    assert (sorted(second.members + 1), second.observed) == ([2, 4, 10, 26, 30, 63, 65], 2359)
    assert first.p <= 0.002
    assert second.p == pytest.approx(0.035, abs=0.02)


def test_the_space_time_permutation_of_scanstatistics(shared_reference: Path) -> None:
    peers = shared_reference / "peers"
    counted = columns(peers / "NM_counts_1986_1989.csv")
    places = columns(peers / "NM_geo.csv")
    counts = np.array([counted[name] for name in counted], dtype=np.int64)
    at = [places["county"].index(name) for name in counted]
    # Its zones: the 1 to 15 counties nearest to each; no two distances are equal.
    found = space_time_permutation_scan(
        counts,
        numbers(places, "center_long")[at],
        numbers(places, "center_lat")[at],
        longest_steps=4,
        most_areas=15,
    )
    peer = columns(peers / "NM_stscan_scanstatistics.csv")
    best = found.clusters[0]
    assert best.llr == pytest.approx(float(peer["score"][0]), abs=1e-6)
    assert [str(area + 1) for area in best.members] == peer["locations"][0].split()
    assert best.last_step - best.first_step + 1 == int(peer["duration"][0])
    # Both draw 999 times around .32: four standard errors of the difference.
    assert best.p == pytest.approx(float(peer["p_mc"][0]), abs=4 * math.sqrt(2 * 0.32 * 0.68 / 999))


def test_a_cluster_and_a_second_one() -> None:
    # Ten areas in a row, one household each, 20 incidents: 2 expected per area.
    counts = np.array([1, 6, 7, 1, 0, 0, 1, 0, 4, 0])
    x_m = np.array([0.0, 100, 190, 300, 410, 530, 660, 800, 950, 1_110])
    found = spatial_scan(counts, np.ones(10), x_m, np.zeros(10), permutations=99)
    first, second = found.clusters[:2]
    # 13 in two areas: 13 ln(13 / 4) + 7 ln(7 / 16) = 15.3225 - 5.7868.
    assert first.llr == pytest.approx(15.3225 - 5.7868, abs=2e-4)
    assert (sorted(first.members), first.radius_m, first.observed) == ([1, 2], 90.0, 13)
    assert first.expected == pytest.approx(4.0)
    # Inside 3.25 times as many as expected, outside 7 where 16 are expected: .4375.
    assert first.relative_risk == pytest.approx(3.25 / 0.4375)
    # 4 in one area: 4 ln 2 + 16 ln(16 / 18) = 2.7726 - 1.8845.
    assert second.llr == pytest.approx(2.7726 - 1.8845, abs=2e-4)
    assert (second.members.tolist(), second.radius_m, second.centre) == ([8], 0.0, 8)
    assert found.total == 20


def test_all_incidents_in_one_place_have_an_infinite_relative_risk() -> None:
    x_m, y_m = lattice(4)
    counts = np.zeros(16, dtype=np.int64)
    counts[5] = 9
    best = spatial_scan(counts, np.ones(16), x_m, y_m, permutations=99).clusters[0]
    # 9 ln(9 / (9 / 16))
    assert best.llr == pytest.approx(9 * math.log(16))
    assert math.isinf(best.relative_risk)
    assert best.p == 0.01


def test_areas_at_the_same_distance_come_in_together() -> None:
    # A cell and three of its four neighbours are no circle: with the fourth they are.
    x_m, y_m = lattice(5)
    counts = np.zeros(25, dtype=np.int64)
    counts[[12, 11, 13, 7]] = 5
    best = spatial_scan(counts, np.ones(25), x_m, y_m, permutations=9).clusters[0]
    assert best.members.tolist() == [12, 7, 11, 13, 17]
    assert best.radius_m == 100.0
    # 20 ln(20 / 4) and nothing outside.
    assert best.llr == pytest.approx(20 * math.log(5))


def test_one_incident_is_no_cluster() -> None:
    # Circles of one area. The first holds a thousandth of the exposure and one of the incidents:
    # about ln(1.000) - 1, far more than the pair's 2 ln(2 / .8) + 2 ln(2 / 3.2) = .8926.
    x_m = np.arange(6) * 1_000.0
    counts = np.array([1, 0, 2, 0, 0, 1])
    exposure = np.array([0.001, 1, 1, 1, 1, 1])
    found = spatial_scan(counts, exposure, x_m, np.zeros(6), largest_radius_m=500.0, permutations=9)
    assert [cluster.members.tolist() for cluster in found.clusters] == [[2]]
    # Expected is 4 / 5.001 rather than .8.
    assert found.clusters[0].llr == pytest.approx(0.8926, abs=1e-3)


def test_an_area_without_exposure_lies_in_a_circle_and_adds_nothing() -> None:
    x_m, y_m = lattice(5)
    exposure = np.ones(25)
    exposure[[0, 11]] = [np.nan, 0.0]
    counts = np.zeros(25, dtype=np.int64)
    counts[[12, 13, 7, 17]] = 5
    best = spatial_scan(counts, exposure, x_m, y_m, permutations=9).clusters[0]
    assert best.members.tolist() == [12, 7, 11, 13, 17]
    # 20 incidents, 4 of 23 cells with exposure.
    assert best.expected == pytest.approx(20 * 4 / 23)


def test_no_two_clusters_share_an_area_not_even_one_without_exposure() -> None:
    x_m = np.array([0.0, 100, 200, 300, 400])
    exposure = np.array([1.0, 1, 0, 1, 1])
    found = spatial_scan(
        np.array([3, 9, 0, 9, 3]), exposure, x_m, np.zeros(5), most_clusters=50, permutations=9
    )
    seen = [area for cluster in found.clusters for area in cluster.members]
    assert len(seen) == len(set(seen))


def test_the_limits_hold() -> None:
    x_m, y_m = lattice(9)
    counts = np.random.default_rng(1).poisson(3.0, 81)
    counts[30:50] += 5
    for limit in ({"largest_radius_m": 200.0}, {"largest_share": 0.1}, {"most_areas": 5}):
        found = spatial_scan(
            counts, np.ones(81), x_m, y_m, permutations=9, most_clusters=99, **limit
        )
        for cluster in found.clusters:
            assert cluster.radius_m <= limit.get("largest_radius_m", math.inf)
            assert len(cluster.members) <= limit.get("largest_share", 1) * 81
            assert len(cluster.members) <= limit.get("most_areas", 81)
    # 49 cells keep 200 m from the edge; a radius takes in 1, 5, 9 or 13 cells: four circles there.
    inner = spatial_scan(counts, np.ones(81), x_m, y_m, permutations=1, largest_radius_m=200.0)
    assert inner.windows >= 25 * 4


def test_a_map_with_what_is_expected_has_no_cluster() -> None:
    x_m, y_m = lattice(3)
    assert spatial_scan(np.full(9, 4), np.full(9, 2.0), x_m, y_m, permutations=9).clusters == ()


def test_a_busy_place_is_no_cluster_in_time_but_a_burst_is() -> None:
    x_m, y_m = lattice(4)
    counts = np.ones((16, 8), dtype=np.int64)
    counts[3] = 20
    always = space_time_permutation_scan(
        counts, x_m, y_m, longest_steps=3, largest_share=0.5, permutations=99
    )
    assert always.clusters == ()
    counts[9, -2:] = 6
    burst = space_time_permutation_scan(counts, x_m, y_m, longest_steps=3, permutations=999)
    best = burst.clusters[0]
    assert (best.members.tolist(), best.first_step, best.last_step) == ([9], 6, 7)
    # Cell 9: 18 of all 290; the last two steps: 2 x (15 + 20) + 12 - 2 = 80 of 290.
    assert (best.observed, burst.total) == (12, 290)
    assert best.expected == pytest.approx(18 * 80 / 290)
    assert best.ratio == pytest.approx(12 / (18 * 80 / 290))
    assert best.p < 0.05


def test_a_burst_that_is_over_is_found_only_when_asked() -> None:
    x_m, y_m = lattice(4)
    counts = np.ones((16, 8), dtype=np.int64)
    counts[9, 2:4] = 12
    now = space_time_permutation_scan(counts, x_m, y_m, longest_steps=3, permutations=99)
    assert all(9 not in cluster.members for cluster in now.clusters)
    ever = space_time_permutation_scan(
        counts, x_m, y_m, longest_steps=3, prospective=False, permutations=99
    )
    best = ever.clusters[0]
    assert (best.members.tolist(), best.first_step, best.last_step) == ([9], 2, 3)
    assert best.p == 0.01


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"counts": np.array([-1, 2, 3, 0])}, "negatief of onbekend"),
        ({"counts": np.array([1.0, 2, 3, 0])}, "deze aantallen"),
        ({"counts": np.array([0, 0, 0, 0])}, "samen 0 incidenten"),
        ({"counts": np.array([0, 1, 0, 0])}, "samen 1 incidenten"),
        ({"counts": np.array([1, 2, 3])}, "niet even lang"),
        ({"exposure": np.zeros(4)}, "Zonder verwachting"),
        ({"exposure": np.full(4, np.nan)}, "Zonder verwachting"),
        ({"exposure": np.array([1.0, -1, 1, 1])}, "Zonder verwachting"),
        ({"exposure": np.array([1.0, np.inf, 1, 1])}, "Zonder verwachting"),
        ({"exposure": np.array([1.0, 1, 0, 1])}, "3 incidenten in gebieden zonder"),
        ({"x_m": np.array([0.0, np.nan, 200, 300])}, "geen plaats"),
        ({"x_m": np.zeros(4)}, "Geen enkel gebied past"),
        ({"largest_share": 0.0}, "De grootste cirkel"),
        ({"largest_share": 0.51}, "De grootste cirkel"),
        ({"largest_share": math.nan}, "De grootste cirkel"),
        ({"largest_share": 0.2}, "Geen enkel gebied past"),
        ({"largest_radius_m": 0.0}, "past niets"),
        ({"most_areas": 0}, "past niets"),
        ({"permutations": 0}, "permutaties"),
    ],
)
def test_nonsense_is_refused(changed: dict[str, object], said: str) -> None:
    given_ = {
        "counts": np.array([1, 2, 3, 0]),
        "exposure": np.ones(4),
        "x_m": np.array([0.0, 100, 200, 300]),
        "y_m": np.zeros(4),
    }
    with pytest.raises(StatisticError, match=said):
        spatial_scan(**(given_ | changed))


def test_one_area_is_refused() -> None:
    with pytest.raises(StatisticError, match="1 gebieden"):
        spatial_scan(np.array([5]), np.ones(1), np.zeros(1), np.zeros(1))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"counts": np.array([1, 2, 3])}, "zonder tijd"),
        ({"counts": np.array([[1], [2], [3]])}, "zonder tijd"),
        ({"counts": np.zeros((3, 2), dtype=int)}, "samen 0 incidenten"),
        ({"counts": np.array([[1, 2], [-3, 1], [0, 0]])}, "negatief of onbekend"),
        ({"longest_steps": 0}, "langste duur"),
        ({"longest_steps": 3}, "tot en met 2"),
        ({"largest_share": 0.6}, "De grootste cirkel"),
        ({"permutations": 0}, "permutaties"),
    ],
)
def test_nonsense_in_time_is_refused(changed: dict[str, object], said: str) -> None:
    given_ = {
        "counts": np.array([[1, 2], [3, 1], [0, 1]]),
        "x_m": np.array([0.0, 100, 250]),
        "y_m": np.zeros(3),
        "longest_steps": 1,
    }
    with pytest.raises(StatisticError, match=said):
        space_time_permutation_scan(**(given_ | changed))


def test_warming_up_needs_nothing() -> None:
    warm_up()

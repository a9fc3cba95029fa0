"""The Knox test: published tables, other packages, every ordering, and maps without a pattern."""

from __future__ import annotations

import csv
import math
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import libpysal
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import pdist

from hotspots.errors import StatisticError
from hotspots.statistics import near_repeat
from hotspots.statistics.near_repeat import (
    DAY_BANDS,
    DISTANCE_BANDS_M,
    MOST_PAIRS,
    KnoxResult,
    Metric,
    knox,
)

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from numpy.typing import NDArray

    Incidents = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]

METRICS: dict[Metric, str] = {"euclidean": "euclidean", "manhattan": "cityblock"}


def with_dates(file: Path) -> Incidents:
    """Read x, y and the day of a file without a header."""
    x_m, y_m, date = np.loadtxt(file, delimiter=",", dtype=str, unpack=True)
    return x_m.astype(float), y_m.astype(float), date.astype("datetime64[D]").astype(np.int64)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as opened:
        return list(csv.DictReader(opened))


def edges_of(bands: list[str]) -> list[float]:
    """Turn "[0,0.1)", "[0.1,500)" into 0, 0.1, 500."""
    ends = [[float(end) for end in band.strip("[)").split(",")] for band in dict.fromkeys(bands)]
    assert all(before[1] == after[0] for before, after in pairwise(ends))
    return [ends[0][0], *(end for _, end in ends)]


def up_to(edge: float) -> float:
    """Return the edge of a band that holds ``edge`` itself, as other packages have it."""
    return math.nextafter(edge, math.inf)


def agree(found: KnoxResult, rows: list[dict[str, str]]) -> None:
    """Compare with the R package NearRepeat, whose rows go down the distances first."""
    shape = found.observed.T.shape
    observed = np.array([int(row["observed"]) for row in rows]).reshape(shape).T
    ratio = np.array([float(row["ratio"] or 0) for row in rows]).reshape(shape).T
    p = np.array([float(row["p"]) for row in rows]).reshape(shape).T
    assert found.observed.tolist() == observed.tolist()
    # Their ratio is by the mean of 999 draws, of which the deviation is at most about the root of
    # the expected number: four standard errors.
    assert (abs(found.ratio - ratio) < 4 * found.ratio / np.sqrt(999 * found.expected) + 0.02).all()
    # Four standard errors of 999 draws, and .02 where that is less.
    assert (abs(found.p - p) < np.maximum(0.02, 4 * np.sqrt(p * (1 - p) / 999))).all()


def brute(  # noqa: PLR0917
    x_m: NDArray[Any],
    y_m: NDArray[Any],
    day: NDArray[Any],
    near: list[float],
    soon: list[float],
    metric: Metric,
) -> NDArray[np.int64]:
    """Count the pairs per band the slow way: all distances, all gaps."""
    distance = pdist(np.column_stack([x_m, y_m]).astype(float), METRICS[metric])
    gap = pdist(day[:, np.newaxis].astype(float), "cityblock")
    return np.array(
        [
            [
                np.count_nonzero((distance >= a) & (distance < b) & (gap >= c) & (gap < d))
                for c, d in pairwise(soon)
            ]
            for a, b in pairwise(near)
        ]
    )


def scattered(n: int, seed: int, *, side_m: float = 3_000.0, days: int = 365) -> Incidents:
    """Return incidents without any pattern."""
    rng = np.random.default_rng(seed)
    x_m, y_m = rng.uniform(0.0, side_m, (2, n))
    return x_m, y_m, rng.integers(0, days, n)


def test_the_burglaries_of_chicago_are_those_of_the_published_table(shared_reference: Path) -> None:
    x_m, y_m, day = with_dates(shared_reference / "chicago_be_month1.csv")
    found = knox(
        x_m,
        y_m,
        day,
        distance_bands_m=[0, 0.1, 200, 400, 600],
        day_bands=[0, 7, 14, 21],
        metric="manhattan",
    )
    assert found.n == 970
    assert found.observed.tolist() == [
        [28, 5, 5],
        [141, 69, 27],
        [186, 140, 100],
        [237, 192, 128],
    ]
    assert found.p[:2, 0].tolist() == [0.001, 0.001]


def test_the_burglaries_of_chicago_by_the_near_repeat_calculator(shared_reference: Path) -> None:
    # The table in the output that Ratcliffe's program wrote, without its last row (beyond 300 m).
    # It names its columns "0 to 7", "8 to 14", "15 to 21", "More than 21", but counts 0 to 6 days,
    # 7 to 13, 14 to 20 and the rest of these 31 days.
    x_m, y_m, day = with_dates(shared_reference / "chicago_be_month1.csv")
    found = knox(
        x_m,
        y_m,
        day,
        distance_bands_m=DISTANCE_BANDS_M[:-1],
        day_bands=[0, 7, 14, 21, 31],
        metric="manhattan",
    )
    assert found.observed.tolist() == [
        [28, 5, 5, 2],
        [44, 13, 8, 4],
        [97, 56, 19, 16],
        [77, 67, 45, 20],
    ]


@pytest.mark.parametrize("metric", METRICS)
def test_the_arson_of_chicago_is_that_of_the_package_near_repeat(
    shared_reference: Path, metric: Metric
) -> None:
    rows = rows_of(shared_reference / "peers" / f"chicago_arson_knox_{metric}_NearRepeat.csv")
    found = knox(
        *with_dates(shared_reference / "peers" / "chicago_arson.csv"),
        distance_bands_m=edges_of([row["space"] for row in rows]),
        day_bands=edges_of([row["time"] for row in rows]),
        metric=metric,
        permutations=9_999,
    )
    agree(found, rows)


def test_the_robberies_of_january_in_memphis_are_those_of_three_packages(
    shared_reference: Path,
) -> None:
    peers = shared_reference / "peers"
    x_m, y_m, day = np.loadtxt(
        peers / "memphis_robberies_jan_days.csv", delimiter=",", skiprows=1, unpack=True
    )
    rows = rows_of(peers / "memphis_jan_knox_NearRepeat.csv")
    found = knox(
        x_m,
        y_m,
        day,
        distance_bands_m=edges_of([row["space"] for row in rows]),
        day_bands=edges_of([row["time"] for row in rows]),
        permutations=9_999,
    )
    agree(found, rows)
    for row in rows_of(peers / "memphis_jan_knox_pointpats.csv"):
        near, soon = up_to(float(row["delta"])), up_to(float(row["tau"]))
        one = knox(x_m, y_m, day, distance_bands_m=[0, near], day_bands=[0, soon])
        observed = int(row["stat"])
        assert one.observed.item() == observed
        # They leave the observed number out of their tail.
        theirs = float(row["p_poisson"])
        assert stats.poisson.sf(observed, one.expected.item()) == pytest.approx(theirs, abs=1e-12)
        p = float(row["p_sim"])
        assert one.p.item() == pytest.approx(p, abs=4 * math.sqrt(2 * p * (1 - p) / 999))
    (row,) = rows_of(peers / "memphis_jan_knox_surveillance.csv")
    near, soon = up_to(float(row["eps_s"])), up_to(float(row["eps_t"]))
    one = knox(x_m, y_m, day, distance_bands_m=[0, near], day_bands=[0, soon])
    assert one.observed.item() == int(row["obs"])


def test_the_robberies_of_a_year_in_memphis_are_those_of_all_pairs(shared_reference: Path) -> None:
    peers = shared_reference / "peers"
    robberies = rows_of(peers / "memphis_robberies.csv")
    x_m, y_m = (np.array([float(row[axis]) for row in robberies]) for axis in "xy")
    date = np.array([row["date"][:10] for row in robberies], dtype="datetime64[D]")
    rows = rows_of(peers / "memphis_knox_bruteforce.csv")
    found = knox(
        x_m,
        y_m,
        (date - np.datetime64("2019-01-01")).astype(np.int64),
        distance_bands_m=[0, 100, 200, 400, 800],
        day_bands=[0, 1, 7, 14, 28],
        permutations=1,
    )
    assert found.observed.ravel().tolist() == [int(row["observed"]) for row in rows]
    expected = [float(row["expected_exact"]) for row in rows]
    assert found.expected.ravel() == pytest.approx(expected, rel=1e-12)


def test_the_lymphomas_of_burkitt() -> None:
    cases = gpd.read_file(libpysal.examples.get_path("burkitt.shp"))
    found = knox(
        *(cases[column].to_numpy(float) for column in ("X", "Y", "T")),
        distance_bands_m=[0, up_to(20)],
        day_bands=[0, up_to(5)],
    )
    assert found.observed.item() == 13
    assert found.expected.item() == pytest.approx(10.1438161, abs=1e-7)
    assert stats.poisson.sf(12, found.expected.item()) == pytest.approx(0.2223, abs=5e-5)
    # With the observed number left out it would be the .1462 that pointpats prints.
    assert stats.poisson.sf(13, found.expected.item()) == pytest.approx(0.14624558, abs=1e-7)


def test_a_table_by_hand() -> None:
    # On a street: A at 0, B at 30, C at 100 m; on days 0, 7 and 6.
    # A-B 30 m, 7 days; A-C 100 m, 6 days; B-C 70 m, 1 day. [0, 100) does not hold A-C, [0, 7) not
    # A-B.
    street, day = np.array([0.0, 30, 100]), np.array([0, 7, 6])
    found = knox(street, street * 0, day, distance_bands_m=[0, 100, 101], day_bands=[0, 7, 8])
    assert found.observed.tolist() == [[1, 1], [1, 0]]
    # In space 2 and 1 pair, in time 2 and 1, of 3.
    assert found.expected == pytest.approx(np.array([[4 / 3, 2 / 3], [2 / 3, 1 / 3]]))
    assert found.ratio == pytest.approx(np.array([[0.75, 1.5], [1.5, 0.0]]))


def test_bands_need_not_begin_at_zero() -> None:
    # The same street, from 50 m and from 2 days: only A-C is left.
    street, day = np.array([0.0, 30, 100]), np.array([0, 7, 6])
    found = knox(street, street * 0, day, distance_bands_m=[50, 101], day_bands=[2, 7])
    assert found.observed.tolist() == [[1]]
    # In space 2 pairs (70 and 100 m), in time 1 (6 days), of 3.
    assert found.expected.item() == pytest.approx(2 / 3)


def test_parts_of_a_day_count() -> None:
    # Noon, and 11:59 a week later: just within 7 days. A minute more is not.
    place = np.zeros(2)
    within = knox(place, place, np.array([0.5, 7.5 - 1 / 1_440]))
    beyond = knox(place, place, np.array([0.5, 7.5]))
    assert (within.observed[0, :2].tolist(), beyond.observed[0, :2].tolist()) == ([1, 0], [0, 1])


def test_the_default_bands_are_the_same_address_and_steps_of_100_metres_and_weeks() -> None:
    found = knox(*scattered(40, 1), permutations=1)
    assert found.distance_bands_m == (0, 0.1, 100, 200, 300, 400)
    assert found.day_bands == DAY_BANDS == (0, 7, 14, 21, 28)
    assert (found.n, found.metric, found.permutations) == (40, "euclidean", 1)


def test_expected_is_the_mean_over_every_ordering_and_p_their_share() -> None:
    # Five incidents, so 120 orderings, all of them counted.
    x_m, y_m = np.array([0.0, 50, 60, 300, 310]), np.array([0.0, 0, 40, 10, 15])
    day = np.array([1, 3, 2, 9, 20])
    near, soon = [0.0, 70, 320], [0.0, 3, 9]
    tables = np.array(
        [
            brute(x_m, y_m, np.array(order), near, soon, "euclidean")
            for order in permutations(day.tolist())
        ]
    )
    found = knox(x_m, y_m, day, distance_bands_m=near, day_bands=soon, permutations=99_999)
    assert found.expected == pytest.approx(tables.mean(axis=0), rel=1e-12)
    share = (tables >= found.observed).mean(axis=0)
    # Four standard errors of 99.999 draws: at most .0064.
    assert found.p == pytest.approx(share, abs=0.0064)


def test_all_bands_are_judged_together_by_their_smallest_p() -> None:
    # Westfall and Young by hand, with the 120 orderings as draws: p of each ordering per band, the
    # smallest per ordering, and how often that is at most p of the map.
    x_m, y_m = np.array([0.0, 50, 60, 300, 310]), np.array([0.0, 0, 40, 10, 15])
    day = np.array([1, 3, 2, 9, 20])
    near, soon = [0.0, 70, 320], [0.0, 3, 9]
    tables = np.array(
        [
            brute(x_m, y_m, np.array(order), near, soon, "euclidean").ravel()
            for order in permutations(day.tolist())
        ]
    )
    found = knox(x_m, y_m, day, distance_bands_m=near, day_bands=soon, permutations=99_999)
    alone = (tables[np.newaxis] >= tables[:, np.newaxis]).mean(axis=1)
    of_map = (tables >= found.observed.ravel()).mean(axis=0)
    together = (alone.min(axis=1)[:, np.newaxis] <= of_map + 1e-9).mean(axis=0)
    # A p of draws is a hair off that of all orderings, and orderings are few and equal: within
    # four standard errors, or on the step beside it.
    steps = np.unique(alone.min(axis=1))
    below = (alone.min(axis=1)[:, np.newaxis] < of_map - 0.01).mean(axis=0)
    assert len(steps) > 1
    assert (found.adjusted_p.ravel() <= together + 0.0064).all()
    assert (found.adjusted_p.ravel() >= below - 0.0064).all()
    assert (found.adjusted_p >= found.p).all()


def test_one_band_judged_together_is_that_band_alone() -> None:
    found = knox(*scattered(80, 3), distance_bands_m=[0, 100], day_bands=[0, 7])
    assert found.adjusted_p.tolist() == found.p.tolist()


def test_a_band_stands_out_from_the_number_that_was_said() -> None:
    # Pairs put into one band, one more at a time; the days of all others stay as they are.
    x_m, y_m, day = scattered(200, 11, side_m=4_000.0, days=365)
    shown = []
    for extra in range(1, 40):
        moved = x_m.copy(), y_m.copy(), day.copy()
        moved[0][:extra], moved[1][:extra] = x_m[100 : 100 + extra] + 30, y_m[100 : 100 + extra]
        moved[2][:extra] = day[100 : 100 + extra]
        found = knox(*moved)
        pairs, least = found.observed[1, 0], found.shown_from[1, 0]
        # On the edge itself a draw may make the difference.
        if pairs != least and pairs != least - 1:
            assert (found.adjusted_p[1, 0] <= 0.05) == (pairs > least)
        shown.append(pairs >= least)
    assert set(shown) == {False, True}
    # With 99 draws over 20 bands nothing can stand out.
    assert not knox(x_m, y_m, day, permutations=99).shown_from.any()


def test_seldom_any_band_stands_out_where_nothing_follows_anything() -> None:
    # At most 5 of 100: of 100 maps 12 is the 99,9th percentile of a binomial number.
    marked = 0
    for seed in range(100):
        found = knox(*scattered(120, seed, side_m=1_500.0), permutations=399, seed=seed)
        marked += bool((found.adjusted_p <= 0.05).any())
    assert marked <= 12


def test_p_is_one_where_no_pair_can_be() -> None:
    # All at one address, so nothing between .1 and 400 m; every draw has the same table.
    found = knox(np.zeros(5), np.zeros(5), np.arange(5))
    assert found.p.tolist() == np.ones((5, 4)).tolist()
    assert found.observed[0].tolist() == [10, 0, 0, 0]
    assert np.isnan(found.ratio[1:]).all()


def test_repeats_that_were_put_in_are_found_where_they_were_put() -> None:
    # 30 of 300 followed within 4 days at up to 70 m: 30 pairs more in one band, by chance 1.
    x_m, y_m, day = scattered(300, 5, side_m=10_000.0, days=1_000)
    rng = np.random.default_rng(6)
    step = rng.uniform(10.0, 49.0, (2, 30))
    found = knox(
        np.append(x_m, x_m[:30] + step[0]),
        np.append(y_m, y_m[:30] + step[1]),
        np.append(day, day[:30] + rng.integers(0, 5, 30)),
    )
    assert found.observed[1, 0] >= 30
    assert found.p[1, 0] == 0.001
    assert found.ratio[1, 0] > 10
    # Nor in the places nor in the days apart is anything put in.
    assert found.p[2:, 1:].min() > 0.001


def test_p_is_uniform_where_nothing_follows_anything() -> None:
    # Places and days each have a strong pattern of their own; together they have none.
    p = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        x_m, y_m = rng.normal(0.0, 300.0, (2, 120)) + rng.choice([0.0, 2_000.0], (2, 120))
        day = np.sort(rng.integers(0, 20, 120)) ** 2
        found = knox(
            x_m,
            y_m,
            rng.permutation(day),
            distance_bands_m=[0, 300],
            day_bands=[0, 14],
            permutations=99,
            seed=seed,
        )
        p.append(found.p.item())
    # .01 to .10, .11 to .20 and so on, 40 each: chi-square with 9 degrees of freedom. Draws equal
    # to what was observed count as extreme, which pushes p up a little; among 400 it is lost.
    hundredths = np.rint(np.array(p) * 100).astype(int)
    counts = np.bincount((hundredths - 1) // 10, minlength=10)
    assert stats.chisquare(counts).pvalue > 0.001


near_edges = st.sampled_from([[0.0, 0.1, 5.0, 10.0], [0.0, 5.0], [2.0, 13.0, 20.0], [0.0, 1e9]])
soon_edges = st.sampled_from([[0.0, 1.0, 7.0], [0.0, 3.0, 4.0, 30.0], [2.0, 9.0], [0.0, 0.5]])
place = st.integers(0, 20)
incidents = st.lists(st.tuples(place, place, st.integers(0, 30)), min_size=2, max_size=40)


def columns(rows: list[tuple[int, int, int]]) -> Incidents:
    x_m, y_m, day = np.array(rows).T
    return x_m.astype(float), y_m.astype(float), day


# Whole metres, so that distances such as 3-4-5 lie on an edge exactly.
@given(incidents, near_edges, soon_edges, st.sampled_from(sorted(METRICS)), st.integers(0, 99))
@settings(max_examples=60)
def test_each_draw_is_counted_as_all_pairs_of_it_are(
    rows: list[tuple[int, int, int]],
    near: list[float],
    soon: list[float],
    metric: Metric,
    seed: int,
) -> None:
    x_m, y_m, day = columns(rows)
    for when in (day, day / 3.0):
        found = knox(
            x_m, y_m, when, distance_bands_m=near, day_bands=soon, metric=metric,
            permutations=19, seed=seed,
        )  # fmt: skip
        # The same shuffles by hand, in the order of the incidents by place and day.
        order = np.lexsort((when, y_m, x_m))
        x, y, dealt = x_m[order], y_m[order], when[order].astype(float)
        observed = brute(x, y, dealt, near, soon, metric)
        rng, as_many = np.random.default_rng(seed), np.zeros(observed.shape)
        for _ in range(19):
            for turn in range(dealt.size - 1, 0, -1):
                taken = int(rng.random() * (turn + 1))
                dealt[[turn, taken]] = dealt[[taken, turn]]
            as_many += brute(x, y, dealt, near, soon, metric) >= observed
        assert found.p == pytest.approx((as_many + 1) / 20)


@given(incidents, near_edges, soon_edges, st.sampled_from(sorted(METRICS)))
@settings(max_examples=150)
def test_it_counts_what_all_pairs_give(
    rows: list[tuple[int, int, int]], near: list[float], soon: list[float], metric: Metric
) -> None:
    given_columns = columns(rows)
    found = knox(
        *given_columns, distance_bands_m=near, day_bands=soon, metric=metric, permutations=3
    )
    assert found.observed.tolist() == brute(*given_columns, near, soon, metric).tolist()
    everywhere, always = [0.0, 1e9], [0.0, 1e9]
    n_pairs = len(rows) * (len(rows) - 1) / 2
    in_space = brute(*given_columns, near, always, metric)
    in_time = brute(*given_columns, everywhere, soon, metric)
    assert found.expected == pytest.approx(in_space * in_time / n_pairs, rel=1e-12)
    assert ((found.p >= 1 / 4) & (found.p <= 1)).all()


@given(
    incidents,
    st.randoms(use_true_random=False),
    st.integers(-(10**6), 10**6),
    st.integers(0, 9_999),
)
@settings(max_examples=60)
def test_neither_the_order_nor_where_and_when_it_is_matters(
    rows: list[tuple[int, int, int]], random: Random, shift_m: int, shift_days: int
) -> None:
    bands = {"distance_bands_m": [0, 0.1, 5, 10], "day_bands": [0, 3, 9], "permutations": 19}
    x_m, y_m, day = columns(rows)
    found = knox(x_m, y_m, day, **bands)
    moved = knox(x_m + shift_m, y_m - 2 * shift_m, day + shift_days, **bands)
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = knox(*columns(shuffled), **bands)
    for other in (moved, again):
        assert other.observed.tolist() == found.observed.tolist()
        assert other.expected.tolist() == found.expected.tolist()
        assert other.p.tolist() == found.p.tolist()
        assert other.adjusted_p.tolist() == found.adjusted_p.tolist()


def test_the_same_seed_gives_the_same_p_and_another_seed_another() -> None:
    some = scattered(200, 7)
    first, again, other = (knox(*some, seed=seed).p for seed in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()


def test_progress_rises_to_one_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    some = scattered(200, 8)
    in_one_go = knox(*some).p
    monkeypatch.setattr(near_repeat, "_ROW", 30)
    shares: list[float] = []
    in_blocks = knox(*some, progress=shares.append).p
    assert in_blocks.tolist() == in_one_go.tolist()
    assert len(shares) > 5
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < shares[-1] == 1.0


def test_inputs_are_left_as_they_were() -> None:
    some = scattered(50, 9)
    for column in some:
        column.setflags(write=False)
    edges = [0.0, 100.0]
    knox(*some, distance_bands_m=edges, day_bands=tuple(edges))
    assert edges == [0.0, 100.0]


def test_twenty_thousand_incidents_over_a_municipality_are_no_problem() -> None:
    # 100 km2: some 20.000 x 20.000 / 2 x 0,5 / 100 = one million pairs, of 8 bytes.
    x_m, y_m, day = scattered(20_000, 10, side_m=10_000.0, days=1_096)
    found = knox(x_m, y_m, day, permutations=9)
    # Pairs within 400 m in 28 days: 1e6 x 28 x 2 / 1.096, less what falls over the border.
    assert found.observed.sum() == pytest.approx(48_000, rel=0.06)


def test_too_many_pairs_are_refused_before_they_are_listed() -> None:
    # 6.400 at one address: 20,5 million pairs.
    place = np.zeros(6_400)
    with pytest.raises(StatisticError, match=r"meer dan 20\.000\.000 paren binnen 400 m"):
        knox(place, place, place)
    assert MOST_PAIRS == 20_000_000


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"distance_bands_m": [0]}, r"grenzen van de afstanden .* Gevonden: 0; verwacht twee"),
        ({"distance_bands_m": [0, 100, 100]}, "oplopen"),
        ({"distance_bands_m": [-1, 100]}, "vanaf 0"),
        ({"distance_bands_m": [0, math.inf]}, "afstanden"),
        ({"day_bands": [0, math.nan]}, "grenzen van de dagen"),
        ({"day_bands": [7, 0]}, r"7, 0; verwacht"),
        ({"metric": "taxi"}, "Gevonden: 'taxi'"),
        ({"permutations": 0}, "ten minste één"),
    ],
)
def test_bands_and_options_that_cannot_be_are_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(StatisticError, match=words):
        knox(*scattered(5, 11), **options)


def test_incidents_that_cannot_be_tested_are_refused() -> None:
    two = np.zeros(2)
    with pytest.raises(StatisticError, match="even lang"):
        knox(two, two, np.zeros(3))
    with pytest.raises(StatisticError, match="Gevonden: 1 van 2 incidenten"):
        knox(two, two, np.array([1.0, np.nan]))
    with pytest.raises(StatisticError, match="Gevonden: 1; verwacht ten minste 2"):
        knox(two[:1], two[:1], two[:1])
    with pytest.raises(StatisticError, match="Gevonden: 0"):
        knox(two[:0], two[:0], two[:0])

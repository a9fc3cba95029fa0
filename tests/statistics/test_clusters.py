"""DBSCAN with and without time: R and scikit-learn on Memphis, and every pair compared."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hotspots.errors import StatisticError
from hotspots.statistics.clusters import NOISE, Clusters, dbscan, summarise

if TYPE_CHECKING:
    from pathlib import Path


def slowly(
    points: tuple[np.ndarray, np.ndarray, np.ndarray],
    radius_m: float,
    min_points: int,
    reach_days: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return label and core by comparing every pair of points: x, y and day."""
    x_m, y_m, day = points
    square = np.subtract.outer(x_m, x_m) ** 2 + np.subtract.outer(y_m, y_m) ** 2
    near = (square <= radius_m**2) & (abs(np.subtract.outer(day, day)) <= reach_days)
    core = near.sum(axis=1) >= min_points
    _, component = sparse.csgraph.connected_components(near & core & core[:, np.newaxis])
    begins = {
        kind: min((x_m[j], y_m[j], day[j]) for j in np.flatnonzero(core & (component == kind)))
        for kind in set(component[core].tolist())
    }
    rank = {kind: number for number, kind in enumerate(sorted(begins, key=begins.__getitem__))}
    label = np.full(x_m.size, NOISE)
    for point in range(x_m.size):
        reachable = np.flatnonzero(near[point] & core)
        if core[point]:
            label[point] = rank[component[point]]
        elif reachable.size:
            label[point] = min((square[point, j], rank[component[j]]) for j in reachable)[1]
    return label, core


def same_partition(one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether two sets of labels divide the points in the same way."""
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@pytest.fixture(scope="module")
def memphis(shared_reference: Path) -> np.ndarray:
    """Return the places of robberies, metres."""
    path = shared_reference / "peers" / "memphis_robberies.csv"
    return np.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1)).T


@pytest.mark.parametrize("radius_m", [300, 600])
def test_memphis_falls_apart_as_in_scikit_learn_and_r(
    memphis: np.ndarray, shared_reference: Path, radius_m: int
) -> None:
    peers = shared_reference / "peers"
    found = dbscan(*memphis, radius_m=radius_m, min_points=10)
    sklearn = np.genfromtxt(peers / "memphis_clusters_sklearn.csv", delimiter=",", names=True)
    in_r = np.genfromtxt(
        peers / f"memphis_dbscan_eps{radius_m}_min10_dbscanR.csv",
        delimiter=",",
        names=True,
        dtype=None,
        encoding="utf-8",
    )
    for label, noise, core in (
        (sklearn[f"dbscan_eps{radius_m}_min10"], -1, sklearn[f"core_eps{radius_m}"] == 1),
        (in_r["cluster"], 0, in_r["core"]),
    ):
        assert (found.core == core).all()
        assert ((found.label == NOISE) == (label == noise)).all()
        assert same_partition(found.label[core], label[core])
        assert found.number == len(set(label[core].tolist()))


POINTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(-3, 9)), min_size=0, max_size=45
)


@given(
    POINTS,
    st.sampled_from([1.0, 2**0.5, 2.0, 5**0.5, 3.0, 4.9]),
    st.integers(1, 6),
    st.integers(0, 4),
    st.sampled_from([1.0, 100.0]),
)
@settings(max_examples=300)
def test_it_is_the_comparison_of_every_pair(
    points: list[tuple[int, int, int]], radius: float, least: int, days: int, scale: float
) -> None:
    # Whole numbers, so that many lie at the radius exactly, and many on one spot.
    x, y, day = np.array(points, dtype=np.int64).reshape(-1, 3).T
    x_m, y_m, radius_m = x * scale, y * scale, radius * scale
    for when, reach in ((None, None), (day, days)):
        found = dbscan(x_m, y_m, radius_m=radius_m, min_points=least, day=when, reach_days=reach)
        label, core = slowly((x_m, y_m, day * (when is not None)), radius_m, least, days)
        assert found.label.tolist() == label.tolist()
        assert found.core.tolist() == core.tolist()
        assert found.number == label.max(initial=-1) + 1


@given(POINTS, st.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter(
    points: list[tuple[int, int, int]], random: object
) -> None:
    x, y, day = np.array(points, dtype=np.int64).reshape(-1, 3).T
    order = np.arange(x.size)
    random.shuffle(order)  # type: ignore[attr-defined]
    there = dbscan(x, y, radius_m=2, min_points=3, day=day, reach_days=2)
    back = dbscan(x[order], y[order], radius_m=2, min_points=3, day=day[order], reach_days=2)
    assert back.label.tolist() == there.label[order].tolist()
    assert back.core.tolist() == there.core[order].tolist()


def test_random_places_with_digits_are_the_comparison_of_every_pair() -> None:
    rng = np.random.default_rng(1)
    centres = rng.uniform(100_000, 104_000, (12, 2))
    x_m, y_m = (centres[rng.integers(0, 12, 700)] + rng.normal(0, 120, (700, 2))).T
    day = rng.integers(17_000, 17_365, 700)
    for radius_m in (35.0, 80.0, 200.0):
        for least in (2, 4, 9):
            found = dbscan(x_m, y_m, radius_m=radius_m, min_points=least)
            expected = slowly((x_m, y_m, day * 0), radius_m, least, 0)
            assert found.label.tolist() == expected[0].tolist()
            found = dbscan(x_m, y_m, radius_m=radius_m, min_points=least, day=day, reach_days=21)
            expected = slowly((x_m, y_m, day), radius_m, least, 21)
            assert found.label.tolist() == expected[0].tolist()
            assert found.core.tolist() == expected[1].tolist()


def test_the_point_itself_counts_and_the_radius_is_within_reach() -> None:
    x_m, y_m = np.array([0.0, 3.0, 1_000.0]), np.array([0.0, 4.0, 0.0])
    assert dbscan(x_m, y_m, radius_m=5, min_points=2).label.tolist() == [0, 0, -1]
    assert dbscan(x_m, y_m, radius_m=4.999, min_points=2).label.tolist() == [-1, -1, -1]
    assert dbscan(x_m, y_m, radius_m=5, min_points=3).number == 0
    alone = dbscan(x_m, y_m, radius_m=4.999, min_points=1)
    assert (alone.label.tolist(), alone.core.tolist()) == ([0, 1, 2], [True] * 3)


def test_a_border_point_goes_to_the_nearest_core_point_or_the_lowest_label() -> None:
    # Two rows of four, cores within 10 of three others; 14 lies 10 from either row's end.
    row = np.array([0.0, 1, 2, 4])
    x_m = np.concatenate([row, 28 - row, [14.0]])
    found = dbscan(x_m, x_m * 0, radius_m=10, min_points=4)
    assert found.label.tolist() == [0] * 4 + [1] * 4 + [0]
    assert found.core.tolist() == [True] * 8 + [False]
    x_m[-1] = 14.5
    x_m[4:8] += 0.2
    # Now 10,5 from the west, out of reach, and 9,7 from the east.
    assert dbscan(x_m, x_m * 0, radius_m=10, min_points=4).label.tolist()[-1] == 1


def test_in_time_a_street_has_two_waves() -> None:
    # Four burglaries in a week, four in a week two months later, one in between.
    day = np.array([0, 2, 4, 7, 60, 61, 65, 66, 30])
    x_m = np.arange(9) * 5.0
    asked = {"radius_m": 100, "min_points": 3}
    assert dbscan(x_m, x_m * 0, **asked).number == 1
    found = dbscan(x_m, x_m * 0, **asked, day=day, reach_days=7)
    assert found.label.tolist() == [0] * 4 + [1] * 4 + [-1]
    assert found.reach_days == 7
    # A wave goes on as long as it goes on: steps of 30 days join them all.
    assert dbscan(x_m, x_m * 0, **asked, day=day, reach_days=30).number == 1


def test_days_may_be_dates_and_hours_do_not_count() -> None:
    day = np.array([0, 1, 1, 2, 9, 9])
    x_m = np.zeros(6)
    hours = np.datetime64("2017-12-30T23:30") + day.astype("timedelta64[D]")
    kinds = (
        day,
        day.astype(np.uint8),
        np.datetime64("2017-12-30") + day,
        hours,
        hours.astype("datetime64[ns]"),
    )
    for kind in kinds:
        found = dbscan(x_m, x_m, radius_m=1, min_points=2, day=kind, reach_days=0)
        assert found.label.tolist() == [-1, 0, 0, -1, 1, 1]


def test_without_points_there_are_no_clusters() -> None:
    nothing = np.zeros(0)
    found = dbscan(nothing, nothing, radius_m=100, min_points=5)
    assert (found.number, found.label.shape, found.core.shape) == (0, (0,), (0,))
    summary = summarise(found, nothing)
    assert (summary.points.tolist(), summary.first_day.tolist()) == ([], [])


def test_inputs_survive() -> None:
    rng = np.random.default_rng(2)
    x_m, y_m, day = rng.uniform(0, 500, 60), rng.uniform(0, 500, 60), rng.integers(0, 40, 60)
    kept = x_m.copy(), y_m.copy(), day.copy()
    for part in (x_m, y_m, day):
        part.flags.writeable = False
    found = dbscan(x_m, y_m, radius_m=80, min_points=3, day=day, reach_days=14)
    summarise(found, day)
    assert all((a == b).all() for a, b in zip(kept, (x_m, y_m, day), strict=True))


def test_thousands_on_one_spot_and_a_dense_city_take_little_memory() -> None:
    # Listing all pairs of the first would take 12 million, of the second over a milliard.
    rng = np.random.default_rng(3)
    pile = np.vstack([rng.uniform(0, 10_000, (15_000, 2)), np.full((5_000, 2), 5_000.0)])
    city = rng.normal(0, 800, (100_000, 2))
    dbscan(*pile[:10].T, radius_m=200, min_points=10)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    on_one_spot = dbscan(*pile.T, radius_m=80, min_points=10)
    day = rng.integers(0, 1_095, len(city))
    dense = dbscan(*city.T, radius_m=250, min_points=10, day=day, reach_days=14)
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1_024
    assert grown_mb < 100
    largest = np.bincount(on_one_spot.label[on_one_spot.core]).max()
    assert largest >= 5_000
    assert dense.core.sum() > 90_000


def test_a_summary_counts_and_dates_every_cluster() -> None:
    # Two clusters of three and four, and one point on its own.
    x_m = np.array([500.0, 0, 502, 1, 504, 2, 501, 9_000])
    day = np.datetime64("2017-01-01") + np.array([40, 3, 10, 1, 30, 2, 20, 5])
    found = dbscan(x_m, x_m * 0, radius_m=10, min_points=3)
    summary = summarise(found, day)
    assert found.label.tolist() == [1, 0, 1, 0, 1, 0, 1, -1]
    assert summary.points.tolist() == [3, 4]
    assert summary.share.tolist() == [3 / 8, 4 / 8]
    assert summary.first_day.astype(str).tolist() == ["2017-01-02", "2017-01-11"]
    assert summary.last_day.astype(str).tolist() == ["2017-01-04", "2017-02-10"]


@given(POINTS)
def test_every_point_is_in_one_cluster_or_in_none(points: list[tuple[int, int, int]]) -> None:
    x, y, day = np.array(points, dtype=np.int64).reshape(-1, 3).T
    found: Clusters = dbscan(x, y, radius_m=2, min_points=3)
    summary = summarise(found, day)
    assert summary.points.sum() + np.count_nonzero(found.label == NOISE) == x.size
    assert (summary.points >= 3).all()
    assert len(summary.points) == found.number


def test_what_cannot_be_clustered_is_refused() -> None:
    x_m = np.array([0.0, 1.0, 2.0])
    day = np.arange(3)
    lost = np.array([0.0, np.nan, 2.0])
    some = dbscan(x_m, x_m, radius_m=5, min_points=2)
    late = np.array(["2017-01-01", "NaT", "2017-01-02"], dtype="datetime64[D]")
    asked = {"radius_m": 5, "min_points": 2}
    for wrong, ask in (
        ("1 van 3 punten zonder plaats", lambda: dbscan(lost, x_m, **asked)),
        ("1 van 3 punten zonder plaats", lambda: dbscan(x_m, np.append(x_m[1:], np.inf), **asked)),
        ("even lang", lambda: dbscan(x_m, x_m[:2], **asked)),
        ("even lang", lambda: dbscan(x_m, x_m, **asked, day=day[:2], reach_days=1)),
        ("straal 0 m", lambda: dbscan(x_m, x_m, radius_m=0, min_points=2)),
        ("straal nan m", lambda: dbscan(x_m, x_m, radius_m=np.nan, min_points=2)),
        ("ten minste 0 punten", lambda: dbscan(x_m, x_m, radius_m=5, min_points=0)),
        ("wel dag per punt, None", lambda: dbscan(x_m, x_m, **asked, day=day)),
        ("geen dag per punt, 3", lambda: dbscan(x_m, x_m, **asked, reach_days=3)),
        ("-1 dagen", lambda: dbscan(x_m, x_m, **asked, day=day, reach_days=-1)),
        ("hele dag", lambda: dbscan(x_m, x_m, **asked, day=day / 2, reach_days=1)),
        ("hele dag", lambda: dbscan(x_m, x_m, **asked, day=late, reach_days=1)),
        ("veel te klein", lambda: dbscan(x_m * 1e6, x_m, radius_m=1e-5, min_points=2)),
        ("veel te klein", lambda: dbscan(x_m, x_m, radius_m=1e-320, min_points=2)),
        ("even lang", lambda: summarise(some, day[:2])),
    ):
        with pytest.raises(StatisticError, match=wrong):
            ask()

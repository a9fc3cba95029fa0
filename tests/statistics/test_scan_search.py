"""How a scan searches: every circle tried by hand, the same maps by chance, chance alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hotspots.statistics import scan_windows
from hotspots.statistics.permutation import deal
from hotspots.statistics.scan import space_time_permutation_scan, spatial_scan
from hotspots.statistics.scan_kernels import LANES, _log_ratio, _width
from hotspots.statistics.scan_search import OverAreas, OverTime, search
from hotspots.statistics.scan_windows import Circles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.statistics.scan_search import Chance

#: Which areas lie in a circle, with the exposure inside.
Circle = tuple[frozenset[int], float]


def lattice(side: int, cell_m: float = 100.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    col, row = np.divmod(np.arange(side * side), side)
    return col * cell_m, row * cell_m


def llr_by_hand(observed: int, expected: float, total: int) -> float:
    if observed < 2 or observed <= expected:
        return 0.0
    outside = total - observed
    rest = outside * math.log(outside / (total - expected)) if outside else 0.0
    return observed * math.log(observed / expected) + rest


def all_circles(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    exposure: NDArray[np.float64],
    share: float = 0.5,
    radius_m: float = math.inf,
) -> list[Circle]:
    """Return every circle there is, by the definition: each centre, each distance."""
    found = []
    for x, y in zip(x_m, y_m, strict=True):
        apart = np.round(np.hypot(x_m - x, y_m - y), 6)
        for reach in np.unique(apart[apart <= radius_m]):
            inside = np.flatnonzero(apart <= reach)
            held = float(exposure[inside].sum())
            if 0.0 < held <= share * exposure.sum() + 1e-9:
                found.append((frozenset(inside.tolist()), held))
    return found


def best_by_hand(
    circles: Sequence[Circle], slices: Sequence[tuple[NDArray[np.int64], float]], total: int
) -> float:
    """Return the highest ratio over circles and slices (counts, incidents per exposure)."""
    return max(
        llr_by_hand(int(counts[list(inside)].sum()), held * scale, total)
        for inside, held in circles
        for counts, scale in slices
    )


@hypothesis_settings(max_examples=30)
@given(
    seed=st.integers(0, 2**32),
    share=st.sampled_from([0.2, 0.35, 0.5]),
    radius_m=st.sampled_from([None, 150.0, 300.0]),
)
def test_the_best_circle_is_that_of_trying_all(
    seed: int, share: float, radius_m: float | None
) -> None:
    rng = np.random.default_rng(seed)
    x_m, y_m = lattice(6)
    exposure = rng.integers(0, 4, 36).astype(float)
    counts = np.where(exposure > 0, rng.poisson(1.5, 36), 0)
    counts[np.flatnonzero(exposure)[:2]] += 1
    found = spatial_scan(
        counts,
        exposure,
        x_m,
        y_m,
        largest_share=share,
        largest_radius_m=radius_m,
        permutations=1,
        most_clusters=99,
    )
    total = int(counts.sum())
    circles = all_circles(x_m, y_m, exposure, share, radius_m or math.inf)
    taken: set[int] = set()
    # The second and further ones: the best of the circles that are left, until none is any good.
    for cluster in found.clusters:
        free = [circle for circle in circles if not taken & circle[0]]
        best = best_by_hand(free, [(counts, total / exposure.sum())], total)
        assert cluster.llr == pytest.approx(best, abs=1e-9)
        assert cluster.observed == counts[cluster.members].sum()
        assert cluster.expected == pytest.approx(
            exposure[cluster.members].sum() * total / exposure.sum()
        )
        taken |= set(cluster.members.tolist())
    free = [circle for circle in circles if not taken & circle[0]]
    if free:
        assert best_by_hand(free, [(counts, total / exposure.sum())], total) == 0.0


@pytest.mark.parametrize("prospective", [True, False])
def test_the_best_circle_and_stretch_of_time_are_those_of_trying_all(prospective: bool) -> None:
    x_m, y_m = lattice(5)
    for seed in range(10):
        counts = np.random.default_rng(seed).poisson(0.4, (25, 6))
        found = space_time_permutation_scan(
            counts, x_m, y_m, longest_steps=3, prospective=prospective, permutations=1
        )
        total = int(counts.sum())
        slices = [
            (counts[:, first : last + 1].sum(axis=1), counts[:, first : last + 1].sum() / total)
            for last in ([5] if prospective else range(6))
            for first in range(max(last - 2, 0), last + 1)
        ]
        best = best_by_hand(all_circles(x_m, y_m, counts.sum(axis=1)), slices, total)
        assert found.clusters[0].llr == pytest.approx(best, abs=1e-9)


def draws_of(chance: Chance, permutations: int, seed: int) -> list[list[NDArray[np.int32]]]:
    """Return the maps by chance of a search: per block of lanes, per slice."""
    seeds = np.random.SeedSequence(seed).spawn(-(-permutations // LANES))
    return [[part.copy() for part in chance.draw(np.random.default_rng(child))] for child in seeds]


@pytest.mark.parametrize("incidents", [40, 4_000])
def test_the_best_of_every_map_by_chance_is_that_of_trying_all(incidents: int) -> None:
    # 40: incident by incident; 4.000 in 25 areas: area by area.
    rng = np.random.default_rng(5)
    x_m, y_m = lattice(5)
    exposure = rng.gamma(1.0, 2.0, 25)
    chance = OverAreas(rng.multinomial(incidents, exposure / exposure.sum()), exposure)
    circles = Circles.on(
        x_m, y_m, exposure, largest_share=0.5, largest_radius_m=None, most_areas=None
    )
    _, _, maxima = search(circles, chance, permutations=70, seed=3, progress=None)
    by_hand = all_circles(x_m, y_m, exposure)
    expected = [
        best_by_hand(by_hand, [(part[:, lane], incidents / exposure.sum())], incidents)
        for (part,) in draws_of(chance, 70, 3)
        for lane in range(LANES)
    ]
    assert maxima == pytest.approx(expected[:70], abs=1e-9)


def test_the_best_of_every_map_by_dealing_is_that_of_trying_all() -> None:
    x_m, y_m = lattice(4)
    counts = np.random.default_rng(6).poisson(0.5, (16, 5))
    chance = OverTime(counts, longest_steps=2, prospective=False)
    held = counts.sum(axis=1)
    circles = Circles.on(x_m, y_m, held, largest_share=0.5, largest_radius_m=None, most_areas=None)
    _, _, maxima = search(circles, chance, permutations=20, seed=4, progress=None)
    by_hand = all_circles(x_m, y_m, held)
    (parts,) = draws_of(chance, 20, 4)
    expected = [
        best_by_hand(
            by_hand,
            [(part[:, lane], scale) for part, scale in zip(parts, chance.scales, strict=True)],
            chance.total,
        )
        for lane in range(20)
    ]
    assert maxima == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("incidents", [30, 3_000])
def test_chance_spreads_incidents_by_exposure(incidents: int) -> None:
    exposure = np.array([0.0, 5, 1, 0, 3, 1, 0])
    counts = np.array([0, incidents, 0, 0, 0, 0, 0])
    maps = np.column_stack([part[0] for part in draws_of(OverAreas(counts, exposure), 64 * 50, 1)])
    assert (maps.sum(axis=0) == incidents).all()
    mean = incidents * exposure / 10
    # 3.200 maps: four standard errors of a mean.
    error = np.sqrt(mean * (1 - exposure / 10) / 3_200)
    assert (np.abs(maps.mean(axis=1) - mean) <= 4 * error).all()
    assert maps.var(axis=1) == pytest.approx(mean * (1 - exposure / 10), rel=0.15)


def test_dealing_keeps_every_area_and_every_step() -> None:
    counts = np.array([[4, 0, 1], [0, 0, 0], [2, 3, 5], [1, 1, 1]])
    (parts,) = draws_of(OverTime(counts, longest_steps=1, prospective=False), 1, 2)
    dealt = np.stack(parts)
    assert (dealt.sum(axis=0) == counts.sum(axis=1)[:, np.newaxis]).all()
    assert (dealt.sum(axis=1) == counts.sum(axis=0)[:, np.newaxis]).all()
    # Only the last step: 7 of the 18 incidents, from each area by its share.
    recent = np.column_stack(
        [part[0] for part in draws_of(OverTime(counts, 1, prospective=True), 64 * 50, 2)]
    )
    assert (recent.sum(axis=0) == 7).all()
    # Hypergeometric, spread under 1.3: four standard errors of 3.200 are below .1.
    assert recent.mean(axis=1) == pytest.approx(counts.sum(axis=1) * 7 / 18, abs=0.1)


@given(
    total=st.integers(2, 10_000),
    part=st.floats(1e-6, 1.0 - 1e-6),
    more=st.floats(0.0, 1.0, exclude_min=True),
)
def test_a_passed_over_window_could_not_have_been_better(
    total: int, part: float, more: float
) -> None:
    expected = part * total
    observed = expected + more * (total - expected)
    # Rounding: a ratio near 0 is a difference of two large numbers.
    bound = ((observed - expected) / _width(expected, float(total))) ** 2
    assert _log_ratio(observed, expected, float(total)) <= bound * (1 + 1e-6) + 1e-9 * total


def outcome(
    counts: NDArray[np.int64],
    exposure: NDArray[np.float64],
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
) -> list[tuple[list[int], int, float, float]]:
    found = spatial_scan(counts, exposure, x_m, y_m, permutations=1, largest_radius_m=450.0)
    return [
        (
            sorted(cluster.members.tolist()),
            cluster.observed,
            *np.round([cluster.llr, cluster.radius_m], 6),
        )
        for cluster in found.clusters
    ]


@hypothesis_settings(max_examples=20)
@given(
    seed=st.integers(0, 2**32),
    degrees=st.floats(0.0, 360.0),
    east_m=st.floats(-3e5, 3e5),
    north_m=st.floats(-3e5, 6e5),
)
def test_moving_and_turning_the_map_changes_nothing(
    seed: int, degrees: float, east_m: float, north_m: float
) -> None:
    # A lattice on purpose: nearly all distances are shared, and turning rounds each its own way.
    rng = np.random.default_rng(seed)
    x_m, y_m = lattice(8)
    exposure = rng.gamma(1.0, 50.0, 64)
    counts = rng.multinomial(120, exposure / exposure.sum())
    turn = math.radians(degrees)
    x_turned = x_m * math.cos(turn) - y_m * math.sin(turn) + east_m
    y_turned = x_m * math.sin(turn) + y_m * math.cos(turn) + north_m
    assert outcome(counts, exposure, x_turned, y_turned) == outcome(counts, exposure, x_m, y_m)


@hypothesis_settings(max_examples=20)
@given(seed=st.integers(0, 2**32), even=st.booleans())
def test_the_order_of_areas_does_not_matter(seed: int, even: bool) -> None:
    # With even exposure several circles are often equally good: the choice is by place.
    rng = np.random.default_rng(seed)
    x_m, y_m = lattice(8)
    exposure = np.ones(64) if even else rng.gamma(1.0, 50.0, 64)
    counts = rng.multinomial(60, exposure / exposure.sum())
    order = rng.permutation(64)
    shuffled = outcome(counts[order], exposure[order], x_m[order], y_m[order])
    back = [(sorted(order[members].tolist()), *rest) for members, *rest in shuffled]
    assert back == outcome(counts, exposure, x_m, y_m)


def test_the_scale_of_the_exposure_does_not_matter() -> None:
    rng = np.random.default_rng(8)
    x_m, y_m = lattice(7)
    exposure = rng.gamma(1.0, 50.0, 49)
    counts = rng.multinomial(100, exposure / exposure.sum())
    assert outcome(counts, exposure / 1e5, x_m, y_m) == outcome(counts, exposure, x_m, y_m)


def test_a_map_in_parts_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(9)
    x_m, y_m = rng.uniform(0.0, 1_000.0, (2, 60))
    counts = rng.poisson(2.0, (60, 3))
    places = {"x_m": x_m, "y_m": y_m, "permutations": 99}

    def both() -> list[tuple[list[int], float, float]]:
        scans = (
            spatial_scan(counts[:, 0], np.ones(60), **places),
            space_time_permutation_scan(counts, longest_steps=2, **places),
        )
        return [(c.members.tolist(), c.llr, c.p) for scan in scans for c in scan.clusters]

    whole = both()
    monkeypatch.setattr(scan_windows, "_DISTANCES_AT_ONCE", 60 * 7)
    monkeypatch.setattr(scan_windows, "_AT_ONCE", 300)
    assert both() == whole


def test_a_seed_repeats_and_inputs_survive() -> None:
    rng = np.random.default_rng(10)
    x_m, y_m = lattice(6)
    exposure, counts = rng.gamma(1.0, 5.0, 36), rng.poisson(2.0, 36)
    copies = [part.copy() for part in (counts, exposure, x_m, y_m)]
    for part in (counts, exposure, x_m, y_m):
        part.flags.writeable = False
    p = [spatial_scan(counts, exposure, x_m, y_m, seed=seed).clusters[0].p for seed in (1, 1, 2)]
    assert p[0] == p[1] != p[2]
    for part, copy in zip((counts, exposure, x_m, y_m), copies, strict=True):
        assert (part == copy).all()


def test_progress_rises_to_one() -> None:
    x_m, y_m = lattice(5)
    shares: list[float] = []
    spatial_scan(np.arange(25), np.ones(25), x_m, y_m, permutations=200, progress=shares.append)
    # 200 maps are four blocks of 64.
    assert shares == [0.25, 0.5, 0.75, 1.0]


def require_uniform(p: NDArray[np.float64]) -> None:
    """Stop where p is not spread evenly, by four standard errors."""
    assert p.mean() == pytest.approx(0.5, abs=4 * math.sqrt(1 / 12 / p.size))
    for level in (0.05, 0.2, 0.5):
        error = math.sqrt(level * (1 - level) / p.size)
        assert np.mean(p <= level) == pytest.approx(level, abs=4 * error)


def test_p_is_uniform_on_maps_of_chance_alone() -> None:
    rng = np.random.default_rng(11)
    x_m, y_m = rng.uniform(0.0, 1_000.0, (2, 50))
    exposure = rng.gamma(1.0, 50.0, 50)
    p = [
        spatial_scan(
            rng.multinomial(200, exposure / exposure.sum()),
            exposure,
            x_m,
            y_m,
            permutations=199,
            seed=run,
            most_clusters=1,
        )
        .clusters[0]
        .p
        for run in range(400)
    ]
    require_uniform(np.array(p))


def test_p_is_uniform_where_time_and_place_are_unrelated() -> None:
    rng = np.random.default_rng(12)
    x_m, y_m = rng.uniform(0.0, 1_000.0, (2, 40))
    busy, season = rng.gamma(1.0, 1.0, 40), rng.gamma(4.0, 1.0, 12)
    p = [
        space_time_permutation_scan(
            rng.poisson(np.outer(busy / busy.sum(), season / season.sum()) * 600),
            x_m,
            y_m,
            longest_steps=4,
            permutations=199,
            seed=run,
            most_clusters=1,
        )
        .clusters[0]
        .p
        for run in range(400)
    ]
    require_uniform(np.array(p))


def test_maps_that_come_in_bursts_are_compared_with_maps_that_do() -> None:
    # 300 incidents with a variance of three times the mean: against chance one by one almost
    # every such map has a cluster; against bursts 5 % of 200 maps, 10 with an error of 3.
    rng = np.random.default_rng(21)
    x_m, y_m = rng.uniform(0.0, 1_000.0, (2, 50))
    share = np.full(50, 0.02)
    maps = deal(300, share, 200, dispersion=3.0, rng=rng)
    found = {1.0: 0, 3.0: 0}
    for dispersion in found:
        for run, counts in enumerate(maps):
            scan = spatial_scan(
                counts, share, x_m, y_m, dispersion=dispersion, permutations=99, seed=run
            )
            found[dispersion] += scan.clusters[0].p <= 0.05
    assert found[1.0] > 100
    assert found[3.0] <= 10 + 3 * 3


def test_the_first_cluster_with_a_higher_p_is_the_last() -> None:
    # Of 109 some 13,6 are expected in each of eight far places: 40 and 30 are clusters, 16 and 15
    # lie just above; the first of those is the last.
    counts, x_m = np.array([40, 30, 16, 15, 2, 2, 2, 2]), np.arange(8) * 1_000.0

    def observed(up_to_p: float) -> list[int]:
        scan = spatial_scan(
            counts, np.ones(8), x_m, np.zeros(8), largest_share=0.15, up_to_p=up_to_p
        )
        return [cluster.observed for cluster in scan.clusters]

    assert observed(1.0) == [40, 30, 16, 15]
    assert observed(0.05) == [40, 30, 16]

"""Kernel density: published peaks, its mass, its reach; the edge of the land; many points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from hotspots.errors import StatisticError
from hotspots.statistics import density as density_module
from hotspots.statistics.density import (
    GAUSSIAN,
    KERNELS,
    QUARTIC,
    KernelShape,
    kernel_density,
    nodes_per_cell,
    warm_up,
)
from hotspots.statistics.density_kernels import add_points, share_points

if TYPE_CHECKING:
    from pathlib import Path

CELL_M = 50.0
WIDE = np.zeros((81, 81), dtype=np.int8)
MIDDLE = 40 * CELL_M + CELL_M / 2
#: More points than are summed one by one on this grid, at 500 m.
MANY = 20_000


def density_of(
    x: list[float] | np.ndarray,
    y: list[float] | np.ndarray,
    *,
    kernel: str = "quartic",
    compartment: np.ndarray = WIDE,
    bandwidth_m: float | np.ndarray = 500.0,
    weights: np.ndarray | None = None,
) -> tuple[np.ndarray, int]:
    return kernel_density(
        np.array(x, dtype=float), np.array(y, dtype=float), kernel=kernel, compartment=compartment,
        west_m=0.0, south_m=0.0, cell_m=CELL_M, bandwidth_m=bandwidth_m, weights=weights,
    )  # fmt: skip


def one_by_one(x: np.ndarray, y: np.ndarray, *, bandwidth_m: float, **asked: object) -> np.ndarray:
    """Return the exact sum, which a bandwidth per point always gets."""
    return density_of(x, y, bandwidth_m=np.full(len(x), bandwidth_m), **asked)[0]  # type: ignore[arg-type]


def mass(density: np.ndarray) -> float:
    return float(density.sum()) * (CELL_M / 1_000) ** 2


def by_brute_force(
    x: np.ndarray, y: np.ndarray, compartment: np.ndarray, bandwidth_m: float, kernel: str
) -> np.ndarray:
    """Sum the kernel of every point over every cell of its land, with a mass of one each."""
    rows, cols = np.indices(compartment.shape)
    total = np.zeros(compartment.shape)
    for px, py in zip(x, y, strict=True):
        land = compartment[int(py // CELL_M), int(px // CELL_M)]
        if land < 0:
            continue
        dx, dy = (cols + 0.5) * CELL_M - px, (rows + 0.5) * CELL_M - py
        apart = np.hypot(dx, dy) / bandwidth_m
        heights = (
            np.clip(1 - apart**2, 0, None) ** 2
            if kernel == "quartic"
            else np.where(apart <= 4, np.exp(-(apart**2) / 2), 0)
        )
        heights[compartment != land] = 0
        total += heights / heights.sum() / (CELL_M / 1_000) ** 2
    return total


def torn() -> np.ndarray:
    """Return a mask with water in a corner and a second piece of land."""
    compartment = WIDE.copy()
    compartment[:30, :30] = -1
    compartment[50:, 20:] = 1
    return compartment


def crowd(seed: int, n: int = MANY) -> tuple[np.ndarray, np.ndarray]:
    """Return points in a few clouds, wide and narrow."""
    rng = np.random.default_rng(seed)
    middle, width_m = rng.uniform(0, 4_050, (5, 2)), rng.uniform(1, 900, 5)
    cloud = rng.integers(0, 5, n)
    x, y = (middle[cloud] + rng.normal(0, width_m[cloud], (2, n)).T).T
    return x, y


@pytest.mark.parametrize("bandwidth_m", [500.0, 800.0, 1_500.0])
def test_the_peak_is_the_published_three_over_pi_h_squared(bandwidth_m: float) -> None:
    # Silverman (1986), eq. 4.5: 3 / (pi h2) at the point itself; per km2, so h in km.
    density, _ = density_of([MIDDLE], [MIDDLE], bandwidth_m=bandwidth_m)
    expected = 3 / (math.pi * (bandwidth_m / 1_000) ** 2)
    # The grid of 50 m sums the kernel a little off: under 1 % from 10 cells on.
    assert density[40, 40] == pytest.approx(expected, rel=0.01)
    assert density.max() == density[40, 40]


@pytest.mark.parametrize("bandwidth_m", [150.0, 300.0, 500.0])
def test_the_gaussian_peak_is_one_over_two_pi_times_the_variance(bandwidth_m: float) -> None:
    density, _ = density_of([MIDDLE], [MIDDLE], kernel="gaussian", bandwidth_m=bandwidth_m)
    # Cut off at 4 standard deviations, where a share of exp(-8) = 0,03 % is left, so the rest has
    # to carry that.
    expected = 1 / (2 * math.pi * (bandwidth_m / 1_000) ** 2) / (1 - math.exp(-8))
    assert density[40, 40] == pytest.approx(expected, rel=1e-4)


def test_it_falls_off_as_the_kernel_does_and_ends_at_the_bandwidth() -> None:
    density, _ = density_of([MIDDLE], [MIDDLE])
    # 250 m away, half the bandwidth: (1 - 1/4)2 = 0,5625 of the peak; at 500 m and on: nothing.
    assert density[40, 45] / density[40, 40] == pytest.approx(0.5625)
    assert density[40, 50] == 0.0
    assert not density[:, 51:].any()


def test_the_gaussian_falls_off_as_it_should_and_ends_at_four_deviations() -> None:
    density, _ = density_of([MIDDLE], [MIDDLE], kernel="gaussian", bandwidth_m=250.0)
    # One deviation away exp(-1/2) = 0,607 of the peak, four away exp(-8), farther nothing.
    assert density[40, 45] / density[40, 40] == pytest.approx(math.exp(-0.5))
    assert density[40, 60] / density[40, 40] == pytest.approx(math.exp(-8))
    assert not density[:, 61:].any()


def test_the_gaussian_is_the_sum_of_normal_densities_of_scipy() -> None:
    rng = np.random.default_rng(3)
    # 1.500 m from every edge, so that none of the kernel's 1.200 m is lost there.
    points = rng.uniform(1_500, 2_550, (40, 2))
    density, _ = density_of(*points.T, kernel="gaussian", bandwidth_m=300.0)
    row, col = np.indices(WIDE.shape)
    centres = np.dstack([col, row]) * CELL_M + CELL_M / 2
    peer = sum(stats.multivariate_normal(at, 300.0**2).pdf(centres) * 1e6 for at in points)
    # What is cut off is 0,03 % of the mass.
    assert np.abs(density - peer).max() < 5e-4 * peer.max()


@pytest.mark.parametrize("shape", KERNELS.values(), ids=KERNELS)
def test_the_moments_of_a_kernel_are_those_of_its_formula(shape: KernelShape) -> None:
    def integral(power: int, square: int) -> float:
        # Over rings: 2 pi r dr; x squared is half of r squared on average.
        value: float = integrate.quad(
            lambda r: 2 * math.pi * r**power * shape.heights(np.array(r * r)) ** square,
            0,
            shape.reach,
        )[0]
        return value

    total = integral(1, 1)
    # Without the cut at 4 deviations in the constants: 0,03 % of the mass, 0,3 % of its moment.
    cut = 4e-3 if shape is GAUSSIAN else 1e-9
    assert integral(1, 2) / total**2 == pytest.approx(shape.roughness, rel=cut)
    assert integral(3, 1) / total / 2 == pytest.approx(shape.second_moment, rel=cut)
    # Quartic of 500 m: 5/9 pi 0,25 = 0,436 km2.
    assert QUARTIC.effective_area_km2(500.0) == pytest.approx(0.4363, abs=1e-4)


@pytest.mark.parametrize("kernel", KERNELS)
def test_it_is_the_same_in_all_directions(kernel: str) -> None:
    for n in (1, MANY):
        density, _ = density_of([MIDDLE] * n, [MIDDLE] * n, kernel=kernel)
        assert np.allclose(density, density.T)
        assert np.allclose(density, density[::-1])


@given(
    st.lists(st.tuples(st.floats(0, 4_049), st.floats(0, 4_049)), min_size=1, max_size=12),
    st.floats(50.0, 3_000.0),
    st.sampled_from(list(KERNELS)),
)
def test_every_point_inside_keeps_a_mass_of_one_also_in_a_corner(
    points: list[tuple[float, float]], bandwidth_m: float, kernel: str
) -> None:
    x, y = zip(*points, strict=True)
    density, outside = density_of(list(x), list(y), bandwidth_m=bandwidth_m, kernel=kernel)
    assert outside == 0
    assert mass(density) == pytest.approx(len(points))


def test_points_outside_the_mask_are_counted_and_spread_nowhere() -> None:
    compartment = WIDE.copy()
    compartment[:, :40] = -1
    # In the water, on the land, west of the grid, east of it.
    x, y = np.array([1_000.0, 3_000.0, -10.0, 4_100.0]), np.array([1_000.0, 3_000.0, 10.0, 10.0])
    for times in (1, MANY // 4):
        density, outside = density_of(np.tile(x, times), np.tile(y, times), compartment=compartment)
        assert outside == 3 * times
        assert mass(density) == pytest.approx(times)
        assert not density[:, :40].any()


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("n", [1, MANY])
def test_no_mass_crosses_from_one_piece_of_land_to_another(kernel: str, n: int) -> None:
    compartment = WIDE.copy()
    compartment[:, 40:] = 1
    # 25 m west of the border, with a reach of 500 m.
    x, y = [1_975.0] * n, [MIDDLE] * n
    density, _ = density_of(x, y, compartment=compartment, kernel=kernel)
    assert mass(density[:, :40]) == pytest.approx(n)
    assert not density[:, 40:].any()
    # What cannot cross is given to its own side: higher than in the open.
    assert density.max() > density_of(x, y, kernel=kernel)[0].max()


@pytest.mark.parametrize("kernel", KERNELS)
def test_it_agrees_with_the_sum_over_all_points_and_cells(kernel: str) -> None:
    random = np.random.default_rng(11)
    x, y = random.uniform(0, 4_049, (2, 200))
    bandwidth_m = {"quartic": 730.0, "gaussian": 260.0}[kernel]
    density, outside = density_of(x, y, compartment=torn(), bandwidth_m=bandwidth_m, kernel=kernel)
    assert outside == int(((x < 1_500) & (y < 1_500)).sum()) > 0
    expected = by_brute_force(x, y, torn(), bandwidth_m, kernel)
    assert np.allclose(density, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("radius_m", [1_000, 2_500])
def test_robberies_in_memphis_are_as_dense_as_spatialkde_and_sfhotspot_say(
    shared_reference: Path, radius_m: int
) -> None:
    peers = shared_reference / "peers"
    x, y = np.loadtxt(peers / "memphis_robberies.csv", delimiter=",", skiprows=1, usecols=(0, 1)).T
    files = (f"kde_quartic_{radius_m}_SpatialKDE", f"kde_{radius_m}_sfhotspot")
    west_m, south_m, cols, rows, cell_m = 223_500.0, 81_000.0, 74, 58, 500.0
    centre_x = west_m + (np.arange(cols) + 0.5) * cell_m
    centre_y = south_m + (np.arange(rows) + 0.5) * cell_m
    # They add up (1 - d2 / h2)2 and scale nothing. With that sum over the cells as its weight,
    # a point has just that height in each cell here; then per km2: 4 cells.
    heights_of = np.clip(
        1 - ((centre_x[:, None] - x) ** 2 + (centre_y[:, None, None] - y) ** 2) / radius_m**2, 0, 1
    ) ** 2  # fmt: skip
    for n_bandwidths in ((), (x.size,)):
        density, outside = kernel_density(
            x, y, kernel="quartic", compartment=np.zeros((rows, cols), dtype=np.int8),
            west_m=west_m, south_m=south_m, cell_m=cell_m,
            bandwidth_m=np.full(n_bandwidths, float(radius_m)), weights=heights_of.sum(axis=(0, 1)),
        )  # fmt: skip
        assert outside == 0
        for file in files:
            peer = np.loadtxt(
                peers / f"memphis_grid500_{file}.csv", delimiter=",", skiprows=1, usecols=5
            ).reshape(rows, cols)
            assert np.abs(density / 4 - peer).max() < 1e-9 * peer.max()


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bandwidth_m", [230.0, 500.0, 1_700.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_points_differ_from_the_exact_sum_by_less_than_half_a_percent_of_the_maximum(
    kernel: str, bandwidth_m: float, seed: int
) -> None:
    x, y = crowd(seed, n=100_000 if bandwidth_m < 500.0 else MANY)
    asked = {"kernel": kernel, "bandwidth_m": bandwidth_m, "compartment": torn()}
    density, outside = density_of(x, y, **asked)
    exact = one_by_one(x, y, **asked)
    assert 0.0 < np.abs(density - exact).max() < 0.005 * exact.max()
    assert mass(density) == pytest.approx(len(x) - outside, rel=1e-9)
    assert (density >= 0.0).all()
    assert not density[torn() < 0].any()


@settings(max_examples=25)
@given(
    st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(250.0, 2_000.0), st.sampled_from([*KERNELS])
)
def test_the_worst_place_of_all_points_costs_no_more_than_that(
    right: float, up: float, bandwidth_m: float, kernel: str
) -> None:
    # All on one spot, at any place between the nodes: nothing averages out.
    n = 200_000
    x, y = np.full(n, MIDDLE + right * CELL_M), np.full(n, MIDDLE + up * CELL_M)
    density, _ = density_of(x, y, kernel=kernel, bandwidth_m=bandwidth_m)
    exact = one_by_one(x[:1], y[:1], kernel=kernel, bandwidth_m=bandwidth_m) * n
    # 0,25 % for the kernel, and a little for the cells it is summed over.
    assert np.abs(density - exact).max() < 0.003 * exact.max()


def test_nothing_jumps_where_the_exact_sum_gives_way() -> None:
    x, y = crowd(4, n=60_000)
    exact_until = next(
        n
        for n in range(1_000, 60_000, 1_000)
        if (density_of(x[:n], y[:n])[0] != one_by_one(x[:n], y[:n], bandwidth_m=500.0)).any()
    )
    before, _ = density_of(x[: exact_until - 1_000], y[: exact_until - 1_000])
    after, _ = density_of(x[:exact_until], y[:exact_until])
    added = one_by_one(
        x[exact_until - 1_000 : exact_until],
        y[exact_until - 1_000 : exact_until],
        bandwidth_m=500.0,
    )
    assert np.abs(after - before - added).max() < 0.005 * after.max()


def test_a_cell_gets_as_many_nodes_as_the_tolerance_asks() -> None:
    # Steps of at most h / 20 (quartic) or h / 10 (gaussian): 50 m and 500 m are 25 m, and 50 m.
    found = [
        nodes_per_cell(shape, bandwidth_m=500.0, cell_m=cell_m)
        for shape in (QUARTIC, GAUSSIAN)
        for cell_m in (25.0, 50.0, 100.0)
    ]
    assert found == [1, 2, 4, 1, 1, 2]


@pytest.mark.parametrize("n", [7, MANY])
def test_a_weight_of_three_is_three_points_and_of_zero_none(n: int) -> None:
    x, y = crowd(5, n)
    weights = np.random.default_rng(5).integers(0, 4, n)
    density, outside = density_of(x, y, weights=weights.astype(float))
    repeated, _ = density_of(np.repeat(x, weights), np.repeat(y, weights))
    assert outside == density_of(x, y)[1]
    assert np.abs(density - repeated).max() < 0.005 * repeated.max()
    assert mass(density) == pytest.approx(mass(repeated))


def test_each_point_may_have_a_bandwidth_of_its_own() -> None:
    x, y = np.array([1_025.0, 3_025.0]), np.array([1_025.0, 3_025.0])
    both, _ = density_of(x, y, bandwidth_m=np.array([200.0, 700.0]))
    narrow, _ = density_of(x[:1], y[:1], bandwidth_m=200.0)
    wide, _ = density_of(x[1:], y[1:], bandwidth_m=700.0)
    assert np.allclose(both, narrow + wide)


def test_what_is_given_may_be_read_only_and_is_left_as_it_was() -> None:
    x, y = crowd(6, 50)
    weights, bandwidths, compartment = np.ones(50), np.full(50, 300.0), torn()
    given_ = (x, y, weights, bandwidths, compartment)
    before = [part.copy() for part in given_]
    for part in given_:
        part.flags.writeable = False
    density_of(x, y, weights=weights, bandwidth_m=bandwidths, compartment=compartment)
    assert all(np.array_equal(part, was) for part, was in zip(given_, before, strict=True))


def test_a_mask_smaller_than_the_kernel_holds_all_of_it() -> None:
    tiny = np.zeros((1, 3), dtype=np.int8)
    for n in (1, 5_000):
        density, _ = density_of([75.0] * n, [25.0] * n, compartment=tiny, bandwidth_m=2_000.0)
        assert mass(density) == pytest.approx(n)
        # Next to the peak, at 1/40 of the radius: (1 - 1/1.600)2.
        assert density[0, 0] / density[0, 1] == pytest.approx((1 - 1 / 1_600) ** 2)


def test_a_bandwidth_of_one_cell_still_places_a_point_in_a_corner() -> None:
    # The corner of four cells is 35 m from their centres, within 50: a quarter to each.
    density, _ = density_of([2_000.0], [2_000.0], bandwidth_m=50.0)
    assert mass(density) == pytest.approx(1.0)
    quarters = density[39:41, 39:41] * (CELL_M / 1_000) ** 2
    assert quarters.ravel().tolist() == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("bandwidth_m", [49.0, math.nan, math.inf, np.array([500.0, 49.0])])
def test_a_bandwidth_below_a_cell_is_refused(bandwidth_m: float) -> None:
    with pytest.raises(StatisticError, match="kleiner dan een cel"):
        density_of([MIDDLE] * 2, [MIDDLE] * 2, bandwidth_m=bandwidth_m)


@pytest.mark.parametrize("weight", [-1.0, math.nan, math.inf])
def test_a_weight_that_is_no_mass_is_refused(weight: float) -> None:
    with pytest.raises(StatisticError, match="gewicht is negatief"):
        density_of([MIDDLE] * 2, [MIDDLE] * 2, weights=np.array([1.0, weight]))


def test_arrays_of_different_lengths_are_refused() -> None:
    for asked in ({"weights": np.ones(3)}, {"bandwidth_m": np.full(3, 500.0)}):
        with pytest.raises(StatisticError, match="niet even lang"):
            density_of([MIDDLE] * 2, [MIDDLE] * 2, **asked)


def test_a_kernel_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(StatisticError, match="quartic of gaussian"):
        density_of([MIDDLE], [MIDDLE], kernel="uniform")


@pytest.mark.parametrize("kernel", KERNELS)
def test_no_points_give_no_density(kernel: str) -> None:
    for bandwidth_m in (500.0, np.array([])):
        density, outside = density_of([], [], kernel=kernel, bandwidth_m=bandwidth_m)
        assert not density.any()
        assert outside == 0


def test_after_warming_up_nothing_is_left_to_compile() -> None:
    warm_up()
    kinds = [len(loop.signatures) for loop in (add_points, share_points)]
    x, y = crowd(7)
    for n in (1, MANY):
        kernel_density(
            x[:n], y[:n], kernel="quartic", compartment=WIDE[:, ::2], west_m=0, south_m=0,
            cell_m=50, bandwidth_m=500,
        )  # fmt: skip
    assert [len(loop.signatures) for loop in (add_points, share_points)] == kinds == [1, 1]


@pytest.mark.parametrize("most", [0, 24_000_000])
def test_what_is_kept_of_a_mask_changes_no_digit_of_another(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Masks, kernels and bandwidths in turn, each asked twice and then by itself."""
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0.0, 30 * CELL_M, (2, 40_000))
    whole = np.zeros((30, 30), dtype=np.int8)
    torn = np.where(rng.random((30, 30)) < 0.8, 0, -1).astype(np.int8)
    asked = [
        {"compartment": mask, "kernel": kernel, "bandwidth_m": bandwidth_m}
        for mask in (whole, torn)
        for kernel in ("quartic", "gaussian")
        for bandwidth_m in (3 * CELL_M, 4 * CELL_M)
    ]
    monkeypatch.setattr(density_module, "_MOST_B", most)
    density_module._phases.cache_clear()
    first = [density_of(x, y, **one)[0] for one in asked]  # type: ignore[arg-type]
    for one, before in [*zip(asked, first, strict=True)] * 2:
        assert np.array_equal(density_of(x, y, **one)[0], before)  # type: ignore[arg-type]
    for one, before in zip(asked, first, strict=True):
        density_module._phases.cache_clear()
        assert np.array_equal(density_of(x, y, **one)[0], before)  # type: ignore[arg-type]

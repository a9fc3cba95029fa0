"""The quartic kernel: its published peak, its mass, its reach; and the edge of the land."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.errors import StatisticError
from hotspots.statistics.density import quartic_density

CELL_M = 50.0
WIDE = np.zeros((81, 81), dtype=np.int8)
MIDDLE = 40 * CELL_M + CELL_M / 2


def density_of(
    x: list[float] | np.ndarray,
    y: list[float] | np.ndarray,
    *,
    compartment: np.ndarray = WIDE,
    bandwidth_m: float = 500.0,
) -> tuple[np.ndarray, int]:
    return quartic_density(
        np.array(x, dtype=float), np.array(y, dtype=float), compartment=compartment,
        west_m=0.0, south_m=0.0, cell_m=CELL_M, bandwidth_m=bandwidth_m,
    )  # fmt: skip


def mass(density: np.ndarray) -> float:
    return float(density.sum()) * (CELL_M / 1_000) ** 2


def by_brute_force(
    x: np.ndarray, y: np.ndarray, compartment: np.ndarray, bandwidth_m: float
) -> np.ndarray:
    """Sum the kernel of every point over every cell of its land, with a mass of one each."""
    rows, cols = np.indices(compartment.shape)
    total = np.zeros(compartment.shape)
    for px, py in zip(x, y, strict=True):
        land = compartment[int(py // CELL_M), int(px // CELL_M)]
        if land < 0:
            continue
        dx, dy = (cols + 0.5) * CELL_M - px, (rows + 0.5) * CELL_M - py
        kernel = np.clip(1 - (dx**2 + dy**2) / bandwidth_m**2, 0, None) ** 2
        kernel[compartment != land] = 0
        total += kernel / kernel.sum() / (CELL_M / 1_000) ** 2
    return total


@pytest.mark.parametrize("bandwidth_m", [500.0, 800.0, 1_500.0])
def test_the_peak_is_the_published_three_over_pi_h_squared(bandwidth_m: float) -> None:
    # Silverman (1986), eq. 4.5: 3 / (pi h2) at the point itself; per km2, so h in km.
    density, _ = density_of([MIDDLE], [MIDDLE], bandwidth_m=bandwidth_m)
    expected = 3 / (math.pi * (bandwidth_m / 1_000) ** 2)
    # The grid of 50 m sums the kernel a little off: under 1 % from 10 cells on.
    assert density[40, 40] == pytest.approx(expected, rel=0.01)
    assert density.max() == density[40, 40]


def test_it_falls_off_as_the_kernel_does_and_ends_at_the_bandwidth() -> None:
    density, _ = density_of([MIDDLE], [MIDDLE])
    # 250 m away, half the bandwidth: (1 - 1/4)2 = 0,5625 of the peak; at 500 m and on: nothing.
    assert density[40, 45] / density[40, 40] == pytest.approx(0.5625)
    assert density[40, 50] == 0.0
    assert not density[:, 51:].any()


def test_it_is_the_same_in_all_directions() -> None:
    density, _ = density_of([MIDDLE], [MIDDLE])
    assert np.allclose(density, density.T)
    assert np.allclose(density, density[::-1])


@given(
    st.lists(st.tuples(st.floats(0, 4_049), st.floats(0, 4_049)), min_size=1, max_size=12),
    st.floats(50.0, 3_000.0),
)
def test_every_point_inside_keeps_a_mass_of_one_also_in_a_corner(
    points: list[tuple[float, float]], bandwidth_m: float
) -> None:
    x, y = zip(*points, strict=True)
    density, outside = density_of(list(x), list(y), bandwidth_m=bandwidth_m)
    assert outside == 0
    assert mass(density) == pytest.approx(len(points))


def test_points_outside_the_mask_are_counted_and_spread_nowhere() -> None:
    compartment = WIDE.copy()
    compartment[:, :40] = -1
    density, outside = density_of(
        [1_000.0, 3_000.0, -10.0, 4_100.0], [1_000.0, 3_000.0, 10.0, 10.0], compartment=compartment
    )
    # In the water, on the land, west of the grid, east of it.
    assert outside == 3
    assert mass(density) == pytest.approx(1.0)
    assert not density[:, :40].any()


def test_no_mass_crosses_from_one_piece_of_land_to_another() -> None:
    compartment = WIDE.copy()
    compartment[:, 40:] = 1
    # 25 m west of the border, with a reach of 500 m.
    density, _ = density_of([1_975.0], [MIDDLE], compartment=compartment)
    assert mass(density[:, :40]) == pytest.approx(1.0)
    assert not density[:, 40:].any()
    # What cannot cross is given to its own side: higher than in the open.
    assert density.max() > density_of([1_975.0], [MIDDLE])[0].max()


def test_it_agrees_with_the_sum_over_all_points_and_cells() -> None:
    random = np.random.default_rng(11)
    x, y = random.uniform(0, 4_049, (2, 200))
    compartment = WIDE.copy()
    compartment[:30, :30] = -1
    compartment[50:, 20:] = 1
    density, outside = density_of(x, y, compartment=compartment, bandwidth_m=730.0)
    assert outside == int(((x < 1_500) & (y < 1_500)).sum()) > 0
    assert np.allclose(density, by_brute_force(x, y, compartment, 730.0), rtol=1e-10)


def test_a_bandwidth_of_one_cell_still_places_a_point_in_a_corner() -> None:
    # The corner of four cells is 35 m from their centres, within 50: a quarter to each.
    density, _ = density_of([2_000.0], [2_000.0], bandwidth_m=50.0)
    assert mass(density) == pytest.approx(1.0)
    quarters = density[39:41, 39:41] * (CELL_M / 1_000) ** 2
    assert quarters.ravel().tolist() == pytest.approx([0.25] * 4)


def test_a_bandwidth_below_a_cell_is_refused() -> None:
    with pytest.raises(StatisticError, match="kleiner dan een cel"):
        density_of([MIDDLE], [MIDDLE], bandwidth_m=49.0)


def test_no_points_give_no_density() -> None:
    density, outside = density_of([], [])
    assert not density.any()
    assert outside == 0

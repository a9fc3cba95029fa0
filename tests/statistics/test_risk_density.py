"""Risk as a surface: constant where the risk is, and silent where too few are exposed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hotspots.errors import StatisticError
from hotspots.statistics.density import KERNELS, kernel_density
from hotspots.statistics.risk_density import RiskDensity, dual_density

CELL_M = 100.0
WIDE = np.zeros((41, 41), dtype=np.int8)


def risk_of(
    x: np.ndarray, y: np.ndarray, exposed: np.ndarray, *, compartment: np.ndarray = WIDE,
    kernel: str = "quartic", bandwidth_m: float = 500.0, years: float = 1.0,
    least_exposed: float = 50.0,
) -> RiskDensity:  # fmt: skip
    grid: dict[str, Any] = {
        "kernel": kernel, "compartment": compartment, "west_m": 100_000.0, "south_m": 420_000.0,
        "cell_m": CELL_M, "bandwidth_m": bandwidth_m,
    }  # fmt: skip
    density, outside = kernel_density(x, y, **grid)
    return dual_density(
        density, points=len(x), outside=outside, exposed=exposed, years=years,
        least_exposed=least_exposed, **grid,
    )  # fmt: skip


def at_centres(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return as many points at the centre of each cell as are counted."""
    row, col = np.nonzero(counts)
    times = counts[row, col]
    return (
        np.repeat(100_000.0 + (col + 0.5) * CELL_M, times),
        np.repeat(420_000.0 + (row + 0.5) * CELL_M, times),
    )


def torn(rng: np.random.Generator) -> np.ndarray:
    """Return a mask with ragged edges, holes and two pieces of land."""
    compartment = np.where(rng.random(WIDE.shape) < 0.9, 0, -1).astype(np.int8)
    compartment[:12, :15] = -1
    compartment[25:] = np.where(compartment[25:] < 0, -1, 1)
    return compartment


@settings(max_examples=40)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.floats(100.0, 2_500.0),
    st.floats(0.1, 10.0),
    st.sampled_from(list(KERNELS)),
)
# Cells of 6 by 8 away lie at the very edge of this kernel.
@example(0, 1, 250.0, 1.0, "gaussian")
def test_a_risk_that_is_the_same_everywhere_comes_out_the_same_everywhere(
    seed: int, times: int, bandwidth_m: float, years: float, kernel: str
) -> None:
    rng = np.random.default_rng(seed)
    compartment = torn(rng)
    exposed = rng.poisson(rng.gamma(0.5, 8.0, WIDE.shape)) * (compartment >= 0)
    x, y = at_centres(exposed * times)
    found = risk_of(
        x, y, exposed.astype(float), compartment=compartment, kernel=kernel,
        bandwidth_m=bandwidth_m, years=years,
    )  # fmt: skip
    # So many incidents per dwelling in so many years, also beside water and at the border.
    expected = 1_000.0 * times / years
    given_ = found.per_1000[np.isfinite(found.per_1000)]
    assert given_.size > 0
    assert np.abs(given_ / expected - 1.0).max() < 1e-9
    assert found.mean_per_1000 == pytest.approx(expected)


def test_where_all_that_is_exposed_stands_in_one_place_the_kernel_falls_out() -> None:
    exposed = np.zeros(WIDE.shape)
    exposed[20, 20] = 100.0
    x, y = at_centres((exposed > 0) * 3)
    found = risk_of(x, y, exposed, years=2.0)
    # Three incidents in two years over 100 dwellings: 15 per 1.000 per year, wherever it is given.
    assert found.per_1000[20, 18:23].tolist() == pytest.approx([15.0] * 5)
    assert found.mean_per_1000 == pytest.approx(15.0)


def test_over_even_exposure_it_is_the_density_divided_by_it() -> None:
    # 8 dwellings in each cell of a hectare: 800 per km2. One incident a year in the middle has
    # 3 / (pi 0,25) = 3,82 per km2 there: 4,77 per 1.000 dwellings.
    x, y = np.array([102_050.0]), np.array([422_050.0])
    found = risk_of(x, y, np.full(WIDE.shape, 8.0))
    assert found.exposed_per_km2[20, 20] == pytest.approx(800.0)
    assert found.per_1000[20, 20] == pytest.approx(3 / (math.pi * 0.25) / 0.8, rel=0.01)
    # One incident over 41 x 41 x 8 dwellings.
    assert found.mean_per_1000 == pytest.approx(1_000 / 13_448)


def test_double_the_risk_in_one_half_shows_as_double_far_from_the_border_between() -> None:
    exposed = np.full(WIDE.shape, 20)
    counts = exposed.copy()
    counts[:, 21:] *= 2
    x, y = at_centres(counts)
    found = risk_of(x, y, exposed.astype(float))
    assert found.per_1000[:, :15].ravel() == pytest.approx(1_000.0)
    assert found.per_1000[:, 27:].ravel() == pytest.approx(2_000.0)


@pytest.mark.parametrize(
    ("kernel", "area_km2"), [("quartic", 5 / 9 * math.pi * 0.25), ("gaussian", math.pi)]
)
def test_no_risk_is_given_where_the_kernel_has_fewer_than_fifty_to_go_by(
    kernel: str, area_km2: float
) -> None:
    # Dwellings thin out from west to east; an incident in every cell, so that a risk would be
    # high where they are few, and infinite where they are none.
    exposed = np.tile(np.maximum(20.0 - np.arange(41.0), 0.0), (41, 1))
    x, y = at_centres(np.ones(WIDE.shape, dtype=int))
    found = risk_of(x, y, exposed, kernel=kernel)
    assert found.floor_per_km2 == pytest.approx(50.0 / area_km2)
    given_ = np.isfinite(found.per_1000)
    assert (given_ == (found.exposed_per_km2 >= 50.0 / area_km2)).all()
    assert given_[:, 0].all()
    assert not given_[:, 40].any()
    assert not np.isinf(found.per_1000).any()
    # A higher floor gives less.
    fewer = np.isfinite(risk_of(x, y, exposed, kernel=kernel, least_exposed=200.0).per_1000)
    assert fewer.sum() < given_.sum()
    assert not (fewer & ~given_).any()


def test_there_is_no_risk_outside_the_mask_not_even_zero() -> None:
    compartment = WIDE.copy()
    compartment[:, 30:] = -1
    exposed = np.where(compartment < 0, np.nan, 50.0)
    x = np.array([101_000.0, 103_500.0])
    found = risk_of(x, np.full(2, 422_000.0), exposed, compartment=compartment)
    assert found.outside == 1
    assert np.isnan(found.per_1000[:, 30:]).all()
    assert np.isfinite(found.per_1000[:, :30]).all()
    assert found.mean_per_1000 == pytest.approx(1_000 / (41 * 30 * 50))


def test_without_incidents_the_risk_is_zero() -> None:
    found = risk_of(np.array([]), np.array([]), np.full(WIDE.shape, 8.0))
    assert (found.per_1000 == 0.0).all()
    assert found.mean_per_1000 == 0.0


def test_a_denominator_that_does_not_fit_is_refused() -> None:
    x = y = np.array([])
    water = WIDE.copy()
    water[0, 0] = -1
    even, minus, gap = np.ones(WIDE.shape), np.ones(WIDE.shape), np.ones(WIDE.shape)
    minus[3, 3], gap[3, 3] = -1.0, np.nan
    for wrong, compartment, words in (
        (even[1:], WIDE, "past niet op het masker"),
        (even, water, "Gevonden: 1 van 1681"),
        (minus, WIDE, "negatief of onbekend"),
        (gap, WIDE, "negatief of onbekend"),
        (even * 0, WIDE, "nergens boven 0"),
    ):
        with pytest.raises(StatisticError, match=words):
            risk_of(x, y, wrong, compartment=compartment)
    for asked in ({"years": 0.0}, {"least_exposed": 0.0}):
        with pytest.raises(StatisticError, match="niet overal groter dan 0"):
            risk_of(x, y, even, **asked)

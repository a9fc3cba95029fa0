"""Which bandwidth: the normal reference, held against scipy and by hand; and one per point."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hotspots.errors import StatisticError
from hotspots.statistics.bandwidth import (
    LARGEST_FACTOR,
    LEAST_POINTS,
    adaptive_bandwidths,
    automatic_bandwidth,
)
from hotspots.statistics.density import kernel_density

CELL_M = 50.0
WIDE = np.zeros((81, 81), dtype=np.int8)


def lattice(wide_m: float = 100.0, high_m: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """Return 8 by 8 points: flat-topped, so that the quartiles lie wider than the deviation."""
    x, y = np.meshgrid(np.arange(8) * wide_m, np.arange(8) * high_m)
    return x.ravel(), y.ravel()


def adaptive(
    x: np.ndarray, y: np.ndarray, *, compartment: np.ndarray = WIDE, bandwidth_m: float = 500.0,
    weights: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    return adaptive_bandwidths(
        x, y, kernel="quartic", compartment=compartment, west_m=0.0, south_m=0.0, cell_m=CELL_M,
        bandwidth_m=bandwidth_m, weights=weights,
    )  # fmt: skip


def test_a_square_of_points_has_the_bandwidth_worked_out_by_hand() -> None:
    # Eight columns, one step apart: variance (64 - 1) / 12 = 5,25 steps squared over n, so
    # 5,25 x 64 / 63 = 5,3333 over n - 1; deviation 2,3094. 64 to the power -1/6 is 1/2.
    found = automatic_bandwidth(*lattice(100.0, 400.0), kernel="gaussian")
    assert found.spread_x_m == pytest.approx(230.94, abs=0.01)
    assert found.spread_y_m == pytest.approx(923.76, abs=0.01)
    # Geometric mean: 230,94 x 2 = 461,88; half of it.
    assert found.metres == pytest.approx(230.94, abs=0.01)
    assert (found.n, found.rule) == (64, "normal_reference")


def test_it_is_scotts_factor_of_scipy_times_the_spread() -> None:
    # Without correlation the geometric mean of both axes is the fourth root of the determinant
    # of the covariance of scipy's kernel.
    x, y = lattice(130.0, 70.0)
    peer = stats.gaussian_kde(np.vstack([x, y]), bw_method="scott")
    found = automatic_bandwidth(x, y, kernel="gaussian")
    assert found.metres == pytest.approx(np.linalg.det(peer.covariance) ** 0.25)
    # In the plane Silverman's rule is the same.
    assert peer.factor == pytest.approx(peer.silverman_factor())
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 9_000, 500), rng.uniform(0, 2_000, 500)
    factor = stats.gaussian_kde(np.vstack([x, y])).factor
    spread = math.sqrt(x.std(ddof=1) * y.std(ddof=1))
    assert automatic_bandwidth(x, y, kernel="gaussian").metres == pytest.approx(factor * spread)


def test_the_radius_of_the_quartic_is_2_78_times_the_deviation_of_the_gaussian() -> None:
    # Both kernels then have the same R / (m2 squared), in the right power: 460,8 to the 1/6.
    x, y = lattice()
    radius_m = automatic_bandwidth(x, y, kernel="quartic").metres
    assert radius_m / automatic_bandwidth(x, y, kernel="gaussian").metres == pytest.approx(
        2.7792, abs=1e-4
    )


def test_the_surfaces_of_both_kernels_at_their_own_bandwidths_look_alike() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(2_000, 350, (2, 400))
    surfaces = []
    for kernel in ("quartic", "gaussian"):
        bandwidth_m = automatic_bandwidth(x, y, kernel=kernel).metres
        surfaces.append(
            kernel_density(
                x, y, kernel=kernel, compartment=WIDE, west_m=0.0, south_m=0.0, cell_m=CELL_M,
                bandwidth_m=bandwidth_m,
            )[0]
        )  # fmt: skip
    assert np.abs(surfaces[0] - surfaces[1]).max() < 0.05 * surfaces[1].max()


def test_a_few_points_far_away_hardly_widen_it() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.normal(0, 1_000, (2, 300))
    near = automatic_bandwidth(x, y, kernel="quartic").metres
    far = np.full(3, 60_000.0)
    with_far = automatic_bandwidth(np.append(x, far), np.append(y, far), kernel="quartic").metres
    # The standard deviation alone would be six times as large.
    assert np.append(x, far).std() > 5 * x.std()
    assert with_far == pytest.approx(near, rel=0.05)


def test_both_axes_count() -> None:
    # Sixteen times as high is four times the geometric mean, whichever axis it is.
    square = automatic_bandwidth(*lattice(), kernel="quartic").metres
    for long in (lattice(1_600.0, 100.0), lattice(100.0, 1_600.0)):
        assert automatic_bandwidth(*long, kernel="quartic").metres == pytest.approx(4 * square)


def test_where_the_middle_half_shares_a_coordinate_the_standard_deviation_stands() -> None:
    x, y = lattice()
    x[:50] = 0.0
    found = automatic_bandwidth(x, y, kernel="gaussian")
    assert found.spread_x_m == pytest.approx(x.std(ddof=1))


@given(st.floats(0.1, 50.0), st.floats(-1e5, 6e5))
def test_it_scales_with_the_town_and_not_with_where_it_lies(scale: float, shift: float) -> None:
    x, y = np.random.default_rng(4).normal(0, 1_000, (2, 50))
    here = automatic_bandwidth(x, y, kernel="quartic").metres
    there = automatic_bandwidth(x * scale + shift, y * scale - shift, kernel="quartic").metres
    assert there == pytest.approx(scale * here, rel=1e-6)


def test_too_few_points_are_refused() -> None:
    x, y = lattice()
    with pytest.raises(StatisticError, match="Gevonden: 9; verwacht ten minste 10"):
        automatic_bandwidth(x[: LEAST_POINTS - 1], y[: LEAST_POINTS - 1], kernel="quartic")
    assert automatic_bandwidth(x[:LEAST_POINTS], y[:LEAST_POINTS], kernel="quartic").metres > 0


def test_points_on_one_spot_or_one_line_are_refused() -> None:
    x, y = lattice()
    for at in ((x * 0, y * 0), (x, y * 0), (x * 0, y), (x + np.nan, y)):
        with pytest.raises(StatisticError, match="op één plek"):
            automatic_bandwidth(*at, kernel="quartic")


def test_other_mistakes_are_refused() -> None:
    x, y = lattice()
    with pytest.raises(StatisticError, match="niet even lang"):
        automatic_bandwidth(x, y[1:], kernel="quartic")
    with pytest.raises(StatisticError, match="bestaat niet"):
        automatic_bandwidth(x, y, kernel="uniform")


def test_a_result_cannot_be_changed() -> None:
    found = automatic_bandwidth(*lattice(), kernel="quartic")
    with pytest.raises(FrozenInstanceError):
        found.metres = 1.0


def test_four_points_on_one_spot_and_one_alone_have_bandwidths_worked_out_by_hand() -> None:
    # Pilot 4 to 1, geometric mean 4^(4/5): factors sqrt(4^(4/5) / 4) = 4^(-1/10) and 4^(4/10).
    at = np.array([525.0] * 4 + [3_025.0])
    expected = [500 * 4**-0.1] * 4 + [500 * 4**0.4]
    assert adaptive(at, at).tolist() == pytest.approx(expected)
    # One point with a weight of four is the same as four.
    once = adaptive(at[3:], at[3:], weights=np.array([4.0, 1.0]))
    assert once.tolist() == pytest.approx(expected[3:])


def test_no_factor_goes_beyond_three_and_no_bandwidth_below_a_cell() -> None:
    # 1.000 to 1: without a limit the lonely point would get 1000^(1/2) = 31,6 times as much.
    at = np.array([525.0] * 1_000 + [3_025.0])
    found = adaptive(at, at)
    assert found[-1] == LARGEST_FACTOR * 500.0
    # Half on one spot, half strewn around: 300 to a few, so well below 50/60 for the former.
    rng = np.random.default_rng(5)
    at = np.append(np.full(300, 525.0), rng.uniform(1_500, 4_000, 300))
    found = adaptive(at, at, bandwidth_m=60.0)
    assert found.min() == CELL_M
    assert found.max() <= LARGEST_FACTOR * 60.0


def test_equally_dense_points_all_keep_the_bandwidth() -> None:
    at = np.array([525.0, 2_025.0, 3_525.0])
    assert adaptive(at, at).tolist() == pytest.approx([500.0] * 3)


def test_points_outside_the_mask_keep_the_bandwidth_and_do_not_count() -> None:
    compartment = WIDE.copy()
    compartment[:, 60:] = -1
    at = np.array([525.0] * 4 + [2_525.0])
    found = adaptive(
        np.append(at, [3_525.0, -10.0]), np.append(at, [3_525.0, 9e9]), compartment=compartment
    )
    assert found[5:].tolist() == [500.0, 500.0]
    assert found[:5].tolist() == adaptive(at, at).tolist()


def test_peaks_become_sharper_and_no_mass_is_lost() -> None:
    rng = np.random.default_rng(6)
    x = np.append(rng.normal(1_000, 60, 300), rng.uniform(0, 4_050, 100))
    y = np.append(rng.normal(3_000, 60, 300), rng.uniform(0, 4_050, 100))
    asked = {"kernel": "quartic", "compartment": WIDE, "west_m": 0.0, "south_m": 0.0}
    fixed, _ = kernel_density(x, y, cell_m=CELL_M, bandwidth_m=500.0, **asked)
    varied, _ = kernel_density(x, y, cell_m=CELL_M, bandwidth_m=adaptive(x, y), **asked)
    assert varied.max() > 1.1 * fixed.max()
    assert varied.sum() * 0.05**2 == pytest.approx(400.0)


def test_no_points_have_no_bandwidths() -> None:
    assert adaptive(np.array([]), np.array([])).size == 0

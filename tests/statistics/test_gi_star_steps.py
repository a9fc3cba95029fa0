"""Gi* in many steps is that of each step by itself, to the last digit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from hotspots.errors import StatisticError
from hotspots.statistics.emerging import emerging, gi_star_per_step, gi_star_steps_of_some
from hotspots.statistics.gi_star import gi_star_cells

WINDOWS: tuple[dict[str, int], ...] = ({"reach": 1}, {"reach": 2}, {"reach_m": 250, "cell_m": 100})


def land(rng: np.random.Generator, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells of a square with holes, somewhere on the map."""
    col, row = (of.ravel() for of in np.meshgrid(np.arange(side), np.arange(side)))
    some = np.flatnonzero(rng.random(col.size) < 0.9)
    return col[some] + int(rng.integers(0, 500)), row[some] + int(rng.integers(0, 500))


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.05, 1.0, 30.0]),
    st.sampled_from([0.001, 0.05, 0.5]),
    st.sampled_from([1.0, 1.0 + 1e-9, 2.5, 20.0]),
    st.sampled_from(["even", "some", "nothing in places"]),
)
def test_every_step_is_that_of_itself(
    seed: int,
    mean: float,
    alpha: float,
    dispersion: float,
    expected: str,
) -> None:
    rng = np.random.default_rng(seed)
    window = WINDOWS[seed % len(WINDOWS)]
    col, row = land(rng, int(rng.choice([4, 9, 16])))
    exposure = None if expected == "even" else rng.lognormal(0.0, 1.5, col.size)
    if expected == "nothing in places" and exposure is not None:
        exposure[rng.random(col.size) < 0.3] = 0.0
    parts = np.ones(col.size) if exposure is None else exposure
    busy = rng.lognormal(0.0, 1.0, col.size) * (parts > 0)
    counts = rng.poisson(mean * busy[:, np.newaxis], (col.size, 5))
    counts[:, 2] = 0
    if not counts.any():
        return
    rules = {"alpha": alpha, "dispersion": dispersion, "exposure": exposure, **window}
    found = gi_star_per_step(counts, col, row, **rules)
    for step in range(5):
        if not counts[:, step].any():
            assert np.isnan(found.z[:, step]).all()
            assert not found.hot[:, step].any()
            continue
        alone = gi_star_cells(np.ascontiguousarray(counts[:, step]), col, row, **rules)
        assert np.array_equal(found.z[:, step], alone.z, equal_nan=True)
        assert np.array_equal(found.hot[:, step], alone.hot)
        assert np.array_equal(found.cold[:, step], alone.cold)
    # Of some cells, and what is said of their history, as of all.
    also = rng.random(col.size) < 0.2
    some = gi_star_steps_of_some(sparse.csc_array(counts), col, row, also, **rules)
    marked = (found.hot | found.cold).any(axis=1)
    assert np.array_equal(some.where, np.flatnonzero(also | marked))
    assert np.array_equal(some.marks.z, found.z[some.where], equal_nan=True)
    assert np.array_equal(some.marks.hot, found.hot[some.where])
    assert np.array_equal(some.marks.cold, found.cold[some.where])
    assert some.tested == np.isfinite(found.z).any(axis=1).sum()
    whole = emerging(found.z, found.hot, found.cold, alpha=alpha)
    part = emerging(
        some.marks.z, some.marks.hot, some.marks.cold, alpha=alpha, speaking=some.speaking
    )
    assert part.steps_with_scores == whole.steps_with_scores
    assert np.array_equal(part.pattern, whole.pattern[some.where])


def test_what_is_cold_for_having_nothing_around_it_is_found() -> None:
    # 2.000 incidents over 400 cells, and none in a square of 5 x 5: 25 x 5 were expected there.
    col, row = (of.ravel() for of in np.meshgrid(np.arange(20), np.arange(20)))
    counts = np.full((400, 2), 5)
    counts[(col < 5) & (row < 5)] = 0
    found = gi_star_per_step(counts, col, row)
    assert found.cold[(col == 2) & (row == 2)].all()
    assert gi_star_cells(counts[:, 0].copy(), col, row).cold.sum() == found.cold[:, 0].sum() > 0


def test_cells_that_are_there_twice_are_refused() -> None:
    with pytest.raises(StatisticError, match="twee keer"):
        gi_star_per_step(np.array([[1, 2], [0, 1]]), np.array([3, 3]), np.array([4, 4]))

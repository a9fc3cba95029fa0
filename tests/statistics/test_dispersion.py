"""Dispersion from scatter in time: what lasts in a place adds nothing, bursts do."""

from __future__ import annotations

import numpy as np
import pytest

from hotspots.statistics.dispersion import (
    dispersion_in_place,
    dispersion_in_time,
    dispersion_of_repeats,
)

LEVELS = np.array([1.0, 2.0, 4.0, 8.0, 60.0])


def poisson(seed: int, months: int = 36, *, season: bool = False) -> np.ndarray:
    """Places that differ sixtyfold, in which nothing happens but chance (and a season)."""
    rng = np.random.default_rng(seed)
    shape = 1.0 + 0.6 * np.sin(2 * np.pi * np.arange(months) / 12) * season
    return rng.poisson(np.outer(LEVELS, shape))


@pytest.mark.parametrize("season", [False, True])
def test_places_that_differ_and_a_season_are_no_dispersion(*, season: bool) -> None:
    place = [dispersion_in_place(poisson(seed, season=season)) for seed in range(200)]
    time = [dispersion_in_time(poisson(seed, season=season)) for seed in range(200)]
    # True is 1; below 1 counts as 1, so that the mean lies a little above it.
    assert np.mean(place) < 1.08
    assert np.mean(time) < 1.15


def test_a_steady_rise_everywhere_is_no_dispersion() -> None:
    rise = np.linspace(0.5, 1.5, 36)
    found = [
        dispersion_in_time(np.random.default_rng(seed).poisson(np.outer(LEVELS, rise)))
        for seed in range(200)
    ]
    assert np.mean(found) < 1.15


@pytest.mark.parametrize("dispersion", [2.0, 3.0])
def test_clustered_counts_give_their_dispersion_back(dispersion: float) -> None:
    # Negative binomial with variance d x mean: r = mean / (d - 1), p = 1 / d.
    found = [
        (dispersion_in_place(table), dispersion_in_time(table))
        for seed in range(200)
        for table in [
            np.random.default_rng(seed).negative_binomial(
                np.repeat(LEVELS[:, None], 36, axis=1) / (dispersion - 1), 1 / dispersion
            )
        ]
    ]
    # In time the busiest place weighs most, so that the estimate scatters; both are centred.
    assert np.mean(found, axis=0) == pytest.approx([dispersion, dispersion], rel=0.06)


def test_bursts_that_are_everywhere_at_once_are_dispersion_in_time_and_not_in_place() -> None:
    rng = np.random.default_rng(3)
    city = rng.negative_binomial(100.0, 0.5, 36)  # mean 100, variance 200
    table = np.stack([rng.multinomial(n, [0.5, 0.3, 0.2]) for n in city], axis=1)
    assert dispersion_in_place(table) < 1.3
    assert dispersion_in_time(table.sum(axis=0, keepdims=True)) == pytest.approx(2.0, abs=0.7)


def test_with_too_little_to_go_on_counts_vary_as_chance() -> None:
    assert dispersion_in_place(np.zeros((5, 36), dtype=np.int64)) == 1.0
    assert dispersion_in_place(np.array([[9, 1, 9]])) == 1.0
    assert dispersion_in_time(np.array([[9, 1, 9]])) == 1.0
    assert dispersion_of_repeats(0, 0.0, 0.0) == 1.0


def test_repeats_give_the_dispersion_of_their_clumps() -> None:
    # Every incident is one of a pair: a count is twice a Poisson one, its variance twice its mean.
    assert dispersion_of_repeats(200, near_pairs=100.0, by_chance=0.0) == 2.0

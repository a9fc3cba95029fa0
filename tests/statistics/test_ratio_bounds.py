"""The bounds of a ratio, which stop summing a tail where it is known, against whole tails."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hotspots.statistics.binomial_kernels import both_tails, ratio_bounds

SEED, N = 20171231, 150


def halved(  # noqa: PLR0917
    count: int, whole: int, share: float, spread: float, tail: float, side: int
) -> float:
    """Return a bound by the same halving on whole tails, one at a time."""
    odds = share / (1.0 - share)
    middle = math.log((count + 0.5) / (whole - count + 0.5) / odds)
    inside, outside = middle, middle + (30.0 if side else -30.0)
    tails = np.empty((1, 2))
    while abs(outside - inside) > 1e-9:
        between = 0.5 * (inside + outside)
        moved = math.exp(between) * odds
        chance = min(moved / (1.0 + moved), 1.0 - 1e-14)
        both_tails(
            np.array([count]), np.array([whole]), np.array([chance]), np.array([spread]), tails
        )
        if tails[0, 1 - side] >= tail:
            inside = between
        else:
            outside = between
    return math.exp(0.5 * (inside + outside))


@pytest.mark.parametrize("spread", [1.0, 1.3, 4.0, 25.0])
@pytest.mark.parametrize("tail", [0.025, 1e-6, 1e-12])
def test_bounds_are_those_of_whole_tails_to_the_last_digit(spread: float, tail: float) -> None:
    rng = np.random.default_rng(SEED)
    whole = rng.choice([3, 40, 2_500, 1_141_186], N)
    share = np.exp(rng.uniform(-12.0, -0.01, N))
    expected = whole * share
    count = np.minimum(rng.poisson(np.minimum(expected * rng.uniform(0.2, 3.0, N), 1e6)), whole)
    bounds = np.empty((N, 2))
    ratio_bounds(count, whole, share, np.full(N, spread), tail, bounds)
    for at in range(N):
        if count[at] > 0:
            args = int(count[at]), int(whole[at]), float(share[at]), spread, tail
            assert bounds[at, 0] == halved(*args, 0)
        if count[at] < whole[at]:
            args = int(count[at]), int(whole[at]), float(share[at]), spread, tail
            assert bounds[at, 1] == halved(*args, 1)

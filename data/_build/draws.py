"""Everything the simulation draws at random, from uniform numbers alone.

numpy keeps the stream of ``Generator.random`` stable, but not that of its distributions. So
each distribution here is the inverse of its own cumulative sum, and a new numpy does not
change the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The one seed of the embedded incidents; each layer adds its own number.
SEED = 2017


def layer_stream(number: int) -> np.random.Generator:
    """Return the generator of one layer, so that a change in a layer leaves the others alone."""
    return np.random.default_rng([SEED, number])


def pick(rng: np.random.Generator, weights: NDArray[np.float64], size: int) -> NDArray[np.int64]:
    """Draw positions with chances in proportion to ``weights``, with replacement.

    Parameters
    ----------
    weights : shape (n,)
        Not negative, at least one above 0; they need not add up to 1.

    Returns
    -------
    shape (size,)
        Positions in ``weights``; one with weight 0 is never drawn.

    Examples
    --------
    >>> pick(layer_stream(0), np.array([0.0, 2.0, 0.0]), 3).tolist()
    [1, 1, 1]
    """
    heights = np.cumsum(weights)
    positions: NDArray[np.int64] = np.searchsorted(
        heights, rng.random(size) * heights[-1], side="right"
    )
    return positions


def between(rng: np.random.Generator, low: float, high: float, size: int) -> NDArray[np.float64]:
    """Draw evenly between two numbers."""
    return low + (high - low) * rng.random(size)


def bell(rng: np.random.Generator, spread: float, size: int) -> NDArray[np.float64]:
    """Draw from a normal distribution around 0 with standard deviation ``spread``."""
    # 1 - random() lies in (0, 1], so the inverse never meets 0 and minus infinity.
    away: NDArray[np.float64] = ndtri(np.minimum(1.0 - rng.random(size), 1.0 - 1e-12))
    return spread * away


def around(
    rng: np.random.Generator, x: NDArray[np.float64], y: NDArray[np.float64], spread_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Move places by a round bell of ``spread_m`` metres in each direction."""
    return x + bell(rng, spread_m, x.size), y + bell(rng, spread_m, y.size)


def smooth_field(
    rng: np.random.Generator,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    shortest_m: float,
    longest_m: float,
) -> NDArray[np.float64]:
    """Return a random landscape at the given places: mean about 0, spread about 1, smooth.

    A sum of 24 plane waves in random directions, with wavelengths between ``shortest_m`` and
    ``longest_m``; places closer than a quarter of the shortest are nearly equal.
    """
    waves = 24
    direction = between(rng, 0.0, 2 * np.pi, waves)
    length_m = between(rng, shortest_m, longest_m, waves)
    phase = between(rng, 0.0, 2 * np.pi, waves)
    total = np.zeros_like(x)
    for angle, metres, start in zip(direction, length_m, phase, strict=True):
        along = x * np.cos(angle) + y * np.sin(angle)
        total += np.cos(2 * np.pi * along / metres + start)
    return total * float(np.sqrt(2.0 / waves))

"""Where exactly do two cells meet? The raster knows it to a few metres, the diagram exactly.

The boundary is the line where both seeds have the same cost minus weight. The points of a traced
boundary are moved there by Newton steps; its ends, where three cells meet, stay on the raster.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from power_diagram import Figures

    Floats = NDArray[np.float64]

#: boundaries are nearly straight at the scale of a raster cell
NEWTON_STEPS = 3
#: times the reach: distance from an end at which a point moves all the way. Nearer it moves in
#: proportion, so that the boundaries that meet there cannot run across each other
TAPER = 3.0


@dataclass(frozen=True)
class Chain:
    """A boundary between two cells, from junction to junction.

    Attributes
    ----------
    points : shape (p, 2)
        x_rd, y_rd in metres; a ring, which has no junction, repeats its first point.
    left, right : int
        Labels at both sides; negative is outside the diagram.
    """

    points: Floats
    left: int
    right: int

    @property
    def is_ring(self) -> bool:
        """Whether the boundary closes on itself: an island in its neighbour."""
        return bool((self.points[0] == self.points[-1]).all())


def settled(chain: Chain, seeds: Figures, weights: Floats, reach_m: float) -> Chain:
    """Return the boundary moved to where its two cells are equal.

    Parameters
    ----------
    chain : Chain
        Traced from a raster.
    seeds, weights : Figures, shape (n,)
        The diagram.
    reach_m : float
        A point that would move further stays where it is: there the raster differs from the
        diagram on purpose, because a crumb was given away.

    Examples
    --------
    Two equal seeds at x = 0 and x = 10, a line traced at x = 4: the middle is at x = 5.

    >>> from power_diagram import Figures
    >>> two = np.ones(2)
    >>> seeds = Figures(np.array([0.0, 10.0]), 0 * two, two, two, 0 * two)
    >>> line = Chain(np.array([[4.0, -9.0], [4.0, 0.0], [4.0, 9.0]]), 0, 1)
    >>> settled(line, seeds, 0 * two, reach_m=2.0).points.tolist()
    [[4.0, -9.0], [5.0, 0.0], [4.0, 9.0]]
    """
    if min(chain.left, chain.right) < 0:
        return chain
    shift = _towards_bisector(chain, seeds, weights) - chain.points
    shift[np.sqrt(np.square(shift).sum(axis=1)) > reach_m] = 0.0
    if not chain.is_ring:
        ends = chain.points[[0, -1]]
        away = np.sqrt(np.square(chain.points[:, None] - ends).sum(axis=2)).min(axis=1)
        shift *= np.minimum(away / (TAPER * reach_m), 1.0)[:, None]
    return replace(chain, points=chain.points + shift)


def _towards_bisector(chain: Chain, seeds: Figures, weights: Floats) -> Floats:
    points = chain.points
    for _ in range(NEWTON_STEPS):
        left, left_slope = _power(points, seeds, weights, chain.left)
        right, right_slope = _power(points, seeds, weights, chain.right)
        slope = left_slope - right_slope
        steepness = np.maximum(np.square(slope).sum(axis=1), np.finfo(float).tiny)
        points = points - ((left - right) / steepness)[:, None] * slope
    return points


def _power(points: Floats, seeds: Figures, weights: Floats, label: int) -> tuple[Floats, Floats]:
    """Return cost minus weight of one seed, shape (p,), and its gradient, shape (p, 2)."""
    dx, dy = points[:, 0] - seeds.x_rd[label], points[:, 1] - seeds.y_rd[label]
    var_x, var_y, cov_xy = seeds.var_x[label], seeds.var_y[label], seeds.cov_xy[label]
    across_x = (var_y * dx - cov_xy * dy) / seeds.determinant[label]
    across_y = (var_x * dy - cov_xy * dx) / seeds.determinant[label]
    return dx * across_x + dy * across_y - weights[label], 2 * np.stack([across_x, across_y], 1)

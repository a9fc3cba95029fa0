"""Which buurt is a point in? An answer from the shape figures of the buurten alone.

It is an anisotropic power diagram: seed ``i`` takes the points ``p`` for which
``(p - c_i)' inv(S_i) (p - c_i) - w_i`` is smallest. The weights ``w`` are balanced until every
cell has its own area; the centres ``c`` and the moments ``S`` of the seeds are then moved until
the cells, not the seeds, have the published centroids and second moments.

Only elementwise arithmetic and integer counts are used, no linear algebra library, so that the
same figures give the same labels on every machine.

References
----------
Aurenhammer, F. (1987). Power diagrams: properties, algorithms and applications. SIAM Journal on
Computing 16(1), 78-96, doi:10.1137/0216006.

Alpers, A., Brieden, A., Gritzmann, P., Lyckegaard, A. and Poulsen, H. F. (2015). Generalized
balanced power diagrams for 3D representations of polycrystals. Philosophical Magazine 95(9),
1016-1028, doi:10.1080/14786435.2015.1015469.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]
    Mask = NDArray[np.bool_]

#: points evaluated at once: so few that what is made on the way stays in the cache of a processor
BLOCK = 5_000
#: candidates kept per point; a point never has more than a handful of rivals
CANDIDATES = 10
#: share of the difference that centres and moments move in one round of matching
CENTRE_STEP, MOMENT_STEP = 0.5, 0.3
#: most that the step of `balance` may grow to, times the first step
STEP_GROWTH = 5.0
#: times the first step: lead of a winner from which `balance` need not look at a point again soon
SAFE_LEAD = 4.0
#: part of that lead that weights may eat up; the rest is far more than rounding
LEAD_USED = 0.99
#: a variance may become this much larger or smaller than its figure, not more
SEED_LIMIT = 2.5


@dataclass(frozen=True)
class Figures:
    """Shape figures of n areas: centre in metres RD, second moments about it in m2.

    Attributes
    ----------
    x_rd, y_rd : shape (n,)
        Centroid, metres.
    var_x, var_y, cov_xy : shape (n,)
        Second moments of the area about its centroid, square metres.
    """

    x_rd: Floats
    y_rd: Floats
    var_x: Floats
    var_y: Floats
    cov_xy: Floats

    @property
    def determinant(self) -> Floats:
        """Determinant of the moment matrices, m4; positive for a real shape."""
        return self.var_x * self.var_y - self.cov_xy * self.cov_xy


def cost(x_rd: Floats, y_rd: Floats, seeds: Figures, candidates: Labels | None = None) -> Floats:
    """Return the squared Mahalanobis distance of every point to its candidate seeds.

    Without unit: 4 is the rim of an ellipse that has the moments of the seed.

    Parameters
    ----------
    x_rd, y_rd : shape (p,)
        Points, metres RD.
    seeds : Figures
        The n seeds.
    candidates : shape (p, k), optional
        Seed numbers to evaluate per point; all n when absent.

    Returns
    -------
    shape (p, k) or (p, n)

    Examples
    --------
    A seed at the origin with variances 4 and 1: two metres east is one standard deviation.

    >>> one, zero = np.ones(1), np.zeros(1)
    >>> seed = Figures(zero, zero, 4 * one, one, zero)
    >>> cost(2 * one, zero, seed).tolist()
    [[1.0]]
    """
    found = np.empty((len(x_rd), len(seeds.x_rd) if candidates is None else candidates.shape[1]))
    for start in range(0, len(x_rd), BLOCK):
        part = slice(start, start + BLOCK)
        take = slice(None) if candidates is None else candidates[part]
        found[part] = _cost_of_block(x_rd[part], y_rd[part], seeds, take)
    return found


def _cost_of_block(x_rd: Floats, y_rd: Floats, seeds: Figures, take: Labels | slice) -> Floats:
    dx = x_rd[:, None] - seeds.x_rd[take]
    dy = y_rd[:, None] - seeds.y_rd[take]
    cross = seeds.cov_xy[take] * dx * dy
    squares = seeds.var_y[take] * dx * dx + seeds.var_x[take] * dy * dy
    return np.asarray((squares - cross - cross) / seeds.determinant[take])


def nearest_candidates(x_rd: Floats, y_rd: Floats, seeds: Figures, weights: Floats) -> Labels:
    """Return, per point, the seeds that can win it while the weights change little.

    Returns
    -------
    shape (p, min(n, CANDIDATES))
        Seed numbers in rising order, so that a tie goes to the lowest.
    """
    kept = min(CANDIDATES, len(weights))
    blocks = []
    for start in range(0, len(x_rd), BLOCK):
        part = slice(start, start + BLOCK)
        powers = cost(x_rd[part], y_rd[part], seeds) - weights
        blocks.append(np.sort(np.argpartition(powers, kept - 1, axis=1)[:, :kept], axis=1))
    return np.concatenate(blocks)


def winners(costs: Floats, weights: Floats, candidates: Labels) -> Labels:
    """Return the seed that takes each point: the least cost minus weight, then the lowest number.

    Examples
    --------
    The second seed is further away, but its weight makes up for it.

    >>> costs, candidates = np.array([[1.0, 3.0]]), np.array([[0, 1]])
    >>> winners(costs, np.array([0.0, 0.0]), candidates).tolist()
    [0]
    >>> winners(costs, np.array([0.0, 2.5]), candidates).tolist()
    [1]
    """
    won = np.empty(len(costs), dtype=np.intp)
    for start in range(0, len(costs), BLOCK):
        part = slice(start, start + BLOCK)
        best = np.argmin(costs[part] - weights[candidates[part]], axis=1)
        won[part] = candidates[part][np.arange(len(best)), best]
    return won


def balance(
    costs: Floats,
    candidates: Labels,
    weights: Floats,
    shares: Floats,
    *,
    rounds: int,
    step: float = 0.3,
) -> Floats:
    """Return weights with which each seed takes close to its own share of the points.

    A raster of points limits how close: a cell of 100 points cannot come nearer than 0,5 %.

    Parameters
    ----------
    costs, candidates : shape (p, k)
        From `cost` and `nearest_candidates`.
    weights : shape (n,)
        Where to start.
    shares : shape (n,)
        Wanted part of all points per seed; sums to 1.
    rounds : int
        Number of times the weights are raised or lowered.
    step : float
        Change, in the first round, of the weight of a cell that is empty. Large steps from
        weights that are nearly right make cells swing and fall into pieces.

    Examples
    --------
    Two equal seeds at 0 and 10; the second should have three of the four points between them.

    >>> two = np.ones(2)
    >>> seeds = Figures(np.array([0.0, 10.0]), 0 * two, two, two, 0 * two)
    >>> x_rd = np.array([2.0, 4.0, 6.0, 8.0])
    >>> candidates = np.array([[0, 1]] * 4)
    >>> costs = cost(x_rd, 0 * x_rd, seeds)
    >>> weights = balance(costs, candidates, 0 * two, np.array([0.25, 0.75]), rounds=80)
    >>> winners(costs, weights, candidates).tolist()
    [0, 1, 1, 1]
    """
    wanted = shares * len(costs)
    steps = np.full(len(weights), step)
    before = np.zeros(len(weights))
    lead, looked_at = SAFE_LEAD * step, np.full(len(weights), np.inf)
    for _ in range(rounds):
        # one weight may rise while the other falls
        if 2 * np.abs(weights - looked_at).max() > LEAD_USED * lead:
            decided, open_points = _decided(costs, weights, candidates, lead)
            near_costs, near_candidates = costs[open_points], candidates[open_points]
            looked_at = weights
        near = winners(near_costs, weights, near_candidates)
        taken = decided + np.bincount(near, minlength=len(weights))
        shortage = np.clip((wanted - taken) / wanted, -1.0, 1.0)
        # overshot: go back more slowly; still the same side: a little faster
        slower, faster = steps * 0.6, np.minimum(steps * 1.1, step * STEP_GROWTH)
        steps = np.where(shortage * before < 0, slower, faster)
        weights = weights + steps * shortage
        before = shortage
    return weights


def _decided(
    costs: Floats, weights: Floats, candidates: Labels, lead: float
) -> tuple[Labels, Mask]:
    """Return the points each seed wins by more than ``lead``, shape (n,), and a mask of the rest.

    While no weight changes by half of ``lead``, those points keep their winner, so that `balance`
    counts exactly what it would count by looking at all of them.

    Examples
    --------
    The first point goes to seed 0 by 8, which is sure; the second to seed 1 by no more than 1.

    >>> costs, candidates = np.array([[1.0, 9.0], [5.0, 4.0]]), np.array([[0, 1], [0, 1]])
    >>> won, rest = _decided(costs, np.zeros(2), candidates, 2.0)
    >>> won.tolist(), rest.tolist()
    ([1, 0], [False, True])
    """
    powers = costs - weights[candidates]
    best = np.argmin(powers, axis=1)[:, None]
    least = np.take_along_axis(powers, best, axis=1)[:, 0]
    np.put_along_axis(powers, best, np.inf, axis=1)
    sure = powers.min(axis=1) > least + lead
    won = np.take_along_axis(candidates, best, axis=1)[sure, 0]
    return np.bincount(won, minlength=len(weights)), ~sure


def figures_of(labels: Labels, x_rd: Floats, y_rd: Floats, count: int) -> Figures:
    """Return centroid and second moments of the cells that a labelled raster holds.

    Examples
    --------
    Four points on a line, two per cell: centres at 1 and 11, variance 1 within each.

    >>> line = np.array([0.0, 2.0, 10.0, 12.0])
    >>> cells = figures_of(np.array([0, 0, 1, 1]), line, np.zeros(4), 2)
    >>> cells.x_rd.tolist(), cells.var_x.tolist()
    ([1.0, 11.0], [1.0, 1.0])
    """
    points = np.maximum(np.bincount(labels, minlength=count), 1)

    def mean(values: Floats) -> Floats:
        return np.asarray(np.bincount(labels, values, minlength=count) / points)

    centre_x, centre_y = mean(x_rd), mean(y_rd)
    dx, dy = x_rd - centre_x[labels], y_rd - centre_y[labels]
    return Figures(centre_x, centre_y, mean(dx * dx), mean(dy * dy), mean(dx * dy))


def move_seeds(seeds: Figures, cells: Figures, wanted: Figures) -> Figures:
    """Return seeds moved towards giving cells with the wanted centroids and moments.

    A neighbour cuts a piece off a seed's ellipse, so the cell lies beside its seed. The seed
    goes the other way. Moments that would leave `SEED_LIMIT` stay as they were.

    Parameters
    ----------
    seeds, cells, wanted : Figures
        What the diagram was made with, what its cells are, what they should be.

    Examples
    --------
    A cell that lies 2 m too far east sends its seed 1 m west.

    >>> one = np.ones(1)
    >>> wanted = Figures(9 * one, one, one, one, 0 * one)
    >>> cell = Figures(11 * one, one, one, one, 0 * one)
    >>> move_seeds(wanted, cell, wanted).x_rd.tolist()
    [8.0]
    """
    var_x = seeds.var_x + MOMENT_STEP * (wanted.var_x - cells.var_x)
    var_y = seeds.var_y + MOMENT_STEP * (wanted.var_y - cells.var_y)
    cov_xy = seeds.cov_xy + MOMENT_STEP * (wanted.cov_xy - cells.cov_xy)
    sane = var_x * var_y - cov_xy * cov_xy > wanted.determinant / (2 * SEED_LIMIT)
    for now, figure in ((var_x, wanted.var_x), (var_y, wanted.var_y)):
        sane &= (now > figure / SEED_LIMIT) & (now < figure * SEED_LIMIT)
    x_rd = seeds.x_rd + CENTRE_STEP * (wanted.x_rd - cells.x_rd)
    y_rd = seeds.y_rd + CENTRE_STEP * (wanted.y_rd - cells.y_rd)
    return chosen(
        sane,
        Figures(x_rd, y_rd, var_x, var_y, cov_xy),
        Figures(x_rd, y_rd, seeds.var_x, seeds.var_y, seeds.cov_xy),
    )


def chosen(first: Mask, one: Figures, other: Figures) -> Figures:
    """Return ``one`` where the mask is true, else ``other``."""
    return Figures(
        x_rd=np.where(first, one.x_rd, other.x_rd),
        y_rd=np.where(first, one.y_rd, other.y_rd),
        var_x=np.where(first, one.var_x, other.var_x),
        var_y=np.where(first, one.var_y, other.var_y),
        cov_xy=np.where(first, one.cov_xy, other.cov_xy),
    )

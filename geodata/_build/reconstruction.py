"""How do the buurten become polygons? From coarse to fine, then checked against their areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from bisectors import settled
from boundaries import (
    NOTHING,
    boundary_chains,
    cut_to,
    extended,
    simplified,
    without_crumbs,
)
from power_diagram import (
    Figures,
    balance,
    chosen,
    cost,
    figures_of,
    move_seeds,
    nearest_candidates,
    winners,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]

#: metres; raster on which areas are first balanced, on which shapes are matched, and traced
COARSE_M, MIDDLE_M, FINE_M = 80.0, 20.0, 10.0
#: rounds of balancing on the coarse raster, per round of matching, and per round of tracing
COARSE_ROUNDS, MIDDLE_ROUNDS, FINE_ROUNDS = 200, 40, 40
#: first step of balancing on the fine raster; see `power_diagram.balance`
FINE_STEP = 0.1
#: more rounds give better shapes, but from 20 on ever more cells fall into pieces
MATCHING_ROUNDS = 12
#: candidates are looked up again after so many rounds of matching
CANDIDATE_LIFE = 4
#: a cell that loses more than this part in crumbs is broken
CRUMBS_ALLOWED = 0.05
#: rounds in which crumbs are taken from their cells, which then grow elsewhere
CRUMB_ROUNDS = 6
#: rounds in which areas are corrected for what tracing and simplifying did to them
CORRECTIONS = 5
#: golden ratio less one: multiples of it never line up
GOLDEN = (5**0.5 - 1) / 2
#: metres around the border, so that no boundary ends on the raster's edge
MARGIN_M = 100.0
#: metres; see `boundaries.simplified`
TOLERANCE_M = 10.0


@dataclass(frozen=True)
class Raster:
    """Square cells over the municipality; `inside` marks the cells with their middle in it."""

    cell_m: float
    origin: tuple[float, float]
    inside: NDArray[np.bool_]
    x_rd: Floats
    y_rd: Floats

    @classmethod
    def over(cls, border: shapely.Polygon, cell_m: float) -> Raster:
        """Lay a raster over a border, with `MARGIN_M` around it."""
        left, bottom, right, top = border.buffer(MARGIN_M).bounds
        middles_x = np.arange(left + cell_m / 2, right, cell_m)
        middles_y = np.arange(bottom + cell_m / 2, top, cell_m)
        x_rd, y_rd = np.meshgrid(middles_x, middles_y)
        inside = np.asarray(shapely.contains_xy(border, x_rd, y_rd))
        return cls(cell_m, (left, bottom), inside, x_rd[inside], y_rd[inside])

    def staggered(self) -> tuple[Floats, Floats]:
        """Return one point per inside cell, x_rd and y_rd, no two rows or columns in line.

        On the middles a boundary that runs east to west passes a whole row at once, which is 5 %
        of a small buurt: areas could not be balanced closer than that.
        """
        rows, columns = np.nonzero(self.inside)
        shift_x = (rows * GOLDEN) % 1.0 - 0.5
        shift_y = (columns * GOLDEN) % 1.0 - 0.5
        return self.x_rd + self.cell_m * shift_x, self.y_rd + self.cell_m * shift_y

    def spread(self, labels: Labels) -> Labels:
        """Put the labels of the inside cells back in their rows and columns."""
        grid = np.full(self.inside.shape, NOTHING)
        grid[self.inside] = labels
        return grid


@dataclass(frozen=True)
class Diagram:
    """A power diagram, and per inside cell of a raster the seeds that may win it."""

    seeds: Figures
    weights: Floats
    candidates: Labels


def reconstruct(border: shapely.Polygon, wanted: Figures, shares: Floats) -> list[shapely.Polygon]:
    """Return one polygon per area, in the order given; together they fill the border.

    Parameters
    ----------
    border : Polygon
        RD metres.
    wanted : Figures
        Centroids and moments of the n areas.
    shares : shape (n,)
        Part of the border's area that each should have.
    """
    seeds, weights = _matched(border, wanted, shares)
    raster = Raster.over(border, FINE_M)
    x_rd, y_rd = raster.staggered()
    candidates = nearest_candidates(x_rd, y_rd, seeds, weights)
    diagram = Diagram(seeds, weights, candidates)
    costs = cost(x_rd, y_rd, seeds, candidates)
    middle_costs = cost(raster.x_rd, raster.y_rd, seeds, candidates)
    goal, best, least = shares, [], np.inf
    for turn in range(CRUMB_ROUNDS + CORRECTIONS):
        weights = balance(
            costs, candidates, diagram.weights, goal, rounds=FINE_ROUNDS, step=FINE_STEP
        )
        diagram = replace(diagram, weights=weights)
        _forbid_crumbs(raster, diagram, (costs, middle_costs))
        if turn < CRUMB_ROUNDS:
            continue
        areas = _traced(border, raster, diagram, middle_costs)
        deviation = shapely.area(areas) / (border.area * shares)
        if np.abs(deviation - 1).max() < least:
            best, least = areas, float(np.abs(deviation - 1).max())
        # half the correction: the whole one makes neighbours swing to and fro
        goal = goal / np.sqrt(deviation)
        goal = goal / goal.sum()
    return list(best)


def _forbid_crumbs(raster: Raster, diagram: Diagram, costs_of_points: tuple[Floats, ...]) -> None:
    """Make a crumb unreachable for its cell, in place, whichever set of points shows it."""
    candidates = diagram.candidates
    for costs in costs_of_points:
        labels = winners(costs, diagram.weights, candidates)
        kept = without_crumbs(raster.spread(labels))[raster.inside]
        crumbs = np.nonzero(kept != labels)[0]
        lost = candidates[crumbs] == labels[crumbs, None]
        for others in costs_of_points:
            others[crumbs] = np.where(lost, np.inf, others[crumbs])


def _matched(border: shapely.Polygon, wanted: Figures, shares: Floats) -> tuple[Figures, Floats]:
    """Return seeds and weights whose cells have the wanted areas, centroids and moments.

    Where a cell breaks, it and its neighbours go back to seeds that are just their figures: with
    those no cell is in pieces.
    """
    count = len(shares)
    raster = Raster.over(border, COARSE_M)
    everyone = np.broadcast_to(np.arange(count), (len(raster.x_rd), count))
    costs = cost(raster.x_rd, raster.y_rd, wanted)
    weights = balance(costs, everyone, np.zeros(count), shares, rounds=COARSE_ROUNDS)

    raster = Raster.over(border, MIDDLE_M)
    x_rd, y_rd = raster.staggered()
    seeds, frozen = wanted, np.zeros(count, dtype=bool)
    for turn in range(MATCHING_ROUNDS):
        if turn % CANDIDATE_LIFE == 0:
            candidates = nearest_candidates(x_rd, y_rd, seeds, weights)
        costs = cost(x_rd, y_rd, seeds, candidates)
        weights = balance(costs, candidates, weights, shares, rounds=MIDDLE_ROUNDS)
        labels = winners(costs, weights, candidates)
        frozen |= _broken_and_around(raster.spread(labels), count)
        cells = figures_of(labels, x_rd, y_rd, count)
        seeds = chosen(frozen, wanted, move_seeds(seeds, cells, wanted))
    return seeds, weights


def _broken_and_around(grid: Labels, count: int) -> NDArray[np.bool_]:
    """Mark the cells that lie in pieces, and their neighbours."""
    inside = grid != NOTHING
    crumbs = np.bincount(grid[inside & (without_crumbs(grid) != grid)], minlength=count)
    broken = crumbs > CRUMBS_ALLOWED * np.bincount(grid[inside], minlength=count)
    marked = broken.copy()
    for one, other in ((grid[1:], grid[:-1]), (grid[:, 1:], grid[:, :-1])):
        touching = (one != NOTHING) & (other != NOTHING)
        marked[one[touching & broken[other]]] = True
        marked[other[touching & broken[one]]] = True
    return np.asarray(marked)


def _traced(
    border: shapely.Polygon, raster: Raster, diagram: Diagram, costs: Floats
) -> list[shapely.Polygon]:
    labels = winners(costs, diagram.weights, diagram.candidates)
    margin = int(MARGIN_M / raster.cell_m) - 2
    grid = extended(without_crumbs(raster.spread(labels)), margin)
    traced = boundary_chains(grid, raster.origin, raster.cell_m)
    chains = [settled(chain, diagram.seeds, diagram.weights, raster.cell_m) for chain in traced]
    return cut_to(border, simplified(chains, grid, raster.origin, raster.cell_m, TOLERANCE_M))

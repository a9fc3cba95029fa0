"""Samplers of places: at dwellings, around places, along lines, over areas.

Each function returns a proposal for `Town.settle`, which throws back what is not on land.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from draws import around, between, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dwellings import Dwellings
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry
    from town import Places, Propose, Town


def at_dwellings(
    dwellings: Dwellings, weights: NDArray[np.float64], *, spread_m: float = 0.0
) -> Propose:
    """Propose dwellings in proportion to ``weights``, or the street around them."""

    def propose(rng: np.random.Generator, size: int) -> Places:
        chosen = pick(rng, weights, size)
        return around(rng, dwellings.x[chosen], dwellings.y[chosen], spread_m)

    return propose


def around_places(
    places: Sequence[tuple[float, float]], weights: Sequence[float], spread_m: float
) -> Propose:
    """Propose places in bells around some places."""
    x, y = np.array(places, dtype=np.float64).T
    chances = np.asarray(weights, dtype=np.float64)

    def propose(rng: np.random.Generator, size: int) -> Places:
        chosen = pick(rng, chances, size)
        return around(rng, x[chosen], y[chosen], spread_m)

    return propose


def along_lines(lines: BaseGeometry, *, spread_m: float, towards: Dwellings | None) -> Propose:
    """Propose places beside lines, evenly per metre or rather where people live.

    With ``towards`` a place is twice, three times... as likely for every 50 households within
    250 m: traffic annoys where somebody hears it.
    """
    places = shapely.get_coordinates(points_along(lines, step_m=10.0))
    weights = np.ones(len(places))
    if towards is not None:
        weights += count_within(towards, places[:, 0], places[:, 1], 250.0) / 50.0

    def propose(rng: np.random.Generator, size: int) -> Places:
        chosen = pick(rng, weights, size)
        return around(rng, places[chosen, 0], places[chosen, 1], spread_m)

    return propose


def points_along(lines: BaseGeometry, *, step_m: float) -> NDArray[np.object_]:
    """Return points at every ``step_m`` metres of each part of a line."""
    parts = [part for part in shapely.get_parts(lines) if part.geom_type == "LineString"]
    return np.concatenate(
        [
            shapely.line_interpolate_point(part, np.arange(step_m / 2, part.length, step_m))
            for part in parts
        ]
    )


def count_within(
    dwellings: Dwellings, x: NDArray[np.float64], y: NDArray[np.float64], radius_m: float
) -> NDArray[np.float64]:
    """Return how many households live within ``radius_m`` of each place."""
    tree = shapely.STRtree(shapely.points(dwellings.x, dwellings.y))
    found, _ = tree.query(shapely.points(x, y), predicate="dwithin", distance=radius_m)
    return np.bincount(found, minlength=x.size).astype(np.float64)


def over_buurten(town: Town, positions: Iterable[int]) -> Propose:
    """Propose places spread evenly over the land of some buurten."""
    lands = [town.land[i] for i in positions if not town.land[i].is_empty]
    boxes = np.array([land.bounds for land in lands])
    areas = np.array([land.area for land in lands])
    shapely.prepare(lands)

    def propose(rng: np.random.Generator, size: int) -> Places:
        chosen = pick(rng, areas, size)
        box = boxes[chosen]
        x = box[:, 0] + rng.random(size) * (box[:, 2] - box[:, 0])
        y = box[:, 1] + rng.random(size) * (box[:, 3] - box[:, 1])
        # Outside the chosen buurt a place is moved nowhere: NaN is never on land.
        outside = ~shapely.contains_xy(np.array(lands, dtype=object)[chosen], x, y)
        x[outside] = np.nan
        return x, y

    return propose


def in_circle(x: float, y: float, radius_m: float) -> Propose:
    """Propose places within a circle, denser towards its middle."""

    def propose(rng: np.random.Generator, size: int) -> Places:
        # random() ** 0.75 lies between even over the area (0.5) and even over the radius (1).
        away = 0.97 * radius_m * rng.random(size) ** 0.75
        angle = between(rng, 0.0, 2 * np.pi, size)
        return x + away * np.cos(angle), y + away * np.sin(angle)

    return propose

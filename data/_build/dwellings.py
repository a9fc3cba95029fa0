"""Where the dwellings stand: one place per household, along invented streets.

There is no address file in the project. Each buurt gets as many places as it has households,
in rows along parallel streets inside its land. Some lots, chosen by a random landscape, stay
open for parks and fields; in the countryside houses stand along a few ribbons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from draws import between, smooth_field

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry
    from town import Town

#: households per ha of land below which a buurt is countryside with ribbons of houses.
COUNTRYSIDE_PER_HA = 2.0
#: households per ha above which houses become flats: several households at one place.
FLATS_PER_HA = 30.0
#: metres between streets, in a built-up buurt and in the countryside.
STREET_M, RIBBON_M = 45.0, 450.0
#: metres along the street of one lot: terraced, detached, in the countryside.
NARROW_M, WIDE_M, RURAL_M = 6.0, 18.0, 30.0
#: metres from the axis of a street to a front.
SETBACK_M = 9.0
#: share of the lots of a built-up buurt that is left open for parks, schools and squares.
OPEN = 0.25
#: metres of a block and of the cross street after it.
BLOCK_M, CROSSING_M = 110.0, 14.0


@dataclass(frozen=True, slots=True, eq=False)
class Dwellings:
    """One row per household: place in RD metres and position of its buurt."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    buurt: NDArray[np.int64]
    #: households per ha of land of the buurt; high where there are flats.
    density: NDArray[np.float64]


def place_dwellings(town: Town, rng: np.random.Generator) -> Dwellings:
    """Place every household of the town.

    Returns
    -------
    Dwellings
        ``town.households.sum()`` rows, in the order of buurten; fewer only where a buurt has
        no land to stand on.
    """
    x, y, buurt, density = [], [], [], []
    for position, (land, households) in enumerate(zip(town.land, town.households, strict=True)):
        # Drawn for empty buurten too: a household more there must not shift all the others.
        angle, phase = between(rng, 0.0, np.pi, 1)[0], rng.random(2)
        if not households or land.is_empty:
            continue
        per_ha = households / (land.area / 10_000)
        lots = rows_of_lots(land, angle, phase, per_ha)
        chosen = fill(lots, int(households), per_ha, rng)
        x.append(lots[chosen, 0])
        y.append(lots[chosen, 1])
        buurt.append(np.full(households, position))
        density.append(np.full(households, per_ha))
    return Dwellings(*(np.concatenate(part) for part in (x, y, buurt, density)))


def rows_of_lots(
    land: BaseGeometry, angle: float, phase: NDArray[np.float64], per_ha: float
) -> NDArray[np.float64]:
    """Return possible fronts along parallel streets, rounded to 1 metre.

    Returns
    -------
    shape (n, 3)
        x, y and the number of the street; never empty.
    """
    countryside = per_ha < COUNTRYSIDE_PER_HA
    street_m = RIBBON_M if countryside else STREET_M
    front_m = RURAL_M if countryside else front_of_lot(per_ha)
    west, south, east, north = land.bounds
    reach = np.hypot(east - west, north - south) / 2 + street_m
    along = np.arange(-reach + phase[0] * front_m, reach, front_m)
    if not countryside:
        along = along[(along + reach) % (BLOCK_M + CROSSING_M) < BLOCK_M]
    streets = np.arange(-reach + phase[1] * street_m, reach, street_m)
    sides = np.repeat(streets, 2) + np.tile([-SETBACK_M, SETBACK_M], streets.size)
    u, v = np.meshgrid(along, sides)
    number = np.repeat(np.arange(sides.size) // 2, along.size)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    x = np.rint(middle_x + u.ravel() * np.cos(angle) - v.ravel() * np.sin(angle))
    y = np.rint(middle_y + u.ravel() * np.sin(angle) + v.ravel() * np.cos(angle))
    shapely.prepare(land)
    inside = shapely.contains_xy(land, x, y)
    if not inside.any():
        spot = land.representative_point()
        return np.array([[np.rint(spot.x), np.rint(spot.y), 0.0]])
    lots: NDArray[np.float64] = np.column_stack([x, y, number])[inside]
    return lots


def front_of_lot(per_ha: float) -> float:
    """Return the metres along the street of one lot, so that houses fill most of a buurt.

    Examples
    --------
    30 lots per ha on two sides of streets 45 m apart, a quarter left open: 11 metres.

    >>> round(front_of_lot(30.0), 1)
    11.1
    """
    lots_per_ha = min(per_ha, FLATS_PER_HA)
    metres_per_ha = 2 * 10_000 / STREET_M
    return float(np.clip((1 - OPEN) * metres_per_ha / lots_per_ha, NARROW_M, WIDE_M))


def fill(
    lots: NDArray[np.float64], households: int, per_ha: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the lot of each household: the best lots first, flats sharing one."""
    x, y, street = lots.T
    if per_ha < COUNTRYSIDE_PER_HA:
        # A whole ribbon fills before the next one: houses stand along few roads.
        rank = rng.random(int(street.max()) + 1)[street.astype(np.int64)]
        badness = rank + 1e-5 * np.hypot(x - x.mean(), y - y.mean())
    else:
        badness = smooth_field(rng, x, y, shortest_m=250.0, longest_m=900.0)
    wanted = int(np.ceil(households / max(1.0, per_ha / FLATS_PER_HA)))
    best = np.sort(np.argsort(badness, kind="stable")[: min(wanted, len(lots))])
    return best[np.arange(households) * best.size // households]

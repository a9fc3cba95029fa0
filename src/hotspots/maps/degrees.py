"""From metres RD to the degrees that a browser draws in; the one place that knows both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.crs import RD_NEW, WGS84, reproject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Five decimals of a degree are 0,7 to 1,1 m here.
DECIMALS: Final = 5
#: Terms of the polynomial that turns RD into degrees in the browser, by powers of u and v.
_POWERS: Final = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3))
#: Of the width and height of shapes, how much is in sight on each side of them.
_MARGIN: Final = 0.06
#: Degrees around a place, so that its neighbours are in sight: some 100 m.
_AIR: Final = 0.001

#: A position as the browser takes it: lon and lat.
LonLat = list[float]
#: A box as Leaflet takes it: the south-west and the north-east corner, lat before lon.
Corners = list[list[float]]


def in_degrees(rd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in degrees, as fine as a map needs them.

    Parameters
    ----------
    rd : shape (n, 2)
        x and y in metres RD.

    Returns
    -------
    shape (n, 2)
        lon and lat, rounded to `DECIMALS`.

    Examples
    --------
    >>> in_degrees(np.array([[155_000.0, 463_000.0]])).tolist()
    [[5.3872, 52.15517]]
    """
    lon, lat = reproject(rd[:, 0], rd[:, 1], source=RD_NEW, target=WGS84)
    return np.column_stack([lon, lat]).round(DECIMALS)


def path_in_degrees(rd: NDArray[np.float64]) -> list[LonLat]:
    """Return places in degrees as a list, ready to be written as JSON; see `in_degrees`."""
    path: list[LonLat] = in_degrees(rd).tolist()
    return path


def in_rd(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in metres RD, shape (n, 2); NaN where there is no such place."""
    x_rd, y_rd = reproject(lon_lat[:, 0], lon_lat[:, 1], source=WGS84, target=RD_NEW)
    return np.column_stack([x_rd, y_rd])


def corners(box: Sequence[float] | NDArray[np.float64]) -> Corners:
    """Return the corners of a box of west, south, east and north in metres RD.

    Examples
    --------
    >>> corners((105_000, 425_000, 106_000, 426_000))
    [[51.81138, 4.66214], [51.82046, 4.6765]]
    """
    west, south, east, north = box
    (left, low), (right, high) = path_in_degrees(
        np.array([[west, south], [east, north]], dtype=np.float64)
    )
    return [[low, left], [high, right]]


def in_sight(
    shapes: shapely.Geometry | Sequence[shapely.Geometry], *, least_m: float = 0.0
) -> Corners:
    """Return the corners of a view on shapes in RD, with a margin around them.

    Parameters
    ----------
    least_m
        What is in sight at the least, metres, so that a small place keeps its neighbours.

    Examples
    --------
    >>> in_sight([shapely.box(105_000, 425_000, 106_000, 426_000)])
    [[51.81084, 4.66128], [51.821, 4.67736]]
    """
    west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
    return _corners_around(
        (west + east) / 2,
        (south + north) / 2,
        max((east - west) * (0.5 + _MARGIN), least_m / 2),
        max((north - south) * (0.5 + _MARGIN), least_m / 2),
    )


def around_place(place: shapely.Geometry) -> Corners:
    """Return the corners of a view on a place in RD, with some of its neighbours in sight."""
    (south, west), (north, east) = corners(shapely.bounds(place))
    lower = [round(south - _AIR, DECIMALS), round(west - _AIR, DECIMALS)]
    return [lower, [round(north + _AIR, DECIMALS), round(east + _AIR, DECIMALS)]]


def around(x_rd: float, y_rd: float, metres: float) -> Corners:
    """Return the corners of a view on what lies at most so many metres from a place in RD."""
    return _corners_around(x_rd, y_rd, metres, metres)


def _corners_around(x_rd: float, y_rd: float, beside: float, above: float) -> Corners:
    return corners((x_rd - beside, y_rd - above, x_rd + beside, y_rd + above))


@dataclass(frozen=True, slots=True)
class Projection:
    """The cubic that turns RD into degrees over a municipality, for the browser.

    Fitted to PROJ on a grid over the bounds; it stays within a millimetre of it over 30 km, so
    cells and points travel as small whole numbers.

    Attributes
    ----------
    x0, y0, scale
        Middle and half the size in metres RD: u and v of a place are its distance to the middle,
        in halves.
    lon, lat
        A factor for each of the ten products of u and v up to the third power.
    """

    x0: float
    y0: float
    scale: float
    lon: tuple[float, ...]
    lat: tuple[float, ...]


@lru_cache(maxsize=8)
def projection(west: float, south: float, east: float, north: float) -> Projection:
    """Return the projection over a box in metres RD."""
    x0, y0 = (west + east) / 2, (south + north) / 2
    scale = max(east - west, north - south) / 2
    u, v = (
        axis.ravel() for axis in np.meshgrid(np.linspace(-1.2, 1.2, 15), np.linspace(-1.2, 1.2, 15))
    )
    lon, lat = reproject(x0 + u * scale, y0 + v * scale, source=RD_NEW, target=WGS84)
    terms = np.column_stack([u**a * v**b for a, b in _POWERS])
    to_lon, to_lat = (
        tuple(float(f"{factor:.12g}") for factor in np.linalg.lstsq(terms, degrees)[0])
        for degrees in (lon, lat)
    )
    return Projection(x0, y0, scale, to_lon, to_lat)

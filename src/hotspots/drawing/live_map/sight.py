"""What a map opens with: the corners of what should be in sight, in degrees."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from hotspots.crs import RD_NEW, WGS84, reproject

#: Of the width and height of the shapes, how much is in sight on each side of them.
_MARGIN: Final = 0.06


def in_sight(shapes: Any, *, least_m: float = 0.0) -> list[list[float]]:  # noqa: ANN401 - shapely has no types
    """Return the corners around shapes in RD as [[south, west], [north, east]], with a margin.

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
    return _corners(
        (west + east) / 2,
        (south + north) / 2,
        max((east - west) * (0.5 + _MARGIN), least_m / 2),
        max((north - south) * (0.5 + _MARGIN), least_m / 2),
    )


def around(x_rd: float, y_rd: float, metres: float) -> list[list[float]]:
    """Return the corners of what lies at most so many metres from a place in RD."""
    return _corners(x_rd, y_rd, metres, metres)


def _corners(x_rd: float, y_rd: float, beside: float, above: float) -> list[list[float]]:
    lon, lat = reproject(
        np.array([x_rd - beside, x_rd + beside]),
        np.array([y_rd - above, y_rd + above]),
        source=RD_NEW,
        target=WGS84,
    )
    corners: list[list[float]] = np.column_stack([lat, lon]).round(5).tolist()
    return corners

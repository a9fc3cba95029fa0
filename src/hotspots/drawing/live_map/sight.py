"""What a map opens with: the corners of what should be in sight, in degrees."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from hotspots.crs import RD_NEW, WGS84, reproject

#: Of the width and height of the shapes, how much is in sight on each side of them.
_MARGIN: Final = 0.06


def in_sight(shapes: Any) -> list[list[float]]:  # noqa: ANN401 - shapely has no types
    """Return the corners around shapes in RD as [[south, west], [north, east]], with a margin.

    Examples
    --------
    >>> in_sight([shapely.box(105_000, 425_000, 106_000, 426_000)])
    [[51.81084, 4.66128], [51.821, 4.67736]]
    """
    west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
    beside, above = (east - west) * _MARGIN, (north - south) * _MARGIN
    lon, lat = reproject(
        np.array([west - beside, east + beside]),
        np.array([south - above, north + above]),
        source=RD_NEW,
        target=WGS84,
    )
    corners: list[list[float]] = np.column_stack([lat, lon]).round(5).tolist()
    return corners

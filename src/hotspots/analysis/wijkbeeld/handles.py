"""Where in a buurt a point lies, in words: the nearest thing to a street that the data has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.text import wijkbeeld as text
from hotspots.text.findings import OUTSIDE_BUURTEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography


def corners_within(
    bounds: NDArray[np.float64], x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return in which ninth of its rectangle each point lies, 0 to 8.

    Parameters
    ----------
    bounds : shape (n, 4)
        West, south, east and north of the rectangle around the buurt of each point, metres RD.
    x_rd, y_rd : shape (n,)
        Metres RD.

    Returns
    -------
    shape (n,)
        Counted from the south-west, to the east first: 4 is the middle, 8 the north-east.

    Examples
    --------
    >>> bounds = np.tile([0.0, 0.0, 900.0, 300.0], (3, 1))
    >>> corners_within(bounds, np.array([10.0, 450.0, 890.0]), np.array([10.0, 150.0, 150.0]))
    array([0, 4, 5])
    """
    west, south, east, north = bounds.T
    column = np.floor(3.0 * (x_rd - west) / np.maximum(east - west, 1.0))
    row = np.floor(3.0 * (y_rd - south) / np.maximum(north - south, 1.0))
    ninth: NDArray[np.int64] = (np.clip(row, 0, 2) * 3 + np.clip(column, 0, 2)).astype(np.int64)
    return ninth


def handles(
    geography: Geography, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]
) -> tuple[list[str], list[str]]:
    """Return the buurt of each point and where in it: "Crabbehof", "noordoosten van Crabbehof".

    Words of the same length where a point lies in no buurt.
    """
    buurt = geography.index.locate(x_rd, y_rd)
    bounds = shapely.bounds(geography.buurten.polygons)
    ninth = corners_within(bounds[buurt], x_rd, y_rd)
    names = geography.buurten.names
    buurten = [names[at] if at >= 0 else OUTSIDE_BUURTEN for at in buurt]
    told = [
        text.CORNER.format(corner=text.CORNERS[corner], buurt=name) if at >= 0 else name
        for at, corner, name in zip(buurt, ninth, buurten, strict=True)
    ]
    return buurten, told

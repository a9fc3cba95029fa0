"""Where the name of an area stands: in the middle of the widest part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: metres; a name need not stand more exactly in the middle than this.
_TOLERANCE_M = 20.0


def label_places(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the centre of the largest circle that fits in each area.

    Unlike a centroid it always lies inside, and on land that is wide enough for a name.

    Parameters
    ----------
    polygons : shape (n,)
        Shapely (multi)polygons in RD metres.

    Returns
    -------
    shape (n, 2)
        x_rd and y_rd in metres.

    Examples
    --------
    A square of 100 m with a tail: its centroid lies towards the tail, the name does not.

    >>> square = shapely.union(shapely.box(0, 0, 100, 100), shapely.box(100, 45, 400, 55))
    >>> place = label_places(np.array([square], dtype=object))
    >>> bool(np.hypot(*(place[0] - 50.0)) < 20.0)
    True
    """
    largest = [max(shapely.get_parts(shape), key=shapely.area) for shape in polygons]
    # Without a tolerance of our own, shapely's default grows with the extent of the shape.
    radii = shapely.maximum_inscribed_circle(np.array(largest, dtype=object), _TOLERANCE_M)
    return np.array([shapely.get_coordinates(radius)[0] for radius in radii])

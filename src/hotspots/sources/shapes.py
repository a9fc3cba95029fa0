"""Shapes out of geometries: lines and areas as they are drawn, each with the middle of it.

Points have two numbers and need no more; see `hotspots.sources.points` for those.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.sources.points import points_from_wkb
from hotspots.sources.table import Fault
from hotspots.text import door, door_files, door_shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: x and y of the middle of each shape, what is wrong with some, and the shapes as WKB or None.
Shapes = tuple[
    "NDArray[np.float64]", "NDArray[np.float64]", tuple[Fault, ...], "NDArray[np.object_]"
]
#: The same, without shapes where points were asked for.
MaybeShapes = tuple[
    "NDArray[np.float64]", "NDArray[np.float64]", tuple[Fault, ...], "NDArray[np.object_] | None"
]
#: Corners in one shape; the coast of the Netherlands has fewer.
_MOST_CORNERS: Final = 500_000


def places_from_wkb(
    geometries: Sequence[bytes | None], rows: NDArray[np.int64], *, shapes: bool
) -> MaybeShapes:
    """Return points, or with ``shapes`` whatever is drawn."""
    if shapes:
        return shapes_from_wkb(geometries, rows)
    return (*points_from_wkb(geometries, rows), None)


def points_as_wkb(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return points as WKB, None where a coordinate is missing."""
    points = shapely.points(x, y)
    points[~(np.isfinite(x) & np.isfinite(y))] = None
    return np.asarray(shapely.to_wkb(points), dtype=object)


def shapes_from_wkb(geometries: Sequence[bytes | None], rows: NDArray[np.int64]) -> Shapes:
    """Return the middle of each shape, faults, and the shapes in two dimensions as WKB.

    A missing or empty geometry is NaN without a fault. The middle says where a row is, in the
    CRS of the file; it may lie outside a shape that is bent.
    """
    missing = np.array([geometry is None for geometry in geometries], dtype=np.bool_)
    found = shapely.from_wkb(np.array(geometries, dtype=object), on_invalid="ignore")
    return _told(found, ~missing & shapely.is_missing(found), rows)


def shapes_from_geojson(
    geometries: Sequence[object], rows: NDArray[np.int64], already: NDArray[np.bool_]
) -> Shapes:
    """Return what `shapes_from_wkb` does for geometries of GeoJSON.

    Parameters
    ----------
    already : shape (n,)
        Rows whose fault was told before.
    """
    texts = [None if geometry is None else json.dumps(geometry) for geometry in geometries]
    missing = np.array([text is None for text in texts], dtype=np.bool_) | already
    given = np.array(["" if text is None else text for text in texts], dtype=object)
    found = np.full(len(texts), None, dtype=object)
    found[~missing] = shapely.from_geojson(given[~missing], on_invalid="ignore")
    return _told(found, ~missing & shapely.is_missing(found), rows)


def _told(
    shapes: NDArray[np.object_], broken: NDArray[np.bool_], rows: NDArray[np.int64]
) -> Shapes:
    shapes = shapely.force_2d(shapes)
    shapes[shapely.is_empty(shapes)] = None
    finite = np.ones(len(shapes), dtype=np.bool_)
    corners, of_shape = shapely.get_coordinates(shapes, return_index=True)
    finite[of_shape[~np.isfinite(corners).all(axis=1)]] = False
    large = shapely.get_num_coordinates(shapes) > _MOST_CORNERS
    faults: list[Fault] = []
    for where, (value, reason) in (
        (broken, door_files.geometry_unreadable()),
        (~finite, door_files.coordinate_is_no_number("")),
        (large, door_shapes.too_many_corners(_MOST_CORNERS)),
    ):
        faults += [
            Fault(int(rows[at]), door.GEOMETRY, value, reason) for at in np.flatnonzero(where)
        ]
        shapes[where] = None
    middle = shapely.centroid(shapes)
    x = np.asarray(shapely.get_x(middle), dtype=np.float64)
    y = np.asarray(shapely.get_y(middle), dtype=np.float64)
    return x, y, tuple(faults), np.asarray(shapely.to_wkb(shapes), dtype=object)

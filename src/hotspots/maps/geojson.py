"""Geometry as the scripts of the map take it: in degrees, simplified as one coverage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.maps.base import COVERAGES, TOLERANCE_M, lived_in
from hotspots.maps.degrees import LonLat, corners, path_in_degrees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet
    from hotspots.maps.base import Base, Kind, Piece


#: Of a place, a line, and the rings of a surface.
Coordinates = LonLat | list[LonLat] | list[list[LonLat]]
_POLYGON: Final = shapely.GeometryType.POLYGON
_COORDINATES: Final[dict[Kind, str]] = {"polygon": "rings", "line": "path", "point": "at"}


def areas_json(areas: AreaSet, tolerance_m: float = TOLERANCE_M) -> bytes:
    """Return the areas of a level, in their order, as JSON: code, name and rings.

    ``tolerance_m`` is the side of a square as large as what a corner that is left out may cut off.
    """
    simplified = shapely.coverage_simplify(areas.polygons, tolerance_m)
    features = [
        {"code": code, "name": name, "polygons": polygons}
        for code, name, polygons in zip(
            areas.codes, areas.names, polygons_in_degrees(simplified), strict=True
        )
    ]
    return as_json(features)


def mask_json(geometry: shapely.Geometry) -> bytes:
    """Return a mask as JSON: rings only."""
    return as_json([{"name": "", "polygons": _rings(shapely.simplify(geometry, TOLERANCE_M))}])


def base_json(base: Base, *, wijken: bool = True) -> bytes:
    """Return the vector base under a map: bounds of the first view and the whole, and layers.

    Parameters
    ----------
    wijken
        Whether their borders and names are in it.
    """
    return as_json(
        {
            "bounds": corners(lived_in(base.geography)),
            "extent": corners(shapely.bounds(base.geography.outline)),
            "layers": [
                {
                    "id": layer.id,
                    "kind": layer.kind,
                    "style": layer.style,
                    "label": layer.label,
                    "features": [_base_feature(layer.kind, piece) for piece in layer.pieces()],
                }
                for layer in base.layers
                if wijken or layer.style not in COVERAGES
            ],
        }
    )


def _base_feature(kind: Kind, piece: Piece) -> dict[str, object]:
    entry: dict[str, object] = {"name": piece.name}
    if piece.category is not None:
        entry["category"] = piece.category
    return entry | {_COORDINATES[kind]: coordinates(kind, piece.shape)}


def coordinates(kind: Kind, shape: shapely.Geometry) -> Coordinates:
    """Return a shape in degrees: a place, a line, or rings of which the outer one is first."""
    if kind == "polygon":
        return _rings(shape)[0]
    path = path_in_degrees(shapely.get_coordinates(shape))
    return path[0] if kind == "point" else path


def _rings(geometry: shapely.Geometry) -> list[list[list[LonLat]]]:
    """Return polygons as lists of rings, the outer one first, each a list of [lon, lat]."""
    return polygons_in_degrees(np.array([geometry], dtype=object))[0]


def polygons_in_degrees(shapes: NDArray[np.object_]) -> list[list[list[list[LonLat]]]]:
    """Return the polygons of each shape as lists of rings, the outer one first, in degrees.

    All corners are turned into degrees at once: for the areas of a country that is ten times as
    fast as ring by ring.

    Examples
    --------
    >>> square = shapely.box(105_000, 425_000, 105_100, 425_100)
    >>> [[[len(ring) for ring in rings] for rings in polygons]
    ...  for polygons in polygons_in_degrees(np.array([square, shapely.Polygon()]))]
    [[[5]], []]
    """
    polygons, shape_of = shapely.get_parts(shapes, return_index=True)
    filled = (shapely.get_type_id(polygons) == _POLYGON) & ~shapely.is_empty(polygons)
    polygons, shape_of = polygons[filled], shape_of[filled]
    rings, polygon_of = shapely.get_rings(polygons, return_index=True)
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    path = path_in_degrees(corners)
    ends = np.searchsorted(ring_of, np.arange(len(rings) + 1)).tolist()
    per_polygon: list[list[list[LonLat]]] = [[] for _ in polygons]
    for at, polygon in enumerate(polygon_of.tolist()):
        per_polygon[polygon].append(path[ends[at] : ends[at + 1]])
    per_shape: list[list[list[list[LonLat]]]] = [[] for _ in shapes]
    for at, shape in enumerate(shape_of.tolist()):
        per_shape[shape].append(per_polygon[at])
    return per_shape


def as_json(value: object) -> bytes:
    """Return what a map fetches, in as few bytes as JSON needs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def outline_rings(geometry: shapely.Geometry) -> list[list[LonLat]]:
    """Return every ring of a surface in degrees, simplified as the surfaces of a map are."""
    simplified = shapely.simplify(geometry, TOLERANCE_M)
    return [ring for polygon in _rings(simplified) for ring in polygon]


def closed_path(ring: NDArray[np.float64]) -> list[LonLat]:
    """Return the corners of an outline in degrees, the first one repeated at the end.

    Parameters
    ----------
    ring : shape (k, 2)
        Corners in metres RD, each once.
    """
    return path_in_degrees(np.concatenate([ring, ring[:1]]))

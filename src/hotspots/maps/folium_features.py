"""What of a map folium draws, as GeoJSON that holds nothing but numbers.

Every feature has two properties: ``class``, a position in the classes of the spec, and ``at``, its
own position in what it is one of. Words stay out of it: folium would run them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.maps.degrees import in_degrees, path_in_degrees
from hotspots.maps.geojson import areas_json, closed_path, mask_json, outline_rings
from hotspots.maps.geojson import coordinates as coordinates_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import shapely

    from hotspots.maps.base import BaseLayer, Kind
    from hotspots.maps.degrees import LonLat
    from hotspots.maps.spec import CellFill, DrawnOutline, MapSpec, Overlay, Points


#: As folium takes it.
Collection = dict[str, Any]
_GEOMETRY: Final[dict[Kind, str]] = {
    "polygon": "Polygon", "line": "LineString", "point": "Point"
}  # fmt: skip


def area_features(spec: MapSpec) -> Collection:
    """Return the filled areas; ``at`` is the position of an area in the set."""
    assert spec.areas is not None  # noqa: S101 - the caller has looked
    assert spec.fill is not None  # noqa: S101
    shapes = json.loads(areas_json(spec.areas))
    return _collection(
        _feature("MultiPolygon", shape["polygons"], at, entry)
        for at, (shape, entry) in enumerate(zip(shapes, spec.fill.tolist(), strict=True))
        if entry >= 0
    )


def selected_features(spec: MapSpec) -> Collection:
    """Return the area that a user chose."""
    chosen = [
        entry for entry in area_features(spec)["features"]
        if entry["properties"]["at"] == spec.selected_at
    ]  # fmt: skip
    return _collection(chosen)


def cell_features(cells: CellFill) -> Collection:
    """Return the cells, those of a class as one feature: they look the same."""
    rings = _cell_rings(cells)
    members: dict[int, list[list[list[LonLat]]]] = {}
    for ring, entry in zip(rings, cells.fill.tolist(), strict=True):
        if entry >= 0:
            members.setdefault(entry, []).append([ring])
    return _collection(
        _feature("MultiPolygon", polygons, at, entry)
        for at, (entry, polygons) in enumerate(sorted(members.items()))
    )


def _cell_rings(cells: CellFill) -> list[list[LonLat]]:
    """Return the outline of each cell in degrees: squares of RD stand slightly turned there."""
    steps = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    x_rd = (cells.col[:, None] + steps[:, 0]) * float(cells.size_m)
    y_rd = (cells.row[:, None] + steps[:, 1]) * float(cells.size_m)
    places = in_degrees(np.column_stack([x_rd.ravel(), y_rd.ravel()]))
    rings: list[list[LonLat]] = places.reshape(-1, len(steps), 2).tolist()
    return rings


def mask_features(spec: MapSpec) -> Collection:
    """Return the mask under cells or a raster as one feature, in the class for zero."""
    assert spec.mask is not None  # noqa: S101 - the caller has looked
    zero = next(at for at, entry in enumerate(spec.classes) if entry.kind == "zero")
    shapes = json.loads(mask_json(spec.mask.geometry))
    return _collection(_feature("MultiPolygon", shape["polygons"], -1, zero) for shape in shapes)


def point_features(points: Points) -> Collection:
    """Return single incidents as one feature."""
    return _collection(
        [_feature("MultiPoint", path_in_degrees(np.column_stack([points.x_rd, points.y_rd])))]
    )


def overlay_features(overlay: Overlay) -> Collection:
    """Return the outlines as closed lines; ``at`` is the position of an outline in them."""
    return _collection(
        _feature("LineString", closed_path(shape.ring), at)
        for at, shape in enumerate(overlay.shapes)
    )


def drawn_features(drawn: DrawnOutline) -> Collection:
    """Return the border of the area that a user drew, as a closed line."""
    return _collection([_feature("LineString", closed_path(drawn.ring))])


def place_features(place: shapely.Geometry) -> Collection:
    """Return the border of the place that a map tells of."""
    return _collection(_feature("LineString", ring) for ring in outline_rings(place))


def base_features(layer: BaseLayer) -> Collection:
    """Return a layer of the base; ``at`` is the position of a piece in it."""
    return _collection(
        _feature(_GEOMETRY[layer.kind], coordinates_of(layer.kind, piece.shape), at)
        for at, piece in enumerate(layer.pieces())
    )


def _collection(features: Iterable[Mapping[str, object]]) -> Collection:
    """Return features as a collection, each with its position as id."""
    numbered = [{**entry, "id": at} for at, entry in enumerate(features)]
    return {"type": "FeatureCollection", "features": numbered}


def _feature(
    kind: str, coordinates: Sequence[object], at: int = -1, entry: int = -1
) -> dict[str, object]:
    """Return a feature that knows its class and its position by number."""
    return {
        "type": "Feature",
        "properties": {"class": entry, "at": at},
        "geometry": {"type": kind, "coordinates": coordinates},
    }

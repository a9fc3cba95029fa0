"""Geometry as the browser fetches it: once per home, in degrees, simplified as one coverage.

Every feature has two properties: ``class``, a position in the classes of the spec, and ``tip``, a
position in `tips`. The words themselves stay out of it, so that no drawer can run them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.dutch import number, plural
from hotspots.maps import words as text
from hotspots.maps.base import TOLERANCE_M, lived_in
from hotspots.maps.degrees import corners, in_degrees, path_in_degrees

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.geography.areas import AreaSet
    from hotspots.maps.base import Base, BaseLayer, Kind, Piece
    from hotspots.maps.degrees import LonLat
    from hotspots.maps.spec import CellFill, DrawnOutline, MapSpec, Overlay, Points


Collection = dict[str, Any]
_GEOMETRY: Final[dict[Kind, str]] = {
    "polygon": "Polygon", "line": "LineString", "point": "Point"
}  # fmt: skip
_COORDINATES: Final[dict[Kind, str]] = {"polygon": "rings", "line": "path", "point": "at"}


def areas_json(areas: AreaSet) -> bytes:
    """Return the areas of a level, in their order, as JSON: code, name and rings."""
    simplified = shapely.coverage_simplify(areas.polygons, TOLERANCE_M)
    features = [
        {"code": code, "name": name, "polygons": _rings(shape)}
        for code, name, shape in zip(areas.codes, areas.names, simplified, strict=True)
    ]
    return _encode(features)


def mask_json(geometry: shapely.Geometry) -> bytes:
    """Return a mask as JSON: rings only."""
    return _encode([{"name": "", "polygons": _rings(shapely.simplify(geometry, TOLERANCE_M))}])


def base_json(base: Base) -> bytes:
    """Return the vector base under a map: bounds of the first view and the whole, and layers."""
    return _encode(
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
            ],
        }
    )


def _base_feature(kind: Kind, piece: Piece) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": piece.name}
    if piece.category is not None:
        entry["category"] = piece.category
    return entry | {_COORDINATES[kind]: _coordinates(kind, piece.shape)}


def _coordinates(kind: Kind, shape: shapely.Geometry) -> list[Any]:
    """Return a shape in degrees: a place, a line, or rings of which the outer one is first."""
    if kind == "polygon":
        return _rings(shape)[0]
    path = path_in_degrees(shapely.get_coordinates(shape))
    return path[0] if kind == "point" else path


def _rings(geometry: shapely.Geometry) -> list[list[list[LonLat]]]:
    """Return polygons as lists of rings, the outer one first, each a list of [lon, lat]."""
    return [
        [
            path_in_degrees(shapely.get_coordinates(ring))
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in shapely.get_parts(geometry)
        if polygon.geom_type == "Polygon"
    ]


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def area_features(spec: MapSpec) -> Collection:
    """Return the filled areas; ``tip`` is the position of an area in the set."""
    assert spec.areas is not None  # noqa: S101 - the caller has looked
    assert spec.fill is not None  # noqa: S101
    shapes = json.loads(areas_json(spec.areas))
    return collection(
        feature("MultiPolygon", shape["polygons"], at, entry)
        for at, (shape, entry) in enumerate(zip(shapes, spec.fill.tolist(), strict=True))
        if entry >= 0
    )


def area_tips(spec: MapSpec) -> list[tuple[str, str]]:
    """Return name and line of each area."""
    assert spec.areas is not None  # noqa: S101 - the caller has looked
    tips = spec.tips or ("",) * len(spec.areas)
    return list(zip(spec.areas.names, tips, strict=True))


def cell_features(spec: MapSpec) -> tuple[Collection, list[tuple[str, str]]]:
    """Return the cells, and the lines that their ``tip`` points at.

    Cells with the same class and count say the same and look the same, so they are one feature:
    a page with 5.000 cells holds a few hundred.
    """
    cells = spec.cells
    assert cells is not None  # noqa: S101 - the caller has looked
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, key in enumerate(zip(cells.fill.tolist(), cells.count.tolist(), strict=True)):
        if key[0] >= 0:
            groups[key].append(at)
    rings = _cell_rings(cells)
    features, tips = [], []
    for tip, ((entry, count), members) in enumerate(sorted(groups.items())):
        features.append(feature("MultiPolygon", [[rings[at]] for at in members], tip, entry))
        tips.append(("", cell_tip(spec, entry, count)))
    return collection(features), tips


def cell_tip(spec: MapSpec, entry: int, count: int) -> str:
    """Return the line of a cell: what it holds, or why that is not said."""
    assert spec.cells is not None  # noqa: S101 - the caller has looked
    known = spec.classes[entry].kind in ("value", "zero")
    what = [plural(count, spec.unit_one, spec.unit)] if known else []
    if not known or spec.judged:
        what.append(spec.classes[entry].label)
    return text.CELL.format(what=" · ".join(what), size=number(spec.cells.size_m))


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
    return collection(feature("MultiPolygon", shape["polygons"], -1, zero) for shape in shapes)


def point_features(points: Points) -> Collection:
    """Return single incidents as one feature."""
    return collection(
        [feature("MultiPoint", path_in_degrees(np.column_stack([points.x_rd, points.y_rd])))]
    )


def overlay_features(overlay: Overlay) -> Collection:
    """Return the outlines as closed lines; ``tip`` is the position of an outline in them."""
    return collection(
        feature("LineString", closed_path(shape.ring), at)
        for at, shape in enumerate(overlay.shapes)
    )


def drawn_features(drawn: DrawnOutline) -> Collection:
    """Return the border of the area that a user drew, as a closed line."""
    return collection([feature("LineString", closed_path(drawn.ring))])


def closed_path(ring: NDArray[np.float64]) -> list[LonLat]:
    """Return the corners of an outline in degrees, the first one repeated at the end.

    Parameters
    ----------
    ring : shape (k, 2)
        Corners in metres RD, each once.
    """
    return path_in_degrees(np.concatenate([ring, ring[:1]]))


def base_features(layer: BaseLayer) -> Collection:
    """Return a layer of the base; ``tip`` is the position of a piece in it."""
    return collection(
        feature(_GEOMETRY[layer.kind], _coordinates(layer.kind, piece.shape), at)
        for at, piece in enumerate(layer.pieces())
    )


def collection(features: Iterable[dict[str, Any]]) -> Collection:
    """Return features as a collection, each with its position as id."""
    numbered = [{**entry, "id": at} for at, entry in enumerate(features)]
    return {"type": "FeatureCollection", "features": numbered}


def feature(
    kind: str, coordinates: Sequence[Any], tip: int = -1, entry: int = -1
) -> dict[str, Any]:
    """Return a feature that knows its class and its tip by number."""
    return {
        "type": "Feature",
        "properties": {"class": entry, "tip": tip},
        "geometry": {"type": kind, "coordinates": coordinates},
    }

"""A MapSpec as GeoJSON in degrees that holds nothing but numbers.

Every feature has two properties: ``class``, a position in the classes of the spec, and ``tip``, a
position in `tips`. The words themselves stay out of it, so that no drawer can run them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.drawing.geometry_json import DECIMALS, areas_json, mask_json
from hotspots.text import exported_map as text
from hotspots.text.numbers import number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.cartography.map_spec import (
        CellFill,
        DrawnOutline,
        MapSpec,
        Overlay,
        Points,
    )

Collection = dict[str, Any]
_GEOMETRY: Final = {"polygon": "Polygon", "line": "LineString", "point": "Point"}
_COORDINATES: Final = {"polygon": "rings", "line": "path", "point": "at"}


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


def _cell_rings(cells: CellFill) -> list[list[list[float]]]:
    """Return the outline of each cell in degrees: squares of RD stand slightly turned there."""
    steps = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    x_rd = (cells.col[:, None] + steps[:, 0]) * float(cells.size_m)
    y_rd = (cells.row[:, None] + steps[:, 1]) * float(cells.size_m)
    corners = _degrees(x_rd.ravel(), y_rd.ravel()).reshape(-1, len(steps), 2)
    rings: list[list[list[float]]] = corners.tolist()
    return rings


def mask_features(workspace: Workspace, spec: MapSpec) -> Collection:
    """Return the mask under cells or a raster as one feature, in the class for zero."""
    assert spec.mask is not None  # noqa: S101 - the caller has looked
    zero = next(at for at, entry in enumerate(spec.classes) if entry.kind == "zero")
    shapes = json.loads(mask_json(workspace.library.masks[spec.mask].geometry))
    return collection(feature("MultiPolygon", shape["polygons"], -1, zero) for shape in shapes)


def point_features(points: Points) -> Collection:
    """Return single incidents as one feature."""
    return collection([feature("MultiPoint", _degrees(points.x_rd, points.y_rd).tolist())])


def overlay_features(overlay: Overlay) -> Collection:
    """Return the outlines as closed lines; ``tip`` is the position of an outline in them."""
    return collection(
        feature("LineString", _degrees(*closed.T).tolist(), at)
        for at, shape in enumerate(overlay.shapes)
        for closed in [np.concatenate([shape.ring, shape.ring[:1]])]
    )


def drawn_features(drawn: DrawnOutline) -> Collection:
    """Return the border of the area that a user drew, as a closed line."""
    return collection([feature("LineString", drawn_ring(drawn))])


def drawn_ring(drawn: DrawnOutline) -> list[list[float]]:
    """Return the corners of what a user drew in degrees, the first one repeated at the end."""
    closed = np.concatenate([drawn.ring, drawn.ring[:1]])
    corners: list[list[float]] = _degrees(*closed.T).tolist()
    return corners


def base_features(base_layer: dict[str, Any]) -> Collection:
    """Return a layer of `geometry_json.base_json`; ``tip`` is the position of a feature in it."""
    kind = base_layer["kind"]
    return collection(
        feature(_GEOMETRY[kind], entry[_COORDINATES[kind]], at)
        for at, entry in enumerate(base_layer["features"])
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


def _degrees(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = reproject(x_rd, y_rd, source=RD_NEW, target=WGS84)
    return np.column_stack([lon, lat]).round(DECIMALS)

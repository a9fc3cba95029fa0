"""Geometry as the browser fetches it: once per home, in degrees, simplified as one coverage.

Every feature has two properties: ``class``, a position in the classes of the spec, and ``tip``, a
position in `tips`. The words themselves stay out of it, so that no drawer can run them.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.drawable import as_drawn
from hotspots.crs import RD_NEW, WGS84, reproject, transformer
from hotspots.dutch import number, plural
from hotspots.errors import HotspotsError
from hotspots.maps import words as text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec
    from hotspots.geography.areas import AreaSet, Geography
    from hotspots.maps.spec import CellFill, DrawnOutline, MapSpec, Overlay, Points


_log = logging.getLogger(__name__)

#: metres; the largest area a simplified corner cuts off is a triangle of this order.
TOLERANCE_M: Final = 5.0
#: Five decimals of a degree are 0,7 to 1,1 m here.
DECIMALS: Final = 5
#: Share of the households that the first view holds.
_NEARLY_ALL: Final = 0.97
#: Terms of the polynomial that turns RD into degrees in the browser, by powers of u and v.
_POWERS: Final = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3))


def areas_json(areas: AreaSet) -> bytes:
    """Return the areas of a level, in their order, as JSON: code, name and rings."""
    simplified = shapely.coverage_simplify(areas.polygons, TOLERANCE_M)
    features = [
        {"code": code, "name": name, "polygons": _rings(shape)}
        for code, name, shape in zip(areas.codes, areas.names, simplified, strict=True)
    ]
    return _encode(features)


def mask_json(geometry: Any) -> bytes:  # noqa: ANN401 - shapely has no types
    """Return a mask as JSON: rings only."""
    return _encode([{"name": "", "polygons": _rings(shapely.simplify(geometry, TOLERANCE_M))}])


def base_json(workspace: Workspace, subject: str | None = None) -> bytes:
    """Return the vector base under every map: gemeente, water, wijken, spoor, stations.

    ``subject`` is the id of a context layer that the map is about: its features are drawn as such.
    """
    geography = workspace.geography
    layers = [
        {
            "id": "gemeente",
            "kind": "polygon",
            "style": "gemeente",
            "label": geography.gemeente.names[0],
            "features": _parts(
                geography.gemeente.names[0], shapely.simplify(geography.outline, TOLERANCE_M)
            ),
        },
        {
            "id": "wijken",
            "kind": "polygon",
            "style": "wijk",
            "label": "Wijken",
            "features": [
                part
                for name, shape in zip(
                    geography.wijken.names,
                    shapely.coverage_simplify(geography.wijken.polygons, TOLERANCE_M),
                    strict=True,
                )
                for part in _parts(name, shape)
            ],
        },
    ]
    for declared in workspace.catalog.contexts:
        if declared.kind == "areas":
            continue
        style = _style(as_drawn(declared), workspace.catalog.gemeente.water, subject)
        if style is not None:
            try:
                spec, features = workspace.context(declared.id)
            except HotspotsError as error:
                if declared.id == subject:
                    raise
                # A map goes on without a line of railway; `hotspots check` says what is wrong.
                _log.warning("%s", error)
                continue
            layers.append(_context_layer(spec, features, style))
    return _encode(
        {
            "bounds": _corners(lived_in(geography)),
            "extent": _corners(shapely.bounds(geography.outline)),
            "layers": layers,
        }
    )


def lived_in(geography: Geography) -> NDArray[np.float64]:
    """Return where nearly all households are: west, south, east, north in RD metres.

    A municipality may be mostly water and meadow; a map opens where its people live. Without
    households it is the whole municipality.
    """
    households = np.nan_to_num(
        geography.buurten.denominators.get("huishoudens", np.zeros(len(geography.buurten)))
    )
    by_size = np.argsort(-households)
    enough = np.searchsorted(np.cumsum(households[by_size]), _NEARLY_ALL * households.sum()) + 1
    kept = geography.buurten.polygons[by_size[:enough]]
    if not households.any():
        kept = geography.gemeente.polygons
    bounds: NDArray[np.float64] = shapely.total_bounds(kept)
    return bounds


def _corners(bounds: NDArray[np.float64]) -> list[list[float]]:
    """Return RD bounds as [[south, west], [north, east]] in degrees."""
    west, south, east, north = bounds
    lon, lat = reproject(
        np.array([west, east]), np.array([south, north]), source=RD_NEW, target=WGS84
    )
    return np.column_stack([lat, lon]).round(DECIMALS).tolist()  # type: ignore[no-any-return]


def _style(spec: ContextSpec, water: str, subject: str | None) -> str | None:
    """Return how a context layer is drawn; places only where they are the subject."""
    if spec.id == subject:
        return "site" if spec.kind == "places" else "subject"
    if spec.id == water:
        return "water"
    if spec.kind == "lines":
        return "spoor"
    return "station" if spec.id == "stations" else None


def _context_layer(spec: ContextSpec, features: gpd.GeoDataFrame, style: str) -> dict[str, Any]:
    name, category = spec.columns.get("name"), spec.columns.get("category")
    kind = {"places": "point", "lines": "line", "zones": "polygon"}[spec.kind]
    shaped: list[dict[str, Any]] = []
    for _, feature in features.iterrows():
        entry = {"name": str(feature[name]) if name else ""}
        if category:
            entry["category"] = str(feature[category])
        geometry = feature.geometry
        if kind == "point":
            middle = shapely.centroid(geometry)
            shaped.append(entry | {"at": _degrees(shapely.get_coordinates(middle))[0]})
        elif kind == "line":
            shaped += [entry | {"path": _degrees(line)} for line in _lines(geometry)]
        else:
            parts = _parts(entry["name"], shapely.simplify(geometry, TOLERANCE_M))
            shaped += [entry | part for part in parts]
    return {
        "id": spec.id,
        "kind": kind,
        "style": style,
        "label": spec.label,
        "features": shaped,
    }


def _parts(name: str, geometry: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return one feature per polygon; the largest carries the name, so that it is written once."""
    polygons = sorted(_rings(geometry), key=lambda rings: -len(rings[0]))
    return [
        {"name": name if number == 0 else "", "rings": rings}
        for number, rings in enumerate(polygons)
    ]


def _lines(geometry: Any) -> Iterable[NDArray[np.float64]]:  # noqa: ANN401
    for part in shapely.get_parts(geometry):
        yield shapely.get_coordinates(part)


def _rings(geometry: Any) -> list[list[list[list[float]]]]:  # noqa: ANN401
    """Return polygons as lists of rings, the outer one first, each a list of [lon, lat]."""
    return [
        [_degrees(shapely.get_coordinates(ring)) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(geometry)
        if polygon.geom_type == "Polygon"
    ]


def _degrees(rd: NDArray[np.float64]) -> list[list[float]]:
    lon, lat = reproject(rd[:, 0], rd[:, 1], source=RD_NEW, target=WGS84)
    return np.column_stack([lon, lat]).round(DECIMALS).tolist()  # type: ignore[no-any-return]


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def projection(areas: AreaSet) -> dict[str, Any]:
    """Return the cubic that turns RD into degrees over a municipality, for the browser.

    Fitted to PROJ on a grid over the bounds; it stays within a millimetre of it over 30 km, so
    cells and points travel as small whole numbers.
    """
    west, south, east, north = shapely.total_bounds(areas.polygons)
    x0, y0 = (west + east) / 2, (south + north) / 2
    scale = max(east - west, north - south) / 2
    u, v = (
        axis.ravel() for axis in np.meshgrid(np.linspace(-1.2, 1.2, 15), np.linspace(-1.2, 1.2, 15))
    )
    lon, lat = transformer(RD_NEW, WGS84).transform(x0 + u * scale, y0 + v * scale)
    terms = np.column_stack([u**a * v**b for a, b in _POWERS])
    fit = {name: np.linalg.lstsq(terms, target)[0] for name, target in (("lon", lon), ("lat", lat))}
    return {
        "x0": float(x0),
        "y0": float(y0),
        "scale": float(scale),
        "lon": [float(f"{c:.12g}") for c in fit["lon"]],
        "lat": [float(f"{c:.12g}") for c in fit["lat"]],
    }


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
    corners = _feature_degrees(x_rd.ravel(), y_rd.ravel()).reshape(-1, len(steps), 2)
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
    return collection([feature("MultiPoint", _feature_degrees(points.x_rd, points.y_rd).tolist())])


def overlay_features(overlay: Overlay) -> Collection:
    """Return the outlines as closed lines; ``tip`` is the position of an outline in them."""
    return collection(
        feature("LineString", _feature_degrees(*closed.T).tolist(), at)
        for at, shape in enumerate(overlay.shapes)
        for closed in [np.concatenate([shape.ring, shape.ring[:1]])]
    )


def drawn_features(drawn: DrawnOutline) -> Collection:
    """Return the border of the area that a user drew, as a closed line."""
    return collection([feature("LineString", drawn_ring(drawn))])


def drawn_ring(drawn: DrawnOutline) -> list[list[float]]:
    """Return the corners of what a user drew in degrees, the first one repeated at the end."""
    closed = np.concatenate([drawn.ring, drawn.ring[:1]])
    corners: list[list[float]] = _feature_degrees(*closed.T).tolist()
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


def _feature_degrees(x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = reproject(x_rd, y_rd, source=RD_NEW, target=WGS84)
    return np.column_stack([lon, lat]).round(DECIMALS)

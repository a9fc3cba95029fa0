"""GeoJSON, read as JSON: no driver looks at it, no link in it is followed."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.crs import WGS84
from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Table,
    as_text,
    require_size,
    shapes_from_geojson,
    stated_crs,
    text_columns,
    unique_names,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.incoming.reading.table import Points, Shapes

_OTHER_KINDS: Final = frozenset({
    "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
})  # fmt: skip


def read_geojson(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read the features of a GeoJSON file; the first feature is row 2, as if under a header.

    Without a ``crs`` member coordinates are degrees, lon before lat (RFC 7946). The ``crs`` of
    older files is understood if it is a name; if it is a link it is not followed. A feature
    that says one thing twice is a fault. ``layer_name`` means nothing here. Lines and areas are
    faults too, unless ``shapes`` asks for them.

    Raises
    ------
    SourceError
        If it is no JSON, no FeatureCollection, or holds no features.
    """
    del layer_name
    name = name or path.name
    try:
        return _table(_collection(path, name), limits, name, shapes=shapes)
    except RecursionError as error:
        raise SourceError(*words.nested_too_deep(name)) from error


def read_json_lines(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read a file with an object of JSON on each line, or a feature of GeoJSON; line 1 is row 2.

    Raises
    ------
    SourceError
        If a line is no object, or there are none.
    """
    del layer_name
    name = name or path.name
    features: list[Any] = []
    drawn, number = False, 0
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            entry = json.loads(line, object_pairs_hook=_object)
            if not isinstance(entry, dict):
                raise SourceError(*words.no_object(name, number))
            is_feature = entry.get("type") == "Feature" and "properties" in entry
            drawn |= is_feature
            alone = {"type": "Feature", "geometry": None, "properties": entry}
            features.append(entry if is_feature else alone)
    except RecursionError as error:
        raise SourceError(*words.nested_too_deep(name)) from error
    except ValueError as error:
        raise SourceError(*words.no_object(name, max(number, 1))) from error
    table = _table({"features": features}, limits, name, shapes=shapes)
    table = replace(table, format="JSON lines")
    return table if drawn else replace(table, x=None, y=None, crs=None, shapes=None)


def _table(collection: dict[str, Any], limits: Limits, name: str, *, shapes: bool) -> Table:
    features = collection["features"]
    if not features:
        raise SourceError(*words.empty_file(name))
    properties = [_properties(feature) for feature in features]
    keys = list(dict.fromkeys(key for values in properties for key in values))
    require_size(len(keys), len(features), limits, name)
    columns, warnings = unique_names(keys)
    cells = [[as_text(values.get(key)) for key in keys] for values in properties]
    numbers = np.arange(2, len(features) + 2)
    drawn: NDArray[np.object_] | None = None
    if shapes:
        x, y, faults, drawn = _shapes(features, numbers)
    else:
        x, y, faults = _places(features, numbers)
    crs, notes = _crs(collection.get("crs"))
    return Table(
        columns, text_columns(columns, cells), numbers, x, y, crs, "GeoJSON",
        (*warnings, *notes), faults, drawn,
    )  # fmt: skip


class _Repeated(dict[str, Any]):
    """An object of which a key was written twice; programs differ in which one they believe."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    once = dict(pairs)
    return once if len(once) == len(pairs) else _Repeated(once)


def _collection(path: Path, name: str) -> dict[str, object]:
    collection = _parsed(path, name)
    if not isinstance(collection, dict) or isinstance(collection, _Repeated):
        raise SourceError(*words.not_geojson(name))
    if "geometryType" in collection or "spatialReference" in collection:
        raise SourceError(*words.esri_json(name))
    if collection.get("type") == "Topology":
        raise SourceError(*words.topojson(name))
    is_geojson = collection.get("type") == "FeatureCollection"
    if not is_geojson or not isinstance(collection.get("features"), list):
        raise SourceError(*words.not_geojson(name))
    return collection


def _parsed(path: Path, name: str) -> object:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise SourceError(*words.geojson_cut_off(name, error.lineno, error.colno)) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise SourceError(*words.not_geojson(name)) from error


def _properties(feature: object) -> dict[str, object]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _fault_of(feature: object, row: int) -> Fault | None:
    """Return what is wrong with a feature as JSON, whatever it holds."""
    if not isinstance(feature, dict):
        return Fault(row, "", *words.NO_FEATURE)
    parts = (feature, feature.get("geometry"), feature.get("properties"))
    if any(isinstance(part, _Repeated) for part in parts):
        return Fault(row, "", *words.REPEATED_KEY)
    return None


def _shapes(features: list[Any], rows: NDArray[np.int64]) -> Shapes:
    reasons = [_fault_of(feature, int(rows[at])) for at, feature in enumerate(features)]
    already = np.array([fault is not None for fault in reasons], dtype=np.bool_)
    geometries = [
        None if fault is not None else feature.get("geometry")
        for feature, fault in zip(features, reasons, strict=True)
    ]
    x, y, faults, drawn = shapes_from_geojson(geometries, rows, already)
    return x, y, (*(fault for fault in reasons if fault is not None), *faults), drawn


def _places(features: list[Any], rows: NDArray[np.int64]) -> Points:
    x, y = np.full(len(features), np.nan), np.full(len(features), np.nan)
    faults: list[Fault] = []
    for at, feature in enumerate(features):
        fault = _fault_of(feature, int(rows[at]))
        if fault is not None:
            faults.append(fault)
            continue
        geometry = feature.get("geometry")
        if geometry is None:
            continue
        place = _place(geometry)
        if len(place) == 2 and all(isinstance(number, float) for number in place):  # noqa: PLR2004
            x[at], y[at] = place
            continue
        faults.append(Fault(int(rows[at]), words.GEOMETRY, *place))
    return x, y, tuple(faults)


def _place(geometry: object) -> tuple[float, float] | tuple[str, str]:
    """Return x and y of a point, or value and reason of a fault."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    pair = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPoint" and isinstance(pair, list) and len(pair) == 1:
        kind, pair = "Point", pair[0]
    if kind != "Point":
        if isinstance(kind, str) and kind in _OTHER_KINDS:
            return words.geometry_is_no_point(kind)
        return words.GEOMETRY_UNREADABLE
    if not isinstance(pair, list) or len(pair) < 2 or not all(_is_number(n) for n in pair[:2]):  # noqa: PLR2004
        return words.GEOMETRY_UNREADABLE
    try:
        x, y = float(pair[0]), float(pair[1])
    except OverflowError:
        return words.coordinate_is_no_number("")
    if not (math.isfinite(x) and math.isfinite(y)):
        return words.coordinate_is_no_number(f"{x}, {y}")
    return x, y


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _crs(member: object) -> tuple[str | None, tuple[str, ...]]:
    """Read the ``crs`` member of files from before RFC 7946; None where it is not understood."""
    if not isinstance(member, dict):
        return WGS84, ()
    properties = member.get("properties")
    if member.get("type") == "link":
        return WGS84, (words.CRS_LINK_IGNORED,)
    name = properties.get("name") if isinstance(properties, dict) else None
    return (stated_crs(name) if isinstance(name, str) else None), ()

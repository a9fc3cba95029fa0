"""How a layer is written: one feature per line, and a declaration with its checksum."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

CRS = "EPSG:28992"
CRS_URN = "urn:ogc:def:crs:EPSG::28992"

Feature = tuple[dict[str, object], shapely.Geometry]


@dataclass(frozen=True)
class Layer:
    """A layer as it will stand in its folder: what is declared, and the features themselves."""

    id: str
    kind: str
    label: str
    note: str
    attribution: str
    licence: str
    details: str
    year: int
    columns: Mapping[str, str]
    features: tuple[Feature, ...]
    approximate: bool = True
    level: str | None = None
    denominators: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)


def write_layer(layer: Layer, folder: Path) -> None:
    """Write `<folder>/<id>/<id>.geojson` and its `layer.toml`, always as the same bytes."""
    home = folder / layer.id
    home.mkdir(parents=True, exist_ok=True)
    content = as_geojson(layer.features).encode()
    (home / f"{layer.id}.geojson").write_bytes(content)
    declaration = as_toml(layer, hashlib.sha256(content).hexdigest())
    (home / "layer.toml").write_bytes(declaration.encode())


def as_geojson(features: Iterable[Feature]) -> str:
    """Return a collection in RD metres, with the "crs" member that GDAL reads.

    GeoJSON of 2016 knows only longitude and latitude and dropped that member (RFC 7946); a
    reader that ignores it takes these metres for degrees.
    """
    head = json.dumps({"type": "name", "properties": {"name": CRS_URN}})
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": _geometry(geometry)},
            ensure_ascii=False,
            allow_nan=False,
        )
        for properties, geometry in features
    ]
    body = ",\n".join(lines)
    return f'{{"type": "FeatureCollection", "crs": {head}, "features": [\n{body}\n]}}\n'


def _geometry(geometry: shapely.Geometry) -> dict[str, Any]:
    return dict(json.loads(shapely.to_geojson(geometry)))


def as_toml(layer: Layer, sha256: str) -> str:
    """Return the declaration of a layer."""
    top: dict[str, object] = {"id": layer.id, "kind": layer.kind, "label": layer.label}
    if layer.level is not None:
        top["level"] = layer.level
    top["note"] = layer.note
    source: dict[str, object] = {
        "file": f"{layer.id}.geojson",
        "rows": len(layer.features),
        "sha256": sha256,
        "crs": CRS,
        "year": layer.year,
        "attribution": layer.attribution,
        "licence": layer.licence,
        "details": layer.details,
        "synthetic": False,
        "approximate": layer.approximate,
    }
    tables = [_table(None, top), _table("source", source), _table("columns", layer.columns)]
    for name, denominator in layer.denominators.items():
        tables.append(_table(f"denominators.{name}", denominator))
    made = "# Written by geodata/_build/build.py; change it there.\n"
    return made + "\n".join(tables)


def _table(name: str | None, entries: Mapping[str, object]) -> str:
    """Return a TOML table; strings, whole numbers and booleans are written as in JSON."""
    head = "" if name is None else f"[{name}]\n"
    return head + "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries.items()
    )

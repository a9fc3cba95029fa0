"""The description of the service that a map program reads: addresses, parameters and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hotspots.gis import words as text
from hotspots.gis.question import (
    BBOX,
    BBOX_CRS,
    DATETIME,
    FORMAT,
    FORMATS,
    LIMIT,
    MEASURE,
    MOST_AT_ONCE,
    OFFSET,
    SOORT,
    SYSTEMS,
    TARGET_CRS,
    USUAL_LIMIT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.gis.collection import Collection

_VERSION: Final = "3.0.3"
_GEOJSON: Final = "application/geo+json"
_JSON: Final = "application/json"
_TEXT: Final = {"type": "string"}
_PARAMETERS: Final[dict[str, dict[str, Any]]] = {
    LIMIT: {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_AT_ONCE,
        "default": USUAL_LIMIT,
    },
    OFFSET: {"type": "integer", "minimum": 0, "default": 0},
    BBOX: {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": count, "maxItems": count} for count in (4, 6)],
    },
    BBOX_CRS: {"type": "string", "enum": list(SYSTEMS)},
    TARGET_CRS: {"type": "string", "enum": list(SYSTEMS)},
    DATETIME: _TEXT,
    SOORT: {"type": "array", "items": _TEXT},
    MEASURE: _TEXT,
    FORMAT: {"type": "string", "enum": list(FORMATS)},
}
#: Of which a value is several, with commas and not again by name.
_LISTS: Final = (BBOX, SOORT)
#: Of every address: a program repeats at each what it was given at the first.
_OF_ANY: Final = [{"$ref": f"#/components/parameters/{name}"} for name in _PARAMETERS]
_REFUSAL: Final = {"$ref": "#/components/responses/refusal"}


def openapi(
    url: str, title: str, version: str, collections: Iterable[Collection]
) -> dict[str, object]:
    """Return the description of what a role can fetch at an address, as OpenAPI 3.0."""
    paths: dict[str, Any] = {
        "/": _get("start", title, _JSON),
        "/conformance": _get("conformance", text.LINKS["conformance"], _JSON),
        "/collections": _get("collections", text.LINKS["data"], _JSON),
    }
    for one in collections:
        where, name = f"/collections/{one.id}", one.id
        paths[where] = _get(f"{name}_collection", one.title, _JSON)
        paths[f"{where}/schema"] = _get(f"{name}_schema", one.title, "application/schema+json")
        paths[f"{where}/items"] = _get(f"{name}_items", one.title, _GEOJSON)
        item = _get(f"{name}_item", one.title, _GEOJSON)
        feature = {"name": "featureId", "in": "path", "required": True, "schema": _TEXT}
        item["get"]["parameters"].append(feature)
        paths[f"{where}/items/{{featureId}}"] = item
    return {
        "openapi": _VERSION,
        "info": {"title": title, "description": text.DESCRIPTION, "version": version},
        "servers": [{"url": url}],
        "security": [{"basic": []}, {"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "parameters": {name: _parameter(name) for name in _PARAMETERS},
            "responses": {
                "refusal": {
                    "description": text.REFUSAL,
                    "content": {_JSON: {"schema": {"$ref": "#/components/schemas/exception"}}},
                }
            },
            "schemas": {
                "exception": {
                    "type": "object",
                    "required": ["code"],
                    "properties": {"code": _TEXT, "description": _TEXT},
                }
            },
        },
    }


def _parameter(name: str) -> dict[str, object]:
    parameter = {"name": name, "in": "query", "required": False, "schema": _PARAMETERS[name]}
    return parameter | ({"style": "form", "explode": False} if name in _LISTS else {})


def _get(name: str, summary: str, kind: str) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": list(_OF_ANY),
            "responses": {
                "200": {
                    "description": summary,
                    "content": {kind: {"schema": {"type": "object"}}},
                },
                "4XX": _REFUSAL,
                "5XX": _REFUSAL,
            },
        }
    }

"""The schemas of OGC API - Features, part 1, by their own names, and what else part 1 asks.

What must be there and of what kind is taken from the standard (OGC 17-069r4 and the schemas of its
`ogcapi-features-1.yaml`), and written down here in our own words. Where they leave a thing open
that the text of the standard asks, as the type of a link, it is asked here too; so that what is
good here is good by the schemas of OGC.
"""

from __future__ import annotations

from typing import Any, Final

from hotspots.gis.question import CRS84, RD


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


def _geometry(kind: str, coordinates: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"const": kind}, "coordinates": coordinates},
    }


_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_PLACE: Final = _list_of({"type": "number"}, 2)
_LINE: Final = _list_of(_PLACE, 2)
_RING: Final = _list_of(_PLACE, 4)
_KINDS: Final = {
    "Point": _PLACE,
    "MultiPoint": _list_of(_PLACE),
    "LineString": _LINE,
    "MultiLineString": _list_of(_LINE),
    "Polygon": _list_of(_RING),
    "MultiPolygon": _list_of(_list_of(_RING)),
}

DEFINITIONS: Final[dict[str, Any]] = {
    "landingPage": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": _TEXT, "description": _TEXT, "links": _list_of(_ref("link"), 1)},
    },
    "confClasses": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": _list_of({"type": "string", "format": "uri"}, 1)},
    },
    "collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {
            "links": _list_of(_ref("link"), 1),
            "collections": _list_of(_ref("collection")),
        },
    },
    "collection": {
        "type": "object",
        # Of these the schema asks the first two; part 2 asks for the systems.
        "required": ["id", "links", "title", "extent", "crs", "storageCrs"],
        "properties": {
            "id": _TEXT,
            "title": _TEXT,
            "description": _TEXT,
            "links": _list_of(_ref("link"), 1),
            "extent": _ref("extent"),
            "itemType": {"const": "feature"},
            "crs": _list_of(_TEXT) | {"contains": {"const": CRS84}},
            "storageCrs": {"const": RD},
        },
    },
    "extent": {
        "type": "object",
        "required": ["spatial"],
        "properties": {
            "spatial": {
                "type": "object",
                "required": ["bbox"],
                "properties": {
                    "bbox": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "array",
                            "items": {"type": "number"},
                            "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)],
                        },
                    },
                    "crs": {"const": CRS84},
                },
            },
            "temporal": {
                "type": "object",
                "properties": {
                    "interval": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "array",
                            "minItems": 2,
                            "maxItems": 2,
                            "items": {"type": ["string", "null"], "format": "date-time"},
                        },
                    },
                    "trs": {"const": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
                },
            },
        },
    },
    "link": {
        "type": "object",
        # Of these the schema asks the first, and the text of the standard all.
        "required": ["href", "rel", "type"],
        "properties": {
            "href": {"type": "string", "pattern": "^https?://[^ ]+$"},
            "rel": _TEXT,
            "type": _TEXT,
            "hreflang": _TEXT,
            "title": _TEXT,
            "length": {"type": "integer"},
        },
    },
    "featureCollectionGeoJSON": {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": _list_of(_ref("featureGeoJSON")),
            "links": _list_of(_ref("link"), 1),
            "timeStamp": {
                "type": "string",
                "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
            },
            "numberMatched": _COUNT,
            "numberReturned": _COUNT,
        },
    },
    "featureGeoJSON": {
        "type": "object",
        "required": ["type", "geometry", "properties", "id"],
        "properties": {
            "type": {"const": "Feature"},
            "geometry": _ref("geometryGeoJSON"),
            "properties": {"type": ["object", "null"]},
            "id": {"oneOf": [_TEXT, {"type": "integer"}]},
            "links": _list_of(_ref("link")),
        },
    },
    "geometryGeoJSON": {
        "oneOf": [
            *(_geometry(kind, coordinates) for kind, coordinates in _KINDS.items()),
            {
                "type": "object",
                "required": ["type", "geometries"],
                "properties": {
                    "type": {"const": "GeometryCollection"},
                    "geometries": _list_of(_ref("geometryGeoJSON")),
                },
            },
        ]
    },
    "exception": {
        "type": "object",
        # Of these the schema asks the first.
        "required": ["code", "description"],
        "properties": {"code": _TEXT, "description": _TEXT},
    },
}


def schema(name: str) -> dict[str, Any]:
    """Return one of the schemas, whole."""
    return {**_ref(name), "$defs": DEFINITIONS}

"""OGC API Features as PDOK's server gives it: cursors, clamped limits, known parameters only."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import geopandas as gpd
import shapely

from hotspots.crs import RD_NEW, WGS84
from open_data_server.answer import Reply, as_json, problem
from open_data_server.kept_areas import shapes_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from open_data_server.kept_areas import Area

DEFAULT_LIMIT: Final = 10
MOST: Final = 1000
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_RD: Final = "http://www.opengis.net/def/crs/EPSG/0/28992"
_KNOWN: Final = (
    "f", "limit", "cursor", "crs", "datetime", "bbox", "bbox-crs", "filter", "filter-crs",
    "filter-lang", "profile",
)  # fmt: skip
_PREFIX: Final = "http://www.opengis.net/def/crs/"


@dataclass(frozen=True)
class Collection:
    """Features in the order of their fid, and the properties that can be filtered on."""

    areas: Sequence[Area]
    filters: tuple[str, ...] = ()


def items(collection: Collection, address: str, query: Mapping[str, str]) -> Reply:
    """Answer a question for the items of a collection."""
    fault = _fault(collection, query)
    if fault is not None:
        return fault
    limit = min(int(query.get("limit", DEFAULT_LIMIT)), MOST)
    chosen = {name: query[name] for name in collection.filters if name in query}
    matching = [
        (fid, area)
        for fid, area in enumerate(collection.areas, start=1)
        if all(str(area.properties.get(name)) == value for name, value in chosen.items())
    ]
    if "bbox" in query:
        box = gpd.GeoSeries([shapely.box(*map(float, query["bbox"].split(",")))], crs=WGS84)
        inside = box.to_crs(RD_NEW).iloc[0]
        matching = [(fid, area) for fid, area in matching if area.shape.intersects(inside)]
    mark = _mark(query)
    first = _fid_of(query.get("cursor", ""), mark)
    page = [(fid, area) for fid, area in matching if fid >= first][:limit]
    after = next((fid for fid, _ in matching if page and fid > page[-1][0]), None)
    in_rd = query.get("crs") == _RD
    shapes = shapes_in([area for _, area in page], RD_NEW if in_rd else WGS84) if page else []
    told = {
        "type": "FeatureCollection",
        "timeStamp": "2026-01-01T00:00:00Z",
        "links": _links(address, query, mark, after),
        "features": [
            {
                "type": "Feature",
                "properties": dict(area.properties),
                "geometry": shape,
                "id": str(fid),
            }
            for (fid, area), shape in zip(page, shapes, strict=True)
        ],
        "numberReturned": len(page),
    }
    crs = query.get("crs", CRS84)
    return as_json(told, media="application/geo+json", Content_Crs=f"<{crs}>")


def _fault(collection: Collection, query: Mapping[str, str]) -> Reply | None:
    unknown = [name for name in query if name not in (*_KNOWN, *collection.filters)]
    if unknown:
        return problem(400, f"unknown query parameter(s) found: {', '.join(unknown)}")
    if "filter" in query:
        return problem(400, "CQL support is not enabled for this API")
    if not query.get("crs", _PREFIX).startswith(_PREFIX):
        return problem(400, f"crs must start with {_PREFIX}")
    if query.get("bbox", "1,1,1,1").count(",") != 3:
        told = "bbox should contain exactly 4 values separated by commas: minx,miny,maxx,maxy"
        return problem(400, told)
    limit = query.get("limit", str(DEFAULT_LIMIT))
    if not limit.isdigit() or int(limit) < 1:
        return problem(400, "limit should be a positive number")
    return None


def _links(
    address: str, query: Mapping[str, str], mark: str, after: int | None
) -> list[dict[str, Any]]:
    links = [{"rel": "self", "type": "application/geo+json", "href": _href(address, query)}]
    if after is not None:
        cursor = f"{_text64(_bytes_of(after))}|{mark}"
        href = _href(address, {**query, "cursor": cursor})
        links.append(
            {"rel": "next", "title": "Next page", "type": "application/geo+json", "href": href}
        )
    return links


def _href(address: str, query: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(sorted(query.items()))}"


def _mark(query: Mapping[str, str]) -> str:
    """Return the checksum of the filters: with other filters a cursor says nothing."""
    values = "".join(value for name, value in sorted(query.items()) if name not in ("f", "cursor"))
    digest = 0x811C9DC5
    for byte in values.encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return _text64(digest.to_bytes(4, "big"))


def _fid_of(cursor: str, mark: str) -> int:
    fid, _, told = cursor.partition("|")
    if not cursor or told != mark:
        return 1
    padded = fid + "=" * (-len(fid) % 4)
    return int.from_bytes(base64.urlsafe_b64decode(padded), "big")


def _bytes_of(fid: int) -> bytes:
    return fid.to_bytes(max(1, (fid.bit_length() + 7) // 8), "big")


def _text64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")

"""WFS as PDOK and GeoServer give it: pages by startIndex, a cql_filter that is ignored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hotspots.crs import RD_NEW, WGS84
from open_data_server.answer import Reply, as_json
from open_data_server.kept_areas import shapes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from open_data_server.kept_areas import Area

MOST: Final = 1000
_EQUAL: Final = re.compile(
    r"<ValueReference>(\w+)</ValueReference>\s*<Literal>([^<]*)</Literal>", re.IGNORECASE
)


def features(
    types: Mapping[str, Sequence[Area]],
    query: Mapping[str, str],
    *,
    naming: Callable[[str], str] = str,
    honours_filter: bool = True,
) -> Reply:
    """Answer GetFeature.

    Parameters
    ----------
    naming
        What a property of the areas is called here.
    honours_filter
        Whether a Filter of OGC is looked at; a cql_filter never is.
    """
    asked = {name.lower(): value for name, value in query.items()}
    name = asked.get("typenames", asked.get("typename", ""))
    if asked.get("request", "").lower() != "getfeature" or name not in types:
        report = (
            '<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1">'
            "<ows:Exception><ows:ExceptionText>unknown type</ows:ExceptionText></ows:Exception>"
            "</ows:ExceptionReport>"
        )
        return Reply(400, report.encode(), "text/xml")
    areas = list(types[name])
    wanted = _EQUAL.findall(asked.get("filter", "")) if honours_filter else []
    if wanted:
        areas = [
            area
            for area in areas
            if any(str(area.properties.get(field)) == value for field, value in wanted)
        ]
    start = int(asked.get("startindex", "0"))
    page = areas[start : start + min(int(asked.get("count", str(MOST))), MOST)]
    in_rd = asked.get("srsname", RD_NEW).endswith("28992")
    shapes = shapes_in(page, RD_NEW if in_rd else WGS84) if page else []
    told = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": f"{name.split(':')[-1]}.{start + at}",
                "geometry": shape,
                "geometry_name": "geometrie",
                "properties": {naming(key): value for key, value in area.properties.items()},
            }
            for at, (area, shape) in enumerate(zip(page, shapes, strict=True), start=1)
        ],
        "totalFeatures": len(areas),
        "numberMatched": len(areas),
        "numberReturned": len(page),
        "timeStamp": "2026-01-01T00:00:00Z",
        "crs": {
            "type": "name",
            "properties": {"name": f"urn:ogc:def:crs:EPSG::{'28992' if in_rd else '4326'}"},
        },
    }
    return as_json(told)

"""KML, as Google Earth and models of a cloud write it: places, lines and areas in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

import numpy as np
import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hotspots.crs import WGS84
from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Meter,
    Table,
    places_from_wkb,
    require_size,
    text_columns,
    unique_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from numpy.typing import NDArray

#: What is drawn, by the name of its element.
_DRAWN: Final = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
#: Numbers of a corner that are read; a third is a height.
_FLAT: Final = 2


def read_kml(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
    shapes: bool = False,
) -> Table:
    """Read the placemarks of a KML file; the first is row 2, as if under a header.

    Coordinates are degrees, lon before lat (OGC 07-147). A link to another file is not followed.
    ``layer_name`` means nothing here.

    Raises
    ------
    SourceError
        If it is no KML, defines entities, or holds no placemarks.
    """
    del layer_name
    name = name or path.name
    try:
        root = fromstring(path.read_bytes(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise SourceError(*words.unsafe_xml(name)) from error
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError(*words.damaged(name, "KML")) from error
    if _tag(root) != "kml":
        raise SourceError(*words.not_accepted(name, "HTML of XML"))
    placemarks = [element for element in root.iter() if _tag(element) == "Placemark"]
    if not placemarks:
        raise SourceError(*words.empty_file(name))
    try:
        return _table(placemarks, limits, name, shapes=shapes)
    except RecursionError as error:
        raise SourceError(*words.nested_too_deep(name)) from error


def _table(placemarks: list[Element], limits: Limits, name: str, *, shapes: bool) -> Table:
    meter = Meter(limits, name)
    properties = []
    for placemark in placemarks:
        values = dict(_properties(placemark))
        meter.add(sum(len(key) + len(value) for key, value in values.items()))
        properties.append(values)
    keys = list(dict.fromkeys(key for values in properties for key in values))
    require_size(len(keys), len(placemarks), limits, name)
    columns, warnings = unique_names(keys)
    cells = [[values.get(key, "") for key in keys] for values in properties]
    numbers = np.arange(2, len(placemarks) + 2)
    drawn, unreadable = _geometries(placemarks, numbers)
    x, y, faults, whole = places_from_wkb(drawn, numbers, shapes=shapes)
    return Table(
        columns, text_columns(columns, cells), numbers, x, y, WGS84, "KML", warnings,
        (*unreadable, *faults), whole,
    )  # fmt: skip


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _properties(placemark: Element) -> Iterator[tuple[str, str]]:
    """Yield the name, the description and the extended data of a placemark."""
    for element in placemark.iter():
        tag, written = _tag(element), (element.text or "").strip()
        if tag in ("name", "description") and written:
            yield tag, written
        elif tag == "SimpleData":
            yield str(element.get("name", "")), written
        elif tag == "Data":
            value = next((child for child in element if _tag(child) == "value"), None)
            yield str(element.get("name", "")), "" if value is None else (value.text or "").strip()


def _geometries(
    placemarks: list[Element], rows: NDArray[np.int64]
) -> tuple[list[bytes | None], tuple[Fault, ...]]:
    """Return the shape of each placemark as WKB, and those that cannot be one."""
    drawn: list[bytes | None] = []
    faults: list[Fault] = []
    for placemark, row in zip(placemarks, rows.tolist(), strict=True):
        element = next((child for child in placemark if _tag(child) in _DRAWN), None)
        try:
            shape = None if element is None else _shape(element)
        except (ValueError, shapely.errors.GEOSException):
            faults.append(Fault(row, words.GEOMETRY, *words.GEOMETRY_UNREADABLE))
            shape = None
        drawn.append(None if shape is None else shapely.to_wkb(shape))
    return drawn, tuple(faults)


def _shape(element: Element) -> shapely.Geometry:
    """Return what an element draws.

    Raises
    ------
    ValueError
        If its coordinates are no numbers, or too few.
    """
    match _tag(element):
        case "Point":
            return shapely.Point(_corners(element)[0])
        case "LineString":
            return shapely.LineString(_corners(element))
        case "LinearRing":
            return shapely.LinearRing(_corners(element))
        case "Polygon":
            rings: dict[str, list[NDArray[np.float64]]]
            rings = {"outerBoundaryIs": [], "innerBoundaryIs": []}
            for child in element:
                if _tag(child) in rings:
                    rings[_tag(child)].append(_corners(child))
            return shapely.Polygon(rings["outerBoundaryIs"][0], rings["innerBoundaryIs"])
    parts = [_shape(child) for child in element if _tag(child) in _DRAWN]
    areas = all(part.geom_type == "Polygon" for part in parts)
    return shapely.MultiPolygon(parts) if areas else shapely.GeometryCollection(parts)


def _corners(element: Element) -> NDArray[np.float64]:
    """Return lon and lat of the corners in an element, shape (n, 2)."""
    written = next((one.text or "" for one in element.iter() if _tag(one) == "coordinates"), "")
    corners = [corner.split(",")[:_FLAT] for corner in written.split()]
    if not corners or any(len(corner) < _FLAT for corner in corners):
        message = "coordinates are missing"
        raise ValueError(message)
    return np.array(corners, dtype=np.float64)

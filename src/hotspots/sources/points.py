"""Places out of geometries: a point becomes two numbers, everything else a fault of its row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError

from hotspots.sources.table import Fault
from hotspots.text import door, door_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: How sure PROJ must be, in percent, that WKT without a number is a known CRS. ESRI's WKT of RD
#: New, in every shapefile made with ArcGIS, reaches 70.
_CONFIDENCE: Final = 60

#: Notations of a CRS that name or describe one. Others ("+proj", "init=") can name a file that
#: PROJ would open.
_STATED: Final = re.compile(r"\s*(?:[A-Za-z]+:\d|OGC:|urn:|https?://|\{|[A-Z][A-Z0-9_]*\s*[\[(])")
#: What is left in the description of a CRS that needs a grid: the name of a file.
_OPENS_FILES: Final = re.compile(r"parameterfile|grids|proj-based|\+proj", re.IGNORECASE)

Points = tuple["NDArray[np.float64]", "NDArray[np.float64]", tuple[Fault, ...]]


def points_from_wkb(geometries: Sequence[bytes | None], rows: NDArray[np.int64]) -> Points:
    """Return x, y and faults; a missing or empty geometry is NaN without a fault.

    A MultiPoint of one point counts as a point; a height is left out.
    """
    missing = np.array([geometry is None for geometry in geometries], dtype=np.bool_)
    shapes = shapely.from_wkb(np.array(geometries, dtype=object), on_invalid="ignore")
    broken = ~missing & shapely.is_missing(shapes)
    faults = [
        Fault(int(row), door.GEOMETRY, *door_files.geometry_unreadable()) for row in rows[broken]
    ]
    x, y, others = _coordinates(shapes, rows)
    return x, y, (*faults, *others)


def _coordinates(shapes: NDArray[np.object_], rows: NDArray[np.int64]) -> Points:
    single = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    filled = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    faults = [
        Fault(int(rows[at]), door.GEOMETRY, *door_files.geometry_is_no_point(shapes[at].geom_type))
        for at in np.flatnonzero(filled & ~is_point)
    ]
    # GEOS refuses to say where an empty point is, and with it all others.
    shapes[~(filled & is_point)] = None
    x = np.asarray(shapely.get_x(shapes), dtype=np.float64)
    y = np.asarray(shapely.get_y(shapes), dtype=np.float64)
    infinite = filled & is_point & ~(np.isfinite(x) & np.isfinite(y))
    faults += [
        Fault(
            int(rows[at]), door.GEOMETRY, *door_files.coordinate_is_no_number(f"{x[at]}, {y[at]}")
        )
        for at in np.flatnonzero(infinite)
    ]
    return x, y, tuple(faults)


def stated_crs(text: str | dict[str, object]) -> str | None:
    """Return "EPSG:n" for a CRS in any notation, its WKT if it has no number, None if unknown.

    CRS84 is degrees with lon first, which is how this tool reads EPSG:4326.

    Examples
    --------
    >>> stated_crs("urn:ogc:def:crs:EPSG::28992"), stated_crs("urn:ogc:def:crs:OGC:1.3:CRS84")
    ('EPSG:28992', 'EPSG:4326')
    """
    if isinstance(text, str) and not _STATED.match(text):
        return None
    try:
        crs = pyproj.CRS.from_user_input(text)
    except CRSError:
        return None
    authority = crs.to_authority(min_confidence=_CONFIDENCE)
    if authority is None:
        wkt = str(crs.to_wkt())
        return None if _OPENS_FILES.search(wkt) else wkt
    if authority == ("OGC", "CRS84"):
        return "EPSG:4326"
    return ":".join(authority)

"""The shapes of rows in RD: of the kind that the layer consists of, valid, in the Netherlands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.catalog.purposes import PURPOSES
from hotspots.crs import RD_NEW, reproject
from hotspots.errors import IntakeError
from hotspots.intake.places import read_places
from hotspots.text import door, door_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from hotspots.catalog.specs import ContextSpec
    from hotspots.intake.problems import Problems
    from hotspots.sources.table import Table

#: Types of geometry that each kind of layer consists of.
_TYPES: Final = {
    "places": (shapely.GeometryType.POINT,),
    "lines": (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
    "zones": (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
}


def read_shapes(
    table: Table,
    spec: ContextSpec,
    columns: Mapping[str, str],
    problems: Problems,
    *,
    crs: str | None,
) -> tuple[NDArray[np.object_], tuple[str, ...]]:
    """Return the shape of each row as WKB in RD metres, None where there is none, and warnings.

    The CRS is decided as for incidents, on the middle of each shape.

    Raises
    ------
    IntakeError
        If the layer consists of shapes and the file has none.
    CrsError
        If the CRS is unknown, or most shapes are in another one.
    """
    shapes = np.full(len(table), None, dtype=object)
    if spec.kind not in _TYPES:
        return shapes, ()
    place_fields = {
        field: columns[field] for field in ("x_rd", "y_rd", "lon", "lat") if field in columns
    }
    drawn = table.shapes is not None and any(shape is not None for shape in table.shapes)
    by_columns = {"x_rd", "y_rd"} <= set(place_fields) or {"lon", "lat"} <= set(place_fields)
    if not drawn and not (spec.kind == "places" and by_columns):
        raise IntakeError(*door_shapes.no_shapes(spec.label, spec.kind, table.format))
    places = read_places(table, {} if drawn else place_fields, problems, crs=crs)
    problems.add(places.without, door.GEOMETRY, [""] * len(table), door_shapes.NO_SHAPE)
    if not drawn:
        points = shapely.points(places.x_rd, places.y_rd)
        points[~(np.isfinite(places.x_rd) & np.isfinite(places.y_rd))] = None
        return np.asarray(shapely.to_wkb(points), dtype=object), places.warnings
    given = shapely.from_wkb(table.shapes)
    in_rd = _in_rd(given, places.crs)
    if spec.kind == "places":
        in_rd = _single(in_rd)
    _judge(in_rd, spec, problems)
    return np.asarray(shapely.to_wkb(in_rd), dtype=object), places.warnings


def _in_rd(shapes: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    if crs == RD_NEW:
        return shapes

    def moved(corners: NDArray[np.float64]) -> NDArray[Any]:
        return np.column_stack(reproject(corners[:, 0], corners[:, 1], source=crs, target=RD_NEW))

    converted: NDArray[np.object_] = shapely.transform(shapes, moved)
    return converted


def _single(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the one point of a MultiPoint that holds no other."""
    single = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    return np.where(single, shapely.get_geometry(shapes, 0), shapes)


def _judge(shapes: NDArray[np.object_], spec: ContextSpec, problems: Problems) -> None:
    there = ~shapely.is_missing(shapes)
    also = PURPOSES[spec.purpose].also if spec.kind == "places" and spec.purpose else ()
    types = [shape for kind in (spec.kind, *also) for shape in _TYPES[kind]]
    fits = np.isin(shapely.get_type_id(shapes), types)
    kinds = ["" if shape is None else shape.geom_type for shape in shapes]
    problems.add(there & ~fits, door.GEOMETRY, kinds, door_shapes.wrong_shape(spec.kind, *also))
    for at in np.flatnonzero(there & fits & ~shapely.is_valid(shapes)):
        where = np.zeros(len(shapes), dtype=np.bool_)
        where[at] = True
        reason = shapely.is_valid_reason(shapes[at])
        problems.add(where, door.GEOMETRY, kinds, door_shapes.invalid_shape(reason))

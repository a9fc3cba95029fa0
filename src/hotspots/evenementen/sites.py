"""A new place for events from what was pointed at, drawn or written: one feature for its layer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

from hotspots.access.importing import import_file
from hotspots.catalog.specs import context_of
from hotspots.errors import SelectionError
from hotspots.evenementen import site_words as text
from hotspots.geography.drawn import DrawnArea

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.incoming.checking.report import IntakeReport


_POINT: Final = re.compile(r"\s*([0-9]{1,7})\s*[ ,;]\s*([0-9]{1,7})\s*")
_ROUTE: Final = "route:"
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_CRS: Final = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
#: What a version is said to be made from.
_FILE: Final = "{code}.geojson"


@dataclass(frozen=True, slots=True)
class NewSite:
    """A place that is not in the list yet.

    Attributes
    ----------
    where
        A point, an area whose ground counts for how many fit, or the line of a route; RD metres.
    figures
        Text per field of the layer, such as "days" or "exits_m", as a file has it.
    """

    code: str
    name: str
    kind: str
    where: shapely.Geometry
    figures: Mapping[str, str]

    @property
    def ground_m2(self) -> float | None:
        """The square metres that were drawn; None for a point."""
        return float(shapely.area(self.where)) or None


def place_from(written: str) -> shapely.Geometry:
    """Return a point of "x y", an area of "cirkel:..." or "vlak:...", or a line of "route:...".

    All in RD metres.

    Raises
    ------
    SelectionError
        If it is none of these.

    Examples
    --------
    >>> place_from("105000 425000").geom_type, place_from("vlak:0,0;10,0;10,10;0,10").area
    ('Point', 100.0)
    >>> place_from("route:0,0;30,40").length
    50.0
    """
    point = _POINT.fullmatch(written)
    if point is not None:
        return shapely.Point(float(point[1]), float(point[2]))
    if written.strip().startswith(_ROUTE):
        return _line(written.strip().removeprefix(_ROUTE))
    if not written.strip():
        raise SelectionError(*text.NO_PLACE)
    return DrawnArea.from_text(written).outline()


def written_route(corners: Sequence[tuple[int, int]]) -> str:
    """Return a route as `place_from` reads it.

    Examples
    --------
    >>> written_route([(0, 0), (30, 40)])
    'route:0,0;30,40'
    """
    return _ROUTE + ";".join(f"{x},{y}" for x, y in corners)


def _line(written: str) -> shapely.Geometry:
    """Return a route of corners such as "100,200;300,400"."""
    pairs = [_POINT.fullmatch(part) for part in written.split(";") if part.strip()]
    corners = [(float(pair[1]), float(pair[2])) for pair in pairs if pair is not None]
    line = shapely.LineString(corners) if len(corners) > 1 else None
    if line is None or None in pairs or not line.length:
        raise SelectionError(*text.no_route(written))
    return line


def new_site(
    calendar: EventCalendar,
    name: str,
    where: shapely.Geometry,
    *,
    kind: str = "",
    figures: Mapping[str, str] | None = None,
) -> NewSite:
    """Return a place with an id made of its name, which nothing in the list has.

    Raises
    ------
    SelectionError
        If it has no name, or there is a place of this name.
    """
    code = _SLUG.sub("_", name.strip().lower()).strip("_")
    if not code:
        raise SelectionError(*text.NO_NAME)
    names = {item.name.casefold() for item in calendar.locations.items}
    if calendar.locations.position(code) >= 0 or name.strip().casefold() in names:
        raise SelectionError(*text.there_already(name.strip()))
    return NewSite(code, name.strip(), kind.strip(), where, figures or {})


def places_layer(workspace: Workspace, calendar: EventCalendar) -> LayerSpec:
    """Return the layer with the places of a calendar."""
    return workspace.layer(str(calendar.layer.places))


def add_site(
    workspace: Workspace, calendar: EventCalendar, site: NewSite, folder: Path, *, dry_run: bool
) -> IntakeReport:
    """Add a place to the list as a new version, as an import of one feature; the audit says so.

    Parameters
    ----------
    folder
        For the file of one feature.

    Raises
    ------
    AccessError
        If this role may not load the layer.
    HotspotsError
        If something about it is refused; then nothing is changed.
    """
    layer = places_layer(workspace, calendar)
    spec = context_of(workspace.library.catalog, layer)
    if spec is None:
        raise SelectionError(*text.NO_LAYER)
    path = folder / _FILE.format(code=site.code)
    path.write_text(json.dumps(feature_of(site, spec)), "utf-8")
    return import_file(workspace, layer, path, mode="add", dry_run=dry_run)


def feature_of(site: NewSite, spec: ContextSpec) -> dict[str, object]:
    """Return a place as GeoJSON, with the names of columns that its layer knows.

    Raises
    ------
    SelectionError
        If the layer knows no such figure.
    """
    columns = {field.id: field.columns[0] for field in spec.fields}
    values = {"code": site.code, "name": site.name, "sort": site.kind, **site.figures}
    values = {name: value for name, value in values.items() if value}
    strange = [name for name in values if name not in columns]
    if strange:
        raise SelectionError(*text.no_figure(strange[0], columns))
    feature = {
        "type": "Feature",
        "properties": {columns[name]: value for name, value in values.items()},
        "geometry": json.loads(shapely.to_geojson(site.where)),
    }
    return {"type": "FeatureCollection", "crs": _CRS, "features": [feature]}

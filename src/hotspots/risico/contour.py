"""A contour that somebody else reckoned: of the AGS, or of a model of a cloud or a fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.crs import RD_NEW, reproject_shapes
from hotspots.dutch import listed, number, plural
from hotspots.errors import CrsError, SelectionError
from hotspots.incoming.checking.places import read_places
from hotspots.incoming.checking.report import RowProblems
from hotspots.incoming.reading.files import EXTENSIONS, read_table
from hotspots.incoming.reading.table import Limits, shown_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.errors import Parts
    from hotspots.incoming.reading.table import Table


#: A contour is some lines of a model: a file larger than this is something else.
_LIMITS: Final = Limits(file_bytes=10_000_000, rows=1_000, seconds=30)
#: Files that hold areas.
ENDINGS: Final = tuple(
    ending
    for ending, kind in EXTENSIONS.items()
    if kind in ("GeoJSON", "GeoPackage", "Shapefile", "KML", "GeoParquet")
)
#: m; the ends of a line that is meant to be closed may be this far apart.
_CLOSED_M: Final = 1.0
#: km2; a larger contour is in another unit or of another country.
_LARGEST_KM2: Final = 2_000.0
_M2_PER_KM2: Final = 1e6
#: What to do with a contour whose numbers do not fit its system.
_SAVE_IN_SYSTEM: Final = (
    "Bewaar de contour opnieuw uit het model, in RD (EPSG:28992) of in graden (EPSG:4326), en laad "
    "het bestand nog eens."
)
_SYSTEMS: Final = {"EPSG:28992": "RD-meters (EPSG:28992)", "EPSG:4326": "graden (EPSG:4326)"}


@dataclass(frozen=True, slots=True)
class Contour:
    """The outline of a zone as it was loaded, in RD metres.

    Attributes
    ----------
    parts
        How many areas the file had.
    not_areas
        How many shapes in it are no part of the zone: points, open lines, rows without a shape.
    crs_detected
        The system that fits the numbers, where the file names none; else "".
    """

    name: str
    outline: shapely.Geometry
    parts: int = 1
    not_areas: int = 0
    crs_detected: str = ""

    @property
    def area_km2(self) -> float:
        """Its area, each place once."""
        return float(shapely.area(self.outline)) / _M2_PER_KM2

    @property
    def middle(self) -> tuple[float, float]:
        """A point in it, x and y in RD metres."""
        point = shapely.point_on_surface(self.outline)
        return round(float(point.x), 1), round(float(point.y), 1)

    @property
    def reach_m(self) -> float:
        """Half of its longest side, in metres."""
        west, south, east, north = shapely.bounds(self.outline)
        return float(max(east - west, north - south)) / 2

    def to_dict(self) -> dict[str, object]:
        """Return what is said about it; the outline is not."""
        return {
            "name": self.name,
            "area_km2": round(self.area_km2, 4),
            "parts": self.parts,
            "not_areas": self.not_areas,
            "crs_detected": self.crs_detected or None,
        }


def read_contour(path: Path, *, name: str | None = None) -> Contour:
    """Return the contour in a file: all areas in it together, in RD metres.

    A closed line is an area too. The areas of a model lie in each other, the heaviest innermost:
    together they are the widest.

    Parameters
    ----------
    name
        What messages call the file, if not its own name.

    Raises
    ------
    SourceError
        If the file is damaged, too large, or of another kind.
    CrsError
        If it is not known in which coordinates it is.
    SelectionError
        If it holds no area, or one that cannot be read.
    """
    name = shown_name(name or path.name)
    if path.suffix.lower() not in ENDINGS:
        raise SelectionError(*_wrong_ending(name, ENDINGS))
    table = read_table(path, limits=_LIMITS, name=name, shapes=True)
    if table.faults:
        # Without that part the zone would be smaller than it is.
        fault = table.faults[0]
        raise SelectionError(*_unreadable(name, fault.row, fault.reason))
    try:
        shapes, detected = _in_rd(table)
    except CrsError as error:
        # Nobody can say of a contour in which system it is, as one can of a file to import.
        raise CrsError(error.what, error.detail, _SAVE_IN_SYSTEM) from None
    areas, others = _areas(shapes, name)
    outline = shapely.union_all(areas)
    area_km2 = float(shapely.area(outline)) / _M2_PER_KM2
    if not 0 < area_km2 <= _LARGEST_KM2:
        raise SelectionError(*_wrong_size(name, area_km2, _LARGEST_KM2))
    not_areas = others + len(table) - len(shapes)
    return Contour(name, shapely.normalize(outline), len(areas), not_areas, detected)


def _in_rd(table: Table) -> tuple[NDArray[np.object_], str]:
    """Return the shapes of a file in RD metres, and their system where the file names none."""
    shapes = shapely.from_wkb(
        np.full(len(table), None, dtype=object) if table.shapes is None else table.shapes
    )
    shapes = shapes[~shapely.is_missing(shapes)]
    if not len(shapes):
        return np.asarray(shapes, dtype=object), ""
    crs = read_places(table, {}, RowProblems(table.row_numbers)).crs
    detected = "" if table.crs else crs
    if crs == RD_NEW:
        return np.asarray(shapes, dtype=object), detected
    return reproject_shapes(shapes, source=crs, target=RD_NEW), detected


def _areas(shapes: NDArray[np.object_], name: str) -> tuple[NDArray[np.object_], int]:
    """Return the areas among shapes, and how many shapes are none.

    A line whose ends meet is the border of one.

    Raises
    ------
    SelectionError
        If there is none.
    """
    parts = shapely.get_parts(shapely.get_parts(shapes))
    types = shapely.get_type_id(parts)
    areas = [_valid(part) for part in parts[types == shapely.GeometryType.POLYGON]]
    lines = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)
    for line in parts[np.isin(types, lines)]:
        corners = shapely.get_coordinates(line)
        if len(corners) > 3 and np.hypot(*(corners[0] - corners[-1])) <= _CLOSED_M:  # noqa: PLR2004 - a triangle
            areas.append(_valid(shapely.Polygon(corners)))
    others = len(parts) - len(areas)
    areas = [area for area in areas if not shapely.is_empty(area)]
    if not areas:
        kinds = sorted({part.geom_type for part in parts})
        raise SelectionError(*_no_area(name, kinds))
    return np.array(areas, dtype=object), others


def _valid(area: shapely.Geometry) -> shapely.Geometry:
    """Return an area whose border does not cross itself; what has no width in it is left out."""
    if shapely.is_valid(area):
        return area
    parts = shapely.get_parts(shapely.make_valid(area))
    flat = np.isin(
        shapely.get_type_id(parts),
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    )
    return shapely.union_all(parts[flat])


def contour_label(kind: str, contour: Contour) -> str:
    """Name the zone of a contour.

    Examples
    --------
    >>> import shapely
    >>> contour_label("Gifwolk", Contour("ags.kml", shapely.box(0, 0, 1000, 2000)))
    'Gifwolk (contour ags.kml)'
    """
    return f"{kind} (contour {contour.name})"


def contour_sentence(contour: Contour) -> str:
    """Say where a zone comes from, and how large it is.

    Examples
    --------
    >>> import shapely
    >>> contour_sentence(Contour("a.kml", shapely.box(0, 0, 1000, 2500), parts=2))
    'De zone is de contour uit a.kml: 2,5 km², 2 vlakken samen. De tool heeft haar niet berekend.'
    >>> part = Contour("a.zip", shapely.box(0, 0, 1000, 2500), 1, 2, "EPSG:28992")
    >>> contour_sentence(part)  # doctest: +NORMALIZE_WHITESPACE
    'De zone is de contour uit a.zip: 2,5 km². De tool heeft haar niet berekend. 2 vormen in het
    bestand zijn geen vlak en tellen niet mee. Het bestand noemt geen coördinatenstelsel; de
    getallen passen alleen bij RD-meters (EPSG:28992) en zijn zo gelezen.'
    """
    together = f", {plural(contour.parts, 'vlak', 'vlakken')} samen" if contour.parts > 1 else ""
    decimals = 1 if contour.area_km2 >= 1 else 3
    return (
        f"De zone is de contour uit {contour.name}: {number(contour.area_km2, decimals)} km²"
        f"{together}. De tool heeft haar niet berekend.{_left_out(contour.not_areas)}"
        f"{_detected(contour.crs_detected)}"
    )


def _left_out(shapes: int) -> str:
    if not shapes:
        return ""
    rest = "is geen vlak en telt" if shapes == 1 else "zijn geen vlak en tellen"
    return f" {plural(shapes, 'vorm', 'vormen')} in het bestand {rest} niet mee."


def _detected(crs: str) -> str:
    if not crs:
        return ""
    return (
        " Het bestand noemt geen coördinatenstelsel; de getallen passen alleen bij "
        f"{_SYSTEMS.get(crs, crs)} en zijn zo gelezen."
    )


def _wrong_ending(name: str, endings: Sequence[str]) -> Parts:
    """Say which files can hold a contour."""
    return (
        f"{name} kan geen contour bevatten.",
        f"Mogelijk: {listed(endings)}. Een shapefile hoort in een zip.",
        "Bewaar de contour uit het model in een van deze soorten.",
    )


def _unreadable(name: str, row: int, reason: str) -> Parts:
    """Say that a shape in a file cannot be read."""
    return (
        f"De contour in {name} is niet helemaal te lezen.",
        f"Rij {row}: {reason}",
        "Bewaar het bestand opnieuw uit het model. Zonder dat deel zou de zone te klein zijn.",
    )


def _no_area(name: str, kinds: Sequence[str]) -> Parts:
    """Say that a file holds no area."""
    return (
        f"In {name} staat geen vlak.",
        (
            f"Gevonden: {listed(kinds) if kinds else 'niets dat getekend is'}; verwacht: een vlak "
            "of een gesloten lijn."
        ),
        "Bewaar de contour als vlak (polygon) en laad het bestand opnieuw.",
    )


def _wrong_size(name: str, area_km2: float, largest_km2: float) -> Parts:
    """Say that a contour is too large, or has no area."""
    return (
        f"De contour in {name} heeft geen goede maat.",
        (
            f"Gevonden: {number(area_km2, 1)} km²; verwacht: meer dan 0 en hoogstens "
            f"{number(largest_km2)} km²."
        ),
        "Controleer het coördinatenstelsel van het bestand.",
    )

"""The map of one place for a page of the report: a picture in SVG, and its legend in pieces.

What the colours mean stands beside it as text of the page, so that a screen reader reads it too;
here are only the pieces of colour, pattern and line that go with the words.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from matplotlib.colors import to_rgb
from matplotlib.patches import PathPatch, Rectangle

from hotspots.dutch import number
from hotspots.geography.grid import cell_middles
from hotspots.maps import paper_shapes as shapes
from hotspots.maps import style as base_style
from hotspots.maps.paper_legend import SWATCH, box_path, draw_plate, draw_swatch
from hotspots.maps.paper_names import NamePlaces, tag_box, tag_outlines, write_tag
from hotspots.maps.paper_sheet import DPI, Sheet, line_height, save_figure, text_width
from hotspots.maps.spec import MapClass

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography
    from hotspots.maps.paper_shapes import Box, DrawnLayer
    from hotspots.maps.spec import ClassKind, MapSpec, Overlay, Pattern

#: Room around the place, as a share of it: enough to see what it borders on.
_AIR: Final = 0.06
#: Metres; a buurt smaller than this is shown with more around it.
_NARROWEST_M: Final = 600.0
#: White over what is not the place: its colours stay readable, and the place stands out in grey.
_VEIL: Final = 0.55
#: Above the cells and the lines of the base, below outlines and names.
_VEIL_ZORDER: Final = 5.5
_EDGE_ZORDER: Final = 5.6
_COUNT_ZORDER: Final = 7.0
#: Points, and the millimetres that a cell must have for its number, and for the tag of an outline.
_COUNT_SIZE: Final = 6.2
_SPACE_FOR_COUNT_MM: Final = 6.0
_SPACE_FOR_TAG_MM: Final = 3.8
#: Between a ground for dark letters and one for white.
_HALF_GREY: Final = 0.5
#: Points; the numbers lead from the list to the map, at arm's length.
_TAG_SIZE: Final = 7.5
_INWARDS_MM: Final = 0.4
#: Where the tag of an outline is tried: east and north; the first is best.
_CORNERS: Final = ((-1, 1), (1, 1), (-1, -1), (1, -1))


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map as SVG of ``width_mm`` by ``height_mm``.

    ``scale`` is the number behind "1 :"; ``base`` holds style and label of what lies under it, as
    far as it is in sight. ``counted`` says whether the cells of the place have their number in
    them.
    """

    svg: bytes
    width_mm: float
    height_mm: float
    scale: int
    base: tuple[tuple[str, str], ...]
    counted: bool


def place_map(
    spec: MapSpec,
    outline: shapely.Geometry,
    *,
    width_mm: float,
    height_mm: float,
    buurten: bool,
) -> PlaceMap:
    """Return the map of a place, with scale and north in it and its neighbours named.

    Parameters
    ----------
    spec
        What to draw; an overlay gets its labels.
    outline
        The place in RD metres: the map shows it with room around it, and pales what is outside.
    width_mm, height_mm
        How large the picture is on paper.
    buurten
        Whether the buurten are named, and not only the wijken.
    """
    sheet = Sheet(width_mm, DPI, (width_mm, height_mm))
    frame = shapes.MapFrame(sheet.axes(0.0, 0.0, width_mm, height_mm), sheet.enlarged)
    scale, bounds = shapes.fitted(_looked_at(outline), width_mm, height_mm, sheet.enlarged)
    frame.show(bounds)
    window = _grown(bounds)
    base = spec.base.without_subject()
    layers = [near for layer in shapes.drawn_layers(base) if (near := _near(layer, window))]
    frame.axes.add_artist(_box_patch(window, facecolor=base_style.BEYOND, zorder=-1.0))
    shapes.draw_map(frame, _only(spec, window), layers)
    _draw_place(frame, outline, window)
    names = NamePlaces(sheet, frame, bounds, scale / 1000)
    draw_plate(sheet, names, scale)
    cell_mm = spec.cells.size_m / names.metres_per_mm if spec.cells is not None else 0.0
    if spec.overlay is not None and cell_mm >= _SPACE_FOR_TAG_MM:
        _tag_inside(names, spec.overlay)
    elif spec.overlay is not None:
        tag_outlines(names, spec.overlay.shapes, _TAG_SIZE)
    # Names give way to the numbers that the list refers to.
    for layer in layers:
        if layer.style == "station":
            names.mark_stations(layer)
    _write_names(names, spec.base.geography, outline, buurten=buurten)
    counted = cell_mm >= _SPACE_FOR_COUNT_MM
    if counted:
        _write_counts(names, spec, outline)
    sheet.draw(
        Rectangle(
            (0.0, 0.0), width_mm, height_mm, fill=False, edgecolor="#4a505b", linewidth=1.0,
            zorder=10.0,
        )
    )  # fmt: skip
    shown = tuple((near.style, near.label) for near in layers if near.style not in base_style.BELOW)
    return PlaceMap(_svg(sheet.figure, spec.title), width_mm, height_mm, scale, shown, counted)


@cache
def class_swatch(kind: ClassKind, colour: str, pattern: Pattern | None) -> bytes:
    """Return a piece of a class as SVG: colour and pattern as on the map."""
    sheet = _swatch_sheet()
    entry = MapClass(kind, "", colour, pattern)
    for patch in shapes.class_patches(entry, box_path(0.0, 0.0), "#8a9099"):
        patch.set_linewidth(0.8)
        sheet.draw(patch)
    return _svg(sheet.figure, "")


@cache
def overlay_swatch() -> bytes:
    """Return a piece of the outlines of an overlay, as SVG."""
    sheet = _swatch_sheet()
    for stroke in base_style.OVERLAY:
        sheet.draw(
            Rectangle(
                (1.0, 0.7), SWATCH[0] - 2.0, SWATCH[1] - 1.4, fill=False, edgecolor=stroke.colour,
                linewidth=stroke.width * 0.75,
            )
        )  # fmt: skip
    return _svg(sheet.figure, "")


@cache
def line_swatch(style: str) -> bytes:
    """Return a piece of a layer of the base as SVG; "selected" is the line around the place."""
    sheet = _swatch_sheet()
    draw_swatch(sheet, style, 0.0, SWATCH[1] / 2)
    return _svg(sheet.figure, "")


def _swatch_sheet() -> Sheet:
    return Sheet(SWATCH[0], DPI, SWATCH)


def _svg(figure: Figure, title: str) -> bytes:
    stream = io.BytesIO()
    save_figure(figure, stream, ending=".svg", title=title)
    return stream.getvalue()


def _looked_at(outline: shapely.Geometry) -> Box:
    """Return what the map must show: the place, and more where it is small."""
    west, south, east, north = shapely.bounds(outline).tolist()
    x, y = (west + east) / 2, (south + north) / 2
    half_x = max((east - west) * (0.5 + _AIR), _NARROWEST_M / 2)
    half_y = max((north - south) * (0.5 + _AIR), _NARROWEST_M / 2)
    return (x - half_x, y - half_y, x + half_x, y + half_y)


def _box_patch(box: Box, **style: Any) -> Rectangle:  # noqa: ANN401 - as matplotlib takes it
    west, south, east, north = box
    return Rectangle((west, south), east - west, north - south, **style)


#: Of its width, drawn beyond each side of a map.
_MORE: Final = 0.02


def _grown(bounds: Box) -> Box:
    west, south, east, north = bounds
    more = _MORE * (east - west)
    return (west - more, south - more, east + more, north + more)


def _near(layer: DrawnLayer, window: Box) -> DrawnLayer | None:
    """Return the part of a layer that the map shows: the rest would only make the file larger."""
    pieces, owners = shapely.get_parts(
        shapely.intersection(shapely.make_valid(layer.shapes), shapely.box(*window)),
        return_index=True,
    )
    # A cut along a border leaves points and lines of a surface as well.
    kinds = shapely.get_type_id(shapely.get_parts(layer.shapes))[:1]
    shown = (shapely.get_type_id(pieces) == kinds) & ~shapely.is_empty(pieces)
    if not shown.any():
        return None
    names = tuple(layer.names[at] for at in owners[shown])
    return replace(layer, names=names, shapes=pieces[shown])


def _only(spec: MapSpec, window: Box) -> MapSpec:
    """Return a spec with only the cells that the map shows."""
    if spec.cells is None:
        return spec
    return replace(spec, cells=spec.cells.within(window))


def _draw_place(frame: shapes.MapFrame, outline: shapely.Geometry, window: Box) -> None:
    """Pale what is not the place, and line it."""
    simple = shapely.simplify(outline, 2.0)
    outside = shapely.difference(shapely.box(*window), simple)
    veil = shapes.path_of(_polygons(outside))
    frame.axes.add_artist(
        PathPatch(veil, facecolor="white", alpha=_VEIL, linewidth=0.0, zorder=_VEIL_ZORDER)
    )
    frame.axes.add_artist(
        PathPatch(
            shapes.path_of(_polygons(simple)), facecolor="none", joinstyle="round",
            edgecolor=base_style.SELECTED.colour, zorder=_EDGE_ZORDER,
            linewidth=frame.width(base_style.SELECTED.width),
        )
    )  # fmt: skip


def _polygons(shape: shapely.Geometry) -> NDArray[np.object_]:
    parts = shapely.get_parts(shape)
    surfaces: NDArray[np.object_] = parts[
        shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    ]
    return surfaces


def _write_names(
    names: NamePlaces, geography: Geography, outline: shapely.Geometry, *, buurten: bool
) -> None:
    """Name what lies in the place first, then what lies around it."""
    areas = geography.buurten if buurten else geography.wijken
    middles = shapely.point_on_surface(areas.polygons)
    inside = shapely.intersects(outline, middles)
    for chosen in (inside, ~inside):
        at = np.flatnonzero(chosen)
        names.name_areas(tuple(areas.names[number] for number in at), areas.polygons[at])


def _tag_inside(names: NamePlaces, overlay: Overlay) -> None:
    """Write each label in a corner of its outline, the north-western if that is free.

    Beside it, the label of one cell would lie in the next.
    """
    inwards = _INWARDS_MM * names.metres_per_mm
    for shape in overlay.shapes:
        west, south, east, north = tag_box(names, 0.0, 0.0, shape.label, _TAG_SIZE)
        away = np.array([(east - west) / 2 + inwards, (north - south) / 2 + inwards])
        corners = [
            (shape.ring[np.argmax(shape.ring @ side)] - side * away).tolist()
            for side in np.array(_CORNERS)
        ]
        free = [
            (x, y)
            for x, y in corners
            if names.is_free(tag_box(names, x, y, shape.label, _TAG_SIZE))
        ]
        x, y = (free or corners)[0]
        write_tag(names, x, y, shape.label, _TAG_SIZE)


def _write_counts(names: NamePlaces, spec: MapSpec, outline: shapely.Geometry) -> None:
    """Write in each cell of the place how many it holds, where a name leaves room for it.

    In print without colour this is what tells two classes apart that lie close together.
    """
    cells = spec.cells
    assert cells is not None  # noqa: S101 - the caller has looked
    side = float(cells.size_m)
    x, y = cell_middles(cells.col, cells.row, cells.size_m)
    inside = shapely.intersects_xy(outline, x, y) & (cells.fill >= 0)
    for at in np.flatnonzero(inside).tolist():
        written = number(int(cells.count[at]))
        corner = _free_corner(names, (float(x[at]), float(y[at])), side, written)
        if corner is not None:
            names.sheet.write(
                *corner, written, size=_COUNT_SIZE, axes=names.frame.axes, ha="center",
                va="center_baseline", zorder=_COUNT_ZORDER, gid="count",
                colour=_readable_on(spec.classes[int(cells.fill[at])].colour),
            )  # fmt: skip


def _free_corner(
    names: NamePlaces, middle: tuple[float, float], side: float, written: str
) -> tuple[float, float] | None:
    """Return the first corner of a cell where a number is free to stand, and take it."""
    width, height = text_width(written, _COUNT_SIZE) + 0.6, line_height(_COUNT_SIZE)
    away_x = side / 2 - (width / 2 + _INWARDS_MM) * names.metres_per_mm
    away_y = side / 2 - (height / 2 + _INWARDS_MM) * names.metres_per_mm
    for east, north in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        x, y = middle[0] + east * away_x, middle[1] + north * away_y
        box = names.box(x, y, width, height)
        if names.is_free(box):
            names.taken.append(box)
            return x, y
    return None


def _readable_on(colour: str) -> str:
    """Return dark on a light colour and white on a dark one.

    Examples
    --------
    >>> _readable_on("#fff7ec"), _readable_on("#7f0000")
    ('#22262e', '#ffffff')
    """
    red, green, blue = to_rgb(colour)
    return base_style.LABEL if 0.3 * red + 0.6 * green + 0.1 * blue > _HALF_GREY else "#ffffff"

"""A MapSpec as a folium map, for a notebook or a script.

The other drawers of the same value are the live map, the page in a file (`hotspots.maps.page_html`)
and paper (`hotspots.maps.paper_map`).

folium compiles what it has already rendered, data included, as a Jinja template once more: a
name such as ``{{cycler.__init__}}`` runs on the server. In the browser, names become HTML. So there
are two layers of defence:

* `escaped`, for every text that goes into a page that folium makes;
* `seal_templates`, which takes the tools away from a template that got through.

The third is a habit: only numbers and known codes are given to folium itself. What is to be read
stands beside the map, and nothing is said where one points. A feature has two properties:
``class``, a position in the classes of the spec, and ``at``, its own position in what it is one of.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import branca.element
import folium
import numpy as np
from branca.element import Element, Figure
from jinja2.sandbox import ImmutableSandboxedEnvironment
from matplotlib.colors import to_hex

from hotspots.dutch import number
from hotspots.maps import file_words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.base import lived_in
from hotspots.maps.degrees import around_place, corners, in_degrees, path_in_degrees
from hotspots.maps.file_words import file_notes, ground_entries, points_drawn
from hotspots.maps.geojson import areas_json, closed_path, mask_json, outline_rings
from hotspots.maps.geojson import coordinates as coordinates_of
from hotspots.maps.live.scripts import LEAFLET, leaflet_style_sheet, script
from hotspots.maps.page_html import footer, heading, tables
from hotspots.maps.raster_image import raster_png
from hotspots.maps.visible import escaped
from hotspots.maps.words import counted, overlay_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import shapely
    from numpy.typing import NDArray

    from hotspots.maps.base import BaseLayer, Kind
    from hotspots.maps.degrees import Corners, LonLat
    from hotspots.maps.file_words import GroundEntry
    from hotspots.maps.spec import CellFill, MapClass, MapSpec, Overlay, Points
    from hotspots.maps.style import Stroke


def seal_templates() -> None:
    """Make branca compile the text of every new element in a sandbox without any names.

    This changes branca for the whole process, and that is the point: it only ever takes power
    away, and a map that somebody else draws in the same process is compiled by the same branca.
    It is not undone after a drawing: two threads would open the seal for each other. What folium
    draws stays the same; its own templates, which hold no data, are not compiled here.
    """
    branca.element.Template = _sealed_template  # type: ignore[attr-defined, assignment]


def _sealed_template(source: str) -> object:
    environment = ImmutableSandboxedEnvironment()
    environment.globals.clear()
    return environment.from_string(source)


#: As folium takes it.
Collection = dict[str, Any]
_GEOMETRY: Final[dict[Kind, str]] = {
    "polygon": "Polygon", "line": "LineString", "point": "Point"
}  # fmt: skip


def area_features(spec: MapSpec) -> Collection:
    """Return the filled areas; ``at`` is the position of an area in the set."""
    assert spec.areas is not None  # noqa: S101 - the caller has looked
    assert spec.fill is not None  # noqa: S101
    shapes = json.loads(areas_json(spec.areas))
    return _collection(
        _feature("MultiPolygon", shape["polygons"], at, entry)
        for at, (shape, entry) in enumerate(zip(shapes, spec.fill.tolist(), strict=True))
        if entry >= 0
    )


def selected_features(spec: MapSpec) -> Collection:
    """Return the area that a user chose."""
    chosen = [
        entry for entry in area_features(spec)["features"]
        if entry["properties"]["at"] == spec.selected_at
    ]  # fmt: skip
    return _collection(chosen)


def cell_features(cells: CellFill) -> Collection:
    """Return the cells, those of a class as one feature: they look the same."""
    rings = _cell_rings(cells)
    members: dict[int, list[list[list[LonLat]]]] = {}
    for ring, entry in zip(rings, cells.fill.tolist(), strict=True):
        if entry >= 0:
            members.setdefault(entry, []).append([ring])
    return _collection(
        _feature("MultiPolygon", polygons, at, entry)
        for at, (entry, polygons) in enumerate(sorted(members.items()))
    )


def _cell_rings(cells: CellFill) -> list[list[LonLat]]:
    """Return the outline of each cell in degrees: squares of RD stand slightly turned there."""
    steps = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    x_rd = (cells.col[:, None] + steps[:, 0]) * float(cells.size_m)
    y_rd = (cells.row[:, None] + steps[:, 1]) * float(cells.size_m)
    places = in_degrees(np.column_stack([x_rd.ravel(), y_rd.ravel()]))
    rings: list[list[LonLat]] = places.reshape(-1, len(steps), 2).tolist()
    return rings


def mask_features(spec: MapSpec) -> Collection:
    """Return the mask under cells or a raster as one feature, in the class for zero."""
    assert spec.mask is not None  # noqa: S101 - the caller has looked
    zero = next(at for at, entry in enumerate(spec.classes) if entry.kind == "zero")
    shapes = json.loads(mask_json(spec.mask.geometry))
    return _collection(_feature("MultiPolygon", shape["polygons"], -1, zero) for shape in shapes)


def point_features(points: Points) -> Collection:
    """Return single incidents as one feature."""
    return _collection(
        [_feature("MultiPoint", path_in_degrees(np.column_stack([points.x_rd, points.y_rd])))]
    )


def overlay_features(overlay: Overlay) -> Collection:
    """Return the outlines as closed lines; ``at`` is the position of an outline in them."""
    return _collection(
        _feature("LineString", closed_path(shape.ring), at)
        for at, shape in enumerate(overlay.shapes)
    )


def drawn_features(drawn: NDArray[np.float64]) -> Collection:
    """Return the border of the area that a user drew, as a closed line."""
    return _collection([_feature("LineString", closed_path(drawn))])


def place_features(place: shapely.Geometry) -> Collection:
    """Return the border of the place that a map tells of."""
    return _collection(_feature("LineString", ring) for ring in outline_rings(place))


def base_features(layer: BaseLayer) -> Collection:
    """Return a layer of the base; ``at`` is the position of a piece in it."""
    return _collection(
        _feature(_GEOMETRY[layer.kind], coordinates_of(layer.kind, piece.shape), at)
        for at, piece in enumerate(layer.pieces())
    )


def _collection(features: Iterable[Mapping[str, object]]) -> Collection:
    """Return features as a collection, each with its position as id."""
    numbered = [{**entry, "id": at} for at, entry in enumerate(features)]
    return {"type": "FeatureCollection", "features": numbered}


def _feature(
    kind: str, coordinates: Sequence[object], at: int = -1, entry: int = -1
) -> dict[str, object]:
    """Return a feature that knows its class and its position by number."""
    return {
        "type": "Feature",
        "properties": {"class": entry, "at": at},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


#: The marks of the live map, drawn on a tile of 8 by 8 pixels: path and width of the line.
_MARKS: Final = {
    "hatch": ("M-2 2 2 -2M0 8 8 0M6 10 10 6", 1.4),
    "cross": ("M-2 2 2 -2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6 -2 10 2", 1.0),
    "dots": ("M2 2h.01M6 6h.01", 2.2),
    "lines": ("M0 2h8M0 6h8", 1.1),
    "grid": ("M0 4h8M4 0v8", 1.0),
}
_INK: Final = "#282c34"
_GROUND_MARKS: Final = {**base_style.MARKS, "point": base_style.POINT}
_GROUND_LINES: Final = {"selected": (base_style.SELECTED,), "drawn": base_style.DRAWN}


def legend(spec: MapSpec) -> str:
    """Return the legend: classes with counts, outlines, the base, what to bear in mind."""
    title, subtitle = escaped(spec.legend.title), escaped(spec.legend.subtitle)
    under = "".join(
        f"<tr><td>{_ground_swatch(entry)}</td><td>{escaped(entry.label)}</td><td></td></tr>"
        for entry in ground_entries(spec)
    )
    return (
        f'<aside aria-label="{text.LEGEND}">{_patterns(spec.classes)}<h2>{title}</h2>'
        f'<p class="hs-subtitle">{subtitle}</p>{_classes(spec)}{_outlines(spec.overlay)}'
        f"<h3>{text.BASE}</h3><table><tbody>{under}</tbody></table>"
        + "".join(f'<p class="hs-note">{escaped(note)}</p>' for note in file_notes(spec))
        + "</aside>"
    )


def _classes(spec: MapSpec) -> str:
    if not spec.classes:
        return ""
    rows = "".join(
        f'<tr data-kind="{entry.kind}" data-colour="{to_hex(entry.colour)}">'
        f"<td>{_swatch(at, entry)}</td><td>{escaped(entry.label)}</td>"
        f"<td>{'' if entry.count is None else number(entry.count)}</td></tr>"
        for at, entry in enumerate(spec.classes)
    )
    return (
        '<table class="hs-classes"><thead><tr>'
        f'<th><span class="hs-unseen">{file_words.COLOUR}</span></th>'
        f'<th><span class="hs-unseen">{file_words.CLASS}</span></th><th>{counted(spec)}</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _outlines(overlay: Overlay | None) -> str:
    """Return the entry of the legend for the outlines, with a piece of one."""
    if overlay is None:
        return ""
    outline = "".join(
        f'<rect x="4" y="3" width="20" height="11" rx="1.5" fill="none" stroke="{stroke.colour}" '
        f'stroke-width="{stroke.width}"/>'
        for stroke in base_style.OVERLAY
    )
    return (
        '<table><tbody><tr class="hs-found"><td><svg viewBox="0 0 28 17" aria-hidden="true">'
        f"{outline}</svg></td><td>{escaped(overlay_entry(overlay))}</td><td></td></tr></tbody></table>"
    )


def _ground_swatch(entry: GroundEntry) -> str:
    mark = _GROUND_MARKS.get(entry.style)
    if mark is not None:
        return _mark_swatch(mark)
    strokes = _GROUND_LINES.get(entry.style) or base_style.STROKES[entry.style]
    return _line_swatch(strokes, closed=entry.kind == "polygon")


def _mark_swatch(mark: Stroke) -> str:
    return (
        '<svg viewBox="0 0 28 17" aria-hidden="true">'
        f'<circle cx="14" cy="8.5" r="5" fill="{mark.fill}" stroke="{mark.colour}"/></svg>'
    )


def _line_swatch(lines: tuple[Stroke, ...], *, closed: bool = False) -> str:
    strokes = "".join(
        f'<path d="M1 8.5H27" stroke="{stroke.colour}" stroke-width="{stroke.width}" '
        f'stroke-dasharray="{" ".join(map(str, stroke.dash)) or "none"}"/>'
        for stroke in lines
    )
    filled = lines[-1].fill
    if closed and filled:
        strokes = f'<rect x=".5" y=".5" width="27" height="16" fill="{to_hex(filled)}"/>'
    return f'<svg viewBox="0 0 28 17" aria-hidden="true">{strokes}</svg>'


def fill_of(at: int, entry: MapClass) -> str:
    """Return what fills a class: its colour, or the pattern that the legend of the page holds.

    A colour is made anew from its numbers, so that nothing else can pass as one.
    """
    return f"url(#hs-pattern-{at})" if entry.pattern else to_hex(entry.colour)


def _swatch(at: int, entry: MapClass) -> str:
    return (
        '<svg viewBox="0 0 28 17" aria-hidden="true"><rect x=".5" y=".5" width="27" height="16" '
        f'fill="{fill_of(at, entry)}" stroke="#8a9099"/></svg>'
    )


def _patterns(classes: tuple[MapClass, ...]) -> str:
    """Return the patterns of classes without a value; the map refers to them as well."""
    patterns = []
    for at, entry in enumerate(classes):
        if entry.pattern:
            path, width = _MARKS[entry.pattern]
            patterns.append(
                f'<pattern id="hs-pattern-{at}" width="8" height="8" '
                'patternUnits="userSpaceOnUse">'
                f'<rect width="8" height="8" fill="{to_hex(entry.colour)}"/>'
                f'<path d="{path}" stroke="{_INK}" stroke-opacity=".6" stroke-width="{width}" '
                'stroke-linecap="round"/></pattern>'
            )
    return (
        f'<svg class="hs-unseen" aria-hidden="true">{"".join(patterns)}</svg>' if patterns else ""
    )


seal_templates()

_STYLES: Final = Path(__file__).parent / "standalone_assets"
#: Name and place in the pile; Leaflet's own pane for paths is 400.
_PANES: Final = (
    ("hs-base", 250),
    ("hs-image", 300),
    ("hs-lines", 450),
    ("hs-drawn", 452),
    ("hs-found", 455),
)


class Verbatim(Element):
    """A finished piece of HTML: rendered as it is, never as a template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html

    def render(self, **_: object) -> str:
        """Return the piece."""
        return self.html


class Page(Figure):
    """A figure of folium that is a whole page in Dutch, and asks nothing of the internet."""

    def __init__(self, spec: MapSpec) -> None:
        super().__init__(height="720px")
        self.spec_title = spec.title

    def render(self, **kwargs: object) -> str:
        """Return the page as HTML."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{file_words.LANGUAGE}">',
                '<head><meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escaped(self.spec_title)}</title>",
                f"<style>{_style_sheet()}</style>",
                f"<script>{script(LEAFLET)}</script>",
                self.header.render(**kwargs),
                "</head>",
                f"<body>{self.html.render(**kwargs)}",
                f"<script>{self.script.render(**kwargs)}</script></body>",
                "</html>",
                "",
            ]
        )


def _style_sheet() -> str:
    return leaflet_style_sheet() + "".join(
        (_STYLES / name).read_text(encoding="utf-8") for name in ("page.css", "folium.css")
    )


class OfflineMap(folium.Map):
    """A folium map without links to other hosts, and with its controls in Dutch.

    Parameters
    ----------
    first_view
        What is in sight at first: south-west and north-east corner, lat before lon.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - the name and kind that folium reads
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = folium.template.Template("""
        {% macro html(this, kwargs) %}
            <main class="folium-map" id={{ this.get_name()|tojson }}></main>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                ...{{ this.options|tojavascript }}
            });
            {{ this.get_name() }}.fitBounds({{ this.first_view|tojson }}, { animate: false });
            L.control.zoom({{ this.zoom_words|tojson }}).addTo({{ this.get_name() }});
            L.control.scale({ imperial: false }).addTo({{ this.get_name() }});
        {% endmacro %}
    """)

    def __init__(self, first_view: Corners) -> None:
        super().__init__(
            tiles=None, zoom_control=False, attribution_control=False,
            zoom_snap=0.25, minZoom=8, maxZoom=19,
        )  # fmt: skip
        self.first_view = first_view
        self.zoom_words = {"zoomInTitle": text.ZOOM_IN, "zoomOutTitle": text.ZOOM_OUT}


def folium_map(spec: MapSpec) -> folium.Map:
    """Return a map as a folium map, to show in a notebook or to add to.

    What you add is yours to escape: folium runs names and popups as code. Use
    `hotspots.maps.visible.escaped` for every text.

    Parameters
    ----------
    spec
        What to draw. Up to 2.000 points are drawn; of more, the legend says that they are not.
    """
    base = spec.base
    drawn = OfflineMap(
        corners(lived_in(base.geography)) if spec.place is None else around_place(spec.place)
    )
    page = Page(spec)
    page.add_child(drawn)
    for name, z_index in _PANES:
        folium.map.CustomPane(name, z_index, pointer_events=False).add_to(drawn)
    below = [layer for layer in base.layers if layer.style in base_style.BELOW]
    above = [layer for layer in base.layers if layer.style not in base_style.BELOW]
    _draw_base(drawn, below, "hs-base")
    _draw_subject(drawn, spec)
    _draw_base(drawn, above, "hs-lines")
    _draw_marks(drawn, spec, above)
    _draw_borders(drawn, spec)
    for piece in (heading(spec), legend(spec), tables(spec), footer(spec)):
        page.html.add_child(Verbatim(piece))
    return drawn


def _draw_subject(drawn: folium.Map, spec: MapSpec) -> None:
    """Draw mask, areas, cells and raster."""
    if spec.mask is not None:
        _fill(drawn, spec, mask_features(spec), pane="hs-base")
    if spec.areas is not None and spec.fill is not None:
        _fill(drawn, spec, area_features(spec))
    if spec.cells is not None:
        _fill(drawn, spec, cell_features(spec.cells))
    if spec.raster is not None:
        png, bounds = raster_png(spec)
        address = "data:image/png;base64," + base64.b64encode(png).decode()
        folium.raster_layers.ImageOverlay(
            address, bounds, opacity=1, pixelated=False, pane="hs-image"
        ).add_to(drawn)


def _fill(drawn: folium.Map, spec: MapSpec, shapes: Collection, pane: str = "overlayPane") -> None:
    """Draw features in the fill of their class."""
    fills = [fill_of(at, entry) for at, entry in enumerate(spec.classes)]

    def style(feature: dict[str, Any]) -> dict[str, object]:
        seam = base_style.SEAM
        return {
            "fillColor": fills[feature["properties"]["class"]], "fillOpacity": 1.0,
            "color": seam.colour, "weight": seam.width, "opacity": seam.opacity,
        }  # fmt: skip

    # No simplification while drawing: it would open gaps between neighbours.
    layer = folium.GeoJson(shapes, style_function=style, smooth_factor=0, control=False, pane=pane)
    layer.add_to(drawn)


def _draw_base(drawn: folium.Map, layers: Sequence[BaseLayer], pane: str) -> None:
    for layer in layers:
        if layer.style in base_style.MARKS:
            continue
        shapes, closed = base_features(layer), layer.kind == "polygon"
        _draw_lines(drawn, shapes, base_style.STROKES[layer.style], pane, smooth=0.5, closed=closed)


def _draw_lines(
    drawn: folium.Map,
    shapes: Collection,
    strokes: Sequence[Stroke],
    pane: str,
    *,
    smooth: float = 0.0,
    closed: bool = False,
) -> None:
    """Draw features in each of the strokes, the first one below."""
    for stroke in strokes:
        options = _stroke_options(stroke, closed=closed)
        layer = folium.GeoJson(
            shapes, style_function=lambda _, options=options: options,
            smooth_factor=smooth, control=False, pane=pane, interactive=False,
        )  # fmt: skip
        layer.add_to(drawn)


def _stroke_options(stroke: Stroke, *, closed: bool) -> dict[str, object]:
    return {
        "color": stroke.colour, "weight": stroke.width, "opacity": stroke.opacity,
        "stroke": stroke.width > 0, "lineCap": "butt" if stroke.dash else "round",
        "dashArray": " ".join(map(str, stroke.dash)) or None,
        "fill": closed and stroke.fill is not None, "fillColor": stroke.fill, "fillOpacity": 1.0,
    }  # fmt: skip


def _draw_marks(drawn: folium.Map, spec: MapSpec, layers: Sequence[BaseLayer]) -> None:
    """Draw points, stations and places."""
    if points_drawn(spec):
        assert spec.points is not None  # noqa: S101 - just looked
        _circles(drawn, point_features(spec.points), base_style.POINT, 3.0)
    for layer in layers:
        mark = base_style.MARKS.get(layer.style)
        if mark is not None:
            radius = 4.0 if layer.style == "station" else 6.0
            _circles(drawn, base_features(layer), mark, radius)


def _draw_borders(drawn: folium.Map, spec: MapSpec) -> None:
    """Draw the border of what was chosen or drawn, and the outlines of an overlay."""
    chosen = (base_style.SELECTED,)
    if spec.selected_at is not None:
        _draw_lines(drawn, selected_features(spec), chosen, "hs-lines")
    if spec.place is not None:
        _draw_lines(drawn, place_features(spec.place), chosen, "hs-lines")
    if spec.drawn is not None:
        _draw_lines(drawn, drawn_features(spec.drawn), base_style.DRAWN, "hs-drawn")
    if spec.overlay is not None and spec.overlay.shapes:
        # First all casings, then all lines: where two cross, both can be followed.
        shapes = overlay_features(spec.overlay)
        _draw_lines(drawn, shapes, base_style.OVERLAY, "hs-found", smooth=0.4)


def _circles(drawn: folium.Map, shapes: Collection, mark: Stroke, radius: float) -> None:
    options = {
        "color": mark.colour, "weight": mark.width, "fillColor": mark.fill, "fillOpacity": 1.0,
        "fill": True, "radius": radius, "pane": "hs-lines", "interactive": False,
    }  # fmt: skip
    layer = folium.GeoJson(
        shapes, style_function=lambda _: options, marker=folium.CircleMarker(), control=False
    )
    layer.add_to(drawn)

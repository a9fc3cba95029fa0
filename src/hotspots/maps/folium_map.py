"""A MapSpec as a folium map, for a notebook or a script.

The other drawers of the same value are the live map, the page in a file (`hotspots.maps.page_html`)
and paper (`hotspots.maps.paper_map`). folium runs text as code, so no text from data reaches it:
what is to be read stands beside the map, escaped, and nothing is said where one points.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import folium
from branca.element import Element, Figure

from hotspots.maps import file_words
from hotspots.maps import folium_features as features
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.base import lived_in
from hotspots.maps.degrees import around_place, corners
from hotspots.maps.file_legend import points_drawn
from hotspots.maps.folium_border import seal_templates
from hotspots.maps.folium_legend import fill_of, legend
from hotspots.maps.live.scripts import LEAFLET, leaflet_style_sheet, script
from hotspots.maps.page_html import footer, heading, tables
from hotspots.maps.raster_image import raster_png
from hotspots.maps.visible import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.maps.base import BaseLayer
    from hotspots.maps.degrees import Corners
    from hotspots.maps.folium_features import Collection
    from hotspots.maps.spec import MapSpec
    from hotspots.maps.style import Stroke

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
        _fill(drawn, spec, features.mask_features(spec), pane="hs-base")
    if spec.areas is not None and spec.fill is not None:
        _fill(drawn, spec, features.area_features(spec))
    if spec.cells is not None:
        _fill(drawn, spec, features.cell_features(spec.cells))
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
        shapes, closed = features.base_features(layer), layer.kind == "polygon"
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
        _circles(drawn, features.point_features(spec.points), base_style.POINT, 3.0)
    for layer in layers:
        mark = base_style.MARKS.get(layer.style)
        if mark is not None:
            radius = 4.0 if layer.style == "station" else 6.0
            _circles(drawn, features.base_features(layer), mark, radius)


def _draw_borders(drawn: folium.Map, spec: MapSpec) -> None:
    """Draw the border of what was chosen or drawn, and the outlines of an overlay."""
    chosen = (base_style.SELECTED,)
    if spec.selected_at is not None:
        _draw_lines(drawn, features.selected_features(spec), chosen, "hs-lines")
    if spec.place is not None:
        _draw_lines(drawn, features.place_features(spec.place), chosen, "hs-lines")
    if spec.drawn is not None:
        _draw_lines(drawn, features.drawn_features(spec.drawn), base_style.DRAWN, "hs-drawn")
    if spec.overlay is not None and spec.overlay.shapes:
        # First all casings, then all lines: where two cross, both can be followed.
        shapes = features.overlay_features(spec.overlay)
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

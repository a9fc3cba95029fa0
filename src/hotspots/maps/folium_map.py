"""A MapSpec as a folium map, and as one HTML file that needs no internet.

For mail, for a notebook, and for a room without a connection. The live map of the app is another
drawer of the same spec, and `hotspots.maps.paper_map` a third.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import folium
import numpy as np
import shapely
from branca.element import Element, Figure

from hotspots.maps import file_words
from hotspots.maps import geojson as map_features
from hotspots.maps import page_html as html
from hotspots.maps import style as base_style
from hotspots.maps.base import label_places, lived_in
from hotspots.maps.degrees import corners, path_in_degrees
from hotspots.maps.folium_border import escaped, seal_templates
from hotspots.maps.raster_image import raster_png

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotspots.maps.base import Base, BaseLayer
    from hotspots.maps.degrees import Corners
    from hotspots.maps.geojson import Collection
    from hotspots.maps.page_html import Story
    from hotspots.maps.spec import DrawnOutline, MapSpec, Overlay
    from hotspots.maps.style import Stroke

seal_templates()

#: Name, place in the pile, and whether the pointer is felt; Leaflet's own pane for paths is 400.
_PANES: Final = (
    ("hs-base", 250, False),
    ("hs-image", 300, False),
    ("hs-lines", 450, False),
    ("hs-drawn", 452, False),
    ("hs-found", 455, False),
    ("hs-marks", 460, True),
    ("hs-names", 620, False),
)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A layer that says something when pointed at.

    Attributes
    ----------
    name
        Id of the list in the page that its words are in.
    tips
        Name and line of each of its features, by the ``tip`` of the feature.
    """

    layer: folium.GeoJson
    name: str
    tips: Sequence[tuple[str, str]]


class Verbatim(Element):
    """A finished piece of HTML: rendered as it is, never as a template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html

    def render(self, **_: object) -> str:
        """Return the piece."""
        return self.html


class Page(Figure):
    """A figure of folium that is a whole page in Dutch, and asks nothing of the internet.

    Parameters
    ----------
    spec
        Its title is the title of the page.
    sealed
        Whether the browser may run only what is in the page now. In a notebook a user can still
        add to the map, so there the page stays open.
    """

    def __init__(self, spec: MapSpec, *, sealed: bool) -> None:
        super().__init__(height="720px")
        self.spec_title = spec.title
        self.sealed = sealed

    def render(self, **kwargs: object) -> str:
        """Return the page as HTML."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        styles = [html.style_sheet()]
        scripts = [html.leaflet_script(), html.page_script(), self.script.render(**kwargs)]
        policy = html.policy(styles, scripts) if self.sealed else ""
        *libraries, drawing = (f"<script>{code}</script>" for code in scripts)
        header = "" if self.sealed else self.header.render(**kwargs)
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{file_words.LANGUAGE}">',
                '<head><meta charset="utf-8">',
                policy,
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escaped(self.spec_title)}</title>",
                *(f"<style>{sheet}</style>" for sheet in styles),
                *libraries,
                header,
                "</head>",
                f"<body>{self.html.render(**kwargs)}{drawing}</body>",
                "</html>",
                "",
            ]
        )


class OfflineMap(folium.Map):
    """A folium map without links to other hosts, and without a ban on zooming the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - the name and kind that folium reads
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = folium.template.Template("""
        {% macro html(this, kwargs) %}
            <main class="folium-map" id={{ this.get_name()|tojson }}></main>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                crs: L.CRS.{{ this.crs }},
                ...{{ this.options|tojavascript }}
            });
        {% endmacro %}
    """)


class Finish(folium.MacroElement):
    """The last line of the script: tooltips, names and controls; holds names of variables only.

    Parameters
    ----------
    layers
        What says something when pointed at.
    top
        The outlines on top, or None.
    bounds, extent
        What the first view holds, and the whole municipality: south-west and north-east corner,
        lat before lon.
    """

    _template = folium.template.Template("""
        {% macro script(this, kwargs) %}
            hotspotsPage({{ this._parent.get_name() }}, [
                {%- for one in this.layers %}
                { layer: {{ one.layer.get_name() }}, tips: {{ one.name|tojson }} },
                {%- endfor %}
            ], {% if this.top -%}
                { layer: {{ this.top.layer.get_name() }}, tips: {{ this.top.name|tojson }} }
            {%- else %}null{% endif %}, {{ this.bounds|tojson }}, {{ this.extent|tojson }});
        {% endmacro %}
    """)

    def __init__(
        self,
        layers: Sequence[Pointed],
        top: Pointed | None,
        bounds: Corners,
        extent: Corners,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Finish"
        self.layers = layers
        self.top = top
        self.bounds = bounds
        self.extent = extent


def folium_map(spec: MapSpec) -> folium.Map:
    """Return a map as a folium map, to show in a notebook or to add to.

    What you add is yours to escape: folium runs names and popups as code. Use
    `hotspots.maps.folium_border.escaped` for every text.

    Parameters
    ----------
    spec
        What to draw. Up to 2.000 points are drawn; of more, the legend says that they are not.
    """
    return _draw(spec, sealed=False)


def standalone_html(spec: MapSpec, story: Story | None = None) -> str:
    """Return a map as one HTML page without a single request to another file or host.

    The same spec gives the same bytes.

    Parameters
    ----------
    spec
        As for `folium_map`.
    story
        What stands above the map, and the place that it opens at.
    """
    drawn = _draw(spec, sealed=True, story=story)
    _number_elements(drawn.get_root())
    page: str = drawn.get_root().render()
    return page


def write_html(spec: MapSpec, path: Path) -> None:
    """Write a map as one HTML file in UTF-8; see `standalone_html`."""
    path.write_text(standalone_html(spec), encoding="utf-8", newline="\n")


def _draw(spec: MapSpec, *, sealed: bool, story: Story | None = None) -> folium.Map:
    geography = spec.base.geography
    extent = corners(shapely.bounds(geography.outline))
    (south, west), (north, east) = extent
    drawn = OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None, zoom_control=False, attribution_control=False,
        zoom_snap=0.25, minZoom=8, maxZoom=19,
    )  # fmt: skip
    page = Page(spec, sealed=sealed)
    page.add_child(drawn)
    for name, z_index, pointer in _PANES:
        folium.map.CustomPane(name, z_index, pointer).add_to(drawn)
    below = [layer for layer in spec.base.layers if layer.style in base_style.BELOW]
    above = [layer for layer in spec.base.layers if layer.style not in base_style.BELOW]
    _draw_base(drawn, below, "hs-base")
    pointed = _draw_subject(drawn, spec)
    _draw_base(drawn, above, "hs-lines")
    pointed += _draw_marks(drawn, spec, above)
    _draw_drawn(drawn, spec.drawn)
    if story is not None:
        _draw_place(drawn, story)
    outlines = _draw_overlay(drawn, spec.overlay)
    opened_at = corners(lived_in(geography)) if story is None else story.bounds()
    Finish(pointed, outlines, opened_at, extent).add_to(drawn)
    for piece in _pieces(spec, story):
        page.html.add_child(Verbatim(piece))
    for layer in (*pointed, *([] if outlines is None else [outlines])):
        page.html.add_child(Verbatim(html.tip_list(layer.name, layer.tips)))
    return drawn


def _pieces(spec: MapSpec, story: Story | None) -> list[str]:
    """Return everything of the page that is read, but for what the pointer asks for."""
    return [
        html.heading(spec),
        *([] if story is None else [story.html]),
        html.legend(spec, has_place=story is not None),
        html.tables(spec),
        html.footer(spec),
        html.name_list(_names(spec.base)),
        html.control_words(),
    ]


def _draw_subject(drawn: folium.Map, spec: MapSpec) -> list[Pointed]:
    """Draw areas, cells and raster; return what says something when pointed at."""
    pointed = []
    if spec.mask is not None:
        _fill(drawn, spec, map_features.mask_features(spec), pane="hs-base")
    if spec.areas is not None and spec.fill is not None:
        layer = _fill(drawn, spec, map_features.area_features(spec))
        pointed.append(Pointed(layer, "hs-areas", map_features.area_tips(spec)))
    if spec.cells is not None:
        features, tips = map_features.cell_features(spec)
        pointed.append(Pointed(_fill(drawn, spec, features), "hs-cells", tips))
    if spec.raster is not None:
        png, bounds = raster_png(spec)
        address = "data:image/png;base64," + base64.b64encode(png).decode()
        folium.raster_layers.ImageOverlay(
            address, bounds, opacity=1, pixelated=False, pane="hs-image"
        ).add_to(drawn)
    return pointed


def _fill(
    drawn: folium.Map, spec: MapSpec, features: Collection, pane: str = "overlayPane"
) -> folium.GeoJson:
    """Draw features in the fill of their class."""
    fills = [html.fill_of(at, entry) for at, entry in enumerate(spec.classes)]

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        seam = base_style.SEAM
        return {
            "fillColor": fills[feature["properties"]["class"]], "fillOpacity": 1.0,
            "color": seam.colour, "weight": seam.width, "opacity": seam.opacity,
        }  # fmt: skip

    # No simplification while drawing: it would open gaps between neighbours.
    layer = folium.GeoJson(
        features, style_function=style, smooth_factor=0, control=False, pane=pane
    )
    layer.add_to(drawn)
    return layer


def _draw_base(drawn: folium.Map, layers: Sequence[BaseLayer], pane: str) -> None:
    for layer in layers:
        if layer.style in base_style.MARKS:
            continue
        features = map_features.base_features(layer)
        closed = layer.kind == "polygon"
        _draw_lines(
            drawn, features, base_style.STROKES[layer.style], pane, smooth=0.5, closed=closed
        )


def _draw_lines(
    drawn: folium.Map,
    features: Collection,
    strokes: Sequence[Stroke],
    pane: str,
    *,
    smooth: float = 0.0,
    closed: bool = False,
) -> folium.GeoJson:
    """Draw features in each of the strokes, the first one below; return the last layer."""
    for stroke in strokes:
        options = _stroke_options(stroke, closed=closed)
        layer = folium.GeoJson(
            features, style_function=lambda _, options=options: options,
            smooth_factor=smooth, control=False, pane=pane, interactive=False,
        )  # fmt: skip
        layer.add_to(drawn)
    return layer


def _stroke_options(stroke: Stroke, *, closed: bool) -> dict[str, Any]:
    return {
        "color": stroke.colour, "weight": stroke.width, "opacity": stroke.opacity,
        "stroke": stroke.width > 0, "lineCap": "butt" if stroke.dash else "round",
        "dashArray": " ".join(map(str, stroke.dash)) or None,
        "fill": closed and stroke.fill is not None, "fillColor": stroke.fill, "fillOpacity": 1.0,
    }  # fmt: skip


def _draw_marks(drawn: folium.Map, spec: MapSpec, layers: Sequence[BaseLayer]) -> list[Pointed]:
    """Draw the outline of what is chosen, points, stations and places; the last two say more."""
    if spec.selected_at is not None:
        shapes = map_features.area_features(spec)["features"]
        outline = [shape for shape in shapes if shape["properties"]["tip"] == spec.selected_at]
        _draw_lines(drawn, map_features.collection(outline), (base_style.SELECTED,), "hs-lines")
    if html.points_drawn(spec):
        assert spec.points is not None  # noqa: S101 - just looked
        _circles(drawn, map_features.point_features(spec.points), base_style.POINT, 3.0, "hs-lines")
    pointed = []
    for layer in layers:
        mark = base_style.MARKS.get(layer.style)
        if mark is not None:
            radius = 4.0 if layer.style == "station" else 6.0
            circles = _circles(drawn, map_features.base_features(layer), mark, radius, "hs-marks")
            tips = [(piece.name, piece.category or "") for piece in layer.pieces()]
            pointed.append(Pointed(circles, f"hs-mark-{layer.style}", tips))
    return pointed


def _draw_overlay(drawn: folium.Map, overlay: Overlay | None) -> Pointed | None:
    """Draw the outlines of an overlay: first all casings, then all lines."""
    if overlay is None or not overlay.shapes:
        return None
    features = map_features.overlay_features(overlay)
    layer = _draw_lines(drawn, features, base_style.OVERLAY, "hs-found", smooth=0.4)
    return Pointed(layer, "hs-found", [(shape.label, shape.tip) for shape in overlay.shapes])


def _draw_drawn(page: folium.Map, drawn: DrawnOutline | None) -> None:
    """Draw the border of the area that a user drew."""
    if drawn is not None:
        _draw_lines(page, map_features.drawn_features(drawn), base_style.DRAWN, "hs-drawn")


def _draw_place(page: folium.Map, story: Story) -> None:
    """Draw the border of the place that a story is about."""
    _draw_lines(page, story.outline(), (base_style.SELECTED,), "hs-lines")


def _circles(
    drawn: folium.Map, features: Collection, mark: Stroke, radius: float, pane: str
) -> folium.GeoJson:
    options = {
        "color": mark.colour, "weight": mark.width, "fillColor": mark.fill, "fillOpacity": 1.0,
        "fill": True, "radius": radius, "pane": pane, "interactive": pane == "hs-marks",
    }  # fmt: skip
    layer = folium.GeoJson(
        features, style_function=lambda _: options, marker=folium.CircleMarker(), control=False
    )
    layer.add_to(drawn)
    return layer


def _names(base: Base) -> list[tuple[str, str, float, float]]:
    """Return the names on the map, those that matter most first."""
    stations = [
        piece for layer in base.layers if layer.style == "station" for piece in layer.pieces()
    ]
    names = [("wijk", name) for name in base.wijken.names]
    names += [("station", piece.name) for piece in stations]
    places = [*label_places(base.wijken.polygons)]
    places += [shapely.get_coordinates(piece.shape)[0] for piece in stations]
    return [
        (kind, name, lon, lat)
        for (kind, name), (lon, lat) in zip(
            names, path_in_degrees(np.array(places).reshape(-1, 2)), strict=True
        )
    ]


def _number_elements(root: Any) -> None:  # noqa: ANN401 - branca has no types
    """Give every element a number for a name; branca draws lots, and no two pages were equal."""
    pending = [root]
    for at, element in enumerate(pending):
        element._id = str(at)  # noqa: SLF001 - the only way to name an element of branca
        pending += element._children.values()  # noqa: SLF001

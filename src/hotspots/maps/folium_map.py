"""A MapSpec as a folium map, and as one HTML file that needs no internet.

For mail, for a notebook, and for a room without a connection. The live map of the app is another
drawer of the same spec, and `hotspots.maps.paper_map` a third.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

import folium
from matplotlib.colors import to_hex

from hotspots.analysis import words as drawn_text
from hotspots.dutch import number
from hotspots.maps import file_words
from hotspots.maps import geojson as map_features
from hotspots.maps import standalone as words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.degrees import path_in_degrees
from hotspots.maps.folium_border import seal_templates
from hotspots.maps.geojson import base_json
from hotspots.maps.label_places import label_places
from hotspots.maps.live.payload import MOST_POINTS
from hotspots.maps.raster_image import raster_png
from hotspots.maps.standalone import Finish, OfflineMap, Page, Verbatim

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.geography.areas import AreaSet
    from hotspots.maps.spec import DrawnOutline, MapSpec, Overlay
    from hotspots.maps.standalone import Story
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
    base = json.loads(base_json(spec.base))
    (south, west), (north, east) = base["extent"]
    drawn = OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None, zoom_control=False, attribution_control=False,
        zoom_snap=0.25, minZoom=8, maxZoom=19,
    )  # fmt: skip
    page = Page(spec, sealed=sealed)
    page.add_child(drawn)
    for name, z_index, pointer in _PANES:
        folium.map.CustomPane(name, z_index, pointer).add_to(drawn)
    below = [layer for layer in base["layers"] if layer["style"] in base_style.BELOW]
    above = [layer for layer in base["layers"] if layer["style"] not in base_style.BELOW]
    _draw_base(drawn, below, "hs-base")
    explained, tips = _draw_subject(drawn, spec)
    _draw_base(drawn, above, "hs-lines")
    explained += _draw_marks(drawn, spec, above)
    _draw_drawn(drawn, spec.drawn)
    if story is not None:
        _draw_place(drawn, story)
    found = _draw_overlay(drawn, spec.overlay)
    opened_at = base["bounds"] if story is None else story.bounds()
    Finish(explained, found, opened_at, base["extent"]).add_to(drawn)
    subject = [layer for layer in above if layer["id"] == spec.base.subject]
    for piece in _words(spec, base["layers"], subject, story):
        page.html.add_child(Verbatim(piece))
    for name, lines in (tips | _mark_tips(above) | _overlay_tips(spec.overlay)).items():
        page.html.add_child(Verbatim(words.tip_list(name, lines)))
    return drawn


def _draw_subject(
    drawn: folium.Map, spec: MapSpec
) -> tuple[list[tuple[Any, str]], dict[str, list[tuple[str, str]]]]:
    """Draw areas, cells, raster and points; return what can be pointed at, and the words."""
    explained: list[tuple[Any, str]] = []
    tips: dict[str, list[tuple[str, str]]] = {}
    if spec.mask is not None:
        _fill(drawn, spec, map_features.mask_features(spec), pane="hs-base")
    if spec.areas is not None and spec.fill is not None:
        layer = _fill(drawn, spec, map_features.area_features(spec))
        explained.append((layer, "hs-areas"))
        tips["hs-areas"] = map_features.area_tips(spec)
    if spec.cells is not None:
        features, tips["hs-cells"] = map_features.cell_features(spec)
        explained.append((_fill(drawn, spec, features), "hs-cells"))
    if spec.raster is not None:
        png, bounds = raster_png(spec)
        address = "data:image/png;base64," + base64.b64encode(png).decode()
        folium.raster_layers.ImageOverlay(
            address, bounds, opacity=1, pixelated=False, pane="hs-image"
        ).add_to(drawn)
    return explained, tips


def _fill(
    drawn: folium.Map, spec: MapSpec, features: dict[str, Any], pane: str = "overlayPane"
) -> folium.GeoJson:
    """Draw features in the fill of their class."""
    fills = [words.fill_of(at, entry) for at, entry in enumerate(spec.classes)]

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


def _draw_base(drawn: folium.Map, layers: list[dict[str, Any]], pane: str) -> None:
    for layer in layers:
        if layer["style"] in base_style.MARKS:
            continue
        features = map_features.base_features(layer)
        for stroke in base_style.STROKES[layer["style"]]:
            options = _stroke_options(stroke, closed=layer["kind"] == "polygon")
            folium.GeoJson(
                features, style_function=lambda _, options=options: options,
                smooth_factor=0.5, control=False, pane=pane, interactive=False,
            ).add_to(drawn)  # fmt: skip


def _stroke_options(stroke: Stroke, *, closed: bool) -> dict[str, Any]:
    return {
        "color": stroke.colour, "weight": stroke.width, "opacity": stroke.opacity,
        "stroke": stroke.width > 0, "lineCap": "butt" if stroke.dash else "round",
        "dashArray": " ".join(map(str, stroke.dash)) or None,
        "fill": closed and stroke.fill is not None, "fillColor": stroke.fill, "fillOpacity": 1.0,
    }  # fmt: skip


def _draw_marks(
    drawn: folium.Map, spec: MapSpec, layers: list[dict[str, Any]]
) -> list[tuple[Any, str]]:
    """Draw the outline of what is chosen, points, stations and places; the last two explain."""
    chosen = _chosen(spec)
    if chosen is not None:
        shapes = map_features.area_features(spec)["features"]
        outline = [shape for shape in shapes if shape["properties"]["tip"] == chosen]
        options = _stroke_options(base_style.SELECTED, closed=False)
        folium.GeoJson(
            map_features.collection(outline), style_function=lambda _: options,
            smooth_factor=0, control=False, pane="hs-lines", interactive=False,
        ).add_to(drawn)  # fmt: skip
    if _points_shown(spec):
        assert spec.points is not None  # noqa: S101 - just looked
        _circles(drawn, map_features.point_features(spec.points), base_style.POINT, 3.0, "hs-lines")
    explained = []
    for layer in layers:
        mark = base_style.MARKS.get(layer["style"])
        if mark is not None:
            radius = 4.0 if layer["style"] == "station" else 6.0
            features = map_features.base_features(layer)
            circles = _circles(drawn, features, mark, radius, "hs-marks")
            explained.append((circles, f"hs-mark-{layer['style']}"))
    return explained


def _draw_overlay(drawn: folium.Map, overlay: Overlay | None) -> tuple[Any, str] | None:
    """Draw the outlines that were found: first all casings, then all lines."""
    if overlay is None or not overlay.shapes:
        return None
    features = map_features.overlay_features(overlay)
    for stroke in base_style.OVERLAY:
        options = _stroke_options(stroke, closed=False)
        layer = folium.GeoJson(
            features, style_function=lambda _, options=options: options,
            smooth_factor=0.4, control=False, pane="hs-found", interactive=False,
        )  # fmt: skip
        layer.add_to(drawn)
    return layer, "hs-found"


def _draw_drawn(page: folium.Map, drawn: DrawnOutline | None) -> None:
    """Draw the border of the area that a user drew."""
    if drawn is None:
        return
    features = map_features.drawn_features(drawn)
    for stroke in base_style.DRAWN:
        options = _stroke_options(stroke, closed=False)
        folium.GeoJson(
            features, style_function=lambda _, options=options: options,
            smooth_factor=0, control=False, pane="hs-drawn", interactive=False,
        ).add_to(page)  # fmt: skip


def _draw_place(page: folium.Map, story: Story) -> None:
    """Draw the border of the place that a story is about."""
    options = _stroke_options(base_style.SELECTED, closed=False)
    folium.GeoJson(
        story.outline(), style_function=lambda _: options, smooth_factor=0, control=False,
        pane="hs-lines", interactive=False,
    ).add_to(page)  # fmt: skip


def _overlay_tips(overlay: Overlay | None) -> dict[str, list[tuple[str, str]]]:
    if overlay is None:
        return {}
    return {"hs-found": [(shape.label, shape.tip) for shape in overlay.shapes]}


def _circles(
    drawn: folium.Map, features: dict[str, Any], mark: Stroke, radius: float, pane: str
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


def _mark_tips(layers: list[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    return {
        f"hs-mark-{layer['style']}": [
            (entry["name"], entry.get("category", "")) for entry in layer["features"]
        ]
        for layer in layers
        if layer["style"] in base_style.MARKS
    }


def _chosen(spec: MapSpec) -> int | None:
    """Return the position of the area that a user chose, if it is on the map."""
    if spec.areas is None or spec.selected not in spec.areas.codes:
        return None
    return spec.areas.codes.index(spec.selected)


def _points_shown(spec: MapSpec) -> bool:
    return spec.points is not None and 0 < len(spec.points.x_rd) <= MOST_POINTS


def _words(
    spec: MapSpec,
    layers: list[dict[str, Any]],
    subject: list[dict[str, Any]],
    story: Story | None,
) -> list[str]:
    """Return everything of the page that is read."""
    notes = []
    if spec.points is not None and len(spec.points.x_rd) > MOST_POINTS:
        notes.append(
            file_words.TOO_MANY_POINTS.format(
                count=number(len(spec.points.x_rd)), most=number(MOST_POINTS)
            )
        )
    places = [place for layer in subject for place in layer["features"]]
    return [
        words.heading(spec),
        *([] if story is None else [story.html]),
        words.legend(spec, _base_legend(spec, layers, chosen=story is not None), notes),
        words.tables(spec, places),
        words.footer(spec),
        words.name_list(_names(spec.base.wijken, layers)),
        words.control_words(),
    ]


def _base_legend(
    spec: MapSpec, layers: list[dict[str, Any]], *, chosen: bool
) -> list[tuple[str, str]]:
    """Return swatch and label of every layer of the base but the land itself."""
    rows = []
    for layer in layers:
        style = layer["style"]
        label = text.WIJKEN if style == "wijk" else layer["label"]
        if style in base_style.MARKS:
            rows.append((_mark_swatch(base_style.MARKS[style]), label))
        elif style not in base_style.BELOW:
            closed = layer["kind"] == "polygon"
            rows.append((_line_swatch(base_style.STROKES[style], closed=closed), label))
    if chosen or _chosen(spec) is not None:
        rows.append((_line_swatch((base_style.SELECTED,)), file_words.SELECTED))
    if spec.drawn is not None:
        rows.append((_line_swatch(base_style.DRAWN), drawn_text.DRAWN_LINE))
    if _points_shown(spec):
        rows.append((_mark_swatch(base_style.POINT), file_words.POINT.format(unit=spec.unit)))
    return rows


def _mark_swatch(mark: Stroke) -> str:
    return (
        '<svg viewBox="0 0 28 17" aria-hidden="true">'
        f'<circle cx="14" cy="8.5" r="5" fill="{mark.fill}" stroke="{mark.colour}"/></svg>'
    )


def _line_swatch(drawn: tuple[Stroke, ...], *, closed: bool = False) -> str:
    strokes = "".join(
        f'<path d="M1 8.5H27" stroke="{stroke.colour}" stroke-width="{stroke.width}" '
        f'stroke-dasharray="{" ".join(map(str, stroke.dash)) or "none"}"/>'
        for stroke in drawn
    )
    filled = drawn[-1].fill
    if closed and filled:
        strokes = f'<rect x=".5" y=".5" width="27" height="16" fill="{to_hex(filled)}"/>'
    return f'<svg viewBox="0 0 28 17" aria-hidden="true">{strokes}</svg>'


def _names(wijken: AreaSet, layers: list[dict[str, Any]]) -> list[tuple[str, str, float, float]]:
    """Return the names on the map, those that matter most first."""
    places = path_in_degrees(label_places(wijken.polygons))
    names = [
        ("wijk", name, lon, lat) for name, (lon, lat) in zip(wijken.names, places, strict=True)
    ]
    return names + [
        ("station", entry["name"], *entry["at"])
        for layer in layers
        if layer["style"] == "station"
        for entry in layer["features"]
    ]


def _number_elements(root: Any) -> None:  # noqa: ANN401 - branca has no types
    """Give every element a number for a name; branca draws lots, and no two pages were equal."""
    pending = [root]
    for at, element in enumerate(pending):
        element._id = str(at)  # noqa: SLF001 - the only way to name an element of branca
        pending += element._children.values()  # noqa: SLF001

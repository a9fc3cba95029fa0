"""The page around a map that leaves as a file: what is read on it, its scripts and its policy.

Everything a reader reads is written here, escaped, and not by folium. A page that is sealed tells
the browser, in a Content-Security-Policy, to run no script but the ones counted here, and to fetch
nothing at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from matplotlib.colors import to_hex

from hotspots.dutch import number, plural
from hotspots.maps import file_words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.base import TOLERANCE_M
from hotspots.maps.degrees import DECIMALS, corners, path_in_degrees
from hotspots.maps.folium_border import escaped
from hotspots.maps.geojson import collection, feature
from hotspots.maps.spec import MOST_POINTS
from hotspots.maps.words import counted, legend_notes, overlay_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.maps.degrees import Corners
    from hotspots.maps.geojson import Collection
    from hotspots.maps.spec import MapClass, MapSpec, Overlay
    from hotspots.maps.style import Stroke


_HERE: Final = Path(__file__).parent
_LIVE_MAP: Final = _HERE / "live" / "assets"
_LEAFLET: Final = _LIVE_MAP / "vendor" / "leaflet"
_PAGE: Final = _HERE / "standalone_assets"


def policy(styles: list[str], scripts: list[str]) -> str:
    """Return the policy of a sealed page: these styles, these scripts, images in the page."""
    style, script = (" ".join(_fingerprint(code) for code in codes) for codes in (styles, scripts))
    rules = (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _fingerprint(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def leaflet_script() -> str:
    """Return Leaflet without the address of its source map, which developer tools would fetch."""
    code = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE).strip()


#: Scripts of the live map that the page runs as well: modules there, one script here.
_SHARED_SCRIPTS: Final = ("elements.js", "outlines.js", "outline_tags.js", "tooltip.js")


@cache
def page_script() -> str:
    """Return our own script, and those that it shares with the live map."""
    shared = "".join((_LIVE_MAP / name).read_text(encoding="utf-8") for name in _SHARED_SCRIPTS)
    # Everything is in one place here: what one hands out, the next one has.
    shared = re.sub(r"^import .*;\n|^export ", "", shared, flags=re.MULTILINE)
    return (_PAGE / "page.js").read_text(encoding="utf-8") + shared


@cache
def style_sheet() -> str:
    """Return the styles of Leaflet, without the images of controls that are not here, and ours."""
    leaflet = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    leaflet = re.sub(r"url\([^)]*\)", "none", leaflet)
    shared = (_LIVE_MAP / "pointed.css").read_text(encoding="utf-8")
    return leaflet + shared + (_PAGE / "page.css").read_text(encoding="utf-8")


#: Degrees around the place, so that its neighbours are in sight: some 100 m.
_AIR: Final = 0.001


@dataclass(frozen=True, slots=True)
class Story:
    """A story about one place.

    Attributes
    ----------
    html
        Finished HTML; every text from data in it has passed `hotspots.maps.folium_border`.
    place
        The place as a shapely (multi)polygon in RD metres.
    """

    html: str
    place: shapely.Geometry

    def bounds(self) -> Corners:
        """Return what the map opens at: south-west and north-east corner, lat before lon."""
        (south, west), (north, east) = corners(shapely.bounds(self.place))
        lower = [round(south - _AIR, DECIMALS), round(west - _AIR, DECIMALS)]
        return [lower, [round(north + _AIR, DECIMALS), round(east + _AIR, DECIMALS)]]

    def outline(self) -> Collection:
        """Return the border of the place as GeoJSON that holds nothing but numbers."""
        simple = shapely.simplify(self.place, TOLERANCE_M)
        rings = [
            shapely.get_coordinates(ring)
            for polygon in shapely.get_parts(simple)
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        return collection(feature("LineString", path_in_degrees(ring)) for ring in rings)


#: Cells in the table; the whole list is an export of the analysis, not of its map.
_CELLS_IN_TABLE: Final = 50
#: The marks of the live map, drawn on a tile of 8 by 8 pixels: path and width of the line.
_MARKS: Final = {
    "hatch": ("M-2 2 2 -2M0 8 8 0M6 10 10 6", 1.4),
    "cross": ("M-2 2 2 -2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6 -2 10 2", 1.0),
    "dots": ("M2 2h.01M6 6h.01", 2.2),
    "lines": ("M0 2h8M0 6h8", 1.1),
    "grid": ("M0 4h8M4 0v8", 1.0),
}
_INK: Final = "#282c34"


def heading(spec: MapSpec) -> str:
    """Return title, subtitle and badge."""
    badge = f'<p class="hs-badge">{escaped(spec.badge)}</p>' if spec.badge else ""
    return (
        f'<header><h1 id="hs-title">{escaped(spec.title)}</h1>'
        f'<p class="hs-subtitle">{escaped(spec.subtitle)}</p>{badge}</header>'
    )


def legend(spec: MapSpec, *, has_place: bool) -> str:
    """Return the legend: classes with counts, outlines, the base, what to bear in mind.

    Parameters
    ----------
    has_place
        Whether the map has a line around the place of a story.
    """
    title, subtitle = escaped(spec.legend.title), escaped(spec.legend.subtitle)
    under = "".join(
        f"<tr><td>{swatch}</td><td>{escaped(label)}</td><td></td></tr>"
        for swatch, label in _base_rows(spec, has_place=has_place)
    )
    notes = list(legend_notes(spec))
    if spec.points is not None and len(spec.points) > MOST_POINTS:
        count, most = number(len(spec.points)), number(MOST_POINTS)
        notes.append(file_words.TOO_MANY_POINTS.format(count=count, most=most))
    if spec.classes and spec.registered:
        notes.append(text.REGISTERED_NOTE)
    return (
        f'<aside aria-label="{text.LEGEND}">{_patterns(spec.classes)}<h2>{title}</h2>'
        f'<p class="hs-subtitle">{subtitle}</p>{_classes(spec)}{_outlines(spec.overlay)}'
        f"<h3>{text.BASE}</h3><table><tbody>{under}</tbody></table>"
        + "".join(f'<p class="hs-note">{escaped(note)}</p>' for note in notes)
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


def _base_rows(spec: MapSpec, *, has_place: bool) -> list[tuple[str, str]]:
    """Return swatch and label of every layer of the base but the land itself."""
    rows = []
    for layer in spec.base.layers:
        style = layer.style
        label = text.WIJKEN if style == "wijk" else layer.label
        if style in base_style.MARKS:
            rows.append((_mark_swatch(base_style.MARKS[style]), label))
        elif style not in base_style.BELOW:
            closed = layer.kind == "polygon"
            rows.append((_line_swatch(base_style.STROKES[style], closed=closed), label))
    if has_place or spec.selected_at is not None:
        rows.append((_line_swatch((base_style.SELECTED,)), file_words.SELECTED))
    if spec.drawn is not None:
        rows.append((_line_swatch(base_style.DRAWN), text.DRAWN_LINE))
    if points_drawn(spec):
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


def points_drawn(spec: MapSpec) -> bool:
    """Return whether single incidents are drawn: there are some, and not too many."""
    return spec.points is not None and 0 < len(spec.points) <= MOST_POINTS


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


def tip_list(name: str, tips: Iterable[tuple[str, str]]) -> str:
    """Return a hidden list that tooltips take their words from, as text."""
    items = "".join(
        f"<li>{f'<b>{escaped(title)}</b>' if title else ''}<span>{escaped(line)}</span></li>"
        for title, line in tips
    )
    return f'<ul id="{name}" hidden>{items}</ul>'


def name_list(labels: Iterable[tuple[str, str, float, float]]) -> str:
    """Return a hidden list of names on the map: kind, name, lon and lat."""
    items = "".join(
        f'<li data-kind="{kind}" data-lon="{lon}" data-lat="{lat}">{escaped(label)}</li>'
        for kind, label, lon, lat in labels
    )
    return f'<ul id="hs-names" hidden>{items}</ul>'


def control_words() -> str:
    """Return the words of the controls, for the script of the page."""
    return (
        f'<div id="hs-words" hidden data-zoom-in="{text.ZOOM_IN}" '
        f'data-zoom-out="{text.ZOOM_OUT}" '
        f'data-fit="{text.FIT}"></div><noscript><p>{file_words.NO_SCRIPT}</p></noscript>'
    )


def footer(spec: MapSpec) -> str:
    """Return where the map comes from."""
    source = escaped(text.SOURCE.format(attribution=spec.attribution))
    return f"<footer><p>{source}</p><p>{escaped(spec.version)}</p></footer>"


def tables(spec: MapSpec) -> str:
    """Return what the map says to those who cannot see or point at it."""
    outlines = _overlay_table(spec.overlay) if spec.overlay is not None else ""
    return f'<div class="hs-tables">{outlines}{_numbers_table(spec)}</div>'


def _overlay_table(overlay: Overlay) -> str:
    rows = [(shape.label, shape.tip) for shape in overlay.shapes]
    return _table(overlay_entry(overlay), (file_words.TABLE_LABEL, file_words.TABLE_TIP), rows)


def _numbers_table(spec: MapSpec) -> str:
    if spec.areas is not None and spec.fill is not None:
        tips = spec.tips or ("",) * len(spec.areas)
        rows = [
            (name, tip or file_words.NO_VALUE_ASKED)
            for name, tip in zip(spec.areas.names, tips, strict=True)
        ]
        return _table(file_words.TABLE, (file_words.TABLE_AREA, file_words.TABLE_VALUE), rows)
    if spec.cells is not None:
        return _cell_table(spec)
    subject = [layer for layer in spec.base.layers if layer.id == spec.base.subject]
    places = [piece for layer in subject for piece in layer.pieces() if piece.name]
    named = [(piece.name, piece.category or "") for piece in places]
    return _table(file_words.TABLE_PLACES, (file_words.TABLE_NAME, file_words.TABLE_KIND), named)


def _cell_table(spec: MapSpec) -> str:
    cells = spec.cells
    assert cells is not None  # noqa: S101 - the caller has looked
    order = np.lexsort((cells.row, cells.col, -cells.count))[:_CELLS_IN_TABLE]
    rows = [
        (
            f"{number(cells.col[at] * cells.size_m)} – {number(cells.row[at] * cells.size_m)}",
            plural(int(cells.count[at]), spec.unit_one, spec.unit),
        )
        for at in order.tolist()
    ]
    summary = file_words.TABLE_CELLS.format(count=len(rows))
    return _table(summary, (file_words.TABLE_CELL, file_words.TABLE_VALUE), rows)


def _table(summary: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    body = "".join(f"<tr><td>{escaped(one)}</td><td>{escaped(two)}</td></tr>" for one, two in rows)
    return (
        f"<details><summary>{escaped(summary)}</summary><div><table><thead><tr><th>{head[0]}</th>"
        f"<th>{head[1]}</th></tr></thead><tbody>{body}</tbody></table></div></details>"
    )

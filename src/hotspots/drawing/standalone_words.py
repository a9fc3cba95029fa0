"""The words of a map that stands alone, as HTML: every text from data passes the border here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.colors import to_hex

from hotspots.drawing import base_style
from hotspots.drawing.folium_border import escaped
from hotspots.drawing.legend_counts import counted
from hotspots.drawing.overlay_words import legend_notes, overlay_entry
from hotspots.text import exported_map as text
from hotspots.text import maps as map_text
from hotspots.text.numbers import number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.cartography.map_spec import MapClass, MapSpec, Overlay

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


def legend(spec: MapSpec, base: Sequence[tuple[str, str]], notes: Iterable[str]) -> str:
    """Return the legend: classes with counts, what was found, the base, what to bear in mind.

    Parameters
    ----------
    base
        Swatch as SVG and label of what lies under every map.
    notes
        What to say besides the notes of the spec.
    """
    title, subtitle = escaped(spec.legend.title), escaped(spec.legend.subtitle)
    under = "".join(
        f"<tr><td>{swatch}</td><td>{escaped(label)}</td><td></td></tr>" for swatch, label in base
    )
    said = [*legend_notes(spec), *notes]
    if spec.classes and spec.registered:
        said.append(map_text.REGISTERED_NOTE)
    return (
        f'<aside aria-label="{text.LEGEND}">{_patterns(spec.classes)}<h2>{title}</h2>'
        f'<p class="hs-subtitle">{subtitle}</p>{_classes(spec)}{_found(spec.overlay)}'
        f"<h3>{text.BASE}</h3><table><tbody>{under}</tbody></table>"
        + "".join(f'<p class="hs-note">{escaped(note)}</p>' for note in said)
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
        f'<table class="hs-classes"><thead><tr><th><span class="hs-unseen">{text.COLOUR}</span>'
        f'</th><th><span class="hs-unseen">{text.CLASS}</span></th><th>{counted(spec)}</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _found(overlay: Overlay | None) -> str:
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
    found = []
    for at, entry in enumerate(classes):
        if entry.pattern:
            path, width = _MARKS[entry.pattern]
            found.append(
                f'<pattern id="hs-pattern-{at}" width="8" height="8" '
                'patternUnits="userSpaceOnUse">'
                f'<rect width="8" height="8" fill="{to_hex(entry.colour)}"/>'
                f'<path d="{path}" stroke="{_INK}" stroke-opacity=".6" stroke-width="{width}" '
                'stroke-linecap="round"/></pattern>'
            )
    return f'<svg class="hs-unseen" aria-hidden="true">{"".join(found)}</svg>' if found else ""


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
        f'data-fit="{text.FIT}"></div><noscript><p>{text.NO_SCRIPT}</p></noscript>'
    )


def footer(spec: MapSpec) -> str:
    """Return where the map comes from."""
    source = escaped(text.SOURCE.format(attribution=spec.attribution))
    return f"<footer><p>{source}</p><p>{escaped(spec.version)}</p></footer>"


def tables(spec: MapSpec, places: Sequence[dict[str, Any]] = ()) -> str:
    """Return what the map says for who cannot see or point at it."""
    found = _overlay_table(spec.overlay) if spec.overlay is not None else ""
    return f'<div class="hs-tables">{found}{_numbers_table(spec, places)}</div>'


def _overlay_table(overlay: Overlay) -> str:
    rows = [(shape.label, shape.tip) for shape in overlay.shapes]
    return _table(overlay_entry(overlay), (text.TABLE_LABEL, text.TABLE_TIP), rows)


def _numbers_table(spec: MapSpec, places: Sequence[dict[str, Any]]) -> str:
    if spec.areas is not None and spec.fill is not None:
        tips = spec.tips or ("",) * len(spec.areas)
        rows = [
            (name, tip or text.NO_VALUE_ASKED)
            for name, tip in zip(spec.areas.names, tips, strict=True)
        ]
        return _table(text.TABLE, (text.TABLE_AREA, text.TABLE_VALUE), rows)
    if spec.cells is not None:
        return _cell_table(spec)
    named = [(str(place["name"]), str(place.get("category", ""))) for place in places]
    named = [row for row in named if row[0]]
    return _table(text.TABLE_PLACES, (text.TABLE_NAME, text.TABLE_KIND), named)


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
    summary = text.TABLE_CELLS.format(count=len(rows))
    return _table(summary, (text.TABLE_CELL, text.TABLE_VALUE), rows)


def _table(summary: str, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    body = "".join(f"<tr><td>{escaped(one)}</td><td>{escaped(two)}</td></tr>" for one, two in rows)
    return (
        f"<details><summary>{escaped(summary)}</summary><div><table><thead><tr><th>{head[0]}</th>"
        f"<th>{head[1]}</th></tr></thead><tbody>{body}</tbody></table></div></details>"
    )

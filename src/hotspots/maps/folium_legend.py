"""The legend beside a map of folium, as HTML in which every text from data is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.colors import to_hex

from hotspots.dutch import number
from hotspots.maps import file_words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.file_legend import file_notes, ground_entries
from hotspots.maps.visible import escaped
from hotspots.maps.words import counted, overlay_entry

if TYPE_CHECKING:
    from hotspots.maps.file_legend import GroundEntry
    from hotspots.maps.spec import MapClass, MapSpec, Overlay
    from hotspots.maps.style import Stroke


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

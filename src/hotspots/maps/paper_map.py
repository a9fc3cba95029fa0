"""A MapSpec on paper: one sheet as PNG, SVG or PDF, in RD, without a browser.

A sheet says everything by itself: what, when, how many, by whom, with which version of the data.
It holds no date of today, so that the same spec gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely
from matplotlib.patches import Rectangle

from hotspots.dutch import number
from hotspots.maps import file_words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.base import lived_in
from hotspots.maps.file_words import file_notes, ground_entries
from hotspots.maps.paper_legend import LegendColumn, draw_north, draw_scale
from hotspots.maps.paper_names import NamePlaces, tag_outlines
from hotspots.maps.paper_shapes import MapFrame, draw_map, drawn_layers, fitted
from hotspots.maps.paper_sheet import (
    DPI,
    HEIGHT_MM,
    WIDTH_MM,
    Sheet,
    line_height,
    save_figure,
    shortened,
    text_width,
    wrapped,
)
from hotspots.maps.words import counted

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from hotspots.geography.areas import Geography
    from hotspots.maps.paper_shapes import Box, DrawnLayer
    from hotspots.maps.spec import MapSpec


#: Millimetres on A4: margin, the column with the legend, and where the map ends under the title.
_MARGIN: Final = 10.0
_COLUMN: Final = 66.0
_GUTTER: Final = 6.0
_MAP_TOP: Final = 188.0
#: Points, of what was chosen.
_CHOSEN_SIZE: Final = 9.0
_MAP_WIDTH: Final = WIDTH_MM - 2 * _MARGIN - _COLUMN - _GUTTER
_OVERVIEW_HEIGHT: Final = 46.0
_SCALE_HEIGHT: Final = 15.0
#: A map that shows less than this share of the municipality gets an overview beside it.
_MOST: Final = 0.7


def paper_figure(spec: MapSpec, *, width_mm: float = WIDTH_MM, dpi: float = DPI) -> Figure:
    """Return a map as a sheet of paper on its side, with the proportions of A4.

    The map shows where people live, at a round scale; if that leaves out much of the municipality,
    an overview in the same colours shows all of it.

    Parameters
    ----------
    spec
        What to draw.
    width_mm
        297 for A4, 420 for A3. Everything grows along, the scale of the map as well.
    dpi
        Dots per inch, for a figure that becomes pixels.
    """
    sheet = Sheet(width_mm, dpi)
    layers = drawn_layers(spec.base)
    geography = spec.base.geography
    top = _write_head(sheet, spec)
    bottom = _write_foot(sheet, spec)
    height = top - bottom
    frame = MapFrame(sheet.axes(_MARGIN, bottom, _MAP_WIDTH, height), sheet.enlarged)
    needed = _first_look(spec, layers)
    denominator, bounds = fitted(needed, _MAP_WIDTH, height, sheet.enlarged)
    frame.show(bounds)
    draw_map(frame, spec, layers)
    _border(sheet, _MARGIN, bottom, _MAP_WIDTH, height)
    names = NamePlaces(sheet, frame, bounds, denominator / 1000 * sheet.enlarged)
    sites = _mark_places(names, layers)
    unseen = tag_outlines(names, spec.overlay.shapes if spec.overlay is not None else ())
    names.name_areas(geography.named.names, geography.named.polygons)
    floor = bottom + _SCALE_HEIGHT
    column = _write_column(sheet, spec, top)
    wanted = not sites and (unseen or _share_shown(bounds, geography) < _MOST)
    # A long legend needs the place of the overview: what the colours mean comes first.
    if wanted and column.top >= floor + _OVERVIEW_HEIGHT:
        overview = _overview_places(sheet, geography, bounds, floor)
        draw_map(overview.frame, spec, layers)
        tag_outlines(overview, unseen)
        floor += _OVERVIEW_HEIGHT + 3.0
    _list_below(column, spec, sites, floor)
    _write_scale(sheet, denominator, bottom)
    return sheet.figure


def write_paper_map(spec: MapSpec, path: Path) -> None:
    """Write a map as a sheet of A4: .png at 300 dpi, .svg or .pdf, after the end of ``path``.

    Text stays text: a PDF has its fonts in it, an SVG names them.
    """
    figure = paper_figure(spec)
    save_figure(figure, path, ending=path.suffix.lower(), title=spec.title)


def _write_head(sheet: Sheet, spec: MapSpec) -> float:
    """Write title, badge and what was chosen; return where the map can begin."""
    east = WIDTH_MM - _MARGIN
    space = WIDTH_MM - 2 * _MARGIN
    if spec.badge:
        badge = shortened(spec.badge, 9.0, 80.0, "bold")
        width = text_width(badge, 9.0, "bold") + 6.0
        west, south = east - width, 196.5
        for x, across, colour in ((west, width, "#fff4e0"), (west, 1.2, base_style.ACCENT)):
            sheet.draw(Rectangle((x, south), across, 6.5, facecolor=colour, edgecolor="none"))
        sheet.write(
            west + 3.6, south + 3.25, badge, size=9.0, weight="bold", va="center_baseline",
            gid="badge",
        )  # fmt: skip
        space -= width + 6.0
    title = shortened(spec.title, 16.0, space, "bold")
    sheet.write(_MARGIN, 203.0, title, size=16.0, weight="bold", va="top", gid="title")
    # What was chosen is never cut off: many wijken take more lines, and the map makes room.
    lines = wrapped(spec.subtitle, _CHOSEN_SIZE, WIDTH_MM - 2 * _MARGIN)
    below = sheet.write_lines(
        _MARGIN, 195.2, lines, size=_CHOSEN_SIZE, colour=base_style.MUTED, gid="subtitle"
    )
    return min(_MAP_TOP, below - 1.5)


def _write_foot(sheet: Sheet, spec: MapSpec) -> float:
    """Write notes and source along the lower edge; return where the map can begin."""
    width = WIDTH_MM - 2 * _MARGIN
    notes = wrapped(" ".join(file_notes(spec, every_point=True)), 7.0, width, most=5)
    source = text.SOURCE.format(attribution=spec.attribution)
    origin = wrapped(f"{source}. {spec.version}".strip(), 7.0, width, most=3)
    top = 7.0 + (len(notes) + len(origin)) * line_height(7.0)
    below = sheet.write_lines(_MARGIN, top, notes, size=7.0, gid="note")
    sheet.write_lines(_MARGIN, below, origin, size=7.0, colour=base_style.MUTED, gid="source")
    return top + 3.0


def _first_look(spec: MapSpec, layers: list[DrawnLayer]) -> Box:
    """Return what the map must show: where people live, and all of a layer that is its subject."""
    geography = spec.base.geography
    needed = shapely.box(*lived_in(geography))
    for layer in layers:
        if layer.id == spec.base.subject and len(layer.shapes):
            whole = shapely.box(*shapely.bounds(geography.outline))
            subject = shapely.box(*shapely.total_bounds(layer.shapes))
            needed = shapely.union(needed, shapely.intersection(subject, whole))
    west, south, east, north = shapely.bounds(needed).tolist()
    return west, south, east, north


def _share_shown(bounds: Box, geography: Geography) -> float:
    whole = geography.outline
    seen = shapely.intersection(whole, shapely.box(*bounds))
    return float(shapely.area(seen) / shapely.area(whole))


def _border(sheet: Sheet, west: float, south: float, width: float, height: float) -> None:
    """Draw the ground outside the municipality, and a line around it."""
    sheet.draw(
        Rectangle(
            (west, south), width, height, facecolor=base_style.BEYOND, edgecolor="#8a9099",
            linewidth=0.8 * sheet.enlarged, zorder=0.0,
        )
    )  # fmt: skip


def _mark_places(names: NamePlaces, layers: list[DrawnLayer]) -> list[str]:
    """Draw stations and numbered places; return the names of the places by number."""
    sites: list[str] = []
    # Places first: they are the subject, and a name of a station can stand on its other side.
    for layer in layers:
        if layer.style == "site":
            first = len(sites) + 1
            names.number_sites(layer, list(range(first, first + len(layer.names))))
            sites += layer.names
    for layer in layers:
        if layer.style == "station":
            names.mark_stations(layer)
    return sites


def _overview_places(sheet: Sheet, geography: Geography, shown: Box, south: float) -> NamePlaces:
    """Return a small map of the whole municipality, with a line around what the large one shows."""
    west = WIDTH_MM - _MARGIN - _COLUMN
    frame = MapFrame(sheet.axes(west, south, _COLUMN, _OVERVIEW_HEIGHT), sheet.enlarged, main=False)
    whole = tuple(shapely.bounds(geography.outline).tolist())
    denominator, bounds = fitted(whole, _COLUMN, _OVERVIEW_HEIGHT, sheet.enlarged)
    frame.show(bounds)
    _border(sheet, west, south, _COLUMN, _OVERVIEW_HEIGHT)
    fit = text.FIT.format(whole=geography.words)
    sheet.write(
        0.02, 0.03, fit, size=6.4, axes=frame.axes, transform=frame.axes.transAxes,
        colour=base_style.MUTED, zorder=9.0,
    )  # fmt: skip
    frame.axes.add_artist(
        Rectangle(
            (shown[0], shown[1]), shown[2] - shown[0], shown[3] - shown[1], fill=False,
            edgecolor="#22262e", linewidth=1.0 * sheet.enlarged, zorder=9.0,
        )
    )  # fmt: skip
    places = NamePlaces(sheet, frame, bounds, denominator / 1000 * sheet.enlarged)
    across = (text_width(fit, 6.4) + 3.0) * places.metres_per_mm
    up = (line_height(6.4) + 2.0) * places.metres_per_mm
    places.taken.append((bounds[0], bounds[1], bounds[0] + across, bounds[1] + up))
    return places


def _write_column(sheet: Sheet, spec: MapSpec, top: float) -> LegendColumn:
    """Write what the colours and lines mean, and return the column for what else fits."""
    column = LegendColumn(sheet, WIDTH_MM - _MARGIN - _COLUMN, top, _COLUMN)
    column.write_title(spec)
    if spec.classes:
        column.write_classes(spec, counted(spec))
    if spec.overlay is not None:
        column.write_overlay(spec.overlay)
    column.write_base(
        (entry.style, entry.label) for entry in ground_entries(spec, every_point=True)
    )
    return column


def _list_below(column: LegendColumn, spec: MapSpec, sites: list[str], floor: float) -> None:
    """Write what the numbers on the map are, as far as they fit."""
    if sites:
        numbered = [(str(at), name) for at, name in enumerate(sites, start=1)]
        column.list_numbered(numbered, floor, gid="site")
    elif spec.overlay is not None:
        outlines = [(shape.label, shape.tip) for shape in spec.overlay.shapes]
        column.list_numbered(outlines, floor, gid="found-tip", most_lines=2)


def _write_scale(sheet: Sheet, denominator: int, bottom: float) -> None:
    west, east = WIDTH_MM - _MARGIN - _COLUMN, WIDTH_MM - _MARGIN
    draw_scale(sheet, west + 1.0, bottom + 6.0, _COLUMN - 22.0, denominator)
    draw_north(sheet, east - 4.0, bottom + 1.0)
    size = (sheet.enlarged * WIDTH_MM, sheet.enlarged * HEIGHT_MM)
    scale = file_words.SCALE.format(
        scale=number(denominator), width=number(size[0]), height=number(size[1])
    )
    sheet.write(
        west, bottom, shortened(scale, 6.4, _COLUMN - 9.0), size=6.4, colour=base_style.MUTED,
        va="bottom",
    )  # fmt: skip

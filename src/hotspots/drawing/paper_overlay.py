"""What was found, on a paper map: outlines, each with its number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from matplotlib.collections import PolyCollection

from hotspots.drawing import base_style
from hotspots.drawing.paper_names import overlap
from hotspots.drawing.paper_sheet import line_height, shortened, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.cartography.map_spec import DrawnOutline, Overlay, Shape
    from hotspots.drawing.paper_names import Box, NamePlaces
    from hotspots.drawing.paper_shapes import MapFrame

#: Above points, below stations and names.
_ZORDER: Final = 6.5
_DRAWN_ZORDER: Final = 6.4
_TAG_ZORDER: Final = 8.0
#: Of the width of lines there: at full width they would fill a small outline.
_SHARE_IN_OVERVIEW: Final = 0.6
#: Points.
_TAG_SIZE: Final = 6.2
#: Millimetres: room around a label, the widest it may be, and under which size an outline is not
#: covered by the tag of another.
_PAD_MM: Final = 0.5
_WIDEST_MM: Final = 12.0
_SMALL_MM: Final = 6.0
#: Where a tag is tried, seen from its outline: east and north; the first is best.
_SIDES: Final = ((1, 1), (0, 1), (-1, 1), (1, 0), (-1, 0), (1, -1), (0, -1), (-1, -1))


def draw_overlay(frame: MapFrame, overlay: Overlay) -> None:
    """Draw the outlines: first all casings, then all lines."""
    share = 1.0 if frame.main else _SHARE_IN_OVERVIEW
    for stroke, gid in zip(base_style.OVERLAY, ("found-casing", "found"), strict=True):
        frame.axes.add_collection(
            PolyCollection(
                [shape.ring for shape in overlay.shapes], facecolors="none",
                edgecolors=stroke.colour, linewidths=share * frame.width(stroke.width),
                alpha=stroke.opacity, joinstyle="round", zorder=_ZORDER,
                gid=gid if frame.main else None,
            ),
            autolim=False,
        )  # fmt: skip


def draw_drawn(frame: MapFrame, drawn: DrawnOutline) -> None:
    """Draw the border of the area that a user drew."""
    for stroke, gid in zip(base_style.DRAWN, ("drawn-casing", "drawn"), strict=True):
        dashes = tuple(part / stroke.width for part in stroke.dash)
        frame.axes.add_collection(
            PolyCollection(
                [drawn.ring], facecolors="none", edgecolors=stroke.colour,
                linewidths=frame.width(stroke.width), alpha=stroke.opacity,
                linestyles=[(0.0, dashes)] if dashes else "solid", zorder=_DRAWN_ZORDER,
                gid=gid if frame.main else None,
            ),
            autolim=False,
        )  # fmt: skip


def tag_outlines(
    names: NamePlaces, shapes: Iterable[Shape], size: float = _TAG_SIZE
) -> list[Shape]:
    """Write the label of each outline beside it; return the outlines that are not in sight.

    The first choose first. A label that has room nowhere is left out: under another it could not
    be read either. ``size`` is in points.
    """
    seen = [(shape, _in_sight(names, shape)) for shape in shapes]
    small = {
        at: box
        for at, (_, line) in enumerate(seen)
        if len(line) and _is_small(names, box := _around(line))
    }
    for at, (shape, line) in enumerate(seen):
        others = [box for other, box in small.items() if other != at]
        if len(line):
            _tag(names, shape.label, line, others, size)
    return [shape for shape, line in seen if not len(line)]


def _in_sight(names: NamePlaces, shape: Shape) -> NDArray[np.float64]:
    """Return places along an outline, a millimetre apart, as far as the map shows them."""
    ring = shapely.segmentize(shapely.linearrings(shape.ring), names.metres_per_mm)
    along: NDArray[np.float64] = shapely.get_coordinates(ring)
    west, south, east, north = names.bounds
    x_rd, y_rd = along.T
    seen: NDArray[np.float64] = along[
        (west < x_rd) & (x_rd < east) & (south < y_rd) & (y_rd < north)
    ]
    return seen


def _around(line: NDArray[np.float64]) -> Box:
    (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _is_small(names: NamePlaces, box: Box) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) < _SMALL_MM * names.metres_per_mm


def _tag(
    names: NamePlaces, label: str, line: NDArray[np.float64], others: list[Box], size: float
) -> None:
    """Write a label at the first side of its outline where it covers nothing that matters."""
    shown = shortened(label, size, _WIDEST_MM, "bold")
    width = text_width(shown, size, "bold") + 4 * _PAD_MM
    height = line_height(size) + _PAD_MM
    free = []
    for side in np.array(_SIDES):
        touched = line[np.argmax(line @ side)]
        x, y = (touched + side * (width, height) * names.metres_per_mm / 2).tolist()
        box = names.box(x, y, width, height)
        if names.is_free(box):
            free.append((sum(overlap(box, other) for other in others), x, y))
    if not free:
        return
    _, x, y = min(free, key=lambda place: place[0])
    write_tag(names, x, y, shown, size)


def tag_box(names: NamePlaces, x: float, y: float, label: str, size: float) -> Box:
    """Return the room that a label takes around a place, in RD metres."""
    width = text_width(label, size, "bold") + 4 * _PAD_MM
    return names.box(x, y, width, line_height(size) + _PAD_MM)


def write_tag(names: NamePlaces, x: float, y: float, label: str, size: float) -> None:
    """Write a label in light on dark, with its middle at a place, and take its room."""
    names.taken.append(tag_box(names, x, y, label, size))
    casing, drawn = base_style.OVERLAY
    plate = {
        "boxstyle": "round,pad=0.15", "facecolor": drawn.colour, "edgecolor": casing.colour,
        "linewidth": 0.5 * names.frame.enlarged,
    }  # fmt: skip
    names.sheet.write(
        x, y, label, size=size, axes=names.frame.axes, weight="bold", colour=casing.colour,
        ha="center", va="center_baseline", zorder=_TAG_ZORDER, bbox=plate, gid="tag",
    )  # fmt: skip

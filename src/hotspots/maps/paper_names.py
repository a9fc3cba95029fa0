"""Names and tags on a paper map: in or beside what they name, and never over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.maps import style as base_style
from hotspots.maps.base import label_places
from hotspots.maps.paper_sheet import line_height, printable, shortened, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.maps.paper_shapes import Box, DrawnLayer, MapFrame
    from hotspots.maps.paper_sheet import Sheet
    from hotspots.maps.spec import Shape

#: Sizes in points that a name is tried in; smaller is not read at arm's length.
_SIZES: Final = (8.0, 7.0, 6.2)
_STATION_SIZE: Final = 6.2
#: Share of a name that must lie inside its wijk to be taken for the name of that wijk.
_INSIDE: Final = 0.75
#: Where a name is tried: steps of its own height up and down from the widest place.
_SHIFTS: Final = (0.0, 1.0, -1.0, 2.0, -2.0)
_WRAP_FROM: Final = 13
_PAD_MM: Final = 0.5
_ZORDER: Final = 8.0
#: Points, of the tag of an outline.
_TAG_SIZE: Final = 6.2
#: Millimetres: the widest a tag may be, and under which size an outline is not covered by the tag
#: of another.
_WIDEST_MM: Final = 12.0
_SMALL_MM: Final = 6.0
#: Where a tag is tried, seen from its outline: east and north; the first is best.
_SIDES: Final = ((1, 1), (0, 1), (-1, 1), (1, 0), (-1, 0), (1, -1), (0, -1), (-1, -1))


class NamePlaces:
    """The places taken so far on one map; in RD metres.

    Parameters
    ----------
    metres_per_mm
        How many metres a millimetre of the sheet is on A4.
    """

    def __init__(self, sheet: Sheet, frame: MapFrame, bounds: Box, metres_per_mm: float) -> None:
        self.sheet = sheet
        self.frame = frame
        self.bounds = bounds
        self.metres_per_mm = metres_per_mm
        self.taken: list[Box] = []

    def name_areas(self, names: tuple[str, ...], polygons: NDArray[np.object_]) -> None:
        """Write the names of areas, the largest first; what fits nowhere is left out."""
        seen = shapely.intersection(polygons, shapely.box(*self.bounds))
        for at in np.argsort(-shapely.area(seen), kind="stable").tolist():
            if shapely.area(seen[at]) > 0:
                self._name_area(names[at], _polygons_of(seen[at]))

    def _name_area(self, name: str, shape: object) -> None:
        x, y = label_places(np.array([shape], dtype=object))[0]
        shapely.prepare(shape)
        for size in _SIZES:
            lines = _lines(name)
            width = max(text_width(line, size, "bold") for line in lines) + 2 * _PAD_MM
            height = len(lines) * line_height(size) + _PAD_MM
            for shift in _SHIFTS:
                middle = y + shift * line_height(size) * self.metres_per_mm
                box = self.box(x, middle, width, height)
                if self.is_free(box) and _share_inside(box, shape) >= _INSIDE:
                    self.taken.append(box)
                    self._write_centred(x, middle, lines, size)
                    return

    def mark_stations(self, layer: DrawnLayer) -> None:
        """Draw marks, and beside each its name where there is room."""
        at = shapely.get_coordinates(layer.shapes)
        mark = base_style.MARKS[layer.style]
        side = 1.6 * self.metres_per_mm
        for x, y in at.tolist():
            self.taken.append((x - side / 2, y - side / 2, x + side / 2, y + side / 2))
        self.frame.axes.scatter(
            at[:, 0], at[:, 1], s=18.0 * self.frame.enlarged**2, marker="s", c=mark.fill,
            edgecolors=mark.colour, linewidths=0.6 * self.frame.enlarged, zorder=_ZORDER,
        )  # fmt: skip
        for name, (x, y) in zip(layer.names, at.tolist(), strict=True):
            self._name_station(name, x, y)

    def _name_station(self, name: str, x: float, y: float) -> None:
        width = text_width(name, _STATION_SIZE) + _PAD_MM
        height = line_height(_STATION_SIZE)
        away = 1.6 * self.metres_per_mm
        for side, aligned in ((1, "left"), (-1, "right")):
            start = x + side * away
            box = self.box(start + side * width / 2 * self.metres_per_mm, y, width, height)
            if self.is_free(box):
                self.taken.append(box)
                self.sheet.write(
                    start, y, name, size=_STATION_SIZE, axes=self.frame.axes, ha=aligned,
                    va="center", zorder=_ZORDER, bbox=_plate(0.1),
                )  # fmt: skip
                return

    def number_sites(self, layer: DrawnLayer, numbers: list[int]) -> None:
        """Draw a numbered mark per place; the legend says which is which."""
        mark = base_style.MARKS[layer.style]
        for number, (x, y) in zip(numbers, shapely.get_coordinates(layer.shapes), strict=True):
            self.frame.axes.scatter(
                [x], [y], s=70.0 * self.frame.enlarged**2, c=mark.fill, edgecolors=mark.colour,
                linewidths=0.7 * self.frame.enlarged, zorder=_ZORDER + number / 1000,
            )  # fmt: skip
            self.sheet.write(
                x, y, str(number), size=5.2, axes=self.frame.axes, weight="bold", colour="white",
                ha="center", va="center_baseline", zorder=_ZORDER + (number + 0.5) / 1000,
            )  # fmt: skip
            side = 1.5 * self.metres_per_mm
            self.taken.append((x - side, y - side, x + side, y + side))

    def _write_centred(self, x: float, y: float, lines: list[str], size: float) -> None:
        step = line_height(size) * self.metres_per_mm
        for at, line in enumerate(lines):
            self.sheet.write(
                x, y + ((len(lines) - 1) / 2 - at) * step, line, size=size, axes=self.frame.axes,
                weight="bold", ha="center", va="center", zorder=_ZORDER, bbox=_plate(0.12),
                gid="name",
            )  # fmt: skip

    def box(self, x: float, y: float, width_mm: float, height_mm: float) -> Box:
        """Return the box around a place, for a size on A4."""
        half_width = width_mm / 2 * self.metres_per_mm
        half_height = height_mm / 2 * self.metres_per_mm
        return (x - half_width, y - half_height, x + half_width, y + half_height)

    def is_free(self, box: Box) -> bool:
        """Whether a box lies on the map, and on nothing that has its place already."""
        west, south, east, north = self.bounds
        within = west < box[0] and south < box[1] and box[2] < east and box[3] < north
        return within and not any(overlap(box, other) for other in self.taken)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a piece of the map in common.

    Examples
    --------
    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 2, 2), (2, 0, 4, 2))
    (True, False)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _plate(pad: float) -> dict[str, object]:
    """Return the style of the plate that keeps a name readable on a dark class.

    A plate and not an outline around the letters: an outline turns text in a PDF into shapes,
    that nobody can search or have read aloud.
    """
    return {"boxstyle": f"round,pad={pad}", "facecolor": "white", "alpha": 0.72, "linewidth": 0.0}


def _polygons_of(shape: object) -> object:
    """Return the surfaces of a shape that was cut: a cut along a border leaves lines as well."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _share_inside(box: Box, shape: object) -> float:
    label = shapely.box(*box)
    return float(shapely.area(shapely.intersection(label, shape)) / shapely.area(label))


def _lines(name: str) -> list[str]:
    """Return a long name in two lines, broken at the space that leaves them most alike.

    Examples
    --------
    >>> _lines("Staart"), _lines("Industriegebied West")
    (['Staart'], ['Industriegebied', 'West'])
    """
    words = printable(name).split()
    if len(name) < _WRAP_FROM or len(words) == 1:
        return [" ".join(words)]
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(splits, key=lambda pair: max(map(len, pair))))


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
        if len(line) and shape.label:
            _tag(names, shape.label, line, others, size)
    return [shape for shape, line in seen if not len(line)]


def _in_sight(names: NamePlaces, shape: Shape) -> NDArray[np.float64]:
    """Return places along an outline, a millimetre apart, as far as the map shows them."""
    # A line there and back has two corners: too few for a ring.
    closed = shapely.linestrings(np.concatenate([shape.ring, shape.ring[:1]]))
    ring = shapely.segmentize(closed, names.metres_per_mm)
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
        ha="center", va="center_baseline", zorder=_ZORDER, bbox=plate, gid="tag",
    )  # fmt: skip

"""Names on a paper map: inside what they name, and never over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.maps import style as base_style
from hotspots.maps.label_places import label_places
from hotspots.maps.paper_sheet import line_height, printable, text_width

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.maps.paper_shapes import DrawnLayer, MapFrame
    from hotspots.maps.paper_sheet import Sheet

Box = tuple[float, float, float, float]
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
    """Return what makes a name readable on a dark class.

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

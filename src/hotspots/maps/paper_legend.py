"""What explains a paper map: the column of its legend, pieces of its lines, scale and north."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.path import Path

from hotspots.dutch import number
from hotspots.maps import file_words
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.paper_shapes import class_patches
from hotspots.maps.paper_sheet import line_height, shortened, wrapped
from hotspots.maps.words import overlay_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.maps.paper_names import NamePlaces
    from hotspots.maps.paper_sheet import Sheet
    from hotspots.maps.spec import MapSpec, Overlay

#: Millimetres on A4: how large a piece of a class or a line is shown.
SWATCH: Final = (8.0, 4.6)
_LABEL: Final = 10.5
_COUNT: Final = 13.0
_ROW: Final = 6.2
_BASE_ROW: Final = 4.9
_GAP: Final = 3.0


class LegendColumn:
    """A column that is filled from top to bottom; ``top`` is where the next thing goes."""

    def __init__(self, sheet: Sheet, west: float, top: float, width: float) -> None:
        self.sheet = sheet
        self.west = west
        self.top = top
        self.width = width

    def write_title(self, spec: MapSpec) -> None:
        """Write what the colours mean, and of what where the heading does not say it already."""
        lines = wrapped(spec.legend.title, 10.0, self.width * 0.92, most=3)
        self.top = self.sheet.write_lines(self.west, self.top, lines, size=10.0, weight="bold")
        if spec.legend.subtitle == spec.subtitle:
            self.top -= 0.4
            return
        subtitle = wrapped(spec.legend.subtitle, 8.0, self.width)
        self.top = self.sheet.write_lines(
            self.west, self.top - 0.4, subtitle, size=8.0, colour=base_style.MUTED
        )

    def write_classes(self, spec: MapSpec, counted: str) -> None:
        """Write a row per class: fill, label and how many areas or cells it has."""
        east = self.west + self.width
        if counted:
            self.sheet.write(
                east, self.top - 1.0, counted, size=7.0, colour=base_style.MUTED,
                ha="right", va="top",
            )  # fmt: skip
        self.top -= line_height(7.0) + 2.0
        for at, entry in enumerate(spec.classes):
            middle = self.top - SWATCH[1] / 2
            outline = box_path(self.west, self.top - SWATCH[1])
            patches = class_patches(entry, outline, "#8a9099")
            for what, patch in zip(("swatch", "pattern"), patches, strict=False):
                patch.set_linewidth(0.5 * self.sheet.enlarged)
                self.sheet.draw(patch, f"{what}-{at}")
            lines = wrapped(entry.label, 8.5, self.width - _LABEL - _COUNT, most=4)
            for line_at, line in enumerate(lines):
                self.sheet.write(
                    self.west + _LABEL, middle - line_at * line_height(8.5), line, size=8.5,
                    va="center_baseline", gid=f"class-{at}",
                )  # fmt: skip
            if entry.count is not None:
                self.sheet.write(
                    east, middle, number(entry.count), size=8.0, colour=base_style.MUTED,
                    ha="right", va="center_baseline", gid=f"count-{at}",
                )  # fmt: skip
            self.top -= _ROW + (len(lines) - 1) * line_height(8.5)

    def write_overlay(self, overlay: Overlay) -> None:
        """Write the entry for the outlines, with a piece of one."""
        middle = self.top - SWATCH[1] / 2
        for stroke in base_style.OVERLAY:
            self.sheet.draw(
                Rectangle(
                    (self.west + 1.0, middle - 1.6), SWATCH[0] - 2.0, 3.2, fill=False,
                    edgecolor=stroke.colour, linewidth=stroke.width * 0.75 * self.sheet.enlarged,
                )
            )  # fmt: skip
        lines = wrapped(overlay_entry(overlay), 8.5, self.width - _LABEL, most=3)
        for at, line in enumerate(lines):
            self.sheet.write(
                self.west + _LABEL, middle - at * line_height(8.5), line, size=8.5,
                va="center_baseline", gid="found-entry",
            )  # fmt: skip
        self.top -= _ROW + (len(lines) - 1) * line_height(8.5)

    def write_base(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write what lies under the map and what is drawn over it: style and label of each."""
        self.top -= _GAP
        self.top = (
            self.sheet.write_lines(self.west, self.top, [text.BASE], size=8.0, weight="bold") - 0.6
        )
        for style, label in rows:
            draw_swatch(self.sheet, style, self.west, self.top - _BASE_ROW / 2)
            lines = wrapped(label, 7.5, self.width - _LABEL, most=2)
            for at, line in enumerate(lines):
                self.sheet.write(
                    self.west + _LABEL, self.top - _BASE_ROW / 2 - at * line_height(7.5), line,
                    size=7.5, va="center_baseline",
                )  # fmt: skip
            self.top -= _BASE_ROW + (len(lines) - 1) * line_height(7.5)

    def list_numbered(
        self, rows: Sequence[tuple[str, str]], bottom: float, *, gid: str, most_lines: int = 1
    ) -> None:
        """Write what each number on the map is, down to ``bottom``, and how many do not fit."""
        self.top -= _GAP
        step = line_height(6.6)
        texts = [wrapped(said, 6.6, self.width - 6.0, most=most_lines) for _, said in rows]
        fitting = int((self.top - bottom) // step)
        shown = _fitting_rows([len(lines) for lines in texts], fitting)
        for (label, _), lines in zip(rows[:shown], texts, strict=False):
            self.sheet.write(
                self.west + 4.0, self.top, shortened(label, 6.6, 4.0, "bold"), size=6.6,
                weight="bold", ha="right", va="top",
            )  # fmt: skip
            self.top = self.sheet.write_lines(self.west + 5.5, self.top, lines, size=6.6, gid=gid)
        if fitting > 0 and shown < len(rows):
            more = file_words.MORE_SITES.format(count=number(len(rows) - shown))
            self.sheet.write(self.west + 5.5, self.top, more, size=6.6, va="top")


def draw_swatch(sheet: Sheet, style: str, west: float, middle: float) -> None:
    """Draw a piece of what a style of the base looks like, or of a mark."""
    east = west + SWATCH[0]
    mark = {"point": base_style.POINT, **base_style.MARKS}.get(style)
    if mark is not None:
        sheet.draw(
            Line2D(
                [(west + east) / 2], [middle], marker="s" if style == "station" else "o",
                markersize=(3.0 if style == "point" else 5.0) * sheet.enlarged,
                markerfacecolor=mark.fill, markeredgecolor=mark.colour, linestyle="none",
            )
        )  # fmt: skip
        return
    chosen = {"selected": (base_style.SELECTED,), "drawn": base_style.DRAWN}
    for stroke in chosen.get(style) or base_style.STROKES[style]:
        if stroke.fill and style != "subject":
            box = Rectangle((west, middle - 1.8), SWATCH[0], 3.6, facecolor=stroke.fill)
            sheet.draw(box)
            continue
        width = max(stroke.width, 1.0)
        dashes = tuple(part / width * 0.9 for part in stroke.dash)
        sheet.draw(
            Line2D(
                [west, east], [middle, middle], color=stroke.colour, alpha=stroke.opacity,
                linewidth=stroke.width * 0.75 * sheet.enlarged, dash_capstyle="butt",
                solid_capstyle="butt", linestyle=(0.0, dashes) if dashes else "solid",
            )
        )  # fmt: skip


def _fitting_rows(heights: Sequence[int], lines: int) -> int:
    """Return how many rows fit in a number of lines; unless all do, the last line is kept free.

    Examples
    --------
    >>> _fitting_rows([1, 2, 1], 4), _fitting_rows([1, 2, 1], 3), _fitting_rows([2], 0)
    (3, 1, 0)
    """
    if sum(heights) <= lines:
        return len(heights)
    filled = accumulate(heights)
    return sum(1 for height in filled if height < lines)


def draw_scale(sheet: Sheet, west: float, south: float, space: float, denominator: int) -> None:
    """Draw a bar of a round length, in four parts, and say the scale.

    Parameters
    ----------
    space
        Millimetres that the bar may take at most.
    denominator
        Of the scale on this sheet: 50.000 for 1 : 50.000.
    """
    metres_per_mm = denominator / 1000 * sheet.enlarged
    length_m = round_length(space * metres_per_mm)
    part = length_m / metres_per_mm / 4
    for at in range(4):
        sheet.draw(
            Rectangle(
                (west + at * part, south), part, 1.3, linewidth=0.5 * sheet.enlarged,
                facecolor="#22262e" if at % 2 == 0 else "white", edgecolor="#22262e",
            )
        )  # fmt: skip
    unit, metres = (file_words.KILOMETRE, 1000) if length_m >= 1000 else (file_words.METRE, 1)  # noqa: PLR2004
    for at in (0, 2, 4):
        value = length_m * at / 4 / metres
        label = number(value, 0 if value == int(value) else 1)
        sheet.write(
            west + at * part, south + 2.0, f"{label} {unit}" if at == 4 else label,  # noqa: PLR2004
            size=7.0, ha="center", va="bottom",
        )  # fmt: skip


def round_length(most_m: float) -> int:
    """Return the longest of 1, 2 or 4 times a power of ten, in metres, that fits.

    Halves and quarters of these are round as well.

    Examples
    --------
    >>> round_length(3_500.0), round_length(999.0), round_length(1_000.0)
    (2000, 400, 1000)
    """
    lengths = [factor * 10**power for power in range(1, 6) for factor in (1, 2, 4)]
    return max((length for length in lengths if length <= most_m), default=10)


def draw_north(sheet: Sheet, x: float, south: float) -> None:
    """Draw an arrow to the north of RD, which is up."""
    for side, colour in ((-1.6, "#22262e"), (1.6, "white")):
        sheet.draw(
            Polygon(
                [(x, south + 7.0), (x + side, south), (x, south + 1.6)], closed=True,
                facecolor=colour, edgecolor="#22262e", linewidth=0.5 * sheet.enlarged,
            )
        )  # fmt: skip
    sheet.write(x, south + 7.4, file_words.NORTH, size=8.0, weight="bold", ha="center", va="bottom")


_BAR_MM: Final = 34.0
#: Left, bottom, width and height in millimetres.
_PLATE: Final = (1.0, 1.0, 54.0, 12.0)
#: Millimetres at the foot of a map that the plate covers, with some air.
PLATE_MM: Final = 14.0
#: And at its west side, for a map that is wide enough.
PLATE_WIDTH_MM: Final = 56.0


def draw_plate(sheet: Sheet, names: NamePlaces, scale: int) -> None:
    """Draw scale and north on a plate of their own, where no name comes any more."""
    west, south, width, height = _PLATE
    sheet.page.set_zorder(2.0)
    sheet.draw(Rectangle((west, south), width, height, facecolor="white", alpha=0.9, linewidth=0.0))
    draw_scale(sheet, west + 3.0, south + 2.4, _BAR_MM, scale)
    draw_north(sheet, west + width - 4.0, south + 0.8)
    x, y = names.bounds[:2]
    across, up = (west + width + 1.0) * scale / 1000, (south + height + 1.0) * scale / 1000
    names.taken.append((x, y, x + across, y + up))


def box_path(west: float, south: float) -> Path:
    """Return the outline of the swatch of a class."""
    east, north = west + SWATCH[0], south + SWATCH[1]
    return Path([(west, south), (east, south), (east, north), (west, north), (west, south)])

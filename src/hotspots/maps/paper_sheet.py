"""A sheet of paper that is drawn on in millimetres, text that fits on it, and its file."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from hotspots.maps.style import LABEL
from hotspots.maps.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

#: A4 on its side; a sheet of another width is the same drawing, larger or smaller.
WIDTH_MM: Final = 297.0
HEIGHT_MM: Final = 210.0
_MM_PER_INCH: Final = 25.4
_POINTS_PER_INCH: Final = 72.0
#: Comes with matplotlib, so that a sheet has the same letters and line ends on every machine.
_FAMILY: Final = "DejaVu Sans"
#: What stands for a character that the font does not have.
_UNKNOWN: Final = "□"
_LINE_HEIGHT: Final = 1.28


class Sheet:
    """A page of 297 by 210 units; on A4 a unit is a millimetre, from the lower left corner.

    ``units`` is another size, for a picture that is put into a page. Nothing here asks pyplot or
    changes a setting of matplotlib, so that sheets can be drawn in several threads.
    """

    def __init__(
        self, width_mm: float, dpi: float, units: tuple[float, float] = (WIDTH_MM, HEIGHT_MM)
    ) -> None:
        self.units = units
        self.enlarged = width_mm / units[0]
        inches = width_mm / _MM_PER_INCH
        self.figure = Figure(
            figsize=(inches, inches * units[1] / units[0]), dpi=dpi, facecolor="white"
        )
        self.page = self.axes(0.0, 0.0, *units)
        self.page.set(xlim=(0.0, units[0]), ylim=(0.0, units[1]))

    def axes(self, west: float, south: float, width: float, height: float) -> Axes:
        """Return a frame of the sheet without ticks, to draw in."""
        across, up = self.units
        place = (west / across, south / up, width / across, height / up)
        axes = self.figure.add_axes(place)
        axes.set_axis_off()
        axes.set_autoscale_on(False)
        return axes

    def draw(self, artist: Artist, gid: str | None = None) -> None:
        """Put something on the page itself, in its units."""
        artist.set_gid(gid)
        self.page.add_artist(artist)

    def write(
        self, x: float, y: float, text: str, *, size: float = 8.0, axes: Axes | None = None,
        gid: str | None = None, weight: str = "normal", colour: str = LABEL, **place: Any,  # noqa: ANN401 - alignment, as matplotlib takes it
    ) -> None:  # fmt: skip
        """Write one line; ``size`` is in points on A4, and ``x``, ``y`` are units of the axes."""
        written = (axes or self.page).text(
            x, y, printable(text), color=colour, gid=gid,
            fontproperties=_font(size * self.enlarged, weight),
            # A name with two dollar signs would be set as a formula, or fail as one.
            parse_math=False, usetex=False, **place,
        )  # fmt: skip
        written.set_clip_on(axes is not None)

    def write_lines(
        self,
        x: float,
        top: float,
        lines: list[str],
        *,
        size: float,
        **style: Any,  # noqa: ANN401
    ) -> float:
        """Write lines below each other and return where the next one would start."""
        step = line_height(size)
        for at, line in enumerate(lines):
            self.write(x, top - at * step, line, size=size, va="top", **style)
        return top - len(lines) * step


def printable(text: str) -> str:
    """Return a text in characters that the font has.

    Examples
    --------
    >>> printable("Crabbehof 🏠")
    'Crabbehof □'
    """
    font = get_font(findfont(_font(10.0, "normal")))
    return "".join(sign if font.get_char_index(ord(sign)) else _UNKNOWN for sign in visible(text))


def line_height(size: float) -> float:
    """Return the distance between lines of a size in points, in millimetres."""
    return size * _LINE_HEIGHT * _MM_PER_INCH / _POINTS_PER_INCH


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide a line is, in millimetres on A4.

    Examples
    --------
    >>> text_width("", 8.0), text_width("breder", 8.0) > text_width("breed", 8.0)
    (0.0, True)
    """
    if not text:
        return 0.0
    width, _, _ = text_to_path.get_text_width_height_descent(
        printable(text), _font(size, weight), ismath=False
    )
    return float(width) * _MM_PER_INCH / _POINTS_PER_INCH


def wrapped(text: str, size: float, width: float, *, most: int = 20) -> list[str]:
    """Return a text in lines of at most ``width`` millimetres, ``most`` of them.

    A word that is wider than a line is broken; what does not fit in the lines ends in "…".

    Examples
    --------
    >>> wrapped("een twee drie", 8.0, 15.0)
    ['een twee', 'drie']
    """
    lines: list[str] = []
    line = ""
    words = printable(text).split()
    # One line too many is enough to know that something is left out.
    while words and len(lines) <= most:
        word = words.pop(0)
        longer = f"{line} {word}".strip()
        if text_width(longer, size) <= width:
            line = longer
        elif line:
            lines.append(line)
            line = ""
            words.insert(0, word)
        else:
            cut = _fitting(word, size, width)
            lines.append(word[:cut])
            words.insert(0, word[cut:])
    lines += [line] if line else []
    if len(lines) > most:
        return [*lines[: most - 1], shortened(lines[most - 1] + "…", size, width)]
    return lines


def shortened(text: str, size: float, width: float, weight: str = "normal") -> str:
    """Return one line of at most ``width`` millimetres, with "…" where it was cut off."""
    shown = printable(text)
    if text_width(shown, size, weight) <= width:
        return shown
    start = shown[: _fitting(shown, size, width - text_width("…", size, weight), weight)]
    return f"{start.rstrip('… ')}…"


def _fitting(text: str, size: float, width: float, weight: str = "normal") -> int:
    """Return how many characters of a text fit in a line; at least one, so that it ends."""
    lengths = range(1, len(text))
    return 1 + bisect_right(
        lengths, width, key=lambda more: text_width(text[: more + 1], size, weight)
    )


def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(family=_FAMILY, size=size, weight=weight)


#: Dots per inch of a PNG.
DPI: Final = 300.0

#: matplotlib takes these from its settings only, which all threads share; hence the lock.
_SETTINGS: Final[dict[Any, Any]] = {
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "hotspots",
    "savefig.bbox": None,
    "path.simplify": True,
}
_SAVING: Final = Lock()
#: What would differ between two runs is left out; what does not, a reader of the file may see.
_METADATA: Final[dict[str, dict[str, Any]]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def save_figure(figure: Figure, target: Path | IO[bytes], *, ending: str, title: str) -> None:
    """Write a figure as .png at 300 dpi, .svg or .pdf, to a path or an open file.

    Text stays text: a PDF has its fonts in it, an SVG names them.
    """
    metadata = {**_METADATA[ending], "Title": printable(title)}
    with _SAVING, mpl.rc_context(_SETTINGS):
        figure.savefig(target, format=ending[1:], dpi=DPI, metadata=metadata, facecolor="white")

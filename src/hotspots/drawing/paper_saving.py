"""A figure of matplotlib as the bytes of a file: the same figure, the same bytes."""

from __future__ import annotations

from threading import Lock
from typing import IO, TYPE_CHECKING, Any, Final

import matplotlib as mpl

from hotspots.drawing.paper_sheet import printable

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

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

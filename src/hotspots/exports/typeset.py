"""From values to a PDF: typst sets the page, and all it gets is our template, JSON and pictures.

Text from data stays a string of JSON from here to the paper. typst prints a string as it is and
never reads it as its own language, so a name can hold anything.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import numpy as np
import typst
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from hotspots.analysis.clock_words import HOUR, SHORT_DAYS
from hotspots.maps.paper_legend import draw_north, draw_scale
from hotspots.maps.paper_sheet import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.maps.paper_names import NamePlaces
    from hotspots.maps.paper_sheet import Sheet


#: PDF/UA-1: a screen reader can read all of it, in order, with words for every picture.
_STANDARD: Final[list[typst.PDFStandard]] = ["ua-1"]
_TEMPLATE: Final = "wijkbeeld.typ"
_VALUES: Final = "values.json"


def typeset(
    values: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    made_on: date,
    *,
    template: str = _TEMPLATE,
) -> bytes:
    """Return a document as PDF/UA-1; the same input gives the same bytes.

    Parameters
    ----------
    values
        What the template prints: texts, lists and dictionaries of them, and numbers.
    pictures
        SVG by the name that ``values`` has for it.
    made_on
        Stands in the file as the time that it was made, at midnight.
    template
        Name of the template, beside this module.
    """
    written = json.dumps(_shown(values), ensure_ascii=False)
    # A dictionary of files is what typst takes, though its type hints do not say so.
    sources: Any = {
        "main.typ": files(__package__).joinpath(template).read_bytes(),
        _VALUES: written.encode(),
        **pictures,
    }
    document = typst.compile(
        sources,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=_STANDARD,
        timestamp=datetime.combine(made_on, time(), UTC),
    )
    assert isinstance(document, bytes)  # noqa: S101 - one PDF, not a list of pictures
    return document


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that come with matplotlib: the same letters on every machine."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


def _shown(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """Return values with every text in characters that the font has."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _shown(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(held) for held in value]
    return value


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


#: Of a cell, the column with days and the row with hours, in units of the picture.
_CELL: Final = (10.0, 11.0)
_DAYS_WIDTH: Final = 18.0
_HOURS_HEIGHT: Final = 12.0
_LABELLED: Final = (0, 6, 12, 18)
#: Grey of the emptiest and the fullest cell, 0 black: told apart on any printer.
_PALEST: Final = 0.96
_DARKEST: Final = 0.12


def clock_svg(weights: NDArray[np.float64]) -> bytes:
    """Return the clock as SVG, in greys; it holds numbers of ours and no text from data.

    Parameters
    ----------
    weights : shape (7, 24)
        Incidents per hour, Monday first.

    Examples
    --------
    >>> picture = clock_svg(np.eye(7, 24))
    >>> picture.count(b"<rect"), b"#1f1f1f" in picture
    (168, True)
    """
    shares = weights / weights.max() if weights.max() > 0 else np.zeros_like(weights)
    width, height = _DAYS_WIDTH + 24 * _CELL[0], _HOURS_HEIGHT + 7 * _CELL[1] + 1.0
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
    ]
    style = "font-family: 'DejaVu Sans'; font-size: 8px; fill: #22262e"
    for hour in (*_LABELLED, 24):
        x, anchor = _DAYS_WIDTH + hour * _CELL[0], "end" if hour == 24 else "start"  # noqa: PLR2004
        label = f"{hour} {HOUR}" if hour == 24 else hour  # noqa: PLR2004 - the end of the day
        pieces.append(f'<text x="{x}" y="8" text-anchor="{anchor}" style="{style}">{label}</text>')
    for day in range(7):
        top = _HOURS_HEIGHT + day * _CELL[1]
        pieces.append(f'<text x="0" y="{top + 8}" style="{style}">{SHORT_DAYS[day]}</text>')
        for hour in range(24):
            grey = _PALEST + (_DARKEST - _PALEST) * float(shares[day, hour])
            pieces.append(
                f'<rect x="{_DAYS_WIDTH + hour * _CELL[0]}" y="{top}" width="{_CELL[0] - 0.8}" '
                f'height="{_CELL[1] - 0.8}" fill="{to_hex((grey, grey, grey))}"/>'
            )
    return "".join([*pieces, "</svg>"]).encode()

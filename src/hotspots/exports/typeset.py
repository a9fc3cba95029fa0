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
import typst

from hotspots.maps.paper_sheet import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


#: PDF/UA-1: a screen reader can read all of it, in order, with words for every picture.
_STANDARD: Final[list[typst.PDFStandard]] = ["ua-1"]
_TEMPLATE: Final = "wijkbeeld.typ"
_VALUES: Final = "values.json"


def typeset(
    values: Mapping[str, object],
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


#: Pixels per inch of a picture in a file that holds no SVG; sharp on paper.
_PIXELS: Final = 200.0


def picture_png(svg: bytes, width_mm: float) -> bytes:
    """Return a picture of SVG as PNG of a width on paper."""
    page = "#set page(width: auto, height: auto, margin: 0pt)\n"
    sources: Any = {
        "main.typ": f'{page}#image("picture.svg", width: {float(width_mm)}mm)'.encode(),
        "picture.svg": svg,
    }
    png = typst.compile(
        sources, format="png", ppi=_PIXELS, font_paths=_fonts(), ignore_system_fonts=True
    )
    assert isinstance(png, bytes)  # noqa: S101 - one page, not a list of them
    return png


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that come with matplotlib: the same letters on every machine."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


def _shown(value: object) -> object:
    """Return values with every text in characters that the font has."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _shown(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value

"""A document of running text: headings, paragraphs, lists, tables and pictures, in their order.

What it says is decided by who makes it; a PDF and a DOCX lay the same value out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hotspots.exports.typeset import typeset

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 2 is that of a section, 3 one within it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``small`` for a note, ``strong`` for what is read first.

    With ``with_next`` it stands on the page of what follows.
    """

    text: str
    small: bool = False
    strong: bool = False
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words.

    Attributes
    ----------
    rows
        Their cells. In Word a line break begins a new line of the cell.
    widths
        The part of the width that each column takes.
    numbers
        Positions of the columns with numbers.
    none
        What stands there where it has no rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    none: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as SVG, with its words for who cannot see it; ``label`` stands beside it.

    With ``with_next`` it stands on the page of what follows.
    """

    svg: bytes
    alternative: str
    width_mm: float = 170.0
    label: str = ""
    with_next: bool = False


Block: TypeAlias = Heading | Paragraph | Bullets | Grid | Picture


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document of A4.

    Attributes
    ----------
    about
        The line below the title.
    badge
        That it is an example, "" where it is not.
    foot
        What stands below every page, beside its number.
    """

    title: str
    about: str
    author: str
    badge: str
    blocks: tuple[Block, ...]
    foot: str


_TEMPLATE = "document.typ"


def document_pdf(document: Document, made_on: date) -> bytes:
    """Return a document as PDF/UA-1; the same input gives the same bytes."""
    pictures: dict[str, bytes] = {}
    blocks: list[dict[str, object]] = []
    for block in document.blocks:
        match block:
            case Heading(text, level):
                blocks.append({"kind": "heading", "text": text, "level": level})
            case Paragraph(text, small, strong):
                blocks.append({"kind": "paragraph", "text": text, "small": small, "strong": strong})
            case Bullets(items):
                blocks.append({"kind": "bullets", "items": items})
            case Grid():
                blocks.append({
                    "kind": "grid", "columns": block.columns, "rows": block.rows,
                    "widths": block.widths, "none": block.none,
                    "align": [
                        "right" if at in block.numbers else "left"
                        for at in range(len(block.columns))
                    ],
                })  # fmt: skip
            case Picture():
                name = f"picture{len(pictures)}.svg"
                pictures[name] = block.svg
                blocks.append({
                    "kind": "picture", "name": name, "text": block.alternative,
                    "width": block.width_mm, "label": block.label,
                })  # fmt: skip
    values = {
        "title": document.title, "about": document.about, "author": document.author,
        "badge": document.badge, "foot": document.foot, "blocks": blocks,
    }  # fmt: skip
    return typeset(values, pictures, made_on, template=_TEMPLATE)

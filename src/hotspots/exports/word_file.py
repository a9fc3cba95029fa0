"""A document as DOCX, for who goes on writing in it: real headings, tables with a head, alt texts.

Nothing of the machine goes along: no name of a user, no time of day, no picture of a page, and the
same input gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from hotspots.exports.document import Bullets, Grid, Heading, Paragraph, Picture
from hotspots.exports.typeset import picture_png
from hotspots.maps.visible import visible

if TYPE_CHECKING:
    from datetime import date

    from docx.document import Document as WordFile
    from docx.table import _Row as WordRow
    from docx.text.paragraph import Paragraph as WordParagraph

    from hotspots.exports.document import Block, Document

#: A4 with its margins, millimetres.
_PAGE_MM: Final = (210.0, 297.0)
_SIDE_MM: Final = 20.0
_FONT: Final = "Arial"
_INK: Final = RGBColor(0x22, 0x26, 0x2E)
_MUTED: Final = RGBColor(0x4A, 0x50, 0x5B)
_SIZES: Final = {"Normal": 10, "Title": 18, "Heading 1": 13, "Heading 2": 11, "List Bullet": 10}
_SMALL: Final = 8
#: Longest text of a paragraph: a decision has 2.000 characters.
_LONGEST: Final = 4_000
#: Names of days and hours in a file of Word; it has no earlier ones.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def document_docx(document: Document, made_on: date) -> bytes:
    """Return a document as DOCX.

    Parameters
    ----------
    made_on
        Stands in the file as the time that it was made, at midnight.
    """
    file = docx.Document()
    _describe(file, document, made_on)
    _style(file)
    section = file.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(_SIDE_MM)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    _foot(section.footer.paragraphs[0], document.foot)
    file.add_paragraph(_text(document.title), style="Title")
    _write(file, document.about, muted=True)
    if document.badge:
        _write(file, document.badge, bold=True)
    for block in document.blocks:
        _add(file, block)
    written = BytesIO()
    file.save(written)
    return _without_time(written.getvalue())


def _describe(file: WordFile, document: Document, made_on: date) -> None:
    midnight = datetime.combine(made_on, time(), UTC).replace(tzinfo=None)
    about = file.core_properties
    about.author = about.last_modified_by = _text(document.author)
    about.title, about.language = _text(document.title), "nl-NL"
    about.created = about.modified = midnight
    about.comments = about.keywords = about.subject = ""
    about.revision = 1
    package = file.part.package
    for name, rel in list(package.rels.items()):
        # The blank that python-docx begins with brings a picture of itself.
        if rel.reltype.endswith("/thumbnail"):
            del package.rels[name]


def _style(file: WordFile) -> None:
    for name, size in _SIZES.items():
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:hAnsi"), _FONT)
        fonts.set(qn("w:cs"), _FONT)
    language = file.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "nl-NL")
    normal = file.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(6), 1.1
    # The line that Word draws below a title.
    borders = file.styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)


def _text(text: str) -> str:
    return visible(text, _LONGEST)


def _write(
    file: WordFile,
    text: str,
    *,
    bold: bool = False,
    muted: bool = False,
    size: int | None = None,
    with_next: bool = False,
) -> None:
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.keep_with_next = with_next or None
    run = paragraph.add_run(_text(text))
    run.bold = bold or None
    if muted:
        run.font.color.rgb = _MUTED
    if size is not None:
        run.font.size = Pt(size)


def _add(file: WordFile, block: Block) -> None:
    match block:
        case Heading(text, level):
            file.add_heading(_text(text), level=level - 1)
        case Paragraph(text, small, strong, with_next):
            size = _SMALL if small else 12 if strong else None
            _write(file, text, bold=strong, muted=small, size=size, with_next=with_next)
        case Bullets(items):
            for item in items:
                file.add_paragraph(_text(item), style="List Bullet")
        case Grid():
            if block.rows:
                _add_table(file, block)
            else:
                _write(file, block.none, muted=True)
        case Picture():
            paragraph = file.add_paragraph()
            paragraph.paragraph_format.keep_with_next = block.with_next or None
            png = BytesIO(picture_png(block.svg, block.width_mm))
            drawn = paragraph.add_run().add_picture(png, width=Mm(block.width_mm))
            if block.label:
                paragraph.add_run(f"  {_text(block.label)}")
                paragraph.paragraph_format.space_after = Pt(2)
            about = drawn._inline.docPr  # noqa: SLF001 - the only way to a text for who cannot see
            about.set("descr", _text(block.alternative))


def _add_table(file: WordFile, grid: Grid) -> None:
    table = file.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    width_mm = _PAGE_MM[0] - 2 * _SIDE_MM
    widths = [Mm(width_mm * width / sum(grid.widths)) for width in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _mark(table.rows[0], "w:tblHeader")  # a head on every page
    for row, texts, bold in (
        (table.rows[0], grid.columns, True),
        *((table.add_row(), texts, False) for texts in grid.rows),
    ):
        _mark(row, "w:cantSplit")
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[at]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            if at in grid.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for line, words in enumerate(text.split("\n")):
                run = paragraph.add_run()
                if line:
                    run.add_break()
                run.add_text(_text(words))
                run.bold, run.font.size = bold or None, Pt(_SMALL + 1)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _mark(row: WordRow, name: str) -> None:
    """Turn on what Word knows of a row and python-docx does not."""
    on = OxmlElement(name)
    on.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(on)  # noqa: SLF001


def _foot(paragraph: WordParagraph, text: str) -> None:
    """Write what stands below every page, with the number of the page."""
    paragraph.add_run(f"{_text(text)} · ")
    number = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = "PAGE"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        number._r.append(part)  # noqa: SLF001 - python-docx has no fields
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(_SMALL - 1), _MUTED


def _without_time(content: bytes) -> bytes:
    """Return a package with the same parts, and no time at which they were written."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as parts, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for part in parts.infolist():
            about = ZipInfo(part.filename, _NO_TIME)
            about.compress_type = ZIP_DEFLATED
            new.writestr(about, parts.read(part))
    return written.getvalue()

"""Workbooks that are no .xlsx: the old Excel (.xls), the binary one (.xlsb), OpenDocument (.ods).

One library reads all three, in Rust: values as they were last saved. It runs no macro, calculates
no formula, and opens nothing that a workbook refers to.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import python_calamine as calamine

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    ZIP_FAULTS,
    Limits,
    Table,
    one_of_several,
    require_plain_zip,
)
from hotspots.incoming.reading.xlsx_file import (
    filled_rows,
    require_plain_xml,
    table_of_sheet,
    text_of_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: White space behind a table, a row, a cell or a paragraph, as GDAL and QGIS break what they write
#: into lines: the library takes it for a cell or for text. What is in a paragraph stays as it is.
_INDENT: Final = re.compile(rb"(</?table:[^<>]*>|</text:p>)\s+(?=<)")
_CONTENT: Final = "content.xml"


def read_workbook(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
) -> Table:
    """Read one sheet of a workbook; row numbers are those that a spreadsheet shows.

    A moment at 00:00 is a date without a time: how a cell is written is not in what comes back.

    Raises
    ------
    SourceError
        If it is damaged, encrypted, unsafe, beyond the limits, or has several filled sheets and
        none is chosen.
    """
    name = name or path.name
    try:
        if zipfile.is_zipfile(path):
            require_plain_zip(path, limits, name)
            require_plain_xml(path, name)
        with _opened(path) as book:
            sheet, warnings = _sheet(book, layer_name, name)
            filled = list(filled_rows(_rows(sheet), limits, name))
    except calamine.PasswordError as error:
        raise SourceError(*words.password(name)) from error
    except (calamine.CalamineError, *ZIP_FAULTS) as error:
        raise SourceError(*words.damaged(name, "rekenblad")) from error
    except BaseException as error:
        # What breaks off in Rust is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError(*words.damaged(name, "rekenblad")) from error
    kind = {".xls": "XLS", ".xlsb": "XLSB"}.get(path.suffix.lower(), "ODS")
    return table_of_sheet(filled, warnings, limits, name, kind)


def _opened(path: Path) -> calamine.CalamineWorkbook:
    """Open a workbook, of an .ods without the indents of its tables."""
    if path.suffix.lower() != ".ods":
        return calamine.CalamineWorkbook.from_path(str(path))
    with zipfile.ZipFile(path) as archive:
        content = archive.read(_CONTENT)
        plain = _INDENT.sub(rb"\1", content)
        if plain == content:
            return calamine.CalamineWorkbook.from_path(str(path))
        members = {one: archive.read(one) for one in archive.namelist()}
    members[_CONTENT] = plain
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as archive:
        for member, value in members.items():
            archive.writestr(member, value)
    rewritten.seek(0)
    return calamine.CalamineWorkbook.from_filelike(rewritten)


def _sheet(
    book: calamine.CalamineWorkbook, layer_name: str | None, name: str
) -> tuple[calamine.CalamineSheet, tuple[str, ...]]:
    entries = [
        entry for entry in book.sheets_metadata if entry.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    titles = [entry.name for entry in entries]
    warnings: tuple[str, ...] = ()
    if layer_name is None:
        seen = calamine.SheetVisibleEnum.Visible
        hidden = [entry.name for entry in entries if entry.visible != seen]
        titles = [
            title
            for title in titles
            if title not in hidden and book.get_sheet_by_name(title).start is not None
        ]
        warnings = (words.hidden_sheets(hidden),) if hidden else ()
    nothing = words.empty_file(name)
    title = one_of_several(titles, layer_name, name, words.SHEET, nothing=nothing)
    return book.get_sheet_by_name(title), warnings


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    """Yield the texts of the rows of a sheet, from its first."""
    if sheet.start is not None:
        for row in sheet.iter_rows():
            yield [text_of_value(value, timed=False) for value in row]

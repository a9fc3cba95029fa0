"""A table as a workbook for people: its rows on one sheet, and what they are on another."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from hotspots import dutch as dutch_words
from hotspots.exports import words as text
from hotspots.exports.sheet import formula_free

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from hotspots.exports.sheet import Sheet

#: Characters; narrower than this a label is cut, wider than that a sheet is hard to read.
_NARROWEST, _WIDEST = 9, 48
#: Characters of the three columns of the sheet that accounts for the numbers.
_ABOUT_WIDTHS: Final = (22, 42, 90)
#: Rows that are looked at for the width of a column.
_LOOKED_AT: Final = 500
_DATE_FORMAT: Final = "dd-mm-yyyy"
_COUNT_FORMAT: Final = "#,##0"
_NUMBER_FORMAT: Final = "General"
_BOLD: Final = Font(bold=True)
_HEADED: Final = Alignment(wrap_text=True, vertical="top")
_ABOUT_ALIGNMENT: Final = Alignment(wrap_text=True, vertical="top", horizontal="left")


def workbook_bytes(sheet: Sheet) -> bytes:
    """Return a table as XLSX; the same table and date give the same bytes."""
    workbook = Workbook()
    rows = workbook.worksheets[0]
    rows.title = text.SHEET_ROWS
    _write_rows(rows, sheet)
    _write_about(workbook.create_sheet(text.SHEET_ABOUT), sheet)
    made_on = sheet.metadata.made_on
    workbook.properties.creator = "hotspots"
    moment = datetime.combine(made_on, time())
    workbook.properties.created = workbook.properties.modified = moment
    written = io.BytesIO()
    # Workbook.save would write the moment of now over what stands here.
    ExcelWriter(workbook, zipfile.ZipFile(written, "w")).save()
    return _dated(written, made_on)


def _write_rows(into: Worksheet, sheet: Sheet) -> None:
    labels = [column.label for column in sheet.columns]
    columns = [sheet.for_people[column.name].tolist() for column in sheet.columns]
    _head(into, labels)
    for at, (column, cells) in enumerate(zip(sheet.columns, columns, strict=True), start=1):
        for row, value in enumerate(cells, start=2):
            _fill(into.cell(row, at), value, column.number_format)
        into.column_dimensions[get_column_letter(at)].width = _width(column.label, cells)
    into.auto_filter.ref = f"A1:{get_column_letter(len(labels))}{len(sheet.for_people) + 1}"


def _write_about(into: Worksheet, sheet: Sheet) -> None:
    _head(into, text.ABOUT_COLUMNS)
    for row, line in enumerate(sheet.metadata.lines, start=2):
        # A number stays a number here, so that a sum can be checked.
        value = line.in_dutch() if isinstance(line.value, bool | str) else line.value
        for at, content in enumerate((line.part, line.label, value), start=1):
            cell = into.cell(row, at)
            _fill(cell, content, "")
            cell.alignment = _ABOUT_ALIGNMENT
    for at, width in enumerate(_ABOUT_WIDTHS, start=1):
        into.column_dimensions[get_column_letter(at)].width = width


def _head(into: Worksheet, labels: Sequence[str]) -> None:
    """Write the labels, which stay in sight."""
    for at, label in enumerate(labels, start=1):
        cell = into.cell(1, at)
        _fill(cell, label, "")
        cell.font, cell.alignment = _BOLD, _HEADED
    into.freeze_panes = "A2"


def _width(label: str, cells: Iterable[object]) -> float:
    longest = max((len(word) for word in label.split()), default=0)
    for _, value in zip(range(_LOOKED_AT), cells, strict=False):
        longest = max(longest, len(value) if isinstance(value, str) else 0)
    return float(min(max(longest + 3, _NARROWEST), _WIDEST))


def _fill(cell: Cell | MergedCell, value: object, number_format: str) -> None:
    """Leave a cell empty, or put a number, a date, or text in it that nothing runs."""
    plain = _plain(value)
    cell.value = plain
    if isinstance(plain, str):
        # openpyxl takes a text that starts with = for a formula, and #N/A for an error.
        cell.data_type = "s"
    elif isinstance(plain, date):
        cell.number_format = _DATE_FORMAT
    elif isinstance(plain, int | float):
        whole = isinstance(plain, int)
        cell.number_format = number_format or (_COUNT_FORMAT if whole else _NUMBER_FORMAT)


def _plain(value: object) -> str | int | float | date | None:
    """Return a value as a workbook knows it; what is not there, or no number, is an empty cell."""
    if isinstance(value, str) and value:
        return formula_free(ILLEGAL_CHARACTERS_RE.sub(" ", value).replace("\r", " "))
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, bool | np.bool_):
        return dutch_words.YES if value else dutch_words.NO
    if isinstance(value, date):
        return value
    if isinstance(value, float | np.floating) and not np.isfinite(value):
        return None
    return cast("float", value.item() if isinstance(value, np.generic) else value)


def _dated(written: io.BytesIO, made_on: date) -> bytes:
    """Return a workbook in which every part has the date of the file, not the moment of writing."""
    dated = io.BytesIO()
    with (
        zipfile.ZipFile(written) as parts,
        zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(part, parts.read(name))
    return dated.getvalue()

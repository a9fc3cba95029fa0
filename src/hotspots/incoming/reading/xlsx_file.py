"""Excel workbooks: values as Excel last saw them, real dates as dates."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    ZIP_FAULTS,
    Fault,
    Limits,
    Meter,
    Table,
    as_text,
    header_position,
    one_of_several,
    require_plain_zip,
    require_size,
    text_columns,
    unique_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_HALF_SECOND: Final = dt.timedelta(microseconds=500_000)
_XML_SUFFIXES: Final = (".xml", ".rels")
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HIDDEN: Final = re.compile(rb'<(row|col)\b[^>]*\bhidden="(?:1|true)"')
_PIECE_BYTES: Final = 1 << 20
_OVERLAP_BYTES: Final = 1 << 12
#: Rows that Excel knows; a row with a higher number makes openpyxl count up to it.
_MOST_ROWS: Final = 1_048_576
_Row = tuple[int, list[str]]


def read_xlsx(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
) -> Table:
    """Read one sheet of a workbook; row numbers are those of Excel.

    Formulas give the value that was saved; a formula that was never calculated is empty. A date
    without a time in its notation has no time. Hidden rows and columns are read, with a warning.

    Raises
    ------
    SourceError
        If it is damaged, unsafe, beyond the limits, or has several filled sheets and none is
        chosen.
    """
    name = name or path.name
    require_plain_zip(path, limits, name)
    try:
        hidden_rows, hidden_columns = require_plain_xml(path, name)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet, warnings = _sheet(book, layer_name, name)
            rows = ([_text(cell) for cell in row] for row in sheet.iter_rows())
            filled = list(filled_rows(rows, limits, name))
        finally:
            book.close()
    except (
        *ZIP_FAULTS, InvalidFileException, DefusedXmlException, KeyError, TypeError,
        AttributeError, IndexError, SyntaxError,
    ) as error:  # fmt: skip
        raise SourceError(*words.damaged(name, "Excel")) from error
    if hidden_rows or hidden_columns:
        warnings = (*warnings, words.hidden_cells(hidden_rows, hidden_columns))
    return table_of_sheet(filled, warnings, limits, name)


def require_plain_xml(path: Path, name: str) -> tuple[int, int]:
    """Stop at XML that declares entities, and count hidden rows and columns on the way.

    Raises
    ------
    SourceError
    """
    hidden = {b"row": 0, b"col": 0}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if not member.lower().endswith(_XML_SUFFIXES):
                continue
            with archive.open(member) as file:
                tail = b""
                while piece := file.read(_PIECE_BYTES):
                    seen = tail + piece
                    # XML in UTF-16 would hide a declaration from this search.
                    if _DECLARATION.search(seen) or b"\x00" in seen:
                        raise SourceError(*words.unsafe_xml(name))
                    if member.startswith("xl/worksheets/"):
                        for match in _HIDDEN.finditer(seen):
                            if match.end() > len(tail):
                                hidden[match[1]] += 1
                    tail = seen[-_OVERLAP_BYTES:]
    return hidden[b"row"], hidden[b"col"]


def _sheet(
    book: openpyxl.Workbook, layer_name: str | None, name: str
) -> tuple[Any, tuple[str, ...]]:
    sheets: dict[str, Any] = {sheet.title: sheet for sheet in book.worksheets}
    for sheet in sheets.values():
        # The size that a sheet claims to have can be a lie; without it cells are counted.
        sheet.reset_dimensions()
    titles = list(sheets)
    warnings: tuple[str, ...] = ()
    if layer_name is None:
        hidden = [title for title in titles if sheets[title].sheet_state != "visible"]
        titles = [title for title in titles if title not in hidden and _has_rows(sheets[title])]
        warnings = (words.hidden_sheets(hidden),) if hidden else ()
    nothing = words.empty_file(name)
    title = one_of_several(titles, layer_name, name, words.SHEET, nothing=nothing)
    return sheets[title], warnings


def _has_rows(sheet: Any) -> bool:  # noqa: ANN401 - openpyxl types a read-only sheet wrongly
    rows = islice(sheet.iter_rows(values_only=True), _MOST_ROWS)
    return any(any(value is not None for value in row) for row in rows)


def filled_rows(rows: Iterable[list[str]], limits: Limits, name: str) -> Iterator[_Row]:
    """Yield the number and texts of the rows of a sheet that hold anything.

    Raises
    ------
    SourceError
        If it has more than a sheet can have, or than the limits allow.
    """
    count = 0
    meter = Meter(limits, name)
    for number, row in enumerate(rows, start=1):
        if number > _MOST_ROWS:
            raise SourceError(*words.too_many_rows(name, number, _MOST_ROWS))
        texts = without_empty_end(row)
        if not texts:
            continue
        count += 1
        require_size(len(texts), count - 1, limits, name)
        # Of a text that many cells share, a workbook holds one.
        meter.add(sum(map(len, texts)))
        yield number, texts


def without_empty_end(texts: list[str]) -> list[str]:
    """Return the texts of a row up to the last that is filled.

    Examples
    --------
    >>> without_empty_end(["a", "", "b", "", ""])
    ['a', '', 'b']
    """
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl has several cell classes
    return text_of_value(cell.value, timed="h" in str(cell.number_format).lower())


def text_of_value(value: object, *, timed: bool) -> str:
    """Return the value of a cell as a person would type it.

    Parameters
    ----------
    timed
        Whether a moment at midnight is one, and not a date alone.
    """
    if isinstance(value, dt.datetime):
        if value.time() == dt.time() and not timed:
            return value.date().isoformat()
        # Excel keeps moments as fractions: 8:05 can come back as 8:04:59,9999.
        nearest = value + _HALF_SECOND
        return nearest.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return _nearest_second(value).isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return as_text(value)


def _nearest_second(value: dt.time) -> dt.time:
    moment = dt.datetime.combine(dt.date(2000, 1, 1), value)
    later = (moment + _HALF_SECOND).replace(microsecond=0)
    return later.time() if later.day == 1 else value.replace(microsecond=0)


def table_of_sheet(
    filled: list[_Row], warnings: tuple[str, ...], limits: Limits, name: str, kind: str = "XLSX"
) -> Table:
    """Return the rows of a sheet below its header, which may have titles above it.

    Raises
    ------
    SourceError
        If there are no rows, or too many.
    """
    if not filled:
        raise SourceError(*words.empty_file(name))
    sizes = np.array([sum(map(bool, texts)) for _, texts in filled])
    head = header_position(sizes, np.ones(len(filled), dtype=np.bool_))
    header_row, header = filled[head]
    body = filled[head + 1 :]
    require_size(len(header), len(body), limits, name)
    columns, repeated = unique_names(header)
    width = len(columns)
    faults = tuple(
        Fault(number, "", *words.ragged(len(texts), width))
        for number, texts in body
        if len(texts) > width
    )
    cells = [[*texts, *[""] * (width - len(texts))][:width] for _, texts in body]
    titles = (words.titles_skipped(head, header_row),) if head else ()
    return Table(
        columns,
        text_columns(columns, cells),
        np.array([number for number, _ in body], dtype=np.int64),
        format=kind,
        warnings=(*warnings, *titles, *repeated),
        faults=faults,
    )

"""What a reader hands over: rows as text, places as numbers, and what it noticed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hotspots.errors import SourceError
from hotspots.text import door_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: Characters of a column name that are kept; it comes back in every message about a row.
_LONGEST_NAME: Final = 200
#: What is left of them when spaces and line ends are gone would steer a terminal.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
#: From here a float holds no whole numbers any more, such as long ids.
_EXACT_FLOAT: Final = 1e15


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file the tool is willing to hold.

    The default is that of an upload. The sizes are in bytes, ``seconds`` is the most that
    a reader in a process of its own may take (a small file gets less), ``field_chars`` the
    longest cell, ``row_bytes`` and ``text_bytes`` the text of a row and of all rows. A reader
    hands back ``result_bytes`` at most: text, numbers and shapes.

    ``memory_bytes`` is address space, of which a reader fills some two thirds: with the server it
    stays under ``MemoryMax`` of the unit in ``docs/uitrol``.
    """

    file_bytes: int = 50_000_000
    unzipped_bytes: int = 250_000_000
    rows: int = 2_000_000
    columns: int = 300
    cells: int = 60_000_000
    field_chars: int = 1_000_000
    row_bytes: int = 1_000_000
    text_bytes: int = 150_000_000
    result_bytes: int = 400_000_000
    seconds: int = 120
    memory_bytes: int = 1_000_000_000


#: What the app and the command line allow unless told otherwise.
UPLOAD_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read as the fields of its header; ``row`` counts the header as 1."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file as they stand there; nothing is judged yet.

    A number, a date or an id is still the text of the file, so ``rows`` misleads whoever sorts
    it. A row with a fault is in ``rows`` too, so that every row of the file is counted.

    Attributes
    ----------
    columns
        Names as in the file, without spaces around them, long ones cut off; a repeated name gets
        " (2)".
    rows
        One text column per name; a missing value is "".
    row_numbers
        Shape (n,): where each row begins in the file, the header being 1.
    x, y
        Shape (n,): coordinates of the geometry in ``crs``, NaN without place; None where the
        format has no geometry.
    crs
        "EPSG:n" (or WKT that has no such number) as the file states it; None if it is silent.
    format
        "CSV", "XLSX", "GeoJSON", "GeoPackage", "Shapefile", "GeoParquet" or "iCalendar".
    warnings
        What a user should know about how the file was read, in Dutch.
    faults
        Rows that could not be read.
    shapes
        Shape (n,): geometries as WKB, None without one, where lines and areas were asked for;
        ``x`` and ``y`` are then the middle of each.
    """

    columns: tuple[str, ...]
    rows: pd.DataFrame
    row_numbers: NDArray[np.int64]
    x: NDArray[np.float64] | None = None
    y: NDArray[np.float64] | None = None
    crs: str | None = None
    format: str = "CSV"
    warnings: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    shapes: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        """Count the rows, faulty ones included."""
        return len(self.rows)


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name every column of a header, and warn where the file did not.

    Examples
    --------
    >>> unique_names(["id", " x ", "", "id"])[0]
    ('id', 'x', 'kolom 3', 'id (2)')
    """
    seen: dict[str, int] = {}
    unique: list[str] = []
    repeated: list[str] = []
    for position, name in enumerate(names, start=1):
        clean = " ".join(name[:_LONGEST_NAME].replace("\ufeff", "").split())
        clean = _CONTROL.sub("\ufffd", clean) or door_files.unnamed(position)
        count = seen.get(clean, 0) + 1
        seen[clean] = count
        if count > 1:
            repeated.append(clean)
            clean = f"{clean} ({count})"
            seen[clean] = 1
        unique.append(clean)
    warnings = (door_files.repeated_columns(repeated),) if repeated else ()
    return tuple(unique), warnings


def text_frame(columns: tuple[str, ...], cells: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Make the text columns of a table from rows of cells, each as long as ``columns``."""
    by_column = list(zip(*cells, strict=True)) if cells else [()] * len(columns)
    texts = {
        name: pd.Series(values, dtype="str")
        for name, values in zip(columns, by_column, strict=True)
    }
    # Features without any property are rows all the same.
    return pd.DataFrame(texts, index=pd.RangeIndex(len(cells)))


def require_size(columns: int, rows: int, limits: Limits, name: str) -> None:
    """Stop if a table is larger than the limits.

    Raises
    ------
    SourceError
        With what was found and what the limit is.
    """
    if columns > limits.columns:
        raise SourceError(*door_files.too_many_columns(name, columns, limits.columns))
    if rows > limits.rows:
        raise SourceError(*door_files.too_many_rows(name, rows, limits.rows))
    if columns * rows > limits.cells:
        raise SourceError(*door_files.too_many_cells(name, columns * rows, limits.cells))


class Meter:
    """Counts what a reader takes out of a file while it does, and stops it beyond the limits.

    A file can name one long text many times and be small. Whoever copies text out of such a file
    counts it first; `require_text` judges what comes out in the end, of every format.
    """

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits, self._name = limits, name
        self._text = self._shapes = 0

    def add(self, text: int, shapes: int = 0) -> None:
        """Count bytes of text and of shapes.

        Raises
        ------
        SourceError
            If there is more than the limits allow.
        """
        self._text += text
        self._shapes += shapes
        if self._text > self._limits.text_bytes:
            raise SourceError(
                *door_files.too_much_text(self._name, self._text, self._limits.text_bytes)
            )
        if self._shapes > self._limits.result_bytes:
            raise SourceError(
                *door_files.too_much_read(self._name, self._shapes, self._limits.result_bytes)
            )


def require_text(table: Table, limits: Limits, name: str) -> None:
    """Stop if the text of a value, of a row or of the whole table is beyond the limits.

    Raises
    ------
    SourceError
        With the row, or with how much was found.
    """
    of_row = np.zeros(len(table), dtype=np.int64)
    for column in table.columns:
        texts = pa.array(table.rows[column], type=pa.large_string())
        sizes = np.asarray(pc.fill_null(pc.binary_length(texts), 0))
        characters = sizes.max(initial=0)
        if characters > limits.field_chars:  # only then is it worth counting signs
            characters = np.asarray(pc.fill_null(pc.utf8_length(texts), 0))
            if characters.max() > limits.field_chars:
                row = table.row_numbers[characters.argmax()]
                raise SourceError(*door_files.field_too_long(name, int(row)))
        of_row += sizes
    if of_row.max(initial=0) > limits.row_bytes:
        raise SourceError(*door_files.field_too_long(name, int(table.row_numbers[of_row.argmax()])))
    Meter(limits, name).add(int(of_row.sum()))


def as_text(value: object) -> str:
    """Write a value of JSON, a database or a sheet as the text that a person would type.

    Examples
    --------
    >>> [as_text(value) for value in (None, 105123.0, 4.5, True, "a")]
    ['', '105123', '4.5', 'true', 'a']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT_FLOAT
        return str(int(value)) if whole else repr(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)

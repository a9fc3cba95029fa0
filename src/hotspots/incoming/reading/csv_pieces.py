"""A CSV that is too large to hold, piece by piece; each is a small CSV with the header above it.

A piece ends where a record does: at a line end with an even number of quotes before it. Where
quotes are odd, the last line end is good enough: the reader of the piece says which row is broken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.csv_file import (
    find_separator,
    find_structure,
    records_with_quotes,
    to_utf8,
)
from hotspots.incoming.reading.table import UPLOAD_LIMITS, header_position

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.incoming.reading.table import Table

#: bytes; some 200.000 incidents, which a reader takes some seconds and 200 MB for.
PIECE_B: Final = 16_000_000
#: bytes in which the header is looked for.
_HEAD_B: Final = 1_000_000
#: bytes; a record is seldom longer, and a quote that is not closed would make it endless.
_LONGEST_RECORD_B: Final = 1_000_000
_BOM: Final = b"\xef\xbb\xbf"
_QUOTE: Final = 34


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rows of a CSV.

    Attributes
    ----------
    above
        What is put above each piece: which separator, and the header as it is.
    newline
        The byte that ends a line.
    end, lines
        Where the rows begin: bytes, and lines above them.
    notes
        What is to be said of what stands above the header.
    """

    above: bytes
    newline: bytes
    end: int
    lines: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records with the header above them.

    ``first_line`` is the line of the first record in the file, ``end`` the byte behind the last,
    ``next_line`` the line that follows.
    """

    content: bytes
    first_line: int
    lines_above: int
    end: int
    next_line: int

    def in_file(self, table: Table) -> Table:
        """Return the table of this piece with the row numbers of the file."""
        step = self.first_line - self.lines_above - 1
        return replace(
            table,
            row_numbers=table.row_numbers + step,
            faults=tuple(replace(fault, row=fault.row + step) for fault in table.faults),
        )


def head_of(path: Path, *, name: str) -> Head:
    """Find the header of a CSV, below titles and blank lines.

    Raises
    ------
    SourceError
        If it is no text, or in an encoding of two bytes a sign.
    """
    with path.open("rb") as file:
        raw = file.read(_HEAD_B)
        more = bool(file.read(1))
    if b"\x00" in raw:
        raise SourceError(*words.large_is_not_utf8(name))
    newline = b"\n" if b"\n" in raw else b"\r"
    if more:
        raw = raw[: raw.rfind(newline) + 1] or raw
    text, _ = to_utf8(raw, name=name)
    text = text.rstrip(b"\n") + b"\n"
    separator, announced = find_separator(text)
    first, last, titles = _header_lines(text, separator, announced)
    ends = _positions(raw, newline)
    begin = int(ends[first - 2]) + 1 if first > 1 else 0
    end = int(ends[last - 1]) + 1 if last <= len(ends) else len(raw)
    header = raw[begin:end].removeprefix(_BOM).rstrip(b"\r\n")
    above = b"sep=" + separator.encode() + newline + header + newline
    notes = (words.titles_skipped(titles, first),) if titles else ()
    return Head(above, newline, end, last, notes)


def _header_lines(text: bytes, separator: str, announced: int) -> tuple[int, int, int]:
    """Return the first and last line of the header, and how many titles stand above it."""
    structure = find_structure(text, separator)
    if structure is not None:
        lines, sizes, filled = structure.lines, structure.separators + 1, ~structure.blank
    else:
        records = records_with_quotes(text.decode(), separator, UPLOAD_LIMITS.field_chars)
        lines = np.array([record.line for record in records])
        sizes = np.array([len(record.cells) for record in records])
        filled = np.array([any(cell.strip() for cell in record.cells) for record in records])
    filled[:announced] = False
    at = header_position(sizes, filled) if filled.any() else 0
    last = int(lines[at + 1]) - 1 if at + 1 < len(lines) else int(lines[at])
    return int(lines[at]), last, int(np.count_nonzero(filled[announced:at]))


def pieces_of(
    path: Path, head: Head, *, start: int, line: int, size: int | None = None
) -> Iterator[Piece]:
    """Give the records of a CSV from a byte and a line on, piece by piece.

    Parameters
    ----------
    start, line
        Where a record begins: `Head.end` and the line after `Head.lines`, or where a piece ended.
    size
        Bytes of a piece, at least one record; `PIECE_B` if left out.
    """
    size = size or PIECE_B
    lines_above = head.above.count(head.newline)
    with path.open("rb") as file:
        file.seek(start)
        rest = b""
        while True:
            chunk = file.read(size)
            text = rest + chunk
            if not text:
                return
            cut = _cut(text, head.newline) if chunk else len(text)
            content, rest = text[:cut], text[cut:]
            if not content:
                continue
            lines = content.count(head.newline) + (not content.endswith(head.newline))
            start += len(content)
            yield Piece(head.above + content, line, lines_above, start, line + lines)
            line += lines


def _cut(text: bytes, newline: bytes) -> int:
    """Return behind which byte the last whole record ends; 0 if there is none."""
    ends = _positions(text, newline)
    if not len(ends):
        return 0 if len(text) < _LONGEST_RECORD_B else len(text)
    quotes = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == _QUOTE)
    whole = ends[np.searchsorted(quotes, ends) % 2 == 0]
    if len(whole) and whole[-1] >= len(text) - _LONGEST_RECORD_B:
        return int(whole[-1]) + 1
    return int(ends[-1]) + 1


def _positions(text: bytes, byte: bytes) -> NDArray[np.int64]:
    return np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == byte[0])

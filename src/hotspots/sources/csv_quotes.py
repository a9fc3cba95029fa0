"""CSV records where quotes are irregular: line by line, so that a stray quote costs one row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from hotspots.sources.csv_structure import FEWEST_FIELDS
from hotspots.text import door_files

#: Lines that one quoted field may go on for before its quote counts as not closed.
_LONGEST_FIELD_LINES: Final = 200
#: A quote that opens a field and is not closed by the end of the text; a doubled one is a value.
_OPEN: Final = re.compile(r'"(?:[^"]|"")*\Z')


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record and the line it begins on; ``fault`` is (value, reason) or None."""

    line: int
    cells: list[str]
    fault: tuple[str, str] | None = None


def records_with_quotes(text: str, separator: str, longest_chars: int) -> list[Record]:
    r"""Divide text into records, each line at most once.

    A quote counts only at the start of a field. If it is not closed properly within the next
    lines, its own line is a faulty record and the lines below are read as if it were not there.

    Examples
    --------
    >>> found = records_with_quotes('a,b\n1,"open\n2,5" pijp', ",", 1000)
    >>> [(record.line, record.cells) for record in found if not record.fault]
    [(1, ['a', 'b']), (3, ['2', '5" pijp'])]
    >>> [record.line for record in found if record.fault]
    [2]
    """
    lines = text.split("\n")
    usual = Counter(line.count(separator) + 1 for line in lines if line and '"' not in line)
    expected = usual.most_common(1)[0][0] if usual else 0
    reader = _QuotedReader(lines, separator, expected, longest_chars)
    records: list[Record] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if '"' not in line:
            records.append(Record(position + 1, line.split(separator)))
            position += 1
            continue
        cells, taken = reader.read(position)
        if cells is None:
            records.append(Record(position + 1, [line], door_files.unclosed_quote()))
        else:
            records.append(Record(position + 1, cells))
        position += taken
    return records


@dataclass(frozen=True, slots=True)
class _QuotedReader:
    """Reads records that hold quotes; ``expected`` is how many fields others have, 0 unknown."""

    lines: list[str]
    separator: str
    expected: int
    longest_chars: int

    def read(self, start: int) -> tuple[list[str] | None, int]:
        """Return the cells of the record at a line, and how many lines it takes.

        A record over several lines must have as many fields as others have, and no line inside
        it may look like a whole row: else the quote that ends it belongs to another record.
        """
        field = _field(self.separator)
        joined = self.lines[start]
        last = min(_LONGEST_FIELD_LINES, len(self.lines) - start)
        for taken in range(1, last + 1):
            cells, at = _fields(joined, field)
            if cells is not None:
                fits = taken == 1 or self.expected in {0, len(cells)}
                return (cells, taken) if fits else (None, 1)
            swallowing = taken > 1 and self._is_whole_row(self.lines[start + taken - 1])
            open_ended = _OPEN.match(joined, at) and len(joined) <= self.longest_chars
            if taken == last or swallowing or not open_ended:
                break
            joined = f"{joined}\n{self.lines[start + taken]}"
        return None, 1

    def _is_whole_row(self, line: str) -> bool:
        fields = line.count(self.separator) + 1
        return fields >= FEWEST_FIELDS and fields == self.expected


def _field(separator: str) -> re.Pattern[str]:
    """Match one field and what ends it: quoted with doubled quotes inside, or bare."""
    sep = re.escape(separator)
    return re.compile(rf'(?:"((?:[^"]|"")*)"|([^"{sep}\n][^{sep}\n]*)?)({sep}|\Z)')


def _fields(joined: str, field: re.Pattern[str]) -> tuple[list[str] | None, int]:
    """Return the cells of a record, or None and where it stops being one."""
    cells: list[str] = []
    at = 0
    while True:
        match = field.match(joined, at)
        if match is None:
            return None, at
        quoted, bare, end = match.groups()
        cells.append(quoted.replace('""', '"') if quoted is not None else bare or "")
        if not end:
            return cells, match.end()
        at = match.end()


def split_record(record: str, separator: str) -> list[str]:
    """Split one record into its cells, quotes taken off; by separators alone if they are odd.

    Examples
    --------
    >>> split_record('id,"soort, kort"', ",")
    ['id', 'soort, kort']
    """
    cells, _ = _fields(record, _field(separator))
    return record.split(separator) if cells is None else cells

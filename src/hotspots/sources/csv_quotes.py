"""CSV records where quotes are irregular: line by line, so that a stray quote costs one row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from hotspots.text import door_files

#: Lines that one quoted field may go on for before its quote counts as not closed.
_LONGEST_FIELD_LINES: Final = 200


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
    field = re.compile(_FIELD.format(sep=re.escape(separator)))
    usual = Counter(line.count(separator) + 1 for line in lines if line and '"' not in line)
    expected = usual.most_common(1)[0][0] if usual else None
    records: list[Record] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        taken = 1
        cells: list[str] | None
        if '"' not in line:
            cells = line.split(separator)
        else:
            cells, taken = _quoted(lines, position, field, longest_chars, expected)
        if cells is None:
            records.append(Record(position + 1, [line], door_files.unclosed_quote()))
        else:
            records.append(Record(position + 1, cells))
        position += taken
    return records


#: One field with what ends it: quoted with doubled quotes inside, or bare without one in front.
_FIELD: Final = r'(?:"((?:[^"]|"")*)"|([^"{sep}\n][^{sep}\n]*)?)({sep}|\Z)'


def _quoted(
    lines: list[str],
    start: int,
    field: re.Pattern[str],
    longest_chars: int,
    expected: int | None,
) -> tuple[list[str] | None, int]:
    """Read a record from ``start``, going on over lines while a quote is open.

    A record over several lines must have as many fields as others have: else the quote that
    ended it belongs to another record.
    """
    joined = ""
    for taken in range(1, min(_LONGEST_FIELD_LINES, len(lines) - start) + 1):
        joined = lines[start] if taken == 1 else f"{joined}\n{lines[start + taken - 1]}"
        if len(joined) > longest_chars:
            break
        if joined.count('"') % 2 and taken > 1 and '"' not in lines[start + taken - 1]:
            continue
        cells = _fields(joined, field)
        if cells is not None and (taken == 1 or expected in {None, len(cells)}):
            return cells, taken
    return None, 1


def _fields(joined: str, field: re.Pattern[str]) -> list[str] | None:
    cells: list[str] = []
    at = 0
    while True:
        match = field.match(joined, at)
        if match is None:
            return None
        quoted, bare, end = match.groups()
        cells.append(quoted.replace('""', '"') if quoted is not None else bare or "")
        if not end:
            return cells
        at = match.end()


def split_record(record: str, separator: str) -> list[str]:
    """Split one record into its cells, quotes taken off; by separators alone if they are odd.

    Examples
    --------
    >>> split_record('id,"soort, kort"', ",")
    ['id', 'soort, kort']
    """
    field = re.compile(_FIELD.format(sep=re.escape(separator)))
    cells = _fields(record, field)
    return record.split(separator) if cells is None else cells

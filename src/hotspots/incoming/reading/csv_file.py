"""CSV: records found by their structure first, so that a broken row cannot eat its neighbours."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Table,
    header_position,
    require_size,
    text_columns,
    unique_names,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


#: In a table narrower than this, prose can look like a row.
FEWEST_FIELDS: Final = 3
_QUOTE: Final = 34
_NEWLINE: Final = 10


@dataclass(frozen=True, slots=True)
class Structure:
    """The records of a text.

    Attributes
    ----------
    text
        UTF-8 that ends in a line end.
    separator
        The byte between fields.
    starts, ends
        Shape (n,): first byte of each record, and the line end behind it.
    separators
        Shape (n,): how many separators outside quotes each record has.
    lines
        Shape (n,): the line on which each record begins, the first being 1.
    """

    text: bytes
    separator: int
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    separators: NDArray[np.int64]
    lines: NDArray[np.int64]

    def record(self, at: int) -> bytes:
        """Return one record without its line end."""
        return self.text[self.starts[at] : self.ends[at]]

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Mark the records without any value."""
        return np.asarray(self.ends - self.starts == self.separators, dtype=np.bool_)

    def swallows_rows(self, fields: int) -> bool:
        """Whether a value of several lines holds a line that looks like a whole row.

        Two quotes that are not closed, rows apart, make a value that is as regular as any.
        """
        spans = np.diff(self.lines, append=self.lines[-1] + 1)
        return (
            fields >= FEWEST_FIELDS
            and any(
                line.count(self.separator) == fields - 1
                for at in np.flatnonzero(spans > 2).tolist()  # noqa: PLR2004 - a first and a last line
                for line in self.record(at).split(b"\n")[1:-1]
            )
        )

    def joined(self, records: NDArray[np.bool_]) -> bytes:
        """Return the chosen records as one text."""
        whole = np.repeat(records, self.ends - self.starts + 1)
        return np.frombuffer(self.text, dtype=np.uint8)[whole].tobytes()

    def all_end_in_separator(self, records: NDArray[np.bool_]) -> bool:
        """Whether the last byte of each chosen record is a separator."""
        last = np.frombuffer(self.text, dtype=np.uint8)[self.ends[records] - 1]
        return bool((last == self.separator).all())


def find_structure(text: bytes, separator: str) -> Structure | None:
    r"""Find all records, or None if quotes are used in a way that needs a closer look.

    Examples
    --------
    >>> found = find_structure(b'id;soort\n1;"a;\nb"\n2;c\n', ";")
    >>> found.separators.tolist(), found.lines.tolist()
    ([1, 1, 1], [1, 2, 4])
    """
    buffer = np.frombuffer(text, dtype=np.uint8)
    newlines = np.flatnonzero(buffer == _NEWLINE)
    separators = np.flatnonzero(buffer == ord(separator))
    ends = newlines
    if _QUOTE in text:
        quotes = np.flatnonzero(buffer == _QUOTE)
        if not _quotes_are_regular(buffer, quotes, ord(separator)):
            return None
        # Between an odd and an even quote lies a value, not structure.
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    counts = np.diff(np.searchsorted(separators, ends), prepend=0)
    lines = np.searchsorted(newlines, starts) + 1
    return Structure(text, ord(separator), starts, ends, counts, lines)


def _quotes_are_regular(
    buffer: NDArray[np.uint8], quotes: NDArray[np.int64], separator: int
) -> bool:
    """Whether every quote opens at the start of a field, closes at its end, or is doubled."""
    if len(quotes) % 2:
        return False
    edges = np.array([separator, _NEWLINE, _QUOTE], dtype=np.uint8)
    before = quotes[0::2][quotes[0::2] > 0] - 1
    after = quotes[1::2][quotes[1::2] < len(buffer) - 1] + 1
    return bool(np.isin(buffer[before], edges).all() and np.isin(buffer[after], edges).all())


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
            records.append(Record(position + 1, [line], words.UNCLOSED_QUOTE))
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


#: In order of preference where two divide the lines equally well.
SEPARATORS: Final = (";", ",", "\t", "|")
#: Bytes that are looked at to find the separator.
_SAMPLE_BYTES: Final = 65_536
_SAMPLE_LINES: Final = 50
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_QUOTED: Final = re.compile(r'"[^"]*"')
_SEP_LINE: Final = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)


def to_utf8(raw: bytes, *, name: str) -> tuple[bytes, tuple[str, ...]]:
    r"""Return the text as UTF-8 with ``\n`` as its only line end, and what to warn about.

    Without a mark of its own (BOM) a file is UTF-8 if it can be, else Windows-1252. A file
    that is both, which happens when two exports are pasted together, is read line by line.

    Raises
    ------
    SourceError
        If it is no text, or in none of these encodings.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            text = _decoded(raw, encoding, name)
            if "\x00" in text:
                raise SourceError(*words.not_text(name))
            return _unix_lines(text), ()
    raw = raw if b"\x00" not in raw else _without_bom_utf16(raw, name)
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _line_by_line(raw, name)
    lost = (words.CHARACTERS_LOST,) if "\ufffd" in text else ()
    return raw, lost


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(*words.undecodable(name, encoding, error.start)) from error


def _without_bom_utf16(raw: bytes, name: str) -> bytes:
    """Decode UTF-16 that lacks its mark: every other byte of Western text is then zero."""
    even, odd = raw[0:_SAMPLE_BYTES:2].count(0), raw[1:_SAMPLE_BYTES:2].count(0)
    sample = min(len(raw), _SAMPLE_BYTES) // 2
    if max(even, odd) < 0.8 * sample or min(even, odd) > 0:
        raise SourceError(*words.not_text(name))
    return _decoded(raw, "utf-16-le" if odd > even else "utf-16-be", name).encode()


def _unix_lines(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def _line_by_line(raw: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    lines: list[bytes] = []
    rows: dict[str, list[int]] = {"utf-8": [], "cp1252": []}
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.isascii():
            lines.append(line)
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            rows["cp1252"].append(number)
            lines.append(_cp1252(line, number, name))
        else:
            rows["utf-8"].append(number)
            lines.append(line)
    text = b"\n".join(lines)
    if rows["utf-8"] and rows["cp1252"]:
        return text, (words.mixed_encodings(rows["cp1252"]),)
    return text, ()


def _cp1252(line: bytes, number: int, name: str) -> bytes:
    try:
        return line.decode("cp1252").encode()
    except UnicodeDecodeError as error:
        raise SourceError(*words.undecodable_line(name, number)) from error


def find_separator(text: bytes) -> tuple[str, int]:
    r"""Return the separator and how many lines at the top only announce it (``sep=;``).

    The separator is the sign that divides most lines into the same number of fields, at least
    two; commas inside quotes do not count. A file of one column gets the first of `SEPARATORS`.

    Examples
    --------
    >>> find_separator(b"id;x;y\n1;105123,50;425321,25\n")
    (';', 0)
    """
    sample = text[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    lines = sample.split("\n")
    announced = _SEP_LINE.match(lines[0].strip(" "))
    if announced and announced[1] in SEPARATORS:
        return announced[1], 1
    if len(text) > _SAMPLE_BYTES and len(lines) > 1:
        lines.pop()
    bare = [line for line in _QUOTED.sub("", "\n".join(lines)).split("\n") if line.strip()]
    bare = bare[:_SAMPLE_LINES]
    best, best_score = SEPARATORS[0], (0, 0)
    for separator in SEPARATORS:
        fields, agreeing = (
            Counter(line.count(separator) for line in bare).most_common(1)[0] if bare else (0, 0)
        )
        score = (agreeing, fields)
        if fields and score > best_score:
            best, best_score = separator, score
    return best, 0


def read_csv(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
) -> Table:
    """Read a CSV file; separator, encoding, line ends and titles above the header are found.

    Every line of the file is in the table, as a row, as part of a row, or as a row with a
    fault; blank lines and titles are named in a warning.

    Parameters
    ----------
    path
        The file.
    layer_name
        Means nothing here: a CSV holds one table.
    limits
        How many rows and columns, and how long a row, are accepted.
    name
        What messages call the file; its own name if left out.

    Raises
    ------
    SourceError
        If it is no text, empty, or beyond the limits.
    """
    del layer_name
    name = name or path.name
    text, warnings = to_utf8(path.read_bytes(), name=name)
    if not text.strip():
        raise SourceError(*words.empty_file(name))
    text = text.rstrip(b"\n") + b"\n"
    separator, skipped = find_separator(text)
    structure = find_structure(text, separator)
    table = None if structure is None else _by_structure(structure, skipped, limits, name)
    if table is None:
        sizes = [len(line) for line in text.split(b"\n")]
        if max(sizes) > limits.field_chars:
            raise SourceError(*words.field_too_long(name, sizes.index(max(sizes)) + 1))
        records = records_with_quotes(text.decode(), separator, limits.field_chars)
        table = _by_record(records[skipped:], limits, name)
    return replace(table, warnings=(*warnings, *table.warnings))


def _by_structure(structure: Structure, skipped: int, limits: Limits, name: str) -> Table | None:
    """Make a table of regular records; None if one over several lines looks wrong."""
    length = structure.ends - structure.starts
    if int(length.max()) > limits.field_chars:
        raise SourceError(*words.field_too_long(name, int(structure.lines[length.argmax()])))
    filled = ~structure.blank
    filled[:skipped] = False
    if not filled.any():
        raise SourceError(*words.empty_file(name))
    head = header_position(structure.separators + 1, filled)
    body = filled & (np.arange(len(filled)) > head)
    header = _widened(
        split_record(structure.record(head).decode(), chr(structure.separator)), structure, body
    )
    require_size(len(header), int(np.count_nonzero(body)), limits, name)
    columns, repeated = unique_names(header)
    whole = body & (structure.separators == len(columns) - 1)
    broken = np.flatnonzero(body & ~whole).tolist()
    if any(b"\n" in structure.record(at) for at in broken) or structure.swallows_rows(len(columns)):
        return None
    faults = tuple(
        _ragged(int(structure.lines[at]), int(structure.separators[at]) + 1, len(columns))
        for at in broken
        if structure.record(at).strip(b" \t")
    )
    rows = _parsed(structure, whole, columns)
    if rows is None:
        return None
    titles = int(np.count_nonzero(filled[skipped:head]))
    empty = int(np.count_nonzero(~filled[head:])) + len(broken) - len(faults)
    notes = _notes(titles, int(structure.lines[head]), empty)
    return _assembled(columns, rows, structure.lines[whole], faults, (*repeated, *notes))


def _ragged(line: int, fields: int, expected: int) -> Fault:
    return Fault(line, "", *words.ragged(fields, expected))


def _widened(header: list[str], structure: Structure, body: NDArray[np.bool_]) -> list[str]:
    """Give the header one nameless column more where every row ends in a separator.

    Only then: a row that is longer for another reason, such as a decimal comma between commas,
    has its values under the wrong names.
    """
    one_more = body.any() and bool((structure.separators[body] == len(header)).all())
    return [*header, ""] if one_more and structure.all_end_in_separator(body) else header


def _parsed(
    structure: Structure, whole: NDArray[np.bool_], columns: tuple[str, ...]
) -> pa.Table | None:
    """Let Arrow split the records that have the right number of fields; None if it cannot."""
    if not whole.any():
        return text_columns(columns, [])
    body = structure.joined(whole)
    keys = [str(position) for position in range(len(columns))]
    longest = int((structure.ends - structure.starts)[whole].max())
    try:
        parsed = pa_csv.read_csv(
            io.BytesIO(body),
            read_options=pa_csv.ReadOptions(
                column_names=keys, block_size=max(1 << 20, 2 * longest)
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=chr(structure.separator),
                quote_char='"' if b'"' in body else False,
                newlines_in_values=b'"' in body,
                ignore_empty_lines=False,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if parsed.num_rows != np.count_nonzero(whole):
        return None
    return parsed.rename_columns(list(columns))


def _by_record(records: Sequence[Record], limits: Limits, name: str) -> Table:
    """Make a table of records that were read one by one, because quotes are irregular."""
    filled = [record for record in records if any(cell.strip() for cell in record.cells)]
    if not filled:
        raise SourceError(*words.empty_file(name))
    sizes = np.array([len(record.cells) for record in filled])
    head = header_position(sizes, np.ones(len(filled), dtype=np.bool_))
    columns, repeated = unique_names(filled[head].cells)
    body = filled[head + 1 :]
    require_size(len(columns), len(body), limits, name)
    good = [record for record in body if not record.fault and len(record.cells) == len(columns)]
    faults = tuple(
        Fault(record.line, "", *record.fault)
        if record.fault
        else _ragged(record.line, len(record.cells), len(columns))
        for record in body
        if record.fault or len(record.cells) != len(columns)
    )
    lines = np.array([record.line for record in good], dtype=np.int64)
    rows = text_columns(columns, [record.cells for record in good])
    empty = sum(record.line > filled[head].line for record in records) - len(body) - 1
    notes = _notes(head, filled[head].line, max(empty, 0))
    return _assembled(columns, rows, lines, faults, (*repeated, *notes))


def _notes(titles: int, header_line: int, empty: int) -> tuple[str, ...]:
    notes = []
    if titles:
        notes.append(words.titles_skipped(titles, header_line))
    if empty:
        notes.append(words.blank_rows_skipped(empty))
    return tuple(notes)


def _assembled(
    columns: tuple[str, ...],
    rows: pa.Table,
    lines: NDArray[np.int64],
    faults: tuple[Fault, ...],
    warnings: tuple[str, ...],
) -> Table:
    """Put faulty rows, without cells, back in their place among the others."""
    if faults:
        cells = [("",) * len(columns)] * len(faults)
        rows = pa.concat_tables([rows, text_columns(columns, cells)])
        lines = np.concatenate([lines, np.array([fault.row for fault in faults], dtype=np.int64)])
        order = np.argsort(lines, kind="stable")
        rows, lines = rows.take(order), lines[order]
    return Table(columns, rows, lines, format="CSV", warnings=warnings, faults=faults)

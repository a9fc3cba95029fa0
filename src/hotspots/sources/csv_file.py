"""CSV: records found by their structure first, so that a broken row cannot eat its neighbours."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from hotspots.errors import SourceError
from hotspots.sources.csv_quotes import Record, records_with_quotes, split_record
from hotspots.sources.csv_structure import Structure, find_structure
from hotspots.sources.csv_text import find_separator, to_utf8
from hotspots.sources.header import header_position
from hotspots.sources.table import (
    UPLOAD_LIMITS,
    Fault,
    Limits,
    Table,
    require_size,
    text_frame,
    unique_names,
)
from hotspots.text import door_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


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
        raise SourceError(*door_files.empty_file(name))
    text = text.rstrip(b"\n") + b"\n"
    separator, skipped = find_separator(text)
    structure = find_structure(text, separator)
    table = None if structure is None else _by_structure(structure, skipped, limits, name)
    if table is None:
        records = records_with_quotes(text.decode(), separator, limits.field_chars)
        table = _by_record(records[skipped:], limits, name)
    return replace(table, warnings=(*warnings, *table.warnings))


def _by_structure(found: Structure, skipped: int, limits: Limits, name: str) -> Table | None:
    """Make a table of regular records; None if one over several lines looks wrong."""
    length = found.ends - found.starts
    if int(length.max()) > limits.field_chars:
        raise SourceError(*door_files.field_too_long(name, int(found.lines[length.argmax()])))
    filled = ~found.blank
    filled[:skipped] = False
    if not filled.any():
        raise SourceError(*door_files.empty_file(name))
    head = header_position(found.separators + 1, filled)
    body = filled & (np.arange(len(filled)) > head)
    header = _widened(split_record(found.record(head).decode(), chr(found.separator)), found, body)
    require_size(len(header), int(np.count_nonzero(body)), limits, name)
    columns, repeated = unique_names(header)
    whole = body & (found.separators == len(columns) - 1)
    broken = np.flatnonzero(body & ~whole).tolist()
    if any(b"\n" in found.record(at) for at in broken) or found.swallows_rows(len(columns)):
        return None
    faults = tuple(
        _ragged(int(found.lines[at]), int(found.separators[at]) + 1, len(columns))
        for at in broken
        if found.record(at).strip(b" \t")
    )
    rows = _parsed(found, whole, columns)
    if rows is None:
        return None
    titles = int(np.count_nonzero(filled[skipped:head]))
    empty = int(np.count_nonzero(~filled[head:])) + len(broken) - len(faults)
    notes = _notes(titles, int(found.lines[head]), empty)
    return _assembled(columns, rows, found.lines[whole], faults, (*repeated, *notes))


def _ragged(line: int, fields: int, expected: int) -> Fault:
    return Fault(line, "", *door_files.ragged(fields, expected))


def _widened(header: list[str], found: Structure, body: NDArray[np.bool_]) -> list[str]:
    """Give the header one nameless column more where every row ends in a separator.

    Only then: a row that is longer for another reason, such as a decimal comma between commas,
    has its values under the wrong names.
    """
    one_more = body.any() and bool((found.separators[body] == len(header)).all())
    return [*header, ""] if one_more and found.all_end_in_separator(body) else header


def _parsed(
    found: Structure, whole: NDArray[np.bool_], columns: tuple[str, ...]
) -> pd.DataFrame | None:
    """Let Arrow split the records that have the right number of fields; None if it cannot."""
    if not whole.any():
        return text_frame(columns, [])
    body = found.joined(whole)
    keys = [str(position) for position in range(len(columns))]
    longest = int((found.ends - found.starts)[whole].max())
    try:
        parsed = pa_csv.read_csv(
            io.BytesIO(body),
            read_options=pa_csv.ReadOptions(
                column_names=keys, block_size=max(1 << 20, 2 * longest)
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=chr(found.separator),
                quote_char='"' if b'"' in body else False,
                newlines_in_values=b'"' in body,
                ignore_empty_lines=False,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if parsed.num_rows != np.count_nonzero(whole):
        return None
    rows: pd.DataFrame = parsed.to_pandas().astype("str")
    rows.columns = pd.Index(columns)
    return rows


def _by_record(records: Sequence[Record], limits: Limits, name: str) -> Table:
    """Make a table of records that were read one by one, because quotes are irregular."""
    filled = [record for record in records if any(cell.strip() for cell in record.cells)]
    if not filled:
        raise SourceError(*door_files.empty_file(name))
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
    rows = text_frame(columns, [record.cells for record in good])
    empty = sum(record.line > filled[head].line for record in records) - len(body) - 1
    notes = _notes(head, filled[head].line, max(empty, 0))
    return _assembled(columns, rows, lines, faults, (*repeated, *notes))


def _notes(titles: int, header_line: int, empty: int) -> tuple[str, ...]:
    notes = []
    if titles:
        notes.append(door_files.titles_skipped(titles, header_line))
    if empty:
        notes.append(door_files.blank_rows_skipped(empty))
    return tuple(notes)


def _assembled(
    columns: tuple[str, ...],
    rows: pd.DataFrame,
    lines: NDArray[np.int64],
    faults: tuple[Fault, ...],
    warnings: tuple[str, ...],
) -> Table:
    """Put faulty rows, without cells, back in their place among the others."""
    if faults:
        cells = [("",) * len(columns)] * len(faults)
        rows = pd.concat([rows, text_frame(columns, cells)], ignore_index=True)
        lines = np.concatenate([lines, np.array([fault.row for fault in faults], dtype=np.int64)])
        order = np.argsort(lines, kind="stable")
        rows, lines = rows.iloc[order].reset_index(drop=True), lines[order]
    return Table(columns, rows, lines, format="CSV", warnings=warnings, faults=faults)

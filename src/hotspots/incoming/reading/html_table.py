"""A page of HTML with a table, as many a register saves what it calls an Excel file."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from hotspots.errors import SourceError
from hotspots.incoming.reading import words
from hotspots.incoming.reading.csv_file import to_utf8
from hotspots.incoming.reading.table import UPLOAD_LIMITS, Limits, Meter, Table, require_size
from hotspots.incoming.reading.xlsx_file import table_of_sheet, without_empty_end

if TYPE_CHECKING:
    from pathlib import Path


def read_html(
    path: Path,
    *,
    layer_name: str | None = None,
    limits: Limits = UPLOAD_LIMITS,
    name: str | None = None,
) -> Table:
    """Read the largest table of a page; its first row is row 1.

    Nothing of a page is run or fetched. ``layer_name`` means nothing here.

    Raises
    ------
    SourceError
        If it has no table, or is beyond the limits.
    """
    del layer_name
    name = name or path.name
    text, warnings = to_utf8(path.read_bytes(), name=name)
    page = _Page(limits, name)
    page.feed(text.decode())
    page.close()
    rows = max(page.tables, key=len, default=[])
    filled = [
        (number, texts)
        for number, row in enumerate(rows, start=1)
        if (texts := without_empty_end(row))
    ]
    if not filled:
        raise SourceError(*words.not_accepted(name, "HTML of XML"))
    said = (*warnings, words.HTML_TABLE, *((words.HTML_CUT_OFF,) if page.is_open else ()))
    return table_of_sheet(filled, said, limits, name, "HTML")


class _Page(HTMLParser):
    """Collects the texts of all tables; a table within a cell is text of that cell."""

    def __init__(self, limits: Limits, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._limits, self._name, self._meter = limits, name, Meter(limits, name)
        self._depth = 0
        self._cell: list[str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last table has no end."""
        return self._depth > 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        del attrs
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].append([])
            require_size(1, len(self.tables[-1]) - 1, self._limits, self._name)
        elif self._depth == 1 and tag in ("td", "th") and self.tables[-1]:
            self._end_cell()
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Take text that stands in a cell."""
        if self._cell is not None:
            self._meter.add(len(data))
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            row = self.tables[-1][-1]
            row.append(" ".join("".join(self._cell).split()))
            require_size(len(row), 0, self._limits, self._name)
        self._cell = None

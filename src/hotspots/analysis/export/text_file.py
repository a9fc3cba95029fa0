"""A table as CSV, and beside it what it is.

CSV holds one table and nothing else. Who takes it reads it with a script, or opens it in a
spreadsheet by a double click; lines above the header, or a zip around it, would break both. So
the table stays a file of its own that says in every row what the row is, and the rest goes into a
second file: `X.csv` and `X.verantwoording.csv`. Who wants one file for people takes the workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hotspots.text import taking as text

if TYPE_CHECKING:
    from hotspots.analysis.export.sheet import Sheet


def csv_bytes(sheet: Sheet, *, dutch: bool = False) -> bytes:
    """Return the rows as CSV; ``dutch`` is what Excel in Dutch opens as columns."""
    return _csv(sheet.described_rows(), dutch=dutch)


def about_csv_bytes(sheet: Sheet, *, dutch: bool = False) -> bytes:
    """Return what the table is as CSV: part, label and value."""
    return _csv(pd.DataFrame(sheet.metadata.rows(), columns=text.ABOUT_COLUMNS), dutch=dutch)


def _csv(rows: pd.DataFrame, *, dutch: bool) -> bytes:
    if dutch:
        written = rows.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
        return written.encode("utf-8-sig")
    return rows.to_csv(index=False, lineterminator="\n").encode()

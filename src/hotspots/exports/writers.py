"""Numbers that leave the tool as a file: a sheet is made of an answer, and a writer writes it.

What is taken away is the same in every kind of file: the rows, and the lines that say what they are
(`hotspots.exports.sheet`). The command line comes in by the names below, the pages by those of
the sheets and of `file_bytes`.

CSV holds one table and nothing else. Who takes it reads it with a script, or opens it in a
spreadsheet by a double click; lines above the header, or a zip around it, would break both. So
the table stays a file of its own that says in every row what the row is, and the rest goes into a
second file: `X.csv` and `X.verantwoording.csv`. Who wants one file for people takes the workbook.

Only text, numbers and dates are written: every text is stored as text, so that nothing in it is
run, and has an apostrophe in front where another program would run it after all.
"""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow.parquet as pq
import pyogrio

from hotspots.access.export import writing_file
from hotspots.crs import WGS84
from hotspots.errors import SelectionError
from hotspots.exports import words as text
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.finding_sheets import sheet_of_finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.exports.sheet import Sheet


def csv_bytes(sheet: Sheet, *, dutch: bool = False) -> bytes:
    """Return the rows as CSV; ``dutch`` is what Excel in Dutch opens as columns."""
    return _csv(sheet.described_rows(), dutch=dutch)


def about_csv_bytes(sheet: Sheet, *, dutch: bool = False) -> bytes:
    """Return the lines that account for a table as CSV: part, label and value."""
    return _csv(pd.DataFrame(sheet.metadata.rows(), columns=text.ABOUT_COLUMNS), dutch=dutch)


def _csv(rows: pd.DataFrame, *, dutch: bool) -> bytes:
    if dutch:
        written = rows.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
        return written.encode("utf-8-sig")
    return rows.to_csv(index=False, lineterminator="\n").encode()


#: Beside ``geo`` in the metadata of a GeoParquet file.
PARQUET_KEY: Final = b"hotspots"


def geopackage_bytes(sheet: Sheet) -> bytes:
    """Return a GeoPackage in RD: a layer, and a table without shapes that accounts for it."""
    metadata = sheet.metadata
    described = {f"{part}: {label}": value for part, label, value in metadata.rows()}
    about = pd.DataFrame(metadata.rows(), columns=[name.lower() for name in text.ABOUT_COLUMNS])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gegevens.gpkg"
        pyogrio.write_dataframe(
            sheet.described_shapes(),
            path,
            driver="GPKG",
            layer=sheet.name,
            layer_metadata=described,
        )
        pyogrio.write_dataframe(
            about, path, driver="GPKG", layer=text.TABLE_ABOUT, append=True, use_arrow=False
        )
        _date(path, metadata.made_on)
        return path.read_bytes()


def _date(path: Path, made_on: date) -> None:
    """Put the date of the file where GDAL wrote the moment of writing."""
    moment = f"{made_on.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        file.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))


def geoparquet_bytes(sheet: Sheet) -> bytes:
    """Return GeoParquet in RD; what it is stands as JSON in its metadata, under `PARQUET_KEY`."""
    written = io.BytesIO()
    sheet.described_shapes().to_parquet(written, index=False)
    rows = pq.read_table(written)
    about = json.dumps(sheet.metadata.plain(), ensure_ascii=False).encode()
    described = rows.replace_schema_metadata({**rows.schema.metadata, PARQUET_KEY: about})
    again = io.BytesIO()
    pq.write_table(described, again)
    return again.getvalue()


def geojson_bytes(sheet: Sheet) -> bytes:
    """Return GeoJSON in degrees; what it is stands in ``metadata``, a member of our own.

    References
    ----------
    RFC 7946, The GeoJSON Format, section 6.1, doi:10.17487/RFC7946.
    """
    collection = json.loads(sheet.described_shapes().to_crs(WGS84).to_json(drop_id=True))
    described = {
        "type": collection.pop("type"),
        "metadata": sheet.metadata.plain(),
        **collection,
    }
    return json.dumps(described, ensure_ascii=False).encode()


def _workbook_bytes(sheet: Sheet) -> bytes:
    """Return a table as XLSX."""
    from hotspots.exports.workbook import workbook_bytes  # noqa: PLC0415 - a page waits for it

    return workbook_bytes(sheet)


#: Writers by the end of a file name.
WRITERS: Final[dict[str, Callable[[Sheet], bytes]]] = {
    ".csv": csv_bytes,
    ".xlsx": _workbook_bytes,
    ".gpkg": geopackage_bytes,
    ".geojson": geojson_bytes,
    ".parquet": geoparquet_bytes,
}
#: What needs shapes.
_GEOGRAPHIC: Final = (".gpkg", ".geojson", ".parquet")
#: Comes in the place of ``.csv`` in the name of the file that accounts for a CSV.
ABOUT_CSV: Final = ".verantwoording.csv"


def endings_of(*, shapes: bool) -> tuple[str, ...]:
    """Return what a table can be written as."""
    return tuple(ending for ending in WRITERS if shapes or ending not in _GEOGRAPHIC)


def file_bytes(workspace: Workspace, sheet: Sheet, ending: str, *, dutch: bool = False) -> bytes:
    """Return a table as the bytes of a file, for whoever may take it away.

    Parameters
    ----------
    ending
        One of `WRITERS`, or `ABOUT_CSV` for what a CSV cannot hold.
    dutch
        A CSV with ``;`` between fields and ``,`` before decimals, for Excel in Dutch.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If a table cannot be written as that.
    """
    about = ending == ABOUT_CSV
    _require_known(sheet, ".csv" if about else ending, name=f"{sheet.name}{ending}")
    sheet.require(workspace, ending.rpartition(".")[2])
    if about:
        return about_csv_bytes(sheet, dutch=dutch)
    return csv_bytes(sheet, dutch=dutch) if ending == ".csv" else WRITERS[ending](sheet)


def write_file(workspace: Workspace, sheet: Sheet, path: Path) -> None:
    """Write a table to a file; the end of its name says how. A CSV gets a second file beside it.

    Raises
    ------
    AccessError
        If this role may not take the layer away.
    SelectionError
        If the end of the name is none of `WRITERS`, or needs shapes that the table has not.
    SettingsError
        If the file cannot be written there.
    """
    ending = path.suffix.lower()
    _require_known(sheet, ending, name=path.name)
    made = file_bytes(workspace, sheet, ending)
    with writing_file(text.NOT_WRITTEN.format(path=path)):
        path.write_bytes(made)
        if ending == ".csv":
            path.with_suffix(ABOUT_CSV).write_bytes(about_csv_bytes(sheet))


def _require_known(sheet: Sheet, ending: str, *, name: str) -> None:
    known = endings_of(shapes=sheet.shapes is not None)
    if ending not in known:
        raise SelectionError(
            text.WRONG_EXTENSION.format(name=name),
            text.WRONG_EXTENSION_FOUND.format(known=", ".join(known)),
            text.WRONG_EXTENSION_DO,
        )


__all__ = ["WRITERS", "write_analysis", "write_finding"]


def write_analysis(workspace: Workspace, analysis: Analysis, path: Path) -> None:
    """Write an analysis to a file, made today; the end of its name says how: see `write_file`."""
    write_file(workspace, sheet_of_analysis(workspace, analysis), path)


def write_finding(workspace: Workspace, finding: Finding, path: Path) -> None:
    """Write what a search found to a file, made today; the end of its name says how."""
    write_file(workspace, sheet_of_finding(workspace, finding), path)

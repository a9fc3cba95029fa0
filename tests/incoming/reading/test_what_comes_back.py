"""What a reader hands back has an end: text of a value, a row and a table, and bytes of a file."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from containers import every_format, geopackage
from hotspots.errors import SourceError
from hotspots.incoming.reading import child
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import Limits, Table, require_text, text_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Characters; with 400 rows it is 160 MB, and it is short enough for a row.
LONG = "a" * 400_000
ROWS = 400


def parquet() -> bytes:
    """One long text that is written once and named by every row."""
    codes = pa.array(np.zeros(ROWS, dtype=np.int32))
    column = pa.DictionaryArray.from_arrays(codes, pa.array([LONG]))
    ids = pa.array([str(row) for row in range(ROWS)])
    file = io.BytesIO()
    table = pa.table({"id": ids, "soort": column})
    pq.write_table(table, file, compression="zstd", store_schema=False)
    return file.getvalue()


def plain_parquet() -> bytes:
    """The same, without a dictionary: it is small because zstd makes it so."""
    file = io.BytesIO()
    pq.write_table(
        pa.table({"soort": [LONG] * ROWS}), file, compression="zstd", use_dictionary=False
    )
    return file.getvalue()


def parquet_shapes() -> bytes:
    """One large geometry of which every row holds another copy."""
    geo = {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    codes = pa.array(np.zeros(3 * ROWS, dtype=np.int32))
    column = pa.DictionaryArray.from_arrays(codes, pa.array([LONG.encode()]))
    file = io.BytesIO()
    table = pa.table({"geometry": column}).replace_schema_metadata({b"geo": json.dumps(geo)})
    pq.write_table(table, file, compression="zstd", store_schema=False)
    return file.getvalue()


#: How a workbook says that it has shared texts; one without any text says nothing.
SHARED_TEXTS = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def xlsx() -> bytes:
    """One shared text of the length that Excel allows, in five thousand cells."""
    book = openpyxl.Workbook()
    file = io.BytesIO()
    book.save(file)
    cells = '<c t="s"><v>0</v></c>' * 25
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = {
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>"
        + f"<row>{cells}</row>" * 201
        + "</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}><si><t>{'a' * 32_000}</t></si></sst>",
    }
    shared = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(shared, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = parts.pop(member, None) or old.read(member).decode()
            new.writestr(member, content.replace("</Types>", f"{SHARED_TEXTS}</Types>"))
        for member, content in parts.items():
            new.writestr(member, content)
    return shared.getvalue()


def grown_geopackage() -> bytes:
    """A column that was added later: its value stands in the schema, and in no row."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(geopackage())
        # They count rows with functions that GDAL has and SQLite has not.
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.executemany(
            "INSERT INTO punten (id) VALUES (?)", [(f"r{row}",) for row in range(ROWS)]
        )
        connection.execute(f"ALTER TABLE punten ADD COLUMN lang TEXT DEFAULT '{LONG}'")
        connection.commit()
        return connection.serialize()


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".parquet", parquet),
        (".parquet", plain_parquet),
        (".xlsx", xlsx),
        (".gpkg", grown_geopackage),
    ],
)
def test_one_text_for_many_rows_is_refused_before_it_is_written_out(
    suffix: str, content: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / f"klein{suffix}"
    path.write_bytes(content())
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SourceError, match=r"klein.* bevat te veel tekst .*maximum is 150 MB"):
        read_table(path)


def test_one_geometry_for_many_rows_is_refused_before_it_is_written_out(tmp_path: Path) -> None:
    path = tmp_path / "klein.parquet"
    path.write_bytes(parquet_shapes())
    with pytest.raises(SourceError, match=r"te groot als het is uitgelezen.*maximum is 400 MB"):
        read_table(path, shapes=True)


@pytest.mark.parametrize("kind", [suffix for suffix, _ in every_format()])
def test_the_limit_on_text_holds_for_every_format(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{kind}"
    path.write_bytes(dict(every_format())[kind])
    with pytest.raises(SourceError, match=r"te veel tekst|Rij \d+ .*te lang"):
        read_table(path, limits=Limits(row_bytes=10, text_bytes=60))


def test_a_value_and_a_row_have_a_limit_that_names_the_row() -> None:
    rows = text_columns(("id", "soort"), [("a", "kort"), ("b", "éé" * 10), ("c", "d" * 15)])
    table = Table(("id", "soort"), rows, np.array([2, 3, 5]))
    require_text(table, Limits(field_chars=20, row_bytes=41, text_bytes=62), "a.csv")
    for limits, reason in (
        (Limits(field_chars=19), "Rij 3 van a.csv is te lang"),
        # One letter, and ten times two letters of two bytes.
        (Limits(row_bytes=40), "Rij 3 van a.csv is te lang"),
        # 5 + 41 + 16 bytes.
        (Limits(text_bytes=61), "te veel tekst"),
    ):
        with pytest.raises(SourceError, match=reason):
            require_text(table, limits, "a.csv")


def test_a_row_is_as_long_in_a_workbook_as_in_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"k{column}" for column in range(40)])
    sheet.append(["kort"])
    sheet.append(["a" * 32_000] * 40)
    book.save(tmp_path / "a.xlsx")
    # 40 cells of 32 kB are 1,28 MB in one row.
    with pytest.raises(SourceError, match=r"Rij 3 van a\.xlsx is te lang"):
        read_table(tmp_path / "a.xlsx")


def test_a_file_that_is_handed_back_is_measured_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(geopackage())
    seen: list[Path] = []
    with pytest.raises(SourceError, match="te groot als het is uitgelezen"):
        child.in_child(
            "GeoPackage", path, {"layer_name": None}, seen.append,
            limits=Limits(result_bytes=1_000), name="a.gpkg",
        )  # fmt: skip
    assert seen == []


def test_what_a_reader_says_is_not_taken_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id\n1\n", encoding="utf-8")

    def shouting(request: object, answer: Path, seconds: int) -> int:
        del request, seconds
        answer.write_bytes(b"a" * 1_000_000)
        return child._REFUSED

    monkeypatch.setattr(child, "_run", shouting)
    with pytest.raises(SourceError, match="beschadigd of vraagt te veel geheugen") as caught:
        child.read_in_child("CSV", path, layer_name=None, limits=Limits(), name="a.csv")
    assert len(str(caught.value)) < 1_000

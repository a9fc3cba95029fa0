"""A file is what its bytes say; a name that says otherwise is an error."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.errors import HotspotsError, SourceError
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import Limits

if TYPE_CHECKING:
    from pathlib import Path

POINTS = gpd.GeoDataFrame(
    {"id": ["1", "2"], "datum": ["31-12-2017", "01-02-2018"], "aantal": [3, 4]},
    geometry=shapely.points([[105123.0, 425321.0], [105987.0, 424876.0]]),
    crs="EPSG:28992",
)


def write_shapefile(path: Path, points: gpd.GeoDataFrame = POINTS, folder: str = "") -> Path:
    plain = path.parent / "shp"
    plain.mkdir(exist_ok=True)
    points.to_file(plain / "inc.shp", engine="pyogrio")
    with zipfile.ZipFile(path, "w") as archive:
        for part in plain.iterdir():
            archive.write(part, f"{folder}{part.name}")
    return path


def written(tmp_path: Path, suffix: str) -> Path:
    path = tmp_path / f"punten{suffix}"
    if suffix == ".gpkg":
        POINTS.to_file(path, layer="punten", engine="pyogrio")
    elif suffix == ".geojson":
        POINTS.to_crs("EPSG:4326").to_file(path, driver="GeoJSON", engine="pyogrio")
    elif suffix == ".parquet":
        POINTS.to_parquet(path)
    elif suffix == ".zip":
        write_shapefile(path)
    return path


@pytest.mark.parametrize(
    ("suffix", "crs", "kind"),
    [
        (".gpkg", "EPSG:28992", "GeoPackage"),
        (".geojson", "EPSG:4326", "GeoJSON"),
        (".parquet", "EPSG:28992", "GeoParquet"),
        (".zip", "EPSG:28992", "Shapefile"),
    ],
)
def test_every_format_gives_the_same_rows_with_its_own_crs(
    suffix: str, crs: str, kind: str, tmp_path: Path
) -> None:
    table = read_table(written(tmp_path, suffix))
    assert (table.format, table.crs) == (kind, crs)
    assert table.rows[["id", "datum", "aantal"]].to_numpy().tolist() == [
        ["1", "31-12-2017", "3"],
        ["2", "01-02-2018", "4"],
    ]
    assert table.row_numbers.tolist() == [2, 3]
    expected = POINTS.to_crs(crs).geometry
    assert table.x is not None
    assert table.y is not None
    assert np.allclose(table.x, expected.x, atol=1e-6)
    assert np.allclose(table.y, expected.y, atol=1e-6)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"id,x\n1,2\n", "a.xlsx", "herkend als CSV"),
        (b'{"type": "FeatureCollection"}', "a.csv", "herkend als GeoJSON"),
        (b"SQLite format 3\x00", "a.csv", "herkend als GeoPackage"),
        (b"PAR1", "a.zip", "herkend als GeoParquet"),
        (b"<html></html>", "a.csv", "HTML"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", r"\.xls"),
        (b"id,x\n1,2\n", "a.dat", "niet herkend"),
        (b"AC1027", "a.dwg", "een tekening van AutoCAD"),
        (b"\x03\x76\x01\x01", "a.dbf", "één deel van een Shapefile"),
        (b"!table\n!version 300\n", "a.tab", r"één deel van een bestand van MapInfo.*Zip \.tab"),
        (b"Version 300\n", "a.mif", r"één deel van een bestand van MapInfo.*Zip \.mif"),
        (b'<gpx version="1.1"></gpx>', "a.gpx", "gps-apparaat"),
        (b"From: a\nSubject: b\n\nc", "a.eml", "een e-mailbericht"),
        (bytes(257) + b"ustar", "a.csv", "herkend als een tar-bestand"),
        (b"\0\0\0\x18ftypmp42", "a.csv", "herkend als een video"),
        (b"-- PostgreSQL database dump\n", "a.csv", "een kopie van een database"),
        (b'{"type": "Topology", "objects": {}, "arcs": []}', "a.json", "herkend als TopoJSON"),
        (b"", "a.csv", "leeg"),
        (b"PK\x03\x04 geen zip", "a.zip", "beschadigd"),
        (b"PAR1 geen parquet", "a.parquet", "beschadigd"),
        (b"SQLite format 3\x00 geen gpkg", "a.gpkg", "beschadigd"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    content: bytes, name: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read_table(path)


def test_a_filegdb_that_is_not_zipped_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "export.gdb"
    folder.mkdir()
    with pytest.raises(SourceError, match=r"map van ArcGIS \(FileGDB\)") as refused:
        read_table(folder)
    assert refused.value.do == "Zip de hele map, en lees die zip in."


def test_a_quote_that_is_never_closed_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_bytes(b'id,x\n1,2\n"' + b"a" * 5_000_000)
    with pytest.raises(SourceError, match=r"Rij 3 van open\.csv is te lang"):
        read_table(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"'weg\.csv' bestaat niet"):
        read_table(tmp_path / "weg.csv")


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "groot.csv"
    path.write_bytes(b"id\n" * 1000)
    with pytest.raises(SourceError, match=r"groot\.csv is te groot"):
        read_table(path, limits=Limits(file_bytes=2999))


def test_an_upload_is_called_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "tmp123.csv"
    path.write_bytes(b"")
    with pytest.raises(SourceError, match=r"maart\.csv is leeg"):
        read_table(path, name="maart.csv")


def test_a_geopackage_with_two_layers_asks_which(tmp_path: Path) -> None:
    path = tmp_path / "twee.gpkg"
    for layer in ("nieuw", "oud"):
        POINTS.to_file(path, layer=layer, engine="pyogrio")
    with pytest.raises(SourceError, match=r"meer dan één laag.*nieuw, oud"):
        read_table(path)
    assert len(read_table(path, layer_name="oud")) == 2
    with pytest.raises(SourceError, match="geen laag met de naam 'weg'"):
        read_table(path, layer_name="weg")


def test_triggers_of_a_geopackage_do_not_run_and_it_is_not_changed(tmp_path: Path) -> None:
    path = written(tmp_path, ".gpkg")
    before = path.read_bytes()
    read_table(path)
    assert path.read_bytes() == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["punten.gpkg"]


def test_a_computed_column_of_a_geopackage_is_not_run(tmp_path: Path) -> None:
    path = written(tmp_path, ".gpkg")
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE punten ADD COLUMN bom TEXT AS (hex(zeroblob(9))) VIRTUAL")
    connection.close()
    assert "bom" not in read_table(path).columns


def test_a_shapefile_in_a_folder_with_capitals_is_found(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a.zip", folder="Map/")
    capitals = tmp_path / "b.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(capitals, "w") as new:
        for name in old.namelist():
            new.writestr(name.upper(), old.read(name))
    assert len(read_table(capitals)) == 2


def test_a_name_in_a_zip_that_climbs_out_writes_nothing_there(tmp_path: Path) -> None:
    home = tmp_path / "diep" / "map"
    home.mkdir(parents=True)
    table = read_table(write_shapefile(home / "a.zip", folder="../../"))
    assert len(table) == 2
    assert sorted(found.name for found in tmp_path.iterdir()) == ["diep"]


def test_other_geometries_than_points_are_faults_of_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    square = {"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 52], [4, 51]]]}
    point = {"type": "Point", "coordinates": [4.67, 51.81, 3.0]}
    geometries = [point, square, None, {"type": "Point", "coordinates": ["x", 1]}]
    features = [
        {"type": "Feature", "properties": {"id": n}, "geometry": geometry}
        for n, geometry in enumerate(geometries)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    table = read_table(path)
    assert [(fault.row, fault.value) for fault in table.faults] == [(3, "Polygon"), (5, "")]
    assert table.x is not None
    assert np.isnan(table.x).tolist() == [False, True, True, True]


@pytest.mark.parametrize(
    "content",
    ["[1, 2]", '{"type": "Topology"}', '{"features": 5}', "{" * 100, '{"a": ' * 100_000],
)
def test_json_that_is_no_geojson_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(content)
    with pytest.raises(SourceError):
        read_table(path)


def test_excel_gives_dates_without_time_as_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "datum", "moment", "tijd", "x"])
    moment = pd.Timestamp("2017-12-31 23:15").to_pydatetime()
    sheet.append([1, moment.date(), moment, moment.time(), 105123.5])
    sheet.append([2, moment.date(), pd.Timestamp("2018-01-01").to_pydatetime(), None, None])
    sheet.append([])
    sheet.append([3, moment.date(), moment, moment.time(), 4])
    path = tmp_path / "a.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.rows.to_numpy().tolist() == [
        ["1", "2017-12-31", "2017-12-31 23:15:00", "23:15:00", "105123.5"],
        # A moment at midnight, in a notation with hours, has the time 00:00.
        ["2", "2017-12-31", "2018-01-01 00:00:00", "", ""],
        ["3", "2017-12-31", "2017-12-31 23:15:00", "23:15:00", "4"],
    ]
    assert table.row_numbers.tolist() == [2, 3, 5]


def test_a_workbook_with_two_filled_sheets_asks_which(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("2016", "2017"):
        sheet = book.create_sheet(title)
        sheet.append(["id", "x"])
        sheet.append([title, 5])
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(SourceError, match=r"meer dan één werkblad.*2016, 2017"):
        read_table(path)
    assert read_table(path, layer_name="2017").rows["id"].tolist() == ["2017"]


def test_parquet_without_geometry_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame(
        {
            "id": [1.0, None],
            "datum": pd.to_datetime(["2017-12-31 23:15", None]),
            "lijst": [[1], [2]],
        }
    )
    pq.write_table(pa.Table.from_pandas(frame), path)
    table = read_table(path)
    assert table.x is None
    # pandas writes whole numbers with a gap as floats; an id is still 1 and not 1.0.
    assert table.rows["id"].tolist() == ["1", ""]
    assert table.rows["datum"][0].startswith("2017-12-31 23:15:00")
    assert "lijst" in table.warnings[0]


def test_a_file_that_grows_in_memory_is_stopped(tmp_path: Path) -> None:
    # One text of 1 MB, 4.000 times: a few kB on disk, 4 GB once written out.
    path = tmp_path / "bom.parquet"
    text = pa.array(["a" * 1_000_000]).dictionary_encode()
    column = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(4000, dtype=np.int32)), text.dictionary
    )
    pq.write_table(pa.table({"id": column}), path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SourceError, match=r"bom\.parquet"):
        read_table(path, limits=Limits(memory_bytes=2_000_000_000))


def test_a_reader_that_breaks_down_is_told_as_a_damaged_file(tmp_path: Path) -> None:
    # Collections in collections, 200.000 deep: GEOS runs out of stack, and its process stops.
    nested = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 200_000
    geo = {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    table = pa.table({"id": ["1"], "geometry": pa.array([nested], pa.binary())})
    path = tmp_path / "diep.parquet"
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), path)
    with pytest.raises(SourceError, match="beschadigd of vraagt te veel geheugen"):
        read_table(path)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="duurde te lang"):
        read_table(written(tmp_path, ".gpkg"), limits=Limits(seconds=0))


FEATURE = json.dumps({
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"id": 1, "soort": "a"},
         "geometry": {"type": "Point", "coordinates": [4.66, 51.81]}},
        {"type": "Feature", "properties": None, "geometry": None},
    ],
}).encode()  # fmt: skip


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=200,
)
@given(
    at=st.integers(0, len(FEATURE)),
    cut=st.integers(0, 12),
    inserted=st.one_of(
        st.binary(max_size=4),
        st.sampled_from([b"null", b"[]", b"{}", b'"x"', b"1e999", b"NaN", b"[[1]]", b"9" * 500]),
    ),
)
def test_damaged_geojson_gives_a_table_or_our_own_error(
    at: int, cut: int, inserted: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(FEATURE[:at] + inserted + FEATURE[at + cut :])
    try:
        table = read_table(path)
    except HotspotsError:
        return
    assert table.x is not None
    assert len(table.x) == len(table.rows) == len(table.row_numbers)

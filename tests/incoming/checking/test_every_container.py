"""Every kind of odd container ends as refused, as rows put aside, or with a warning.

Each outcome was decided before the file was tried. None of these files is a copy of one that
others made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pytest
import shapely

from containers import (
    PLACES,
    POINTS,
    ROWS,
    geojson,
    geopackage,
    geoparquet,
    last_moved,
    named_crs,
    parquet,
    replaced,
    shapefile,
    shapefile_zip,
    with_broken_page,
    with_link,
    wkb_that_lies,
    workbook,
    zipped,
)
from offered import OK, REFUSED, WARNING, Allowed, differences, imported

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import openpyxl

    from hotspots.catalog.specs import LayerSpec

    Offer = tuple[Callable[[], bytes], Allowed]

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT"
SQUARE = shapely.box(104_000, 424_000, 105_000, 425_000)
HOURGLASS = shapely.Polygon([(104e3, 424e3), (105e3, 425e3), (105e3, 424e3), (104e3, 425e3)])
#: The last row is row 6 of a file; one of five may be bad.
LAST = Allowed("quarantine", 4, "geometrie|coördinaat", "geometrie", 6)


def renamed_contents(select: str) -> tuple[str, ...]:
    """Statements that put a view in the place of the table of layers."""
    return (
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE gpkg_contents RENAME TO echt",
        f"CREATE VIEW gpkg_contents AS {select}",
    )


def layer_as_view(select: str) -> tuple[str, ...]:
    """Statements that put a view in the place of the layer itself."""
    return (
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE punten RENAME TO echt",
        f"CREATE VIEW punten AS {select}",
    )


GEOPACKAGES: dict[str, Offer] = {
    "no layer": (lambda: geopackage(POINTS, "DELETE FROM gpkg_contents"), REFUSED),
    "no table of layers": (lambda: geopackage(POINTS, "DROP TABLE gpkg_contents"), REFUSED),
    "a table of layers that never ends": (
        lambda: geopackage(POINTS, *renamed_contents(f"{ENDLESS} n AS table_name FROM c")),
        Allowed("refused", 0, "view"),
    ),
    "a layer that carries blobs": (
        lambda: geopackage(POINTS, *layer_as_view("SELECT 1 fid, zeroblob(2000000000) geom")),
        REFUSED,
    ),
    "a virtual table as layer": (
        lambda: geopackage(
            POINTS, "DROP TABLE punten", "CREATE VIRTUAL TABLE punten USING fts5(id)"
        ),
        REFUSED,
    ),
    "cut off": (lambda: geopackage()[:-30_000], REFUSED),
    "a broken page": (lambda: with_broken_page(geopackage()), Allowed("refused", 0, "beschadigd")),
    "a trigger that empties the table": (
        lambda: geopackage(
            POINTS,
            "CREATE TRIGGER weg AFTER INSERT ON punten BEGIN DELETE FROM punten; END",
        ),
        OK,
    ),
    "a hostile name of a layer": (
        lambda: geopackage(layer='x"; DROP TABLE gpkg_contents; --<script>'), OK,
    ),
    "a hostile name of a column": (
        lambda: geopackage(POINTS.assign(**{'"; DROP TABLE punten; --': "1"})), OK,
    ),
    "no CRS": (
        lambda: geopackage(POINTS, "UPDATE gpkg_geometry_columns SET srs_id = -1"),
        Allowed("warning", 5, "noemt geen coördinatenstelsel"),
    ),
    "a CRS that does not exist": (
        lambda: geopackage(
            POINTS, "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 999999"
        ),
        Allowed("refused", 0, "999999"),
    ),
    "UTM, and it says so": (lambda: geopackage(POINTS.to_crs("EPSG:25831")), OK),
    "RD with heights, and it says so": (
        lambda: geopackage(POINTS.set_geometry(
            shapely.force_3d(PLACES, 4.5), crs=POINTS.crs
        ).set_crs("EPSG:7415", allow_override=True)),
        OK,
    ),
    "UTM that says it is RD": (
        lambda: geopackage(POINTS.to_crs("EPSG:25831").set_crs("EPSG:28992", allow_override=True)),
        REFUSED,
    ),
    "heights": (
        lambda: geopackage(POINTS.set_geometry(shapely.force_3d(PLACES, 4.5), crs=POINTS.crs)), OK,
    ),
    "points of several, all of one": (
        lambda: geopackage(
            POINTS.set_geometry([shapely.MultiPoint([p]) for p in PLACES], crs=POINTS.crs)
        ),
        OK,
    ),
    "a point of two": (
        lambda: geopackage(last_moved(shapely.MultiPoint([PLACES[0], PLACES[1]]))), LAST,
    ),
    "an empty point": (lambda: geopackage(last_moved(shapely.Point())), OK),
    "a self-crossing area": (lambda: geopackage(last_moved(HOURGLASS)), LAST),
    "no geometry column": (
        lambda: geopackage(
            POINTS.assign(x=ROWS["x"], y=ROWS["y"]), "DELETE FROM gpkg_geometry_columns"
        ),
        OK,
    ),
}  # fmt: skip


def features(change: Callable[[dict[str, object]], object]) -> bytes:
    """GeoJSON of which the last feature was changed."""
    collection = json.loads(geojson())
    change(collection["features"][4])
    return json.dumps(collection).encode()


def at(*coordinates: object) -> bytes:
    """GeoJSON of which the last point has these coordinates."""
    return features(lambda f: f["geometry"].update(coordinates=list(coordinates)))


ESRI = {
    "geometryType": "esriGeometryPoint",
    "spatialReference": {"wkid": 28992},
    "features": [
        {"attributes": dict(zip(ROWS.columns[:4], row[:4], strict=True)),
         "geometry": {"x": float(row.x), "y": float(row.y)}}
        for row in ROWS.itertuples(index=False)
    ],
}  # fmt: skip
GEOJSONS: dict[str, Offer] = {
    "cut off in a number": (lambda: geojson()[:700], Allowed("refused", 0, "afgekapt")),
    "two collections, one after the other": (lambda: geojson() + geojson(), REFUSED),
    "one feature per line": (
        lambda: b"\n".join(json.dumps(f).encode() for f in json.loads(geojson())["features"]),
        REFUSED,
    ),
    "a value of 900 brackets": (
        lambda: features(lambda f: f["properties"].update(soort="#")).replace(
            b'"#"', b"[" * 900 + b"]" * 900
        ),
        Allowed("quarantine", 4, "onbekende soort", "soort", 6),
    ),
    "nested far too deep": (lambda: b"[" * 190_000, REFUSED),
    "a key twice": (
        lambda: geojson().replace(b'"id": "5"', b'"id": "5", "id": "6"'),
        Allowed("quarantine", 4, "twee keer", "", 6),
    ),
    "features twice": (
        lambda: geojson().replace(b'"features"', b'"features": [], "features"'), REFUSED,
    ),
    "Esri JSON": (lambda: json.dumps(ESRI).encode(), Allowed("refused", 0, "Esri JSON")),
    "TopoJSON": (lambda: b'{"type": "Topology", "objects": {}}', REFUSED),
    "UTF-16": (lambda: geojson().decode().encode("utf-16"), REFUSED),
    "degrees that say they are RD": (
        lambda: geojson(crs=named_crs("urn:ogc:def:crs:EPSG::28992")), REFUSED,
    ),
    "UTM, and it says so": (
        lambda: POINTS.to_crs("EPSG:25831").to_json().encode(), OK,
    ),
    "a CRS of no world": (
        lambda: geojson(crs=named_crs("EPSG:999999")),
        Allowed("warning", 5, "noemt geen coördinatenstelsel"),
    ),
    "a CRS that would open a file": (
        lambda: geojson(crs=named_crs("+proj=longlat +nadgrids=/etc/passwd +type=crs")), WARNING,
    ),
    "swapped": (
        lambda: geojson(POINTS.to_crs("EPSG:4326").set_geometry(
            [shapely.Point(p.y, p.x) for p in POINTS.to_crs("EPSG:4326").geometry],
            crs="EPSG:4326",
        )),
        Allowed("refused", 0, "verwisseld"),
    ),
    "a huge coordinate": (lambda: at(1e308, 51.81), LAST),
    "a coordinate of 400 digits": (lambda: at(10**400, 51.81), LAST),
    "a coordinate as text": (lambda: at("4.67", "51.81"), LAST),
    "no coordinates": (at, LAST),
    "null": (lambda: features(lambda f: f.update(geometry=None)), OK),
    "a collection of geometries": (
        lambda: features(lambda f: f.update(
            geometry={"type": "GeometryCollection", "geometries": []}
        )),
        LAST,
    ),
    "no properties at all": (
        lambda: features(lambda f: f.pop("properties")),
        Allowed("quarantine", 4, "leeg", None, 6),
    ),
    "a list for a value": (
        lambda: features(lambda f: f["properties"].update(soort=["overlast", "vernieling"])),
        Allowed("quarantine", 4, "onbekende soort", "soort", 6),
    ),
}  # fmt: skip


def two_shapefiles(first: str, second: str) -> bytes:
    parts = shapefile()
    return zipped({f"{stem}{key}": parts[key] for stem in (first, second) for key in parts})


ZIPS: dict[str, Offer] = {
    "a zip of nothing": (lambda: zipped({}), REFUSED),
    "without .shx": (lambda: shapefile_zip(without=(".shx",)), Allowed("refused", 0, r"\.shx")),
    "without .dbf": (lambda: shapefile_zip(without=(".dbf",)), Allowed("refused", 0, r"\.dbf")),
    "without .prj": (
        lambda: shapefile_zip(without=(".prj",)),
        Allowed("warning", 5, "noemt geen coördinatenstelsel"),
    ),
    "a .prj that lies": (
        lambda: shapefile_zip(POINTS.set_crs("EPSG:4326", allow_override=True)), REFUSED,
    ),
    "a .prj of a projection that does not exist": (
        lambda: replaced(shapefile_zip(), "inc.prj", lambda prj: prj.replace(b"Stereo", b"Mono")),
        Allowed("refused", 0, "stelsel .* is onbekend"),
    ),
    "a .prj that is no text": (
        lambda: replaced(shapefile_zip(), "inc.prj", lambda _: b"\x9c\xf9\x00"), WARNING,
    ),
    "two shapefiles": (
        lambda: two_shapefiles("oud", "nieuw"), Allowed("refused", 0, "meer dan één laag"),
    ),
    "two of one name in two folders": (
        lambda: two_shapefiles("2016/inc", "2017/inc"), Allowed("refused", 0, "2016/inc, 2017/inc"),
    ),
    "names that climb out": (
        lambda: shapefile_zip(stem="..\\..\\inc"), Allowed("warning", 5, "naar een andere map"),
    ),
    "an absolute name": (
        lambda: shapefile_zip(stem="/tmp/inc"),  # noqa: S108
        Allowed("warning", 5, "naar een andere map"),
    ),
    "cut off": (lambda: shapefile_zip()[:-100], REFUSED),
    "many members": (lambda: zipped({f"{n}.txt": b"" for n in range(5_001)}), REFUSED),
    "zeros that unpack to 60 MB": (
        lambda: zipped({"inc.shp": b"\0" * 60_000_000}), Allowed("refused", 0, "verhouding"),
    ),
    "a .dbf that is a link": (
        lambda: with_link(shapefile_zip(), "inc.dbf", "/etc/passwd"), REFUSED,
    ),
    "a .prj that is a link": (
        lambda: with_link(shapefile_zip(), "inc.prj", "/etc/passwd"), WARNING,
    ),
    "lines": (
        lambda: shapefile_zip(POINTS.set_geometry(
            [shapely.LineString([p, (105e3, 425e3)]) for p in PLACES], crs=POINTS.crs
        )),
        REFUSED,
    ),
    "a Word document": (
        lambda: zipped({"word/document.xml": b"<w/>"}), Allowed("refused", 0, "Word"),
    ),
    "a KMZ": (lambda: zipped({"doc.kml": b"<kml/>"}), Allowed("refused", 0, "kop")),
    "a VRT": (lambda: zipped({"inc.vrt": b"<OGRVRTDataSource/>"}), REFUSED),
}  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


def dates_in_words(book: openpyxl.Workbook) -> None:
    book.active["B6"] = "16 april 2018"


def formula(book: openpyxl.Workbook) -> None:
    book.active["E6"] = "=E5+1"


def merged(book: openpyxl.Workbook) -> None:
    book.active.merge_cells("B5:B6")


def hidden_sheet(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("geheim")
    sheet.append(["BSN"])
    sheet.sheet_state = "veryHidden"


def all_hidden(book: openpyxl.Workbook) -> None:
    book.create_sheet("leeg")
    book.worksheets[0].sheet_state = "hidden"


def serials(book: openpyxl.Workbook) -> None:
    book.active["B6"] = 43206


WORKBOOKS: dict[str, Offer] = {
    "dates as text": (workbook, OK),
    "a date in words": (
        lambda: workbook(dates_in_words), Allowed("ok", 5),
    ),
    "a date as a bare number": (
        lambda: workbook(serials), Allowed("quarantine", 4, "geen datum", "datum", 6),
    ),
    "a formula that was never calculated": (
        lambda: workbook(formula), Allowed("quarantine", 4, "leeg", "x", 6),
    ),
    "merged cells": (lambda: workbook(merged), Allowed("quarantine", 4, "leeg", "datum", 6)),
    "a sheet that hides": (lambda: workbook(hidden_sheet), Allowed("warning", 5, "geheim")),
    "only sheets that hide": (lambda: workbook(all_hidden), REFUSED),
    "macros": (
        lambda: replaced(workbook(), "xl/vbaProject.bin", lambda _: b"\xd0\xcf"),
        Allowed("refused", 0, "macro"),
    ),
    "an entity that grows": (
        lambda: replaced(workbook(), SHEET, lambda xml: (
            b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa">]>' + xml
        )),
        Allowed("refused", 0, "DOCTYPE"),
    ),
    "an entity of another file": (
        lambda: replaced(workbook(), "xl/sharedStrings.xml", lambda xml: (
            b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml
        )),
        Allowed("refused", 0, "DOCTYPE"),
    ),
    "a row number of ten digits": (
        lambda: replaced(workbook(), SHEET, lambda xml: xml.replace(b'r="6"', b'r="9999999999"')),
        REFUSED,
    ),
    "cut off": (lambda: workbook()[:-200], REFUSED),
    "no sheet": (lambda: replaced(workbook(), SHEET, lambda _: b""), REFUSED),
}  # fmt: skip


def columns(**changed: object) -> bytes:
    """Parquet with x and y as columns, some of them of another type."""
    table = pa.Table.from_pandas(
        ROWS.assign(x=ROWS["x"].astype(float), y=ROWS["y"].astype(float)), preserve_index=False
    )
    for name, values in changed.items():
        table = table.set_column(table.column_names.index(name), name, values)
    return parquet(table)


def with_metadata(key: bytes, value: bytes) -> bytes:
    table = pa.Table.from_pandas(ROWS, preserve_index=False)
    return parquet(table.replace_schema_metadata({key: value}))


def with_pickled_type(folder: Path) -> bytes:
    """Parquet of which a column says that its type is a pickle, which writes a file if opened."""
    pickle = f"cbuiltins\nopen\n(S'{folder}/geopend'\nS'w'\ntR.".encode()
    field = pa.field("toelichting", pa.binary(), metadata={
        b"ARROW:extension:name": b"arrow.py_extension_type",
        b"ARROW:extension:metadata": pickle,
    })  # fmt: skip
    table = pa.Table.from_pandas(ROWS, preserve_index=False)
    return parquet(table.append_column(field, pa.array([b"a"] * 5, pa.binary())))


def test_a_pickled_type_in_parquet_is_not_opened(tmp_path: Path, proef: LayerSpec) -> None:
    folder = tmp_path / "elders"
    folder.mkdir()
    path = tmp_path / "export.parquet"
    path.write_bytes(with_pickled_type(folder))
    told = "Kolommen zonder leesbare waarden"
    assert differences(imported(path, proef), Allowed("warning", 5, told)) == []
    assert list(folder.iterdir()) == []


def first_wkb(content: bytes) -> bytes:
    table = pa.Table.from_pandas(POINTS.to_wkb(), preserve_index=False)
    wkb = table["geometry"].to_pylist()[:4]
    geo = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": {
        "encoding": "WKB", "geometry_types": ["Point"],
        "crs": json.loads(POINTS.crs.to_json()),
    }}}  # fmt: skip
    table = table.set_column(
        table.column_names.index("geometry"), "geometry", pa.array([*wkb, content], pa.binary())
    )
    return parquet(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}))


DAYS = pd.to_datetime(ROWS["datum"], dayfirst=True)
PARQUETS: dict[str, Offer] = {
    "no geo metadata": (columns, OK),
    "geo metadata that is no JSON": (lambda: with_metadata(b"geo", b"{"), OK),
    "geo metadata of lists": (lambda: with_metadata(b"geo", b'{"columns": [1]}'), OK),
    "metadata of pandas that is no JSON": (lambda: with_metadata(b"pandas", b"cos\nsystem"), OK),
    "real dates": (lambda: columns(datum=pa.array(DAYS.dt.date)), OK),
    "moments": (lambda: columns(datum=pa.array(DAYS)), OK),
    "unix milliseconds": (
        lambda: columns(datum=pa.array((DAYS.astype("int64") // 1000).tolist())),
        Allowed("warning", 5, "milliseconden sinds 1970"),
    ),
    "moments that no calendar holds": (
        lambda: columns(datum=pa.array([2**62] * 5, pa.timestamp("us"))), REFUSED,
    ),
    "durations": (lambda: columns(datum=pa.array([1] * 5, pa.duration("s"))), REFUSED),
    "bytes for the soort": (
        lambda: columns(soort=pa.array([b"overlast"] * 5)), Allowed("refused", 0, "soort"),
    ),
    "structures for the soort": (
        lambda: columns(soort=pa.array([{"a": 1}] * 5)), Allowed("refused", 0, "soort"),
    ),
    "ids as floats": (lambda: columns(id=pa.array([1.0, 2.0, 3.0, 4.0, 5.0])), OK),
    "ids beyond what a float holds": (
        lambda: columns(id=pa.array([1.0, 2.0, 3.0, 4.0, 1e22])),
        Allowed("quarantine", 4, "afgerond", "id", 6),
    ),
    "a coordinate that is no number": (
        lambda: columns(x=pa.array([105123.0, 105987.0, 104500.0, 106200.0, float("nan")])),
        Allowed("quarantine", 4, "geen getal", "x", 6),
    ),
    "points of several, the one of which is empty": (
        lambda: geoparquet(last_moved(shapely.from_wkt("MULTIPOINT (EMPTY)"))), OK,
    ),
    "geometry that is no WKB": (lambda: first_wkb(b"\x00"), LAST),
    "geometry of no bytes": (lambda: first_wkb(b""), LAST),
    "geometry that lies about its size": (lambda: first_wkb(wkb_that_lies()), LAST),
    "geometry nested too deep": (
        lambda: first_wkb(b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 200_000), Allowed(
            "refused", 0, "beschadigd"),
    ),
    "a huge geometry": (
        lambda: geoparquet(last_moved(shapely.Point(104e3, 424e3).buffer(9, quad_segs=50_000))),
        LAST,
    ),
    "a geometry outside the country": (
        lambda: geoparquet(last_moved(shapely.Point(0, 0))), LAST,
    ),
    "cut off": (lambda: geoparquet()[:-50], REFUSED),
}  # fmt: skip
OFFERED: dict[str, dict[str, Offer]] = {
    ".gpkg": GEOPACKAGES, ".geojson": GEOJSONS, ".zip": ZIPS, ".xlsx": WORKBOOKS,
    ".parquet": PARQUETS,
}  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "case"), [(suffix, case) for suffix, cases in OFFERED.items() for case in cases]
)
def test_a_container_ends_as_was_decided(
    suffix: str, case: str, tmp_path: Path, proef: LayerSpec
) -> None:
    make, allowed = OFFERED[suffix][case]
    path = tmp_path / f"export{suffix}"
    path.write_bytes(make())
    before = path.read_bytes()
    report = imported(path, proef)
    assert differences(report, allowed) == []
    assert "root:" not in report.to_text() + report.to_csv()
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&b;</name></Placemark></kml>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<FeatureCollection xmlns="http://www.opengis.net/gml"><name>&x;</name></FeatureCollection>"""
LIES = {
    "HTML": b"<!DOCTYPE html><html><body><table><tr><td>id</td></tr></table></body></html>",
    "an EXE": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
    "a program of Linux": b"\x7fELF\x02\x01\x01\x00",
    "a PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a VRT": b'\xef\xbb\xbf <OGRVRTDataSource><OGRVRTLayer name="p"/></OGRVRTDataSource>',
    "a KML with entities": LAUGHS,
    "a GML with another file in it": OUTSIDE,
    "a PDF": b"%PDF-1.7\n",
    "a script": b"#!/bin/sh\nrm -rf /\n",
}


@pytest.mark.parametrize(
    "suffix",
    [".csv", ".txt", ".gpkg", ".geojson", ".zip", ".xlsx", ".parquet", ".kml", ".gml", ".vrt", ""],
)
@pytest.mark.parametrize("what", LIES)
def test_what_is_no_table_is_refused_under_every_name(
    what: str, suffix: str, tmp_path: Path, proef: LayerSpec
) -> None:
    path = tmp_path / f"export{suffix}"
    path.write_bytes(LIES[what])
    report = imported(path, proef)
    assert differences(report, REFUSED) == []
    assert "root:" not in report.to_text()

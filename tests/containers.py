"""Files of every format with the same good rows, and ways to spoil each of them."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from offered import GOOD, HEADER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

ROWS = pd.DataFrame([row.split(",") for row in GOOD], columns=HEADER.split(","))
PLACES = shapely.points(ROWS[["x", "y"]].astype(float).to_numpy())
POINTS = gpd.GeoDataFrame(ROWS.drop(columns=["x", "y"]), geometry=PLACES, crs="EPSG:28992")


def last_moved(geometry: BaseGeometry | None) -> gpd.GeoDataFrame:
    """The good rows, the last one with another geometry; it is row 6 of a file."""
    points = POINTS.copy()
    points.loc[4, "geometry"] = geometry
    return points


def geopackage(points: gpd.GeoDataFrame = POINTS, *statements: str, layer: str = "punten") -> bytes:
    """A GeoPackage, after these SQL statements."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        points.to_file(path, layer=layer, engine="pyogrio")
        if statements:
            with closing(sqlite3.connect(path)) as connection:
                for statement in statements:
                    connection.execute(statement)
                connection.commit()
        return path.read_bytes()


def with_broken_page(content: bytes) -> bytes:
    """A GeoPackage of which the first page of the layer holds rubbish."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as connection:
            size = connection.execute("PRAGMA page_size").fetchone()[0]
            root = connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'punten'"
            ).fetchone()[0]
    start = (root - 1) * size
    return content[:start] + b"\x0d\x7f" * (size // 2) + content[start + size :]


def geojson(points: gpd.GeoDataFrame = POINTS, **members: object) -> bytes:
    """GeoJSON in degrees, with other members of the collection."""
    collection = json.loads(points.to_crs("EPSG:4326").to_json(drop_id=True))
    collection.pop("crs", None)
    return json.dumps(collection | members).encode()


def named_crs(name: str) -> dict[str, object]:
    """The ``crs`` member of GeoJSON from before 2016."""
    return {"type": "name", "properties": {"name": name}}


def shapefile(points: gpd.GeoDataFrame = POINTS) -> dict[str, bytes]:
    """The parts of a shapefile by extension."""
    with tempfile.TemporaryDirectory() as folder:
        points.to_file(Path(folder) / "inc.shp", engine="pyogrio")
        return {part.suffix: part.read_bytes() for part in Path(folder).iterdir()}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members, names as they are given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def shapefile_zip(
    points: gpd.GeoDataFrame = POINTS, *, without: tuple[str, ...] = (), stem: str = "inc"
) -> bytes:
    """A zipped shapefile, with parts left out."""
    parts = shapefile(points)
    return zipped({f"{stem}{key}": parts[key] for key in parts if key not in without})


def with_link(content: bytes, name: str, target: str) -> bytes:
    """A zip in which one member has become a symbolic link."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        link = zipfile.ZipInfo(name)
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        new.writestr(link, target)
    return out.getvalue()


def workbook(spoil: Callable[[openpyxl.Workbook], object] | None = None) -> bytes:
    """An Excel workbook with the good rows as text and numbers, spoiled by a function."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER.split(","))
    for row in ROWS.itertuples(index=False):
        sheet.append([*row[:4], float(row.x), float(row.y)])
    if spoil is not None:
        spoil(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def replaced(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip of which one member was changed; a new one is made from nothing."""
    members: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members.get(member, b""))
    return zipped(members)


def parquet(table: pa.Table) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def geoparquet(points: gpd.GeoDataFrame = POINTS) -> bytes:
    """A GeoParquet file."""
    out = io.BytesIO()
    points.to_parquet(out)
    return out.getvalue()


def kml(points: gpd.GeoDataFrame = POINTS) -> bytes:
    """A KML file, with the columns as extended data."""
    marks = []
    for row in points.to_crs("EPSG:4326").itertuples(index=False):
        values = "".join(
            f'<Data name="{name}"><value>{value}</value></Data>'
            for name, value in row._asdict().items()
            if name != "geometry"
        )
        place = f"{row.geometry.x!r},{row.geometry.y!r},0"
        marks.append(
            f"<Placemark><ExtendedData>{values}</ExtendedData>"
            f"<Point><coordinates>{place}</coordinates></Point></Placemark>"
        )
    body = "".join(marks)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{body}</Document></kml>"
    ).encode()


def written(
    driver: str, name: str, points: gpd.GeoDataFrame = POINTS, folder: str = ""
) -> dict[str, bytes]:
    """The files that GDAL writes for a layer, by name, in a folder if one is named."""
    with tempfile.TemporaryDirectory() as own:
        points.to_file(Path(own) / name, driver=driver, engine="pyogrio")
        return {
            f"{folder}{path.relative_to(own).as_posix()}": path.read_bytes()
            for path in sorted(Path(own).rglob("*"))
            if path.is_file() and path.suffix != ".xsd"
        }


def json_lines(points: gpd.GeoDataFrame = POINTS) -> bytes:
    """A feature of GeoJSON on each line."""
    features = json.loads(points.to_crs("EPSG:4326").to_json(drop_id=True))["features"]
    return "".join(f"{json.dumps(feature)}\n" for feature in features).encode()


def html() -> bytes:
    """A page with a table, as registers save one under the name of Excel."""
    lines = [ROWS.columns.tolist(), *ROWS.to_numpy().tolist()]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    return f"<html><body><table>{rows}</table></body></html>".encode()


_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


def ods() -> bytes:
    """A sheet of LibreOffice, all cells texts."""
    lines = [ROWS.columns.tolist(), *ROWS.to_numpy().tolist()]
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in line
        )
        + "</table:table-row>"
        for line in lines
    )
    names = " ".join(f'xmlns:{one}="{_OPEN_DOCUMENT}:{one}:1.0"' for one in
                     ("office", "table", "text"))  # fmt: skip
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
            f'<office:spreadsheet><table:table table:name="Export">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        ).encode(),
    })  # fmt: skip


#: Bytes of a sector of an OLE file, and what its table of sectors says of three kinds of them.
_SECTOR = 512
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls() -> bytes:
    """A workbook of Excel 97 (BIFF8 in an OLE file), all cells texts.

    From [MS-XLS] and [MS-CFB], with no more records than a reader needs.
    """

    def record(number: int, content: bytes) -> bytes:
        return struct.pack("<HH", number, len(content)) + content

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    end = record(0x000A, b"")
    lines = [ROWS.columns.tolist(), *ROWS.to_numpy().tolist()]
    cells = b"".join(
        record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), 0) + cell.encode("latin-1"))
        for row, line in enumerate(lines)
        for column, cell in enumerate(line)
    )
    size = record(0x0200, struct.pack("<IIHHH", 0, len(lines), 0, len(lines[0]), 0))
    sheet = begin(0x0010) + size + cells + end
    name = b"Export"
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name
    start = len(begin(0x0005)) + len(record(0x0085, bound)) + len(end)
    bound = struct.pack("<I", start) + bound[4:]
    stream = begin(0x0005) + record(0x0085, bound) + end + sheet
    # A stream under 4096 bytes would lie in a stream of small sectors.
    sectors = max(8, -(-len(stream) // _SECTOR))
    stream = stream.ljust(sectors * _SECTOR, b"\0")
    chain = [_TABLE, _LAST, *range(3, 2 + sectors), _LAST]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _LAST, 0,
                      _LAST, 0)
        + struct.pack("<109I", 0, *[_FREE] * 108)
    )  # fmt: skip

    def entry(title: str, kind: int, child: int, first: int, length: int) -> bytes:
        text = title.encode("utf-16-le") + b"\0\0"
        return text.ljust(64, b"\0") + struct.pack(
            "<HBBIII16xI16xIQ", len(text), kind, 1, _FREE, _FREE, child, 0, first, length
        )

    folder = entry("Root Entry", 5, 1, _LAST, 0) + entry("Workbook", 2, _FREE, 2, len(stream))
    return header + table + folder.ljust(_SECTOR, b"\0") + stream


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsb() -> bytes:
    """A binary workbook of Excel (BIFF12 in a zip), all cells texts.

    From [MS-XLSB], with no more records than a reader needs.
    """

    def record(number: int, content: bytes = b"") -> bytes:
        size = bytes([len(content) & 0x7F | 0x80, len(content) >> 7])
        kind = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
        return kind + size + content

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def related(target: str, kind: str) -> bytes:
        return (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
        ).encode()

    lines = [ROWS.columns.tolist(), *ROWS.to_numpy().tolist()]
    cells = b"".join(
        record(0, struct.pack("<II", at, 0) + bytes(17))
        + b"".join(
            record(6, struct.pack("<II", column, 0) + text(cell))
            for column, cell in enumerate(line)
        )
        for at, line in enumerate(lines)
    )
    size = record(148, struct.pack("<IIII", 0, len(lines) - 1, 0, len(lines[0]) - 1))
    bound = record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Export"))
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
        "_rels/.rels": related("xl/workbook.bin", "officeDocument"),
        "xl/_rels/workbook.bin.rels": related("worksheets/sheet1.bin", "worksheet"),
        "xl/workbook.bin": record(131) + record(143) + bound + record(144) + record(132),
        "xl/worksheets/sheet1.bin": (
            record(129) + size + record(145) + cells + record(146) + record(130)
        ),
    })  # fmt: skip


#: What a good file is where its extension does not say it.
FORMATS = {".gdb.zip": "FileGDB", ".tab.zip": "MapInfo", ".mif.zip": "MapInfo", ".html": "HTML"}
#: Good files with another packed in them: what is in it is read.
PACKED = (".csv.gz", ".csv.zip", ".xlsx.gz", ".kmz")
#: Of these nobody can tell that lines are missing at the end.
LINES = (".csv", ".html", ".geojsonl")


def packed_formats() -> Iterator[tuple[str, bytes]]:
    """The extension and the bytes of good files that are packed."""
    csv = ("\n".join((HEADER, *GOOD)) + "\n").encode()
    yield ".csv.gz", gzip.compress(csv)
    yield ".csv.zip", zipped({"export.csv": csv})
    yield ".xlsx.gz", gzip.compress(workbook())
    yield ".kmz", zipped({"doc.kml": kml(), "files/foto.png": b"\x89PNG"})


def every_format() -> Iterator[tuple[str, bytes]]:
    """The extension and the bytes of a good file in each format."""
    yield ".csv", ("\n".join((HEADER, *GOOD)) + "\n").encode()
    yield ".geojson", geojson()
    yield ".gpkg", geopackage()
    yield ".zip", shapefile_zip()
    yield ".xlsx", workbook()
    yield ".parquet", geoparquet()
    yield ".kml", kml()
    yield ".xls", xls()
    yield ".xlsb", xlsb()
    yield ".xlsm", workbook()
    yield ".ods", ods()
    yield ".html", html()
    yield ".gml", written("GML", "inc.gml")["inc.gml"]
    yield ".geojsonl", json_lines()
    yield ".gdb.zip", zipped(written("OpenFileGDB", "inc.gdb", folder="levering/"))
    yield ".tab.zip", zipped(written("MapInfo File", "inc.tab"))
    yield ".mif.zip", zipped(written("MapInfo File", "inc.mif"))


def wkb_that_lies() -> bytes:
    """WKB of a line of four billion points that has none."""
    return struct.pack("<BII", 1, 2, 0xFFFFFFF0)

"""Files of every format with the same good rows, and ways to spoil each of them."""

from __future__ import annotations

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


def every_format() -> Iterator[tuple[str, bytes]]:
    """The extension and the bytes of a good file in each format."""
    yield ".csv", ("\n".join((HEADER, *GOOD)) + "\n").encode()
    yield ".geojson", geojson()
    yield ".gpkg", geopackage()
    yield ".zip", shapefile_zip()
    yield ".xlsx", workbook()
    yield ".parquet", geoparquet()
    yield ".kml", kml()


def wkb_that_lies() -> bytes:
    """WKB of a line of four billion points that has none."""
    return struct.pack("<BII", 1, 2, 0xFFFFFFF0)

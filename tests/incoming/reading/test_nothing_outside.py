"""No file makes the tool ask another host for anything, or read another file than itself."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from containers import (
    POINTS,
    geojson,
    geopackage,
    named_crs,
    replaced,
    shapefile_zip,
    with_link,
    workbook,
    zipped,
)
from hotspots.errors import HotspotsError
from hotspots.incoming.checking.places import read_places
from hotspots.incoming.checking.report import RowProblems
from hotspots.incoming.reading.files import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORDS = "zeer-geheim-1337"


class Listener:
    """A server on this machine that must never be called."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.1)
        self.port: int = self.socket.getsockname()[1]
        self.calls = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self) -> None:
        while not self.stopped.is_set():
            try:
                caller, _ = self.socket.accept()
            except TimeoutError:
                continue
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self.stopped.set()
        self.thread.join()
        self.socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


def vrt(source: str) -> bytes:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="p"><SrcDataSource>{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def with_external_link(url: str) -> bytes:
    """A workbook that says its values are in another one, elsewhere."""
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/externalLinkPath" Target="{url}"/></Relationships>'
    ).encode()
    return replaced(workbook(), "xl/externalLinks/_rels/externalLink1.xml.rels", lambda _: relation)


def hostile(url: str, secret: str) -> dict[str, bytes]:
    """Files that point at a server and at a file on this machine, by name."""
    link = {"type": "link", "properties": {"href": url, "type": "proj4"}}
    grid = "+proj=longlat +nadgrids={} +type=crs"
    wkt = (
        'GEOGCS["x",DATUM["y",SPHEROID["z",6377397.155,299.15],EXTENSION["PROJ4_GRIDS","{}"]],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
    )
    files = {"link.geojson": geojson(crs=link), "tekst.prj.zip": zipped({"inc.prj": url.encode()})}
    for target, word in ((url, "url"), (secret, "bestand")):
        files |= {
            f"{word}.geojson": geojson(crs=named_crs(target)),
            f"{word}_grid.geojson": geojson(crs=named_crs(grid.format(target))),
            f"{word}_wkt.geojson": geojson(crs=named_crs(wkt.format(target))),
            f"{word}_init.geojson": geojson(crs=named_crs(f"init={target}:1")),
            f"{word}_grid.zip": replaced(
                shapefile_zip(), "inc.prj", lambda _, t=target: wkt.format(t).encode()
            ),
            f"{word}_vrt.zip": zipped({"inc.vrt": vrt(target), "inc.shp": vrt(target)}),
            f"{word}.xlsx": with_external_link(target),
            f"{word}.gpkg": geopackage(
                POINTS,
                f"UPDATE gpkg_spatial_ref_sys SET definition = '{wkt.format(target)}'",  # noqa: S608
            ),
            **{f"{word}_vrt{suffix}": vrt(target) for suffix in (".csv", ".gpkg", ".parquet")},
            f"{word}_gml.csv": f'<a xmlns:b="{target}" b:schemaLocation="{target}"/>'.encode(),
        }
    return files


def test_no_file_calls_a_host_or_reads_another_file(
    listener: Listener, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "geheim.csv"
    secret.write_text(f"id,x,y\n{WORDS},1,1\n", encoding="utf-8")
    told = ""
    for name, content in hostile(f"http://127.0.0.1:{listener.port}/a.csv", str(secret)).items():
        path = tmp_path / name
        path.write_bytes(content)
        try:
            table = read_table(path)
            # Coordinates are converted here: that is when a grid would be opened.
            if table.x is not None:
                told += str(read_places(table, {}, RowProblems(table.row_numbers)))
            told += table.rows.to_csv() + str(table)
        except HotspotsError as error:
            told += str(error)
    assert listener.calls == 0
    assert WORDS not in told + "".join(capfd.readouterr())


@pytest.mark.parametrize("member", ["inc.dbf", "inc.prj", "inc.cpg"])
def test_a_link_in_a_zip_is_not_followed(member: str, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.dbf"
    secret.write_text(WORDS, encoding="utf-8")
    path = tmp_path / "a.zip"
    path.write_bytes(with_link(shapefile_zip(), member, str(secret)))
    try:
        told = str(read_table(path)) + read_table(path).rows.to_csv()
    except HotspotsError as error:
        told = str(error)
    assert WORDS not in told


@pytest.mark.parametrize(
    "stated",
    [
        lambda path: f"+proj=longlat +nadgrids={path} +type=crs",
        lambda path: f"  +init={path}:1",
        lambda path: f"init={path}:1",
        lambda path: json.dumps({
            "type": "BoundCRS",
            "source_crs": {"type": "GeographicCRS", "name": "a", "datum": {
                "type": "GeodeticReferenceFrame", "name": "b",
                "ellipsoid": {"name": "c", "semi_major_axis": 6377397.155,
                              "inverse_flattening": 299.15}},
                "coordinate_system": {"subtype": "ellipsoidal", "axis": [
                    {"name": "Longitude", "abbreviation": "lon", "direction": "east",
                     "unit": "degree"},
                    {"name": "Latitude", "abbreviation": "lat", "direction": "north",
                     "unit": "degree"}]}},
            "target_crs": {"type": "GeographicCRS", "name": "WGS 84", "datum": {
                "type": "GeodeticReferenceFrame", "name": "d",
                "ellipsoid": {"name": "e", "semi_major_axis": 6378137,
                              "inverse_flattening": 298.257223563}},
                "coordinate_system": {"subtype": "ellipsoidal", "axis": [
                    {"name": "Longitude", "abbreviation": "lon", "direction": "east",
                     "unit": "degree"},
                    {"name": "Latitude", "abbreviation": "lat", "direction": "north",
                     "unit": "degree"}]}},
            "transformation": {"name": "f", "method": {"name": "NTv2"}, "parameters": [
                {"name": "Latitude and longitude difference file", "value": str(path)}]},
        }),
    ],
)  # fmt: skip
def test_a_crs_that_names_a_file_counts_as_unknown(
    stated: Callable[[Path], str], tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(geojson(crs=named_crs(stated(tmp_path / "grid"))))
    assert read_table(path).crs is None


def test_workbooks_are_read_by_the_parser_that_refuses_entities() -> None:
    # With lxml, which letters in Word need, openpyxl would take another one.
    import defusedxml.ElementTree  # noqa: PLC0415
    from openpyxl import LXML  # noqa: PLC0415
    from openpyxl.xml import functions  # noqa: PLC0415

    assert not LXML
    assert functions.fromstring is defusedxml.ElementTree.fromstring
    assert functions.iterparse is defusedxml.ElementTree.iterparse

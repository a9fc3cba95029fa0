"""FileGDB, MapInfo, GML, KMZ and JSON lines give the rows of any other file, or say why not."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from containers import POINTS, ROWS, shapefile, written, zipped
from hotspots.errors import SourceError
from hotspots.incoming.checking.places import read_places
from hotspots.incoming.checking.report import RowProblems
from hotspots.incoming.reading.files import read_table

if TYPE_CHECKING:
    from hotspots.incoming.reading.table import Table

_DEGREES = POINTS.to_crs("EPSG:4326")
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + "".join(
        "<Placemark><ExtendedData>"
        + "".join(
            f'<Data name="{name}"><value>{row[name]}</value></Data>'
            for name in POINTS.columns
            if name != "geometry"
        )
        + f"</ExtendedData><Point><coordinates>{row.geometry.x:.9f},{row.geometry.y:.9f}"
        "</coordinates></Point></Placemark>"
        for _, row in _DEGREES.iterrows()
    )
    + "</Document></kml>"
)


def in_folder(files: dict[str, bytes], folder: str) -> bytes:
    return zipped({f"{folder}/{name}": content for name, content in files.items()})


SHP = {f"inc{suffix}": content for suffix, content in shapefile().items()}
GML = written("GML", "inc.gml")["inc.gml"]
GDB = written("OpenFileGDB", "inc.gdb")
TAB = written("MapInfo File", "inc.tab")
MIF = written("MapInfo File", "inc.mif")
FEATURES = json.loads(_DEGREES.to_json(drop_id=True))["features"]


def read(folder: Path, name: str, content: bytes, *, layer: str | None = None) -> Table:
    path = folder / name
    path.write_bytes(content)
    return read_table(path, layer_name=layer)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("export.gml", GML, "GML"),
        ("export.zip", in_folder(GDB, "levering"), "FileGDB"),
        ("export.zip", in_folder(TAB, "levering"), "MapInfo"),
        ("export.zip", zipped({"INC.MIF": MIF["inc.mif"], "INC.MID": MIF["inc.mid"]}), "MapInfo"),
        ("export.zip", zipped({"inc.gml": GML}), "GML"),
        ("export.kmz", zipped({"doc.kml": KML.encode(), "files/foto.png": b"\x89PNG"}), "KML"),
        ("export.geojsonl", "\n".join(map(json.dumps, FEATURES)).encode(), "JSON lines"),
    ],
    ids=["gml", "filegdb", "tab", "mif", "gml in a zip", "kmz", "json lines"],
)
def test_every_format_gives_the_same_rows_at_the_same_places(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    table = read(tmp_path, name, content)
    assert table.format == kind
    wanted = ROWS.drop(columns=["x", "y"])
    assert table.rows[list(wanted.columns)].to_numpy().tolist() == wanted.to_numpy().tolist()
    assert table.row_numbers.tolist() == [2, 3, 4, 5, 6]
    places = read_places(table, {}, RowProblems(table.row_numbers))
    expected = shapely.get_coordinates(POINTS.geometry.to_numpy())
    assert (
        np.abs(np.column_stack([places.x_rd, places.y_rd]) - expected).max() < 0.011
    )  # MapInfo counts in centimetres


def test_json_lines_without_places_have_columns_alone(tmp_path: Path) -> None:
    lines = b'{"id": 1, "x": 105123.5}\n\n{"id": "a", "wijk": "Noord"}\n'
    table = read(tmp_path, "export.jsonl", lines)
    assert table.columns == ("id", "x", "wijk")
    assert table.rows.to_numpy().tolist() == [["1", "105123.5", ""], ["a", "", "Noord"]]
    assert table.x is None


def test_of_several_layers_one_is_chosen(tmp_path: Path) -> None:
    two = zipped({f"{stem}{Path(name).suffix}": content for stem in ("oud", "nieuw")
                  for name, content in MIF.items()})  # fmt: skip
    with pytest.raises(SourceError, match="oud, nieuw"):
        read(tmp_path, "export.zip", two)
    assert len(read(tmp_path, "export.zip", two, layer="nieuw")) == 5


def test_a_schema_at_an_address_is_not_looked_up(tmp_path: Path) -> None:
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)

        def listen() -> None:
            try:
                while True:
                    calls.append(server.accept())
            except OSError:
                return

        listening = threading.Thread(target=listen)
        listening.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.xsd".encode()
        told = GML.replace(
            b"http://ogr.maptools.org/ inc.xsd", b"http://ogr.maptools.org/ " + address
        )
        assert address in told
        assert len(read(tmp_path, "export.gml", told)) == 5
        listening.join()
    assert calls == []


XLINK = b'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://127.0.0.1:9/x.gml"'


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("export.gml", GML.replace(b"<gml:Point ", b"<gml:Point " + XLINK + b" "), "verwijst"),
        (
            "export.gml",
            GML.replace(b"<gml:Point ", b'<gml:Point xlink:href="file:///etc/passwd" '),
            "verwijst",
        ),
        (
            "export.gml",
            GML.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', 1),
            "DOCTYPE",
        ),
        ("export.gml", GML[:900], "beschadigd"),
        ("export.gml", GML[:-400], "beschadigd"),
        ("export.gml", b"<html>opengis", "HTML"),
        (
            "export.zip",
            zipped({**TAB, "inc.dat": TAB["inc.dat"][: len(TAB["inc.dat"]) // 2]}),
            "beschadigd",
        ),
        (
            "export.zip",
            zipped({name: content[: len(content) // 2] for name, content in GDB.items()}),
            "beschadigd|leeg",
        ),
        ("export.csv", GML, "HTML of XML"),
        ("export.zip", zipped({"a.gdb/gdb": b"x", "a.gdb/a00000001.gdbtable": b"x"}), "FileGDB"),
        ("export.zip", zipped({"inc.tab": TAB["inc.tab"]}), "beschadigd"),
        ("export.zip", zipped({"../inc.mif": b"Version 300\n"}), "beschadigd|leeg"),
        (
            "export.zip",
            zipped({"a.gdb/a00000001.gdbtable": b"\0" * 60_000_000, "a.gdb/gdb": b""}),
            "verhouding",
        ),
        ("export.zip", zipped({**SHP, "inc.shp": SHP["inc.shp"][:-56]}), "beschadigd"),
        ("export.kmz", zipped({"foto.png": b"\x89PNG"}), "niet wat de naam zegt"),
        ("export.jsonl", b'{"id": 1}\n[1, 2]\n', "regel 2"),
        ("export.jsonl", b'{"id": 1}\n{"id": \n', "regel 2"),
        ("export.jsonl", b"{" * 100_000, "JSON"),
    ],
)  # fmt: skip
def test_what_is_hostile_or_broken_is_refused_in_three_parts(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SourceError, match=told) as refused:
        read(tmp_path, name, content)
    assert all((refused.value.what, refused.value.detail, refused.value.do))
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / name]

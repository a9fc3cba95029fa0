"""Reading has an end, in time and in memory, whatever is in the file."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from containers import every_format
from hotspots.errors import SourceError
from hotspots.incoming.reading import child
from hotspots.incoming.reading import files as reading
from hotspots.incoming.reading.files import ALSO, EXTENSIONS, read_table
from hotspots.incoming.reading.table import Limits, Table

if TYPE_CHECKING:
    from pathlib import Path

#: A quote that opens a field, and lines that could all be part of it.
OPEN_QUOTES = ('"' + "a" * 4_000 + "\n" + ("b" * 4_000 + "\n") * 199) * 40
#: Fifty thousand features without anything, after one with 290 properties: 14 million cells.
SPARSE = json.dumps({
    "type": "FeatureCollection",
    "features": [{"properties": {f"k{n}": n for n in range(290)}}, *[{}] * 50_000],
})  # fmt: skip


def processor_s_of_children() -> float:
    """Return what the processes that ended have used; by the clock others use it too."""
    used = os.times()
    return used.children_user + used.children_system


def test_every_format_has_a_reader_that_can_be_stopped() -> None:
    also = {kind for kinds in ALSO.values() for kind in kinds}
    assert set(child.READERS) == {*EXTENSIONS.values(), *also, "GeoTIFF"}


def test_only_a_small_text_is_read_by_the_tool_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[str] = []

    def noted(kind: str, *_: object, **__: object) -> None:
        stopped.append(kind)

    monkeypatch.setattr(reading, "read_in_child", noted)
    for suffix, content in every_format():
        (tmp_path / f"klein{suffix}").write_bytes(content)
        read_table(tmp_path / f"klein{suffix}")
    assert sorted(stopped) == [
        "FileGDB", "GML", "GeoPackage", "GeoParquet", "HTML", "JSON lines", "KML", "MapInfo",
        "MapInfo", "ODS", "Shapefile", "XLS", "XLSB", "XLSX", "XLSX",
    ]  # fmt: skip
    (tmp_path / "groot.csv").write_text(f"id,x\n{'1,2' * 70_000}\n", encoding="utf-8")
    (tmp_path / "groot.geojson").write_text(SPARSE, encoding="utf-8")
    read_table(tmp_path / "groot.csv")
    read_table(tmp_path / "groot.geojson")
    assert stopped[-2:] == ["CSV", "GeoJSON"]


def test_quotes_that_take_too_long_are_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(OPEN_QUOTES, encoding="utf-8")
    begun = processor_s_of_children()
    with pytest.raises(SourceError, match=r"a\.csv duurde te lang"):
        read_table(path, limits=Limits(seconds=3))
    # Some of it is the start of a process.
    assert processor_s_of_children() - begun < 10


def test_a_small_text_of_odd_quotes_is_soon_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(OPEN_QUOTES[:199_000], encoding="utf-8")
    begun = time.process_time()
    read_table(path)
    assert time.process_time() - begun < 5


def test_json_that_grows_in_memory_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long that takes on a machine that has more to do.
    monkeypatch.setattr(child, "_LEAST_SECONDS", 120)
    path = tmp_path / "a.geojson"
    path.write_text(SPARSE, encoding="utf-8")
    assert path.stat().st_size < 300_000
    with pytest.raises(SourceError, match=r"a\.geojson .*te veel geheugen"):
        read_table(path, limits=Limits(memory_bytes=700_000_000))


def test_a_small_file_gets_less_time_than_a_large_one(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"")
    assert child._seconds(path, Limits()) == 30
    # 3 MB at 150 kB a second are 20 seconds more.
    path.write_bytes(b"\0" * 3_000_000)
    assert child._seconds(path, Limits()) == 50
    assert child._seconds(path, Limits(seconds=40)) == 40


def test_a_csv_comes_out_of_the_child_as_it_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["1;overlast;5", "2;caf\u00e9;", "3;te;veel;velden", "4;'t;7"]
    path.write_text("id;soort;x\n" + "\n".join(rows) + "\n", encoding="utf-8")
    here = read_table(path)
    there = child.read_in_child("CSV", path, layer_name=None, limits=Limits(), name="a.csv")
    assert there.rows.equals(here.rows)
    assert there.row_numbers.tolist() == here.row_numbers.tolist()
    for field in set(Table.__dataclass_fields__) - {"rows", "row_numbers"}:
        assert getattr(there, field) == getattr(here, field)

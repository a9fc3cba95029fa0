"""One table in a zip or gz is read as if it were not packed; a trap in one is not."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import SourceError
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import UPLOAD_LIMITS

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "id,x,y\n1,100060,421060\n2,100070,421070\n"


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "uitdraai.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    return path


def test_a_csv_in_gz_is_read(packed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    folder.mkdir()
    table = read_table(packed, folder=folder)
    assert table.rows["id"].tolist() == ["1", "2"]
    # What was taken out is gone again.
    assert list(folder.iterdir()) == []


def test_a_gz_without_a_second_ending_is_a_csv(packed: Path, tmp_path: Path) -> None:
    assert len(read_table(packed.rename(tmp_path / "uitdraai.gz"))) == 2


@pytest.mark.parametrize("name", ["rijen.csv", "map/rijen.CSV", "rijen.txt"])
def test_a_table_alone_in_a_zip_is_read(tmp_path: Path, name: str) -> None:
    table = read_table(zipped(tmp_path / "mail.zip", {name: TEXT, "__MACOSX/x": "niets"}))
    assert table.rows["id"].tolist() == ["1", "2"]


def test_the_name_of_a_member_opens_no_door(tmp_path: Path) -> None:
    path = tmp_path / "pad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../buiten.csv", TEXT)
    assert len(read_table(path)) == 2
    assert not (tmp_path.parent.parent / "buiten.csv").exists()
    assert not (tmp_path.parent / "buiten.csv").exists()


@pytest.mark.parametrize(
    "members",
    [
        {"een.csv": TEXT, "twee.csv": TEXT},
        {"../een.csv": TEXT, "twee.csv": TEXT, "lees.exe": "MZ"},
        {"lees.exe": "MZ"},
        {"foto.png": "png", "lees.pdf": "pdf"},
    ],
)
def test_of_more_files_or_none_that_is_a_table_the_refusal_names_what_is_in_it(
    tmp_path: Path, members: dict[str, str]
) -> None:
    with pytest.raises(SourceError) as caught:
        read_table(zipped(tmp_path / "meer.zip", members))
    assert next(iter(members)) in caught.value.detail


def test_several_tables_are_no_shapefile_that_lacks_something(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="zit meer dan één tabel") as caught:
        read_table(zipped(tmp_path / "meer.zip", {"een.csv": TEXT, "twee.csv": TEXT}))
    assert "een.csv, twee.csv" in caught.value.detail
    with pytest.raises(SourceError, match="zit geen tabel of laag"):
        read_table(zipped(tmp_path / "foto.zip", {"foto.png": "png"}))
    with pytest.raises(SourceError, match=r"\.shp ontbreekt"):
        read_table(zipped(tmp_path / "half.zip", {"laag.dbf": "dbf", "laag.prj": "prj"}))
    with pytest.raises(SourceError, match="is leeg"):
        read_table(zipped(tmp_path / "leeg.zip", {}))


def test_a_table_is_read_beside_what_is_none_and_that_is_named(tmp_path: Path) -> None:
    members = {"rijen.csv": TEXT, "lees.txt": "Hoi", "foto.png": "png", "zet.exe": "MZ"}
    table = read_table(zipped(tmp_path / "post.zip", members))
    assert table.rows["id"].tolist() == ["1", "2"]
    programs, others = table.warnings
    assert "zet.exe" in programs
    assert others == "In de zip zitten ook bestanden die niet gelezen zijn: lees.txt, foto.png."


def test_a_zip_of_ten_thousand_files_is_told_that_these_are_too_many(tmp_path: Path) -> None:
    members = {"rijen.csv": TEXT, **{f"{at}.log": "" for at in range(10_000)}}
    with pytest.raises(SourceError, match="te veel bestanden") as caught:
        read_table(zipped(tmp_path / "veel.zip", members))
    assert "10.001 bestanden" in caught.value.detail


def test_what_is_too_large_once_it_is_unpacked_is_refused_before_it_fills_the_disk(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bom.csv.gz"
    path.write_bytes(gzip.compress(b"a" * 5_000_000))
    assert path.stat().st_size < 10_000
    folder = tmp_path / "eigen"
    folder.mkdir()
    with pytest.raises(SourceError, match="uitgepakt te groot"):
        read_table(path, limits=replace(UPLOAD_LIMITS, file_bytes=1_000_000), folder=folder)
    assert list(folder.iterdir()) == []


def test_a_gz_that_was_cut_short_or_holds_another_is_refused(packed: Path, tmp_path: Path) -> None:
    short = tmp_path / "half.csv.gz"
    short.write_bytes(packed.read_bytes()[:-12])
    with pytest.raises(SourceError, match=r"beschadigd|niet te openen|geen geldig"):
        read_table(short)
    twice = tmp_path / "twee.csv.gz"
    twice.write_bytes(gzip.compress(packed.read_bytes()))
    with pytest.raises(SourceError, match="wordt niet geopend"):
        read_table(twice)

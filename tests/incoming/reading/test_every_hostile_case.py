"""Every hostile case is tried on every format: refused in Dutch, or no row is lost in silence.

`tests/incoming/checking/test_every_container.py` has the traps that only one format can have.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from containers import (
    LINES,
    PACKED,
    ROWS,
    every_format,
    packed_formats,
    replaced,
    with_link,
    zipped,
)
from hotspots.errors import SourceError
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import UPLOAD_LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.incoming.reading.table import Table

GOOD = dict([*every_format(), *packed_formats()])
ZIPS = [name for name, content in GOOD.items() if zipfile.is_zipfile(io.BytesIO(content))]
#: Zips with data, in which other files can lie; a workbook is a zip of its own.
SUPPLIES = [name for name in ZIPS if name.endswith((".zip", ".kmz"))]
#: Names under which the content of another may be read: it is what the name promises.
SAME = (
    {".xlsx", ".xlsm"}, {".html", ".xls"}, {".kml", ".kmz"},
    {".zip", ".gdb.zip", ".tab.zip", ".mif.zip", ".csv.zip"},
)  # fmt: skip
#: Bytes that a zip of some kilobytes would be.
BOMB = bytes(20_000_000)


@pytest.fixture(autouse=True)
def _as_the_tool_reads() -> None:
    """Read in forks here: nearly a thousand files, of which the content is what is hostile.

    A fork has the same limits, and `test_reading_in_forks.py` says that it ends the same ways.
    """


def read(folder: Path, name: str, content: bytes) -> Table | None:
    """Return the rows, or None if the file is refused in three parts; nothing stays behind."""
    own = folder / "eigen"
    own.mkdir()
    path = folder / name
    path.write_bytes(content)
    table: Table | None = None
    refused = ("wat", "doe")
    try:
        table = read_table(path, folder=own)
    except SourceError as error:
        refused = (error.what, error.do)
    assert all(refused)
    assert list(own.iterdir()) == []
    assert sorted(entry.name for entry in folder.iterdir()) == sorted(("eigen", name))
    own.rmdir()
    path.unlink()
    return table


def is_whole(table: Table) -> bool:
    """Whether all good rows are there, and their places where the format has any."""
    placed = table.x is None or bool(np.isfinite(table.x).all())
    return "id" in table.columns and table.rows["id"].tolist() == ROWS["id"].tolist() and placed


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def largest(content: bytes) -> str:
    members = members_of(content)
    return max(members, key=lambda name: len(members[name]))


@pytest.mark.usefixtures("own_process_for_a_file")
@pytest.mark.parametrize("suffix", GOOD)
def test_a_good_file_is_whole(suffix: str, tmp_path: Path) -> None:
    table = read(tmp_path, f"export{suffix}", GOOD[suffix])
    assert table is not None
    assert is_whole(table)


@pytest.mark.parametrize("suffix", GOOD)
def test_a_file_that_is_cut_off_loses_no_row_in_silence(suffix: str, tmp_path: Path) -> None:
    for share in (0.1, 0.5, 0.9):
        cut = GOOD[suffix][: int(len(GOOD[suffix]) * share)]
        table = read(tmp_path, f"export{suffix}", cut)
        if table is None:
            continue
        said = table.warnings or table.faults
        # Nobody can tell of a text of lines that it ended too soon, if it did between two lines.
        assert is_whole(table) or said or (suffix in LINES and not len(table)), share


@pytest.mark.parametrize("suffix", ZIPS)
def test_a_member_that_is_cut_off_loses_no_row_in_silence(suffix: str, tmp_path: Path) -> None:
    # A workbook and a geodatabase have many more, which say nothing of the rows.
    heavy = [one for one in members_of(GOOD[suffix]) if not one.startswith(("docProps", "_rels"))]
    for member in heavy[:: 3 if len(heavy) > 6 else 1]:
        spoilt = replaced(GOOD[suffix], member, lambda old: old[: int(len(old) * 0.9)])
        table = read(tmp_path, f"export{suffix}", spoilt)
        assert table is None or is_whole(table) or table.faults, member


@pytest.mark.parametrize("suffix", GOOD)
def test_what_is_empty_or_rubbish_is_refused(suffix: str, tmp_path: Path) -> None:
    for content in (b"", bytes(5_000), bytes(range(256)) * 20):
        assert read(tmp_path, f"export{suffix}", content) is None


@pytest.mark.parametrize("suffix", GOOD)
def test_under_the_name_of_another_format_it_is_refused(suffix: str, tmp_path: Path) -> None:
    for other in GOOD:
        same = any({suffix, other} <= names for names in SAME)
        packed = suffix in PACKED and other.endswith((".gz", ".zip", ".kmz"))
        if other == suffix or same or packed:
            continue
        assert read(tmp_path, f"export{other}", GOOD[suffix]) is None, other


@pytest.mark.parametrize("suffix", GOOD)
def test_in_a_zip_in_a_zip_or_a_gz_in_a_gz_it_is_refused(suffix: str, tmp_path: Path) -> None:
    name = f"export{suffix}"
    nested = zipped({"binnen.zip": zipped({name: GOOD[suffix]})})
    assert read(tmp_path, "buiten.zip", nested) is None
    twice = gzip.compress(gzip.compress(GOOD[suffix]))
    assert read(tmp_path, f"{name}.gz.gz", twice) is None


@pytest.mark.parametrize("suffix", SUPPLIES)
def test_names_that_lead_outside_open_no_door_and_are_named(suffix: str, tmp_path: Path) -> None:
    for start in ("../../", "/tmp/", "C:/"):  # noqa: S108 - a name in a zip, written nowhere
        members = {f"{start}{name}": old for name, old in members_of(GOOD[suffix]).items()}
        table = read(tmp_path, f"export{suffix}", zipped(members))
        assert table is not None
        assert is_whole(table)
        assert any("namen naar een andere map" in warning for warning in table.warnings)


@pytest.mark.parametrize("suffix", SUPPLIES)
def test_a_program_beside_the_rows_is_named_and_not_opened(suffix: str, tmp_path: Path) -> None:
    table = read(tmp_path, f"export{suffix}", replaced(
        GOOD[suffix], "install.EXE", lambda _: b"MZ\x90\x00"
    ))  # fmt: skip
    assert table is not None
    assert is_whole(table)
    assert any("programma's: install.EXE." in warning for warning in table.warnings)


@pytest.mark.parametrize("suffix", ZIPS)
def test_a_member_that_is_a_link_leads_nowhere(suffix: str, tmp_path: Path) -> None:
    secret = tmp_path.parent / f"geheim{suffix}.txt"
    secret.write_text("id\nzeer-geheim\n", encoding="utf-8")
    linked = with_link(GOOD[suffix], largest(GOOD[suffix]), str(secret))
    table = read(tmp_path, f"export{suffix}", linked)
    assert table is None or "zeer-geheim" not in str(table.rows.to_dict())


@pytest.mark.parametrize("suffix", ZIPS)
def test_a_bomb_is_refused_before_it_is_unpacked(suffix: str, tmp_path: Path) -> None:
    for member in (largest(GOOD[suffix]), "extra/leesmij.txt"):
        bomb = replaced(GOOD[suffix], member, lambda old: old + BOMB)
        assert len(bomb) < len(GOOD[suffix]) + 100_000
        path = tmp_path / f"export{suffix}"
        path.write_bytes(bomb)
        with pytest.raises(SourceError, match="uitgepakt te groot"):
            read_table(path)


@pytest.mark.parametrize("suffix", [name for name in GOOD if name not in PACKED])
def test_a_bomb_of_gz_is_refused_before_it_fills_the_disk(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"export{suffix}.gz"
    path.write_bytes(gzip.compress(GOOD[suffix] + BOMB, compresslevel=1))
    with pytest.raises(SourceError, match="uitgepakt te groot"):
        read_table(path, limits=replace(UPLOAD_LIMITS, file_bytes=1_000_000))

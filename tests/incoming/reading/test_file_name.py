"""A file name is a name: no path, no line of a log, no instruction to a terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import SourceError
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import shown_name

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "<img src=x onerror=alert(1)>.csv": "<img src=x onerror=alert(1)>.csv",
    "../../../etc/passwd.csv": "passwd.csv",
    "/etc/passwd.csv": "passwd.csv",
    "C:\\Users\\jan\\maart.csv": "maart.csv",
    "..": "..",
    "maart\r\n2017 ok.csv": "maart\ufffd\ufffd2017 ok.csv",
    "\x1b[2Jmaart.csv": "\ufffd[2Jmaart.csv",
    "maart\u202evsc.exe.csv": "maart\ufffdvsc.exe.csv",
    "maart\x00.csv": "maart\ufffd.csv",
    "\udce9\u00e9n.csv": "?\u00e9n.csv",
    "CON.csv": "CON.csv",
    "": "\ufffd",
    "///": "\ufffd",
    # 80 characters: 59 in front, the sign of omission, and the last 20.
    "a" * 251 + ".csv": "a" * 59 + "…" + "a" * 16 + ".csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_a_name(name: str) -> None:
    assert shown_name(name) == NAMES[name]


@pytest.mark.parametrize("name", [name for name in NAMES if name])
def test_whatever_an_upload_is_called_it_is_read_and_named_in_the_message(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text("id,x\n1,2\n", encoding="utf-8")
    assert len(read_table(path, name=name)) == 1
    path.write_bytes(b"")
    with pytest.raises(SourceError) as told:
        read_table(path, name=name)
    assert told.value.what == f"{NAMES[name]} is leeg: er staan geen rijen in."


@pytest.mark.parametrize(
    "name",
    ["CON.csv", "aux.csv", "-rf.csv", "a b;c.csv", "$(id).csv", "<b>.csv", "a" * 251 + ".csv"],
)
def test_a_file_on_disk_may_have_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("id,x\n1,2\n", encoding="utf-8")
    assert len(read_table(path)) == 1


@pytest.mark.parametrize("name", ["a" * 300 + ".csv", "nul\x00.csv", "geen/map/weg.csv"])
def test_a_name_that_no_disk_holds_is_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="bestaat niet"):
        read_table(tmp_path / name)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "map.csv").mkdir()
    os.mkfifo(tmp_path / "pijp.csv")  # whoever reads it waits for ever
    (tmp_path / "eindeloos.csv").symlink_to("/dev/zero")
    for name in ("map.csv", "pijp.csv", "eindeloos.csv"):
        with pytest.raises(SourceError, match="bestaat niet"):
            read_table(tmp_path / name)

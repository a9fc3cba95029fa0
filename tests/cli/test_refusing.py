"""A refused file gives exit code 2 and leaves every version byte for byte as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from containers import geojson, named_crs
from offered import GOOD, lines
from proef import proef_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home

    Run = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The home that the fixture ``run`` works in: that of the layer ``proef``."""
    return proef_home(tmp_path / "home")


def versions_on_disk(home: Home) -> dict[str, bytes]:
    """Everything that is stored of layers; the audit tells of refusals and may grow."""
    folder = home.state / "layers"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


REFUSED = {
    "leeg.csv": b"",
    "plaatje.csv": b"\x89PNG\r\n\x1a\n",
    "alleen_kop.csv": lines().encode(),
    "toewijzing.csv": lines(*(f"{n},geen,10:00,overlast,1,1" for n in range(3))).encode(),
    "verwisseld.csv": lines("1,31-12-2017,10:00,overlast,425321,105123").encode(),
    "stelsel.geojson": geojson(crs=named_crs("EPSG:28992")),
    "geen.gpkg": b"SQLite format 3\x00" + b"\0" * 500,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_two_and_changes_nothing(
    name: str, run: Run, home: Home, tmp_path: Path
) -> None:
    good, bad = tmp_path / "goed.csv", tmp_path / name
    good.write_text(lines(*GOOD), encoding="utf-8")
    bad.write_bytes(REFUSED[name])
    assert run("import", good, "--layer", "proef").code == 0
    before = versions_on_disk(home)
    assert before
    told = run("import", bad, "--layer", "proef", "--json")
    assert (told.code, told.json["status"], told.json["accepted"]) == (2, "refused", 0)
    assert told.err.strip()
    assert "Traceback" not in told.err
    assert versions_on_disk(home) == before

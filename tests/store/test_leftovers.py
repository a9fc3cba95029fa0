"""What a killed writer left goes at the next opening, and what a living one holds never does."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.errors import StoreError
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

ROW = "21,woning,2018-01-05 19:00,,100060,421060"


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    """A layer of an opened home, with the half work of a writer in every folder."""
    open_workspace(home, role="analist")
    door = Door(home, "inbraak", tmp_path)
    door.load(ROW)
    return door


def half_work(door: Door) -> list[Path]:
    folder = door.store.folder
    left = [
        folder / "catalogue.json.partial",
        folder / "catalogue-copy.json.partial",
        folder / "versions" / "00003.partial",
        folder / "versions" / "00003-0123456789ab.parquet",
        folder / "parts" / "alles-0123456789abcdef.parquet",
        folder / "parts" / "2018.partial",
        folder / "reports" / "00003.json",
        folder / "reports" / "00003.json.partial",
    ]
    for path in left:
        path.write_bytes(b"half")
    return left


def test_an_opening_removes_what_killed_writers_left(door: Door) -> None:
    before = door.bytes_on_disk()
    half_work(door)
    open_workspace(door.home, role="analist")
    assert door.bytes_on_disk() == before


def test_an_opening_leaves_what_a_living_writer_is_busy_with(door: Door) -> None:
    held, opened = threading.Event(), threading.Event()
    left: list[Path] = []

    def write() -> None:
        with door.store.writing():
            left.extend(half_work(door))
            held.set()
            opened.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    held.wait()
    # Opening does not wait for the writer either: readers are never blocked.
    workspace = open_workspace(door.home, role="analist")
    assert workspace.version(workspace.layer("inbraak")).name == "v2"
    assert len(left) == 8
    assert all(path.exists() for path in left)
    opened.set()
    writer.join()


def test_nothing_is_removed_beside_a_damaged_catalogue(door: Door) -> None:
    left = half_work(door)
    (door.store.folder / "catalogue.json").write_bytes(b"{")
    door.store.tidy()
    assert all(path.exists() for path in left)


def test_a_second_writer_is_told_in_dutch_when_the_first_takes_too_long(door: Door) -> None:
    before = door.bytes_on_disk()
    with (
        door.store.writing(),
        pytest.raises(StoreError, match="Iemand anders is bezig") as caught,
        door.store.writing(wait_s=0.05),
    ):
        pass
    assert "Er is niets veranderd" in caught.value.detail
    assert "probeer het dan opnieuw" in caught.value.do
    assert door.bytes_on_disk() == before


def test_two_openings_at_once_publish_a_home_once(home: Home, tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=open_workspace, args=(home,), kwargs={"role": "analist"})
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    door = Door(home, "inbraak", tmp_path)
    assert [version.name for version in door.store.versions()] == ["v1"]

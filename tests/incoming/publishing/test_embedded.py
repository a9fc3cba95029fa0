"""What a home brings along: published once, again when it changes, never over real rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.reading import read_catalog
from hotspots.geography.areas import read_geography
from hotspots.incoming.publishing.home_files import ensure_published
from hotspots.incoming.reading import child
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import UPLOAD_LIMITS
from hotspots.store import catalogue
from hotspots.store.catalogue import SAME_COLUMNS_SINCE
from hotspots.store.catalogue import VERSION_FORMAT as FORMAT

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from loading import Door

ROW = "21,woning,2018-01-05 19:00,,100060,421060"


def open_home(home: Home) -> None:
    catalog = read_catalog(home)
    ensure_published(home, catalog, read_geography(catalog))


def move_border(home: Home) -> None:
    """Give the western 100 m of Noord, x up to 100.100, to nobody."""
    path = home.geodata / "buurten" / "buurten.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    for corner in collection["features"][0]["geometry"]["coordinates"][0]:
        corner[0] = 100_100 if corner[0] == 100_000 else corner[0]
    path.write_text(json.dumps(collection), encoding="utf-8")


def set_format(door: Door, number: int) -> None:
    """Have the version that is served be of another release."""
    written = catalogue.read(door.store.files)
    assert written.current is not None
    entries = [{**entry, "format": number} for entry in written.entries]
    catalogue.write(door.store.files, written.current, entries)


def test_a_home_is_published_at_its_first_opening_and_not_again(home: Home, door: Door) -> None:
    open_home(home)
    before = door.bytes_on_disk()
    assert door.current.embedded
    assert door.current.synthetic
    open_home(home)
    assert door.bytes_on_disk() == before


def test_a_home_is_published_without_a_process_for_each_file(
    home: Home, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = door.layer.path
    assert path is not None
    more = (f"{number},woning,2018-01-05 19:00,,100060,421060" for number in range(21, 10_000))
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(more) + "\n", encoding="utf-8")
    assert path.stat().st_size > UPLOAD_LIMITS.csv_bytes_here

    def no_process(*_arguments: object) -> int:
        raise AssertionError("a process was started")

    monkeypatch.setattr(child, "_run", no_process)
    open_home(home)
    assert len(door.rows()) > 9_900
    # The same file as an upload is read in a process of its own.
    with pytest.raises(AssertionError, match="a process was started"):
        read_table(path)


def test_progress_names_what_is_being_published(home: Home) -> None:
    catalog = read_catalog(home)
    told: list[str] = []
    ensure_published(home, catalog, read_geography(catalog), progress=told.append)
    assert told == ["Inbraak", "Zorg"]


def test_a_changed_file_of_the_home_replaces_its_rows_once(home: Home, door: Door) -> None:
    open_home(home)
    assert door.layer.path is not None
    lines = door.layer.path.read_text(encoding="utf-8").splitlines()
    # Without its last two rows: 9, and 10 that was put aside.
    door.layer.path.write_text("\n".join(lines[:-2]) + "\n", encoding="utf-8")
    open_home(home)
    assert door.rows().index.tolist() == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert door.current.counts["read"] == 9
    open_home(home)
    assert door.current.number == 2


def test_real_rows_are_never_replaced_by_the_file_of_the_home(home: Home, door: Door) -> None:
    open_home(home)
    door.load(ROW)
    assert door.layer.path is not None
    door.layer.path.write_text(door.layer.path.read_text(encoding="utf-8") + "\n")
    open_home(home)
    assert door.rows().index.tolist() == ["21"]
    assert door.current.number == 2


@pytest.mark.parametrize("real", [False, True])
def test_moved_borders_place_the_rows_again(home: Home, door: Door, real: bool) -> None:
    open_home(home)
    if real:
        door.load(ROW)
    before = door.current
    assert door.rows()["buurt"].iloc[0] == "BU99990100"
    move_border(home)
    open_home(home)
    # x = 100.050 (row 1) and 100.060 (row 21) now lie in no buurt.
    assert door.rows()["buurt"].isna().iloc[0]
    assert door.current.number == before.number + 1
    assert door.current.made_from == before.made_from
    assert door.current.synthetic is before.synthetic
    # Rows 1, 2 and 4 of the town (100.050 and 100.060) left, beside 9 that always lay outside.
    assert door.current.counts == before.counts | {"outside": 1 if real else 4}


def test_rows_in_an_older_format_are_joined_again_once(home: Home, door: Door) -> None:
    open_home(home)
    set_format(door, SAME_COLUMNS_SINCE - 1)
    open_home(home)
    assert (door.current.number, door.current.format) == (2, FORMAT)
    open_home(home)
    assert door.current.number == 2


def test_opening_writes_only_in_the_state_folder(home: Home, tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        return {
            path.as_posix(): path.read_bytes()
            for path in home.root.rglob("*")
            if path.is_file() and home.state not in path.parents
        }

    before = files()
    open_home(home)
    assert files() == before
    assert home.state.is_dir()
    assert tmp_path in home.state.parents

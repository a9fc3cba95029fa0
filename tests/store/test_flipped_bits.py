"""One bit that flipped on the disk is found, wherever it lies, and costs no version but its own."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import StoreError
from hotspots.store import catalogue, layer_files
from hotspots.store.files import DamagedError, VersionFile
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home
    from hotspots.store.catalogue import Version
    from hotspots.store.versions import LayerStore

#: A flip in every so many bytes; `make stress` tries them all.
EVERY = 1 if "HOTSPOTS_KILLS" in os.environ else 41
FIRST = "21,woning,2018-01-05 19:00,,100060,421060"
SECOND = "22,schuur,2018-01-06 20:00,,100070,421070"


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    """A layer with two versions of real rows: v1 has one row, v2 two."""
    door = Door(home, "inbraak", tmp_path)
    door.load(FIRST)
    door.load(SECOND)
    return door


def flip(path: Path, at: int, bit: int = 0) -> bytes:
    """Flip one bit of a file, and return what it was."""
    before = path.read_bytes()
    after = bytearray(before)
    after[at] ^= 1 << bit
    path.write_bytes(after)
    return before


def served(store: LayerStore) -> Version:
    version = store.holding().served(store.fault_of)
    assert version is not None
    return version


def test_a_bit_in_every_byte_of_a_version_is_found_and_the_one_before_is_served(
    door: Door,
) -> None:
    manifest = door.store.folder / "versions" / door.current.file
    part = part_of(door)
    assert part.stat().st_size > 5_000  # pages, footer and all
    for path in (manifest, part):
        size = path.stat().st_size
        for at in (*range(0, size, EVERY), *range(size - 12, size)):
            before = flip(path, at, bit=at % 8)
            version = served(door.store)
            assert (version.name, version.stands_in_for) == ("v1", "v2"), at
            path.write_bytes(before)
    assert served(door.store) == door.current


def part_of(door: Door) -> Path:
    """Return the only file with rows of the version that is served."""
    [part] = door.store.parts(door.current)
    return door.store.folder / "parts" / part.file


def test_a_page_that_changes_after_the_look_is_found_when_it_is_read(door: Door) -> None:
    path = part_of(door)
    sha256 = door.store.parts(door.current)[0].sha256
    with VersionFile(door.store.files, f"parts/{path.name}", sha256) as file:
        # The first page lies behind the four bytes that say PAR1.
        flip(path, 60)
        with pytest.raises(DamagedError):
            file.read(["id"])


def test_every_bit_of_the_catalogue_is_found_and_its_copy_loses_nothing(door: Door) -> None:
    path = door.store.folder / catalogue.FIRST
    size = path.stat().st_size
    sound = door.store.holding()
    for at in range(0, size, EVERY):
        before = flip(path, at, bit=at % 8)
        holding = door.store.holding()
        assert (holding.current, holding.versions) == (sound.current, sound.versions), at
        assert holding.fault, at
        path.write_bytes(before)
    assert door.store.holding() == sound


def test_a_catalogue_that_was_read_from_its_copy_says_so_on_the_version(door: Door) -> None:
    flip(door.store.folder / catalogue.FIRST, 100)
    version = served(door.store)
    assert (version.name, version.stands_in_for) == ("v2", "")
    assert "De kopie ernaast is gebruikt" in version.notes[0]
    assert version.warnings[0] == version.notes[0]
    assert [fault.split(":")[0] for fault in door.store.faults()] == ["catalogus (catalogue.json"]


@pytest.mark.parametrize("name", [catalogue.FIRST, layer_files.SECOND_CATALOGUE])
@pytest.mark.parametrize("what", ["flipped", "gone", "empty"])
def test_a_damaged_catalogue_is_written_anew_by_the_next_import(
    door: Door, name: str, what: str
) -> None:
    path = door.store.folder / name
    if what == "flipped":
        flip(path, 90)
    elif what == "gone":
        path.unlink()
    else:
        path.write_bytes(b"")
    if what != "gone" or name == catalogue.FIRST:
        assert len(door.store.faults()) == 1
    assert door.load("23,woning,2018-01-07 19:00,,100060,421060").version == "v3"
    assert door.store.faults() == []
    assert [version.number for version in door.store.versions()] == [1, 2, 3]
    assert len(door.rows()) == 3


def test_a_catalogue_damaged_twice_is_told_and_not_overwritten(door: Door) -> None:
    paths = [door.store.folder / name for name in (catalogue.FIRST, layer_files.SECOND_CATALOGUE)]
    for path in paths:
        path.write_bytes(b"{")
    with pytest.raises(StoreError, match="catalogus") as caught:
        door.store.current()
    assert "reservekopie" in caught.value.do
    with pytest.raises(StoreError, match="catalogus"):
        door.load(FIRST, mode="replace")
    assert [path.read_bytes() for path in paths] == [b"{", b"{"]
    # The rows are still there for whoever puts a catalogue back.
    assert len(list((door.store.folder / "versions").iterdir())) == 2


def test_versions_whose_catalogue_is_gone_are_not_cleaned_away(door: Door) -> None:
    for name in (catalogue.FIRST, layer_files.SECOND_CATALOGUE):
        (door.store.folder / name).unlink()
    before = door.bytes_on_disk()
    for act in (door.store.current, door.store.tidy, lambda: door.load(FIRST)):
        with pytest.raises(StoreError, match="catalogus") as caught:
            act()
        assert "ontbreekt" in caught.value.detail
    assert door.bytes_on_disk() == before


def test_a_first_writer_that_was_killed_does_not_close_the_layer(
    home: Home, tmp_path: Path
) -> None:
    door = Door(home, "inbraak", tmp_path)
    (door.store.folder / "versions").mkdir(parents=True)
    (door.store.folder / "versions" / "00001-0123456789ab.parquet").write_bytes(b"whole, unnamed")
    assert door.store.current() is None
    assert door.load(FIRST).version == "v1"
    assert len(list((door.store.folder / "versions").iterdir())) == 1


def test_a_catalogue_put_back_from_before_an_import_does_not_remove_its_version(
    door: Door,
) -> None:
    path = door.store.folder / catalogue.FIRST
    before = path.read_bytes()
    assert door.load("23,woning,2018-01-07 19:00,,100060,421060").version == "v3"
    path.write_bytes(before)
    door.store.tidy()
    assert door.current.name == "v2"
    path.unlink()
    assert served(door.store).name == "v3"


def test_a_catalogue_of_before_the_checksum_is_read(door: Door) -> None:
    written = catalogue.read(door.store.files)
    (door.store.folder / layer_files.SECOND_CATALOGUE).unlink()
    (door.store.folder / catalogue.FIRST).write_text(
        json.dumps({"current": 2, "versions": list(written.entries)}), encoding="utf-8"
    )
    assert door.store.holding().current == served(door.store)
    assert door.store.holding().fault == ""


def damage(door: Door, version: Version) -> None:
    path = door.store.folder / "versions" / version.file
    flip(path, path.stat().st_size // 2)


def test_rows_are_not_added_to_a_version_that_cannot_be_read(door: Door) -> None:
    # Adding to v1 instead would lose what v2 had, and nobody would know.
    damage(door, door.current)
    before = door.bytes_on_disk()
    with pytest.raises(StoreError, match="v2 van laag 'inbraak' is niet te lezen") as caught:
        door.load("23,woning,2018-01-07 19:00,,100060,421060")
    assert "hotspots restore inbraak" in caught.value.do
    assert "--replace" in caught.value.do
    assert door.bytes_on_disk() == before


def test_an_earlier_version_or_the_source_itself_repairs_a_layer(door: Door) -> None:
    damage(door, door.current)
    with door.store.writing():
        door.store.restore(1)
    assert served(door.store).notes == ()
    assert door.load(SECOND).version == "v3"
    damage(door, door.current)
    assert door.load(FIRST, mode="replace").version == "v4"
    assert served(door.store).notes == ()


def test_a_damaged_version_cannot_be_put_back(door: Door) -> None:
    damage(door, door.store.versions()[0])
    with door.store.writing(), pytest.raises(StoreError, match=r"v1 .* is niet te lezen"):
        door.store.restore(1)
    assert door.current.name == "v2"


def test_what_stands_in_is_the_nearest_before_and_else_one_that_came_after(door: Door) -> None:
    door.load("23,woning,2018-01-07 19:00,,100060,421060")
    one, two, three = door.store.versions()
    damage(door, three)
    assert served(door.store).name == "v2"
    damage(door, two)
    assert served(door.store).name == "v1"
    damage(door, two)  # flipped back
    with door.store.writing():
        door.store.restore(2)
    damage(door, two)
    damage(door, one)
    damage(door, three)  # flipped back
    assert (served(door.store).name, served(door.store).stands_in_for) == ("v3", "v2")
    damage(door, three)
    with pytest.raises(StoreError, match=r"v2 .* is niet te lezen"):
        served(door.store)


def test_the_warning_says_which_version_and_why_and_whether_it_is_synthetic(door: Door) -> None:
    holding = door.store.holding()
    first, second = holding.versions
    made_up = replace(holding, versions=(replace(first, synthetic=True), second))
    broken = StoreError("Stuk.", "Melding bij het lezen: het controlegetal klopt niet.", "Herstel.")
    version = made_up.served(lambda entry: broken if entry == second else None)
    assert version is not None
    told = version.notes[0]
    year, month, day = first.made_at[:10].split("-")
    assert f"v1 van {day}-{month}-{year}" in told
    assert "v2 is niet te gebruiken: het controlegetal klopt niet." in told
    assert "synthetische gegevens" in told


def test_a_damaged_report_is_found_and_the_version_stays(door: Door) -> None:
    path = door.store.folder / "reports" / "00002.json"
    for at in range(0, path.stat().st_size, EVERY):
        before = flip(path, at, bit=at % 8)
        with pytest.raises(StoreError, match="inleesverslag van versie v2"):
            door.store.report(door.current)
        path.write_bytes(before)
    flip(path, 3)
    assert served(door.store).name == "v2"
    assert door.store.faults() == ["verslag van v2 (het controlegetal klopt niet met de inhoud)"]

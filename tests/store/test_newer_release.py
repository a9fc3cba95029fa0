"""A store that a newer release wrote in is not misread, and not written over."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.errors import StoreError
from hotspots.store import catalogue, layer_files
from hotspots.store.catalogue import VERSION_FORMAT as FORMAT
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

ROW = "21,woning,2018-01-05 19:00,,100060,421060"
OTHER = "22,schuur,2018-01-06 20:00,,100070,421070"


@pytest.fixture
def door(home: Home, tmp_path: Path) -> Door:
    """A layer with two versions of real rows, the second made by a newer release."""
    door = Door(home, "inbraak", tmp_path)
    door.load(ROW)
    door.load(OTHER)
    written = catalogue.read(door.store.files)
    entries = list(written.entries)
    entries[1] = {**entries[1], "format": FORMAT + 1, "moon": "full"}
    catalogue.write(door.store.files, 2, entries)
    return door


def test_a_version_of_a_newer_release_is_refused_with_what_to_do(door: Door) -> None:
    with pytest.raises(StoreError, match=r"v2 .*nieuwere uitgave") as caught:
        door.store.read(door.current)
    assert f"indeling {FORMAT + 1}" in caught.value.detail
    assert caught.value.do.startswith("Gebruik de nieuwere uitgave")


def test_the_version_before_it_is_served_and_says_so(door: Door) -> None:
    version = door.store.holding().served(door.store.fault_of)
    assert version is not None
    assert (version.name, version.stands_in_for) == ("v1", "v2")
    assert "v2 is niet te gebruiken: Gevonden: indeling" in version.notes[0]


def test_opening_the_home_changes_nothing_of_it(door: Door) -> None:
    before = door.bytes_on_disk()
    workspace = open_workspace(door.home, role="analist")
    assert workspace.version(workspace.layer("inbraak")).name == "v1"
    assert {name: door.bytes_on_disk()[name] for name in before} == before


def test_rows_are_not_added_to_it_and_its_fields_stay_when_a_layer_starts_anew(
    door: Door,
) -> None:
    with pytest.raises(StoreError, match="nieuwere uitgave"):
        door.load("23,woning,2018-01-07 19:00,,100060,421060")
    assert door.load(ROW, mode="replace").version == "v3"
    entries = catalogue.read(door.store.files).entries
    assert [entry.get("moon") for entry in entries] == [None, "full", None]


def test_a_catalogue_of_a_newer_release_is_refused_and_not_written_over(door: Door) -> None:
    body = {"format": catalogue.FORMAT + 1, "current": 1, "versions": "in another file"}
    tail = (json.dumps(body)[1:] + "\n").encode()
    head = f'{{"sha256": "{hashlib.sha256(tail).hexdigest()}",\n'.encode()
    for name in (catalogue.FIRST, layer_files.SECOND_CATALOGUE):
        (door.store.folder / name).write_bytes(head + tail)
    before = door.bytes_on_disk()
    with pytest.raises(StoreError, match="nieuwere uitgave") as caught:
        door.store.holding()
    assert "indeling 3; deze uitgave kent tot en met 2" in caught.value.detail
    with pytest.raises(StoreError, match="nieuwere uitgave"):
        door.load(ROW, mode="replace")
    assert {name: door.bytes_on_disk()[name] for name in before} == before

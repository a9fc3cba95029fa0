"""Which version is shown when the newest cannot be used, and that it is never shown in silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hotspots.access import served as serving
from hotspots.access.importing import import_file, restore_version
from hotspots.access.workspace import open_workspace
from hotspots.errors import StoreError
from hotspots.store.files import DamagedError, VersionFile
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.settings import Home

HEAD = "id,soort,begin,eind,x,y\n"
ROW = "21,woning,2018-01-05 19:00,,100060,421060\n"


@pytest.fixture
def own(home: Home) -> Workspace:
    """A town of this test alone, which it may load files into and damage."""
    return open_workspace(home, role="analist")


@pytest.fixture
def layer(own: Workspace, tmp_path: Path) -> LayerSpec:
    """A layer with nine made-up rows in v1 and one real one in v2."""
    layer = own.layer("inbraak")
    path = tmp_path / "rijen.csv"
    path.write_text(HEAD + ROW)
    assert import_file(own, layer, path).version == "v2"
    return layer


def file_of(own: Workspace, layer_id: str, number: int) -> Path:
    store = LayerStore.of(own.home, layer_id)
    version = next(entry for entry in store.versions() if entry.number == number)
    return store.folder / "versions" / version.file


def damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_a_damaged_version_gives_way_to_the_one_before_it_with_a_warning(
    own: Workspace, layer: LayerSpec
) -> None:
    damage(file_of(own, "inbraak", 2))
    version, incidents = own.incidents(layer)
    assert (version.name, version.stands_in_for, len(incidents)) == ("v1", "v2", 9)
    assert "v2 is niet te gebruiken" in version.warnings[0]
    assert "synthetische gegevens" in version.warnings[0]
    # An answer that was kept of v1 itself is not that of v1 in the place of v2.
    plain = next(v for v in LayerStore.of(own.home, "inbraak").versions() if v.number == 1)
    assert version.served_as != plain.served_as


def test_in_one_moment_every_answer_is_of_one_version(
    own: Workspace, layer: LayerSpec, tmp_path: Path
) -> None:
    more = tmp_path / "later.csv"
    more.write_text(HEAD + ROW + ROW.replace("21,", "22,"))
    with serving.one_moment():
        before = own.version(layer).name
        assert import_file(own, layer, more).version == "v3"
        version, incidents = own.incidents(layer)
        assert (before, version.name, len(incidents)) == ("v2", "v2", 1)
    version, incidents = own.incidents(layer)
    assert (version.name, len(incidents)) == ("v3", 2)


def test_in_one_moment_what_turns_out_damaged_gives_way(
    own: Workspace, layer: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LayerStore, "fault_of", lambda *_: None)
    damage(file_of(own, "inbraak", 2))
    with serving.one_moment():
        assert own.version(layer).name == "v2"
        version, incidents = own.incidents(layer)
        assert (version.name, version.stands_in_for, len(incidents)) == ("v1", "v2", 9)


def test_the_newest_is_served_again_when_its_file_is_put_back(
    own: Workspace, layer: LayerSpec
) -> None:
    path = file_of(own, "inbraak", 2)
    sound = path.read_bytes()
    path.unlink()
    assert own.version(layer).name == "v1"
    path.write_bytes(sound)
    assert (own.version(layer).name, own.version(layer).notes) == ("v2", ())


def test_what_is_in_memory_is_served_on_when_its_file_is_damaged(
    own: Workspace, layer: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(own.incidents(layer)[1]) == 1
    opened = []
    monkeypatch.setattr(VersionFile, "__init__", lambda *_: opened.append(1))
    assert len(own.incidents(layer)[1]) == 1
    assert opened == []


def test_damage_that_shows_only_while_reading_is_served_around(
    own: Workspace, layer: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = VersionFile.read
    broken = iter([True])

    def fails_once(file: VersionFile, columns: list[str] | None = None) -> object:
        if next(broken, False):
            raise DamagedError("de schijf geeft andere bytes dan eerst")
        return read(file, columns)

    assert own.version(layer).name == "v2"
    monkeypatch.setattr(VersionFile, "read", fails_once)
    version, incidents = own.incidents(layer)
    assert (version.name, len(incidents)) == ("v1", 9)
    assert "andere bytes" in version.notes[0]
    # It may have been the disk: after a while it is looked at again.
    monkeypatch.setattr(serving, "_AGAIN_AFTER_S", 0.0)
    assert own.incidents(layer)[0].name == "v2"


def test_a_layer_without_any_sound_version_says_so_and_the_others_go_on(
    own: Workspace, layer: LayerSpec
) -> None:
    for number in (1, 2):
        damage(file_of(own, "inbraak", number))
    with pytest.raises(StoreError, match="v2 van laag 'inbraak' is niet te lezen"):
        own.incidents(layer)
    assert own.cube(own.layer("zorg"))[0].notes == ()


def test_a_sensitive_version_keeps_its_note_and_no_number(own: Workspace, tmp_path: Path) -> None:
    layer = own.layer("zorg")
    path = tmp_path / "zorg.csv"
    path.write_text(
        "id,begin,x,y\n" + "".join(f"{n},2018-01-05 10:00,100500,421500\n" for n in range(14))
    )
    import_file(own, layer, path)
    damage(file_of(own, "zorg", 2))
    version, _ = own.cube(layer)
    assert (version.name, version.stands_in_for, version.rows) == ("v1", "v2", 0)
    assert version.warnings == version.notes
    assert len(version.notes) == 1


def test_a_damaged_file_of_the_home_is_published_again_at_the_opening(own: Workspace) -> None:
    damage(file_of(own, "inbraak", 1))
    again = open_workspace(own.home, role="analist")
    version, incidents = again.incidents(again.layer("inbraak"))
    assert (version.name, version.notes, len(incidents)) == ("v2", (), 9)


def move_border(home: Home) -> None:
    """Give the western 100 m of Noord, x up to 100.100, to nobody."""
    path = home.geodata / "buurten" / "buurten.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    for corner in collection["features"][0]["geometry"]["coordinates"][0]:
        corner[0] = 100_100 if corner[0] == 100_000 else corner[0]
    path.write_text(json.dumps(collection), encoding="utf-8")


def test_rows_that_were_placed_in_other_areas_are_not_counted_in_these(
    own: Workspace, layer: LayerSpec
) -> None:
    assert own.version(layer).name == "v2"
    move_border(own.home)
    # Another process opened the home and placed the rows again: v3 does not fit our areas.
    open_workspace(own.home, role="analist")
    version, incidents = own.incidents(layer)
    assert (version.name, version.stands_in_for) == ("v2", "v3")
    assert "de gebieden zijn veranderd" in version.notes[0].lower()
    assert incidents.buurt.tolist() == [0]


def test_an_old_version_is_placed_in_the_areas_of_now_when_it_is_put_back(
    own: Workspace, layer: LayerSpec
) -> None:
    move_border(own.home)
    later = open_workspace(own.home, role="analist")
    assert later.version(layer).name == "v3"
    assert restore_version(later, layer, 2).name == "v4"
    version, incidents = later.incidents(layer)
    # Row 21 lies at x = 100.060, where no buurt is left.
    assert (version.name, version.notes, incidents.buurt.tolist()) == ("v4", (), [-1])


def test_a_layer_that_could_not_be_brought_up_to_date_says_so(
    own: Workspace, layer: LayerSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    zorg = own.layer("zorg")
    assert zorg.path is not None
    zorg.path.write_text(zorg.path.read_text() + "\n")

    def read_only(*_: object, **__: object) -> None:
        raise StoreError("De map is niet te beschrijven.", "Alleen-lezen.", "Kies een andere.")

    with monkeypatch.context() as patch:
        patch.setattr(LayerStore, "add_parts", read_only)
        again = open_workspace(own.home, role="analist")
    assert again.version(layer).notes == ()
    assert "kon bij het openen niet worden bijgewerkt" in again.version(zorg).notes[0]
    assert again.cube(zorg)[0].name == "v1"
    # Another process could: it is no longer said.
    open_workspace(own.home, role="analist")
    assert (again.version(zorg).name, again.version(zorg).notes) == ("v2", ())

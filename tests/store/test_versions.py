"""Versions of a layer: immutable, one of them current, and told when they are damaged."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from hotspots.errors import StoreError
from hotspots.settings import Home
from hotspots.store import catalogue
from hotspots.store.catalogue import KEEP, Version
from hotspots.store.durable import exclusive
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = Version(
    number=0, file="", sha256="", rows=0, made_at="", made_from=("a.csv 1",), synthetic=False,
    attribution="Verzonnen", fingerprint="f", counts={"read": 3}, warnings=("let op",),
)  # fmt: skip


def rows(*numbers: int) -> pa.Table:
    return pa.table({"n": pa.array(numbers, type=pa.int64())})


def numbers(store: LayerStore, version: Version) -> list[int]:
    return store.read(version)["n"].to_pylist()


def add(store: LayerStore, *values: int) -> Version:
    with store.writing():
        return store.add(rows(*values), DRAFT)


@pytest.fixture
def store(tmp_path: Path) -> LayerStore:
    return LayerStore.of(Home(tmp_path, tmp_path / "state"), "proef")


def test_a_layer_that_was_never_published_has_nothing_and_makes_nothing(store: LayerStore) -> None:
    assert store.versions() == ()
    assert store.current() is None
    assert not store.folder.exists()


def test_what_was_written_comes_back_with_what_is_known_of_it(store: LayerStore) -> None:
    version = add(store, 1, 2, 3)
    assert store.current() == version
    assert numbers(store, version) == [1, 2, 3]
    assert (version.number, version.name, version.rows) == (1, "v1", 3)
    assert version.made_from == DRAFT.made_from
    assert version.warnings == ("let op",)
    assert store.intact(version)


def test_a_new_version_leaves_the_old_one_as_it_was(store: LayerStore) -> None:
    first = add(store, 1)
    path = store.folder / "versions" / first.file
    before = path.read_bytes()
    second = add(store, 1, 2)
    assert store.current() == second
    assert store.versions() == (first, second)
    assert path.read_bytes() == before
    assert numbers(store, first) == [1]


def test_an_earlier_version_can_be_served_again_and_numbers_go_on(store: LayerStore) -> None:
    add(store, 1)
    second = add(store, 2)
    with store.writing():
        assert store.restore(1).number == 1
    current = store.current()
    assert current is not None
    assert numbers(store, current) == [1]
    # The version that was left stays in the list, and its number is not given out again.
    assert second in store.versions()
    assert add(store, 3).number == 3


def test_a_version_that_is_not_there_is_refused_with_those_that_are(store: LayerStore) -> None:
    add(store, 1)
    add(store, 2)
    before = (store.folder / "catalogue.json").read_bytes()
    with store.writing(), pytest.raises(StoreError, match="v9") as caught:
        store.restore(9)
    assert "v1, v2" in caught.value.detail
    assert (store.folder / "catalogue.json").read_bytes() == before


def test_the_last_24_versions_are_kept_and_no_other_file(store: LayerStore) -> None:
    for number in range(KEEP + 3):
        add(store, number)
    kept = store.versions()
    # 27 were made, 24 are kept: 4 up to and including 27.
    assert [version.number for version in kept] == list(range(4, 28))
    files = {path.name for path in (store.folder / "versions").iterdir()}
    assert files == {version.file for version in kept}
    assert numbers(store, kept[0]) == [3]


def test_leftovers_of_a_writer_that_died_are_cleaned_by_the_next(store: LayerStore) -> None:
    add(store, 1)
    for name in ("00002.partial", "00002-abc.parquet"):
        (store.folder / "versions" / name).write_bytes(b"half")
    (store.folder / "catalogue.json.partial").write_bytes(b'{"current": 2')
    assert store.current() is not None
    second = add(store, 2)
    assert second.number == 2
    files = {path.name for path in (store.folder / "versions").iterdir()}
    assert files == {version.file for version in store.versions()}
    assert sorted(path.name for path in store.folder.iterdir()) == [
        "catalogue-copy.json", "catalogue.json", "lock", "lock-turn", "versions",
    ]  # fmt: skip


def flip(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0x01
    path.write_bytes(raw)


@pytest.mark.parametrize("where", [0.0, 0.25, 0.5, 0.999])
def test_one_flipped_byte_makes_a_version_not_intact(store: LayerStore, where: float) -> None:
    version = add(store, *range(5_000))
    path = store.folder / "versions" / version.file
    flip(path, int(where * (path.stat().st_size - 1)))
    assert not store.intact(version)


def test_a_version_with_a_damaged_page_is_not_read(store: LayerStore) -> None:
    version = add(store, *range(5_000))
    path = store.folder / "versions" / version.file
    # A quarter into the file lies in the pages: the footer is its last few hundred bytes.
    flip(path, path.stat().st_size // 4)
    with pytest.raises(StoreError, match="v1 van laag 'proef' is niet te lezen") as caught:
        store.read(version)
    assert "hotspots restore proef" in caught.value.do


def test_a_version_whose_file_is_gone_is_told(store: LayerStore) -> None:
    version = add(store, 1)
    (store.folder / "versions" / version.file).unlink()
    assert not store.intact(version)
    with pytest.raises(StoreError, match="niet te lezen"):
        store.read(version)


def test_a_state_folder_that_cannot_be_written_is_a_dutch_error(tmp_path: Path) -> None:
    # A file where the folder should be: unwritable also for root, who may write anywhere else.
    (tmp_path / "state").write_text("bezet")
    store = LayerStore.of(Home(tmp_path, tmp_path / "state"), "proef")
    with pytest.raises(StoreError, match="niet te beschrijven") as caught:
        add(store, 1)
    assert caught.value.detail.startswith("Melding van het systeem")
    assert "HOTSPOTS_STATE" in caught.value.do


def test_a_writer_waits_for_the_one_before_it(store: LayerStore) -> None:
    order = []
    held, done = threading.Event(), threading.Event()

    def first() -> None:
        with store.writing():
            held.set()
            done.wait(0.2)
            order.append("first")

    def second() -> None:
        held.wait()
        with store.writing():
            order.append("second")

    threads = [threading.Thread(target=task) for task in (second, first)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == ["first", "second"]


def test_writers_at_once_lose_no_version(store: LayerStore) -> None:
    threads = [threading.Thread(target=add, args=(store, number)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [version.number for version in store.versions()] == list(range(1, 9))
    assert {numbers(store, version)[0] for version in store.versions()} == set(range(8))


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="boem"), exclusive(tmp_path / "lock"):
        raise ValueError("boem")
    with exclusive(tmp_path / "lock"):
        pass


def test_the_version_served_is_found_in_one_look(
    store: LayerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two looks at the catalogue could see it before and after a writer, and find nothing.
    add(store, 1)
    looks = []
    look = catalogue.read
    monkeypatch.setattr(catalogue, "read", lambda folder: looks.append(1) or look(folder))
    assert store.current() is not None
    assert len(looks) == 1


def test_a_version_is_a_value(store: LayerStore) -> None:
    version = add(store, 1)
    assert replace(version) == version == store.versions()[0]

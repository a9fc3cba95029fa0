"""A backup is a copy of the folder, made while the application runs."""

from __future__ import annotations

import random
import shutil
import threading
import time
from typing import TYPE_CHECKING

import pyarrow as pa

from hotspots.access.importing import damaged_versions
from hotspots.access.workspace import open_workspace
from hotspots.settings import Home
from hotspots.store.catalogue import Version
from hotspots.store.versions import LayerStore
from loading import Door

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = Version(
    number=0, file="", sha256="", rows=0, made_at="", made_from=(), synthetic=False,
    attribution="", fingerprint="", counts={},
)  # fmt: skip
COPIES = 25


def copy(source: Path, target: Path) -> None:
    """Copy a folder as any program does: what goes away meanwhile is passed over."""
    try:
        shutil.copytree(source, target)
    except shutil.Error as error:
        # Half files, and versions that were removed: nothing else may go away.
        if not all(".p" in str(entry) for entry in error.args[0]):
            raise


def test_a_copy_made_between_imports_opens_with_all_that_was_there_before(tmp_path: Path) -> None:
    store = LayerStore(tmp_path / "proef")
    told = [0]
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            number = told[0] + 1
            with store.writing():
                store.add(pa.table({"n": [number] * 1_000}), DRAFT)
            told[0] = number
            time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    chance = random.Random(25)  # noqa: S311 - a seed, no secret
    try:
        for at in range(COPIES):
            time.sleep(chance.uniform(0.0, 0.03))
            before = told[0]
            target = tmp_path / f"copy{at}" / "proef"
            copy(store.folder, target)
            open_copy(LayerStore(target), before)
    finally:
        stop.set()
        writer.join()
    assert told[0] > COPIES


def open_copy(copied: LayerStore, before: int) -> None:
    """Check that a copy serves at least what was published before it was made, and goes on."""
    copied.tidy()
    served = copied.holding().served(copied.fault_of)
    assert served is not None or before == 0
    if served is None:
        return
    assert served.number >= before
    assert set(copied.read(served)["n"].to_pylist()) == {served.number}
    with copied.writing():
        copied.restore(served.number)
        added = copied.add(pa.table({"n": [0]}), DRAFT)
    assert copied.holding().served(copied.fault_of) == added


def test_a_copy_of_the_state_folder_is_the_same_home_elsewhere(home: Home, tmp_path: Path) -> None:
    workspace = open_workspace(home, role="analist")
    Door(home, "inbraak", tmp_path).load("21,woning,2018-01-05 19:00,,100060,421060")
    shutil.copytree(home.state, tmp_path / "reservekopie")
    shutil.rmtree(home.state)
    elsewhere = Home(home.root, tmp_path / "reservekopie")
    copied = open_workspace(elsewhere, role="analist")
    layer = copied.layer("inbraak")
    version, incidents = copied.incidents(layer)
    assert (version.name, version.notes, len(incidents)) == ("v2", (), 1)
    assert damaged_versions(copied) == []
    del workspace

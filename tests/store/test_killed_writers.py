"""A writer that is killed leaves the old version or the new one, never something between."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

from hotspots.store.versions import LayerStore

WRITER = Path(__file__).with_name("writer.py")
KILLS = 20
#: seconds; a version takes some milliseconds, so a kill falls anywhere in the making of one
LONGEST = 0.04


def rows_of_current(store: LayerStore) -> tuple[int, set[int]]:
    """Return the number of the current version and what its rows say."""
    version = store.current()
    if version is None:
        return 0, {0}
    return version.number, set(store.read(version)["n"].to_pylist())


def test_readers_see_whole_versions_while_writers_are_killed(tmp_path: Path) -> None:
    store = LayerStore(tmp_path / "proef")
    seen: list[tuple[int, set[int]]] = []
    faults: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(rows_of_current(store))
            except Exception as error:  # noqa: BLE001 - a thread has no one to raise to
                faults.append(error)
            time.sleep(0.002)

    reader = threading.Thread(target=read)
    reader.start()
    chance = random.Random(20)  # noqa: S311 - a seed, no secret
    try:
        for _ in range(KILLS):
            before = rows_of_current(store)[0]
            kill_a_writer(store, chance.uniform(0.0, LONGEST))
            number, told = rows_of_current(store)
            assert told == {number}
            assert number > before
            assert all(store.intact(version) for version in store.versions())
    finally:
        stop.set()
        reader.join()
    assert faults == []
    # Every version a reader saw was whole: version n holds nothing but n; and time goes one way.
    assert all(told == {number} for number, told in seen)
    numbers = [number for number, _ in seen]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > KILLS


def kill_a_writer(store: LayerStore, after_s: float) -> None:
    """Start a writer, and kill it (-9) some time after its first version."""
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), str(store.folder)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer, writer.stdout as told:
        assert told.readline().strip().isdigit()
        time.sleep(after_s)
        writer.kill()

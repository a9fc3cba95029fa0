"""A writer that is killed leaves the old version or the new one, never something between.

``make stress`` sets HOTSPOTS_KILLS to ten times what the suite does.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest

from hotspots.settings import Home
from hotspots.store.catalogue import entry_of
from hotspots.store.leftovers import leftovers
from hotspots.store.versions import LayerStore

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is not of Windows")

HERE = Path(__file__).parent
KILLS = int(os.environ.get("HOTSPOTS_KILLS", "20"))
SEED = int(os.environ.get("HOTSPOTS_SEED", "20"))
READERS = 4
KEEP = 5


class Writers:
    """Writers that are born and killed, one at a time."""

    def __init__(self, folder: Path) -> None:
        self.process = start("writer.py", folder)
        self.pid = 0

    def begin(self) -> None:
        """Let a writer be born; it begins at once."""
        self.tell("go")
        self.pid = int(self.line())

    def kill(self) -> list[int]:
        """Kill the writer (-9), and return what it was told is published."""
        os.kill(self.pid, signal.SIGKILL)
        told = iter(self.line, "dead")
        return [int(number) for number in told]

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.process.communicate()


def test_nothing_is_lost_torn_or_half_visible_while_writers_are_killed(tmp_path: Path) -> None:
    store = LayerStore.of(Home(tmp_path, tmp_path), "proef")
    stop = tmp_path / "stop"
    readers = start("reader.py", tmp_path, stop, READERS)
    assert readers.stdout is not None
    assert [readers.stdout.readline() for _ in range(READERS)] == ["ready\n"] * READERS
    chance = random.Random(SEED)  # noqa: S311 - a seed, no secret
    told = there = 0
    try:
        with Writers(store.folder) as writers:
            longest = time_of_three_versions(writers)
            for _ in range(KILLS):
                writers.begin()
                if chance.random() < 0.5:
                    # On a busy machine few first versions are ever finished: wait for it.
                    told = max(told, int(writers.line()))
                time.sleep(chance.uniform(0.0, longest))
                told = max(told, *writers.kill(), 0)
                there = look_over(store, max(told, there))
    finally:
        stop.touch()
        saw = [json.loads(line) for line in readers.communicate()[0].splitlines()]
    assert [entry["faults"] for entry in saw] == [[]] * READERS
    # Every reader kept reading, and saw the last version or the one that was put back for it.
    assert min(entry["reads"] for entry in saw) >= KILLS
    assert told >= KILLS // 3
    assert min(entry["highest"] for entry in saw) >= told - 1
    with store.writing():
        store.restore(store.versions()[-1].number)  # the lock of the last one that died is free
    store.tidy()
    assert list(leftovers(store.files, entries(store))) == []


def time_of_three_versions(writers: Writers) -> float:
    """Return how long the first three take here and now, seconds: kills fall anywhere in them."""
    begun = time.monotonic()
    writers.begin()
    for _ in range(3):
        writers.line()
    took = time.monotonic() - begun
    writers.kill()
    return took


def look_over(store: LayerStore, told: int) -> int:
    """Check that what is published stays and is sound, and return the last version there is.

    ``told`` is the last that a writer was told of, or that was there at the look before.
    """
    versions = store.versions()
    current = store.current()
    if not versions or current is None:
        assert told == 0
        return 0
    numbers = [version.number for version in versions]
    assert max(numbers) >= told
    # At most one more than it was told: it was killed between the two.
    assert max(numbers) <= told + 1 or told == 0
    # The last five are there, whatever was put back meanwhile.
    assert set(range(max(1, max(numbers) - KEEP + 1), max(numbers) + 1)) <= set(numbers)
    assert store.faults() == []
    assert {version.number: store.report(version) for version in versions} == {
        number: {"n": number} for number in numbers
    }
    return max(numbers)


def entries(store: LayerStore) -> list[dict[str, Any]]:
    return [entry_of(entry) for entry in store.versions()]


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_one_writer_goes_on_when_the_other_is_killed(tmp_path: Path) -> None:
    store = LayerStore.of(Home(tmp_path, tmp_path), "proef")
    with Writers(store.folder) as one, Writers(store.folder) as other:
        one.begin()
        other.begin()
        # Both are let in, in turn.
        firsts = {int(one.line()) for _ in range(3)}
        seconds = {int(other.line()) for _ in range(3)}
        firsts |= set(one.kill())
        # The other goes on, past all that the first one wrote.
        while max(seconds) <= max(firsts):
            seconds.add(int(other.line()))
        seconds |= {int(other.line()) for _ in range(8)} | set(other.kill())
    assert max(seconds) > max(firsts)
    # No number was given out twice, and none that was told is missing: one may be untold.
    assert not firsts & seconds
    assert len(set(range(1, max(seconds) + 1)) - firsts - seconds) <= 1
    assert store.faults() == []

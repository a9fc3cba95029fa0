"""Readers beside writers that are killed: they stop when told, and say what they saw.

Usage: reader.py STATE STOP COUNT; the layer is called proef, and STOP is a file that appears. Each
is a fork, which says that it is ready, and in the end a line of JSON. (Starting Python for each
takes a second.)
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from hotspots.access.served import ServedVersions
from hotspots.catalog.specs import LayerSpec
from hotspots.errors import StoreError
from hotspots.settings import Home
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from hotspots.store.catalogue import Version

LAYER = LayerSpec(
    id="proef", theme="proef", kind="counts", label="Proef", observes="melding", noun="melding",
    noun_plural="meldingen",
)  # fmt: skip


class Reader:
    """What the application does for every question, over and over."""

    def __init__(self, state: Path) -> None:
        home = Home(state, state)
        self.store = LayerStore.of(home, LAYER.id)
        self.served = ServedVersions(home, "")
        self.reads = 0
        self.again = 0
        self.faults: list[str] = []
        self.highest = 0

    def look(self) -> None:
        """Read the version that is served, wholly."""
        version = self.served.version(LAYER)
        if version is None:
            return
        try:
            told = set(self.store.read(version)["n"].drop_null().unique().to_pylist())
            report = self.store.report(version)
        except StoreError as error:
            # Only a version that five others have come after may be gone.
            self.again += 1
            current = self.store.current()
            if current is None or current.number < version.number + 4:
                self.faults.append(str(error))
            return
        self._judge(version, told, report)

    def _judge(self, version: Version, told: set[int], report: dict[str, Any] | None) -> None:
        number = version.number
        if told != {number} or report != {"n": number} or version.notes:
            self.faults.append(f"v{number}: {told} {report} {version.notes}")
        # A writer puts the version before back, and never one before that.
        if number < self.highest - 1:
            self.faults.append(f"v{number} after v{self.highest}")
        self.highest = max(self.highest, number)
        self.reads += 1


def main() -> None:
    """Let readers be born, and wait for them."""
    state, stop, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    readers = []
    for _ in range(count):
        reader = os.fork()
        if reader == 0:
            read_until(state, stop)
        readers.append(reader)
    for reader in readers:
        os.waitpid(reader, 0)


def read_until(state: Path, stop: Path) -> NoReturn:
    """Look until the file STOP is there."""
    reader = Reader(state)
    os.write(1, b"ready\n")
    while not stop.exists():
        begun = time.monotonic()
        reader.look()
        # Four that never stop would leave two processors no time for the writers.
        time.sleep(max(0.01, time.monotonic() - begun))
    told = {
        "reads": reader.reads,
        "again": reader.again,
        "highest": reader.highest,
        "faults": reader.faults,
    }
    # In one write: others say the same at the same moment.
    os.write(1, f"{json.dumps(told)}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main()

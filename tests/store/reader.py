"""A reader beside writers that are killed: it stops when told, and says what it saw.

Usage: reader.py STATE STOP; the layer is called proef, and STOP is a file that appears.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.access.library import ServedVersions
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
    """Look until the file STOP is there."""
    state, stop = Path(sys.argv[1]), Path(sys.argv[2])
    reader = Reader(state)
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    while not stop.exists():
        reader.look()
        # Four that never stop would leave two processors no time for the writers.
        time.sleep(0.01)
    told = {
        "reads": reader.reads,
        "again": reader.again,
        "highest": reader.highest,
        "faults": reader.faults,
    }
    print(json.dumps(told))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()

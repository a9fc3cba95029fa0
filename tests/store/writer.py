"""Writers to be killed: version n holds nothing but n, and so does its report.

For every line that comes in, a writer is born; it says its process id, and then the number of each
version that it was told is published. Every fourth time it puts the version before back in its
place. When it dies, "dead" is said. (Born by a fork: starting Python anew takes a second.)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import numpy as np
import pyarrow as pa

from hotspots.store.catalogue import Retention, Version
from hotspots.store.versions import LayerStore

#: So few that old ones go while readers read.
KEEP = 5
ROWS = 20_000
DRAFT = Version(
    number=0, file="", sha256="", rows=0, made_at="", made_from=(), synthetic=False,
    attribution="", fingerprint="", counts={},
)  # fmt: skip


def main() -> None:
    """Give birth to a writer for every line, one after the other."""
    folder = Path(sys.argv[1])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            write(folder)
        os.waitpid(child, 0)
        say("dead")


def write(folder: Path) -> NoReturn:
    """Add versions until someone stops us."""
    say(os.getpid())
    store = LayerStore(folder, lambda: Retention(keep=KEEP))
    # Noise does not compress: the file is half a megabyte, and takes some time to write.
    noise = pa.array(np.random.default_rng(4).random(ROWS))
    while True:
        with store.writing():
            number = 1 + max((version.number for version in store.versions()), default=0)
            rows = pa.table({"n": pa.array([number] * ROWS), "noise": noise})
            store.add(rows, DRAFT, lambda version: {"n": version.number})
        say(number)
        if number % 4 == 0:
            with store.writing():
                store.restore(number - 1)


def say(told: object) -> None:
    """Tell the test, in one write: a line is there or it is not."""
    os.write(1, f"{told}\n".encode())


if __name__ == "__main__":
    main()

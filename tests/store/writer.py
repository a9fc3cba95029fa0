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
ROWS = 10_000
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
    while True:
        with store.writing():
            number = 1 + max((version.number for version in store.versions()), default=0)
            current = store.current()
            # One part is of every version, two are of this one.
            stays = (
                [store.write_part("2016", rows_of(2016, None))]
                if current is None
                else [part for part in store.parts(current) if part.span == "2016"]
            )
            made = [store.write_part(str(year), rows_of(year, number)) for year in (2017, 2018)]
            store.add_parts([*stays, *made], DRAFT, lambda version: {"n": version.number})
        say(number)
        if number % 4 == 0:
            with store.writing():
                store.restore(number - 1)


def rows_of(year: int, number: int | None) -> pa.Table:
    """Return rows of a year that hold a number, or none."""
    day = np.full(ROWS, np.datetime64(f"{year}-06-01").astype("datetime64[D]").astype(np.int32))
    # Noise does not compress: a file is of some size, and takes some time to write.
    noise = np.random.default_rng(year).random(ROWS)
    return pa.table({"n": pa.array([number] * ROWS, pa.int64()), "noise": noise, "day": day})


def say(told: object) -> None:
    """Tell the test, in one write: a line is there or it is not."""
    os.write(1, f"{told}\n".encode())


if __name__ == "__main__":
    main()

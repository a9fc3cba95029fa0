"""A writer to be killed: version n holds nothing but n. It says when it has made its first."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

from hotspots.store.versions import LayerStore, Version

DRAFT = Version(
    number=0, file="", sha256="", rows=0, made_at="", made_from=(), synthetic=False,
    attribution="", fingerprint="", counts={},
)  # fmt: skip


def main() -> None:
    """Add versions until someone stops us."""
    store = LayerStore(Path(sys.argv[1]))
    while True:
        with store.writing():
            number = 1 + max((version.number for version in store.versions()), default=0)
            store.add(pa.table({"n": pa.array([number] * 20_000)}), DRAFT)
        print(number, flush=True)  # noqa: T201 - the test waits for the first


if __name__ == "__main__":
    main()

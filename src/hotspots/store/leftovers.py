"""What writers that were killed left behind."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hotspots.store.durable import PARTIAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def leftovers(folder: Path, entries: Sequence[dict[str, Any]]) -> Iterator[Path]:
    """Return the files of a layer that no version names.

    A writer that is busy has such files too: only remove them while holding the write lock.
    """
    named = {
        "": None,
        "versions": {entry["file"] for entry in entries},
        "reports": {f"{entry['number']:05d}.json" for entry in entries},
    }
    for part, names in named.items():
        if not (folder / part).is_dir():
            continue
        for path in (folder / part).iterdir():
            stray = path.name.endswith(PARTIAL) or (names is not None and path.name not in names)
            if stray and path.is_file():
                yield path


def remove_leftovers(folder: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Remove the files that no version names; call it while holding the write lock.

    What cannot be removed (a read-only disk; on Windows, a file that is being read) waits for the
    next time: the version that was added stands, with or without it.
    """
    with suppress(OSError):
        for path in list(leftovers(folder, entries)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

"""Files that are wholly there or not at all, also after a power cut."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from hotspots.settings import private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How a file is called while it is being written; no reader looks at such a name.
PARTIAL: Final = ".partial"


@contextmanager
def partial_of(path: Path) -> Iterator[Path]:
    """Give a name beside ``path`` to write to; what is left of it after an error is removed.

    On a full disk the half of a file would take the room that the next attempt needs.
    """
    partial = path.with_name(path.name + PARTIAL)
    try:
        yield partial
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file and have the disk keep what is in it; it does not take a name of its own."""
    with open(path, "wb", opener=private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_whole(path: Path, content: bytes) -> None:
    """Put a file in the place of another at once: a reader sees the old one or the new one."""
    with partial_of(path) as partial:
        write_bytes(partial, content)
        partial.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before we rely on it."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps names without being asked, and cannot open a folder
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

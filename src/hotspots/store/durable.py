"""Files that are wholly there or not at all, also after a power cut."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Final

from hotspots.dutch import reason
from hotspots.errors import StoreError
from hotspots.settings import private, private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotspots.errors import Parts


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


if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


#: seconds; how long a writer waits for another. A million rows take some ten seconds.
LONGEST_WAIT_S: Final = 120.0
#: seconds between two attempts.
_PAUSE_S: Final = 0.02


class StillLockedError(Exception):
    """Another still holds the lock after the longest wait."""


@contextmanager
def exclusive(path: Path, *, wait_s: float = LONGEST_WAIT_S) -> Iterator[None]:
    """Hold the lock on ``path`` while the block runs; wait for it if another holds it.

    Who waits holds the turn, a lock of its own beside it: a writer that comes back at once stands
    behind him. Both files stay where they are: whoever removed one could let two owners in.

    Raises
    ------
    StillLockedError
        If another holds it longer than ``wait_s``.
    OSError
        If the files cannot be opened for writing.
    """
    last = time.monotonic() + wait_s
    with open(path, "a+b", opener=private) as file:
        with open(path.with_name(f"{path.name}-turn"), "a+b", opener=private) as turn:
            _take(turn, last)
            try:
                _take(file, last)
            finally:
                free(turn)
        try:
            yield
        finally:
            free(file)


def _take(file: IO[bytes], last: float) -> None:
    while not take_now(file):
        if time.monotonic() >= last:
            raise StillLockedError(file.name)
        time.sleep(_PAUSE_S)


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock on a file; a file that is not there is held by nobody."""
    try:
        with path.open("r+b") as file:
            if not take_now(file):
                return False
            free(file)
    except FileNotFoundError:
        pass
    return True


def take_now(file: IO[bytes]) -> bool:
    """Take the lock if it is free, and say whether it was."""
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def free(file: IO[bytes]) -> None:
    """Let go of the lock on a file."""
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def only_run(
    folder: Path, busy: Parts, not_written: Callable[[Path, str], Parts]
) -> Iterator[None]:
    """Hold a job of which there is one at a time, with a folder of its own.

    Parameters
    ----------
    busy, not_written
        What is said where another run holds it, and where the folder cannot be written.

    Raises
    ------
    StoreError
        That.
    """
    try:
        private_folder(folder)
        with exclusive(folder / "lock", wait_s=0):
            yield
    except StillLockedError as error:
        raise StoreError(*busy) from error
    except OSError as error:
        raise StoreError(*not_written(folder, reason(error))) from error

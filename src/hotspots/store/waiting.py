"""Imports wait for their turn, each with a folder of its own that is gone afterwards.

    <state>/incoming/lock              held while the folders are counted, made or removed
    <state>/incoming/<n>/              one import: the upload, and the table on its way to the tool
    <state>/incoming/<n>/lock          held by the process that works there, as long as it lives

The lowest numbers that are alive have the turn; whoever comes later waits behind them, in another
thread or in another process of the same state. What a killed process left has nobody who holds its
lock: it is removed when the tool starts, and by the next import.
"""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, Final

from hotspots.dutch import reason
from hotspots.errors import StoreError
from hotspots.settings import private, private_folder, readers_at_once
from hotspots.store import words as text
from hotspots.store.durable import StillLockedError, exclusive, free, is_free, take_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotspots.settings import Home

#: Imports that may wait behind those that are busy.
MOST_WAITING: Final = 20
#: seconds; a file takes two minutes at most to read, and seldom more than half of one.
LONGEST_WAIT_S: Final = 1200.0
_PAUSE_S: Final = 0.5
_LOCK: Final = "lock"

#: The folder of the import that this thread is busy with, and the state it belongs to.
_own: ContextVar[tuple[Path, Path] | None] = ContextVar("own import", default=None)


@contextmanager
def incoming(
    home: Home, *, waits: bool = True, waiting: Callable[[int], None] | None = None
) -> Iterator[Path]:
    """Wait for the turn to read a file, and give a folder for what belongs to it.

    Who has the turn already, gets the same folder again.

    Parameters
    ----------
    waits
        False for a file of the home itself, which is read while the tool starts.
    waiting
        Called twice a second with how many imports go first; what it raises ends the
        wait.

    Raises
    ------
    StoreError
        If too many wait already, the turn does not come, or nothing can be written.
    """
    own = _own.get()
    if own is not None and own[0] == home.incoming and own[1].is_dir():
        yield own[1]
        return
    with _place(home.incoming) as folder:
        if waits:
            _wait(folder, waiting or (lambda _: None))
        mark = _own.set((home.incoming, folder))
        try:
            yield folder
        finally:
            _own.reset(mark)


def sweep(home: Home) -> None:
    """Remove what killed processes left behind; never what a live one works with."""
    if not home.incoming.is_dir():
        return
    try:
        with exclusive(home.incoming / _LOCK):
            _living(home.incoming)
    except (OSError, StillLockedError):
        return  # a disk that is read-only; the next import says so


@contextmanager
def _place(folder: Path) -> Iterator[Path]:
    """Stand in line, with a folder that nobody removes as long as this process lives."""
    try:
        private_folder(folder)
        with exclusive(folder / _LOCK):
            own, file = _made(folder)
    except StillLockedError as error:
        raise StoreError(*text.too_long_waiting()) from error
    except OSError as error:
        raise StoreError(*text.no_folder_for_import(folder, reason(error))) from error
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        free(file)
        file.close()
        # Windows removes no file that is open.
        shutil.rmtree(own, ignore_errors=True)


def _made(folder: Path) -> tuple[Path, IO[bytes]]:
    living = _living(folder)
    if len(living) >= readers_at_once() + MOST_WAITING:
        raise StoreError(*text.too_many_waiting(MOST_WAITING))
    own = folder / f"{max(map(int, living), default=0) + 1:08d}"
    own.mkdir(mode=0o700)
    file = open(own / _LOCK, "a+b", opener=private)  # noqa: SIM115 - as long as the import lasts
    take_now(file)
    return own, file


def _living(folder: Path) -> list[str]:
    """Return the names of imports that are alive, first come first; remove what is of no one."""
    living = []
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir() or not entry.name.isdigit():
            continue
        if is_free(entry / _LOCK):
            shutil.rmtree(entry, ignore_errors=True)
        else:
            living.append(entry.name)
    return living


def _wait(own: Path, waiting: Callable[[int], None]) -> None:
    last = time.monotonic() + LONGEST_WAIT_S
    while ahead := _ahead(own):
        if time.monotonic() >= last:
            raise StoreError(*text.too_long_waiting())
        waiting(ahead)
        time.sleep(_PAUSE_S)


def _ahead(own: Path) -> int:
    """Return how many imports go before this one; 0 if it has the turn."""
    try:
        with exclusive(own.parent / _LOCK):
            earlier = [name for name in _living(own.parent) if name < own.name]
    except StillLockedError as error:
        raise StoreError(*text.too_long_waiting()) from error
    except OSError as error:
        raise StoreError(*text.no_folder_for_import(own.parent, reason(error))) from error
    return max(0, len(earlier) - readers_at_once() + 1)

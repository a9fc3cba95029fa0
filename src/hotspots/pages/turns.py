"""Pages that are made one after the other, where many people click at once.

Python runs one thread at a time. Of many that want to run, each wakes every five milliseconds to
ask for it, and that takes as much of the processor as what they do. One after the other, each takes
what it takes alone.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: seconds that a turn lasts at most: whose page takes longer, makes it beside those of others.
LONGEST_S: Final = 0.3
#: seconds between two looks of who waits at whether a turn lasts too long.
_LOOK_S: Final = 0.1


class _Row:
    """Whose turn it is, and who comes after, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._turn: threading.Event | None = None
        self._since = 0.0

    def enter(self) -> threading.Event:
        """Wait for a turn, and return it, to be ended with `leave`."""
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            self._pass_on()
        while not mine.wait(_LOOK_S):
            with self._lock:
                if monotonic() - self._since > LONGEST_S:
                    self._turn = None
                    self._pass_on()
        return mine

    def leave(self, mine: threading.Event) -> None:
        """End a turn, if it did not last too long before."""
        with self._lock:
            if self._turn is mine:
                self._turn = None
                self._pass_on()

    def _pass_on(self) -> None:
        if self._turn is None and self._waiting:
            self._turn, self._since = self._waiting.popleft(), monotonic()
            self._turn.set()


_row: Final = _Row()
_MINE: Final = ContextVar[threading.Event | None]("turn", default=None)


@contextmanager
def in_turn() -> Iterator[None]:
    """Make what is in the block after that of whoever came before."""
    _MINE.set(_row.enter())
    try:
        yield
    finally:
        _leave()


@contextmanager
def out_of_turn() -> Iterator[None]:
    """Let others go on while a page waits for what is not made in it."""
    had_one = _leave()
    try:
        yield
    finally:
        if had_one:
            _MINE.set(_row.enter())


def _leave() -> bool:
    """End the turn of this page; return whether it had one."""
    mine = _MINE.get()
    if mine is not None:
        _MINE.set(None)
        _row.leave(mine)
    return mine is not None

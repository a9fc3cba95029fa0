"""Pages that are made one after the other, where many people click at once.

Python runs one thread at a time. Of many that want to run, each wakes every five milliseconds to
ask for it, and that takes as much of the processor as what they do. One after the other, each takes
what it takes alone.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: seconds; whoever waited so long goes on: a page before it may take long.
LONGEST_S: Final = 2.0

_turn: Final = threading.Semaphore()
_HAS_IT: Final = ContextVar("has the turn", default=False)


@contextmanager
def in_turn() -> Iterator[None]:
    """Make what is in the block after that of whoever came before, if that does not take long."""
    _HAS_IT.set(_turn.acquire(timeout=LONGEST_S))
    try:
        yield
    finally:
        _give_up()


@contextmanager
def out_of_turn() -> Iterator[None]:
    """Let others go on while a page waits for what is not made in it."""
    had_it = _give_up()
    try:
        yield
    finally:
        if had_it:
            _HAS_IT.set(_turn.acquire(timeout=LONGEST_S))


def _give_up() -> bool:
    """Let the next one go on, where this one had the turn; return whether it had."""
    had_it = _HAS_IT.get()
    if had_it:
        _HAS_IT.set(False)
        _turn.release()
    return had_it

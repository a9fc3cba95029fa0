"""What a stop of the server waits for: an import that began is finished."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

from hotspots.pages import words as text

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

#: seconds; a minute under TimeoutStopSec of the unit in docs/beheer.
LONGEST_WAIT_S: Final = 240.0


class _Unfinished:
    """How many imports are on their way."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = threading.Condition()

    def add(self, change: int) -> None:
        with self.changed:
            self.count += change
            self.changed.notify_all()


_unfinished = _Unfinished()


@contextmanager
def to_the_end() -> Iterator[None]:
    """Do what stands in the block to the end, also when the server is asked to stop.

    Streamlit's threads go down with the process, wherever they are. Nothing in the block may call
    Streamlit: in a session that ended, such a call ends the script.
    """
    _unfinished.add(1)
    try:
        yield
    finally:
        _unfinished.add(-1)


def wait_until_finished(longest_s: float = LONGEST_WAIT_S) -> bool:
    """Wait for all imports on their way; return whether they came to their end.

    Examples
    --------
    >>> wait_until_finished()
    True
    """
    until = monotonic() + longest_s
    with _unfinished.changed:
        if _unfinished.count:
            _log.warning(text.WAITING_FOR_IMPORTS.format(count=_unfinished.count))
        while _unfinished.count and (left := until - monotonic()) > 0:
            _unfinished.changed.wait(left)
        if _unfinished.count:
            _log.error(text.IMPORTS_LEFT.format(count=_unfinished.count))
        return not _unfinished.count

"""Those who are not let in, in the audit: enough to see them, and never so many that it fills up.

Each has a line the first time on a day, and one at the tenth, hundredth and thousandth time. Who
comes under ever another name or address has lines until there are too many that day; then one line
says so, and the log of the server is what is left.
"""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from hotspots.access.audit import Event, note

if TYPE_CHECKING:
    from hotspots.settings import Home

#: Lines of strangers a day; what comes after them is no longer told apart.
MOST_A_DAY: Final = 1_000


class _Day:
    """How often each stranger came today, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = date.min
        self._times: dict[tuple[str, str, str], int] = {}
        self._lines = 0
        self._more = False

    def line_for(self, stranger: tuple[str, str, str], today: date) -> int | None:
        """Return how often this one came, if that is to be written; 0 for that there are more."""
        with self._lock:
            if today != self._day:
                self._day, self._times, self._lines, self._more = today, {}, 0, False
            if self._lines >= MOST_A_DAY:
                # Once: nobody is counted any more, so that the names take no room either.
                first, self._more = not self._more, True
                return 0 if first else None
            times = self._times[stranger] = self._times.get(stranger, 0) + 1
            if str(times).strip("0") != "1":
                return None
            self._lines += 1
            return times


_today = _Day()


def note_stranger(home: Home, *, name: str, address: str | None) -> None:
    """Write down that someone was not let in, unless that stands there for today.

    Parameters
    ----------
    name
        What the login says; empty for who has none.
    address
        Other end of the connection; None for this machine.
    """
    known = (str(home.state), name, "" if name else address or "")
    times = _today.line_for(known, datetime.now(UTC).date())
    if times is None:
        return
    details = {"times": times, "address": address or ""} if times else {"more": True}
    note(home, Event(name if times else "", "", "let_in", "refused", details=details))

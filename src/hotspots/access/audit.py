"""Who saw, exported, imported or restored what, and when: one line of JSON each, only added to.

    <state>/audit/audit.jsonl                    what is written to now
    <state>/audit/audit-<moment>.jsonl           full ones, as they were; never removed by the tool
    <state>/audit/head                           number and checksum of the last line

A line holds who asked, what was asked and how it ended; never an incident, a count or a text from
a file. What cannot be written down may not be exported or changed: then `record` stops. Looking
goes on, because people in the street or in a crisis room must not lose the map over a full disk;
the fault stands in the log of the server.

The lines form a chain (`hotspots.access.audit_chain`), so that a line that was removed, changed or
moved shows, and so does an end that was cut off. Whoever may write in the folder can make a whole
new chain: against that the number and checksum are kept elsewhere, as the manual says.

A denied login has a line the first time on a day, and one at the tenth, hundredth and thousandth
time. Someone who comes under ever another name or address gets lines until there are too many that
day; then one line says so, and the log of the server is what is left.
"""

from __future__ import annotations

import getpass
import json
import logging
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from hotspots.access import words as text
from hotspots.access.audit_chain import (
    BEFORE,
    FILE,
    LOCK,
    NOTHING,
    NUMBER,
    Link,
    checksum_of,
    files_of,
    last_line,
    link_after,
    read_head,
    write_head,
)
from hotspots.errors import AccessError, HotspotsError, StoreError
from hotspots.settings import private_folder
from hotspots.store.durable import StillLockedError, exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


_log = logging.getLogger(__name__)

#: bytes; a fuller file is put aside and a new one begun. Some 40.000 lines.
FULL_B: Final = 10_000_000
#: Longest name of a person or answer that is written; a header can hold anything.
_MOST_CHARACTERS: Final = 200

Action = Literal["saw", "exported", "imported", "checked", "restored", "let_in"]
Outcome = Literal["done", "asked", "refused"]


@dataclass(frozen=True, slots=True)
class Event:
    """One line: somebody did something, or was not allowed to.

    Attributes
    ----------
    outcome
        "asked" is written before an import or restore begins, "done" or "refused" after it.
    subject
        Id of the layer.
    selection
        Filters that were asked for, as in `hotspots.analysis.question.Selection.to_dict`.
    details
        Kind of file, version, checksum: nothing from inside a file.
    """

    who: str
    role: str
    action: Action
    outcome: Outcome
    subject: str = ""
    selection: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)


def record(home: Home, event: Event) -> None:
    """Write a line and wait until it is on disk.

    Raises
    ------
    StoreError
        If it cannot be written: then what was asked may not be done.
    """
    try:
        _write(home.audit, event, sync=True)
    except (OSError, StillLockedError) as error:
        raise StoreError(
            text.AUDIT_NOT_WRITTEN.format(path=home.audit),
            text.AUDIT_NOT_WRITTEN_FOUND.format(error=_reason(error)),
            text.AUDIT_NOT_WRITTEN_DO,
        ) from error


def note(home: Home, event: Event) -> None:
    """Write a line if that can be; looking, and being refused, do not wait for it."""
    try:
        _write(home.audit, event, sync=False)
    except (OSError, StillLockedError) as error:
        _log.warning("the audit cannot be written: %s", _reason(error))


def _reason(error: OSError | StillLockedError) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def lines(home: Home) -> list[dict[str, Any]]:
    """Return what was written, oldest first, full files included, without what links the lines."""
    written = [
        json.loads(line)
        for path in files_of(home.audit)
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    chain = (NUMBER, BEFORE)
    return [{key: line[key] for key in line if key not in chain} for line in written]


def local_user() -> str:
    """Return who is at this machine, by the name the system has for them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return text.NOBODY


def _write(folder: Path, event: Event, *, sync: bool) -> None:
    now = datetime.now(UTC)
    # Only the owner reads who looked at what.
    private_folder(folder)
    with exclusive(folder / LOCK):
        path = folder / FILE
        before = _last(folder)
        line = _line(event, now, before)
        if path.exists() and path.stat().st_size + len(line) > FULL_B:
            path.rename(folder / f"audit-{now:%Y%m%dT%H%M%S%f}.jsonl")
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            length = os.fstat(descriptor).st_size
            # A power cut may have left half a line, which must not spoil this one.
            whole = line if _ends_a_line(path, length) else b"\n" + line
            try:
                _append(descriptor, whole)
                if sync:
                    os.fsync(descriptor)
                write_head(folder, Link(before.number + 1, checksum_of(line)), sync=sync)
            except OSError:
                # Half a line would spoil the next one, and what was not done is not written down.
                os.ftruncate(descriptor, length)
                raise
        finally:
            os.close(descriptor)


def _append(descriptor: int, line: bytes) -> None:
    if os.write(descriptor, line) != len(line):
        raise OSError(0, text.AUDIT_NOT_WRITTEN.format(path=FILE))


def _ends_a_line(path: Path, length: int) -> bool:
    if not length:
        return True
    with path.open("rb") as file:
        file.seek(length - 1)
        return file.read(1) == b"\n"


def _last(folder: Path) -> Link:
    """Return the line that was written last; without a note of it the chain begins anew.

    It is linked to what stands there all the same, also to a line from before there was a chain.
    A process that was killed between a line and the note of it leaves a note of the line before.
    """
    head = read_head(folder)
    written = next((line for path in reversed(files_of(folder)) if (line := last_line(path))), b"")
    if head != NOTHING:
        return link_after(head, written) or head
    return Link(0, checksum_of(written)) if written else NOTHING


def _line(event: Event, now: datetime, before: Link) -> bytes:
    fields = {
        NUMBER: before.number + 1,
        "at": now.isoformat(timespec="milliseconds"),
        "who": event.who[:_MOST_CHARACTERS],
        "role": event.role[:_MOST_CHARACTERS],
        "action": event.action,
        "outcome": event.outcome,
        "subject": event.subject[:_MOST_CHARACTERS],
        "selection": dict(event.selection),
        "details": dict(event.details),
        BEFORE: before.checksum,
    }
    # json escapes line ends, so that no name can write a line of its own.
    return (json.dumps(fields, ensure_ascii=True, default=str) + "\n").encode()


#: Lines about denied logins a day; those after them are no longer recorded one by one.
MOST_A_DAY: Final = 1_000


class _DeniedToday:
    """How often each login was denied today, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = date.min
        self._times: dict[tuple[str, str, str], int] = {}
        self._lines = 0
        self._more = False

    def times_to_write(self, login: tuple[str, str, str], today: date) -> int | None:
        """Count a denied login; return how often it came if that is to be written down.

        0 says that there are too many logins to count; None that no line is due.
        """
        with self._lock:
            if today != self._day:
                self._day, self._times, self._lines, self._more = today, {}, 0, False
            if self._lines >= MOST_A_DAY:
                # Once: nobody is counted any more, so that the names take no room either.
                first, self._more = not self._more, True
                return 0 if first else None
            times = self._times[login] = self._times.get(login, 0) + 1
            if str(times).strip("0") != "1":
                return None
            self._lines += 1
            return times


_denied = _DeniedToday()


def note_denied_login(home: Home, *, name: str, address: str | None) -> None:
    """Write down that a login was denied, unless that was written today.

    Parameters
    ----------
    name
        What the login says; empty without a login.
    address
        Other end of the connection; None for this machine.
    """
    login = (str(home.state), name, "" if name else address or "")
    times = _denied.times_to_write(login, datetime.now(UTC).date())
    if times is None:
        return
    details = {"times": times, "address": address or ""} if times else {"more": True}
    note(home, Event(name if times else "", "", "let_in", "refused", details=details))


def event_of(
    workspace: Workspace,
    action: Action,
    outcome: Outcome,
    subject: str,
    *,
    selection: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
) -> Event:
    """Return the line that says what the person behind a workspace did."""
    return Event(
        workspace.who,
        workspace.role,
        action,
        outcome,
        subject,
        selection=selection or {},
        details=dict(details or {}),
    )


@contextmanager
def audited(
    workspace: Workspace, action: Action, subject: str, **details: object
) -> Iterator[dict[str, object]]:
    """Record that an action was requested, let it be done, and note how it ended.

    What is put in the mapping that is yielded, such as a version, stands in the line after it.

    Raises
    ------
    StoreError
        If the audit cannot be written: then nothing is done.

    Examples
    --------
    >>> with audited(workspace, "restored", "woninginbraak", version=2):  # doctest: +SKIP
    ...     store.restore(2)
    """
    record(workspace.home, event_of(workspace, action, "asked", subject, details=details))
    after = dict(details)
    try:
        yield after
    except HotspotsError as error:
        after["error"] = type(error).__name__
        note(workspace.home, event_of(workspace, action, "refused", subject, details=after))
        raise
    note(workspace.home, event_of(workspace, action, "done", subject, details=after))


@contextmanager
def noting_refusal(
    workspace: Workspace,
    action: Action,
    subject: str,
    *,
    selection: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
) -> Iterator[None]:
    """Note that a role was refused what the block does."""
    try:
        yield
    except AccessError:
        refused = event_of(
            workspace, action, "refused", subject, selection=selection, details=details
        )
        note(workspace.home, refused)
        raise

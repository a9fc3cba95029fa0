"""Who saw, exported, imported or restored what, and when: one line of JSON each, only added to.

    <state>/audit/audit.jsonl                    what is written to now
    <state>/audit/audit-<moment>.jsonl           full ones, as they were; never removed by the tool
    <state>/audit/head                           number and checksum of the last line

A line holds who asked, what was asked and how it ended; never an incident, a count or a text from
a file. What cannot be written down may not be exported or changed: then `record` stops. Looking
goes on, because people in the street or in a crisis room must not lose the map over a full disk;
the fault stands in the log of the server.

The lines form a chain: each holds its number and the checksum of the line before it, and the
number and checksum of the last one stand in a file of their own (``head``). So a line that was
removed, changed or moved shows, and so does an end that was cut off (`check_chain`). Whoever may
write in the folder can make a whole new chain: against that the number and checksum are kept
elsewhere, as the manual says.

A denied login has a line the first time on a day, and one at the tenth, hundredth and thousandth
time. Someone who comes under ever another name or address gets lines until there are too many that
day; then one line says so, and the log of the server is what is left.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from hotspots.access import words as text
from hotspots.dutch import reason
from hotspots.errors import AccessError, HotspotsError, StoreError
from hotspots.settings import private_folder
from hotspots.store.durable import StillLockedError, exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


#: Of the line that was written last: its number and its checksum.
HEAD: Final = "head"
#: What the audit is written to, and what keeps two writers apart.
FILE: Final = "audit.jsonl"
LOCK: Final = "lock"
#: Fields of the chain in a line: its number, and the checksum of the line before it.
NUMBER: Final = "n"
BEFORE: Final = "before"
#: bytes; of the end of a file, in which its last line is looked for first.
_TAIL_B: Final = 4096


@dataclass(frozen=True, slots=True)
class Link:
    """The line that was written last: its number, and its checksum."""

    number: int
    checksum: str


#: Before the first line.
NOTHING: Final = Link(0, "")


@dataclass(slots=True)
class ChainCheck:
    """What is wrong with the chain, if anything.

    Attributes
    ----------
    last
        The last line that is linked; note it elsewhere to know later that none was cut off.
    unlinked
        How many lines are from before there was a chain: they can be read, and not verified.
    gone
        How many of the first lines are no longer in the folder.
    broken
        What is wrong and where, in words; empty where all is as it was written.
    """

    last: Link = NOTHING
    unlinked: int = 0
    gone: int = 0
    broken: list[str] = field(default_factory=list)


def checksum_of(line: bytes) -> str:
    """Return the checksum of a line, without its end."""
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def read_head(folder: Path) -> Link:
    """Return the line that was written last; `NOTHING` where that is not known."""
    try:
        number, checksum = (folder / HEAD).read_text(encoding="ascii").split()
        return Link(int(number), checksum)
    except (OSError, ValueError):
        return NOTHING


def write_head(folder: Path, last: Link, *, sync: bool) -> None:
    """Write the head over the one before it, which is as long: a full disk has room for it."""
    descriptor = os.open(folder / HEAD, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{last.number:016d} {last.checksum}\n".encode("ascii"))
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def files_of(folder: Path) -> list[Path]:
    """Return the files of the audit, oldest first."""
    full = sorted(folder.glob("audit-*.jsonl"))
    return [path for path in (*full, folder / FILE) if path.is_file()]


def last_line(path: Path) -> bytes:
    """Return the last line of a file, without its end; nothing of an empty one."""
    with path.open("rb") as file:
        end, length = file.seek(0, os.SEEK_END), _TAIL_B
        while True:
            file.seek(max(end - length, 0))
            tail = file.read().rstrip(b"\n")
            if b"\n" in tail or length >= end:
                return tail.rpartition(b"\n")[2]
            length *= 2


def link_after(before: Link, line: bytes) -> Link | None:
    """Return the link of a line that comes right after another one; None if it does not."""
    written = _read(line)
    if written.get(NUMBER) != before.number + 1 or written.get(BEFORE) != before.checksum:
        return None
    return Link(before.number + 1, checksum_of(line))


def check_chain(home: Home) -> ChainCheck:
    """Compare every line with the one before it, and the last with what was noted of it."""
    check = ChainCheck()
    if not home.audit.is_dir():
        return check
    with exclusive(home.audit / LOCK):
        head = read_head(home.audit)
        for place, line in _lines(home.audit):
            _check_line(check, place, line)
    if head == NOTHING and check.last != NOTHING:
        check.broken.append(text.CHAIN_NO_HEAD.format(file=HEAD))
    elif head.number > check.last.number:
        check.broken.append(text.CHAIN_CUT_OFF.format(last=check.last.number, noted=head.number))
    elif head.number == check.last.number and head != check.last:
        check.broken.append(text.CHAIN_OTHER_LAST.format(number=head.number))
    return check


def _lines(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in files_of(folder):
        with path.open("rb") as file:
            for at, line in enumerate(file, start=1):
                yield text.CHAIN_PLACE.format(file=path.name, line=at), line


def _check_line(check: ChainCheck, place: str, line: bytes) -> None:
    written = _read(line)
    number = written.get(NUMBER)
    if not written:
        check.broken.append(text.CHAIN_UNREADABLE.format(place=place))
        return
    if not isinstance(number, int):
        if check.last.number:
            check.broken.append(text.CHAIN_UNLINKED.format(place=place))
        check.unlinked += 1
        # The first line that is linked holds the checksum of the last one that is not.
        check.last = Link(check.last.number, checksum_of(line))
        return
    if number == 1 and check.last.number:
        check.broken.append(text.CHAIN_BEGUN_ANEW.format(place=place))
    elif check.last == NOTHING and number > 1:
        check.gone = number - 1
    elif number != check.last.number + 1 or written.get(BEFORE) != check.last.checksum:
        check.broken.append(text.CHAIN_BROKEN.format(place=place, number=number))
    check.last = Link(number, checksum_of(line))


def _read(line: bytes) -> dict[str, object]:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


_log = logging.getLogger(__name__)

#: bytes; a fuller file is put aside and a new one begun. Some 40.000 lines.
FULL_B: Final = 10_000_000
#: Longest name of a person or answer that is written; a header can hold anything.
_MOST_CHARACTERS: Final = 200

Action = Literal[
    "saw", "exported", "imported", "checked", "restored", "purged", "let_in",
    "recipe_saved", "recipe_removed", "key_made", "key_revoked", "mailed",
]  # fmt: skip
Outcome = Literal["done", "asked", "refused"]


@dataclass(frozen=True, slots=True)
class Event:
    """One line: somebody did something, or was not allowed to.

    Attributes
    ----------
    outcome
        "asked" is written before an import, restore or purge begins, "done" or "refused" after it.
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
        _log.warning(
            "%s %s",
            text.AUDIT_NOT_WRITTEN.format(path=home.audit),
            text.AUDIT_NOT_NOTED.format(error=_reason(error)),
        )


def _reason(error: OSError | StillLockedError) -> str:
    return reason(error) if isinstance(error, OSError) else text.AUDIT_LOCKED


def lines(home: Home) -> list[dict[str, Any]]:
    """Return what was written, oldest first, full files included, without what links the lines.

    A damaged line is left out; `check_chain` says that there is one.
    """
    written = [
        _read(line) for path in files_of(home.audit) for line in path.read_bytes().splitlines()
    ]
    chain = (NUMBER, BEFORE)
    return [{key: line[key] for key in line if key not in chain} for line in written if line]


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

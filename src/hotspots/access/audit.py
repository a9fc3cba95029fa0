"""Who saw, exported, imported or restored what, and when: one line of JSON each, only added to.

    <state>/audit/audit.jsonl                    what is written to now
    <state>/audit/audit-<moment>.jsonl           full ones, as they were; never removed by the tool
    <state>/audit/head                           number and checksum of the last line

A line holds who asked, what was asked and how it ended; never an incident, a count or a text from
a file. What cannot be written down may not be taken away or changed: then `record` stops. Looking
goes on, because who is in the street or in a crisis room must not lose the map over a full disk;
the fault stands in the log of the server.

Each line holds the checksum of the line before it, and its number; the number and checksum of the
last one stand in a file of their own. So a line that was removed, changed or put elsewhere shows,
and so do last lines that were cut off. Whoever may write in the folder can make a whole new chain:
against that the number and checksum are kept elsewhere, as the manual says.

Each has a line the first time on a day, and one at the tenth, hundredth and thousandth time. Who
comes under ever another name or address has lines until there are too many that day; then one line
says so, and the log of the server is what is left.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from hotspots.access import words as text
from hotspots.errors import StoreError
from hotspots.settings import private_folder
from hotspots.store.durable import StillHeldError, exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.settings import Home


PLACE: Final = "{file}, regel {line}"
BROKEN: Final = (
    "{place} (nummer {number}): sluit niet aan op de regel ervoor. Daar is een regel weg, "
    "veranderd of verplaatst."
)
UNREADABLE: Final = "{place}: niet te lezen. Hij is veranderd, of half geschreven bij een storing."
UNLINKED: Final = "{place}: een regel zonder nummer tussen regels met een nummer."
BEGUN_ANEW: Final = (
    "{place}: de nummers beginnen hier opnieuw. Het bestand met de laatste regel was weg; of er "
    "daarvoor regels weg zijn, is niet te zien."
)
NO_HEAD: Final = (
    "Het bestand '{file}' ontbreekt. Of de laatste regels er nog zijn, is niet te zien."
)
CUT_OFF: Final = (
    "De laatste regels zijn weg: het logboek houdt op bij nummer {last}, en er zijn er {noted} "
    "geschreven. Na een stroomstoring kan dat; anders heeft iemand ze weggehaald."
)
OTHER_LAST: Final = "De laatste regel, nummer {number}, is een andere dan er geschreven is."
GONE: Final = (
    "De regels 1 t/m {gone} staan niet meer in de map. Klopt dat met wat u zelf heeft opgeruimd?"
)
WHOLE: Final = (
    "Het logboek is heel tot en met nummer {number}, controlesom {checksum}. Bewaar die twee op "
    "een andere plek."
)
OLD_LINES: Final = "{count} regels zijn van voor de nummering: te lezen, niet na te kijken."
DO: Final = (
    "Wat te doen: laat het logboek zoals het is, leg het naast een reservekopie en meld het aan "
    "wie over de beveiliging gaat."
)


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
class Looked:
    """What was found of the chain.

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


def look_at_chain(home: Home) -> Looked:
    """Compare every line with the one before it, and the last with what was noted of it."""
    found = Looked()
    if not home.audit.is_dir():
        return found
    with exclusive(home.audit / LOCK):
        head = read_head(home.audit)
        for place, line in _lines(home.audit):
            _look_at_line(found, place, line)
    if head == NOTHING and found.last != NOTHING:
        found.broken.append(NO_HEAD.format(file=HEAD))
    elif head.number > found.last.number:
        found.broken.append(CUT_OFF.format(last=found.last.number, noted=head.number))
    elif head.number == found.last.number and head != found.last:
        found.broken.append(OTHER_LAST.format(number=head.number))
    return found


def _lines(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in files_of(folder):
        with path.open("rb") as file:
            for at, line in enumerate(file, start=1):
                yield PLACE.format(file=path.name, line=at), line


def _look_at_line(found: Looked, place: str, line: bytes) -> None:
    written = _read(line)
    number = written.get(NUMBER)
    if not written:
        found.broken.append(UNREADABLE.format(place=place))
        return
    if not isinstance(number, int):
        if found.last.number:
            found.broken.append(UNLINKED.format(place=place))
        found.unlinked += 1
        # The first line that is linked holds the checksum of the last one that is not.
        found.last = Link(found.last.number, checksum_of(line))
        return
    if number == 1 and found.last.number:
        found.broken.append(BEGUN_ANEW.format(place=place))
    elif found.last == NOTHING and number > 1:
        found.gone = number - 1
    elif number != found.last.number + 1 or written.get(BEFORE) != found.last.checksum:
        found.broken.append(BROKEN.format(place=place, number=number))
    found.last = Link(number, checksum_of(line))


def _read(line: bytes) -> dict[str, Any]:
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
    selection: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def record(home: Home, event: Event) -> None:
    """Write a line and wait until it is on disk.

    Raises
    ------
    StoreError
        If it cannot be written: then what was asked may not be done.
    """
    try:
        _write(home.audit, event, sync=True)
    except (OSError, StillHeldError) as error:
        told = getattr(error, "strerror", None) or type(error).__name__
        raise StoreError(
            text.AUDIT_NOT_WRITTEN.format(path=home.audit),
            text.AUDIT_NOT_WRITTEN_FOUND.format(error=told),
            text.AUDIT_NOT_WRITTEN_DO,
        ) from error


def note(home: Home, event: Event) -> None:
    """Write a line if that can be; looking, and being refused, do not wait for it."""
    try:
        _write(home.audit, event, sync=False)
    except (OSError, StillHeldError) as error:
        told = getattr(error, "strerror", None) or type(error).__name__
        _log.warning("the audit cannot be written: %s", told)


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
            # A stroke of the power may have left half a line, which must not spoil this one.
            whole = line if _ends_a_line(path, length) else b"\n" + line
            try:
                _append(descriptor, whole)
                if sync:
                    os.fsync(descriptor)
                write_head(folder, Link(before.number + 1, checksum_of(line)), sync=sync)
            except OSError:
                # Half a line would spoil the one after it, and what was not done is not told.
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
    told = {
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
    return (json.dumps(told, ensure_ascii=True, default=str) + "\n").encode()


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

"""Whether the audit still holds all lines as they were written, and where it does not.

Each line holds the checksum of the line before it, and its number; the number and checksum of the
last one stand in a file of their own. So a line that was removed, changed or put elsewhere shows,
and so do last lines that were cut off. Whoever may write in the folder can make a whole new chain:
against that the number and checksum are kept elsewhere, as the manual says.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hotspots.store.locking import exclusive
from hotspots.text import audit as text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        found.broken.append(text.NO_HEAD.format(file=HEAD))
    elif head.number > found.last.number:
        found.broken.append(text.CUT_OFF.format(last=found.last.number, noted=head.number))
    elif head.number == found.last.number and head != found.last:
        found.broken.append(text.OTHER_LAST.format(number=head.number))
    return found


def _lines(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in files_of(folder):
        with path.open("rb") as file:
            for at, line in enumerate(file, start=1):
                yield text.PLACE.format(file=path.name, line=at), line


def _look_at_line(found: Looked, place: str, line: bytes) -> None:
    written = _read(line)
    number = written.get(NUMBER)
    if not written:
        found.broken.append(text.UNREADABLE.format(place=place))
        return
    if not isinstance(number, int):
        if found.last.number:
            found.broken.append(text.UNLINKED.format(place=place))
        found.unlinked += 1
        # The first line that is linked holds the checksum of the last one that is not.
        found.last = Link(found.last.number, checksum_of(line))
        return
    if number == 1 and found.last.number:
        found.broken.append(text.BEGUN_ANEW.format(place=place))
    elif found.last == NOTHING and number > 1:
        found.gone = number - 1
    elif number != found.last.number + 1 or written.get(BEFORE) != found.last.checksum:
        found.broken.append(text.BROKEN.format(place=place, number=number))
    found.last = Link(number, checksum_of(line))


def _read(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}

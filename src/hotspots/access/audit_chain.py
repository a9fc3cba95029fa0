"""The chain through the lines of the audit: what was removed, changed or cut off shows.

Each line holds its number and the checksum of the line before it; the number and checksum of the
last one stand in a file of their own (``head``).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hotspots.access import words as text
from hotspots.store.durable import exclusive

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


def _read(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}

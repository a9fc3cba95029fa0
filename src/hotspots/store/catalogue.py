"""Which versions a layer has and which is current: a small file that is replaced at once.

It begins with the SHA-256 of the rest, so that one flipped bit is found, and it is kept twice, so
that one damaged file loses nothing. The second takes its name before the first does: it never
knows less.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hotspots.errors import StoreError
from hotspots.store.durable import partial_of, sync, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

FIRST: Final = "catalogue.json"
SECOND: Final = "catalogue-copy.json"
#: Raised when a catalogue changes in a way that this release could not read. Format 1 had no
#: checksum.
FORMAT: Final = 2

_GONE: Final = "het bestand ontbreekt"
_HEAD: Final = re.compile(rb'\{"sha256": "([0-9a-f]{64})",\n')


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a catalogue says, and whether it had to be read from its second file.

    ``entries`` are the versions as they were written, oldest first; a field that this release does
    not know stays in them. ``fault`` says what is wrong with the first file, "" if nothing.
    """

    current: int | None
    entries: tuple[dict[str, Any], ...]
    fault: str = ""


def read(folder: Path) -> Catalogue:
    """Return what the catalogue of a layer says; empty if the layer was never published.

    Raises
    ------
    StoreError
        If both files are damaged, or a newer release made them.
    """
    first, fault = _look(folder / FIRST)
    if first is not None:
        return _catalogue(folder, first, "")
    second, second_fault = _look(folder / SECOND)
    published = _was_published(folder)
    first, fault = _look(folder / FIRST)
    if first is not None:
        return _catalogue(folder, first, "")  # a writer has put it there since
    if second is not None:
        return _catalogue(folder, second, fault)
    if fault == second_fault == _GONE and not published:
        # Whether it can be, the first writer finds out.
        return Catalogue(None, ())
    raise StoreError(
        f"De catalogus '{folder / FIRST}' is niet te lezen, en de kopie ernaast ook niet.",
        f"Melding: {fault}.",
        "Zet een reservekopie van de map terug. De bestanden met rijen staan nog in "
        f"'{folder / 'versions'}'.",
    )


def _was_published(folder: Path) -> bool:
    """Whether there are versions that only a catalogue can have named.

    A first writer that was killed leaves a version 1. A second is only made after a catalogue was,
    and without this look the next opening would clean all of them away.
    """
    return any(int(path.name[:5]) > 1 for path in (folder / "versions").glob("?????-*.parquet"))


def all_entries(folder: Path) -> list[dict[str, Any]]:
    """Return the versions that either file names: nothing of them may be cleaned away.

    They differ when a writer was killed between the two, and when someone puts one of them back.
    """
    bodies = [_look(folder / name)[0] or {} for name in (FIRST, SECOND)]
    return [entry for body in bodies for entry in body.get("versions", ())]


def faults(folder: Path) -> list[str]:
    """Return what is wrong with either file of the catalogue, in words; empty if nothing."""
    looks = [_look(folder / name) for name in (FIRST, SECOND)]
    return [
        f"{name}: {fault}"
        for name, (_, fault) in zip((FIRST, SECOND), looks, strict=True)
        # A catalogue of before the checksum has no second file.
        if fault and (fault != _GONE or (name == FIRST and looks[1][0] is not None))
    ]


def write(folder: Path, current: int, entries: list[dict[str, Any]]) -> None:
    """Have a catalogue take the place of the one before, both files.

    Both lie on the disk before either takes its name: a disk that is full stops it here.
    """
    rest = json.dumps(
        {"format": FORMAT, "current": current, "versions": entries}, ensure_ascii=False, indent=1
    )
    tail = rest[1:].lstrip().encode() + b"\n"
    content = b'{"sha256": "' + hashlib.sha256(tail).hexdigest().encode() + b'",\n' + tail
    with partial_of(folder / SECOND) as second, partial_of(folder / FIRST) as first:
        write_bytes(second, content)
        write_bytes(first, content)
        names = [(second, folder / SECOND), (first, folder / FIRST)]
        if not (folder / FIRST).exists():
            # The first version of all: a reader that finds only the second file thinks of damage.
            names.reverse()
        for partial, path in names:
            partial.replace(path)
    sync(folder)


def _look(path: Path) -> tuple[dict[str, Any] | None, str]:
    """Return what a file says, or None and why it says nothing."""
    try:
        raw = path.read_bytes()
        found = json.loads(raw)
    except (FileNotFoundError, NotADirectoryError):
        return None, _GONE
    except OSError as error:
        return None, str(error.strerror or error)
    except (ValueError, RecursionError) as error:
        return None, f"dit is geen geldige JSON ({error})"
    head = _HEAD.match(raw)
    if head is None:
        # Format 1 had these two keys and no more.
        old = isinstance(found, dict) and set(found) == {"current", "versions"}
        return (found, "") if old else (None, "het controlegetal ontbreekt")
    if hashlib.sha256(raw[head.end() :]).hexdigest().encode() != head.group(1):
        return None, "het controlegetal klopt niet met de inhoud"
    return found, ""


def _catalogue(folder: Path, body: dict[str, Any], fault: str) -> Catalogue:
    if body.get("format", 1) > FORMAT:
        raise StoreError(
            f"De catalogus van laag '{folder.name}' is gemaakt door een nieuwere uitgave van "
            "dit programma.",
            f"Gevonden: indeling {body['format']}; deze uitgave kent tot en met {FORMAT}.",
            "Gebruik de nieuwere uitgave, of zet een reservekopie van vóór die tijd terug.",
        )
    return Catalogue(body["current"], tuple(body["versions"]), fault)

"""Which versions a layer has and which is current: a small file that is replaced at once.

It begins with the SHA-256 of the rest, so that one flipped bit is found, and it is kept twice, so
that one damaged file loses nothing; in an object store, which sees to that itself, once.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from hotspots.dutch import day_of, reason
from hotspots.errors import StoreError
from hotspots.store import words as text
from hotspots.store.files import OTHER_CONTENT
from hotspots.store.layer_files import CATALOGUE as FIRST
from hotspots.store.layer_files import VERSIONS
from hotspots.store.parts import MANIFEST
from hotspots.store.words import LOADED, LOADED_FROM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hotspots.store.layer_files import LayerFiles

#: Raised when a catalogue changes in a way that this release could not read. Format 1 had no
#: checksum.
FORMAT: Final = 2

_GONE: Final = "het bestand ontbreekt"
_NUMBERED: Final = re.compile(r"(\d{5})-.*\.")
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


def read(files: LayerFiles) -> Catalogue:
    """Return what the catalogue of a layer says; empty if the layer was never published.

    Raises
    ------
    StoreError
        If its files are damaged, a newer release made them, or they are out of reach.
    """
    first, fault = _look(files, FIRST)
    if first is not None:
        return _catalogue(files, first, "")
    copies = [_look(files, name) for name in files.catalogues[1:]]
    published = _was_published(files)
    first, fault = _look(files, FIRST)
    if first is not None:
        return _catalogue(files, first, "")  # a writer has put it there since
    for copy, _ in copies:
        if copy is not None:
            return _catalogue(files, copy, fault)
    if not published and {fault, *(why for _, why in copies)} == {_GONE}:
        # Whether it can be, the first writer finds out.
        return Catalogue(None, ())
    raise StoreError(
        *text.catalogue_unreadable(
            files.where(FIRST), files.where(VERSIONS), fault, copies=bool(copies)
        )
    )


def _was_published(files: LayerFiles) -> bool:
    """Whether there are versions that only a catalogue can have named.

    A first writer that was killed leaves a version 1. A second is only made after a catalogue was,
    and without this look the next opening would clean all of them away.
    """
    numbers = map(_NUMBERED.match, files.listing(VERSIONS))
    return any(int(number.group(1)) > 1 for number in numbers if number)


def all_entries(files: LayerFiles) -> list[dict[str, object]]:
    """Return the versions that either file names: nothing of them may be cleaned away.

    They differ when a writer was killed between the two, and when someone puts one of them back.
    """
    bodies = [_look(files, name)[0] or {} for name in files.catalogues]
    return [entry for body in bodies for entry in body.get("versions", ())]


def faults(files: LayerFiles) -> list[str]:
    """Return what is wrong with either file of the catalogue, in words; empty if nothing."""
    looks = [_look(files, name) for name in files.catalogues]
    return [
        f"{name}: {fault}"
        for name, (_, fault) in zip(files.catalogues, looks, strict=True)
        # A catalogue of before the checksum has no second file.
        if fault and (fault != _GONE or (name == FIRST and looks[-1][0] is not None))
    ]


def write(files: LayerFiles, current: int, entries: list[dict[str, object]]) -> None:
    """Have a catalogue take the place of the one before; call it while holding the write lock.

    Raises
    ------
    LostRaceError
        If another writer was first, where a lock cannot keep it out; nothing was changed.
    """
    rest = json.dumps(
        {"format": FORMAT, "current": current, "versions": entries}, ensure_ascii=False, indent=1
    )
    tail = rest[1:].lstrip().encode() + b"\n"
    head = b'{"sha256": "' + hashlib.sha256(tail).hexdigest().encode() + b'",\n'
    files.write_catalogue(head + tail)


def _look(files: LayerFiles, name: str) -> tuple[dict[str, Any] | None, str]:
    """Return what a file says, or None and why it says nothing."""
    try:
        raw = files.read(name)
        catalogue = json.loads(raw)
    except (FileNotFoundError, NotADirectoryError):
        return None, _GONE
    except OSError as error:
        return None, reason(error)
    except (ValueError, RecursionError) as error:
        return None, f"dit is geen geldige JSON ({reason(error)})"
    head = _HEAD.match(raw)
    if head is None:
        # Format 1 had these two keys and no more.
        old = isinstance(catalogue, dict) and set(catalogue) == {"current", "versions"}
        return (catalogue, "") if old else (None, "het controlegetal ontbreekt")
    if hashlib.sha256(raw[head.end() :]).hexdigest().encode() != head.group(1):
        return None, OTHER_CONTENT
    return catalogue, ""


def _catalogue(files: LayerFiles, body: dict[str, Any], fault: str) -> Catalogue:
    if body.get("format", 1) > FORMAT:
        raise StoreError(
            f"De catalogus van laag '{files.layer_id}' is gemaakt door een nieuwere uitgave van "
            "dit programma.",
            f"Gevonden: indeling {body['format']}; deze uitgave kent tot en met {FORMAT}.",
            "Gebruik de nieuwere uitgave, of zet een reservekopie van vóór die tijd terug.",
        )
    return Catalogue(body["current"], tuple(body["versions"]), fault)


#: Raised when an older release could not read what this one writes. Since 2 a version of incidents
#: has parts.
VERSION_FORMAT: Final = 2
#: Since which format columns mean what they mean now; what is older is joined anew.
SAME_COLUMNS_SINCE: Final = 1


@dataclass(frozen=True, slots=True)
class Version:
    """What is known about one version of a layer, without opening its file.

    ``counts`` are the numbers of all imports that make it up: read, accepted, quarantined,
    duplicate, outside and without_place. ``embedded`` says that it came with the home. ``report``
    is the SHA-256 of what its import reported, "" if none did. ``fetched`` says of open data where
    and how they were fetched: service, request, at, licence, checksum, rows; empty for a file.
    ``forgotten_before`` is the day of before which rows were removed, since their term was over.

    Two fields are about this moment and never written down. ``stands_in_for`` names the version
    that should have been served instead, "" if this is the one. ``notes`` say what is wrong with
    what is served; they are the first of ``warnings`` too, and tell no number of a row.
    """

    number: int
    file: str
    sha256: str
    rows: int
    made_at: str
    made_from: tuple[str, ...]
    synthetic: bool
    attribution: str
    fingerprint: str
    counts: dict[str, int]
    embedded: bool = False
    warnings: tuple[str, ...] = ()
    format: int = VERSION_FORMAT
    report: str = ""
    fetched: dict[str, str] = field(default_factory=dict)
    forgotten_before: str = ""
    stands_in_for: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How a version is called on screen and on the command line."""
        return f"v{self.number}"

    @property
    def is_whole(self) -> bool:
        """Whether all its rows are in one file; else that file names its parts."""
        return not self.file.endswith(MANIFEST)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that were loaded; for whoever may load the layer alone."""
        if self.embedded or self.fetched:
            return ()
        names = [source.rpartition(" ")[0] for source in self.made_from]
        return tuple(name for name in names if name)

    @property
    def served_as(self) -> str:
        """What a kept answer depends on: the rows, and what is said about serving them."""
        return "\n".join((self.file, *self.notes))

    def noted(self, *notes: str, stands_in_for: str = "") -> Version:
        """Return the version with what is wrong with serving it, before its own warnings."""
        return replace(
            self,
            notes=(*notes, *self.notes),
            warnings=(*notes, *self.warnings),
            stands_in_for=stands_in_for or self.stands_in_for,
        )


def unwritten(*, attribution: str, fingerprint: str, **known: object) -> Version:
    """Return a version as far as it is known before the store numbers, names and dates it.

    ``known`` are other fields of `Version`; what is left out is empty, or not so.
    """
    empty: dict[str, Any] = {"made_from": (), "synthetic": False, "counts": {}, "rows": 0}
    blank: dict[str, Any] = {"number": 0, "file": "", "sha256": "", "made_at": ""}
    return Version(attribution=attribution, fingerprint=fingerprint, **blank, **(empty | known))


@dataclass(frozen=True, slots=True)
class Holding:
    """The versions of a layer at one moment; ``fault`` says what is wrong with its catalogue."""

    current: Version | None
    versions: tuple[Version, ...]
    fault: str = ""

    def served(self, fault_of: Callable[[Version], StoreError | None]) -> Version | None:
        """Return the version to show, with a note if it stands in for another.

        An older version is never shown in silence: its ``stands_in_for`` names the one that could
        not be used, and its first note says why.

        Parameters
        ----------
        fault_of
            Says why a version cannot be used, or None. It is asked about no more versions than
            needed: back from the current one, then those that were made after it.

        Raises
        ------
        StoreError
            What is wrong with the current version, if no other can be used either.
        """
        wanted = self.current
        if wanted is None:
            return None
        notes = (text.CATALOGUE.format(fault=self.fault),) if self.fault else ()
        fault = fault_of(wanted)
        if fault is None:
            return wanted.noted(*notes)
        newest_first = self.versions[::-1]
        others = [entry for entry in newest_first if entry.number < wanted.number]
        others += [entry for entry in newest_first if entry.number > wanted.number]
        served = next((entry for entry in others if fault_of(entry) is None), None)
        if served is None:
            raise fault
        return served.noted(_warning(served, wanted, fault), *notes, stands_in_for=wanted.name)


def _warning(served: Version, wanted: Version, fault: StoreError) -> str:
    warning = text.STANDS_IN.format(
        served=served.name,
        made_at=day_of(served.made_at),
        wanted=wanted.name,
        reason=fault.detail.removeprefix("Melding bij het lezen: "),
    )
    if served.synthetic and not wanted.synthetic:
        warning = f"{warning} {text.STANDS_IN_SYNTHETIC}"
    return warning


_FIELDS: Final = frozenset(entry.name for entry in fields(Version)) - {
    "stands_in_for",
    "notes",
}


def version_from(entry: dict[str, Any]) -> Version:
    """Return a version as it was written; what a later release noted with it is not looked at."""
    known = {name: value for name, value in entry.items() if name in _FIELDS}
    known |= {"made_from": tuple(entry["made_from"]), "warnings": tuple(entry["warnings"])}
    known.setdefault("embedded", False)
    if not known["embedded"] and known["attribution"].startswith(LOADED_FROM):
        # An older release put the name of the file there, for everyone to read.
        known["attribution"] = LOADED
    return Version(**known)


def entry_of(version: Version) -> dict[str, object]:
    """Return what the catalogue keeps of a version."""
    return {name: value for name, value in asdict(version).items() if name in _FIELDS}


#: Versions kept per layer, the new one included: two years of monthly imports.
KEEP: Final = 24
#: days; how long a version stays after another took its place.
KEEP_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Retention:
    """How many versions stay, and for how many days after they were replaced.

    A version goes when it is past either of the two. The version that is served, and the last one
    before it with real rows, never go.
    """

    keep: int = KEEP
    days: int = KEEP_DAYS


def retention_in(gemeente: Path) -> Retention:
    """Return what ``[versions]`` of gemeente.toml says; the defaults where it says nothing.

    A file that cannot be read says nothing: whoever opens the home is told what is wrong with it.
    """
    try:
        section = tomllib.loads(gemeente.read_text(encoding="utf-8")).get("versions", {})
        return Retention(
            keep=int(section.get("keep", KEEP)), days=int(section.get("days", KEEP_DAYS))
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Retention()


def retained(
    entries: Sequence[dict[str, object]], current: int, retention: Retention, now: datetime
) -> list[dict[str, object]]:
    """Return the versions that stay, oldest first.

    Parameters
    ----------
    entries
        All versions in order of number, each with number, made_at, synthetic.
    current
        Number of the version that is served.

    Examples
    --------
    The first was replaced 397 days ago, the second 31 days ago.

    >>> made = ["2015-01-01T00:00:00+00:00", "2016-01-01T00:00:00+00:00"]
    >>> made += ["2017-01-01T00:00:00+00:00", "2017-02-01T00:00:00+00:00"]
    >>> entries = [{"number": n, "made_at": at, "synthetic": False} for n, at in enumerate(made, 1)]
    >>> now = datetime(2017, 2, 1, tzinfo=UTC)
    >>> year = Retention(days=365)
    >>> [entry["number"] for entry in retained(entries, 4, year, now)]
    [2, 3, 4]
    """
    replaced_at = _replaced_at(entries)
    first_retained = len(entries) - retention.keep
    oldest = now - timedelta(days=min(max(retention.days, 0), KEEP_DAYS * 100))
    stays = {current, _last_real_before(entries, current)}
    return [
        entry
        for at, entry in enumerate(entries)
        if entry["number"] in stays or (at >= first_retained and replaced_at[at] >= oldest)
    ]


def _replaced_at(entries: Sequence[dict[str, Any]]) -> list[datetime]:
    """Return when each version was followed by the next; the last one was not, yet.

    A clock that went back makes a version look older than the one before it. Numbers know better:
    it is taken to be no older.
    """
    made: list[datetime] = []
    for entry in entries:
        at = datetime.fromisoformat(entry["made_at"])
        made.append(max(at, made[-1]) if made else at)
    return [*made[1:], datetime.max.replace(tzinfo=UTC)]


def _last_real_before(entries: Sequence[dict[str, Any]], current: int) -> int | None:
    real = [e["number"] for e in entries if e["number"] < current and not e["synthetic"]]
    return max(real, default=None)

"""One immutable Parquet file per version of a layer, and a catalogue that is replaced at once.

A reader sees the old version or the new one, never something in between: the file is written
beside the others and synced, then the catalogue that names it takes the place of the old one.

    <state>/layers/<layer>/catalogue.json        which versions there are, which is current
    <state>/layers/<layer>/catalogue-copy.json   the same, for when the first is damaged
    <state>/layers/<layer>/versions/<n>-<hash>.parquet
    <state>/layers/<layer>/reports/<n>.json      what the import that made it reported
    <state>/layers/<layer>/lock                  held while a version is added

Versions are in order of their number, never of their time: a clock can go back.
"""

from __future__ import annotations

import errno
import hashlib
import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.dutch import reason
from hotspots.errors import StoreError
from hotspots.settings import private, private_folder
from hotspots.store import catalogue
from hotspots.store import words as text
from hotspots.store.catalogue import VERSION_FORMAT as FORMAT
from hotspots.store.catalogue import (
    Holding,
    Retention,
    Version,
    entry_of,
    retained,
    retention_in,
    version_from,
)
from hotspots.store.durable import (
    LONGEST_WAIT_S,
    PARTIAL,
    StillLockedError,
    exclusive,
    partial_of,
    replace_whole,
    sync,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from hotspots.settings import Home


#: bytes read at once while the checksum is taken
_BLOCK: Final = 1 << 20


class DamagedError(Exception):
    """The file of a version is gone, or is not what was written; it says which of the two."""


class VersionFile:
    """The rows of a version, column by column; use it in a ``with`` block.

    The file is opened once: what was checked is what is read, also when the version is removed
    meanwhile.

    Raises
    ------
    DamagedError
        If the file is gone or its SHA-256 is another.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        try:
            self._file = pa.OSFile(str(path))
        except OSError as error:
            raise DamagedError("het bestand ontbreekt of is niet te openen") from error
        try:
            self._check(sha256)
            self._parquet = pq.ParquetFile(self._file, page_checksum_verification=True)
        except (OSError, pa.ArrowException, DamagedError) as error:
            self._file.close()
            raise DamagedError(reason(error)) from error

    def _check(self, sha256: str) -> None:
        digest = hashlib.sha256()
        while block := self._file.read(_BLOCK):
            digest.update(block)
        if digest.hexdigest() != sha256:
            raise DamagedError("het controlegetal klopt niet met de inhoud")
        self._file.seek(0)

    @property
    def column_names(self) -> list[str]:
        """The names of its columns."""
        names: list[str] = self._parquet.schema_arrow.names
        return names

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return columns of all rows; every column if none is named.

        Raises
        ------
        DamagedError
            If the disk gives other bytes than it gave before.
        """
        try:
            return self._parquet.read(columns=None if columns is None else list(columns))
        except (OSError, pa.ArrowException) as error:
            raise DamagedError(reason(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def write_version_file(rows: pa.Table, path: Path) -> str:
    """Write rows with a checksum in every page, and return the SHA-256 of the whole."""
    with open(path, "wb", opener=private) as file:
        pq.write_table(rows, file, compression="zstd", write_page_checksum=True)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def keep_report(folder: Path, number: int, report: dict[str, Any]) -> str:
    """Keep a report in the folder of a layer, and return its SHA-256."""
    path = _path(folder, number)
    private_folder(path.parent)
    content = (json.dumps(report, ensure_ascii=False) + "\n").encode()
    replace_whole(path, content)
    return hashlib.sha256(content).hexdigest()


def read_report(folder: Path, version: Version) -> dict[str, Any] | None:
    """Return what the import that made a version reported, or None if it made none.

    Raises
    ------
    StoreError
        If it made one that is gone or damaged.
    """
    path = _path(folder, version.number)
    if not version.report and not path.is_file():
        return None
    try:
        return _checked(path.read_bytes(), version.report)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Het inleesverslag van versie {version.name} van laag '{folder.name}' is niet te "
            f"lezen ({path}).",
            f"Melding bij het lezen: {reason(error)}.",
            "De versie zelf blijft bruikbaar. Zet het verslag uit een reservekopie terug.",
        ) from error


def _checked(content: bytes, sha256: str) -> dict[str, Any]:
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("het controlegetal klopt niet met de inhoud")
    report: dict[str, Any] = json.loads(content)
    return report


def _path(folder: Path, number: int) -> Path:
    return folder / "reports" / f"{number:05d}.json"


def leftovers(folder: Path, entries: Sequence[dict[str, Any]]) -> Iterator[Path]:
    """Return the files of a layer that no version names.

    A writer that is busy has such files too: only remove them while holding the write lock.
    """
    named = {
        "": None,
        "versions": {entry["file"] for entry in entries},
        "reports": {f"{entry['number']:05d}.json" for entry in entries},
    }
    for part, names in named.items():
        if not (folder / part).is_dir():
            continue
        for path in (folder / part).iterdir():
            stray = path.name.endswith(PARTIAL) or (names is not None and path.name not in names)
            if stray and path.is_file():
                yield path


def remove_leftovers(folder: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Remove the files that no version names; call it while holding the write lock.

    What cannot be removed (a read-only disk; on Windows, a file that is being read) waits for the
    next time: the version that was added stands, with or without it.
    """
    with suppress(OSError):
        for path in list(leftovers(folder, entries)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


#: What the system says when nothing more fits.
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class LayerStore:
    """The versions of one layer in the state folder of a home.

    Parameters
    ----------
    retention
        Says which versions stay when one is added; asked at that moment.
    """

    folder: Path
    retention: Callable[[], Retention] = field(default=Retention, compare=False)

    @classmethod
    def of(cls, home: Home, layer_id: str) -> LayerStore:
        """Return the store of a layer; nothing is made on disk yet."""
        return cls(home.state / "layers" / layer_id, lambda: retention_in(home.gemeente))

    def holding(self) -> Holding:
        """Return all versions and which is current, in one look.

        Between two looks, a writer may have made another version current.

        Raises
        ------
        StoreError
            If the catalogue is damaged twice, or a newer release made it.
        """
        stored = catalogue.read(self.folder)
        versions = tuple(version_from(entry) for entry in stored.entries)
        current = next((entry for entry in versions if entry.number == stored.current), None)
        return Holding(current, versions, stored.fault)

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, oldest first; empty if the layer was never published."""
        return self.holding().versions

    def current(self) -> Version | None:
        """Return the version that was made current last, or None; sound or not."""
        return self.holding().current

    @contextmanager
    def opened(self, version: Version) -> Iterator[VersionFile]:
        """Give the rows of a version, after a look at every byte of its file.

        Raises
        ------
        StoreError
            If the file is gone or damaged, or a newer release made it.
        """
        if version.format > FORMAT:
            raise StoreError(
                f"Versie {version.name} van laag '{self.folder.name}' is gemaakt door een nieuwere "
                "uitgave van dit programma.",
                f"Gevonden: indeling {version.format}; deze uitgave kent tot en met {FORMAT}.",
                f"Gebruik de nieuwere uitgave, {self._or_else()}.",
            )
        path = self.folder / "versions" / version.file
        try:
            with VersionFile(path, version.sha256) as file:
                yield file
        except DamagedError as error:
            raise StoreError(
                f"Versie {version.name} van laag '{self.folder.name}' is niet te lezen ({path}).",
                f"Melding bij het lezen: {reason(error)}.",
                f"Zet het bestand uit een reservekopie terug, {self._or_else()}.",
            ) from error

    def _or_else(self) -> str:
        layer = self.folder.name
        return (
            f"zet een eerdere versie terug met: hotspots restore {layer} VERSIE, of lees de bron "
            f"opnieuw in met: hotspots import BESTAND --layer {layer} --replace"
        )

    def read(self, version: Version, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of a version.

        Raises
        ------
        StoreError
            As `opened`.
        """
        with self.opened(version) as file:
            return file.read(columns)

    def fault_of(self, version: Version) -> StoreError | None:
        """Return why a version cannot be read, after a look at every byte; None if it can."""
        try:
            with self.opened(version):
                return None
        except StoreError as error:
            return error

    def intact(self, version: Version) -> bool:
        """Whether a version can be read and is byte for byte what was written."""
        return self.fault_of(version) is None

    @contextmanager
    def writing(self, *, wait_s: float = LONGEST_WAIT_S) -> Iterator[None]:
        """Hold the write lock of the layer; others wait, a dead owner frees it.

        Raises
        ------
        StoreError
            If the state folder cannot be written, or another writer is busy too long.
        """
        try:
            private_folder(self.folder / "versions")
            with exclusive(self.folder / "lock", wait_s=wait_s):
                yield
        except StillLockedError as error:
            raise StoreError(
                f"Iemand anders is bezig met inlezen in laag '{self.folder.name}'.",
                f"Gewacht: {wait_s:.0f} seconden. Er is niets veranderd.",
                "Wacht tot die klaar is en probeer het dan opnieuw.",
            ) from error
        except OSError as error:
            raise self._not_written(error) from error

    def _not_written(self, error: OSError) -> StoreError:
        if error.errno in _FULL:
            return StoreError(
                f"De nieuwe versie past niet in de map '{self.folder}': de schijf is vol.",
                f"Melding van het systeem: {reason(error)}. Er is niets veranderd.",
                "Maak ruimte, of kies een andere map met de omgevingsvariabele HOTSPOTS_STATE.",
            )
        return StoreError(
            f"De map '{self.folder}' is niet te beschrijven.",
            f"Melding van het systeem: {reason(error)}. Er is niets veranderd.",
            "Geef het programma schrijfrechten, of kies een andere map met de omgevingsvariabele "
            "HOTSPOTS_STATE.",
        )

    def add(
        self,
        rows: pa.Table,
        version: Version,
        report: Callable[[Version], dict[str, Any]] | None = None,
    ) -> Version:
        """Write a version and make it current; call it inside `writing`.

        ``number``, ``file``, ``sha256``, ``rows``, ``made_at`` and ``report`` of ``version`` are
        filled in. ``report`` gives what the import told about it, which is kept beside it.
        """
        before = catalogue.read(self.folder)
        number = 1 + max((entry["number"] for entry in before.entries), default=0)
        now = datetime.now(UTC)
        with partial_of(self.folder / "versions" / f"{number:05d}") as partial:
            digest = write_version_file(rows, partial)
            sync(partial)
            file = f"{number:05d}-{digest[:12]}.parquet"
            partial.replace(self.folder / "versions" / file)
        written = replace(
            version,
            number=number,
            file=file,
            sha256=digest,
            rows=rows.num_rows,
            made_at=now.isoformat(timespec="seconds"),
            report="",
        )
        if report is not None:
            written = replace(written, report=keep_report(self.folder, number, report(written)))
        sync(self.folder / "versions")
        entries = retained([*before.entries, entry_of(written)], number, self.retention(), now)
        catalogue.write(self.folder, number, entries)
        remove_leftovers(self.folder, entries)
        return written

    def report(self, version: Version) -> dict[str, Any] | None:
        """Return what the import that made a version reported, or None if it made none.

        Raises
        ------
        StoreError
            If it made one that is gone or damaged.
        """
        return read_report(self.folder, version)

    def restore(self, number: int) -> Version:
        """Make an earlier version current; call it inside `writing`.

        Raises
        ------
        StoreError
            If there is no such version, or it cannot be read.
        """
        stored = catalogue.read(self.folder)
        version = next((e for e in map(version_from, stored.entries) if e.number == number), None)
        if version is None:
            numbers = ", ".join(f"v{entry['number']}" for entry in stored.entries)
            raise StoreError(
                f"Laag '{self.folder.name}' heeft geen versie v{number}.",
                f"Aanwezig: {numbers or 'geen'}.",
                f"Bekijk de lijst met: hotspots versions {self.folder.name}",
            )
        with self.opened(version):
            catalogue.write(self.folder, number, list(stored.entries))
        return version

    def tidy(self) -> None:
        """Remove what killed writers left behind, unless one is busy now.

        Raises
        ------
        StoreError
            If the catalogue cannot be read.
        """
        catalogue.read(self.folder)
        if not any(leftovers(self.folder, catalogue.all_entries(self.folder))):
            return
        try:
            with exclusive(self.folder / "lock", wait_s=0):
                if not catalogue.read(self.folder).fault:
                    remove_leftovers(self.folder, catalogue.all_entries(self.folder))
        except (StillLockedError, OSError):
            return  # a writer is busy with them, or nothing can be removed here

    def faults(self) -> list[str]:
        """Return everything that is damaged: the catalogue, versions, reports; after a full look.

        Raises
        ------
        StoreError
            If both files of the catalogue are damaged, or a newer release made it.
        """
        holding = self.holding()
        faults = [f"catalogus ({fault})" for fault in catalogue.faults(self.folder)]
        for version in holding.versions:
            if (fault := self.fault_of(version)) is not None:
                faults.append(f"{version.name} ({_reason(fault)})")
            try:
                self.report(version)
            except StoreError as error:
                faults.append(f"verslag van {version.name} ({_reason(error)})")
        return faults


def _reason(fault: StoreError) -> str:
    return fault.detail.removeprefix("Melding bij het lezen: ").rstrip(".")


def serve(holding: Holding, fault_of: Callable[[Version], StoreError | None]) -> Version | None:
    """Return the version to show, with a note if it stands in for another.

    An older version is never shown in silence: its ``stands_in_for`` names the one that could not
    be used, and its first note says why.

    Parameters
    ----------
    fault_of
        Says why a version cannot be used, or None. It is asked about no more versions than needed:
        back from the current one, then those that were made after it.

    Raises
    ------
    StoreError
        What is wrong with the current version, if no other can be used either.
    """
    wanted = holding.current
    if wanted is None:
        return None
    notes = (text.CATALOGUE.format(fault=holding.fault),) if holding.fault else ()
    fault = fault_of(wanted)
    if fault is None:
        return wanted.noted(*notes)
    newest_first = holding.versions[::-1]
    others = [entry for entry in newest_first if entry.number < wanted.number]
    others += [entry for entry in newest_first if entry.number > wanted.number]
    served = next((entry for entry in others if fault_of(entry) is None), None)
    if served is None:
        raise fault
    return served.noted(_warning(served, wanted, fault), *notes, stands_in_for=wanted.name)


def _warning(served: Version, wanted: Version, fault: StoreError) -> str:
    warning = text.STANDS_IN.format(
        served=served.name,
        made_at="-".join(reversed(served.made_at[:10].split("-"))),
        wanted=wanted.name,
        reason=fault.detail.removeprefix("Melding bij het lezen: "),
    )
    if served.synthetic and not wanted.synthetic:
        warning = f"{warning} {text.STANDS_IN_SYNTHETIC}"
    return warning

"""Immutable files per version of a layer, and a catalogue that is replaced at once.

A reader sees the old version or the new one, never something in between: the files are written
beside the others and synced, then the catalogue that names them takes the place of the old one.

    <state>/layers/<layer>/catalogue.json        which versions there are, which is current
    <state>/layers/<layer>/catalogue-copy.json   the same, for when the first is damaged
    <state>/layers/<layer>/versions/<n>-<hash>.json      which parts a version of incidents has
    <state>/layers/<layer>/parts/<span>-<hash>.parquet   a part, of one version or of several
    <state>/layers/<layer>/parts/<span>-<hash>-<cube>-<hash>.parquet   its rows, counted
    <state>/layers/<layer>/versions/<n>-<hash>.parquet   a version of anything else, whole
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
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hotspots.dutch import reason
from hotspots.errors import StoreError
from hotspots.settings import private_folder
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
from hotspots.store.cubes import CUBE_NAMES, ROWS_FOR_CUBES, columns_counted, cube_of
from hotspots.store.durable import (
    LONGEST_WAIT_S,
    PARTIAL,
    StillLockedError,
    exclusive,
    partial_of,
    replace_whole,
    sync,
)
from hotspots.store.files import DamagedError, VersionFile, VersionRows, write_version_file
from hotspots.store.parts import DAY, MANIFEST, divided, in_order, manifest_of, part_of, parts_in
from hotspots.store.staging import remove_stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hotspots.settings import Home
    from hotspots.store.cubes import CubeName
    from hotspots.store.parts import Part


def keep_report(folder: Path, number: int, report: dict[str, Any], *, beside: bool = False) -> str:
    """Keep a report in the folder of a layer, and return its SHA-256.

    Parameters
    ----------
    beside
        Whether there is one already, which stays until the catalogue names the other.
    """
    content = (json.dumps(report, ensure_ascii=False) + "\n").encode()
    digest = hashlib.sha256(content).hexdigest()
    path = folder / "reports" / (_second(number, digest) if beside else f"{number:05d}.json")
    private_folder(path.parent)
    replace_whole(path, content)
    return digest


def read_report(folder: Path, version: Version) -> dict[str, Any] | None:
    """Return what the import that made a version reported, or None if it made none.

    Raises
    ------
    StoreError
        If it made one that is gone or damaged.
    """
    path = _report_path(folder, version.number, version.report)
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


def _report_path(folder: Path, number: int, sha256: str) -> Path:
    """Return where the report of a version is: the one that took the place of another, or that."""
    second = folder / "reports" / _second(number, sha256)
    return second if second.is_file() else folder / "reports" / f"{number:05d}.json"


def _second(number: int, sha256: str) -> str:
    return f"{number:05d}-{sha256[:12]}.json"


def leftovers(folder: Path, entries: Sequence[dict[str, Any]]) -> Iterator[Path]:
    """Return the files of a layer that no version names.

    A writer that is busy has such files too: only remove them while holding the write lock.
    """
    named = {
        "": None,
        "versions": {entry["file"] for entry in entries},
        "parts": _parts_named(folder, entries),
        "reports": {
            _report_path(folder, entry["number"], entry.get("report", "")).name for entry in entries
        },
    }
    for part, names in named.items():
        if not (folder / part).is_dir():
            continue
        for path in (folder / part).iterdir():
            stray = path.name.endswith(PARTIAL) or (names is not None and path.name not in names)
            if stray and path.is_file():
                yield path


def _parts_named(folder: Path, entries: Sequence[dict[str, Any]]) -> set[str] | None:
    """Return the files of all parts; None where a manifest does not say: then none is too many."""
    named: set[str] = set()
    for entry in entries:
        if not entry["file"].endswith(MANIFEST):
            continue
        try:
            manifest = (folder / "versions" / entry["file"]).read_bytes()
            named.update(*(part.files for part in parts_in(manifest, entry["sha256"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None
    return named


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

    def parts(self, version: Version) -> tuple[Part, ...]:
        """Return the parts of a version; one that is whole has none.

        Raises
        ------
        StoreError
            As `opened`.
        """
        with self._readable(version):
            return self._parts(version)

    def _parts(self, version: Version) -> tuple[Part, ...]:
        if version.is_whole:
            return ()
        try:
            manifest = (self.folder / "versions" / version.file).read_bytes()
        except OSError as error:
            raise DamagedError("het bestand ontbreekt of is niet te openen") from error
        try:
            return parts_in(manifest, version.sha256)
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(reason(error)) from error

    def signature(self, version: Version) -> tuple[tuple[int, int, int] | None, ...]:
        """Return what tells the files of a version from others in their place, unread.

        Per file inode, bytes and time of change; None for one that is gone.
        """
        path = self.folder / "versions" / version.file
        manifest = _signature(path)
        if version.is_whole or manifest is None:
            return (manifest,)
        files = _files_in(path, manifest, version.sha256)
        return (manifest, *(_signature(self.folder / PARTS / file) for file in files))

    def _files(self, version: Version) -> list[tuple[Path, str]]:
        """Return where the rows of a version lie, each file with its SHA-256."""
        if version.is_whole:
            return [(self.folder / "versions" / version.file, version.sha256)]
        return [(self.folder / PARTS / part.file, part.sha256) for part in self._parts(version)]

    @contextmanager
    def opened(self, version: Version) -> Iterator[VersionRows]:
        """Give the rows of a version, after a look at every byte of its files.

        Raises
        ------
        StoreError
            If a file is gone or damaged, or a newer release made it.
        """
        with self._readable(version), VersionRows(self._files(version)) as rows:
            yield rows

    def read_part(
        self, version: Version, part: Part, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """Return rows of one part of a version, after a look at every byte of its file.

        Raises
        ------
        StoreError
            As `opened`.
        """
        folder = self.folder / ("versions" if version.is_whole else PARTS)
        with self._readable(version), VersionFile(folder / part.file, part.sha256) as file:
            return file.read(columns)

    def cube(self, version: Version, part: Part, name: CubeName) -> pa.Table:
        """Return a cube of one part of a version, counted anew where its file cannot be used.

        Raises
        ------
        StoreError
            As `opened`, where the rows themselves have to be read.
        """
        if name in part.cubes:
            with (
                suppress(DamagedError),
                VersionFile(self.folder / PARTS / part.cube_file(name), part.cubes[name]) as file,
            ):
                return file.read()
        path = self.folder / PARTS / part.file
        with self._readable(version), VersionFile(path, part.sha256) as file:
            return cube_of(file.read(columns_counted(file.column_names)), name)

    @contextmanager
    def _readable(self, version: Version) -> Iterator[None]:
        """Say which version it is where its files are not what was written."""
        if version.format > FORMAT:
            raise StoreError(
                f"Versie {version.name} van laag '{self.folder.name}' is gemaakt door een nieuwere "
                "uitgave van dit programma.",
                f"Gevonden: indeling {version.format}; deze uitgave kent tot en met {FORMAT}.",
                f"Gebruik de nieuwere uitgave, {self._or_else()}.",
            )
        path = self.folder / "versions" / version.file
        try:
            yield
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

        ``number``, ``file``, ``sha256``, ``rows``, ``made_at``, ``format`` and ``report`` of
        ``version`` are filled in, and of rows with days how many of ``counts`` have a place.
        ``report`` gives what the import told about it, which is kept beside it. Rows with days are
        written in parts; all others in one file.
        """
        if DAY in rows.column_names:
            return self.add_parts((), divided(rows), version, report)
        before = catalogue.read(self.folder)
        number = _next_number(before.entries)
        with partial_of(self.folder / "versions" / f"{number:05d}") as partial:
            digest = write_version_file(rows, partial)
            sync(partial)
            file = f"{number:05d}-{digest[:12]}.parquet"
            partial.replace(self.folder / "versions" / file)
        draft = replace(version, number=number, file=file, sha256=digest, rows=rows.num_rows)
        return self._made_current(before, draft, report)

    def add_parts(
        self,
        stays: Sequence[Part],
        spans: Iterable[tuple[str, pa.Table]],
        version: Version,
        report: Callable[[Version], dict[str, Any]] | None = None,
    ) -> Version:
        """Write a version of which some parts are those of the one before; otherwise as `add`.

        Parameters
        ----------
        spans
            Rows of each part that is new, with its span; one is in memory at a time.
        """
        before = catalogue.read(self.folder)
        number = _next_number(before.entries)
        made = [self.write_part(span, rows) for span, rows in spans]
        draft = self.with_parts(replace(version, number=number), (*stays, *made))
        return self._made_current(before, draft, report)

    def with_parts(self, version: Version, parts: Sequence[Part]) -> Version:
        """Return a version that is made of parts, with its manifest on disk."""
        parts = sorted(parts, key=lambda part: part.span)
        file, digest = self._write_manifest(version.number, parts)
        placed = {
            name: sum(getattr(part, name) for part in parts)
            for name in ("without_place", "outside")
        }
        return replace(
            version,
            file=file,
            sha256=digest,
            rows=sum(part.rows for part in parts),
            counts=version.counts | placed,
        )

    def write_part(self, span: str, rows: pa.Table) -> Part:
        """Write the rows of a span; call it inside `writing`."""
        private_folder(self.folder / PARTS)
        ordered = in_order(rows)
        with partial_of(self.folder / PARTS / (span or "alles")) as partial:
            digest = write_version_file(ordered, partial)
            sync(partial)
            part = part_of(span, digest, ordered)
            partial.replace(self.folder / PARTS / part.file)
        return self._with_cubes(part, ordered)

    def _with_cubes(self, part: Part, rows: pa.Table) -> Part:
        """Write the cubes of a part that has many rows, and return it with their checksums."""
        if part.rows < ROWS_FOR_CUBES or not columns_counted(rows.column_names):
            return part
        for name in CUBE_NAMES:
            with partial_of(self.folder / PARTS / f"{part.span or 'alles'}-{name}") as partial:
                digest = write_version_file(cube_of(rows, name), partial)
                sync(partial)
                counted: dict[str, Any] = {name: digest}
                part = replace(part, **counted)
                partial.replace(self.folder / PARTS / part.cube_file(name))
        return part

    def _write_manifest(self, number: int, parts: Sequence[Part]) -> tuple[str, str]:
        """Write which parts a version has, and return the name of the file and its SHA-256."""
        sync(self.folder / PARTS)
        manifest = manifest_of(parts)
        digest = hashlib.sha256(manifest).hexdigest()
        file = f"{number:05d}-{digest[:12]}{MANIFEST}"
        replace_whole(self.folder / "versions" / file, manifest)
        return file, digest

    def _made_current(
        self,
        before: catalogue.Catalogue,
        draft: Version,
        report: Callable[[Version], dict[str, Any]] | None,
    ) -> Version:
        """Put a version that was written in the catalogue, and what its import reported beside."""
        now = datetime.now(UTC)
        number = draft.number
        written = replace(
            draft, made_at=now.isoformat(timespec="seconds"), format=FORMAT, report=""
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
        remove_stale(self.folder)
        if not any(leftovers(self.folder, catalogue.all_entries(self.folder))):
            return
        try:
            with exclusive(self.folder / "lock", wait_s=0):
                if not catalogue.read(self.folder).fault:
                    remove_leftovers(self.folder, catalogue.all_entries(self.folder))
        except (StillLockedError, OSError):
            return  # a writer is busy with them, or nothing can be removed here

    def faults(self) -> list[str]:
        """Return what is damaged of catalogue, versions, cubes and reports; after a full look.

        Raises
        ------
        StoreError
            If both files of the catalogue are damaged, or a newer release made it.
        """
        holding = self.holding()
        faults = [f"catalogus ({fault})" for fault in catalogue.faults(self.folder)]
        damaged: dict[str, str] = {}
        for version in holding.versions:
            if (fault := self.fault_of(version)) is not None:
                faults.append(f"{version.name} ({_reason(fault)})")
            else:
                damaged.update(self._damaged_cubes(version))
            try:
                self.report(version)
            except StoreError as error:
                faults.append(f"verslag van {version.name} ({_reason(error)})")
        return faults + [text.cube_damaged(file, fault) for file, fault in damaged.items()]

    def _damaged_cubes(self, version: Version) -> Iterator[tuple[str, str]]:
        """Give the file of each cube of a version that is gone or damaged, and what is wrong."""
        for part in self.parts(version):
            for name, sha256 in part.cubes.items():
                path = self.folder / PARTS / part.cube_file(name)
                try:
                    with VersionFile(path, sha256):
                        continue
                except DamagedError as error:
                    yield path.name, reason(error)


#: The folder of parts, beside that of versions.
PARTS: Final = "parts"


def _next_number(entries: Sequence[dict[str, Any]]) -> int:
    return 1 + max((entry["number"] for entry in entries), default=0)


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=512)
def _files_in(path: Path, _: tuple[int, int, int], sha256: str) -> tuple[str, ...]:
    """Return the files that a manifest names, read again when it is another; none if it is bad."""
    try:
        return tuple(part.file for part in parts_in(path.read_bytes(), sha256))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


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

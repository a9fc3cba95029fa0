"""Immutable files per version of a layer, and a catalogue that is replaced at once.

A reader sees the old version or the new one, never something in between: the files are written
beside the others and kept, then the catalogue that names them takes the place of the old one. What
the files are called stands in `hotspots.store.layer_files`; they lie in ``<state>/layers/<layer>``,
or where gemeente.toml says.

Versions are in order of their number, never of their time: a clock can go back.
"""

from __future__ import annotations

import errno
import hashlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from hotspots.catalog.storage import Bucket, storage_in
from hotspots.dutch import reason
from hotspots.errors import ClusterError, StoreError, UnreachableError
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
from hotspots.store.durable import LONGEST_WAIT_S, StillLockedError
from hotspots.store.files import DamagedError, VersionFile, VersionRows
from hotspots.store.layer_files import PARTS, VERSIONS, DiskFiles
from hotspots.store.leftovers import forget_copies, leftovers, remove_leftovers
from hotspots.store.parts import (
    DAY,
    MANIFEST,
    TIMED,
    divided,
    in_order,
    manifest_of,
    part_of,
    parts_in,
    timed_in,
)
from hotspots.store.reports import keep_report, read_report
from hotspots.store.staging import remove_stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hotspots.catalog.storage import Storage
    from hotspots.settings import Home
    from hotspots.store.cubes import CubeName
    from hotspots.store.layer_files import LayerFiles, Signature
    from hotspots.store.parts import Part


#: What the system says when nothing more fits.
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class LayerStore:
    """The versions of one layer of a home.

    Parameters
    ----------
    folder
        Of the layer in the state of this machine: its versions, unless they are in ``storage``.
    retention
        Says which versions stay when one is added; asked at that moment.
    storage
        The folder or object store that machines share.
    """

    folder: Path
    retention: Callable[[], Retention] = field(default=Retention, compare=False)
    storage: Storage = None

    @classmethod
    def of(cls, home: Home, layer_id: str) -> LayerStore:
        """Return the store of a layer; nothing is made on disk yet."""
        folder = home.state / "layers" / layer_id
        return cls(folder, lambda: retention_in(home.gemeente), storage_in(home.gemeente))

    @property
    def files(self) -> LayerFiles:
        """The files of the layer, where they lie."""
        if self.storage is None:
            return DiskFiles(self.folder)
        if isinstance(self.storage, Bucket):
            # A home on a disk does not pay for what speaks with an object store.
            from hotspots.store.objects import ObjectFiles  # noqa: PLC0415

            return ObjectFiles(self.storage, self.folder.name, self.folder)
        return DiskFiles(self.storage / self.folder.name)

    def is_there(self) -> bool:
        """Whether anything was ever published, as far as can be told without reading."""
        return self.files.is_there()

    def local(self, version: Version) -> Path:
        """Return where the file of a version that is whole can be read on this machine."""
        return self.files.local(f"{VERSIONS}/{version.file}")

    def holding(self) -> Holding:
        """Return all versions and which is current, in one look.

        Between two looks, a writer may have made another version current.

        Raises
        ------
        StoreError
            If the catalogue is damaged twice, or a newer release made it.
        """
        files = self.files
        stored = catalogue.read(files)
        forget_copies(files, stored.entries)
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
            return self._parts(self.files, version)

    def _parts(self, files: LayerFiles, version: Version) -> tuple[Part, ...]:
        if version.is_whole:
            return ()
        try:
            manifest = files.read_checked(f"{VERSIONS}/{version.file}", version.sha256)
        except OSError as error:
            raise DamagedError("het bestand ontbreekt of is niet te openen") from error
        except ValueError as error:
            raise DamagedError(reason(error)) from error
        try:
            return parts_in(manifest, version.sha256)
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(reason(error)) from error

    def signature(self, version: Version) -> tuple[Signature, ...]:
        """Return what tells the files of a version from others in their place, unread.

        Per file inode, bytes and time of change; None for one that is gone.
        """
        files, name = self.files, f"{VERSIONS}/{version.file}"
        manifest = files.signature(name)
        if version.is_whole or manifest is None:
            return (manifest,)
        parts = _files_in(files, name, manifest, version.sha256)
        return (manifest, *(files.signature(f"{PARTS}/{file}") for file in parts))

    def _named(self, files: LayerFiles, version: Version) -> list[tuple[str, str]]:
        """Return where the rows of a version lie, each file with its SHA-256."""
        if version.is_whole:
            return [(f"{VERSIONS}/{version.file}", version.sha256)]
        return [(f"{PARTS}/{part.file}", part.sha256) for part in self._parts(files, version)]

    @contextmanager
    def opened(self, version: Version) -> Iterator[VersionRows]:
        """Give the rows of a version, after a look at every byte of its files.

        Raises
        ------
        StoreError
            If a file is gone or damaged, or a newer release made it.
        """
        files = self.files
        with self._readable(version), VersionRows(files, self._named(files, version)) as rows:
            yield rows

    def read_part(
        self,
        version: Version,
        part: Part,
        needed: Callable[[Sequence[str]], Sequence[str]] | None = None,
    ) -> pa.Table:
        """Return rows of one part of a version, after a look at every byte of its file.

        Parameters
        ----------
        needed
            Which columns of those that are there; None for all.

        Raises
        ------
        StoreError
            As `opened`.
        """
        name = f"{VERSIONS if version.is_whole else PARTS}/{part.file}"
        with self._readable(version), VersionFile(self.files, name, part.sha256) as file:
            return file.read(None if needed is None else needed(file.column_names))

    def cube(self, version: Version, part: Part, name: CubeName) -> pa.Table:
        """Return a cube of one part of a version, counted anew where its file cannot be used.

        Raises
        ------
        StoreError
            As `opened`, where the rows themselves have to be read.
        """
        files = self.files
        if name in part.cubes:
            cube = f"{PARTS}/{part.cube_file(name)}"
            with suppress(DamagedError), VersionFile(files, cube, part.cubes[name]) as file:
                return file.read()
        rows = f"{PARTS}/{part.file}"
        with self._readable(version), VersionFile(files, rows, part.sha256) as file:
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
        path = self.files.where(f"{VERSIONS}/{version.file}")
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
        """Return why a version cannot be read, after a look at every byte; None if it can.

        Raises
        ------
        UnreachableError
            If it cannot be told now.
        """
        return self._fault_in(self.files, version)

    def _fault_in(self, files: LayerFiles, version: Version) -> StoreError | None:
        try:
            with self._readable(version):
                for name, sha256 in self._named(files, version):
                    with VersionFile(files, name, sha256):
                        continue
        except UnreachableError:
            raise
        except StoreError as error:
            return error
        return None

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
            with self.files.exclusive(wait_s):
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
                f"De nieuwe versie past niet in de map '{self.files.folder}': de schijf is vol.",
                f"Melding van het systeem: {reason(error)}. Er is niets veranderd.",
                "Maak ruimte, of kies een andere map met de omgevingsvariabele HOTSPOTS_STATE.",
            )
        return StoreError(
            f"De map '{self.files.folder}' is niet te beschrijven.",
            f"Melding van het systeem: {reason(error)}. Er is niets veranderd.",
            "Geef het programma schrijfrechten, of kies een andere map met de omgevingsvariabele "
            "HOTSPOTS_STATE.",
        )

    def add(
        self,
        rows: pa.Table,
        version: Version,
        report: Callable[[Version], dict[str, object]] | None = None,
    ) -> Version:
        """Write a version and make it current; call it inside `writing`.

        ``number``, ``file``, ``sha256``, ``rows``, ``made_at``, ``format`` and ``report`` of
        ``version`` are filled in, and of rows with days how many of ``counts`` have a place.
        ``report`` gives what the import told about it, which is kept beside it. Rows with days are
        written in parts; all others in one file.
        """
        if DAY in rows.column_names:
            made = [self.write_part(span, some) for span, some in divided(rows)]
            return self.add_parts(made, version, report)
        before = catalogue.read(self.files)
        number = _next_number(before.entries)

        def named(digest: str) -> str:
            return f"{number:05d}-{digest[:12]}.parquet"

        digest = self.files.write_rows(VERSIONS, f"{number:05d}", rows, named)
        file = named(digest)
        draft = replace(version, number=number, file=file, sha256=digest, rows=rows.num_rows)
        return self._made_current(before, draft, report)

    def add_parts(
        self,
        parts: Sequence[Part],
        version: Version,
        report: Callable[[Version], dict[str, object]] | None = None,
    ) -> Version:
        """Make a version of parts that were written, each by `write_part`; otherwise as `add`.

        Raises
        ------
        ClusterError
            If a part is not here: a worker wrote it elsewhere.
        """
        before = catalogue.read(self.files)
        there = self.files.listing(PARTS)
        for part in parts:
            if part.file not in there:
                raise ClusterError(*text.written_elsewhere(self.files.where(), part.file))
        draft = replace(version, number=_next_number(before.entries))
        return self._made_current(before, self.with_parts(draft, parts), report)

    def timed(self, version: Version) -> int:
        """Return of how many rows of a version the time of day is known, without reading the rest.

        Raises
        ------
        StoreError
            If it cannot be read.
        """
        counts = [part.timed for part in self.parts(version)]
        if counts and min(counts) >= 0:
            return sum(counts)
        with self.opened(version) as rows:
            return timed_in(rows.read([TIMED]))

    def with_parts(self, version: Version, parts: Sequence[Part]) -> Version:
        """Return a version that is made of parts, with its manifest on disk."""
        parts = sorted(parts, key=lambda part: part.span)
        file, digest = self._write_manifest(version.number, parts)
        placed = {
            name: sum(getattr(part, name) for part in parts)
            for name in ("without_place", "outside", "area_only")
        }
        if not placed["area_only"]:
            del placed["area_only"]
        return replace(
            version,
            file=file,
            sha256=digest,
            rows=sum(part.rows for part in parts),
            counts=version.counts | placed,
        )

    def write_part(self, span: str, rows: pa.Table) -> Part:
        """Write the rows of a span; call it inside `writing`."""
        ordered, drafted = in_order(rows), span or "alles"
        stem = self.files.own_name(drafted)

        def named(digest: str) -> str:
            return f"{stem}-{digest[:16]}.parquet"

        digest = self.files.write_rows(PARTS, drafted, ordered, named)
        part = part_of(span, named(digest), digest, ordered)
        return self._with_cubes(part, ordered)

    def _with_cubes(self, part: Part, rows: pa.Table) -> Part:
        """Write the cubes of a part that has many rows, and return it with their checksums."""
        if part.rows < ROWS_FOR_CUBES or not columns_counted(rows.column_names):
            return part
        for name in CUBE_NAMES:
            named = partial(part.cube_file, name)
            drafted = f"{part.span or 'alles'}-{name}"
            digest = self.files.write_rows(PARTS, drafted, cube_of(rows, name), named)
            counted: dict[str, Any] = {name: digest}
            part = replace(part, **counted)
        return part

    def _write_manifest(self, number: int, parts: Sequence[Part]) -> tuple[str, str]:
        """Write which parts a version has, and return the name of the file and its SHA-256."""
        self.files.keep(PARTS)
        manifest = manifest_of(parts)
        digest = hashlib.sha256(manifest).hexdigest()
        file = f"{number:05d}-{digest[:12]}{MANIFEST}"
        self.files.write(f"{VERSIONS}/{file}", manifest)
        return file, digest

    def _made_current(
        self,
        before: catalogue.Catalogue,
        draft: Version,
        report: Callable[[Version], dict[str, object]] | None,
    ) -> Version:
        """Put a version that was written in the catalogue, and what its import reported beside."""
        now = datetime.now(UTC)
        number = draft.number
        written = replace(
            draft, made_at=now.isoformat(timespec="seconds"), format=FORMAT, report=""
        )
        if report is not None:
            written = replace(written, report=keep_report(self.files, number, report(written)))
        self.files.keep(VERSIONS)
        entries = retained([*before.entries, entry_of(written)], number, self.retention(), now)
        catalogue.write(self.files, number, entries)
        remove_leftovers(self.files, entries, before.entries)
        return written

    def report(self, version: Version) -> dict[str, Any] | None:
        """Return what the import that made a version reported, or None if it made none.

        Raises
        ------
        StoreError
            If it made one that is gone or damaged.
        """
        return read_report(self.files, version)

    def restore(self, number: int) -> Version:
        """Make an earlier version current; call it inside `writing`.

        Raises
        ------
        StoreError
            If there is no such version, or it cannot be read.
        """
        stored = catalogue.read(self.files)
        version = next((e for e in map(version_from, stored.entries) if e.number == number), None)
        if version is None:
            numbers = ", ".join(f"v{entry['number']}" for entry in stored.entries)
            raise StoreError(
                f"Laag '{self.folder.name}' heeft geen versie v{number}.",
                f"Aanwezig: {numbers or 'geen'}.",
                f"Bekijk de lijst met: hotspots versions {self.folder.name}",
            )
        if (fault := self._fault_in(self.files.uncopied(), version)) is not None:
            raise fault
        catalogue.write(self.files, number, list(stored.entries))
        return version

    def tidy(self) -> None:
        """Remove what killed writers left behind, unless one is busy now.

        Raises
        ------
        StoreError
            If the catalogue cannot be read.
        """
        files = self.files
        forget_copies(files, catalogue.read(files).entries)
        remove_stale(self.folder)
        if files.is_tidy():
            return
        files.note_tidy()
        if not any(leftovers(files, catalogue.all_entries(files))):
            return
        try:
            with files.exclusive(0):
                if not catalogue.read(files).fault:
                    remove_leftovers(files, catalogue.all_entries(files))
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
        files = self.files.uncopied()
        faults = [f"catalogus ({fault})" for fault in catalogue.faults(files)]
        damaged: dict[str, str] = {}
        for version in holding.versions:
            if (fault := self._fault_in(files, version)) is not None:
                faults.append(f"{version.name} ({_reason(fault)})")
            else:
                damaged.update(self._damaged_cubes(files, version))
            try:
                self.report(version)
            except UnreachableError:
                raise
            except StoreError as error:
                faults.append(f"verslag van {version.name} ({_reason(error)})")
        return faults + [text.cube_damaged(file, fault) for file, fault in damaged.items()]

    def _damaged_cubes(self, files: LayerFiles, version: Version) -> Iterator[tuple[str, str]]:
        """Give the file of each cube of a version that is gone or damaged, and what is wrong."""
        for part in self.parts(version):
            for name, sha256 in part.cubes.items():
                file = part.cube_file(name)
                try:
                    with VersionFile(files, f"{PARTS}/{file}", sha256):
                        continue
                except DamagedError as error:
                    yield file, reason(error)


def _next_number(entries: Sequence[dict[str, Any]]) -> int:
    return 1 + max((entry["number"] for entry in entries), default=0)


@lru_cache(maxsize=512)
def _files_in(files: LayerFiles, name: str, _: Signature, sha256: str) -> tuple[str, ...]:
    """Return the files that a manifest names, read again when it is another; none if it is bad."""
    try:
        return tuple(part.file for part in parts_in(files.read_checked(name, sha256), sha256))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _reason(fault: StoreError) -> str:
    return fault.detail.removeprefix("Melding bij het lezen: ").rstrip(".")

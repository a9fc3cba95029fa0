"""One immutable Parquet file per version of a layer, and a catalogue that is replaced at once.

A reader sees the old version or the new one, never something in between: the file is written
beside the others and synced, then the catalogue that names it takes the place of the old one.

    <state>/layers/<layer>/catalogue.json        which versions there are, which is current
    <state>/layers/<layer>/versions/<n>-<hash>.parquet
    <state>/layers/<layer>/reports/<n>.json      what the import that made it reported
    <state>/layers/<layer>/lock                  held while a version is added
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.catalog.checks import sha256_of
from hotspots.errors import StoreError
from hotspots.store.locking import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotspots.settings import Home

#: Raised when the columns of a version change their meaning; older versions are joined anew.
FORMAT: Final = 1
#: Versions kept per layer; older ones are removed when a new one is added.
KEPT: Final = 24


@dataclass(frozen=True, slots=True)
class Version:
    """What is known about one version of a layer, without opening its file.

    ``counts`` are the numbers of all imports that make it up: read, accepted, quarantined,
    duplicate, outside and without_place. ``embedded`` says that it came with the home.
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
    format: int = FORMAT

    @property
    def name(self) -> str:
        """How a version is called on screen and on the command line."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True)
class LayerStore:
    """The versions of one layer in the state folder of a home."""

    folder: Path

    @classmethod
    def of(cls, home: Home, layer_id: str) -> LayerStore:
        """Return the store of a layer; nothing is made on disk yet."""
        return cls(home.state / "layers" / layer_id)

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, oldest first; empty if the layer was never published."""
        return tuple(_version(entry) for entry in self._catalogue()["versions"])

    def current(self) -> Version | None:
        """Return the version that is served, or None."""
        # One look: between two, a writer may have made another version current.
        catalogue = self._catalogue()
        served = (e for e in catalogue["versions"] if e["number"] == catalogue["current"])
        return next((_version(entry) for entry in served), None)

    def read(self, version: Version, columns: list[str] | None = None) -> pa.Table:
        """Return the rows of a version.

        Raises
        ------
        StoreError
            If the file is gone or damaged (page checksums are verified).
        """
        path = self.folder / "versions" / version.file
        try:
            return pq.read_table(path, columns=columns, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            raise StoreError(
                f"Versie {version.name} van laag '{self.folder.name}' is niet te lezen ({path}).",
                f"Melding bij het lezen: {error}.",
                "Zet een eerdere versie terug met: hotspots restore "
                f"{self.folder.name} VERSIE, of lees de bron opnieuw in.",
            ) from error

    def intact(self, version: Version) -> bool:
        """Whether the file of a version is byte for byte what was written."""
        path = self.folder / "versions" / version.file
        return path.is_file() and sha256_of(path) == version.sha256

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock of the layer; others wait, a dead owner frees it.

        Raises
        ------
        StoreError
            If the state folder cannot be written.
        """
        try:
            (self.folder / "versions").mkdir(parents=True, exist_ok=True)
            with exclusive(self.folder / "lock"):
                yield
        except OSError as error:
            raise StoreError(
                f"De map '{self.folder}' is niet te beschrijven.",
                f"Melding van het systeem: {error.strerror or error}.",
                "Kies een andere map met de omgevingsvariabele HOTSPOTS_STATE, of maak ruimte.",
            ) from error

    def add(self, rows: pa.Table, version: Version) -> Version:
        """Write a version and make it current; call it inside `writing`.

        ``number``, ``file``, ``sha256``, ``rows`` and ``made_at`` of ``version`` are filled in.
        """
        catalogue = self._catalogue()
        number = 1 + max((entry["number"] for entry in catalogue["versions"]), default=0)
        partial = self.folder / "versions" / f"{number:05d}.partial"
        pq.write_table(rows, partial, compression="zstd", write_page_checksum=True)
        digest = sha256_of(partial)
        file = f"{number:05d}-{digest[:12]}.parquet"
        _sync(partial)
        partial.replace(self.folder / "versions" / file)
        written = replace(
            version,
            number=number,
            file=file,
            sha256=digest,
            rows=rows.num_rows,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        entries = [*catalogue["versions"], asdict(written)][-KEPT:]
        self._replace_catalogue({"current": number, "versions": entries})
        self._remove_what_no_one_names(entries)
        return written

    def keep_report(self, version: Version, report: dict[str, Any]) -> None:
        """Keep what an import reported beside the version it made; call it inside `writing`."""
        path = self.folder / "reports" / f"{version.number:05d}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(report, ensure_ascii=False) + "\n", encoding="utf-8")

    def report(self, version: Version) -> dict[str, Any] | None:
        """Return what the import that made a version reported, or None if it made none."""
        path = self.folder / "reports" / f"{version.number:05d}.json"
        if not path.is_file():
            return None
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept

    def restore(self, number: int) -> Version:
        """Make an earlier version current; call it inside `writing`.

        Raises
        ------
        StoreError
            If there is no such version.
        """
        catalogue = self._catalogue()
        numbers = [entry["number"] for entry in catalogue["versions"]]
        if number not in numbers:
            raise StoreError(
                f"Laag '{self.folder.name}' heeft geen versie v{number}.",
                f"Aanwezig: {', '.join(f'v{n}' for n in numbers) or 'geen'}.",
                f"Bekijk de lijst met: hotspots versions {self.folder.name}",
            )
        self._replace_catalogue({**catalogue, "current": number})
        return next(version for version in self.versions() if version.number == number)

    def _catalogue(self) -> dict[str, Any]:
        path = self.folder / "catalogue.json"
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            # Nothing was published; whether it can be, the first writer finds out.
            return {"current": None, "versions": []}
        except (OSError, ValueError) as error:
            raise StoreError(
                f"De catalogus '{path}' is niet te lezen.",
                f"Melding: {error}.",
                "Zet een reservekopie van de map terug.",
            ) from error
        return found

    def _replace_catalogue(self, catalogue: dict[str, Any]) -> None:
        path = self.folder / "catalogue.json"
        partial = path.with_suffix(".partial")
        partial.write_text(
            json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        _sync(partial)
        partial.replace(path)
        _sync(self.folder)

    def _remove_what_no_one_names(self, entries: list[dict[str, Any]]) -> None:
        named = {entry["file"] for entry in entries}
        for path in (self.folder / "versions").iterdir():
            if path.name not in named:
                path.unlink(missing_ok=True)
        numbers = {f"{entry['number']:05d}.json" for entry in entries}
        for path in (self.folder / "reports").glob("*.json"):
            if path.name not in numbers:
                path.unlink(missing_ok=True)


def _version(entry: dict[str, Any]) -> Version:
    return Version(
        **{
            **entry,
            "made_from": tuple(entry["made_from"]),
            "warnings": tuple(entry["warnings"]),
        }
    )


def _sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before we rely on it."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps names without being asked, and cannot open a folder
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Rows that are too old to keep go from every version of a layer, and from its reports.

The versions keep their numbers and lose rows; new manifests and parts are written beside the old
ones, the catalogue names them at once, and then the old files go. Who is killed in between leaves
all rows or none of them, and files that the next purge or opening removes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from hotspots.errors import StoreError, UnreachableError
from hotspots.store import catalogue
from hotspots.store import words as text
from hotspots.store.catalogue import VERSION_FORMAT, entry_of, version_from
from hotspots.store.leftovers import leftovers, remove_leftovers
from hotspots.store.parts import DAY, divided
from hotspots.store.reports import keep_report, read_report
from hotspots.store.staging import remove_stale

if TYPE_CHECKING:
    from hotspots.store.catalogue import Version
    from hotspots.store.parts import Part
    from hotspots.store.versions import LayerStore


_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removed: how many rows of each version, and versions that nobody could read.

    A row that is in three versions is counted in each of them.
    """

    rows: dict[str, int]
    unreadable: tuple[str, ...] = ()


def overdue(store: LayerStore, before: date) -> Purged:
    """Return what `purge` would remove; nothing is changed.

    Raises
    ------
    StoreError
        As `purge`.
    """
    return _Purge(store, before, writes=False).purged()


def purge(store: LayerStore, before: date) -> Purged:
    """Remove the rows of before a day from all versions; call it inside `LayerStore.writing`.

    Of an import that reported something, the values of refused rows go as well: nobody can tell
    how old they are. A version that cannot be read is removed whole, for nobody can tell either
    what is in it.

    Raises
    ------
    StoreError
        If the current version cannot be read, a newer release made one, or files cannot be removed.
    """
    remove_stale(store.folder, older_than_s=0.0)
    files = store.files
    one = _Purge(store, before, writes=True)
    purged = one.purged()
    if purged.rows or purged.unreadable:
        catalogue.write(files, one.current, one.entries)
    remove_leftovers(files, one.entries, one.before)
    if left := list(leftovers(files, one.entries, one.before)):
        raise StoreError(*text.not_removed(files.where(), left[0].rpartition("/")[2]))
    return purged


class _Purge:
    """One purge of a layer: each part is looked at once, however many versions have it."""

    def __init__(self, store: LayerStore, before: date, *, writes: bool) -> None:
        self._store, self._before, self._writes = store, before, writes
        self._day = (before - _EPOCH).days
        self._looked: dict[str, tuple[Part | None, int]] = {}
        self.current = 0
        self.before: tuple[dict[str, Any], ...] = ()
        self.entries: list[dict[str, Any]] = []

    def purged(self) -> Purged:
        """Go through all versions, and return what goes."""
        stored = catalogue.read(self._store.files)
        self.current, self.before = stored.current or 0, stored.entries
        rows: dict[str, int] = {}
        unreadable: list[str] = []
        for entry in stored.entries:
            version = version_from(entry)
            if version.format > VERSION_FORMAT:
                raise StoreError(*text.newer_release(version.name, self._store.folder.name))
            try:
                purged, gone = self._version(version)
            except UnreachableError:
                raise  # a version that cannot be read now is no version that nobody can read
            except StoreError:
                if version.number == stored.current:
                    raise
                unreadable.append(version.name)
                continue
            if gone:
                rows[version.name] = gone
                entry = entry | entry_of(purged)  # noqa: PLW2901 - what goes into the catalogue
            self.entries.append(entry)
        return Purged(rows, tuple(unreadable))

    def _version(self, version: Version) -> tuple[Version, int]:
        """Return a version without its old rows, and how many those are."""
        if version.is_whole:
            return self._whole(version)
        looks = [self._part(version, part) for part in self._store.parts(version)]
        gone = sum(rows for _, rows in looks)
        if not gone or not self._writes:
            return version, gone
        stay = [part for part, _ in looks if part is not None]
        return self._written(version, stay, gone), gone

    def _part(self, version: Version, part: Part) -> tuple[Part | None, int]:
        if part.file not in self._looked:
            self._looked[part.file] = self._look(version, part)
        return self._looked[part.file]

    def _look(self, version: Version, part: Part) -> tuple[Part | None, int]:
        """Return what a part becomes, None if nothing stays of it, and how many rows go."""
        if part.first >= self._day or not part.rows:
            return part, 0
        rows = self._store.read_part(version, part)
        stay = self._young(rows)
        gone = rows.num_rows - stay.num_rows
        if not self._writes:
            return part, gone
        return self._store.write_part(part.span, stay) if stay.num_rows else None, gone

    def _whole(self, version: Version) -> tuple[Version, int]:
        """Return a version of before there were parts; what stays of it is written in parts."""
        rows = self._store.read(version)
        if DAY not in rows.column_names:
            return version, 0
        stay = self._young(rows)
        gone = rows.num_rows - stay.num_rows
        if not gone or not self._writes:
            return version, gone
        return self._written(version, self._parts_of(stay), gone), gone

    def _parts_of(self, rows: pa.Table) -> list[Part]:
        return [self._store.write_part(span, some) for span, some in divided(rows)]

    def _written(self, version: Version, parts: list[Part], gone: int) -> Version:
        """Return a version with other parts, and a report without values."""
        if not parts:
            columns = self._store.read(version).slice(0, 0)
            parts = self._parts_of(columns)
        counts = version.counts
        written = self._store.with_parts(
            replace(
                version,
                format=VERSION_FORMAT,
                counts=counts
                | {"read": counts["read"] - gone, "accepted": counts["accepted"] - gone},
                forgotten_before=self._before.isoformat(),
                warnings=(
                    *(line for line in version.warnings if not line.startswith(text.FORGOTTEN)),
                    text.forgotten(self._before),
                ),
            ),
            parts,
        )
        try:
            report = read_report(self._store.files, version)
        except UnreachableError:
            raise
        except StoreError:
            # What is in it cannot be told, so it goes; the numbers are those of the version.
            report = _report_of(version)
        if report is None:
            return written
        digest = keep_report(
            self._store.files, version.number, _without_values(report), beside=True
        )
        return replace(written, report=digest)

    def _young(self, rows: pa.Table) -> pa.Table:
        return rows.filter(pc.greater_equal(rows[DAY], pa.scalar(self._day, rows[DAY].type)))


def _report_of(version: Version) -> dict[str, object]:
    """Return a report with what the version itself knows of its rows."""
    names = ("read", "accepted", "quarantined", "duplicate")
    counts = {name: version.counts[name] for name in names}
    return {
        "status": "published",
        "version": version.name,
        **counts,
        "warnings": list(version.warnings),
        "problems": [],
    }


def _without_values(report: dict[str, Any]) -> dict[str, object]:
    problems = [problem | {"value": ""} for problem in report["problems"]]
    return report | {"problems": problems}

"""Files of a layer that no version names: what a killed writer left, and what was replaced."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hotspots.errors import UnreachableError
from hotspots.store.durable import PARTIAL
from hotspots.store.layer_files import PARTS, REPORTS, VERSIONS
from hotspots.store.parts import MANIFEST, parts_in
from hotspots.store.reports import report_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotspots.store.layer_files import LayerFiles

    Entries = Sequence[dict[str, Any]]


def leftovers(files: LayerFiles, entries: Entries, before: Entries = ()) -> Iterator[str]:
    """Return the files of a layer that no version names.

    A writer that is busy has such files too: only remove them while holding the write lock. Where
    that keeps out the writers of this machine alone, what others may be busy with is left out.

    Parameters
    ----------
    before
        Versions that the catalogue named until now: nobody is busy with what only they have.
    """
    was_named = {f"{VERSIONS}/{entry['file']}" for entry in before} | (
        _parts_of(files, before) or set()
    )
    for entry in before:
        was_named.update(report_files(entry["number"], entry.get("report", "")))
    for folder in ("", VERSIONS, PARTS, REPORTS):
        there = files.listing(folder)
        names = _named(files, folder, entries, set(there)) if there else None
        for file, is_idle in there.items():
            name = f"{folder}/{file}" if folder else file
            stray = file.endswith(PARTIAL) or (names is not None and name not in names)
            if stray and (is_idle or name in was_named):
                yield name


def _named(files: LayerFiles, folder: str, entries: Entries, there: set[str]) -> set[str] | None:
    """Return the files of a folder that versions name; None where that is not known."""
    if folder == VERSIONS:
        return {f"{VERSIONS}/{entry['file']}" for entry in entries}
    if folder == PARTS:
        return _parts_of(files, entries)
    if folder == REPORTS:
        return {
            next((name for name in names if name.removeprefix(f"{REPORTS}/") in there), names[-1])
            for entry in entries
            for names in [report_files(entry["number"], entry.get("report", ""))]
        }
    return None


def _parts_of(files: LayerFiles, entries: Entries) -> set[str] | None:
    """Return the files of all parts; None where a manifest does not say: then none is too many."""
    named: set[str] = set()
    for entry in entries:
        if not entry["file"].endswith(MANIFEST):
            continue
        try:
            manifest = files.read_checked(f"{VERSIONS}/{entry['file']}", entry["sha256"])
            for part in parts_in(manifest, entry["sha256"]):
                named.update(f"{PARTS}/{file}" for file in part.files)
        except (OSError, ValueError, KeyError, TypeError):
            return None
    return named


def remove_leftovers(files: LayerFiles, entries: Entries, before: Entries = ()) -> None:
    """Remove the files that no version names; call it while holding the write lock.

    What cannot be removed (a read-only disk; on Windows, a file that is being read) waits for the
    next time: the version that was added stands, with or without it.
    """
    with suppress(OSError, UnreachableError):
        for name in list(leftovers(files, entries, before)):
            with suppress(OSError):
                files.remove(name)


def forget_copies(files: LayerFiles, entries: Entries) -> None:
    """Remove the copies on this machine of what the catalogue names no longer."""
    if files.copies_are_behind():
        named = {f"{VERSIONS}/{entry['file']}" for entry in entries}
        with suppress(UnreachableError):
            named |= _parts_of(files, entries) or set()
        files.forget_copies_but(named)

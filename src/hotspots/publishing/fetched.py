"""From fetched boundaries to the areas of a home: checked, kept as versions, restored.

A division is one version: gemeenten, wijken and buurten change together or not at all. It lies
in the state folder beside the versions of layers, because a home may be read-only:

    <state>/layers/indeling/        catalogue, versions and reports, as of a layer

What the home brings along becomes the first version. While that one is current the areas are
read from the home itself.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.catalog.reading import read_catalog
from hotspots.errors import DeclarationError, SourceError, StoreError
from hotspots.geography.areas import read_geography
from hotspots.publishing.embedded import ensure_published
from hotspots.publishing.fetched_areas import (
    DENOMINATORS,
    as_fetched,
    noted,
    rows_before,
    rows_of,
    shows_lines,
    written,
)
from hotspots.publishing.fetched_changes import Change, changes_between
from hotspots.publishing.fetched_checks import faults_in
from hotspots.sources.open_data.answers import checksum_of
from hotspots.store.serving import serve
from hotspots.store.version import unwritten
from hotspots.store.version_file import write_version_file
from hotspots.store.versions import LayerStore, Version
from hotspots.text import open_data as text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

    from hotspots.catalog.specs import Catalog
    from hotspots.geography.areas import Geography
    from hotspots.settings import Home
    from hotspots.sources.open_data.boundaries import Division

#: What the division is called where a layer has its id.
DIVISION: Final = "indeling"


@dataclass(frozen=True, slots=True)
class DivisionReport:
    """What a fetched division changed, or would.

    ``status`` is published, would_publish or unchanged. ``faults`` says per layer why it could
    not be placed in the new areas.
    """

    status: str
    version: str | None
    year: int
    service: str
    requests: tuple[str, ...]
    gemeenten: tuple[str, ...]
    wijken: int
    buurten: int
    dropped: tuple[str, ...]
    approximate_before: bool
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    rejoined: tuple[str, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return asdict(self) | {"changes": [change.to_dict() for change in self.changes]}


def division_store(home: Home) -> LayerStore:
    """Return where the divisions of a home are kept; nothing is made on disk yet."""
    return LayerStore.of(home, DIVISION)


def with_division(home: Home, catalog: Catalog) -> Catalog:
    """Return the catalog of a home with the areas of the division that it shows now.

    A division that cannot be read gives way to the nearest that can, and at last to that of the
    home; the note of the areas says so.
    """
    store = division_store(home)
    try:
        version = serve(store.holding(), store.fault_of)
    except StoreError as error:
        return noted(catalog, str(error))
    if version is None:
        return catalog
    if version.embedded:
        return noted(catalog, " ".join(version.notes)) if version.notes else catalog
    return as_fetched(catalog, version, store.folder / "versions")


def publish_division(
    home: Home,
    catalog: Catalog,
    before: Geography,
    division: Division,
    gemeenten: Sequence[str],
    *,
    dry_run: bool = False,
    first: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> DivisionReport:
    """Check a fetched division, make it that of the home, and place all rows in it.

    Parameters
    ----------
    catalog
        As the home declares it.
    before
        The areas that the home shows now.
    first
        Whether the home was made of this division: there is none before it to keep.

    Raises
    ------
    SourceError
        If the division is not sound; nothing was changed.
    StoreError
        If the version cannot be written; nothing was changed.
    """
    table, years = rows_of(division, before)
    draft = _draft(division, years, table.num_rows)
    now = _checked(catalog, draft, table, division, gemeenten, before=before)
    draft = replace(draft, fingerprint=now.fingerprint)
    report = _report(division, before, now, gemeenten, years)
    if dry_run:
        return report
    store = division_store(home)
    with store.writing():
        current = store.current()
        if current is None:
            if not first:
                keep_own(store, before)
        elif _is_there(store, current, draft, table):
            return replace(report, status="unchanged", version=current.name)
        made = store.add(table, draft, lambda version: _told(report, version).to_dict())
    return replace(_told(report, made), **place_again(home, progress))


def _is_there(store: LayerStore, current: Version, draft: Version, table: pa.Table) -> bool:
    """Whether a division is that of the current version already, and can be read there."""
    if current.embedded or not store.intact(current):
        return False
    same = current.fingerprint == draft.fingerprint
    return same or shows_lines(store, current, draft, table)


def _told(report: DivisionReport, version: Version) -> DivisionReport:
    return replace(report, status="published", version=version.name)


def restore_division(
    home: Home, number: int, *, progress: Callable[[float], None] = lambda _share: None
) -> tuple[Version, dict[str, Any]]:
    """Make an earlier division that of the home again, and place all rows in it.

    Raises
    ------
    StoreError
        If there is no such version, or it cannot be read.
    """
    store = division_store(home)
    with store.writing():
        version = store.restore(number)
    return version, place_again(home, progress)


def _draft(division: Division, years: Mapping[str, int], rows: int) -> Version:
    service = division.service
    return unwritten(
        rows=rows,
        made_from=division.requests,
        attribution=service.source,
        fingerprint="",
        counts={
            "read": rows,
            "accepted": rows,
            "quarantined": 0,
            "duplicate": 0,
            "without_place": 0,
            "outside": 0,
        },
        fetched={
            "service": service.title,
            "request": division.requests[-1],
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "licence": service.licence,
            "year": str(division.year),
            "checksum": checksum_of(division.checksums),
            "rows": str(rows),
            DENOMINATORS: written(years),
        },
    )


def _checked(
    catalog: Catalog,
    draft: Version,
    table: pa.Table,
    division: Division,
    gemeenten: Sequence[str],
    *,
    before: Geography,
) -> Geography:
    """Return the areas of a division, read as they will be, if nothing is wrong with them."""
    with tempfile.TemporaryDirectory(prefix="hotspots-") as folder:
        path = Path(folder) / "indeling.parquet"
        sha256 = write_version_file(table, path)
        tried = replace(draft, file=path.name, sha256=sha256)
        try:
            now = read_geography(as_fetched(catalog, tried, Path(folder)))
        except (SourceError, DeclarationError) as error:
            told = error.found.removeprefix("Gevonden: ").rstrip(".")
            raise SourceError(*text.not_sound(division.year, (told,))) from error
    problems = tuple(faults_in(division.areas, gemeenten, before.buurten.codes))
    if problems:
        raise SourceError(*text.not_sound(division.year, problems))
    return now


def _report(
    division: Division,
    before: Geography,
    now: Geography,
    gemeenten: Sequence[str],
    years: Mapping[str, int],
) -> DivisionReport:
    labels = {entry.id: entry.label for entry in before.denominators}
    notes = [division.note] if division.note else []
    for name, year in years.items():
        label = labels.get(name, name)
        if not np.isfinite(now.buurten.denominators[name]).any():
            notes.append(text.NO_DENOMINATOR.format(label=label).capitalize() + ".")
        elif year != division.year:
            notes.append(text.NOTE_OLDER.format(label=label.capitalize(), year=year).strip())
    return DivisionReport(
        status="would_publish",
        version=None,
        year=division.year,
        service=division.service.title,
        requests=division.requests,
        gemeenten=tuple(gemeenten),
        wijken=len(now.wijken),
        buurten=len(now.buurten),
        dropped=now.dropped,
        approximate_before=before.approximate,
        changes=(
            *changes_between(before.wijken, now.wijken),
            *changes_between(before.buurten, now.buurten),
        ),
        notes=tuple(notes),
    )


def keep_own(store: LayerStore, geography: Geography) -> None:
    """Make the division of the home the first version, so that it can be restored."""
    table, years = rows_before(geography)
    store.add(
        table,
        unwritten(
            rows=table.num_rows,
            attribution=geography.attribution,
            fingerprint=geography.fingerprint,
            embedded=True,
            fetched={DENOMINATORS: written(years)},
        ),
    )


def place_again(home: Home, progress: Callable[[float], None]) -> dict[str, Any]:
    """Place the rows of all layers in the areas of now; what could not be is told per layer."""
    catalog = with_division(home, read_catalog(home))
    geography = read_geography(catalog)
    layers = [layer for layer in catalog.layers if layer.holds_incidents]
    done: list[str] = []

    def joined(label: str) -> None:
        done.append(label)
        progress(len(done) / (len(layers) + 1))

    faults = ensure_published(home, catalog, geography, progress=joined)
    progress(1.0)
    labels = {layer.id: layer.label for layer in catalog.layers}
    failed = {labels[layer]: error.found or error.what for layer, error in faults.items()}
    return {
        "rejoined": tuple(label for label in done if label not in failed),
        "faults": failed,
    }

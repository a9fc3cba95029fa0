"""Imports and versions, for whoever may: the store is reached from here, never from a page."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hotspots.access import words
from hotspots.access.audit import audited, event_of, note, noting_refusal
from hotspots.access.permission import require_import, role_named
from hotspots.access.workspace import without_counts
from hotspots.catalog.checks import sha256_of
from hotspots.catalog.specs import context_of
from hotspots.errors import IntakeError, StoreError, UnreachableError
from hotspots.incoming.checking.places import Locator
from hotspots.incoming.checking.preview import preview_of
from hotspots.incoming.checking.recipe import PLAIN, name_in_files
from hotspots.incoming.checking.report import IntakeReport
from hotspots.incoming.open_data.client import PoliteClient
from hotspots.incoming.open_data.geocoder import Geocoder
from hotspots.incoming.open_data.services import service_at
from hotspots.incoming.open_data.words import of_service
from hotspots.incoming.publishing.division import DIVISION
from hotspots.incoming.publishing.large_files import is_large
from hotspots.incoming.publishing.police import POLICE_LAYERS
from hotspots.incoming.publishing.publish import (
    fits,
    publish_event,
    publish_file,
    rejoin,
    venues_of,
)
from hotspots.incoming.publishing.starter_files import starter_of
from hotspots.incoming.reading.csv_pieces import head_of
from hotspots.incoming.reading.database import export
from hotspots.incoming.reading.files import read_table
from hotspots.store.purge import Purged, overdue, purge
from hotspots.store.versions import LayerStore
from hotspots.store.waiting import incoming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from hotspots.access.audit import Action
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.incoming.checking.preview import Preview
    from hotspots.incoming.checking.recipe import Recipe
    from hotspots.incoming.publishing.starter_files import Starter
    from hotspots.incoming.reading.database import DatabaseTable, Exported
    from hotspots.store.catalogue import Version


def locator_of(workspace: Workspace) -> Locator | None:
    """Return how addresses are looked up; None unless ``geocode = true`` stands in the home."""
    gemeente = workspace.library.catalog.gemeente
    if not gemeente.geocode:
        return None
    service = service_at("geocoder", setting=gemeente.open_data.get("geocoder", ""))
    geocoder = Geocoder(
        client=PoliteClient(),
        service=service,
        gemeenten=gemeente.gemeenten or (gemeente.code,),
        folder=workspace.home.state / "open_data" / "addresses",
    )
    geocoder.tidy()
    return Locator(geocoder.place, service.title)


#: How many names of files are shown with a version: the last ones.
_MOST_NAMES: Final = 3
#: Stores that are no layer of a home: what was fetched.
FETCHED: Final = (DIVISION, *POLICE_LAYERS.values())


def turn_to_import(
    workspace: Workspace, waiting: Callable[[int], None] | None = None
) -> AbstractContextManager[Path]:
    """Wait for the turn to read a file, and give a folder for what belongs to it.

    Nobody else can enter the folder, and it is gone afterwards. One file is read at a time, or two:
    a file that is being read takes memory.

    Parameters
    ----------
    waiting
        Called while the turn does not come, with how many imports go first.

    Raises
    ------
    StoreError
        If too many wait already, the turn does not come, or nothing can be written.
    """
    return incoming(workspace.home, waiting=waiting)


def import_file(
    workspace: Workspace,
    layer: LayerSpec,
    path: Path,
    **options: Any,  # noqa: ANN401
) -> IntakeReport:
    """Check a file and publish it in a layer; options as in `publish_file`.

    The audit gets a line before and one after it, with the checksum of the file and not its name:
    people put names in names.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    HotspotsError
        If the file is refused or nothing can be written, the audit included; nothing was changed.
        A layer that a service fills takes no file.
    """
    action: Action = "checked" if options.get("dry_run") else "imported"
    own = _allowed(workspace, layer, action)
    if own.of_service:
        note(workspace.home, event_of(workspace, action, "refused", own.id))
        raise IntakeError(*of_service(own.label))
    details: dict[str, object] = {"sha256": _checksum(path)}
    if (recipe := options.get("recipe", PLAIN)).name:
        details["recipe"] = name_in_files(recipe.name)
    locator = locator_of(workspace)
    if locator is not None:
        # Addresses may leave the building.
        details["geocoder"] = locator.service
    with audited(workspace, action, own.id, **details) as line:
        report = publish_file(
            workspace.home,
            workspace.geography,
            own,
            path,
            context=context_of(workspace.library.catalog, own),
            locator=locator,
            **options,
        )
        line["version"] = report.version if report.status == "published" else None
    return report


@contextmanager
def rows_of_database(
    workspace: Workspace,
    layer: LayerSpec,
    question: DatabaseTable,
    recipe: Recipe,
    *,
    dry_run: bool = False,
    waiting: Callable[[int], None] = lambda _ahead: None,
) -> Iterator[tuple[Path, Exported, Recipe]]:
    """Put a question to a database, and give its rows as a CSV, which is gone afterwards.

    Returns
    -------
    The file, what is known of it, and the recipe by which it is read: with the CRS of its points.

    Raises
    ------
    AccessError
        If this role may not load this layer: no database is asked then.
    SourceError
        If the database cannot be read.
    StoreError
        If there is no room for the file, or others are reading too long.
    """
    _allowed(workspace, layer, "checked" if dry_run else "imported")
    with turn_to_import(workspace, waiting) as folder:
        path = folder / "database.csv"
        exported = export(question, path)
        # The table is that of the database: the file has one.
        crs = recipe.crs or exported.crs
        yield path, exported, replace(recipe, table="", query="", crs=crs)


def preview_file(
    workspace: Workspace, layer: LayerSpec, path: Path, *, name: str, table_name: str | None
) -> Preview:
    """Return what a file holds and how a layer recognises it, for whoever may load the layer.

    Raises
    ------
    AccessError
        If this role may not.
    SourceError
        If it cannot be read.
    """
    own = require_loader(workspace, layer)
    context = context_of(workspace.library.catalog, own)
    with incoming(workspace.home) as folder:
        table = read_table(
            path, layer_name=table_name, name=name, shapes=context is not None, folder=folder
        )
        return preview_of(table, own, context)


def columns_of_file(workspace: Workspace, path: Path, *, table_name: str | None) -> tuple[str, ...]:
    """Return the columns of a file; of one that is read in pieces, those of its header.

    Raises
    ------
    SourceError
        If it cannot be read.
    """
    with incoming(workspace.home) as folder:
        if is_large(path):
            head = folder / path.name
            head.write_bytes(head_of(path, name=path.name).above)
            path = head
        return read_table(path, layer_name=table_name, name=path.name, folder=folder).columns


def add_event(
    workspace: Workspace, layer: LayerSpec, event: Mapping[str, str], *, dry_run: bool = False
) -> IntakeReport:
    """Add one event to a calendar as a new version, with who and when; the audit says so too.

    Parameters
    ----------
    event
        Text per field of a calendar, as in a file.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    HotspotsError
        If a field is wrong or nothing can be written, the audit included; nothing was changed.
    """
    action: Action = "checked" if dry_run else "imported"
    own = _allowed(workspace, layer, action)
    what = {name: event[name] for name in ("id", "status") if event.get(name)}
    with audited(workspace, action, own.id, **what) as line:
        report = publish_event(
            workspace.home, workspace.geography, own, event, who=workspace.who, dry_run=dry_run
        )
        line["version"] = report.version
    return report


def _checksum(path: Path) -> str | None:
    """Return the checksum of a file; None where there is nothing to read."""
    try:
        return sha256_of(path)
    except OSError:
        return None


def versions_of(workspace: Workspace, layer: LayerSpec) -> tuple[Version, ...]:
    """Return the versions of a layer, newest first; no numbers if it is sensitive."""
    own = workspace.layer(layer.id)
    versions = LayerStore.of(workspace.home, own.id).versions()
    return tuple(without_counts(version, own) for version in reversed(versions))


def source_line(version: Version, *, names: bool) -> str:
    """Return whose the rows of a version are; names of files for whoever may load the layer.

    People put names in names, and what the police sends is sometimes called after a case.
    """
    files = version.files if names else ()
    more = f" (+ {len(files) - _MOST_NAMES})" if len(files) > _MOST_NAMES else ""
    return ": ".join(filter(None, (version.attribution, ", ".join(files[-_MOST_NAMES:]) + more)))


def require_loader(workspace: Workspace, layer: LayerSpec) -> LayerSpec:
    """Return a layer as this role may see it, if it may load it.

    Raises
    ------
    AccessError
        If it may not.
    """
    catalog = workspace.library.catalog
    own = workspace.layer(layer.id)
    require_import(own, role_named(catalog, workspace.role), catalog)
    return own


def starter_for(workspace: Workspace) -> Starter:
    """Return the files to fill in for the layers that this role may load; they hold no rows.

    Raises
    ------
    AccessError
        If it may load none.
    """
    catalog = workspace.library.catalog
    layers = [layer for layer in workspace.catalog.layers if workspace.may_import(layer)]
    if not layers:
        require_import(workspace.catalog.layers[0], role_named(catalog, workspace.role), catalog)
    calendar = next((layer for layer in layers if layer.kind == "calendar"), None)
    known = () if calendar is None else venues_of(workspace.home, calendar).places
    return starter_of(catalog, workspace.geography, layers, next(iter(known), ""))


def report_of(workspace: Workspace, layer: LayerSpec) -> IntakeReport | None:
    """Return what the import of the served version reported; None where it reported nothing.

    For whoever may load the layer only: it holds values that were put aside.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    StoreError
        If the report is gone or damaged.
    """
    own = require_loader(workspace, layer)
    served = workspace.library.version(own)
    written = LayerStore.of(workspace.home, own.id).report(served)
    return None if written is None else IntakeReport.from_dict(written)


def restore_version(workspace: Workspace, layer: LayerSpec, number: int) -> Version:
    """Serve an earlier version again; as a new one, where its areas are no longer those of now.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    StoreError
        If there is no such version, or the audit cannot be written.
    """
    own = _allowed(workspace, layer, "restored")
    store = LayerStore.of(workspace.home, own.id)
    with audited(workspace, "restored", own.id, version=number):
        with store.writing():
            restored = store.restore(number)
        if not fits(restored, own, workspace.geography):
            restored = rejoin(workspace.home, workspace.geography, own) or restored
    return without_counts(restored, own)


@dataclass(frozen=True, slots=True)
class LayerPurge:
    """What a purge of a layer removed, or would remove; no numbers of a sensitive layer.

    ``before`` is the first day that may be kept, None where the layer has no term.
    """

    layer: LayerSpec
    before: date | None
    purged: Purged = field(default_factory=lambda: Purged({}))

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that lose rows, oldest first."""
        return tuple(self.purged.rows)

    @property
    def rows(self) -> int | None:
        """How many rows go from the version that loses most; None of a sensitive layer."""
        return None if self.layer.sensitive else max(self.purged.rows.values(), default=0)

    def lines(self, *, dry_run: bool = False) -> tuple[str, ...]:
        """Return the sentences about it for a person."""
        if self.before is None:
            return (words.no_term(self.layer.label),)
        line = words.purged(
            self.layer.label, self.before, self.versions, self.rows, dry_run=dry_run
        )
        gone = words.purged_whole(self.layer.label, self.purged.unreadable, dry_run=dry_run)
        return (line, *((gone,) if self.purged.unreadable else ()))


def purge_layer(workspace: Workspace, layer: LayerSpec, *, dry_run: bool = False) -> LayerPurge:
    """Remove the rows of a layer that are past its term, from all its versions.

    Raises
    ------
    AccessError
        If this role may not load this layer.
    StoreError
        If the served version cannot be read, nothing can be written, the audit included, or an
        old file cannot be removed.
    """
    own = _allowed(workspace, layer, "purged")
    before = own.privacy.term_begin(date.today())  # noqa: DTZ011 - the day where people read it
    store = LayerStore.of(workspace.home, own.id)
    if before is None or store.current() is None:
        return LayerPurge(own, before)
    if dry_run:
        return LayerPurge(own, before, overdue(store, before))
    with audited(workspace, "purged", own.id, before=before.isoformat()), store.writing():
        return LayerPurge(own, before, purge(store, before))


def term_of(workspace: Workspace, layer: LayerSpec) -> tuple[str, ...]:
    """Return for how long rows of a layer may be kept, and whether there are older ones.

    Empty for a layer without a term. That there are older ones is told to whoever may load it.

    Raises
    ------
    StoreError
        If the current version cannot be read.
    """
    own = workspace.layer(layer.id)
    before = own.privacy.term_begin(date.today())  # noqa: DTZ011 - the day where people read it
    if before is None:
        return ()
    sentence = words.term(own.privacy.keep_months, before)
    store = LayerStore.of(workspace.home, own.id)
    may_know = workspace.may_import(own) and store.current() is not None
    late = may_know and bool(overdue(store, before).rows)
    return (sentence, words.OVERDUE) if late else (sentence,)


def _allowed(workspace: Workspace, layer: LayerSpec, action: Action) -> LayerSpec:
    """Return the layer as the home declares it, if this role may load it."""
    with noting_refusal(workspace, action, layer.id):
        own = require_loader(workspace, layer)
    # Not as narrow as the role may see it: what is published is published for all.
    return next(entry for entry in workspace.library.catalog.layers if entry.id == own.id)


def damaged_versions(workspace: Workspace) -> list[str]:
    """Return the layer and name of everything in the store that is not what was written."""
    ids = [layer.id for layer in workspace.library.catalog.layers]
    damaged: list[str] = []
    # What was fetched is looked at too, also where it is too damaged to be a layer.
    for layer_id in dict.fromkeys((*ids, *FETCHED)):
        store = LayerStore.of(workspace.home, layer_id)
        if not store.is_there():
            continue  # nothing was ever published in it
        try:
            faults = store.faults()
        except UnreachableError:
            raise  # that tells nothing of what was written
        except StoreError as error:
            faults = [f"catalogus ({error.detail.rstrip('.')})"]
        damaged += [f"{layer_id} {fault}" for fault in faults]
    return damaged

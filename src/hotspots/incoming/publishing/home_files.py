"""What a home brings along: published when it is opened or changes, and judged by `check`.

A layer that somebody loaded real rows into is never replaced by the file of the home; its rows are
only placed again where the areas changed.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotspots.errors import (
    CrsError,
    HotspotsError,
    IntakeError,
    LostRaceError,
    SourceError,
    StoreError,
)
from hotspots.incoming.checking.columns import map_columns
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.drafts import provenance
from hotspots.incoming.publishing.publish import fits, publish_file, rejoin
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import HOME_LIMITS
from hotspots.settings import Home, close_to_others, private_folder
from hotspots.store.catalogue import VERSION_FORMAT
from hotspots.store.durable import StillLockedError, exclusive
from hotspots.store.versions import LayerStore
from hotspots.store.waiting import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.report import IntakeReport


def ensure_published(
    home: Home,
    catalog: Catalog,
    geography: Geography,
    *,
    progress: Callable[[str], None] = lambda _label: None,
) -> dict[str, StoreError]:
    """Publish each embedded layer that was never published, or whose file or areas changed.

    A layer that someone loaded real rows into is never replaced by its embedded file; it is only
    joined anew when the areas changed, or what a version holds of a row did. An embedded version
    that was damaged is published again. What a killed writer left behind is removed.

    Returns
    -------
    dict
        Per layer that should have been published and could not: why. What was there before is
        still there; one layer on a faulty disk does not close the others.
    """
    close_to_others(home.state)
    sweep(home)
    faults: dict[str, StoreError] = {}
    for layer in catalog.layers:
        if layer.kind == "context":
            continue
        try:
            LayerStore.of(home, layer.id).tidy()
            if _to_do(home, geography, layer) is not None:
                progress(layer.label)
                _bring_up_to_date(home, geography, layer)
        except StoreError as error:
            faults[layer.id] = error
    return faults


def _bring_up_to_date(home: Home, geography: Geography, layer: LayerSpec) -> None:
    """Publish or join a layer anew if it has to be; the second of two openings finds it done.

    Raises
    ------
    StoreError
        If the version that is there cannot be read, or none can be written.
    """
    with ExitStack() as stack:
        try:
            # Of a shared folder, all machines that open the home at once take turns.
            folder = LayerStore.of(home, layer.id).files.folder
            private_folder(folder)
            stack.enter_context(exclusive(folder / "opening"))
        except (OSError, StillLockedError):
            pass  # whoever writes finds out why, and says so
        to_do = _to_do(home, geography, layer)
        if to_do is None:
            return
        try:
            to_do()
        except LostRaceError:
            # Another machine opens the home as well: what it did may be all there was to do.
            if _to_do(home, geography, layer) is not None:
                raise


def _to_do(home: Home, geography: Geography, layer: LayerSpec) -> Callable[[], object] | None:
    """Return what makes a layer fit its home again, or None if it does."""
    store = LayerStore.of(home, layer.id)
    current = store.current()
    path = layer.path

    def publish() -> None:
        assert path is not None  # noqa: S101 - the caller has seen that there is one
        try:
            publish_file(home, geography, layer, path, mode="replace", embedded=True)
        except (SourceError, IntakeError, CrsError) as error:
            error.name_file(_in_home(layer, path))
            raise

    if current is None:
        # A file declared empty is an example of a header: no rows is not the same as no incidents.
        waits = path is None or (layer.source is not None and layer.source.rows == 0)
        return None if waits else publish
    if current.format > VERSION_FORMAT:
        return None  # made by a newer release, which knows better
    if path is not None and current.embedded:
        same = current.made_from == (provenance(path),)
        if not (same and store.intact(current)):
            return publish
    if not fits(current, layer, geography):
        return lambda: rejoin(home, geography, layer)
    return None


def _in_home(layer: LayerSpec, path: Path) -> str:
    """Return how the file of a layer is called in its home."""
    return f"data/{layer.theme}/{path.name}"


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """A file of a layer: what is wrong with it, or else what there is to know; both may be ""."""

    problem: str = ""
    note: str = ""


def judged_files(home: Home, catalog: Catalog, geography: Geography) -> Iterator[JudgedFile]:
    """Open each file as the first start does, and publish nothing.

    A file that is declared empty waits for its first import: it has a header, and no more.
    """
    with tempfile.TemporaryDirectory() as folder:
        # A home may be read-only, and what was loaded into it does not change what it brings.
        apart = Home(home.root, Path(folder))
        for layer in catalog.layers:
            if layer.kind == "context" or layer.path is None or layer.source is None:
                continue
            if layer.source.rows == 0:
                yield _judged_empty(layer, layer.path)
            else:
                yield _judged(apart, geography, layer, layer.path)


def _judged(home: Home, geography: Geography, layer: LayerSpec, path: Path) -> JudgedFile:
    where = _in_home(layer, path)
    try:
        report = publish_file(
            home, geography, layer, path, mode="replace", embedded=True, dry_run=True
        )
    except HotspotsError as error:
        return JudgedFile(problem=f"{where}: {error}")
    if report.read and not report.accepted:
        return JudgedFile(problem=words.nothing_accepted(where, report.read))
    return JudgedFile(note=_note(where, report))


def _judged_empty(layer: LayerSpec, path: Path) -> JudgedFile:
    """Judge a file of which nothing is read as long as it is declared empty."""
    where = _in_home(layer, path)
    try:
        table = read_table(path, limits=HOME_LIMITS)
        if len(table):
            return JudgedFile(problem=words.declared_empty(where, len(table)))
        map_columns(table, layer, in_areas=True)
    except HotspotsError as error:
        return JudgedFile(problem=f"{where}: {error}")
    return JudgedFile()


def _note(where: str, report: IntakeReport) -> str:
    """Return what became of the rows, where not all of them are right."""
    if not (report.quarantined or report.duplicate):
        return ""
    return words.rows_of_file(where, report.read, report.accepted, report.quarantined)

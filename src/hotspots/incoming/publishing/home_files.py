"""The files of incidents and counts that a home brings, each opened and judged as an import is."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotspots.errors import HotspotsError
from hotspots.incoming.checking.columns import map_columns
from hotspots.incoming.publishing import words
from hotspots.incoming.publishing.publish import in_home, publish_file
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.table import HOME_LIMITS
from hotspots.settings import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.catalog.specs import Catalog, LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.report import IntakeReport


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
    where = in_home(layer, path)
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
    where = in_home(layer, path)
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

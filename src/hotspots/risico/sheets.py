"""A table of a scenario as a file: its columns, its metadata, and the rights it needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots import dutch
from hotspots.exports import about
from hotspots.exports import words as export_words
from hotspots.exports.sheet import Column, Line, Permit, Sheet
from hotspots.risico import page_words as text
from hotspots.risico.layers import COUNTED, calendars, layers_by_purpose
from hotspots.risico.tables import COLUMNS, EXAMPLE_COLUMN, HIGH, HIGHEST, LOW, LOWEST
from hotspots.risico.words import EVENT_SORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.tables import Table

#: Lists with places of other layers in them, by the purposes of those.
_HOLDS: Final = {
    "objects": ("vulnerable",),
    "warn": ("vulnerable",),
    "institutions": ("vulnerable",),
    "shelters": ("shelter",),
    "outside_shelters": ("shelter",),
    "place_ledger": ("shelter",),
    "completeness": COUNTED,
    "register_objects": ("vulnerable",),
    "register_stations": ("station",),
    "register_sources": ("risk_company", "pipeline"),
    "stations": ("station",),
    "incident_stations": ("station",),
    "sites": ("event_site",),
    "transport": ("transport",),
}
#: Lists with events of a calendar in them.
_OF_CALENDARS: Final = ("events", "large_events", "incident_events")


def risk_sheet(
    workspace: Workspace,
    *,
    layer_id: str,
    report: ScenarioReport,
    table: Table,
) -> Sheet:
    """Return a list as a sheet.

    Parameters
    ----------
    layer_id
        Of the layer that the part of the page is about.
    """
    badge = report.badge or dutch.NO
    rows = table.rows
    columns = [Column(str(name), _label(str(name))) for name in rows]
    columns.append(Column("kind_of_number", EXAMPLE_COLUMN))
    title = f"{text.PARTS[report.part]}, {report.label}: {table.title}"
    return Sheet(
        name=table.id,
        rows=rows,
        for_people=rows.assign(kind_of_number=badge),
        columns=tuple(columns),
        metadata=about.metadata_of(
            title,
            table.meaning,
            about.about_where(workspace),
            about.sentences(report.sentences),
            _assumed(report),
            _noted(report),
        ),
        described=MappingProxyType(
            {"layer": layer_id, "scenario": report.label, "kind_of_number": badge}
        ),
        permits=_permits(workspace, layer_id, report, table),
        shapes=_shapes(workspace, table) if table.where else None,
    )


def _shapes(workspace: Workspace, table: Table) -> NDArray[np.object_]:
    """Return the buurt, the wijk or the point of each row."""
    geography = workspace.geography
    known: dict[str, object] = {
        code: shape
        for areas in (geography.wijken, geography.buurten)
        for code, shape in zip(areas.codes, areas.polygons, strict=True)
    }
    shapes: NDArray[np.object_] = np.empty(len(table.where), dtype=object)
    shapes[:] = [
        known[where] if isinstance(where, str) else shapely.Point(where) for where in table.where
    ]
    return shapes


def _permits(
    workspace: Workspace, layer_id: str, report: ScenarioReport, table: Table
) -> tuple[Permit, ...]:
    selection = {"scenario": report.label, "list": table.id}
    layers = layers_by_purpose(workspace)
    ids = [layer_id]
    ids += [layers[purpose] for purpose in _HOLDS.get(table.id, ()) if purpose in layers]
    if table.id in _OF_CALENDARS or _has_event(table):
        ids += calendars(workspace)
    return tuple(Permit(layer, selection) for layer in dict.fromkeys(ids))


def _has_event(table: Table) -> bool:
    """Whether an event of a calendar is among the places."""
    return "sort" in table.rows and bool(table.rows["sort"].eq(EVENT_SORT).any())


def _assumed(report: ScenarioReport) -> Iterator[Line]:
    """Return a line per setting: its value, how sure it is, and its source."""
    for at, (label, value, certainty, source) in enumerate(report.settings.cells(), start=1):
        yield Line(f"setting_{at}", text.ASSUMPTIONS, label, f"{value} ({certainty}: {source})")


def _noted(report: ScenarioReport) -> Iterator[Line]:
    for at, note in enumerate(report.notes, start=1):
        yield Line(f"note_{at}", export_words.MIND, text.NOTES, note)


def _label(name: str) -> str:
    """Return the Dutch name of a column; each end of a margin has its own."""
    for end, words in ((LOW, LOWEST), (HIGH, HIGHEST)):
        if name.endswith(end):
            return words.format(label=COLUMNS[name.removesuffix(end)])
    return COLUMNS[name]

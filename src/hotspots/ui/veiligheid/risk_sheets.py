"""Any list of this page as a file, with what a reader of it has to know."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hotspots.analysis.export import about
from hotspots.analysis.export.sheet import Column, Permit, Sheet
from hotspots.analysis.metadata import Line, metadata_of, today
from hotspots.drawing.report.scenario_lists import HIGH, LOW
from hotspots.text import taking
from hotspots.text import veiligheid_page as text
from hotspots.ui.veiligheid.desk import layers_by_purpose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.drawing.report.scenario_lists import Listing
    from hotspots.drawing.report.scenario_told import ScenarioTold

#: Lists with places of another layer in them, by the purpose of that layer.
_HOLDS: Final = {
    "objects": "vulnerable",
    "warn": "vulnerable",
    "institutions": "vulnerable",
    "shelters": "shelter",
}


def risk_sheet(
    workspace: Workspace,
    *,
    layer_id: str,
    told: ScenarioTold,
    listing: Listing,
    made_on: date | None = None,
) -> Sheet:
    """Return a list as a sheet.

    Parameters
    ----------
    layer_id
        Of the layer that the part of the page is about.
    """
    made_on = made_on or today()
    badge = told.badge or taking.NO
    rows = listing.rows
    columns = [Column(str(name), _label(str(name))) for name in rows]
    columns.append(Column("kind_of_number", text.EXAMPLE_COLUMN))
    title = f"{text.PARTS[told.part]}, {told.label}: {listing.title}"
    return Sheet(
        name=listing.id,
        rows=rows,
        for_people=rows.assign(kind_of_number=badge),
        columns=tuple(columns),
        metadata=metadata_of(
            made_on,
            about.about_file(title, made_on, listing.meaning),
            about.about_where(workspace),
            about.sentences(told.sentences),
            _assumed(told),
            _noted(told),
        ),
        described=MappingProxyType(
            {"layer": layer_id, "scenario": told.label, "kind_of_number": badge}
        ),
        permits=_permits(workspace, layer_id, told, listing),
    )


def _permits(
    workspace: Workspace, layer_id: str, told: ScenarioTold, listing: Listing
) -> tuple[Permit, ...]:
    selection = {"scenario": told.label, "list": listing.id}
    layers = layers_by_purpose(workspace)
    ids = [layer_id]
    if listing.id in _HOLDS and _HOLDS[listing.id] in layers:
        ids.append(layers[_HOLDS[listing.id]])
    if listing.id == "events":
        ids += [layer.id for layer in workspace.catalog.layers if layer.kind == "calendar"]
    return tuple(Permit(found, selection) for found in dict.fromkeys(ids))


def _assumed(told: ScenarioTold) -> Iterator[Line]:
    """Return a line per setting: its value, how sure it is, and its source."""
    for at, (label, value, certainty, source) in enumerate(told.settings.cells(), start=1):
        yield Line(f"setting_{at}", text.ASSUMPTIONS, label, f"{value} ({certainty}: {source})")


def _noted(told: ScenarioTold) -> Iterator[Line]:
    for at, note in enumerate(told.notes, start=1):
        yield Line(f"note_{at}", taking.MIND, text.NOTES, note)


def _label(name: str) -> str:
    """Return the Dutch name of a column; one end of a margin says which."""
    for end, words in ((LOW, text.LOWEST), (HIGH, text.HIGHEST)):
        if name.endswith(end):
            return words.format(label=text.COLUMNS[name.removesuffix(end)])
    return text.COLUMNS[name]

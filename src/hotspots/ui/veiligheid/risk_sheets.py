"""Any list of this page as a file, with what a reader of it has to know."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.analysis.export import about
from hotspots.analysis.export.sheet import Column, Permit, Sheet
from hotspots.analysis.metadata import Line, metadata_of, today
from hotspots.drawing.report.scenario_lists import HIGH, LOW
from hotspots.risk.looked_at import calendars, layers_by_purpose
from hotspots.text import taking
from hotspots.text import veiligheid_lists as lists
from hotspots.text import veiligheid_page as text
from hotspots.text.risk import EVENT_SORT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.drawing.report.scenario_lists import Listing
    from hotspots.drawing.report.scenario_parts import ScenarioTold

#: Lists with places of another layer in them, by the purpose of that layer.
_HOLDS: Final = {
    "objects": "vulnerable",
    "warn": "vulnerable",
    "institutions": "vulnerable",
    "shelters": "shelter",
    "sites": "event_site",
    "transport": "transport",
}
#: Lists with events of a calendar in them.
_OF_CALENDARS: Final = ("events", "large_events", "incident_events")


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
    columns.append(Column("kind_of_number", lists.EXAMPLE_COLUMN))
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
        shapes=_shapes(workspace, listing) if listing.where else None,
    )


def _shapes(workspace: Workspace, listing: Listing) -> NDArray[np.object_]:
    """Return the buurt, the wijk or the point of each row."""
    geography = workspace.geography
    known: dict[str, Any] = {
        code: shape
        for areas in (geography.wijken, geography.buurten)
        for code, shape in zip(areas.codes, areas.polygons, strict=True)
    }
    shapes: NDArray[np.object_] = np.empty(len(listing.where), dtype=object)
    shapes[:] = [
        known[where] if isinstance(where, str) else shapely.Point(where) for where in listing.where
    ]
    return shapes


def _permits(
    workspace: Workspace, layer_id: str, told: ScenarioTold, listing: Listing
) -> tuple[Permit, ...]:
    selection = {"scenario": told.label, "list": listing.id}
    layers = layers_by_purpose(workspace)
    ids = [layer_id]
    if listing.id in _HOLDS and _HOLDS[listing.id] in layers:
        ids.append(layers[_HOLDS[listing.id]])
    if listing.id in _OF_CALENDARS or _has_event(listing):
        ids += calendars(workspace)
    return tuple(Permit(found, selection) for found in dict.fromkeys(ids))


def _has_event(listing: Listing) -> bool:
    """Whether an event of a calendar is among the places."""
    return "sort" in listing.rows and bool(listing.rows["sort"].eq(EVENT_SORT).any())


def _assumed(told: ScenarioTold) -> Iterator[Line]:
    """Return a line per setting: its value, how sure it is, and its source."""
    for at, (label, value, certainty, source) in enumerate(told.settings.cells(), start=1):
        yield Line(f"setting_{at}", text.ASSUMPTIONS, label, f"{value} ({certainty}: {source})")


def _noted(told: ScenarioTold) -> Iterator[Line]:
    for at, note in enumerate(told.notes, start=1):
        yield Line(f"note_{at}", taking.MIND, text.NOTES, note)


def _label(name: str) -> str:
    """Return the Dutch name of a column; one end of a margin says which."""
    for end, words in ((LOW, lists.LOWEST), (HIGH, lists.HIGHEST)):
        if name.endswith(end):
            return words.format(label=lists.COLUMNS[name.removesuffix(end)])
    return lists.COLUMNS[name]

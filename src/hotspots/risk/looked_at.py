"""Which layers an answer about rail or water tells of: their rights count, and all are audited."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from hotspots.access.calendar import require_calendar
from hotspots.errors import AccessError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

#: The purposes whose layer a part is about, the first that a home has.
SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "spoor": ("rail",),
    "water": ("flood_depth", "flood_zone"),
    "incident": ("rail",),
}
#: The purposes of the layers that a part tells of; the others say nothing by themselves.
_TOLD: Final[dict[str, tuple[str, ...]]] = {
    "spoor": ("rail", "people", "vulnerable", "shelter", "event_site", "transport"),
    "water": ("flood_depth", "flood_zone", "people", "vulnerable", "shelter", "event_site"),
    "incident": ("rail", "people", "vulnerable", "event_site"),
}


def looked_at(workspace: Workspace, part: str, *, events: bool = True) -> tuple[str, ...]:
    """Return the ids of the layers that a part looks in, as far as this role sees them.

    Parameters
    ----------
    part
        "spoor", "water" or "incident".
    events
        Whether it tells of events too.
    """
    layers = layers_by_purpose(workspace)
    found = [layers[purpose] for purpose in _TOLD[part] if purpose in layers]
    return tuple(dict.fromkeys([*found, *(calendars(workspace) if events else ())]))


def layers_by_purpose(workspace: Workspace) -> dict[str, str]:
    """Return the id of the layer of each purpose, as far as this role sees them."""
    purposes = {spec.id: spec.purpose for spec in workspace.library.catalog.contexts}
    return {
        purposes[layer.context]: layer.id
        for layer in workspace.catalog.layers
        if layer.context is not None and purposes.get(layer.context)
    }


def calendars(workspace: Workspace) -> tuple[str, ...]:
    """Return the ids of the calendars whose events this role sees, each at its place."""
    found = []
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            with suppress(AccessError):
                require_calendar(layer, workspace.role)
                found.append(layer.id)
    return tuple(found)

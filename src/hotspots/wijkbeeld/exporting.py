"""Which part of a briefing a role may take away, noted in the audit before it leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.access.export import allow_export
from hotspots.wijkbeeld.place import DRAWN

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.briefing import Briefing, LayerLine


def exportable(workspace: Workspace, briefing: Briefing) -> tuple[Briefing, tuple[str, ...]]:
    """Return a briefing of the layers that may be taken away, and the labels of the others."""
    exported = tuple(line for line in briefing.lines if workspace.may_export(line.layer))
    ids = {line.layer.id for line in exported}
    left = tuple(line.layer.label for line in briefing.lines if line.layer.id not in ids)
    if not left:
        return briefing, ()
    return replace(
        briefing,
        lines=exported,
        details={name: detail for name, detail in briefing.details.items() if name in ids},
        zones=tuple(zone for zone in briefing.zones if zone.layer in ids),
        zones_silent={name: why for name, why in briefing.zones_silent.items() if name in ids},
        events=tuple(event for event in briefing.events if event.layer in ids),
        notes=tuple(
            note for note in briefing.notes if not note.layers or set(note.layers) & ids
        ),
    ), left  # fmt: skip


def note_export(workspace: Workspace, briefing: Briefing, *, kind: str) -> None:
    """Write in the audit that every layer of a briefing leaves the tool, or stop.

    Raises
    ------
    AccessError
        If this role may not take one of them away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    for line in briefing.lines:
        if line.version is not None:
            allow_export(
                workspace,
                line.layer.id,
                kind=kind,
                selection=briefing.place.selection(line.layer.id, period=line.period).to_dict(),
                level=_level_of(briefing, line),
            )


def _level_of(briefing: Briefing, line: LayerLine) -> tuple[str, int] | None:
    """Return how fine the numbers of a line are; None where it has none of its own."""
    if line.count is None or line.layer.sensitive:
        return None
    detail = briefing.details.get(line.layer.id)
    if detail is not None and detail.cells:
        return "cells", detail.cells[0].size_m
    return (briefing.place.level, 0) if briefing.place.level != DRAWN else None

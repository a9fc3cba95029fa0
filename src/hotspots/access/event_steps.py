"""What was done to one event of a calendar, by whom and when: its lines of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotspots.access.audit import lines
from hotspots.access.importing import require_loader

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec


@dataclass(frozen=True, slots=True)
class EventStep:
    """An event was written, or the calendar that it stands in went back to an earlier version.

    Attributes
    ----------
    at
        Moment in UTC (ISO 8601).
    who, role
        Of the one who did it.
    status
        How far the event was after it; "" where the calendar went back.
    version
        Of the calendar after it, such as "v3".
    """

    at: str
    who: str
    role: str
    status: str
    version: str


def event_steps(workspace: Workspace, layer: LayerSpec, event_id: str) -> tuple[EventStep, ...]:
    """Return what was done to an event of a calendar here, oldest first.

    What came with a file is not in it: the versions say which file. A step back counts from the
    first time that the event was written here.

    Raises
    ------
    AccessError
        If this role may not load the calendar: who did what is not for everyone.
    """
    own = require_loader(workspace, layer)
    steps: list[EventStep] = []
    for line in lines(workspace.home):
        if (line.get("subject"), line.get("outcome")) != (own.id, "done"):
            continue
        details = line.get("details", {})
        written = line["action"] == "imported" and details.get("id") == event_id
        if written or (line["action"] == "restored" and steps):
            steps.append(_step(line, details))
    return tuple(steps)


def _step(line: dict[str, Any], details: dict[str, Any]) -> EventStep:
    version = details.get("version") or ""
    return EventStep(
        at=line["at"],
        who=line["who"],
        role=line["role"],
        status=details.get("status", ""),
        version=f"v{version}" if isinstance(version, int) else str(version),
    )

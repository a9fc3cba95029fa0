"""The calendar as a visitor of the page sees it: opened once per version and role."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.access.cache import Cache, lenient_key_of
from hotspots.access.calendar import require_calendar
from hotspots.access.features import drawn_mark
from hotspots.errors import AccessError, HotspotsError
from hotspots.evenementen.calendar import (
    EventCalendar,
    EventFilter,
    calendar_layer,
    open_calendar,
)

if TYPE_CHECKING:
    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec


_calendars = Cache[EventCalendar]()
_derived = Cache[EventCalendar]()


@dataclass(frozen=True, slots=True, eq=False)
class EventView:
    """What a part of the page gets: the visitor's workspace, the cache key, and the calendar."""

    workspace: Workspace
    key: Key
    calendar: EventCalendar

    @property
    def layer_id(self) -> str:
        """Id of the calendar."""
        return self.calendar.layer.id

    @property
    def may_change(self) -> bool:
        """Whether this role may make a new version of the calendar."""
        return self.workspace.may_import(self.calendar.layer)

    def filtered(self, chosen: EventFilter) -> EventCalendar:
        """Return the calendar with only the events that pass, and the pressure of those."""
        if chosen == EventFilter():
            return self.calendar
        return _derived.answer((self.key, chosen), lambda: self.calendar.filtered(chosen))

    def with_point(self, x_rd: float, y_rd: float) -> EventCalendar:
        """Return the calendar with one more location: a point of which nothing else is known."""
        return _derived.answer((self.key, x_rd, y_rd), lambda: self.calendar.with_point(x_rd, y_rd))


def may_see_calendar(workspace: Workspace) -> bool:
    """Whether this role may see the events of a calendar, each at its location."""
    layer = next((one for one in workspace.catalog.layers if one.kind == "calendar"), None)
    if layer is None:
        return False
    try:
        require_calendar(layer, workspace.role)
    except AccessError:
        return False
    return True


def view_of(workspace: Workspace) -> EventView:
    """Return the calendar of this role at the version that is served."""
    layer = calendar_layer(workspace)
    key = _key_of(workspace, layer)
    return EventView(workspace, key, _calendar_of(workspace, key, layer))


def _calendar_of(workspace: Workspace, key: Key, layer: LayerSpec) -> EventCalendar:
    return _calendars.answer(key, lambda: open_calendar(workspace, layer))


def _key_of(workspace: Workspace, layer: LayerSpec) -> Key:
    """Return what an opened calendar depends on: its version and the layers it looks around in."""
    library = workspace.library
    marks = []
    for spec in library.catalog.contexts:
        if spec.purpose:
            # The check leaves out a layer that cannot be read, and so does the key.
            with suppress(HotspotsError):
                marks.append(f"{spec.id}:{drawn_mark(library, spec)}")
    return lenient_key_of(workspace, layer.id).with_marks(*marks)

"""What all parts of the page start from: the calendar as this role may see it, read once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np

from hotspots.access.calendar import require_calendar
from hotspots.access.features import drawn_mark
from hotspots.access.kept import Kept
from hotspots.errors import AccessError, HotspotsError
from hotspots.events.field import PressureField, pressure_field, with_place
from hotspots.events.locations import Location, Locations
from hotspots.events.room import EventRoom, calendar_layer, open_events
from hotspots.intake.moments import AMSTERDAM
from hotspots.text import events_page as text
from hotspots.text.numbers import number
from hotspots.ui import cached

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.events.calendar import Events
    from hotspots.ui.cached import Key

#: Id of a place that somebody points at and that is not in the list.
POINT_ID: Final = "punt"
_rooms = Kept[EventRoom](most=8)
_derived = Kept[EventRoom](most=32)


@dataclass(frozen=True, slots=True, eq=False)
class EventDesk:
    """What a part of the page gets: who looks, at which version, and the calendar itself."""

    workspace: Workspace
    key: Key
    room: EventRoom

    @property
    def layer_id(self) -> str:
        """Id of the calendar."""
        return self.room.layer.id

    @property
    def may_change(self) -> bool:
        """Whether this role may make a new version of the calendar."""
        return self.workspace.may_import(self.room.layer)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are meant; an empty tuple is all of them. ``months`` are 1 to 12."""

    soorten: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def rows(self, room: EventRoom) -> NDArray[np.bool_]:
        """Return which events pass, shape (n,)."""
        events = room.events
        passing = np.ones(len(events), dtype=np.bool_)
        for chosen, told in (
            (self.soorten, events.soorten),
            (self.classes, room.risks),
            (self.wijken, events.wijk),
            (self.statuses, events.statuses),
        ):
            if chosen:
                passing &= np.array([value in chosen for value in told], dtype=np.bool_)
        if self.months:
            month = events.begin.astype("M8[M]").astype(np.int64) % 12 + 1
            passing &= np.isin(month, self.months)
        return passing


def may_see_calendar(workspace: Workspace) -> bool:
    """Whether this role sees the events of a calendar, each at its place."""
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            try:
                require_calendar(layer, workspace.role)
            except AccessError:
                return False
            return True
    return False


def desk_of(workspace: Workspace) -> EventDesk:
    """Return the calendar of this role at the version that is served."""
    layer = calendar_layer(workspace)
    key = _key_of(workspace, layer)
    return EventDesk(workspace, key, _room(workspace, key, layer))


def _room(workspace: Workspace, key: Key, layer: LayerSpec) -> EventRoom:
    return _rooms.answer(key, lambda: open_events(workspace, layer))


def _key_of(workspace: Workspace, layer: LayerSpec) -> Key:
    """Return what a room depends on: the calendar, and the layers that it looks around in."""
    role, areas, served = cached.lenient_key_of(workspace, layer.id)
    library = workspace.library
    marks = [served]
    for spec in library.catalog.contexts:
        if spec.purpose:
            # A layer that cannot be read is as one that is not there, as it is to the check.
            with suppress(HotspotsError):
                marks.append(f"{spec.id}:{drawn_mark(library, spec)}")
    return role, areas, "|".join(marks)


def filtered(desk: EventDesk, chosen: EventFilter) -> EventRoom:
    """Return the calendar with only the events that pass, and the pressure of those."""
    if chosen == EventFilter():
        return desk.room
    return _derived.answer((desk.key, chosen), lambda: _only(desk.room, chosen))


def _only(room: EventRoom, chosen: EventFilter) -> EventRoom:
    rows = np.flatnonzero(chosen.rows(room))
    events = room.events.where(rows)
    risks = tuple(room.risks[row] for row in rows.tolist())
    field = pressure_field(
        events, risks, room.locations, room.field.residents, room.settings.pressure
    )
    return _with_field(replace(room, events=events, risks=risks), field)


def with_point(desk: EventDesk, x_rd: float, y_rd: float) -> EventRoom:
    """Return the calendar with one more place: a point of which nothing else is known."""
    return _derived.answer((desk.key, x_rd, y_rd), lambda: _with_point(desk.room, x_rd, y_rd))


def _with_point(room: EventRoom, x_rd: float, y_rd: float) -> EventRoom:
    name = text.POINT_NAME.format(x=number(x_rd), y=number(y_rd))
    place = Location(POINT_ID, name, "", x_rd, y_rd)
    known = room.locations
    # Last in the list, so that the events keep their places.
    locations = Locations.of(
        (*known.items, place), synthetic=known.synthetic, attribution=known.attribution
    )
    field = with_place(room.field, x_rd, y_rd, len(known))
    return _with_field(replace(room, locations=locations), field)


def _with_field(room: EventRoom, field: PressureField) -> EventRoom:
    buurten = len(room.buurt_codes)
    return replace(room, field=field, buurt_share=field.of_areas(np.arange(buurten), buurten))


def years_of(events: Events) -> tuple[int, ...]:
    """Return the years that a calendar has events in, the last first; this year without any."""
    if not len(events):
        return (today().year,)
    first, last = date_of(int(events.first_day.min())), date_of(int(events.last_day.max()))
    return tuple(range(last.year, first.year - 1, -1))


def today() -> date:
    """Return the day it is in the Netherlands."""
    return datetime.now(ZoneInfo(AMSTERDAM)).date()


def date_of(day: int) -> date:
    """Return the date of a day since 1 January 1970.

    Examples
    --------
    >>> date_of(0)
    datetime.date(1970, 1, 1)
    """
    found: date = np.datetime64(day, "D").item()
    return found


def day_of(moment: date) -> int:
    """Return the day since 1 January 1970 of a date.

    Examples
    --------
    >>> day_of(date(1970, 1, 2))
    1
    """
    return int(np.datetime64(moment, "D").astype(np.int64))


def place_names(room: EventRoom) -> dict[str, str]:
    """Return the name of each location by its id; with the id where two have one name."""
    names = [item.name or item.id for item in room.locations.items]
    return {
        item.id: name if names.count(name) == 1 else f"{name} ({item.id})"
        for item, name in zip(room.locations.items, names, strict=True)
    }

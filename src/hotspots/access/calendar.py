"""The events of a calendar, for a role that may see where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from hotspots.errors import AccessError
from hotspots.text import access as text
from hotspots.text import door_calendar

if TYPE_CHECKING:
    from hotspots.catalog.specs import LayerSpec

#: The columns of a version that a calendar needs; one of before there were calendars lacks some.
COLUMNS: Final = (
    "id",
    "soort",
    "title",
    "location",
    "begin",
    "begin_has_time",
    "end",
    "end_has_time",
    "build_up",
    "dismantled",
    "visitors",
    "status",
    "sound",
    "class",
    "profile",
    "requested",
    "actual_visitors",
    "findings",
    "entered_by",
    "entered_at",
    "x_rd",
    "y_rd",
    "buurt",
    "wijk",
)
#: Columns in which people write about an event, or stand themselves: for who keeps the calendar.
FOR_THE_KEEPER: Final = ("findings", "entered_by", "entered_at")


def nobodys_calendar() -> pa.Table:
    """Return a calendar that nothing was loaded into yet: everything is free, as far as known."""
    return pa.table({name: [] for name in COLUMNS})


def require_calendar(layer: LayerSpec, role: str) -> None:
    """Stop unless a layer is a calendar, and this role may see it finer than buurten.

    An event is announced in public, so its place is no secret; a role that sees only buurten of
    the theme does not get it all the same.

    Raises
    ------
    AccessError
    """
    if layer.kind != "calendar":
        raise AccessError(*door_calendar.no_calendar(layer.label))
    if layer.sensitive or layer.privacy.finest not in ("cells", "places"):
        raise AccessError(
            text.NOT_FOR_ROLE.format(layer=layer.label, role=role),
            door_calendar.CALENDAR_IN_CELLS,
            text.ASK,
        )


def without_remarks(events: pa.Table) -> pa.Table:
    """Return events with empty columns where only the keeper of the calendar may read."""
    for name in FOR_THE_KEEPER:
        if name in events.column_names:
            at = events.column_names.index(name)
            events = events.set_column(
                at, name, pa.nulls(events.num_rows, events.schema.field(name).type)
            )
    return events

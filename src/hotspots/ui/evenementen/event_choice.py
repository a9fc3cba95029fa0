"""An event of the calendar that a user chooses by its title."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hotspots.text import events_page as text
from hotspots.ui.controls import choose_one
from hotspots.ui.evenementen.rooms import place_names

if TYPE_CHECKING:
    from hotspots.ui.evenementen.rooms import EventDesk


def choose_event(
    desk: EventDesk,
    rows: list[int],
    *,
    label: str,
    key: str,
    latest_first: bool = False,
    **more: Any,  # noqa: ANN401
) -> str | None:
    """Let a user choose an event of the calendar by its title; None as long as nobody did."""
    events = desk.room.events
    places = place_names(desk.room)
    rows = rows[::-1] if latest_first else rows
    labels = {
        events.ids[row]: text.event_label(
            events.titles[row] or events.ids[row],
            events.begin[row].item(),
            places.get(events.locations[row], events.locations[row]),
        )
        for row in rows
    }
    # Two events with one label would be one in the list.
    times = Counter(labels.values())
    names = {name: f"{told} ({name})" if times[told] > 1 else told for name, told in labels.items()}
    chosen = choose_one(
        label,
        ("", *names),
        key=key,
        name=lambda name: names[name] if name else text.PICK_EVENT,
        **more,
    )
    return chosen or None

"""The page `Evenementen`: which part, and then that part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.calendar import date_of
from hotspots.evenementen import page_words as text
from hotspots.evenementen.page_afterwards import show_afterwards
from hotspots.evenementen.page_blocks import PART, show_made
from hotspots.evenementen.page_check import show_check
from hotspots.evenementen.page_places import show_places
from hotspots.evenementen.page_plan import show_board
from hotspots.evenementen.page_pressure import show_pressure
from hotspots.evenementen.page_requests import show_requests
from hotspots.evenementen.page_sites import offer_new_site
from hotspots.evenementen.page_view import may_see_calendar, view_of
from hotspots.maps import words as map_text
from hotspots.pages.controls import choose_tile
from hotspots.pages.opened import note_looking, opened_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.evenementen.page_view import EventView

_SHOW: Final[dict[str, Callable[[EventView], None]]] = {
    "check": show_check,
    "requests": show_requests,
    "places": show_places,
    "pressure": show_pressure,
    "board": show_board,
    "afterwards": show_afterwards,
}
#: What says nothing without events.
_OF_EVENTS: Final = ("requests", "pressure", "board", "afterwards")


def show() -> None:
    """Show the page."""
    workspace = opened_workspace()
    st.subheader(text.PAGE)
    if not may_see_calendar(workspace):
        st.info(text.NO_CALENDAR)
        return
    view = view_of(workspace)
    part = choose_tile(
        text.PART,
        tuple(_SHOW),
        key=PART,
        name=lambda name: text.PARTS[name],
        label_visibility="collapsed",
    )
    show_made()
    _show_calendar(view)
    note_looking(workspace, view.layer_id, {"events": part})
    if not len(view.calendar.locations) and part == "places":
        st.info(text.NO_PLACES)
        offer_new_site(view)
    elif not len(view.calendar.events) and part in _OF_EVENTS:
        st.info(text.EMPTY)
    else:
        if not len(view.calendar.events):
            st.info(text.EMPTY_CHECK)
        _SHOW[part](view)


def _show_calendar(view: EventView) -> None:
    """Say which calendar this is, and that it is made up if it is."""
    events = view.calendar.events
    if not len(events):
        return
    first, last = date_of(int(events.first_day.min())), date_of(int(events.last_day.max()))
    line = text.calendar_line(len(events), first, last)
    if view.calendar.synthetic:
        line += f" · :orange-badge[{map_text.SYNTHETIC_BADGE}]"
    st.markdown(line)

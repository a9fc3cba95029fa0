"""Which large events of a year lie in a zone along the track: what the page `Risico` flags too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from hotspots.access.cache import Cache
from hotspots.dutch import as_text, day
from hotspots.errors import HotspotsError
from hotspots.evenementen import page_words as text
from hotspots.pages.tables import fold
from hotspots.risico.at_place import CalendarInZones, events_in_zones, settings_fingerprint

if TYPE_CHECKING:
    from hotspots.evenementen.page_view import EventView

_answers = Cache[CalendarInZones]()


def show_in_zones(view: EventView, year: int) -> None:
    """Show the events of a year; nothing in a home without railways, or to a role without them."""
    try:
        key = (view.key, settings_fingerprint(view.workspace))
        calendar = _answers.answer(key, lambda: events_in_zones(view.workspace))
    except HotspotsError:
        return
    events = calendar.in_year(year)
    label = text.IN_ZONES.format(count=len(events.large))
    fold(label, partial(_show, events), key="evenementen_in_zones")


def _show(events: CalendarInZones) -> None:
    st.caption(text.ABOUT if events.large else text.NONE)
    for event in events.large:
        when = "" if event.day is None else f"{day(event.day)}: "
        st.warning(f"{when}{as_text(event.sentence)}", icon="⚠️")
    for note in (events.unsized_sentence, text.without_place(events.without_place)):
        if note:
            st.caption(note)

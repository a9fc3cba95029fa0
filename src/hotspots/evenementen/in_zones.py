"""Which large events of a year lie in a zone along the track: what the page `Risico` flags too."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from hotspots.access.cache import Kept
from hotspots.dutch import as_text, day
from hotspots.errors import HotspotsError
from hotspots.evenementen import page_words as text
from hotspots.pages.tables import fold
from hotspots.risico import words as risk_text
from hotspots.risico.calendar import CalendarInZones, events_in_zones
from hotspots.risico.settings import read_risk_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.evenementen.showing import EventDesk
    from hotspots.risico.calendar import InZone

_found = Kept[CalendarInZones](most=16)


def show_in_zones(desk: EventDesk, year: int) -> None:
    """Show the events of a year; nothing in a home without railways, or for who sees none."""
    try:
        settings = hashlib.sha256(repr(read_risk_settings(desk.workspace.home)).encode())
        found = _found.answer(
            (desk.key, settings.hexdigest()), lambda: events_in_zones(desk.workspace)
        )
    except HotspotsError:
        return
    mine = [one for one in found.found if one.day is None or one.day.year == year]
    unsized = sum(1 for moment in found.unsized if moment is None or moment.year == year)
    label = text.IN_ZONES.format(count=len(mine))
    notes = (risk_text.events_without_visitors(unsized), text.without_place(found.without_place))
    fold(label, partial(_show, mine, notes), key="evenementen_in_zones")


def _show(found: Sequence[InZone], notes: Sequence[str]) -> None:
    st.caption(text.ABOUT if found else text.NONE)
    for one in found:
        when = "" if one.day is None else f"{day(one.day)}: "
        st.warning(f"{when}{as_text(one.sentence)}", icon="⚠️")
    for note in notes:
        if note:
            st.caption(note)

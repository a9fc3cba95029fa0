"""Which large events of a year lie in a zone along the track: what the page `Risico` flags too."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.risk.calendar import InZone, events_in_zones
from hotspots.risk.settings import read_risk_settings
from hotspots.text import events_zones as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day
from hotspots.ui.folded import fold
from hotspots.ui.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.ui.evenementen.rooms import EventDesk

_found = Kept[tuple[InZone, ...]](most=16)


def show_in_zones(desk: EventDesk, year: int) -> None:
    """Show the events of a year; nothing in a home without railways, or for who sees none."""
    try:
        settings = hashlib.sha256(repr(read_risk_settings(desk.workspace.home)).encode())
        found = _found.answer(
            (desk.key, settings.hexdigest()), lambda: events_in_zones(desk.workspace)
        )
    except HotspotsError:
        return
    mine = [one for one in found if one.day is None or one.day.year == year]
    label = text.IN_ZONES.format(count=len(mine))
    fold(label, partial(_show, mine), key="evenementen_in_zones")


def _show(found: Sequence[InZone]) -> None:
    st.caption(text.ABOUT if found else text.NONE)
    for one in found:
        when = "" if one.day is None else f"{day(one.day)}: "
        st.warning(f"{when}{as_text(one.sentence)}", icon="⚠️")

"""The part `Locaties`: all places in a table and on a map, and one of them up close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.cartography.event_maps import SPOT_M, circles, places_spec
from hotspots.events.capacity import capacity_of
from hotspots.events.days import year_bounds
from hotspots.events.profile import RINGS_M
from hotspots.events.settings import CLASSES
from hotspots.events.year_board import year_board
from hotspots.text import events_page as text
from hotspots.text import events_parts as parts
from hotspots.ui.controls import choose_one, choose_some
from hotspots.ui.evenementen.picking import choose_on_map
from hotspots.ui.evenementen.place_profile import show_profile
from hotspots.ui.evenementen.rooms import place_names
from hotspots.ui.evenementen.showing import choose_year, draw_map, offer_rows
from hotspots.ui.tables import show_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.events.locations import Location
    from hotspots.ui.evenementen.rooms import EventDesk

#: Key of the widget, which is the name in the link.
PLACE: Final = "plaats"
#: metres around a place that its map opens with.
_AROUND_M: Final = 750.0


def show_places(desk: EventDesk) -> None:
    """Show the part."""
    items = desk.room.locations.items
    names = place_names(desk.room)
    chosen_column, year_column = st.columns([3, 1])
    with chosen_column:
        chosen = choose_one(
            parts.PLACE,
            ("", *names),
            key=PLACE,
            name=lambda name: names[name] if name else parts.ALL_PLACES,
        )
    with year_column:
        year = choose_year(desk)
    place = next((item for item in items if item.id == chosen), None)
    if place is None:
        _show_all(desk, year)
    else:
        _show_map(desk, place)
        show_profile(desk, place, year)


def _show_map(desk: EventDesk, place: Location | None) -> None:
    """Draw all places; around the chosen one the distances that its residents are counted in."""
    overlay, around = None, None
    if place is not None:
        rings = [(SPOT_M, "✕", place.name)]
        rings += [(metres, f"{metres:.0f} m", f"{metres:.0f} m") for metres in RINGS_M]
        overlay = circles(parts.PLACE, place.x_rd, place.y_rd, rings)
        around = (place.x_rd, place.y_rd, _AROUND_M)
    spec = places_spec(desk.workspace, desk.room, overlay)
    st.caption(parts.PICK_A_PLACE)
    picked = choose_on_map(desk.room.locations, PLACE)
    draw_map(desk, spec, parts.PLACES_MAP, key="locaties_kaart", around=around, picked=picked)


def _show_all(desk: EventDesk, year: int) -> None:
    rows = place_rows(desk, year)
    kinds = tuple(sorted({kind for kind in rows["kind"] if kind}))
    with st.sidebar:
        wanted = choose_some(parts.KIND, kinds, key="soort_locatie", name=str)
        wijken = choose_some(
            text.WIJK, tuple(desk.workspace.geography.wijken.names), key="wijk_locatie", name=str
        )
    if wanted:
        rows = rows[rows["kind"].isin(wanted)]
    if wijken:
        rows = rows[rows["wijk"].isin(wijken)]
    _show_map(desk, None)
    st.markdown(f"#### {parts.PLACES_TABLE.format(year=year)}")
    if not len(rows):
        st.info(text.NOTHING_FITS)
        return
    show_table(rows, parts.PLACES_COLUMNS)
    offer_rows(
        desk, rows, parts.PLACES_COLUMNS, name=f"locaties_{year}",
        title=parts.PLACES_TABLE.format(year=year), meaning=parts.PLACES_ROWS,
        key="locaties_bestand",
    )  # fmt: skip


def place_rows(desk: EventDesk, year: int) -> pd.DataFrame:
    """Return a row per place: what it can hold, and what is left of its year."""
    room, geography = desk.room, desk.workspace.geography
    items = room.locations.items
    buurt = geography.index.locate(room.locations.x_rd, room.locations.y_rd)
    wijk = [geography.wijken.names[geography.buurten.parent[at]] if at >= 0 else "" for at in buurt]
    first, last = year_bounds(year)
    events = room.events
    held = events.counts & (events.place >= 0)
    held &= (events.first_day <= last) & (events.last_day >= first)
    board = year_board(events, room.risks, room.locations, year)
    left = {
        f"{name}_{risk.lower()}": _whole(board.left(room.locations, risk, sound=sound))
        for name, sound in (("left", False), ("sound_left", True))
        for risk in CLASSES
    }
    return pd.DataFrame(
        {
            "location": [item.name or item.id for item in items],
            "kind": [item.kind for item in items],
            "wijk": wijk,
            "usable_m2": pd.array(
                [None if item.usable_m2 is None else round(item.usable_m2) for item in items],
                dtype="Int64",
            ),
            "capacity": pd.array(
                [capacity_of(item, room.settings.capacity).people for item in items],
                dtype="Int64",
            ),
            "events": np.bincount(events.place[held], minlength=len(items))[: len(items)],
            **left,
        }
    )


def _whole(days: NDArray[np.float64]) -> object:
    """Return days that are left; missing where there is no limit."""
    return pd.array([int(left) if np.isfinite(left) else None for left in days], dtype="Int64")

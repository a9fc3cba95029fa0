"""The part `Locaties`: all places in a table and on a map, and one of them up close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.evenementen import page_words as text
from hotspots.evenementen import profile_words
from hotspots.evenementen.maps import places_spec, surroundings
from hotspots.evenementen.page_controls import choose_year, offer_rows
from hotspots.evenementen.page_map import choose_on_map, draw_map
from hotspots.evenementen.page_profile import show_profile
from hotspots.evenementen.profile import RINGS_M
from hotspots.evenementen.tables import place_rows
from hotspots.pages.controls import choose_one, choose_some
from hotspots.pages.tables import show_table

if TYPE_CHECKING:
    from hotspots.evenementen.locations import Location
    from hotspots.evenementen.page_view import EventView


#: Key of the widget, which is the name in the link.
PLACE: Final = "plaats"
#: metres around a place that its map opens with.
_AROUND_M: Final = 750.0


def show_places(view: EventView) -> None:
    """Show the part."""
    items = view.calendar.locations.items
    names = view.calendar.locations.names
    chosen_column, year_column = st.columns([3, 1])
    with chosen_column:
        chosen = choose_one(
            text.PLACE,
            ("", *names),
            key=PLACE,
            name=lambda name: names[name] if name else text.ALL_PLACES,
        )
    with year_column:
        year = choose_year(view)
    place = next((item for item in items if item.id == chosen), None)
    if place is None:
        _show_all(view, year)
    else:
        _show_map(view, place)
        show_profile(view, place, year)


def _show_map(view: EventView, place: Location | None) -> None:
    """Draw all places; around the chosen one the distances that its residents are counted in."""
    overlay, around = None, None
    if place is not None:
        overlay = surroundings(place, RINGS_M)
        around = (place.x_rd, place.y_rd, _AROUND_M)
    spec = places_spec(view.workspace, view.calendar, overlay)
    st.caption(text.PICK_A_PLACE)
    picked = choose_on_map(view.calendar.locations, PLACE)
    draw_map(view, spec, text.PLACES_MAP, key="locaties_kaart", around=around, picked=picked)


def _show_all(view: EventView, year: int) -> None:
    rows = place_rows(view.calendar, view.workspace.geography, year)
    kinds = tuple(sorted({kind for kind in rows["kind"] if kind}))
    with st.sidebar:
        wanted = choose_some(text.KIND, kinds, key="soort_locatie", name=str)
        wijken = choose_some(
            text.WIJK, tuple(view.workspace.geography.wijken.names), key="wijk_locatie", name=str
        )
    if wanted:
        rows = rows[rows["kind"].isin(wanted)]
    if wijken:
        rows = rows[rows["wijk"].isin(wijken)]
    _show_map(view, None)
    st.markdown(f"#### {profile_words.PLACES_TABLE.format(year=year)}")
    if not len(rows):
        st.info(text.NOTHING_FITS)
        return
    show_table(rows, profile_words.PLACES_COLUMNS)
    offer_rows(
        view, rows, profile_words.PLACES_COLUMNS, name=f"locaties_{year}",
        title=profile_words.PLACES_TABLE.format(year=year), meaning=profile_words.PLACES_ROWS,
        key="locaties_bestand",
    )  # fmt: skip

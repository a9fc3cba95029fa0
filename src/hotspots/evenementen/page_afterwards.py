"""The part `Na afloop`: how many came and what was found, written down for the next time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from hotspots.dutch import as_text, number
from hotspots.evenementen import page_words as parts
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.changing import two_clicks
from hotspots.evenementen.request import looked_back
from hotspots.evenementen.showing import (
    choose_event,
    choose_filter,
    choose_year,
    day_of,
    event_rows,
    offer_rows,
    today,
)
from hotspots.pages.tables import show_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.showing import EventDesk


def show_afterwards(desk: EventDesk) -> None:
    """Show the part."""
    with st.sidebar:
        chosen = choose_filter(desk, months=True)
    year_column, only_column = st.columns([1, 3], vertical_alignment="bottom")
    with year_column:
        year = choose_year(desk)
    with only_column:
        only_open = st.toggle(plan_text.ONLY_OPEN, key="open", bind="query-params")
    events = desk.room.events
    past = events.counts & (events.last_day < day_of(today())) & chosen.rows(desk.room)
    past &= events.begin.astype("M8[Y]") == np.datetime64(str(year), "Y")
    rows = np.flatnonzero(past)
    if not rows.size:
        st.info(plan_text.NO_PAST)
        return
    st.markdown(_told(desk.room, rows))
    still_open = rows[np.isnan(events.actual_visitors[rows])]
    _record(desk, still_open if only_open else rows)
    st.markdown(f"#### {plan_text.AFTER_TABLE}")
    listed = event_rows(
        desk.room, still_open if only_open else rows, afterwards=True, remarks=desk.may_change
    )
    if not len(listed):
        st.caption(plan_text.ALL_FILLED)
        return
    show_table(listed, parts.EVENTS_COLUMNS, wide=("findings",))
    offer_rows(
        desk, listed, parts.EVENTS_COLUMNS, name=f"na_afloop_{year}",
        title=f"{plan_text.AFTER_TABLE} {year}", meaning=parts.EVENTS_ROWS, key="afloop_bestand",
        told=(_told(desk.room, rows),),
    )  # fmt: skip


def _told(room: EventRoom, rows: NDArray[np.int64]) -> str:
    expected, came = room.events.visitors[rows], room.events.actual_visitors[rows]
    filled = np.isfinite(came)
    both = filled & (np.nan_to_num(expected) > 0)
    median = float(np.median(came[both] / expected[both])) if both.any() else float("nan")
    return plan_text.turnout(int(filled.sum()), len(rows), median)


def _record(desk: EventDesk, rows: NDArray[np.int64]) -> None:
    """Let who keeps the calendar write down how an event went."""
    if not desk.may_change:
        st.caption(text.MAY_NOT_ADD)
        return
    st.markdown(plan_text.AFTER_INTRO)
    chosen = choose_event(
        desk, rows.tolist(), label=plan_text.AFTER_EVENT, key="afloop_evenement", latest_first=True
    )
    if chosen is None:
        return
    events = desk.room.events
    row = events.ids.index(chosen)
    known = events.actual_visitors[row]
    if np.isfinite(events.visitors[row]):
        st.caption(plan_text.EXPECTED.format(visitors=number(float(events.visitors[row]))))
    came = st.number_input(
        plan_text.ACTUAL, min_value=0, max_value=9_999_999, step=50,
        value=int(known) if np.isfinite(known) else None, key=f"werkelijk_{chosen}",
    )  # fmt: skip
    written = st.text_area(
        plan_text.FINDINGS, value=events.findings[row], max_chars=500, help=plan_text.FINDINGS_HELP,
        key=f"bevindingen_{chosen}",
    )  # fmt: skip
    if came is None:
        return
    two_clicks(
        desk,
        plan_text.KEEP,
        plan_text.KEEP_SURE,
        partial(looked_back, events, chosen, actual_visitors=int(came), findings=written.strip()),
        key="afloop",
        about=as_text(f"{chosen} {came} {written}"),
    )

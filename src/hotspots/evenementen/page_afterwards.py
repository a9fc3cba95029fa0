"""The part `Na afloop`: how many came and what stood out, written down for the next time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from hotspots.dutch import as_text, number
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.history import is_past, turnout_of
from hotspots.evenementen.life import looked_back
from hotspots.evenementen.page_blocks import (
    choose_event,
    choose_filter,
    choose_year,
    offer_change,
    offer_rows,
)
from hotspots.evenementen.request import MOST_VISITORS
from hotspots.evenementen.tables import event_rows
from hotspots.exports.sheet import today
from hotspots.pages.panel import panel
from hotspots.pages.tables import show_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.page_view import EventView


def show_afterwards(view: EventView) -> None:
    """Show the part."""
    with panel():
        chosen = choose_filter(view, months=True)
    year_column, only_column = st.columns([1, 3], vertical_alignment="bottom")
    with year_column:
        year = choose_year(view)
    with only_column:
        only_open = st.toggle(plan_text.ONLY_OPEN, key="open", bind="query-params")
    events = view.calendar.events
    rows = np.flatnonzero(is_past(events, year, today()) & chosen.rows(view.calendar))
    if not rows.size:
        st.info(plan_text.NO_PAST)
        return
    turnout = plan_text.turnout_line(turnout_of(events, rows.tolist()))
    st.markdown(turnout)
    still_open = rows[np.isnan(events.actual_visitors[rows])]
    _record(view, still_open if only_open else rows)
    st.markdown(f"#### {plan_text.AFTER_TABLE}")
    listed = event_rows(
        view.calendar, still_open if only_open else rows, afterwards=True, remarks=view.may_change
    )
    if not len(listed):
        st.caption(plan_text.ALL_FILLED)
        return
    show_table(listed, text.EVENTS_COLUMNS, wide=("findings",))
    offer_rows(
        view, listed, text.EVENTS_COLUMNS, name=f"na_afloop_{year}",
        title=f"{plan_text.AFTER_TABLE} {year}", meaning=text.EVENTS_ROWS, key="afloop_bestand",
        sentences=(turnout,),
    )  # fmt: skip


def _record(view: EventView, rows: NDArray[np.int64]) -> None:
    """Let those who keep the calendar write down how an event went."""
    if not view.may_change:
        st.caption(text.MAY_NOT_ADD)
        return
    st.markdown(plan_text.AFTER_INTRO)
    chosen = choose_event(
        view, rows.tolist(), label=plan_text.AFTER_EVENT, key="afloop_evenement", latest_first=True
    )
    if chosen is None:
        return
    events = view.calendar.events
    row = events.row(chosen)
    known = events.actual_visitors[row]
    if np.isfinite(events.visitors[row]):
        st.caption(plan_text.EXPECTED.format(visitors=number(float(events.visitors[row]))))
    came = st.number_input(
        plan_text.ACTUAL, min_value=0, max_value=MOST_VISITORS, step=50,
        value=int(known) if np.isfinite(known) else None, key=f"werkelijk_{chosen}",
    )  # fmt: skip
    written = st.text_area(
        plan_text.FINDINGS, value=events.findings[row], max_chars=500, help=plan_text.FINDINGS_HELP,
        key=f"bevindingen_{chosen}",
    )  # fmt: skip
    if came is None:
        return
    offer_change(
        view,
        plan_text.KEEP,
        plan_text.KEEP_SURE,
        partial(
            looked_back,
            events,
            chosen,
            actual_visitors=int(came),
            findings=written.strip(),
            now=today(),
        ),
        key="afloop",
        about=as_text(f"{chosen} {came} {written}"),
    )

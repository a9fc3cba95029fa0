"""The part of `Jaarplan` in which an event is moved to another day or place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.cache import Cache
from hotspots.access.calendar import date_of, day_number
from hotspots.dutch import as_text, day, number
from hotspots.errors import HotspotsError
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.alternatives import Alternative, alternatives_of
from hotspots.evenementen.page_change import offer_change
from hotspots.evenementen.page_controls import choose_event
from hotspots.evenementen.plan import Moved, YearPlan, move
from hotspots.evenementen.request import planned, request_of
from hotspots.evenementen.rows import moved_row
from hotspots.evenementen.tables import changed_rows, conflict_rows
from hotspots.pages.controls import choose_one
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import show_small

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.evenementen.page_view import EventView

#: Keys of the widgets, which are the names in the link.
EVENT: Final = "verplaats"

DAY: Final = "naar_dag"

PLACE: Final = "naar_locatie"

#: Titles of a conflict in a narrow table.
_MOST_TITLES: Final = 2

_moves = Cache[Moved]()

_lighter = Cache[tuple[tuple[Alternative, ...], tuple[Alternative, ...]]]()


def show_moving(view: EventView, plan: YearPlan, rows: NDArray[np.int64]) -> None:
    """Let a user try another day or place for an event of the board."""
    st.markdown(f"#### {plan_text.MOVE}")
    st.markdown(plan_text.MOVE_INTRO)
    events = view.calendar.events
    placed = [row for row in rows.tolist() if events.place[row] >= 0]
    what, when, where = st.columns([3, 1, 2])
    with what:
        chosen = choose_event(
            view, placed, label=plan_text.MOVE_EVENT, key=EVENT, on_change=start_over
        )
    if chosen is None:
        return
    row = events.row(chosen)
    old = date_of(int(events.first_day[row]))
    with when:
        new = _choose_day(old)
    with where:
        names = view.calendar.locations.names
        others = [name for name in names if name != events.locations[row]]
        place = choose_one(
            plan_text.MOVE_PLACE, ("", *others), key=PLACE,
            name=lambda name: names[name] if name else plan_text.SAME_PLACE,
        )  # fmt: skip
    days = day_number(new) - day_number(old)
    if not days and not place:
        _show_lighter(view, plan.year, chosen)
        return
    try:
        moved = _moves.answer(
            (view.key, plan.year, chosen, days, place),
            lambda: move(view.calendar, plan.year, chosen, days=days, location=place),
        )
    except HotspotsError as error:
        show_problem(error)
        return
    _show_moved(view, moved)


def _show_lighter(view: EventView, year: int, chosen: str) -> None:
    """Offer the places and days of this year where an event fits and is lighter: one click each."""
    events = view.calendar.events
    if not events.knows_size(events.row(chosen)):
        st.caption(plan_text.MOVE_UNKNOWN_SIZE)
        return
    places, dates = _lighter.answer(
        (view.key, chosen),
        lambda: alternatives_of(
            planned(request_of(view.calendar, chosen), view.calendar), view.calendar
        )[1:],
    )
    dates = tuple(offer for offer in dates if offer.start.year == year)
    if not places and not dates:
        st.caption(plan_text.MOVE_NO_LIGHTER)
        return
    st.caption(plan_text.MOVE_LIGHTER)
    with st.container(horizontal=True):
        for at, offer in enumerate((*dates, *places)):
            elsewhere = at >= len(dates)
            name = as_text(offer.name) if elsewhere else day(offer.start)
            st.button(
                plan_text.lighter(name, offer.saves),
                key=f"lichter_{at}",
                on_click=_fill_in,
                args=(None, offer.location) if elsewhere else (offer.start.date(), ""),
            )


def _fill_in(new: date | None, place: str) -> None:
    st.session_state[DAY] = new
    st.session_state[PLACE] = place


def _choose_day(old: date) -> date:
    """Let a user choose a day of the same year; without one it stays where it is."""
    new: date | None = st.date_input(
        plan_text.MOVE_DAY,
        value=None,
        min_value=old.replace(month=1, day=1),
        max_value=old.replace(month=12, day=31),
        format="DD-MM-YYYY",
        key=DAY,
        help=plan_text.MOVE_DAY_HELP,
        bind="query-params",
    )
    return new or old


def start_over() -> None:
    """Forget where the one before would go."""
    st.session_state[DAY] = None
    st.session_state[PLACE] = ""


def _show_moved(view: EventView, moved: Moved) -> None:
    st.markdown(plan_text.moved(moved))
    left, right = st.columns(2, gap="large")
    for column, title, conflicts in (
        (left, plan_text.SOLVED_TABLE, moved.solved),
        (right, plan_text.NEW_TABLE, moved.new),
    ):
        with column:
            st.markdown(f"**{title} ({number(len(conflicts))})**")
            if conflicts:
                rows = conflict_rows(view.calendar, conflicts, most=_MOST_TITLES)
                show_small(rows, plan_text.CONFLICT_COLUMNS, name=title)
            else:
                st.caption(plan_text.NONE)
    if moved.changed:
        st.markdown(f"**{plan_text.CHANGED_TABLE} ({number(len(moved.changed))})**")
        rows = changed_rows(view.calendar, moved.changed)
        show_small(rows, plan_text.CHANGED_COLUMNS, name=plan_text.CHANGED_TABLE)
    offer_change(
        view,
        plan_text.KEEP_MOVE,
        plan_text.KEEP_MOVE_SURE,
        partial(moved_row, view.calendar, moved.request),
        key="verplaatsing",
        about=repr(moved.request),
        fills={EVENT: "", DAY: None, PLACE: ""},
    )

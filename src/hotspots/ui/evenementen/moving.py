"""Moving an event on the board of a year: what changes is shown before it is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.access.kept import Kept
from hotspots.errors import HotspotsError
from hotspots.events.alternatives import Alternative, alternatives_of
from hotspots.events.announcing import moved_row
from hotspots.events.plan import Moved, knows_size, move, request_of
from hotspots.events.request import planned
from hotspots.text import events_plan as plan_text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day, number
from hotspots.ui.controls import choose_one
from hotspots.ui.evenementen.changing import two_clicks
from hotspots.ui.evenementen.event_choice import choose_event
from hotspots.ui.evenementen.event_rows import changed_rows, conflict_rows
from hotspots.ui.evenementen.rooms import date_of, day_of, place_names
from hotspots.ui.problems import show_problem
from hotspots.ui.tables import show_small

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.events.plan import YearPlan
    from hotspots.ui.evenementen.rooms import EventDesk

#: Keys of the widgets, which are the names in the link.
EVENT: Final = "verplaats"
DAY: Final = "naar_dag"
PLACE: Final = "naar_locatie"
#: Titles of a conflict in a narrow table.
_MOST_TITLES: Final = 2
_moves = Kept[Moved](most=64)
_lighter = Kept[tuple[tuple[Alternative, ...], tuple[Alternative, ...]]](most=64)


def show_moving(desk: EventDesk, plan: YearPlan, rows: NDArray[np.int64]) -> None:
    """Let a user try another day or place for an event of the board."""
    st.markdown(f"#### {plan_text.MOVE}")
    st.markdown(plan_text.MOVE_INTRO)
    events = desk.room.events
    placed = [row for row in rows.tolist() if events.place[row] >= 0]
    what, when, where = st.columns([3, 1, 2])
    with what:
        chosen = choose_event(
            desk, placed, label=plan_text.MOVE_EVENT, key=EVENT, on_change=start_over
        )
    if chosen is None:
        return
    row = events.ids.index(chosen)
    old = date_of(int(events.first_day[row]))
    with when:
        new = _choose_day(old)
    with where:
        names = place_names(desk.room)
        others = [name for name in names if name != events.locations[row]]
        place = choose_one(
            plan_text.MOVE_PLACE, ("", *others), key=PLACE,
            name=lambda name: names[name] if name else plan_text.SAME_PLACE,
        )  # fmt: skip
    days = day_of(new) - day_of(old)
    if not days and not place:
        _show_lighter(desk, plan.year, chosen)
        return
    try:
        found = _moves.answer(
            (desk.key, plan.year, chosen, days, place),
            lambda: move(desk.room, plan.year, chosen, days=days, location=place),
        )
    except HotspotsError as error:
        show_problem(error)
        return
    _show_moved(desk, found)


def _show_lighter(desk: EventDesk, year: int, chosen: str) -> None:
    """Offer the places and days of this year where an event fits and is lighter: one click each."""
    events = desk.room.events
    if not knows_size(events, events.ids.index(chosen)):
        st.caption(plan_text.MOVE_UNKNOWN_SIZE)
        return
    places, dates = _lighter.answer(
        (desk.key, chosen),
        lambda: alternatives_of(planned(request_of(desk.room, chosen), desk.room), desk.room)[1:],
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


def _show_moved(desk: EventDesk, found: Moved) -> None:
    st.markdown(
        plan_text.moved(
            (found.weight_before, found.weight_after), (found.burden_before, found.burden_after)
        )
    )
    left, right = st.columns(2, gap="large")
    for column, title, conflicts in (
        (left, plan_text.SOLVED_TABLE, found.solved),
        (right, plan_text.NEW_TABLE, found.new),
    ):
        with column:
            st.markdown(f"**{title} ({number(len(conflicts))})**")
            if conflicts:
                rows = conflict_rows(desk.room, conflicts, most=_MOST_TITLES)
                show_small(rows, plan_text.CONFLICT_COLUMNS, name=title)
            else:
                st.caption(plan_text.NONE)
    if found.changed:
        st.markdown(f"**{plan_text.CHANGED_TABLE} ({number(len(found.changed))})**")
        rows = changed_rows(desk.room, found.changed)
        show_small(rows, plan_text.CHANGED_COLUMNS, name=plan_text.CHANGED_TABLE)
    two_clicks(
        desk,
        plan_text.KEEP_MOVE,
        plan_text.KEEP_MOVE_SURE,
        partial(moved_row, desk.room, found.request),
        key="verplaatsing",
        about=repr(found.request),
        fills={EVENT: "", DAY: None, PLACE: ""},
    )

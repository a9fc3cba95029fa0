"""Moving an event on the board of a year: what changes is shown before it is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.errors import HotspotsError
from hotspots.events.plan import Moved, move
from hotspots.text import events_parts as parts
from hotspots.text.numbers import number
from hotspots.ui.controls import choose_one
from hotspots.ui.evenementen.changing import moved_row, two_clicks
from hotspots.ui.evenementen.check_form import choose_event
from hotspots.ui.evenementen.event_rows import conflict_rows
from hotspots.ui.evenementen.rooms import date_of, day_of, place_names
from hotspots.ui.kept import Kept
from hotspots.ui.problems import show_problem
from hotspots.ui.tables import show_small

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from hotspots.events.plan import YearPlan
    from hotspots.ui.evenementen.rooms import EventDesk

#: Keys of the widgets, which are the names in the link.
DAY: Final = "naar_dag"
PLACE: Final = "naar_locatie"
#: Titles of a conflict in a narrow table.
_MOST_TITLES: Final = 2
_moves = Kept[Moved](most=64)


def show_moving(desk: EventDesk, plan: YearPlan, rows: NDArray[np.int64]) -> None:
    """Let a user try another day or place for an event of the board."""
    st.markdown(f"#### {parts.MOVE}")
    st.markdown(parts.MOVE_INTRO)
    events = desk.room.events
    placed = [row for row in rows.tolist() if events.place[row] >= 0]
    what, when, where = st.columns([3, 1, 2])
    with what:
        chosen = choose_event(
            desk, placed, label=parts.MOVE_EVENT, key="verplaats", on_change=_start_over
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
            parts.MOVE_PLACE, ("", *others), key=PLACE,
            name=lambda name: names[name] if name else parts.SAME_PLACE,
        )  # fmt: skip
    days = day_of(new) - day_of(old)
    if not days and not place:
        st.caption(parts.SAME)
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


def _choose_day(old: date) -> date:
    """Let a user choose a day of the same year; without one it stays where it is."""
    new: date | None = st.date_input(
        parts.MOVE_DAY,
        value=None,
        min_value=old.replace(month=1, day=1),
        max_value=old.replace(month=12, day=31),
        format="DD-MM-YYYY",
        key=DAY,
        help=parts.MOVE_DAY_HELP,
        bind="query-params",
    )
    return new or old


def _start_over() -> None:
    """Forget where the one before would go."""
    st.session_state[DAY] = None
    st.session_state[PLACE] = ""


def _show_moved(desk: EventDesk, found: Moved) -> None:
    st.markdown(
        parts.moved(
            (found.weight_before, found.weight_after), (found.burden_before, found.burden_after)
        )
    )
    left, right = st.columns(2, gap="large")
    for column, title, conflicts in (
        (left, parts.SOLVED_TABLE, found.solved),
        (right, parts.NEW_TABLE, found.new),
    ):
        with column:
            st.markdown(f"**{title} ({number(len(conflicts))})**")
            if conflicts:
                rows = conflict_rows(desk.room, conflicts, most=_MOST_TITLES)
                show_small(rows, parts.CONFLICT_COLUMNS, name=title)
            else:
                st.caption(parts.NONE)
    two_clicks(
        desk,
        parts.KEEP_MOVE,
        parts.KEEP_MOVE_SURE,
        partial(moved_row, desk.room, found.request),
        key="verplaatsing",
        about=repr(found.request),
    )

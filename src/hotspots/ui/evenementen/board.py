"""The part `Jaarplan`: one board for a year, what is in conflict, and moving an event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.kept import Kept
from hotspots.events.plan import YearPlan, year_plan
from hotspots.text import events_page as text
from hotspots.text import events_parts as parts
from hotspots.text import events_plan as plan_text
from hotspots.text.hours import SHORT_MONTHS
from hotspots.text.numbers import day, number
from hotspots.ui.charts import show_chart, theme_of_page
from hotspots.ui.controls import choose_tile
from hotspots.ui.evenementen.board_chart import CLICKED, board_chart, per_location, shown_days
from hotspots.ui.evenementen.changing import offer_icalendar
from hotspots.ui.evenementen.event_rows import conflict_rows, event_rows
from hotspots.ui.evenementen.in_zones import show_in_zones
from hotspots.ui.evenementen.moving import EVENT, show_moving, start_over
from hotspots.ui.evenementen.rooms import place_names
from hotspots.ui.evenementen.showing import choose_filter, choose_year, offer_rows
from hotspots.ui.folded import fold
from hotspots.ui.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.events.conflicts import Conflict
    from hotspots.events.room import EventRoom
    from hotspots.ui.evenementen.rooms import EventDesk, EventFilter

_plans = Kept[YearPlan](most=32)
_MONTHS: Final = 12
_CHART: Final = "bord_kaart"


def show_board(desk: EventDesk) -> None:
    """Show the part."""
    with st.sidebar:
        chosen = choose_filter(desk, months=True)
    year_column, which_column = st.columns([1, 3])
    with year_column:
        year = choose_year(desk)
    plan = _plans.answer((desk.key, year), lambda: year_plan(desk.room, year))
    before = day(plan.before)
    with which_column:
        which = choose_tile(
            plan_text.WHICH, tuple(plan_text.WHICHES), key="bord",
            name=lambda name: plan_text.WHICHES[name].format(before=before),
        )  # fmt: skip
    st.markdown(plan_text.board_told(year, _counts(plan), plan.before))
    st.markdown(plan_text.conflicts_told(len(plan.conflicts), plan.weight))
    passing = chosen.rows(desk.room)
    rows = np.array(
        [
            entry.row
            for entry in plan.entries
            if passing[entry.row] and (which == "all" or entry.in_time)
        ],
        dtype=np.int64,
    )
    ids = {desk.room.events.ids[row] for row in np.flatnonzero(passing).tolist()}
    conflicts = [one for one in plan.conflicts if ids & set(one.events)]
    if rows.size:
        _show_bars(desk, plan, rows, (which, chosen))
    else:
        st.info(text.NOTHING_FITS)
    show_moving(desk, plan, rows)
    _show_conflicts(desk, conflicts, year)
    show_in_zones(desk, year)
    if rows.size:
        _show_tables(desk, rows, year)


def _counts(plan: YearPlan) -> tuple[int, int, int]:
    told = [entry.in_time for entry in plan.entries]
    return told.count(True), told.count(False), told.count(None)


def _show_bars(
    desk: EventDesk, plan: YearPlan, rows: NDArray[np.int64], asked: tuple[str, EventFilter]
) -> None:
    """Show the board itself: a click on an event is the choice to move it."""
    st.markdown(f"#### {plan_text.BOARD.format(year=plan.year)}")
    st.caption(plan_text.BOARD_READ)
    theme = theme_of_page()
    drawn = per_location(desk.room, rows)
    of = len({desk.room.events.locations[row] for row in rows.tolist()})
    if len(drawn) < of:
        st.caption(plan_text.BOARD_MOST.format(most=len(drawn), of=number(of)))
    if not drawn:
        return
    told = plan_text.BOARD_ALTERNATIVE.format(
        year=plan.year, sentence=plan_text.conflicts_told(len(plan.conflicts), plan.weight)
    )
    show_chart(
        ("event board", desk.key, plan.year, asked, theme),
        lambda: board_chart(
            desk.room, drawn, plan.conflicts, shown_days(plan.year, asked[1].months),
            told=told, theme=theme,
        ),
        key=_CHART,
        on_select=partial(_choose_clicked, desk.room.events.ids),
        selection_mode=CLICKED,
    )  # fmt: skip


def _choose_clicked(known: tuple[str, ...]) -> None:
    """Make the event that was clicked the one to move; the browser sends its id."""
    picked = st.session_state[_CHART].selection.get(CLICKED) or []
    event = str(picked[0].get("id", "")) if picked else ""
    if event in known and event != st.session_state.get(EVENT):
        st.session_state[EVENT] = event
        start_over()


def _show_tables(desk: EventDesk, rows: NDArray[np.int64], year: int) -> None:
    """Show the same as tables, folded, and offer it as files."""
    months = board_rows(desk.room, rows)
    labels = {"location": parts.PLACE, "total": plan_text.BOARD_TOTAL}
    fold(plan_text.BOARD_MONTHS, partial(show_table, months, labels), key="bord_maanden")
    listed = event_rows(desk.room, rows)
    fold(plan_text.BOARD_LIST, partial(show_table, listed, parts.EVENTS_COLUMNS), key="bord_lijst")
    with st.container(horizontal=True):
        offer_rows(
            desk, listed, parts.EVENTS_COLUMNS, name=f"jaarplan_{year}",
            title=f"{plan_text.BOARD_FILE} {year}", meaning=parts.EVENTS_ROWS, key="bord_bestand",
            label=plan_text.BOARD_OFFER,
        )  # fmt: skip
        offer_icalendar(desk, rows, name=f"evenementen_{year}", key="bord_ics")


def board_rows(room: EventRoom, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Return how many events begin per location and month; a location without any is left out."""
    events, names = room.events, place_names(room)
    months = events.begin[rows].astype("M8[M]").astype(np.int64) % _MONTHS
    where = [
        names.get(events.locations[row], events.locations[row] or text.UNKNOWN)
        for row in rows.tolist()
    ]
    counted: dict[str, list[int]] = {name: [0] * _MONTHS for name in sorted(set(where))}
    for name, month in zip(where, months.tolist(), strict=True):
        counted[name][month] += 1
    return pd.DataFrame(
        [
            {"location": name}
            # An empty square reads as nothing; a 0 in each would hide what there is.
            | {SHORT_MONTHS[at]: count or None for at, count in enumerate(counts)}
            | {"total": sum(counts)}
            for name, counts in counted.items()
        ]
    ).astype(dict.fromkeys(SHORT_MONTHS, "Int64"))


def _show_conflicts(desk: EventDesk, conflicts: Sequence[Conflict], year: int) -> None:
    st.markdown(f"#### {plan_text.CONFLICTS}")
    if not conflicts:
        st.caption(plan_text.NO_CONFLICTS)
        return
    show_table(conflict_rows(desk.room, conflicts), plan_text.CONFLICT_COLUMNS, wide=("events",))
    offer_rows(
        desk, conflict_rows(desk.room, conflicts, most=len(desk.room.events)),
        plan_text.CONFLICT_COLUMNS, name=f"conflicten_{year}",
        title=f"{plan_text.CONFLICTS} {year}", meaning=plan_text.CONFLICT_ROWS,
        key="conflicten_bestand", label=plan_text.CONFLICT_OFFER,
    )  # fmt: skip

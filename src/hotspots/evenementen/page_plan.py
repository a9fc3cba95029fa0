"""The part `Jaarplan`: one board for a year, what is in conflict, and moving an event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.access.cache import Cache
from hotspots.dutch import day, number
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.board_chart import CLICKED, board_chart, per_location, shown_days
from hotspots.evenementen.in_zones import show_in_zones
from hotspots.evenementen.page_controls import (
    choose_filter,
    choose_year,
    offer_icalendar,
    offer_rows,
)
from hotspots.evenementen.page_move import EVENT, show_moving, start_over
from hotspots.evenementen.plan import YearPlan, year_plan
from hotspots.evenementen.tables import board_rows, conflict_rows, event_rows
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_tile
from hotspots.pages.tables import fold, show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventFilter
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.page_view import EventView


_plans = Cache[YearPlan]()
_CHART: Final = "bord_kaart"


def show_board(view: EventView) -> None:
    """Show the part."""
    with st.sidebar:
        chosen = choose_filter(view, months=True)
    year_column, which_column = st.columns([1, 3])
    with year_column:
        year = choose_year(view)
    plan = _plans.answer((view.key, year), lambda: year_plan(view.calendar, year))
    before = day(plan.before)
    with which_column:
        which = choose_tile(
            plan_text.WHICH, tuple(plan_text.WHICHES), key="bord",
            name=lambda name: plan_text.WHICHES[name].format(before=before),
        )  # fmt: skip
    st.markdown(plan_text.board(plan))
    st.markdown(plan_text.conflicts(plan))
    passing = chosen.rows(view.calendar)
    rows = np.array(
        [
            entry.row
            for entry in plan.entries
            if passing[entry.row] and (which == "all" or entry.in_time)
        ],
        dtype=np.int64,
    )
    ids = {view.calendar.events.ids[row] for row in np.flatnonzero(passing).tolist()}
    conflicts = [one for one in plan.conflicts if ids & set(one.events)]
    if rows.size:
        _show_bars(view, plan, rows, (which, chosen))
    else:
        st.info(text.NOTHING_FITS)
    show_moving(view, plan, rows)
    _show_conflicts(view, conflicts, year)
    show_in_zones(view, year)
    if rows.size:
        _show_tables(view, rows, year)


def _show_bars(
    view: EventView, plan: YearPlan, rows: NDArray[np.int64], choice: tuple[str, EventFilter]
) -> None:
    """Show the board itself: a click on an event is the choice to move it."""
    st.markdown(f"#### {plan_text.BOARD.format(year=plan.year)}")
    st.caption(plan_text.BOARD_READ)
    theme = theme_of_page()
    drawn = per_location(view.calendar, rows)
    of = len({view.calendar.events.locations[row] for row in rows.tolist()})
    if len(drawn) < of:
        st.caption(plan_text.BOARD_MOST.format(most=len(drawn), of=number(of)))
    if not drawn:
        return
    sentence = plan_text.BOARD_ALTERNATIVE.format(
        year=plan.year, sentence=plan_text.conflicts(plan)
    )
    show_chart(
        ("event board", view.key, plan.year, choice, theme),
        lambda: board_chart(
            view.calendar, drawn, plan.conflicts, shown_days(plan.year, choice[1].months),
            sentence=sentence, theme=theme,
        ),
        key=_CHART,
        on_select=partial(_choose_clicked, view.calendar.events.ids),
        selection_mode=CLICKED,
    )  # fmt: skip


def _choose_clicked(known: tuple[str, ...]) -> None:
    """Make the event that was clicked the one to move; the browser sends its id."""
    picked = st.session_state[_CHART].selection.get(CLICKED) or []
    event = str(picked[0].get("id", "")) if picked else ""
    if event in known and event != st.session_state.get(EVENT):
        st.session_state[EVENT] = event
        start_over()


def _show_tables(view: EventView, rows: NDArray[np.int64], year: int) -> None:
    """Show the same as tables, folded, and offer it as files."""
    months = board_rows(view.calendar, rows)
    labels = {"location": text.PLACE, "total": plan_text.BOARD_TOTAL}
    fold(plan_text.BOARD_MONTHS, partial(show_table, months, labels), key="bord_maanden")
    listed = event_rows(view.calendar, rows)
    fold(plan_text.BOARD_LIST, partial(show_table, listed, text.EVENTS_COLUMNS), key="bord_lijst")
    with st.container(horizontal=True):
        offer_rows(
            view, listed, text.EVENTS_COLUMNS, name=f"jaarplan_{year}",
            title=f"{plan_text.BOARD_FILE} {year}", meaning=text.EVENTS_ROWS, key="bord_bestand",
            label=plan_text.BOARD_OFFER,
        )  # fmt: skip
        offer_icalendar(view, rows, name=f"evenementen_{year}", key="bord_ics")


def _show_conflicts(view: EventView, conflicts: Sequence[Conflict], year: int) -> None:
    st.markdown(f"#### {plan_text.CONFLICTS}")
    if not conflicts:
        st.caption(plan_text.NO_CONFLICTS)
        return
    show_table(
        conflict_rows(view.calendar, conflicts), plan_text.CONFLICT_COLUMNS, wide=("events",)
    )
    offer_rows(
        view, conflict_rows(view.calendar, conflicts, most=len(view.calendar.events)),
        plan_text.CONFLICT_COLUMNS, name=f"conflicten_{year}",
        title=f"{plan_text.CONFLICTS} {year}", meaning=plan_text.CONFLICT_ROWS,
        key="conflicten_bestand", label=plan_text.CONFLICT_OFFER,
    )  # fmt: skip

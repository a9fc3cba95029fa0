"""The part `Jaarplan`: one board for a year, what is in conflict, and moving an event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.access.cache import Cache
from hotspots.access.calendar import date_of, day_number
from hotspots.dutch import as_text, day, number
from hotspots.errors import HotspotsError
from hotspots.evenementen import life_words
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.alternatives import Alternative, alternatives_of
from hotspots.evenementen.calendar import GRANTED
from hotspots.evenementen.charts import CLICKED, board_chart, per_location, shown_days
from hotspots.evenementen.life import moved_row
from hotspots.evenementen.page_blocks import (
    choose_event,
    choose_filter,
    choose_year,
    offer_change,
    offer_icalendar,
    offer_rows,
)
from hotspots.evenementen.page_proposal import offer_proposal
from hotspots.evenementen.plan import Moved, YearPlan, move, year_plan
from hotspots.evenementen.request import planned, request_of
from hotspots.evenementen.tables import board_rows, changed_rows, conflict_rows, event_rows
from hotspots.exports.sheet import today
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.pages.panel import panel
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold, show_small, show_table
from hotspots.risico.at_place import CalendarInZones, events_in_zones, settings_fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventFilter
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.page_view import EventView


#: Keys of the widgets, which are the names in the link.
EVENT: Final = "verplaats"
DAY: Final = "naar_dag"
PLACE: Final = "naar_locatie"
_CHART: Final = "bord_kaart"
#: Titles of a conflict in a narrow table.
_MOST_TITLES: Final = 2
_plans = Cache[YearPlan]()
_moves = Cache[Moved]()
_lighter = Cache[tuple[tuple[Alternative, ...], tuple[Alternative, ...]]]()
_in_zones = Cache[CalendarInZones]()


def show_moving(view: EventView, plan: YearPlan, rows: NDArray[np.int64]) -> None:
    """Let a user try another day or place for an event of the board."""
    st.markdown(f"#### {plan_text.MOVE}")
    st.markdown(plan_text.MOVE_INTRO)
    events = view.calendar.events
    placed = [row for row in rows.tolist() if events.place[row] >= 0]
    what, when, where = st.columns([3, 1, 2])
    with what:
        chosen = choose_event(view, placed, label=text.EVENT, key=EVENT, on_change=start_over)
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
        (view.key, chosen, today()),
        lambda: alternatives_of(
            planned(request_of(view.calendar, chosen), view.calendar), view.calendar, now=today()
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
    events = view.calendar.events
    if events.statuses[events.row(moved.request.id)] == GRANTED:
        st.warning(life_words.BACK_TO_REQUEST)
    offer_change(
        view,
        plan_text.KEEP_MOVE,
        plan_text.KEEP_MOVE_SURE,
        partial(moved_row, view.calendar, moved.request),
        key="verplaatsing",
        about=repr(moved.request),
        fills={EVENT: "", DAY: None, PLACE: ""},
        done=partial(life_words.entered, was=events.statuses[events.row(moved.request.id)]),
    )


def show_in_zones(view: EventView, year: int) -> None:
    """Show the events of a year; nothing in a home without railways, or to a role without them."""
    try:
        key = (view.key, settings_fingerprint(view.workspace))
        calendar = _in_zones.answer(key, lambda: events_in_zones(view.workspace))
    except HotspotsError:
        return
    events = calendar.in_year(year)
    label = text.IN_ZONES.format(count=len(events.large))
    fold(label, partial(_list_in_zones, events), key="evenementen_in_zones")


def _list_in_zones(events: CalendarInZones) -> None:
    st.caption(text.ABOUT if events.large else text.NONE)
    for event in events.large:
        when = "" if event.day is None else f"{day(event.day)}: "
        st.warning(f"{when}{as_text(event.sentence)}", icon="⚠️")
    for note in (events.unsized_sentence, text.without_place(events.without_place)):
        if note:
            st.caption(note)


def show_board(view: EventView) -> None:
    """Show the part: the board, moving an event, conflicts, and what lies in a zone."""
    with panel():
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
            if entry.counts and passing[entry.row] and (which == "all" or entry.in_time)
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
    offer_proposal(view, year)
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
        known = year in view.calendar.covered.years
        st.caption(plan_text.NO_CONFLICTS if known else plan_text.NO_CONFLICTS_ENTERED)
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

"""The part `Aanvragen`: what is asked for a year, how far each is, and the next step of one."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from hotspots.access.calendar import date_of
from hotspots.access.event_steps import event_steps
from hotspots.dutch import as_text
from hotspots.errors import HotspotsError
from hotspots.evenementen import life_words as text
from hotspots.evenementen import page_words
from hotspots.evenementen.life import (
    MAY_HAVE_TEXT,
    STEPS,
    YEAR_LATER,
    Changes,
    changed,
    copied,
    decided,
    requests_of,
)
from hotspots.evenementen.page_blocks import (
    HANDLED,
    LISTED_STATUS,
    YEAR,
    choose_event,
    choose_year,
    offer_change,
    offer_check_of,
    offer_rows,
)
from hotspots.evenementen.request import MOST_VISITORS
from hotspots.evenementen.tables import request_rows, step_rows
from hotspots.exports.sheet import today
from hotspots.pages.controls import choose_one, choose_some, choose_tile
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold, show_small, show_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.page_blocks import Said
    from hotspots.evenementen.page_view import EventView


#: Key of the widget, which is the name in the link.
ACTION: Final = "stap"
#: days; further ahead nobody copies.
_FURTHEST: Final = 1_200


def show_requests(view: EventView) -> None:
    """Show the part."""
    events = view.calendar.events
    year_column, status_column = st.columns([1, 3])
    with year_column:
        year = choose_year(view)
    rows, counts = requests_of(events, year)
    with status_column:
        names = tuple(name for name in page_words.STATUSES if counts.get(name))
        chosen = choose_some(
            page_words.STATUS, names, key=LISTED_STATUS, name=lambda name: page_words.STATUSES[name]
        )
    st.markdown(as_text(text.stand(counts, year)))
    if chosen:
        rows, _ = requests_of(events, year, chosen)
    if not len(rows):
        st.info(text.NOTHING_HERE)
        return
    _handle(view, rows)
    st.markdown(f"#### {text.TABLE}")
    listed = request_rows(view.calendar, rows, decisions=view.may_change)
    show_table(listed, text.COLUMNS, wide=("decision",), middling=("status",))
    offer_rows(
        view, listed, text.COLUMNS, name=f"aanvragen_{year}", title=f"{text.TABLE} {year}",
        meaning=page_words.EVENTS_ROWS, key="aanvragen_bestand",
        sentences=(text.stand(counts, year),),
    )  # fmt: skip


def _handle(view: EventView, rows: NDArray[np.int64]) -> None:
    """Let those who keep the calendar take the next step of a request."""
    if not view.may_change:
        st.caption(page_words.MAY_NOT_ADD)
        return
    chosen = choose_event(view, rows.tolist(), label=text.CHOOSE, key=HANDLED)
    if chosen is None:
        return
    events = view.calendar.events
    row = events.row(chosen)
    with st.container(border=True):
        said, check = st.columns([3, 1], vertical_alignment="center")
        said.markdown(as_text(text.about(events.statuses[row], events.decisions[row])))
        if events.place[row] >= 0:
            with check:
                offer_check_of(view, chosen)
        action = choose_tile(
            text.ACTION, tuple(text.ACTIONS), key=ACTION, name=lambda name: text.ACTIONS[name]
        )
        {"decide": _decide, "change": _change, "copy": _copy}[action](view, chosen)
        fold(text.STEPS, partial(_show_steps, view, chosen), key="aanvraag_stappen")


def _show_steps(view: EventView, chosen: str) -> None:
    """Show who did what to a request and when; read when it is folded out."""
    steps = event_steps(view.workspace, view.calendar.layer, chosen)
    if steps:
        show_small(step_rows(steps), text.STEP_COLUMNS, name=text.STEPS, stacked=True)
    else:
        st.caption(text.NO_STEPS)


def _decide(view: EventView, chosen: str) -> None:
    events = view.calendar.events
    possible = STEPS.get(events.statuses[events.row(chosen)], ())
    if not possible:
        st.caption(text.NO_NEXT)
        return
    status = choose_one(
        text.NEXT, possible, key=f"wordt_{chosen}", name=lambda name: page_words.STATUSES[name]
    )
    decision = ""
    if status in MAY_HAVE_TEXT:
        decision = st.text_area(
            text.DECISION[status], max_chars=2_000, help=text.DECISION_HELP,
            key=f"besluit_{chosen}_{status}",
        )  # fmt: skip
    make = partial(decided, events, chosen, status=status, decision=decision, now=today())
    _offer(view, text.DECIDE, make, f"{chosen} {status} {decision}", text.recorded)


def _change(view: EventView, chosen: str) -> None:
    events, names = view.calendar.events, view.calendar.locations.names
    row = events.row(chosen)
    if events.statuses[row] == "vergund":
        st.warning(text.BACK_TO_REQUEST)
    left, right = st.columns(2)
    size = events.visitors[row]
    with left:
        title = st.text_input(
            text.NEW_TITLE, events.titles[row], max_chars=120, key=f"naam_{chosen}"
        )
        people: int | None = st.number_input(
            page_words.VISITORS, min_value=0, max_value=MOST_VISITORS, step=100,
            value=int(size) if np.isfinite(size) else None, key=f"omvang_{chosen}",
        )  # fmt: skip
    begin = date_of(int(events.first_day[row]))
    with right:
        place = choose_one(
            page_words.PLACE,
            ("", *names) if events.place[row] < 0 else tuple(names),
            key=f"plek_{chosen}",
            name=lambda name: names[name] if name else page_words.PICK_LOCATION,
            default=events.locations[row],
        )
        day: date | None = st.date_input(
            page_words.FIRST_DAY, value=begin, format="DD-MM-YYYY", key=f"dag_{chosen}",
            min_value=begin - timedelta(days=_FURTHEST), max_value=begin + timedelta(_FURTHEST),
        )  # fmt: skip
    changes = Changes(
        title=title if title.strip() != events.titles[row] else None,
        visitors=people if people is not None and people != size else None,
        location=place if place and place != events.locations[row] else None,
        days=0 if day is None else (day - begin).days,
    )
    if changes == Changes():
        return
    said = partial(text.entered, was=events.statuses[row])
    _offer(view, text.CHANGE, partial(changed, view.calendar, chosen, changes), repr(changes), said)


def _copy(view: EventView, chosen: str) -> None:
    events = view.calendar.events
    begin = date_of(int(events.first_day[events.row(chosen)]))
    later = YEAR_LATER
    while begin + timedelta(days=later) <= today() and later < _FURTHEST * 10:
        later += YEAR_LATER
    day: date | None = st.date_input(
        page_words.FIRST_DAY, value=begin + timedelta(days=later), format="DD-MM-YYYY",
        key=f"kopie_{chosen}", min_value=begin,
        max_value=max(today(), begin) + timedelta(_FURTHEST),
    )  # fmt: skip
    if day is None:
        return
    days = (day - begin).days
    make = partial(copied, view.calendar, chosen, now=today(), days=days)
    _offer(view, text.COPY, make, f"{chosen} {day}", text.entered, goes_to=True)


def _offer(
    view: EventView,
    label: str,
    make: partial[dict[str, str]],
    about: str,
    said: Said,
    *,
    goes_to: bool = False,
) -> None:
    """Offer a step that can be; why it cannot be is said before anyone clicks.

    Parameters
    ----------
    goes_to
        Whether what is made is the one to handle next: a copy, which is in another year.
    """
    try:
        row = make()
    except HotspotsError as error:
        show_problem(error)
        return
    fills: dict[str, object] = {}
    if goes_to:
        year = int(row["begin"][:4])
        fills = {
            YEAR: year,
            LISTED_STATUS: [],
            HANDLED: row["id"],
            ACTION: next(iter(text.ACTIONS)),
        }
    offer_change(
        view, label, text.SURE, make, key="stap_knop", about=as_text(about), done=said, fills=fills
    )

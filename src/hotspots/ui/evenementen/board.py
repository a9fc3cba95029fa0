"""The part `Jaarplan`: one board for a year, what is in conflict, and moving an event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.events.plan import YearPlan, year_plan
from hotspots.text import events_page as text
from hotspots.text import events_parts as parts
from hotspots.text.hours import SHORT_MONTHS
from hotspots.text.numbers import day
from hotspots.ui.controls import choose_tile
from hotspots.ui.evenementen.changing import offer_icalendar
from hotspots.ui.evenementen.event_rows import conflict_rows, event_rows
from hotspots.ui.evenementen.moving import show_moving
from hotspots.ui.evenementen.rooms import place_names
from hotspots.ui.evenementen.showing import choose_filter, choose_year, offer_rows
from hotspots.ui.folded import fold
from hotspots.ui.kept import Kept
from hotspots.ui.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.events.conflicts import Conflict
    from hotspots.events.room import EventRoom
    from hotspots.ui.evenementen.rooms import EventDesk

_plans = Kept[YearPlan](most=32)
_MONTHS: Final = 12


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
            parts.WHICH, tuple(parts.WHICHES), key="bord",
            name=lambda name: parts.WHICHES[name].format(before=before),
        )  # fmt: skip
    st.markdown(parts.board_told(year, _counts(plan), plan.before))
    st.markdown(parts.conflicts_told(len(plan.conflicts), plan.weight))
    passing = chosen.rows(desk.room)
    rows = np.array(
        [
            entry.row
            for entry in plan.entries
            if passing[entry.row] and (which == "all" or entry.in_time)
        ],
        dtype=np.int64,
    )
    if rows.size:
        _show_table(desk, rows, year)
    else:
        st.info(text.NOTHING_FITS)
    ids = {desk.room.events.ids[row] for row in np.flatnonzero(passing).tolist()}
    _show_conflicts(desk, [one for one in plan.conflicts if ids & set(one.events)], year)
    show_moving(desk, plan, rows)


def _counts(plan: YearPlan) -> tuple[int, int, int]:
    told = [entry.in_time for entry in plan.entries]
    return told.count(True), told.count(False), told.count(None)


def _show_table(desk: EventDesk, rows: NDArray[np.int64], year: int) -> None:
    st.markdown(f"#### {parts.BOARD.format(year=year)}")
    table = board_rows(desk.room, rows)
    show_table(table, {"location": parts.PLACE, "total": parts.BOARD_TOTAL})
    listed = event_rows(desk.room, rows)
    fold(parts.BOARD_LIST, partial(show_table, listed, parts.EVENTS_COLUMNS), key="bord_lijst")
    with st.container(horizontal=True):
        offer_rows(
            desk, listed, parts.EVENTS_COLUMNS, name=f"jaarplan_{year}",
            title=f"{parts.BOARD_FILE} {year}", meaning=parts.EVENTS_ROWS, key="bord_bestand",
            label=parts.BOARD_OFFER,
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
    st.markdown(f"#### {parts.CONFLICTS}")
    if not conflicts:
        st.caption(parts.NO_CONFLICTS)
        return
    show_table(conflict_rows(desk.room, conflicts), parts.CONFLICT_COLUMNS, wide=("events",))
    offer_rows(
        desk, conflict_rows(desk.room, conflicts, most=len(desk.room.events)),
        parts.CONFLICT_COLUMNS, name=f"conflicten_{year}",
        title=f"{parts.CONFLICTS} {year}", meaning=parts.CONFLICT_ROWS,
        key="conflicten_bestand", label=parts.CONFLICT_OFFER,
    )  # fmt: skip

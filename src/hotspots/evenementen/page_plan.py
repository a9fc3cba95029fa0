"""The part `Jaarplan`: one board for a year, what is in conflict, and moving an event."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.cache import Cache
from hotspots.analysis.clock_words import SHORT_MONTHS
from hotspots.dutch import as_text, day, number
from hotspots.errors import HotspotsError
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen.alternatives import Alternative, alternatives_of
from hotspots.evenementen.changing import offer_icalendar, two_clicks
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.in_zones import show_in_zones
from hotspots.evenementen.plan import Moved, YearPlan, knows_size, move, request_of, year_plan
from hotspots.evenementen.request import moved_row, planned
from hotspots.evenementen.showing import (
    changed_rows,
    choose_event,
    choose_filter,
    choose_year,
    conflict_rows,
    date_of,
    day_of,
    event_rows,
    offer_rows,
    place_names,
)
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_one, choose_tile
from hotspots.pages.problems import show_problem
from hotspots.pages.tables import fold, show_small, show_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.plan import Conflict
    from hotspots.evenementen.showing import EventDesk, EventFilter


#: Name of what is clicked, in the chart and in the session.
CLICKED: Final = "gekozen"
#: Fill and ink per class, light to heavy; the letter says it too.
_FILLS: Final = {
    "light": {"A": "#b9dcc0", "B": "#5aa774", "C": "#0b4f2c"},
    "dark": {"A": "#2f5f45", "B": "#63b387", "C": "#c9f2d8"},
}
_INKS: Final = {
    "light": {"A": "#10301d", "B": "#08150d", "C": "#ffffff"},
    "dark": {"A": "#ffffff", "B": "#06120b", "C": "#06120b"},
}
#: The edge of what is in conflict, and of what is not.
_EDGES: Final = {"light": ("#b3261e", "#5d6b62"), "dark": ("#ff8a80", "#7e8c83")}
#: Weight of the conflicts of an event from which its edge is wider, and how wide in pixels.
_WIDTHS: Final = ((0, 0.6), (1, 1.6), (40, 2.4), (100, 3.2))
#: More than these cannot be told apart, and a browser draws them slowly.
_MOST_PLACES: Final = 60
_MOST_EVENTS: Final = 1500
_ROW_PX: Final = 21
_AROUND_PX: Final = 60
#: Width of a bar from which its edge is drawn whole, and from which a letter fits on it.
_ROOMY_PX: Final = 12
_LETTER_PX: Final = 7
#: What is told of a bar that a pointer is on, in this order.
_TIPS: Final = {
    "event": text.EVENT,
    "location": text.PLACE,
    "when": plan_text.WHEN,
    "risk": text.CLASS,
    "status": text.STATUS,
    "visitors": text.VISITORS,
    "conflicts": plan_text.CONFLICTS_OF,
}
#: Part of what is shown that a bar takes at least: a day of a year would be too thin to hit.
_LEAST: Final = 0.022


@dataclass(frozen=True, slots=True)
class Shown:
    """Which days are on the board, as days since 1 January 1970, both included."""

    first: int
    last: int


def shown_days(year: int, months: Sequence[int]) -> Shown:
    """Return the whole year, or from the first to the last month that was chosen.

    Examples
    --------
    >>> february = shown_days(2016, [2])
    >>> february.last - february.first + 1
    29
    """
    first, last = year_bounds(year)
    if not months:
        return Shown(first, last)
    month = np.datetime64(str(year), "M")
    begin = (month + (min(months) - 1)).astype("M8[D]").astype(np.int64)
    end = (month + max(months)).astype("M8[D]").astype(np.int64) - 1
    return Shown(int(begin), int(end))


def weights_of_events(conflicts: Sequence[Conflict]) -> dict[str, int]:
    """Return the weight of all conflicts that each event is in; none for one without."""
    weights: dict[str, int] = {}
    for conflict in conflicts:
        for event in conflict.events:
            weights[event] = weights.get(event, 0) + conflict.weight
    return weights


def lanes_of(begin: Sequence[int], stop: Sequence[int]) -> list[int]:
    """Return a lane per event, in their order by begin, so that none lies on another.

    Examples
    --------
    >>> lanes_of([0, 5, 10], [8, 9, 12])
    [0, 1, 0]
    """
    free: list[int] = []
    lanes = []
    for start, end in zip(begin, stop, strict=True):
        lane = next((at for at, until in enumerate(free) if until <= start), len(free))
        if lane == len(free):
            free.append(end)
        else:
            free[lane] = end
        lanes.append(lane)
    return lanes


def per_location(room: EventRoom, rows: NDArray[np.int64]) -> dict[str, list[int]]:
    """Return the rows of each location by its name, the fullest first, as many as can be drawn.

    That is where there is something to plan.
    """
    named, found = place_names(room), defaultdict(list)
    for row in rows.tolist():
        where = room.events.locations[row]
        found[named.get(where, where or text.UNKNOWN)].append(row)
    drawn: dict[str, list[int]] = {}
    left = _MOST_EVENTS
    for name in sorted(found, key=lambda name: (-len(found[name]), name)):
        if len(drawn) == _MOST_PLACES or len(found[name]) > left:
            break
        drawn[name] = found[name]
        left -= len(found[name])
    return drawn


def board_chart(
    room: EventRoom,
    drawn: Mapping[str, list[int]],
    conflicts: Sequence[Conflict],
    shown: Shown,
    *,
    told: str,
    theme: str,
) -> alt.LayerChart | alt.FacetChart:
    """Return the board; a click on a bar means that event.

    Parameters
    ----------
    drawn
        Of each location the rows of its events, by begin; see `per_location`.
    told
        The board in a sentence.
    """
    bars, names = _bars(room, drawn, conflicts, shown, theme)
    days = shown.last - shown.first + 1
    # Pixels of a bar: on a phone a year is so narrow that edges and letters would hide it.
    pixels = f"((datum.stop - datum.begin) * width / {days})"
    base = _lines(bars, names, told).transform_calculate(
        edge_px=f"datum.width * min(1, {pixels} / {_ROOMY_PX})",
        letter=f"{pixels} < {_LETTER_PX} ? '' : datum.risk",
    )
    span = alt.Scale(domain=[0, days], nice=False, clamp=True)
    boxes = base.mark_bar(cornerRadius=2, cursor="pointer").encode(
        x=alt.X("begin:Q", title=None, scale=span, axis=_day_axis(shown)),
        x2="stop:Q",
        description="said:N",
        color=alt.Color("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        strokeWidth=alt.StrokeWidth("edge_px:Q", scale=None),
    )
    letters = base.mark_text(fontSize=10, fontWeight="bold", aria=False, cursor="pointer").encode(
        x=alt.X("middle:Q", scale=span), text="letter:N", color=alt.Color("ink:N", scale=None)
    )
    clicked = alt.selection_point(name=CLICKED, fields=["id"], on="click", empty=False)
    return alt.layer(boxes, letters).add_params(clicked)


def _lines(bars: pd.DataFrame, names: Sequence[str], told: str) -> alt.Chart:
    """Return a chart with a line per name, on which bars and letters come."""
    lines = list(range(len(names)))
    chart: alt.Chart = alt.Chart(
        bars, height=_ROW_PX * len(names) + _AROUND_PX, description=told
    ).encode(
        y=alt.Y(
            "row:O",
            title=None,
            sort=lines,
            scale=alt.Scale(domain=lines, paddingInner=0.12),
            axis=_place_axis(names),
        ),
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in _TIPS.items()],
    )
    return chart


def _bars(
    room: EventRoom,
    drawn: Mapping[str, list[int]],
    conflicts: Sequence[Conflict],
    shown: Shown,
    theme: str,
) -> tuple[pd.DataFrame, list[str]]:
    """Return a row per event, and the name in front of each line of the board, "" for none."""
    events = room.events
    weights, kinds = weights_of_events(conflicts), _kinds(conflicts)
    least = max(1, round(_LEAST * (shown.last - shown.first + 1)))
    bars: list[dict[str, Any]] = []
    lines: list[str] = []
    for name, here in drawn.items():
        begin = [int(events.first_day[row]) - shown.first for row in here]
        stop = [
            max(int(events.last_day[row]) - shown.first + 1, start + least)
            for row, start in zip(here, begin, strict=True)
        ]
        lanes = lanes_of(begin, stop)
        for row, start, end, lane in zip(here, begin, stop, lanes, strict=True):
            bar = _bar(room, row, weights, kinds, theme)
            bar |= {"row": len(lines) + lane, "begin": start, "stop": end, "location": name}
            in_sight = min(end, shown.last - shown.first + 1)
            bars.append(bar | {"middle": (max(start, 0) + in_sight) / 2})
        lines += [name] + [""] * max(lanes)
    return pd.DataFrame(bars), lines


def _kinds(conflicts: Sequence[Conflict]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for conflict in conflicts:
        for event in conflict.events:
            kind = plan_text.CONFLICT_KINDS[conflict.kind]
            if kind not in found.setdefault(event, []):
                found[event].append(kind)
    return found


def _bar(
    room: EventRoom,
    row: int,
    weights: Mapping[str, int],
    kinds: Mapping[str, list[str]],
    theme: str,
) -> dict[str, Any]:
    events, event = room.events, room.events.ids[row]
    weight, risk = weights.get(event, 0), room.risks[row]
    first, last = date_of(int(events.first_day[row])), date_of(int(events.last_day[row]))
    visitors = float(events.visitors[row])
    in_conflict, without = _EDGES[theme]
    title = events.titles[row] or event
    when = day(first) if first == last else f"{day(first)} t/m {day(last)}"
    told = plan_text.conflicts_of(kinds.get(event, []), weight)
    return {
        "id": event,
        "event": title,
        "when": when,
        "risk": risk,
        "status": text.STATUSES.get(events.statuses[row], events.statuses[row]),
        "visitors": number(visitors) if np.isfinite(visitors) else text.UNKNOWN,
        "conflicts": told,
        "said": f"{title}, {when}, {text.CLASS} {risk}, {plan_text.CONFLICTS_OF}: {told}",
        "fill": _FILLS[theme][risk],
        "ink": _INKS[theme][risk],
        "edge": in_conflict if weight else without,
        "width": next(wide for least, wide in reversed(_WIDTHS) if weight >= least),
    }


def _place_axis(names: Sequence[str]) -> alt.Axis:
    """Return an axis that names each location once, at its first line."""
    at = [line for line, name in enumerate(names) if name]
    # A list in JSON is one in an expression of Vega too, whatever stands in a name.
    named = f"{json.dumps(list(names))}[datum.value]"
    return alt.Axis(
        values=at, labelExpr=named, labelLimit=125, ticks=False, domain=False, labelOverlap=False,
        labelFlush=False, grid=True,
    )  # fmt: skip


def _day_axis(shown: Shown) -> alt.Axis:
    """Return an axis with the months; of one month with its days."""
    dates = [date_of(at) for at in range(shown.first, shown.last + 1)]
    months = {at: SHORT_MONTHS[moment.month - 1] for at, moment in enumerate(dates)
              if moment.day == 1}  # fmt: skip
    marks = months if len(months) > 1 else {at: str(at + 1) for at in range(len(dates))}
    label = " : ".join(f"datum.value == {at} ? '{name}'" for at, name in marks.items())
    return alt.Axis(
        orient="top", values=list(marks), labelExpr=f"{label} : ''", labelAlign="left",
        labelAngle=0, tickSize=0, domain=False, grid=True, labelFlush=False,
    )  # fmt: skip


#: Keys of the widgets, which are the names in the link.
EVENT: Final = "verplaats"
DAY: Final = "naar_dag"
PLACE: Final = "naar_locatie"
#: Titles of a conflict in a narrow table.
_MOST_TITLES: Final = 2
_moves = Cache[Moved]()
_lighter = Cache[tuple[tuple[Alternative, ...], tuple[Alternative, ...]]]()


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


_plans = Cache[YearPlan]()
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
    labels = {"location": text.PLACE, "total": plan_text.BOARD_TOTAL}
    fold(plan_text.BOARD_MONTHS, partial(show_table, months, labels), key="bord_maanden")
    listed = event_rows(desk.room, rows)
    fold(plan_text.BOARD_LIST, partial(show_table, listed, text.EVENTS_COLUMNS), key="bord_lijst")
    with st.container(horizontal=True):
        offer_rows(
            desk, listed, text.EVENTS_COLUMNS, name=f"jaarplan_{year}",
            title=f"{plan_text.BOARD_FILE} {year}", meaning=text.EVENTS_ROWS, key="bord_bestand",
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

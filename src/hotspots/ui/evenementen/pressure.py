"""The part `Druk`: who carries the year in a sentence, then the map of a moment, then the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.kept import Kept
from hotspots.access.permission import levels_of
from hotspots.cartography.event_maps import buurt_spec, cell_spec, year_breaks
from hotspots.events.burden import Burden, burden_of_year
from hotspots.events.days import year_bounds
from hotspots.events.field import weights_of
from hotspots.events.maps import (
    PressureMap,
    period_of,
    pressure_on_buurten,
    pressure_on_cells,
)
from hotspots.text import events_page as text
from hotspots.text import events_parts as parts
from hotspots.text import maps as map_text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import day as written_day
from hotspots.text.numbers import number
from hotspots.ui.controls import choose_tile, note_old_link
from hotspots.ui.evenementen.burden import show_burden, wijk_sentence
from hotspots.ui.evenementen.heat import show_heat
from hotspots.ui.evenementen.rooms import date_of, filtered
from hotspots.ui.evenementen.showing import choose_filter, choose_year, draw_map
from hotspots.ui.folded import fold
from hotspots.ui.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from hotspots.cartography.breaks import Breaks
    from hotspots.cartography.map_spec import MapSpec
    from hotspots.events.room import EventRoom
    from hotspots.ui.evenementen.rooms import EventDesk

_DAYS: Final = {"day": 1, "week": 7, "season": 91}
_burdens = Kept[Burden](most=64)
_breaks = Kept["Breaks"](most=128)
_specs = Kept["MapSpec"](most=256)
_maps = Kept[PressureMap](most=256)


def show_pressure(desk: EventDesk) -> None:
    """Show the part."""
    with st.sidebar:
        chosen = choose_filter(desk)
    room = filtered(desk, chosen)
    if not len(room.events):
        st.info(text.NOTHING_FITS)
        return
    question = (desk.key, chosen)
    year_column, step_column, map_column = st.columns([2, 3, 3])
    with year_column:
        year = choose_year(desk)
    burden = _burdens.answer((question, year), lambda: burden_of_year(room, year))
    st.markdown(wijk_sentence(desk.workspace, burden) or parts.NO_BURDEN.format(year=year))
    with step_column:
        step = choose_tile(
            parts.STEP, tuple(parts.STEPS), key="druk_per", name=lambda name: parts.STEPS[name],
            default="week",
        )  # fmt: skip
    with map_column:
        levels = [name for name in ("cells", "buurten") if name in levels_of(room.layer)]
        level = choose_tile(
            parts.SHOWN_ON, tuple(levels) or ("buurten",), key="druk_op",
            name=lambda name: parts.SHOWN_ONS[name],
        )  # fmt: skip
    first, last, label = _choose_moment(room, year, step)
    _show_map(desk, room, (question, year, step), (first, last, label), level=level)
    show_heat(desk, room, year, question)
    show_burden(desk, burden, year, question)


def _choose_moment(room: EventRoom, year: int, step: str) -> tuple[int, int, str]:
    """Let a user slide through the year; it opens at the busiest moment."""
    first, last = year_bounds(year)
    periods = []
    at = first
    while at <= last:
        periods.append(period_of(at, step))
        at = periods[-1][1] + 1
    labels = [_label(begin, end, step) for begin, end in periods]
    load = _load(room, first, last)
    heavy = [load[max(begin - first, 0) : end - first + 1].sum() for begin, end in periods]
    # The busiest whole period of this year: the first and last may lie half in another one.
    inside = [begin >= first and end <= last for begin, end in periods]
    start = int(np.argmax(np.where(inside, heavy, -1.0)))
    key = f"druk_{step}"
    if st.session_state.get(key) not in (None, *labels):
        # Of another year: the slider of this one has no such moment.
        st.session_state[key] = labels[start]
    note_old_link(key, parts.MOMENT[step], labels)
    picked = st.select_slider(
        parts.MOMENT[step], labels, value=labels[start], key=key, bind="query-params"
    )
    chosen = labels.index(picked)
    return (*periods[chosen], labels[chosen])


def _load(room: EventRoom, first: int, last: int) -> NDArray[np.float64]:
    """Return the weighted visitors of each day, without what they leave behind afterwards."""
    weights = weights_of(room.events, room.risks, room.settings.pressure)
    change = np.zeros(last - first + 2)
    begin = np.clip(room.events.first_day, first, last + 1) - first
    end = np.clip(room.events.last_day + 1, first, last + 1) - first
    np.add.at(change, begin, weights)
    np.add.at(change, end, -weights)
    return np.cumsum(change)[:-1]


def _label(first: int, last: int, step: str) -> str:
    if step == "day":
        return written_day(date_of(first))
    if step == "week":
        return parts.week_label(date_of(first), date_of(last))
    return parts.season_label(date_of(first))


def _show_map(
    desk: EventDesk,
    room: EventRoom,
    question: tuple[Hashable, int, str],
    moment: tuple[int, int, str],
    *,
    level: str,
) -> None:
    first, last, label = moment
    of_year, year, step = question
    buurten = _maps.answer(
        ("buurten", of_year, first, last), lambda: pressure_on_buurten(room, first, last)
    )
    _say_now(room, buurten, parts.when(step, label))
    bounds = year_bounds(year)
    breaks = _breaks.answer(question, lambda: year_breaks(room, *bounds, _DAYS[step]))
    spec = _specs.answer(
        (question, first, level),
        lambda: _spec(desk, room, buurten, breaks, level),
    )
    draw_map(desk, spec, parts.PRESSURE_MAP.lower(), key="druk_kaart")
    fold(parts.TABLE_OF_MAP, partial(_show_table, desk, room, buurten), key="druk_tabel")


def _say_now(room: EventRoom, found: PressureMap, label: str) -> None:
    values = np.nan_to_num(found.values)
    events = room.events
    held = events.counts & (events.first_day <= found.last_day)
    held &= events.last_day >= found.first_day
    if not values.any():
        st.markdown(parts.NO_PRESSURE)
        return
    at = int(values.argmax())
    told = parts.pressure_now(
        as_text(room.buurt_names[at]), float(values[at]), label, int(held.sum())
    )
    st.markdown(told)


def _spec(
    desk: EventDesk, room: EventRoom, buurten: PressureMap, breaks: Breaks, level: str
) -> MapSpec:
    first, last = buurten.first_day, buurten.last_day
    settings = room.settings.pressure
    weights = {risk.lower(): _short(weight) for risk, weight in settings.class_weights.items()}
    notes = [
        note.format(
            **weights,
            half_m=_short(settings.half_m),
            half_days=_short(settings.half_days),
            reach_m=_short(settings.reach_m),
            reach_days=settings.reach_days,
        )
        for note in parts.PRESSURE_NOTES
    ]
    told = {
        "title": parts.PRESSURE_MAP,
        "subtitle": map_text.period(date_of(first), date_of(last)),
    }
    workspace = desk.workspace
    if level == "buurten":
        notes = [parts.ON_BUURTEN, *notes]
        return buurt_spec(workspace, room, buurten.values, breaks, notes=notes, **told)
    size = max(100, room.layer.privacy.finest_cell_m)
    notes = [parts.ON_CELLS.format(size=size), *notes]
    cells = pressure_on_cells(room, workspace.mask(room.layer), size, first, last)
    return cell_spec(workspace, room, cells, size, breaks, notes=notes, **told)


def _short(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 2)


def _show_table(desk: EventDesk, room: EventRoom, found: PressureMap) -> None:
    geography = desk.workspace.geography
    order = np.argsort(-np.nan_to_num(found.values, nan=-1.0), kind="stable")
    rows = pd.DataFrame(
        {
            "buurt": [room.buurt_names[at] for at in order],
            "wijk": [geography.wijken.names[geography.buurten.parent[at]] for at in order],
            "pressure": np.round(found.values[order], 1),  # noqa: PD011 - no frame
        }
    )
    show_table(rows, parts.BURDEN_COLUMNS)

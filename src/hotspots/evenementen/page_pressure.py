"""The part `Druk`: who carries the year in a sentence, then the map of a moment, then the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch as numbers
from hotspots.access.cache import Cache
from hotspots.access.calendar import date_of
from hotspots.access.permission import levels_of
from hotspots.dutch import as_text, number, number_in_short
from hotspots.evenementen import page_words as text
from hotspots.evenementen import pressure_words
from hotspots.evenementen.charts import heat_chart, lorenz_chart
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.maps import buurt_spec, cell_spec, year_breaks
from hotspots.evenementen.page_blocks import choose_filter, choose_year, draw_map, offer_rows
from hotspots.evenementen.periods import (
    Burden,
    PressureMap,
    burden_of_year,
    busiest_period,
    heaviest_wijk,
    periods_of_year,
    pressure_on_buurten,
    pressure_on_cells,
    weekly_pressure,
)
from hotspots.evenementen.tables import burden_rows, week_rows
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_tile, note_old_link
from hotspots.pages.panel import panel
from hotspots.pages.tables import fold, show_table

if TYPE_CHECKING:
    from collections.abc import Hashable

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.page_view import EventView
    from hotspots.maps.classes import Breaks
    from hotspots.maps.spec import MapSpec


#: Lines of the calendar; the heaviest come first, and the table under it has all.
_MOST_NAMES: Final = 60


def show_burden(view: EventView, burden: Burden, year: int, question: Hashable) -> None:
    """Show how uneven the year is, and each buurt in a table."""
    st.markdown(f"#### {pressure_words.BURDEN}")
    known = view.calendar.knows(*year_bounds(year))
    if not burden.days.size:
        st.caption(pressure_words.no_burden(year, known=known))
        return
    sentence = pressure_words.unequal(burden, known=known)
    st.markdown(sentence)
    curve, listed = st.columns([2, 3], gap="medium")
    theme = theme_of_page()
    with curve:
        show_chart(
            ("event burden", question, year, theme), lambda: lorenz_chart(burden, sentence, theme)
        )
    rows = burden_rows(burden, view.workspace.geography)
    with listed:
        show_table(rows, pressure_words.BURDEN_COLUMNS)
        offer_rows(
            view,
            rows,
            pressure_words.BURDEN_COLUMNS,
            name=f"last_{year}",
            title=f"{pressure_words.BURDEN} {year}",
            meaning=pressure_words.BURDEN_ROWS,
            key="last_bestand",
            sentences=tuple(filter(None, (sentence, view.calendar.not_known(*year_bounds(year))))),
            label=pressure_words.BURDEN_OFFER,
        )
    st.caption(pressure_words.BURDEN_NOTE.format(metres=number(burden.near_m)))


def show_heat(view: EventView, calendar: EventCalendar, year: int, question: Hashable) -> None:
    """Show the weeks of a year, per wijk or per location."""
    st.markdown(f"#### {pressure_words.HEAT}")
    kind = choose_tile(
        pressure_words.HEAT_OF, tuple(pressure_words.HEAT_OFS), key="kalender_van",
        name=lambda name: pressure_words.HEAT_OFS[name],
    )  # fmt: skip
    weekly = weekly_pressure(calendar, view.workspace.geography, year, of_wijken=kind == "wijken")
    known = calendar.knows(*year_bounds(year))
    if not weekly.felt:
        st.caption(pressure_words.no_pressure(known=known))
        return
    sentence = pressure_words.busiest_week(weekly, known=known)
    st.markdown(as_text(sentence))
    if len(weekly.names) > _MOST_NAMES:
        of = number(len(weekly.names))
        st.caption(pressure_words.HEAT_MOST.format(most=_MOST_NAMES, of=of))
    theme = theme_of_page()
    show_chart(
        ("event weeks", question, year, kind, theme),
        lambda: heat_chart(
            weekly.heaviest(_MOST_NAMES),
            pressure_words.HEAT_ALTERNATIVE.format(year=year, sentence=sentence),
            theme,
        ),
    )
    rows = week_rows(weekly)
    labels = {"name": pressure_words.HEAT_OFS[kind]} | {
        name: name for name in rows.columns if name != "name"
    }
    fold(pressure_words.HEAT_TABLE, partial(show_table, rows, labels), key="kalender_tabel")
    offer_rows(
        view, rows, labels, name=f"druk_{kind}_{year}", title=f"{pressure_words.HEAT_TITLE} {year}",
        meaning=pressure_words.HEAT_TITLE, key="kalender_bestand",
        sentences=tuple(filter(None, (sentence, calendar.not_known(*year_bounds(year))))),
        label=pressure_words.HEAT_OFFER,
    )  # fmt: skip


_DAYS: Final = {"day": 1, "week": 7, "season": 91}
_burdens = Cache[Burden]()
_breaks = Cache["Breaks"]()
_specs = Cache["MapSpec"]()
_maps = Cache[PressureMap]()


def show_pressure(view: EventView) -> None:
    """Show the part."""
    with panel():
        chosen = choose_filter(view)
    calendar = view.filtered(chosen)
    if not len(calendar.events):
        st.info(text.NOTHING_FITS)
        return
    question = (view.key, chosen)
    year_column, step_column, map_column = st.columns([2, 3, 3])
    with year_column:
        year = choose_year(view)
    burden = _burdens.answer((question, year), lambda: burden_of_year(calendar, year))
    geography = view.workspace.geography
    heaviest = heaviest_wijk(burden, geography)
    unknown = calendar.not_known(*year_bounds(year))
    st.markdown(
        pressure_words.no_burden(year, known=not unknown)
        if heaviest is None
        else pressure_words.heaviest(heaviest, geography.words, known=not unknown)
    )
    if unknown:
        st.caption(as_text(unknown))
    with step_column:
        step = choose_tile(
            pressure_words.STEP,
            tuple(pressure_words.STEPS),
            key="druk_per",
            name=lambda name: pressure_words.STEPS[name],
            default="week",
        )
    with map_column:
        levels = [name for name in ("cells", "buurten") if name in levels_of(calendar.layer)]
        level = choose_tile(
            pressure_words.SHOWN_ON,
            tuple(levels) or ("buurten",),
            key="druk_op",
            name=lambda name: pressure_words.SHOWN_ONS[name],
        )
    first, last, label = _choose_moment(calendar, year, step)
    _show_map(view, calendar, (question, year, step), (first, last, label), level=level)
    show_heat(view, calendar, year, question)
    show_burden(view, burden, year, question)


def _choose_moment(calendar: EventCalendar, year: int, step: str) -> tuple[int, int, str]:
    """Let a user slide through the year; it opens at the busiest moment."""
    periods = periods_of_year(year, step)
    labels = [
        pressure_words.period_label(date_of(begin), date_of(end), step) for begin, end in periods
    ]
    start = busiest_period(calendar, year, periods)
    key = f"druk_{step}"
    if st.session_state.get(key) not in (None, *labels):
        # Of another year: the slider of this one has no such moment.
        st.session_state[key] = labels[start]
    note_old_link(key, pressure_words.MOMENT[step], labels)
    picked = st.select_slider(
        pressure_words.MOMENT[step], labels, value=labels[start], key=key, bind="query-params"
    )
    chosen = labels.index(picked)
    return (*periods[chosen], labels[chosen])


def _show_map(
    view: EventView,
    calendar: EventCalendar,
    question: tuple[Hashable, int, str],
    moment: tuple[int, int, str],
    *,
    level: str,
) -> None:
    first, last, label = moment
    of_year, year, step = question
    buurten = _maps.answer(
        ("buurten", of_year, first, last), lambda: pressure_on_buurten(calendar, first, last)
    )
    _say_now(calendar, buurten, pressure_words.when(step, label))
    bounds = year_bounds(year)
    breaks = _breaks.answer(question, lambda: year_breaks(calendar, *bounds, _DAYS[step]))
    spec = _specs.answer(
        (question, first, level),
        lambda: _spec(view, calendar, buurten, breaks, level),
    )
    draw_map(view, spec, pressure_words.PRESSURE_MAP.lower(), key="druk_kaart")
    fold(
        pressure_words.TABLE_OF_MAP, partial(_show_table, view, calendar, buurten), key="druk_tabel"
    )


def _say_now(calendar: EventCalendar, pressure: PressureMap, label: str) -> None:
    values = np.nan_to_num(pressure.values)
    on = calendar.events.during(pressure.first_day, pressure.last_day)
    known = calendar.knows(pressure.first_day, pressure.last_day)
    if not values.any():
        st.markdown(pressure_words.no_pressure(known=known))
        return
    at = int(values.argmax())
    sentence = pressure_words.pressure_now(
        as_text(calendar.buurt_names[at]), float(values[at]), label, int(on.sum()), known=known
    )
    st.markdown(sentence)


def _spec(
    view: EventView, calendar: EventCalendar, buurten: PressureMap, breaks: Breaks, level: str
) -> MapSpec:
    first, last = buurten.first_day, buurten.last_day
    settings = calendar.settings.pressure
    weights = {
        risk.lower(): number_in_short(weight) for risk, weight in settings.class_weights.items()
    }
    notes = [
        note.format(
            **weights,
            half_m=number_in_short(settings.half_m),
            half_days=number_in_short(settings.half_days),
            reach_m=number_in_short(settings.reach_m),
            reach_days=settings.reach_days,
        )
        for note in pressure_words.PRESSURE_NOTES
    ]
    notes = [*filter(None, [calendar.not_known(first, last)]), *notes]
    heading = {
        "title": pressure_words.PRESSURE_MAP,
        "subtitle": numbers.period(date_of(first), date_of(last)),
    }
    workspace = view.workspace
    if level == "buurten":
        notes = [pressure_words.ON_BUURTEN, *notes]
        return buurt_spec(workspace, calendar, buurten.values, breaks, notes=notes, **heading)
    size = max(100, calendar.layer.privacy.finest_cell_m)
    notes = [pressure_words.ON_CELLS.format(size=size), *notes]
    cells = pressure_on_cells(calendar, workspace.mask(calendar.layer), size, first, last)
    return cell_spec(workspace, calendar, cells, size, breaks, notes=notes, **heading)


def _show_table(view: EventView, calendar: EventCalendar, pressure: PressureMap) -> None:
    geography = view.workspace.geography
    order = np.argsort(-np.nan_to_num(pressure.values, nan=-1.0), kind="stable")
    rows = pd.DataFrame(
        {
            "buurt": [calendar.buurt_names[at] for at in order],
            "wijk": [geography.wijken.names[geography.buurten.parent[at]] for at in order],
            "pressure": np.round(pressure.values[order], 1),  # noqa: PD011 - no frame
        }
    )
    show_table(rows, pressure_words.BURDEN_COLUMNS)

"""The year as squares: a row per wijk or location, a column per week."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from hotspots.events.days import year_bounds
from hotspots.events.maps import days_of_places, days_of_wijken, period_of
from hotspots.text import events_parts as parts
from hotspots.text.hours import SHORT_MONTHS
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui.charts import show_chart, theme_of_page
from hotspots.ui.controls import choose_tile
from hotspots.ui.evenementen.rooms import date_of, place_names
from hotspots.ui.evenementen.showing import offer_rows
from hotspots.ui.folded import fold
from hotspots.ui.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from hotspots.events.room import EventRoom
    from hotspots.ui.evenementen.rooms import EventDesk

_RAMPS: Final = {
    "light": ("#f1f4f1", "#b9dcc0", "#5aa774", "#1d7145", "#083a20"),
    "dark": ("#22282d", "#2f5f45", "#4d9a70", "#8fd6ae", "#dcfbe8"),
}
#: Lines of the calendar; the heaviest come first, and the table under it has all.
_MOST_NAMES: Final = 60
_ROW_PX: Final = 19
_AROUND_PX: Final = 96
#: Vega writes numbers in English; this turns its commas and points round.
_DUTCH: Final = "replace(replace(replace(format(datum.value, ','), ',', '_'), '.', ','), '_', '.')"


def show_heat(desk: EventDesk, room: EventRoom, year: int, question: Hashable) -> None:
    """Show the weeks of a year, per wijk or per location."""
    st.markdown(f"#### {parts.HEAT}")
    kind = choose_tile(
        parts.HEAT_OF, tuple(parts.HEAT_OFS), key="kalender_van",
        name=lambda name: parts.HEAT_OFS[name],
    )  # fmt: skip
    names, weeks, values = weekly(desk, room, year, kind)
    if not np.nan_to_num(values).any():
        st.caption(parts.NO_PRESSURE)
        return
    at, week = np.unravel_index(int(np.nan_to_num(values).argmax()), values.shape)
    begin, end = weeks[week]
    label = parts.week_label(date_of(begin), date_of(end))
    told = parts.busiest_week(names[at], label, float(values[at, week]))
    st.markdown(as_text(told))
    if len(names) > _MOST_NAMES:
        st.caption(parts.HEAT_MOST.format(most=_MOST_NAMES, of=number(len(names))))
    theme = theme_of_page()
    show_chart(
        ("event weeks", question, year, kind, theme),
        lambda: heat_chart(
            names[:_MOST_NAMES],
            weeks,
            values[:_MOST_NAMES],
            parts.HEAT_ALTERNATIVE.format(year=year, sentence=told),
            theme,
        ),
    )
    rows = _rows(names, weeks, values)
    labels = {"name": parts.HEAT_OFS[kind]} | {
        name: name for name in rows.columns if name != "name"
    }
    fold(parts.HEAT_TABLE, partial(show_table, rows, labels), key="kalender_tabel")
    offer_rows(
        desk, rows, labels, name=f"druk_{kind}_{year}", title=f"{parts.HEAT_TITLE} {year}",
        meaning=parts.HEAT_TITLE, key="kalender_bestand", told=(told,),
        label=parts.HEAT_OFFER,
    )  # fmt: skip


def weekly(
    desk: EventDesk, room: EventRoom, year: int, kind: str
) -> tuple[list[str], list[tuple[int, int]], NDArray[np.float64]]:
    """Return names, weeks and the mean pressure per day: shape (names, weeks).

    Only the days of the year itself count, also in a week that lies half in another one.
    """
    first, last = year_bounds(year)
    geography = desk.workspace.geography
    if kind == "wijken":
        names = list(geography.wijken.names)
        daily = days_of_wijken(room, geography, first, last)
    else:
        names = list(place_names(room).values())
        daily = days_of_places(room, first, last)
    weeks = []
    at = first
    while at <= last:
        weeks.append((at, min(period_of(at, "week")[1], last)))
        at = weeks[-1][1] + 1
    values = np.column_stack(
        [daily[:, begin - first : end - first + 1].mean(axis=1) for begin, end in weeks]
    )
    # The heaviest first: what is at the top is what one looks for.
    order = np.argsort(-np.nan_to_num(values).sum(axis=1), kind="stable")
    return [names[at] for at in order], weeks, values[order]


def heat_chart(
    names: list[str],
    weeks: list[tuple[int, int]],
    values: NDArray[np.float64],
    told: str,
    theme: str,
) -> alt.Chart:
    """Return a square per name and week, darker (in the dark: lighter) for more."""
    squares = alt.Chart(
        _squares(names, weeks, values), height=_ROW_PX * len(names) + _AROUND_PX, description=told
    ).mark_rect()
    chart: alt.Chart = squares.encode(
        x=alt.X(
            "week:O",
            title=None,
            axis=_month_axis(weeks),
            scale=alt.Scale(paddingInner=0.05),
        ),
        y=alt.Y(
            "name:N",
            title=None,
            sort=names,
            axis=alt.Axis(
                ticks=False, domain=False, labelLimit=150, labelOverlap=False, labelFlush=False
            ),
            scale=alt.Scale(paddingInner=0.08),
        ),
        color=alt.Color(
            "pressure:Q",
            title=parts.HEAT_TITLE,
            scale=alt.Scale(type="sqrt", range=list(_RAMPS[theme])),
            legend=alt.Legend(
                orient="top", labelExpr=_DUTCH, tickCount=4, gradientThickness=10, titleLimit=320
            ),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=parts.PLACE_OR_WIJK),
            alt.Tooltip("when:N", title=parts.STEPS["week"]),
            alt.Tooltip("told:N", title=parts.HEAT_TITLE),
        ],
    )
    return chart


def _squares(
    names: list[str], weeks: list[tuple[int, int]], values: NDArray[np.float64]
) -> pd.DataFrame:
    when = [parts.week_label(date_of(begin), date_of(end)) for begin, end in weeks]
    row, column = np.indices(values.shape).reshape(2, -1)
    flat = values.ravel()
    return pd.DataFrame(
        {
            "name": np.array(names, dtype=object)[row],
            "week": column,
            "pressure": np.nan_to_num(flat).round(1),
            "when": np.array(when, dtype=object)[column],
            "told": [number(float(value)) for value in flat],
        }
    )


def _month_axis(weeks: list[tuple[int, int]]) -> alt.Axis:
    """Return an axis that names each month once, at its first week."""
    months = [SHORT_MONTHS[date_of(begin).month - 1] for begin, _ in weeks]
    starts = [at for at, month in enumerate(months) if at == 0 or months[at - 1] != month]
    label = " : ".join(f"datum.value == {at} ? '{months[at]}'" for at in starts) + " : ''"
    return alt.Axis(
        labelAngle=0, values=starts, labelExpr=label, ticks=False, domain=False, labelOverlap=True
    )


def _rows(
    names: list[str], weeks: list[tuple[int, int]], values: NDArray[np.float64]
) -> pd.DataFrame:
    columns: dict[str, object] = {"name": names}
    for at, (begin, _) in enumerate(weeks):
        week = f"{parts.WEEK} {date_of(begin):%d-%m}"
        columns[week] = values[:, at].round(1)
    return pd.DataFrame(columns)

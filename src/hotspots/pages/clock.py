"""Under the map: at what hours of the week it happens, and in which month of the year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots import dutch
from hotspots.access.cache import Cache
from hotspots.analysis.when import (
    busy_sentence,
    hours_and_days,
    hours_notes,
    season,
    season_sentences,
    when_of_week,
)
from hotspots.dutch import MONTHS, NUMBER_IN_VEGA, SHORT_DAYS, WEEKDAY_NAMES, as_text, number
from hotspots.exports import words as export_words
from hotspots.exports.time_sheets import sheet_of_hours, sheet_of_season
from hotspots.exports.words import COLUMNS
from hotspots.pages import words
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.controls import choose_tile
from hotspots.pages.download import offer_table
from hotspots.pages.tables import fold
from hotspots.statistics.busy_hours import BusyStretch

if TYPE_CHECKING:
    import altair as alt

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.question import Selection
    from hotspots.analysis.when import HoursAndDays, Season

VIEW: Final = "tijdbeeld"
_VIEWS: Final = {
    "months": words.CLOCK_PER_MONTH,
    "hours": words.CLOCK_HOURS,
    "season": words.SEASON_TITLE,
}
#: Little to much, per theme: what stands out from the page is what is much.
_RAMPS: Final = {
    "light": ("#eef2f5", "#b5cadb", "#5b92bb", "#14507a", "#0a2c46"),
    "dark": ("#1f2a33", "#2d4d66", "#4f86b0", "#8fc1e8", "#dcefff"),
}
#: A bar that stands out, the others, and the line of an average month; per theme.
_BARS: Final = {
    "light": ("#14507a", "#b5c6d2", "#4a5560"),
    "dark": ("#8fc1e8", "#44525e", "#c3ccd4"),
}
#: Legend and axis included.
_HEAT_HEIGHT_PX: Final = 290
_SEASON_HEIGHT_PX: Final = 290


def choose_view(analysis: Analysis) -> str:
    """Let a user choose what to see of the time: the name of a view.

    A layer that tells no hours, as a sensitive one or one of years, has its bars alone; one that
    counts per month has months of the year besides.
    """
    layer = analysis.layer
    if layer.sensitive or layer.counted_months > 1:
        return "months"
    return choose_tile(
        words.CLOCK_VIEW,
        tuple(view for view in _VIEWS if layer.kind != "counts" or view != "hours"),
        key=VIEW,
        name=lambda view: _VIEWS[view],
        label_visibility="collapsed",
    )


def show_clock(workspace: Workspace, analysis: Analysis, key: Key, view: str) -> None:
    """Show the hours of the week or the months of the year, in a picture and in words."""
    if view == "hours":
        hours = hours_of(workspace, key, analysis.selection)
        _show_hours(hours, key, analysis.selection)
        offer_table(
            analysis.layer,
            lambda reader: sheet_of_hours(reader, analysis, hours),
            name=f"{analysis.layer.id}_uren",
            key="uren_bewaren",
            label=export_words.OFFER_HOURS,
            shapes=False,
            quiet=True,
        )
    else:
        all_time = replace(analysis.selection, period=None)
        months = season_of(workspace, key, all_time)
        _show_season(months, key, all_time)
        if months.index is not None:
            offer_table(
                analysis.layer,
                lambda reader: sheet_of_season(reader, analysis, months),
                name=f"{analysis.layer.id}_jaar",
                key="jaar_bewaren",
                label=export_words.OFFER_SEASON,
                shapes=False,
                quiet=True,
            )


def _show_hours(clock: HoursAndDays, key: Key, selection: Selection) -> None:
    if clock.known:
        theme = theme_of_page()
        show_chart(("hours", key, selection, theme), lambda: heat_chart(clock, theme))
    st.markdown(as_text(busy_sentence(clock)))
    notes = hours_notes(clock)
    if notes:
        st.caption(as_text(" ".join(notes)))
    if clock.known:
        fold(
            words.CLOCK_AS_TABLE,
            lambda: st.dataframe(hours_table(clock), width="stretch"),
            key="uren_als_tabel",
        )


def _show_season(season: Season, key: Key, selection: Selection) -> None:
    if season.index is not None:
        theme = theme_of_page()
        show_chart(("season", key, selection, theme), lambda: season_chart(season, theme))
    answer, *notes = season_sentences(season)
    st.markdown(as_text(answer))
    if notes:
        st.caption(as_text(" ".join(notes)))


_hours: Final = Cache["HoursAndDays"]()
_seasons: Final = Cache["Season"]()


def hours_of(workspace: Workspace, key: Key, selection: Selection) -> HoursAndDays:
    """Return the hours of the week of a selection."""
    return _hours.answer((key, selection), lambda: hours_and_days(workspace, selection))


def season_of(workspace: Workspace, key: Key, selection: Selection) -> Season:
    """Return the months of the year of a selection without its period."""
    return _seasons.answer((key, selection), lambda: season(workspace, selection))


def heat_chart(hours: HoursAndDays, theme: str) -> alt.Chart:
    """Return the week as 7 rows of 24 squares, darker (in the dark: lighter) for more."""
    import altair as alt  # noqa: PLC0415 - half a second, and most pages open without a chart

    week = np.arange(7 * 24)
    weights = hours.weights.ravel()
    shown = pd.DataFrame(
        {
            "day": np.array(SHORT_DAYS)[week // 24],
            "hour": week % 24,
            "weight": weights.round(3),
            "when": [when_of_week(BusyStretch(int(at), 1, 0.0, 0.0, 1.0)) for at in week],
            "told": [_weight_in_words(hours, float(weight)) for weight in weights],
        }
    )
    plural = hours.layer.noun_plural
    sentence = busy_sentence(hours)
    squares = alt.Chart(
        shown,
        height=_HEAT_HEIGHT_PX,
        description=words.HEAT_ALTERNATIVE.format(plural=plural, sentence=sentence),
    ).mark_rect()
    chart: alt.Chart = squares.encode(
        x=alt.X(
            "hour:O",
            title=None,
            axis=alt.Axis(
                labelAngle=0,
                values=list(range(0, 24, 3)),
                labelExpr=f"datum.value + ' {export_words.HOUR_MARK}'",
                ticks=False,
                domain=False,
            ),
            scale=alt.Scale(paddingInner=0.06),
        ),
        y=alt.Y(
            "day:O",
            title=None,
            sort=list(SHORT_DAYS),
            axis=alt.Axis(ticks=False, domain=False, labelOverlap=False),
            scale=alt.Scale(paddingInner=0.08),
        ),
        color=alt.Color(
            "weight:Q",
            title=words.HEAT_TITLE.format(plural=plural),
            scale=alt.Scale(range=list(_RAMPS[theme]), domain=[0.0, float(weights.max())]),
            legend=alt.Legend(
                orient="top",
                labelExpr=NUMBER_IN_VEGA,
                tickCount=4,
                gradientThickness=10,
                titleLimit=320,
            ),
        ),
        tooltip=[
            alt.Tooltip("when:N", title=words.CLOCK_TITLE),
            alt.Tooltip("told:N", title=COLUMNS["count"]),
        ],
    )
    return chart


def _weight_in_words(hours: HoursAndDays, weight: float) -> str:
    """Return the text beside a square: a part of an incident is not written as a count."""
    return number(weight, 1) if hours.spread else number(weight)


def hours_table(hours: HoursAndDays) -> pd.DataFrame:
    """Return the squares as a table: a row per day, a column per hour, in Dutch numbers."""
    return pd.DataFrame(
        [[_weight_in_words(hours, float(weight)) for weight in row] for row in hours.weights],
        index=list(WEEKDAY_NAMES),
        columns=[str(hour) for hour in range(24)],
    )


def season_chart(season: Season, theme: str) -> alt.LayerChart | alt.FacetChart:
    """Return a bar per month of the year, and a line at an average month."""
    import altair as alt  # noqa: PLC0415 - half a second, and most pages open without a chart

    assert season.index is not None  # noqa: S101 - who has no index has no chart
    stands_out, others, line = _BARS[theme]
    busiest = season.busiest if season.shown else None
    shown = pd.DataFrame(
        {
            "month": list(dutch.SHORT_MONTHS),
            "index": season.index.round(3),
            "name": list(MONTHS),
            "told": [number(float(index), 2) for index in season.index],
            "colour": [stands_out if at == busiest else others for at in range(12)],
        }
    )
    base = alt.Chart(
        shown,
        height=_SEASON_HEIGHT_PX,
        title=alt.Title(words.SEASON_INDEX, anchor="start", fontSize=12, fontWeight="normal"),
        description=words.SEASON_ALTERNATIVE.format(sentence=season_sentences(season)[0]),
    )
    bars = base.mark_bar().encode(
        x=alt.X(
            "month:O",
            title=None,
            sort=list(dutch.SHORT_MONTHS),
            axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
        ),
        y=alt.Y(
            "index:Q",
            title=None,
            axis=alt.Axis(labelExpr=NUMBER_IN_VEGA, tickCount=4),
        ),
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("name:N", title=words.SEASON_MONTH),
            alt.Tooltip("told:N", title=words.SEASON_INDEX),
        ],
    )
    average = base.mark_rule(color=line, strokeDash=[4, 3], aria=False).encode(y=alt.datum(1.0))
    return alt.layer(bars, average)

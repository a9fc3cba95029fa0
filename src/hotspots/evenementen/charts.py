"""The charts of the page: a year day by day, the weeks of a year, and how uneven the burden is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd

from hotspots.access.calendar import date_of
from hotspots.analysis.clock_words import SHORT_MONTHS
from hotspots.dutch import day, number
from hotspots.evenementen import pressure_words, profile_words
from hotspots.evenementen.days import year_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.evenementen.burden import Burden
    from hotspots.evenementen.periods import WeeklyPressure

#: Light to heavy, per theme of the page; and what a day without events and its letter look like.
CLASS_FILLS: Final = {
    "light": {"": "#eceff2", "A": "#b9dcc0", "B": "#5aa774", "C": "#0b4f2c"},
    "dark": {"": "#262c33", "A": "#2f5f45", "B": "#63b387", "C": "#c9f2d8"},
}

CLASS_INKS: Final = {
    "light": {"A": "#10301d", "B": "#08150d", "C": "#ffffff"},
    "dark": {"A": "#ffffff", "B": "#06120b", "C": "#06120b"},
}

_HEIGHT_PX: Final = 270


def strip_chart(
    strip: tuple[str, ...], year: int, sentence: str, theme: str
) -> alt.LayerChart | alt.FacetChart:
    """Return the squares.

    Parameters
    ----------
    strip
        The heaviest class of each day from 1 January on.
    sentence
        The same in words.
    """
    base = alt.Chart(_days(strip, year, theme), height=_HEIGHT_PX, description=sentence).encode(
        x=alt.X(
            "day:O",
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.08),
        ),
        y=alt.Y(
            "month:O",
            title=None,
            sort=list(SHORT_MONTHS),
            axis=alt.Axis(ticks=False, domain=False, labelOverlap=False, labelFlush=False),
            scale=alt.Scale(paddingInner=0.08),
        ),
        tooltip=[
            alt.Tooltip("when:N", title=pressure_words.STEPS["day"]),
            alt.Tooltip("risk:N", title=profile_words.STRIP_LEGEND),
        ],
    )
    squares = base.mark_rect().encode(color=alt.Color("fill:N", scale=None))
    letters = base.mark_text(fontSize=10, aria=False).encode(
        text="risk:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(squares, letters)


def _days(strip: tuple[str, ...], year: int, theme: str) -> pd.DataFrame:
    first, _ = year_bounds(year)
    dates = [date_of(first + at) for at in range(len(strip))]
    return pd.DataFrame(
        {
            "month": [SHORT_MONTHS[moment.month - 1] for moment in dates],
            "day": [moment.day for moment in dates],
            "when": [day(moment) for moment in dates],
            "risk": list(strip),
            "fill": [CLASS_FILLS[theme][risk] for risk in strip],
            "ink": [CLASS_INKS[theme].get(risk, "transparent") for risk in strip],
        }
    )


#: The curve and the line of an even spread, per theme.
_LINES: Final = {"light": ("#1d7145", "#6b7480"), "dark": ("#8fd6ae", "#aab2bb")}

_CURVE_PX: Final = 280


def lorenz_chart(burden: Burden, sentence: str, theme: str) -> alt.LayerChart | alt.FacetChart:
    """Return the curve, and the line it would be if all buurten had as much."""
    line, even = _LINES[theme]
    shown = pd.DataFrame({"buurten": burden.people, "days": burden.days})
    straight = pd.DataFrame({"buurten": [0.0, 1.0], "days": [0.0, 1.0]})
    percent = alt.Axis(format="%", tickCount=5)
    base = alt.Chart(
        shown,
        height=_CURVE_PX,
        description=pressure_words.LORENZ_ALTERNATIVE.format(sentence=sentence),
    )
    curve = base.mark_line(color=line, strokeWidth=2.5).encode(
        x=alt.X("buurten:Q", title=pressure_words.LORENZ_X, axis=percent),
        y=alt.Y("days:Q", title=pressure_words.LORENZ, axis=percent),
    )
    diagonal = (
        alt.Chart(straight)
        .mark_line(color=even, strokeDash=[4, 4], aria=False)
        .encode(x="buurten:Q", y="days:Q")
    )
    return alt.layer(curve, diagonal)


_RAMPS: Final = {
    "light": ("#f1f4f1", "#b9dcc0", "#5aa774", "#1d7145", "#083a20"),
    "dark": ("#22282d", "#2f5f45", "#4d9a70", "#8fd6ae", "#dcfbe8"),
}
_ROW_PX: Final = 19
_AROUND_PX: Final = 96
#: Vega writes numbers in English; this turns its commas and points round.
_DUTCH: Final = "replace(replace(replace(format(datum.value, ','), ',', '_'), '.', ','), '_', '.')"


def heat_chart(weekly: WeeklyPressure, sentence: str, theme: str) -> alt.Chart:
    """Return a square per name and week, darker (in the dark: lighter) for more."""
    squares = alt.Chart(
        _squares(weekly),
        height=_ROW_PX * len(weekly.names) + _AROUND_PX,
        description=sentence,
    ).mark_rect()
    chart: alt.Chart = squares.encode(
        x=alt.X(
            "week:O",
            title=None,
            axis=_month_axis(weekly.weeks),
            scale=alt.Scale(paddingInner=0.05),
        ),
        y=alt.Y(
            "name:N",
            title=None,
            sort=list(weekly.names),
            axis=alt.Axis(
                ticks=False, domain=False, labelLimit=150, labelOverlap=False, labelFlush=False
            ),
            scale=alt.Scale(paddingInner=0.08),
        ),
        color=alt.Color(
            "pressure:Q",
            title=pressure_words.HEAT_TITLE,
            scale=alt.Scale(type="sqrt", range=list(_RAMPS[theme])),
            legend=alt.Legend(
                orient="top", labelExpr=_DUTCH, tickCount=4, gradientThickness=10, titleLimit=320
            ),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=pressure_words.PLACE_OR_WIJK),
            alt.Tooltip("when:N", title=pressure_words.STEPS["week"]),
            alt.Tooltip("told:N", title=pressure_words.HEAT_TITLE),
        ],
    )
    return chart


def _squares(weekly: WeeklyPressure) -> pd.DataFrame:
    when = [pressure_words.week_label(date_of(begin), date_of(end)) for begin, end in weekly.weeks]
    row, column = np.indices(weekly.mean.shape).reshape(2, -1)
    flat = weekly.mean.ravel()
    return pd.DataFrame(
        {
            "name": np.array(weekly.names, dtype=object)[row],
            "week": column,
            "pressure": np.nan_to_num(flat).round(1),
            "when": np.array(when, dtype=object)[column],
            "told": [number(float(value)) for value in flat],
        }
    )


def _month_axis(weeks: Sequence[tuple[int, int]]) -> alt.Axis:
    """Return an axis that names each month once, at its first week."""
    months = [SHORT_MONTHS[date_of(begin).month - 1] for begin, _ in weeks]
    starts = [at for at, month in enumerate(months) if at == 0 or months[at - 1] != month]
    label = " : ".join(f"datum.value == {at} ? '{months[at]}'" for at in starts) + " : ''"
    return alt.Axis(
        labelAngle=0, values=starts, labelExpr=label, ticks=False, domain=False, labelOverlap=True
    )

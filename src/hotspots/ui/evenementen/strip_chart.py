"""A year of a place as squares: a row per month, a column per day, the class in letters too."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from hotspots.events.days import year_bounds
from hotspots.events.settings import CLASSES
from hotspots.text import events_parts as parts
from hotspots.text.hours import SHORT_MONTHS
from hotspots.text.numbers import day
from hotspots.ui.evenementen.rooms import date_of

#: Light to heavy, per theme of the page; and what a day without events and its letter look like.
_FILLS: Final = {
    "light": {"": "#eceff2", "A": "#b9dcc0", "B": "#5aa774", "C": "#0b4f2c"},
    "dark": {"": "#262c33", "A": "#2f5f45", "B": "#63b387", "C": "#c9f2d8"},
}
_INKS: Final = {
    "light": {"A": "#10301d", "B": "#08150d", "C": "#ffffff"},
    "dark": {"A": "#ffffff", "B": "#06120b", "C": "#06120b"},
}
_HEIGHT_PX: Final = 270


def days_per_class(strip: tuple[str, ...]) -> dict[str, int]:
    """Return how many days of a year have each class as their heaviest.

    Examples
    --------
    >>> days_per_class(("", "A", "A", "C"))
    {'A': 2, 'B': 0, 'C': 1}
    """
    return {risk: strip.count(risk) for risk in CLASSES}


def strip_chart(
    strip: tuple[str, ...], year: int, told: str, theme: str
) -> alt.LayerChart | alt.FacetChart:
    """Return the squares.

    Parameters
    ----------
    strip
        The heaviest class of each day from 1 January on.
    told
        The same in a sentence.
    """
    base = alt.Chart(_days(strip, year, theme), height=_HEIGHT_PX, description=told).encode(
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
            alt.Tooltip("when:N", title=parts.STEPS["day"]),
            alt.Tooltip("risk:N", title=parts.STRIP_LEGEND),
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
            "fill": [_FILLS[theme][risk] for risk in strip],
            "ink": [_INKS[theme].get(risk, "transparent") for risk in strip],
        }
    )

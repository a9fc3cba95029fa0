"""Who carries the events of a year: a sentence, a curve and a row per buurt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from hotspots.text import events_parts as parts
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui.charts import show_chart, theme_of_page
from hotspots.ui.evenementen.showing import offer_rows
from hotspots.ui.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Hashable

    from hotspots.access.workspace import Workspace
    from hotspots.events.burden import Burden
    from hotspots.ui.evenementen.rooms import EventDesk

#: The curve and the line of an even spread, per theme.
_LINES: Final = {"light": ("#1d7145", "#6b7480"), "dark": ("#8fd6ae", "#aab2bb")}
_HEIGHT_PX: Final = 280
_HALF: Final = 0.5


def wijk_sentence(workspace: Workspace, burden: Burden) -> str:
    """Return which wijk carries most against all others; "" where nobody carries anything."""
    geography = workspace.geography
    wijken = len(geography.wijken)
    parent = geography.buurten.parent.astype(np.int64)
    people = np.array([entry.residents for entry in burden.buurten])
    days = np.array([entry.resident_event_days for entry in burden.buurten])
    people_of = np.bincount(parent, weights=people, minlength=wijken)
    days_of = np.bincount(parent, weights=days, minlength=wijken)
    at = int(days_of.argmax())
    rest_people = people_of.sum() - people_of[at]
    if not days_of[at]:
        return ""
    rest = (days_of.sum() - days_of[at]) / rest_people if rest_people else float("nan")
    return parts.heaviest(
        as_text(geography.wijken.names[at]),
        float(days_of[at] / days_of.sum()),
        float(people_of[at] / people_of.sum()),
        float(days_of[at] / people_of[at]),
        float(rest),
    )


def show_burden(desk: EventDesk, burden: Burden, year: int, question: Hashable) -> None:
    """Show how uneven the year is, and each buurt in a table."""
    st.markdown(f"#### {parts.BURDEN}")
    if not burden.days.size:
        st.caption(parts.NO_BURDEN.format(year=year))
        return
    told = _unequal(burden)
    st.markdown(told)
    curve, listed = st.columns([2, 3], gap="medium")
    theme = theme_of_page()
    with curve:
        show_chart(
            ("event burden", question, year, theme), lambda: lorenz_chart(burden, told, theme)
        )
    rows = burden_rows(desk.workspace, burden)
    with listed:
        show_table(rows, parts.BURDEN_COLUMNS)
        offer_rows(
            desk, rows, parts.BURDEN_COLUMNS, name=f"last_{year}",
            title=f"{parts.BURDEN} {year}", meaning=parts.BURDEN_ROWS, key="last_bestand",
            told=(told,), label=parts.BURDEN_OFFER,
        )  # fmt: skip
    st.caption(parts.BURDEN_NOTE.format(metres=number(burden.near_m)))


def _unequal(burden: Burden) -> str:
    half = int(np.searchsorted(burden.days, _HALF))
    return parts.unequal(half, len(burden.days) - 1, burden.gini)


def lorenz_chart(burden: Burden, told: str, theme: str) -> alt.LayerChart | alt.FacetChart:
    """Return the curve, and the line it would be if all buurten had as much."""
    line, even = _LINES[theme]
    shown = pd.DataFrame({"buurten": burden.people, "days": burden.days})
    straight = pd.DataFrame({"buurten": [0.0, 1.0], "days": [0.0, 1.0]})
    percent = alt.Axis(format="%", tickCount=5)
    base = alt.Chart(
        shown, height=_HEIGHT_PX, description=parts.LORENZ_ALTERNATIVE.format(sentence=told)
    )
    curve = base.mark_line(color=line, strokeWidth=2.5).encode(
        x=alt.X("buurten:Q", title=parts.LORENZ_X, axis=percent),
        y=alt.Y("days:Q", title=parts.LORENZ, axis=percent),
    )
    diagonal = (
        alt.Chart(straight)
        .mark_line(color=even, strokeDash=[4, 4], aria=False)
        .encode(x="buurten:Q", y="days:Q")
    )
    return alt.layer(curve, diagonal)


def burden_rows(workspace: Workspace, burden: Burden) -> pd.DataFrame:
    """Return a row per buurt, the most burdened first."""
    geography = workspace.geography
    ordered = sorted(enumerate(burden.buurten), key=lambda entry: -entry[1].resident_event_days)
    return pd.DataFrame(
        [
            {
                "buurt": entry.name,
                "share": round(100 * entry.share, 1),
                "days_each": round(entry.days_each, 1),
                "residents": round(entry.residents),
                "resident_event_days": round(entry.resident_event_days),
                "pressure": round(entry.pressure, 1),
                "wijk": geography.wijken.names[geography.buurten.parent[at]],
            }
            for at, entry in ordered
        ]
    )

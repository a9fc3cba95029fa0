"""When it happens: the hours of the week and the months, in words, in charts and in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from hotspots.analysis.hours_sentences import busy_sentence, hours_notes
from hotspots.text import hours as hours_text
from hotspots.text import wijkbeeld_page as text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.ui import results
from hotspots.ui.charts import show_chart, theme_of_page
from hotspots.ui.clock import heat_chart, hours_table
from hotspots.ui.folded import fold
from hotspots.ui.wijkbeeld.changes import month_name

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.clock import HoursAndDays
    from hotspots.analysis.timeline import Timeline
    from hotspots.analysis.wijkbeeld.briefing import BusyWindow
    from hotspots.catalog.specs import LayerSpec
    from hotspots.ui.cached import Key
    from hotspots.ui.wijkbeeld.where import Shown


def show_when(workspace: Workspace, shown: Shown, analysis: Analysis, key: Key) -> None:
    """Show the week beside the months, each in words first."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(f"##### {text.WHEN}")
        if shown.detail.hours is not None:
            _show_hours(shown.detail.hours, shown.detail.windows, analysis, key)
    with right:
        st.markdown(f"##### {text.MONTHS}")
        months = shown.detail.timeline
        st.markdown(as_text(months_sentence(months, shown.line.layer)))
        results.show_months(workspace, analysis, key)


def _show_hours(
    hours: HoursAndDays, windows: tuple[BusyWindow, ...], analysis: Analysis, key: Key
) -> None:
    st.markdown(as_text(windows_sentence(windows) if windows else busy_sentence(hours)))
    if hours.enough:
        theme = theme_of_page()
        show_chart(("hours", key, analysis.selection, theme), lambda: heat_chart(hours, theme))
    notes = hours_notes(hours)
    if notes:
        st.caption(as_text(" ".join(notes)))
    if hours.enough:
        fold(
            hours_text.AS_TABLE,
            lambda: st.dataframe(hours_table(hours), width="stretch"),
            key="wijkbeeld_uren",
        )


def windows_sentence(windows: tuple[BusyWindow, ...]) -> str:
    """Return the busiest windows in words, with how many there were and what chance puts there."""
    told = [
        text.WINDOW.format(
            words=window.words,
            weight=number(round(window.weight)),
            expected=number(window.expected, 1),
        )
        for window in windows
    ]
    return text.WINDOWS.format(windows="; ".join(told))


def months_sentence(months: Timeline, layer: LayerSpec) -> str:
    """Return the highest and the lowest whole month: the months in words."""
    whole = np.flatnonzero(months.complete)
    if not whole.size:
        return text.INCOMPLETE
    counts = months.counts[whole]
    most, least = whole[int(counts.argmax())], whole[int(counts.argmin())]
    return text.MONTHS_SENTENCE.format(
        plural=layer.noun_plural,
        month=_name(months, int(most)).lower(),
        most=number(int(months.counts[most])),
        quiet=_name(months, int(least)).lower(),
        least=number(int(months.counts[least])),
    )


def _name(months: Timeline, at: int) -> str:
    return month_name(months.starts[at].astype("datetime64[D]").item())

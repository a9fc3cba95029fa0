"""Under the map: was it any good, and how much lies in how few cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.kept import Kept
from hotspots.access.permission import levels_of
from hotspots.analysis.concentrated import concentration
from hotspots.analysis.holdout import hold_out
from hotspots.analysis.quality_sentences import concentration_sentences, hold_out_sentences
from hotspots.text import quality as text
from hotspots.text.markdown import as_text
from hotspots.ui.charts import show_chart, theme_of_page
from hotspots.ui.folded import fold

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.concentrated import Concentration, Lorenz
    from hotspots.analysis.holdout import HoldOut
    from hotspots.analysis.selection import Selection
    from hotspots.ui.cached import Key

#: Colour per line (as it is, by chance, even), per theme; their dashes tell them apart as well.
_LINES: Final = {
    "light": ("#14507a", "#b3541e", "#6b7680"),
    "dark": ("#8fc1e8", "#f0a871", "#9aa5ae"),
}
_DASHES: Final = ([1, 0], [6, 3], [2, 3])
_MOST_ANSWERS: Final = 256
#: Axes included.
_CHART_HEIGHT_PX: Final = 340


def show_quality(workspace: Workspace, analysis: Analysis, key: Key) -> None:
    """Show how good the map was, and folded how concentrated its incidents are.

    A layer that is sensitive, or that may not be shown in cells, shows nothing.
    """
    if analysis.layer.sensitive or "cells" not in levels_of(analysis.layer):
        return
    if analysis.selection.level == "cells":
        _show_hold_out(hold_out_of(workspace, key, analysis.selection))
    fold(
        text.CONCENTRATION,
        lambda: show_concentration(
            concentration_of(workspace, key, analysis.selection), key, analysis.selection
        ),
        key="concentratie",
    )


def _show_hold_out(tried: HoldOut) -> None:
    """Show how good the map was; that it cannot be told needs no heading."""
    answer, *notes = hold_out_sentences(tried)
    if tried.found is None:
        st.caption(as_text(answer))
        return
    st.markdown(f"#### {text.QUALITY}")
    st.markdown(as_text(answer))
    if notes:
        st.caption(as_text(" ".join(notes)))


def show_concentration(found: Concentration, key: Key, selection: Selection) -> None:
    """Show how much lies in how few cells: sentences and Lorenz lines."""
    answer, *notes = concentration_sentences(found)
    words, picture = st.columns(2, gap="medium")
    with words:
        st.markdown(as_text(answer))
        if notes:
            st.caption(as_text(" ".join(notes)))
    lorenz = found.lorenz
    if lorenz is not None:
        theme = theme_of_page()
        with picture:
            show_chart(
                ("lorenz", key, selection, theme), lambda: lorenz_chart(found, lorenz, theme)
            )


_hold_outs: Final = Kept["HoldOut"](_MOST_ANSWERS)
_concentrations: Final = Kept["Concentration"](_MOST_ANSWERS)


def hold_out_of(workspace: Workspace, key: Key, selection: Selection) -> HoldOut:
    """Return how good a map was."""
    return _hold_outs.answer((key, selection), lambda: hold_out(workspace, selection))


def concentration_of(workspace: Workspace, key: Key, selection: Selection) -> Concentration:
    """Return how concentrated the incidents of a selection are."""
    return _concentrations.answer((key, selection), lambda: concentration(workspace, selection))


def lorenz_chart(found: Concentration, lorenz: Lorenz, theme: str) -> alt.Chart:
    """Return the three lines: as it is, by chance, and as even as it can be."""
    plural = found.layer.noun_plural
    names = [text.LORENZ_LINES[name] for name in ("actual", "chance", "even")]
    shown = pd.DataFrame(
        {
            "cells": np.tile(lorenz.cells * 100, 3).round(2),
            "incidents": np.concatenate([lorenz.actual, lorenz.chance, lorenz.even]).round(4) * 100,
            "line": np.repeat(names, len(lorenz.cells)),
        }
    )
    description = text.LORENZ_ALTERNATIVE.format(
        plural=plural, sentence=concentration_sentences(found)[0]
    )
    lines = alt.Chart(shown, height=_CHART_HEIGHT_PX, description=description).mark_line()
    chart: alt.Chart = lines.encode(
        x=alt.X("cells:Q", title=text.LORENZ_X, scale=alt.Scale(domain=[0, 100])),
        y=alt.Y(
            "incidents:Q",
            title=text.LORENZ_Y.format(plural=plural),
            scale=alt.Scale(domain=[0, 100]),
        ),
        color=alt.Color(
            "line:N",
            title=None,
            sort=names,
            scale=alt.Scale(domain=names, range=list(_LINES[theme])),
            # No line comes below the diagonal.
            legend=alt.Legend(orient="bottom-right", symbolStrokeWidth=2.5, symbolType="stroke"),
        ),
        strokeDash=alt.StrokeDash(
            "line:N", title=None, scale=alt.Scale(domain=names, range=list(_DASHES))
        ),
        strokeWidth=alt.value(2.2),
        # Without an order, points that lie above each other may be joined the wrong way.
        order="cells:Q",
    )
    return chart

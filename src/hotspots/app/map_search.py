"""Look further on the map page: what to look for, and what was found, in words and a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.cache import Cache
from hotspots.access.permission import levels_of
from hotspots.analysis import map_quality
from hotspots.analysis.map_quality import (
    concentration,
    concentration_sentences,
    hold_out,
    hold_out_sentences,
)
from hotspots.analysis.registry import explanation_of, searches_of, sentences_of
from hotspots.dutch import as_text, day, number
from hotspots.exports import words as export_words
from hotspots.exports.finding_sheets import sheet_of_finding, sheet_of_finding_table, with_words
from hotspots.pages import search_words
from hotspots.pages.charts import show_chart, theme_of_page
from hotspots.pages.download import offer_table

if TYPE_CHECKING:
    import altair as alt

    from hotspots.access.cache import Key
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis, Finding
    from hotspots.analysis.map_quality import Concentration, HoldOut, Lorenz
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec


def show_finding(finding: Finding) -> None:
    """Show what was found: sentences first, then the outlines as a table, then how it works."""
    kinds = {kind.id: kind for kind in searches_of(finding.layer)}
    st.markdown(f"#### {kinds[finding.search.method].label}")
    for sentence in sentences_of(finding):
        st.markdown(as_text(sentence))
    if len(finding):
        st.dataframe(
            _for_screen(finding.table()),
            hide_index=True,
            width="stretch",
            height=min(38 + 35 * len(finding), 320),
            column_config={
                label: st.column_config.NumberColumn(format="localized")
                for label in export_words.OUTLINE_COLUMNS.values()
                if label not in export_words.OUTLINE_WORD_COLUMNS
            },
        )
    name = f"{finding.layer.id}_{finding.search.method}"
    if len(finding):
        offer_table(
            finding.layer,
            lambda reader: sheet_of_finding(reader, finding),
            name=name,
            key="omtrekken_bewaren",
            label=export_words.OFFER_FOUND,
            quiet=True,
        )
    with st.expander(search_words.HOW):
        st.text(explanation_of(finding))
        for table_name in finding.tables:
            st.markdown(f"**{export_words.OUTLINE_TABLES[table_name]}**")
            table = _for_screen(finding.table_behind(table_name))
            st.dataframe(table, hide_index=True, width="stretch")
            offer_table(
                finding.layer,
                partial(sheet_of_finding_table, finding=finding, name=table_name),
                name=f"{name}_{table_name}",
                key=f"{table_name}_bewaren",
                label=export_words.OFFER_FINDING_TABLE,
                quiet=True,
                shapes=False,
            )


def _for_screen(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with Dutch names, rounded, days as Dutch days."""
    shown = with_words(table)
    for name in shown.columns:
        if name in ("first", "last", "start", "end", "since"):
            shown[name] = [day(moment.date()) for moment in pd.to_datetime(shown[name])]
        elif name == "share":
            shown[name] = shown[name].round(1)
        elif name == "observed":
            # A number, or fewer than may be shown.
            shown[name] = [v if isinstance(v, str) else number(v) for v in shown[name]]
        elif name in export_words.OUTLINE_DECIMALS:
            shown[name] = shown[name].round(export_words.OUTLINE_DECIMALS[name])
    return shown[[name for name in export_words.OUTLINE_COLUMNS if name in shown]].rename(
        columns=export_words.OUTLINE_COLUMNS
    )


#: Colour per line (as it is, by chance, even), per theme; their dashes tell them apart as well.
_LINES: Final = {
    "light": ("#14507a", "#b3541e", "#6b7680"),
    "dark": ("#8fc1e8", "#f0a871", "#9aa5ae"),
}
_DASHES: Final = ([1, 0], [6, 3], [2, 3])
#: Axes included.
_CHART_HEIGHT_PX: Final = 340


def may_be_judged(layer: LayerSpec) -> bool:
    """Whether a map of a layer can be held against what came after: it needs places and days."""
    return not layer.sensitive and "cells" in levels_of(layer)


def show_quality(workspace: Workspace, analysis: Analysis, key: Key) -> None:
    """Show how good the map was, and how concentrated its incidents are."""
    if analysis.selection.level == "cells":
        _show_hold_out(hold_out_of(workspace, key, analysis.selection))
    st.markdown(f"#### {map_quality.CONCENTRATION}")
    show_concentration(
        concentration_of(workspace, key, analysis.selection), key, analysis.selection
    )


def _show_hold_out(tried: HoldOut) -> None:
    """Show how good the map was; where that is not known, there is no heading."""
    answer, *notes = hold_out_sentences(tried)
    if tried.hit_rate is None:
        st.caption(as_text(" ".join((answer, *notes))))
        return
    st.markdown(f"#### {map_quality.QUALITY}")
    st.markdown(as_text(answer))
    if notes:
        st.caption(as_text(" ".join(notes)))


def show_concentration(concentration: Concentration, key: Key, selection: Selection) -> None:
    """Show how much lies in how few cells: sentences and Lorenz lines."""
    answer, *notes = concentration_sentences(concentration)
    words, picture = st.columns(2, gap="medium")
    with words:
        st.markdown(as_text(answer))
        if notes:
            st.caption(as_text(" ".join(notes)))
    lorenz = concentration.lorenz
    if lorenz is not None:
        theme = theme_of_page()
        with picture:
            show_chart(
                ("lorenz", key, selection, theme),
                lambda: lorenz_chart(concentration, lorenz, theme),
            )


_hold_outs: Final = Cache["HoldOut"]()
_concentrations: Final = Cache["Concentration"]()


def hold_out_of(workspace: Workspace, key: Key, selection: Selection) -> HoldOut:
    """Return how good a map was."""
    return _hold_outs.answer((key, selection), lambda: hold_out(workspace, selection))


def concentration_of(workspace: Workspace, key: Key, selection: Selection) -> Concentration:
    """Return how concentrated the incidents of a selection are."""
    return _concentrations.answer((key, selection), lambda: concentration(workspace, selection))


def lorenz_chart(measured: Concentration, lorenz: Lorenz, theme: str) -> alt.Chart:
    """Return the three lines: as it is, by chance, and as even as it can be."""
    import altair as alt  # noqa: PLC0415 - half a second, and most pages open without a chart

    plural = measured.layer.noun_plural
    names = [map_quality.LORENZ_LINES[name] for name in ("actual", "chance", "even")]
    shown = pd.DataFrame(
        {
            "cells": np.tile(lorenz.cells * 100, 3).round(2),
            "incidents": np.concatenate([lorenz.actual, lorenz.chance, lorenz.even]).round(4) * 100,
            "line": np.repeat(names, len(lorenz.cells)),
        }
    )
    description = map_quality.LORENZ_ALTERNATIVE.format(
        plural=plural, sentence=concentration_sentences(measured)[0]
    )
    lines = alt.Chart(shown, height=_CHART_HEIGHT_PX, description=description).mark_line()
    chart: alt.Chart = lines.encode(
        x=alt.X("cells:Q", title=map_quality.LORENZ_X, scale=alt.Scale(domain=[0, 100])),
        y=alt.Y(
            "incidents:Q",
            title=map_quality.LORENZ_Y.format(plural=plural),
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

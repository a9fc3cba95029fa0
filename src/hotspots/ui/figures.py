"""The published figures of a theme, as they were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from hotspots.analysis.export.of_figures import sheet_of_figures
from hotspots.text import pages as text
from hotspots.text import taking as taking_text
from hotspots.text.markdown import as_text
from hotspots.text.numbers import number
from hotspots.text.words import with_capital
from hotspots.ui.folded import fold
from hotspots.ui.taking import offer_table

if TYPE_CHECKING:
    from hotspots.catalog.specs import Figure, ThemeSpec


def show_figures(theme: ThemeSpec) -> None:
    """Show the figures that belong to a theme, folded; open where there is nothing else."""
    if not theme.figures:
        return

    def unfolded() -> None:
        st.table(
            {
                text.FIGURE_INDICATOR: [as_text(_indicator(figure)) for figure in theme.figures],
                text.FIGURE_YEAR: [str(figure.year) for figure in theme.figures],
                text.FIGURE_VALUE: [as_text(value_of(figure)) for figure in theme.figures],
                text.FIGURE_NOTE: [as_text(figure.note) for figure in theme.figures],
            }
        )
        st.caption(as_text(theme.figures_source))
        offer_table(
            None,
            lambda asked: sheet_of_figures(asked, theme),
            name=f"{theme.id}_cijfers",
            key=f"cijfers_{theme.id}_bewaren",
            label=taking_text.OFFER_FIGURES,
            shapes=False,
        )

    label = f"{text.FIGURES_INTRO}: {as_text(theme.label.lower())}"
    fold(label, unfolded, key=f"cijfers_{theme.id}", unfolded=not theme.layers)


def _indicator(figure: Figure) -> str:
    return with_capital(figure.indicator)


def value_of(figure: Figure) -> str:
    """Return a figure with its unit; a change carries its sign.

    Examples
    --------
    >>> from hotspots.catalog.specs import Figure
    >>> value_of(Figure("verkeersoverlast", 2017, -50, "procent t.o.v. 2015", "verandering"))
    '−50 % t.o.v. 2015'
    """
    if figure.value is None:
        return text.NO_FIGURE
    unit = figure.unit.replace("procent", "%")
    sign = "+" if figure.kind == "verandering" and figure.value > 0 else ""
    return f"{sign}{number(figure.value)} {unit}".strip()

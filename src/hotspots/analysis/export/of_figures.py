"""The published figures of a theme as a sheet: for everyone, as they were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots.analysis.export import about
from hotspots.analysis.export.sheet import Column, Sheet
from hotspots.analysis.metadata import Line, metadata_of, today
from hotspots.text import taking as text

if TYPE_CHECKING:
    from datetime import date

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ThemeSpec


def sheet_of_figures(workspace: Workspace, theme: ThemeSpec, made_on: date | None = None) -> Sheet:
    """Return the figures of a theme; one that was never given is missing, and never 0."""
    made_on = made_on or today()
    values = [np.nan if figure.value is None else figure.value for figure in theme.figures]
    rows = pd.DataFrame(
        {
            "indicator": [figure.indicator for figure in theme.figures],
            "year": [figure.year for figure in theme.figures],
            "value": np.array(values, dtype=np.float64),
            "unit": [figure.unit for figure in theme.figures],
            "kind": [figure.kind for figure in theme.figures],
            "note": [figure.note for figure in theme.figures],
        }
    )
    return Sheet(
        name="cijfers",
        rows=rows,
        for_people=rows,
        columns=(
            Column("indicator", text.FIGURE),
            # A year has no point between its thousands.
            Column("year", text.YEAR, "0"),
            Column("value", text.FIGURE_VALUE, "General"),
            Column("unit", text.FIGURE_UNIT),
            Column("kind", text.FIGURE_KIND),
            Column("note", text.FIGURE_NOTE),
        ),
        metadata=metadata_of(
            made_on,
            about.about_file(
                text.FIGURES_TITLE.format(theme=theme.label), made_on, text.FIGURES_ROWS
            ),
            (
                Line("theme", text.DATA, text.THEME, theme.label),
                Line("source", text.DATA, text.SOURCE, theme.figures_source or text.NONE),
            ),
            about.about_where(workspace),
            about.about_reading(made_up=False),
        ),
        described={"theme": theme.id, "source": theme.figures_source},
        permits=(),
    )

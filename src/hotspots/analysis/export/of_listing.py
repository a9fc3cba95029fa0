"""A list of words, such as the layers and their sources, as a sheet: for all who see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.export import about
from hotspots.analysis.export.sheet import Column, Sheet
from hotspots.analysis.metadata import metadata_of, today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from hotspots.access.workspace import Workspace


def sheet_of_listing(
    workspace: Workspace,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    name: str,
    title: str,
    meaning: str,
    made_on: date | None = None,
) -> Sheet:
    """Return a list that a page shows as a sheet.

    Parameters
    ----------
    rows
        Words only: nothing in them is more than its page tells whoever asks.
    labels
        Dutch name of each column, in their order.
    name, title, meaning
        Of the table in a file; what it is; and what one row is.
    """
    made_on = made_on or today()
    return Sheet(
        name=name,
        rows=rows,
        for_people=rows,
        columns=tuple(Column(column, label) for column, label in labels.items()),
        metadata=metadata_of(
            made_on,
            about.about_file(title, made_on, meaning),
            about.about_where(workspace),
            about.about_reading(made_up=False),
        ),
        described={},
        permits=(),
    )

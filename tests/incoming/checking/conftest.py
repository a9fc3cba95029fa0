"""A layer to import into, and files that others made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from compared_with import folder_with
from hotspots.catalog.specs import LayerSpec
from hotspots.incoming.reading.table import Table, text_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOORTEN = {
    "woninginbraak": "Woninginbraak",
    "overlast": "Overlast",
    "overlast_verward_persoon": "Overlast verward persoon",
    "fietsdiefstal": "Fietsdiefstal",
    "vernieling": "Vernieling",
}


@pytest.fixture
def shared_bad() -> Path:
    return folder_with("badfiles")


@pytest.fixture
def groningen() -> Path:
    return folder_with("real/groningen")


@pytest.fixture
def proef() -> LayerSpec:
    """A layer with five soorten; date and time stand in two columns."""
    return LayerSpec(
        id="proef",
        theme="overlast",
        kind="incidents",
        label="Proef",
        observes="melding",
        noun="melding",
        noun_plural="meldingen",
        columns={
            "id": ("id",),
            "soort": ("soort",),
            "begin": ("datum", "begindatum"),
            "time": ("tijd",),
            "end": ("einddatum",),
            "end_time": ("eindtijd",),
            "x_rd": ("x",),
            "y_rd": ("y",),
            "lon": ("lon",),
            "lat": ("lat",),
        },
        soorten=SOORTEN,
    )


@pytest.fixture
def make_table() -> Callable[..., Table]:
    """Make a table from a header and rows of text, as a CSV file would give it."""

    def make(header: str, *rows: str, **others: object) -> Table:
        columns = tuple(header.split(";"))
        cells = [row.split(";") for row in rows]
        numbers = np.arange(2, len(rows) + 2)
        return Table(columns, text_columns(columns, cells), numbers, **others)  # type: ignore[arg-type]

    return make

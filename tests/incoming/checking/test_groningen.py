"""15.947 real bicycle thefts, with dates that the source also wrote in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hotspots.catalog.specs import LayerSpec
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.incoming.checking.rows import check_rows
from hotspots.incoming.reading.files import read_table

if TYPE_CHECKING:
    from pathlib import Path

LAYER = LayerSpec(
    id="fietsdiefstal", theme="t", kind="incidents", label="Fietsdiefstal", observes="aangifte",
    noun="aangifte", noun_plural="aangiften",
    columns={
        "id": ("volgnr",), "soort": ("srt",), "begin": ("b_datum",), "end": ("e_datum",),
        "x_rd": ("x",), "y_rd": ("y",),
    },
    soorten={"fietsdiefstal": "Diefstal fiets"},
)  # fmt: skip


def test_no_row_gets_lost_and_its_own_other_dates_agree(groningen: Path) -> None:
    path = groningen / "fietsdiefstallen_2013_2017.csv"
    intake = check_rows(read_table(path), LAYER)
    assert intake.read == 15_947
    assert len(intake.accepted) + len(intake.quarantined) + len(intake.duplicates) == 15_947

    # b_tijd and e_tijd are the same moments, written out by others. Only the 14 digits can be
    # compared: their reader took the 8 digits of a date alone, 20161224, for 2 January at 2:04.
    # lon and lat are the coordinates, converted by others.
    source = pd.read_csv(path, dtype=str, keep_default_na=False)
    source = source.iloc[intake.accepted["row"].to_numpy() - 2].reset_index(drop=True)
    for field, digits, column in (("begin", "b_datum", "b_tijd"), ("end", "e_datum", "e_tijd")):
        ours = intake.accepted[field].to_numpy()
        timed = (source[digits].str.len() == 14).to_numpy()
        assert timed.sum() > 15_000
        assert (intake.accepted[f"{field}_has_time"].to_numpy() == timed).all()
        assert (ours[timed] == source[column][timed].to_numpy().astype("M8[s]")).all()
        days = [f"{text[:4]}-{text[4:6]}-{text[6:]}" for text in source[digits][~timed]]
        assert ours[~timed].astype("M8[D]").astype(str).tolist() == days
    x, y = reproject(
        source["lon"].to_numpy().astype(float),
        source["lat"].to_numpy().astype(float),
        source=WGS84,
        target=RD_NEW,
    )
    apart_m = np.hypot(x - intake.accepted["x_rd"], y - intake.accepted["y_rd"])
    assert np.nanmax(apart_m) < 1

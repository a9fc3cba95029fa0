"""A raw export of the police, as it was published, in the official boundaries of its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.crs import RD_NEW
from hotspots.store.versions import LayerStore

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

#: Lines of the file, less its header.
ROWS = 15_947


@pytest.fixture(scope="module")
def raw(shared_real: Path) -> pd.DataFrame:
    return pd.read_csv(shared_real / "groningen/fietsdiefstallen_2013_2017.csv", dtype=str)


def test_the_ledger_adds_up_to_every_row_of_the_file(groningen: Workspace) -> None:
    ledger = analyse(groningen, Selection("fietsdiefstal")).ledger
    assert ledger.read == ROWS
    assert ledger.faults() == []
    assert ledger.accepted + ledger.quarantined + ledger.duplicate == ROWS
    assert ledger.mapped + ledger.outside + ledger.without_place == ledger.accepted


def test_counts_per_buurt_are_those_of_sjoin(groningen: Workspace, raw: pd.DataFrame) -> None:
    analysis = analyse(groningen, Selection("fietsdiefstal"))
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(raw["x"].astype(float), raw["y"].astype(float)), crs=RD_NEW
    )
    areas = gpd.GeoDataFrame(
        {"code": analysis.codes}, geometry=groningen.geography.buurten.polygons, crs=RD_NEW
    )
    joined = gpd.sjoin(points, areas, predicate="intersects")
    # A point on a shared border is in both for sjoin, in the lowest code for us.
    once = joined.sort_values("code")[lambda rows: ~rows.index.duplicated()]
    expected = once["code"].value_counts().reindex(analysis.codes, fill_value=0)
    np.testing.assert_array_equal(analysis.counts, expected.to_numpy())


def test_counts_per_cell_are_those_of_plain_division(
    groningen: Workspace, raw: pd.DataFrame
) -> None:
    analysis = analyse(groningen, Selection("fietsdiefstal", level="cells", cell_m=100))
    x, y = raw["x"].astype(int), raw["y"].astype(int)
    inside = groningen.geography.index.locate(x.to_numpy(float), y.to_numpy(float)) >= 0
    expected = pd.Series(zip(x[inside] // 100, y[inside] // 100, strict=True)).value_counts()
    found = dict(
        zip(
            zip(analysis.cell_col.tolist(), analysis.cell_row.tolist(), strict=True),
            analysis.counts.tolist(),
            strict=True,
        )
    )
    assert found == expected.to_dict()


def test_a_date_without_a_time_has_no_hour(groningen: Workspace, raw: pd.DataFrame) -> None:
    _, incidents = groningen.incidents(groningen.layer("fietsdiefstal"))
    # b_datum has 14 digits, or 8 where the time is not known.
    dates_only = int((raw["b_datum"].str.len() == 8).sum())
    assert dates_only == 197
    assert int((incidents.hour < 0).sum()) == dates_only


def test_seconds_60_are_read_as_that_minute(groningen: Workspace, raw: pd.DataFrame) -> None:
    version, incidents = groningen.incidents(groningen.layer("fietsdiefstal"))
    # The export says 20170920135960 where its own column b_tijd says 13:59.
    sixty = raw["b_datum"].str.fullmatch(r"\d{12}60").to_numpy()
    assert int(sixty.sum()) == 5_529
    hours = raw["b_datum"].str[8:10][sixty].astype(int).to_numpy()
    ids = LayerStore.of(groningen.home, "fietsdiefstal").read(version)["id"].to_pylist()
    read = dict(zip(ids, incidents.hour.tolist(), strict=True))
    np.testing.assert_array_equal([read[name] for name in raw["volgnr"][sixty]], hours)

"""Names go into every file as text: no formula starts, no column or table is made by a name."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from hostile_town import BUURTEN, formula_home, hostile_home
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.export import WRITERS, csv_text, write_analysis, write_finding
from hotspots.analysis.find import find
from hotspots.analysis.search import Search
from hotspots.analysis.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

#: With which a spreadsheet begins to reckon (OWASP, CSV injection).
STARTS = ("=", "+", "-", "@", "\t", "\r")
ASKED = {
    "count": Selection("inbraak"),
    "rate": Selection("inbraak", measure="rate", denominator="huishoudens"),
    "soort": Selection("inbraak", soorten=("woning",)),
    "wijken": Selection("inbraak", level="wijken"),
    "cells": Selection("inbraak", level="cells", cell_m=100),
    "sensitive": Selection("zorg", level="wijken"),
}


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(formula_home(tmp_path_factory.mktemp("formulas")), role="analist")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(hostile_home(tmp_path_factory.mktemp("hostile")), role="analist")


def starts_a_formula(cell: str) -> bool:
    """Whether a cell is taken for a formula; a number below zero is none."""
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return cell.startswith(STARTS)
    return False


@pytest.mark.parametrize("dutch", [True, False])
@pytest.mark.parametrize("asked", ASKED)
def test_no_cell_of_a_csv_starts_a_formula(asked: str, *, dutch: bool, formulas: Workspace) -> None:
    told = csv_text(formulas, analyse(formulas, ASKED[asked]), dutch=dutch)
    rows = list(csv.reader(io.StringIO(told.lstrip("\ufeff")), delimiter=";" if dutch else ","))
    assert len(rows) > 1
    assert [cell for row in rows for cell in row if starts_a_formula(cell)] == []
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("asked", ASKED)
def test_no_text_in_a_geographic_file_starts_a_formula(
    asked: str, formulas: Workspace, tmp_path: Path
) -> None:
    analysis = analyse(formulas, ASKED[asked])
    for ending in sorted(set(WRITERS) - {".csv"}):
        path = tmp_path / f"uit{ending}"
        write_analysis(formulas, analysis, path)
        read = gpd.read_parquet(path) if ending == ".parquet" else gpd.read_file(path)
        cells = [str(cell) for cell in read.drop(columns="geometry").to_numpy().ravel()]
        assert [cell for cell in cells if starts_a_formula(cell)] == []


def test_names_are_read_back_from_every_file_as_they_were(
    hostile: Workspace, tmp_path: Path
) -> None:
    analysis = analyse(hostile, Selection("inbraak"))
    for ending in WRITERS:
        path = tmp_path / f"uit{ending}"
        write_analysis(hostile, analysis, path)
        readers = {".csv": pd.read_csv, ".parquet": gpd.read_parquet}
        read = readers.get(ending, gpd.read_file)(path)
        assert list(read["name"]) == list(BUURTEN)


def test_a_geopackage_holds_one_table_by_the_id_of_its_layer(
    hostile: Workspace, tmp_path: Path
) -> None:
    write_analysis(hostile, analyse(hostile, Selection("inbraak")), tmp_path / "uit.gpkg")
    with sqlite3.connect(tmp_path / "uit.gpkg") as file:
        contents = file.execute("SELECT table_name, identifier FROM gpkg_contents").fetchall()
        views = file.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    assert contents == [("inbraak", "inbraak")]
    assert views == []


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".gpkg"])
def test_what_a_search_finds_starts_no_formula(
    ending: str, formulas: Workspace, tmp_path: Path
) -> None:
    finding = find(
        formulas,
        Selection("inbraak", level="cells", cell_m=100),
        Search("clusters", radius_m=500, min_points=2),
    )
    write_finding(formulas, finding, tmp_path / f"uit{ending}")
    if ending == ".csv":
        cells = (tmp_path / "uit.csv").read_text(encoding="utf-8").replace("\n", ",").split(",")
    elif ending == ".geojson":
        features = json.loads((tmp_path / "uit.geojson").read_text("utf-8"))["features"]
        cells = [str(value) for feature in features for value in feature["properties"].values()]
    else:
        read = gpd.read_file(tmp_path / "uit.gpkg")
        cells = [str(cell) for cell in read.drop(columns="geometry").to_numpy().ravel()]
    assert [cell for cell in cells if starts_a_formula(cell)] == []

"""An analysis as a file: the same numbers, and in every row what they are."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.export import (
    WRITERS,
    csv_text,
    described_areas,
    described_table,
    geopackage_bytes,
    write_analysis,
)
from hotspots.analysis.selection import Selection
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

QUESTIONS = {
    "count": Selection("inbraak"),
    "rate": Selection("inbraak", measure="rate"),
    "cells": Selection("inbraak", level="cells"),
    "one wijk": Selection("inbraak", wijken=("WK999901",)),
    "sensitive": Selection("zorg", level="wijken"),
}
questions = pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS.keys())


def read_back(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path)
    return gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)


@questions
@pytest.mark.parametrize("extension", list(WRITERS))
def test_a_file_holds_the_numbers_of_the_table(
    town: Workspace, tmp_path: Path, asked: Selection, extension: str
) -> None:
    analysis = analyse(town, asked)
    path = tmp_path / f"analyse{extension}"
    write_analysis(town, analysis, path)
    rows, table = read_back(path), analysis.table()
    assert rows["code"].tolist() == table["code"].tolist()
    assert rows["name"].tolist() == table["name"].tolist()
    for name in ("count", "value"):
        expected = table[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        found = rows[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        assert np.allclose(found, expected, equal_nan=True)


@questions
@pytest.mark.parametrize("extension", list(WRITERS))
def test_every_row_says_that_it_is_made_up_and_where_it_comes_from(
    town: Workspace, tmp_path: Path, asked: Selection, extension: str
) -> None:
    path = tmp_path / f"analyse{extension}"
    write_analysis(town, analyse(town, asked), path)
    rows = read_back(path)
    assert len(rows) > 0
    assert rows["synthetic"].astype(bool).all()
    assert set(rows["source"]) == {"Verzonnen"}
    assert set(rows["version"]) == {"v1"}
    assert set(rows["layer"]) == {asked.layer}


def test_shapes_are_those_of_the_areas_and_cells(town: Workspace) -> None:
    buurten = described_areas(town, analyse(town, QUESTIONS["one wijk"]))
    assert buurten.crs.to_epsg() == 28992
    # Noord and Oost, the two of the wijk that was asked for.
    assert buurten.geometry.bounds["minx"].tolist() == [100_000, 101_000]
    cells = described_areas(town, analyse(town, QUESTIONS["cells"]))
    assert (cells.geometry.area == 100**2).all()
    corners = cells.geometry.bounds[["minx", "miny"]].to_numpy()
    assert [f"C100_{x:.0f}_{y:.0f}" for x, y in corners] == cells["code"].tolist()


def test_geojson_is_in_degrees_and_a_geopackage_in_metres(town: Workspace, tmp_path: Path) -> None:
    analysis = analyse(town, QUESTIONS["count"])
    for name, crs in (("a.geojson", 4326), ("a.gpkg", 28992), ("a.parquet", 28992)):
        write_analysis(town, analysis, tmp_path / name)
        assert read_back(tmp_path / name).crs.to_epsg() == crs
    # 100.000, 420.000 lies in Zuid-Holland, near 4,5 east and 51,8 north.
    west, south, *_ = gpd.read_file(tmp_path / "a.geojson").total_bounds
    assert (west, south) == (pytest.approx(4.59, abs=0.05), pytest.approx(51.77, abs=0.05))


def test_a_file_that_is_there_is_replaced(town: Workspace, tmp_path: Path) -> None:
    for extension in WRITERS:
        path = tmp_path / f"a{extension}"
        write_analysis(town, analyse(town, QUESTIONS["count"]), path)
        write_analysis(town, analyse(town, QUESTIONS["one wijk"]), path)
        assert len(read_back(path)) == 2


def test_what_a_kept_number_is_stays_unknown_in_text(town: Workspace) -> None:
    # Of Onder: no count, no value, and the reason.
    row = csv_text(town, analyse(town, QUESTIONS["sensitive"])).splitlines()[2]
    assert row.startswith("WK999902,Onder,,,suppressed")


def test_excel_in_dutch_gets_semicolons_and_commas(town: Workspace) -> None:
    text = csv_text(town, analyse(town, QUESTIONS["rate"]), dutch=True)
    assert text.startswith("\ufeffcode;name;count;value")
    rows = pd.read_csv(io.StringIO(text[1:]), sep=";", decimal=",")
    assert rows["value"][0] == pytest.approx(20 / 3)
    assert "6,66" in text


@pytest.mark.parametrize("name", ["=1+1", "+31", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_that_looks_like_a_formula_is_made_harmless(home: Home, name: str) -> None:
    path = home.geodata / "buurten" / "buurten.geojson"
    escaped = name.replace("\t", "\\t")
    path.write_text(path.read_text(encoding="utf-8").replace('"Noord"', f'"{escaped}"'))
    table = described_table(analyse(open_workspace(home, role="analist"), QUESTIONS["count"]))
    assert table["name"][0] == f"'{name}"
    assert table["name"][1] == "Oost"


def test_an_extension_that_is_not_there_is_refused_with_those_that_are(
    town: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(SelectionError, match=r"\.csv, \.gpkg, \.geojson, \.parquet"):
        write_analysis(town, analyse(town, QUESTIONS["count"]), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_download_is_the_same_geopackage(town: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(geopackage_bytes(town, analyse(town, QUESTIONS["count"])))
    assert gpd.read_file(path)["count"].tolist() == [4, 2, 1, 0]


def test_a_choice_made_for_the_user_is_in_every_row(busy: Workspace) -> None:
    automatic = Selection("inbraak", measure="density", bandwidth_rule="automatic")
    analysis = analyse(busy, automatic)
    told = {json.loads(cell)["bandwidth_m"] for cell in described_table(analysis)["parameters"]}
    assert told == {analysis.parameters["bandwidth_m"]}

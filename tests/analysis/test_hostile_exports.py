"""Names go into every file as text: no formula starts, no column or table is made by a name."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hostile_town import BUURTEN, formula_home, hostile_home
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.when import hours_and_days, timeline
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.finding_sheets import sheet_of_finding
from hotspots.exports.list_sheets import sheet_of_figures, sheet_of_places
from hotspots.exports.sheet import formula_free
from hotspots.exports.time_sheets import sheet_of_hours, sheet_of_months
from hotspots.exports.writers import ABOUT_CSV, WRITERS, file_bytes, write_analysis, write_finding
from taken import csv_of

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.exports.sheet import Sheet

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
    told = csv_of(formulas, analyse(formulas, ASKED[asked]), dutch=dutch)
    rows = list(csv.reader(io.StringIO(told.lstrip("\ufeff")), delimiter=";" if dutch else ","))
    assert len(rows) > 1
    assert [cell for row in rows for cell in row if starts_a_formula(cell)] == []
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("asked", ASKED)
def test_no_text_in_a_geographic_file_starts_a_formula(
    asked: str, formulas: Workspace, tmp_path: Path
) -> None:
    analysis = analyse(formulas, ASKED[asked])
    for ending in sorted(set(WRITERS) - {".csv", ".xlsx"}):
        path = tmp_path / f"uit{ending}"
        write_analysis(formulas, analysis, path)
        cells = [
            str(cell) for cell in read_shapes(path).drop(columns="geometry").to_numpy().ravel()
        ]
        if ending == ".gpkg":
            about = gpd.read_file(path, layer="verantwoording")
            cells += [str(cell) for cell in about.to_numpy().ravel()]
        assert [cell for cell in cells if starts_a_formula(cell)] == []


def read_shapes(path: Path) -> gpd.GeoDataFrame:
    """Read the layer with shapes; a GeoPackage has a table beside it."""
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    return gpd.read_file(path, layer=0)


def sheets(workspace: Workspace) -> dict[str, Sheet]:
    """Return a sheet of every kind of answer."""
    analysis = analyse(workspace, ASKED["count"])
    finding = find(
        workspace,
        Selection("inbraak", level="cells", cell_m=100),
        Search("clusters", radius_m=500, min_points=2),
    )
    return {
        "analysis": sheet_of_analysis(workspace, analysis),
        "finding": sheet_of_finding(workspace, finding),
        "months": sheet_of_months(workspace, analysis, timeline(workspace, analysis.selection)),
        "hours": sheet_of_hours(workspace, analysis, hours_and_days(workspace, analysis.selection)),
        "places": sheet_of_places(workspace, workspace.layer("haltes")),
        "figures": sheet_of_figures(workspace, workspace.themes[0]),
    }


def test_no_text_in_a_workbook_or_beside_a_csv_starts_a_formula(formulas: Workspace) -> None:
    for kind, sheet in sheets(formulas).items():
        made = io.BytesIO(file_bytes(formulas, sheet, ".xlsx"))
        workbook = openpyxl.load_workbook(made)
        found = [cell for page in workbook for row in page.iter_rows() for cell in row]
        assert not [cell for cell in found if cell.data_type in ("f", "e")], kind
        texts = [str(cell.value) for cell in found if cell.data_type == "s"]
        assert len(texts) > 20
        assert [text for text in texts if starts_a_formula(text)] == [], kind
        beside = file_bytes(formulas, sheet, ABOUT_CSV).decode()
        cells = [cell for row in csv.reader(io.StringIO(beside)) for cell in row]
        assert [cell for cell in cells if starts_a_formula(cell)] == [], kind
        # Names that are formulas are in there: they were made harmless, not left out.
        assert any(cell.startswith("'=") for cell in (*texts, *cells)), kind


#: What may stand before a sign without being seen, and signs that some programs read as others.
UNSEEN = st.text(st.sampled_from(" \t\r\n\v\f\x00\x7f\u00a0\u200b\u2003\u202e\ufeff"), max_size=4)
SIGNS = st.sampled_from("=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u207a\u208c")


@given(UNSEEN, SIGNS, st.text(max_size=20))
@example("", "=", "1+1")
@example("\t", "=", "cmd|'/c calc'!A0")
@example(" \u200b", "\uff1d", "1+1")
def test_a_formula_in_any_disguise_gets_an_apostrophe(unseen: str, sign: str, rest: str) -> None:
    assert formula_free(unseen + sign + rest) == f"'{unseen}{sign}{rest}"


@given(st.text(st.characters(categories=["L", "N"]), min_size=1), st.text())
def test_a_text_that_starts_as_a_word_stays_as_it_is(first: str, rest: str) -> None:
    assert formula_free(first + rest) == first + rest


@given(st.text())
def test_once_is_enough(text: str) -> None:
    assert formula_free(formula_free(text)) == formula_free(text)


def test_names_are_read_back_from_every_file_as_they_were(
    hostile: Workspace, tmp_path: Path
) -> None:
    analysis = analyse(hostile, Selection("inbraak"))
    for ending in WRITERS:
        path = tmp_path / f"uit{ending}"
        write_analysis(hostile, analysis, path)
        if ending == ".xlsx":
            names = pd.read_excel(path, engine="openpyxl")["Naam"]
        else:
            names = (pd.read_csv(path) if ending == ".csv" else read_shapes(path))["name"]
        assert list(names) == list(BUURTEN)


def test_a_geopackage_holds_a_layer_by_its_id_and_a_table_about_it(
    hostile: Workspace, tmp_path: Path
) -> None:
    write_analysis(hostile, analyse(hostile, Selection("inbraak")), tmp_path / "uit.gpkg")
    with sqlite3.connect(tmp_path / "uit.gpkg") as file:
        contents = file.execute("SELECT table_name, identifier FROM gpkg_contents").fetchall()
        views = file.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    assert contents == [("inbraak", "inbraak"), ("verantwoording", "verantwoording")]
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
        read = read_shapes(tmp_path / "uit.gpkg")
        cells = [str(cell) for cell in read.drop(columns="geometry").to_numpy().ravel()]
    assert [cell for cell in cells if starts_a_formula(cell)] == []

"""An analysis as a file: the same numbers in every kind, read back by a library of its own."""

from __future__ import annotations

import csv
import io
import json
import math
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from hotspots.access.audit import lines
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.errors import AccessError, SelectionError, SettingsError
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.writers import ABOUT_CSV, WRITERS, file_bytes, write_file
from taken import csv_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.settings import Home

MADE_ON = date(2018, 1, 2)


@pytest.fixture(autouse=True)
def _made_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotspots.exports.about.today", lambda: MADE_ON)


QUESTIONS = {
    "count": Selection("inbraak"),
    "rate": Selection("inbraak", measure="rate"),
    "cells": Selection("inbraak", level="cells"),
    "change": Selection("inbraak", measure="ratio", level="wijken"),
    "one wijk": Selection("inbraak", wijken=("WK999901",)),
    "sensitive": Selection("zorg", level="wijken"),
    "quarter": Selection(
        "zorg", level="wijken", period=Period(date(2017, 1, 1), date(2017, 3, 31))
    ),
}
questions = pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS.keys())
endings = pytest.mark.parametrize("ending", list(WRITERS))


def of_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_xlsx(path: Path) -> list[dict[str, Any]]:
    """Read the sheet of numbers; Dutch labels become the names that scripts know."""
    workbook = openpyxl.load_workbook(path)
    header, *rows = workbook["Gegevens"].iter_rows(values_only=True)
    names = {"Code": "code", "Naam": "name", "Aantal": "count", "Waarde:": "value"}
    known = [names.get(str(label).split()[0], str(label)) for label in header]
    told = [dict(zip(known, row, strict=True)) for row in rows]
    for row in told:
        # A count is its own value: the sheet tells it once, as the page does.
        row.setdefault("value", row["count"])
    return told


def of_gpkg(path: Path) -> list[dict[str, Any]]:
    layer = pyogrio.list_layers(path)[0, 0]
    found: list[dict[str, Any]] = pyogrio.read_dataframe(path, layer=layer).to_dict("records")
    return found


def of_geojson(path: Path) -> list[dict[str, Any]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature["properties"] for feature in features]


def of_parquet(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).drop(["geometry"]).to_pylist()
    return found


READERS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    ".csv": of_csv,
    ".xlsx": of_xlsx,
    ".gpkg": of_gpkg,
    ".geojson": of_geojson,
    ".parquet": of_parquet,
}


def a_number(cell: Any) -> float | None:  # noqa: ANN401 - a cell of any file
    """Return a cell as a number; None where it is empty, or says that it is kept."""
    if cell is None or cell in {"", "minder dan 10"}:
        return None
    return None if math.isnan(float(cell)) else float(cell)


def written(workspace: Workspace, asked: Selection, ending: str, folder: Path) -> Path:
    path = folder / f"uit{ending}"
    write_file(workspace, sheet_of_analysis(workspace, analyse(workspace, asked)), path)
    return path


def about(path: Path) -> dict[str, str]:
    """Return label and value of what a file says it is, as text, from wherever it stands."""
    ending = path.suffix
    if ending == ".csv":
        rows = of_csv(path.with_suffix(ABOUT_CSV))
        return {row["Wat"]: row["Waarde"] for row in rows}
    if ending == ".xlsx":
        sheet = openpyxl.load_workbook(path)["Verantwoording"]
        return {str(row[1]): str(row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    if ending == ".gpkg":
        table = pyogrio.read_dataframe(path, layer="verantwoording")
        return dict(zip(table["wat"], table["waarde"], strict=True))
    if ending == ".geojson":
        told = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    else:
        told = json.loads(pq.read_schema(path).metadata[b"hotspots"])
    return {line["label"]: str(line["value"]) for line in told.values()}


@questions
@endings
def test_a_file_holds_the_numbers_of_the_table(
    town: Workspace, tmp_path: Path, asked: Selection, ending: str
) -> None:
    rows = READERS[ending](written(town, asked, ending, tmp_path))
    table = analyse(town, asked).table()
    assert [row["code"] for row in rows] == table["code"].tolist()
    assert [row["name"] for row in rows] == table["name"].tolist()
    ends = "lower" in table and asked.layer == "zorg"
    if ends and ending != ".xlsx":
        for name in ("lower", "upper"):
            assert [a_number(row[name]) for row in rows] == table[name].tolist()
    if ends and ending == ".xlsx":
        words = ["10 tot 12", "minder dan 10"] if asked.period else ["33 tot 39", "0 tot 18"]
        assert [row["value"] for row in rows] == words
        return
    for name in ("count", "value"):
        expected = [None if pd.isna(cell) else pytest.approx(float(cell)) for cell in table[name]]
        assert [a_number(row[name]) for row in rows] == expected


@questions
@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".geojson", ".parquet"])
def test_every_row_says_that_it_is_made_up_and_where_it_comes_from(
    town: Workspace, tmp_path: Path, asked: Selection, ending: str
) -> None:
    rows = READERS[ending](written(town, asked, ending, tmp_path))
    assert len(rows) > 0
    assert {str(row["synthetic"]) for row in rows} == {"True"}
    assert {row["source"] for row in rows} == {"Verzonnen"}
    assert {row["version"] for row in rows} == {"v1"}
    assert {row["layer"] for row in rows} == {asked.layer}
    assert {row["made_on"] for row in rows} == {"2018-01-02"}
    told = json.loads(rows[0]["filters"])
    assert told["wijken"] == ("Boven (WK999901)" if asked.wijken else "alle")


@endings
def test_missing_zero_suppressed_and_between_are_four_things(
    town: Workspace, tmp_path: Path, ending: str
) -> None:
    def cells(asked: str) -> list[tuple[Any, Any]]:
        rows = READERS[ending](written(town, QUESTIONS[asked], ending, tmp_path))
        status = "Toelichting" if ending == ".xlsx" else "status"
        return [(row["value"], row[status]) for row in rows]

    zero, missing, suppressed = cells("count")[3], cells("rate")[2], cells("quarter")[1]
    between = cells("sensitive")[1]
    # Haven has no burglary; Zuid has 20 households, too few for a rate; Onder has 9 reports of 10
    # in the first quarter, and in two quarters 0 to 18.
    assert a_number(zero[0]) == 0
    assert a_number(missing[0]) is None
    assert a_number(suppressed[0]) is None
    words = ["geen incidenten", "geen cijfer", "minder dan 10", "tussen twee grenzen"]
    expected = words if ending == ".xlsx" else ["zero", "missing", "suppressed", "between"]
    assert [told for _, told in (zero, missing, suppressed, between)] == expected
    if ending == ".xlsx":
        assert (missing[0], suppressed[0], between[0]) == (None, "minder dan 10", "0 tot 18")
    else:
        assert a_number(between[0]) is None


@endings
def test_every_file_accounts_for_itself(town: Workspace, tmp_path: Path, ending: str) -> None:
    told = about(written(town, QUESTIONS["rate"], ending, tmp_path))
    assert told["Wat dit is"] == "Inbraak in Vierbuurten: Per 1.000"
    assert told["Gemaakt op"].startswith(("02-01-2018", "2018-01-02"))
    assert told["Laag"] == "Inbraak"
    assert told["Bron"] == "Verzonnen"
    assert told["Licentie"] == "CC0-1.0"
    assert told["Versie"] == "v1"
    assert told["Synthetisch"] == "ja: verzonnen gegevens"
    assert told["Eenheid"] == "inbraken per 1.000 huishoudens"
    assert told["Periode"] == "31-12-2016 t/m 31-03-2017"
    assert (told["Soort"], told["Wijk"], told["Dag van de week"]) == ("alle", "alle", "alle")
    assert told["Gedeeld door, of verwacht naar"] == "huishoudens"
    assert told["Peildatum"] == "2023"
    # The ledger of the town, see tests/town.py: 11 read, of which 7 on the map.
    assert (told["gelezen uit bestanden"], told["dubbel"], told["op de kaart"]) == ("11", "1", "7")
    # Noord and Oost have a rate; Zuid has 20 households and Haven none.
    assert told["Regels met een cijfer"] == "2"
    assert told["Regels zonder cijfer"].startswith("2. Er is geen cijfer te geven")
    assert told["Bron van de grenzen"] == "Verzonnen"
    assert told["Geregistreerd"].startswith("Geregistreerd is niet hetzelfde als gebeurd")


@endings
def test_a_sensitive_layer_accounts_for_itself_without_a_total(
    town: Workspace, tmp_path: Path, ending: str
) -> None:
    path = written(town, QUESTIONS["sensitive"], ending, tmp_path)
    told = about(path)
    for name in ("gelezen uit bestanden", "geaccepteerd", "in de gemeente"):
        assert told[name] == "wordt niet verteld"
    assert told["op de kaart"] == "wordt niet verteld"
    # 33 to 39 in Boven and 0 to 18 in Onder.
    assert told["Alle gebieden samen, ten minste"] == "33"
    assert told["Alle gebieden samen, ten hoogste"] == "57"
    assert told["Regels met twee grenzen"].startswith("2. Alleen een ondergrens en een bovengrens")
    # 44 rows were read, 35 of them in Boven and 9 in Onder: none of those is told.
    everything = " ".join([*told.values(), *map(str, READERS[ending](path))])
    assert not {"44", "35", "23"} & set(everything.replace(",", " ").split())


def test_filters_are_told_in_words(town: Workspace, tmp_path: Path) -> None:
    asked = Selection(
        "inbraak",
        wijken=("WK999901",),
        soorten=("schuur", "woning"),
        day_parts=("avond",),
        weekdays=(3, 4),
    )
    told = about(written(town, asked, ".csv", tmp_path))
    assert told["Wijk"] == "Boven (WK999901)"
    assert told["Soort"] == "Schuur, Woning"
    assert told["Deel van de dag"] == "Avond (18–24)"
    assert told["Dag van de week"] == "donderdag, vrijdag"
    assert told["Buurt"] == "alle"


def test_a_workbook_is_ready_to_work_with(town: Workspace, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(written(town, QUESTIONS["rate"], ".xlsx", tmp_path))
    assert workbook.sheetnames == ["Gegevens", "Verantwoording"]
    sheet = workbook["Gegevens"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J5"
    header = next(sheet.iter_rows(max_row=1))
    assert [cell.value for cell in header] == [
        "Code", "Naam", "Aantal (inbraken)", "Waarde: inbraken per 1.000 huishoudens",
        "Laag (95 %)", "Hoog (95 %)", "Noemer (huishoudens, 2023)", "Kleine noemer", "Toelichting",
        "Synthetisch",
    ]  # fmt: skip
    assert all(cell.font.bold for cell in header)
    noord = next(sheet.iter_rows(min_row=2, max_row=2))
    assert [cell.data_type for cell in noord] == ["s", "s", "n", "n", "n", "n", "n", "n", "n", "s"]
    assert noord[2].value == 4
    # 4 of 600: 6,67 per 1.000; the cell holds all of it and shows one decimal, as the page does.
    assert noord[3].value == pytest.approx(20 / 3)
    assert (noord[2].number_format, noord[3].number_format) == ("#,##0", "#,##0.0")
    made_on = {row[1].value: row[2] for row in workbook["Verantwoording"].iter_rows()}["Gemaakt op"]
    assert (made_on.value.date(), made_on.number_format) == (MADE_ON, "dd-mm-yyyy")


def test_a_small_chance_is_not_shown_as_nothing(busy: Workspace) -> None:
    sheet = sheet_of_analysis(busy, analyse(busy, Selection("inbraak", measure="gi_star")))
    formats = {column.name: column.number_format for column in sheet.columns}
    assert formats["p"] == formats["p_adjusted"] == '[<0.001]"< 0,001";0.000'
    assert set(sheet.for_people["verdict"]) <= {
        "coldspot: duidelijk minder dan verwacht", "geen aantoonbaar verschil",
        "hotspot: duidelijk meer dan verwacht", "minder dan verwacht, te weinig voor een coldspot",
        "meer dan verwacht, te weinig voor een hotspot", "niet getoetst",
    }  # fmt: skip


@endings
@pytest.mark.parametrize("asked", ["rate", "sensitive"])
def test_the_same_answer_and_day_give_the_same_bytes(
    town: Workspace, asked: str, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = analyse(town, QUESTIONS[asked])
    first, second = (file_bytes(town, sheet_of_analysis(town, analysis), ending) for _ in range(2))
    assert first == second
    monkeypatch.setattr("hotspots.exports.about.today", lambda: date(2018, 1, 3))
    later = file_bytes(town, sheet_of_analysis(town, analysis), ending)
    assert later != first


def test_no_file_holds_the_moment_of_writing(town: Workspace, tmp_path: Path) -> None:
    path = written(town, QUESTIONS["count"], ".gpkg", tmp_path)
    with closing(sqlite3.connect(path)) as file:
        moments = file.execute("SELECT last_change FROM gpkg_contents").fetchall()
        moments += file.execute("SELECT timestamp FROM gpkg_metadata_reference").fetchall()
    assert {moment for (moment,) in moments} == {"2018-01-02T00:00:00.000Z"}
    with zipfile.ZipFile(written(town, QUESTIONS["count"], ".xlsx", tmp_path)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2018, 1, 2, 0, 0, 0)}
        core = parts.read("docProps/core.xml").decode()
    assert core.count("2018-01-02T00:00:00Z") == 2  # created and modified


def test_shapes_are_those_of_the_areas_and_cells(town: Workspace) -> None:
    buurten = sheet_of_analysis(town, analyse(town, QUESTIONS["one wijk"])).described_shapes()
    assert buurten.crs.to_epsg() == 28992
    # Noord and Oost, the two of the wijk that was asked for.
    assert buurten.geometry.bounds["minx"].tolist() == [100_000, 101_000]
    cells = sheet_of_analysis(town, analyse(town, QUESTIONS["cells"])).described_shapes()
    assert (cells.geometry.area == 100**2).all()
    corners = cells.geometry.bounds[["minx", "miny"]].to_numpy()
    assert [f"C100_{x:.0f}_{y:.0f}" for x, y in corners] == cells["code"].tolist()


def test_geojson_is_in_degrees_and_the_others_in_metres(town: Workspace, tmp_path: Path) -> None:
    gpkg = written(town, QUESTIONS["count"], ".gpkg", tmp_path)
    assert pyogrio.read_info(gpkg, layer="inbraak")["crs"] == "EPSG:28992"
    parquet = written(town, QUESTIONS["count"], ".parquet", tmp_path)
    geo = json.loads(pq.read_schema(parquet).metadata[b"geo"])["columns"]["geometry"]
    assert geo["crs"]["id"] == {"authority": "EPSG", "code": 28992}
    # 100.000, 420.000 lies in Zuid-Holland, near 4,5 east and 51,8 north.
    geojson = written(town, QUESTIONS["count"], ".geojson", tmp_path)
    info = pyogrio.read_info(geojson, force_total_bounds=True)
    assert info["crs"] == "EPSG:4326"
    west, south, *_ = info["total_bounds"]
    assert (west, south) == (pytest.approx(4.59, abs=0.05), pytest.approx(51.77, abs=0.05))


@endings
def test_a_file_that_is_there_is_replaced(town: Workspace, tmp_path: Path, ending: str) -> None:
    written(town, QUESTIONS["count"], ending, tmp_path)
    assert len(READERS[ending](written(town, QUESTIONS["one wijk"], ending, tmp_path))) == 2


def test_what_a_kept_number_is_stays_unknown_in_text(town: Workspace) -> None:
    # Of Onder: no count, no value, the two ends of two quarters of 0 to 9, and the reason.
    row = csv_of(town, analyse(town, QUESTIONS["sensitive"])).splitlines()[2]
    assert row.startswith("WK999902,Onder,,,0,18,between")


def test_excel_in_dutch_gets_semicolons_and_commas(town: Workspace) -> None:
    sheet = sheet_of_analysis(town, analyse(town, QUESTIONS["rate"]))
    text = file_bytes(town, sheet, ".csv", dutch=True).decode()
    assert text.startswith("\ufeffcode;name;count;value")
    rows = pd.read_csv(io.StringIO(text[1:]), sep=";", decimal=",")
    assert rows["value"][0] == pytest.approx(20 / 3)
    assert "6,66" in text
    beside = file_bytes(town, sheet, ABOUT_CSV, dutch=True).decode()
    assert beside.startswith("\ufeffOnderdeel;Wat;Waarde\r\n")


@pytest.mark.parametrize("name", ["=1+1", "+31", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_that_looks_like_a_formula_is_made_harmless(home: Home, name: str) -> None:
    path = home.geodata / "buurten" / "buurten.geojson"
    escaped = name.replace("\t", "\\t")
    path.write_text(path.read_text(encoding="utf-8").replace('"Noord"', f'"{escaped}"'))
    workspace = open_workspace(home, role="analist")
    table = sheet_of_analysis(workspace, analyse(workspace, QUESTIONS["count"])).described_shapes()
    assert table["name"][0] == f"'{name}"
    assert table["name"][1] == "Oost"


def test_an_ending_that_is_not_there_is_refused_with_those_that_are(
    town: Workspace, tmp_path: Path
) -> None:
    sheet = sheet_of_analysis(town, analyse(town, QUESTIONS["count"]))
    with pytest.raises(SelectionError, match=r"\.csv, \.xlsx, \.gpkg, \.geojson, \.parquet"):
        write_file(town, sheet, tmp_path / "a.ods")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_in_words(town: Workspace, tmp_path: Path) -> None:
    sheet = sheet_of_analysis(town, analyse(town, QUESTIONS["count"]))
    with pytest.raises(SettingsError, match="kan niet worden weggeschreven"):
        write_file(town, sheet, tmp_path / "nergens" / "a.xlsx")


@endings
def test_who_may_not_take_a_layer_away_gets_no_kind_of_file(
    home: Home, tmp_path: Path, ending: str
) -> None:
    role = '[roles.{0}]\nlabel = "{0}"\nsee = true\nfinest = "cells"\nexport = {1}\n'
    roles = role.format("analist", "true") + role.format("kijker", "false")
    (home.root / "rollen.toml").write_text(roles, encoding="utf-8")
    workspace = open_workspace(home, role="kijker")
    sheet = sheet_of_analysis(workspace, analyse(workspace, QUESTIONS["count"]))
    with pytest.raises(AccessError, match="geen bestand meenemen"):
        write_file(workspace, sheet, tmp_path / f"a{ending}")
    assert list(tmp_path.glob("a*")) == []
    refused = lines(home)[-1]
    assert (refused["action"], refused["outcome"]) == ("exported", "refused")
    assert refused["details"] == {"kind": ending.lstrip(".")}


def test_a_choice_made_for_the_user_is_in_every_row(busy: Workspace) -> None:
    automatic = Selection("inbraak", measure="density", bandwidth_rule="automatic")
    analysis = analyse(busy, automatic)
    rows = sheet_of_analysis(busy, analysis).described_shapes()
    told = {json.loads(cell)["bandwidth_m"] for cell in rows["parameters"]}
    assert told == {analysis.parameters.to_dict()["bandwidth_m"]}

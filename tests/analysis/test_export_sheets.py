"""Every other table as a sheet: what was found, the months, the hours, places and figures."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import MEASURES, SEARCH_IDS, sentences_of
from hotspots.analysis.when import Season, hours_and_days, season, timeline
from hotspots.catalog.specs import Figure
from hotspots.errors import AccessError, SelectionError
from hotspots.exports import words as text
from hotspots.exports.analysis_sheet import sheet_of_analysis
from hotspots.exports.finding_sheets import sheet_of_finding, sheet_of_finding_table
from hotspots.exports.list_sheets import sheet_of_figures, sheet_of_places
from hotspots.exports.time_sheets import sheet_of_hours, sheet_of_months, sheet_of_season
from hotspots.exports.writers import endings_of, file_bytes
from hotspots.wijkbeeld.make import briefing as briefing_of
from hotspots.wijkbeeld.overview import at_a_glance
from hotspots.wijkbeeld.overview_sheet import sheet_of_overview
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences
from hotspots.wijkbeeld.sheets import sheet_of_wijkbeeld

if TYPE_CHECKING:
    from hotspots.analysis.measures.measure import Measure
    from hotspots.exports.sheet import Sheet
    from hotspots.settings import Home

GROUPS = Search("clusters", radius_m=500, min_points=2)


def cells_of(workspace: Workspace, sheet: Sheet) -> list[tuple[Any, ...]]:
    """Return the numbers of a workbook, header first."""
    made = io.BytesIO(file_bytes(workspace, sheet, ".xlsx"))
    return list(openpyxl.load_workbook(made)["Gegevens"].iter_rows(values_only=True))


def rows_of(workspace: Workspace, sheet: Sheet) -> list[dict[str, str]]:
    made = file_bytes(workspace, sheet, ".csv").decode()
    return list(csv.DictReader(io.StringIO(made)))


def told_of(sheet: Sheet) -> dict[str, Any]:
    return {line.id: line.value for line in sheet.metadata.lines}


def test_months_are_taken_with_their_zeros_and_with_what_is_not_whole(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak", soorten=("woning",)))
    sheet = sheet_of_months(town, analysis, timeline(town, analysis.selection))
    # In the gemeente, woning: 31-12-2016, 05-01, 03-02, 10-02 and 31-03-2017.
    rows = rows_of(town, sheet)
    assert [(row["start"], row["count"]) for row in rows] == [
        ("2016-12-01", "1"), ("2017-01-01", "1"), ("2017-02-01", "2"), ("2017-03-01", "1"),
    ]  # fmt: skip
    # The layer begins on the last day of December.
    assert [row["complete"] for row in rows] == ["False", "True", "True", "True"]
    header, first, *_ = cells_of(town, sheet)
    assert header == (
        "Begin", "Aantal (inbraken)", "Volledig", "Toelichting", "Synthetisch",
    )  # fmt: skip
    assert first == (datetime(2016, 12, 1), 1, "nee", None, "ja")  # noqa: DTZ001 - a day
    told = told_of(sheet)
    assert told["filter_soorten"] == "Woning"
    assert told["outcome_1"].startswith("De eerste of laatste maand is niet compleet")


def test_a_month_without_incidents_is_a_zero_that_says_so(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak", soorten=("schuur",)))
    sheet = sheet_of_months(town, analysis, timeline(town, analysis.selection))
    assert [row["status"] for row in rows_of(town, sheet)] == ["zero", "value", "zero", "value"]
    assert cells_of(town, sheet)[1][1:4] == (0, "nee", "geen incidenten")


def test_a_quarter_of_which_nothing_is_told_is_no_zero(town: Workspace) -> None:
    # Onder has 9 in the first quarter and none in the second: both are kept.
    asked = Selection("zorg", level="wijken", wijken=("WK999902",))
    analysis = analyse(town, asked)
    sheet = sheet_of_months(town, analysis, timeline(town, asked))
    rows = rows_of(town, sheet)
    assert [(row["count"], row["status"]) for row in rows] == [("", "suppressed")] * 2
    assert [(row["lower"], row["upper"]) for row in rows] == [("0", "9")] * 2
    assert [row[1] for row in cells_of(town, sheet)[1:]] == ["minder dan 10"] * 2
    # Boven has 12 and 23, published as 10 and 25: 10 to 12 and 23 to 27.
    boven = replace(asked, wijken=("WK999901",))
    sheet = sheet_of_months(town, analyse(town, boven), timeline(town, boven))
    rows = rows_of(town, sheet)
    assert [(row["count"], row["status"]) for row in rows] == [("", "between")] * 2
    assert [(row["lower"], row["upper"]) for row in rows] == [("10", "12"), ("23", "27")]
    assert [row[1] for row in cells_of(town, sheet)[1:]] == ["10 tot 12", "23 tot 27"]
    assert told_of(sheet)["rows"] == text.QUARTERS_ROWS


def test_the_hours_of_the_week_add_up_to_the_incidents_with_an_hour(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak"))
    hours = hours_and_days(town, analysis.selection)
    sheet = sheet_of_hours(town, analysis, hours)
    rows = rows_of(town, sheet)
    assert len(rows) == 7 * 24
    # 7 in the gemeente, of which number 3 has a date without a time.
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(6)
    told = told_of(sheet)
    assert (told["hours_known"], told["hours_unknown"]) == (6, 1)
    # Number 7: on Friday 31-03-2017 at 12:00, the only one in that hour of the week.
    friday_noon = rows[4 * 24 + 12]
    assert (friday_noon["weekday"], friday_noon["weekday_name"]) == ("5", "vrijdag")
    assert (friday_noon["hour"], float(friday_noon["weight"])) == ("12", pytest.approx(1))
    # 31-12-2016 to 31-03-2017 is 91 days: 13 Fridays.
    assert friday_noon["times"] == "13"
    assert len(cells_of(town, sheet)) == 1 + 7 * 24


def test_a_year_of_months_is_taken_or_says_why_not(busy: Workspace) -> None:
    analysis = analyse(busy, Selection("inbraak"))
    sheet = sheet_of_season(busy, analysis, season(busy, analysis.selection))
    # One year is too short for a season: no rows, and the reason.
    assert rows_of(busy, sheet) == []
    assert "ten minste" in told_of(sheet)["outcome_1"]
    found = Season(
        analysis.layer,
        np.datetime64("2015-01", "M"),
        36,
        index=np.linspace(0.5, 1.5, 12),
        counts=np.arange(12),
        years=np.full(12, 2),
        busiest=11,
        p=0.001,
    )
    rows = rows_of(busy, sheet_of_season(busy, analysis, found))
    assert [(row["month_name"], row["index"], row["count"]) for row in rows][::11] == [
        ("januari", "0.5", "0"),
        ("december", "1.5", "11"),
    ]


def test_outlines_are_taken_in_every_kind_of_file_with_what_was_found(town: Workspace) -> None:
    finding = find(town, Selection("inbraak", level="cells", cell_m=100), GROUPS)
    sheet = sheet_of_finding(town, finding)
    table = finding.table()
    assert [int(row["count"]) for row in rows_of(town, sheet)] == table["count"].tolist()
    header, first, *_ = cells_of(town, sheet)
    assert header[:4] == ("Nr.", "Waar", "Aantal", "% van alle")
    assert first[header.index("Eerste")].date() == date.fromisoformat(table["first"][0])
    parquet = pq.read_table(io.BytesIO(file_bytes(town, sheet, ".parquet")))
    shapes = shapely.from_wkb(parquet["geometry"].to_pylist())
    assert shapely.area(shapes).tolist() == [
        shapely.Polygon(one.ring).area for one in finding.outlines
    ]
    told = json.loads(parquet.schema.metadata[b"hotspots"])
    assert told["search"]["value"] == "Groepen bij elkaar"
    assert told["outcome_1"]["value"] == sentences_of(finding)[0]
    assert told["parameter_min_points"] == {
        "part": "Gekozen of berekend", "label": "Kleinste groep", "value": 2,
    }  # fmt: skip


def test_a_search_that_found_nothing_still_gives_a_file_that_says_so(town: Workspace) -> None:
    lonely = Search("clusters", radius_m=100, min_points=7)
    finding = find(town, Selection("inbraak", level="cells", cell_m=100), lonely)
    sheet = sheet_of_finding(town, finding)
    for ending in endings_of(shapes=True):
        assert len(file_bytes(town, sheet, ending)) > 0
    assert told_of(sheet)["outcome_1"].startswith(
        "Nergens liggen de inbraken dicht genoeg bij elkaar voor een groep."
    )


def test_the_table_behind_a_finding_has_no_shapes(busy: Workspace) -> None:
    asked = Selection("inbraak", level="cells", cell_m=100)
    finding = find(busy, asked, Search("near_repeat", permutations=99))
    sheet = sheet_of_finding_table(busy, finding, "knox")
    rows = rows_of(busy, sheet)
    told = finding.table_behind("knox")["observed"].tolist()
    assert [row["observed"] for row in rows] == [str(pairs) for pairs in told]
    assert "<10" in told
    assert endings_of(shapes=False) == (".csv", ".xlsx")
    with pytest.raises(SelectionError, match=r"Mogelijk: \.csv, \.xlsx\."):
        file_bytes(busy, sheet, ".gpkg")


def test_places_are_taken_with_their_licence(town: Workspace) -> None:
    sheet = sheet_of_places(town, town.layer("haltes"))
    geojson = json.loads(file_bytes(town, sheet, ".geojson"))
    (halte,) = geojson["features"]
    assert halte["properties"]["name"] == "Marktplein"
    assert halte["properties"]["licence"] == "CC0-1.0"
    assert geojson["metadata"]["licence"]["value"] == "CC0-1.0"
    # A place is not made up here, so no column says that it is.
    assert cells_of(town, sheet) == [("Nr.", "Naam"), (1, "Marktplein")]


def test_published_figures_are_for_everyone_and_one_not_given_is_no_zero(town: Workspace) -> None:
    theme = town.themes[0]
    unknown = Figure("aangiften", 2016, None, "aangiften", "niveau", "niet bekend")
    sheet = sheet_of_figures(town, replace(theme, figures=(*theme.figures, unknown)))
    assert cells_of(town, sheet)[1:] == [
        ("inbraak", 2017, 6, "misdrijven", "niveau", None),
        ("aangiften", 2016, None, "aangiften", "niveau", "niet bekend"),
    ]
    stranger = replace(town, role="")
    assert [row["value"] for row in rows_of(stranger, sheet)] == ["6.0", ""]
    assert told_of(sheet)["source"] == "Verzonnen voor de test"


def test_the_overview_is_a_row_per_layer_and_wijk(town: Workspace) -> None:
    sheet = sheet_of_overview(town, at_a_glance(town, "all"))
    rows = rows_of(town, sheet)
    assert [(row["layer"], row["name"], row["count"], row["status"]) for row in rows] == [
        ("inbraak", "Boven", "6", "value"),
        ("inbraak", "Onder", "1", "value"),
        # Two ends and no count: see below.
        ("zorg", "Boven", "", "between"),
        ("zorg", "Onder", "", "between"),
    ]
    # 12 and 23, published as 10 (10 to 12) and 25 (23 to 27); Onder has two quarters of 0 to 9.
    assert [(row["count_lower"], row["count_upper"]) for row in rows[2:]] == [
        ("33", "39"), ("0", "18"),
    ]  # fmt: skip
    # Onder has 20 households, and so has what lies outside Boven: counted, and not compared.
    assert [row["verdict"] for row in rows] == ["", "", "", ""]
    header, *cells = cells_of(town, sheet)
    assert [row[header.index("Aantal")] for row in cells] == [6, 1, "33 tot 39", "0 tot 18"]
    shapes = sheet.described_shapes()
    assert (shapes.geometry.area == 2_000 * 1_000).all()
    assert told_of(sheet)["denominator_inbraak"] == "huishoudens, 2023"
    told = " ".join(str(value) for value in told_of(sheet).values())
    assert "44" not in told


def test_a_layer_that_may_not_be_taken_away_is_left_out_of_the_overview(home: Home) -> None:
    role = '[roles.{0}]\nlabel = "{0}"\nsee = true\nfinest = "cells"\nexport = {1}\n'
    agent = role.format("agent", "true") + "[roles.agent.sensitive]\nexport = false\n"
    watcher = role.format("kijker", "false")
    roles = role.format("analist", "true") + agent + watcher
    (home.root / "rollen.toml").write_text(roles, encoding="utf-8")
    workspace = open_workspace(home, role="agent")
    glance = at_a_glance(workspace, "all")
    assert len(glance.columns) == 2
    sheet = sheet_of_overview(workspace, glance)
    assert {row["layer"] for row in rows_of(workspace, sheet)} == {"inbraak"}
    assert told_of(sheet)["left_out"] == "Zorg"
    briefing = briefing_of(workspace, place_named(workspace, "Boven"))
    told = sheet_of_wijkbeeld(workspace, briefing)
    assert {row["layer"] for row in rows_of(workspace, told)} == {"inbraak"}
    stranger = replace(workspace, role="kijker")
    for make, answer in ((sheet_of_overview, glance), (sheet_of_wijkbeeld, briefing)):
        with pytest.raises(AccessError, match="geen bestand meenemen"):
            file_bytes(stranger, make(stranger, answer), ".xlsx")


def test_the_figures_of_a_wijkbeeld_are_taken_with_its_sentences(town: Workspace) -> None:
    briefing = briefing_of(town, place_named(town, "Onder"))
    sheet = sheet_of_wijkbeeld(town, briefing)
    rows = rows_of(town, sheet)
    lines = {line.layer.id: line for line in briefing.lines}
    assert [row["layer"] for row in rows] == list(lines)
    assert [row["count"] for row in rows] == [
        "" if line.count is None else str(line.count) for line in lines.values()
    ]
    zorg = next(row for row in rows if row["layer"] == "zorg")
    assert (zorg["count"], zorg["status"]) == ("", "between")
    assert (zorg["count_lower"], zorg["count_upper"]) == ("0", "18")
    header, *cells = cells_of(town, sheet)
    counts = [row[header.index("Aantal")] for row in cells]
    assert counts[[row["layer"] for row in rows].index("zorg")] == "0 tot 18"
    assert {type(count) for count in counts} <= {int, str, type(None)}
    told = told_of(sheet)
    assert told["place"] == "Onder (WK999902)"
    assert told["outcome_1"] == briefing_sentences(briefing)[0].text
    assert without_a_name(sheet) == []


def without_a_name(sheet: Sheet) -> list[str]:
    """Return which choices are told by the name that the program has for them."""
    chosen = [line for line in sheet.metadata.lines if line.part == text.CHOSEN]
    return [line.id for line in chosen if line.label == line.id.removeprefix("parameter_")]


@pytest.mark.parametrize("measure", MEASURES, ids=[measure.id for measure in MEASURES])
def test_every_choice_of_every_measure_has_a_dutch_name(busy: Workspace, measure: Measure) -> None:
    asked = Selection(
        "inbraak",
        level=measure.levels[-1],
        measure=measure.id,
        # A period with one before it.
        period=Period(date(2017, 8, 1), date(2017, 10, 31)),
        compare_period=Period(date(2017, 4, 1), date(2017, 6, 30)) if measure.compares else None,
        bandwidth_rule="automatic" if measure.surface else "fixed",
        soorten=("woning",) if measure.of_soort else (),
        step="month",
    )
    assert without_a_name(sheet_of_analysis(busy, analyse(busy, asked))) == []


#: The effect of a measure needs more buurten to compare with than this town has.
HERE = [name for name in SEARCH_IDS if name != "before_after"]


@pytest.mark.parametrize("method", HERE)
def test_every_choice_of_every_search_has_a_dutch_name(busy: Workspace, method: str) -> None:
    search = Search(method, permutations=99)
    asked = Selection("inbraak", level="cells", cell_m=100)
    sheet = sheet_of_finding(busy, find(busy, asked, search))
    assert without_a_name(sheet) == []
    if method == "near_repeat":
        # The same address is within 0,1 m; then steps of 100.
        bands = "0; 0,1; 100; 200; 300; 400"
        assert told_of(sheet)["parameter_distance_bands_m"] == bands
    # Every column of the table has a Dutch label as well.
    assert {column.name for column in sheet.columns} == {*sheet.rows.columns, "synthetic"}


def test_a_missing_number_of_a_table_is_an_empty_cell(town: Workspace) -> None:
    analysis = analyse(town, Selection("inbraak", measure="ratio"))
    sheet = sheet_of_analysis(town, analysis)
    values = analysis.table()["value"]
    at = [column.name for column in sheet.columns].index("value")
    written = [row[at] for row in cells_of(town, sheet)[1:]]
    assert [value is None for value in written] == pd.isna(values).tolist()
    assert None in written

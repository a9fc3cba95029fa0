"""The page `Risico` once somebody loads what was not known, and what it says until then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from hotspots.access.importing import import_file
from hotspots.cli import main
from hotspots.risico import water_words
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.report import PARTLY_EXAMPLE, SOME_EXAMPLE
from hotspots.risico.tables import COLUMNS, LISTS
from opened_page import sent_to_map, shown_without_fault
from risky_page import Town, html_of, told_on
from risky_town import RATES, declarations, risky_home

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from hotspots.incoming.checking.report import Report
    from hotspots.risico.report import ScenarioReport
    from opened_page import PageOpener

TIME_TO_COME = """
[settings.opkomsttijd_min]
label = "Opkomst"
value = 8
unit = "minuten"
source = "Verzonnen voor de test"
certainty = "aanname"
"""
CRS = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'


@pytest.fixture
def town(tmp_path: Path, open_page: PageOpener) -> Town:
    return Town(risky_home(tmp_path / "town"), open_page)


def folded_on(page: AppTest) -> str:
    """Return what stands on the lines of what is folded."""
    return "\n".join(str(one.label) for one in (*page.expander, *page.toggle, *page.checkbox))


def open_told(town: Town, part: str = "spoor") -> ScenarioReport:
    """Return what the page is made of."""
    answers = RiskAnswers.of(town.workspace)
    return (
        answers.spoor_report("nacht", None)
        if part == "spoor"
        else answers.water_report("proef", None)
    )


def row_of(town: Town, listing: str, name: str) -> dict[str, str]:
    """Return a row of a list of the flood as it is read, by the names of its columns."""
    found = open_told(town, "water").table(listing)
    labels = [COLUMNS[column] for column in found.columns]
    cells = next(row for row in found.cells() if row[0] == name)
    return dict(zip(labels, cells, strict=True))


def load(town: Town, purpose: str, path: Path, content: str | bytes) -> Report:
    """Load a file through the door that incidents come in by."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    opened = town.workspace
    report = import_file(opened, opened.layer(f"laag_{purpose}"), path)
    assert report.status == "published"
    return report


def test_wagons_per_substance_and_year_are_shown_once_they_are_loaded(
    town: Town, tmp_path: Path
) -> None:
    before = town("spoor")
    assert f"{LISTS['transport'][0]} (0)" in folded_on(before)
    assert "Niet te berekenen. Niet ingevuld: het aantal wagens met brandbaar gas" in html_of(
        before
    )
    file = town.home.themes / "proef" / "risk.toml"
    file.write_text(file.read_text(encoding="utf-8") + RATES + TIME_TO_COME, encoding="utf-8")
    rows = "lijn,stofcategorie,wagens_per_jaar,jaar\nProeflijn,A,1000,2020\nProeflijn,A,900,2019\n"

    load(town, "transport", tmp_path / "vervoer.csv", rows)

    after = town("spoor")
    assert shown_without_fault(after)
    assert f"{LISTS['transport'][0]} (2)" in folded_on(after)
    # Worked out in tests/risico/test_spoor.py: 4,6 times the oriëntatiewaarde, give or take 0,3.
    told = html_of(after)
    assert "keer de oriëntatiewaarde per kilometer" in told
    assert "Opkomst: 8,0 minuten. Bron: Verzonnen voor de test." in told
    table = open_told(town).table("transport").cells()
    assert table == [["Proeflijn", "A", "1.000", "2020"], ["Proeflijn", "A", "900", "2019"]]


def test_the_limit_value_is_told_and_flagged_red_once_its_zone_is_loaded(
    town: Town, tmp_path: Path
) -> None:
    assert "Niet bekend: het gebied met plaatsgebonden risico" in html_of(town("spoor"))
    ring = shapely.to_geojson(shapely.box(100_400, 421_100, 100_600, 421_300))
    feature = f'{{"type":"Feature","properties":{{"gebied":"pr10_6"}},"geometry":{ring}}}'
    text = f'{{"type":"FeatureCollection","crs":{CRS},"features":[{feature}]}}'

    load(town, "rail_zone", tmp_path / "rev.geojson", text)

    page = town("spoor")
    # 200 by 200 m of the km2 of Noord: 4 % of 1.300 people, and the School.
    assert "52 inwoners wonen binnen plaatsgebonden risico 10⁻⁶." in html_of(page)
    assert "uit het register" in html_of(page)
    (red,) = [one.value for one in page.error]
    assert "School" in red
    assert "grenswaarde" in red


def test_zones_of_a_register_are_not_called_calculated(town: Town, tmp_path: Path) -> None:
    assert sent_to_map(town("spoor"))["badge"] == PARTLY_EXAMPLE
    rings = [
        f'{{"type":"Feature","properties":{{"gebied":"{zone}"}},"geometry":'
        f"{shapely.to_geojson(shapely.box(100_000, 421_500 - width, 102_000, 421_500 + width))}}}"
        for zone, width in (("brand", 30), ("explosie", 200), ("gifwolk", 300))
    ]
    text = f'{{"type":"FeatureCollection","crs":{CRS},"features":[{",".join(rings)}]}}'

    load(town, "rail_zone", tmp_path / "rev.geojson", text)

    # Only the shelters are made up now.
    page = town("spoor")
    assert sent_to_map(page)["badge"] == SOME_EXAMPLE
    assert "berekend: 30 m" not in html_of(page)
    assert [row[1] for row in open_told(town).table("zones").cells()] == ["uit het register"] * 3


def test_dry_floors_change_who_needs_a_place_once_they_are_loaded(
    town: Town, tmp_path: Path
) -> None:
    before = row_of(town, "depths", "Noord")
    # The town says 75 % of Noord; of Zuid it is not known, so a setting stands in for it.
    assert (before["Droge verdieping bekend (%)"], before["Thuis droog boven"]) == (
        "75", "292 tot 390",
    )  # fmt: skip
    assert row_of(town, "depths", "Zuid")["Droge verdieping bekend (%)"] == "–"
    rows = "buurtcode,droge_verdieping_deel\nBU99990100,0.5\nBU99990200,0.25\n"

    load(town, "dry_floor", tmp_path / "droog.csv", rows)

    after = row_of(town, "depths", "Noord")
    # Half of the 390 to 520 who stay.
    assert (after["Droge verdieping bekend (%)"], after["Thuis droog boven"]) == (
        "50", "195 tot 260",
    )  # fmt: skip
    # Nothing but who leaves is a margin now.
    notes = open_told(town, "water").notes
    assert water_words.margins(dry_known=True) in notes
    assert water_words.margins(dry_known=False) not in notes
    # 25 % of Zuid is known now, but 3 m is deeper than a storey: nobody stays dry there.
    zuid = row_of(town, "depths", "Zuid")
    assert (zuid["Droge verdieping bekend (%)"], zuid["Thuis droog boven"]) == ("25", "0")


def test_a_raster_of_depths_takes_the_place_of_the_example(town: Town, tmp_path: Path) -> None:
    assert "het huis van 695 van de 2.245 inwoners" in told_on(town("water"))
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(101_050.0, 102_000.0, 100.0),
                                             np.arange(421_050.0, 422_000.0, 100.0))
    )  # fmt: skip
    depth = np.full(len(x), 2.5)
    cells = flood_example.Cells(x, y, depth, depth, 100.0)

    load(town, "flood_depth", tmp_path / "proef.tif", bytes(flood_example.geotiff(cells, depth)))

    page = town("water")
    assert shown_without_fault(page)
    # The raster covers Oost alone: 900 people, 2,5 m deep.
    assert "het huis van 900 van de 2.245 inwoners" in told_on(page)
    assert row_of(town, "depths", "Oost")["Diepte (m)"] == "2,5"
    assert "De overstroming is een voorbeeld" not in " ".join(open_told(town, "water").notes)
    # The room in the shelters is still made up.
    assert sent_to_map(page)["badge"] == PARTLY_EXAMPLE


def test_a_raster_of_any_name_is_a_flood_at_once(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(101_050.0, 102_000.0, 100.0),
                                             np.arange(421_050.0, 422_000.0, 100.0))
    )  # fmt: skip
    depth = np.full(len(x), 0.4)
    cells = flood_example.Cells(x, y, depth, depth, 100.0)

    load(town, "flood_depth", tmp_path / "LIWO.tif", bytes(flood_example.geotiff(cells, depth)))

    page = town("water")
    # What was loaded goes before what the home describes; nobody wrote a line of TOML for it.
    assert page.selectbox(key="waterscenario").options == ["liwo (ingelezen)", "Proefwater"]
    assert "het huis van 900 van de 2.245 inwoners" in told_on(page)
    command = ["--home", str(town.home.root), "exposure", "water", "--scenario", "LIWO", "--json"]
    assert main(command) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["people"]["inside"] == 900
    assert water_words.LOADED_FLOOD_NOTE in printed["notes"]


def test_people_counted_by_day_and_living_alone_take_the_place_of_settings(
    town: Town, tmp_path: Path
) -> None:
    assert "Overdag (instelling)" in html_of(town("spoor"))
    rows = (
        "buurtcode,inwoners,mensen_overdag,huishoudens,pct_65plus,pct_75plus_alleen\n"
        "BU99990100,1300,2000,600,20,5\nBU99990101,900,100,400,10,2\n"
        "BU99990200,45,45,20,10,0\nBU99990201,0,0,0,0,0\n"
    )

    load(town, "people", tmp_path / "mensen.csv", rows)

    shown = html_of(town("spoor"))
    assert "Overdag (instelling)" not in shown
    assert ">Overdag<" in shown
    # In the explosion zone 40 % of 2.000 and of 100; 5 % of 520 and 2 % of 360 live alone.
    (row,) = [row for row in open_told(town).table("zones").cells() if row[0].startswith("Expl")]
    # Where in the two buurten they live is not known: nobody of 2.200, or all.
    assert row[2:8] == ["880", "0 tot 2.200", "840", "400", "140", "33"]


def test_unknown_numbers_are_a_dash_and_never_zero(town: Town) -> None:
    # Of Zuid it is not published how many are old: how many need help is not known.
    zuid = row_of(town, "balance", "Zuid")
    assert zuid["Van wie niet zelfredzaam"] == "–"
    assert zuid["Niet zelfredzaam zonder plaats"] == "–"
    assert zuid["Zoeken opvang"] == "27 tot 36"
    # Of Noord it is: 10 % of the 97,5 to 130 who need a place.
    assert row_of(town, "balance", "Noord")["Van wie niet zelfredzaam"] == "10 tot 13"
    page = town("water")
    assert "onder wie een onbekend aantal die zich niet zelf kunnen redden" in told_on(page)
    assert any("Niet bekend in 1 buurt: 65 jaar en ouder" in note
               for note in open_told(town, "water").notes)  # fmt: skip

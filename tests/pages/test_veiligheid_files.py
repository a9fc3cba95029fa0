"""What leaves the page `Risico` as a file: what it is, in which order, and the same as printed."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import openpyxl
import pytest

from hotspots.access import audit
from hotspots.cli import main
from hotspots.evenementen import page_words as events_page
from hotspots.evenementen import page_words as events_zones
from hotspots.exports.writers import endings_of, file_bytes
from hotspots.maps.files import map_bytes
from hotspots.maps.visible import escaped
from hotspots.pages.tables import shown as as_written
from hotspots.risico import page_words as text
from hotspots.risico.all_scenarios import all_scenarios, all_scenarios_file
from hotspots.risico.at_place import events_in_zones
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.incident import Incident
from hotspots.risico.incident_words import incident_report
from hotspots.risico.maps import incident_map, spoor_map, water_map
from hotspots.risico.paper import scenario_page, scenario_pdf
from hotspots.risico.report import EXAMPLE, PARTLY_EXAMPLE
from hotspots.risico.sheets import risk_sheet
from hotspots.risico.spoor_words import spoor_report
from hotspots.risico.water_words import water_report
from opened_page import shown_without_fault, unfold
from printed import Printed
from risky_page import Town, html_of, told_on
from risky_town import festive_home

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from hotspots.maps.spec import MapSpec
    from hotspots.risico.report import ScenarioReport
    from hotspots.risico.tables import Table
    from opened_page import PageOpener

DAY: Final = date(2018, 6, 2)
MADE_AT: Final = datetime(2026, 1, 31, 13, 45, tzinfo=UTC)
#: A cloud that reaches all of Oost from the station in the middle.
CLOUD: Final = Incident("gifwolk", 101_000.0, 421_500.0, 270.0, "Proef Centraal")


@pytest.fixture
def town(tmp_path: Path, open_page: PageOpener) -> Town:
    return Town(festive_home(tmp_path / "town"), open_page)


def all_told(town: Town) -> dict[str, tuple[ScenarioReport, MapSpec, Any]]:
    """Return what each part says, its map, and what that map must show."""
    answers = RiskAnswers.of(town.workspace)
    rail, flood = answers.spoor("nacht", DAY, None), answers.water("proef", DAY)
    hit = answers.spoor("nacht", DAY, CLOUD)
    assert hit.incident is not None
    of_rail, of_flood = answers.spoor_report("nacht", DAY), answers.water_report("proef", DAY)
    of_hit = incident_report(hit)
    return {
        "spoor": (of_rail, spoor_map(answers, rail, of_rail), None),
        "water": (of_flood, water_map(answers, flood, of_flood), None),
        "incident": (of_hit, incident_map(answers, hit, of_hit), hit.incident.zone.outline),
    }


def test_every_list_as_every_file_says_what_is_an_illustration(town: Town, tmp_path: Path) -> None:
    workspace = town.workspace
    answers = RiskAnswers.of(workspace)
    badges = {
        "spoor": PARTLY_EXAMPLE,
        "water": EXAMPLE,
        "incident": PARTLY_EXAMPLE,
    }
    written = set()
    for part, (told, _, _) in all_told(town).items():
        for listing in (entry for entry in told.tables if len(entry)):
            sheet = risk_sheet(
                workspace, layer_id=answers.subjects[part], report=told, table=listing
            )
            for ending in endings_of(shapes=bool(listing.where)):
                content = file_bytes(workspace, sheet, ending, dutch=True)
                rows = said_per_row(content, ending, tmp_path)
                assert len(rows) == len(listing), (part, listing.id, ending)
                assert all(badges[part] in row for row in rows), (part, listing.id, ending)
                written.add((listing.id, ending))
    # Not a loop over nothing: rows with a place go to a GIS as well.
    assert {("warn", ".gpkg"), ("spoor_buurten", ".geojson"), ("balance", ".xlsx"),
            ("large_events", ".parquet"), ("zones", ".csv")} <= written  # fmt: skip
    assert ("zones", ".gpkg") not in written


def said_per_row(content: bytes, ending: str, folder: Path) -> list[str]:
    """Return each row of a file as one text."""
    if ending == ".csv":
        return content.decode("utf-8-sig").splitlines()[1:]
    if ending == ".xlsx":
        cells = (
            openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        )
        rows = ["|".join(str(value) for value in row) for row in cells]
        head = next(at for at, row in enumerate(rows) if "Voorbeeld of berekend" in row)
        return rows[head + 1 :]
    path = folder / f"lijst{ending}"
    path.write_bytes(content)
    # Of a GeoPackage the list is the first layer; another accounts for it.
    layer = {"layer": gpd.list_layers(path)["name"][0]} if ending == ".gpkg" else {}
    found = gpd.read_parquet(path) if ending == ".parquet" else gpd.read_file(path, **layer)
    return ["|".join(map(str, row)) for row in found.itertuples()]


def test_every_map_as_every_file_says_what_is_an_illustration(town: Town) -> None:
    workspace = town.workspace
    for part, (told, spec, _) in all_told(town).items():
        assert spec.badge == told.badge, part
        for ending in (".html", ".svg"):
            drawn = map_bytes(spec, workspace, ending).decode()
            assert told.badge in drawn, (part, ending)
            # Nobody reported these people: that reports are not all says nothing here.
            assert "Geregistreerd" not in drawn, (part, ending)
        assert told.badge in Printed(map_bytes(spec, workspace, ".pdf")).text, part


def test_the_sheet_of_the_track_has_the_five_columns_on_its_one_page(town: Town) -> None:
    workspace = town.workspace
    told, spec, place = all_told(town)["spoor"]

    document = Printed(scenario_pdf(workspace, told, spec, place, made_at=MADE_AT))

    assert len(document.pages) == 1
    assert text.FIVE_COLUMNS in document.text
    page = unescape(scenario_page(workspace, told, spec, place, made_at=MADE_AT).decode())
    assert len(told.criteria) == 5
    for criterion in told.criteria:
        for sentence in criterion.sentences:
            # Where a line breaks at a hyphen says nothing.
            assert sentence in document.text, sentence
            assert sentence in page, sentence
    # What each buurt adds to the group risk stands in the list of buurten.
    assert "groepsrisico (%)" in document.text


def test_the_order_of_warning_is_kept_in_a_file(town: Town) -> None:
    workspace = town.workspace
    answers = RiskAnswers.of(workspace)
    hit = answers.spoor("nacht", DAY, Incident("bleve", 100_700.0, 421_500.0))
    told = incident_report(hit)
    sheet = risk_sheet(
        workspace, layer_id=answers.subjects["incident"], report=told, table=told.table("warn")
    )
    lines = file_bytes(workspace, sheet, ".csv", dutch=True).decode("utf-8-sig").splitlines()[1:]
    # Ziekenhuis is 206 m away, out of reach of a BLEVE of 200 m; the markt with its event is 200 m
    # away and a kwetsbare locatie; Loods, 250 m, is out of reach as well.
    assert [line.split(";")[:2] for line in lines] == [["1", "Groot"]]
    # Events of a calendar are in it: its rights count as well.
    taken = [entry for entry in audit.lines(workspace.home) if entry["action"] == "exported"]
    assert [entry["subject"] for entry in taken] == ["laag_rail", "laag_vulnerable", "kalender"]


def printed_by(capsys: pytest.CaptureFixture[str], town: Town, *arguments: str) -> dict[str, Any]:
    command = ["--home", str(town.home.root), "exposure", *arguments, "--day", "2018-06-02"]
    assert main([*command, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def shown_rows(table: Table) -> list[list[str]]:
    """Return the rows of a list as the page writes them."""
    return [[as_written(value) for value in row] for row in table.shown().to_numpy(object).tolist()]


def test_the_page_says_what_the_command_line_prints(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = RiskAnswers.of(town.workspace)
    rail = printed_by(capsys, town, "spoor", "--scenario", "nacht")
    water = printed_by(capsys, town, "water", "--scenario", "proef")
    cloud = printed_by(
        capsys, town, "spoor", "--scenario", "nacht", "--at", "proef centraal",
        "--kind", "gifwolk", "--wind", "270",
    )  # fmt: skip
    asked = {
        "ongeval": "Gifwolk", "plaats_ongeval": "Proef Centraal", "wind": "270",
        "ongevaldag": "2018-06-02",
    }  # fmt: skip
    shown = ("zones", "zone_objects", "objects")
    wet = ("institutions", "shelters", "water_zones", "water_zone_objects")
    hit = ("warn", "incident_buurten")
    at = Incident("gifwolk", 101_000.0, 421_500.0, 270.0, "Proef Centraal", "station")
    of_rail, of_cloud = answers.spoor("nacht", DAY), answers.spoor("nacht", DAY, at)
    of_flood = answers.water("proef", DAY)
    for answer, printed in ((of_rail, rail), (of_flood, water), (of_cloud, cloud)):
        assert json.loads(json.dumps(answer.to_dict())) == printed
    for part, told, unfolded, link in (
        ("spoor", spoor_report(of_rail), shown, {}),
        ("water", water_report(of_flood), wet, {}),
        ("incident", incident_report(of_cloud), hit, asked),
    ):
        page = town(part, evenementendag="2018-06-02", **link)
        html, words = html_of(page), told_on(page)
        for sentence in told.sentences:
            assert sentence in words, (part, sentence)
        for figure in told.figures:
            assert f"<dd>{figure.value}</dd>" in html, (part, figure)
        for listing in unfolded:
            rows = shown_rows(told.table(listing))
            assert rows, (part, listing)
            for row in rows:
                assert all(f">{escape(cell)}</td>" in html for cell in row), (part, listing, row)
    # The cloud goes east: by hand in tests/cli/test_exposure.py.
    assert cloud["incident"]["people"]["night"]["inside"] == pytest.approx(335.4, abs=0.1)
    # Nobody stands twice in what the zones of the track hold alone.
    first = sum(zone["first"]["night"] for zone in rail["zones"])
    assert first == pytest.approx(rail["people"]["night"]["inside"], abs=0.2)


def test_buurten_and_wijken_on_the_page_add_up_to_what_the_command_line_prints(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    rail = printed_by(capsys, town, "spoor", "--scenario", "nacht")
    told = RiskAnswers.of(town.workspace).spoor_report("nacht", DAY)
    for level, listing, places in (
        ("Buurt", "spoor_buurten", "buurt_objects"), ("Wijk", "spoor_wijken", "wijk_objects"),
    ):  # fmt: skip
        html = html_of(town("spoor", tel_per=level, evenementendag="2018-06-02"))
        for row in (*shown_rows(told.table(listing)), *shown_rows(told.table(places))):
            assert all(f">{cell}</td>" in html for cell in row), row
        found = told.table(places).rows
        total = rail["places"]["inside"]
        assert found["event_sites"].sum() == total["event_sites"] == 3
        assert found["events"].sum() == total["events"] == 3
        assert found["kwetsbaar"].sum() == total["objects"]["kwetsbaar"] == 1


def test_a_large_event_in_a_zone_is_flagged_on_the_page_about_risk(town: Town) -> None:
    page = town("spoor", evenementendag="2018-06-02")
    warned = "\n".join(str(one.value) for one in page.warning).replace("\\", "")
    assert "Evenement 'Groot' (6.000 bezoekers, buiten) ligt in: Brandaandachtsgebied" in warned
    assert "'Binnen'" not in warned
    # On a day without it nothing is flagged, and the list of the whole calendar still has it.
    page = town("spoor", evenementendag="2018-01-01")
    assert "'Groot'" not in "\n".join(str(one.value) for one in page.warning)
    large = (
        RiskAnswers.of(town.workspace).spoor_report("nacht", date(2018, 1, 1)).table("large_events")
    )
    assert [row[:2] for row in large.cells()] == [
        ["02-06-2018", "Groot"], ["01-07-2018", "Later"],
    ]  # fmt: skip


def test_the_same_event_is_flagged_on_the_page_about_events(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    page = town.opener(
        town.home, role="analist", page="evenementen", deel=events_page.PARTS["board"]
    )
    assert shown_without_fault(page)
    # The town has a calendar of 2018: Groot on the track and Later a kilometre from it.
    assert events_zones.IN_ZONES.format(count=2) in [one.label for one in page.expander]
    found = events_in_zones(town.workspace).large
    on_risk = RiskAnswers.of(town.workspace).spoor_report("nacht", DAY)
    assert found[0].sentence in [sentence for _, sentence in on_risk.flags]
    # Who asks for such an event is told before it is in the calendar.
    asked = ["event", "check", "--location", "markt", "--start", "2018-08-04 12:00",
             "--end", "2018-08-04 20:00", "--visitors", "6000", "--json"]  # fmt: skip
    assert main(["--home", str(town.home.root), *asked]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    (track,) = [finding for finding in findings if finding["id"] == "spoor"]
    assert track["verdict"] == "let_op"
    assert "brandaandachtsgebied" in track["reason"]


def test_of_events_that_could_not_be_looked_at_the_page_about_events_says_so(town: Town) -> None:
    file = town.home.themes / "feest" / "kalender.csv"
    unknown = (
        "6,muziek,2018-06-02,2018-06-02,Hoe groot,markt,,vergund\n"
        "7,muziek,2018-06-02,2018-06-02,Waar,,7000,vergund\n"
    )
    file.write_text(file.read_text(encoding="utf-8") + unknown, encoding="utf-8")
    found = events_in_zones(town.workspace)
    assert ([one.title for one in found.large], found.unsized, found.without_place) == (
        ["Groot", "Later"], (DAY,), 1,
    )  # fmt: skip
    board = events_page.PARTS["board"]
    page = town.opener(town.home, role="analist", page="evenementen", deel=board)
    page = unfold(page, "evenementen_in_zones")
    said = told_on(page)
    assert "Van 1 evenement buiten in een zone is niet bekend hoe groot het is." in said
    assert "Van 1 evenement in de kalender is de plaats niet bekend" in said


def test_an_incident_is_today_until_somebody_chooses_another_day(town: Town) -> None:
    link = {"ongeval": "BLEVE", "plaats_ongeval": "100500,421500"}
    # The day of the largest event is only looked at where no incident is going on.
    assert "Groot" not in told_on(town("incident", evenementendag="2018-06-02", **link))
    assert "Waarschuw eerst: Groot" in told_on(town("incident", ongevaldag="2018-06-02", **link))


def test_all_scenarios_are_one_pdf_of_the_sheets_that_each_has(town: Town) -> None:
    workspace = town.workspace
    answers = RiskAnswers.of(workspace)
    count = len(answers.settings.rail) + len(answers.floods)
    every = list(all_scenarios(workspace, ("spoor", "water"), DAY))
    assert len(every) == count > 1
    together = Printed(all_scenarios_file(workspace, ("spoor", "water"), DAY, made_at=MADE_AT))
    # A page of its own for each, which says what the sheet of that scenario says.
    assert len(together.pages) == count
    for page, (told, spec, place) in zip(together.pages, every, strict=True):
        alone = Printed(scenario_pdf(workspace, told, spec, place, made_at=MADE_AT))
        assert page.split() == alone.pages[0].split()
    assert together.title == text.ALL_SHEETS.format(place=workspace.catalog.gemeente.name)
    assert together.tags()["/H1"] == count
    # One that is named is that one.
    (only,) = all_scenarios(workspace, ("spoor", "water"), DAY, only="proef")
    assert only[0].part == "water"


def test_all_scenarios_are_one_page_that_needs_no_internet(town: Town) -> None:
    workspace = town.workspace
    every = list(all_scenarios(workspace, ("spoor", "water"), DAY))
    content = all_scenarios_file(
        workspace, ("spoor", "water"), DAY, made_at=MADE_AT, ending=".html"
    ).decode()
    _, *sections = content.split('<section class="hs-story"')
    assert len(sections) == len(every) > 1
    moment = f"gemaakt op {MADE_AT:%d-%m-%Y} om {MADE_AT:%H:%M}"
    for section, (report, spec, _) in zip(sections, every, strict=True):
        # When it was made, whose figures these are, and each sentence of the sheet.
        assert moment in section
        assert escaped(spec.attribution) in section
        for sentence in (*report.sentences, *(figure.value for figure in report.figures)):
            assert escaped(sentence) in section
        # What is not known stands open, after all that can be folded away.
        opened = section.rpartition("</details>")[2]
        for note in report.notes:
            assert f"<li>{escaped(note)}</li>" in opened
        assert section.count("data:image/svg+xml;base64,") == 1 + section.count('<img alt="" ')
    # Nothing is fetched, and nothing runs.
    assert "script-src 'none'" in content
    assert "<script" not in content
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", content)


def test_the_command_writes_the_sheets_of_a_subject(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(town.workspace.home.root)
    out = tmp_path / "water.pdf"
    ask_for = ["exposure", "water", "--scenario", "alle", "--home", home]
    assert main([*ask_for, "--out", str(out)]) == 0
    assert len(Printed(out.read_bytes()).pages) == len(RiskAnswers.of(town.workspace).floods)
    assert (
        main(["exposure", "water", "--scenario", "proef", "--home", home, "--out", str(out)]) == 0
    )
    assert len(Printed(out.read_bytes()).pages) == 1
    page = tmp_path / "water.html"
    assert main([*ask_for, "--out", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    every = escaped(text.ALL_SHEETS.format(place="Vierbuurten"))
    assert every in page.read_text(encoding="utf-8")
    # One is the page of that scenario, with a map that moves, and not "alle scenario's".
    one = ["exposure", "water", "--scenario", "proef", "--home", home, "--out", str(page)]
    assert main(one) == 0
    content = page.read_text(encoding="utf-8")
    assert every not in content
    assert "hotspots-map" in content
    capsys.readouterr()
    for wrong in ([], ["--json"], ["--out", str(tmp_path / "water.csv")]):
        assert main([*ask_for, *wrong]) != 0
        assert text.ALL_UNCLEAR[0] in capsys.readouterr().err
    wrong = ["exposure", "water", "--scenario", "geen", "--home", home, "--out", str(out)]
    assert main(wrong) != 0
    assert text.NO_SCENARIOS[0] in capsys.readouterr().err


def test_the_command_writes_an_incident_as_its_page_does(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out = str(town.workspace.home.root), tmp_path / "ongeval.pdf"
    place = ["--at", "100700,421500", "--kind", "bleve", "--time", "03:15", "--day", "2018-06-02"]
    ask_for = ["exposure", "spoor", "--scenario", "nacht", *place, "--home", home, "--out"]
    assert main([*ask_for, str(out)]) == 0
    document = Printed(out.read_bytes())
    answers = RiskAnswers.of(town.workspace)
    at = Incident("bleve", 100_700.0, 421_500.0, time=time(3, 15))
    answer = answers.spoor("nacht", date(2018, 6, 2), at)
    told = incident_report(answer)
    assert len(document.pages) == 1
    for sentence in told.sentences:
        assert sentence in document.text
    assert "Tijdstip van het ongeval: 02-06-2018 om 03:15." in document.text
    # Zones along the track say nothing of an accident: not who is in them, nor how wide they are.
    assert answer.track_notes[0] in answer.notes
    assert answer.track_notes[0] not in document.text
    page = tmp_path / "ongeval.html"
    assert main([*ask_for, str(page)]) == 0
    assert escaped(told.sentences[0]) in page.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main([*ask_for, str(out), "--json"]) != 0
    assert text.SHEET_AND_JSON[0] in capsys.readouterr().err
    wet = ["exposure", "water", "--scenario", "proef", *place, "--home", home, "--out", str(out)]
    assert main(wet) != 0
    assert "Een ongeval hoort bij spoor" in capsys.readouterr().err


def size_of(document: Printed, wanted: str) -> float:
    """Return how large a sentence stands on the first page, in points, where it stands last."""
    letters: list[str] = []
    sizes: list[float] = []

    def note(piece: str, _: object, matrix: list[float], __: object, size: float) -> None:
        kept = "".join(piece.split())
        letters.extend(kept)
        sizes.extend([round(abs(matrix[0]) * size, 1)] * len(kept))

    document.reader.pages[0].extract_text(visitor_text=note)
    at = "".join(letters).rfind("".join(wanted.split()))
    assert at >= 0, wanted
    return sizes[at]


def test_the_sheet_of_an_incident_says_how_an_object_is_called_once_that_is_loaded(
    town: Town,
) -> None:
    told, spec, place = all_told(town)["incident"]
    warn = told.table("warn")
    reached = warn.rows.assign(
        phone=["078-1234567", *[None] * (len(warn) - 1)],
        opening=None, persons=None, helpless=None,
    )  # fmt: skip
    others = [table for table in told.tables if table.id != "warn"]

    def printed(rows: pd.DataFrame) -> str:
        report = replace(told, tables=(replace(warn, rows=rows), *others))
        return Printed(scenario_pdf(town.workspace, report, spec, place, made_at=MADE_AT)).text

    with_phone = printed(reached)
    assert "Telefoon" in with_phone
    assert "078-1234567" in with_phone
    # A column of which nothing is known takes no room.
    assert "(opgegeven)" not in with_phone
    assert "(opgegeven)" in printed(reached.assign(helpless=12.0))
    assert "Telefoon" not in printed(reached.assign(phone=None))


def test_what_is_not_known_stands_as_large_as_the_lists_on_each_sheet(town: Town) -> None:
    workspace = town.workspace
    # What a list of the sheet holds.
    listed = {"spoor": "berekend: 30 m", "water": "Verpleeghuis", "incident": "Sporthal Zuid"}
    for part, (told, spec, place) in all_told(town).items():
        document = Printed(scenario_pdf(workspace, told, spec, place, made_at=MADE_AT))
        of_list = size_of(document, listed[part])
        assert {size_of(document, note) for note in told.notes} == {of_list}, part

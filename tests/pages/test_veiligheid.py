"""The page `Risico`: what each part says, that it is what the command line says, and to whom."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Literal

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.dutch import number
from hotspots.exports.writers import file_bytes
from hotspots.risico import page_words as text
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.incident import Incident
from hotspots.risico.incident_words import incident_report
from hotspots.risico.layers import may_see_risk
from hotspots.risico.maps import (
    DRY_HAS_NO_COLOUR,
    FLOOD_LEGENDS,
    incident_map,
    spoor_map,
    water_map,
)
from hotspots.risico.page import ASSUMPTIONS
from hotspots.risico.paper import scenario_page, scenario_pdf
from hotspots.risico.report import EXAMPLE, MARKS, PARTLY_EXAMPLE
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.sheets import risk_sheet
from hotspots.risico.spoor_words import spoor_report
from hotspots.risico.tables import CERTAINTY
from hotspots.risico.tally import Flag
from hotspots.risico.words import NOT_KNOWN
from opened_page import sent_to_map, shown_without_fault, toasts, unfold
from printed import Printed
from risky_page import Town, html_of, told_on
from risky_town import risky_home

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

MADE_AT = datetime(2026, 1, 31, 13, 45, tzinfo=UTC)
ROLES = """\
[roles.blind]
label = "Blind"
see = true

[roles.blind.themes.proef]
see = false

[roles.analist]
label = "Analist"
see = true
"""


@pytest.fixture
def town(tmp_path: Path, open_page: PageOpener) -> Town:
    return Town(risky_home(tmp_path / "town"), open_page)


def printed_by(capsys: pytest.CaptureFixture[str], home: Home, *arguments: str) -> dict[str, Any]:
    """Return what the command line prints."""
    assert main(["--home", str(home.root), "exposure", *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_track_is_told_in_sentences_before_figures(town: Town) -> None:
    page = town("spoor")

    assert shown_without_fault(page)
    assert not toasts(page)
    told = told_on(page)
    # 1.500 m reaches all of Noord, Zuid and Oost: 1.300 + 45 + 900 people.
    assert "Langs het spoor zijn 's nachts naar schatting 2.245 van de 2.245 mensen" in told
    # 60 m of the 1.000 m of Noord and Oost: 6 % of 1.300 + 900.
    assert "zijn het er naar schatting 132, ergens tussen 0 en 2.200." in told
    figures = html_of(page)
    assert "<dd>2.245</dd>" in figures
    assert MARKS["calculated"] in figures


def test_the_five_columns_say_what_is_not_known(town: Town) -> None:
    told = html_of(town("spoor"))

    for label in (
        "Plaatsgebonden risico", "Groepsrisico", "Zelfredzaamheid", "Beheersbaarheid", "Resteffect",
    ):  # fmt: skip
        assert f"<strong>{label}" in told
    assert "Niet bekend: het gebied met plaatsgebonden risico" in told
    assert f"{NOT_KNOWN}</span></strong>" in told


def test_what_is_calculated_or_made_up_is_said_on_the_map_too(town: Town) -> None:
    page = town("spoor")

    # The zones come from distances, and the shelters of the town are invented.
    assert sent_to_map(page)["badge"] == PARTLY_EXAMPLE
    assert PARTLY_EXAMPLE in html_of(page)
    assert sent_to_map(town("water"))["badge"] == EXAMPLE


def test_the_page_has_the_numbers_of_the_command_line(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    rail = printed_by(capsys, town.home, "spoor", "--scenario", "nacht")
    shown = html_of(town("spoor"))
    for zone in rail["zones"]:
        for measure in ("night", "day", "elderly"):
            assert f'<td class="getal">{number(zone["within"][measure])}</td>' in shown
    water = printed_by(capsys, town.home, "water", "--scenario", "proef")
    shown = html_of(town("water"))
    assert f"<dd>{number(water['people']['inside'])}</dd>" in shown
    assert f"<dd>{number(water['balance']['rooms_nights'])}</dd>" in shown
    incident = printed_by(
        capsys,
        town.home,
        "spoor",
        "--scenario",
        "nacht",
        "--at",
        "101000,421500",
        "--kind",
        "bleve",
    )["incident"]
    shown = html_of(town("incident", ongeval="BLEVE", plaats_ongeval="101000,421500"))
    for row in incident["buurten"]:
        assert f"<td>{row['name']}</td>" in shown
        assert f'<td class="getal">{number(row["night"])}</td>' in shown
    for place in incident["warn"]:
        assert f"<td>{place['name']}</td>" in shown


def test_a_flood_tells_who_leaves_who_stays_and_what_is_short(town: Town) -> None:
    page = town("water")

    assert shown_without_fault(page)
    told = told_on(page)
    # Half of Noord and all of Zuid: 650 + 45. Of those 20 to 40 % leave: 139 to 278.
    assert "het huis van 695 van de 2.245 inwoners" in told
    assert "kunnen 139 tot 278 mensen weg" in told
    assert "Dus 417 tot 556 mensen blijven" in told
    # 350 m2 at 3,5 m2 a person in the one shelter that stays dry.
    assert "Er zijn 100 plaatsen om te overnachten, en 350 voor enkele uren." in told
    assert "Opvangplaats 'Sporthal Zuid' ligt in: Onder water" in "\n".join(
        str(one.value) for one in page.warning
    ).replace("\\", "")
    assert "Sporthal Oost" in html_of(page)


def test_the_map_of_a_flood_shows_buurten_or_places_or_hours(town: Town) -> None:
    assert sent_to_map(town("water"))["image"] is None
    for shown in ("depth", "hours"):
        page = town("water", waterkaart=text.WATER_MAPS[shown])
        assert shown_without_fault(page)
        sent = sent_to_map(page)
        assert sent["areas"] is None
        assert sent["image"]["png"].startswith("data:image/png")
        assert sent["badge"] == EXAMPLE
        # What it means stands below it.
        assert DRY_HAS_NO_COLOUR in told_on(page)
        assert FLOOD_LEGENDS[shown] in html_of(page)
        # The dry shelter, and Verpleeghuis, School and Loods, which stands on the water's edge.
        assert sent["overlay"]["labels"] == ["O", "1", "2", "3"]


def test_two_clocks_stand_beside_each_institution(town: Town) -> None:
    shown = html_of(town("water"))

    # The water reaches the verpleeghuis after 2 hours; getting out takes 12 to 36.
    assert "<td>Verpleeghuis</td>" in shown
    assert '<td class="getal marge">12 tot 36</td><td>te laat</td>' in shown
    assert "Te laat om weg te gaan: Verpleeghuis" in told_on(town("water"))


def test_every_table_says_what_kind_of_numbers_it_has(town: Town) -> None:
    captions = [one.value for one in town("water").caption]

    # Balance, institutions, shelters, people by depth and places by depth stand unfolded.
    assert sum(caption.startswith(EXAMPLE.replace(",", "\\,")) for caption in captions) == 5


def test_a_red_flag_stands_in_full_and_shelters_in_one_zone_are_told_together(
    town: Town,
) -> None:
    answer = replace(
        RiskAnswers.of(town.workspace).spoor("nacht", None),
        flags=(
            flag("shelter", "Sporthal A"),
            flag("shelter", "Sporthal B"),
            replace(flag("event", "Kermis"), zone="explosie"),
            replace(flag("vulnerable", "School"), severity="rood", zone="pr10_6"),
        ),
    )

    told = spoor_report(answer)

    assert [severity for severity, _ in told.flags] == ["rood", "oranje", "oranje"]
    # The explosion zone goes before the wider one of a cloud.
    assert [sentence for _, sentence in told.flags[:2]] == ["over School", "over Kermis"]
    assert told.flags[2][1] == (
        "2 opvangplaatsen liggen in: Gifwolkaandachtsgebied (berekend). Het zijn Sporthal A, "
        "Sporthal B."
    )


def flag(kind: Literal["event", "shelter", "vulnerable"], name: str) -> Flag:
    return Flag(kind, "oranje", name, "gifwolk", f"over {name}")


def test_a_file_says_in_every_row_that_it_is_no_fact(town: Town) -> None:
    workspace = town.workspace
    answers = RiskAnswers.of(workspace)
    told = answers.water_report("proef", None)
    taken = risk_sheet(
        workspace,
        layer_id=answers.subjects["water"],
        report=told,
        table=told.table("balance"),
    )

    lines = file_bytes(workspace, taken, ".csv", dutch=True).decode("utf-8-sig").splitlines()
    # Two buurten under water. At worst Noord needs 130 places and is nearest to the 100 there are:
    # 30 go without. Zuid, farther off, needs 36 and gets none. How many of those need help is not
    # known, so it can be all of them, and Zuid stands first.
    assert len(lines) == 1 + 2
    assert "without_low;without_high" in lines[0]
    assert "Zonder plaats, laagste" in [column.label for column in taken.columns]
    assert all(EXAMPLE in line for line in lines[1:])
    assert list(taken.rows["name"]) == ["Zuid", "Noord"]


def test_the_scenario_is_one_page_of_a4_with_what_it_rests_on(town: Town) -> None:
    workspace = town.workspace
    answers = RiskAnswers.of(workspace)
    rail = answers.spoor("nacht", None)
    flood = answers.water("proef", None)
    hit = answers.spoor("nacht", None, Incident("gifwolk", 101_000.0, 421_500.0, 270.0, "Proef"))
    incident = incident_report(hit)
    assert hit.incident is not None
    told_rail, told_flood = answers.spoor_report("nacht", None), answers.water_report("proef", None)
    for told, spec, place in (
        (told_rail, spoor_map(answers, rail, told_rail), None),
        (told_flood, water_map(answers, flood, told_flood), None),
        (incident, incident_map(answers, hit, incident), hit.incident.zone.outline),
    ):
        document = Printed(scenario_pdf(workspace, told, spec, place, made_at=MADE_AT))
        assert len(document.pages) == 1
        assert told.badge.upper() in document.text
        assert "31-01-2026" in document.text
        assert told.figures[0].value in document.text
        # What it rests on: the first note, and the source of a setting.
        assert " ".join(told.notes[0].split()[:4]) in document.text
        page = scenario_page(workspace, told, spec, place, made_at=MADE_AT).decode()
        assert told.figures[0].value in page
        assert told.badge in page


def test_who_sees_neither_rail_nor_water_has_no_page(town: Town) -> None:
    (town.home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")

    assert not may_see_risk(open_workspace(town.home.root, role="blind"))
    assert may_see_risk(town.workspace)


def test_every_setting_stands_on_the_page_of_accountability_with_its_source(town: Town) -> None:
    page = town.opener(town.home, role="analist", page="verantwoording")
    assert shown_without_fault(page)
    unfold(page, ASSUMPTIONS)
    shown = html_of(page)
    for setting in read_risk_settings(town.home).settings.values():
        assert f"<td>{escape(setting.label)}</td>" in shown
        assert escape(setting.source) in shown
    # One of the town itself goes before the one that comes along: 0,5 and no margin.
    assert "<td>Deel</td><td>0,5</td>" in shown
    (town.home.root / "rollen.toml").write_text(ROLES, encoding="utf-8")
    blind = town.opener(town.home, role="blind", page="verantwoording")
    assert lines_of(blind) == []


def lines_of(page: AppTest) -> list[str]:
    """Return the lines that unfold."""
    return [str(one.label) for one in page.expander]


def test_settings_stand_beside_the_result_with_their_source(town: Town) -> None:
    told = RiskAnswers.of(town.workspace).water_report("proef", None)

    rows: list[Mapping[str, Any]] = told.settings.rows.to_dict("records")
    leave = next(row for row in rows if row["setting"] == "Vertrek")
    assert leave["value"] == "0,2 tot 0,4"
    assert leave["certainty"] == CERTAINTY["aanname"]
    assert leave["source"] == "Verzonnen voor de test"

"""The briefing aloud: what stands out first, within a minute, each sentence with its layers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hostile_town import SCRIPT, hostile_home
from hotspots.access.mailing import LastMail
from hotspots.access.workspace import open_workspace
from hotspots.maps.words import SYNTHETIC_NOTE
from hotspots.statistics.contagion_zones import NoZones
from hotspots.wijkbeeld import words as text
from hotspots.wijkbeeld.briefing import NO_ZONES
from hotspots.wijkbeeld.command import briefing_json
from hotspots.wijkbeeld.digest import digest_of
from hotspots.wijkbeeld.digest_words import mail_text
from hotspots.wijkbeeld.hot_cells import CityCells, hot_cells_of
from hotspots.wijkbeeld.latest import CityZones
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.paper import report_of
from hotspots.wijkbeeld.place import place_named, places
from hotspots.wijkbeeld.sentences import briefing_sentences, headline, notes_beside, some, words_in
from hotspots.wijkbeeld.sheets import sheet_of_wijkbeeld

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period


def told(workspace: Workspace, place: str, **asked: Any) -> dict[str, str]:  # noqa: ANN401
    made = briefing(workspace, place_named(workspace, place), **{"zones": None, **asked})
    return {part.id: part.text for part in briefing_sentences(made)}


def test_what_became_more_comes_first_and_what_did_not_change_is_said(
    two_years: Workspace,
) -> None:
    found = told(two_years, "Noord")
    assert list(found) == ["headline", "where", "new", "unchanged", "registered"]
    # The figures are those of test_make: 30 after 10, and 3,5 times the rest of the city;
    # bicycles 16 / 600 over 3 / 420 is 3,7 times.
    assert found["headline"] == (
        "In Noord waren er in 2018 meer inbraken (30, was 10) dan een jaar eerder. "
        "Per 1.000 huishoudens zijn er meer inbraken (3,5 keer zoveel) en fietsendiefstallen "
        "(3,7 keer zoveel) dan in de rest van de stad."
    )
    # All lie at noon, but on every day of the week: 30 over the hours from noon to one.
    assert found["where"].startswith("Inbraken: vooral in het zuidwesten van Noord (30), ")
    assert found["unchanged"].startswith("Geen aantoonbare verandering: fietsendiefstal.")
    assert found["registered"].startswith(text.REGISTERED)


def test_of_several_layers_it_is_said_which_are_made_up(
    two_years: Workspace, town: Workspace
) -> None:
    # Bicycles are declared without `synthetic`: as a home where one layer is real already.
    partly = "Deze lagen zijn verzonnen: Inbraak en Zorg."
    assert told(two_years, "Noord")["registered"] == f"{text.REGISTERED} {partly}"
    made = briefing(two_years, place_named(two_years, "Noord"), zones=None)
    why = "Deze lagen zijn verzonnen om de kaart te laten zien: Inbraak en Zorg."
    notes: list[str] = briefing_json(made)["notes"]
    assert [note for note in notes if "verzonnen" in note] == [
        f"{why} Trek er geen conclusies uit over echte plaatsen."
    ]
    assert briefing_json(made)["synthetic"] is True
    # Beside one layer the others need no name.
    beside = {one: notes_beside(made, one) for one in ("inbraak", "fiets")}
    assert SYNTHETIC_NOTE in beside["inbraak"]
    assert not [note for notes in beside.values() for note in notes if "Zorg" in note]
    assert SYNTHETIC_NOTE not in beside["fiets"]
    report, _ = report_of(two_years, made, layer=None, made_on=date(2019, 1, 2), folder="")
    assert report.head.badge == "Deels synthetische gegevens"
    assert report.back.sources.mind[1].startswith(why)
    about = {line.id: line for line in sheet_of_wijkbeeld(two_years, made).metadata.lines}
    assert about["made_up"].in_dutch().startswith(why)
    mail = digest_of(two_years, place_named(two_years, "Noord"), date(2019, 1, 2), LastMail())
    # No mail has anything of a sensitive layer.
    assert "Deze laag is verzonnen: Inbraak." in mail_text(mail, page="http://x", ask="").mind
    # In the other town all of it is.
    assert told(town, "Boven")["registered"] == f"{text.REGISTERED} De gegevens zijn verzonnen."


def test_no_change_is_an_answer(two_years: Workspace) -> None:
    found = told(two_years, "Onder")
    assert found["headline"] == (
        "In Onder is er in 2018 geen aantoonbare verandering ten opzichte van een jaar eerder."
    )
    assert "Niet getoetst: zorg." in found["unchanged"]


def test_a_place_where_nothing_happened_says_so(two_years: Workspace) -> None:
    found = told(two_years, "Haven")
    assert found["headline"] == "In Haven is in 2018 niets geregistreerd in deze lagen."
    assert "where" not in found
    assert "Niets geregistreerd: inbraak en fietsendiefstal." in found["unchanged"]


def test_without_a_year_before_that_is_said(town: Workspace) -> None:
    # The layer begins on 31-12-2016: its last twelve months have no year before them.
    found = told(town, "Boven")
    assert found["headline"] == (
        "In Boven is van 01-01-2017 tot en met 30-06-2017 niets te vergelijken: "
        "er is geen eerder jaar."
    )


def test_a_drawn_area_is_called_that(two_years: Workspace) -> None:
    found = told(two_years, "cirkel:100100,421100,500")
    assert found["headline"].startswith("In het getekende gebied waren er in 2018 meer inbraken")


def test_zones_are_told_only_if_they_were_searched(two_years: Workspace) -> None:
    def none(workspace: Workspace, name: str, period: Period, progress: object) -> CityZones:
        del workspace, name, period, progress
        return CityZones((), "none_open")

    assert "zones" not in told(two_years, "Noord")
    assert told(two_years, "Noord", zones=none)["zones"] == text.NO_ZONES_OPEN


def test_every_sentence_links_to_layers_that_are_there(two_years: Workspace) -> None:
    made = briefing(two_years, place_named(two_years, "Noord"), zones=None)
    ids = {line.layer.id for line in made.lines}
    for part in briefing_sentences(made):
        assert set(part.layers) <= ids
        assert part.layers or part.id in ("registered", "new")


def test_hostile_names_stay_names_and_cost_few_words(tmp_path: Path) -> None:
    workspace = open_workspace(hostile_home(tmp_path / "town"), role="analist")
    place = next(place for place in places(workspace.geography) if place.level == "wijken")
    made = briefing(workspace, place, zones=None)
    parts = briefing_sentences(made)
    assert SCRIPT in parts[0].text  # as it is: a page shows it as text
    assert words_in(parts) <= text.MOST_WORDS
    long = replace(made, place=replace(place, name="heel " * 500))
    assert words_in(briefing_sentences(long)) <= text.MOST_WORDS


@pytest.mark.parametrize("place", ["Boven", "Noord", "Haven", "cirkel:100100,421100,500"])
def test_json_holds_no_number_that_is_none(two_years: Workspace, place: str) -> None:
    made = briefing(two_years, place_named(two_years, place), zones=None)
    plain = json.loads(json.dumps(briefing_json(made), allow_nan=False))
    layers = {line["layer"]: line for line in plain["lines"]}
    for line in made.lines:
        assert layers[line.layer.id]["count"] == line.count
    assert plain["events"] is None
    assert plain["sentences"][0]["id"] == "headline"


def test_every_reason_for_no_zones_has_its_words() -> None:
    assert set(text.NO_ZONES) == set(NO_ZONES) | {reason.value for reason in NoZones}


def test_every_wijk_of_dordrecht_is_told_within_a_minute(dordrecht: Workspace) -> None:
    kept: dict[str, CityCells] = {}

    def once(workspace: Workspace, name: str, period: Period) -> CityCells:
        if name not in kept:
            kept[name] = hot_cells_of(workspace, name, period)
        return kept[name]

    for place in places(dordrecht.geography):
        if place.level != "wijken":
            continue
        parts = briefing_sentences(briefing(dordrecht, place, zones=None, hot_cells=once))
        assert 20 <= words_in(parts) <= text.MOST_WORDS, place.name
        assert parts[0].text.startswith(f"In {place.name} ")


def test_fewer_is_a_share_and_the_other_way_is_said_in_the_same_breath(
    two_years: Workspace,
) -> None:
    made = briefing(two_years, place_named(two_years, "Noord"), zones=None)
    line = made.line("inbraak")
    rarer = replace(line.against_city, verdict="fewer", value=0.4)
    both = replace(line, against_city=rarer)
    told = headline(replace(made, lines=(both,)), named=3).text
    # 0,4 keer zoveel is 60 % fewer; the burglaries of Noord went from 10 to 30.
    assert told.endswith(
        "Per 1.000 huishoudens zijn er minder inbraken (60 % minder, al werden het er meer) dan in "
        "de rest van de stad."
    )


def test_the_last_name_is_said_and_not_counted() -> None:
    assert some(["a", "b"], 1) == "a en b"
    assert some(["a", "b", "c"], 1) == "a en nog 2 andere"

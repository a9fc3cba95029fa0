"""The part `Incident` of the page `Risico`: where, what, and what is written down of asking it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from hotspots.access import audit
from hotspots.catalog.whole import OF_ONE
from hotspots.exports.writers import file_bytes
from hotspots.risico import page_words as text
from hotspots.risico.cached_answers import RiskAnswers
from hotspots.risico.incident import Incident
from hotspots.risico.incident_words import incident_report
from hotspots.risico.sheets import risk_sheet
from opened_page import sent_to_map, shown_without_fault, toasts
from risky_page import Town, html_of, told_on
from risky_town import risky_home

if TYPE_CHECKING:
    from pathlib import Path

    from opened_page import PageOpener


@pytest.fixture
def town(tmp_path: Path, open_page: PageOpener) -> Town:
    return Town(risky_home(tmp_path / "town"), open_page)


def test_an_incident_is_warned_in_order_from_coordinates_or_a_station(town: Town) -> None:
    for written in ("101000,421500", "proef centraal"):
        page = town("incident", ongeval="BLEVE", plaats_ongeval=written)
        assert shown_without_fault(page)
        # The hospital is farther away than the loods, and goes first: it needs longest.
        # Of neither it is given when it is open; both are a "gebouw".
        at_night = "(niet bekend of er 's nachts iemand is)"
        first = f"Waarschuw eerst: Ziekenhuis {at_night}; Loods {at_night}."
        assert first in told_on(page)
        assert sent_to_map(page)["overlay"]["labels"] == ["BLEVE", "✕", "1", "2", "O", "O"]


def test_a_cloud_without_a_wind_is_asked_for_one_and_none_is_filled_in(town: Town) -> None:
    page = town("incident", ongeval="Gifwolk", plaats_ongeval="101000,421500")

    assert shown_without_fault(page)
    assert text.ASK_WIND in told_on(page)
    # Neither the wind, nor a distance or an angle.
    assert [field.value for field in page.number_input] == [None, None, None]
    assert "Waarschuw eerst" not in told_on(page)
    assert sent_to_map(page)["picks"] is True


def test_a_contour_that_is_refused_is_said_beside_the_zone_that_is_shown_instead(
    town: Town,
) -> None:
    page = town("incident", ongeval="Gifwolk", plaats_ongeval="101000,421500", wind="240")
    assert [one.value for one in page.warning] == []

    page.file_uploader[0].set_value(("ags.geojson", b"hallo", "application/json")).run()

    # The zone is that of the settings, and why stands where the file was loaded.
    assert text.CONTOUR_NOT_USED in [one.value for one in page.warning]
    assert "ags.geojson is niet wat de naam zegt" in " ".join(one.value for one in page.text)
    assert "tot 1.500 m" in told_on(page)


def test_without_a_place_the_map_asks_for_a_click(town: Town) -> None:
    page = town("incident")

    assert shown_without_fault(page)
    assert text.ASK_PLACE in told_on(page)
    # No area has a colour: that nobody lies in a zone was not counted yet.
    assert sent_to_map(page)["picks"] is True
    assert sent_to_map(page)["areas"] is None
    assert sent_to_map(town("spoor"))["picks"] is False


@pytest.mark.parametrize("written", ["Nergenshuizen", "1,2,3", "0,0", "x,y"])
def test_a_place_that_cannot_be_read_is_told_and_the_map_stays(town: Town, written: str) -> None:
    page = town("incident", ongeval="BLEVE", plaats_ongeval=written)

    assert not page.exception
    assert [one.value for one in page.warning] == [text.PLACE_WRONG]
    assert sent_to_map(page)["picks"] is True


def test_a_place_outside_the_municipality_says_that_nobody_is_known_there(town: Town) -> None:
    page = town("incident", ongeval="BLEVE", plaats_ongeval="99000,421500")

    assert shown_without_fault(page)
    said = text.OUTSIDE.format(whole=OF_ONE) + text.NOBODY_KNOWN_OUTSIDE
    assert said in [one.value for one in page.warning]
    # Nobody is not what is known of it.
    assert "<dd>0</dd>" not in html_of(page)
    assert html_of(page).count("<dd>–</dd>") >= 4
    assert "is niet bekend, want die ligt buiten de gemeente" in told_on(page)


def test_a_zone_over_the_border_says_that_it_leaves_people_out(town: Town) -> None:
    # The municipality begins at x 100.000; the zone of a BLEVE reaches 200 m.
    over = town("incident", ongeval="BLEVE", plaats_ongeval="100100,421500")
    inside = town("incident", ongeval="BLEVE", plaats_ongeval="100300,421500")

    # In the first sentence, and not only among how it was counted.
    assert "; buiten de gemeente niet bekend" in told_on(over)
    assert "buiten de gemeente" not in told_on(inside)


def test_a_gas_cloud_asks_for_the_wind_and_says_where_it_goes(town: Town) -> None:
    page = town("incident", ongeval="Gifwolk", plaats_ongeval="101000,421500", wind="270")

    assert shown_without_fault(page)
    assert "Wind uit het westen: de wolk drijft naar het oosten" in told_on(page)


def test_the_compass_fills_in_the_wind_and_a_time_brings_its_scenario(town: Town) -> None:
    page = town("incident", ongeval="Gifwolk", plaats_ongeval="101000,421500")

    next(button for button in page.button if button.label == "ZW").click().run()

    assert shown_without_fault(page)
    assert "Wind uit het zuidwesten: de wolk drijft naar het noordoosten" in told_on(page)
    field = next(field for field in page.time_input if field.label == text.TIME)
    assert field.value is None
    field.set_value(time(14, 0)).run()
    assert "zijn overdag naar schatting" in told_on(page)
    assert "uur niet ingevuld" not in told_on(page)
    assert "Tijdstip van het ongeval: 14:00 uur" in told_on(page)


def test_a_distance_and_an_angle_of_the_link_shape_the_zone(town: Town) -> None:
    link = {"plaats_ongeval": "101000,421500", "wind": "270", "afstand": "700", "hoek": "45"}
    page = town("incident", ongeval="Gifwolk", **link)

    assert shown_without_fault(page)
    assert "in de zone (tot 700 m)" in told_on(page)
    old = town("incident", ongeval="BLEVE", plaats_ongeval="101000,421500", afstand="99999999")
    assert any("99999999" in toast for toast in toasts(old))


@pytest.mark.parametrize("written", ["4.60469, 51.77953", "51.77953 4.60469", "ziekenhuis"])
def test_a_place_is_degrees_or_the_name_of_an_object(town: Town, written: str) -> None:
    page = town("incident", ongeval="BLEVE", plaats_ongeval=written)

    assert shown_without_fault(page)
    assert "Waarschuw eerst: Ziekenhuis" in told_on(page)


def test_an_old_link_falls_back_with_a_word(town: Town) -> None:
    page = town("incident", ongeval="Meteoriet", plaats_ongeval="101000,421500")

    assert shown_without_fault(page)
    assert any("Meteoriet" in toast for toast in toasts(page))


def test_taking_a_list_away_is_in_the_audit(town: Town) -> None:
    workspace = town.workspace
    answers = RiskAnswers.of(workspace)
    told = incident_report(answers.spoor("nacht", None, Incident("bleve", 101_000.0, 421_500.0)))
    taken = risk_sheet(
        workspace, layer_id=answers.subjects["incident"], report=told, table=told.table("warn")
    )
    file_bytes(workspace, taken, ".csv", dutch=True)

    taken = [entry for entry in audit.lines(workspace.home) if entry["action"] == "exported"]
    # The track is what it is about, and the places of another layer are in it.
    assert [entry["subject"] for entry in taken] == ["laag_rail", "laag_vulnerable"]


def test_looking_is_in_the_audit_with_what_was_asked(town: Town) -> None:
    town("incident", ongeval="BLEVE", plaats_ongeval="101000,421500")

    seen = [entry for entry in audit.lines(town.workspace.home) if entry["action"] == "saw"]
    assert seen[-1]["selection"]["plaats_ongeval"] == "101000,421500"

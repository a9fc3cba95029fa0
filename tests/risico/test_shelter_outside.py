"""Where the people of a zone can go, where all places are, and how who cannot walk is carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from hotspots.access.workspace import open_workspace
from hotspots.risico import shelter_words
from hotspots.risico.carried import transport_of
from hotspots.risico.contour import Contour
from hotspots.risico.incident import Incident
from hotspots.risico.incident_words import incident_report
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.water import water_answer
from risky_town import declarations, layer

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.risico.incident import IncidentAnswer
    from hotspots.settings import Home

#: Noord as it is on the map: its 1.300 people, and 260 of 65 or older of whom half needs help.
NOORD = shapely.box(100_000, 421_000, 101_000, 422_000)
OOST = shapely.box(101_000, 421_000, 102_000, 422_000)


def leaving(workspace: Workspace, zone: shapely.Geometry) -> IncidentAnswer:
    contour = Contour("zone.gpkg", zone)
    incident = Incident("gifwolk", *contour.middle, contour=contour)
    answer = spoor_answer(workspace, "nacht", incident=incident).incident
    assert answer is not None
    return answer


def with_settings(home: Home, **values: float) -> Workspace:
    """The town with settings of its own."""
    path = home.themes / "proef" / "risk.toml"
    more = "".join(
        f'\n[settings.{name}]\nlabel = "{name}"\nvalue = {value}\nunit = ""\n'
        'source = "Verzonnen voor de test"\ncertainty = "aanname"\n'
        for name, value in values.items()
    )
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return open_workspace(home, role="analist")


def test_more_people_than_places_leave_people_without_and_no_place_empty(
    workspace: Workspace,
) -> None:
    answer = leaving(workspace, NOORD)
    # 350 and 700 m2 at 1 m2 each, both 1.000 m away: 1.050 places for 1.300 people.
    ledger = answer.places_ledger.to_dict()
    assert ledger["total"] == 1_050
    assert ledger["used"] == [1_050, 1_050]
    assert (ledger["too_far"], ledger["left"], ledger["in_zone"]) == ([0, 0], [0, 0], 0)
    assert answer.balance.gap == (250, 250)
    # The 130 who cannot help themselves went first.
    assert answer.balance.dependent_gap == (0, 0)
    assert [one.walk_m for one in answer.balance.shelter_uses] == [1_000, 1_000]


def test_places_out_of_reach_stay_empty_and_it_is_said_why(risky: Home) -> None:
    answer = leaving(with_settings(risky, loopafstand_m=900), NOORD)
    ledger = answer.places_ledger
    assert (ledger.used, ledger.too_far, ledger.left) == ((0, 0), (1_050, 1_050), (0, 0))
    assert answer.balance.gap == (1_300, 1_300)
    assert shelter_words.ledger_sentence(ledger, "incident") == (
        "Van alle 1.050 plaatsen zijn er 1.050 te ver weg."
    )


def test_a_shelter_in_the_zone_takes_nobody(workspace: Workspace) -> None:
    answer = leaving(workspace, OOST)
    ledger = answer.places_ledger
    # Sporthal Oost has 350 of the 1.050 places; the other is 1.414 m from the middle of Oost, and
    # takes 700 of the 900.
    assert (ledger.in_zone, ledger.usable) == (350, 700)
    assert ledger.used == (700, 700)
    assert answer.balance.gap == (200, 200)
    assert [one.name for one in answer.balance.shelter_uses] == ["Sporthal Zuid"]
    assert answer.to_dict()["shelters_in_zone"] == ["Sporthal Oost"]


@pytest.mark.parametrize("half", [NOORD, OOST, shapely.box(100_400, 421_400, 101_600, 421_600)])
def test_the_ledger_of_places_adds_up(workspace: Workspace, half: shapely.Geometry) -> None:
    ledger = leaving(workspace, half).places_ledger
    for end in (0, 1):
        parts = (ledger.used, ledger.reserved, ledger.too_far, ledger.left)
        together = ledger.in_zone + ledger.uncertain + sum(part[end] or 0.0 for part in parts)
        assert together == pytest.approx(ledger.total, abs=0.2)


def test_places_for_who_cannot_help_themselves_stay_theirs(risky: Home) -> None:
    halls = [
        ({"naam": "Hal", "vloeroppervlak_m2": 100}, shapely.Point(101_500, 421_500)),
        ({"naam": "Kantoor", "vloeroppervlak_m2": 500, "niet_zelfredzaam_eerst": "ja"},
         shapely.Point(101_500, 421_400)),
        ({"naam": "Zonder maat", "vloeroppervlak_m2": None}, shapely.Point(101_500, 421_300)),
    ]  # fmt: skip
    declarations().write_risk_layer(layer("shelter", "places", features=halls), risky.geodata)
    answer = leaving(open_workspace(risky, role="analist"), NOORD)
    ledger = answer.places_ledger
    # 130 cannot help themselves: 100 of them go to the nearest hall or the kantoor, all have a
    # place, the hall is full, and of the 500 the kantoor keeps what they leave.
    assert ledger.without_area == 1
    assert ledger.total == 600
    assert (ledger.used[0] or 0) + (ledger.reserved[0] or 0) == 600
    assert ledger.too_far == (0, 0)
    assert (ledger.reserved[0] or 0) >= 500 - 130
    assert answer.balance.dependent_gap == (0, 0)
    assert "van 1 plek voor opvang is het aantal niet bekend" in shelter_words.ledger_sentence(
        ledger, "incident"
    )


def test_without_shelters_it_is_not_known_where_people_can_go(risky: Home) -> None:
    declarations().write_risk_layer(layer("shelter", "places"), risky.geodata)
    answer = spoor_answer(
        open_workspace(risky, role="analist"), "nacht", incident=Incident("bleve", 101_000, 421_500)
    )
    report = incident_report(answer)
    assert shelter_words.NO_SHELTERS in report.sentences
    assert report.table("outside_shelters").nothing == shelter_words.NO_SHELTERS
    assert report.table("place_ledger").nothing == shelter_words.NO_SHELTERS


def test_beyond_the_border_nobody_is_counted_without_a_place(workspace: Workspace) -> None:
    answer = spoor_answer(workspace, "nacht", incident=Incident("bleve", 98_500, 421_500))
    assert answer.incident is not None
    assert answer.incident.balance.gap == (None, None)
    assert answer.incident.transport.people == (None, None)
    report = " ".join(incident_report(answer).sentences)
    assert "Hoeveel mensen daarheen moeten, is niet bekend." in report
    assert "moeten worden vervoerd" not in report


def test_who_is_in_the_zone_beyond_the_border_is_not_said_to_find_a_place(
    workspace: Workspace,
) -> None:
    # 200 m around a point on the border in the west: half of it lies outside.
    answer = spoor_answer(workspace, "nacht", incident=Incident("bleve", 100_000, 421_500))
    assert answer.incident is not None
    assert answer.incident.status == "counted_in_part"
    said = next(one for one in incident_report(answer).sentences if "enkele uren" in one)
    assert "Wie in de zone is," not in said
    assert "Wie in de zone buiten de gemeente is, telt niet mee bij opvang en vervoer." in said
    whole = spoor_answer(workspace, "nacht", incident=Incident("bleve", 100_500, 421_500))
    assert whole.incident is not None
    assert whole.incident.status == "counted"
    assert "buiten de gemeente" not in " ".join(incident_report(whole).sentences)


def test_rides_follow_from_people_and_seats(risky: Home) -> None:
    settings = read_risk_settings(
        with_settings(risky, vervoer_voertuigen=4, vervoer_plaatsen=6, vervoer_rit_min=45).home
    )
    # 24 seats: 70 people are 3 rounds of 45 minutes, 211 are 9.
    transport = transport_of((70.0, 211.0), settings)
    assert transport.to_dict() == {
        "people": [70, 211], "seats": 24, "rounds": [3, 9], "minutes": [135, 405],
    }  # fmt: skip
    # In a round all four drive: 3 of them are 12 rides.
    assert shelter_words.transport_sentence(transport).endswith(
        "Met 24 plaatsen per ronde: 3 tot 9 rondes, 135 tot 405 minuten."
    )


def test_transport_that_nobody_filled_in_is_not_known(workspace: Workspace) -> None:
    transport = transport_of((70.0, 211.0), read_risk_settings(workspace.home))
    assert (transport.seats, transport.rounds, transport.known) == (None, (None, None), False)
    assert "niet bekend" in shelter_words.transport_sentence(transport)
    told = water_answer(workspace, "proef").to_dict()
    assert told["transport"]["minutes"] == [None, None]


def test_the_ledger_of_a_flood_has_the_wet_shelters(workspace: Workspace) -> None:
    ledger = water_answer(workspace, "proef").places_ledger
    # At 3,5 m2: 100 places in Oost, dry, and 200 in Zuid, under 3 m of water. 124,5 to 166 people
    # of Noord and Zuid need one; Oost is 1.000 m from Noord and 1.800 m from Zuid.
    assert (ledger.total, ledger.in_zone, ledger.usable) == (300, 200, 100)
    assert ledger.used == (100, 100)

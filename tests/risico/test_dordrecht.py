"""Every scenario of this repository is answered, for every role that may, with what is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access.workspace import Workspace, open_library
from hotspots.errors import AccessError, SourceError
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.water import water_answer
from hotspots.settings import Home
from town import tiny_home

if TYPE_CHECKING:
    from hotspots.access.library import Library

REPOSITORY = Path(__file__).parents[2]
SETTINGS = read_risk_settings(Home(REPOSITORY, REPOSITORY / ".hotspots"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(Home(REPOSITORY, tmp_path_factory.mktemp("state")))


@pytest.mark.parametrize("scenario", SETTINGS.rail)
def test_a_scenario_of_the_track_is_answered(library: Library, scenario: str) -> None:
    answer = spoor_answer(Workspace(library, "crisisplanner"), scenario, day=date(2017, 8, 12))
    told = answer.to_dict()
    assert told["people"]["night"]["city"] == 121_430
    night = told["people"]["night"]
    assert night["inside"] + night["outside"] == pytest.approx(night["city"])
    # Only the two lines that are known as routes; Baanhoek is not one.
    assert any("Dordrecht - Lage Zwaluwe" in note and "Baanhoek" not in note
               for note in told["notes"])  # fmt: skip
    assert told["illustrations"] == [
        "Evenementlocaties zijn een voorbeeld.",
        "Evenementen zijn verzonnen.",
        "Opvangplaatsen hebben een verzonnen vloeroppervlak.",
    ]
    assert len(told["columns"]) == 5
    # People, objects and event sites of the buurten add up to the wijken, and to what lies in a
    # zone; the same for water below.
    assert_adds_up(told, night["inside"])
    # Events of that day carry the zone and the buurt they are in.
    assert told["events"] or "300" in scenario
    assert all(event["zone"] and event["buurt"] for event in told["events"])


@pytest.mark.parametrize("scenario", SETTINGS.water)
def test_a_scenario_of_water_is_answered_as_the_example_it_is(
    library: Library, scenario: str
) -> None:
    told = water_answer(Workspace(library, "crisisplanner"), scenario).to_dict()
    assert told["synthetic"]
    assert "voorbeeld" in told["label"]
    people = told["people"]
    # Without De Staart, the historic harbour and the polders outside the dike: most of the city.
    assert 100_000 < people["inside"] < 121_430
    exposed = told["exposed"]
    assert exposed["people"]["night"]["inside"] == pytest.approx(people["inside"], abs=0.01)
    assert_adds_up(exposed, people["inside"])
    for end in (0, 1):
        assert people["leave"][end] + people["stay"][end] == pytest.approx(
            people["inside"], abs=0.2
        )
        assert people["dry_home"][end] + people["need"][end] == pytest.approx(
            people["stay"][end], abs=0.2
        )
        balance = told["balance"]
        assert balance["placed"][end] + balance["gap"][end] == pytest.approx(
            balance["need"][end], abs=0.2
        )


def assert_adds_up(told: dict[str, Any], inside: float) -> None:
    """Check that buurten and wijken hold everybody and everything in a zone, each once."""
    total = told["places"]["inside"]
    for rows in (told["buurten"], told["wijken"]):
        # Each row is rounded to a tenth.
        assert sum(row["night"] for row in rows) == pytest.approx(inside, abs=0.1 * len(rows))
        for name in ("zeer_kwetsbaar", "kwetsbaar", "beperkt_kwetsbaar"):
            assert sum(row["objects"][name] for row in rows) == total["objects"][name]
        assert sum(row["event_sites"] for row in rows) == total["event_sites"] > 0
    assert total["objects"]["kwetsbaar"] > 0


def test_a_role_that_may_not_see_a_layer_gets_no_answer_from_it(library: Library) -> None:
    with pytest.raises(AccessError):
        spoor_answer(Workspace(library, "niemand"), "nacht")


def test_a_home_without_railways_says_so(tmp_path: Path) -> None:
    bare = Workspace(open_library(tiny_home(tmp_path)), "analist")
    with pytest.raises(SourceError, match="geen laag met spoorlijnen"):
        spoor_answer(bare, "nacht")

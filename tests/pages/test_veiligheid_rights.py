"""What leaves the page `Risico`, or the command beside it, asks of every layer that it tells of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import pytest

from hotspots.access import audit
from hotspots.access import words as access_text
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import AccessError
from hotspots.maps.files import map_bytes
from hotspots.risico.cached_answers import BusiestDay, RiskAnswers
from hotspots.risico.incident import Incident
from hotspots.risico.incident_words import incident_report
from hotspots.risico.maps import incident_map, spoor_map
from hotspots.risico.paper import scenario_page, scenario_pdf
from hotspots.settings import ROLE_VARIABLE
from risky_page import Town
from risky_town import festive_home

if TYPE_CHECKING:
    from pathlib import Path

    from opened_page import PageOpener

DAY: Final = date(2018, 6, 2)
MADE_ON: Final = date(2026, 1, 31)
MADE_AT: Final = datetime(2026, 1, 31, 13, 45, tzinfo=UTC)
ROLE: Final = """
[roles.analist]
label = "Analist"
see = true
finest = "places"
export = true
"""
NO_CALENDAR: Final = "\n[roles.analist.layers.kalender]\nexport = false\n"
NO_OBJECTS: Final = "\n[roles.analist.layers.laag_vulnerable]\nexport = false\n"
CLOUD: Final = Incident("gifwolk", 101_000.0, 421_500.0, 270.0, "Proef Centraal")


@pytest.fixture
def town(tmp_path: Path, open_page: PageOpener, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv(ROLE_VARIABLE, "analist")
    return Town(festive_home(tmp_path / "town"), open_page)


def may_all_but(town: Town, refused: str) -> None:
    (town.home.root / "rollen.toml").write_text(ROLE + refused, encoding="utf-8")


def exposure(town: Town, out: Path) -> int:
    return main(["--home", str(town.home.root), "exposure", "spoor", "--scenario", "ver",
                 "--day", "2018-06-02", "--out", str(out)])  # fmt: skip


@pytest.mark.parametrize("refused", [NO_CALENDAR, NO_OBJECTS])
def test_numbers_of_the_track_are_not_for_who_may_not_take_a_layer_in_them(
    town: Town, tmp_path: Path, refused: str, capsys: pytest.CaptureFixture[str]
) -> None:
    may_all_but(town, "")
    assert exposure(town, tmp_path / "wel.json") == 0
    assert "Groot" in (tmp_path / "wel.json").read_text(encoding="utf-8")
    may_all_but(town, refused)
    assert exposure(town, tmp_path / "niet.json") == 2
    assert "geen bestand meenemen" in capsys.readouterr().err
    assert not (tmp_path / "niet.json").exists()


def test_every_layer_that_numbers_tell_of_is_in_the_audit(town: Town, tmp_path: Path) -> None:
    may_all_but(town, "")
    exposure(town, tmp_path / "wel.json")
    lines = list(audit.lines(town.workspace.home))
    for action in ("saw", "exported"):
        named = {line["subject"] for line in lines if line["action"] == action}
        assert {"laag_rail", "laag_vulnerable", "laag_shelter", "plekken", "kalender"} <= named


@pytest.mark.parametrize("refused", [NO_CALENDAR, NO_OBJECTS])
def test_a_sheet_is_not_for_who_may_not_take_a_layer_on_it(town: Town, refused: str) -> None:
    may_all_but(town, refused)
    workspace = open_workspace(town.home, role="analist")
    answers = RiskAnswers.of(workspace)
    told = answers.spoor_report("ver", DAY)
    spec = spoor_map(answers, answers.spoor("ver", DAY, None), told)
    for make in (scenario_pdf, scenario_page):
        with pytest.raises(AccessError, match="geen bestand meenemen"):
            make(workspace, told, spec, None, made_at=MADE_AT)
    page = town("spoor", role="analist")
    assert access_text.NO_EXPORT_HERE in [caption.value for caption in page.caption]


def test_a_map_asks_of_the_places_on_it_and_of_events_only_where_they_are_warned(
    town: Town,
) -> None:
    may_all_but(town, NO_CALENDAR)
    workspace = open_workspace(town.home, role="analist")
    answers = RiskAnswers.of(workspace)
    track = spoor_map(answers, answers.spoor("ver", DAY, None), answers.spoor_report("ver", DAY))
    assert map_bytes(track, workspace, ".svg")
    hit = answers.spoor("ver", DAY, CLOUD)
    cloud = incident_map(answers, hit, incident_report(hit))
    with pytest.raises(AccessError, match="Kalender"):
        map_bytes(cloud, workspace, ".svg")
    may_all_but(town, NO_OBJECTS)
    workspace = open_workspace(town.home, role="analist")
    with pytest.raises(AccessError, match="geen bestand meenemen"):
        map_bytes(track, workspace, ".svg")


def test_the_page_opens_at_the_day_of_the_largest_event_that_is_held(town: Town) -> None:
    may_all_but(town, "")
    file = town.home.themes / "feest" / "kalender.csv"
    refused = "6,muziek,2018-08-01,2018-08-01,Te groot,markt,20000,afgewezen\n"
    file.write_text(file.read_text(encoding="utf-8") + refused, encoding="utf-8")
    workspace = open_workspace(town.home, role="analist")
    # Binnen, 9.000 on 2 June; a kalender also holds what was refused.
    assert RiskAnswers.of(workspace).busiest_day == BusiestDay(DAY, "Binnen", 9_000.0)

"""A new place for events: a point, or an area whose ground counts."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import shapely

from event_town import calendar_home
from hotspots.access.audit import lines
from hotspots.access.workspace import open_workspace
from hotspots.cli import main
from hotspots.errors import SelectionError
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.locations import capacity_of
from hotspots.evenementen.sites import new_site, place_from

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home

#: 50 x 40 m.
FIELD = "vlak:100600,420600;100650,420600;100650,420640;100600,420640"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return calendar_home(tmp_path / "town")


def site(home: Home, *more: str) -> int:
    return main(["event", "site", *more, "--home", str(home.root)])


def test_a_point_and_an_area_are_added_and_the_others_stay(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site(home, "Nieuw Plein", "--at", "100600 421500", "--kind", "plein") == 0
    assert "Locatie nieuw_plein opgenomen (versie" in capsys.readouterr().out
    assert site(home, "Wei", "--at", FIELD, "--figure", "days=A=5;B=1", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["id"], answer["ground_m2"]) == ("wei", 2000.0)
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    places = {item.id: item for item in calendar.locations.items}
    assert set(places) == {"markt", "park", "hal", "nieuw_plein", "wei"}
    point, field = places["nieuw_plein"], places["wei"]
    assert (point.name, point.kind, point.x_rd, point.y_rd) == (
        "Nieuw Plein", "plein", 100_600.0, 421_500.0,
    )  # fmt: skip
    assert point.usable_m2 is None
    # 2.000 m2 at 2 persons per m2; its middle is where it lies.
    assert (field.usable_m2, field.area_from_shape, dict(field.days)) == (
        2000.0, True, {"A": 5, "B": 1},
    )  # fmt: skip
    assert (field.x_rd, field.y_rd) == (100_625.0, 420_620.0)
    assert capacity_of(field, calendar.settings.capacity).people == 4000
    assert any("imported" in str(line) and "plekken" in str(line) for line in lines(home))


def test_a_trial_changes_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert site(home, "Wei", "--at", FIELD, "--dry-run") == 0
    assert "proef; er is niets veranderd" in capsys.readouterr().out
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    assert len(calendar.locations) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Markt", "--at", "100600 421500"), "staat al in de lijst"),
        (("!!", "--at", "100600 421500"), "nog geen naam"),
        (("Wei", "--at", ""), "nog geen plek"),
        (("Wei", "--at", "vlak:1,2;3,4"), "te weinig of te veel hoeken"),
        (("Wei", "--at", "daar"), "vlak:X,Y;X,Y;X,Y"),
        (("Wei", "--at", FIELD, "--figure", "kleur=rood"), "kent 'kleur' niet"),
        (("Wei", "--at", FIELD, "--figure", "kleur"), "geen VELD=WAARDE"),
    ],
)
def test_what_is_no_place_is_refused_in_words(
    home: Home, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    # The parser of arguments ends by itself.
    with suppress(SystemExit):
        assert site(home, *arguments) != 0
    assert said in capsys.readouterr().err


def test_an_id_is_made_of_the_name(home: Home) -> None:
    calendar = open_calendar(open_workspace(home.root, role="analist"))
    made = new_site(calendar, "  Nieuwe Haven (oost) ", shapely.Point(1, 2))
    assert (made.code, made.name) == ("nieuwe_haven_oost", "Nieuwe Haven (oost)")
    assert made.ground_m2 is None
    with pytest.raises(SelectionError):
        new_site(calendar, "markt", shapely.Point(1, 2))
    assert place_from("cirkel:100000,420000,100").area == pytest.approx(31_400, rel=0.01)


def test_examples_stay_beside_an_own_place_and_a_trial_says_so(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = home.root / "geodata/plekken/layer.toml"
    written = declared.read_text(encoding="utf-8")
    declared.write_text(
        written.replace('licence = "CC0-1.0"', 'licence = "CC0-1.0"\nsynthetic = true'),
        encoding="utf-8",
    )
    assert site(home, "Wei", "--at", FIELD, "--dry-run") == 0
    assert "De 3 rij(en) die deze gemeente als voorbeeld" in capsys.readouterr().err
    assert site(home, "Wei", "--at", FIELD) == 0
    assert "De 3 rij(en) die deze gemeente als voorbeeld" in capsys.readouterr().err

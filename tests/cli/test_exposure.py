"""The numbers of exposure on the command line are those of the answer."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from hotspots.access.workspace import open_workspace
from hotspots.catalog.whole import OF_ONE
from hotspots.cli import main
from hotspots.risico import incident_words
from hotspots.risico.incident import Incident
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.water import water_answer
from risky_town import risky_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.settings import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return risky_home(tmp_path / "town")


def plain(answer: dict[str, Any]) -> dict[str, Any]:
    """What is left of an answer after JSON."""
    told: dict[str, Any] = json.loads(json.dumps(answer))
    return told


def test_the_track_is_told_as_it_is_answered(run: Any, home: Home) -> None:  # noqa: ANN401
    ran = run("exposure", "spoor", "--scenario", "nacht", "--at", "proef centraal", "--kind",
              "gifwolk", "--wind", "270", "--json")  # fmt: skip
    assert ran.code == 0
    incident = Incident("gifwolk", 101_000, 421_500, 270, "Proef Centraal", "station")
    answer = spoor_answer(open_workspace(home, role="analist"), "nacht", incident=incident)
    assert ran.json == plain(answer.to_dict())
    # In Oost a triangle of 1 km with 20 degrees to either side: tan 20 = 0,364 km2, 327,6 people.
    # Half a circle of 50 m in Noord: 5,1. The other half without its 40 degrees in Oost: 2,7.
    assert ran.json["incident"]["people"]["night"]["inside"] == pytest.approx(335.4, abs=0.1)


def test_water_is_told_as_it_is_answered(run: Any, home: Home) -> None:  # noqa: ANN401
    ran = run("exposure", "water", "--scenario", "proef", "--json")
    answer = water_answer(open_workspace(home, role="analist"), "proef")
    assert (ran.code, ran.json) == (0, plain(answer.to_dict()))
    # What is invented is told on the way as well, for who only reads the numbers.
    assert ran.json["synthetic"] is True


def test_without_json_it_is_told_in_dutch_with_what_is_invented(run: Any) -> None:  # noqa: ANN401
    ran = run("exposure", "water", "--scenario", "proef")
    assert "komt het huis van 695 van de 2.245 inwoners onder water te staan." in ran.out
    # School and Loods stand in the south half of Noord and the station on its corner; no event site
    # is loaded and no day was asked: what is not known is no 0.
    lines = ran.out.splitlines()
    at = lines.index("Wat er onder water komt, per diepte:")
    assert any(line.split()[-6:] == ["0", "1", "1", "1", "–", "–"] for line in lines[at:])
    assert re.search(r"2[45] tot 66 +mensen zonder plaats", ran.out)
    assert "voorbeeld" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("spoor", "--scenario", "nach"), "Bedoelde u 'nacht'"),
        (("spoor", "--scenario", "nacht", "--at", "1,2"), "een plaats en een soort"),
        (("spoor", "--scenario", "nacht", "--at", "1,2", "--kind", "bleve"), "niet in Nederland"),
        (("spoor", "--scenario", "nacht", "--at", "x", "--kind", "bleve"), "niet gevonden"),
        (("spoor", "--scenario", "nacht", "--wind", "270"), "alleen --wind"),
        (("water", "--scenario", "proef", "--wind", "3"), "hoort bij spoor"),
        (("water", "--scenario", "proef", "--out", "a.xlsx"), ".json (alles)"),
        (("water", "--scenario", "proef", "--out", "weg/a.csv"), "Melding bij het schrijven"),
        (("water", "--scenario", "proef", "--out", "weg/a.html"), "Melding bij het schrijven"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    run: Any,  # noqa: ANN401
    arguments: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("exposure", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "a.xlsx").exists()


def test_a_file_for_a_spreadsheet_says_what_is_invented(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    path = tmp_path / "water.csv"
    assert run("exposure", "water", "--scenario", "proef", "--out", path).code == 0
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    by_name = {row["name"]: row for row in rows}
    assert (by_name["Noord"]["need_gunstig"], by_name["Noord"]["need_ongunstig"]) == (
        "97,5",
        "130,0",
    )
    assert all("voorbeeld" in row["illustratie"] for row in rows)


def test_a_file_of_an_incident_has_the_buurten_in_its_zone(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    path = tmp_path / "ongeval.csv"
    asked = ("exposure", "spoor", "--scenario", "nacht", "--at", "100300,421500", "--kind", "bleve")
    assert run(*asked, "--out", path).code == 0
    (row,) = csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    # A circle of 200 m wholly in Noord: 12,6 % of its square kilometre, 163 of 1.300 people.
    assert row["name"] == "Noord"
    assert float(row["night"].replace(",", ".")) == pytest.approx(163.4, abs=0.1)
    assert row["berekende_zones"] == "BLEVE"
    assert "verzonnen" in row["illustratie"]


def test_a_zone_over_the_border_says_what_it_leaves_out(run: Any) -> None:  # noqa: ANN401
    asked = ("exposure", "spoor", "--scenario", "nacht", "--kind", "bleve", "--at")
    # The municipality begins at x 100.000, and the zone reaches 200 m.
    over = run(*asked, "100100,421500", "--json").json["incident"]
    inside = run(*asked, "100300,421500", "--json").json["incident"]
    partly = incident_words.PARTLY_OUTSIDE.format(whole=OF_ONE)
    assert (over["notes"], inside["notes"]) == ([partly], [])
    assert partly in run(*asked, "100100,421500").out


def test_who_may_not_export_gets_no_file(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.root / "rollen.toml").write_text(
        '[roles.kijker]\nlabel = "Kijker"\nsee = true\nfinest = "cells"\n', encoding="utf-8"
    )
    monkeypatch.setenv("HOTSPOTS_ROLE", "kijker")
    path = tmp_path / "water.json"
    code = main(
        ["--home", str(home.root), "exposure", "water", "--scenario", "proef", "--out", str(path)]
    )
    assert code == 2
    assert not path.exists()
    assert capsys.readouterr().err


def test_an_incident_has_its_own_measures_time_and_contour(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    asked = ("exposure", "spoor", "--scenario", "nacht", "--kind", "gifwolk", "--json")
    own = run(*asked, "--at", "101000 421500", "--wind", "W", "--distance", "500", "--angle", "90",
              "--time", "03:15").json["incident"]  # fmt: skip
    assert (own["wind_from_deg"], own["distance_m"], own["time"]) == (270, 500, "03:15")
    # Half a circle of 500 m east of the border in Oost: pi * 0,25 / 2 of a km2, of 900 people; and
    # half a circle of 50 m in Noord, of 1.300.
    expected = 900 * np.pi * 0.25 / 2 + 1_300 * np.pi * 0.0025 / 2
    assert own["people"]["night"]["inside"] == pytest.approx(expected, rel=1e-3)
    path = tmp_path / "ags.gpkg"
    half = shapely.box(100_000, 421_500, 101_000, 422_000)
    gpd.GeoDataFrame(geometry=[half], crs="EPSG:28992").to_file(path, engine="pyogrio")
    drawn = run(*asked, "--contour", str(path)).json["incident"]
    # Half of the 1.300 of Noord, without a wind and without a place.
    assert drawn["people"]["night"]["inside"] == pytest.approx(650)
    assert (drawn["place"], drawn["contour"]["area_km2"]) == ("midden van de contour", 0.5)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--at", "101000,421500", "--wind", "overal"), "windrichting 'overal' is niet te lezen"),
        (("--at", "101000,421500"), "heeft een windrichting nodig"),
        (("--wind", "270"), "heeft een plaats en een soort"),
        (("--at", "101000,421500", "--wind", "270", "--time", "25:00"), "geen tijd"),
        (("--at", "101000,421500", "--wind", "270", "--distance", "-5"), "afstand van de zone"),
    ],
)
def test_half_an_incident_is_refused_by_command(
    run: Any,  # noqa: ANN401
    options: tuple[str, ...],
    said: str,
) -> None:
    ran = run("exposure", "spoor", "--scenario", "nacht", "--kind", "gifwolk", *options)
    assert ran.code == 2
    assert said in ran.err

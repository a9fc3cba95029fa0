"""The five columns about the track, and the numbers that only come with loaded data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.catalog.whole import OF_ONE
from hotspots.errors import SelectionError
from hotspots.risico import spoor_words
from hotspots.risico.group_risk import contributions, people_along
from hotspots.risico.people import ground_of
from hotspots.risico.spoor import SpoorAnswer, spoor_answer
from risky_town import RATES

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


@pytest.fixture(scope="module")
def answer(workspace: Workspace) -> SpoorAnswer:
    return spoor_answer(workspace, "nacht", day=date(2017, 1, 1))


def column(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in told["columns"] if entry["id"] == name)
    return found


def load(opened: Workspace, purpose: str, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    layer = opened.layer(f"laag_{purpose}")
    assert import_file(opened, layer, path).status == "published"


def test_the_columns_are_the_five_of_the_framework_in_its_order(answer: SpoorAnswer) -> None:
    assert [entry.id for entry in answer.columns.in_order] == [
        "plaatsgebonden_risico", "groepsrisico", "zelfredzaamheid", "beheersbaarheid", "resteffect",
    ]  # fmt: skip


def test_what_was_not_loaded_is_not_known_and_never_zero(answer: SpoorAnswer) -> None:
    told = answer.to_dict()
    assert [zone["id"] for zone in told["zones"]] == ["brand", "explosie", "gifwolk"]
    assert all(zone["calculated"] for zone in told["zones"])
    # The track runs on for two kilometres on either side, and nobody is known there.
    assert spoor_words.ZONES_OUTSIDE.format(whole=OF_ONE) in told["notes"]
    risk = column(told, "plaatsgebonden_risico")
    assert (risk["known"], risk["numbers"]) == (False, {"residents": None, "objects": None})
    assert column(told, "groepsrisico")["numbers"]["times_orientation"] is None
    assert column(told, "beheersbaarheid")["numbers"] == {
        "opkomsttijd_min": None, "bluswater_m3_per_uur": None, "toegang_zijden": None,
    }  # fmt: skip


def test_each_zone_has_its_people_and_its_objects_by_class(answer: SpoorAnswer) -> None:
    explosie = answer.to_dict()["zones"][1]
    assert explosie["within"]["night"] == 880
    # By day half of them; 65 and older: 20 % of 520 and 10 % of 360.
    assert (explosie["within"]["day"], explosie["within"]["elderly"]) == (440, 140)
    assert explosie["objects"] == {"zeer_kwetsbaar": 1, "kwetsbaar": 0, "beperkt_kwetsbaar": 1}


def test_each_object_is_told_once_with_its_heaviest_zone_and_its_buurt(
    answer: SpoorAnswer,
) -> None:
    told = {entry["name"]: (entry["zone"], entry["buurt"]) for entry in answer.to_dict()["objects"]}
    # At 0, 50, 300 and 1.000 m from the track; all but the last in Noord.
    assert told == {
        "Loods": ("brand", "BU99990100"),
        "Ziekenhuis": ("explosie", "BU99990100"),
        "School": ("gifwolk", "BU99990100"),
        "Verpleeghuis": ("gifwolk", "BU99990200"),
    }


def test_the_distances_of_a_scenario_go_before_the_settings(workspace: Workspace) -> None:
    zones = spoor_answer(workspace, "ver").zones
    assert [zone.distance_m for zone in zones] == [30, 200, 700]
    assert zones[2].source == "Verzonnen voor de test"


def test_a_scenario_of_water_is_none_of_the_track(workspace: Workspace) -> None:
    with pytest.raises(SelectionError, match="Bekende scenario's: nacht, dag"):
        spoor_answer(workspace, "proef")


def test_each_buurt_contributes_what_an_accident_anywhere_reaches_there(
    workspace: Workspace,
) -> None:
    people = np.array([1_300.0, 900.0, 45.0, 0.0])
    along = people_along(
        [shapely.LineString([(98_000, 421_500), (104_000, 421_500)])],
        ground_of(workspace), people, workspace.geography.outline, radius_m=200,
    )  # fmt: skip
    share = contributions(along, at_least=10)
    # A long straight track passes both alike, so each adds in proportion to its people.
    assert share == pytest.approx([1_300 / 2_200, 900 / 2_200, 0, 0], abs=2e-3)
    # In the middle of Noord: pi * 0,2^2 km2 of 1.300 per km2 is 163 people.
    assert along.people.max() == pytest.approx(1_300 * np.pi * 0.04, rel=1e-3)
    assert contributions(along, at_least=1_000).sum() == 0


def test_a_register_takes_the_place_of_distances_and_brings_the_limit_value(
    risky: Home, tmp_path: Path
) -> None:
    opened = open_workspace(risky, role="analist")
    rings = [
        ("pr10_6", 100_400, 421_100, 100_600, 421_300),
        ("brand", 100_000, 421_450, 102_000, 421_550),
    ]
    features = ",".join(
        f'{{"type":"Feature","properties":{{"gebied":"{zone}"}},"geometry":'
        f"{shapely.to_geojson(shapely.box(*box))}}}"
        for zone, *box in rings
    )
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'
    text = f'{{"type":"FeatureCollection","crs":{crs},"features":[{features}]}}'
    load(opened, "rail_zone", tmp_path / "rev.geojson", text)
    told = spoor_answer(opened, "nacht").to_dict()
    assert [(zone["id"], zone["calculated"]) for zone in told["zones"]] == [
        ("pr10_6", False), ("brand", False), ("explosie", True), ("gifwolk", True),
    ]  # fmt: skip
    risk = column(told, "plaatsgebonden_risico")["numbers"]
    # 200 by 200 m of Noord is 0,04 of it: 52 people, and the School.
    assert risk == {"residents": 52, "objects": ["School"]}
    assert next((flag["severity"], flag["name"]) for flag in told["flags"]) == ("rood", "School")
    # 100 m along 2 km: 0,1 of 1.300 and of 900.
    assert told["zones"][1]["within"]["night"] == pytest.approx(220)


def test_group_risk_is_told_once_wagons_and_chances_are_known(risky: Home, tmp_path: Path) -> None:
    file = risky.themes / "proef" / "risk.toml"
    file.write_text(file.read_text(encoding="utf-8") + RATES, encoding="utf-8")
    opened = open_workspace(risky, role="analist")
    rows = "lijn,stofcategorie,wagens_per_jaar,jaar\nProeflijn,A,1000,2020\nProeflijn,A,400,2019\n"
    path = tmp_path / "vervoer.csv"
    path.write_text(rows, encoding="utf-8")
    report = import_file(opened, opened.layer("laag_transport"), path)
    assert (report.status, report.accepted) == ("published", 2)
    found = spoor_answer(opened, "nacht").to_dict()
    # Both years are there, and the row without a number that came along is gone; the last counts.
    assert [(row["wagons_per_year"], row["year"]) for row in found["transport"]] == [
        (1_000, 2020), (400, 2019),
    ]  # fmt: skip
    told = column(found, "groepsrisico")
    # People around each place by the areas of circle segments, half of them dead; a place counts
    # for 1.000 * 1e-8 / 20 a year, and F(N) N^2 / 1e-2 is taken over every run of a kilometre.
    deaths = [0.5 * people_around(x) for x in np.arange(98_025, 104_000, 50)]
    highest = 0.0
    for start in range(len(deaths)):
        window = [n for n in deaths[start : start + 20] if n >= 10]
        for n in window:
            times = sum(other >= n for other in window) * 1_000 * 1e-8 / 20
            highest = max(highest, times * n**2 / 1e-2)
    assert told["known"]
    assert told["numbers"]["times_orientation"] == pytest.approx(highest, rel=2e-3)
    assert highest == pytest.approx(4.6, abs=0.3)


def people_around(x: float) -> float:
    """People within 200 m of a place on the track: circle segments in Noord and in Oost, km2."""
    west, border, east = (_left_of((edge - x) / 1_000) for edge in (100_000, 101_000, 102_000))
    return 1_300 * (border - west) + 900 * (east - border)


def _left_of(d: float, r: float = 0.2) -> float:
    """Area of a circle to the left of a line at distance d from its middle."""
    d = min(max(d, -r), r)
    return float(np.pi * r**2 - (r**2 * np.arccos(d / r) - d * np.sqrt(r**2 - d**2)))

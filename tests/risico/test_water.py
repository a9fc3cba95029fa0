"""Depths, who stays, who needs a place and who finds one: by hand in the town."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.errors import SelectionError, StatisticError
from hotspots.risico import water_words
from hotspots.risico import words as text
from hotspots.risico.assignment import assign, assign_by_need
from hotspots.risico.flood import CellIndex, Flood, flood_of, wet_parts
from hotspots.risico.people import Ground, ground_of
from hotspots.risico.settings import WaterScenario
from hotspots.risico.water import WaterAnswer, water_answer
from risky_town import declarations, layer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


@pytest.fixture(scope="module")
def answer(workspace: Workspace) -> WaterAnswer:
    return water_answer(workspace, "proef")


def test_depth_and_hour_are_those_of_the_zones(answer: WaterAnswer) -> None:
    assert answer.wet.wet_share() == pytest.approx([0.5, 0, 1, 0])
    assert answer.wet.mean_depth_m()[[0, 2]] == pytest.approx([1, 3])
    assert np.isnan(answer.wet.mean_depth_m()[1])
    assert answer.wet.first_hour()[[0, 2]].tolist() == [6, 2]


def test_people_add_up_at_both_ends(answer: WaterAnswer) -> None:
    people = answer.people
    # Half of 1.300 and all 45 are under water. 40 % leave at the mild end, 20 % at the hard end.
    assert people.affected == pytest.approx([650, 0, 45, 0])
    assert people.leave[:, 0] == pytest.approx([260, 130])
    assert people.stay[:, 0] == pytest.approx([390, 520])
    # Of Noord 75 % has a dry floor, known; 3 m in Zuid is deeper than a storey: nobody has one.
    assert people.dry_home[:, 0] == pytest.approx([292.5, 390])
    assert people.dry_home[:, 2] == pytest.approx([0, 0])
    assert people.need[:, 0] == pytest.approx([97.5, 130])
    assert people.need[:, 2] == pytest.approx([27, 36])
    assert people.leave + people.stay == pytest.approx(np.stack([people.affected] * 2))
    assert people.dry_home + people.need == pytest.approx(people.stay)
    # 20 % of Noord is 65 or older, half of them cannot help themselves; of Zuid it is not known.
    assert people.dependent[:, 0] == pytest.approx([9.75, 13])


def test_a_shelter_under_water_takes_nobody_and_the_rest_is_the_gap(answer: WaterAnswer) -> None:
    balance = answer.balance
    assert balance.shelters.names == ("Sporthal Oost",)
    # 350 m2 at 3,5 m2 each is 100 places, 1.000 m from the middle of Noord; Zuid is 1.414 m away.
    assert balance.rooms.tolist() == [100]
    told = balance.to_dict()
    assert told["placed"] == [100, 100]
    # Need 97,5 + 27 = 124,5 and 130 + 36 = 166.
    assert told["gap"] == [24.5, 66]
    # All of Noord who need help have a place. Of Zuid, where nobody has one, it is not known.
    assert balance.dependent_without[:, 0].tolist() == [0, 0]
    assert np.isnan(balance.dependent_without[:, 2]).all()
    assert told["dependent_gap"] == [None, None]
    assert [flag.name for flag in answer.flags] == ["Sporthal Zuid"]


def test_high_ground_is_a_shelter_where_its_room_is_known(risky: Home) -> None:
    made = declarations().write_risk_layer
    shape = shapely.box(101_400, 421_800, 101_600, 422_000)
    for area, names in ((None, ("Sporthal Oost",)), (35, ("Sporthal Oost", "Heuvel"))):
        row = {"naam": "Heuvel", "hoogte_m_nap": None, "opvang_m2": area, "code": "h"}
        made(layer("high_ground", "zones", features=[(row, shape)]), risky.geodata)
        told = water_answer(open_workspace(risky, role="analist"), "proef")
        assert told.balance.shelters.names == names
        assert told.high_ground == ("Heuvel",)
    assert told.balance.rooms.tolist() == [100, 10]


def test_the_answer_says_that_it_is_an_example(answer: WaterAnswer) -> None:
    assert answer.synthetic
    told = answer.to_dict()
    assert told["synthetic"] is True
    assert told["invented"] == ["flood", "shelters"]
    assert told["illustrations"] == [text.INVENTED[part] for part in told["invented"]]
    people = told["people"]
    assert people["inside"] + people["outside"] == people["city"] == 2_245


def test_how_far_areal_weighting_is_off_stands_beside_the_numbers(answer: WaterAnswer) -> None:
    told = answer.to_dict()
    # On equal land 1.300 and 900 become 1.100 each and 45 and 0 become 22,5: 200 + 22,5 of 2.245
    # people are in the wrong buurt.
    assert told["error_share"] == pytest.approx(222.5 / 2_245, abs=1e-4)
    assert text.error_sentence(222.5 / 2_245) in told["notes"]
    assert "10 procent" in text.error_sentence(222.5 / 2_245)


def test_two_clocks_per_institution(answer: WaterAnswer) -> None:
    by_name = {clock.place.name: clock for clock in answer.institutions}
    # Verpleeghuis: water after 2 hours; 4 to 12 to go up, 12 to 36 to get out: too late for both.
    assert (by_name["Verpleeghuis"].up, by_name["Verpleeghuis"].out) == ("te_laat", "te_laat")
    # School: water after 6 hours; 1 to 3 up, 2 to 6 out: in time.
    assert (by_name["School"].up, by_name["School"].out) == ("op_tijd", "op_tijd")
    assert by_name["Ziekenhuis"].out == "droog"
    assert answer.institutions[0].place.name == "Verpleeghuis"


def test_a_raster_goes_before_zones_and_counts_by_the_middles_of_its_cells(
    workspace: Workspace,
) -> None:
    scenario = WaterScenario("raster", "Raster", "vertrek_proef", "raster", "")
    flood = flood_of(workspace, scenario)
    wet = wet_parts(flood, ground_of(workspace))
    # 2 m in the south half of Zuid: 5 of the 10 rows of cells.
    assert flood.kind == "raster"
    assert wet.wet_share() == pytest.approx([0, 0, 0.5, 0], abs=1e-9)
    assert wet.mean_depth_m()[2] == pytest.approx(2)
    depth, _ = flood.at(np.array([100_001.0, 99_999.0]), np.array([420_499.0, 420_499.0]))
    # Beyond the edge of the raster nobody knows.
    assert depth[0] == 2
    assert np.isnan(depth[1])
    # It says nothing of the other half of Zuid, nor of the other buurten.
    assert wet.unknown == pytest.approx([1, 1, 0.5, 1], abs=1e-9)


def oost_at(
    home: Home, folder: Path, depth_m: Callable[[NDArray[Any]], NDArray[Any]]
) -> WaterAnswer:
    """Return the answer of a raster of 100 m over Oost, where 900 people live, by its x."""
    opened = open_workspace(home, role="analist")
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(101_050.0, 102_000.0, 100.0),
                                             np.arange(421_050.0, 422_000.0, 100.0))
    )  # fmt: skip
    depth = depth_m(x)
    path = folder / "oost.tif"
    path.write_bytes(flood_example.geotiff(flood_example.Cells(x, y, depth, depth, 100.0), depth))
    assert import_file(opened, opened.layer("laag_flood_depth"), path).status == "published"
    return water_answer(opened, "oost")


@pytest.mark.parametrize("deep_m", [0.12, 0.2, 0.5])
def test_whoever_stands_below_the_setting_is_dry_beside_whoever_does_not(
    risky: Home, tmp_path: Path, deep_m: float
) -> None:
    found = oost_at(risky, tmp_path, lambda x: np.where(x < 101_500, 0.05, deep_m))
    # Half of 900 stand in 5 cm, which is less than the 10 cm of the setting.
    assert found.to_dict()["people"]["inside"] == pytest.approx(450)
    (row,) = [row for row in found.to_dict()["buurten"] if row["name"] == "Oost"]
    assert (row["wet_share"], row["depth_m"]) == (0.5, pytest.approx(deep_m, abs=0.005))
    # The same by depth: people, and places asked at their own point.
    assert found.exposure.total("night") == pytest.approx(450)
    x, y = np.array([101_250.0, 101_750.0]), np.array([421_500.0, 421_500.0])
    assert [zone.covers(x, y).tolist() for zone in found.exposure.zones] == [[False, True]]


def test_a_storey_stays_dry_where_the_water_is_lower_and_not_on_average(
    risky: Home, tmp_path: Path
) -> None:
    found = oost_at(risky, tmp_path, lambda x: np.where(x < 101_200, 4.0, 2.1))
    # Before a flood that nobody described 25 to 8 % of 900 leave: 675 to 828 stay. Four fifths of
    # them stand below 2,5 m, of whom 90 to 50 % have a dry floor: 675 x 0,8 x 0,9 and
    # 828 x 0,8 x 0,5.
    assert found.people.stay.sum(axis=1) == pytest.approx([675.0, 828.0])
    assert found.people.dry_home.sum(axis=1) == pytest.approx([486.0, 331.2])
    zones = {zone["label"]: zone["within"]["night"] for zone in found.to_dict()["exposed"]["zones"]}
    assert zones == {"2 tot 5 m": 900.0}


@pytest.mark.parametrize("bound_m", [0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 5.0])
def test_a_depth_on_a_bound_is_of_the_class_above_it_whatever_the_weights(bound_m: float) -> None:
    # Means of n equal depths with weights that are no whole parts of 2 fall a hair below them.
    for count in range(1, 60):
        ground = Ground(
            land=np.array([shapely.box(0, 0, 100, 100)]),
            x_rd=np.full(count, 50.0),
            y_rd=np.full(count, 50.0),
            dwellings=np.full(count, 0.3),
            buurt=np.zeros(count, dtype=np.int32),
        )
        flood = Flood(
            "raster", np.zeros(0, dtype=object), np.array([bound_m]), np.array([np.nan]),
            np.array([np.nan]), CellIndex.of(np.array([50.0]), np.array([50.0]), 100.0),
            synthetic=True, attribution="", note="",
        )  # fmt: skip
        wet = wet_parts(flood, ground, (0.1, 2.5))
        assert wet.wet_share(bound_m) == pytest.approx([1.0]), count


def test_hours_of_an_example_are_no_hours_of_depths_that_somebody_loads(
    risky: Home, tmp_path: Path
) -> None:
    opened = open_workspace(risky, role="analist")
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(100_050.0, 101_000.0, 100.0),
                                             np.arange(420_050.0, 420_700.0, 100.0))
    )  # fmt: skip
    depth = np.full(len(x), 1.2)
    path = tmp_path / "proef.tif"
    path.write_bytes(flood_example.geotiff(flood_example.Cells(x, y, depth, depth, 100.0), depth))
    assert import_file(opened, opened.layer("laag_flood_depth"), path).status == "published"

    told = water_answer(opened, "proef").to_dict()

    # The zones of the example say 2 hours for Zuid, where the verpleeghuis stands.
    (home,) = [row for row in told["institutions"] if row["name"] == "Verpleeghuis"]
    assert (home["depth_m"], home["water_h"], home["out"]) == (1.2, None, "niet_bekend")
    assert water_words.NO_HOURS in told["notes"]
    assert "flood" not in told["invented"]


def test_how_long_water_stays_is_known_of_a_raster_whose_zones_say_so(risky: Home) -> None:
    row = {"scenario": "raster", "diepte_van_m": 2.0, "diepte_tot_m": 2.0, "aankomst_uur": 3,
           "duur_uur": 240}  # fmt: skip
    shape = shapely.box(100_000, 420_000, 101_000, 421_000)
    declarations().write_risk_layer(
        layer("flood_zone", "zones", features=[(row, shape)], synthetic=True), risky.geodata
    )
    opened = open_workspace(risky, role="analist")
    flood = flood_of(opened, WaterScenario("raster", "Raster", "vertrek_proef", "raster", ""))
    assert flood.kind == "raster"
    assert set(flood.duration_h.tolist()) == {240}
    assert flood.stays(np.array([100_500.0]), np.array([420_250.0])).tolist() == [240]
    assert flood.at(np.array([100_500.0]), np.array([420_250.0]))[1].tolist() == [3]


def test_a_shelter_of_unknown_area_has_an_unknown_number_of_places(risky: Home) -> None:
    hall = ({"naam": "Sporthal Oost", "vloeroppervlak_m2": None}, shapely.Point(101_500, 421_500))
    declarations().write_risk_layer(layer("shelter", "places", features=[hall]), risky.geodata)
    told = water_answer(open_workspace(risky, role="analist"), "proef").to_dict()
    assert [(row["rooms"], row["used"]) for row in told["shelters"]] == [(None, [0, 0])]
    # Nobody has a place: all 97,5 + 27 and 130 + 36 who need one go without.
    assert told["balance"]["gap"] == [124.5, 166]
    assert (told["balance"]["rooms_nights"], told["balance"]["rooms_hours"]) == (None, None)
    assert water_words.shelters_without_area(1) in told["notes"]


def test_water_that_reaches_nobody_is_not_compared_with_what_a_region_prepares_for(
    risky: Home,
) -> None:
    row = {"scenario": "proef", "diepte_van_m": 1.0, "diepte_tot_m": 1.0, "aankomst_uur": 3,
           "duur_uur": None}  # fmt: skip
    haven = shapely.box(101_000, 420_000, 102_000, 421_000)
    declarations().write_risk_layer(
        layer("flood_zone", "zones", features=[(row, haven)]), risky.geodata
    )
    told = water_answer(open_workspace(risky, role="analist"), "proef").to_dict()
    assert told["people"]["inside"] == 0
    target = told["target"]
    assert (target["persons"], target["times_low"], target["times_high"]) == (None, None, None)


def test_a_region_prepares_for_a_tenth_of_those_under_water(answer: WaterAnswer) -> None:
    # 10 % of 695 is less than 200; 124,5 and 166 need a place: 1,79 and 2,39 times as many.
    assert answer.to_dict()["target"] == {
        "hours": 3.0, "persons": 69.5, "times_low": 1.8, "times_high": 2.4,
    }  # fmt: skip


def test_a_scenario_without_depths_is_refused(workspace: Workspace) -> None:
    with pytest.raises(SelectionError, match="geen waterdiepte geladen"):
        flood_of(workspace, WaterScenario("x", "X", "vertrek_proef", "nergens", ""))


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_as_many_people_get_a_place_as_can(seed: int, areas: int, shelters: int) -> None:
    random = np.random.default_rng(seed)
    need = random.integers(0, 50, areas).astype(float)
    room = random.integers(0, 60, shelters).astype(float)
    distance = random.uniform(0, 3_000, (areas, shelters))
    found = assign(need, room, distance, reach_m=2_000)
    # The same as the greatest flow from a source, through areas and shelters, to a sink.
    size = areas + shelters + 2
    capacity = np.zeros((size, size), dtype=np.int32)
    capacity[0, 1 : areas + 1] = need
    capacity[1 : areas + 1, areas + 1 : -1] = np.where(distance <= 2_000, 10_000, 0)
    capacity[areas + 1 : -1, -1] = room
    flow = maximum_flow(sparse.csr_array(capacity), 0, size - 1).flow_value
    assert found.people.sum() == pytest.approx(flow, abs=1e-6)
    assert found.people.sum(axis=1) + found.without == pytest.approx(need, abs=1e-6)
    assert (found.people.sum(axis=0) <= room + 1e-6).all()
    assert found.people[distance > 2_000].sum() == 0


def test_among_equal_numbers_of_places_the_walk_is_shortest() -> None:
    # Both areas could go to either shelter; crossing over costs 300 + 300, staying 100 + 100.
    distance = np.array([[100.0, 300.0], [300.0, 100.0]])
    found = assign(np.array([5.0, 5.0]), np.array([5.0, 5.0]), distance, reach_m=1_000)
    assert found.people.tolist() == [[5, 0], [0, 5]]
    assert found.mean_distance_m(distance) == 100


def test_who_cannot_help_themselves_have_a_place_before_others() -> None:
    # Ten places: the 4 who go first of the far area, then 6 of the near one.
    helped, others = assign_by_need(
        np.array([0.0, 4.0]), np.array([20.0, 20.0]), np.array([10.0]),
        np.array([[10.0], [900.0]]), reach_m=1_000,
    )  # fmt: skip
    assert helped.people.tolist() == [[0], [4]]
    assert others.people.tolist() == [[6], [0]]


def test_a_shelter_for_those_who_go_first_stays_theirs() -> None:
    helped, others = assign_by_need(
        np.array([4.0]), np.array([20.0]), np.array([10.0, 10.0]), np.array([[10.0, 20.0]]),
        reach_m=1_000, reserved=np.array([True, False]),
    )  # fmt: skip
    # The 4 take the nearest; the 6 places left there stay empty, 10 of the 20 go to the other.
    assert helped.people.tolist() == [[4, 0]]
    assert others.people.tolist() == [[0, 10]]
    assert others.without.tolist() == [10]


def test_a_negative_number_of_places_is_refused() -> None:
    with pytest.raises(StatisticError, match="negatief of onbekend"):
        assign(np.array([1.0]), np.array([-1.0]), np.array([[1.0]]), reach_m=1)

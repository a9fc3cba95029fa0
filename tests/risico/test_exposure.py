"""Who lies in a zone, by hand in the town and by brute force in the official buurten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.risico.exposure import exposure, shares_in
from hotspots.risico.people import Ground, People, areal_error, ground_of, people_of
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.zones import Track, drawn, within

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace

RAIL = Track.of([shapely.LineString([(98_000, 421_500), (104_000, 421_500)])])


def counted(workspace: Workspace) -> tuple[Ground, People]:
    return ground_of(workspace), people_of(workspace, read_risk_settings(workspace.home))


def test_a_strip_along_the_track_holds_its_part_of_the_land(workspace: Workspace) -> None:
    ground, people = counted(workspace)
    zones = [within("explosie", "Explosie", RAIL, 200.0, "")]
    # 400 of the 1.000 m of height: 1.300 * 0,4 = 520 in Noord and 900 * 0,4 = 360 in Oost
    assert exposure(zones, ground, people).per_buurt("night") == pytest.approx([520, 360, 0, 0])


def test_who_lies_in_nested_zones_is_counted_once_in_their_total(workspace: Workspace) -> None:
    ground, people = counted(workspace)
    zones = [within(str(width), "", RAIL, width, "") for width in (30.0, 200.0, 1500.0)]
    found = exposure(zones, ground, people)
    # 60 m of 1.000: 78 + 54; 400 m: 880 in all, so 748 beyond the first; then the other 1.365
    assert found.total("night", 0) == pytest.approx(132)
    assert found.total("night", 1) == pytest.approx(880)
    assert found.first["night"].sum(axis=1) == pytest.approx([132, 748, 1_365], rel=1e-4)
    assert found.total("night") == pytest.approx(2_245)


def test_who_lies_in_overlapping_outlines_is_counted_once(workspace: Workspace) -> None:
    ground, people = counted(workspace)
    west = drawn("a", "", shapely.box(100_000, 421_000, 100_600, 422_000), "")
    middle = drawn("b", "", shapely.box(100_400, 421_000, 101_100, 422_000), "")
    found = exposure([west, middle], ground, people)
    # West: 0,6 of Noord = 780. Middle alone: 0,4 of Noord and 0,1 of Oost more: 520 + 90.
    assert found.total("night", 0) == pytest.approx(780)
    assert found.total("night", 1) == pytest.approx(0.6 * 1_300 + 90)
    assert found.total("night") == pytest.approx(1_390)


def test_the_ledger_of_people_adds_up_to_the_city(workspace: Workspace) -> None:
    ground, people = counted(workspace)
    ledger = exposure([within("a", "", RAIL, 200.0, "")], ground, people).ledgers
    for measure, city in (("night", 2_245), ("households", 1_020), ("elderly", 350)):
        told = ledger[measure]
        assert told.city == pytest.approx(city)
        assert told.inside + told.outside == pytest.approx(city)
    # Of Zuid no percentage is published; of Haven neither, but nobody lives there.
    assert (ledger["night"].unknown, ledger["elderly"].unknown) == (0, 1)


def test_a_number_that_is_not_known_is_unknown_in_a_zone_and_nothing_outside_it(
    workspace: Workspace,
) -> None:
    ground, people = counted(workspace)
    everywhere = exposure([within("a", "", RAIL, 1_500.0, "")], ground, people)
    assert np.isnan(everywhere.per_buurt("elderly")[2])
    near = exposure([within("a", "", RAIL, 200.0, "")], ground, people)
    assert near.per_buurt("elderly")[2] == 0


def test_wijken_are_the_sum_of_their_buurten(workspace: Workspace) -> None:
    ground, people = counted(workspace)
    found = exposure([within("a", "", RAIL, 1_500.0, "")], ground, people)
    # In Boven 1.300 and 900 people, in Onder 45.
    assert found.per_wijk("night", workspace.geography) == pytest.approx([2_200, 45])


def test_addresses_are_tested_by_distance_where_a_polygon_falls_short(workspace: Workspace) -> None:
    land = ground_of(workspace).land
    # At 30 degrees from the end of the line, 200 m less 1 cm away. A circle of 32 sides is up to
    # 1 m short of it.
    end = Track.of([shapely.LineString([(100_000, 421_500), (100_500, 421_500)])])
    angle = np.radians(np.array([5.0, 30.0, 60.0]))
    x, y = 100_500 + 199.99 * np.cos(angle), 421_500 + 199.99 * np.sin(angle)
    zone = within("explosie", "", end, 200.0, "")
    assert zone.covers(x, y).all()
    assert not shapely.contains_xy(shapely.buffer(end.line, 200.0, quad_segs=8), x, y).any()
    ground = Ground(land, x, y, np.ones(3), np.zeros(3, dtype=np.int32))
    assert shares_in([zone], ground).within[0, 0] == 1


def test_a_buurt_without_addresses_is_weighed_by_its_land(workspace: Workspace) -> None:
    land = ground_of(workspace).land
    ground = Ground(
        land, np.array([100_500.0, 100_500.0]), np.array([421_500.0, 421_900.0]),
        np.array([3.0, 1.0]), np.zeros(2, dtype=np.int32),
    )  # fmt: skip
    share = shares_in([within("a", "", RAIL, 200.0, "")], ground).within[0]
    # Noord: 3 of 4 dwellings; Oost by land: 0,4
    assert share[:2] == pytest.approx([0.75, 0.4])


@given(
    widths=st.lists(st.floats(1, 2_000), min_size=1, max_size=4),
    boxes=st.lists(st.tuples(st.floats(100_000, 102_000), st.floats(420_000, 422_000)), max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_any_zones_count_nobody_twice(
    workspace: Workspace, widths: list[float], boxes: list[tuple[float, float]]
) -> None:
    ground = ground_of(workspace)
    zones = [within(str(at), "", RAIL, width, "") for at, width in enumerate(widths)]
    zones += [
        drawn(f"v{at}", "", shapely.box(x - 300, y - 300, x + 300, y + 300), "")
        for at, (x, y) in enumerate(boxes)
    ]
    shares = shares_in(zones, ground)
    together = shapely.union_all([zone.outline for zone in zones])
    expected = shapely.area(shapely.intersection(ground.land, together)) / shapely.area(ground.land)
    assert shares.first.sum(axis=0) == pytest.approx(expected, abs=1e-9)
    assert (shares.first >= -1e-12).all()
    assert (shares.first <= shares.within + 1e-9).all()


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_distances_are_those_of_shapely(seed: int, corners: int) -> None:
    random = np.random.default_rng(seed)
    line = shapely.LineString(random.uniform(0, 5_000, (corners + 1, 2)))
    x, y = random.uniform(-1_000, 6_000, (2, 200))
    expected = shapely.distance(line, shapely.points(x, y))
    assert Track.of([line]).distance_m(x, y) == pytest.approx(expected, abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(2, 300), st.sampled_from((0.0, 1.0, 3_000.0)))
@settings(max_examples=30, deadline=None)
def test_many_points_together_lie_as_far_as_each_by_itself(
    seed: int, corners: int, height_m: float
) -> None:
    random = np.random.default_rng(seed)
    walk = np.cumsum(random.normal(0, 60, (corners + 1, 2)), axis=0)
    walk[corners // 2] = walk[corners // 2 - 1]
    track = Track.of([shapely.LineString(walk + 2_500), shapely.LineString([(0, 0), (9_000, 9)])])
    # In a town, along one street, on one line exactly, and many at one address.
    x, y = random.uniform(0, 5_000, 2_000), random.uniform(0, 1, 2_000) * height_m
    x[:500], y[:500] = x[0], y[0]
    together = track.distance_m(x, y)
    assert together.tolist() == [
        track.distance_m([east], [north]).item() for east, north in zip(x, y, strict=True)
    ]
    expected = shapely.distance(track.line, shapely.points(x, y))
    assert together == pytest.approx(expected, abs=1e-6)


def test_a_point_that_is_nowhere_is_in_no_zone_and_moves_no_other() -> None:
    x = np.array([100_000.0, np.nan, 100_000.0, np.inf, 100_000.0])
    y = np.array([421_530.0, 421_500.0, np.nan, 421_500.0, 421_540.0])
    assert RAIL.distance_m(x, y).tolist() == [30.0, np.inf, np.inf, np.inf, 40.0]
    assert RAIL.distance_m([], []).tolist() == []
    assert Track.of([]).distance_m([1.0], [2.0]).tolist() == [np.inf]


def official(shared_real: Path) -> gpd.GeoDataFrame:
    buurten = gpd.read_file(shared_real / "dordrecht" / "dordrecht_buurten_2023.gpkg")
    buurten = buurten.to_crs("EPSG:28992")
    return buurten[buurten["buurtcode"] != "BU05059997"].sort_values("buurtcode")


def test_exposure_is_a_brute_force_count_of_addresses_in_the_official_buurten(
    shared_real: Path,
) -> None:
    buurten = official(shared_real)
    polygons = buurten.geometry.to_numpy()
    random = np.random.default_rng(6)
    west, south, east, north = shapely.total_bounds(polygons)
    x, y = random.uniform(west, east, 6_000), random.uniform(south, north, 6_000)
    at = np.full(len(x), -1, dtype=np.int32)
    for number, polygon in enumerate(polygons):
        at[shapely.contains_xy(polygon, x, y)] = number
    x, y, at = x[at >= 0], y[at >= 0], at[at >= 0]
    rails = gpd.read_file(shared_real / "dordrecht" / "spoor_dordrecht_clip_rd.gpkg").to_crs(
        "EPSG:28992"
    )
    lines = rails.geometry.explode(index_parts=False).to_numpy()
    lines = lines[shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING]
    ground = Ground(polygons, x, y, np.ones(len(x)), at)
    track = Track.of(lines)
    widths = (30.0, 200.0, 1_500.0)
    shares = shares_in([within(str(w), "", track, w, "") for w in widths], ground)
    # Brute force: every address against every line, one zone at a time, the nearest zone first.
    away = np.full(len(x), np.inf)
    for line in lines:
        away = np.minimum(away, shapely.distance(line, shapely.points(x, y)))
    addresses = np.bincount(at, minlength=len(polygons))
    inhabited = addresses > 0
    before = np.zeros(len(x), dtype=bool)
    for zone, width in enumerate(widths):
        new = (away <= width) & ~before
        expected = np.bincount(at[new], minlength=len(polygons))
        assert shares.first[zone][inhabited] * addresses[inhabited] == pytest.approx(
            expected[inhabited], abs=1e-6
        )
        before |= new
    assert (shares.any[inhabited] * addresses[inhabited]).sum() == pytest.approx(before.sum())
    # Not a count of nothing: addresses in each zone, and more outside them all.
    assert 0 < (away <= 30.0).sum() < (away <= 200.0).sum() < before.sum() < len(x)


def test_the_error_of_areal_weighting_is_that_of_halves_that_are_known(
    shared_real: Path,
) -> None:
    buurten = official(shared_real)
    polygons = buurten.geometry.to_numpy()
    people = buurten["aantalInwoners"].to_numpy(dtype=float)
    people[people < 0] = np.nan
    codes = buurten["wijkcode"].tolist()
    wijk = np.array([sorted(set(codes)).index(code) for code in codes], dtype=np.int32)
    touching = np.array([[a is not b and a.touches(b) for b in polygons] for a in polygons])
    from scipy import sparse  # noqa: PLC0415 - for this test alone

    error = areal_error(people, shapely.area(polygons), wijk, sparse.csr_array(touching))
    wrong = total = 0.0
    for one, other in np.argwhere(np.triu(touching)):
        if wijk[one] == wijk[other] and np.isfinite(people[one] + people[other]):
            both = people[one] + people[other]
            share = polygons[one].area / (polygons[one].area + polygons[other].area)
            wrong += abs(both * share - people[one])
            total += both
    assert error == pytest.approx(wrong / total)
    # Reported with every count by land: about one in eight to one in four, never nothing.
    assert 0.1 < error < 0.3

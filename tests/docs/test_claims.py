"""The tables of false claims, held to their results; and the simulated town, held to the real."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from claims_worlds import Town

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/methoden.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def scripts() -> Iterator[dict[str, ModuleType]]:
    """Return the scripts of the simulation, which are no package."""
    sys.path.insert(0, str(REPOSITORY / "benchmarks"))
    try:
        import bench_claims  # noqa: PLC0415 - a script
        import claims  # noqa: PLC0415
        import claims_table  # noqa: PLC0415
        import claims_worlds  # noqa: PLC0415

        yield {
            "run": bench_claims,
            "claims": claims,
            "table": claims_table,
            "worlds": claims_worlds,
        }
    finally:
        sys.path.remove(str(REPOSITORY / "benchmarks"))


@pytest.fixture(scope="module")
def simulated(scripts: dict[str, ModuleType], tmp_path_factory: pytest.TempPathFactory) -> Town:
    return scripts["worlds"].Town(REPOSITORY, tmp_path_factory.mktemp("state"))


@pytest.mark.parametrize(
    ("maps", "share", "most"),
    [(400, 0.05, 31), (400, 0.10, 55), (2000, 0.05, 123), (2000, 0.10, 232)],
)
def test_a_claim_that_is_false_as_often_as_allowed_passes_99_times_of_100(
    scripts: dict[str, ModuleType], maps: int, share: float, most: int
) -> None:
    assert scripts["table"].allowed(maps, share) == most
    # Counted, not looked up: so many or fewer in 99 of 100 runs, and no fewer will do.
    assert stats.binom.cdf(most, maps, share) >= 0.99 > stats.binom.cdf(most - 1, maps, share)


def test_the_tables_of_false_claims_are_those_of_the_results(
    scripts: dict[str, ModuleType],
) -> None:
    table = scripts["table"]
    rows = json.loads(table.RESULTS.read_text(encoding="utf-8"))
    (between,) = PAGE.split(table.BEGIN)[1:]
    assert between.split(table.END)[0].strip() == table.tables(rows)


def test_the_first_forty_maps_give_the_count_of_the_results(
    simulated: Town, scripts: dict[str, ModuleType]
) -> None:
    run, world, size, group = scripts["run"], scripts["worlds"].World("null"), 246, "clock"
    rows = json.loads(scripts["table"].RESULTS.read_text(encoding="utf-8"))
    stored = {
        row["claim"]: row["made_in_first"]
        for row in rows
        if row["world"] == "null" and row["size"] == size and row["seed"] == run.SEED
    }
    counted = {"drukke uren": 0, "drukste maand": 0}
    for number in range(run.RECOMPUTED):
        made = run.made_of(simulated, world, size, number, group=group, seed=run.SEED)
        for claim, said in scripts["claims"].claims_of(made, group)[0].items():
            counted[claim] += said
    assert counted == {claim: stored[claim] for claim in counted}


def test_incidents_by_land_lie_evenly_over_the_land_that_was_published(simulated: Town) -> None:
    buurten = gpd.read_file(REPOSITORY / "geodata/buurten/buurten.geojson").to_crs(28992)
    water = gpd.read_file(REPOSITORY / "geodata/water/water.geojson").to_crs(28992)
    wet = water.union_all()
    ground = simulated.ground
    points = ground.points(np.random.default_rng(1), 40_000, ground.land)
    # On land, but for the width of a border, and in each buurt by its land.
    assert (shapely.distance(shapely.points(points[:2_000]), buurten.union_all()) < 1e-6).all()
    assert not shapely.contains_xy(shapely.buffer(wet, -0.01), *points.T).any()
    dry = shapely.area(shapely.difference(buurten.geometry.to_numpy(), wet))
    counts = np.array([shapely.contains_xy(shape, *points.T).sum() for shape in buurten.geometry])
    expected = dry / dry.sum() * counts.sum()
    enough = expected >= 5
    assert stats.chisquare(counts[enough], expected[enough] * counts[enough].sum()
                           / expected[enough].sum()).pvalue > 0.001  # fmt: skip


def test_incidents_by_households_come_by_the_households_of_the_buurt(simulated: Town) -> None:
    buurten = gpd.read_file(REPOSITORY / "geodata/buurten/buurten.geojson")
    living = simulated.ground.per_buurt("households", len(buurten))
    codes = simulated.library.geography.buurten.codes
    column = simulated.library.geography.buurten.denominators["huishoudens"]
    assert living == pytest.approx(np.nan_to_num(column) / np.nansum(column))
    assert len(codes) == len(buurten)


def test_a_part_of_the_land_is_due_its_part_of_the_incidents(simulated: Town) -> None:
    buurten = gpd.read_file(REPOSITORY / "geodata/buurten/buurten.geojson").to_crs(28992)
    water = gpd.read_file(REPOSITORY / "geodata/water/water.geojson").to_crs(28992)
    land = shapely.difference(buurten.union_all(), water.union_all())
    block = shapely.box(104_700, 425_300, 105_000, 425_600)
    part = simulated.ground.within(block)
    share = shapely.area(shapely.intersection(land, block)) / shapely.area(land)
    assert part.land.sum() == pytest.approx(share, rel=1e-6)
    points = part.points(np.random.default_rng(4), 500, part.land / part.land.sum())
    assert shapely.contains_xy(shapely.buffer(block, 1e-6), *points.T).all()


def test_bursts_have_twice_the_variance_that_chance_has(scripts: dict[str, ModuleType]) -> None:
    worlds = scripts["worlds"]
    rng = np.random.default_rng(2)
    per_day = [
        np.bincount(worlds.dealt_days(rng, worlds.World("bursts"), 5_000), minlength=1_096)
        for _ in range(40)
    ]
    ratios = np.array([days.var() / days.mean() for days in per_day])
    assert ratios.mean() == pytest.approx(2.0, abs=0.05)


def test_one_in_five_incidents_follows_another_nearby_and_not_at_its_address(
    simulated: Town, scripts: dict[str, ModuleType]
) -> None:
    # Of 100 incidents 25 are followed: 125 in all, of which 25 follow.
    world = scripts["worlds"].World("near_repeats")
    layer = simulated.workspace.layer("woninginbraak")
    simulated.deal((3, 1), world, 5_000, {layer.id: "households"})
    _, rows = simulated.workspace.incidents(layer)
    places = np.column_stack([rows.x_rd, rows.y_rd])
    first, follower = places[:4_000], places[4_000:]
    day, later = rows.day[:4_000], rows.day[4_000:]
    near = 0
    for place, moment in zip(follower[100:200], later[100:200], strict=True):
        away = np.hypot(*(first - place).T)
        days = moment - day
        there = ((away > 99.8) & (away < 200.2)) | (abs(away - 10.0) < 0.2)
        near += bool((there & (days >= 7) & (days <= 14)).any())
    assert near == 100


def test_those_that_follow_lie_by_exposure_too(
    simulated: Town, scripts: dict[str, ModuleType]
) -> None:
    # Without that a buurt of few homes beside one of many would truly have more than its share.
    ground, buurten = simulated.ground, len(simulated.library.geography.buurten)
    followers = []
    for seed in range(10):
        world = scripts["worlds"].World("near_repeats")
        layer = simulated.workspace.layer("woninginbraak")
        simulated.deal((4, seed), world, 5_000, {layer.id: "households"})
        _, rows = simulated.workspace.incidents(layer)
        followers.append(rows.buurt[4_000:])
    lie = np.concatenate(followers)
    due = ground.per_buurt("households", buurten) * lie.size
    counts = np.bincount(lie[lie >= 0], minlength=buurten)
    many = due > 20
    # Pearson's statistic over its degrees of freedom, 1 in the mean; standard error 0,16.
    fit = (np.square(counts - due) / np.maximum(due, 1.0))[many].mean()
    assert 0.5 < fit < 1.5

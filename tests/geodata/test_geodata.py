from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], gpd.GeoDataFrame]

GEODATA = Path(__file__).parents[2] / "geodata"
BUILD = GEODATA / "_build"
LAYERS = ["gemeente", "wijken", "buurten", "water", "spoorlijnen", "stations", "voorzieningen"]


def declaration(layer: str) -> dict[str, Any]:
    return tomllib.loads((GEODATA / layer / "layer.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read() -> Reader:
    frames: dict[str, gpd.GeoDataFrame] = {}

    def read_layer(layer: str) -> gpd.GeoDataFrame:
        if layer not in frames:
            frames[layer] = gpd.read_file(GEODATA / layer / f"{layer}.geojson")
        return frames[layer]

    return read_layer


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return pd.read_csv(BUILD / "facts" / "buurten_2023.csv", index_col="buurtcode")


@pytest.fixture(scope="module")
def border() -> shapely.Polygon:
    return shapely.Polygon(pd.read_csv(BUILD / "facts" / "gemeentegrens.csv").to_numpy())


@pytest.mark.parametrize("layer", LAYERS)
def test_every_declared_checksum_and_row_count_is_true(layer: str, read: Reader) -> None:
    source = declaration(layer)["source"]
    content = (GEODATA / layer / source["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == source["sha256"]
    assert len(read(layer)) == source["rows"]
    assert read(layer).crs == source["crs"] == "EPSG:28992"


@pytest.mark.parametrize("layer", LAYERS)
def test_every_declared_column_is_in_the_file(layer: str, read: Reader) -> None:
    declared = declaration(layer)
    columns = set(declared["columns"].values())
    columns |= {entry["column"] for entry in declared.get("denominators", {}).values()}
    assert columns <= set(read(layer).columns)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_file_holds_one_feature_per_line_and_coordinates_of_a_decimetre(
    layer: str, read: Reader
) -> None:
    text = (GEODATA / layer / f"{layer}.geojson").read_text(encoding="utf-8")
    # an opening and a closing line, and a feature on each line between
    assert len(text.splitlines()) == len(read(layer)) + 2
    corners = shapely.get_coordinates(read(layer).geometry)
    assert (corners == np.round(corners, 1)).all()


@pytest.mark.parametrize(("layer", "count"), [("gemeente", 1), ("wijken", 13), ("buurten", 132)])
def test_areas_are_a_coverage_of_single_polygons_sorted_by_code(
    layer: str, count: int, read: Reader
) -> None:
    areas = read(layer)
    codes = areas[declaration(layer)["columns"]["code"]]
    assert len(areas) == count == codes.nunique()
    assert codes.is_monotonic_increasing
    assert set(areas.geom_type) == {"Polygon"}
    assert areas.geometry.is_valid.all()
    assert shapely.coverage_is_valid(areas.geometry.to_numpy())


def test_every_buurt_has_its_own_area_within_two_percent(
    read: Reader, figures: pd.DataFrame, border: shapely.Polygon
) -> None:
    # 99,47 km2 within the border, 98,62 km2 of buurten: every figure grows by 0,86 %
    scale = border.area / figures.area_m2.sum()
    assert scale == pytest.approx(1.0086, abs=0.0001)
    area_m2 = read("buurten").set_index("buurtcode").area
    assert (area_m2 / (figures.area_m2 * scale) - 1).abs().max() < 0.02


def test_every_buurt_carries_the_published_figures(read: Reader, figures: pd.DataFrame) -> None:
    buurten = read("buurten").set_index("buurtcode")
    for column in ("inwoners", "huishoudens", "pct_0_15", "pct_65plus", "land_ha", "water_ha"):
        pd.testing.assert_series_equal(
            buurten[column].astype(float), figures[column].astype(float), check_index_type=False
        )


def test_an_unpublished_figure_is_null_and_not_zero() -> None:
    text = (GEODATA / "buurten" / "buurten.geojson").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if '"BU05050406"' in line)
    assert '"pct_0_15": null' in row


def test_a_wijk_is_exactly_the_union_of_its_buurten(read: Reader) -> None:
    buurten, wijken = read("buurten"), read("wijken").set_index("wijkcode")
    assert set(buurten.wijkcode) == set(wijken.index)
    for code, members in buurten.groupby("wijkcode"):
        union = shapely.coverage_union_all(members.geometry.to_numpy())
        assert shapely.equals(union, wijken.geometry[code])
        assert shapely.symmetric_difference(union, wijken.geometry[code]).area == 0.0
        assert wijken.huishoudens[code] == members.huishoudens.sum()


def test_the_gemeente_is_exactly_the_union_of_the_wijken_and_follows_the_border(
    read: Reader, border: shapely.Polygon
) -> None:
    gemeente = read("gemeente").geometry.iloc[0]
    union = shapely.coverage_union_all(read("wijken").geometry.to_numpy())
    assert shapely.equals(union, gemeente)
    # corners on the border are rounded to 0,1 m: at most 0,05 m aside in x and in y, and the
    # border is 52 km long, so far less than 52.000 m * 0,07 m = 3.640 m2
    assert 51_000 < border.length < 53_000
    assert shapely.symmetric_difference(gemeente, border).area < 3_640
    assert shapely.hausdorff_distance(gemeente.boundary, border.boundary) < 0.08


def test_one_wijk_name_has_its_capital_back(read: Reader) -> None:
    names = read("wijken").set_index("wijkcode").wijknaam
    assert names["WK050504"] == "Nieuw-Krispijn"
    facts = pd.read_csv(BUILD / "facts" / "wijken_2022.csv", index_col="wijkcode").wijknaam
    assert (names != facts).sum() == 1


def test_rivers_do_not_overlap_and_lie_in_the_gemeente(read: Reader) -> None:
    water = read("water")
    assert water.geometry.is_valid.all()
    assert water.approximate.all()
    together = shapely.union_all(water.geometry.to_numpy())
    # 0,1 m of rounding along some 100 km of shores
    assert abs(water.area.sum() - together.area) < 10_000
    assert shapely.difference(together, read("gemeente").geometry.iloc[0]).area < 10_000


def test_rivers_hold_about_the_water_of_buurten_that_have_no_other_water(read: Reader) -> None:
    buurten = read("buurten").set_index("buurtnaam")
    river = shapely.union_all(read("water").geometry.to_numpy())
    # water_ha in the figures; along the Kil there are no harbours in these buurten
    for name, water_ha in {"Wieldrecht": 4, "Dordtse Kil II": 9, "Dordtse Kil III": 24}.items():
        band_ha = shapely.intersection(buurten.geometry[name], river).area / 10_000
        assert band_ha == pytest.approx(water_ha, rel=0.1)


def test_rivers_leave_a_quarter_of_the_water_to_harbours_and_creeks(
    read: Reader, figures: pd.DataFrame
) -> None:
    # 2.102 ha in the figures
    assert figures.water_ha.sum() == 2102
    assert 0.70 < read("water").area.sum() / 10_000 / 2102 < 0.76


def test_stations_lie_on_the_railway_and_lines_run_through_dordrecht(read: Reader) -> None:
    stations, lines = read("stations"), read("spoorlijnen")
    # lines are rounded to 10 m and a platform is no wider than a hundred
    railway = shapely.union_all(lines.geometry.to_numpy())
    near = stations[stations.code.isin(["DDR", "DDRS", "DDZD"])]
    assert (near.distance(railway) < 150).all()
    assert lines.intersects(read("gemeente").geometry.iloc[0]).all()
    west, south, east, north = lines.total_bounds
    assert west > 102_000
    assert south > 411_000
    assert east < 112_000
    assert north < 428_000


def test_voorzieningen_lie_in_the_wijk_they_name_or_within_sight_of_it(read: Reader) -> None:
    places = read("voorzieningen").merge(
        read("wijken")[["wijkcode", "geometry"]], on="wijkcode", suffixes=("", "_wijk")
    )
    assert len(places) == 32
    distance_m = places.geometry.distance(gpd.GeoSeries(places.geometry_wijk, crs=places.crs))
    # boundaries are approximate
    assert distance_m.max() < 100
    assert (distance_m == 0).sum() >= 30


@pytest.mark.parametrize(("column", "share"), [("buurtcode", 0.93), ("wijkcode", 0.97)])
def test_land_lies_in_its_official_area(
    column: str, share: float, read: Reader, shared_real: Path
) -> None:
    official = gpd.read_file(shared_real / "dordrecht" / "dordrecht_buurten_2023.gpkg")
    land = official.loc[official.water != "JA", ["buurtcode", "wijkcode", "geometry"]]
    # all land counts, also the strips beyond the rounded border, which lie in no area of ours
    overlap = gpd.overlay(read("buurten")[["buurtcode", "wijkcode", "geometry"]], land)
    own = overlap[overlap[f"{column}_1"] == overlap[f"{column}_2"]]
    assert own.area.sum() / land.area.sum() >= share


@pytest.mark.parametrize(
    "module", ["power_diagram", "bisectors", "boundaries", "rivers", "writing"]
)
def test_examples_in_the_scripts_run(module: str) -> None:
    command = [sys.executable, "-m", "doctest", f"{module}.py"]
    subprocess.run(command, cwd=BUILD, check=True, timeout=600)


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, BUILD / "build.py", "--out", tmp_path], check=True, timeout=1800
    )
    built = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.glob("*/*")}
    # two files in each of 21 layers: 5 of areas, rivers and voorzieningen, 16 for build_risk.py
    assert len(built) == 52
    assert built == {name: (GEODATA / name).read_bytes() for name in built}

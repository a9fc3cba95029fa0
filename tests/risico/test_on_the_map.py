"""What the page `Kaart` draws of a layer about rail or water once somebody loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from hotspots.access.importing import import_file
from hotspots.access.words import WET_UNKNOWN
from hotspots.access.workspace import open_workspace
from hotspots.errors import IntakeError
from hotspots.maps.choropleth import context_spec
from hotspots.maps.files import map_bytes
from hotspots.maps.flood_picture import (
    DRY_HAS_NO_COLOUR,
    WET_WITHOUT_DEPTH,
    WHETHER_AND_HOW_LONG_UNKNOWN,
)
from hotspots.maps.raster_image import classes_at
from hotspots.maps.spec import MapSpec, Overlay
from hotspots.risico.flood import flood_grid
from hotspots.risico.maps import About, flood_spec, people_spec
from hotspots.risico.water import water_answer
from risky_town import declarations

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


ABOUT = About("Water", "liwo", "", "Verzonnen", "laag_flood_depth")


def load(home: Home, purpose: str, path: Path, content: bytes) -> Workspace:
    path.write_bytes(content)
    opened = open_workspace(home, role="analist")
    assert import_file(opened, opened.layer(f"laag_{purpose}"), path).status == "published"
    return opened


def depths(deep_m: float) -> bytes:
    """Return a raster of 100 m over Zuid: so deep in its west half, dry in its east half."""
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(100_050.0, 101_000.0, 100.0),
                                             np.arange(420_050.0, 421_000.0, 100.0))
    )  # fmt: skip
    depth = np.where(x < 100_500, deep_m, 0.0)
    return bytes(flood_example.geotiff(flood_example.Cells(x, y, depth, depth, 100.0), depth))


def test_cells_that_stay_dry_are_not_drawn_as_shallow_water(risky: Home, tmp_path: Path) -> None:
    _, drawn = load(risky, "flood_depth", tmp_path / "liwo.tif", depths(2.5)).context("flood_depth")
    assert drawn["name"].tolist() == ["2 tot 5 m"]
    # Half of the square kilometre.
    assert drawn.geometry.area.tolist() == [500_000]


def test_the_table_of_how_long_water_stays_has_the_days_of_its_map(
    risky: Home, tmp_path: Path
) -> None:
    # 48 hours is two days, on the map and in the table below it, not "meer dan 5 m".
    home = load(risky, "flood_duration", tmp_path / "liwo.tif", depths(48.0))
    _, drawn = home.context("flood_duration")
    assert drawn["name"].tolist() == ["1 tot 3 dagen"]
    assert drawn_at(kaart(home, "flood_duration"), *WET) == "1 tot 3 dagen"


def test_a_raster_in_which_all_stays_dry_draws_nothing(risky: Home, tmp_path: Path) -> None:
    _, drawn = load(risky, "flood_depth", tmp_path / "liwo.tif", depths(0.0)).context("flood_depth")
    assert len(drawn) == 0


def drawn_at(spec: MapSpec, x_rd: float, y_rd: float) -> str | None:
    """Return the label of the class at a place of the town of 2 by 2 km; None without a colour."""
    row, col = np.array([[(y_rd - 420_000) / 25 - 0.5]]), np.array([[(x_rd - 100_000) / 25 - 0.5]])
    at = int(classes_at(spec, row, col)[0, 0])
    return None if at < 0 else spec.classes[at].label


def kaart(home: Workspace, purpose: str) -> MapSpec:
    return context_spec(home, home.layer(f"laag_{purpose}"))


WET, DRY, OUTSIDE = (100_250.0, 420_500.0), (100_750.0, 420_500.0), (101_500.0, 420_500.0)


def test_what_lies_outside_a_raster_is_not_known_and_what_lies_in_it_has_its_class(
    risky: Home, tmp_path: Path
) -> None:
    home = load(risky, "flood_depth", tmp_path / "liwo.tif", depths(2.5))
    spec = kaart(home, "flood_depth")
    # The raster covers Zuid: 2,5 m in its west half, 0 m in the east; of Haven it says nothing.
    assert [drawn_at(spec, *place) for place in (WET, DRY, OUTSIDE)] == [
        "2 tot 5 m", None, WET_UNKNOWN,
    ]  # fmt: skip
    assert spec.legend.notes[0] == DRY_HAS_NO_COLOUR
    # The classes are those of `Risico`, in the same colours.
    answer = water_answer(home, "liwo")
    grid = flood_grid(answer.flood, home.geography, from_m=0.1)
    risico = flood_spec(home, grid, "depth", ABOUT, Overlay("", (), ()))
    assert spec.classes == risico.classes
    assert [drawn_at(risico, *place) for place in (WET, DRY, OUTSIDE)] == [
        "2 tot 5 m", None, WET_UNKNOWN,
    ]  # fmt: skip
    assert WET_UNKNOWN in map_bytes(spec, home, ".html").decode()


def test_of_several_floods_a_place_has_the_greatest_depth(risky: Home, tmp_path: Path) -> None:
    load(risky, "flood_depth", tmp_path / "klein.tif", depths(0.7))
    home = load(risky, "flood_depth", tmp_path / "groot.tif", depths(5.5))
    spec = kaart(home, "flood_depth")
    assert drawn_at(spec, *WET) == "meer dan 5 m"
    assert "Per plek de grootste diepte van: klein en groot" in spec.legend.notes


def test_zones_that_are_only_an_extent_stay_one_on_every_map(risky: Home, tmp_path: Path) -> None:
    ring = shapely.to_geojson(shapely.box(100_000, 420_000, 100_500, 421_000))
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'
    feature = f'{{"type":"Feature","properties":{{"scenario":"omvang"}},"geometry":{ring}}}'
    extent = f'{{"type":"FeatureCollection","crs":{crs},"features":[{feature}]}}'
    home = load(risky, "flood_zone", tmp_path / "omvang.geojson", extent.encode())
    spec = kaart(home, "flood_zone")
    assert drawn_at(spec, *WET) == WET_WITHOUT_DEPTH
    assert drawn_at(spec, *DRY) is None
    # Half of the 45 of Zuid live in it, at a depth that nobody gave.
    people = water_answer(home, "omvang").to_dict()["people"]
    assert isinstance(people, dict)
    assert (people["inside"], people["depth_not_known"]) == (22.5, 22.5)


def test_how_long_water_stays_is_a_raster_of_its_own(risky: Home, tmp_path: Path) -> None:
    before = open_workspace(risky, role="analist")
    # Nothing was loaded: there is nothing to draw, and the map of the layer says so.
    assert kaart(before, "flood_duration").raster is None
    load(risky, "flood_depth", tmp_path / "liwo.tif", depths(2.5))
    # 240 hours are 10 days; 0 hours where it stays dry.
    home = load(risky, "flood_duration", tmp_path / "liwo.tif", depths(240.0))
    spec = kaart(home, "flood_duration")
    assert [drawn_at(spec, *place) for place in (WET, OUTSIDE)] == [
        "7 tot 14 dagen", WHETHER_AND_HOW_LONG_UNKNOWN,
    ]  # fmt: skip
    answer = water_answer(home, "liwo")
    assert answer.to_dict()["duration_h"] == [240.0, 240.0]
    grid = flood_grid(answer.flood, home.geography, from_m=0.1)
    risico = flood_spec(home, grid, "days", ABOUT, Overlay("", (), ()))
    assert drawn_at(risico, *WET) == "7 tot 14 dagen"
    assert drawn_at(risico, *DRY) is None


def test_hours_that_cannot_be_hours_are_refused_in_their_own_unit(
    risky: Home, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match=r"10\.000.*eenheid \(uren\)"):
        load(risky, "flood_duration", tmp_path / "liwo.tif", depths(20_000.0))


def test_a_zone_is_called_by_its_label_and_not_by_its_code(risky: Home, tmp_path: Path) -> None:
    ring = shapely.to_geojson(shapely.box(100_400, 421_100, 100_600, 421_300))
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'
    feature = f'{{"type":"Feature","properties":{{"gebied":"pr10_6"}},"geometry":{ring}}}'
    rev = f'{{"type":"FeatureCollection","crs":{crs},"features":[{feature}]}}'
    _, drawn = load(risky, "rail_zone", tmp_path / "rev.geojson", rev.encode()).context("rail_zone")
    assert drawn["category"].tolist() == ["Plaatsgebonden risico 10⁻⁶"]
    # It has no name, so it is called the same.
    assert drawn["name"].tolist() == ["Plaatsgebonden risico 10⁻⁶"]


def test_wagons_are_listed_with_their_substance_unit_and_year(risky: Home, tmp_path: Path) -> None:
    rows = b"lijn,stofcategorie,wagens_per_jaar,jaar\nProeflijn,A,1000,2020\n"
    _, drawn = load(risky, "transport", tmp_path / "vervoer.csv", rows).context("transport")
    # The row that came along, for the same substance, has no number: it says nothing any more.
    assert drawn["category"].tolist() == ["A: brandbaar gas · 1000 wagens · 2020"]


def test_people_are_drawn_in_the_whole_numbers_that_are_told(risky: Home) -> None:
    opened = open_workspace(risky, role="analist")
    codes = opened.geography.buurten.codes
    # 3,4 is told as 3, 2,3 as 2, 0,6 as 1; of one buurt it is not known.
    people = dict(zip(codes, (3.4, 2.3, 0.6, None), strict=True))
    about = About("Mensen", "Proef", "Berekend", "Verzonnen", "laag_rail")
    spec = people_spec(opened, people, about, Overlay("", (), ()))
    assert spec.tips == ("3 mensen", "2 mensen", "1 mens", "aantal niet bekend")
    assert spec.fill is not None
    drawn = [spec.classes[at].label for at in spec.fill.tolist()]
    assert drawn == ["3", "2", "1", "aantal niet bekend"]
    # Whoever reads the legend finds every colour of it on the map.
    assert all(entry.count for entry in spec.classes if entry.kind == "value")

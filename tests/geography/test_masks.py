"""Where incidents can happen: land, or land with households; and which land is one piece."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from hotspots.catalog.reading import read_catalog
from hotspots.geography import masks
from hotspots.geography.areas import read_geography
from hotspots.geography.grid import column_and_row
from hotspots.geography.mask_making import read_masks
from hotspots.settings import Home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.geography.masks import Mask

REPOSITORY = Path(__file__).parents[2]
#: De Staart, beyond the Wantij.
STAART = "WK050506"


def masks_of(home: Home) -> dict[str, Mask]:
    catalog = read_catalog(home)
    return read_masks(catalog, read_geography(catalog))


def test_the_land_of_the_town_is_four_squares_of_400_cells(town: Workspace) -> None:
    land = town.library.masks["land"]
    # A buurt of 1 km by 1 km holds 20 x 20 cells of 50 m, and 5 x 5 of 200 m.
    assert len(land.finest) == 1_600
    assert len(land.cells(200)) == 100
    assert land.geometry.area == pytest.approx(4e6)


def test_of_answers_for_very_many_cells_the_latest_is_remembered(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    land = replace(town.library.masks["land"], _remembered={})
    monkeypatch.setattr(masks, "_REMEMBERED", 3)
    worked_out = []

    def asked(question: str, n: int) -> int:
        def answer() -> np.ndarray:
            worked_out.append(question)
            return np.zeros(n)

        return len(land.remembered(question, answer))

    sizes = {"few": 3, "many": 4, "as many": 5}
    for question in ("few", "many", "many", "as many", "as many", "few", "many", "few"):
        assert asked(question, sizes[question]) == sizes[question]
    assert worked_out == ["few", "many", "as many", "many"]
    # The cells of a size are no answer, and stay beside it.
    assert land.cells(100) is land.cells(100)
    assert asked("many", 4) == 4
    assert worked_out == ["few", "many", "as many", "many"]


def test_no_one_lives_in_haven_so_households_leave_it_out(town: Workspace) -> None:
    households = town.library.masks["households"]
    assert len(households.finest) == 1_200
    assert not households.geometry.contains(shapely.Point(101_500, 420_500))
    col, row = column_and_row(households.finest)
    # Haven: columns from 101.000 / 50 = 2020, rows below 421.000 / 50 = 8420.
    assert not np.any((col >= 2020) & (row < 8420))


def test_the_cells_of_a_mask_nest(town: Workspace) -> None:
    mask = town.library.masks["households"]
    # 300 of 100 m: three buurten of 10 x 10; 500 m: three of 2 x 2.
    assert (len(mask.cells(100)), len(mask.cells(500))) == (300, 12)
    assert mask.cells(50).tolist() == mask.finest.tolist()


def test_without_households_all_land_is_the_mask(home: Home) -> None:
    catalog = read_catalog(home)
    geography = read_geography(catalog)
    bare = replace(
        geography,
        parts=(geography.wijken, replace(geography.buurten, denominators={})),
        denominators=(),
    )
    masks = read_masks(catalog, bare)
    assert masks["households"].finest.tolist() == masks["land"].finest.tolist()


def test_where_no_household_is_known_all_land_is_the_mask_too(home: Home) -> None:
    catalog = read_catalog(home)
    geography = read_geography(catalog)
    unknown = {"huishoudens": np.full(len(geography.buurten), np.nan)}
    bare = replace(
        geography, parts=(geography.wijken, replace(geography.buurten, denominators=unknown))
    )
    # Four buurten of 20 x 20 cells.
    assert len(read_masks(catalog, bare)["households"].finest) == 1_600


def test_water_that_gemeente_toml_names_is_no_land(home: Home) -> None:
    folder = home.geodata / "plas"
    folder.mkdir()
    # A lake over the western half of Zuid: 0,5 km by 1 km.
    west, south, east, north = 100_000, 420_000, 100_500, 421_000
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    (folder / "plas.geojson").write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"naam": "Plas"},
                        "geometry": {"type": "Polygon", "coordinates": [ring]},
                    }
                ],
            }
        ),
        encoding="utf-8",
    )
    (folder / "layer.toml").write_text(
        'id = "plas"\nkind = "zones"\nlabel = "Plas"\n[source]\nfile = "plas.geojson"\n'
        'attribution = "Verzonnen"\nlicence = "CC0-1.0"\n[columns]\nname = "naam"\n',
        encoding="utf-8",
    )
    text = home.gemeente.read_text(encoding="utf-8")
    home.gemeente.write_text(text.replace("[land]", '[land]\nwater = "plas"'), encoding="utf-8")
    land = masks_of(home)["land"]
    assert land.geometry.area == pytest.approx(3.5e6)
    # 10 x 20 cells less; those along its shore only touch it.
    assert len(land.finest) == 1_400


def test_a_compartment_is_the_cells_of_its_wijken(home: Home) -> None:
    text = home.gemeente.read_text(encoding="utf-8")
    home.gemeente.write_text(
        text.replace("compartments = []", 'compartments = [["WK999902"]]'), encoding="utf-8"
    )
    land = masks_of(home)["land"]
    row = column_and_row(land.finest)[1]
    # Onder lies south of 421.000: rows below 8420.
    assert np.array_equal(land.compartment, (row < 8420).astype(np.int8))


def test_the_staart_lies_beyond_the_wantij() -> None:
    home = Home(REPOSITORY, REPOSITORY / ".hotspots")
    catalog = read_catalog(home)
    geography = read_geography(catalog)
    land = read_masks(catalog, geography)["land"]
    staart = geography.wijken.polygons[geography.wijken.codes.index(STAART)]
    col, row = column_and_row(land.finest)
    centres = shapely.points(col * 50.0 + 25.0, row * 50.0 + 25.0)
    assert np.array_equal(land.compartment == 1, shapely.covers(staart, centres))
    assert set(land.compartment.tolist()) == {0, 1}


_RD = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def _with_built_up(home: Home, shape: shapely.Geometry) -> Mask:
    folder = home.geodata / "bebouwing"
    folder.mkdir()
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)}
    (folder / "bebouwing.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "crs": _RD, "features": [feature]}),
        encoding="utf-8",
    )
    (folder / "layer.toml").write_text(
        """\
id = "bebouwing"
kind = "zones"
label = "Bebouwing"
purpose = "built_up"

[source]
file = "bebouwing.geojson"
rows = 1
crs = "EPSG:28992"
attribution = "Verzonnen"
licence = "CC0-1.0"

[columns]
""",
        encoding="utf-8",
    )
    return masks_of(home)["households"]


def test_people_live_where_it_is_built_up_and_on_their_land_where_that_is_not_known(
    home: Home,
) -> None:
    """200 x 100 m of the first buurt are built up; the two others with households keep 1 km2."""
    mask = _with_built_up(home, shapely.box(100_200, 420_200, 100_400, 420_300))
    assert mask.geometry.area == pytest.approx(2e6 + 20_000)
    assert len(mask.finest) == 2 * 400 + 8
    assert mask.label == "het bebouwde land van buurten met huishoudens"

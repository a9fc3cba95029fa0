"""What the page `Kaart` draws of a layer about rail or water once somebody loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.access.importing import import_file
from hotspots.access.workspace import open_workspace
from hotspots.maps.spec import Overlay
from hotspots.risico.maps import About, people_spec
from risky_town import declarations

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home


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


def test_a_raster_in_which_all_stays_dry_draws_nothing(risky: Home, tmp_path: Path) -> None:
    _, drawn = load(risky, "flood_depth", tmp_path / "liwo.tif", depths(0.0)).context("flood_depth")
    assert len(drawn) == 0


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

"""A flood by place: which cells are wet, how deep and when, and in which class it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.maps.files import map_bytes
from hotspots.maps.flood_picture import DRY_HAS_NO_COLOUR, HOUR_UNKNOWN
from hotspots.maps.raster_image import classes_at
from hotspots.maps.spec import MapSpec, Overlay
from hotspots.risico.flood import FloodGrid, flood_grid
from hotspots.risico.maps import About, flood_spec
from hotspots.risico.water import water_answer

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.maps.flood_picture import FloodShown

ABOUT = About("Water", "Proefwater", "Voorbeeld", "Verzonnen", "laag_flood_zone")


@pytest.fixture(scope="module")
def grid(workspace: Workspace) -> FloodGrid:
    flood = water_answer(workspace, "proef").flood
    return flood_grid(flood, workspace.geography, from_m=0.1)


def spec_of(workspace: Workspace, grid: FloodGrid, shown: FloodShown) -> MapSpec:
    return flood_spec(workspace, grid, shown, ABOUT, Overlay("", (), ()))


def class_at(spec: MapSpec, grid: FloodGrid, x_rd: float, y_rd: float) -> str | None:
    """Return the label of the class that is drawn at a place."""
    row = np.array([[(y_rd - grid.south_m) / grid.cell_m - 0.5]])
    col = np.array([[(x_rd - grid.west_m) / grid.cell_m - 0.5]])
    at = int(classes_at(spec, row, col)[0, 0])
    return None if at < 0 else spec.classes[at].label


def test_each_cell_has_the_depth_and_the_hour_of_its_middle(grid: FloodGrid) -> None:
    # The town is 2 by 2 km: 80 by 80 cells of 25 m.
    assert (grid.depth_m.shape, grid.cell_m) == ((80, 80), 25)
    # Half of Noord and all of Zuid: 1,5 km2 of 625 m2 each.
    assert np.isfinite(grid.depth_m).sum() == 2_400
    # Row 50 is at y 421.262, in the south half of Noord; row 10 in Zuid; column 60 in the east.
    assert (grid.depth_m[50, 10], grid.arrival_h[50, 10]) == (1, 6)
    assert (grid.depth_m[10, 10], grid.arrival_h[10, 10]) == (3, 2)
    assert np.isnan(grid.depth_m[[70, 10], [10, 60]]).all()


def test_a_place_that_is_less_deep_than_the_setting_is_dry(workspace: Workspace) -> None:
    flood = water_answer(workspace, "proef").flood
    deep = flood_grid(flood, workspace.geography, from_m=1.5)
    # Zuid alone, 1 km2.
    assert np.isfinite(deep.depth_m).sum() == 1_600


def test_a_place_is_drawn_in_the_class_of_its_depth_and_of_its_hour(
    workspace: Workspace, grid: FloodGrid
) -> None:
    depth, hours = (spec_of(workspace, grid, shown) for shown in ("depth", "hours"))
    for x_rd, y_rd, metres, hour in (
        # A depth on the border of two classes is in the deeper one.
        (100_500, 421_250, "1 tot 1,5 m", "4 tot 8 uur"),
        (100_500, 420_500, "2 tot 5 m", "0 tot 4 uur"),
        (100_500, 421_750, None, None),
        (101_500, 420_500, None, None),
    ):
        assert class_at(depth, grid, x_rd, y_rd) == metres
        assert class_at(hours, grid, x_rd, y_rd) == hour


def test_water_of_which_nobody_knows_when_it_comes_is_hatched_and_not_early(
    workspace: Workspace, grid: FloodGrid
) -> None:
    unknown = FloodGrid(
        grid.depth_m, np.full_like(grid.depth_m, np.nan), grid.west_m, grid.south_m, grid.cell_m,
        np.zeros(grid.depth_m.shape, dtype=np.bool_), grid.duration_h,
    )  # fmt: skip
    spec = spec_of(workspace, unknown, "hours")
    assert class_at(spec, unknown, 100_500, 420_500) == HOUR_UNKNOWN
    assert spec.classes[-1].pattern == "hatch"
    assert class_at(spec, unknown, 101_500, 420_500) is None


def test_each_file_shows_the_picture_and_its_classes(workspace: Workspace, grid: FloodGrid) -> None:
    spec = spec_of(workspace, grid, "depth")
    for ending, picture in ((".html", "data:image/png"), (".svg", 'id="raster"')):
        drawn = map_bytes(spec, workspace, ending).decode()
        assert picture in drawn
        assert "Geregistreerd" not in drawn
        # A picture has no cells to count.
        assert "cellen" not in drawn
        for said in ("2 tot 5 m", DRY_HAS_NO_COLOUR, ABOUT.badge):
            assert said in drawn, (ending, said)

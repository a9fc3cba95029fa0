"""The lists of a wijkbeeld as files: the same rows as on the page, with their shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from hotspots.exports.writers import file_bytes
from hotspots.wijkbeeld.make import briefing as briefing_of
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sheets import sheet_of_event_days, sheet_of_hot_cells, sheet_of_zones

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.briefing import Briefing

LAYER = "woninginbraak"


@pytest.fixture(scope="module")
def sterrenburg(dordrecht: Workspace) -> Briefing:
    return briefing_of(dordrecht, place_named(dordrecht, "Sterrenburg"))


def test_hot_cells_are_those_of_the_page_with_their_squares(
    dordrecht: Workspace, tmp_path: Path
) -> None:
    # Where the planted hotspot that came up in 2017 lies.
    stadspolders = briefing_of(dordrecht, place_named(dordrecht, "Stadspolders"), zones=None)
    sheet = sheet_of_hot_cells(dordrecht, stadspolders, LAYER)
    path = tmp_path / "cellen.gpkg"
    path.write_bytes(file_bytes(dordrecht, sheet, ".gpkg"))
    read = gpd.read_file(path, layer=0)
    cells = stadspolders.details[LAYER].listed_cells
    assert cells
    assert list(read["code"]) == [cell.code for cell in cells]
    assert list(read["count"]) == [cell.count for cell in cells]
    assert set(read.geometry.area) == {float(cells[0].size_m ** 2)}
    assert set(read["place"]) == {"Stadspolders"}


def test_zones_hold_their_middle_and_say_until_when(
    dordrecht: Workspace, sterrenburg: Briefing
) -> None:
    zones = tuple(zone for zone in sterrenburg.zones if zone.layer == LAYER)
    assert zones
    sheet = sheet_of_zones(dordrecht, sterrenburg, LAYER, zones)
    written = json.loads(file_bytes(dordrecht, sheet, ".geojson"))
    told = [feature["properties"]["until"] for feature in written["features"]]
    assert told == [zone.until.isoformat() for zone in zones]
    shapes = sheet.described_shapes().geometry
    for zone, shape in zip(zones, shapes, strict=True):
        assert (shape.centroid.x, shape.centroid.y) == pytest.approx((zone.x_rd, zone.y_rd))


def test_event_days_are_listed_and_a_place_without_hot_cells_has_an_empty_list(
    dordrecht: Workspace, sterrenburg: Briefing
) -> None:
    sheet = sheet_of_event_days(dordrecht, sterrenburg)
    assert list(sheet.rows["event"]) == [event.name for event in sterrenburg.events]
    assert b"Evenementen in en bij Sterrenburg" in file_bytes(
        dordrecht, sheet, ".verantwoording.csv"
    )
    quiet = briefing_of(dordrecht, place_named(dordrecht, "Verspreide bebouwing"), zones=None)
    empty = sheet_of_hot_cells(dordrecht, quiet, LAYER)
    assert len(empty.rows) == 0
    for ending in (".csv", ".xlsx", ".gpkg", ".geojson", ".parquet"):
        assert file_bytes(dordrecht, empty, ending)

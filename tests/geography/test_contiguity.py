"""Neighbours: squares by hand, official buurten against libpysal, borders that were snapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from libpysal.graph import Graph

from hotspots.crs import RD_NEW
from hotspots.geography.areas import queen_contiguity

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace


def test_four_buurten_around_one_corner_are_all_neighbours(town: Workspace) -> None:
    polygons = town.geography.buurten.polygons
    assert queen_contiguity(polygons).sum(axis=1).tolist() == [3] * 4


def test_an_island_has_no_neighbours_and_none_is_its_own() -> None:
    polygons = shapely.box([0, 10, 500], [0, 0, 0], [10, 20, 510], [10, 10, 10])
    found = queen_contiguity(polygons)
    assert found.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    assert queen_contiguity(polygons[:0]).shape == (0, 0)


def test_a_gap_by_rounding_is_still_a_border_and_a_ditch_is_not() -> None:
    for gap_m, neighbours in ((0.1, 1), (0.5, 0)):
        polygons = shapely.box([0, 10 + gap_m], [0, 0], [10, 20], [10, 10])
        assert queen_contiguity(polygons)[0, 1] == neighbours


@pytest.mark.parametrize(
    ("file", "apart"),
    # In Groningen two buurten are 11 mm apart.
    [("dordrecht/dordrecht_buurten_2023.gpkg", 0), ("groningen/buurt2017.gpkg", 1)],
)
def test_official_buurten_have_the_neighbours_that_libpysal_finds(
    shared_real: Path, file: str, apart: int
) -> None:
    areas = gpd.read_file(shared_real / file).to_crs(RD_NEW)
    polygons = np.asarray(areas.geometry)
    found = queen_contiguity(polygons)
    assert (found != found.T).nnz == 0
    assert found.has_sorted_indices
    peer = Graph.build_contiguity(areas, rook=False, strict=True).sparse.toarray()
    assert np.count_nonzero(found.toarray() != (peer > 0)) == 2 * apart


def test_buurten_snapped_to_a_decimetre_keep_their_neighbours(shared_real: Path) -> None:
    areas = gpd.read_file(shared_real / "dordrecht/dordrecht_buurten_2023.gpkg")
    polygons = np.asarray(areas.geometry)
    snapped = shapely.set_precision(polygons, 0.1)
    assert (queen_contiguity(snapped) != queen_contiguity(polygons)).nnz == 0

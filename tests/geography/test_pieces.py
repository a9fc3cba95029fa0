"""A cell on a border is not full: its land is what lies in it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.geography.grid import cell_boxes, cell_number, column_and_row
from hotspots.geography.pieces import Pieces, areas_in_cells, pieces_of


def _by_cutting(shape: shapely.Geometry) -> dict[int, float]:
    """Return the area per cell by cutting every square around a shape: slow and sure."""
    west, south, east, north = shapely.bounds(shape)
    cols = np.arange(west // 50, east // 50 + 1, dtype=np.int32)
    rows = np.arange(south // 50, north // 50 + 1, dtype=np.int32)
    col, row = (part.ravel() for part in np.meshgrid(cols, rows))
    area = shapely.area(shapely.intersection(cell_boxes(col, row, 50), shape))
    number = cell_number(col, row)
    return dict(zip(number[area > 0.001].tolist(), area[area > 0.001].tolist(), strict=True))


def test_a_polygon_with_a_hole_has_in_each_cell_what_cutting_it_gives() -> None:
    outer = shapely.Point(105_013.0, 425_027.0).buffer(260.0, quad_segs=7)
    shape = outer - shapely.box(104_980.0, 424_950.0, 105_090.0, 425_100.0)
    cells, area_m2 = areas_in_cells(shape)
    expected = _by_cutting(shape)
    assert cells.tolist() == sorted(expected)
    np.testing.assert_allclose(area_m2, [expected[cell] for cell in cells.tolist()], atol=1e-6)
    np.testing.assert_allclose(area_m2.sum(), shape.area)


@given(
    corners=st.lists(
        st.tuples(st.integers(100_000, 100_300), st.integers(400_000, 400_300)),
        min_size=3,
        max_size=7,
    )
)
@settings(max_examples=60)
def test_any_shape_with_corners_on_lines_of_the_grid_too_is_divided_without_loss(
    corners: list[tuple[int, int]],
) -> None:
    shape = shapely.convex_hull(shapely.MultiPoint(corners))
    if shape.area < 1:
        return
    cells, area_m2 = areas_in_cells(shape)
    expected = _by_cutting(shape)
    found = dict(zip(cells.tolist(), area_m2.tolist(), strict=True))
    for cell in found.keys() | expected.keys():
        assert abs(found.get(cell, 0.0) - expected.get(cell, 0.0)) < 0.01


def test_no_shape_lies_in_no_cell() -> None:
    cells, area_m2 = areas_in_cells(shapely.Polygon())
    assert (len(cells), len(area_m2)) == (0, 0)


def test_a_cell_that_two_buurten_share_is_a_piece_of_each_and_land_of_no_buurt_is_one_too() -> None:
    """Buurten of 80 x 50 m and 40 x 50 m side by side; 30 m of land beyond them are of neither."""
    buurten = np.array([shapely.box(0, 0, 80, 50), shapely.box(80, 0, 120, 50)])
    geography = SimpleNamespace(buurten=SimpleNamespace(polygons=buurten))
    pieces = pieces_of(shapely.box(0, 0, 150, 50), geography)  # type: ignore[arg-type]
    assert column_and_row(pieces.cell)[0].tolist() == [0, 1, 1, 2, 2]
    assert pieces.buurt.tolist() == [0, 0, 1, -1, 1]
    assert pieces.area_m2.round(6).tolist() == [2500, 1500, 1000, 1500, 1000]


def _three_pieces() -> Pieces:
    cell = cell_number(np.array([0, 1, 1], dtype=np.int32), np.zeros(3, dtype=np.int32))
    return Pieces(cell, np.array([0, 0, 1]), np.array([2500.0, 500.0, 2000.0]))


def test_people_are_spread_by_land_and_where_their_homes_are_known_by_those() -> None:
    """600 over 2.500 and 500 m2 of the first buurt are 500 and 100. With one home in the smaller
    piece all 600 live there; the second buurt has no known home and keeps its land."""
    pieces, people = _three_pieces(), np.array([600.0, 40.0])
    assert pieces.spread(people).tolist() == [500, 100, 40]
    assert pieces.spread(people, np.array([0.0, 1.0, 0.0])).tolist() == [0, 600, 40]
    assert pieces.spread(np.array([np.nan, 40.0])).tolist() == [0, 0, 40]


def test_a_place_is_found_among_the_pieces_by_its_cell_and_its_buurt() -> None:
    pieces = _three_pieces()
    cell = pieces.cell
    asked = pieces.place_of(np.array([cell[0], cell[1], cell[0]]), np.array([0, 1, 1]))
    assert asked.tolist() == [0, 2, -1]

"""Cells: one per point, nested, with corners at RD 0, 0."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from hotspots.catalog.specs import CELL_SIZES_M
from hotspots.geography.grid import (
    cell_boxes,
    cell_code,
    cell_number,
    cell_of,
    coarsen,
    column_and_row,
)
from hotspots.geography.pieces import cells_touching

#: RD metres anywhere in the Netherlands, and a little further.
COORDINATES = st.floats(-10_000, 700_000, allow_nan=False)


def cells_of(number: np.ndarray) -> list[tuple[int, int]]:
    col, row = column_and_row(number)
    return list(zip(col.tolist(), row.tolist(), strict=True))


def test_a_border_belongs_to_the_cell_above_it() -> None:
    # 100.050 / 50 = 2001 exactly: the corner itself lies in cell 2001; a hair below in 2000.
    coordinate = np.array([100_050.0, np.nextafter(100_050.0, 0.0), 421_050.0])
    assert cell_of(coordinate).tolist() == [2001, 2000, 8421]


def test_no_coordinate_gives_no_cell_and_no_warning() -> None:
    assert cell_of(np.array([np.nan, np.inf, -np.inf])).tolist() == [-1, -1, -1]


def test_west_of_zero_cells_count_on_downwards() -> None:
    # -50,1 / 50 is a bit below -1, so cell -2; truncation would give -1.
    assert cell_of(np.array([-50.1, -100.0])).tolist() == [-2, -2]


@given(st.lists(COORDINATES, min_size=1), st.sampled_from(CELL_SIZES_M))
def test_cells_nest_the_coarse_cell_follows_from_the_finest(
    coordinates: list[float], size_m: int
) -> None:
    exact = np.array(coordinates)
    assert coarsen(cell_of(exact), size_m).tolist() == cell_of(exact, size_m).tolist()


@pytest.mark.parametrize("size_m", [*CELL_SIZES_M, 3, 7])
def test_a_hair_on_either_side_of_a_border_is_told_apart_as_exact_division_does(
    size_m: int,
) -> None:
    borders = np.arange(-400, 20_000, dtype=np.float64) * size_m
    below, above = np.nextafter(borders, -np.inf), np.nextafter(borders, np.inf)
    number = np.arange(-400, 20_000)
    for places, cells in ((borders, number), (below, number - 1), (above, number)):
        # Python's own division of floats is of the exact numbers, as Fraction would be.
        exact = [int(place // size_m) for place in places.tolist()]
        assert exact == cells.tolist()
        assert cell_of(places, size_m).tolist() == exact


@given(st.integers(-200, 6_000), st.integers(0, 12_400))
def test_a_number_gives_its_column_and_row_back(col: int, row: int) -> None:
    number = cell_number(np.array([col], dtype=np.int32), np.array([row], dtype=np.int32))
    assert cells_of(number) == [(col, row)]


def test_numbers_ascend_by_column_and_then_row() -> None:
    col, row = np.array([1, 1, 2], dtype=np.int32), np.array([7, 8, 0], dtype=np.int32)
    assert np.all(np.diff(cell_number(col, row)) > 0)


def test_a_square_of_100_m_holds_four_cells_of_50_and_touches_no_neighbour() -> None:
    square = shapely.box(100_000, 421_000, 100_100, 421_100)
    # 100.000 / 50 = 2000, 421.000 / 50 = 8420; two columns and two rows.
    assert cells_of(cells_touching(square)) == [
        (2000, 8420),
        (2000, 8421),
        (2001, 8420),
        (2001, 8421),
    ]


def test_a_sliver_of_area_counts_a_shared_border_does_not() -> None:
    assert len(cells_touching(shapely.box(0, 0, 50, 50))) == 1
    assert len(cells_touching(shapely.box(0, 0, 51, 50))) == 2


@given(
    st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900)), min_size=3, max_size=9, unique=True),
    st.sampled_from(CELL_SIZES_M),
)
def test_cells_of_a_shape_are_those_whose_squares_share_area_with_it(
    corners: list[tuple[float, float]], size_m: int
) -> None:
    shape = shapely.make_valid(shapely.Polygon(corners)).buffer(0)
    assume(shape.area > 1.0)
    col, row = np.divmod(np.arange(30 * 30, dtype=np.int32), 30)
    shared_m2 = shapely.area(shapely.intersection(cell_boxes(col, row, size_m), shape))
    touching = set(cells_of(cells_touching(shape, size_m)))
    # Less than a square centimetre is a matter of rounding.
    surely = {(int(c), int(r)) for c, r, a in zip(col, row, shared_m2, strict=True) if a > 1e-2}
    perhaps = {(int(c), int(r)) for c, r, a in zip(col, row, shared_m2, strict=True) if a > 0}
    assert surely <= touching <= perhaps


@pytest.mark.parametrize("size_m", CELL_SIZES_M)
def test_the_box_of_a_cell_holds_its_points_and_its_code_names_its_corner(size_m: int) -> None:
    x, y = 105_249.0, 424_749.0
    col, row = cell_of(np.array([x]), size_m), cell_of(np.array([y]), size_m)
    box = cell_boxes(col, row, size_m)[0]
    assert box.area == size_m**2
    assert box.contains(shapely.Point(x, y))
    west, south = box.bounds[:2]
    assert cell_code(int(col[0]), int(row[0]), size_m) == f"C{size_m}_{west:.0f}_{south:.0f}"

"""A mask made strip by strip says what the direct way says, to the last digit."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.catalog.specs import CELL_SIZES_M
from hotspots.geography import mask_making, pieces
from hotspots.geography.grid import Window, cell_number, column_and_row
from hotspots.geography.mask_making import InMemory, read_masks
from hotspots.geography.masks import STRIP_COLUMNS, Mask
from hotspots.geography.pieces import Pieces, areas_in_cells, parts_of

if TYPE_CHECKING:
    import pytest
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace

#: metres; x of a border between two strips.
BORDER_M = 34 * STRIP_COLUMNS * 50


def _directly(shape: shapely.Geometry) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return cells and areas of one shape alone, with numpy: what the loop over many does."""
    polygons = shapely.get_parts(shape)
    polygons = polygons[shapely.get_type_id(polygons) == 3]
    rings = shapely.get_rings(shapely.normalize(polygons))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = points[:-1][same] / 50, points[1:][same] / 50
    if not len(start):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    begin, until = [], []
    for one, other in zip(start, end, strict=True):
        at = [0.0]
        for axis in (0, 1):
            low, high = sorted((one[axis], other[axis]))
            lines = np.arange(np.floor(low) + 1, np.ceil(high))
            at += ((lines - one[axis]) / (other[axis] - one[axis])).tolist()
        at = sorted(at)
        begin += [one + (other - one) * part for part in at]
        until += [one + (other - one) * part for part in (*at[1:], 1.0)]
    first, last = np.array(begin), np.array(until)
    middle, climb = (first + last) / 2, last[:, 1] - first[:, 1]
    at = np.floor(middle).astype(np.int64)
    low = at.min(axis=0)
    cols, rows = at.max(axis=0) - low + 1
    place = (at[:, 1] - low[1]) * cols + at[:, 0] - low[0]
    beyond = np.bincount(place, weights=climb, minlength=rows * cols).reshape(rows, cols)
    own = np.bincount(place, weights=climb * (at[:, 0] + 1 - middle[:, 0]), minlength=rows * cols)
    area = (own.reshape(rows, cols) + np.cumsum(beyond, axis=1) - beyond).T * 2500
    col, row = np.nonzero(area > 0.001)
    return cell_number(col + low[0], row + low[1]), area[col, row]


def _all_directly(land: shapely.Geometry, polygons: NDArray[np.object_]) -> Pieces:
    """Return the pieces of a land by cutting every buurt from all of it."""
    parts = [_directly(part) for part in shapely.intersection(polygons, land)]
    buurt = np.repeat(np.arange(len(parts)), [len(cells) for cells, _ in parts])
    cell = np.concatenate([cells for cells, _ in parts])
    area_m2 = np.concatenate([areas for _, areas in parts])
    order = np.lexsort((buurt, cell))
    return Pieces(cell[order], buurt[order], area_m2[order])


@dataclass(frozen=True)
class Drawn:
    """Buurten that fill a land with holes, around a border between two strips."""

    land: shapely.Geometry
    polygons: NDArray[np.object_]
    group: NDArray[np.int8]

    def mask(self) -> Mask:
        """Return the mask, made strip by strip."""
        index = SimpleNamespace(locate=self._locate)
        geography: Any = SimpleNamespace(
            index=index, buurten=SimpleNamespace(polygons=self.polygons)
        )
        sink = InMemory("land")
        # Small squares, so that land is cut out around some buurten as it is in a country.
        with patch.object(pieces, "_SQUARE_M", 400.0):
            parts = parts_of(self.land, self.polygons)
        strips = mask_making._swept(*parts)
        compartments = mask_making._Compartments(self.group, geography)
        mask_making._fill(sink, self.land, strips, compartments)
        return sink.mask("al het land", None, None)

    def _locate(self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64]) -> NDArray[np.int64]:
        inside = shapely.covers(self.polygons[:, None], shapely.points(x_rd, y_rd)[None, :])
        return np.where(inside.any(axis=0), inside.argmax(axis=0), -1)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw some Voronoi buurten over two or three strips, and lakes with corners on the grid."""
    # Corners on whole tens of metres: many on lines of the grid, borders of cells along them.
    place = st.tuples(st.integers(-330, 330), st.integers(0, 200))
    seeds = draw(st.lists(place, min_size=3, max_size=9, unique=True))
    if len({x for x, _ in seeds}) == 1 or len({y for _, y in seeds}) == 1:
        seeds = [*seeds, (seeds[0][0] + 7, seeds[0][1] + 3), (seeds[0][0] - 5, seeds[0][1] + 9)]
    at = np.array(seeds) * 10.0 + (BORDER_M, 420_000.0)
    outline = shapely.box(BORDER_M - 3_320, 419_990, BORDER_M + 3_310, 422_030)
    polygons = shapely.intersection(
        shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(at), extend_to=outline)),
        outline,
    )
    polygons = polygons[shapely.area(polygons) > 1]
    lakes = [
        shapely.convex_hull(shapely.MultiPoint(np.array(corners) * 10.0 + (BORDER_M, 420_000.0)))
        for corners in draw(
            st.lists(st.lists(place, min_size=3, max_size=6, unique=True), max_size=3)
        )
    ]
    land = shapely.difference(shapely.union_all(polygons), shapely.union_all(lakes))
    group = draw(st.lists(st.integers(0, 2), min_size=len(polygons), max_size=len(polygons)))
    return Drawn(land, polygons, np.array(group, dtype=np.int8))


@given(drawn())
@settings(max_examples=40, deadline=None)
def test_cells_shares_and_totals_are_those_of_every_buurt_cut_from_all_land(home: Drawn) -> None:
    expected, mask = _all_directly(home.land, home.polygons), home.mask()
    found = mask.pieces
    own = found.buurt >= 0  # beside them slivers that no buurt has
    assert np.array_equal(found.cell[own], expected.cell)
    assert np.array_equal(found.buurt[own], expected.buurt)
    assert np.array_equal(found.area_m2[own], expected.area_m2)
    total = np.bincount(expected.buurt, weights=expected.area_m2, minlength=len(home.polygons))
    assert np.array_equal(mask.total_m2[:-1], total)


@given(drawn())
@settings(max_examples=20, deadline=None)
def test_strips_together_are_all_pieces_and_none_cuts_a_cell_of_any_size(home: Drawn) -> None:
    mask = home.mask()
    strips = list(mask.strips())
    for name in ("cell", "buurt", "area_m2"):
        whole = getattr(mask.pieces, name)
        assert np.array_equal(np.concatenate([getattr(part, name) for part in strips]), whole)
    for size_m in CELL_SIZES_M:
        columns = [
            set((column_and_row(part.cell)[0] // (size_m // 50)).tolist()) for part in strips
        ]
        assert sum(map(len, columns)) == len(set().union(*columns))


@given(drawn(), st.integers(-3_300, 3_300), st.integers(-50, 2_050), st.integers(0, 900))
@settings(max_examples=30, deadline=None)
def test_a_window_has_what_the_whole_mask_has_there(
    home: Drawn, east_m: int, north_m: int, side_m: int
) -> None:
    mask = home.mask()
    x, y = float(BORDER_M + east_m), 420_000.0 + north_m
    for size_m in CELL_SIZES_M:
        window = Window.around((x, y, x + side_m, y + side_m), size_m)
        cells, lies_on = mask.lands(size_m)
        inside = _in(window, cells, size_m)
        found, there = mask.lands(size_m, window)
        assert np.array_equal(found, cells[inside])
        assert np.array_equal(there, lies_on[inside])
        every, some = mask.pieces, mask.pieces_in(window)
        near = _in(window, every.cell, 50)
        assert np.array_equal(some.cell, every.cell[near])
        assert np.array_equal(some.buurt, every.buurt[near])
        assert np.array_equal(some.area_m2, every.area_m2[near])


def _in(window: Window, cells: NDArray[np.int64], size_m: int) -> NDArray[np.bool_]:
    per_cell = size_m // 50
    col, row = (of * per_cell for of in column_and_row(cells))
    inside: NDArray[np.bool_] = (window.first_col <= col) & (col < window.after_col)
    return inside & (window.first_row <= row) & (row < window.after_row)


@given(drawn())
@settings(max_examples=20, deadline=None)
def test_coarser_cells_hold_the_finest_ones_and_the_smaller_piece_of_land_has_them(
    home: Drawn,
) -> None:
    mask = home.mask()
    col, row = column_and_row(mask.finest)
    for size_m in CELL_SIZES_M[1:]:
        number = cell_number(col // (size_m // 50), row // (size_m // 50))
        cells, lies_on = mask.lands(size_m)
        assert np.array_equal(cells, np.unique(number))
        highest = {
            cell: mask.compartment[number == cell].max() for cell in np.unique(number).tolist()
        }
        assert lies_on.tolist() == list(highest.values())


def test_many_shapes_at_once_are_each_what_it_is_alone() -> None:
    rng = np.random.default_rng(20171231)
    corners = np.array([100_000, 400_000]) + rng.uniform(0, 4_000, (30, 5, 2))
    shapes = [shapely.convex_hull(shapely.MultiPoint(of)) for of in corners]
    shapes += [shapely.union_all(shapes[:4]).difference(shapes[5]), shapely.Polygon()]
    for shape in shapes:
        cells, area_m2 = areas_in_cells(shape)
        expected_cells, expected_m2 = _directly(shape)
        assert np.array_equal(cells, expected_cells)
        assert np.array_equal(area_m2, expected_m2)


def test_the_masks_of_a_home_do_not_depend_on_how_wide_a_strip_is(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Strips of 1 km, the side of a buurt, beside those of 3 km."""
    before = read_masks(town.library.catalog, town.geography)
    monkeypatch.setattr(mask_making, "STRIP_COLUMNS", 20)
    after = read_masks(town.library.catalog, town.geography)
    for name, mask in before.items():
        assert np.array_equal(mask.pieces.area_m2, after[name].pieces.area_m2)
        assert np.array_equal(mask.finest, after[name].finest)

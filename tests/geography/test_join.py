from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.errors import SourceError
from hotspots.geography import join, join_kernels
from hotspots.geography.compiled import compiled
from hotspots.geography.join import AreaIndex

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace


@pytest.fixture(scope="module", autouse=True)
def compiled_once() -> None:
    """Keep the seconds of compiling out of the deadline of Hypothesis."""
    join.warm_up()


def areas(*polygons: shapely.Geometry) -> NDArray[np.object_]:
    return np.array(polygons, dtype=object)


def located(
    polygons: NDArray[np.object_], *points: tuple[float, float], cell_m: float | None = None
) -> list[int]:
    x_rd, y_rd = np.array(points, dtype=float).reshape(-1, 2).T
    return AreaIndex.build(polygons, cell_m=cell_m).locate(x_rd, y_rd).tolist()


def by_brute_force(polygons: NDArray[np.object_], points: NDArray[np.float64]) -> list[int]:
    """Ask shapely about every pair, without index or rounding, and take the lowest position."""
    covers = shapely.covers(polygons[:, None], shapely.points(points)[None, :])
    return np.where(covers.any(axis=0), covers.argmax(axis=0), -1).tolist()


# Two squares of 100 m, side by side: 0 is the western one, 1 the eastern one.
WEST_AND_EAST = areas(shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100))


def test_a_point_in_one_area_gets_its_position() -> None:
    assert located(WEST_AND_EAST, (50, 50), (150, 50)) == [0, 1]


def test_a_point_on_a_shared_border_belongs_to_the_first_area() -> None:
    # x = 100 is the border; its ends are corners of both squares.
    assert located(WEST_AND_EAST, (100, 50), (100, 0), (100, 100)) == [0, 0, 0]


def test_one_rounding_step_off_a_shared_border_decides() -> None:
    # The doubles next to 100 are 100 - 1.4e-14 and 100 + 1.4e-14.
    before, after = np.nextafter(100.0, 0.0), np.nextafter(100.0, 200.0)
    assert located(WEST_AND_EAST, (before, 50), (after, 50)) == [0, 1]


def test_points_on_the_outer_border_and_its_corners_are_inside() -> None:
    on_border = [(0, 0), (0, 50), (50, 0), (200, 100), (200, 50), (150, 100)]
    assert located(WEST_AND_EAST, *on_border) == [0, 0, 0, 1, 1, 1]


def test_a_point_outside_all_areas_gets_minus_one_near_and_far() -> None:
    below, above = np.nextafter(0.0, -1.0), np.nextafter(200.0, 300.0)
    outside = [(below, 50), (above, 50), (50, -0.4), (1e9, 50), (-1e300, 1e300), (4.67, 51.81)]
    assert located(WEST_AND_EAST, *outside) == [-1, -1, -1, -1, -1, 0]


def test_a_point_without_place_gets_minus_one() -> None:
    nan, inf = float("nan"), float("inf")
    nowhere = [(nan, 50), (50, nan), (nan, nan), (inf, 50), (50, -inf), (-inf, inf)]
    assert located(WEST_AND_EAST, *nowhere) == [-1] * 6


def test_no_points_give_no_answers() -> None:
    found = AreaIndex.build(WEST_AND_EAST).locate([], [])
    assert found.shape == (0,)
    assert found.dtype == np.int32


def test_a_hole_is_outside_but_its_border_is_inside() -> None:
    # A square of 100 m with a hole from 40 to 60 on both axes.
    ring = shapely.Polygon(
        [(0, 0), (100, 0), (100, 100), (0, 100)], [[(40, 40), (60, 40), (60, 60), (40, 60)]]
    )
    assert located(areas(ring), (50, 50), (40, 50), (60, 60), (30, 50)) == [-1, 0, 0, 0]


def test_an_island_in_a_hole_belongs_to_the_area_that_fills_it() -> None:
    # The island fills the hole exactly; their common border goes to the lower position, 0.
    hole = [(40, 40), (60, 40), (60, 60), (40, 60)]
    ring = shapely.Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [hole])
    island = shapely.Polygon(hole)
    points = [(50, 50), (40, 50), (20, 20)]
    assert located(areas(ring, island), *points) == [1, 0, 0]
    assert located(areas(island, ring), *points) == [0, 0, 1]


def test_every_part_of_a_multipolygon_counts() -> None:
    # Parts at x 0 to 10 and 20 to 30; the gap between them belongs to nobody.
    parts = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10)])
    assert located(areas(parts), (5, 5), (15, 5), (25, 5)) == [0, -1, 0]


def test_where_areas_overlap_the_first_one_wins() -> None:
    # 0 spans x 0 to 60, 1 spans 40 to 100, 2 covers both and 10 m more.
    overlapping = areas(
        shapely.box(0, 0, 60, 100), shapely.box(40, 0, 100, 100), shapely.box(-10, -10, 110, 110)
    )
    points = [(50, 50), (60, 50), (61, 50), (100, 50), (105, 50), (0, 0), (-10, -10)]
    assert located(overlapping, *points) == [0, 0, 1, 1, 2, 0, 2]
    # The other way round the area of 120 m takes every point.
    assert located(overlapping[::-1], *points) == [0] * 7


def test_a_gap_between_areas_is_outside() -> None:
    # A slit of 1 cm, far narrower than a cell.
    with_gap = areas(shapely.box(0, 0, 100, 100), shapely.box(100.01, 0, 200, 100))
    assert located(with_gap, (100.005, 50), (100, 50), (100.01, 50)) == [-1, 0, 1]


def test_areas_far_smaller_than_a_cell_are_found() -> None:
    # 25 squares of 1 m, 2 m apart, in a corner of an area of 10 km: cells are 100 m wide.
    small = [
        shapely.box(2 * column, 2 * row, 2 * column + 1, 2 * row + 1)
        for row in range(5)
        for column in range(5)
    ]
    all_areas = areas(*small, shapely.box(0, 0, 10_000, 10_000))
    # (4.5, 6.5): column 2, row 3, so 3 * 5 + 2 = 17. (5.5, 6.5) lies between two, in 25 only.
    assert located(all_areas, (4.5, 6.5), (5.5, 6.5), (9_000, 9_000), cell_m=100) == [17, 25, 25]


@pytest.mark.parametrize("cell_m", [None, 0.001, 0.7, 10.0, 25.0, 1e6])
def test_the_width_of_a_cell_changes_no_answer(cell_m: float | None) -> None:
    # 16 squares of 25 m, row by row from the south-west; a border goes to the lower position.
    grid = areas(
        *(shapely.box(x, y, x + 25, y + 25) for y in range(0, 100, 25) for x in range(0, 100, 25))
    )
    # (50, 50) touches 5, 6, 9 and 10; (99, 1) lies in 3; (100, 60) on the edge of 11.
    points = [(50, 50), (99, 1), (100, 60), (25, 0), (12.5, 12.5), (100.5, 60)]
    assert located(grid, *points, cell_m=cell_m) == [5, 3, 11, 0, 0, -1]


def test_points_on_the_borders_of_cells_are_placed() -> None:
    # With cells of 10 m the raster starts at -5: cell borders at -5, 5, 15, ... on both axes.
    # The diagonal x + y = 100 is the border; points on it go to 0, points above it to 1.
    triangles = areas(
        shapely.Polygon([(0, 0), (100, 0), (0, 100)]),
        shapely.Polygon([(100, 0), (100, 100), (0, 100)]),
    )
    points = [(5, 5), (45, 55), (55, 45), (55, 55), (95, 5), (95, 15)]
    assert located(triangles, *points, cell_m=10) == [0, 0, 0, 1, 0, 1]


def test_a_border_through_the_reference_of_a_cell_is_left_to_exact_arithmetic() -> None:
    frame = AreaIndex.build(areas(shapely.box(0, 0, 100, 100)), cell_m=10).frame
    x, y = float(frame.reference_x[5]), float(frame.reference_y[5])
    # The vertical border goes exactly through a column of references.
    halves = areas(shapely.box(0, 0, x, 100), shapely.box(x, 0, 100, 100))
    index = AreaIndex.build(halves, cell_m=10)
    assert (index.borders.run_reference == join_kernels.REFERENCE_UNKNOWN).any()
    assert index.locate([x, x - 0.1, x + 0.1], [y, y, y]).tolist() == [0, 0, 1]


def test_a_corner_level_with_the_references_is_counted_once() -> None:
    # The box fixes the raster; the western and eastern corner of the diamond lie at the height of
    # the references of row 5. Counted twice, or not at all, they would turn the row inside out.
    box = shapely.box(0, 0, 100, 100)
    y = float(AreaIndex.build(areas(box), cell_m=10).frame.reference_y[5])
    diamond = shapely.Polygon([(22, y), (50, y - 30), (78, y), (50, y + 30)])
    points = [(10, y), (22, y), (50, y), (50, y + 1), (78, y), (90, y), (90, y + 1)]
    assert located(areas(diamond, box), *points, cell_m=10) == [1, 0, 0, 0, 0, 1, 1]


def test_an_area_of_a_few_micrometres_does_not_break_the_raster() -> None:
    # Narrower than the least width of a cell; at RD coordinates a step is 6e-11 m.
    speck = areas(shapely.box(105_000, 425_000, 105_000 + 1e-6, 425_000 + 1e-6))
    points = [(105_000, 425_000), (105_000 + 5e-7, 425_000 + 5e-7), (105_000 + 2e-6, 425_000)]
    assert located(speck, *points) == [0, 0, -1]


def test_a_long_thin_area_keeps_the_raster_small() -> None:
    # 100 km by 1 mm at a cell of 1 cm would be 10 million columns.
    index = AreaIndex.build(areas(shapely.box(0, 0, 100_000, 0.001)), cell_m=0.01)
    assert len(index.borders.label) <= 2 * join.MOST_CELLS
    assert index.locate([50_000.0, 50_000.0], [0.0005, 0.002]).tolist() == [0, -1]


def test_a_repeated_vertex_changes_nothing() -> None:
    square = shapely.Polygon([(0, 0), (0, 0), (10, 0), (10, 10), (10, 10), (0, 10)])
    assert located(areas(square), (5, 5), (0, 0), (11, 5)) == [0, 0, -1]


def test_height_is_ignored() -> None:
    square = shapely.Polygon([(0, 0, 5), (10, 0, 6), (10, 10, 7), (0, 10, 8)])
    assert located(areas(square), (5, 5), (15, 5)) == [0, -1]


def test_inputs_stay_as_they_were_and_read_only_columns_are_welcome() -> None:
    polygons = WEST_AND_EAST.copy()
    before = shapely.to_wkb(polygons).tolist()
    x_rd = np.array([50.0, 150.0])
    y_rd = np.array([50.0, 50.0])
    x_rd.flags.writeable = False
    assert AreaIndex.build(polygons).locate(x_rd, y_rd).tolist() == [0, 1]
    assert shapely.to_wkb(polygons).tolist() == before
    assert polygons.flags.writeable
    assert y_rd.flags.writeable
    assert (x_rd.tolist(), y_rd.tolist()) == ([50.0, 150.0], [50.0, 50.0])


def test_no_variety_of_array_costs_another_compilation() -> None:
    index = AreaIndex.build(WEST_AND_EAST)
    index.locate([50.0], [50.0])
    varieties = len(join_kernels.locate.signatures)
    both = np.array([[50.0, 50.0], [150.0, 50.0]])
    index.locate(both[:, 0], both[:, 1])
    index.locate(both[:, 0].astype(np.float32), both[:, 1].astype(">f8"))
    index.locate([50, 150], (50, 50))
    frozen = both.copy()
    frozen.flags.writeable = False
    index.locate(frozen[0], frozen[1])
    assert len(join_kernels.locate.signatures) == varieties == 1


def test_an_index_cannot_be_changed() -> None:
    index = AreaIndex.build(WEST_AND_EAST)
    with pytest.raises(ValueError, match="read-only"):
        index.borders.label[0] = 7
    with pytest.raises(ValueError, match="read-only"):
        index.polygons[0] = None


def test_threads_share_one_index() -> None:
    index = AreaIndex.build(WEST_AND_EAST)
    rng = np.random.default_rng(5)
    points = np.round(rng.uniform(-10, 210, (8, 2_000, 2)))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda part: index.locate(part[:, 0], part[:, 1]).tolist(), points))
    assert found == [by_brute_force(WEST_AND_EAST, part) for part in points]


def test_no_areas_are_refused() -> None:
    with pytest.raises(SourceError, match="Gevonden: 0 gebieden"):
        AreaIndex.build(areas())


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (None, "geen geometrie"),
        (shapely.Point(1, 1), "een Point"),
        (shapely.LineString([(0, 0), (1, 1)]), "een LineString"),
        (shapely.Polygon(), "een lege Polygon"),
        (shapely.GeometryCollection([shapely.box(0, 0, 1, 1)]), "een GeometryCollection"),
        (shapely.Polygon([(0, 0), (float("inf"), 0), (0, 1)]), "coördinaat die geen getal is"),
    ],
)
def test_what_is_no_area_is_refused_with_its_position(wrong: object, found: str) -> None:
    with pytest.raises(SourceError, match=f"Gebied 2 van 2 is geen vlak.*{found}"):
        AreaIndex.build(areas(shapely.box(0, 0, 1, 1), wrong))


@pytest.mark.parametrize("cell_m", [0.0, -5.0, float("nan"), float("inf")])
def test_a_width_of_a_cell_that_is_no_width_is_refused(cell_m: float) -> None:
    with pytest.raises(ValueError, match="positive number of metres"):
        AreaIndex.build(WEST_AND_EAST, cell_m=cell_m)


@pytest.mark.parametrize(("x_rd", "y_rd"), [([1.0], [1.0, 2.0]), (1.0, 1.0), ([[1.0]], [[1.0]])])
def test_coordinates_that_do_not_pair_up_are_refused(x_rd: object, y_rd: object) -> None:
    with pytest.raises(ValueError, match="one coordinate of each per point"):
        AreaIndex.build(WEST_AND_EAST).locate(x_rd, y_rd)


def test_a_function_is_compiled_also_where_no_cache_can_be_kept() -> None:
    # numba finds no place for the cache of code that has no file, as in a read-only installation.
    namespace: dict[str, object] = {}
    exec("def triple(number):\n    return 3 * number", namespace)  # noqa: S102
    triple = compiled(namespace["triple"])
    assert triple(4) == 12


def star(centre: tuple[float, float], radii: list[float], hole: float) -> shapely.Polygon:
    """Make a star-shaped area around its centre, with a smaller copy of itself cut out."""
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    rays = np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(radii)[:, None]
    inner = [rays * hole + centre] if hole else []
    return shapely.Polygon(rays + centre, inner)


coordinates = st.one_of(
    st.integers(-50, 50).map(float), st.floats(-50, 50, allow_nan=False, width=32)
)
stars = st.builds(
    star,
    st.tuples(coordinates, coordinates),
    st.lists(st.floats(1, 40), min_size=3, max_size=12),
    st.sampled_from([0.0, 0.0, 0.3, 0.7]),
)


def telling_points(
    polygons: NDArray[np.object_], scattered: list[tuple[float, float]]
) -> NDArray[np.float64]:
    """Take the points that go wrong most easily: on, along and one step beside the borders."""
    corners = shapely.get_coordinates(polygons)
    along = (corners[:-1] + corners[1:]) / 2
    own = np.array(scattered, dtype=float).reshape(-1, 2)
    nearest = shapely.shortest_line(
        shapely.points(own), shapely.union_all(shapely.boundary(polygons))
    )
    snapped = shapely.get_coordinates(nearest)[1::2]
    return np.vstack(
        [
            own,
            corners,
            along,
            snapped,
            np.nextafter(corners, np.inf),
            np.nextafter(snapped, -np.inf),
            # Level with a corner, and beyond an edge on its own line.
            np.column_stack([np.resize(own[:, 0], len(corners)), corners[:, 1]]),
            2 * corners[1:] - corners[:-1],
        ]
    )


@settings(max_examples=150, deadline=None)
@given(
    polygons=st.lists(stars, min_size=1, max_size=8),
    scattered=st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=40),
    cell_m=st.sampled_from([None, 0.5, 3.0, 20.0]),
)
def test_any_areas_agree_with_shapely_on_every_point(
    polygons: list[shapely.Polygon], scattered: list[tuple[float, float]], cell_m: float | None
) -> None:
    valid = areas(*(polygon for polygon in polygons if polygon.is_valid))
    if len(valid) == 0:
        return
    points = telling_points(valid, scattered)
    assert located(valid, *points, cell_m=cell_m) == by_brute_force(valid, points)


@settings(max_examples=100, deadline=None)
@given(
    step_m=st.sampled_from([1.0, 10.0, 0.1, 33.3]),
    origin=st.sampled_from([(0.0, 0.0), (105_000.0, 425_000.0), (100_000.1, 400_000.7)]),
    size=st.integers(1, 6),
    cell_m=st.sampled_from([None, 0.5, 5.0, 10.0]),
    seed=st.integers(0, 2**32 - 1),
)
def test_grids_with_shared_borders_agree_with_shapely_on_the_borders(
    step_m: float, origin: tuple[float, float], size: int, cell_m: float | None, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    x, y = (origin[axis] + step_m * np.arange(size + 1) for axis in (0, 1))
    grid = areas(
        *(shapely.box(x[i], y[j], x[i + 1], y[j + 1]) for j in range(size) for i in range(size))
    )
    kept = grid[rng.random(len(grid)) < 0.8]
    if len(kept) == 0:
        return
    rng.shuffle(kept)
    halves = np.array(origin) + step_m / 2 * rng.integers(-1, 2 * size + 2, (200, 2))
    on_lines = np.column_stack([rng.choice(x, 50), rng.uniform(y[0], y[-1], 50)])
    points = np.vstack([halves, on_lines, np.nextafter(on_lines, np.inf)])
    assert located(kept, *points, cell_m=cell_m) == by_brute_force(kept, points)


@settings(max_examples=50, deadline=None)
@given(order=st.permutations(range(9)), seed=st.integers(0, 2**32 - 1))
def test_the_order_in_a_file_does_not_matter_once_sorted_by_code(
    order: list[int], seed: int
) -> None:
    # Nine squares of 10 m; half of the points lie on their borders.
    codes = np.array([f"BU0505010{number}" for number in range(9)])
    squares = areas(
        *(
            shapely.box(10 * (n % 3), 10 * (n // 3), 10 * (n % 3) + 10, 10 * (n // 3) + 10)
            for n in range(9)
        )
    )
    points = np.random.default_rng(seed).integers(0, 7, (100, 2)) * 5.0
    shuffled_codes, shuffled = codes[order], squares[order]
    by_code = np.argsort(shuffled_codes)
    found = AreaIndex.build(shuffled[by_code]).locate(points[:, 0], points[:, 1])
    expected = AreaIndex.build(squares).locate(points[:, 0], points[:, 1])
    assert (shuffled_codes[by_code][found] == codes[expected]).all()


OFFICIAL = [
    ("dordrecht/dordrecht_buurten_2023.gpkg", "buurtcode"),
    ("groningen/buurt2017.gpkg", "BU_CODE"),
]


@pytest.mark.parametrize(("file", "code"), OFFICIAL)
def test_official_buurten_agree_with_geopandas(shared_real: Path, file: str, code: str) -> None:
    buurten = gpd.read_file(shared_real / file).to_crs("EPSG:28992")
    buurten = buurten.sort_values(code, ignore_index=True)[[code, "geometry"]]
    west, south, east, north = buurten.total_bounds
    rng = np.random.default_rng(1709)
    x_rd, y_rd = rng.uniform(west, east, 100_000), rng.uniform(south, north, 100_000)
    # Every corner of every buurt too: each lies on the border of one to four buurten.
    corners = shapely.get_coordinates(buurten.geometry)
    x_rd, y_rd = np.append(x_rd, corners[:, 0]), np.append(y_rd, corners[:, 1])
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x_rd, y_rd, crs=buurten.crs))
    pairs = gpd.sjoin(points, buurten, how="left", predicate="covered_by")
    expected = pairs["index_right"].groupby(level=0).min().fillna(-1).to_numpy(np.int64)
    found = AreaIndex.build(buurten.geometry.to_numpy()).locate(x_rd, y_rd)
    assert found.tolist() == expected.tolist()
    assert (found[100_000:] >= 0).all()


def test_the_raster_is_made_for_the_first_point_that_is_looked_up(busy: Workspace) -> None:
    polygons = busy.geography.buurten.polygons
    index = AreaIndex.build(polygons)
    # Whoever sees a map of rows that know their area waits for no compiled loop.
    assert "borders" not in vars(index)
    middle = shapely.point_on_surface(polygons[0])
    assert index.locate([middle.x], [middle.y]).tolist() == [0]
    assert "borders" in vars(index)

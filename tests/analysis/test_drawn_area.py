"""An area that a user drew: what lies in it, how it is written, and what is no area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hotspots.errors import HotspotsError, SelectionError
from hotspots.geography.drawn import LARGEST_RADIUS_M, MOST_CORNERS, DrawnArea

SQUARE = DrawnArea(((0, 0), (100, 0), (100, 100), (0, 100)))
#: The corners of a square of 300 m without its upper right quarter.
HOOK = DrawnArea(((0, 0), (300, 0), (300, 100), (100, 100), (100, 300), (0, 300)))


def inside(area: DrawnArea, *places: tuple[float, float]) -> list[bool]:
    x_rd, y_rd = np.array(places, dtype=np.float64).T
    return area.contains(x_rd, y_rd).tolist()


def test_the_border_of_a_circle_is_where_the_distance_is_the_radius() -> None:
    # 3-4-5: (60, 80) lies at exactly 100 m. A polygon of 128 corners would end up to 3 cm earlier
    # between two of them: 100 (1 - cos(pi / 128)) = 0,03.
    circle = DrawnArea(((1000, 2000),), 100)
    between = 100 * np.array([np.cos(np.pi / 128), np.sin(np.pi / 128)]) * 0.9999

    assert inside(circle, (1060, 2080), (1100, 2000), (1000, 1900)) == [True] * 3
    assert inside(circle, (1060, 2080.1), (1100.1, 2000)) == [False] * 2
    assert inside(circle, (1000 + between[0], 2000 + between[1])) == [True]


def test_corners_and_sides_of_a_polygon_are_inside_it() -> None:
    assert inside(SQUARE, (0, 0), (50, 0), (100, 100), (0, 60)) == [True] * 4
    assert inside(SQUARE, (-0.01, 50), (100.01, 50), (50, 100.01)) == [False] * 3


def test_a_bay_of_a_polygon_is_outside_it() -> None:
    assert inside(HOOK, (200, 200), (200, 50), (50, 200)) == [False, True, True]


def test_nowhere_is_in_no_area() -> None:
    for area in (SQUARE, DrawnArea(((0, 0),), 10)):
        assert inside(area, (np.nan, np.nan)) == [False]


def test_the_size_is_that_of_the_shape() -> None:
    # 0,1 km by 0,1 km; pi times 1 km squared; three squares of 100 m and two more: 0,05 km2.
    assert SQUARE.area_km2 == pytest.approx(0.01)
    assert DrawnArea(((0, 0),), 1000).area_km2 == pytest.approx(3.14159, abs=1e-5)
    assert HOOK.area_km2 == pytest.approx(0.05)


def test_the_outline_of_a_circle_touches_it_and_does_not_leave_it() -> None:
    ring = shapely.get_coordinates(DrawnArea(((1000, 2000),), 100).outline())
    assert np.hypot(ring[:, 0] - 1000, ring[:, 1] - 2000) == pytest.approx(100)


METRES = st.integers(0, 300_000)
CIRCLES = st.builds(
    lambda x, y, radius_m: DrawnArea(((x, y),), radius_m),
    METRES, METRES, st.integers(1, LARGEST_RADIUS_M),
)  # fmt: skip


@st.composite
def stars(draw: st.DrawFn) -> DrawnArea:
    """Draw a polygon around a middle, a corner in each of some directions: it crosses nowhere."""
    x, y = draw(st.integers(50_000, 250_000)), draw(st.integers(350_000, 600_000))
    count = draw(st.integers(3, MOST_CORNERS))
    reach = draw(st.lists(st.integers(2_000, 9_000), min_size=count, max_size=count))
    turn = np.arange(count) * 2 * np.pi / count
    corners = np.column_stack([x + reach * np.cos(turn), y + reach * np.sin(turn)]).round()
    return DrawnArea(tuple((int(east), int(north)) for east, north in corners))


@given(area=CIRCLES | stars())
def test_what_is_written_in_a_link_reads_as_the_same_area(area: DrawnArea) -> None:
    assert DrawnArea.from_text(area.to_text()) == area


@given(area=stars(), seed=st.integers(0, 2**32 - 1))
def test_a_polygon_holds_what_shapely_says_it_covers(area: DrawnArea, seed: int) -> None:
    places = np.random.default_rng(seed).uniform(40_000, 610_000, (50, 2))
    places = np.concatenate([places, np.array(area.corners, dtype=np.float64)])
    expected = [bool(shapely.covers(area.outline(), shapely.Point(at))) for at in places]
    assert inside(area, *map(tuple, places)) == expected


def test_a_person_may_write_decimals_and_spaces() -> None:
    assert DrawnArea.from_text(" cirkel: 105000.4, 425000, 300 ") == DrawnArea(
        ((105_000, 425_000),), 300
    )
    assert DrawnArea.from_text("vlak:0,0;10,0;0,10;") == DrawnArea(((0, 0), (10, 0), (0, 10)))


@pytest.mark.parametrize(
    "written",
    [
        "", "cirkel", "cirkel:", "cirkel:1,2", "cirkel:1,2,3,4", "vlak:", "vlak:1,2;3", "vlak:a,b",
        "vierkant:1,2,3", "cirkel:nan,2,3", "cirkel:1,inf,3", "cirkel:1,2,1e999",
        "vlak:inf,0;1,1;2,0",
        "cirkel:105000,425000,0", "cirkel:105000,425000,-5", "cirkel:105000,425000,20001",
        "cirkel:-1,425000,5", "cirkel:105000,700001,5", "vlak:0,0;10,0",
        "<img src=x onerror=alert(1)>", "cirkel:{{77777*99991}},1,1", "vlak:" + "1,1;" * 10_000,
        "cirkel:1;DROP TABLE,2,3", "\x00", "cirkel:" + "9" * 5000 + ",1,1",
    ],
)  # fmt: skip
def test_what_is_no_area_is_refused_in_three_parts(written: str) -> None:
    with pytest.raises(SelectionError) as refused:
        DrawnArea.from_text(written)
    assert refused.value.what
    assert refused.value.detail
    assert refused.value.do
    assert len(str(refused.value)) < 400


@given(written=st.text() | st.text(alphabet="cirkelvak:;,.0123456789-+eEnaif"))
def test_any_text_is_an_area_or_refused(written: str) -> None:
    try:
        area = DrawnArea.from_text(written)
    except HotspotsError:
        return
    assert DrawnArea.from_text(area.to_text()) == area


def test_borders_that_cross_are_refused_and_so_is_a_line() -> None:
    # A bow tie, three corners in a row, and a corner that is there twice with a tail.
    for written in ("vlak:0,0;100,100;100,0;0,100", "vlak:0,0;50,50;100,100"):
        with pytest.raises(SelectionError, match="kruisen elkaar, of het heeft geen oppervlak"):
            DrawnArea.from_text(written)


def test_more_corners_than_a_link_should_hold_are_refused() -> None:
    turn = np.arange(MOST_CORNERS + 1) * 2 * np.pi / (MOST_CORNERS + 1)
    ring = np.column_stack([105_000 + 900 * np.cos(turn), 425_000 + 900 * np.sin(turn)]).round()
    corners = tuple((int(x), int(y)) for x, y in ring)
    assert DrawnArea(corners[1:]).checked().corners == corners[1:]
    with pytest.raises(SelectionError, match="Gevonden: 101"):
        DrawnArea(corners).checked()

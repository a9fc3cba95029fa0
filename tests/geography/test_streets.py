"""A place lies at the nearest street with a name; a group at the one with most of its incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hotspots.geography.names import (
    Naming,
    cell_names,
    handles,
    is_side,
    listed_groups,
    listed_places,
)
from hotspots.geography.streets import REACH_M, Streets
from street_town import CALLED, LINES

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def streets_of(*lines: tuple[str, tuple[tuple[float, float], ...]]) -> Streets:
    shapes = np.array([shapely.LineString(corners) for _, corners in lines], dtype=object)
    return Streets.of(shapes, [name for name, _ in lines])


@pytest.fixture(scope="module")
def naming(town: Workspace) -> Naming:
    return Naming(town.geography, streets_of(*((name, corners) for name, _, corners in LINES)))


def nearest(streets: Streets, x_rd: float, y_rd: float) -> str:
    return streets.nearest(np.array([x_rd]), np.array([y_rd]))[0]


def test_a_street_counts_from_a_hundred_metres_and_not_from_further() -> None:
    kade = streets_of(("Kade", ((0.0, 0.0), (1_000.0, 0.0))))
    assert REACH_M == 100
    assert nearest(kade, 500.0, 100.0) == "Kade"
    assert nearest(kade, 500.0, 100.1) == ""
    # Beside its end: 60 m on and 80 m up are 100 m.
    assert nearest(kade, 1_060.0, 80.0) == "Kade"
    assert nearest(kade, 1_061.0, 80.0) == ""


def test_a_line_without_a_name_is_passed_over() -> None:
    both = streets_of(("", ((0.0, 0.0), (9.0, 0.0))), ("Kade", ((0.0, 50.0), (9.0, 50.0))))
    assert nearest(both, 4.0, 0.0) == "Kade"
    assert nearest(streets_of(("  ", ((0.0, 0.0), (9.0, 0.0)))), 4.0, 0.0) == ""


def test_of_streets_as_near_the_first_of_the_alphabet_is_taken() -> None:
    lines = ("Dorpsstraat", ((0.0, 0.0), (90.0, 0.0))), ("Achterweg", ((0.0, 100.0), (90.0, 100.0)))
    assert nearest(streets_of(*lines), 45.0, 50.0) == "Achterweg"
    # 2 mm make no difference, 2 cm do.
    assert nearest(streets_of(*lines), 45.0, 49.999) == "Achterweg"
    assert nearest(streets_of(*lines), 45.0, 49.98) == "Dorpsstraat"


def test_a_name_is_one_line_of_at_most_eighty_characters() -> None:
    streets = streets_of((f"Lange\n  weg {'x' * 200}", ((0.0, 0.0), (9.0, 0.0))))
    assert streets.names[0] == f"Lange weg {'x' * 70}"


_PLACE = st.tuples(st.integers(0, 400), st.integers(0, 400))
_LINE = st.tuples(st.sampled_from(["Achterom", "Kade", "Plein", ""]), _PLACE, _PLACE)


@given(st.lists(_LINE, min_size=1, max_size=8), st.lists(_PLACE, min_size=1, max_size=8), st.data())
def test_the_order_of_the_file_says_nothing(
    lines: list[tuple[str, tuple[int, int], tuple[int, int]]],
    places: list[tuple[int, int]],
    data: st.DataObject,
) -> None:
    drawn = [(name, (one, other)) for name, one, other in lines]
    shuffled = data.draw(st.permutations(drawn))
    x_rd, y_rd = np.array(places, dtype=np.float64).T
    told = streets_of(*drawn).nearest(x_rd, y_rd)
    assert streets_of(*shuffled).nearest(x_rd, y_rd) == told
    # Nor does the line that a place is told with: each is what it is alone.
    for (x, y), name in zip(places, told, strict=True):
        assert nearest(streets_of(*drawn), float(x), float(y)) == name


@given(st.lists(_LINE, min_size=1, max_size=8), _PLACE)
def test_the_street_is_never_further_than_another_with_a_name(
    lines: list[tuple[str, tuple[int, int], tuple[int, int]]], place: tuple[int, int]
) -> None:
    point = shapely.Point(place)
    away = {
        name: min(
            shapely.LineString([one, other]).distance(point)
            for own, one, other in lines
            if own == name
        )
        for name, _, _ in lines
        if name
    }
    told = nearest(streets_of(*((name, ends) for name, *ends in lines)), *map(float, place))
    near = {name for name, distance_m in away.items() if distance_m <= REACH_M}
    if not near:
        assert told == ""
    else:
        assert away[told] <= min(away.values()) + 0.01


def test_cells_are_called_by_the_street_at_their_middle(naming: Naming) -> None:
    col, row = (np.array(of) for of in ([1000, 1005, 1012, 1005], [4210, 4205, 4212, 4215]))
    codes, names = cell_names(naming, col, row, 100)
    assert codes[0] == "C100_100000_421000"
    assert names == (
        "Dorpsstraat, bij Noord, cel 100000 – 421000 (100 m)",
        "=1+1, bij Zuid, cel 100500 – 420500 (100 m)",
        "Cel 101200 – 421200 (100 m)",
        "Cel 100500 – 421500 (100 m)",
    )
    assert [CALLED[code] for code in codes] == [
        name.partition(", cel")[0] if "bij" in name else "" for name in names
    ]


def test_larger_cells_have_a_middle_of_their_own(naming: Naming) -> None:
    # 50 m from Dorpsstraat and from Achterweg, the first of the alphabet.
    _, [name] = cell_names(naming, np.array([500]), np.array([2105]), 200)
    assert name == "Achterweg, bij Noord, cel 100000 – 421000 (200 m)"


def test_a_handle_is_the_street_or_else_the_side_of_the_buurt(naming: Naming) -> None:
    x_rd, y_rd = np.array([100_050.0, 101_250.0, 99_950.0]), np.array([421_050.0] * 3)
    y_rd[1] = 421_250.0
    buurten, told = handles(naming, x_rd, y_rd)
    assert told == [
        "Dorpsstraat, bij Noord",
        "zuidwesten van Oost",
        "Dorpsstraat, buiten de buurten",
    ]
    assert [is_side(*pair) for pair in zip(told, buurten, strict=True)] == [False, True, False]


def test_a_listed_place_is_called_as_the_middle_of_its_cell(naming: Naming) -> None:
    # 10 m from Dorpsstraat; the middle of its cell is as near to Achterweg.
    told = listed_places(naming, np.array([100_010.0]), np.array([421_060.0]), size_m=200)
    assert told == ["Achterweg, bij Noord"]


def test_places_at_one_street_are_told_apart_by_their_cell(naming: Naming) -> None:
    told = listed_places(
        naming, np.array([100_050.0, 100_950.0]), np.array([421_050.0] * 2), size_m=100
    )
    assert told == [
        "Dorpsstraat, bij Noord, cel C100_100000_421000",
        "Dorpsstraat, bij Noord, cel C100_100900_421000",
    ]


def group(naming: Naming, *cells: tuple[int, int, int]) -> str:
    col, row, count = (np.array(of, dtype=np.int64) for of in zip(*cells, strict=True))
    middle = np.array([100_550.0]), np.array([421_550.0])
    return listed_groups(
        naming, *middle, [(col.astype(np.int32), row.astype(np.int32), count)], size_m=100
    )[0]


def test_a_group_is_called_by_the_street_with_most_of_its_incidents(naming: Naming) -> None:
    # 5 at Achterweg in two cells, 4 at Dorpsstraat, 9 nowhere.
    cells = (1000, 4211, 2), (1001, 4211, 3), (1000, 4210, 4), (1005, 4215, 9)
    assert group(naming, *cells) == "Achterweg, bij Noord"
    # As many at both: the first of the alphabet.
    assert group(naming, (1000, 4210, 4), (1000, 4211, 4)) == "Achterweg, bij Noord"
    # At none: the side of the buurt that its middle is in.
    assert group(naming, (1005, 4215, 9)) == "midden van Noord"


def test_the_buurt_of_a_group_is_where_most_of_that_street_is(town: Workspace) -> None:
    through = Naming(
        town.geography, streets_of(("Lange Weg", ((100_000.0, 421_050.0), (102_000.0, 421_050.0))))
    )
    # 2 in Noord and 3 in Oost; a group of 9 in Noord away from the street weighs nothing.
    cells = (1000, 4210, 2), (1015, 4210, 3), (1005, 4215, 9)
    assert group(through, *cells) == "Lange Weg, bij Oost"


def test_without_streets_all_is_as_it_was(town: Workspace) -> None:
    plain = Naming(town.geography)
    assert plain.mark == ""
    assert group(plain, (1000, 4211, 5)) == "midden van Noord"
    assert cell_names(plain, np.array([1000]), np.array([4210]), 100)[1] == (
        "Cel 100000 – 421000 (100 m)",
    )


def test_the_mark_changes_with_a_line_and_with_a_name() -> None:
    one = streets_of(("Kade", ((0.0, 0.0), (9.0, 0.0))))
    assert one.mark == streets_of(("Kade", ((0.0, 0.0), (9.0, 0.0)))).mark
    assert one.mark != streets_of(("Kade", ((0.0, 0.0), (9.0, 1.0)))).mark
    assert one.mark != streets_of(("Plein", ((0.0, 0.0), (9.0, 0.0)))).mark

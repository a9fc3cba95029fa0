"""The only answer of a sensitive layer: rounded to fives, small numbers kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.cube import SUPPRESSED, build_cube

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def cube_of(*rows: tuple[int, str, int], areas: int = 2, minimum: int = 10) -> list[list[int]]:
    """Build a cube from (area, month, weight) and return its counts."""
    area, month, weight = zip(*rows, strict=True) if rows else ((), (), ())
    return build_cube(
        np.array(area, dtype=np.int16),
        np.array(month, dtype="datetime64[M]"),
        np.array(weight, dtype=np.int64),
        level="wijken",
        areas=areas,
        minimum=minimum,
    ).counts.tolist()


@pytest.mark.parametrize(
    ("exact", "told"),
    # To the nearest five: 10, 11, 12 become 10; 13 up to 17 become 15; 23 becomes 25.
    [(0, -1), (9, -1), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (22, 20), (23, 25)],
)
def test_a_count_is_rounded_or_kept(exact: int, told: int) -> None:
    assert cube_of((0, "2017-01", exact), areas=1) == [[told]]


def test_months_of_a_quarter_are_one_number() -> None:
    # 4 + 4 + 4 = 12 in January, February and March; 12 more on the first of April is 2017K2.
    rows = [(0, f"2017-0{month}", 4) for month in (1, 2, 3)]
    assert cube_of(*rows, (0, "2017-04", 12), areas=1) == [[10, 10]]


def test_quarters_have_no_gaps_and_empty_ones_are_kept_too() -> None:
    # 2016K4, 2017K1 without anything, 2017K2: nothing tells 0 from 9.
    assert cube_of((0, "2016-12", 20), (1, "2017-06", 20)) == [[20, -1, -1], [-1, -1, 20]]


def test_rows_outside_every_area_count_nowhere() -> None:
    assert cube_of((-1, "2017-01", 50), (0, "2017-01", 10)) == [[10], [-1]]


def test_a_layer_without_rows_has_no_quarters() -> None:
    assert cube_of() == [[], []]


def test_a_cube_cannot_be_written_to(town: Workspace) -> None:
    _, cube = town.cube(town.layer("zorg"))
    with pytest.raises(ValueError, match="read-only"):
        cube.counts[0, 0] = 12


def test_the_town_tells_twelve_as_ten_nine_not_at_all_and_23_as_25(town: Workspace) -> None:
    _, cube = town.cube(town.layer("zorg"))
    assert cube.quarters.astype(str).tolist() == ["2017-01", "2017-04"]
    # Boven: 12 and 23; Onder: 9 and nothing.
    assert cube.counts.tolist() == [[10, 25], [-1, -1]]


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["2017-01", "2017-05"]), st.integers(0, 30)),
        min_size=1,
    )
)
def test_no_number_below_the_minimum_leaves_and_none_is_far_off(
    rows: list[tuple[int, str, int]],
) -> None:
    told = np.array(cube_of(*rows, areas=3))
    first = min(month for _, month, _ in rows)
    exact = np.zeros(told.shape, dtype=int)
    for area, month, weight in rows:
        exact[area, 0 if month == first else -1] += weight
    shown = told != SUPPRESSED
    assert np.array_equal(shown, exact >= 10)
    assert np.all(told[shown] % 5 == 0)
    assert np.all(np.abs(told[shown] - exact[shown]) <= 2)

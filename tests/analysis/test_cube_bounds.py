"""The true count always lies between the two ends, and the ends are sums of what is published."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.cube import Cube, build_cube
from hotspots.analysis.cube_bounds import bounds_in, here_and_rest
from hotspots.analysis.periods import Period

if TYPE_CHECKING:
    from numpy.typing import NDArray

STARTS = np.arange("2017-01", "2018-01", 3, dtype="datetime64[M]")
YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))


def cube_of(exact: NDArray[np.int64], minimum: int = 10) -> Cube:
    """Return the cube of true counts, shape (areas, quarters), from 2017 on."""
    area, quarter = (at.ravel() for at in np.indices(exact.shape))
    return build_cube(
        area.astype(np.int16),
        STARTS[0] + quarter * np.timedelta64(3, "M"),
        exact.ravel(),
        level="wijken",
        areas=len(exact),
        minimum=minimum,
    )


@pytest.mark.parametrize(
    ("published", "lower", "upper"),
    [
        # 8 and 9 round to 10 but are below the minimum, so a shown 10 is 10 to 12.
        ([10], 10, 12),
        ([15], 13, 17),
        ([-1], 0, 9),
        # 10 to 12 and three times 0 to 9.
        ([10, -1, -1, -1], 10, 39),
        ([-1, -1, -1, -1], 0, 36),
        # 10 + 8 x 0; 13 + 18 + 8 below: 10 to 12, 13 to 17, 18 to 22.
        ([10, 15, 20], 41, 51),
    ],
)
def test_two_ends_are_the_sums_of_what_each_published_quarter_says(
    published: list[int], lower: int, upper: int
) -> None:
    cube = Cube("wijken", 10, STARTS[: len(published)], np.array([published], np.int32))
    found = bounds_in(cube, YEAR)
    assert (found.lower.tolist(), found.upper.tolist()) == ([lower], [upper])


@given(
    st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=1, max_size=4),
    st.integers(1, 20),
)
def test_a_true_count_lies_between_its_two_ends(exact: list[list[int]], minimum: int) -> None:
    counts = np.array(exact)
    cube = cube_of(counts, minimum)
    starts = [date(2017, 1 + 3 * at, 1) for at in range(4)] + [date(2018, 1, 1)]
    for (at, one), (after, other) in itertools.combinations(enumerate(starts), 2):
        period = Period(one, other - timedelta(days=1))
        here, rest = here_and_rest(cube, period)
        true = counts[:, at:after].sum(axis=1)
        assert (here.lower <= true).all()
        assert (true <= here.upper).all()
        assert (rest.lower <= true.sum() - true).all()
        assert (true.sum() - true <= rest.upper).all()


@given(st.integers(0, 60), st.integers(1, 20))
def test_the_two_ends_of_a_quarter_are_the_counts_that_look_the_same(
    count: int, minimum: int
) -> None:
    # Brute force: every count that would have been published as this one was.
    shown = cube_of(np.array([[count]]), minimum).counts[0, 0]
    same = [
        other for other in range(80) if cube_of(np.array([[other]]), minimum).counts[0, 0] == shown
    ]
    cell = cube_of(np.array([[count]]), minimum).bounds
    assert (cell.lower[0, 0], cell.upper[0, 0]) == (same[0], same[-1])

"""Breaks: whatever the values are, the classes are few, in order, and hold every value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.errors import SelectionError
from hotspots.maps.classes import METHODS, MOST_CLASSES, Breaks, find_breaks

COMPUTED = tuple(method for method in METHODS if method != "own")
COUNTS = st.lists(st.integers(0, 400).map(float), max_size=150)
RATES = st.lists(st.floats(0, 500, allow_subnormal=False), max_size=60)
each_method = pytest.mark.parametrize("method", COMPUTED)


def upper(values: list[float], method: str = "jenks", **options: object) -> tuple[float, ...]:
    return find_breaks(np.array(values, dtype=float), method=method, **options).upper  # type: ignore[arg-type]


@each_method
@settings(max_examples=60)
@given(values=COUNTS, classes=st.integers(1, MOST_CLASSES))
def test_breaks_of_counts_are_whole_rising_and_reach_the_highest(
    method: str, values: list[float], classes: int
) -> None:
    found = upper(values, method, classes=classes)
    assert len(found) <= classes
    assert all(bound == int(bound) and bound >= 1 for bound in found)
    assert list(found) == sorted(set(found))
    assert found == () if not any(values) else found[-1] >= max(values)


@each_method
@settings(max_examples=60)
@given(values=RATES, classes=st.integers(1, MOST_CLASSES))
def test_breaks_of_rates_have_one_decimal_and_reach_the_highest(
    method: str, values: list[float], classes: int
) -> None:
    found = upper(values, method, classes=classes, decimals=1)
    assert len(found) <= classes
    assert all(bound == round(bound, 1) for bound in found)
    assert not found or found[-1] >= round(max(values), 1)


@each_method
def test_ties_leave_fewer_classes(method: str) -> None:
    assert upper([3.0] * 40, method) == (3.0,) or method in ("equal", "pretty")
    assert len(upper([3.0] * 40 + [9.0], method)) <= 5


@each_method
def test_nothing_and_only_zeros_leave_no_classes(method: str) -> None:
    assert upper([], method) == ()
    assert upper([0.0, 0.0], method) == ()
    assert upper([np.nan, np.inf, -1.0, 0.0], method) == ()


def test_each_method_finds_what_it_is_named_for() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 40.0]
    # Quantiles: the halves end at the median, 3, and at 40. Equal: 20 and 40.
    assert upper(values, "quantiles", classes=2) == (3.0, 40.0)
    assert upper(values, "equal", classes=2) == (20.0, 40.0)
    # Jenks: the gap lies between 4 and 40.
    assert upper(values, "jenks", classes=2) == (4.0, 40.0)
    # Pretty: 40 / 5 = 8, up to a step of 10.
    assert upper(values, "pretty", classes=5) == (10.0, 20.0, 30.0, 40.0)


def test_a_hair_of_floating_point_adds_no_step() -> None:
    # 0,1 + 0,2 is 0,30000000000000004, and must be 0,3 and not 0,4.
    assert upper([0.1 + 0.2], decimals=1) == (0.3,)


def test_many_values_are_thinned_without_losing_the_ends() -> None:
    values = np.random.default_rng(2).exponential(20, 40_000).round() + 1
    found = upper(values.tolist(), "jenks")
    assert len(found) == 5
    assert found[-1] == values.max()


def test_own_breaks_are_sorted_and_doubles_are_one() -> None:
    assert upper([1.0], "own", own=(10, 2, 5, 5)) == (2.0, 5.0, 10.0)


def test_own_breaks_between_two_numbers_split_where_they_say() -> None:
    # Counts are whole: up to 2,5 is up to 2, and the next class starts at 3.
    found = find_breaks(np.array([9.0]), method="own", own=(2.5, 5))
    assert found.upper == (2.0, 5.0)
    assert found.assign(np.array([2.0, 3.0])).tolist() == [0, 1]


@pytest.mark.parametrize(
    "own", [(), (-1.0,), (0.0, 5.0), (np.nan,), (np.inf,), tuple(range(1, 11)), (0.4,)]
)
def test_own_breaks_that_cannot_be_used_are_refused(own: tuple[float, ...]) -> None:
    with pytest.raises(SelectionError, match="klassengrenzen zijn niet te gebruiken") as caught:
        upper([1.0], "own", own=own)
    assert "1 tot 9 getallen van 1 of meer" in caught.value.detail
    assert "2; 5; 10; 20" in caught.value.do


def test_an_unknown_method_or_number_of_classes_is_refused() -> None:
    with pytest.raises(SelectionError, match=r"'natuurlijk' bestaat niet\. Mogelijk: jenks"):
        upper([1.0], "natuurlijk")
    for classes in (0, MOST_CLASSES + 1):
        with pytest.raises(SelectionError, match=f"{classes} klassen kan niet"):
            upper([1.0], classes=classes)


def test_a_value_on_a_break_belongs_below_it_and_one_beyond_the_last_to_the_last() -> None:
    breaks = Breaks("own", (2.0, 5.0), 0)
    assert breaks.assign(np.array([2.0, 3.0, 5.0, 6.0])).tolist() == [0, 1, 1, 1]


def test_a_value_is_classed_as_it_is_written() -> None:
    # 2,04 is written as 2,0, and so belongs to the class "0,1 – 2,0"; 2,05 is a hair below in
    # floating point and is written as 2,0 too; 2,06 is 2,1.
    breaks = Breaks("own", (2.0, 5.0), 1)
    assert breaks.assign(np.array([2.04, 2.05, 2.06])).tolist() == [0, 0, 1]


def test_inputs_are_left_as_they_were() -> None:
    values = np.array([3.0, 1.0, 2.0])
    values.setflags(write=False)
    for method in COMPUTED:
        find_breaks(values, method=method)

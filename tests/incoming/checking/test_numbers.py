"""Coordinates are read only where one reading is possible."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.incoming.checking import places as numbers
from hotspots.incoming.checking.places import read_numbers


def one(text: str) -> tuple[float, int]:
    values, codes = read_numbers(pd.Series([text], dtype="str"))
    return float(values[0]), int(codes[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("105123", 105123.0),
        ("105123,5", 105123.5),
        ("105123.50", 105123.5),
        (" +4,67 ", 4.67),
        ("-0.5", -0.5),
        ("105.123,50", 105123.5),
        ("105,123.50", 105123.5),
        ("1.105.123", 1105123.0),
        ("105 123,5", 105123.5),
        # One separator is a decimal one, however many digits follow.
        ("105.123", 105.123),
    ],
)
def test_a_number_is_read_where_it_can_mean_one_thing(text: str, expected: float) -> None:
    assert one(text) == (expected, numbers.FINE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", numbers.EMPTY),
        ("NaN", numbers.UNREADABLE),
        ("4°40'12\"E", numbers.UNREADABLE),
        ("١٠٥٠٠٠", numbers.UNREADABLE),
        ("1.05.123", numbers.UNREADABLE),
        ("105123 m", numbers.UNREADABLE),
        ("#N/B", numbers.UNREADABLE),
        ("1,05E+05", numbers.ROUNDED),
        ("1e309", numbers.INFINITE),
        ("inf", numbers.INFINITE),
    ],
)
def test_what_is_no_exact_number_is_refused_with_its_reason(text: str, code: int) -> None:
    value, found = one(text)
    assert found == code
    assert math.isnan(value)


@given(st.lists(st.text(alphabet="0123456789.,-+eE \u00a0'", max_size=40), max_size=8))
def test_any_text_gives_a_finite_number_or_a_reason(values: list[str]) -> None:
    found, codes = read_numbers(pd.Series(values, dtype="str"))
    for value, code in zip(found, codes, strict=True):
        assert math.isfinite(value) == (code == numbers.FINE)

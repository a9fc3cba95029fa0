"""A selection that was written as plain values is read back as it was, or refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection, selection_from
from hotspots.errors import SelectionError
from hotspots.geography.drawn import DrawnArea

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
PERIODS = st.tuples(DAYS, DAYS).map(lambda days: Period(min(days), max(days)))
TEXTS = st.text(max_size=20)
SELECTIONS = st.builds(
    Selection,
    layer=st.text(min_size=1, max_size=20),
    level=TEXTS,
    measure=TEXTS,
    period=st.none() | PERIODS,
    compare_period=st.none() | PERIODS,
    soorten=st.lists(TEXTS, max_size=3).map(tuple),
    wijken=st.lists(TEXTS, max_size=3).map(tuple),
    buurten=st.lists(TEXTS, max_size=3).map(tuple),
    drawn=st.none() | st.just(DrawnArea(((105_000, 425_000),), 300)),
    day_parts=st.lists(TEXTS, max_size=3).map(tuple),
    weekdays=st.lists(st.integers(0, 6), max_size=7).map(tuple),
    denominator=st.none() | TEXTS,
    expectation=st.none() | TEXTS,
    cell_m=st.integers(0, 1_000),
    bandwidth_m=st.integers(0, 5_000),
    minimum_ratio=st.floats(1, 10),
    history_from=st.none() | DAYS,
)
#: Whatever JSON can hold.
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


@given(SELECTIONS)
def test_what_is_written_is_read_back_as_it_was(selection: Selection) -> None:
    assert selection_from(json.loads(json.dumps(selection.to_dict()))) == selection


@given(st.sampled_from(sorted(Selection("x").to_dict())), ANYTHING)
def test_any_value_of_any_field_is_read_or_refused_as_a_question(name: str, value: object) -> None:
    try:
        read = selection_from({"layer": "x", name: value})
    except SelectionError:
        return
    hash(read)


def test_a_name_that_is_no_field_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(SelectionError, match="mesure") as refused:
        selection_from({"layer": "x", "mesure": "count"})
    assert "measure" in str(refused.value)

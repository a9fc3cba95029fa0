"""Counting a million incidents is done by looking up; it must count what a search would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.incidents import Countable
from hotspots.analysis.counting import place_among
from hotspots.analysis.measures.count import counts_in_windows
from hotspots.analysis.periods import Period, to_day
from hotspots.geography.grid import cell_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST = date(2017, 1, 1)
CELLS = st.tuples(st.integers(1_050, 1_060), st.integers(4_240, 4_250))
#: Up to three cells beyond the others, and what has no place: column and row -1.
PLACES = st.tuples(st.integers(1_047, 1_063), st.integers(4_237, 4_253)) | st.just((-1, -1))
PERIODS = st.builds(
    lambda first, days: Period(FIRST + timedelta(first), FIRST + timedelta(first + days)),
    st.integers(-5, 45),
    st.integers(0, 30),
)


def on_days(day: NDArray[np.int32]) -> Countable:
    """Return incidents of which only the day is looked at, counted from the first of 2017."""
    unknown = np.full(len(day), -1, dtype=np.int16)
    return Countable(
        soorten=(),
        soort=unknown,
        buurt=unknown,
        wijk=unknown,
        day=day + np.int32(to_day(FIRST)),
        day_known=np.ones(len(day), dtype=bool),
        weekday=unknown.astype(np.int8),
        day_part=unknown.astype(np.int8),
    )


@given(st.sets(CELLS), st.lists(PLACES))
def test_a_place_is_that_of_its_cell_or_none(
    held: set[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    ordered = sorted(held)
    cells = cell_number(*np.array(ordered, dtype=np.int32).reshape(-1, 2).T)
    col, row = np.array(asked, dtype=np.int32).reshape(-1, 2).T
    expected = [ordered.index(place) if place in held else -1 for place in asked]
    assert place_among(cells, col, row).tolist() == expected


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(-1, 3))),
    st.lists(PERIODS, min_size=1, max_size=6),
)
def test_a_window_holds_what_it_would_hold_alone(
    rows: list[tuple[int, int]], found: list[Period]
) -> None:
    day, place = np.array(rows, dtype=np.int32).reshape(-1, 2).T
    incidents = on_days(day)
    counts = counts_in_windows(incidents, place >= 0, place[place >= 0], 4, found)
    for window, counted in zip(found, counts, strict=True):
        first, last = to_day(window.first), to_day(window.last)
        inside = (incidents.day >= first) & (incidents.day <= last) & (place >= 0)
        assert counted.tolist() == np.bincount(place[inside], minlength=4).tolist()


def test_windows_that_overlap_each_count_their_own() -> None:
    # One incident on each of the first four days of 2017, all in place 1. Days 1 to 3 hold three
    # of them, days 2 to 4 three, day 4 alone one; the week after holds none.
    days = on_days(np.arange(4, dtype=np.int32))
    found = [
        Period(FIRST, date(2017, 1, 3)),
        Period(date(2017, 1, 2), date(2017, 1, 4)),
        Period(date(2017, 1, 4), date(2017, 1, 4)),
        Period(date(2017, 1, 5), date(2017, 1, 11)),
    ]
    everything, place = np.ones(4, dtype=bool), np.ones(4, dtype=np.int16)
    counts = counts_in_windows(days, everything, place, 2, found)
    assert counts.tolist() == [[0, 3], [0, 3], [0, 1], [0, 0]]

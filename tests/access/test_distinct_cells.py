"""Which cells are there, looked up where they are many and sorted where they are few."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access import tally
from hotspots.access.tally import _distinct

PLACES = st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 12_400)), min_size=1)


@given(PLACES, st.sampled_from([0, 10**9]))
def test_each_row_finds_its_cell_among_the_distinct_ones(
    places: list[tuple[int, int]], sparse: int
) -> None:
    col, row = np.array(places, dtype=np.int32).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "_SPARSE", sparse)
        cell, found = _distinct(col, row)
    assert found.T.tolist() == sorted(map(list, set(places)))
    assert found.T[cell].tolist() == [list(place) for place in places]
    assert cell.dtype == found.dtype == np.int32

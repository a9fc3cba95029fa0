"""Numbers that go to the browser: none comes out as another, however far places lie apart."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.maps.live.payload import _points
from hotspots.maps.packing import packed, packed_small
from hotspots.maps.spec import MOST_POINTS, Points

#: metres; from Zeeland to Groningen, as far as anything in the Netherlands lies apart.
ACROSS = 330_000


def unpacked(text: str, length: int) -> list[int]:
    raw = base64.b64decode(text)
    size = len(raw) // length if length else 2
    return np.frombuffer(raw, dtype=f"<u{size}").tolist()


@given(st.lists(st.integers(0, ACROSS), max_size=40))
def test_whole_numbers_come_out_as_they_went_in(numbers: list[int]) -> None:
    text = packed_small(np.array(numbers, dtype=np.int64))
    assert unpacked(text, len(numbers)) == numbers


@pytest.mark.parametrize("number", [65_536, 70_000, -1])
def test_a_number_that_does_not_fit_is_no_other_number(number: int) -> None:
    with pytest.raises(OverflowError, match=str(number)):
        packed(np.array([3, number]), np.uint16)


def test_a_point_seventy_kilometres_east_lies_there() -> None:
    sent = _points(Points(np.array([40_000.0, 110_000.4]), np.array([380_000.0, 560_000.0])), "")
    points = sent["points"]
    assert isinstance(points, dict)
    assert (points["x0"], points["y0"]) == (40_000, 380_000)
    assert unpacked(points["x"], 2) == [0, 70_000]
    assert unpacked(points["y"], 2) == [0, 180_000]


def test_the_smallest_clusters_lie_where_their_points_do_across_the_country() -> None:
    rng = np.random.default_rng(7)
    x = rng.uniform(10_000, 10_000 + 270_000, MOST_POINTS + 500).round()
    y = rng.uniform(305_000, 305_000 + 315_000, MOST_POINTS + 500).round()
    sent = _points(Points(x, y), "")
    clusters = sent["clusters"]
    assert isinstance(clusters, dict)
    for level in clusters["levels"]:
        counts = unpacked(level["count"], len(base64.b64decode(level["count"])) // 4)
        n = len(counts)
        assert sum(counts) == len(x)
        east = np.repeat(unpacked(level["col"], n), counts) * level["size_m"] + level["x0"]
        # Cell by cell as many as lie there: nobody is on the other side of the country.
        cells = np.floor((x - level["x0"]) / level["size_m"]) * level["size_m"] + level["x0"]
        assert sorted(east.tolist()) == sorted(cells.tolist())

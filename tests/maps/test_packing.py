"""Numbers that go to the browser: none comes out as another, however far places lie apart."""

from __future__ import annotations

import base64
import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.analysis.places_in_time import PlacesInTime
from hotspots.maps.live import payload as payloads
from hotspots.maps.live.payload import (
    MOST_CLUSTERS,
    SIZES_M,
    _cell_columns,
    _overlay,
    _points,
    cluster_levels,
    places_payload,
)
from hotspots.maps.packing import packed, packed_classes, packed_small, packed_varied
from hotspots.maps.spec import MOST_POINTS, CellFill, Overlay, Points, Shape

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


def varied(text: str) -> list[int]:
    """Read numbers of one to five bytes one by one, as the format says it."""
    numbers, number, bits = [], 0, 0
    for byte in base64.b64decode(text):
        number, bits = number | (byte & 127) << bits, bits + 7
        if byte < 128:
            numbers.append(number)
            number, bits = 0, 0
    return numbers


@given(st.lists(st.integers(0, 2**32 - 1), max_size=40))
def test_numbers_of_any_size_come_out_as_they_went_in(numbers: list[int]) -> None:
    assert varied(packed_varied(np.array(numbers, dtype=np.int64))) == numbers


@pytest.mark.parametrize("number", [-1, 2**32])
def test_a_number_that_needs_more_than_32_bits_is_refused(number: int) -> None:
    with pytest.raises(OverflowError):
        packed_varied(np.array([number]))


def test_the_cells_of_a_country_lie_where_they_did_in_a_third_of_the_bytes() -> None:
    rng = np.random.default_rng(11)
    # 500 m over 250 by 300 km: 166.000 of the 300.000 squares are land.
    place = np.sort(rng.choice(500 * 600, 166_000, replace=False))
    shuffled = rng.permutation(place)
    col, row = (shuffled % 500 + 30).astype(np.int32), (shuffled // 500 + 610).astype(np.int32)
    fill = rng.integers(0, 7, len(place)).astype(np.int16)
    count = rng.poisson(6.0, len(place)).astype(np.int64)
    sent = _cell_columns(CellFill(500, col, row, fill, count), 30, 610)["ordered"]
    assert isinstance(sent, dict)
    assert len(json.dumps(sent)) < 650_000
    places = np.cumsum(varied(sent["steps"]))
    order = np.argsort(shuffled)
    np.testing.assert_array_equal(places // sent["width"] + 610, row[order])
    np.testing.assert_array_equal(places % sent["width"] + 30, col[order])
    np.testing.assert_array_equal(varied(sent["count"]), count[order])


def test_the_circles_of_a_country_are_no_more_than_fit_in_an_answer() -> None:
    rng = np.random.default_rng(13)
    x, y = rng.uniform(0, 250_000, 200_000), rng.uniform(0, 300_000, 200_000)
    levels = cluster_levels(x, y)
    assert sum(len(level.count) for level in levels) <= MOST_CLUSTERS
    # Every point is in a circle of every size, and the largest are those of any map.
    assert {int(level.count.sum()) for level in levels} == {200_000}
    assert levels[-1].size_m == SIZES_M[-1]
    sent = _points(Points(x, y), "")
    assert len(json.dumps(sent)) < 1_000_000
    assert len(cluster_levels(x[:3_000], y[:3_000])) == len(SIZES_M)


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


@given(st.lists(st.integers(-1, 40), min_size=2, max_size=40))
def test_classes_come_out_as_they_went_in(classes: list[int]) -> None:
    raw = base64.b64decode(packed_classes(np.array(classes, dtype=np.int16)))
    if max(classes) > 14:
        above = list(raw)
    else:
        assert len(raw) == (len(classes) + 1) // 2
        above = [half for one in raw for half in (one & 15, one >> 4)][: len(classes)]
    assert [one - 1 for one in above] == classes


@given(st.integers(200, ACROSS))
def test_corners_of_outlines_far_apart_are_no_metre_off(apart_m: int) -> None:
    circle = 100.0 * np.column_stack([np.cos(np.arange(6)), np.sin(np.arange(6))])
    places = np.array([[20_000.0, 310_000.0], [20_000.0 + apart_m, 310_000.0]])
    rings = [circle + place for place in places]
    sent = _overlay(Overlay("", (), tuple(Shape(ring, "1", "") for ring in rings)))
    assert sent is not None
    corners = np.concatenate(rings)
    for name, axis in (("x", 0), ("y", 1)):
        steps = np.array(unpacked(str(sent[name]), len(corners)))
        again = float(str(sent[f"{name}0"])) + float(str(sent["step_m"])) * steps
        # Half of the largest step of 0,5 m.
        assert np.abs(again - corners[:, axis]).max() <= 0.26


def test_of_too_many_places_in_time_the_totals_alone_are_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(payloads, "MOST_FOLLOWED", 2)
    columns = (np.array(column) for column in ([3, 4], [1, 2], [0, 0, 1], [3, 3, 1]))
    places = PlacesInTime("month", date(2017, 1, 1), *columns)
    sent = places_payload(places, 0, np.array([1.0, 2.0]))
    assert not sent["whole"]
    assert unpacked(sent["totals"], 2) == [3, 4]
    assert unpacked(sent["per_step"], 2) == [0, 0]
    assert (sent["place"], sent["count"], sent["denominators"]) == ("", "", None)


def test_the_most_that_is_followed_goes_in_one_answer() -> None:
    most = payloads.MOST_FOLLOWED
    places = PlacesInTime(
        "month",
        date(2015, 1, 1),
        totals=np.full(36, most),
        per_step=np.full(36, most // 36),
        place=np.arange(most) % 14_000,
        count=np.ones(most, dtype=np.int64),
    )
    sent = places_payload(places, 0, np.full(14_000, 1234.0))
    assert sent["whole"]
    assert len(json.dumps(sent)) < 1_000_000

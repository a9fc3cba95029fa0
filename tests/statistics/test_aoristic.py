"""Hours of the week: midnight, both changes of the clock, moments, and a brute force by seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.errors import StatisticError
from hotspots.statistics.aoristic import HoursOfWeek, hours_of_week

DUTCH = ZoneInfo("Europe/Amsterdam")
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


def utc_s(local: str, *, fold: int = 0) -> float:
    """Return seconds since 1970 of a Dutch wall time; fold 1 is the second of an hour twice."""
    return datetime.fromisoformat(local).replace(tzinfo=DUTCH, fold=fold).timestamp()


def spread(*intervals: tuple[float, float]) -> HoursOfWeek:
    begin, end = (np.array(side, dtype=float) for side in zip(*intervals, strict=True))
    return hours_of_week(begin, end)


def test_an_evening_out_is_spread_across_midnight() -> None:
    # Friday 9 June 2017 22:30 to Saturday 01:30: three hours; 1/6, 1/3 | 1/3, 1/6.
    found = spread((utc_s("2017-06-09 22:30"), utc_s("2017-06-10 01:30"))).weights
    assert found[FRIDAY, 22:].tolist() == pytest.approx([1 / 6, 1 / 3])
    assert found[SATURDAY, :2].tolist() == pytest.approx([1 / 3, 1 / 6])
    assert found.sum() == pytest.approx(1.0)


def test_a_week_that_goes_round_comes_back_to_monday() -> None:
    # Sunday 11 June 2017 23:00 to Monday 01:00.
    found = spread((utc_s("2017-06-11 23:00"), utc_s("2017-06-12 01:00"))).weights
    assert [found[SUNDAY, 23], found[MONDAY, 0]] == pytest.approx([0.5, 0.5])


def test_when_the_clock_is_put_back_the_hour_that_comes_twice_counts_twice() -> None:
    # Sunday 29 October 2017, 01:00 to 04:00 on the clock is four hours: 1, 2 (twice), 3.
    found = spread((utc_s("2017-10-29 01:00"), utc_s("2017-10-29 04:00"))).weights
    assert found[SUNDAY, 1:4].tolist() == pytest.approx([0.25, 0.5, 0.25])


def test_when_the_clock_is_put_forward_the_skipped_hour_gets_nothing() -> None:
    # Sunday 26 March 2017, 01:00 to 04:00 on the clock is two hours: 1 and 3.
    found = spread((utc_s("2017-03-26 01:00"), utc_s("2017-03-26 04:00"))).weights
    assert found[SUNDAY, 1:4].tolist() == pytest.approx([0.5, 0.0, 0.5])


def test_both_times_of_a_twofold_hour_are_that_hour() -> None:
    moments = [utc_s("2017-10-29 02:30", fold=fold) for fold in (0, 1)]
    assert moments[1] - moments[0] == 3_600
    assert spread(*[(moment, moment) for moment in moments]).weights[SUNDAY, 2] == 2.0


def test_a_moment_has_weight_one_in_its_hour() -> None:
    moment = utc_s("2017-06-09 22:00")
    for end in (moment, np.nan):
        found = spread((moment, end))
        assert found.weights[FRIDAY, 22] == 1.0
        assert np.count_nonzero(found.weights) == 1


def test_an_end_on_the_hour_does_not_touch_the_next() -> None:
    found = spread((utc_s("2017-06-09 22:00"), utc_s("2017-06-09 23:00"))).weights
    assert found[FRIDAY, 22] == 1.0
    assert np.count_nonzero(found) == 1


def test_an_unknown_time_is_reported_apart() -> None:
    noon = utc_s("2017-06-09 12:00")
    found = spread((noon, noon), (np.nan, noon), (np.nan, np.nan))
    assert (found.known, found.unknown) == (1, 2)
    assert found.weights.sum() == 1.0
    nothing = spread((np.nan, np.nan))
    assert (nothing.known, nothing.weights.sum()) == (0, 0.0)


def test_without_incidents_all_hours_are_empty() -> None:
    found = hours_of_week(np.array([]), np.array([]))
    assert found.weights.shape == (7, 24)
    assert (found.known, found.unknown) == (0, 0)


def test_a_whole_week_is_the_same_everywhere() -> None:
    found = spread((utc_s("2017-06-05 00:00"), utc_s("2017-06-12 00:00"))).weights
    assert found.ravel().tolist() == pytest.approx([1 / 168] * 168)


def by_minutes(begin_s: int, minutes: int) -> np.ndarray:
    """Ask the clock at the middle of every minute of the interval."""
    weights = np.zeros((7, 24))
    start = datetime.fromtimestamp(begin_s, UTC)
    for minute in range(minutes):
        local = (start + timedelta(minutes=minute, seconds=30)).astimezone(DUTCH)
        weights[local.weekday(), local.hour] += 1 / minutes
    return weights


# Around both changes of the clock of 2017, in whole minutes.
near_changes = st.one_of(
    st.integers(24_840_000, 24_846_000), st.integers(25_153_000, 25_158_000)
).map(lambda minute: minute * 60)
intervals = st.lists(st.tuples(near_changes, st.integers(1, 3_000)), min_size=1, max_size=4)


@given(intervals)
def test_it_is_what_the_clock_says_minute_by_minute(rows: list[tuple[int, int]]) -> None:
    begin = np.array([start for start, _ in rows], dtype=float)
    end = begin + 60.0 * np.array([minutes for _, minutes in rows])
    found = hours_of_week(begin, end)
    expected = sum(by_minutes(start, minutes) for start, minutes in rows)
    assert np.abs(found.weights - expected).max() < 1e-9
    assert found.weights.sum() == pytest.approx(found.known)
    back = hours_of_week(begin[::-1], end[::-1]).weights
    assert np.abs(back - found.weights).max() < 1e-12


def test_long_and_very_short_intervals_together_still_add_up() -> None:
    draw = np.random.default_rng(3)
    begin = 1.4e9 + draw.uniform(0, 9e7, 5_000)
    end = begin + draw.choice([0.0, 1.0, 30.0, 9e3, 3e6], 5_000)
    found = hours_of_week(begin, end)
    assert found.weights.sum() == pytest.approx(5_000, abs=1e-6)
    assert found.weights.min() > 0


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(StatisticError, match="1 keer"):
        spread((100.0, 50.0), (0.0, 50.0))
    with pytest.raises(StatisticError, match="even lang"):
        hours_of_week(np.zeros(2), np.zeros(3))
    with pytest.raises(StatisticError, match="geen hele uren"):
        hours_of_week(np.zeros(1), np.ones(1), zone=ZoneInfo("Asia/Kolkata"))


def test_inputs_are_left_as_they_were() -> None:
    begin, end = np.array([0.0, np.nan]), np.array([np.nan, 50.0])
    for array in (begin, end):
        array.setflags(write=False)
    hours_of_week(begin, end)

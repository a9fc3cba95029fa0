"""A heap at midnight or on the first is found; a busy night, day or hour is none."""

from __future__ import annotations

import numpy as np
import pytest

from hotspots.incoming.checking.moments import heap_at_midnight, heap_on_first, only_years


def of_hours(per_hour: list[int], days: int = 100) -> np.ndarray:
    """Return moments on full hours, as many on each day."""
    start = np.datetime64("2016-03-01T00:00:00")
    hours = np.repeat(np.arange(24), per_hour)
    every = start + (np.arange(days)[:, np.newaxis] * 24 + hours).astype("timedelta64[h]")
    return every.ravel()


def test_a_register_of_full_hours_with_a_heap_at_midnight_shows_it() -> None:
    # 6,5 % at midnight, 3,9 % in the busiest hour beside it: 1,7 times.
    per_hour = [65, 35, 30, *[42] * 18, 39, 39, 38]
    found = heap_at_midnight(of_hours(per_hour))
    assert int(found.sum()) == 65 * 100


def test_a_night_that_is_busiest_at_midnight_is_no_heap() -> None:
    # Noise: 0:00 is the busiest hour, and 1,1 times 23:00.
    per_hour = [44, 36, 20, *[5] * 18, 25, 33, 40]
    assert not heap_at_midnight(of_hours(per_hour)).any()


def test_minutes_are_not_compared_with_hours() -> None:
    # A moment every minute: as many at 0:00 as at 23:00.
    minutes = np.arange("2017-01-01", "2017-02-10", dtype="datetime64[m]").astype("datetime64[s]")
    assert not heap_at_midnight(minutes).any()


def test_fireworks_at_new_year_are_no_heap() -> None:
    fireworks = np.full(500, np.datetime64("2017-01-01T00:00:00"))
    assert not heap_at_midnight(np.concatenate([of_hours([1] * 24), fireworks])).any()


def test_a_time_that_is_not_known_is_no_midnight() -> None:
    unknown = np.full(500, np.datetime64("NaT"), dtype="datetime64[s]")
    assert not heap_at_midnight(unknown).any()


def test_months_written_as_their_first_day_are_found_among_days() -> None:
    rng = np.random.default_rng(3)
    days = np.datetime64("2015-01-01") + rng.integers(0, 1096, 3000)
    months = np.arange("2015-01", "2018-01", dtype="datetime64[M]").astype("datetime64[D]")
    found = heap_on_first(np.concatenate([days, np.repeat(months, 10)]))
    # The 360, and the days of the register that happen to be a first.
    of_the_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(int)
    assert int(found.sum()) == 360 + int((of_the_month == 0).sum())


def test_one_very_busy_first_is_no_heap() -> None:
    days = np.arange("2015-01-01", "2018-01-01", dtype="datetime64[D]")
    busy = np.full(400, np.datetime64("2016-05-01"))
    assert not heap_on_first(np.concatenate([days, busy])).any()


def test_new_year_is_no_heap_on_the_first() -> None:
    days = np.arange("2013-01-01", "2018-01-01", dtype="datetime64[D]")
    new_year = np.arange("2013", "2018", dtype="datetime64[Y]").astype("datetime64[D]")
    assert not heap_on_first(np.concatenate([days, np.repeat(new_year, 200)])).any()


@pytest.mark.parametrize("rows", [20, 60, 1000])
def test_days_by_chance_hardly_ever_make_a_heap(rows: int) -> None:
    # Each of the two tests is wrong once in a thousand at most: none or one of 1.000 is likely.
    rng = np.random.default_rng(rows)
    start = np.datetime64("2015-01-01")
    wrong = sum(heap_on_first(start + rng.integers(0, 1096, rows)).any() for _ in range(1000))
    assert wrong <= 1


def test_two_months_on_their_first_are_not_enough() -> None:
    # (1/28)^2 is more than one in a thousand.
    days = np.repeat(np.array(["2017-03-01", "2017-04-01"], dtype="datetime64[D]"), 20)
    assert not heap_on_first(days).any()


def test_years_alone_are_found_and_fireworks_are_not() -> None:
    new_year = np.arange("2013", "2018", dtype="datetime64[Y]").astype("datetime64[D]")
    assert only_years(np.repeat(new_year, 4)).all()
    eve = np.repeat(new_year - 1, 4)
    assert not only_years(np.concatenate([np.repeat(new_year, 4), eve])).any()

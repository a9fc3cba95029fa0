"""Over which days a layer counts: lone old and late rows lie apart, all others do not."""

from __future__ import annotations

import numpy as np
import pytest

from hotspots.incoming.checking.far_dates import CountedDays, counted_days


def days(*written: str) -> np.ndarray:
    return np.array(written, dtype="datetime64[D]").astype(np.int64)


def every_day(first: str, after: str, per_day: int = 1) -> np.ndarray:
    found = np.arange(first, after, dtype="datetime64[D]").astype(np.int64)
    return np.repeat(found, per_day)


def ends(found: CountedDays) -> tuple[str, str]:
    return str(np.datetime64(found.first, "D")), str(np.datetime64(found.last, "D"))


def test_one_row_of_1995_does_not_make_a_layer_of_1995() -> None:
    found = counted_days(
        np.concatenate([days("1995-06-01"), every_day("2013-01-02", "2018-01-01")])
    )
    assert ends(found) == ("2013-01-02", "2017-12-31")
    assert found.before is not None
    assert (found.before.rows, found.after) == (1, None)


def test_a_late_typing_error_is_apart_too() -> None:
    found = counted_days(
        np.concatenate([every_day("2013-01-01", "2017-12-31"), days("2023-03-14")])
    )
    assert ends(found) == ("2013-01-01", "2017-12-30")
    assert found.after is not None
    assert (found.after.rows, found.after.first) == (1, int(days("2023-03-14")[0]))


def test_thin_years_before_a_register_are_apart() -> None:
    # As in Toronto: 5 rows a month in 2000 to 2013, beside 60 a day.
    old = np.concatenate([
        days(f"{year}-{month:02d}-{day:02d}")
        for year in range(2000, 2014)
        for month in range(1, 13)
        for day in (2, 7, 12, 17, 22)
    ])  # fmt: skip
    found = counted_days(np.concatenate([old, every_day("2014-01-01", "2025-01-01", 60)]))
    assert ends(found) == ("2014-01-01", "2024-12-31")
    assert found.before is not None
    assert found.before.rows == 14 * 12 * 5


def test_of_twenty_incidents_over_three_years_none_is_apart() -> None:
    start = days("2015-01-01")[0]
    for seed in range(300):
        rows = start + np.random.default_rng(seed).integers(0, 1096, 20)
        found = counted_days(rows)
        assert (found.first, found.last) == (rows.min(), rows.max())


@pytest.mark.parametrize("rows", [60, 246, 1000])
def test_of_incidents_by_chance_none_is_apart(rows: int) -> None:
    start = days("2015-01-01")[0]
    for seed in range(300):
        dealt = start + np.random.default_rng(seed).integers(0, 1096, rows)
        found = counted_days(dealt)
        assert (found.before, found.after) == (None, None)


def test_a_winter_without_events_is_no_silence_in_a_layer_of_summers() -> None:
    summers = [every_day(f"{year}-06-01", f"{year}-09-01", 3) for year in range(2013, 2018)]
    # One in the winter before, and one in the winter after.
    found = counted_days(np.concatenate([days("2012-12-10"), *summers, days("2017-12-10")]))
    assert ends(found) == ("2012-12-10", "2017-12-10")


def test_a_month_that_is_there_for_two_days_is_not_thin() -> None:
    rows = every_day("2012-12-30", "2018-01-02", 20)
    assert ends(counted_days(rows)) == ("2012-12-30", "2018-01-01")


def test_a_short_layer_keeps_its_days_and_loses_its_typing_error() -> None:
    short = every_day("2017-10-01", "2018-01-01", 4)
    assert ends(counted_days(short)) == ("2017-10-01", "2017-12-31")
    found = counted_days(np.append(short, days("1997-10-05")))
    assert ends(found) == ("2017-10-01", "2017-12-31")


def test_a_pilot_of_a_year_before_a_silence_is_part_of_the_layer() -> None:
    pilot = every_day("2005-01-01", "2006-01-01")
    found = counted_days(np.concatenate([pilot, every_day("2013-01-01", "2018-01-01", 2)]))
    assert ends(found) == ("2005-01-01", "2017-12-31")


def test_a_declared_first_day_wins() -> None:
    rows = every_day("2013-01-03", "2018-01-01")
    found = counted_days(rows, first=int(days("2015-01-01")[0]))
    assert ends(found) == ("2015-01-01", "2017-12-31")
    assert found.before is not None
    # 3 January 2013 up to and including 31 December 2014: 363 + 365.
    assert found.before.rows == 728
    # Earlier than the rows: the days between are days without any.
    assert ends(counted_days(rows, first=int(days("2012-07-01")[0]))) == (
        "2012-07-01",
        "2017-12-31",
    )


def test_a_first_day_after_every_row_is_not_looked_at() -> None:
    rows = every_day("2013-01-01", "2014-01-01")
    assert ends(counted_days(rows, first=int(days("2020-01-01")[0]))) == (
        "2013-01-01",
        "2013-12-31",
    )


def test_one_row_is_a_layer_of_a_day() -> None:
    assert ends(counted_days(days("2016-02-29"))) == ("2016-02-29", "2016-02-29")

"""Moments are read as people write them, and never invented."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.incoming.checking import moments
from hotspots.incoming.checking.moments import read_moments

NOW = np.datetime64("2024-06-01T12:00:00")


def texts(*values: str) -> pd.Series[str]:
    return pd.Series(list(values), dtype="str")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-2017", "2017-12-31T00:00:00"),
        ("31/12/2017", "2017-12-31T00:00:00"),
        ("31.12.2017", "2017-12-31T00:00:00"),
        ("1-2-2017", "2017-02-01T00:00:00"),
        ("2017-12-31", "2017-12-31T00:00:00"),
        ("20171231", "2017-12-31T00:00:00"),
    ],
)
def test_a_date_alone_is_read_without_a_time(text: str, expected: str) -> None:
    found = read_moments(texts(text), now=NOW)
    assert str(found.wall[0]) == expected
    assert not found.has_time[0]
    assert found.fine[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-2017 23:15", "2017-12-31T23:15:00"),
        ("31/12/2017 23:15:30", "2017-12-31T23:15:30"),
        ("2017-12-31T23:15:30", "2017-12-31T23:15:30"),
        ("2017-12-31 23:15:30.250", "2017-12-31T23:15:30"),
        ("20171231235900", "2017-12-31T23:59:00"),
        ("201712312359", "2017-12-31T23:59:00"),
        ("31-12-2017 00:00", "2017-12-31T00:00:00"),
    ],
)
def test_a_date_with_a_time_is_read_with_that_time(text: str, expected: str) -> None:
    found = read_moments(texts(text), now=NOW)
    assert str(found.wall[0]) == expected
    assert found.has_time[0]


def test_the_day_comes_before_the_month() -> None:
    # 05-06-2017 is 5 June in the Netherlands, 6 May in America.
    assert str(read_moments(texts("05-06-2017"), now=NOW).wall[0])[:10] == "2017-06-05"


def test_seconds_60_are_that_minute_and_not_the_next() -> None:
    found = read_moments(texts("20170920135960"), now=NOW)
    assert str(found.wall[0]) == "2017-09-20T13:59:00"
    assert found.minute[0]


def test_an_offset_is_converted_to_dutch_wall_time() -> None:
    # In July the Netherlands is at +02:00, so 10:00Z is 12:00; in January at +01:00, so
    # 23:30Z on the 15th is 00:30 on the 16th. 12:00+05:00 is 07:00Z, in January 08:00.
    found = read_moments(
        texts("2017-07-01T10:00:00Z", "2017-01-15 23:30Z", "2017-01-15T12:00:00+05:00"), now=NOW
    )
    assert found.wall.astype(str).tolist() == [
        "2017-07-01T12:00:00",
        "2017-01-16T00:30:00",
        "2017-01-15T08:00:00",
    ]
    assert found.converted.all()


def test_an_impossible_offset_is_no_date() -> None:
    assert read_moments(texts("2017-01-15T12:00:00+99:00"), now=NOW).date_fault[0] == (
        moments.DATE_UNREADABLE
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", moments.DATE_EMPTY),
        ("   ", moments.DATE_EMPTY),
        ("geen datum", moments.DATE_UNREADABLE),
        ("99999", moments.DATE_UNREADABLE),
        ("31-12-2017 avond", moments.DATE_UNREADABLE),
        ("12/13/2017", moments.DATE_ABSENT),
        ("29-02-2017", moments.DATE_ABSENT),
        ("00-01-2017", moments.DATE_ABSENT),
        ("31-12-17", moments.YEAR_SHORT),
        ("01-01-0001", moments.YEAR_EARLY),
        ("31-12-1989", moments.YEAR_EARLY),
        ("31-12-9999", moments.FUTURE),
        ("01-06-2024 12:01", moments.FUTURE),
    ],
)
def test_a_date_that_cannot_be_right_is_a_fault(text: str, fault: int) -> None:
    found = read_moments(texts(text), now=NOW)
    assert found.date_fault[0] == fault
    assert np.isnat(found.wall[0])
    assert not found.has_time[0]


def test_a_leap_day_exists() -> None:
    assert read_moments(texts("29-02-2016"), now=NOW).fine[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("24:00", moments.TIME_24),
        ("25:61", moments.TIME_ABSENT),
        ("avond", moments.TIME_UNREADABLE),
        ("", moments.TIME_EMPTY),
    ],
)
def test_a_time_that_cannot_be_right_is_a_fault_of_the_time(text: str, fault: int) -> None:
    found = read_moments(texts(*["01-01-2018"] * 2), texts(text, "23:15"), now=NOW)
    assert found.time_fault[0] == fault
    assert found.date_fault[0] == moments.FINE
    assert np.isnat(found.wall[0])


@pytest.mark.parametrize("time", ["23:15", "23:15:00", "23.15", "2315"])
def test_a_column_with_times_is_joined_to_the_date(time: str) -> None:
    found = read_moments(texts("31-12-2017"), texts(time), now=NOW)
    assert str(found.wall[0]) == "2017-12-31T23:15:00"
    assert found.has_time[0]


def test_a_date_exported_as_midnight_takes_the_time_of_its_own_column() -> None:
    found = read_moments(texts("2017-12-31 00:00:00"), texts("23:15"), now=NOW)
    assert str(found.wall[0]) == "2017-12-31T23:15:00"


@pytest.mark.parametrize("unknown", ["onbekend", "Onbekend", "n.b.", "-", "?"])
def test_a_time_that_is_not_known_is_a_date_without_time_and_never_midnight(unknown: str) -> None:
    found = read_moments(texts(*["31-12-2017"] * 3), texts(unknown, "23:15", "05:30"), now=NOW)
    assert found.fine.all()
    assert found.has_time.tolist() == [False, True, True]


def test_a_column_of_times_that_is_mostly_empty_says_that_they_are_not_known() -> None:
    found = read_moments(texts(*["31-12-2017"] * 3), texts("", "23:15", ""), now=NOW)
    assert found.fine.all()
    assert found.has_time.tolist() == [False, True, False]


def test_ten_empty_times_are_how_a_file_says_that_they_are_not_known() -> None:
    # Nine of thirty are slips; ten of thirty are not.
    for empty, fine in ((9, 21), (10, 30)):
        times = texts(*[""] * empty, *["23:15"] * (30 - empty))
        found = read_moments(texts(*["31-12-2017"] * 30), times, now=NOW)
        assert found.fine.sum() == fine
        assert found.has_time.sum() == 30 - empty


def test_an_empty_end_time_is_a_date_without_time() -> None:
    found = read_moments(
        texts(*["31-12-2017"] * 2), texts("", "23:15"), time_required=False, now=NOW
    )
    assert found.fine.all()
    assert found.has_time.tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("3 mrt. 2017", "2017-03-03T00:00:00"),
        ("31 december 2016 23:15", "2016-12-31T23:15:00"),
        ("1-mei-2017", "2017-05-01T00:00:00"),
        ("12 SEPT 2017 05:30:00", "2017-09-12T05:30:00"),
        # An offset of whole hours, as PostgreSQL writes it: 05:30 UTC is 06:30 here in winter.
        ("2017-03-01 05:30:00+00", "2017-03-01T06:30:00"),
        ("2017-07-01 05:30:00+02", "2017-07-01T05:30:00"),
    ],
)
def test_months_by_name_and_offsets_of_whole_hours_are_read(text: str, wall: str) -> None:
    found = read_moments(texts(text), now=NOW)
    assert found.fine[0]
    assert str(found.wall[0]) == wall


@pytest.mark.parametrize("text", ["31 feb 2017", "3 mrx 2017", "3 maart", "32 mei 2017"])
def test_a_month_by_name_is_no_excuse_for_a_day_that_is_not(text: str) -> None:
    assert not read_moments(texts(text), now=NOW).fine[0]


def test_the_hour_that_is_skipped_does_not_exist() -> None:
    # On 25 March 2018 the clock went from 02:00 to 03:00.
    found = read_moments(texts("25-03-2018 01:59", "25-03-2018 02:30", "25-03-2018 03:00"), now=NOW)
    assert found.time_fault.tolist() == [moments.FINE, moments.TIME_IN_GAP, moments.FINE]


def test_the_hour_that_occurs_twice_is_accepted_and_told() -> None:
    # On 28 October 2018 the clock went from 03:00 back to 02:00.
    found = read_moments(texts("28-10-2018 01:59", "28-10-2018 02:30", "28-10-2018 03:00"), now=NOW)
    assert found.doubled.tolist() == [False, True, False]
    assert found.fine.all()


def test_a_date_without_time_is_not_in_a_skipped_hour() -> None:
    # Midnight stands for "no time" and must not be checked as a time.
    assert read_moments(texts("25-03-2018"), now=NOW).fine[0]


@given(
    st.datetimes(
        min_value=pd.Timestamp("1990-01-02").to_pydatetime(),
        max_value=pd.Timestamp("2024-05-01").to_pydatetime(),
    )
)
def test_whatever_notation_the_moment_is_the_same(moment: object) -> None:
    stamp = pd.Timestamp(moment).floor("s")
    notations = texts(
        stamp.strftime("%d-%m-%Y %H:%M:%S"),
        stamp.strftime("%Y-%m-%dT%H:%M:%S"),
        stamp.strftime("%Y%m%d%H%M%S"),
    )
    found = read_moments(notations, now=NOW)
    assert len(set(found.time_fault.tolist())) == 1
    assert len(set(found.wall.astype(str).tolist())) == 1
    if found.fine[0]:
        assert found.wall[0] == stamp.to_datetime64()


@given(st.lists(st.text(max_size=25), max_size=5))
def test_any_text_is_read_or_a_fault_and_never_an_exception(values: list[str]) -> None:
    found = read_moments(pd.Series(values, dtype="str"), now=NOW)
    assert len(found.wall) == len(values)
    assert (np.isnat(found.wall) == ~found.fine).all()

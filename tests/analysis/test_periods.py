"""Presets count back from the last complete month; windows stay where the period moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.analysis.analyse import analyse
from hotspots.analysis.measures.count import windows
from hotspots.analysis.periods import (
    PRESETS,
    Period,
    last_complete_month,
    preset,
    whole_quarters,
    year_before,
)
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

DAYS = st.dates(date(2014, 1, 1), date(2019, 12, 31))
PERIODS = st.builds(lambda first, days: Period(first, first + timedelta(days)), DAYS,
                    st.integers(0, 1_000))  # fmt: skip


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        # Up to 30 December: November is the last complete month, the third quarter the last
        # quarter, 2016 the last year, and the winter is that of 2016 into 2017.
        (
            "2017-12-30",
            {
                "month": days("2017-11-01", "2017-11-30"),
                "quarter": days("2017-07-01", "2017-09-30"),
                "year": days("2016-01-01", "2016-12-31"),
                "last_12_months": days("2016-12-01", "2017-11-30"),
                "winter": days("2016-12-01", "2017-02-28"),
                "all": days("2015-01-01", "2017-12-30"),
            },
        ),
        # One day more completes the month, the quarter and the year, not yet the winter.
        (
            "2017-12-31",
            {
                "month": days("2017-12-01", "2017-12-31"),
                "quarter": days("2017-10-01", "2017-12-31"),
                "year": days("2017-01-01", "2017-12-31"),
                "last_12_months": days("2017-01-01", "2017-12-31"),
                "winter": days("2016-12-01", "2017-02-28"),
                "all": days("2015-01-01", "2017-12-31"),
            },
        ),
        # The end of February of a leap year completes a winter of 31 + 31 + 29 days.
        (
            "2016-02-29",
            {
                "month": days("2016-02-01", "2016-02-29"),
                "quarter": days("2015-10-01", "2015-12-31"),
                "year": days("2015-01-01", "2015-12-31"),
                "last_12_months": days("2015-03-01", "2016-02-29"),
                "winter": days("2015-12-01", "2016-02-29"),
                "all": days("2015-01-01", "2016-02-29"),
            },
        ),
    ],
)
def test_presets_end_with_what_is_complete(last_day: str, expected: dict[str, Period]) -> None:
    covered = days("2015-01-01", last_day)
    assert {name: preset(name, covered) for name in PRESETS} == expected


@given(PERIODS, st.sampled_from(PRESETS))
def test_a_preset_lies_in_what_the_layer_covers(covered: Period, name: str) -> None:
    found = preset(name, covered)
    assert covered.first <= found.first <= found.last <= covered.last


def test_a_preset_that_is_not_there_is_refused() -> None:
    with pytest.raises(SelectionError, match="De periode 'gisteren' bestaat niet"):
        preset("gisteren", days("2015-01-01", "2015-12-31"))


def test_half_a_month_is_all_there_is() -> None:
    covered = days("2017-01-10", "2017-01-25")
    assert last_complete_month(covered) == covered


@given(PERIODS)
def test_whole_quarters_hold_the_period_and_no_quarter_more(period: Period) -> None:
    found = whole_quarters(period)
    after = found.last + timedelta(days=1)
    for start in (found.first, after):
        assert (start.month % 3, start.day) == (1, 1)
    assert found.first <= period.first
    assert found.last >= period.last
    # A quarter has at most 92 days: there is none without a day of the period.
    assert (period.first - found.first).days < 92
    assert (found.last - period.last).days < 92


def test_days_count_both_ends() -> None:
    assert days("2017-02-28", "2017-03-01").days == 2
    # 731 days of 365,25 in a year.
    assert days("2015-01-01", "2016-12-31").years == pytest.approx(731 / 365.25)
    assert days("2017-01-01", "2017-01-31").intersection(days("2017-02-01", "2017-02-28")) is None


COVERED = days("2015-01-10", "2017-12-31")


def test_windows_of_months_are_all_runs_of_as_many_whole_months() -> None:
    # January 2015 is not whole: 35 months from February 2015; runs of 3: 33.
    found = windows(days("2016-05-01", "2016-07-31"), COVERED)
    assert len(found) == 33
    assert found[0] == days("2015-02-01", "2015-04-30")
    assert found[-1] == days("2017-10-01", "2017-12-31")
    assert days("2016-05-01", "2016-07-31") in found


def test_windows_of_days_count_back_from_the_last_day() -> None:
    # 1.087 days: 355 of 2015 from the tenth on... 356, + 366 + 365; 108 windows of 10 days.
    found = windows(days("2016-05-03", "2016-05-12"), COVERED)
    assert len(found) == 1_087 // 10
    assert found[0] == days("2017-12-22", "2017-12-31")
    assert {window.days for window in found} == {10}


@given(st.integers(0, 30), st.integers(1, 4))
def test_windows_stay_when_a_period_moves_by_months(moved: int, months: int) -> None:
    def starting(number: int) -> date:
        return date(2015 + number // 12, number % 12 + 1, 1)

    def run(number: int) -> Period:
        return Period(starting(number), starting(number + months) - timedelta(days=1))

    assert windows(run(1), COVERED) == windows(run(1 + moved), COVERED)


def test_a_period_longer_than_the_layer_is_its_own_window() -> None:
    long = days("2010-01-01", "2019-12-30")
    assert windows(long, COVERED) == [long]


def test_the_reference_is_the_same_in_every_month(town: Workspace) -> None:
    found = [
        analyse(town, Selection("inbraak", period=days(*ends))).reference.tolist()
        for ends in (("2017-01-01", "2017-01-31"), ("2017-03-01", "2017-03-31"))
    ]
    # January: Noord 2; February: Noord 1 and Oost 1; March: Oost 1 and Zuid 1. December 2016 is
    # covered by its last day only.
    assert found == [[2, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0]] * 2


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (days("2017-12-01", "2017-12-31"), days("2016-12-01", "2016-12-31")),
        (days("2017-02-01", "2017-02-28"), days("2016-02-01", "2016-02-29")),
        (days("2017-03-05", "2017-03-11"), days("2016-03-05", "2016-03-11")),
        # More than a year: as many months right before it, which hold the same seasons.
        (days("2016-07-01", "2017-12-31"), days("2015-01-01", "2016-06-30")),
    ],
)
def test_a_period_is_compared_with_the_same_days_a_year_earlier(
    period: Period, earlier: Period
) -> None:
    assert year_before(period) == earlier


def test_a_season_is_never_compared_with_the_one_before_unless_asked(town: Workspace) -> None:
    # February 2016 is not there; January 2017 would be another season.
    february = days("2017-02-01", "2017-02-28")
    with pytest.raises(SelectionError, match="geen eerdere periode"):
        analyse(town, Selection("inbraak", measure="change", period=february))

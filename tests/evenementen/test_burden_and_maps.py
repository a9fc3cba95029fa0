from __future__ import annotations

import math

import numpy as np
import pytest

from event_town import event, event_calendar
from hotspots.evenementen.periods import (
    burden_of,
    burden_of_year,
    days_of_places,
    period_of,
    pressure_on_buurten,
)


def day(written: str) -> int:
    return int(np.datetime64(written, "D").astype(np.int64))


def test_the_burden_is_residents_times_event_days_near_them() -> None:
    # Three days at the markt, two events on one day at the park.
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-07T18:00"),
        event("2", "park", "2018-06-01T10:00", "2018-06-01T12:00"),
        event("3", "park", "2018-06-01T20:00", "2018-06-01T23:00"),
    )
    burden = burden_of_year(calendar, 2018)
    noord, oost, zuid, haven = burden.buurten
    # Noord: 100 at the markt and 50 at exactly 250 m, three days each: 450. Zuid: 10 x 2 = 20.
    assert (noord.resident_event_days, noord.days_each) == (450.0, 3.0)
    assert (zuid.resident_event_days, zuid.days_each) == (20.0, 2.0)
    assert noord.share == pytest.approx(450 / 470)
    # Nobody lives in Oost and Haven: no days each and no pressure, which is not a zero.
    assert math.isnan(oost.days_each)
    assert math.isnan(haven.pressure)
    # Of the two buurten with people, the first half of the curve has 450 of 470.
    assert burden.people.tolist() == [0.0, 0.5, 1.0]
    assert burden.days[1] == pytest.approx(450 / 470)


def test_a_resident_just_out_of_reach_has_no_event_day() -> None:
    calendar = event_calendar(event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00"))
    near = burden_of(calendar, day("2018-01-01"), day("2018-12-31"), near_m=249.9)
    assert near.buurten[0].resident_event_days == 100.0


def test_only_the_days_of_an_event_within_the_period_count() -> None:
    calendar = event_calendar(event("1", "markt", "2017-12-30T10:00", "2018-01-02T18:00"))
    # 1 and 2 January: 150 people, two days.
    assert burden_of_year(calendar, 2018).buurten[0].resident_event_days == 300.0
    assert burden_of_year(calendar, 2017).buurten[0].resident_event_days == 300.0


def test_a_year_without_events_has_no_share_and_no_curve() -> None:
    burden = burden_of_year(event_calendar(), 2018)
    assert math.isnan(burden.buurten[0].share)
    assert burden.people.size == 0
    assert math.isnan(burden.gini)


def test_the_map_of_a_week_is_the_mean_of_its_days() -> None:
    calendar = event_calendar(event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00", 700))
    first, last = period_of(day("2018-05-05"), "week")
    week = pressure_on_buurten(calendar, first, last)
    days = [pressure_on_buurten(calendar, at, at).values for at in range(first, last + 1)]
    np.testing.assert_allclose(week.values, np.mean(days, axis=0))
    # Saturday 700 and Sunday 700 x 0,5^(1/3), each times 5/6 for the mean resident, over 7 days.
    assert week.values[0] == pytest.approx(700 * (1 + 0.5 ** (1 / 3)) * 5 / 6 / 7)
    assert np.isnan(week.values[1])


def test_the_calendar_of_places_shows_what_comes_from_the_neighbours() -> None:
    calendar = event_calendar(event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00", 800))
    days = days_of_places(calendar, day("2018-05-04"), day("2018-05-05"))
    # The park and the hal are 1.000 m off: 0,5^4 = 1/16 of 800.
    assert days[:, 1].tolist() == pytest.approx([800.0, 50.0, 50.0])
    assert days[:, 0].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("at", "step", "first", "last"),
    [
        ("2016-02-29", "day", "2016-02-29", "2016-02-29"),
        ("2018-01-01", "week", "2018-01-01", "2018-01-07"),
        ("2017-12-31", "week", "2017-12-25", "2017-12-31"),
        ("2016-01-15", "season", "2015-12-01", "2016-02-29"),
        ("2017-12-01", "season", "2017-12-01", "2018-02-28"),
        ("2018-11-30", "season", "2018-09-01", "2018-11-30"),
    ],
)
def test_periods_run_over_new_year_and_leap_days(at: str, step: str, first: str, last: str) -> None:
    assert period_of(day(at), step) == (day(first), day(last))

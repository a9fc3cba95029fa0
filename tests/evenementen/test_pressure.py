from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_town import MARKT, PARK, PLACES, ask, event, event_calendar
from hotspots.access.calendar import Covered
from hotspots.errors import StatisticError
from hotspots.evenementen.alternatives import alternatives_of
from hotspots.evenementen.as_json import check_as_json
from hotspots.evenementen.check import check
from hotspots.evenementen.locations import Location
from hotspots.evenementen.page_words import burdened
from hotspots.evenementen.pressure import pressure_change, with_place
from hotspots.evenementen.request import moved, planned
from hotspots.evenementen.settings import read_settings
from hotspots.evenementen.tables import (
    alternative_rows,
    days_in_words,
    days_rows,
    pressure_rows,
)
from hotspots.statistics.event_pressure import (
    Fading,
    Spans,
    daily_load,
    space_share,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

FADING = Fading(half_m=250, reach_m=1500, half_days=3, reach_days=14, build_share=0.25)
MAY_5 = int(np.datetime64("2018-05-05", "D").astype(int))


def time_share(day: int, span: tuple[int, int, int, int], fading: Fading) -> float:
    """Return the share of its full pressure that an event has on one day, by the formula."""
    build, first, last, clear = span
    if first <= day <= last:
        return 1.0
    building = fading.build_share if build <= day <= clear else 0.0
    since = day - last
    fades = 0.5 ** (since / fading.half_days) if 0 < since <= fading.reach_days else 0.0
    return max(building, fades)


def brute_force(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    days: list[int],
    events: list[tuple[float, float, float, tuple[int, int, int, int]]],
    fading: Fading,
) -> NDArray[np.float64]:
    """The formula word for word, event by event, place by place, day by day."""
    pressure = np.zeros((len(x), len(days)))
    for i in range(len(x)):
        for j, day in enumerate(days):
            for event_x, event_y, weight, span in events:
                metres = float(np.sqrt((x[i] - event_x) ** 2 + (y[i] - event_y) ** 2))
                if metres <= fading.reach_m:
                    space = 0.5 ** (metres / fading.half_m)
                    pressure[i, j] += weight * space * time_share(day, span, fading)
    return pressure


EVENT = st.tuples(
    st.integers(0, 2), st.integers(0, 9000), st.integers(0, 30), st.integers(0, 4),
    st.integers(0, 2), st.integers(0, 3),
)  # fmt: skip


def spans_of(drawn: list[tuple[int, ...]]) -> Spans:
    first = np.array([row[2] for row in drawn], dtype=np.int64)
    last = first + np.array([row[3] for row in drawn], dtype=np.int64)
    build = first - np.array([row[4] for row in drawn], dtype=np.int64)
    return Spans(build, first, last, last + np.array([row[5] for row in drawn], dtype=np.int64))


def loads(drawn: list[tuple[int, ...]], days: int = 40) -> NDArray[np.float64]:
    return daily_load(
        np.array([row[0] for row in drawn], dtype=np.int64),
        np.array([row[1] for row in drawn], dtype=np.float64),
        spans_of(drawn), FADING, places=3, first_day=-3, days=days,
    )  # fmt: skip


PLACE_X, PLACE_Y = np.array([0.0, 400.0, 3000.0]), np.array([0.0, 300.0, 0.0])


@given(st.lists(EVENT, max_size=6))
def test_the_pressure_is_that_of_the_formula_written_out(drawn: list[tuple[int, ...]]) -> None:
    x, y = np.array([0.0, 100.0, 1499.0, 1501.0]), np.array([0.0, 50.0, 0.0, 0.0])
    fast = space_share(x, y, PLACE_X, PLACE_Y, FADING) @ loads(drawn)
    spans = spans_of(drawn)
    written_out = [
        (
            float(PLACE_X[row[0]]), float(PLACE_Y[row[0]]), float(row[1]),
            (int(spans.build[n]), int(spans.first[n]), int(spans.last[n]), int(spans.clear[n])),
        )
        for n, row in enumerate(drawn)
    ]  # fmt: skip
    slow = brute_force(x, y, list(range(-3, 37)), written_out, FADING)
    np.testing.assert_allclose(fast, slow, rtol=1e-12, atol=1e-9)


@given(st.lists(EVENT, max_size=5), st.lists(EVENT, max_size=5))
def test_the_pressure_of_two_calendars_is_the_sum_of_both(
    one: list[tuple[int, ...]], other: list[tuple[int, ...]]
) -> None:
    np.testing.assert_allclose(loads(one + other), loads(one) + loads(other), rtol=1e-12, atol=1e-9)


def test_pressure_halves_per_250_m_and_per_3_days_and_is_a_quarter_while_building() -> None:
    share = space_share(
        np.array([0.0, 250.0, 500.0, 1500.0, 1500.5]), np.zeros(5), np.zeros(1), np.zeros(1), FADING
    )
    # 0,5 ^ 0, 1, 2 and 6; beyond 1.500 m nothing.
    assert share[:, 0].tolist() == [1.0, 0.5, 0.25, 0.015625, 0.0]
    # Built up on day 8, held on 10 and 11, cleared on 12: 0,25 0,25 1 1, then 0,5^(1/3), ...
    load = daily_load(
        np.array([0]), np.array([1000.0]),
        Spans(*(np.array([day]) for day in (8, 10, 11, 12))), FADING,
        places=1, first_day=7, days=20,
    )  # fmt: skip
    assert load[0, :5].tolist() == [0.0, 250.0, 250.0, 1000.0, 1000.0]
    assert load[0, 7] == pytest.approx(500.0)  # day 14, three days after the last
    # Day 25 is the fourteenth after it, day 26 no more.
    assert load[0, 18] == pytest.approx(1000 * 0.5 ** (14 / 3))
    assert load[0, 19] == 0.0


def test_clearing_away_keeps_a_quarter_when_the_aftermath_is_less() -> None:
    fading = replace(FADING, half_days=0.5, reach_days=1)
    # One day after: 0,5 ^ 2 = 0,25; two and three days after only the clearing is left.
    ten = np.array([10])
    load = daily_load(
        np.array([0]), np.ones(1), Spans(ten, ten, ten, ten + 3), fading,
        places=1, first_day=11, days=4,
    )  # fmt: skip
    assert load.tolist() == [[0.25, 0.25, 0.25, 0.0]]


def test_days_that_are_not_in_order_are_refused() -> None:
    one = np.array([1])
    with pytest.raises(StatisticError, match="niet op volgorde"):
        daily_load(
            np.array([0]), np.array([1.0]), Spans(one, one + 1, one, one), FADING,
            places=1, first_day=0, days=3,
        )  # fmt: skip


def test_the_mean_resident_of_a_buurt_gets_what_reaches_the_cells() -> None:
    calendar = event_calendar(event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", 300))
    change = pressure_change(planned(ask(visitors=600), calendar), calendar)
    # Noord: 100 residents at the markt and 50 at 250 m: (100 x 1 + 50 x 0,5) / 150 = 5/6.
    # Before 300 x 5/6 = 250; 600 of class A more is 500 more.
    noord = change[0]
    assert (noord.code, noord.before, noord.after) == (
        "BU1",
        pytest.approx(250),
        pytest.approx(750),
    )
    # The park is 1.000 m off: 0,5 ^ 4 = 1/16.
    zuid = change[1]
    assert (zuid.code, zuid.before) == ("BU3", pytest.approx(300 / 16))
    # Nobody lives in Oost and Haven: no number, and not a zero.
    assert [entry.code for entry in change] == ["BU1", "BU3"]
    assert np.isnan(calendar.buurt_share[[1, 3]]).all()


def test_an_event_does_not_count_against_itself() -> None:
    row = event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", 300)
    calendar = event_calendar(row)
    change = pressure_change(planned(ask(visitors=300, id="1"), calendar), calendar)
    assert change[0].before == pytest.approx(0.0)


def test_what_else_presses_on_days_beyond_the_calendar_is_not_known_and_not_zero() -> None:
    row = event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", 300)
    known = replace(
        event_calendar(row), covered=Covered(date(2018, 5, 1), date(2018, 5, 31), frozenset({2018}))
    )
    later = ask(start="2018-06-02T20:00", end="2018-06-02T23:00", visitors=600)
    noord = pressure_change(planned(later, known), known)[0]
    # 600 of class A for the mean resident of Noord (5/6), as in the test above.
    assert (noord.before, noord.after, noord.added) == (None, None, pytest.approx(500))
    answer = check(later, known)
    told = check_as_json(answer)["pressure"]
    assert told[0] == {
        "buurt": "BU1", "name": "Noord", "added": 500, "before": None, "after": None,
    }  # fmt: skip
    assert pressure_rows(answer.pressure)["before"].isna().all()
    assert "is niet bekend: de kalender reikt niet" in burdened(noord, 2, noord.name)
    within = pressure_change(planned(ask(visitors=600), known), known)[0]
    assert burdened(within, 1, "Noord") == (
        "De druk stijgt het meest in Noord: van 250 naar 750 gewogen bezoekers per dag."
    )


def test_of_a_year_beyond_the_calendar_no_days_are_left_or_used() -> None:
    known = replace(
        event_calendar(event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", 300)),
        covered=Covered(date(2018, 1, 1), date(2018, 12, 31), frozenset({2018})),
    )
    facts = check(ask(start="2019-06-01T20:00", end="2019-06-01T23:00"), known).facts
    rows = days_rows(facts.days[0])
    # Three days of class A may be; how many of them are taken nobody knows.
    assert rows["allowed"].tolist()[:3] == [3, 1, 0]
    assert rows[["granted", "asked", "left"]].isna().all().all()
    said = days_in_words(rows)
    assert said["allowed"].tolist()[:3] == [3, 1, 0]
    assert set(said[["granted", "asked", "left"]].to_numpy().ravel()) == {"niet bekend"}
    # The park has ten days; of 2018 nine are left after the request, of 2019 it is not known.
    for year, left in ((2018, 9), (2019, None)):
        at = ask(start=f"{year}-08-11T20:00", end=f"{year}-08-11T23:00", sound=False)
        places = alternatives_of(planned(at, known), known)[1]
        assert [(one.location, one.days_left) for one in places] == [("park", left)]
        assert alternative_rows(places)["days_left"].tolist() == [left or "niet bekend"]


def test_a_class_without_a_limit_says_so_wherever_it_stands() -> None:
    # The list says nothing of days in the hall.
    calendar = event_calendar(event("1", "hal", "2018-05-05T20:00", "2018-05-05T23:00", 300))
    rows = days_rows(check(ask(location="hal"), calendar).facts.days[0])
    said = days_in_words(rows)
    assert said["allowed"].tolist() == said["left"].tolist() == ["geen grens"] * len(rows)
    # What is known is a number: one day of class A was granted.
    assert said["granted"].tolist()[:3] == [1, 0, 0]
    free = replace(PARK, days={})
    other = event_calendar(places=(MARKT, free))
    at = ask(start="2018-08-11T20:00", end="2018-08-11T23:00", sound=False)
    places = alternatives_of(planned(at, other), other)[1]
    assert alternative_rows(places)["days_left"].tolist() == ["geen grens"]
    assert [(one.days_left, one.days_known) for one in places] == [(None, True)]


def test_what_was_turned_down_puts_no_pressure_and_unknown_numbers_are_told() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", 300, status="afgewezen"),
        event("2", "markt", "2018-05-05T20:00", "2018-05-05T23:00", None),
    )
    assert calendar.field.load.max() == 0.0
    assert calendar.field.unknown_size == 1


@given(st.integers(-60, 60))
def test_moving_there_and_back_changes_nothing(days: int) -> None:
    request = ask(build_up="2018-05-05T12:00", dismantled="2018-05-06T02:00")
    assert moved(moved(request, days=days), days=-days) == request
    assert moved(request) == request


def test_the_burden_of_a_request_is_residents_times_the_pressure_they_get() -> None:
    standard = read_settings()
    indoors = replace(standard.alternatives, same_indoors=False)
    calendar = event_calendar(
        event("1", "park", "2018-05-05T20:00", "2018-05-05T23:00", 160),
        settings=replace(standard, alternatives=indoors),
    )
    burden, places, _ = alternatives_of(planned(ask(visitors=100), calendar), calendar)
    # Near the markt: 100 residents at share 1, 50 at 1/2, and 10 at the park at 1/16.
    # From the park comes 160 x 1/16 = 10 at the markt; 50 people live hypot(250, 1000) m from it.
    far = 0.5 ** (np.hypot(250, 1000) / 250)
    expected = (
        100 * 1 * (100 + 160 / 16) + 50 * 0.5 * (100 * 0.5 + 160 * far) + 10 / 16 * (100 / 16 + 160)
    )
    assert burden == pytest.approx(expected)
    # The hal has nobody near but is 1.000 m from 100 residents at the markt, 750 m from 50 others;
    # the park is taken at that time.
    assert [entry.location for entry in places] == ["hal"]
    assert 0.9 < places[0].saves < 1.0


def test_another_date_is_offered_only_where_it_fits_and_is_lighter() -> None:
    # The Saturdays before and after: the one before is taken, the one after has the aftermath.
    calendar = event_calendar(
        event("1", "markt", "2018-04-28T20:00", "2018-04-28T23:00", 50),
        event("2", "markt", "2018-05-04T20:00", "2018-05-04T23:00", 1000),
    )
    request = ask(location="markt", visitors=100)
    _, _, dates = alternatives_of(planned(request, calendar), calendar)
    found = [entry.start.date().isoformat() for entry in dates]
    assert len(found) == 3
    assert "2018-04-28" not in found
    assert all(np.datetime64(day) < np.datetime64("2018-05-04") or
               np.datetime64(day) > np.datetime64("2018-05-18") for day in found)  # fmt: skip
    assert all((np.datetime64(day) - np.datetime64("2018-05-05")).astype(int) % 7 == 0
               for day in found)  # fmt: skip
    # With one day left of class A none of these would fit if the year were full.
    full = event_calendar(
        *[event(str(n), "markt", f"2018-01-0{n}T20:00", f"2018-01-0{n}T23:00") for n in (1, 2, 3)],
        event("9", "markt", "2018-05-04T20:00", "2018-05-04T23:00", 1000),
    )
    assert alternatives_of(planned(request, full), full)[2] == ()


def test_what_saves_half_a_percent_or_less_is_not_offered() -> None:
    # One metre east of the markt: of 100 x 1 + 50 x 0,25 + 10 / 256 remain 100 x 0,9945 +
    # 50 x 0,2514 + 10 / 256. That is 0,43 % less, which would be written as 0 %.
    near = replace(MARKT, id="naast", name="Naast", x_rd=MARKT.x_rd + 1, days={})
    calendar = event_calendar(places=(MARKT, near))
    burden, places, dates = alternatives_of(planned(ask(visitors=100), calendar), calendar)
    assert burden > 0
    assert places == ()
    # Of an empty calendar every Saturday is as heavy as the one that was asked for.
    assert dates == ()
    # At 25 m west both groups get 0,5 ^ 0,1 of it, and weigh that again: 0,5 ^ 0,2 = 87 %.
    further = replace(near, x_rd=MARKT.x_rd - 25)
    calendar = event_calendar(places=(MARKT, further))
    (found,) = alternatives_of(planned(ask(visitors=100), calendar), calendar)[1]
    assert round(100 * found.saves) == 13


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20), st.integers(1, 900)), max_size=5),
    st.integers(99_000, 102_500),
    st.integers(419_500, 422_500),
)
@settings(max_examples=30, deadline=None)
def test_a_field_with_a_place_more_is_that_of_the_longer_list(
    drawn: list[tuple[int, int, int]], x_rd: int, y_rd: int
) -> None:
    rows = [
        event(str(n), PLACES[at].id, f"2018-05-{1 + day:02}T20:00", f"2018-05-{1 + day:02}T23:00",
              people)
        for n, (at, day, people) in enumerate(drawn)
    ]  # fmt: skip
    # One event lies at no location: its spot stands behind the new one.
    rows.append(event("los", "", "2018-05-03T20:00", "2018-05-03T23:00", 50)
                | {"x_rd": 100_900.0, "y_rd": 421_100.0})  # fmt: skip
    point = Location("punt", "Punt", "", float(x_rd), float(y_rd))
    short, long = event_calendar(*rows), event_calendar(*rows, places=(*PLACES, point))
    found = with_place(short.field, float(x_rd), float(y_rd), len(PLACES))
    for name in ("x_rd", "y_rd", "place", "load", "share", "overlap"):
        np.testing.assert_allclose(
            getattr(found, name), getattr(long.field, name), rtol=1e-12, err_msg=name
        )

from __future__ import annotations

from dataclasses import replace

import pytest

from event_town import MARKT, PARK, ask, event, event_calendar
from hotspots.evenementen.days import days_used
from hotspots.evenementen.locations import capacity_of
from hotspots.evenementen.request import planned
from hotspots.evenementen.settings import read_settings

SETTINGS = read_settings().capacity


def test_capacity_is_the_lesser_of_square_metres_and_exits() -> None:
    found = capacity_of(MARKT, SETTINGS)
    # 1.000 m2 at 2, 2,5 and 4; exits 4 + 3 + 2 without the widest = 5 m x 82 x 10 minutes = 4.100.
    assert found.by_area == ((2.0, 2000), (2.5, 2500), (4.0, 4000))
    assert (found.by_exits, found.exits_m) == (4100, 5.0)
    assert (found.people, found.limited_by) == (2000, "area")


def test_a_large_place_with_narrow_exits_holds_what_can_leave_in_time() -> None:
    found = capacity_of(replace(PARK, exits_m=(10.0, 1.5)), SETTINGS)
    # 5.000 x 2 = 10.000 by area; 1,5 x 82 x 10 = 1.230 by exits.
    assert (found.people, found.limited_by) == (1230, "exits")


def test_one_exit_is_none_when_the_widest_may_be_blocked() -> None:
    assert capacity_of(replace(PARK, exits_m=(10.0,)), SETTINGS).people == 0


def test_what_the_list_does_not_say_is_not_known_rather_than_nothing() -> None:
    unknown = capacity_of(replace(PARK, usable_m2=None, exits_m=()), SETTINGS)
    assert (unknown.people, unknown.by_exits, unknown.limited_by) == (None, None, "")
    only_area = capacity_of(replace(PARK, exits_m=()), SETTINGS)
    assert (only_area.people, only_area.limited_by) == (10_000, "area")


def used(*rows: dict[str, object], year: int = 2018, place: int = 0) -> list[tuple[int, int]]:
    calendar = event_calendar(*rows)
    found = days_used(
        calendar.locations.items[place], calendar.events, calendar.risks, place=place, year=year
    )
    return [(entry.granted, entry.requested) for entry in found.events]


def test_a_location_used_twice_a_day_has_used_one_day() -> None:
    morning = event("1", "markt", "2018-05-05T09:00", "2018-05-05T12:00")
    evening = event("2", "markt", "2018-05-05T20:00", "2018-05-05T23:00")
    assert used(morning, evening)[0] == (1, 0)


def test_a_day_counts_for_its_heaviest_class() -> None:
    light = event("1", "markt", "2018-05-05T09:00", "2018-05-05T12:00")
    heavy = event("2", "markt", "2018-05-05T20:00", "2018-05-05T23:00", **{"class": "B"})
    assert used(light, heavy) == [(0, 0), (1, 0), (0, 0)]


def test_a_night_past_midnight_is_one_day_and_a_morning_after_is_two() -> None:
    night = event("1", "markt", "2018-05-05T20:00", "2018-05-06T06:00")
    assert used(night)[0] == (1, 0)
    morning = event("1", "markt", "2018-05-05T20:00", "2018-05-06T06:01")
    assert used(morning)[0] == (2, 0)


def test_new_years_eve_belongs_to_the_old_year() -> None:
    eve = event("1", "markt", "2018-12-31T22:00", "2019-01-01T03:00")
    assert used(eve)[0] == (1, 0)
    assert used(eve, year=2019)[0] == (0, 0)


def test_an_event_over_new_year_has_days_in_both_years() -> None:
    # 30 and 31 December, 1 and 2 January.
    long = event("1", "markt", "2018-12-30T10:00", "2019-01-02T18:00")
    assert used(long)[0] == (2, 0)
    assert used(long, year=2019)[0] == (2, 0)


def test_29_february_is_a_day_like_any_other() -> None:
    leap = event("1", "markt", "2016-02-28T10:00", "2016-03-01T18:00")
    assert used(leap, year=2016)[0] == (3, 0)


def test_a_whole_day_ends_at_its_midnight() -> None:
    fair = event(
        "1", "markt", "2018-06-02T00:00", "2018-06-03T00:00",
        begin_has_time=False, end_has_time=False,
    )  # fmt: skip
    assert used(fair)[0] == (2, 0)


def test_the_day_of_the_clock_change_is_one_day() -> None:
    # In the night of 28 October 2018 three o'clock comes twice.
    assert used(event("1", "markt", "2018-10-27T22:00", "2018-10-28T04:00"))[0] == (1, 0)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("vergund", (1, 0)), ("aangevraagd", (0, 1)), ("vooraankondiging", (0, 1)),
     ("afgewezen", (0, 0)), ("", (0, 1))],
)  # fmt: skip
def test_only_what_was_turned_down_uses_no_day(status: str, expected: tuple[int, int]) -> None:
    row = event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", status=status)
    assert used(row)[0] == expected


def test_left_is_below_zero_where_too_much_was_granted_and_unknown_without_a_limit() -> None:
    rows = [
        event(str(day), "markt", f"2018-05-0{day}T20:00", f"2018-05-0{day}T23:00")
        for day in (1, 2, 3, 4)
    ]
    calendar = event_calendar(*rows)
    found = days_used(
        calendar.locations.items[0], calendar.events, calendar.risks, place=0, year=2018
    )
    # The markt has 3 days of class A.
    assert found.events[0].left == -1
    hal = days_used(
        calendar.locations.items[2], calendar.events, calendar.risks, place=2, year=2018
    )
    assert hal.events[0].left is None


def test_the_class_comes_from_the_points_with_every_boundary() -> None:
    calendar = event_calendar()
    table = calendar.settings.scoring
    # 500 visitors of 2.000 (25 %): 1; two days: 1; until 1 o'clock (2 hours after 23): 2;
    # sound 1; alcohol ruim 3: together 8, where class B begins.
    told = {"alcohol": "ruim", "publiek": "gezinnen", "ervaring": "goed", "bereikbaarheid": "goed"}
    request = ask(
        start="2018-05-04T20:00", end="2018-05-06T01:00", visitors=500, sound=True, profile=told
    )
    plan = planned(request, calendar)
    assert (plan.classified.points, plan.risk) == (8, "B")
    assert plan.classified.unknown == ()
    one_less = planned(replace(request, sound=False), calendar)
    assert (one_less.classified.points, one_less.risk) == (7, "A")
    assert table.class_b == 8


def test_an_answer_nobody_gave_makes_the_heaviest_class_heavier_and_the_class_not_lighter() -> None:
    plan = planned(ask(), event_calendar())
    # Open: geluid 1, alcohol 3, publiek 2, ervaring 4, bereikbaarheid 3: 13 points more.
    assert (plan.classified.points, plan.risk, plan.classified.heaviest) == (0, "A", "B")
    assert plan.classified.unknown == (
        "geluid", "alcohol", "publiek", "ervaring", "bereikbaarheid",
    )  # fmt: skip

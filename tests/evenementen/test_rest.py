"""Days of rest between two events at a place: in the check, on the board and in what is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from event_town import HAL, MARKT, PARK, ask, event, event_calendar
from hotspots.evenementen.alternatives import alternatives_of
from hotspots.evenementen.check import check
from hotspots.evenementen.plan import year_plan
from hotspots.evenementen.request import planned
from hotspots.evenementen.settings import read_settings

#: The park needs three days without anything between two events.
GRASS = replace(PARK, rest_days=3)


def rest_of(day: str, *rows: dict[str, object], **more: object) -> tuple[str, tuple[str, ...]]:
    """The verdict about rest of a request at the park on a day, and the events it is about."""
    calendar = event_calendar(*rows, places=(MARKT, GRASS, HAL))
    request = ask(location="park", start=f"{day}T10:00", end=f"{day}T18:00", **more)
    told = {one.id: one for one in check(request, calendar).findings}
    return told["rest"].verdict, told["rest"].events


@pytest.mark.parametrize(
    ("day", "verdict"),
    # Until the 10th: the 11th, 12th and 13th are free before the 14th, and not before the 13th.
    [("2018-05-14", "in_orde"), ("2018-05-13", "belemmering"), ("2018-05-11", "belemmering"),
     ("2018-05-06", "in_orde"), ("2018-05-07", "belemmering")],
)  # fmt: skip
def test_a_place_gets_its_days_of_rest_before_and_after(day: str, verdict: str) -> None:
    there = event("1", "park", "2018-05-10T10:00", "2018-05-10T18:00")
    assert rest_of(day, there) == (verdict, ("1",) if verdict == "belemmering" else ())


def test_building_up_and_clearing_away_are_no_rest() -> None:
    there = event("1", "park", "2018-05-10T10:00", "2018-05-10T18:00")
    assert rest_of("2018-05-15", there) == ("in_orde", ())
    assert rest_of("2018-05-15", there, build_up="2018-05-13T09:00")[0] == "belemmering"
    cleared = there | {"dismantled": there["end"].replace(day=11)}
    assert rest_of("2018-05-14", cleared)[0] == "belemmering"


def test_what_is_there_at_the_same_time_is_no_matter_of_rest() -> None:
    there = event("1", "park", "2018-05-10T10:00", "2018-05-10T18:00")
    assert rest_of("2018-05-10", there) == ("in_orde", ())
    # On one day, one after the other: no day of the three is free.
    morning = event("1", "park", "2018-05-10T06:00", "2018-05-10T09:00")
    assert rest_of("2018-05-10", morning)[0] == "belemmering"


def test_a_place_without_days_of_rest_is_not_asked_for_them() -> None:
    told = check(ask(location="markt"), event_calendar(places=(MARKT, GRASS, HAL))).findings
    assert "rest" not in {one.id for one in told}


def test_too_little_rest_is_a_conflict_of_the_board_with_the_days_that_are_missing() -> None:
    calendar = event_calendar(
        event("1", "park", "2018-05-10T10:00", "2018-05-10T18:00"),
        event("2", "park", "2018-05-12T10:00", "2018-05-12T18:00"),
        event("3", "park", "2018-05-16T10:00", "2018-05-16T18:00"),
        places=(MARKT, GRASS, HAL),
    )
    found = [
        (one.kind, one.events, one.excess, one.weight)
        for one in year_plan(calendar, 2018).conflicts
    ]
    # One day free of three: two are missing. From the 12th to the 16th there are three.
    assert found == [("rest", ("1", "2"), 2, 30)]


def test_a_date_without_enough_rest_is_not_offered() -> None:
    standard = read_settings()
    settings = replace(
        standard, special=(), alternatives=replace(standard.alternatives, days_around=7)
    )
    busy = event("b", "park", "2018-06-01T10:00", "2018-06-01T18:00", 1000)
    later = event("l", "park", "2018-06-13T10:00", "2018-06-13T18:00", 1)
    request = ask(location="park", start="2018-06-05T10:00", end="2018-06-05T18:00", sound=False)
    for place, offered in ((PARK, ["2018-05-29", "2018-06-12"]), (GRASS, [])):
        calendar = event_calendar(busy, later, places=(place,), settings=settings)
        _, _, dates = alternatives_of(planned(request, calendar), calendar)
        # 12 June lies a day before the 13th, and 29 May two days before 1 June.
        assert sorted(one.start.date().isoformat() for one in dates) == offered

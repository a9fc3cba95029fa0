"""Other places and dates: only what fits is offered, and the best are the best of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_town import HAL, MARKT, PARK, RESIDENTS, ask, event, event_calendar
from hotspots.evenementen.alternatives import alternatives_of
from hotspots.evenementen.check import facts_of, findings_of
from hotspots.evenementen.locations import Location
from hotspots.evenementen.request import moved, planned
from hotspots.evenementen.settings import QuietPeriod, read_settings

if TYPE_CHECKING:
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.request import Request
    from hotspots.evenementen.settings import EventSettings

MAY_5 = int(np.datetime64("2018-05-05", "D").astype(int))


def share(x_rd: float, y_rd: float, cell: int) -> float:
    """What arrives of a place at a cell with residents: half per 250 m, nothing past 1.500 m."""
    metres = float(np.hypot(RESIDENTS.x_rd[cell] - x_rd, RESIDENTS.y_rd[cell] - y_rd))
    return 0.5 ** (metres / 250) if metres <= 1500 else 0.0


def burden_word_for_word(
    calendar: EventCalendar, request: Request, place: Location, days: int
) -> float:
    """Return residents times pressure: cell by cell, day by day, event by event."""
    plan, events = planned(request, calendar), calendar.events
    own = request.visitors * {"A": 1.0, "B": 2.0, "C": 4.0}[plan.risk]
    burden = 0.0
    for cell, residents in enumerate(RESIDENTS.number.tolist()):
        here = share(place.x_rd, place.y_rd, cell)
        for day in range(MAY_5, MAY_5 + days):
            pressure = own * here
            for row in range(len(events)):
                # Events of one day, without building up: full on it, half per three days after it.
                after = day - int(events.first_day[row])
                lasting = 0.5 ** (after / 3) if 0 <= after <= 14 else 0.0
                there = share(float(events.x_rd[row]), float(events.y_rd[row]), cell)
                pressure += float(events.visitors[row]) * lasting * there
            burden += residents * here * pressure
    return burden


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 20), st.integers(1, 3000)), max_size=8),
    st.integers(1, 2500),
    st.integers(1, 3),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=25, deadline=None)
def test_the_best_other_places_are_those_of_asking_every_place(
    drawn: list[tuple[int, int, int]], visitors: int, days: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    places = tuple(
        Location(
            f"p{n}", f"P{n}", "plein", *rng.uniform([99_500, 420_000], [101_500, 422_500]).tolist(),
            float(rng.integers(200, 9000)), indoor=False, days={"A": 3, "B": 1},
        )
        for n in range(12)
    )  # fmt: skip
    rows = [
        event(str(n), f"p{at}", f"{day}T20:00", f"{day}T23:00", people)
        | {"x_rd": places[at].x_rd, "y_rd": places[at].y_rd}
        for n, (at, number, people) in enumerate(drawn)
        for day in [f"2018-05-{1 + number:02}"]
    ]  # fmt: skip
    calendar = event_calendar(*rows, places=places)
    request = ask(location="p0", visitors=visitors, sound=False, end=f"2018-05-{4 + days:02}T23:00")
    here, found, _ = alternatives_of(planned(request, calendar), calendar)
    assert here == pytest.approx(burden_word_for_word(calendar, request, places[0], days))

    # Word for word: the burden of the request at every place, and what the check says of it there.
    every = []
    for place in places[1:]:
        there = moved(request, location=place.id)
        burden = burden_word_for_word(calendar, there, place, days)
        told = {one.id: one.verdict for one in findings_of(facts_of(there, calendar), calendar)}
        # Also what was only asked for stands in the way of an offer, and a full year.
        fits = told["capacity"] == "in_orde" and told["place"] == "in_orde"
        fits &= told["quiet"] == "in_orde" and told["days_events"] != "belemmering"
        if fits and 1 - burden / here > 0.005:
            every.append((burden, place.id))
    assert [(one.burden, one.location) for one in found] == [
        (pytest.approx(burden), place) for burden, place in sorted(every)[:3]
    ]


def around(days: int) -> EventSettings:
    """Return the settings of the tool, with other dates up to so many days away."""
    standard = read_settings()
    return replace(standard, alternatives=replace(standard.alternatives, days_around=days))


def dates_of(request: Request, calendar: EventCalendar) -> list[tuple[str, int | None]]:
    found = alternatives_of(planned(request, calendar), calendar)[2]
    return sorted((one.start.date().isoformat(), one.days_left) for one in found)


def in_march(count: int, location: str = "markt") -> list[dict[str, Any]]:
    """Return events of one day in March 2019."""
    return [
        event(f"m{n}", location, f"2019-03-{n:02}T10:00", f"2019-03-{n:02}T12:00")
        for n in range(1, count + 1)
    ]


def test_a_date_over_new_year_is_offered_only_if_both_years_have_days_left() -> None:
    # The aftermath of 22 December makes the week before and the week after lighter than 24 and 25
    # December. The week before leaves 3 - 1 - 2 = 0 days of 2018. The week after takes 31 December
    # and 1 January: it leaves 3 - 1 - 1 = 1 day of 2018, and of 2019 what March leaves, less one.
    busy = event("9", "markt", "2018-12-22T10:00", "2018-12-22T18:00", 1000)
    request = ask(start="2018-12-24T10:00", end="2018-12-25T18:00", sound=False)

    def offered(days_in_march: int) -> list[tuple[str, int | None]]:
        calendar = event_calendar(busy, *in_march(days_in_march), settings=around(7))
        return dates_of(request, calendar)

    before = ("2018-12-17", 0)
    assert offered(0) == [before, ("2018-12-31", 1)]
    assert offered(2) == [before, ("2018-12-31", 0)]
    assert offered(3) == [before]


def test_another_place_over_new_year_is_offered_only_if_both_years_have_days_left() -> None:
    # The park may have ten days of class A a year, the hal has no limit.
    request = ask(start="2018-12-31T10:00", end="2019-01-01T18:00", sound=False)
    offered = {}
    for count in (9, 10):
        calendar = event_calendar(*in_march(count, "park"))
        found = alternatives_of(planned(request, calendar), calendar)[1]
        offered[count] = {one.location: one.days_left for one in found}
    assert offered == {9: {"hal": None, "park": 0}, 10: {"hal": None}}


def test_what_falls_in_a_quiet_period_of_a_place_is_not_offered() -> None:
    quiet = (QuietPeriod((5, 5), (5, 5), "rust"),)
    request = ask(sound=False)

    def places(*those: Location) -> list[str]:
        calendar = event_calendar(places=those)
        return [one.location for one in alternatives_of(planned(request, calendar), calendar)[1]]

    assert places(MARKT, PARK, HAL) == ["hal", "park"]
    assert places(MARKT, PARK, replace(HAL, quiet=quiet)) == ["park"]


def test_a_date_in_a_quiet_period_is_not_offered() -> None:
    # What is on a day before makes both Saturdays lighter: the one before, and the one after.
    busy = event("9", "markt", "2018-05-04T10:00", "2018-05-04T18:00", 1000)
    request = ask(sound=False)
    closed = replace(MARKT, quiet=(QuietPeriod((5, 12), (5, 12), "rust"),))
    days = {
        place.quiet: [
            day
            for day, _ in dates_of(
                request, event_calendar(busy, places=(place, PARK), settings=around(7))
            )
        ]
        for place in (MARKT, closed)
    }
    assert days == {MARKT.quiet: ["2018-04-28", "2018-05-12"], closed.quiet: ["2018-04-28"]}

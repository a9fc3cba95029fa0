"""Other places and dates: only what fits is offered, and the best are the best of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from event_town import HAL, MARKT, PARK, RESIDENTS, ask, event, event_calendar
from hotspots.crs import RD_NEW
from hotspots.evenementen.alternatives import alternatives_of
from hotspots.evenementen.check import check
from hotspots.evenementen.findings import facts_of, findings_of
from hotspots.evenementen.locations import Location
from hotspots.evenementen.nearness import NearLayer
from hotspots.evenementen.request import moved, new_id, planned
from hotspots.evenementen.settings import (
    NearRule,
    Origin,
    QuietPeriod,
    SpecialDays,
    read_settings,
)
from hotspots.evenementen.words import IN_THE_PAST

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
    own = verdicts_of(request, calendar)
    every = []
    for place in places[1:]:
        there = moved(request, location=place.id)
        burden = burden_word_for_word(calendar, there, place, days)
        told = verdicts_of(there, calendar)
        # Also what was only asked for stands in the way of an offer, and a full year; and whatever
        # the request itself is not told.
        fits = told["capacity"] == "in_orde" and told["place"] == "in_orde"
        fits &= told["quiet"] == "in_orde" and told["days_events"] != "belemmering"
        fits &= all(
            verdict in ("in_orde", "lichter")
            or (verdict == own.get(name) and verdict != "belemmering")
            for name, verdict in told.items()
            if not name.startswith("days_")
        )
        if fits and 1 - burden / here > 0.005:
            every.append((burden, place.id))
    assert [(one.burden, one.location) for one in found] == [
        (pytest.approx(burden), place) for burden, place in sorted(every)[:3]
    ]


def verdicts_of(request: Request, calendar: EventCalendar) -> dict[str, str]:
    """The gravest verdict of each question about a request."""
    order = ("belemmering", "let_op", "onbekend", "lichter", "in_orde")
    told: dict[str, str] = {}
    for one in findings_of(facts_of(request, calendar), calendar):
        told[one.id] = min(told.get(one.id, one.verdict), one.verdict, key=order.index)
    return told


def anywhere() -> EventSettings:
    """The settings of the tool, with a hall for what is in the open air."""
    standard = read_settings()
    return calm(replace(standard, alternatives=replace(standard.alternatives, same_indoors=False)))


def calm(settings: EventSettings) -> EventSettings:
    """Settings without special days."""
    return replace(settings, special=())


def around(days: int) -> EventSettings:
    """Return the settings of the tool, with other dates up to so many days away."""
    standard = read_settings()
    return calm(replace(standard, alternatives=replace(standard.alternatives, days_around=days)))


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
        calendar = event_calendar(*in_march(count, "park"), settings=anywhere())
        found = alternatives_of(planned(request, calendar), calendar)[1]
        offered[count] = {one.location: one.days_left for one in found}
    assert offered == {9: {"hal": None, "park": 0}, 10: {"hal": None}}


def test_what_falls_in_a_quiet_period_of_a_place_is_not_offered() -> None:
    quiet = (QuietPeriod((5, 5), (5, 5), "rust"),)
    request = ask(sound=False)

    def places(*those: Location) -> list[str]:
        calendar = event_calendar(places=those, settings=calm(anywhere()))
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


#: What is on a day before makes the Saturdays around 5 May lighter.
BUSY = event("9", "markt", "2018-05-04T10:00", "2018-05-04T18:00", 1000)


def offered(calendar: EventCalendar, now: date | None = None, **more: Any) -> list[str]:  # noqa: ANN401
    """The other dates and places, as days and names."""
    request = ask(sound=False, **more)
    _, places, dates = alternatives_of(planned(request, calendar), calendar, now=now)
    return sorted([*(one.location for one in places), *(f"{one.start:%m-%d}" for one in dates)])


def test_a_day_that_is_over_is_not_offered() -> None:
    calendar = event_calendar(BUSY, settings=around(7))
    assert offered(calendar) == ["04-28", "05-12", "park"]
    # On 30 April the Saturday before is over, on 28 April it is not yet.
    assert offered(calendar, date(2018, 4, 30)) == ["05-12", "park"]
    assert offered(calendar, date(2018, 4, 28)) == ["04-28", "05-12", "park"]
    # Building up on the 27th is over as well.
    build = {"build_up": "2018-05-04T12:00"}
    assert "04-28" not in offered(calendar, date(2018, 4, 28), **build)
    # Of a request that is over itself the days around it are compared, and the check says so.
    assert offered(calendar, date(2026, 1, 1)) == ["04-28", "05-12", "park"]
    notes = check(ask(sound=False), calendar, now=date(2026, 1, 1)).notes
    assert IN_THE_PAST in notes
    assert IN_THE_PAST not in check(ask(sound=False), calendar, now=date(2018, 4, 30)).notes


def test_an_event_in_the_open_air_is_offered_no_hall() -> None:
    assert offered(event_calendar(BUSY, settings=around(0))) == ["park"]
    assert offered(event_calendar(BUSY, settings=replace(anywhere(), alternatives=replace(
        anywhere().alternatives, days_around=0)))) == ["hal", "park"]  # fmt: skip


def test_a_date_with_a_full_police_shift_is_not_offered() -> None:
    # Two events of class B elsewhere on the evening of the 12th: the request of class A is the
    # third of none, the shift itself holds two, and one more than may be is three.
    heavy = [
        event(f"b{n}", "hal", "2018-05-12T19:00", "2018-05-12T22:00", 50) | {"class": "B"}
        for n in range(3)
    ]
    calendar = event_calendar(BUSY, *heavy, settings=around(7))
    assert offered(calendar) == ["04-28", "park"]


def test_a_date_with_another_event_near_is_not_offered() -> None:
    near = event("n", "", "2018-05-12T19:00", "2018-05-12T22:00", 50) | {
        "x_rd": MARKT.x_rd + 400, "y_rd": MARKT.y_rd,
    }  # fmt: skip
    far = near | {"x_rd": MARKT.x_rd + 600}
    assert offered(event_calendar(BUSY, near, settings=around(7))) == ["04-28", "park"]
    assert offered(event_calendar(BUSY, far, settings=around(7))) == ["04-28", "05-12", "park"]


def test_a_special_day_is_not_offered_and_only_for_its_kind_of_place() -> None:
    day = SpecialDays((5, 12), (5, 12), "Feest", Origin("proef", "aanname"))
    season = replace(day, first=(5, 1), last=(5, 31), kinds=("park",))
    free = around(7)
    for special, expected in (
        ((day,), ["04-28", "park"]),
        ((season,), ["04-28", "05-12"]),
        ((day, season), ["04-28"]),
        ((), ["04-28", "05-12", "park"]),
    ):
        calendar = event_calendar(BUSY, settings=replace(free, special=special))
        assert offered(calendar) == expected


def test_what_the_request_is_told_itself_may_remain_and_is_named() -> None:
    # All of May is special: the request is told so, and so is the 12th; 28 April solves it.
    day = SpecialDays((5, 1), (5, 31), "Meimaand", Origin("proef", "aanname"))
    calendar = event_calendar(BUSY, settings=replace(around(7), special=(day,)))
    request = ask(sound=False)
    _, places, dates = alternatives_of(planned(request, calendar), calendar)
    told = {f"{one.start:%m-%d}": one for one in dates}
    assert told["04-28"].solves == ("special",)
    assert told["04-28"].remains == ()
    assert told["05-12"].remains == ("special",)
    assert (told["04-28"].away_days, told["05-12"].away_days) == (-7, 7)
    # The park lies 1.000 m south of the markt.
    assert [(one.location, one.away_m) for one in places] == [("park", 1_000)]


def test_what_asks_for_a_look_for_another_reason_is_not_offered() -> None:
    # The request falls on a special day; the park on that day is out of season as well.
    day = SpecialDays((5, 5), (5, 5), "Feest", Origin("proef", "aanname"))
    season = replace(day, first=(5, 1), last=(5, 31), kinds=("park",))
    free = around(7)
    for special, expected in (((day,), ["park"]), ((day, season), [])):
        calendar = event_calendar(BUSY, settings=replace(free, special=special))
        places = alternatives_of(planned(ask(sound=False), calendar), calendar)[1]
        assert [one.location for one in places] == expected


def test_a_narrower_zone_is_not_offered_for_a_wider_one() -> None:
    # The track lies 1.000 m from the markt: in the zone of 1.500 m. The park lies either 1.400 m
    # from it, in the same zone, or 100 m, in that of 200 m.
    rule = NearRule(
        "spoor", "spoorlijn", "rail", (200.0, 1500.0), ("explosie", "gifwolk"),
        Origin("proef", "bron"),
    )  # fmt: skip
    settings = replace(around(7), near=(rule,))
    for metres, expected in ((1_400.0, ["park"]), (100.0, [])):
        track = (MARKT.x_rd + 1_000.0, MARKT.y_rd)
        away = replace(PARK, x_rd=track[0] + metres, y_rd=track[1])
        calendar = event_calendar(BUSY, places=(MARKT, away, HAL), settings=settings)
        calendar = replace(calendar, nearby={"rail": near_layer(track)})
        places = alternatives_of(planned(ask(sound=False), calendar), calendar)[1]
        assert [one.location for one in places] == expected


def near_layer(at: tuple[float, float]) -> NearLayer:
    track = gpd.GeoDataFrame({"name": ["Lijn"]}, geometry=[shapely.Point(at)], crs=RD_NEW)
    return NearLayer(track, "name", "", approximate=False)


def test_none_is_an_answer() -> None:
    calendar = event_calendar(
        BUSY, settings=replace(around(7), special=(SpecialDays(
            (4, 1), (5, 31), "Alles", Origin("proef", "aanname"), ("plein", "park")),)),
    )  # fmt: skip
    quiet = event_calendar(places=(MARKT,), settings=around(7))
    assert offered(quiet) == []
    assert all(
        one.remains == ("special",)
        for part in alternatives_of(planned(ask(sound=False), calendar), calendar)[1:]
        for one in part
    )


def test_a_request_in_the_calendar_is_not_in_its_own_way() -> None:
    request = ask(sound=False, title="Feest")
    alone = check(request, event_calendar())
    row = event(new_id(request), "markt", "2018-05-05T20:00", "2018-05-05T23:00", 100)
    entered = check(
        request, event_calendar(row | {"title": "Feest", "status": "aangevraagd", "class": ""})
    )
    assert entered.request.id == new_id(request)
    assert {one.id: one.verdict for one in entered.findings} == {
        one.id: one.verdict for one in alone.findings
    }
    # Under another id it is known by its name, place and time; another name is another event.
    other = event("X1", "markt", "2018-05-05T20:00", "2018-05-05T23:00", 100)
    assert check(request, event_calendar(other | {"title": "feest"})).request.id == "X1"
    clash = check(request, event_calendar(other | {"title": "Kermis"}))
    assert clash.request.id == ""
    assert {one.id: one.verdict for one in clash.findings}["place"] == "belemmering"

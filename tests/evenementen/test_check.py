from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from event_town import HAL, MARKT, PARK, ask, event, event_calendar, moment
from hotspots.errors import SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.as_json import check_as_json
from hotspots.evenementen.check import check
from hotspots.evenementen.conflicts import conflicts_of, overlaps_of, shifts_of
from hotspots.evenementen.nearness import NearLayer
from hotspots.evenementen.request import planned, request_from, request_of
from hotspots.evenementen.settings import QuietPeriod, read_settings


def found(request: Any, *rows: dict[str, Any], **more: Any) -> dict[str, str]:  # noqa: ANN401
    answer = check(request, event_calendar(*rows, **more))
    return {finding.id: finding.verdict for finding in answer.findings}


def test_what_ends_when_the_other_begins_does_not_overlap() -> None:
    before = event("1", "markt", "2018-05-05T12:00", "2018-05-05T20:00")
    after = event("2", "markt", "2018-05-05T23:00", "2018-05-06T01:00")
    assert found(ask(), before, after)["place"] == "in_orde"
    late = event("1", "markt", "2018-05-05T12:00", "2018-05-05T20:01")
    assert found(ask(), late)["place"] == "belemmering"


def test_building_up_takes_the_place_too() -> None:
    # The next event builds up from 22:00, while this one lasts until 23:00.
    building = event(
        "1", "markt", "2018-05-06T10:00", "2018-05-06T18:00", build_up="2018-05-05T22:00"
    )
    assert found(ask(), building)["place"] == "belemmering"
    own = ask(end="2018-05-05T21:00", dismantled="2018-05-05T22:00")
    assert found(own, building)["place"] == "in_orde"


def test_an_event_is_never_in_its_own_way() -> None:
    row = event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00")
    assert found(ask(), row)["place"] == "belemmering"
    assert found(ask(id="1"), row)["place"] == "in_orde"


def test_overlap_in_the_hour_that_comes_twice_goes_by_the_clock_on_the_wall() -> None:
    one = event("1", "markt", "2018-10-27T22:00", "2018-10-28T02:30")
    assert found(ask(start="2018-10-28T02:30", end="2018-10-28T05:00"), one)["place"] == "in_orde"
    assert (
        found(ask(start="2018-10-28T02:29", end="2018-10-28T05:00"), one)["place"] == "belemmering"
    )


def test_only_what_is_near_and_at_the_same_time_shares_the_surroundings() -> None:
    near = replace(HAL, id="dichtbij", x_rd=MARKT.x_rd + 500.0, y_rd=MARKT.y_rd)
    far = replace(HAL, id="verder", x_rd=MARKT.x_rd + 500.1, y_rd=MARKT.y_rd)
    places = (MARKT, near, far)

    def around(location: str, begin: str, end: str) -> str:
        x_rd = next(item.x_rd for item in places if item.id == location)
        row = event("1", location, begin, end) | {"x_rd": x_rd, "y_rd": MARKT.y_rd}
        return found(ask(), row, places=places)["around"]

    assert around("dichtbij", "2018-05-05T22:00", "2018-05-06T01:00") == "let_op"
    assert around("verder", "2018-05-05T22:00", "2018-05-06T01:00") == "in_orde"
    assert around("dichtbij", "2018-05-05T23:00", "2018-05-06T01:00") == "in_orde"


def test_the_busiest_police_shift_counts_heavy_events_anywhere_in_the_town() -> None:
    heavy = [
        event(str(n), "park", f"2018-05-05T2{n}:00", "2018-05-05T22:30", **{"class": "B"})
        for n in (0, 1)
    ]
    light = event("3", "park", "2018-05-05T20:00", "2018-05-05T22:00")
    next_shift = event("4", "hal", "2018-05-05T23:00", "2018-05-06T03:00", **{"class": "C"})
    calendar = event_calendar(*heavy, light, next_shift)
    overlaps = overlaps_of(planned(ask(), calendar), calendar)
    assert [calendar.events.ids[row] for row in overlaps.in_shift] == ["0", "1"]
    assert overlaps.shift_start == np.datetime64("2018-05-05T15:00:00")
    # Two others is what one shift can handle; this request of class A adds nothing to it.
    assert found(ask(), *heavy, light, next_shift)["shift"] == "in_orde"
    third = event("5", "hal", "2018-05-05T15:30", "2018-05-05T16:00", **{"class": "B"})
    assert found(ask(), *heavy, third)["shift"] == "let_op"


def test_shifts_follow_each_other_over_midnight_and_new_year() -> None:
    begin, end = np.datetime64("2018-12-31T22:30:00"), np.datetime64("2019-01-01T07:00:01")
    starts = [str(start) for start, _ in shifts_of(begin, end, (7, 15, 23))]
    assert starts == ["2018-12-31T15:00:00", "2018-12-31T23:00:00", "2019-01-01T07:00:00"]


def test_a_quiet_period_that_keeps_sound_away_lets_a_silent_event_through() -> None:
    on_4_may = {"start": "2018-05-04T19:00", "end": "2018-05-04T22:00"}
    assert found(ask(**on_4_may, sound=True))["quiet"] == "let_op"
    assert found(ask(**on_4_may))["quiet"] == "let_op"
    assert found(ask(**on_4_may, sound=False))["quiet"] == "in_orde"
    closed = replace(MARKT, quiet=(QuietPeriod((5, 5), (5, 6), "rust"),))
    assert found(ask(sound=False), places=(closed, PARK))["quiet"] == "belemmering"


def test_capacity_days_and_class_say_yes_and_no_at_their_boundary() -> None:
    # The markt holds 2.000, and has 3 days of class A.
    assert found(ask(visitors=2000))["capacity"] == "in_orde"
    assert found(ask(visitors=2001))["capacity"] == "belemmering"
    two = [event(str(n), "markt", f"2018-05-0{n}T20:00", f"2018-05-0{n}T23:00") for n in (1, 2)]
    three = [*two, event("3", "markt", "2018-05-03T20:00", "2018-05-03T23:00")]
    assert found(ask(), *two)["days_events"] == "in_orde"
    assert found(ask(), *three)["days_events"] == "belemmering"
    # A year that is full already, and a day that was taken already: no new day.
    same_day = ask(start="2018-05-03T10:00", end="2018-05-03T12:00")
    assert found(same_day, *three)["days_events"] == "in_orde"
    # The hal has no limit in the list.
    assert found(ask(location="hal"))["days_events"] == "onbekend"


def test_an_event_of_the_calendar_is_checked_by_the_class_that_it_has_there() -> None:
    # The markt has 3 days of class A and 1 of class B. By the scoring table a hundred people are A;
    # the calendar says B, and the board counts its day as B: so does its own check.
    taken = event("1", "markt", "2018-06-01T20:00", "2018-06-01T23:00", **{"class": "B"})
    own = event("2", "markt", "2018-05-05T20:00", "2018-05-05T23:00", **{"class": "B"})
    calendar = event_calendar(taken, own)
    answer = check(request_of(calendar, "2"), calendar)
    verdicts = {finding.id: finding.verdict for finding in answer.findings}
    reasons = {finding.id: finding.reason for finding in answer.findings}
    assert answer.facts.plan.classified.risk == "A"
    assert verdicts["days_events"] == "belemmering"
    assert reasons["class"].startswith("In de kalender staat klasse B; daarmee is gerekend.")
    assert (verdicts["class"], check_as_json(answer)["class"]) == ("let_op", "B")
    assert [one.kind for one in conflicts_of(calendar, calendar.events, 2018)] == ["days"]
    # One that becomes larger is scored anew.
    larger = replace(request_of(calendar, "2"), visitors=200, known_risk="")
    assert check(larger, calendar).facts.plan.risk == "A"


def test_square_metres_of_a_drawn_shape_are_said_to_be_all_of_it() -> None:
    drawn = replace(MARKT, area_from_shape=True)
    # Exits of 2 and 1 m let 820 out, without the widest: then the shape makes no difference.
    narrow = replace(drawn, exits_m=(2.0, 1.0))
    for place, told in ((MARKT, False), (drawn, True), (narrow, False)):
        reason = check(ask(), event_calendar(places=(place, PARK))).findings[0].reason
        assert ("hele getekende vlakte" in reason) is told


def test_sound_days_are_looked_at_only_with_sound() -> None:
    rows = [
        event(str(n), "markt", f"2018-05-0{n}T20:00", f"2018-05-0{n}T23:00", sound="ja")
        for n in (1, 2)
    ]
    # Two sound days of class A, both used; of the three event days one is left.
    assert found(ask(sound=True), *rows)["days_sound"] == "belemmering"
    assert "days_sound" not in found(ask(sound=False), *rows)


def near_layer(geometry: Any, kind: str = "", *, loaded: bool = False) -> NearLayer:  # noqa: ANN401
    frame = gpd.GeoDataFrame(
        {"naam": ["x"], "soort": [kind]}, geometry=[geometry], crs="EPSG:28992"
    )
    return NearLayer(frame, name="naam", category="soort", approximate=True, loaded=loaded)


def test_rail_and_vulnerable_buildings_flag_by_their_distance() -> None:
    rail = near_layer(shapely.LineString([(100_700, 421_000), (100_700, 422_000)]))
    hospital = near_layer(shapely.Point(100_500, 421_750), "zeer_kwetsbaar")
    near = {"rail": rail, "vulnerable": hospital}
    # A park of 5.000 m2 with 200 m to the rail would hold 5.000 people: the explosion zone.
    wide = replace(MARKT, usable_m2=5_000.0, exits_m=())
    calendar = replace(event_calendar(places=(wide, PARK)), nearby=near)
    crowd = {f.id: f for f in check(ask(visitors=5000), calendar).findings}
    assert crowd["spoor"].verdict == "let_op"
    assert "explosieaandachtsgebied" in crowd["spoor"].reason
    assert "200 m" in crowd["spoor"].reason
    fewer = {f.id: f for f in check(ask(visitors=4999), calendar).findings}
    assert fewer["spoor"].verdict == "in_orde"
    # 250 m to the hospital is just within; water is not loaded, which is said.
    assert crowd["kwetsbaar"].verdict == "let_op"
    assert crowd["water"].verdict == "onbekend"


def test_earlier_numbers_are_used_at_the_next_check() -> None:
    # 800 and 1.200 expected, 1.200 and 1.800 came: half as many more, both times.
    rows = [
        event("1", "markt", "2016-05-05T20:00", "2016-05-05T23:00", 800, title="Zomerfeest 2016",
              actual_visitors=1200.0),
        event("2", "markt", "2017-05-05T20:00", "2017-05-05T23:00", 1200, title="Zomerfeest 2017",
              actual_visitors=1800.0, findings="Te druk bij de ingang."),
    ]  # fmt: skip
    answer = check(ask(visitors=1400, title="Zomerfeest 2018"), event_calendar(*rows))
    history = next(finding for finding in answer.findings if finding.id == "history")
    assert history.verdict == "let_op"
    # 1.400 x 1,5 = 2.100, and 2.000 fit.
    assert "150 %" in history.reason
    assert "2.100" in history.reason
    assert "past niet" in history.reason
    assert "Te druk bij de ingang." in history.reason
    assert history.events == ("2", "1")
    assert found(ask(title="Nieuw"), *rows)["history"] == "onbekend"


def test_a_small_known_event_may_be_made_lighter_and_a_heavy_one_never() -> None:
    told = {"alcohol": "geen", "publiek": "gezinnen", "ervaring": "goed", "bereikbaarheid": "goed"}
    small = found(ask(visitors=200, sound=False, profile=told))
    assert small["lighter_melding"] == "lichter"
    # Nothing filled in: the class could be B, so nothing is made lighter.
    assert "lighter_melding" not in found(ask(visitors=200, sound=False))
    assert "lighter_melding" not in found(ask(visitors=251, sound=False, profile=told))


def test_the_answer_is_advice_names_its_sources_and_is_whole_in_json() -> None:
    answer = check(
        ask(), event_calendar(event("1", "park", "2018-05-05T20:00", "2018-05-05T23:00"))
    )
    told = json.loads(json.dumps(check_as_json(answer)))
    assert "geen besluit" in told["advice"]
    assert all(finding["source"] and finding["reason"] for finding in told["findings"])
    assert {finding["certainty"] for finding in told["findings"]} == {"bron", "aanname"}
    assert told["verdict"] == answer.verdict
    assert any("voorbeeldtabel" in note for note in told["notes"])
    assert {"class", "points", "capacity", "pressure", "other_places", "other_dates"} <= set(told)


def test_a_check_changes_nothing() -> None:
    calendar = event_calendar(event("1", "markt", "2018-05-05T20:00", "2018-05-05T23:00"))
    load, overlap = calendar.field.load.copy(), calendar.field.overlap.copy()
    first = check_as_json(check(ask(id="1"), calendar))
    assert check_as_json(check(ask(id="1"), calendar)) == first
    assert np.array_equal(calendar.field.load, load)
    assert np.array_equal(calendar.field.overlap, overlap)


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ({"location": "markt"}, "'start' ontbreekt"),
        ({"location": "a", "start": "x", "end": "2018-05-05T20:00", "visitors": 1}, "'x'"),
        ({"locatie": "markt"}, "Bedoelde u 'location'?"),
        ({"location": "a", "start": "2018-05-05T20:00+02:00", "end": "2018-05-05T21:00",
          "visitors": 1}, "tijdzone"),
        ({"location": "a", "start": "2018-05-05T20:00", "end": "2018-05-05T21:00",
          "visitors": 1.5}, "heel getal"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_read_says_what_is_wrong(told: dict[str, Any], part: str) -> None:
    with pytest.raises(SelectionError) as refused:
        request_from(told)
    assert part in str(refused.value)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"location": "merkt"}, "Lijkt op: markt"),
        ({"end": "2018-05-05T20:00"}, "niet na het begin"),
        ({"build_up": "2018-05-05T20:01"}, "opbouw"),
        ({"dismantled": "2018-05-05T22:59"}, "afbouw"),
        ({"visitors": -1}, "visitors"),
        ({"end": "2020-05-05T20:00"}, "langer dan een jaar"),
        ({"build_up": "2017-05-03T20:00"}, "opbouw of de afbouw duurt langer"),
        ({"dismantled": "2019-05-07T23:00"}, "opbouw of de afbouw duurt langer"),
        ({"start": "1018-05-05T20:00", "end": "1018-05-05T23:00"}, "Het jaar 1018 kan niet"),
    ],
)
def test_a_request_that_makes_no_event_is_refused(change: dict[str, Any], part: str) -> None:
    with pytest.raises(SelectionError) as refused:
        planned(ask(**change), event_calendar())
    assert part in str(refused.value)


def test_the_settings_of_the_tool_name_a_source_for_every_figure() -> None:
    settings = read_settings()
    origins = [
        settings.capacity.origin, settings.days_origin, settings.pressure.origin,
        settings.overlap.origin, settings.scoring.origin, *[rule.origin for rule in settings.near],
    ]  # fmt: skip
    assert all(origin.text and origin.certainty in ("bron", "aanname") for origin in origins)
    assert settings.scoring.example


def test_an_event_over_new_year_is_looked_at_in_both_years_and_new_years_eve_in_one() -> None:
    long = check(ask(start="2018-12-30T10:00", end="2019-01-02T18:00"), event_calendar())
    days = [finding.reason for finding in long.findings if finding.id == "days_events"]
    # 30 and 31 December, 1 and 2 January: two days in each year, of the three of class A.
    assert ["neemt er 2; daarna nog 1 over" in reason for reason in days] == [True, True]
    assert ["in 2018" in days[0], "in 2019" in days[1]] == [True, True]
    eve = check(ask(start="2018-12-31T22:00", end="2019-01-01T03:00"), event_calendar())
    days = [finding.reason for finding in eve.findings if finding.id == "days_events"]
    assert ["in 2018" in reason and "neemt er 1" in reason for reason in days] == [True]


def test_29_february_is_checked_as_any_day() -> None:
    leap = ask(start="2016-02-29T20:00", end="2016-02-29T23:00")
    assert found(leap)["days_events"] == "in_orde"
    other = event("1", "markt", "2016-02-29T22:00", "2016-03-01T01:00")
    assert found(leap, other)["place"] == "belemmering"
    assert found(replace(leap, start=moment("2016-03-01T01:00"), end=moment("2016-03-01T02:00")),
                 other)["place"] == "in_orde"  # fmt: skip


def test_a_location_twice_a_day_takes_no_second_day() -> None:
    rows = [event(str(n), "markt", f"2018-05-0{n}T10:00", f"2018-05-0{n}T12:00") for n in (3, 4, 5)]
    # All three days of class A are used, but 5 May is one of them.
    assert found(ask(start="2018-05-05T20:00", end="2018-05-05T23:00"), *rows)["days_events"] == (
        "in_orde"
    )
    assert found(ask(start="2018-05-06T20:00", end="2018-05-06T23:00"), *rows)["days_events"] == (
        "belemmering"
    )


def test_zones_that_were_loaded_go_before_distances() -> None:
    rail = near_layer(shapely.LineString([(100_700, 421_000), (100_700, 422_000)]))
    zones = near_layer(shapely.box(100_690, 421_000, 100_710, 422_000), "explosie", loaded=True)
    wide = replace(MARKT, usable_m2=5_000.0, exits_m=())
    calendar = event_calendar(places=(wide, PARK))
    own = replace(calendar, nearby={"rail": rail, "rail_zone": zones})
    # 200 m by distance is the explosion zone; the loaded zone is 10 m wide and does not reach it.
    answer = {f.id: f for f in check(ask(visitors=5000), own).findings}
    assert answer["spoor"].verdict == "in_orde"
    around = near_layer(shapely.box(100_400, 421_000, 100_710, 422_000), "explosie", loaded=True)
    inside = replace(calendar, nearby={"rail": rail, "rail_zone": around})
    answer = {f.id: f for f in check(ask(visitors=5000), inside).findings}
    assert answer["spoor"].verdict == "let_op"
    assert "explosie-gebied" in answer["spoor"].reason
    # Zones that only came with the home are a drawing of those distances.
    drawn = replace(calendar, nearby={"rail": rail, "rail_zone": replace(around, loaded=False)})
    answer = {f.id: f for f in check(ask(visitors=5000), drawn).findings}
    assert "explosieaandachtsgebied" in answer["spoor"].reason


def test_what_was_only_asked_for_is_no_bar_but_asks_for_a_choice() -> None:
    asked = event("1", "markt", "2018-05-05T21:00", "2018-05-05T22:00", status="aangevraagd")
    assert found(ask(), asked)["place"] == "let_op"
    granted = event("2", "markt", "2018-05-05T21:00", "2018-05-05T22:00")
    assert found(ask(), asked, granted)["place"] == "belemmering"


def test_a_neighbour_of_unknown_size_is_counted_and_not_taken_for_nobody() -> None:
    # 100 m from the markt, at the same time as a request for 200.
    spot = {"x_rd": MARKT.x_rd + 100.0, "y_rd": MARKT.y_rd}
    unknown, known = (
        event(name, "", "2018-05-05T20:00", "2018-05-05T22:00", people) | spot
        for name, people in (("1", None), ("2", 300))
    )

    def told(*rows: dict[str, Any]) -> str:
        answer = check(ask(visitors=200), event_calendar(*rows))
        return next(finding.reason for finding in answer.findings if finding.id == "around")

    assert told(unknown) == (
        "Binnen 500 m is tegelijk 1 ander evenement; van 1 is het aantal bezoekers niet bekend."
    )
    # 300 + 200 is the least that there can be.
    assert told(unknown, known) == (
        "Binnen 500 m zijn tegelijk 2 andere evenementen met 300 bezoekers, en van 1 is het aantal "
        "bezoekers niet bekend; samen met dit minstens 500."
    )
    assert told(known) == (
        "Binnen 500 m is tegelijk 1 ander evenement met 300 bezoekers; samen met dit 500."
    )


def test_cells_with_depths_are_no_shapes_to_measure_a_distance_to() -> None:
    cells = NearLayer(
        pd.DataFrame({"depth_m": [1.0]}), name="", category="", approximate=False, loaded=True,
        depths=True,
    )  # fmt: skip
    calendar = replace(event_calendar(), nearby={"rail": cells, "road_works": cells})
    answer = check(ask(), calendar)
    rail = next(finding for finding in answer.findings if finding.id == "spoor")
    assert rail.verdict == "onbekend"
    assert "die laag is niet geladen" in rail.reason
    assert text.NOT_LOADED in answer.notes
    assert "roads" not in {finding.id for finding in answer.findings}

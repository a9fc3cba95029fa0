from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_town import event, event_calendar, moment
from hotspots.errors import SelectionError
from hotspots.evenementen.conflicts import conflicts_of
from hotspots.evenementen.life import moved_row
from hotspots.evenementen.plan import move, with_event, year_plan
from hotspots.evenementen.request import planned, request_of


def test_conflicts_come_by_weight_and_name_what_is_in_them() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00", 2500),
        event("2", "markt", "2018-05-05T17:00", "2018-05-05T23:00"),
        event("3", "markt", "2018-05-06T10:00", "2018-05-06T12:00"),
    )
    found = [(c.kind, c.events, c.weight) for c in year_plan(calendar, 2018).conflicts]
    # Two at one place 100; 2.500 people where 2.000 fit 80.
    assert found == [("place", ("1", "2"), 100), ("capacity", ("1",), 80)]


def test_days_over_the_limit_weigh_per_day() -> None:
    rows = [
        event(str(n), "markt", f"2018-06-0{n}T10:00", f"2018-06-0{n}T12:00") for n in range(1, 6)
    ]
    conflict = year_plan(event_calendar(*rows), 2018).conflicts[0]
    # Five days of class A where three may be: two too many, 40 each.
    assert (conflict.kind, conflict.detail, conflict.excess, conflict.weight) == (
        "days",
        "A",
        2,
        80,
    )
    assert conflict.events == ("1", "2", "3", "4", "5")


def test_days_with_sound_over_the_limit_are_a_conflict_of_their_own() -> None:
    loud = [
        event(str(n), "markt", f"2018-06-0{n}T10:00", f"2018-06-0{n}T12:00", sound=sound)
        for n, sound in ((1, "ja"), (2, "ja"), (3, "ja"))
    ]
    silent = event("4", "park", "2018-06-09T10:00", "2018-06-09T12:00")
    found = year_plan(event_calendar(*loud, silent), 2018).conflicts
    # Three days of class A may be, two of them with sound: one too many of those, 40.
    assert [(c.kind, c.detail, c.excess, c.weight, c.events) for c in found] == [
        ("days", "A met geluid", 1, 40, ("1", "2", "3"))
    ]


def test_shifts_and_quiet_days_are_conflicts_too() -> None:
    heavy = [
        event(str(n), place, "2018-05-04T16:00", "2018-05-04T22:00", **{"class": "B"}, sound="ja")
        for n, place in enumerate(("markt", "park", "hal"))
    ]
    found = year_plan(event_calendar(*heavy), 2018).conflicts
    # Three in a shift where two can be: 20; each makes sound on 4 May: 30.
    assert [(c.kind, c.weight) for c in found] == [
        ("quiet", 30), ("quiet", 30), ("quiet", 30), ("shift", 20),
    ]  # fmt: skip
    assert found[-1].detail == "2018-05-04T15:00:00"


def test_what_was_turned_down_or_lies_in_another_year_is_in_no_conflict() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00"),
        event("2", "markt", "2018-05-05T10:00", "2018-05-05T18:00", status="afgewezen"),
    )
    assert year_plan(calendar, 2018).conflicts == ()
    assert year_plan(calendar, 2019).entries == ()


def test_a_request_of_before_1_november_is_in_time() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00", requested="2017-10-31T00:00"),
        event("2", "park", "2018-05-06T10:00", "2018-05-06T18:00", requested="2017-11-01T00:00"),
        event("3", "park", "2018-05-07T10:00", "2018-05-07T18:00"),
    )
    assert [entry.in_time for entry in year_plan(calendar, 2018).entries] == [True, False, None]


def test_moving_an_event_shows_what_it_solves_and_what_it_makes() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00"),
        event("2", "markt", "2018-05-05T17:00", "2018-05-05T23:00"),
        event("3", "park", "2018-05-05T17:00", "2018-05-05T23:00"),
    )
    later = move(calendar, 2018, "2", days=7)
    assert [(c.kind, c.events) for c in later.solved] == [("place", ("1", "2"))]
    assert later.new == ()
    assert (later.weight_before, later.weight_after) == (100, 0)
    # The aftermath of 5 May is 0,5^(7/3) a week later, so the same people carry less.
    assert later.burden_after < later.burden_before
    # To the park: away from the one, in the way of the other.
    elsewhere = move(calendar, 2018, "2", location="park")
    assert [(c.kind, c.events) for c in elsewhere.new] == [("place", ("2", "3"))]
    # Nothing was kept.
    assert year_plan(calendar, 2018).weight == 100


def test_fewer_days_too_many_is_the_same_conflict_that_weighs_less() -> None:
    days = [
        event(str(n), "markt", f"2018-06-0{n}T10:00", f"2018-06-0{n}T12:00") for n in range(1, 6)
    ]
    found = move(event_calendar(*days), 2018, "1", location="park")
    # Five days of class A where three may be, then four: it weighs 2 x 40, then 40.
    assert [(b.excess, a.excess, b.weight, a.weight) for b, a in found.changed] == [(2, 1, 80, 40)]
    assert found.changed[0][1].events == ("2", "3", "4", "5")
    assert (found.solved, found.new) == ((), ())
    # With four of them, the last day that is too many goes.
    last = move(event_calendar(*days[:4]), 2018, "1", location="park")
    assert ([c.excess for c in last.solved], last.changed) == ([1], ())


def test_an_event_that_goes_to_another_year_is_in_conflict_there() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-12-30T10:00", "2018-12-30T18:00"),
        event("2", "markt", "2019-01-06T10:00", "2019-01-06T18:00"),
        event("3", "markt", "2018-12-31T20:00", "2019-01-01T10:00"),
        event("4", "markt", "2018-12-31T22:00", "2019-01-01T12:00"),
    )
    # 3 and 4 are one conflict of both years, 100; a week later 1 meets 2, another 100.
    found = move(calendar, 2018, "1", days=7)
    assert [(c.kind, c.events) for c in found.new] == [("place", ("1", "2"))]
    assert (found.solved, found.weight_before, found.weight_after) == ((), 100, 200)


@given(
    st.lists(
        st.tuples(st.sampled_from(["markt", "park", "hal"]), st.integers(1, 28), st.integers(0, 20),
                  st.integers(1, 30)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_moving_nothing_changes_nothing(drawn: list[tuple[str, int, int, int]]) -> None:
    rows = []
    for n, (place, day, hour, length) in enumerate(drawn):
        begin = f"2018-05-{day:02d}T{hour:02d}:00"
        row = event(str(n), place, begin, begin)
        rows.append(row | {"end": row["begin"] + timedelta(hours=length)})
    calendar = event_calendar(*rows)
    plan = planned(request_of(calendar, "0"), calendar)
    row = calendar.events.ids.index("0")
    same = with_event(calendar.events, row, plan)
    for name in ("begin", "end", "build_up", "dismantled", "first_day", "clear_day", "place"):
        assert getattr(same, name)[row] == getattr(calendar.events, name)[row]
    nothing = move(calendar, 2018, "0")
    assert (nothing.solved, nothing.new, nothing.changed) == ((), (), ())
    assert nothing.burden_before == nothing.burden_after


def test_an_event_that_is_not_there_cannot_be_moved() -> None:
    with pytest.raises(SelectionError, match="staat niet in de kalender"):
        move(event_calendar(), 2018, "9")


def test_the_weights_of_the_settings_are_the_weights_of_the_board() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00"),
        event("2", "markt", "2018-05-05T17:00", "2018-05-05T23:00"),
    )
    plan = replace(
        calendar.settings.plan, weights=dict(calendar.settings.plan.weights) | {"place": 7}
    )
    other = replace(calendar, settings=replace(calendar.settings, plan=plan))
    assert [c.weight for c in conflicts_of(other, other.events, 2018)] == [7]


def test_what_moving_an_event_of_unknown_size_does_to_residents_is_not_known() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-05-05T10:00", "2018-05-05T18:00", None),
        event("2", "markt", "2018-05-05T17:00", "2018-05-05T23:00", 100),
    )
    unknown = move(calendar, 2018, "1", location="park")
    assert (unknown.burden_before, unknown.burden_after) == (None, None)
    assert [(c.kind, c.events) for c in unknown.solved] == [("place", ("1", "2"))]
    # 100 visitors at the markt: of 100 residents at it all 100 x 1, of 50 at 250 m 100 x 0,5 and
    # for half, of 10 at the park, 1.000 m away, 1/16 and for 1/16; 1 counts for nobody.
    known = move(calendar, 2018, "2", days=60)
    assert known.burden_after == pytest.approx(100 * 100 + 50 * 25 + 10 * 100 / 256)


def test_building_up_and_clearing_away_move_along() -> None:
    row = event(
        "1", "markt", "2018-05-05T20:00", "2018-05-05T23:00",
        build_up="2018-05-04T09:00", dismantled="2018-05-06T12:00",
    )  # fmt: skip
    calendar = event_calendar(row)
    told = moved_row(calendar, move(calendar, 2018, "1", days=7, location="park").request)
    # It had a licence, for another day and place.
    assert (told["status"], told["decision"]) == ("in_behandeling", "")
    moments = [told[name] for name in ("build_up", "begin", "end", "dismantled")]
    assert moments == [
        "2018-05-11 09:00", "2018-05-12 20:00", "2018-05-12 23:00", "2018-05-13 12:00",
    ]  # fmt: skip
    # Of a whole day they have a time, and the day itself has none.
    whole = row | {
        "begin": moment("2018-05-05T00:00"), "begin_has_time": False,
        "end": moment("2018-05-05T00:00"), "end_has_time": False,
    }  # fmt: skip
    calendar = event_calendar(whole)
    told = moved_row(calendar, move(calendar, 2018, "1", days=7).request)
    moments = [told[name] for name in ("build_up", "begin", "end", "dismantled")]
    assert moments == ["2018-05-11 09:00", "2018-05-12", "2018-05-12", "2018-05-13 12:00"]

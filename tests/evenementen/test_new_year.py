"""What meets around New Year is in conflict in one year at least, and on the board of a move."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from event_town import event, event_calendar
from hotspots.evenementen.conflicts import conflicts_of
from hotspots.evenementen.plan import move

if TYPE_CHECKING:
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.conflicts import Conflict


def pairs(calendar: EventCalendar, year: int) -> list[tuple[str, tuple[str, ...]]]:
    return told(conflicts_of(calendar, calendar.events, year))


def told(conflicts: tuple[Conflict, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.kind, one.events) for one in conflicts]


AT_PLACE = [("place", ("1", "2"))]
AROUND = [("around", ("1", "2"))]


def test_clearing_away_after_new_year_is_in_the_way_of_an_event_of_the_new_year() -> None:
    # Held on 30 and 31 December, there until noon on 3 January; the other is on 2 January.
    calendar = event_calendar(
        event("1", "markt", "2018-12-30T10:00", "2018-12-31T18:00", dismantled="2019-01-03T12:00"),
        event("2", "markt", "2019-01-02T10:00", "2019-01-02T18:00"),
    )
    assert (pairs(calendar, 2018), pairs(calendar, 2019)) == ([], AT_PLACE)


def test_building_up_before_new_year_is_in_the_way_of_an_event_of_the_old_year() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-12-30T10:00", "2018-12-30T18:00"),
        event("2", "markt", "2019-01-02T10:00", "2019-01-02T18:00", build_up="2018-12-30T17:00"),
    )
    assert (pairs(calendar, 2018), pairs(calendar, 2019)) == (AT_PLACE, [])


def test_the_night_of_new_years_eve_that_meets_a_morning_meets_it_in_the_new_year() -> None:
    # Until three the night belongs to 31 December; the other begins at two on 1 January.
    eve = event("1", "markt", "2018-12-31T22:00", "2019-01-01T03:00")
    early = event("2", "markt", "2019-01-01T02:00", "2019-01-01T12:00")
    calendar = event_calendar(eve, early)
    assert (pairs(calendar, 2018), pairs(calendar, 2019)) == ([], AT_PLACE)
    elsewhere = event_calendar(eve, early | {"location": "", "x_rd": 100_600.0})
    assert (pairs(elsewhere, 2018), pairs(elsewhere, 2019)) == ([], AROUND)
    # Two that begin on New Year's Eve and end in its night are of the old year alone.
    second = event("2", "markt", "2018-12-31T23:00", "2019-01-01T04:00")
    calendar = event_calendar(eve, second)
    assert (pairs(calendar, 2018), pairs(calendar, 2019)) == (AT_PLACE, [])


def test_building_up_and_clearing_away_at_another_place_are_not_around() -> None:
    # 100 m away: only what is held at the same time draws on the same streets.
    calendar = event_calendar(
        event("1", "markt", "2018-12-30T10:00", "2018-12-31T18:00", dismantled="2019-01-03T12:00"),
        event("2", "", "2019-01-02T10:00", "2019-01-02T18:00")
        | {"x_rd": 100_600.0, "y_rd": 421_500.0},
    )
    assert (pairs(calendar, 2018), pairs(calendar, 2019)) == ([], [])
    # Two that are held on 2 January are near each other then, and not while they are built up.
    both = event_calendar(
        event("1", "markt", "2019-01-02T10:00", "2019-01-02T18:00", build_up="2018-12-30T10:00"),
        event("2", "", "2019-01-02T10:00", "2019-01-02T18:00", build_up="2018-12-30T10:00")
        | {"x_rd": 100_600.0, "y_rd": 421_500.0},
    )
    assert (pairs(both, 2018), pairs(both, 2019)) == ([], AROUND)


_HOURS = st.integers(0, 24)


@given(st.lists(st.tuples(st.integers(0, 96), st.integers(1, 48), _HOURS, _HOURS), max_size=5))
def test_every_two_that_share_a_moment_at_a_place_are_a_conflict_of_a_year(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    rows: list[dict[str, Any]] = []
    for n, (at, length, before, after) in enumerate(drawn):
        begin = datetime(2018, 12, 30) + timedelta(hours=at)  # noqa: DTZ001 - wall time
        row = event(str(n), "markt", "2018-12-30T00:00", "2018-12-30T00:00")
        end = begin + timedelta(hours=length)
        build_up, dismantled = begin - timedelta(hours=before), end + timedelta(hours=after)
        rows.append(
            row | {"begin": begin, "end": end, "build_up": build_up, "dismantled": dismantled}
        )
    calendar = event_calendar(*rows)
    expected = {
        (one["id"], other["id"])
        for n, one in enumerate(rows)
        for other in rows[n + 1 :]
        if one["build_up"] < other["dismantled"] and other["build_up"] < one["dismantled"]
    }
    found = {
        events for year in (2018, 2019) for kind, events in pairs(calendar, year) if kind == "place"
    }
    assert found == expected


def test_an_event_that_is_moved_over_new_year_is_in_conflict_after_it_too() -> None:
    # Eleven days later it is there from 31 December to 2 January; the other is on 1 January.
    calendar = event_calendar(
        event("1", "markt", "2018-12-20T10:00", "2018-12-22T18:00"),
        event("2", "markt", "2019-01-01T10:00", "2019-01-01T12:00"),
    )
    found = move(calendar, 2018, "1", days=11)
    assert (told(found.new), found.weight_before, found.weight_after) == (AT_PLACE, 0, 100)


def test_an_event_that_is_moved_away_from_new_year_solves_what_it_did_after_it() -> None:
    second = event("2", "markt", "2018-01-01T10:00", "2018-01-01T18:00")
    long = event("1", "markt", "2017-12-31T20:00", "2018-01-01T12:00")
    # In the night of New Year's Eve, that belongs to 31 December; and while it is cleared away.
    night = event("1", "markt", "2017-12-31T20:00", "2018-01-01T03:00")
    early = second | {"begin": datetime(2018, 1, 1, 2)}  # noqa: DTZ001 - wall time
    cleared = event(
        "1", "markt", "2017-12-30T20:00", "2017-12-30T22:00", dismantled="2018-01-01T11:00"
    )
    for one, other in ((long, second), (night, early), (cleared, second)):
        found = move(event_calendar(one, other), 2017, "1", days=-7)
        assert (told(found.solved), found.new) == (AT_PLACE, ())
        assert (found.weight_before, found.weight_after) == (100, 0)


def test_an_event_that_was_built_up_before_new_year_solves_what_it_did_before_it() -> None:
    calendar = event_calendar(
        event("1", "markt", "2018-01-02T10:00", "2018-01-02T18:00", build_up="2017-12-30T10:00"),
        event("2", "markt", "2017-12-30T12:00", "2017-12-30T18:00"),
    )
    found = move(calendar, 2018, "1", days=14)
    assert (told(found.solved), found.new) == (AT_PLACE, ())


def test_days_too_many_of_two_years_are_two_conflicts() -> None:
    rows = [
        event(f"{year}-{n}", "markt", f"{year}-06-{n:02}T10:00", f"{year}-06-{n:02}T12:00")
        for year, days in ((2018, range(1, 6)), (2019, range(10, 14)))
        for n in days
    ]
    found = move(event_calendar(*rows), 2018, "2018-1", days=365)
    # Three days of class A may be. 2018 had five, then four: 80, then 40. 2019 the reverse.
    assert [(b.excess, a.excess) for b, a in found.changed] == [(2, 1), (1, 2)]
    assert (found.weight_before, found.weight_after) == (120, 120)
    assert (found.solved, found.new) == ((), ())


def test_a_silent_event_is_not_in_a_conflict_about_days_with_sound() -> None:
    loud = [
        event(str(n), "markt", f"2018-06-0{n}T10:00", f"2018-06-0{n}T12:00", sound="ja")
        for n in (1, 2, 3)
    ]
    # On the afternoon of a day that one of them has: three days of class A, as many as may be.
    silent = event("4", "markt", "2018-06-01T14:00", "2018-06-01T16:00")
    found = conflicts_of(calendar := event_calendar(*loud, silent), calendar.events, 2018)
    assert [(c.kind, c.detail, c.events) for c in found] == [
        ("days", "A met geluid", ("1", "2", "3"))
    ]

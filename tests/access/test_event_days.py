"""On which days an event is: the same on Evenementen, Wijkbeeld and Risico, and in a check."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from event_town import calendar_home
from hotspots.access.workspace import open_workspace
from hotspots.analysis.periods import Period
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.check import check
from hotspots.evenementen.request import Request, planned
from hotspots.risico.objects import all_events, events_on
from hotspots.wijkbeeld.latest import event_days
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar

#: Begin and end as a calendar has them, and the days of May 2018 on which the event is.
EVENTS: Final = {
    "until midnight": ("2018-05-05 20:00", "2018-05-06 00:00", (5,)),
    "until two": ("2018-05-05 20:00", "2018-05-06 02:00", (5,)),
    "until six": ("2018-05-05 20:00", "2018-05-06 06:00", (5,)),
    "until past six": ("2018-05-05 20:00", "2018-05-06 06:01", (5, 6)),
    "begins in the night": ("2018-05-08 01:00", "2018-05-08 04:00", (8,)),
    "two days": ("2018-05-10 10:00", "2018-05-11 18:00", (10, 11)),
    "two nights": ("2018-05-10 20:00", "2018-05-12 03:00", (10, 11)),
    "days without a time": ("2018-05-14", "2018-05-15", (14, 15)),
    "one day without an end": ("2018-05-17", "", (17,)),
    "an evening without an end": ("2018-05-19 20:00", "", (19,)),
}
MAY: Final = Period(date(2018, 5, 1), date(2018, 5, 31))


@pytest.fixture(scope="module")
def feasting(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = calendar_home(tmp_path_factory.mktemp("town"))
    rows = [
        f"{at},muziek,{begin},{end},{title},markt,200,vergund"
        for at, (title, (begin, end, _)) in enumerate(EVENTS.items(), start=1)
    ]
    rows.append("99,muziek,2018-05-25,2018-05-25,afgelast,markt,200,afgewezen")
    head = "id,soort,begin,eind,titel,locatie,bezoekers,status"
    file = home.themes / "feest" / "kalender.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return open_workspace(home, role="analist")


@pytest.mark.parametrize("title", EVENTS)
def test_an_event_is_on_the_same_days_on_all_pages_and_in_a_check(
    feasting: Workspace, title: str
) -> None:
    begin, end, days = EVENTS[title]
    calendar = open_calendar(feasting)
    row = calendar.events.titles.index(title)
    numbers = range(int(calendar.events.first_day[row]), int(calendar.events.last_day[row]) + 1)
    assert tuple(np.datetime64(day, "D").item().day for day in numbers) == days

    found, _ = event_days(feasting, place_named(feasting, "Noord"), MAY)
    (told,) = (event for event in found if event.name == title)
    assert tuple(range(told.first.day, told.last.day + 1)) == days

    on = [
        day
        for day in range(1, 32)
        if title in [event.title for event in events_on(feasting, date(2018, 5, day)).events]
    ]
    assert tuple(on) == days
    if ":" in begin and end:
        start, stop = (datetime.fromisoformat(written) for written in (begin, end))
        plan = planned(Request("markt", start, stop, 100), calendar)
        assert plan.last_day - plan.first_day + 1 == len(days)


def test_what_was_turned_down_is_on_no_page(feasting: Workspace) -> None:
    found, _ = event_days(feasting, place_named(feasting, "Noord"), MAY)
    assert "afgelast" not in [event.name for event in found]
    assert "afgelast" not in [event.title for event in all_events(feasting).events]
    assert not events_on(feasting, date(2018, 5, 25)).events


def test_a_day_beyond_the_calendar_is_not_known_and_a_day_within_it_without_event_is_none(
    feasting: Workspace,
) -> None:
    within, beyond = events_on(feasting, date(2018, 5, 1)), events_on(feasting, date(2026, 5, 5))
    assert (within.known, within.events) == (True, ())
    assert (beyond.known, beyond.events) == (False, ())
    # May alone: the calendar has no event before or after it.
    assert beyond.covered is not None
    assert (beyond.covered.first, beyond.covered.last) == (MAY.first, MAY.last)


def test_a_wijkbeeld_of_days_beyond_the_calendar_does_not_say_that_there_was_nothing(
    feasting: Workspace,
) -> None:
    noord = place_named(feasting, "Noord")
    june = briefing(feasting, noord, Period(date(2017, 2, 1), date(2017, 2, 28)), zones=None)
    assert june.events_status == "not_known"
    said = next(part.text for part in briefing_sentences(june) if part.id == "events")
    assert said == (
        "De kalender loopt van 01-05-2018 tot en met 31-05-2018: van andere dagen niet bekend."
    )
    spring = Period(date(2018, 4, 1), date(2018, 5, 31))
    assert briefing(feasting, noord, spring, zones=None).events_status == "counted_in_part"
    # Of the town's other layers none has anything in May: the calendar alone tells of it.
    assert briefing(feasting, noord, MAY, zones=None).events_status == "counted"


def test_a_check_of_a_day_beyond_the_calendar_does_not_call_the_place_free(
    feasting: Workspace,
) -> None:
    calendar = open_calendar(feasting)
    known = _verdicts(calendar, "2018-05-21T20:00", "2018-05-21T23:00")
    beyond = _verdicts(calendar, "2026-05-05T20:00", "2026-05-05T23:00")
    assert {known[name] for name in ("place", "around", "shift")} == {"in_orde"}
    assert {beyond[name] for name in ("place", "around", "shift", "days_events")} == {"onbekend"}


def _verdicts(calendar: EventCalendar, start: str, end: str) -> dict[str, str]:
    start_at, end_at = datetime.fromisoformat(start), datetime.fromisoformat(end)
    answer = check(Request("markt", start_at, end_at, 100, sound=False), calendar)
    for finding in answer.findings:
        if finding.verdict == "onbekend" and finding.id in ("place", "around", "shift"):
            assert "niet bekend. De kalender loopt van 01-05-2018" in finding.reason
    return {finding.id: finding.verdict for finding in answer.findings}

"""Event days of a calendar: in the period, in or near the place, not refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.analysis.periods import Period
from hotspots.wijkbeeld import words as text
from hotspots.wijkbeeld.latest import event_days
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

CALENDAR = """
[layers.feest]
kind = "calendar"
label = "Feesten"
observes = "evenement"
noun = "feest"
noun_plural = "feesten"

[layers.feest.source]
file = "feest.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"

[layers.feest.columns]
id = "id"
soort = "soort"
begin = "begin"
end = "eind"
title = "titel"
visitors = "bezoekers"
status = "status"
x_rd = "x"
y_rd = "y"

[layers.feest.soorten]
markt = "Markt"

[layers.feest.privacy]
finest = "cells"
finest_cell_m = 50
points_roles = ["analist"]
"""
#: Noord ends at x 101.000: Braderie lies in it, Kermis 300 m and Loop 600 m to the east of it.
FEASTS = """\
id,soort,begin,eind,titel,bezoekers,status,x,y
1,markt,2018-06-01 10:00,2018-06-03 00:00,Braderie,500,vergund,100500,421500
2,markt,2018-06-30 10:00,2018-07-02 18:00,Kermis,,vergund,101300,421500
3,markt,2018-06-10 10:00,2018-06-10 18:00,Loop,900,vergund,101600,421500
4,markt,2018-06-11 10:00,2018-06-11 18:00,Geweigerd,900,afgewezen,100500,421500
5,markt,2018-05-31 10:00,2018-05-31 18:00,Te vroeg,900,vergund,100500,421500
6,markt,2017-06-05 10:00,2017-06-05 18:00,Vorig jaar,900,vergund,100500,421500
7,markt,2017-01-01 10:00,2017-01-01 18:00,Nieuwjaar,900,vergund,100500,420500
"""
JUNE = Period(date(2018, 6, 1), date(2018, 6, 30))


@pytest.fixture(scope="module")
def feasting(town_with: Callable[..., Workspace]) -> Workspace:
    return town_with(more=CALENDAR, files={"feest.csv": FEASTS})


def test_events_of_the_period_in_or_near_the_place_are_told(feasting: Workspace) -> None:
    found, covered = event_days(feasting, place_named(feasting, "Noord"), JUNE)
    # The first event is of January 2017; the last goes on in July 2018.
    assert covered is not None
    assert (covered.first, covered.last) == (date(2017, 1, 1), date(2018, 7, 31))
    braderie, kermis = found
    assert (braderie.name, braderie.soort, braderie.visitors) == ("Braderie", "Markt", 500)
    # It ended at midnight: the second was its last day.
    assert (braderie.first, braderie.last) == (date(2018, 6, 1), date(2018, 6, 2))
    assert (braderie.where, braderie.distance_m) == ("Noord", 0.0)
    # It went on in July; how many came is not known, and that is not nobody.
    assert (kermis.name, kermis.last, kermis.visitors) == ("Kermis", date(2018, 7, 2), None)
    assert (kermis.where, kermis.distance_m) == ("Oost", 300.0)


def test_a_briefing_counts_events_and_does_not_test_them(feasting: Workspace) -> None:
    told = briefing(feasting, place_named(feasting, "Noord"), zones=None)
    line = told.line("feest")
    # In the year 2018 inside Noord: Braderie, Geweigerd and Te vroeg; a year earlier one.
    assert (line.count, line.earlier) == (3, 1)
    assert (line.since_year.why_not, line.against_city.why_not) == ("events", "events")
    assert "feest" not in told.details
    events = next(part for part in briefing_sentences(told) if part.id == "events")
    # Braderie, Kermis and Te vroeg.
    assert events.text.startswith("Er waren 3 evenementen")
    assert events.layers == ("feest",)


def test_a_home_without_a_calendar_says_so(two_years: Workspace) -> None:
    assert event_days(two_years, place_named(two_years, "Noord"), JUNE) == ((), None)
    told = briefing(two_years, place_named(two_years, "Noord"), zones=None)
    assert any(note.text == text.NO_CALENDAR for note in told.notes)
    assert (told.events_known, told.events_status) == (False, "not_known")


def test_a_role_that_may_not_see_where_events_are_gets_none(
    town_with: Callable[..., Workspace],
) -> None:
    planner = town_with(more=CALENDAR, files={"feest.csv": FEASTS}, role="crisisplanner")
    assert event_days(planner, place_named(planner, "Noord"), JUNE) == ((), None)

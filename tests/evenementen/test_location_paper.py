"""The profile of a location on paper: one page, its own numbers, for who may take them away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from event_town import calendar_home
from hotspots.access.workspace import Workspace, open_workspace
from hotspots.errors import AccessError
from hotspots.evenementen.calendar import open_calendar
from hotspots.evenementen.paper import location_bytes
from hotspots.evenementen.profile import profile_of
from hotspots.risico.at_place import FloodDepth
from printed import Printed

if TYPE_CHECKING:
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.profile import LocationProfile

MADE_ON = date(2018, 6, 30)
DEPTHS = (
    FloodDepth("Doorbraak (voorbeeld)", 1.34, synthetic=True, wet=True),
    FloodDepth("Andere doorbraak", 0.0, synthetic=True, wet=False),
)


@pytest.fixture(scope="module")
def feest(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(calendar_home(tmp_path_factory.mktemp("feest") / "town"), role="analist")


@pytest.fixture(scope="module")
def calendar(feest: Workspace) -> EventCalendar:
    return open_calendar(feest)


@pytest.fixture(scope="module")
def park(feest: Workspace, calendar: EventCalendar) -> LocationProfile:
    return replace(profile_of(feest, calendar, "park", 2018), flood=DEPTHS)


@pytest.fixture(scope="module")
def page(feest: Workspace, calendar: EventCalendar, park: LocationProfile) -> Printed:
    return Printed(location_bytes(feest, calendar, park, made_on=MADE_ON))


def test_a_profile_is_one_page_that_says_what_fits_and_what_is_left(page: Printed) -> None:
    assert len(page.pages) == 1
    assert page.title == "Profiel van een locatie: Park"
    # 5.000 m2 x 2; the exits of 10 and 10 m without one of them: 10 x 82 x 10.
    assert "Er passen 8.200 mensen." in page.text
    assert "10,0 m uitgang × 82 personen per minuut per meter × 10 minuten" in page.text
    # Class A: ten days, of which two whole days were asked for.
    assert re.search(r"Evenement ?A 8 10 0 2", page.text)
    assert "Park heeft in 2018 op 2 dagen een evenement (2 van klasse A)." in page.text
    assert "Doorbraak (voorbeeld) 1,3 m" in page.text
    assert "Andere doorbraak blijft droog" in page.text
    assert "30-06-2018" in page.text
    assert "SYNTHETISCHE GEGEVENS" in page.text


def test_every_picture_has_words_for_who_does_not_see_it(page: Printed) -> None:
    assert len(page.alternatives()) == 2
    assert all(page.alternatives())
    assert all(within for _, within in page.fonts())
    assert page.addresses() == []


def test_the_same_profile_gives_the_same_bytes(
    feest: Workspace, calendar: EventCalendar, park: LocationProfile
) -> None:
    first, second = (location_bytes(feest, calendar, park, made_on=MADE_ON) for _ in range(2))
    assert first == second


def test_names_of_a_file_are_printed_as_they_are_and_stay_on_the_page(
    feest: Workspace, calendar: EventCalendar, park: LocationProfile
) -> None:
    name = '#read("values.json") $x^2$ *vet* <label>'
    place = replace(park.location, name=name, neighbours="lang " * 300, note=name)
    found = replace(park, location=place)
    printed = Printed(location_bytes(feest, calendar, found, made_on=MADE_ON))

    assert len(printed.pages) == 1
    assert name in printed.text


def test_incidents_that_a_role_may_not_take_away_are_left_out(
    feest: Workspace, calendar: EventCalendar, park: LocationProfile
) -> None:
    assert [one.layer for one in park.incidents] == ["inbraak"]
    told = Printed(location_bytes(feest, calendar, park, made_on=MADE_ON)).text
    assert "Inbraak:" in told

    # A role that takes the calendar along, and not the layer of burglaries.
    root = feest.home.root
    (root / "rollen.toml").write_text(
        '[roles.analist]\nlabel = "Analist"\nsee = true\nfinest = "places"\nexport = true\n'
        "[roles.analist.layers.inbraak]\nexport = false\n"
        '[roles.kijker]\nlabel = "Kijker"\nsee = true\nfinest = "cells"\nexport = false\n',
        encoding="utf-8",
    )
    without = open_workspace(feest.home, role="analist")
    told = Printed(location_bytes(without, calendar, park, made_on=MADE_ON)).text
    assert "Inbraak:" not in told
    onlooker = open_workspace(feest.home, role="kijker")
    with pytest.raises(AccessError):
        location_bytes(onlooker, calendar, park, made_on=MADE_ON)

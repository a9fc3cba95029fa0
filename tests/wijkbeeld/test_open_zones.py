"""Near-repeat zones of the city: found once, told per place, with the day they end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.analysis.analyse import find
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.registry import sentences_of
from hotspots.wijkbeeld.latest import zones_of, zones_within
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import briefing_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

FIRST = date(2017, 1, 1)
#: The last home is visited on day 780 and again on day 783: 20 and 23 February 2019.
LAST = FIRST + timedelta(days=783)


def repeated() -> list[str]:
    """Return 40 homes, 300 m apart, each burgled again three days later; a new home each 20 days.

    Seven in a row from the south-west of Zuid; the last, number 39, is the fifth of the sixth row:
    x 100.050 + 4 x 300, y 420.050 + 5 x 300.
    """
    rows: list[str] = []
    for home in range(40):
        x, y = 100_050 + home % 7 * 300, 420_050 + home // 7 * 300
        visits = (FIRST + timedelta(days=20 * home + later) for later in (0, 3))
        rows += [f"{day} 12:00,{x},{y}" for day in visits]
    return rows


@pytest.fixture(scope="module")
def burgled(town_with: Callable[..., Workspace]) -> Workspace:
    return town_with(repeated(), ["2019-02-23 12:00,100500,421500"])


@pytest.fixture(scope="module")
def period() -> Period:
    # From 1 March 2017 on 37 of the 40 homes, twice each: enough to compare.
    return Period(date(2017, 2, 27), LAST)


def test_the_open_zone_is_that_of_the_last_home(burgled: Workspace, period: Period) -> None:
    city = zones_of(burgled, "inbraak", period)
    assert city.silent == ""
    (zone,) = city.zones
    # Home 39 lies at 101.250, 421.550: a zone of a week from the last visit, the 23rd.
    assert (zone.since, zone.until) == (LAST - timedelta(days=3), LAST + timedelta(days=6))
    assert zone.count == 2
    assert (zone.buurt, zone.handle) == ("Oost", "westen van Oost")
    # Its middle is that of the cell of 100 m, and it is wide enough for the home in it.
    assert (zone.x_rd, zone.y_rd) == (101_250.0, 421_550.0)
    assert zone.radius_m == pytest.approx(0.1 + 100 / 2**0.5, abs=0.1)


def test_a_place_gets_the_zones_with_their_middle_in_it(burgled: Workspace, period: Period) -> None:
    city = zones_of(burgled, "inbraak", period)
    for name, held in (("Oost", 1), ("Boven", 1), ("Noord", 0), ("Onder", 0)):
        place = place_named(burgled, name)
        assert len(zones_within(city, place, burgled.geography, None)) == held


def test_a_zone_is_new_if_it_began_in_the_last_complete_month_or_after_it(
    burgled: Workspace, period: Period
) -> None:
    city = zones_of(burgled, "inbraak", period)
    oost = place_named(burgled, "Oost")
    for first, new in ((date(2019, 2, 20), True), (date(2019, 2, 21), False), (None, False)):
        (zone,) = zones_within(city, oost, burgled.geography, first)
        assert zone.new is new


def test_a_briefing_tells_its_zones_and_why_others_have_none(
    burgled: Workspace, period: Period
) -> None:
    oost = briefing(burgled, place_named(burgled, "Oost"), period)
    assert [(zone.layer, zone.until) for zone in oost.zones] == [
        ("inbraak", LAST + timedelta(days=6))
    ]
    (aloud,) = (part for part in briefing_sentences(oost) if part.id == "zones")
    assert (
        aloud.text == "Let op herhaling: inbraken in het westen van Oost (tot en met 01-03-2019)."
    )
    noord = briefing(burgled, place_named(burgled, "Noord"), period)
    assert noord.zones == ()
    assert noord.zones_silent["inbraak"] == "none_here"
    unsought = briefing(burgled, place_named(burgled, "Oost"), period, zones=None)
    assert unsought.zones_silent["inbraak"] == "not_searched"


def test_a_few_incidents_show_no_zones(two_years: Workspace, town: Workspace) -> None:
    # Nine incidents in the town; a sensitive layer is not searched at all, nor are reports.
    assert zones_of(town, "inbraak", Period(FIRST, date(2017, 3, 31))).silent == "too_few"
    assert zones_of(two_years, "zorg", Period(FIRST, date(2017, 3, 31))).silent == "not_for_layer"


def test_what_has_no_day_is_left_out_and_that_is_said(town_with: Callable[..., Workspace]) -> None:
    # 100 burglaries in 40 homes, of which only the month is known: all on a first, no time of day.
    rows = [
        f"{2017 + at // 12 % 2}-{at % 12 + 1:02d}-01,{100_050 + at % 40 * 20},421000"
        for at in range(100)
    ]
    months = town_with(rows)
    finding = find(months, Selection("inbraak"), Search("near_repeat"))
    assert finding.silent == "too_few"
    assert finding.summary.to_dict().items() >= {"count": 0, "without_day": 100}.items()
    assert sentences_of(finding)[-1] == (
        "Niet meegeteld: 100 inbraken waarvan alleen de maand of het jaar bekend is, niet de dag."
    )
    assert zones_of(months, "inbraak", Period(FIRST, date(2018, 12, 31))).silent == "too_few"

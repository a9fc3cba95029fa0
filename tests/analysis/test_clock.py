"""Hours of the week: the town by hand, both changes of the clock, and plain hours by counting."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection, selected
from hotspots.analysis.settle import settle
from hotspots.analysis.when import busy_sentence, hours_and_days, hours_in, hours_notes
from hotspots.errors import AccessError
from hotspots.settings import Home
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
WEEK = 168
WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 2, 3, 4, 5, 6


@pytest.fixture(scope="module")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(Home(REPOSITORY, tmp_path_factory.mktemp("state")), role="analist")


@pytest.fixture
def town_of(tmp_path: Path) -> Callable[..., Workspace]:
    """Return how to open a town with incidents of these intervals, all in one place."""

    def opened(*intervals: str) -> Workspace:
        home = tiny_home(tmp_path / "town")
        rows = [f"{number},woning,{text},100060,421060" for number, text in enumerate(intervals)]
        (home.themes / "proef" / "inbraak.csv").write_text(
            "\n".join(["id,soort,begin,eind,x,y", *rows]) + "\n", encoding="utf-8"
        )
        return open_workspace(home, role="analist")

    return opened


def test_each_incident_of_the_town_is_spread_over_its_hours(town: Workspace) -> None:
    found = hours_and_days(town, Selection("inbraak"))
    expected = np.zeros((7, 24))
    # Row 1: Saturday 31-12-2016 23:30 to Sunday 00:30. Row 2: Thursday 19 to 22.
    expected[SATURDAY, 23] = expected[SUNDAY, 0] = 0.5
    expected[THURSDAY, 19:22] = 1 / 3
    # Row 4: Friday 02:00; row 5: Friday 13:15 to 13:45; row 7: Friday 12:00. Row 6: Wednesday 8-9.
    expected[FRIDAY, [2, 12, 13]] = 1.0
    expected[WEDNESDAY, 8] = 1.0
    np.testing.assert_allclose(found.weights, expected, atol=1e-12)
    # Row 3 has a date only; 1, 2, 5 and 6 have an end.
    assert (found.known, found.unknown, found.spread, found.long) == (6, 1, 4, 0)


def test_few_incidents_have_no_busy_hour_and_say_so(town: Workspace) -> None:
    found = hours_and_days(town, Selection("inbraak"))
    assert (found.enough, found.busy, found.busy_of_day) == (False, (), ())
    assert busy_sentence(found) == (
        "6 inbraken met een bekend uur: te weinig om drukke uren aan te wijzen (dat kan vanaf 20)."
    )
    assert hours_notes(found) == (
        (
            "Van 4 inbraken is een begin en een eind bekend. Die tellen voor een deel mee in elk "
            "uur daartussen, dus een vakje is geen telling."
        ),
        "1 inbraak zonder bekend uur staat hier niet bij.",
    )


def test_the_hour_that_is_skipped_gets_nothing_and_the_one_that_comes_twice_counts_twice(
    town_of: Callable[..., Workspace],
) -> None:
    # Sunday 26 March 2017: an hour of time, half of it before the clock jumps from 2 to 3.
    spring = town_of("2017-03-26 01:30,2017-03-26 03:30")
    weights = hours_and_days(spring, Selection("inbraak")).weights
    assert weights[SUNDAY, 1:4].tolist() == pytest.approx([0.5, 0.0, 0.5])


def test_the_hour_that_comes_twice_is_twice_as_long(town_of: Callable[..., Workspace]) -> None:
    # Sunday 29 October 2017: three hours of time, two of them between 2 and 3.
    autumn = town_of("2017-10-29 01:30,2017-10-29 03:30")
    weights = hours_and_days(autumn, Selection("inbraak")).weights
    assert weights[SUNDAY, 1:4].tolist() == pytest.approx([1 / 6, 2 / 3, 1 / 6])


def test_an_end_on_a_date_spreads_to_midnight(town_of: Callable[..., Workspace]) -> None:
    # Friday 5 January 2018 from 20:00: four hours.
    found = hours_and_days(town_of("2018-01-05 20:00,2018-01-05"), Selection("inbraak"))
    assert found.weights[FRIDAY, 20:].tolist() == pytest.approx([0.25] * 4)


def test_intervals_of_more_than_a_day_are_counted(town_of: Callable[..., Workspace]) -> None:
    # Exactly a day is not more than a day.
    away = town_of("2018-01-05 20:00,2018-01-06 20:00", "2018-01-05 20:00,2018-01-07 20:00")
    found = hours_and_days(away, Selection("inbraak"))
    assert (found.spread, found.long) == (2, 1)
    assert "Bij 1 is dat langer dan een dag" in hours_notes(found)[1]


def test_busy_hours_are_named_in_words(town_of: Callable[..., Workspace]) -> None:
    # 20 Fridays at 18:30, the first on 6 January 2017, and an incident on each of 20 Mondays,
    # one per hour from 0 on.
    fridays = [np.datetime64("2017-01-06") + 7 * week for week in range(20)]
    mondays = [np.datetime64("2017-01-02") + 7 * week for week in range(20)]
    town = town_of(
        *[f"{day} 18:30," for day in fridays],
        *[f"{day} {hour:02d}:30," for hour, day in enumerate(mondays)],
    )
    found = hours_and_days(town, Selection("inbraak"))
    # 2 January to 19 May: 19 whole weeks and five days; Monday to Friday are there 20 times, so
    # that of 40 incidents 20 / (138 x 24) are expected in the hour of 18 on a Friday, and over all
    # days 1/24: 1,67 in an hour, and 21 of 40 at 18:30.
    assert busy_sentence(found) == (
        "Drukste uren: vrijdag 18–19 uur (20 van de 40, 82,8 keer het gemiddelde). Over alle "
        "dagen: het drukst van 18–19 uur (21 van de 40, 12,6 keer het gemiddelde)."
    )
    assert hours_notes(found) == (
        (
            "Is er niets aan de hand, dan geeft hooguit 5 % van zulke kaarten, alle lagen samen, "
            "toch een druk uur."
        ),
    )


def test_layers_that_a_briefing_looks_at_together_share_one_error_rate(
    dordrecht: Workspace,
) -> None:
    # Five layers of Dordrecht have hours and are no calendar: 0,05 / 5 each. In the winter of
    # 2016-2017 the evening (17 to 23 hours) had p = 0,029: by itself busy, among five layers not.
    winter = Period(date(2016, 12, 1), date(2017, 2, 28))
    found = hours_and_days(dordrecht, Selection("woninginbraak", period=winter))
    assert (found.busy, found.busy_of_day) == ((), ())
    # Over the year it is 0,0003.
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    (evening,) = hours_and_days(dordrecht, Selection("woninginbraak", period=year)).busy_of_day
    assert (evening.first, evening.hours) == (17, 6)


def test_a_filter_on_days_expects_nothing_of_the_others(town_of: Callable[..., Workspace]) -> None:
    # 48 Fridays, each an hour later: within Fridays no hour stands out, though the week is Friday.
    fridays = [np.datetime64("2017-01-06") + 7 * week for week in range(48)]
    town = town_of(*[f"{day} {at % 24:02d}:30," for at, day in enumerate(fridays)])
    within = hours_and_days(town, Selection("inbraak", weekdays=(FRIDAY,)))
    assert (within.busy, within.busy_of_day) == ((), ())
    assert busy_sentence(within).startswith("Geen uur springt eruit")
    # Among all days they do: twelve in six hours, where 48 x 6 / 168 = 1,7 are expected.
    assert hours_and_days(town, Selection("inbraak")).busy


def test_days_of_a_filter_are_those_of_the_begin(town_of: Callable[..., Workspace]) -> None:
    town = town_of("2018-01-05 23:00,2018-01-06 01:00")
    found = hours_and_days(town, Selection("inbraak", weekdays=(FRIDAY,)))
    assert found.weights[SATURDAY, 0] == pytest.approx(0.5)
    assert "dag van het begin" in hours_notes(found)[-1]


def test_a_layer_without_any_time_says_that(town_of: Callable[..., Workspace]) -> None:
    found = hours_and_days(town_of("2018-01-05,", "2018-01-06,"), Selection("inbraak"))
    assert (found.known, found.unknown, found.weights.sum()) == (0, 2, 0.0)
    assert busy_sentence(found) == "Van deze incidenten is het uur niet bekend."


def test_nothing_selected_is_no_fault(town: Workspace) -> None:
    found = hours_and_days(town, Selection("inbraak", soorten=("schuur",), weekdays=(1,)))
    assert (found.known, found.unknown) == (0, 0)


def test_a_sensitive_layer_tells_no_hours(town: Workspace) -> None:
    with pytest.raises(AccessError):
        hours_and_days(town, Selection("zorg", level="wijken"))


def test_every_hour_of_a_period_is_there_as_often_as_its_day() -> None:
    # January 2017 begins on a Sunday: five Sundays, Mondays and Tuesdays.
    found = hours_in(Period(date(2017, 1, 1), date(2017, 1, 31)), Selection("overlast"))
    assert found.sum(axis=1).tolist() == [5 * 24, 5 * 24, 4 * 24, 4 * 24, 4 * 24, 4 * 24, 5 * 24]
    nights = Selection("overlast", day_parts=("nacht", "onbekend"))
    # Of those whose part of the day is unknown any hour may be the one.
    assert hours_in(Period(date(2017, 1, 1), date(2017, 1, 7)), nights).sum() == WEEK


@pytest.mark.parametrize("layer", ["overlast", "vermogensmisdrijven", "geweld", "uitrukken"])
def test_without_ends_the_weights_are_counts_of_hours(dordrecht: Workspace, layer: str) -> None:
    selection = Selection(layer, period=Period(date(2016, 1, 1), date(2017, 6, 30)))
    found = hours_and_days(dordrecht, selection)
    _, incidents = dordrecht.incidents(dordrecht.layer(layer))
    chosen = selected(incidents, settle(selection, dordrecht)[0], dordrecht.geography)
    chosen &= incidents.hour >= 0
    # The columns that the door wrote, by another road than the moment of the begin.
    at = incidents.weekday[chosen].astype(int) * 24 + incidents.hour[chosen]
    counts = np.bincount(at, minlength=WEEK).reshape(7, 24)
    np.testing.assert_allclose(found.weights, counts)
    assert found.spread == 0


@pytest.mark.parametrize("layer", ["woninginbraak", "evenementen", "overlast"])
def test_every_incident_adds_up_to_one(dordrecht: Workspace, layer: str) -> None:
    found = hours_and_days(dordrecht, Selection(layer))
    assert found.weights.sum() == pytest.approx(found.known)
    _, incidents = dordrecht.incidents(dordrecht.layer(layer))
    assert found.known + found.unknown == int(np.count_nonzero(incidents.buurt >= 0))
    assert found.long <= found.spread <= found.known

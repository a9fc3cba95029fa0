"""The busiest month: a town with one incident a day and two in December, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from hotspots.access.workspace import open_workspace
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.when import NoSeason, season, season_sentences
from town import tiny_home

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One woning a day in 2015 to 2017, two in December; a schuur on every first of a month."""
    home = tiny_home(tmp_path_factory.mktemp("daily"))
    days = np.arange("2015-01-01", "2018-01-01", dtype="datetime64[D]")
    in_december = days.astype("datetime64[M]").astype(int) % 12 == 11
    rows = [f"{day} 10:00,woning" for day in np.concatenate([days, days[in_december]])]
    firsts = days[days == days.astype("datetime64[M]").astype("datetime64[D]")]
    rows += [f"{day} 10:00,schuur" for day in firsts]
    lines = [
        f"{n},{soort},{begin},,100060,421060"
        for n, (begin, soort) in enumerate(row.split(",") for row in rows)
    ]
    (home.themes / "proef" / "inbraak.csv").write_text(
        "\n".join(["id,soort,begin,eind,x,y", *lines]) + "\n", encoding="utf-8"
    )
    return open_workspace(home, role="analist")


def test_december_is_held_against_the_year_around_it(daily: Workspace) -> None:
    found = season(daily, Selection("inbraak", soorten=("woning",)))
    assert found.index is not None
    assert found.counts is not None
    assert found.years is not None
    # Two a day against (11 + 2) / 12, and one a day against the same; their mean is 1 already.
    assert found.index[11] == pytest.approx(2 / (13 / 12))
    assert found.index[:11] == pytest.approx(1 / (13 / 12))
    assert (found.busiest, found.months, str(found.first)) == (11, 36, "2015-01")
    # Half a year is lost at either end: the Decembers of 2015 and 2016, 62 each.
    assert (found.counts[11], found.years[11]) == (124, 2)
    # 124 where 124 / 1,846 = 67,2 were to be expected.
    assert found.p == pytest.approx(12 * stats.poisson.sf(123, 124 / (24 / 13)))
    assert found.shown
    answer, note = season_sentences(found)
    assert answer == (
        "December is de drukste maand: per dag 1,8 keer zo veel als in een gemiddelde maand "
        "(124 inbraken in 2 decembermaanden). Dat is meer dan toeval."
    )
    assert note == (
        "Berekend over 36 hele maanden vanaf januari 2015, ook buiten de gekozen periode. Elke "
        "maand is vergeleken met het jaar eromheen. Zo weinig jaren zeggen wat er was, niet wat "
        "er komt."
    )


def test_few_incidents_may_be_chance(daily: Workspace) -> None:
    # One schuur a month: per day the short month is the busiest, 1/28 against about 1/30.
    found = season(daily, Selection("inbraak", soorten=("schuur",)))
    assert (found.busiest, found.shown) == (1, False)
    assert season_sentences(found)[0] == (
        "Geen maand springt eruit. Februari is de drukste, met per dag 1,1 keer zo veel als in een "
        "gemiddelde maand (2 inbraken in 2 februarimaanden); dat kan toeval zijn."
    )


def test_a_period_changes_no_season_a_filter_does(daily: Workspace) -> None:
    short = Period(np.datetime64("2017-03-01").item(), np.datetime64("2017-03-31").item())
    whole = season(daily, Selection("inbraak"))
    found = season(daily, Selection("inbraak", period=short))
    assert found.index is not None
    np.testing.assert_array_equal(found.index, whole.index)


def test_two_whole_years_are_the_least(town: Workspace) -> None:
    # December 2016 has one day; January to March 2017 are whole.
    found = season(town, Selection("inbraak"))
    assert (found.why_not, found.months, found.index) == (NoSeason.TOO_SHORT, 3, None)
    assert season_sentences(found) == (
        "Voor een drukste maand zijn ten minste 24 hele maanden nodig; in de laag zijn het er 3.",
    )


def test_a_year_without_incidents_has_no_busiest_month(daily: Workspace) -> None:
    # Nothing ever happened in Zuid.
    found = season(daily, Selection("inbraak", wijken=("WK999902",)))
    assert found.why_not is NoSeason.EMPTY_YEAR
    assert "een heel jaar zonder inbraken" in season_sentences(found)[0]


def test_a_layer_of_quarters_has_no_months(town: Workspace) -> None:
    found = season(town, Selection("zorg", level="wijken"))
    assert found.why_not is NoSeason.QUARTERS_ONLY
    assert "per kwartaal" in season_sentences(found)[0]


def test_nights_that_bring_many_at_once_are_no_season(tmp_path: Path) -> None:
    # Twenty a month, and sixty more in one night of six months, no two of the same name.
    home = tiny_home(tmp_path / "bursts")
    months = np.arange("2015-01", "2018-01", dtype="datetime64[M]")
    days = np.concatenate([month.astype("datetime64[D]") + np.arange(20) for month in months])
    nights = ["2015-03-10", "2015-09-10", "2016-02-10", "2016-06-10", "2016-11-10", "2017-04-10"]
    rows = [f"{day} 10:00" for day in [*days, "2017-12-31"]]
    rows += [f"{night} 23:00" for night in nights for _ in range(60)]
    lines = [f"{n},woning,{begin},,100060,421060" for n, begin in enumerate(rows)]
    (home.themes / "proef" / "inbraak.csv").write_text(
        "\n".join(["id,soort,begin,eind,x,y", *lines]) + "\n", encoding="utf-8"
    )
    found = season(open_workspace(home, role="analist"), Selection("inbraak"))
    assert found.index is not None
    assert found.counts is not None
    count = int(found.counts[found.busiest])
    # 100 where some 60 are expected: beyond chance, had each come by itself.
    assert count == 100
    assert 12 * stats.poisson.sf(count - 1, count / found.index[found.busiest]) < 0.05
    assert not found.shown

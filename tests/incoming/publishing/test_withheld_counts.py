"""What a source withholds is no zero: not in a wijkbeeld, in time, beside the city or per year."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.access.fetching import fetch_police
from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.when import season, season_sentences, timeline
from hotspots.app.data_page import data_quality
from hotspots.errors import SelectionError
from hotspots.exports.time_sheets import sheet_of_months
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import place_named
from hotspots.wijkbeeld.sentences import headline
from open_data_server.cbs import Table, crimes_of, dimension, tables_by_odata
from open_data_server.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home
    from hotspots.wijkbeeld.briefing import Briefing, LayerLine, MonthNews

NOORD, OOST, ZUID, HAVEN = "BU99990100", "BU99990101", "BU99990200", "BU99990201"
Counts = dict[tuple[str, str, str], "int | None"]
TABLES = {"month": "47022NED", "year": "47018NED"}
LAYERS = {"month": "politiecijfers", "year": "politiecijfers_jaar"}


def fetched(home: Home, counts: Counts, counts_per: str = "month") -> Workspace:
    """Return the town with burglaries from a server that has no other crimes."""
    table = Table(
        {
            "SoortMisdrijf": dimension({"1.1.1": "1.1.1 Inbraak"}, width=6),
            "TypedDataSet": crimes_of(counts),
        }
    )
    with serving({}) as running:
        running.parts["/ODataApi"] = running.parts["/ODataFeed"] = tables_by_odata(
            {TABLES[counts_per]: table}, lambda: running.url
        )
        workspace = open_workspace(home, role="analist")
        fetch_police(workspace, counts_per=counts_per, base_url=running.url)
    return open_workspace(home, role="analist")


def months(years: Iterable[int], **withheld: str) -> Counts:
    """Return 20 burglaries a month in Noord, Oost and Zuid, and none in Haven.

    ``withheld`` names a buurt with the month of which nothing is given.
    """
    counts: Counts = {
        ("1.1.1", area, f"{year}MM{month:02d}"): 0 if area == HAVEN else 20
        for year in years
        for month in range(1, 13)
        for area in (NOORD, OOST, ZUID, HAVEN)
    }
    return counts | {("1.1.1", area, month): None for area, month in withheld.items()}


def told(workspace: Workspace, place: str, *days: date) -> Briefing:
    return briefing(workspace, place_named(workspace, place), Period(*days), zones=None)


def line_of(made: Briefing, per: str = "month") -> LayerLine:
    return next(line for line in made.lines if line.layer.id == LAYERS[per])


def news_of(made: Briefing) -> MonthNews:
    news = made.details["politiecijfers"].news
    assert news is not None
    return news


YEAR = (date(2023, 1, 1), date(2023, 12, 31))
DECEMBER = (date(2023, 12, 1), date(2023, 12, 31))
#: Half a month: the last whole one is November, which the line itself is not about.
HALF_DECEMBER = (date(2023, 12, 1), date(2023, 12, 15))


def test_a_month_that_follows_one_that_is_withheld_is_compared_with_a_year_ago(home: Home) -> None:
    workspace = fetched(home, months((2022, 2023), **{NOORD: "2023MM11"}))
    news = news_of(told(workspace, NOORD, *DECEMBER))
    assert (news.count, news.year_ago) == (20, 20)
    assert news.since_year.verdict == "not_shown"


def test_a_month_is_not_compared_with_one_a_year_ago_that_is_withheld(home: Home) -> None:
    workspace = fetched(home, months((2022, 2023), **{NOORD: "2022MM11"}))
    news = news_of(told(workspace, NOORD, *HALF_DECEMBER))
    assert news.month == Period(date(2023, 11, 1), date(2023, 11, 30))
    assert (news.count, news.year_ago) == (20, None)
    assert (news.since_year.verdict, news.since_year.why_not) == ("untested", "withheld")


def test_a_month_that_is_withheld_itself_brings_no_news(home: Home) -> None:
    workspace = fetched(home, months((2022, 2023), **{NOORD: "2023MM11"}))
    made = told(workspace, NOORD, *HALF_DECEMBER)
    assert line_of(made).count == 20
    assert made.details["politiecijfers"].news is None


def test_a_place_is_beside_the_city_where_all_of_the_city_is_given(home: Home) -> None:
    line = line_of(told(fetched(home, months((2023,))), NOORD, *YEAR))
    # 240 in 600 households; elsewhere 480 in the 400 of Oost and the 20 of Zuid.
    assert line.rate == pytest.approx(240 / 600 * 1000)
    assert line.city_rate == pytest.approx(480 / 420 * 1000)
    assert line.against_city.verdict == "fewer"


def test_a_place_is_not_beside_a_city_of_which_a_month_is_withheld(home: Home) -> None:
    workspace = fetched(home, months((2023,), **{OOST: "2023MM06"}))
    line = line_of(told(workspace, NOORD, *YEAR))
    assert line.rate == pytest.approx(240 / 600 * 1000)
    assert math.isnan(line.city_rate)
    assert (line.against_city.verdict, line.against_city.why_not) == ("untested", "withheld")
    # July to December knows nothing of June.
    half = line_of(told(workspace, NOORD, date(2023, 7, 1), date(2023, 12, 31)))
    assert half.city_rate == pytest.approx(240 / 420 * 1000)
    assert half.against_city.verdict == "fewer"


def test_a_place_is_not_beside_a_city_with_a_buurt_that_is_never_mentioned(home: Home) -> None:
    counts = {key: count for key, count in months((2023,)).items() if key[1] != OOST}
    line = line_of(told(fetched(home, counts), NOORD, *YEAR))
    assert line.count == 240
    assert math.isnan(line.city_rate)
    assert (line.against_city.verdict, line.against_city.why_not) == ("untested", "withheld")


def quarter(*, oost: int | None) -> Counts:
    """Return January to March: 5 per buurt, in February nothing but what Oost has."""
    counts: Counts = {
        ("1.1.1", area, f"2023MM{month:02d}"): None if month == 2 else 5
        for area in (NOORD, OOST, ZUID, HAVEN)
        for month in (1, 2, 3)
    }
    return counts | {("1.1.1", OOST, "2023MM02"): oost}


def test_a_month_that_is_withheld_is_exported_as_unknown_and_not_as_zero(home: Home) -> None:
    workspace = fetched(home, quarter(oost=None))
    asked = Selection("politiecijfers", level="buurten")
    line = timeline(workspace, asked)
    assert line.withheld.tolist() == [False, True, False]
    assert line.unknown.tolist() == [False, True, False]
    sheet = sheet_of_months(workspace, analyse(workspace, asked), line)
    assert sheet.rows["count"].fillna(-1).tolist() == [20, -1, 20]
    assert sheet.rows["status"].tolist() == ["value", "suppressed", "value"]
    assert sheet.for_people.loc[1, ["count", "status"]].tolist() == [
        "door de bron niet gegeven", "door de bron niet gegeven",
    ]  # fmt: skip


def test_a_month_of_which_a_part_is_given_is_exported_as_the_least_there_were(home: Home) -> None:
    workspace = fetched(home, quarter(oost=5))
    asked = Selection("politiecijfers", level="buurten")
    line = timeline(workspace, asked)
    assert (line.withheld.tolist(), line.unknown.any()) == ([False, True, False], False)
    sheet = sheet_of_months(workspace, analyse(workspace, asked), line)
    assert sheet.rows["count"].tolist() == [20, 5, 20]
    assert sheet.rows["status"].tolist() == ["value", "suppressed", "value"]
    assert sheet.for_people.loc[1, "status"] == "door de bron niet helemaal gegeven"
    # Of Oost alone every month is given: 5, 5 and 5.
    oost = timeline(workspace, Selection("politiecijfers", buurten=(OOST,)))
    assert (oost.withheld.any(), oost.counts.tolist()) == (False, [5, 5, 5])


def test_no_month_is_called_busiest_where_one_is_withheld(home: Home) -> None:
    workspace = fetched(home, months((2022, 2023), **{NOORD: "2023MM02"}))
    found = season(workspace, Selection("politiecijfers", buurten=(NOORD,)))
    assert (found.why_not, found.index) == ("withheld", None)
    (said,) = season_sentences(found)
    assert said.endswith("een drukste maand is er dan niet te noemen.")
    oost = season(workspace, Selection("politiecijfers", buurten=(OOST,)))
    assert oost.why_not is None


def test_a_month_of_which_nothing_is_given_is_no_gap_in_the_data(home: Home) -> None:
    counts = months((2022, 2023))
    february = {key: None for key in counts if key[2] == "2023MM02"}
    # Of March every buurt gives a 0, which is a gap.
    march = dict.fromkeys((key for key in counts if key[2] == "2023MM03"), 0)
    workspace = fetched(home, counts | february | march)
    found = data_quality(workspace, workspace.layer("politiecijfers"))
    assert found.gaps == ("2023-03",)


def years(first: int) -> Counts:
    """Return in Noord 10 in 2020, 20 in 2021 and so on; in Oost twice that."""
    return {
        ("1.1.1", area, f"{year}JJ00"): per_year * (year - 2019)
        for year in range(first, 2024)
        for area, per_year in ((NOORD, 10), (OOST, 20), (ZUID, 0), (HAVEN, 0))
    }


def change(workspace: Workspace, *days: date) -> dict[str, object]:
    """Return what a change in Noord was measured from, and its counts."""
    compared = Period(*days[2:]) if days[2:] else None
    found = analyse(
        workspace,
        Selection(
            "politiecijfers_jaar",
            measure="change",
            period=Period(*days[:2]),
            compare_period=compared,
        ),
    )
    at = found.codes.index(NOORD)
    return {
        "period": (found.period.first.year, found.period.last.year),
        "from": (
            found.parameters.to_dict()["compare_from"],
            found.parameters.to_dict()["compare_to"],
        ),
        "counts": (int(found.columns["earlier"][at]), int(found.counts[at])),
    }


AUTUMN, SUMMER = (date(2023, 10, 1), date(2023, 12, 31)), (date(2023, 7, 1), date(2023, 9, 30))
WINTER = (date(2022, 12, 1), date(2023, 2, 28))
WINTER_BEFORE = (date(2021, 12, 1), date(2022, 2, 28))


def test_two_quarters_of_one_year_are_compared_as_that_year_and_the_one_before(
    home: Home,
) -> None:
    workspace = fetched(home, years(2020), "year")
    assert change(workspace, *AUTUMN, *SUMMER) == {
        "period": (2023, 2023), "from": ("2022-01-01", "2022-12-31"), "counts": (30, 40),
    }  # fmt: skip


@pytest.mark.parametrize("compared", [(), WINTER_BEFORE])
def test_a_winter_is_compared_as_its_two_years_and_the_two_before(
    home: Home, compared: tuple[date, ...]
) -> None:
    workspace = fetched(home, years(2020), "year")
    # 2020 and 2021 hold 10 + 20, 2022 and 2023 hold 30 + 40; 2022 is in one of them only.
    assert change(workspace, *WINTER, *compared) == {
        "period": (2022, 2023), "from": ("2020-01-01", "2021-12-31"), "counts": (30, 70),
    }  # fmt: skip


@pytest.mark.parametrize("compared", [(), WINTER_BEFORE])
def test_years_that_the_layer_does_not_have_are_not_compared_with(
    home: Home, compared: tuple[date, ...]
) -> None:
    workspace = fetched(home, years(2021), "year")
    with pytest.raises(SelectionError, match="geen eerdere periode"):
        change(workspace, *WINTER, *compared)


def test_a_year_is_not_compared_with_a_later_part_of_itself(home: Home) -> None:
    workspace = fetched(home, years(2020), "year")
    with pytest.raises(SelectionError, match=r"overlappen elkaar, zoals laag .* telt"):
        change(workspace, *SUMMER, *AUTUMN)


def test_a_wijkbeeld_over_two_halves_of_years_counts_no_year_twice(home: Home) -> None:
    workspace = fetched(home, years(2020), "year")
    made = told(workspace, "WK999901", date(2022, 7, 1), date(2023, 6, 30))
    line = line_of(made, "year")
    assert line.before == Period(date(2020, 1, 1), date(2021, 12, 31))
    # Noord and Oost: 90 in 2022 and 120 in 2023; 30 in 2020 and 60 in 2021.
    assert (line.count, line.earlier, line.since_year.verdict) == (210, 90, "more")
    assert "(210, was 90) dan de periode ervoor." in headline(made, named=3).text


def test_a_wijkbeeld_of_a_year_is_still_beside_the_year_before(home: Home) -> None:
    made = told(fetched(home, years(2020), "year"), "WK999901", *YEAR)
    line = line_of(made, "year")
    assert (line.count, line.earlier) == (120, 90)
    assert "dan een jaar eerder." in headline(made, named=3).text

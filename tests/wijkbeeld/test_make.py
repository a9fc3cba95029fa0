"""The figures of a briefing: the town by hand, and every count against the analysis itself."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.errors import SelectionError
from hotspots.geography.drawn import DrawnArea
from hotspots.wijkbeeld import words as text
from hotspots.wijkbeeld.hot_cells import CityCells
from hotspots.wijkbeeld.make import briefing
from hotspots.wijkbeeld.place import DRAWN, Place, place_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.wijkbeeld.briefing import Briefing

YEAR = Period(date(2018, 1, 1), date(2018, 12, 31))
YEAR_BEFORE = Period(date(2017, 1, 1), date(2017, 12, 31))
NOORD_DRAWN = "vlak:100000,421000;101000,421000;101000,422000;100000,422000"

#: A layer that is told for the municipality as a whole.
GUARDED = """
[layers.tip]
kind = "incidents"
label = "Tips"
observes = "signaal"
noun = "tip"
noun_plural = "tips"

[layers.tip.source]
file = "tip.csv"
attribution = "Verzonnen"
licence = "CC0-1.0"

[layers.tip.columns]
id = "id"
begin = "begin"
x_rd = "x"
y_rd = "y"

[layers.tip.filters]
show = ["period"]

[layers.tip.privacy]
finest = "gemeente"
minimum = 10
"""


def made(workspace: Workspace, place: str, **asked: Any) -> Briefing:  # noqa: ANN401
    return briefing(workspace, place_named(workspace, place), **{"zones": None, **asked})


@pytest.fixture(scope="module")
def noord(two_years: Workspace) -> Briefing:
    return made(two_years, "Noord")


def test_counts_are_those_of_the_plan_in_the_last_twelve_months_and_a_year_earlier(
    noord: Briefing,
) -> None:
    assert (noord.period, noord.before) == (YEAR, YEAR_BEFORE)
    told = {line.layer.id: (line.count, line.earlier) for line in noord.lines}
    assert told == {"inbraak": (30, 10), "zorg": (None, None), "fiets": (16, 9)}
    assert noord.line("inbraak").soorten[0].label == "Woning"
    assert [(s.count, s.earlier) for s in noord.line("inbraak").soorten] == [(30, 10)]


def test_the_change_is_the_exact_test_after_benjamini_hochberg_over_the_town(
    noord: Briefing,
) -> None:
    # Spread evenly over the year, so that the dispersion is 1: 30 of 40 and 16 of 25 in the later
    # of two years. Five tests: of Haven there is nothing in either layer, of Zuid no bicycles.
    first = 2 * stats.binom.sf(29, 40, 0.5)
    second = 2 * stats.binom.sf(15, 25, 0.5)
    assert first < second
    inbraak, fiets = noord.line("inbraak").since_year, noord.line("fiets").since_year
    assert inbraak.p_adjusted == pytest.approx(5 * first, rel=1e-6)
    assert fiets.p_adjusted == pytest.approx(5 * second / 2, rel=1e-6)
    assert (inbraak.verdict, fiets.verdict) == ("more", "not_shown")
    assert inbraak.value == 3.0
    assert fiets.value == pytest.approx(16 / 9)
    assert inbraak.lower > 1 > fiets.lower
    # One of five is marked: its interval is made at 1 - 0,05 x 1 / 5.
    assert inbraak.confidence == pytest.approx(0.99)
    low, high = stats.beta.ppf(0.005, 30, 11), stats.beta.ppf(0.995, 31, 10)
    assert inbraak.lower == pytest.approx(low / (1 - low), rel=1e-6)
    assert inbraak.upper == pytest.approx(high / (1 - high), rel=1e-6)


def test_the_rate_and_its_interval_are_garwoods(noord: Briefing) -> None:
    line = noord.line("inbraak")
    # 30 in 600 households: 50 per 1.000; limits chi2(.025, 60) / 2 and chi2(.975, 62) / 2.
    assert line.rate == 50.0
    assert line.rate_lower == pytest.approx(stats.chi2.ppf(0.025, 60) / 2 / 0.6)
    assert line.rate_upper == pytest.approx(stats.chi2.ppf(0.975, 62) / 2 / 0.6)
    # Elsewhere 6 in 400 + 20 + 0 households.
    assert line.city_rate == pytest.approx(1000 * 6 / 420)
    assert (line.denominator, line.denominator_label) == (600.0, "huishoudens")
    assert not line.denominator_estimated


def test_the_city_is_compared_by_the_exact_binomial(noord: Briefing) -> None:
    found = noord.line("inbraak").against_city
    # (30 / 600) / (6 / 420) = 3,5. Of 36 incidents 30 are here; 600 / 1.020 are expected.
    assert found.value == pytest.approx(3.5)
    # Four tests: Noord and Oost in two layers; Zuid and Haven have too few households.
    noord_inbraak = 2 * stats.binom.sf(29, 36, 600 / 1020)
    oost_inbraak = 2 * stats.binom.cdf(4, 36, 400 / 1020)
    noord_fiets = 2 * stats.binom.sf(15, 19, 600 / 1020)
    oost_fiets = 2 * stats.binom.cdf(3, 19, 400 / 1020)
    adjusted = stats.false_discovery_control([noord_inbraak, oost_inbraak, noord_fiets, oost_fiets])
    assert found.p_adjusted == pytest.approx(adjusted[0])
    assert noord.line("fiets").against_city.p_adjusted == pytest.approx(adjusted[2])
    marked = int((adjusted <= 0.05).sum())
    assert found.confidence == pytest.approx(1 - 0.05 * marked / 4)
    tail = 0.05 * marked / 4 / 2
    low, high = stats.beta.ppf(tail, 30, 7), stats.beta.ppf(1 - tail, 31, 6)
    assert found.lower == pytest.approx(low / (1 - low) * 420 / 600)
    assert found.upper == pytest.approx(high / (1 - high) * 420 / 600)
    assert found.verdict == "more"


def test_a_wijk_that_leaves_no_households_elsewhere_is_not_compared(two_years: Workspace) -> None:
    boven = made(two_years, "Boven")
    line = boven.line("inbraak")
    assert (line.count, line.earlier) == (34, 12)  # Noord and Oost
    # Elsewhere 20 households: too few to carry a rate.
    assert (line.against_city.verdict, line.against_city.why_not) == ("untested", "whole_city")
    assert math.isnan(line.city_rate)
    assert line.rate == 34.0


def test_a_wijk_with_few_households_has_no_rate_but_a_change(two_years: Workspace) -> None:
    line = made(two_years, "Onder").line("inbraak")
    assert (line.count, line.earlier) == (2, 2)
    assert math.isnan(line.rate)
    assert line.against_city.why_not == "small_denominator"
    assert line.since_year.verdict == "not_shown"


def test_the_last_month_stands_beside_the_same_month_a_year_earlier_and_no_other(
    town_with: Callable[..., Workspace],
) -> None:
    days = [f"2018-12-{day:02d} 12:00,100050,421050" for day in range(1, 31)]
    earlier = ["2018-11-05 12:00,100050,421050"] * 3 + ["2017-12-05 12:00,100050,421050"] * 4
    ends = ["2017-01-01 12:00,100500,420500", "2018-12-31 12:00,100500,420500"]
    # Twenty in every month elsewhere, so that one busy month is no dispersion of the layer.
    steady = [
        f"{year}-{month:02d}-{day:02d} 12:00,101950,421950"
        for year in (2017, 2018)
        for month in range(1, 13)
        for day in range(1, 21)
    ]
    told = made(town_with([*ends, *earlier, *days, *steady]), "Noord")
    news = told.details["inbraak"].news
    assert news is not None
    assert news.month == Period(date(2018, 12, 1), date(2018, 12, 31)) == told.last_month
    # November had three: that is the season, and no news.
    assert (news.count, news.year_ago) == (30, 4)
    assert news.since_year.value == pytest.approx(30 / 4)
    assert news.since_year.verdict == "more"
    # Eight whole quarters.
    assert told.details["inbraak"].new_known
    assert told.details["inbraak"].timeline.counts[-2:].tolist() == [3, 30]


def test_a_sensitive_layer_tells_of_the_wijk_what_its_cube_shows(two_years: Workspace) -> None:
    # Boven has 12 and 23 in the two quarters of 2017, published as 10 (10 to 12) and 25 (23 to 27).
    # Onder has 9 and none, which are not published: 0 to 9 each.
    boven, onder = (made(two_years, name).line("zorg") for name in ("Boven", "Onder"))
    assert (boven.count, boven.why_not, boven.count_ends) == (None, "", (33, 39))
    assert (onder.count, onder.why_not, onder.count_ends) == (None, "", (0, 18))
    assert (boven.count_words, onder.count_words) == ("33 tot 39", "0 tot 18")
    assert {line.since_year.verdict for line in (boven, onder)} == {"untested"}
    assert boven.since_year.why_not == "no_year_before"
    assert boven.period == Period(date(2017, 1, 1), date(2017, 6, 30))


@pytest.mark.parametrize(
    ("place", "of_wijk"), [("Noord", (33, 39)), ("Zuid", (0, 18)), (NOORD_DRAWN, None)]
)
def test_a_sensitive_layer_tells_nothing_finer_and_points_at_the_wijk(
    two_years: Workspace, place: str, of_wijk: tuple[int, int] | None
) -> None:
    told = made(two_years, place)
    line = told.line("zorg")
    assert (line.count, line.earlier, line.why_not) == (None, None, "too_fine")
    assert line.wijk_ends == of_wijk
    assert (line.count_ends, line.earlier_ends, line.count_words) == (None, None, "")
    assert "zorg" not in told.details


def test_a_layer_told_per_gemeente_does_not_point_at_the_wijk(
    town_with: Callable[..., Workspace],
) -> None:
    town = town_with(more=GUARDED, files={"tip.csv": "id,begin,x,y\n1,2018-06-01,100500,421500\n"})
    for place in ("Noord", "Boven"):
        line = made(town, place).line("tip")
        assert (line.count_ends, line.wijk_ends, line.why_not) == (None, None, "only_gemeente")
    assert "wijk" not in text.WHY_NOT["only_gemeente"]


def test_a_quarter_that_is_not_published_adds_nought_to_nine(
    town_with: Callable[..., Workspace],
) -> None:
    rows = ["2017-02-01 10:00,100500,421500"] * 12 + ["2017-05-01 10:00,100500,421500"] * 5
    file = "\n".join(["id,begin,x,y", *(f"{at},{row}" for at, row in enumerate(rows))]) + "\n"
    line = made(town_with(files={"zorg.csv": file}), "Boven").line("zorg")
    # 12 in the first quarter is published as 10, 10 to 12; the 5 in the second are not, 0 to 9.
    assert (line.count_ends, line.count_words) == ((10, 21), "10 tot 21")


def test_a_buurt_that_is_drawn_by_hand_is_that_buurt(two_years: Workspace) -> None:
    drawn, noord = made(two_years, NOORD_DRAWN), made(two_years, "Noord")
    for name in ("inbraak", "fiets"):
        line = drawn.line(name)
        assert line.denominator_estimated
        # All cells with households of Noord have their middle in it: 600, and 420 elsewhere.
        assert line.denominator == pytest.approx(600.0)
        same = replace(line, denominator_estimated=False, denominator=600.0)
        whole = noord.line(name)
        assert (same.count, same.earlier, same.soorten) == (
            whole.count,
            whole.earlier,
            whole.soorten,
        )
        assert same.against_city.value == pytest.approx(whole.against_city.value)
        # What is drawn is judged apart: two lines, and not all buurten by all layers.
        assert same.since_year.value == whole.since_year.value
        assert same.since_year.p_adjusted < whole.since_year.p_adjusted
    assert drawn.details["inbraak"].cells == noord.details["inbraak"].cells
    assert drawn.area_km2 == pytest.approx(1.0)
    assert any(note.text == text.ESTIMATED_NOTE for note in drawn.notes)


def test_an_empty_place_without_households_says_zero_and_tests_nothing(
    two_years: Workspace,
) -> None:
    haven = made(two_years, "Haven")
    for name in ("inbraak", "fiets"):
        line = haven.line(name)
        assert (line.count, line.earlier) == (0, 0)
        assert math.isnan(line.rate)
        assert line.since_year.why_not == "nothing"
        assert line.against_city.why_not == "small_denominator"
        detail = haven.details[name]
        assert (detail.cells, detail.windows) == ((), ())
        assert detail.timeline.counts.sum() == 0


def test_a_period_without_a_year_before_is_counted_and_not_tested(town: Workspace) -> None:
    # The layer begins on 31-12-2016.
    first_quarter = Period(date(2017, 1, 1), date(2017, 3, 31))
    line = made(town, "Boven", period=first_quarter).line("inbraak")
    assert (line.count, line.earlier, line.before) == (5, None, None)  # 2 to 6
    assert (line.since_year.verdict, line.since_year.why_not) == ("untested", "no_year_before")
    assert line.soorten[0].earlier is None


def test_days_after_the_last_one_of_a_layer_are_no_zeros(two_years: Workspace) -> None:
    told = made(two_years, "Noord", period=Period(date(2018, 7, 1), date(2019, 6, 30)))
    line = told.line("inbraak")
    assert line.period == Period(date(2018, 7, 1), date(2018, 12, 31))
    assert line.before == Period(date(2017, 7, 1), date(2017, 12, 31))
    assert told.period.last == date(2019, 6, 30)
    assert any("31-12-2018" in note.text for note in told.notes)


def test_a_period_without_any_data_leaves_lines_without_numbers(two_years: Workspace) -> None:
    told = made(two_years, "Noord", period=Period(date(2030, 1, 1), date(2030, 12, 31)))
    assert {line.why_not for line in told.lines} == {"no_data"}
    assert {line.count for line in told.lines} == {None}
    assert not told.details


def test_a_role_without_layers_gets_no_briefing(two_years: Workspace) -> None:
    with pytest.raises(SelectionError, match="niets te vertellen"):
        made(replace(two_years, role="onbekend"), "Noord")


def test_a_role_that_sees_buurten_gets_no_drawn_area_and_no_cells(
    town_with: Callable[..., Workspace],
) -> None:
    planner = town_with(role="crisisplanner")
    noord, drawn = made(planner, "Noord"), made(planner, NOORD_DRAWN, period=YEAR)
    assert noord.line("inbraak").count == 30
    assert not noord.details["inbraak"].in_cells
    assert noord.details["inbraak"].cells == ()
    assert drawn.line("inbraak").why_not == "too_fine_for_role"
    assert drawn.line("inbraak").count is None
    # A sensitive layer that is not for the role is in no line.
    assert [line.layer.id for line in noord.lines] == ["inbraak", "fiets"]


def test_every_reason_of_a_line_has_its_words(two_years: Workspace) -> None:
    for place in ("Boven", "Zuid", "Haven", NOORD_DRAWN):
        for line in made(two_years, place).lines:
            for reason in (line.why_not, line.since_year.why_not, line.against_city.why_not):
                assert not reason or reason in text.WHY_NOT


def test_progress_ends_at_all_of_it_and_never_goes_back(two_years: Workspace) -> None:
    told: list[float] = []
    made(two_years, "Noord", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def _no_cells(workspace: Workspace, layer_id: str, period: Period) -> CityCells:
    del workspace, layer_id, period
    return CityCells((), 100, None)


@settings(max_examples=25)
@given(
    x=st.integers(99_800, 102_200),
    y=st.integers(419_800, 422_200),
    radius_m=st.integers(50, 1_500),
    period=st.tuples(st.dates(date(2017, 1, 1), date(2017, 12, 1)), st.integers(0, 200)),
)
def test_the_count_of_a_line_is_that_of_the_analysis(
    busy: Workspace, x: int, y: int, radius_m: int, period: tuple[date, int]
) -> None:
    area = DrawnArea(((x, y),), radius_m)
    place = Place(DRAWN, area.to_text(), "Getekend", drawn=area)
    if not place.of_buurten(busy.geography).any():
        return
    asked = Period(period[0], period[0] + timedelta(days=period[1]))
    told = briefing(busy, place, asked, zones=None, hot_cells=_no_cells)
    line = told.line("inbraak")
    if line.period is None:
        return
    answer = analyse(busy, place.selection("inbraak", period=asked))
    assert line.count == int(answer.counts[0])
    assert sum(soort.count for soort in line.soorten) == line.count


def test_the_counts_of_dordrecht_are_those_of_the_analysis(dordrecht: Workspace) -> None:
    for name in ("Sterrenburg", "BU05050108", "cirkel:105000,425000,600"):
        place = place_named(dordrecht, name)
        told = briefing(dordrecht, place, zones=None, hot_cells=_no_cells)
        for line in told.lines:
            if line.layer.sensitive:
                continue
            answer = analyse(dordrecht, place.selection(line.layer.id, period=line.period))
            assert line.count == int(answer.counts[0])
            if line.layer.denominators:
                rate = analyse(
                    dordrecht, place.selection(line.layer.id, period=line.period, measure="rate")
                )
                assert line.rate == pytest.approx(float(rate.values[0]))

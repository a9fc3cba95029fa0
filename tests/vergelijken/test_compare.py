"""Two counts beside each other: the difference, the ratio, and whether chance would do as much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse, stats

from hotspots.analysis.analyse import analyse, find
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Search, Selection
from hotspots.analysis.searches.before_after import (
    NO_EARLIER,
    NOT_ALIKE,
    OTHER_WAY,
    BeforeAfterAnswer,
    Course,
    effect,
    verdict_of,
)
from hotspots.analysis.searches.comparable import roles_of
from hotspots.vergelijken.compared import compared, compared_areas, compared_periods

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

JANUARY = Period(date(2017, 1, 1), date(2017, 1, 31))
FEBRUARY = Period(date(2017, 2, 1), date(2017, 2, 28))


def test_two_periods_have_what_each_of_them_has(town: Workspace) -> None:
    # Rows 2 and 3 fall in January, row 1 at the last of December; 4 and 5 in February.
    now = analyse(town, Selection("inbraak", period=FEBRUARY))
    then = analyse(town, Selection("inbraak", period=JANUARY))
    lines, whole = compared_periods(town, now, then)

    assert [(line.name, line.one, line.other) for line in lines] == [
        ("Noord", 1, 2), ("Oost", 1, 0), ("Zuid", 0, 0), ("Haven", 0, 0),
    ]  # fmt: skip
    assert whole is not None
    assert (whole.one, whole.other) == (2, 2)
    # A month is as long as a month, so that what is printed can be subtracted: 2 - 2.
    assert whole.difference == 0
    assert whole.ratio == 1
    assert all(line.verdict is Verdict.NOT_SHOWN for line in (*lines, whole))


def test_periods_of_another_length_are_compared_by_their_days(town: Workspace) -> None:
    # Two of January are, in the last ten days of February, 20 / 31 = 0,645; there is one.
    late = Period(date(2017, 2, 19), date(2017, 2, 28))
    now = analyse(town, Selection("inbraak", period=late))
    then = analyse(town, Selection("inbraak", period=JANUARY))
    _, whole = compared_periods(town, now, then)
    assert whole is not None
    assert (whole.one, whole.other) == (int(now.counts.sum()), 2)
    assert whole.difference == pytest.approx(whole.one - 2 * 10 / 31)


def test_a_line_is_judged_by_the_exact_test_and_p_is_adjusted() -> None:
    one, other = np.array([12, 9, 5]), np.array([30, 10, 4])
    lines = compared([("a", "A"), ("b", "B"), ("c", "C")], one, other, period=JANUARY,
                     one_exposure=365.0, other_exposure=365.0)  # fmt: skip
    alone = 2 * stats.binom.cdf(12, 42, 0.5)

    assert [line.ratio for line in lines] == pytest.approx([0.4, 0.9, 1.25])
    assert [line.difference for line in lines] == [-18, -1, 1]
    # The smallest of three p is multiplied by three: 12 of 42 where half belong, 0,008 times 3.
    assert lines[0].p == pytest.approx(3 * alone)
    assert [line.verdict for line in lines] == [
        Verdict.FEWER, Verdict.NOT_SHOWN, Verdict.NOT_SHOWN,
    ]  # fmt: skip


def test_areas_that_were_not_asked_for_are_not_compared(town: Workspace) -> None:
    asked = Selection("inbraak", period=FEBRUARY, wijken=("WK999902",))
    answers = (analyse(town, replace(asked, period=one)) for one in (FEBRUARY, JANUARY))
    lines, _ = compared_periods(town, *answers)
    assert [line.name for line in lines] == ["Zuid", "Haven"]


def test_rounded_and_suppressed_counts_are_compared_without_a_test(town: Workspace) -> None:
    # zorg: 12 in Boven and 9 in Onder in the first quarter, 23 in Boven in the second; published as
    # 10 (10 to 12) and 25 (23 to 27), and 9 is below 10 (0 to 9).
    quarters = (
        Period(date(2017, 1, 1), date(2017, 3, 31)),
        Period(date(2017, 4, 1), date(2017, 6, 30)),
    )
    then, now = (analyse(town, Selection("zorg", level="wijken", period=one)) for one in quarters)
    (boven, onder), whole = compared_periods(town, now, then)

    assert whole is None
    assert (boven.one_ends, boven.other_ends) == ((23, 27), (10, 12))
    # 23 - 12 and 27 - 10.
    assert boven.difference_ends == (11, 17)
    assert (boven.one, boven.other, onder.other) == (-1, -1, -1)
    assert boven.verdict is None
    assert np.isnan([boven.p, boven.ratio, boven.lower, boven.difference]).all()
    assert onder.other_ends == (0, 9)


def test_a_sum_with_a_suppressed_quarter_has_no_difference(town: Workspace) -> None:
    whole_year = Period(date(2017, 1, 1), date(2017, 6, 30))
    found = compared_areas(
        town, Selection("zorg", period=whole_year, level="wijken"), "WK999901", "WK999902"
    )
    # Boven was published as 10 and 25: 33 to 39. Onder has two quarters of 0 to 9.
    assert (found.whole.one_ends, found.whole.other_ends) == ((33, 39), (0, 18))
    assert found.soorten == ()
    assert np.isnan(found.whole.difference)
    assert found.whole.difference_ends == (15, 39)


def test_wijken_are_compared_by_their_households(town: Workspace) -> None:
    # Boven: rows 1 to 6 in 1.000 households. Onder has 20 households, below 50: no rate.
    by_count = compared_areas(town, Selection("inbraak", level="wijken"), "WK999901", "WK999902")
    assert (by_count.whole.one, by_count.whole.other) == (6, 1)
    assert by_count.exposures is None
    assert by_count.whole.ratio == pytest.approx(6)
    # Inwoners: 2.200 and 45, below 50 as well.
    inwoners = replace(Selection("inbraak", level="wijken"), denominator="inwoners")
    assert compared_areas(town, inwoners, "WK999901", "WK999902").exposures is None


def test_soorten_of_two_wijken_add_up_to_the_whole(busy: Workspace) -> None:
    found = compared_areas(busy, Selection("inbraak", level="wijken"), "WK999901", "WK999902")
    assert [line.name for line in found.soorten] == ["Woning", "Schuur"]
    assert sum(line.one for line in found.soorten) == found.whole.one
    assert sum(line.other for line in found.soorten) == found.whole.other


def test_a_rate_is_divided_by_the_rate_of_the_other(dordrecht: Workspace) -> None:
    wijken = dordrecht.geography.wijken
    one, other = wijken.codes[0], wijken.codes[1]
    found = compared_areas(dordrecht, Selection("woninginbraak", level="wijken"), one, other)
    things = wijken.denominators["huishoudens"][:2]

    assert found.exposures == pytest.approx(tuple(things))
    rates = found.whole.one / things[0], found.whole.other / things[1]
    assert found.whole.ratio == pytest.approx(rates[0] / rates[1])
    assert found.whole.ratio_lower < found.whole.ratio < found.whole.ratio_upper


def test_an_effect_is_what_changed_beyond_the_control_in_proportion() -> None:
    # From 200 to 80, where it went from 200 to 180 elsewhere: 180 expected, 100 fewer. In the year
    # before both had 200, so that both baselines say the same.
    found = effect(Course(200, 200, 80), Course(200, 200, 180), alike=True)
    assert (found.expected, found.difference, found.shown) == (180, -100, -1)
    assert found.ratio == pytest.approx(80 / 180)
    # log 0,4444 = -0,8109; its variance 1/200 + 1/80 + 1/200 + 1/180 = 0,028056, 1,96 x 0,1675.
    assert (found.lower, found.upper) == pytest.approx((0.320, 0.617), abs=0.001)
    # A tenth of that is not to be told from chance.
    assert effect(Course(20, 20, 8), Course(20, 20, 18), alike=True).shown == 0
    assert effect(Course(80, 80, 200), Course(200, 200, 200), alike=True).shown == 1
    # Nor is all of it, where counts vary four times as much: 1,96 x 0,335.
    spread = effect(Course(200, 200, 80), Course(200, 200, 180), alike=True, dispersion=4.0)
    assert (spread.lower, spread.upper) == pytest.approx((0.230, 0.857), abs=0.001)


def test_a_peak_that_falls_by_itself_is_no_effect() -> None:
    # 112, then 140, then 100 again, where elsewhere it stayed 1.000: chosen for the peak. From the
    # peak the ratio is 100 / 140 / (1000 / 1010) = 0,721, its interval 0,550 to 0,946: a fall. From
    # the year before that it is 100 / 112 = 0,893, 0,673 to 1,185. From 112 to 140 is no other way:
    # 1,238, 0,951 to 1,611.
    found = effect(Course(112, 140, 100), Course(1000, 1010, 1000), alike=True)
    assert (found.lower, found.upper) == pytest.approx((0.550, 1.185), abs=0.001)
    assert (found.shown, found.why_not, found.by_itself) == (0, "", True)
    assert "toevallig net druk" in verdict_of(found)


@pytest.mark.parametrize(
    ("treated", "control", "alike", "why_not"),
    [
        (Course(None, 200, 80), Course(None, 200, 180), True, NO_EARLIER),
        (Course(200, 200, 80), Course(90, 90, 80), False, NOT_ALIKE),
        # It halved there in the year before already, and nowhere else.
        (Course(400, 200, 80), Course(200, 200, 180), True, OTHER_WAY),
    ],
)
def test_without_a_fair_comparison_there_is_no_verdict(
    treated: Course, control: Course, alike: bool, why_not: str
) -> None:
    found = effect(treated, control, alike=alike)
    assert (found.why_not, found.shown) == (why_not, 0)
    assert found.upper < 1
    assert verdict_of(found).startswith("Geen oordeel")


def test_buurten_are_compared_with_all_that_are_about_as_busy() -> None:
    # In a row: 0 touches 1, 1 touches 2, and so on. 0 is treated, so 1 is around it.
    row = sparse.csr_array(np.eye(6, k=1) + np.eye(6, k=-1))
    level = np.array([100, 7, 49, 51, 200, 203])
    roles = roles_of(level, [0], [], row)
    assert (roles.treated, roles.ring) == ([0], [1])
    # 101 / 52 and 201 / 101 are within twice, 101 / 50 and 204 / 101 are not.
    assert (roles.control, roles.control_alike) == ([3, 4], True)
    # Nothing is about as quiet as 7: the nearest, and that is said.
    assert (roles.ring_control, roles.ring_control_alike) == ([2], False)
    named = roles_of(level, [0], [2], row)
    assert (named.control, named.control_alike) == ([2], False)


def test_a_measure_that_does_nothing_seldom_has_an_effect() -> None:
    # A town 25 % down in the last of three years, 2.000 incidents a year; treated are the three
    # busiest, or those that came out highest in the year before. Of 100 maps each at most 12: the
    # 99,9th percentile of a binomial number of .05.
    rng = np.random.default_rng(11)
    shares = rng.dirichlet(np.full(60, 1.5))
    row = sparse.csr_array(np.eye(60, k=1) + np.eye(60, k=-1))
    years = 2_000 * shares[:, np.newaxis] * [1.0, 1.0, 0.75]
    for picks_peaks in (False, True):
        shown = 0
        for _ in range(100):
            counts = rng.poisson(years)
            picked = np.argsort(-(counts[:, 1] if picks_peaks else shares))[:3]
            roles = roles_of(counts[:, 0], sorted(picked.tolist()), [], row)
            parts = (
                Course(*counts[places].sum(axis=0).tolist())
                for places in (roles.treated, roles.control)
            )
            shown += effect(*parts, alike=roles.control_alike).shown != 0
        assert shown <= 12


def test_an_answer_has_there_and_around_and_both(dordrecht: Workspace) -> None:
    code = dordrecht.geography.buurten.codes[40]
    search = Search("before_after", treated=(code,), since=date(2017, 1, 1))
    finding = find(dordrecht, Selection("overlast"), search)
    answer = finding.summary.require(BeforeAfterAnswer)

    treated = [
        int(analyse(dordrecht, Selection("overlast", period=period)).counts[40])
        for period in (answer.before, answer.after)
    ]
    assert list(answer.there.pair[:2]) == treated
    assert min(treated) > 0
    assert (answer.before.last, answer.after.first) == (date(2016, 12, 31), date(2017, 1, 1))
    assert answer.before.days == answer.after.days == 365
    # The parts add up to the whole.
    both, parts = answer.both.pair, (answer.there.pair, answer.around.pair)
    assert both.before == sum(part.before for part in parts)
    assert both.after == sum(part.after for part in parts)
    assert answer.has_ring

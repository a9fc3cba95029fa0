"""Two counts beside each other: the difference, the ratio, and whether chance would do as much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.analysis.analyse import analyse
from hotspots.analysis.compare import compared, compared_periods
from hotspots.analysis.compare_areas import compared_wijken
from hotspots.analysis.compare_before_after import before_after_answer, effect
from hotspots.analysis.find import find
from hotspots.analysis.periods import Period
from hotspots.analysis.search import Search
from hotspots.analysis.selection import Selection
from hotspots.analysis.verdicts import Verdict
from hotspots.statistics.change import change_of_counts
from hotspots.statistics.displacement import BeforeAfter

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

JANUARY = Period(date(2017, 1, 1), date(2017, 1, 31))
FEBRUARY = Period(date(2017, 2, 1), date(2017, 2, 28))


def test_two_periods_have_what_each_of_them_has(town: Workspace) -> None:
    # Rows 2 and 3 fall in January, row 1 at the last of December; 4 and 5 in February.
    now = analyse(town, Selection("inbraak", period=FEBRUARY))
    then = analyse(town, Selection("inbraak", period=JANUARY))
    lines, whole = compared_periods(now, then)

    assert [(line.name, line.one, line.other) for line in lines] == [
        ("Noord", 1, 2), ("Oost", 1, 0), ("Zuid", 0, 0), ("Haven", 0, 0),
    ]  # fmt: skip
    assert whole is not None
    assert (whole.one, whole.other) == (2, 2)
    # 28 days against 31: 2 in January are 56 / 31 = 1,806 in February.
    assert whole.difference == pytest.approx(2 - 2 * 28 / 31)
    assert whole.ratio == pytest.approx(31 / 28)
    assert all(line.verdict is Verdict.NOT_SHOWN for line in (*lines, whole))


def test_a_line_says_what_the_test_of_change_says_and_p_is_adjusted() -> None:
    one, other = np.array([12, 9, 5]), np.array([30, 10, 4])
    lines = compared([("a", "A"), ("b", "B"), ("c", "C")], one, other,
                     one_exposure=365.0, other_exposure=365.0)  # fmt: skip
    alone = change_of_counts(other, one, earlier_duration=365.0, later_duration=365.0)

    assert [line.ratio for line in lines] == pytest.approx([0.4, 0.9, 1.25])
    assert [line.difference for line in lines] == [-18, -1, 1]
    # The smallest of three p is multiplied by three; 0,0051 stays below 0,05.
    assert lines[0].p == pytest.approx(3 * alone.p[0])
    assert [line.verdict for line in lines] == [
        Verdict.FEWER, Verdict.NOT_SHOWN, Verdict.NOT_SHOWN,
    ]  # fmt: skip


def test_areas_that_were_not_asked_for_are_not_compared(town: Workspace) -> None:
    asked = Selection("inbraak", period=FEBRUARY, wijken=("WK999902",))
    lines, _ = compared_periods(analyse(town, asked), analyse(town, replace(asked, period=JANUARY)))
    assert [line.name for line in lines] == ["Zuid", "Haven"]


def test_rounded_and_suppressed_counts_are_compared_without_a_test(town: Workspace) -> None:
    # zorg: 12 in Boven and 9 in Onder in the first quarter, 23 in Boven in the second; rounded to
    # fives 10 and 25, and 9 is below 10.
    quarters = (
        Period(date(2017, 1, 1), date(2017, 3, 31)),
        Period(date(2017, 4, 1), date(2017, 6, 30)),
    )
    then, now = (analyse(town, Selection("zorg", level="wijken", period=one)) for one in quarters)
    (boven, onder), whole = compared_periods(now, then)

    assert whole is None
    assert (boven.one, boven.other, boven.difference) == (25, 10, 15)
    assert boven.verdict is None
    assert np.isnan([boven.p, boven.ratio, boven.lower, onder.difference]).all()
    assert onder.other == -1


def test_a_sum_with_a_suppressed_quarter_has_no_difference(town: Workspace) -> None:
    whole_year = Period(date(2017, 1, 1), date(2017, 6, 30))
    found = compared_wijken(
        town, Selection("zorg", period=whole_year, level="wijken"), "WK999901", "WK999902"
    )
    # Boven has 10 and 25; Onder has one quarter that is not told, and another without any.
    assert found.whole.one == 35
    assert found.soorten == ()
    assert np.isnan(found.whole.difference)
    assert (found.whole.one_least, found.whole.other_least) == (False, True)


def test_wijken_are_compared_by_their_households(town: Workspace) -> None:
    # Boven: rows 1 to 6 in 1.000 households. Onder has 20 households, below 50: no rate.
    by_count = compared_wijken(town, Selection("inbraak", level="wijken"), "WK999901", "WK999902")
    assert (by_count.whole.one, by_count.whole.other) == (6, 1)
    assert by_count.exposures is None
    assert by_count.whole.ratio == pytest.approx(6)
    # Inwoners: 2.200 and 45, below 50 as well.
    inwoners = replace(Selection("inbraak", level="wijken"), denominator="inwoners")
    assert compared_wijken(town, inwoners, "WK999901", "WK999902").exposures is None


def test_soorten_of_two_wijken_add_up_to_the_whole(busy: Workspace) -> None:
    found = compared_wijken(busy, Selection("inbraak", level="wijken"), "WK999901", "WK999902")
    assert [line.name for line in found.soorten] == ["Woning", "Schuur"]
    assert sum(line.one for line in found.soorten) == found.whole.one
    assert sum(line.other for line in found.soorten) == found.whole.other


def test_a_rate_is_divided_by_the_rate_of_the_other(dordrecht: Workspace) -> None:
    wijken = dordrecht.geography.wijken
    one, other = wijken.codes[0], wijken.codes[1]
    found = compared_wijken(dordrecht, Selection("woninginbraak", level="wijken"), one, other)
    things = wijken.denominators["huishoudens"][:2]

    assert found.exposures == pytest.approx(tuple(things))
    rates = found.whole.one / things[0], found.whole.other / things[1]
    assert found.whole.ratio == pytest.approx(rates[0] / rates[1])
    assert found.whole.ratio_lower < found.whole.ratio < found.whole.ratio_upper


def test_an_effect_is_what_changed_beyond_the_control() -> None:
    # From 20 to 8, where it went from 20 to 18 elsewhere: 18 expected, 10 fewer. The variance is
    # the sum of the counts, 66, so the interval is -10 plus and minus 1,96 * 8,124 = 15,92.
    found = effect(BeforeAfter(20, 8), BeforeAfter(20, 18))
    assert (found.expected, found.difference) == (18, -10)
    assert (found.lower, found.upper) == pytest.approx((-25.92, 5.92), abs=0.01)
    assert found.shown == 0
    # Ten times as many: -100 plus and minus 1,96 * 25,69 = 50,35.
    many = effect(BeforeAfter(200, 80), BeforeAfter(200, 180))
    assert (many.lower, many.upper) == pytest.approx((-150.35, -49.65), abs=0.01)
    assert many.shown == -1
    assert effect(BeforeAfter(80, 200), BeforeAfter(200, 200)).shown == 1
    # Less than nothing is not to be expected.
    assert effect(BeforeAfter(3, 0), BeforeAfter(20, 8)).expected == 0


def test_an_answer_has_there_and_around_and_both(dordrecht: Workspace) -> None:
    code = dordrecht.geography.buurten.codes[40]
    search = Search("before_after", treated=(code,), since=date(2017, 1, 1))
    answer = before_after_answer(find(dordrecht, Selection("overlast"), search))

    treated = [
        int(analyse(dordrecht, Selection("overlast", period=period)).counts[40])
        for period in (answer.before, answer.after)
    ]
    assert list(answer.there.pair[:2]) == treated
    assert min(treated) > 0
    assert (answer.before.last, answer.after.first) == (date(2016, 12, 31), date(2017, 1, 1))
    assert answer.before.days == answer.after.days == 365
    # The parts add up to the whole, whose interval is wider than that of either.
    difference, lower, upper = answer.both
    assert difference == pytest.approx(answer.there.difference + answer.around.difference)
    assert upper - lower > answer.there.upper - answer.there.lower
    assert answer.has_ring

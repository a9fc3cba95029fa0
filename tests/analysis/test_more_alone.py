"""Looking for more alone: the upper tail, in a family of its own, and nothing said of fewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from hotspots.access.workspace import Workspace, open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Verdict
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.question_words import analysis_words
from hotspots.errors import SelectionError
from hotspots.statistics.conditional import conditional_ratio, conditional_tails
from hotspots.statistics.gi_star import gi_star_cells


@pytest.fixture(scope="module")
def home() -> Workspace:
    return open_workspace(role="analist")


def ratio_of(side: str, measure: str = "ratio") -> Selection:
    return Selection(
        "woninginbraak",
        level="wijken",
        measure=measure,
        period=Period(date(2017, 1, 1), date(2017, 12, 31)),
        side=side,  # type: ignore[arg-type]
    )


def test_the_p_of_more_alone_is_the_upper_tail_of_the_binomial() -> None:
    # 8 of 10 where half belong: P(X >= 8) = (45 + 10 + 1) / 1024.
    tails = conditional_tails(np.array([8]), np.array([10]), np.array([0.5]))
    assert tails.p("more")[0] == pytest.approx(56 / 1024)
    assert tails.p("both")[0] == pytest.approx(112 / 1024)


def test_the_bound_of_more_alone_is_one_sided() -> None:
    # Clopper-Pearson, one-sided: the share p with P(X >= 8; 10, p) = 0,05, by scipy's beta.
    share = stats.beta.ppf(0.05, 8, 3)
    _, lower, upper = conditional_ratio(
        np.array([8]), np.array([10]), np.array([0.5]), alpha=0.05, side="more"
    )
    assert lower[0] == pytest.approx(share / (1 - share))
    assert np.isinf(upper[0])


def test_more_alone_halves_the_p_of_what_is_more_and_marks_nothing_as_fewer(
    home: Workspace,
) -> None:
    both, more = (analyse(home, ratio_of(side)) for side in ("both", "more"))
    above = both.columns["p"] < 1.0
    above &= both.values > 1.0
    assert above.any()
    assert more.columns["p"][above] == pytest.approx(both.columns["p"][above] / 2)
    assert more.verdict is not None
    assert not (more.verdict == Verdict.FEWER).any()


@pytest.mark.parametrize("measure", ["ratio", "change"])
def test_an_interval_of_more_alone_leaves_out_1_where_it_is_marked(
    home: Workspace, measure: str
) -> None:
    answer = analyse(home, ratio_of("more", measure))
    assert answer.verdict is not None
    lower = answer.lower if measure == "ratio" else answer.columns["ratio_lower"]
    assert lower is not None
    tested = np.isfinite(answer.columns["p_adjusted"])
    assert tested.any()
    assert ((lower > 1.0) == (answer.verdict == Verdict.MORE))[tested].all()
    assert answer.upper is not None
    assert np.isinf(answer.upper[tested]).all()


def test_more_alone_is_said_in_the_sentence_the_legend_and_the_file(home: Workspace) -> None:
    answer = analyse(home, ratio_of("more"))
    assert "alleen wat er meer is" in analysis_words(home, answer)
    assert [entry.label for entry in answer.measure.verdicts] == [
        "niet aantoonbaar meer",
        "meer dan in de rest van de gemeente",
    ]
    assert answer.parameters.to_dict()["side"] == "more"
    assert analyse(home, ratio_of("both")).parameters.to_dict()["side"] == "both"


def test_a_measure_that_cannot_look_for_more_alone_refuses_it(home: Workspace) -> None:
    with pytest.raises(SelectionError, match="kan niet alleen naar meer zoeken"):
        analyse(home, ratio_of("more", "count"))
    with pytest.raises(SelectionError, match="De kant"):
        analyse(home, ratio_of("fewer"))


def test_gi_star_for_hotspots_alone_has_half_the_p_above_what_is_expected() -> None:
    counts = np.array([0, 2, 3, 1, 0, 0, 1, 1, 0])
    col, row = np.arange(9, dtype=np.int32), np.zeros(9, dtype=np.int32)
    both = gi_star_cells(counts, col, row)
    more = gi_star_cells(counts, col, row, side="more")
    # 6 of 8 incidents in 3 of 9 cells: P(X >= 6) = 0,01966 by the binomial.
    assert more.p[2] == pytest.approx(stats.binom.sf(5, 8, 1 / 3))
    above = more.observed > more.expected
    assert both.p[above] == pytest.approx(np.minimum(2 * more.p[above], 1.0))
    assert not more.cold.any()


def test_hotspots_alone_leave_no_coldspot(home: Workspace) -> None:
    asked = Selection("woninginbraak", level="buurten", measure="gi_star", minimum_ratio=1.0)
    both, more = analyse(home, asked), analyse(home, replace(asked, side="more"))
    assert both.parameters.to_dict()["cold"] > 0
    assert more.parameters.to_dict()["hot"] > 0
    assert more.parameters.to_dict()["cold"] == 0
    assert more.verdict is not None
    assert (more.verdict >= 0).all()

"""A sensitive layer answers per whole quarter, rounded, and says what it leaves out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.analysis import Analysis, Status
from hotspots.analysis.periods import Period
from hotspots.analysis.selection import Selection

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

QUARTER_1 = Period(date(2017, 1, 1), date(2017, 3, 31))


def ask(workspace: Workspace, **asked: Any) -> Analysis:  # noqa: ANN401
    return analyse(workspace, Selection("zorg", level="wijken", **asked))


def test_a_count_is_the_sum_of_what_may_be_told(town: Workspace) -> None:
    answer = ask(town)
    # Boven 10 + 25; Onder 9 and 0, both below ten.
    assert answer.counts.tolist() == [35, -1]
    assert answer.status.tolist() == [Status.VALUE, Status.SUPPRESSED]
    assert answer.values[0] == 35
    assert np.isnan(answer.values[1])
    assert answer.table()["count"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2017, 2, 1), date(2017, 2, 1)),
        Period(date(2017, 1, 1), date(2017, 3, 30)),
        Period(date(2017, 3, 31), date(2017, 3, 31)),
    ],
)
def test_any_day_of_a_quarter_gives_the_whole_quarter(town: Workspace, period: Period) -> None:
    # Else the difference between two answers would be the count of a day.
    answer = ask(town, period=period)
    assert answer.period == QUARTER_1
    assert answer.counts.tolist() == [10, -1]


def test_a_sum_with_a_quarter_left_out_is_flagged_as_a_lower_bound(home: Home) -> None:
    path = home.themes / "proef" / "zorg.csv"
    rows = [f"{n},2017-02-01 10:00,100500,421500" for n in range(12)]
    rows += [f"{n},2017-05-01 10:00,100500,421500" for n in range(12, 17)]
    path.write_text("\n".join(["id,begin,x,y", *rows]) + "\n", encoding="utf-8")
    answer = ask(open_workspace(home, role="analist"))
    # 12 in 2017K1 is told as 10; of the 5 in 2017K2 nothing is told.
    assert answer.counts.tolist() == [10, -1]
    assert answer.parameters["incomplete"] == 1
    assert answer.parameters["hidden_quarters"] == [1, 2]


def test_nothing_is_left_out_where_all_quarters_are_told(town: Workspace) -> None:
    assert ask(town).parameters["incomplete"] == 0
    assert ask(town).parameters["quarters"] == 2


def test_a_rate_divides_what_is_told(town: Workspace) -> None:
    # 35 per 1.000 of the 1.000 households of Boven; the 9 of Onder stay unknown.
    rate = ask(town, measure="rate")
    assert rate.values[0] == pytest.approx(35.0)
    assert rate.status.tolist() == [Status.VALUE, Status.SUPPRESSED]


def test_a_filter_on_a_wijk_leaves_the_others_out(town: Workspace) -> None:
    answer = ask(town, wijken=("WK999902",))
    assert answer.status.tolist() == [Status.NOT_ASKED, Status.SUPPRESSED]
    assert answer.table()["name"].tolist() == ["Onder"]
    assert answer.ledger.mapped == 0


def test_the_ledger_tells_nothing_exact(town: Workspace) -> None:
    ledger = ask(town).ledger
    assert ledger.faults() == []
    assert (ledger.selected, ledger.mapped) == (35, 35)
    # A total of the layer beside the sum of what is told would narrow the nine that are kept.
    told = {name for name, number in ledger.to_dict().items() if number is not None}
    assert told == {"selected", "mapped", "outside_mask"}


def test_the_reference_holds_every_quarter_so_that_breaks_stay(town: Workspace) -> None:
    second = Period(date(2017, 4, 1), date(2017, 6, 30))
    found = [sorted(ask(town, period=period).reference.tolist()) for period in (QUARTER_1, second)]
    assert found == [[0, 0, 10, 25]] * 2

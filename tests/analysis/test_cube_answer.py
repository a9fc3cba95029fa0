"""A sensitive layer answers per whole quarter, with the fewest and the most there can have been."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import (
    Analysis,
    Status,
    count_in_words,
    ends_of,
    total_in_words,
    value_in_words,
)
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.maps.choropleth import map_spec

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home

QUARTER_1 = Period(date(2017, 1, 1), date(2017, 3, 31))


def ask(workspace: Workspace, **asked: Any) -> Analysis:  # noqa: ANN401
    return analyse(workspace, Selection("zorg", level="wijken", **asked))


def ends(answer: Analysis) -> list[tuple[int, int]]:
    return [ends_of(answer, at) for at in range(len(answer.codes))]


def test_a_count_is_two_ends_and_never_a_value(town: Workspace) -> None:
    answer = ask(town)
    # Boven was published as 10 (10 to 12) and 25 (23 to 27): 33 to 39. Onder has two quarters that
    # were not published, 0 to 9 each: 0 to 18, which is not "under ten".
    assert ends(answer) == [(33, 39), (0, 18)]
    assert answer.status.tolist() == [Status.BETWEEN, Status.BETWEEN]
    assert answer.counts.tolist() == [-1, -1]
    assert np.isnan(answer.values).all()
    rows = answer.table()
    assert rows["count"].isna().all()
    assert rows["status"].tolist() == ["between", "between"]
    assert rows[["lower", "upper"]].to_numpy().tolist() == [[33, 39], [0, 18]]


def test_less_than_the_minimum_is_said_of_a_single_quarter_only(town: Workspace) -> None:
    answer = ask(town, period=QUARTER_1)
    assert ends(answer) == [(10, 12), (0, 9)]
    assert answer.status.tolist() == [Status.BETWEEN, Status.SUPPRESSED]
    assert [count_in_words(answer, at) for at in (0, 1)] == ["10 tot 12", "minder dan 10"]
    assert [count_in_words(ask(town), at) for at in (0, 1)] == ["33 tot 39", "0 tot 18"]


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
    assert ends(answer) == [(10, 12), (0, 9)]


def test_a_quarter_that_is_not_published_adds_nought_to_nine(home: Home) -> None:
    path = home.themes / "proef" / "zorg.csv"
    rows = [f"{n},2017-02-01 10:00,100500,421500" for n in range(12)]
    rows += [f"{n},2017-05-01 10:00,100500,421500" for n in range(12, 17)]
    path.write_text("\n".join(["id,begin,x,y", *rows]) + "\n", encoding="utf-8")
    answer = ask(open_workspace(home, role="analist"))
    # 12 in 2017K1 is published as 10, which is 10 to 12; the 5 in 2017K2 are not, 0 to 9.
    assert ends(answer) == [(10, 21), (0, 18)]
    assert answer.parameters.to_dict()["hidden_quarters"] == [1, 2]


def test_a_year_that_is_published_whole_is_a_range_too(town: Workspace) -> None:
    # Rounding to fives is a range of its own: there is no middle that anyone may take for a count.
    assert ask(town).parameters.to_dict()["hidden_quarters"] == [0, 2]
    assert ask(town).parameters.to_dict()["quarters"] == 2
    assert value_in_words(ask(town), 0) == "33 tot 39"


def test_a_rate_has_two_ends(town: Workspace) -> None:
    # 33 to 39 on the 1.000 households of Boven; Onder has 20, too few for a rate.
    rate = ask(town, measure="rate")
    assert rate.lower is not None
    assert rate.upper is not None
    assert (rate.lower[0], rate.upper[0]) == pytest.approx((33.0, 39.0))
    assert np.isnan(rate.values).all()
    assert rate.status.tolist() == [Status.BETWEEN, Status.MISSING]
    assert value_in_words(rate, 0) == "33,0 tot 39,0"
    row = rate.table().iloc[0]
    assert (row["count_lower"], row["count_upper"]) == (33, 39)


def test_a_filter_on_a_wijk_leaves_the_others_out(town: Workspace) -> None:
    answer = ask(town, wijken=("WK999902",))
    assert answer.status.tolist() == [Status.NOT_SELECTED, Status.BETWEEN]
    assert answer.table()["name"].tolist() == ["Onder"]
    assert total_in_words(answer) == "0 tot 18"


def test_the_ledger_tells_nothing_exact(town: Workspace) -> None:
    ledger = ask(town).ledger
    assert ledger.faults() == []
    # A total of the layer beside the sum of what is told would narrow the nine that are kept.
    told = {name for name, number in ledger.to_dict().items() if number is not None}
    assert told == {"outside_mask"}
    # What is told of the whole is the sum of the lower ends and of the upper ends.
    assert total_in_words(ask(town)) == "33 tot 57"


def test_areas_of_which_two_ends_are_known_have_no_rank(town: Workspace) -> None:
    # By name: whether 0 to 18 is more than 10 to 12 nobody knows.
    assert ask(town).in_order()["name"].tolist() == ["Boven", "Onder"]
    assert ask(town, measure="rate").in_order()["name"].tolist() == ["Boven", "Onder"]


def test_the_reference_holds_every_quarter_so_that_breaks_stay(town: Workspace) -> None:
    second = Period(date(2017, 4, 1), date(2017, 6, 30))
    found = [sorted(ask(town, period=period).reference.tolist()) for period in (QUARTER_1, second)]
    # The upper ends, so that a class ends where a range does: 10 to 12 and 23 to 27.
    assert found == [[0, 0, 12, 27]] * 2


def test_a_rate_with_two_ends_on_few_households_is_pale_and_in_no_class(
    dordrecht: Workspace,
) -> None:
    year = Period(date(2017, 1, 1), date(2017, 12, 31))
    asked = Selection("verward_gedrag", level="wijken", measure="rate", period=year)
    answer = analyse(dordrecht, asked)
    spec = map_spec(dordrecht, answer)
    assert spec.fill is not None
    # 0 to 36 on 340 households is 0,0 to 105,9: the highest on the map, and it says nothing.
    west = answer.names.index("Industriegebied West")
    assert value_in_words(answer, west) == "0,0 tot 105,9"
    assert spec.classes[spec.fill[west]].kind == "small"
    # Binnenstad, 273 on 6.285 households, is the highest that is in a class: 43,4.
    assert spec.bounds[-1] < 44

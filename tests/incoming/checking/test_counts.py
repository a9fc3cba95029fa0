"""Counts per area and period pass the same door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.catalog.specs import LayerSpec
from hotspots.errors import IntakeError
from hotspots.incoming.checking.rows import check_counts, read_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.incoming.reading.table import Table

LAYER = LayerSpec(
    id="signalen", theme="t", kind="counts", label="Signalen", observes="signaal", noun="signaal",
    noun_plural="signalen",
    columns={"area": ("wijk",), "period": ("periode",), "count": ("aantal",)},
)  # fmt: skip
HEADER = "wijk;periode;aantal"


@pytest.mark.parametrize(
    ("text", "name", "begin", "end"),
    [
        ("2016", "2016", "2016-01-01", "2017-01-01"),
        ("2016JJ00", "2016", "2016-01-01", "2017-01-01"),
        ("2016K1", "2016K1", "2016-01-01", "2016-04-01"),
        ("2016-Q4", "2016K4", "2016-10-01", "2017-01-01"),
        ("2016KW02", "2016K2", "2016-04-01", "2016-07-01"),
        ("2016-05", "2016-05", "2016-05-01", "2016-06-01"),
        ("2016MM12", "2016-12", "2016-12-01", "2017-01-01"),
    ],
)
def test_a_period_is_a_year_a_quarter_or_a_month(
    text: str, name: str, begin: str, end: str
) -> None:
    found = read_period(text)
    assert found == (name, np.datetime64(begin, "s"), np.datetime64(end, "s"))


@pytest.mark.parametrize("text", ["", "16", "2016K5", "2016-13", "januari"])
def test_what_is_no_period_is_not_read(text: str) -> None:
    assert np.isnat(read_period(text)[1])


def test_every_row_of_counts_is_in_one_place(make_table: Callable[..., Table]) -> None:
    table = make_table(
        HEADER,
        "WK050501;2016K1;12",
        "WK050502;2016K1;0",
        "WK050503;2016K1;7,0",
        "WK050501;2016-Q1;12",
        "WK050502;2016K1;3",
        "WK050504;2016K1;<5",
        ";2016K1;4",
    )
    intake = check_counts(table, LAYER)
    assert intake.accepted["count"].tolist() == [12, 0, 7]
    assert intake.duplicates.tolist() == [5]
    # Row 6 says 3 where row 3 said 0; row 7 has no count; row 8 has no area.
    assert [(problem.row, problem.column) for problem in intake.problems] == [
        (6, "wijk"),
        (7, "aantal"),
        (8, "wijk"),
    ]
    assert intake.read == 7


def test_mostly_unreadable_counts_are_refused(make_table: Callable[..., Table]) -> None:
    table = make_table(HEADER, "a;2016;-1", "b;2016;1,5", "c;2016;3")
    with pytest.raises(IntakeError, match="2 van de 3 rijen"):
        check_counts(table, LAYER)

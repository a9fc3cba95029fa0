"""Months and hours of the town, by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.analysis.when import timeline

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace


def test_months_have_no_gaps_and_say_whether_they_are_whole(town: Workspace) -> None:
    line = timeline(town, Selection("inbraak"))
    assert line.step == "month"
    assert line.starts.astype(str).tolist() == ["2016-12", "2017-01", "2017-02", "2017-03"]
    # Row 1; 2 and 3; 4 and 5; 6 and 7.
    assert line.counts.tolist() == [1, 2, 2, 2]
    # The layer begins on 31 December and ends on 31 March.
    assert line.complete.tolist() == [False, True, True, True]


def test_a_period_changes_no_month_other_filters_do(town: Workspace) -> None:
    january = Period(date(2017, 1, 1), date(2017, 1, 31))
    assert timeline(town, Selection("inbraak", period=january)).counts.tolist() == [1, 2, 2, 2]
    # Schuren: row 3 in January, row 6 in March.
    schuren = timeline(town, Selection("inbraak", soorten=("schuur",)))
    assert schuren.counts.tolist() == [0, 1, 0, 1]
    onder = timeline(town, Selection("inbraak", wijken=("WK999902",)))
    assert onder.counts.tolist() == [0, 0, 0, 1]


def test_a_sensitive_layer_has_two_ends_per_quarter(town: Workspace) -> None:
    line = timeline(town, Selection("zorg", level="wijken"))
    assert line.step == "quarter"
    # Boven 12 and 23, published as 10 (10 to 12) and 25 (23 to 27); Onder 0 to 9 each time.
    assert line.bounds is not None
    assert line.bounds.lower.tolist() == [10, 23]
    assert line.bounds.upper.tolist() == [12 + 9, 27 + 9]
    onder = timeline(town, Selection("zorg", level="wijken", wijken=("WK999902",)))
    assert onder.bounds is not None
    assert (onder.bounds.lower.tolist(), onder.bounds.upper.tolist()) == ([0, 0], [9, 9])

"""What the last complete month of each layer brought, beside the month and the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.analysis.periods import (
    Period,
    a_year_earlier,
    last_complete_month,
    moved,
    whole_months,
)
from hotspots.analysis.wijkbeeld.briefing import MonthNews
from hotspots.analysis.wijkbeeld.compared import WITHHELD, InTime, compared_in_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.analysis.wijkbeeld.counted import Counted


def last_month_of(layer: Counted) -> Period | None:
    """Return the last complete month of a layer up to the end of its period; None without one.

    A layer that counts per year knows of no month.
    """
    covered = layer.asked.covered
    month = last_complete_month(Period(covered.first, min(layer.period.last, covered.last)))
    return month if whole_months(month) == layer.asked.layer.counted_months else None


@dataclass(frozen=True, slots=True)
class _Months:
    """A month and what it is compared with."""

    month: Period
    since_month: InTime
    since_year: InTime


def news_of(counted: Mapping[str, Counted]) -> dict[str, MonthNews]:
    """Return the news of every layer with a complete month, tested together."""
    months = {
        name: _months(layer, month)
        for name, layer in counted.items()
        if (month := last_month_of(layer)) is not None and not layer.withheld_in(month)
    }
    pairs = {(name, "month"): found.since_month for name, found in months.items()}
    pairs |= {(name, "year"): found.since_year for name, found in months.items()}
    compared = compared_in_time(pairs)
    return {
        name: MonthNews(
            month=found.month,
            count=found.since_month.count,
            before=found.since_month.earlier,
            since_month=compared[name, "month"],
            year_ago=found.since_year.earlier,
            since_year=compared[name, "year"],
        )
        for name, found in months.items()
    }


def _months(layer: Counted, month: Period) -> _Months:
    count = layer.count_in(month)

    def against(before: Period) -> InTime:
        if not layer.reaches(before):
            return InTime(count, month, None, None)
        if layer.withheld_in(before):
            return InTime(count, month, None, None, WITHHELD)
        return InTime(count, month, layer.count_in(before), before)

    return _Months(month, against(moved(month, -1)), against(a_year_earlier(month)))

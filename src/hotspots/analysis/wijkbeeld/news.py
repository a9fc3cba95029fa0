"""What the last complete month of each layer brought, beside the same month a year earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.periods import (
    Period,
    a_year_earlier,
    last_complete_month,
    whole_months,
)
from hotspots.analysis.wijkbeeld.briefing import MonthNews
from hotspots.analysis.wijkbeeld.compared import (
    WITHHELD,
    InTime,
    compared_in_time,
    drawn_dispersion,
    of_place,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.analysis.wijkbeeld.counted import Counted
    from hotspots.analysis.wijkbeeld.place import Place


def last_month_of(layer: Counted) -> Period | None:
    """Return the last complete month of a layer up to the end of its period; None without one.

    A layer that counts per year knows of no month.
    """
    covered = layer.asked.covered
    month = last_complete_month(Period(covered.first, min(layer.period.last, covered.last)))
    return month if whole_months(month) == layer.asked.layer.counted_months else None


def news_of(counted: Mapping[str, Counted], place: Place) -> dict[str, MonthNews]:
    """Return the news of every layer with a complete month.

    Of a wijk or a buurt as it was judged for everyone; of a drawn area its layers together.
    """
    months = {
        name: _since_year(layer, month)
        for name, layer in counted.items()
        if (month := last_month_of(layer)) is not None and not layer.withheld_in(month)
    }
    if place.drawn is None:
        compared = {
            name: of_place(
                counted[name].asked.workspace, place, counted[name].asked.layer, found.period
            )[0]
            for name, found in months.items()
        }
    else:
        compared = compared_in_time(months)
    return {
        name: MonthNews(
            month=found.period,
            count=found.count,
            year_ago=found.earlier,
            since_year=compared[name],
        )
        for name, found in months.items()
    }


def _since_year(layer: Counted, month: Period) -> InTime:
    """Return a month beside the same month a year earlier: the season is in both."""
    count, before = layer.count_in(month), a_year_earlier(month)
    if not layer.reaches(before):
        return InTime(count, month, None, None)
    if layer.withheld_in(before):
        return InTime(count, month, None, None, WITHHELD)
    _, spread = drawn_dispersion(layer.asked.workspace, layer.asked.layer)
    return InTime(count, month, layer.count_in(before), before, dispersion=spread)

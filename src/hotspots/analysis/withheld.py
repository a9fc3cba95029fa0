"""What a source does not give is no zero: areas where a part of the answer is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Status
from hotspots.analysis.counting import to_day
from hotspots.analysis.periods import Period
from hotspots.analysis.where import areas_asked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents, Withheld
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked
    from hotspots.analysis.selection import Selection
    from hotspots.geography.areas import Geography


def without_withheld(asked: Asked, answer: Analysis) -> Analysis:
    """Return an answer in which an area with a withheld count has no number.

    What its neighbours and the whole were compared with holds the known part of it: there it
    counts for less than happened. How many areas this concerns is told in ``parameters``.
    """
    withheld = asked.incidents.withheld
    if withheld is None or answer.selection.level == "cells":
        return answer
    touched = np.zeros(len(answer.codes), dtype=bool)
    where = withheld.area(answer.selection.level)
    touched[where[_asked_for(asked, answer, withheld) & (where >= 0)]] = True
    touched &= answer.status != Status.NOT_ASKED
    if not touched.any():
        return answer
    known, mapped = int(answer.counts[touched].sum()), answer.ledger.mapped
    return replace(
        answer,
        counts=np.where(touched, -1, answer.counts),
        values=np.where(touched, np.nan, answer.values),
        status=np.where(touched, Status.SUPPRESSED, answer.status).astype(np.int8),
        lower=_hidden(answer.lower, touched),
        upper=_hidden(answer.upper, touched),
        verdict=None
        if answer.verdict is None
        else np.where(touched, 0, answer.verdict).astype(np.int8),
        columns={
            name: np.where(touched, np.nan, values) for name, values in answer.columns.items()
        },
        ledger=replace(
            answer.ledger, suppressed=known, mapped=None if mapped is None else mapped - known
        ),
        parameters={**answer.parameters, "withheld_areas": int(touched.sum())},
    )


def withheld_in(
    incidents: Incidents, selection: Selection, geography: Geography, period: Period
) -> bool:
    """Whether the source withholds a count of where a settled selection asks, in a period."""
    return bool(_within(withheld_days(incidents, selection, geography), period).any())


def withheld_anywhere(incidents: Incidents, selection: Selection, period: Period) -> bool:
    """Whether a count of any area is not there, wherever a settled selection asks.

    An area that the source never mentions counts too: its people are in what is divided by.
    """
    withheld = incidents.withheld
    if withheld is None:
        return False
    inside = _within(withheld.day, period) & _of_soorten(incidents, withheld, selection)
    return bool(inside.any())


def withheld_days(
    incidents: Incidents, selection: Selection, geography: Geography
) -> NDArray[np.int32]:
    """Return the days of the counts that are withheld where a settled selection asks."""
    withheld = incidents.withheld
    if withheld is None:
        return np.empty(0, dtype=np.int32)
    level = "buurten" if selection.buurten else "wijken" if selection.wijken else "gemeente"
    asked = np.flatnonzero(areas_asked(geography, level, selection))
    inside = np.isin(withheld.area(level), asked)
    return withheld.day[inside & _of_soorten(incidents, withheld, selection)]


def _within(day: NDArray[np.int32], period: Period) -> NDArray[np.bool_]:
    return (day >= to_day(period.first)) & (day <= to_day(period.last))


def _of_soorten(
    incidents: Incidents, withheld: Withheld, selection: Selection
) -> NDArray[np.bool_]:
    """Return which counts are of the soorten asked for, or of all together."""
    if not selection.soorten:
        return np.ones(len(withheld.day), dtype=bool)
    names = incidents.soorten
    return np.isin(withheld.soort, [-1, *(names.index(name) for name in selection.soorten)])


def _asked_for(asked: Asked, answer: Analysis, withheld: Withheld) -> NDArray[np.bool_]:
    """Return which withheld counts the question is about, the earlier period included."""
    periods = [answer.period]
    told = answer.parameters
    if "compare_from" in told and "compare_to" in told:
        days = (told["compare_from"], told["compare_to"])
        periods.append(Period(*(type(answer.period.first).fromisoformat(day) for day in days)))
    if asked.measure.in_steps:
        periods.append(asked.covered)
    inside = np.zeros(len(withheld.day), dtype=bool)
    for period in periods:
        inside |= (withheld.day >= to_day(period.first)) & (withheld.day <= to_day(period.last))
    soorten = asked.selection.soorten
    if soorten and not asked.measure.of_soort:
        names = asked.incidents.soorten
        inside &= np.isin(withheld.soort, [-1, *(names.index(name) for name in soorten)])
    return inside


def _hidden(
    bound: NDArray[np.float64] | None, touched: NDArray[np.bool_]
) -> NDArray[np.float64] | None:
    return None if bound is None else np.where(touched, np.nan, bound)

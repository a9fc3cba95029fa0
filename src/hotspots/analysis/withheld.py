"""What the source does not give: which counts those are, and an answer without what they touch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.answer import Status
from hotspots.analysis.parameters import Earlier, WithheldAreas
from hotspots.analysis.question import areas_selected, finest_areas
from hotspots.catalog.specs import WHOLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable, Withheld
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Period
    from hotspots.analysis.query import Query
    from hotspots.analysis.question import Selection
    from hotspots.geography.areas import Geography


def without_withheld(query: Query, answer: Analysis) -> Analysis:
    """Return an answer in which an area with a withheld count has no number.

    What its neighbours and the whole were compared with holds the known part of it: there it
    counts for less than happened. How many areas this concerns is one of the ``parameters``.
    """
    withheld = query.rows.withheld
    if withheld is None or answer.selection.level == "cells":
        return answer
    touched = np.zeros(len(answer.codes), dtype=bool)
    where = withheld.area(answer.selection.level)
    touched[where[_about(query, answer, withheld) & (where >= 0)]] = True
    touched &= answer.status != Status.NOT_SELECTED
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
        parameters=answer.parameters.plus(WithheldAreas(int(touched.sum()))),
    )


def withheld_in(
    incidents: Countable, selection: Selection, geography: Geography, period: Period
) -> bool:
    """Whether the source withholds a count of where a settled selection asks, in a period."""
    return bool(period.holds(withheld_days(incidents, selection, geography)).any())


def withheld_anywhere(incidents: Countable, selection: Selection, period: Period) -> bool:
    """Whether a count of any area is not there, wherever a settled selection asks.

    An area that the source never mentions counts too: its people are in what is divided by.
    """
    withheld = incidents.withheld
    if withheld is None:
        return False
    inside = period.holds(withheld.day) & _of_soorten(incidents, withheld, selection)
    return bool(inside.any())


def withheld_days(
    incidents: Countable, selection: Selection, geography: Geography
) -> NDArray[np.int32]:
    """Return the days of the counts that are withheld where a settled selection asks."""
    withheld = incidents.withheld
    if withheld is None:
        return np.empty(0, dtype=np.int32)
    level = finest_areas(selection)[0] or WHOLE
    wanted = np.flatnonzero(areas_selected(geography, level, selection))
    inside = np.isin(withheld.area(level), wanted)
    return withheld.day[inside & _of_soorten(incidents, withheld, selection)]


def _of_soorten(
    incidents: Countable, withheld: Withheld, selection: Selection
) -> NDArray[np.bool_]:
    """Return which counts are of the soorten asked for, or of all together."""
    if not selection.soorten:
        return np.ones(len(withheld.day), dtype=bool)
    names = incidents.soorten
    return np.isin(withheld.soort, [-1, *(names.index(name) for name in selection.soorten)])


def _about(query: Query, answer: Analysis, withheld: Withheld) -> NDArray[np.bool_]:
    """Return which withheld counts the question is about, the earlier period included."""
    periods = [answer.period]
    earlier = answer.parameters.get(Earlier)
    if earlier is not None:
        periods.append(earlier.period)
    if query.measure.in_steps:
        periods.append(query.covered)
    inside = np.zeros(len(withheld.day), dtype=bool)
    for period in periods:
        inside |= period.holds(withheld.day)
    if not query.measure.of_soort:
        inside &= _of_soorten(query.rows, withheld, query.selection)
    return inside


def _hidden(
    bound: NDArray[np.float64] | None, touched: NDArray[np.bool_]
) -> NDArray[np.float64] | None:
    return None if bound is None else np.where(touched, np.nan, bound)


def withheld_areas(
    incidents: Countable, level: str, areas: int, period: Period
) -> NDArray[np.bool_]:
    """Return of which areas the source keeps a count of a period to itself: shape (areas,)."""
    hidden = np.zeros(areas, dtype=bool)
    withheld = incidents.withheld
    if withheld is not None:
        at = withheld.area(level)[period.holds(withheld.day)]
        hidden[at[at >= 0]] = True
    return hidden

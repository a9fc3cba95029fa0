"""Which hotspots are new, which stay and which go: Gi* per step of time, put into classes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.analysis.answer import Status, cell_names
from hotspots.analysis.counting import place_among
from hotspots.analysis.exposure import cells_at_risk, expectation_parameters, exposure_of_areas
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures.count import areas_counted, cells_counted
from hotspots.analysis.periods import Period, counts_per_step, whole_steps
from hotspots.errors import SelectionError
from hotspots.geography.grid import coarsen
from hotspots.statistics.emerging import (
    FEWEST_FOR_TREND,
    Emerging,
    EmergingClass,
    emerging,
    gi_star_areas_per_step,
    gi_star_per_step,
)
from hotspots.statistics.gi_star import ALPHA, including_self

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Steps
    from hotspots.analysis.query import Query
    from hotspots.statistics.emerging import GiStarSteps

#: Below this there is no history to speak of.
FEWEST_STEPS: Final = 4


def trend_answer(query: Query) -> Analysis:
    """Answer with the class of every place over the whole steps up to the end of the period.

    The history begins where the layer begins, or at ``history_from`` of the selection, wherever
    the period begins: what is new can only be told from what was before. A step that is not
    complete is left out.

    Raises
    ------
    SelectionError
        If the layer holds too few whole steps.
    """
    steps = whole_steps(_history(query), query.period.last, query.selection.step)
    if len(steps) < FEWEST_STEPS:
        raise SelectionError(
            "Er is te weinig geschiedenis om te zien wat nieuw is en wat blijft.",
            f"Gevonden: {len(steps)} hele stappen tot {query.period.last:%d-%m-%Y}; nodig: "
            f"{FEWEST_STEPS}.",
            "Kies een later einde van de periode, of maanden in plaats van kwartalen.",
        )
    history = Period(steps.periods[0].first, steps.periods[-1].last)
    whole = replace(query, period=history, chosen=query.in_period(history))
    return _cells(whole, steps) if query.selection.level == "cells" else _areas(whole, steps)


def _history(query: Query) -> Period:
    """Return the days of which a history can be made."""
    since = query.selection.history_from
    if since is None or since > query.covered.last:
        return query.covered
    return Period(max(since, query.covered.first), query.covered.last)


def _cells(query: Query, steps: Steps) -> Analysis:
    counted = cells_counted(query)
    size_m = query.selection.cell_m
    risk = cells_at_risk(query)
    place = place_among(
        risk.cells,
        coarsen(query.incidents.cell_col, size_m),
        coarsen(query.incidents.cell_row, size_m),
    )
    known = query.any_time & (place >= 0)
    every = counts_per_step(query.incidents, known, place, len(risk.cells), steps)
    counts, total = risk.tested(every), every.sum(axis=1)
    parameters = {
        **counted.parameters,
        **risk.told,
        "not_tested": int(total.sum() - counts.sum()),
    }
    col, row = risk.col, risk.row
    marks = None
    if counts.any():
        marks = gi_star_per_step(
            counts, col, row, exposure=risk.exposure, dispersion=_dispersion(query)
        )
    found = emerging(marks.z, marks.hot, marks.cold) if marks else _nothing(counts)
    pattern = found.pattern
    listed = (total > 0) | ((pattern != 0) & (pattern != EmergingClass.NOT_DETERMINABLE))
    codes, names = cell_names(col[listed], row[listed], size_m)
    return replace(
        counted,
        codes=codes,
        names=names,
        counts=total[listed],
        cell_col=col[listed],
        cell_row=row[listed],
        **risk.unlisted(listed),
        **_told(found, listed, {**parameters, **_how(query, steps, found, marks)}),
    )


def _areas(query: Query, steps: Steps) -> Analysis:
    counted = areas_counted(query)
    level = query.selection.level
    areas = query.workspace.geography.level(level)
    inside = counted.status != Status.NOT_ASKED
    exposure = np.where(inside, exposure_of_areas(query, level), 0.0)
    place = query.incidents.area(level).astype(np.int64)
    counts = counts_per_step(query.incidents, query.any_time, place, len(areas), steps)
    total = counts.sum(axis=1)
    counts = np.where(exposure[:, np.newaxis] > 0, counts, 0)
    parameters = {
        **expectation_parameters(query),
        "not_tested": int(total[inside].sum() - counts.sum()),
    }
    weights = including_self(query.workspace.library.neighbours)
    marks = None
    if counts.any():
        marks = gi_star_areas_per_step(
            counts, weights, exposure=exposure, dispersion=_dispersion(query)
        )
    found = emerging(marks.z, marks.hot, marks.cold) if marks else _nothing(counts)
    everything = np.ones(len(areas), dtype=bool)
    told = _told(found, everything, {**parameters, **_how(query, steps, found, marks)})
    told["status"][~inside] = Status.NOT_ASKED
    return replace(counted, **told)


def _dispersion(query: Query) -> float:
    """Return how much more the counts of places vary than chance, as the hotspots have it."""
    return layer_dispersion(query.workspace.library, query.layer, "buurten").place


def _nothing(counts: NDArray[np.int64]) -> Emerging:
    """Return the classes of places where nothing happened in any step."""
    places, steps = counts.shape
    never = np.zeros(places, dtype=np.int64)
    return Emerging(never.astype(np.int8), never, never, None, steps, 0, ALPHA)


def _told(found: Emerging, listed: NDArray[np.bool_], parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the classes of the listed places, and in how many steps they were marked."""
    pattern = found.pattern[listed]
    unknown = pattern == EmergingClass.NOT_DETERMINABLE
    hot = found.hot_steps[listed].astype(np.float64)
    columns = {"hot_steps": hot, "cold_steps": found.cold_steps[listed].astype(np.float64)}
    if found.trend is not None:
        columns |= {"trend_z": found.trend.z[listed], "trend_p": found.trend.p[listed]}
    return {
        "values": np.where(unknown, np.nan, hot),
        "status": np.where(unknown, Status.MISSING, Status.VALUE).astype(np.int8),
        "verdict": np.where(unknown, EmergingClass.NO_PATTERN, pattern).astype(np.int8),
        "reference": hot,
        "columns": columns,
        "parameters": parameters,
    }


def _how(query: Query, steps: Steps, found: Emerging, marks: GiStarSteps | None) -> dict[str, Any]:
    """Return how the history was cut and tested."""
    left_out = steps.left_out
    return {
        "step": query.selection.step,
        "steps": len(steps),
        "steps_with_scores": found.steps_with_scores,
        "history_from": steps.periods[0].first.isoformat(),
        "history_to": steps.periods[-1].last.isoformat(),
        "left_out": [left_out.first.isoformat(), left_out.last.isoformat()] if left_out else None,
        "trend_claimed": found.trend_claimed,
        "fewest_for_trend": FEWEST_FOR_TREND,
        "classes": "per-step variant of Esri's emerging hot spot classes",
        "test": "exact",
        "correction": "Benjamini-Hochberg",
        "alpha": found.alpha,
        "tested": int(np.isfinite(marks.z).any(axis=1).sum()) if marks else 0,
    }

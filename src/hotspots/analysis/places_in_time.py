"""How many incidents each area or cell had in each month or on each day, period aside.

From these a map can follow a period that is being dragged, without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hotspots.analysis.counting import StepCounts, counts_in_steps
from hotspots.analysis.periods import covered_period, to_day
from hotspots.analysis.query import rows_for
from hotspots.analysis.question import selected, window_of
from hotspots.analysis.registry import measure_named
from hotspots.analysis.settle import settle
from hotspots.errors import SelectionError
from hotspots.geography.grid import column_and_row

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.question import Selection
    from hotspots.catalog.specs import LayerSpec

TimeStep = Literal["month", "day"]
#: How finely time can be cut.
TIME_STEPS: Final[tuple[TimeStep, ...]] = ("month", "day")
#: Measures of which a value follows from the counts of a place alone; the others test something.
FOLLOWED: Final = ("count", "rate")


@dataclass(frozen=True, slots=True, eq=False)
class PlacesInTime:
    """Counts by step and place, without those that are 0.

    Attributes
    ----------
    step
        "month" or "day".
    first
        First day of the first step.
    totals : shape (steps,)
        Incidents of each step, also those in no place.
    per_step : shape (steps,)
        How many places of each step follow.
    place, count : shape (n,)
        One step after the other: position of the place, and its incidents in that step.
    col, row : shape (places,) or None
        Of cells with any incident at any time; None for the areas of a level, in its order.
    """

    step: TimeStep
    first: date
    totals: NDArray[np.int64]
    per_step: NDArray[np.int64]
    place: NDArray[np.int64]
    count: NDArray[np.int64]
    col: NDArray[np.int32] | None = None
    row: NDArray[np.int32] | None = None


def can_follow(workspace: Workspace, layer: LayerSpec, measure: str) -> bool:
    """Whether the map of a measure can be drawn from counts of places in time.

    A cube answers per quarter only, and between bounds; where a source withholds counts, what is
    not known differs from one period to the next. Such a map follows when the period stands.
    """
    if layer.sensitive or measure not in FOLLOWED or layer.counted_months != 1:
        return False
    return workspace.countable(layer)[1].withheld is None


def days_known(workspace: Workspace, layer: LayerSpec) -> bool:
    """Whether every row of a layer says on which day it was, so that weeks and days can be told."""
    if layer.sensitive or not layer.holds_incidents:
        return False
    return bool(workspace.countable(layer)[1].day_known.all())


def places_in_time(workspace: Workspace, selection: Selection, step: TimeStep) -> PlacesInTime:
    """Return the counts of a selection by place and step; its period plays no part.

    Raises
    ------
    SelectionError
        If the selection cannot be asked, or a map of it cannot follow.
    AccessError
        If this role may not have the answer.
    """
    settled, layer = settle(selection, workspace)
    fine = step == "month" or days_known(workspace, layer)
    if not can_follow(workspace, layer, settled.measure) or not fine:
        raise SelectionError(
            f"De maat '{measure_named(settled.measure).label}' van laag '{layer.label}' is niet "
            "uit aantallen per plek en tijd te maken.",
            "",
            "Kies een periode; de kaart volgt dan.",
        )
    _, incidents = rows_for(workspace, settled, layer)
    covered = covered_period(incidents)
    chosen = selected(incidents, replace(settled, period=covered), workspace.geography)
    step_of, steps = _steps(incidents.day[chosen], covered.first, covered.last, step)
    totals = incidents.counts(step_of, steps, chosen)
    known = incidents.known_at(settled.level)
    begin = covered.first.replace(day=1) if step == "month" else covered.first
    if settled.level != "cells":
        step_of, chosen = step_of[known[chosen]], chosen & known
        place = incidents.area(settled.level)[chosen].astype(np.int64)
        counts = _in_areas(step_of, place, incidents.times_of(chosen))
        return _counted(step, begin, totals, counts)
    step_of_row = np.zeros(len(incidents), dtype=np.int64)
    step_of_row[chosen] = step_of
    window = window_of(workspace.geography, settled, settled.cell_m)
    cells = workspace.mask(layer).cells(settled.cell_m, window)
    counts = counts_in_steps(cells, incidents, chosen & known, step_of_row, settled.cell_m)
    occupied, place = np.unique(counts.place, return_inverse=True)
    col, row = column_and_row(cells[occupied])
    counted = _counted(step, begin, totals, counts._replace(place=place))
    return replace(counted, col=col, row=row)


def _steps(
    day: NDArray[np.int32], first: date, last: date, step: TimeStep
) -> tuple[NDArray[np.int64], int]:
    """Return the step that each day lies in, and how many steps there are."""
    if step == "day":
        return day.astype(np.int64) - to_day(first), to_day(last) - to_day(first) + 1
    begin = np.datetime64(first, "M")
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    steps = (np.datetime64(last, "M") - begin).astype(np.int64) + 1
    return (month - begin).astype(np.int64), int(steps)


def _in_areas(
    step_of: NDArray[np.int64], place: NDArray[np.int64], times: NDArray[np.int64]
) -> StepCounts:
    """Return the counts of areas in each step, where there are any."""
    places = int(place.max(initial=0)) + 1
    number, alike = np.unique(step_of * places + place, return_inverse=True)
    count = np.bincount(alike, weights=times, minlength=len(number))
    return StepCounts(number // places, number % places, count.astype(np.int64))


def _counted(
    step: TimeStep, first: date, totals: NDArray[np.int64], counts: StepCounts
) -> PlacesInTime:
    return PlacesInTime(
        step=step,
        first=first,
        totals=totals,
        per_step=np.bincount(counts.step, minlength=len(totals)).astype(np.int64),
        place=counts.place,
        count=counts.times,
    )

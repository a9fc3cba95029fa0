"""Incidents in time: the months of a layer, and which of them a selection holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.counting import covered_period, selected
from hotspots.analysis.selection import settle
from hotspots.analysis.where import areas_asked
from hotspots.analysis.withheld import withheld_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Bounds
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.selection import Selection


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Counts per month, or what the layer counts by, under every filter but the period.

    Attributes
    ----------
    starts : shape (k,)
        First month of each step, without gaps, as datetime64[M].
    counts : shape (k,)
        Incidents; of a sensitive layer the fewest there can have been.
    complete : shape (k,)
        Whether the layer covers the step to its last day: an incomplete last month is no drop.
    step
        "month", "quarter" or "year".
    withheld : shape (k,)
        Whether the source withholds a count of the step: then it may have held more than is told,
        and where nothing is told nothing is known.
    bounds : shape (k,) or None
        Of a sensitive layer: the fewest and the most incidents of each step.
    """

    starts: NDArray[np.datetime64]
    counts: NDArray[np.int64]
    complete: NDArray[np.bool_]
    step: str
    withheld: NDArray[np.bool_]
    bounds: Bounds | None = None

    @property
    def lower_bound(self) -> bool:
        """Whether the source withholds a count of some step."""
        return bool(self.withheld.any())

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Return of which steps nothing is known: shape (k,)."""
        unknown: NDArray[np.bool_] = self.withheld & (self.counts == 0)
        return unknown


def timeline(workspace: Workspace, selection: Selection) -> Timeline:
    """Return the counts per month under every filter but the period."""
    settled, layer = settle(selection, workspace)
    if layer.sensitive:
        return _timeline_of_cube(workspace, settled)
    _, incidents = workspace.incidents(layer)
    covered = covered_period(incidents)
    chosen = selected(incidents, replace(settled, period=covered), workspace.geography)
    first = np.datetime64(covered.first, "M")
    after = np.datetime64(covered.last, "M") + np.timedelta64(1, "M")
    # A layer that counts per year covers whole years.
    starts = np.arange(first, after, np.timedelta64(layer.counted_months, "M"))

    def steps_of(day: NDArray[np.int32]) -> NDArray[np.int64]:
        month = day.astype("datetime64[D]").astype("datetime64[M]")
        return (month - first).astype(np.int64) // layer.counted_months

    counts = np.bincount(steps_of(incidents.day[chosen]), minlength=len(starts))
    withheld = np.zeros(len(starts), dtype=bool)
    withheld[steps_of(withheld_days(incidents, settled, workspace.geography))] = True
    complete = np.ones(len(starts), dtype=bool)
    complete[0] = covered.first.day == 1
    last_day = after.astype("datetime64[D]") - np.timedelta64(1, "D")
    complete[-1] &= np.datetime64(covered.last, "D") == last_day
    return Timeline(starts, counts, complete, layer.counts_per, withheld)


def _timeline_of_cube(workspace: Workspace, selection: Selection) -> Timeline:
    """Return the two ends of what a sensitive layer counted per quarter."""
    _, cube = workspace.cube(workspace.layer(selection.layer))
    asked = areas_asked(workspace.geography, cube.level, selection)
    bounds = cube.bounds.pick(asked).sum(axis=0)
    every = np.ones(len(bounds.lower), dtype=bool)
    none = np.zeros_like(every)
    return Timeline(cube.quarters, bounds.lower, every, "quarter", none, bounds)

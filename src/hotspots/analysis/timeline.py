"""Incidents in time: the months of a layer, and which of them a selection holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.cube import SUPPRESSED
from hotspots.analysis.counting import covered_period, selected
from hotspots.analysis.selection import settle
from hotspots.analysis.where import areas_asked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.selection import Selection


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Counts per month (or quarter) under every filter of a selection but its period.

    Attributes
    ----------
    starts : shape (k,)
        First month of each step, without gaps, as datetime64[M].
    counts : shape (k,)
        Incidents.
    complete : shape (k,)
        Whether the layer covers the step to its last day: an incomplete last month is no drop.
    step
        "month" or "quarter".
    """

    starts: NDArray[np.datetime64]
    counts: NDArray[np.int64]
    complete: NDArray[np.bool_]
    step: str


def timeline(workspace: Workspace, selection: Selection) -> Timeline:
    """Return the counts per month under every filter but the period."""
    settled, layer = settle(selection, workspace)
    if layer.sensitive:
        return _timeline_of_cube(workspace, settled)
    _, incidents = workspace.incidents(layer)
    chosen = selected(incidents, replace(settled, period=None), workspace.geography)
    covered = covered_period(incidents)
    first = np.datetime64(covered.first, "M")
    after = np.datetime64(covered.last, "M") + np.timedelta64(1, "M")
    starts = np.arange(first, after)
    month = incidents.day[chosen].astype("datetime64[D]").astype("datetime64[M]")
    counts = np.bincount((month - first).astype(np.int64), minlength=len(starts))
    complete = np.ones(len(starts), dtype=bool)
    complete[0] = covered.first.day == 1
    last_day = after.astype("datetime64[D]") - np.timedelta64(1, "D")
    complete[-1] &= np.datetime64(covered.last, "D") == last_day
    return Timeline(starts, counts, complete, "month")


def _timeline_of_cube(workspace: Workspace, selection: Selection) -> Timeline:
    """Return the sums of what a sensitive layer shows per quarter."""
    _, cube = workspace.cube(workspace.layer(selection.layer))
    counts = np.where(cube.counts == SUPPRESSED, 0, cube.counts)
    asked = areas_asked(workspace.geography, cube.level, selection)
    total = counts[asked].sum(axis=0).astype(np.int64)
    return Timeline(cube.quarters, total, np.ones(len(total), dtype=bool), "quarter")

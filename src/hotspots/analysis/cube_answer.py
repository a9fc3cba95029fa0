"""The answer of a sensitive layer: sums of what its cube shows, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.access.cube import SUPPRESSED
from hotspots.analysis.analysis import Analysis, Status
from hotspots.analysis.ledger import Ledger
from hotspots.analysis.periods import Period, require_overlap, whole_quarters
from hotspots.analysis.where import areas_asked
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.measures import Measure
    from hotspots.analysis.selection import Selection
    from hotspots.catalog.specs import LayerSpec


def analyse_cube(
    workspace: Workspace, selection: Selection, layer: LayerSpec, measure: Measure
) -> Analysis:
    """Answer a selection from the cube: whole quarters, whole layer.

    The value of an area is the sum of the quarters that may be told; where one of them may not,
    that sum is a lower bound, and ``parameters["incomplete"]`` counts such areas.
    """
    version, cube = workspace.cube(layer)
    areas = workspace.geography.level(cube.level)
    covered = covered_by(cube)
    period = require_overlap(whole_quarters(selection.period or covered), covered, layer.label)
    months = cube.quarters.astype("datetime64[D]").astype(date)
    asked = np.array([period.first <= month <= period.last for month in months], dtype=bool)
    table = cube.counts[:, asked]
    told = np.where(table == SUPPRESSED, 0, table).sum(axis=1).astype(np.int64)
    hidden = (table == SUPPRESSED).sum(axis=1)
    counts = np.where(hidden == table.shape[1], SUPPRESSED, told) if table.shape[1] else told
    status = np.where(counts == SUPPRESSED, Status.SUPPRESSED, Status.VALUE).astype(np.int8)
    status[~areas_asked(workspace.geography, cube.level, selection)] = Status.NOT_ASKED
    values = np.where(status == Status.VALUE, counts, np.nan).astype(np.float64)
    parameters: dict[str, Any] = {
        "minimum": cube.minimum,
        "rounded_to": 5,
        "quarters": int(asked.sum()),
        "incomplete": int(np.count_nonzero((status == Status.VALUE) & (hidden > 0))),
        "hidden_quarters": hidden.tolist(),
    }
    reference = _sums_of_runs(cube, int(asked.sum()))
    denominators = None
    if selection.measure == "rate" and selection.denominator is not None:
        denominators = areas.denominators[selection.denominator]
        enough = denominators >= SMALLEST_DENOMINATOR
        values = np.where(enough, values * PER / np.where(enough, denominators, 1.0), np.nan)
        status[~enough & (status == Status.VALUE)] = Status.MISSING
        reference = reference * PER / np.where(enough, denominators, np.nan)[:, np.newaxis]
        entry = workspace.geography.denominator(selection.denominator)
        parameters |= {
            "denominator": entry.id,
            "denominator_label": entry.label,
            "denominator_year": entry.year,
        }
    return Analysis(
        selection=selection,
        layer=layer,
        version=version,
        measure=measure,
        period=period,
        covered=covered,
        codes=areas.codes,
        names=areas.names,
        counts=counts,
        values=values,
        status=status,
        reference=reference.ravel(),
        ledger=_ledger(version, int(told[status == Status.VALUE].sum())),
        denominators=denominators,
        parameters=parameters,
    )


def covered_by(cube: Cube) -> Period:
    """Return the first and the last day of the quarters in a cube."""
    if not len(cube.quarters):
        return Period(date(1970, 1, 1), date(1970, 1, 1))
    first, after = cube.quarters[0], cube.quarters[-1] + np.timedelta64(3, "M")
    return Period(
        first.astype("datetime64[D]").astype(date),
        after.astype("datetime64[D]").astype(date) - timedelta(days=1),
    )


def _sums_of_runs(cube: Cube, length: int) -> NDArray[np.float64]:
    """Return what each area shows over every run of ``length`` quarters: shape (areas, runs)."""
    told = np.where(cube.counts == SUPPRESSED, 0, cube.counts)
    if not 0 < length <= told.shape[1]:
        return np.zeros((len(told), 0))
    runs = np.lib.stride_tricks.sliding_window_view(told, length, axis=1)
    sums: NDArray[np.float64] = runs.sum(axis=2).astype(np.float64)
    return sums


def _ledger(version: Version, mapped: int) -> Ledger:
    told = {name: None if number < 0 else number for name, number in version.counts.items()}
    return Ledger(
        read=told.get("read"),
        accepted=told.get("accepted"),
        quarantined=told.get("quarantined"),
        duplicate=told.get("duplicate"),
        without_place=told.get("without_place"),
        outside=told.get("outside"),
        inside=None,
        selected=mapped,
        filtered_out=None,
        outside_mask=0,
        suppressed=None,
        mapped=mapped,
    )

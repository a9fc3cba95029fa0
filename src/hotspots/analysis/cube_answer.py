"""The answer of a sensitive layer: what the sums of its published quarters can mean."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.access.cube import ROUNDED_TO, SUPPRESSED
from hotspots.analysis.analysis import Analysis, Status
from hotspots.analysis.cube_bounds import bounds_in, quarters_in
from hotspots.analysis.ledger import Ledger
from hotspots.analysis.periods import Period, require_overlap, whole_quarters
from hotspots.analysis.small_denominator import small_denominators
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
    """Answer a selection from the cube: whole quarters, whole layer, two ends for each area."""
    version, cube = workspace.cube(layer)
    areas = workspace.geography.level(cube.level)
    covered = covered_by(cube)
    period = require_overlap(whole_quarters(selection.period or covered), covered, layer.label)
    quarters = quarters_in(cube, period)
    bounds = bounds_in(cube, period)
    exact = bounds.lower == bounds.upper
    counts = np.where(exact, bounds.lower, SUPPRESSED)
    status = np.where(exact, Status.VALUE, Status.BETWEEN).astype(np.int8)
    status[bounds.upper < cube.minimum] = Status.SUPPRESSED
    parameters: dict[str, Any] = {
        "minimum": cube.minimum,
        "rounded_to": ROUNDED_TO,
        "quarters": int(quarters.sum()),
        "hidden_quarters": (cube.counts[:, quarters] == SUPPRESSED).sum(axis=1).tolist(),
    }
    denominators, factor = None, np.ones(len(counts))
    classed = factor
    if selection.measure == "rate" and selection.denominator is not None:
        denominators = areas.denominators[selection.denominator]
        enough = denominators >= SMALLEST_DENOMINATOR
        factor = np.where(enough, PER / np.where(enough, denominators, 1.0), np.nan)
        # What is drawn pale takes no part in the classes.
        few = small_denominators(workspace.geography, cube.level, selection.denominator)
        classed = np.where(few, np.nan, factor)
        status[~enough] = Status.MISSING
        entry = workspace.geography.denominator(selection.denominator)
        parameters |= {
            "denominator": entry.id,
            "denominator_label": entry.label,
            "denominator_year": entry.year,
        }
    asked = areas_asked(workspace.geography, cube.level, selection)
    status[~asked] = Status.NOT_ASKED
    total = bounds.pick(asked).sum()
    parameters |= {"total_lower": int(total.lower), "total_upper": int(total.upper)}
    return Analysis(
        selection=selection,
        layer=layer,
        version=version,
        measure=measure,
        period=period,
        covered=covered,
        codes=areas.codes,
        names=areas.names,
        counts=np.where(status == Status.SUPPRESSED, SUPPRESSED, counts),
        values=np.where(status == Status.VALUE, counts * factor, np.nan),
        status=status,
        reference=(_most_of_runs(cube, int(quarters.sum())) * classed[:, np.newaxis]).ravel(),
        ledger=_ledger(version),
        lower=bounds.lower * factor,
        upper=bounds.upper * factor,
        bounds=bounds,
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


def _most_of_runs(cube: Cube, length: int) -> NDArray[np.float64]:
    """Return the most of each area over every run of quarters: shape (areas, runs).

    0 where that is below the minimum: what is only known to be small has a fill of its own.
    """
    most = cube.bounds.upper
    if not 0 < length <= most.shape[1]:
        return np.zeros((len(most), 0))
    sums = np.lib.stride_tricks.sliding_window_view(most, length, axis=1).sum(axis=2)
    return np.where(sums < cube.minimum, 0, sums).astype(np.float64)


def _ledger(version: Version) -> Ledger:
    """Return a ledger of what is told: of a sensitive layer no number of rows."""
    told = {name: None if number < 0 else number for name, number in version.counts.items()}
    return Ledger(
        read=told.get("read"),
        accepted=told.get("accepted"),
        quarantined=told.get("quarantined"),
        duplicate=told.get("duplicate"),
        without_place=told.get("without_place"),
        outside=told.get("outside"),
        inside=None,
        selected=None,
        filtered_out=None,
        outside_mask=0,
        suppressed=None,
        mapped=None,
    )

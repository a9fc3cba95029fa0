"""From a selection to an analysis: pure, the same answer for the same version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.analysis.analysis import Analysis, Raster, Status, cell_names
from hotspots.analysis.counting import (
    count_areas,
    count_cells,
    covered_period,
    in_wijken,
    selected,
)
from hotspots.analysis.cube_answer import analyse_cube
from hotspots.analysis.density import density_raster
from hotspots.analysis.ledger import Ledger
from hotspots.analysis.measures import Measure, measure_named, measures_of
from hotspots.analysis.periods import require_overlap
from hotspots.analysis.reference import counts_in_windows, windows
from hotspots.analysis.selection import Selection, settle
from hotspots.errors import SelectionError
from hotspots.geography.grid import cell_number, coarsen
from hotspots.statistics.rates import PER, SMALLEST_DENOMINATOR, crude_rate, poisson_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.access.workspace import Version, Workspace
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A settled question to a layer that is not sensitive, with the rows it concerns.

    ``chosen`` are the rows of the selection; ``any_time`` those that differ in period only.
    """

    workspace: Workspace
    selection: Selection
    layer: LayerSpec
    measure: Measure
    version: Version
    incidents: Incidents
    covered: Period
    period: Period
    chosen: NDArray[np.bool_]
    any_time: NDArray[np.bool_]


def analyse(workspace: Workspace, selection: Selection) -> Analysis:
    """Answer a selection.

    Parameters
    ----------
    workspace
        The open home, as a role sees it.
    selection
        What is asked; defaults are filled in and come back in the result.

    Raises
    ------
    SelectionError
        If the layer cannot answer it.
    AccessError
        If this role, or nobody, may have the answer.
    """
    settled, layer = settle(selection, workspace)
    measure = measure_named(settled.measure)
    _require_measure(measure, settled, layer)
    if layer.sensitive:
        return analyse_cube(workspace, settled, layer, measure)
    version, incidents = workspace.incidents(layer)
    covered = covered_period(incidents)
    asked = _Asked(
        workspace=workspace,
        selection=settled,
        layer=layer,
        measure=measure,
        version=version,
        incidents=incidents,
        covered=covered,
        period=require_overlap(settled.period or covered, covered, layer.label),
        chosen=selected(incidents, settled, workspace.geography),
        any_time=selected(incidents, replace(settled, period=None), workspace.geography),
    )
    if measure.id == "density":
        return _density(asked)
    return _cells(asked) if settled.level == "cells" else _areas(asked)


def _require_measure(measure: Measure, selection: Selection, layer: LayerSpec) -> None:
    on_offer = measures_of(layer)
    if measure not in on_offer:
        raise SelectionError(
            f"Laag '{layer.label}' kent de maat '{measure.label}' niet.",
            f"Mogelijk: {', '.join(entry.id for entry in on_offer)}.",
            "Kies een andere maat.",
        )
    if selection.level not in measure.levels:
        raise SelectionError(
            f"De maat '{measure.label}' kan niet op niveau '{selection.level}'.",
            f"Mogelijk: {', '.join(measure.levels)}.",
            "Kies een ander niveau of een andere maat.",
        )


def _areas(asked: _Asked) -> Analysis:
    selection = asked.selection
    areas = asked.workspace.geography.level(selection.level)
    place = asked.incidents.area(selection.level)
    counts = count_areas(asked.incidents, asked.chosen, selection.level, len(areas))
    status = area_status(asked.workspace, selection, counts)
    reference = counts_in_windows(
        asked.incidents,
        asked.any_time,
        place.astype(np.int64),
        len(areas),
        windows(asked.period, asked.covered),
    )
    answer = _answer(
        asked,
        codes=areas.codes,
        names=areas.names,
        counts=counts,
        values=counts.astype(np.float64),
        status=status,
        reference=reference.ravel().astype(np.float64),
        ledger=_ledger(asked, outside_mask=0),
    )
    if selection.measure == "rate" and selection.denominator is not None:
        denominators = _denominators(asked.workspace, selection, selection.denominator)
        answer = _as_rate(asked, answer, reference, denominators)
    answer.values[status == Status.NOT_ASKED] = np.nan
    return answer


def _denominators(workspace: Workspace, selection: Selection, name: str) -> NDArray[np.float64]:
    """Return what counts are divided by: for the gemeente, of the wijken that are counted only."""
    geography = workspace.geography
    if selection.level != "gemeente" or not selection.wijken:
        return geography.level(selection.level).denominators[name]
    asked = in_wijken(geography, "wijken", selection.wijken)
    return np.array([np.nansum(geography.wijken.denominators[name][asked])])


def _as_rate(
    asked: _Asked,
    counted: Analysis,
    reference: NDArray[np.int64],
    denominators: NDArray[np.float64],
) -> Analysis:
    values = crude_rate(counted.counts, denominators)
    no_rate = np.isnan(values)
    counted.status[no_rate & (counted.status != Status.NOT_ASKED)] = Status.MISSING
    lower, upper = (
        np.where(no_rate, np.nan, bound * PER / np.where(no_rate, 1.0, denominators))
        for bound in poisson_interval(counted.counts)
    )
    assert asked.selection.denominator is not None  # noqa: S101 - the caller has looked
    return replace(
        counted,
        values=values,
        lower=lower,
        upper=upper,
        denominators=denominators,
        reference=crude_rate(reference.ravel(), np.tile(denominators, len(reference))),
        parameters=denominator_parameters(asked.workspace, asked.selection.denominator),
    )


def _cells(asked: _Asked) -> Analysis:
    mask = asked.workspace.mask(asked.layer)
    size_m = asked.selection.cell_m
    cells = count_cells(asked.incidents, asked.chosen, mask, size_m)
    codes, names = cell_names(cells.col, cells.row, size_m)
    number = cell_number(
        coarsen(asked.incidents.cell_col, size_m), coarsen(asked.incidents.cell_row, size_m)
    )
    in_mask = asked.any_time & np.isin(number, mask.cells(size_m))
    found, place = np.unique(number, return_inverse=True)
    reference = counts_in_windows(
        asked.incidents, in_mask, place, len(found), windows(asked.period, asked.covered)
    )
    return _answer(
        asked,
        codes=codes,
        names=names,
        counts=cells.count,
        values=cells.count.astype(np.float64),
        status=np.full(len(codes), Status.VALUE, dtype=np.int8),
        reference=reference[reference > 0].astype(np.float64),
        ledger=_ledger(asked, outside_mask=cells.outside_mask),
        cell_col=cells.col,
        cell_row=cells.row,
        zero_cells=cells.mask_cells - len(codes),
        parameters={"cell_m": size_m, "mask": mask.label, "mask_cells": cells.mask_cells},
    )


def _density(asked: _Asked) -> Analysis:
    counted = _cells(asked)
    raster = _raster(asked, asked.chosen, asked.period)
    always = (
        raster if asked.period == asked.covered else _raster(asked, asked.any_time, asked.covered)
    )
    assert counted.cell_col is not None  # noqa: S101 - cells always have places
    assert counted.cell_row is not None  # noqa: S101
    column = counted.cell_col - round(raster.west_m / raster.cell_m)
    row = counted.cell_row - round(raster.south_m / raster.cell_m)
    return replace(
        counted,
        values=raster.values[row, column],
        raster=raster,
        # Per year, so that any period can be held against the whole of the layer.
        reference=always.values[np.nan_to_num(always.values) > 0],
        parameters={
            **counted.parameters,
            "kernel": "quartic",
            "bandwidth_m": asked.selection.bandwidth_m,
            "years": round(asked.period.years, 3),
        },
    )


def _raster(asked: _Asked, chosen: NDArray[np.bool_], period: Period) -> Raster:
    return density_raster(
        asked.incidents.x_rd[chosen],
        asked.incidents.y_rd[chosen],
        mask=asked.workspace.mask(asked.layer),
        cell_m=asked.selection.cell_m,
        bandwidth_m=float(asked.selection.bandwidth_m),
        years=period.years,
    )


def _answer(asked: _Asked, **found: Any) -> Analysis:  # noqa: ANN401 - the fields of an Analysis
    return Analysis(
        selection=asked.selection,
        layer=asked.layer,
        version=asked.version,
        measure=asked.measure,
        period=asked.period,
        covered=asked.covered,
        **found,
    )


def area_status(
    workspace: Workspace, selection: Selection, counts: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Return value or zero per area, and not asked outside the wijken of the selection."""
    status = np.where(counts > 0, Status.VALUE, Status.ZERO).astype(np.int8)
    status[~in_wijken(workspace.geography, selection.level, selection.wijken)] = Status.NOT_ASKED
    return status


def denominator_parameters(workspace: Workspace, denominator: str) -> dict[str, Any]:
    """Return what a rate was divided by, with its peildatum, for legend and export."""
    entry = workspace.geography.denominator(denominator)
    return {
        "denominator": entry.id,
        "denominator_label": entry.label,
        "denominator_year": entry.year,
        "smallest_denominator": int(SMALLEST_DENOMINATOR),
        "confidence": 0.95,
    }


def _ledger(asked: _Asked, *, outside_mask: int) -> Ledger:
    incidents, counts = asked.incidents, asked.version.counts
    inside = int(np.count_nonzero(incidents.buurt >= 0))
    without_place = int(np.count_nonzero(np.isnan(incidents.x_rd)))
    selected_rows = int(np.count_nonzero(asked.chosen))
    return Ledger(
        read=counts["read"],
        accepted=len(incidents),
        quarantined=counts["quarantined"],
        duplicate=counts["duplicate"],
        without_place=without_place,
        outside=len(incidents) - inside - without_place,
        inside=inside,
        selected=selected_rows,
        filtered_out=inside - selected_rows,
        outside_mask=outside_mask,
        suppressed=0,
        mapped=selected_rows - outside_mask,
    )

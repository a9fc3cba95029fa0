"""How many incidents lie in each area or cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Status, cell_names
from hotspots.analysis.counting import count_areas, count_cells
from hotspots.analysis.mask_cells import asked_cells, place_among
from hotspots.analysis.reference import counts_in_windows, windows
from hotspots.analysis.where import areas_asked
from hotspots.geography.grid import coarsen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.asked import Asked
    from hotspots.analysis.selection import Selection


def count_answer(asked: Asked) -> Analysis:
    """Answer with counts, per area or per cell of the mask."""
    if asked.selection.level == "cells":
        return replace(cells_counted(asked), reference=_cell_windows(asked))
    windows_held = area_windows(asked).ravel()
    return replace(areas_counted(asked), reference=windows_held.astype(np.float64))


def areas_counted(asked: Asked) -> Analysis:
    """Answer with counts per area, without the values of other times that breaks are made of."""
    areas = asked.workspace.geography.level(asked.selection.level)
    counts = count_areas(asked.incidents, asked.chosen, asked.selection.level, len(areas))
    status = area_status(asked.workspace, asked.selection, counts)
    return asked.answer(
        codes=areas.codes,
        names=areas.names,
        counts=counts,
        values=np.where(status == Status.NOT_ASKED, np.nan, counts.astype(np.float64)),
        status=status,
        reference=np.empty(0),
        ledger=asked.ledger(outside_mask=0),
    )


def area_windows(asked: Asked) -> NDArray[np.int64]:
    """Return the counts per area in every window as long as the period: shape (windows, areas)."""
    level = asked.selection.level
    return counts_in_windows(
        asked.incidents,
        asked.any_time,
        asked.incidents.area(level),
        len(asked.workspace.geography.level(level)),
        windows(asked.period, asked.covered),
    )


def area_status(
    workspace: Workspace, selection: Selection, counts: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Return value or zero per area, and not asked outside where the selection asks."""
    status = np.where(counts > 0, Status.VALUE, Status.ZERO).astype(np.int8)
    status[~areas_asked(workspace.geography, selection.level, selection)] = Status.NOT_ASKED
    return status


def cells_counted(asked: Asked) -> Analysis:
    """Answer with counts per cell of the mask, without the values of other times.

    Cells without incidents are counted, not listed.
    """
    mask, size_m = asked.mask, asked.selection.cell_m
    cells = count_cells(asked.incidents, asked.chosen, mask, size_m)
    codes, names = cell_names(cells.col, cells.row, size_m)
    mask_cells = len(asked_cells(asked, size_m))
    return asked.answer(
        codes=codes,
        names=names,
        counts=cells.count,
        values=cells.count.astype(np.float64),
        status=np.full(len(codes), Status.VALUE, dtype=np.int8),
        reference=np.empty(0),
        ledger=asked.ledger(outside_mask=cells.outside_mask),
        cell_col=cells.col,
        cell_row=cells.row,
        zero_cells=mask_cells - len(codes),
        parameters={"cell_m": size_m, "mask": mask.label, "mask_cells": mask_cells},
    )


def _cell_windows(asked: Asked) -> NDArray[np.float64]:
    """Return the counts above 0 that cells have in every window as long as the period."""
    size_m = asked.selection.cell_m
    cells = asked.mask.cells(size_m)
    place = place_among(
        cells,
        coarsen(asked.incidents.cell_col, size_m),
        coarsen(asked.incidents.cell_row, size_m),
    )
    in_mask = asked.any_time & (place >= 0)
    # Most of the land never has any: only cells that do are counted per window.
    held = np.bincount(place[in_mask], minlength=len(cells)) > 0
    place = np.cumsum(held, dtype=np.int32)[place] - 1
    counts = counts_in_windows(
        asked.incidents, in_mask, place, int(held.sum()), windows(asked.period, asked.covered)
    )
    return counts[counts > 0].astype(np.float64)

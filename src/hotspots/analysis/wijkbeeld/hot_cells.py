"""Cells that are hot in the city, those of a place, and which of them were not a month ago."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period, whole_months
from hotspots.analysis.selection import Selection
from hotspots.analysis.verdicts import Verdict
from hotspots.analysis.wijkbeeld.briefing import HotCell, HotPlace
from hotspots.analysis.wijkbeeld.handles import handles
from hotspots.geography.grid import cell_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.analysis import Analysis
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography

#: How far a period that is no whole months is moved to see what was hot a month ago.
_A_MONTH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, eq=False)
class CityCells:
    """The hot cells of the whole city, most incidents first; they depend on no place.

    ``new_known`` says whether the layer reaches back far enough to tell which are new.
    """

    cells: tuple[HotCell, ...]
    size_m: int
    new_known: bool

    @property
    def middles(self) -> NDArray[np.float64]:
        """Their middles: shape (n, 2), metres RD."""
        return np.array([(cell.x_rd, cell.y_rd) for cell in self.cells]).reshape(-1, 2)


def cell_size_of(layer: LayerSpec) -> int:
    """Return the size that a layer likes its cells in, or the next that it may be shown in.

    0 where it may not be shown in cells.
    """
    sizes = cell_sizes_of(layer)
    return next((size for size in sizes if size >= layer.style.cell_m), sizes[-1] if sizes else 0)


def hot_cells_of(workspace: Workspace, layer_id: str, period: Period) -> CityCells:
    """Return the cells of a layer that Gi* marks as hot in the city, over a period.

    Tested over all cells of the mask of the layer, so that hot means hot in the city and not in a
    wijk. Depends on the role, the version, the areas, the layer and the period alone.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is not for this role, or not shown in cells.
    """
    layer = workspace.layer(layer_id)
    size_m = cell_size_of(layer)
    asked = Selection(layer_id, level="cells", measure="gi_star", period=period, cell_m=size_m)
    now = analyse(workspace, asked)
    hot = _hot(now)
    month_ago = _a_month_ago(period)
    new_known = month_ago.first >= now.covered.first
    before = np.empty((0, 2), dtype=np.int64)
    if new_known and hot.any():
        then = analyse(workspace, replace(asked, period=month_ago))
        before = _places(then)[_hot(then)]
    new = _away_from(_places(now)[hot], before) & new_known
    found = _cells(workspace.geography, now, hot, new, size_m)
    return CityCells(found, size_m, new_known)


def cells_within(city: CityCells, place: Place, geography: Geography) -> tuple[HotCell, ...]:
    """Return the hot cells that have their middle in a place."""
    if not city.cells:
        return ()
    inside = place.holds(geography, *city.middles.T)
    return tuple(cell for cell, held in zip(city.cells, inside, strict=True) if held)


def together(cells: tuple[HotCell, ...]) -> tuple[HotPlace, ...]:
    """Return hot cells with the same handle as one, most incidents first."""
    alike: dict[str, list[HotCell]] = {}
    for cell in cells:
        alike.setdefault(cell.handle, []).append(cell)
    found = [
        HotPlace(
            handle=handle,
            buurt=group[0].buurt,
            count=sum(cell.count for cell in group),
            cells=tuple(group),
            new=all(cell.new for cell in group),
        )
        for handle, group in alike.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.handle)))


def _cells(
    geography: Geography, now: Analysis, hot: NDArray[np.bool_], new: NDArray[np.bool_], size_m: int
) -> tuple[HotCell, ...]:
    """Return the hot cells with their numbers and names, most incidents first."""
    places = _places(now)[hot]
    x_rd, y_rd = (places.T + 0.5) * size_m
    buurten, told = handles(geography, x_rd, y_rd)
    codes = np.array(now.codes, dtype=object)[hot]
    count, numbers = now.counts[hot], {name: of[hot] for name, of in now.columns.items()}
    order = np.lexsort((codes.astype(str), -count))
    return tuple(
        HotCell(
            code=str(codes[at]),
            col=int(places[at, 0]),
            row=int(places[at, 1]),
            size_m=size_m,
            x_rd=float(x_rd[at]),
            y_rd=float(y_rd[at]),
            buurt=buurten[at],
            handle=told[at],
            count=int(count[at]),
            around=int(numbers["observed"][at]),
            expected=float(numbers["expected"][at]),
            p_adjusted=float(numbers["p_adjusted"][at]),
            new=bool(new[at]),
        )
        for at in order
    )


def _hot(analysis: Analysis) -> NDArray[np.bool_]:
    assert analysis.verdict is not None  # noqa: S101 - Gi* is a test
    hot: NDArray[np.bool_] = analysis.verdict == Verdict.MORE
    return hot


def _places(analysis: Analysis) -> NDArray[np.int64]:
    """Return column and row of each cell: shape (n, 2)."""
    assert analysis.cell_col is not None  # noqa: S101 - it was asked for cells
    assert analysis.cell_row is not None  # noqa: S101
    return np.column_stack([analysis.cell_col, analysis.cell_row]).astype(np.int64)


def _a_month_ago(period: Period) -> Period:
    """Return a period of as many months, or days, that ended a month, or thirty days, earlier."""
    if whole_months(period):
        day = timedelta(days=1)
        return Period((period.first - day).replace(day=1), period.last.replace(day=1) - day)
    return Period(period.first - _A_MONTH, period.last - _A_MONTH)


def _away_from(places: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which cells are none of the others, and next to none: shape (n,)."""
    steps = np.array([(col, row) for col in (-1, 0, 1) for row in (-1, 0, 1)])
    near = (others[:, np.newaxis, :] + steps).reshape(-1, 2)
    away: NDArray[np.bool_] = ~np.isin(cell_number(*places.T), cell_number(*near.T))
    return away

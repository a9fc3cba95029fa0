"""Cells that are hot in the city, those of a place, and which of them are new or lasting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.analyse import analyse
from hotspots.analysis.answer import Verdict
from hotspots.analysis.judgement import is_tested, judged_in_time
from hotspots.analysis.question import Selection
from hotspots.errors import SelectionError
from hotspots.geography.grid import cell_number
from hotspots.geography.names import handles
from hotspots.statistics.emerging import EmergingClass
from hotspots.wijkbeeld.briefing import HotCell, HotPlace, RisenBuurt
from hotspots.wijkbeeld.place import DRAWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.answer import Analysis
    from hotspots.analysis.periods import Period
    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.geography.names import Naming
    from hotspots.wijkbeeld.place import Place


#: What the measure "Opkomend en blijvend" calls new: never before the last step, or steps in a row.
_NEW: Final = (EmergingClass.NEW_HOT, EmergingClass.CONSECUTIVE_HOT)
#: For at most so many steps in a row a hot cell is news: half a year.
_NEWS_STEPS: Final = 2
#: What it calls lasting: in nearly every step, the last one included.
_LASTING: Final = (
    EmergingClass.PERSISTENT_HOT,
    EmergingClass.INTENSIFYING_HOT,
    EmergingClass.DIMINISHING_HOT,
)


@dataclass(frozen=True, slots=True, eq=False)
class CityCells:
    """The hot cells of the whole city, most incidents first; they depend on no place.

    ``history`` are the steps by which some are called new or lasting; None where the layer holds
    too few to call any so.
    """

    cells: tuple[HotCell, ...]
    size_m: int
    history: Period | None

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


def hot_cells_of(
    workspace: Workspace,
    layer_id: str,
    period: Period,
    hotspots: Callable[[Workspace, Selection], Analysis] = analyse,
) -> CityCells:
    """Return the cells of a layer that Gi* marks as hot in the city, over a period.

    Tested over all cells of the mask of the layer, so that hot means hot in the city and not in a
    wijk. Which are new and which last is what the measure `emerging` says of the same cells at the
    end of the same period. Depends on the role, the version, the areas, the layer and the period
    alone.

    Parameters
    ----------
    hotspots
        What answers with Gi* of the city: a page that draws the same cells on a map keeps it.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is not for this role, or not shown in cells.
    """
    layer = workspace.layer(layer_id)
    size_m = cell_size_of(layer)
    selection = Selection(layer_id, level="cells", measure="gi_star", period=period, cell_m=size_m)
    now = hotspots(workspace, selection)
    hot = _hot(now)
    history = _history_of(workspace, selection, _places(now)[hot])
    cells = _cells(workspace.naming, now, hot, history, size_m)
    return CityCells(cells, size_m, history.steps)


@dataclass(frozen=True, slots=True, eq=False)
class _History:
    """Which of some cells are new and which last, over which steps; None where there are too few.

    ``new`` and ``lasting`` have shape (n,).
    """

    steps: Period | None
    new: NDArray[np.bool_]
    lasting: NDArray[np.bool_]


def _history_of(workspace: Workspace, selection: Selection, places: NDArray[np.int64]) -> _History:
    """Return what the history of a layer says of cells, up to the end of the period."""
    try:
        emerging = analyse(workspace, replace(selection, measure="emerging"))
    except SelectionError:
        never = np.zeros(len(places), dtype=bool)
        return _History(None, never, never)
    assert emerging.verdict is not None  # noqa: S101 - the measure gives classes
    new = np.isin(emerging.verdict, _NEW) & (emerging.columns["hot_steps"] <= _NEWS_STEPS)
    lasting = np.isin(emerging.verdict, _LASTING)
    number, numbers = cell_number(*places.T), cell_number(*_places(emerging).T)
    return _History(
        emerging.period, np.isin(number, numbers[new]), np.isin(number, numbers[lasting])
    )


def cells_within(city: CityCells, place: Place, geography: Geography) -> tuple[HotCell, ...]:
    """Return the hot cells that have their middle in a place."""
    if not city.cells:
        return ()
    inside = place.holds(geography, *city.middles.T)
    return tuple(cell for cell, within in zip(city.cells, inside, strict=True) if within)


def together(cells: tuple[HotCell, ...]) -> tuple[HotPlace, ...]:
    """Return hot cells with the same handle as one, most incidents first.

    Where nothing happened is no place: it is hot by its neighbours, which are there themselves.
    """
    alike: dict[str, list[HotCell]] = {}
    for cell in cells:
        alike.setdefault(cell.handle, []).append(cell)
    shown = [
        HotPlace(
            handle=handle,
            buurt=group[0].buurt,
            count=sum(cell.count for cell in group),
            cells=tuple(group),
            new=all(cell.new for cell in group),
            lasting=all(cell.lasting for cell in group),
        )
        for handle, group in alike.items()
        if any(cell.count for cell in group)
    ]
    return tuple(sorted(shown, key=lambda one: (-one.count, one.handle)))


def _cells(
    naming: Naming,
    now: Analysis,
    hot: NDArray[np.bool_],
    history: _History,
    size_m: int,
) -> tuple[HotCell, ...]:
    """Return the hot cells with their numbers and names, most incidents first."""
    places = _places(now)[hot]
    x_rd, y_rd = (places.T + 0.5) * size_m
    buurten, where = handles(naming, x_rd, y_rd)
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
            handle=where[at],
            count=int(count[at]),
            around=int(numbers["observed"][at]),
            expected=float(numbers["expected"][at]),
            p_adjusted=float(numbers["p_adjusted"][at]),
            new=bool(history.new[at]),
            lasting=bool(history.lasting[at]),
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


_BUURTEN = "buurten"


def risen_buurten(
    workspace: Workspace, place: Place, layer: LayerSpec, period: Period
) -> tuple[RisenBuurt, ...]:
    """Return the buurten in a place with more than a year earlier, the least like chance first.

    A wijk can stay as busy as it was while one of its buurten does not. None of a buurt itself,
    nor of an area that was drawn, which cuts through buurten.
    """
    if place.level in (_BUURTEN, DRAWN) or layer.sensitive or not is_tested(layer, _BUURTEN):
        return ()
    judged = judged_in_time(workspace, layer, _BUURTEN, period)
    buurten = workspace.geography.level(_BUURTEN)
    more = place.of_buurten(workspace.geography) & (judged.verdict == Verdict.MORE)
    risen = [
        RisenBuurt(
            code=buurten.codes[at],
            name=buurten.names[at],
            count=int(judged.here[at]),
            earlier=int(judged.there[at]),
            p_adjusted=float(judged.p_adjusted[at]),
        )
        for at in np.flatnonzero(more).tolist()
    ]
    return tuple(sorted(risen, key=lambda one: (one.p_adjusted, one.code)))

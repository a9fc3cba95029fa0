"""Where and when, for each layer that is counted in a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.analysis.clock import hours_and_days
from hotspots.analysis.timeline import timeline
from hotspots.analysis.wijkbeeld.briefing import LayerDetail
from hotspots.analysis.wijkbeeld.busy_windows import busy_windows
from hotspots.analysis.wijkbeeld.hot_cells import cell_size_of, cells_within, together
from hotspots.analysis.wijkbeeld.risen import risen_buurten

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.briefing import MonthNews
    from hotspots.analysis.wijkbeeld.counted import Counted
    from hotspots.analysis.wijkbeeld.hot_cells import CityCells
    from hotspots.analysis.wijkbeeld.place import Place

    #: How the hot cells of the city are found, or found again.
    HotCells = Callable[[Workspace, str, Period], CityCells]


def detail_of(
    workspace: Workspace,
    place: Place,
    counted: Counted,
    news: MonthNews | None,
    hot_cells: HotCells,
) -> LayerDetail:
    """Return where and when the incidents of a layer in a place happened."""
    layer = counted.asked.layer
    asked = place.selection(layer.id, period=counted.period)
    city = None
    if cell_size_of(layer):
        city = hot_cells(workspace, layer.id, counted.period)
    cells = cells_within(city, place, workspace.geography) if city is not None else ()
    hours = hours_and_days(workspace, asked)
    return LayerDetail(
        cells=cells,
        places=together(cells),
        in_cells=city is not None,
        history=city.history if city is not None else None,
        hours=hours,
        windows=busy_windows(hours),
        timeline=timeline(workspace, asked),
        news=news,
        risen=risen_buurten(workspace, place, layer, counted.period),
    )

"""The line of a sensitive layer: sums of what its cube shows of the place, never finer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.cube import SUPPRESSED
from hotspots.analysis.cube_answer import covered_by
from hotspots.analysis.periods import whole_quarters, year_before
from hotspots.analysis.wijkbeeld.briefing import LayerLine
from hotspots.analysis.wijkbeeld.compared import untested
from hotspots.analysis.wijkbeeld.counted import own_period
from hotspots.analysis.wijkbeeld.place import DRAWN
from hotspots.catalog.specs import FINEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.geography.areas import Geography


@dataclass(frozen=True, slots=True)
class _Told:
    """What a cube tells of some areas in a period: the sum, and how many quarters it keeps."""

    count: int | None
    hidden: int


def cube_line(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, place: Place, period: Period | None
) -> LayerLine:
    """Return the line of a sensitive layer.

    Nothing is tested: what is rounded to fives per quarter differs from what happened by more
    than a test allows for.

    Raises
    ------
    SelectionError
        If the layer has nothing in the period.
    AccessError
        If the layer is not for this role.
    StoreError
        If it cannot be read.
    """
    version, cube = workspace.cube(layer)
    covered = covered_by(cube)
    own = own_period(whole_quarters(period) if period else None, covered, layer)
    earlier = year_before(own)
    before = earlier if earlier.first >= covered.first else None
    geography = workspace.geography
    too_fine = _too_fine(cube, place)
    now = _Told(None, 0) if too_fine else _told(cube, _areas(geography, cube, place), own)
    then = _Told(None, 0)
    if before is not None and not too_fine:
        then = _told(cube, _areas(geography, cube, place), before)
    why_test = "no_year_before" if before is None else "rounded"
    if now.hidden or then.hidden:
        why_test = "incomplete"
    why_not = "suppressed" if now.count is None else ""
    if too_fine:
        why_not = "only_gemeente" if cube.level == "gemeente" else "too_fine"
    return LayerLine(
        theme=theme,
        layer=layer,
        version=version,
        period=own,
        before=before,
        count=now.count,
        earlier=then.count,
        since_year=untested(why_not or why_test),
        against_city=untested(why_not or "rounded"),
        why_not=why_not,
        minimum=cube.minimum,
        incomplete=now.hidden,
        wijk_count=_of_wijk(geography, cube, place, own) if too_fine else None,
    )


def _too_fine(cube: Cube, place: Place) -> bool:
    return place.level == DRAWN or FINEST.index(place.level) > FINEST.index(cube.level)


def _areas(geography: Geography, cube: Cube, place: Place) -> NDArray[np.bool_]:
    """Return which areas of the cube lie in a place that is no finer: shape (areas,)."""
    buurten = place.of_buurten(geography)
    if cube.level == "buurten":
        return buurten
    return np.isin(geography.level(cube.level).codes, (place.code,))


def _of_wijk(geography: Geography, cube: Cube, place: Place, period: Period) -> int | None:
    """Return what is told of the wijk around a buurt."""
    if cube.level != "wijken" or not place.wijk_code:
        return None
    return _told(cube, np.isin(geography.wijken.codes, (place.wijk_code,)), period).count


def _told(cube: Cube, areas: NDArray[np.bool_], period: Period) -> _Told:
    """Return the sum of the quarters that may be told; None where none of them may."""
    first, last = (np.datetime64(day, "M") for day in (period.first, period.last))
    asked = (cube.quarters >= first) & (cube.quarters <= last)
    table = cube.counts[np.ix_(areas, asked)]
    hidden = int(np.count_nonzero(table == SUPPRESSED))
    told = int(np.where(table == SUPPRESSED, 0, table).sum())
    return _Told(None if hidden == table.size else told, hidden)

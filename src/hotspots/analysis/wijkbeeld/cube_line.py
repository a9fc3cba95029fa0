"""The line of a sensitive layer: two ends of what its cube shows of the place, never finer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.cube_answer import covered_by
from hotspots.analysis.cube_bounds import bounds_in
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


def cube_line(
    workspace: Workspace, theme: ThemeSpec, layer: LayerSpec, place: Place, period: Period | None
) -> LayerLine:
    """Return the line of a sensitive layer: the fewest and the most there can have been.

    Nothing is tested here: a test of one of the ends would say nothing of what happened.

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
    why_not = ("only_gemeente" if cube.level == "gemeente" else "too_fine") if too_fine else ""
    here = None if too_fine else _areas(geography, cube, place)
    return LayerLine(
        theme=theme,
        layer=layer,
        version=version,
        period=own,
        before=before,
        count=None,
        earlier=None,
        since_year=untested(why_not or ("no_year_before" if before is None else "rounded")),
        against_city=untested(why_not or "rounded"),
        why_not=why_not,
        minimum=cube.minimum,
        count_ends=_ends(cube, here, own),
        earlier_ends=_ends(cube, here, before),
        wijk_ends=_ends(cube, _wijk_around(geography, cube, place), own) if too_fine else None,
    )


def _too_fine(cube: Cube, place: Place) -> bool:
    return place.level == DRAWN or FINEST.index(place.level) > FINEST.index(cube.level)


def _areas(geography: Geography, cube: Cube, place: Place) -> NDArray[np.bool_]:
    """Return which areas of the cube lie in a place that is no finer: shape (areas,)."""
    buurten = place.of_buurten(geography)
    if cube.level == "buurten":
        return buurten
    return np.isin(geography.level(cube.level).codes, (place.code,))


def _wijk_around(geography: Geography, cube: Cube, place: Place) -> NDArray[np.bool_] | None:
    """Return the wijk around a buurt among the areas of the cube; None where it has none."""
    if cube.level != "wijken" or not place.wijk_code:
        return None
    return np.isin(geography.wijken.codes, (place.wijk_code,))


def _ends(
    cube: Cube, areas: NDArray[np.bool_] | None, period: Period | None
) -> tuple[int, int] | None:
    """Return the fewest and the most incidents in some areas together in a period."""
    if areas is None or period is None:
        return None
    total = bounds_in(cube, period).pick(areas).sum()
    return int(total.lower), int(total.upper)

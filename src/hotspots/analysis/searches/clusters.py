"""Groups of incidents that lie close together, with an outline that follows cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.permission import cell_sizes_of
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import to_date
from hotspots.analysis.place_names import listed_places
from hotspots.analysis.searches.registry import finding_of
from hotspots.geography.grid import cell_boxes, cell_number, coarsen, column_and_row
from hotspots.statistics.clusters import dbscan, summarise

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hotspots.analysis.query import Query
    from hotspots.analysis.searches.registry import Finding, Search

#: metres; two streets: what a wijkagent would call one place.
RADIUS_M: Final = 150
#: Of all incidents, that must lie around one for a group; never fewer than `LEAST_POINTS`. A
#: share, so that a longer period does not by itself join all groups into one.
SHARE_OF_ALL: Final = 0.02
LEAST_POINTS: Final = 5
#: Groups that are described; smaller ones are counted.
MOST_GROUPS: Final = 30
#: Of the work, the search for groups; the rest is to describe them.
_SHARE_OF_SEARCH: Final = 0.95


#: How the smallest group was chosen, in files.
CHOSEN: Final = "asked"
BY_SHARE: Final = "2 % of all, at least 5"


@dataclass(frozen=True)
class Groups(Part):
    """What a group is: the fewest incidents within a radius, and within so many days or ever."""

    radius_m: int
    min_points: int
    min_points_chosen: str
    reach_days: int | None
    outline_cell_m: int


def find_clusters(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the groups that DBSCAN makes, the largest first.

    The outline of a group is that of its cells, of the size the layer may be shown in: a hull
    through the incidents would give away where they are. In time, incidents of which only the month
    is known are left out, and counted.
    """
    incidents = query.incidents
    # A group in time needs the day; one in space does not.
    usable = query.chosen & incidents.day_known if search.reach_days else query.chosen
    chosen = np.flatnonzero(usable)
    x_rd, y_rd, day = incidents.x_rd[chosen], incidents.y_rd[chosen], incidents.day[chosen]
    radius_m = search.radius_m or RADIUS_M
    min_points = search.min_points or max(LEAST_POINTS, round(SHARE_OF_ALL * len(chosen)))
    timed: dict[str, Any] = {}
    if search.reach_days:
        timed = {"day": day, "reach_days": search.reach_days}
    found = dbscan(
        x_rd,
        y_rd,
        radius_m=float(radius_m),
        min_points=min_points,
        progress=lambda share: progress(_SHARE_OF_SEARCH * share),
        **timed,
    )
    held = summarise(found, x_rd, y_rd, day=day)
    largest = np.argsort(-held.points, kind="stable")[:MOST_GROUPS]
    size_m = cell_sizes_of(query.layer)[0]
    members = [np.flatnonzero(found.label == label) for label in largest]
    rings = [
        _hull_of_cells(incidents.cell_col[chosen[at]], incidents.cell_row[chosen[at]], size_m)
        for at in members
    ]
    progress(1.0)
    middle_x = np.array([x_rd[at].mean() for at in members])
    middle_y = np.array([y_rd[at].mean() for at in members])
    first, last = held.first_day, held.last_day
    assert first is not None  # noqa: S101 - days were given
    assert last is not None  # noqa: S101
    return finding_of(
        query,
        search,
        rings=tuple(rings),
        columns={
            "place": listed_places(
                query.workspace.geography,
                middle_x,
                middle_y,
                size_m=size_m,
            ),
            "count": held.points[largest].tolist(),
            "share": held.share[largest].tolist(),
            "first": [to_date(int(first[label])).isoformat() for label in largest],
            "last": [to_date(int(last[label])).isoformat() for label in largest],
        },
        summary={
            "groups": found.number,
            "clustered": int(np.count_nonzero(found.label >= 0)),
            "all": len(chosen),
            "without_day": int(np.count_nonzero(query.chosen)) - len(chosen),
        },
        parameters=Parameters(
            (
                Groups(
                    radius_m=int(radius_m),
                    min_points=int(min_points),
                    min_points_chosen=CHOSEN if search.min_points else BY_SHARE,
                    reach_days=search.reach_days or None,
                    outline_cell_m=size_m,
                ),
            )
        ),
    )


def _hull_of_cells(
    col: NDArray[np.int32], row: NDArray[np.int32], size_m: int
) -> NDArray[np.float64]:
    """Return the corners of the convex hull of the cells that hold some incidents."""
    cells = np.unique(cell_number(coarsen(col, size_m), coarsen(row, size_m)))
    boxes = cell_boxes(*column_and_row(cells), size_m)
    corners: NDArray[np.float64] = shapely.get_coordinates(
        shapely.convex_hull(shapely.multipolygons(boxes))
    )[:-1]
    return corners

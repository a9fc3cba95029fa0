"""Clusters of incidents in place, or in place and time, without cells or areas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_same_length
from hotspots.statistics.clusters_kernels import (
    SPAN,
    core_points,
    label_of_nearest,
    linked_cells,
    westernmost,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: The label of a point that is in no cluster.
NOISE: Final = -1
#: The side of a cell, as a share of the radius: any two points in a cell are within the radius,
#: by a margin that is wider than what rounding does.
_SIDE: Final = (1.0 - 1e-6) / math.sqrt(2.0)
#: Cells to each side that hold all within the radius, which is less than one and a half cell.
_SIDEWAYS: Final = SPAN // 2
#: Cells along one side of the map, and cells in all, that whole numbers can still tell apart.
_LONGEST: Final = 2.0**31
#: Parts in which points are gone through, so that someone can see how far it is, and stop it.
_PARTS: Final = 200
#: Points from which on the last step has parts too.
_LARGE: Final = 20_000
#: Of the work, the search for core points.
_SHARE_OF_CORE: Final = 0.9
_MOST: Final = 2.0**62


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The cluster of every point, and what was asked.

    Attributes
    ----------
    label : shape (n,)
        0 and up, from west to east by the westernmost core point of the cluster; `NOISE` (-1) for
        a point in no cluster. It is a name, not a rank.
    core : shape (n,)
        Whether the point has enough others around it to carry a cluster.
    number
        How many clusters there are.
    radius_m, min_points, reach_days
        As asked; ``reach_days`` is None where time played no part.
    """

    label: NDArray[np.int64]
    core: NDArray[np.bool_]
    number: int
    radius_m: float
    min_points: int
    reach_days: int | None


@dataclass(frozen=True, slots=True, eq=False)
class ClusterSummary:
    """What each cluster holds; entry i describes label i.

    Attributes
    ----------
    points : shape (clusters,)
        Incidents.
    share : shape (clusters,)
        Of all incidents, those in no cluster included.
    first_day, last_day : shape (clusters,)
    """

    points: NDArray[np.int64]
    share: NDArray[np.float64]
    first_day: NDArray[np.generic]
    last_day: NDArray[np.generic]


def dbscan(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    radius_m: float,
    min_points: int,
    day: NDArray[np.generic] | None = None,
    reach_days: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Clusters:
    """Group incidents that lie close together, in place or in place and time.

    A point with at least ``min_points`` within reach is a core point; core points within reach of
    each other are one cluster, and other points within reach of a core point are its border. It
    is not a test: where many people live or go out, incidents lie close together by themselves.
    A radius slightly larger can join two clusters into one, and a whole inner city may become
    one. The order of the points does not matter.

    Parameters
    ----------
    x_m, y_m : shape (n,)
        Metres, such as RD New; every point has a place.
    radius_m
        Within reach is at this distance or less.
    min_points
        Of a core point, itself included.
    day : shape (n,)
        Whole days: whole numbers, or dates.
    reach_days
        With ``day``: points within reach also lie at most so many days apart (ST-DBSCAN). 0 is
        the same day. A cluster may last much longer, as long as it goes on.
    progress
        Called now and then with the share of the work that is done; what it raises ends the work.

    Returns
    -------
    Clusters
        In the order of the points. A border point goes to the cluster of the core point that is
        nearest in place; if several are equally near, to the lowest label of theirs.

    Raises
    ------
    StatisticError
        If a coordinate is missing, the radius is not above 0 or far too small for the map,
        ``min_points`` is below 1, or ``day`` and ``reach_days`` do not come together.

    References
    ----------
    Ester, M., Kriegel, H.-P., Sander, J. and Xu, X. (1996). A density-based algorithm for
    discovering clusters in large spatial databases with noise. Proceedings of KDD-96, 226-231.
    With time: Birant, D. and Kut, A. (2007). ST-DBSCAN: an algorithm for clustering
    spatial-temporal data. Data & Knowledge Engineering 60(1), 208-221,
    doi:10.1016/j.datak.2006.01.013; here without its third threshold, on a measured value. Small
    cells: Gunawan, A. (2013). A faster algorithm for DBSCAN. Master's thesis, TU Eindhoven.

    Examples
    --------
    Three points a hundred metres apart, one 150 m further on, and one far away.

    >>> x_m, y_m = np.array([0.0, 100, 200, 350, 900]), np.zeros(5)
    >>> result = dbscan(x_m, y_m, radius_m=150, min_points=3)
    >>> result.label.tolist(), result.core.tolist()
    ([0, 0, 0, 0, -1], [False, True, True, False, False])
    >>> days = np.array([1, 2, 9, 10, 10])
    >>> dbscan(x_m, y_m, radius_m=150, min_points=2, day=days, reach_days=3).label.tolist()
    [0, 0, 1, 1, -1]
    """
    place, days = _require_points(x_m, y_m, day)
    _require_reach(radius_m, min_points, reach_days, has_days=day is not None)
    n, reach_of_days = days.size, reach_days or 0
    label, core = np.full(n, NOISE, dtype=np.int64), np.zeros(n, dtype=bool)
    number = 0
    if n:
        cells = _Cells.of(place, days, radius_m, reach_of_days)
        reach = (float(radius_m) ** 2, int(reach_of_days))
        core[cells.order], label[cells.order], number = _labels(
            cells, reach, int(min_points), progress or _silent
        )
    return Clusters(label, core, number, float(radius_m), int(min_points), reach_days)


def summarise(result: Clusters, day: NDArray[np.generic]) -> ClusterSummary:
    """Describe every cluster: how many incidents, and when.

    Parameters
    ----------
    result
        What `dbscan` returned.
    day : shape (n,)
        Of the same points, anything that can be ordered.

    Raises
    ------
    StatisticError
        If the days are not as many as the points that were clustered.

    Examples
    --------
    >>> x_m, y_m = np.array([0.0, 9, 9, 3, 500]), np.array([0.0, 0, 6, 2, 0])
    >>> result = dbscan(x_m, y_m, radius_m=20, min_points=3)
    >>> summary = summarise(result, np.array([14, 10, 11, 12, 13]))
    >>> summary.points.tolist(), summary.share.tolist(), summary.last_day.tolist()
    ([4], [0.8], [14])
    """
    require_same_length(label=result.label, day=day)
    order = np.argsort(result.label, kind="stable")
    starts = np.searchsorted(result.label[order], np.arange(result.number + 1))
    members = np.split(order, starts)[1:-1]
    points = np.diff(starts).astype(np.int64)
    return ClusterSummary(
        points=points,
        share=points / max(result.label.size, 1),
        first_day=np.array([day[who].min() for who in members], dtype=day.dtype),
        last_day=np.array([day[who].max() for who in members], dtype=day.dtype),
    )


def warm_up() -> None:
    """Compile or load the loops, so that the first clusters need not wait for the compiler."""
    x_m = np.array([0.0, 1.0, 2.0])
    dbscan(x_m, x_m, radius_m=2.0, min_points=3)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Points sorted into cells that are so small that all points in one are within reach."""

    order: NDArray[np.intp]
    place: NDArray[np.float64]
    day: NDArray[np.int64]
    keys: NDArray[np.int64]
    start: NDArray[np.int64]
    offsets: NDArray[np.int64]

    @classmethod
    def of(
        cls, place: NDArray[np.float64], day: NDArray[np.int64], radius_m: float, reach_days: int
    ) -> _Cells:
        x, width = _along(place[0], radius_m)
        y, height = _along(place[1], radius_m)
        bins = day // (reach_days + 1)
        bins = bins - bins.min()
        if max(width, height) > _LONGEST or width * height * (bins.max() + 1.0) > _MOST:
            raise StatisticError(
                "De straal is veel te klein voor deze kaart.",
                f"Gevonden: een straal van {radius_m} m op een kaart van "
                f"{np.ptp(place, axis=1).max():.0f} m.",
                "Kies een grotere straal, en kijk of alle punten in dezelfde meters staan.",
            )
        row = bins * int(height) + y.astype(np.int64) + _SIDEWAYS
        key = row * int(width) + x.astype(np.int64) + _SIDEWAYS
        order = np.argsort(key)
        key = key[order]
        start = np.flatnonzero(np.diff(key, prepend=-1))
        beside = (-1, 0, 1) if bins.any() else (0,)
        around = range(-_SIDEWAYS, _SIDEWAYS + 1)
        lines = [later * int(height) + up for later in beside for up in around]
        return cls(
            order=order,
            place=np.column_stack([place[0][order], place[1][order]]),
            day=day[order],
            keys=key[start],
            start=np.append(start, key.size).astype(np.int64),
            offsets=np.array(lines, dtype=np.int64) * int(width) - _SIDEWAYS,
        )


def _along(position_m: NDArray[np.float64], radius_m: float) -> tuple[NDArray[np.float64], float]:
    """Return in which cell each point lies along one side of the map, and how many there are.

    Two empty cells at either end keep a run of cells from going on in the next row.
    """
    with np.errstate(over="ignore"):
        cell = (position_m - position_m.min()) / (radius_m * _SIDE)
    return cell, math.floor(min(cell.max(), _MOST)) + 1.0 + 2.0 * _SIDEWAYS


def _silent(share: float) -> None:
    """Say nothing of progress."""
    del share


def _core(
    cells: _Cells, reach: tuple[float, int], min_points: int, progress: Callable[[float], None]
) -> NDArray[np.bool_]:
    """Return which points carry a cluster, part by part: most of the work is here."""
    core = np.zeros(cells.day.size, dtype=bool)
    # Parts with as many points, not cells: where many lie close together takes longest.
    parts = np.unique(np.searchsorted(cells.start, np.linspace(0, core.size, _PARTS + 1)))
    for begin, end in zip(parts[:-1].tolist(), parts[1:].tolist(), strict=True):
        core_points(
            cells.place, cells.day, cells.start, cells.keys, cells.offsets, reach, min_points,
            (begin, end), core,
        )  # fmt: skip
        progress(_SHARE_OF_CORE * end / cells.keys.size)
    return core


def _labels(
    cells: _Cells, reach: tuple[float, int], min_points: int, progress: Callable[[float], None]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], int]:
    """Return core, label and the number of clusters, in the order of the cells."""
    core = _core(cells, reach, min_points, progress)
    place, day = cells.place[core], cells.day[core]
    cell_of = np.repeat(np.arange(cells.keys.size), np.diff(cells.start))
    cores_before = np.concatenate([[0], np.cumsum(core)])
    root = linked_cells(place, day, cores_before[cells.start], cells.keys, cells.offsets, reach)
    roots, group = np.unique(root[cell_of[core]], return_inverse=True)
    # Numbered by place, so that the order of the points plays no part.
    begin = westernmost(place, day, group, roots.size)
    rank = np.empty(roots.size, dtype=np.int64)
    rank[np.lexsort((day[begin], *place[begin].T[::-1]))] = np.arange(roots.size)
    label = np.full(core.size, NOISE, dtype=np.int64)
    label[core] = rank[group]
    cored = label.copy()
    for part in np.array_split(np.flatnonzero(~core), _PARTS if core.size > _LARGE else 1):
        label[part] = label_of_nearest(
            part, cell_of, cells.place, cells.day, cells.start, cells.keys, cells.offsets, reach,
            cored,
        )  # fmt: skip
        progress(_SHARE_OF_CORE)
    progress(1.0)
    return core, label, roots.size


def _require_points(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], day: NDArray[np.generic] | None
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return places and whole days as the loops want them; day 0 where there are none."""
    require_same_length(x_m=x_m, y_m=y_m)
    place = np.array([x_m, y_m], dtype=np.float64)
    lost = int(np.count_nonzero(~np.isfinite(place).all(axis=0)))
    if lost:
        raise StatisticError(
            "Clusters zoeken kan alleen met punten die een plaats hebben.",
            f"Gevonden: {lost} van {len(x_m)} punten zonder plaats.",
            "Laat die punten weg, en noem hun aantal.",
        )
    if day is None:
        return place, np.zeros(len(x_m), dtype=np.int64)
    require_same_length(x_m=x_m, day=day)
    if day.dtype.kind not in "iuM" or np.isnat(day.astype("datetime64[D]")).any():
        raise StatisticError(
            "Een dag is geen hele dag, of ontbreekt.",
            f"Gevonden: dagen van het type {day.dtype}; verwacht hele getallen of datums.",
            "Laat punten zonder datum weg, en noem hun aantal.",
        )
    dates = day.astype("datetime64[D]") if day.dtype.kind == "M" else day
    return place, dates.astype(np.int64)


def _require_reach(
    radius_m: float, min_points: int, reach_days: int | None, *, has_days: bool
) -> None:
    if not (math.isfinite(radius_m) and radius_m > 0.0) or min_points < 1:
        raise StatisticError(
            "Een cluster heeft een straal boven 0 nodig, en ten minste één punt.",
            f"Gevonden: straal {radius_m} m, ten minste {min_points} punten.",
            "Kies bijvoorbeeld 150 meter en 5 punten.",
        )
    if has_days != (reach_days is not None) or (reach_days is not None and reach_days < 0):
        raise StatisticError(
            "Clusters in de tijd vragen een dag per punt en een aantal dagen van 0 of meer.",
            f"Gevonden: {'wel' if has_days else 'geen'} dag per punt, {reach_days} dagen.",
            "Geef allebei, of geen van beide.",
        )

"""Circles with more incidents than expected, by Kulldorff's scan: on a map, or of late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from hotspots.analysis.counting import asked_cells, counts_in
from hotspots.analysis.exposure import cells_at_risk, exposure_of_areas
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.parameters import Parameters, Part
from hotspots.analysis.periods import to_date, to_day
from hotspots.analysis.place_names import listed_places
from hotspots.analysis.searches.registry import circle, finding_of
from hotspots.geography.grid import column_and_row
from hotspots.statistics.scan import space_time_permutation_scan, spatial_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from hotspots.analysis.query import Query
    from hotspots.analysis.searches.registry import Finding, Search
    from hotspots.statistics.scan import Cluster, SpaceTimeCluster

#: metres; a larger circle is a wijk, for which there are counts.
LARGEST_RADIUS_M: Final = 1000
#: A circle with a p of at most this is shown.
ALPHA: Final = 0.05
#: Circles that are shown at most, the strongest first; ``significant`` says how many there are.
MOST_CIRCLES: Final = 30
#: Circles that are counted at most: more do not fit beside each other.
_EVERY: Final = 10_000
#: Fewer incidents than this have no circle that chance would not give.
LEAST: Final = 10
#: How long an excess of now may last, in weeks.
LONGEST_WEEKS: Final = 13
_WEEK_DAYS: Final = 7
#: Weeks that an excess of now is compared with, itself included.
_LEAST_WEEKS: Final = 8


@dataclass(frozen=True)
class Circles(Part):
    """Which circles were tried, and how many times chance was simulated.

    Attributes
    ----------
    longest_weeks, weeks
        Of the last weeks: how long an excess may last, and what it is compared with.
    """

    LEFT_OUT: ClassVar = frozenset({"longest_weeks", "weeks"})

    largest_radius_m: int
    longest_weeks: int | None = None
    weeks: int | None = None
    permutations: int = 0
    alpha: float = ALPHA
    cell_m: int = 0
    mask: str = ""


@dataclass(frozen=True)
class Counts(Part):
    """The incidents where none are expected, and how much counts of the layer vary."""

    not_tested: int
    dispersion: float


@dataclass(frozen=True)
class Seed(Part):
    """What the simulation began with."""

    seed: int


def find_excess(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the circles that hold more than their households, or their land, explain."""
    size_m = query.selection.cell_m
    risk = cells_at_risk(query, _where_expected(query))
    counts = risk.tested(risk.counts)
    radius_m = search.radius_m or LARGEST_RADIUS_M
    dispersion = layer_dispersion(query.workspace.library, query.layer, "buurten").place
    parameters = Parameters(
        (
            Circles(
                largest_radius_m=radius_m,
                permutations=search.permutations,
                alpha=ALPHA,
                cell_m=size_m,
                mask=query.mask.label,
            ),
            risk.expected,
            Counts(int(np.count_nonzero(query.chosen) - counts.sum()), dispersion),
        )
    )
    if counts.sum() < LEAST:
        return _too_few(query, search, parameters, int(counts.sum()))
    x_rd, y_rd = _centres(risk.cells, size_m)
    found = spatial_scan(
        counts,
        risk.exposure,
        x_rd,
        y_rd,
        largest_radius_m=float(radius_m),
        most_clusters=_EVERY,
        up_to_p=ALPHA,
        dispersion=dispersion,
        permutations=search.permutations,
        progress=progress,
    )
    parameters = parameters.plus(Seed(found.seed))
    proven = [cluster for cluster in found.clusters if cluster.p <= ALPHA]
    shown = proven[:MOST_CIRCLES]
    ratios = [cluster.observed / cluster.expected for cluster in shown]
    best = found.clusters[0].p if found.clusters else 1.0
    told = {"best_p": best, "significant": len(proven)}
    return _finding(query, search, shown, (x_rd, y_rd), parameters, summary=told, ratio=ratios)


def _where_expected(query: Query) -> NDArray[np.bool_]:
    """Return the chosen incidents in buurten where any are expected.

    A buurt with too few households expects none, though some happen there. In a cell on its border
    they would be held against the sliver of the neighbour: with 5.000 incidents that made a circle
    on 13 % of the maps without a pattern.
    """
    expected = exposure_of_areas(query, "buurten") > 0
    buurt = query.incidents.area("buurten")
    return query.chosen & (buurt >= 0) & expected[buurt]


def find_recent_excess(query: Query, search: Search, progress: Callable[[float], None]) -> Finding:
    """Answer with the circles where the last weeks of the period stand out, by permutation.

    The weeks are whole ones counted back from the last day of the period; the weeks before the
    period, as far as the layer reaches and up to a year in all, are what they are compared with.
    """
    size_m = query.selection.cell_m
    cells = asked_cells(query, size_m)
    last = min(to_day(query.period.last), to_day(query.covered.last))
    weeks = min((last - to_day(query.covered.first) + 1) // _WEEK_DAYS, 52)
    radius_m = search.radius_m or LARGEST_RADIUS_M
    longest_weeks = min(LONGEST_WEEKS, weeks // 2)
    circles = Circles(
        largest_radius_m=radius_m,
        longest_weeks=longest_weeks,
        weeks=weeks,
        permutations=search.permutations,
        alpha=ALPHA,
        cell_m=size_m,
        mask=query.mask.label,
    )
    parameters = Parameters((circles,))
    counts = _counts_per_week(query, cells, last, weeks)
    if weeks < _LEAST_WEEKS or counts.sum() < LEAST:
        return _too_few(query, search, parameters, int(counts.sum()))
    x_rd, y_rd = _centres(cells, size_m)
    found = space_time_permutation_scan(
        counts,
        x_rd,
        y_rd,
        longest_steps=longest_weeks,
        largest_radius_m=float(radius_m),
        most_clusters=_EVERY,
        up_to_p=ALPHA,
        permutations=search.permutations,
        progress=progress,
    )
    parameters = parameters.plus(Seed(found.seed))
    proven = [cluster for cluster in found.clusters if cluster.p <= ALPHA]
    shown = proven[:MOST_CIRCLES]
    since = [
        to_date(last + 1 - (weeks - cluster.first_step) * _WEEK_DAYS).isoformat()
        for cluster in shown
    ]
    best = found.clusters[0].p if found.clusters else 1.0
    return _finding(
        query,
        search,
        shown,
        (x_rd, y_rd),
        parameters,
        summary={
            "best_p": best,
            "significant": len(proven),
            "without_day": _without_day(query, last, weeks),
        },
        ratio=[cluster.ratio for cluster in shown],
        since=since,
    )


def _without_day(query: Query, last: int, weeks: int) -> int:
    """Return how many incidents of the weeks are left out, since their day is not known."""
    day = query.incidents.day
    inside = query.any_time & (day > last - weeks * _WEEK_DAYS) & (day <= last)
    return int(np.count_nonzero(inside & ~query.incidents.day_known))


def _counts_per_week(
    query: Query, cells: NDArray[np.int64], last: int, weeks: int
) -> NDArray[np.int64]:
    """Return counts per cell and whole week up to a day: shape (cells, weeks).

    Without incidents of which the day is not known: on the first of a month they are no news.
    """
    day, known = query.incidents.day, query.any_time & query.incidents.day_known
    counts = np.zeros((len(cells), weeks), dtype=np.int64)
    for week in range(weeks):
        after = last + 1 - (weeks - 1 - week) * _WEEK_DAYS
        inside = known & (day >= after - _WEEK_DAYS) & (day < after)
        counts[:, week], _ = counts_in(cells, query.incidents, inside, query.selection.cell_m)
    return counts


def _centres(
    cells: NDArray[np.int64], size_m: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    col, row = column_and_row(cells)
    return (col.astype(np.float64) + 0.5) * size_m, (row.astype(np.float64) + 0.5) * size_m


def _too_few(query: Query, search: Search, parameters: Parameters, count: int) -> Finding:
    return finding_of(
        query,
        search,
        summary={"count": count, "least": LEAST},
        parameters=parameters,
        silent="too_few",
    )


def _finding(
    query: Query,
    search: Search,
    shown: Sequence[Cluster | SpaceTimeCluster],
    centres: tuple[NDArray[np.float64], NDArray[np.float64]],
    parameters: Parameters,
    *,
    summary: dict[str, Any],
    **columns: list[Any],
) -> Finding:
    x_rd = centres[0][[cluster.centre for cluster in shown]]
    y_rd = centres[1][[cluster.centre for cluster in shown]]
    # The radius reaches the middle of the outermost cell; drawn is the whole of that cell.
    half = query.selection.cell_m / 2
    radius_m = [cluster.radius_m + half for cluster in shown]
    return finding_of(
        query,
        search,
        rings=tuple(map(circle, x_rd.tolist(), y_rd.tolist(), radius_m)),
        columns={
            "place": listed_places(
                query.workspace.geography, x_rd, y_rd, size_m=query.selection.cell_m
            ),
            "observed": [cluster.observed for cluster in shown],
            "expected": [cluster.expected for cluster in shown],
            "p": [cluster.p for cluster in shown],
            "llr": [cluster.llr for cluster in shown],
            "radius_m": radius_m,
            **columns,
        },
        summary=summary,
        parameters=parameters,
    )

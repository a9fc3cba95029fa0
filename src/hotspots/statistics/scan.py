"""Scan statistics: the circle, and the stretch of time, where most more happened than expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import (
    require_counts,
    require_none_where_nothing_is_expected,
    require_same_length,
)
from hotspots.statistics.permutation import PERMUTATIONS, SEED, require_permutations
from hotspots.statistics.scan_kernels import FEWEST
from hotspots.statistics.scan_search import OverAreas, OverTime, pick, search
from hotspots.statistics.scan_windows import Circles

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """A circle that holds more incidents than its exposure explains.

    Attributes
    ----------
    centre
        Index of the area in the middle.
    radius_m
        To the farthest area inside, metres; 0: the area alone.
    members : shape (areas inside,)
        Their indices, from the centre outwards.
    observed
        Incidents inside.
    expected
        Incidents there if they followed the exposure.
    relative_risk
        Incidents per exposure inside over outside; infinite where outside are none.
    llr
        Log likelihood ratio: how much better two rates fit than one.
    p
        How often chance gives a circle at least as unusual, anywhere on the map.
    """

    centre: int
    radius_m: float
    members: NDArray[np.intp]
    observed: int
    expected: float
    relative_risk: float
    llr: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class SpaceTimeCluster:
    """A circle with more incidents in some steps than its own total explains.

    Attributes
    ----------
    centre, radius_m, members
        As in `Cluster`.
    first_step, last_step
        The stretch of time, both inside; 0 is the first step.
    observed
        Incidents inside, in those steps.
    expected
        Incidents there if time and place had nothing to do with each other.
    ratio
        Observed over expected.
    llr, p
        As in `Cluster`.
    """

    centre: int
    radius_m: float
    members: NDArray[np.intp]
    first_step: int
    last_step: int
    observed: int
    expected: float
    ratio: float
    llr: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class SpatialScan:
    """The clusters of a map, the most likely one first; no two share an area.

    Attributes
    ----------
    clusters
        Significant or not: look at ``p``. Empty where no circle holds more than expected.
    total
        Incidents on the map.
    windows
        How many circles were tried.
    largest_share, largest_radius_m, most_areas, permutations, seed
        What was chosen.
    """

    clusters: tuple[Cluster, ...]
    total: int
    windows: int
    largest_share: float
    largest_radius_m: float | None
    most_areas: int | None
    permutations: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class SpaceTimeScan:
    """The clusters in space and time, the most likely one first; no two share an area.

    Attributes
    ----------
    clusters, total
        As in `SpatialScan`.
    windows
        How many circles were tried, with each stretch of time.
    steps
        How many steps of time there are.
    longest_steps, prospective, largest_share, largest_radius_m, most_areas, permutations, seed
        What was chosen.
    """

    clusters: tuple[SpaceTimeCluster, ...]
    total: int
    windows: int
    steps: int
    longest_steps: int
    prospective: bool
    largest_share: float
    largest_radius_m: float | None
    most_areas: int | None
    permutations: int
    seed: int


def spatial_scan(
    counts: NDArray[np.int64],
    exposure: NDArray[np.float64],
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    largest_share: float = 0.5,
    largest_radius_m: float | None = None,
    most_areas: int | None = None,
    most_clusters: int = 10,
    up_to_p: float = 1.0,
    dispersion: float = 1.0,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Callable[[float], None] | None = None,
) -> SpatialScan:
    """Find the circles that hold most more incidents than their exposure explains.

    That a cluster is there is tested, its border is not: areas at the edge may be quite ordinary,
    and a street or a river bank comes out as a circle. Incidents that follow each other (a near
    repeat) are a cluster too. The p of a second cluster is on the safe side as long as the first
    one is real.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per area or cell, 0 or more.
    exposure : shape (n,)
        What they are expected to follow, such as households. An area with 0, or where it is not
        known (NaN), can lie in a circle and adds nothing to it; incidents there are an error.
    x_m, y_m : shape (n,)
        The middle of each area, metres.
    largest_share
        Of the exposure, that a circle may hold: above 0, at most 0.5.
    largest_radius_m
        Of a circle, metres; by default no limit but the share.
    most_areas
        That a circle may hold, by default no limit.
    most_clusters
        How many to describe at most. Where the last one still has a small p, ask for more.
    up_to_p
        The first cluster with a higher p is the last that is described.
    dispersion
        Variance of a count over its mean, 1 where incidents come independently: maps by chance
        spread as much, so that bursts alone are no cluster.
    permutations
        How many maps by chance; the smallest p is 1 / (permutations + 1).
    seed
        The same seed gives the same p.
    progress
        Is called now and then with the share of the work that is done, 0 to 1.

    Returns
    -------
    SpatialScan
        The p of each cluster, (M + 1) / (R + 1), compares it with the best circle of every one of
        the R maps by chance, so that it holds for all circles tried together.

    Notes
    -----
    Circles grow area by area around each area. Areas at the same distance come in together, so
    that neither the order of the areas nor a turn of the map matters; smerc and SpatialEpi let
    them in one by one, which differs only where distances are equal, as between cells. A cluster
    has at least two incidents.

    Raises
    ------
    StatisticError
        If a count is negative or not whole, there are fewer than two areas or incidents, an
        exposure is negative or all are 0, incidents lie where there is no exposure, a place is
        missing, no area fits in the largest circle, there are no permutations, or the dispersion
        is below 1.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics: Theory and
    Methods 26(6), 1481-1496, doi:10.1080/03610929708831995. The test by simulation: Dwass, M.
    (1957). Modified randomization tests for nonparametric hypotheses. Annals of Mathematical
    Statistics 28(1), 181-187, doi:10.1214/aoms/1177707045.

    Examples
    --------
    Six areas in a row with the same number of households; 8 of the 10 incidents in two of them,
    where 10 / 3 are expected: 8 ln(8 / 3.333) + 2 ln(2 / 6.667) = 4.596.

    >>> result = spatial_scan(np.array([0, 1, 4, 4, 1, 0]), np.ones(6),
    ...                      np.array([0.0, 100, 200, 290, 400, 500]), np.zeros(6))
    >>> best = result.clusters[0]
    >>> best.members.tolist(), best.radius_m, best.observed, round(best.llr, 3)
    ([2, 3], 90.0, 8, 4.596)
    """
    number = _require_incidents(counts)
    require_same_length(counts=number, exposure=exposure, x_m=x_m, y_m=y_m)
    require_permutations(permutations)
    exposed = _require_exposure(exposure, number)
    circles = Circles.on(
        x_m,
        y_m,
        exposed,
        largest_share=largest_share,
        largest_radius_m=largest_radius_m,
        most_areas=most_areas,
    )
    windows, records, maxima = search(
        circles,
        OverAreas(number, exposed, dispersion),
        permutations=permutations,
        seed=seed,
        progress=progress,
    )
    _require_windows(windows, largest_share, most_areas)
    total = int(number.sum())
    return SpatialScan(
        clusters=tuple(
            Cluster(
                centre=result.centre,
                radius_m=result.radius_m,
                members=result.members,
                observed=result.observed,
                expected=result.expected,
                relative_risk=_relative_risk(result.observed, result.expected, total),
                llr=result.ratio,
                p=result.p,
            )
            for result in pick(circles, records, maxima, at_most=most_clusters, up_to_p=up_to_p)
        ),
        total=total,
        windows=windows,
        largest_share=largest_share,
        largest_radius_m=largest_radius_m,
        most_areas=most_areas,
        permutations=permutations,
        seed=seed,
    )


def space_time_permutation_scan(
    counts: NDArray[np.int64],
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    longest_steps: int,
    largest_share: float = 0.5,
    largest_radius_m: float | None = None,
    most_areas: int | None = None,
    prospective: bool = True,
    most_clusters: int = 10,
    up_to_p: float = 1.0,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Callable[[float], None] | None = None,
) -> SpaceTimeScan:
    """Find the circles with more incidents in some steps than place and time alone explain.

    It needs no exposure: each area is compared with itself. So a place that is always busy is no
    cluster, and neither is a rise everywhere at once; a place that stays as it was while all others
    fall, is. The p of one run does not know of other runs: who looks every week and acts at 0.05
    will act on chance alone about once in twenty weeks.

    Parameters
    ----------
    counts : shape (n, steps)
        Incidents per area or cell and step of time, such as weeks; the last column is the last
        step, and must be complete.
    x_m, y_m : shape (n,)
        The middle of each area, metres.
    longest_steps
        How long a cluster may last, in steps.
    largest_share
        Of all incidents, that a circle may hold in all steps together: above 0, at most 0.5.
    largest_radius_m, most_areas, most_clusters, up_to_p, seed, progress
        As in `spatial_scan`.
    prospective
        Only clusters that still go on at the last step. False: any stretch of time.
    permutations
        How often the times are dealt anew over the incidents.

    Returns
    -------
    SpaceTimeScan
        With p as in `spatial_scan`.

    Raises
    ------
    StatisticError
        If a count is negative or not whole, there are fewer than two areas, steps or incidents, a
        cluster may last less than one step or more than there are, a place is missing, no area
        fits in the largest circle, or there are no permutations.

    References
    ----------
    Kulldorff, M., Heffernan, R., Hartman, J., Assunção, R. and Mostashari, F. (2005). A
    space-time permutation scan statistic for disease outbreak detection. PLoS Medicine 2(3), e59,
    doi:10.1371/journal.pmed.0020059.

    Examples
    --------
    Three areas, three months, 18 incidents, 8 of them in the last month. In the third area are 6
    in all, so 6 x 8 / 18 expected in the last month; there were 5: 5 ln(5 / 2.667) +
    13 ln(13 / 15.333) = .997.

    >>> result = space_time_permutation_scan(np.array([[2, 2, 2], [3, 2, 1], [0, 1, 5]]),
    ...                                     np.array([0.0, 100, 250]), np.zeros(3), longest_steps=1)
    >>> best = result.clusters[0]
    >>> best.members.tolist(), best.first_step, best.observed, round(best.llr, 3)
    ([2], 2, 5, 0.997)
    """
    number = _require_table(counts, longest_steps)
    require_same_length(counts=number, x_m=x_m, y_m=y_m)
    require_permutations(permutations)
    circles = Circles.on(
        x_m,
        y_m,
        number.sum(axis=1),
        largest_share=largest_share,
        largest_radius_m=largest_radius_m,
        most_areas=most_areas,
    )
    chance = OverTime(number, longest_steps, prospective)
    windows, records, maxima = search(
        circles, chance, permutations=permutations, seed=seed, progress=progress
    )
    _require_windows(windows, largest_share, most_areas)
    slices = chance.slices
    return SpaceTimeScan(
        clusters=tuple(
            SpaceTimeCluster(
                centre=result.centre,
                radius_m=result.radius_m,
                members=result.members,
                first_step=slices[result.part][0],
                last_step=slices[result.part][1],
                observed=result.observed,
                expected=result.expected,
                ratio=result.observed / result.expected,
                llr=result.ratio,
                p=result.p,
            )
            for result in pick(circles, records, maxima, at_most=most_clusters, up_to_p=up_to_p)
        ),
        total=chance.total,
        windows=windows,
        steps=number.shape[1],
        longest_steps=longest_steps,
        prospective=prospective,
        largest_share=largest_share,
        largest_radius_m=largest_radius_m,
        most_areas=most_areas,
        permutations=permutations,
        seed=seed,
    )


def warm_up() -> None:
    """Compile or load the loops, so that the first scan need not wait for the compiler."""
    x_m, counts = np.array([0.0, 100.0, 200.0, 400.0]), np.array([2, 0, 1, 1])
    spatial_scan(counts, np.ones(4), x_m, np.zeros(4), permutations=1)
    table = np.column_stack([counts, counts[::-1]])
    space_time_permutation_scan(table, x_m, np.zeros(4), longest_steps=1, permutations=1)


def _require_incidents(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return whole counts of two areas and two incidents at least."""
    require_counts(counts)
    areas, total = len(counts), int(counts.sum())
    if counts.dtype.kind not in "iu" or areas < 2 or total < FEWEST:  # noqa: PLR2004 - as it says
        raise StatisticError(
            "Een cluster zoeken kan niet met deze aantallen.",
            f"Gevonden: {areas} gebieden, type {counts.dtype}, samen {total} incidenten; verwacht "
            f"hele aantallen in ten minste twee gebieden, samen {FEWEST} of meer.",
            "Kies een langere periode, meer soorten of meer gebieden.",
        )
    return counts.astype(np.int64)


def _require_table(counts: NDArray[np.int64], longest_steps: int) -> NDArray[np.int64]:
    """Return whole counts by area and step."""
    if counts.ndim != 2 or counts.shape[1] < 2:  # noqa: PLR2004 - rows and columns; before, after
        raise StatisticError(
            "Een cluster in plaats en tijd zoeken kan niet zonder tijd.",
            f"Gevonden: een tabel van {counts.shape}; verwacht gebieden bij ten minste twee "
            "stappen.",
            "Tel de incidenten per gebied en per stap, zoals weken of maanden.",
        )
    steps = counts.shape[1]
    if not 1 <= longest_steps <= steps:
        raise StatisticError(
            "De langste duur van een cluster klopt niet.",
            f"Gevonden: {longest_steps} stappen; verwacht 1 tot en met {steps}.",
            "Kies een kortere duur: hooguit de helft van alle stappen is gebruikelijk.",
        )
    return _require_incidents(counts)


def _require_exposure(
    exposure: NDArray[np.float64], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the exposure, 0 where it is not known."""
    given = np.asarray(exposure, dtype=np.float64)
    exposed = np.where(np.isnan(given), 0.0, given)
    if not (np.isfinite(exposed).all() and exposed.min() >= 0.0 and exposed.any()):
        raise StatisticError(
            "Zonder verwachting is geen cluster te zien.",
            f"Gevonden: verwachtingen van {exposed.min()} tot {exposed.max()}; verwacht eindige "
            "getallen van 0 of meer, niet overal 0.",
            "Geef per gebied bijvoorbeeld het aantal huishoudens.",
        )
    require_none_where_nothing_is_expected(counts[exposed == 0.0])
    return exposed


def _require_windows(windows: int, largest_share: float, most_areas: int | None) -> None:
    if windows == 0:
        most = "elk aantal" if most_areas is None else f"hooguit {most_areas}"
        raise StatisticError(
            "Geen enkel gebied past in de grootste cirkel.",
            f"Gevonden: alleen cirkels met meer dan een aandeel van {largest_share} (toegestaan: "
            f"{most} gebieden).",
            "Kies een groter aandeel, of kleinere gebieden.",
        )


def _relative_risk(observed: int, expected: float, total: int) -> float:
    outside = total - observed
    if outside == 0:
        return float("inf")
    return (observed / expected) / (outside / (total - expected))

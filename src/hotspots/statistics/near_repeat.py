"""Near repeats: whether incidents that lie close together also follow each other quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_same_length
from hotspots.statistics.near_repeat_kernels import (
    ClosePairs,
    count_both,
    count_close,
    count_in_time,
    deal_days,
    list_close,
    narrowed,
    put_in_cells,
)
from hotspots.statistics.permutation import PERMUTATIONS, SEED, require_permutations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

Metric = Literal["euclidean", "manhattan"]

#: metres; nearer than this is the same address: coordinates are in whole metres or finer, and
#: two doors are further apart.
SAME_ADDRESS_M: Final = 0.1
#: metres; the same address, then steps of 100 up to 400. After a burglary the risk was raised up
#: to 300-400 m (Johnson, S. D. and Bowers, K. J. 2004, European Journal of Criminology 1(2),
#: 237-255, doi:10.1177/1477370804041252), and in ten areas in five countries up to 200 m at least
#: (Johnson, S. D. et al. 2007, Journal of Quantitative Criminology 23(3), 201-219,
#: doi:10.1007/s10940-007-9025-3).
DISTANCE_BANDS_M: Final = (0.0, SAME_ADDRESS_M, 100.0, 200.0, 300.0, 400.0)
#: days; four weeks: the same sources, who found one to two months, and two weeks at least.
DAY_BANDS: Final = (0.0, 7.0, 14.0, 21.0, 28.0)
#: The chance that any band at all stands out on a map without near repeats.
ALPHA: Final = 0.05
#: Pairs within the largest distance that are listed, 8 bytes each: 160 MB. A thousand
#: permutations of so many take half a minute; 20.000 incidents spread over a municipality of
#: 100 km2 have about a million pairs within 400 m.
MOST_PAIRS: Final = 20_000_000

#: bytes; the days of one incident in so many draws stand side by side, and are subtracted some
#: tens at a time. Longer rows no longer stay in the nearest cache.
_ROW: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class KnoxResult:
    """A Knox table: a row per band of distance, a column per band of time.

    Attributes
    ----------
    observed : shape (distances, times)
        Pairs of incidents that far apart, in metres and in days.
    expected : shape (distances, times)
        Pairs if place and time had nothing to do with each other: the exact mean over all
        permutations.
    ratio : shape (distances, times)
        Observed over expected: 2 is twice as many as chance gives. NaN where no pair can be.
    p : shape (distances, times)
        One-sided, for too many pairs, of each band alone. With 20 bands one of them is below .05
        by chance alone.
    adjusted_p : shape (distances, times)
        The same, of all bands judged together: without near repeats any band at all is at most
        .05 on 5 % of maps.
    shown_from : shape (distances, times)
        The smallest number of pairs with which the band would have stood out: ``adjusted_p`` at
        most ``alpha``. What is less cannot be told from chance with so many incidents. 0 where the
        permutations are too few for any number. It differs from ``adjusted_p`` by a draw at most.
    at_distance : shape (distances,)
        Pairs that far apart, whenever they were.
    distance_bands_m, day_bands
        The edges: band k goes from edge k up to, and not including, edge k + 1.
    n
        How many incidents.
    metric
        How distance was measured.
    permutations, seed
        With what ``p`` was found.
    alpha
        The largest ``adjusted_p`` of a band that stands out.
    """

    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    p: NDArray[np.float64]
    adjusted_p: NDArray[np.float64]
    shown_from: NDArray[np.int64]
    at_distance: NDArray[np.int64]
    distance_bands_m: tuple[float, ...]
    day_bands: tuple[float, ...]
    n: int
    metric: Metric
    permutations: int
    seed: int
    alpha: float = ALPHA


def knox(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    day: NDArray[np.float64] | NDArray[np.int64],
    *,
    distance_bands_m: Sequence[float] = DISTANCE_BANDS_M,
    day_bands: Sequence[float] = DAY_BANDS,
    metric: Metric = "euclidean",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    alpha: float = ALPHA,
    progress: Callable[[float], None] | None = None,
) -> KnoxResult:
    """Count the pairs of incidents that are near in space and time, and test them against chance.

    Chance deals the days anew over the places. Both the busy places and the busy weeks stay as
    they are, so that neither a hotspot nor a dark month counts as a near repeat; only their going
    together does. It says nothing of why, nor of who. A quarter that was built, or emptied,
    during the period goes together with time as well: then p is too small (Kulldorff and Hjalmars
    1999). Where a burglary is known to lie between two days, the day is a choice of the caller.

    Parameters
    ----------
    x_m, y_m : shape (n,)
        Where, in metres (RD).
    day : shape (n,)
        When, in days from any beginning; whole days, or with a part of the day.
    distance_bands_m
        Edges of the bands of distance, metres, rising: the first band of 0 to .1 is the same
        address.
    day_bands
        Edges of the bands of time, days, rising: 0 to 7 is 0 to 6 whole days later.
    metric
        "euclidean", as the crow flies, or "manhattan", along x and then y, as the R package
        NearRepeat does unless told otherwise.
    permutations
        How many draws: the smallest p is 1 / (permutations + 1).
    seed
        The same seed gives the same p, in whatever order the incidents come.
    alpha
        The largest ``adjusted_p`` of a band that stands out.
    progress
        Called with the part that is done, from 0 to 1, after each block of permutations.

    Returns
    -------
    KnoxResult
        With p = (M + 1) / (R + 1), where M of the R draws hold at least as many pairs. For
        ``adjusted_p`` M counts the draws in which the smallest p of all bands is at most that of
        the band: min-p in a single step, which takes account of bands that go together.

    Raises
    ------
    StatisticError
        If there are fewer than two incidents, a place or day is not finite, edges do not rise
        from 0 or more, there are no permutations, or more than `MOST_PAIRS` pairs lie within the
        largest distance.

    References
    ----------
    Knox, E. G. (1964). The detection of space-time interactions. Applied Statistics 13(1), 25-30,
    doi:10.2307/2985220. The permutations: Mantel, N. (1967). The detection of disease clustering
    and a generalized regression approach. Cancer Research 27(2), 209-220 (no DOI). By band, for
    burglaries: Townsley, M., Homel, R. and Chaseling, J. (2003). Infectious burglaries. British
    Journal of Criminology 43(3), 615-633, doi:10.1093/bjc/43.3.615. The + 1: North, B. V., Curtis,
    D. and Sham, P. C. (2002), doi:10.1086/341527. The bias: Kulldorff, M. and Hjalmars, U. (1999).
    The Knox method and other tests for space-time interaction. Biometrics 55(2), 544-552,
    doi:10.1111/j.0006-341X.1999.00544.x.

    Examples
    --------
    Two addresses, two burglaries each: of the six pairs two are at the same address and two in
    the same week, the same two. Chance gives 2 x 2 / 6, and in 1 of 3 draws as many as here.

    >>> home = np.array([0.0, 0, 900, 900])
    >>> result = knox(home, home, np.array([1, 4, 31, 33]), distance_bands_m=[0, 0.1],
    ...              day_bands=[0, 7])
    >>> result.observed.item(), round(result.expected.item(), 3), result.ratio.item()
    (2, 0.667, 3.0)
    >>> round(result.p.item(), 1)
    0.3
    """
    require_permutations(permutations)
    near, soon = _edges("afstanden", distance_bands_m), _edges("dagen", day_bands)
    x, y, when = ordered_points(x_m, y_m, day)
    if x.size <= 1:
        raise StatisticError(
            "Voor de near-repeattoets zijn er te weinig incidenten.",
            f"Gevonden: {x.size}; verwacht ten minste 2.",
            "Kies een langere periode of meer soorten.",
        )
    pairs = close_pairs(x, y, near, metric)
    in_time = count_in_time(np.sort(when), soon)
    # Under permutation every pair of places is as likely to get any pair of days as another.
    expected = np.outer(np.diff(pairs.start), in_time) / (x.size * (x.size - 1) / 2)
    every = _counted(when, pairs, soon, permutations=permutations, seed=seed, progress=progress)
    observed = every[0]
    p, adjusted_p = _judged(every)
    return KnoxResult(
        observed=observed,
        expected=expected,
        ratio=np.divide(
            observed, expected, out=np.full(expected.shape, np.nan), where=expected > 0.0
        ),
        p=p,
        adjusted_p=adjusted_p,
        shown_from=_shown_from(every[1:], alpha),
        at_distance=np.diff(pairs.start),
        distance_bands_m=tuple(near.tolist()),
        day_bands=tuple(soon.tolist()),
        n=x.size,
        metric=metric,
        permutations=permutations,
        seed=seed,
        alpha=alpha,
    )


def ordered_points(
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    day: NDArray[np.float64] | NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return copies of place and day in order of x, then y, then day; stop where one is missing.

    That order is the same in whatever order the incidents came, and so then is all that is drawn.

    Raises
    ------
    StatisticError
        If the arrays differ in length, or a place or a day is not a finite number.
    """
    require_same_length(x_m=x_m, y_m=y_m, day=day)
    x, y, when = (np.asarray(part, dtype=np.float64) for part in (x_m, y_m, day))
    finite = np.isfinite(x) & np.isfinite(y) & np.isfinite(when)
    if not finite.all():
        raise StatisticError(
            "Een incident heeft geen plaats of geen dag.",
            f"Gevonden: {np.count_nonzero(~finite)} van {x.size} incidenten.",
            "Laat incidenten zonder plaats of zonder dag weg.",
        )
    order = np.lexsort((when, y, x))
    return x[order], y[order], when[order]


def close_pairs(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], edges: NDArray[np.float64], metric: Metric
) -> ClosePairs:
    """List the pairs of points in each band of distance.

    Raises
    ------
    StatisticError
        If the metric is unknown, or there are more than `MOST_PAIRS` pairs.
    """
    if metric not in ("euclidean", "manhattan"):
        raise StatisticError(
            "Deze manier om afstand te meten bestaat niet.",
            f"Gevonden: '{metric}'; verwacht 'euclidean' of 'manhattan'.",
            "Kies een van beide.",
        )
    cells = put_in_cells(x_m, y_m, float(edges[-1]))
    counts = count_close(x_m, y_m, edges, metric == "manhattan", cells, MOST_PAIRS)
    if counts.sum() > MOST_PAIRS:
        most = f"{MOST_PAIRS:_}".replace("_", ".")
        raise StatisticError(
            "Te veel incidenten liggen dicht bij elkaar voor de near-repeattoets.",
            f"Gevonden: meer dan {most} paren binnen {edges[-1]:g} m; verwacht ten hoogste {most}.",
            "Kies een kortere periode, minder soorten of kleinere afstanden.",
        )
    start = np.concatenate([[0], np.cumsum(counts)])
    ends = (np.empty(start[-1], np.uint32) for _ in range(2))
    pairs = ClosePairs(start, *ends)
    list_close(x_m, y_m, edges, metric == "manhattan", cells, pairs)
    return pairs


def warm_up() -> None:
    """Compile or load the loops, so that the first table need not wait for the compiler."""
    for day in (np.arange(3), np.arange(3) / 2.0):
        knox(np.zeros(3), np.zeros(3), day, permutations=1)


def _edges(name: str, edges: Sequence[float]) -> NDArray[np.float64]:
    """Return the edges of bands as an array; stop unless they rise from 0 or more."""
    given = np.array(edges, dtype=np.float64)
    rising = given.ndim == 1 and given.size > 1 and np.isfinite(given).all()
    if not (rising and given[0] >= 0.0 and (np.diff(given) > 0.0).all()):
        raise StatisticError(
            f"De grenzen van de {name} kloppen niet.",
            f"Gevonden: {', '.join(str(edge) for edge in edges)}; verwacht twee of meer getallen "
            "die oplopen, vanaf 0.",
            "Geef bijvoorbeeld 0, 100, 200.",
        )
    return given


def _counted(
    day: NDArray[np.float64],
    pairs: ClosePairs,
    edges: NDArray[np.float64],
    *,
    permutations: int,
    seed: int,
    progress: Callable[[float], None] | None,
) -> NDArray[np.int64]:
    """Return the pairs per band of the map itself, and then of each permutation.

    The shape is (1 + permutations, distances, times).
    """
    own, bounds = narrowed(day, edges)
    left, rng = own.copy(), np.random.default_rng(seed)
    tables = np.empty((1 + permutations, pairs.start.size - 1, edges.size - 1), dtype=np.int64)
    draws = _ROW // own.itemsize
    for done in range(0, len(tables), draws):
        block = tables[done : done + draws]
        dealt = np.empty((own.size, len(block)), own.dtype)
        dealt[:, 0] = own
        deal_days(left, rng, dealt, 1 if done == 0 else 0)
        count_both(dealt, pairs, bounds, block)
        if progress is not None:
            progress((done + len(block)) / len(tables))
    return tables


def _judged(
    counted: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return p per band, of the band alone and of all bands together.

    The map itself is one of the orderings, the first: each gets its p among all of them.
    """
    every = counted.reshape(len(counted), -1)
    p = np.empty(every.shape)
    for band, pairs in enumerate(every.T):
        p[:, band] = len(every) - np.searchsorted(np.sort(pairs), pairs)
    p /= len(every)
    smallest = np.sort(p.min(axis=1))
    adjusted = np.searchsorted(smallest, p[0], side="right") / len(every)
    return p[0].reshape(counted.shape[1:]), adjusted.reshape(counted.shape[1:])


def _shown_from(drawn: NDArray[np.int64], alpha: float) -> NDArray[np.int64]:
    """Return per band from how many pairs on it stands out; 0 where the draws are too few."""
    draws, every = len(drawn), drawn.reshape(len(drawn), -1)
    ordered = np.sort(every, axis=0)
    # How many draws hold at least as many pairs as this one, in the band where that is rarest.
    rarest = np.full(draws, draws)
    for band, pairs in enumerate(every.T):
        np.minimum(rarest, draws - np.searchsorted(ordered[:, band], pairs), out=rarest)
    # Draws that may be as rare as the map, which counts itself; 1e-9 for what a product rounds off.
    allowed = int(np.floor(alpha * (draws + 1) + 1e-9)) - 1
    most = int(np.sort(rarest)[allowed]) - 2 if 0 <= allowed < draws else -1
    if most < 0:
        return np.zeros(drawn.shape[1:], dtype=np.int64)
    least: NDArray[np.int64] = (ordered[draws - 1 - most] + 1).reshape(drawn.shape[1:])
    return least

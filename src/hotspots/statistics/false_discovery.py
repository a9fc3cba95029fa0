"""Correct p-values for the number of tests behind a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray


def benjamini_hochberg(
    p: NDArray[np.float64], *, times: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Adjust p-values so that "at most alpha" keeps the share of false finds at most alpha.

    Mark what is at most alpha: of the marked areas a share of alpha, on average, is chance. It is
    not the chance that this one area is false. The promise holds for independent tests and for
    tests that move together, as those of overlapping neighbourhoods do.

    Parameters
    ----------
    p
        Raw p-values, 0 to 1, of any shape; NaN where no test was possible. Those are no tests
        and do not count.
    times : the shape of ``p``
        How many tests gave each p-value; by default each is one test.

    Returns
    -------
    same shape
        Adjusted p-values, at least as high as the raw ones and at most 1; NaN stays NaN.

    Raises
    ------
    StatisticError
        If a p-value lies outside 0 to 1.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical and
    powerful approach to multiple testing. Journal of the Royal Statistical Society B 57(1),
    289-300, doi:10.1111/j.2517-6161.1995.tb02031.x. Dependence: Benjamini, Y. and Yekutieli, D.
    (2001). Annals of Statistics 29(4), 1165-1188, doi:10.1214/aos/1013699998.

    Examples
    --------
    Three tests: .01 x 3 / 1, .03 x 3 / 2, .04 x 3 / 3; the second takes over the lower third.

    >>> benjamini_hochberg(np.array([0.03, np.nan, 0.01, 0.04])).round(4).tolist()
    [0.04, nan, 0.03, 0.04]
    """
    tested = ~np.isnan(p)
    tested_p = p[tested]
    _require_p(tested_p)
    order = np.argsort(tested_p)
    rank = np.arange(1, tested_p.size + 1) if times is None else np.cumsum(times[tested][order])
    scaled = tested_p[order] * (rank[-1:] / rank)
    lowest_from_here = np.minimum.accumulate(scaled[::-1])[::-1]
    adjusted = np.full(p.shape, np.nan)
    # Among equal p-values the last rank is the lowest, and all of them get it.
    within = np.empty(tested_p.size)
    within[order] = np.minimum(lowest_from_here, 1.0)
    adjusted[tested] = within
    return adjusted


def false_coverage_level(p: NDArray[np.float64], alpha: float) -> float:
    """Return the level at which intervals beside a family of tests are to be made.

    Intervals of what a test marked are looked at because they are far from nothing; made at
    ``alpha`` too many of them miss. Made at this level, at most a share ``alpha`` of those that
    were marked miss, on average; and an interval leaves out "no difference" exactly where
    `benjamini_hochberg` marks, so that no interval contradicts its verdict.

    Parameters
    ----------
    p
        Raw p-values of the whole family; NaN where no test was possible.
    alpha
        The share of the marked that may be chance.

    Returns
    -------
    float
        ``alpha`` times the share of the family that is marked, or times one of them where none is;
        ``alpha`` where there are no tests.

    Raises
    ------
    StatisticError
        If a p-value lies outside 0 to 1.

    References
    ----------
    Benjamini, Y. and Yekutieli, D. (2005). False discovery rate-adjusted multiple confidence
    intervals for selected parameters. Journal of the American Statistical Association 100(469),
    71-81, doi:10.1198/016214504000001907.

    Examples
    --------
    Two of four are marked: 0,05 x 2 / 4.

    >>> false_coverage_level(np.array([0.001, 0.02, 0.2, 0.9, np.nan]), 0.05)
    0.025
    """
    tests = int(np.count_nonzero(~np.isnan(p)))
    marked = int(np.count_nonzero(benjamini_hochberg(p) <= alpha))
    return alpha * max(marked, 1) / max(tests, 1)


def _require_p(p: NDArray[np.float64]) -> None:
    if p.size and (p.min() < 0.0 or p.max() > 1.0):
        raise StatisticError(
            "Een p-waarde ligt buiten 0 tot 1.",
            f"Gevonden: {p.min():g} tot {p.max():g}.",
            "Geef p-waarden, geen z-scores of percentages.",
        )


def shared_alpha(name: str, together: Collection[str], alpha: float) -> float:
    """Return the largest p of one of several questions that are always asked together.

    Together they are answered wrongly on at most ``alpha`` of the maps on which there is nothing,
    by Bonferroni's inequality. A question that is asked by itself has the whole.

    Examples
    --------
    >>> shared_alpha("theft", ["theft", "nuisance"], 0.05), shared_alpha("events", ["theft"], 0.05)
    (0.025, 0.05)
    """
    return alpha / len(together) if name in together else alpha

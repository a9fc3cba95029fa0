"""Is it more here than there? Counts judged given their total, spread as chance or more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.binomial_kernels import both_tails, ratio_bounds
from hotspots.statistics.checks import require_counts, require_same_length

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Of how many judged apart one may be chance, by default.
ALPHA: Final = 0.05
#: Which differences are looked for: more and fewer, or more alone.
Side = Literal["both", "more"]
SIDES: Final[tuple[Side, ...]] = ("both", "more")


@dataclass(frozen=True, slots=True, eq=False)
class Tails:
    """How unusual counts are where nothing is going on; every array has shape (n,).

    Attributes
    ----------
    at_most, at_least
        Chance of a count as low, and as high, the count itself included; NaN where there is
        nothing to judge.
    """

    at_most: NDArray[np.float64]
    at_least: NDArray[np.float64]

    @property
    def two_sided(self) -> NDArray[np.float64]:
        """Twice the smaller tail, at most 1."""
        return self.p("both")

    def p(self, side: Side) -> NDArray[np.float64]:
        """Return twice the smaller tail, at most 1, or the upper tail for more alone."""
        if side == "more":
            return self.at_least
        p: NDArray[np.float64] = np.minimum(2.0 * np.minimum(self.at_most, self.at_least), 1.0)
        return p


def conditional_tails(
    counts: NDArray[np.int64],
    totals: NDArray[np.int64],
    shares: NDArray[np.float64],
    *,
    dispersion: float | NDArray[np.float64] = 1.0,
) -> Tails:
    """Return how unusual counts are, given the totals that they are a part of.

    Two Poisson counts are binomial given their sum, whatever their common rate. Counts that spread
    more, because one incident brings another, are negative binomial; with the same variance over
    mean in both parts the first is beta-binomial given their sum, exactly.

    Parameters
    ----------
    counts, totals : shape (n,)
        Incidents here, and here and elsewhere together.
    shares : shape (n,)
        What part of the total belongs here if nothing is going on: of what is exposed, or of time.
    dispersion : one number or shape (n,)
        Variance of a count over its mean, 1 where incidents come independently; below 1 counts
        as 1. The higher, the more is left to chance.

    Returns
    -------
    Tails
        NaN where a share is not between 0 and 1 or the total is 0.

    Raises
    ------
    StatisticError
        If a count is negative or above its total, or the arrays differ in length.

    References
    ----------
    Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from
    Poisson series. Biometrika 31(3-4), 313-323, doi:10.1093/biomet/31.3-4.313. Skellam, J. G.
    (1948). A probability distribution derived from the binomial distribution by regarding the
    probability of success as variable between the sets of trials. Journal of the Royal Statistical
    Society B 10(2), 257-261, doi:10.1111/j.2517-6161.1948.tb00014.x.

    Examples
    --------
    8 of 10 where half belong: 56 of 1.024 for a fair coin; with twice the spread a few times more.

    >>> coin = conditional_tails(np.array([8]), np.array([10]), np.array([0.5]))
    >>> float((coin.at_least[0] * 1024).round(6)), float(coin.two_sided[0].round(6))
    (56.0, 0.109375)
    >>> wide = conditional_tails(np.array([8]), np.array([10]), np.array([0.5]), dispersion=2.0)
    >>> float(wide.two_sided[0].round(3))
    0.26
    """
    number, whole, share, spread = _checked(counts, totals, shares, dispersion)
    tails = np.empty((number.size, 2))
    both_tails(number, whole, share, spread, tails)
    return Tails(tails[:, 0].copy(), tails[:, 1].copy())


def conditional_ratio(
    counts: NDArray[np.int64],
    totals: NDArray[np.int64],
    shares: NDArray[np.float64],
    *,
    dispersion: float | NDArray[np.float64] = 1.0,
    alpha: float = ALPHA,
    side: Side = "both",
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the rate here over the rate elsewhere, with the ratios that are not rejected.

    The interval inverts the test of `conditional_tails`: it leaves out 1 exactly where
    the p-value of that side is below ``alpha``.

    Parameters
    ----------
    counts, totals, shares, dispersion
        As in `conditional_tails`.
    alpha
        What part of such intervals may miss the true ratio, at most. For intervals of which only
        some are looked at, see `hotspots.statistics.false_discovery.false_coverage_level`.
    side
        Of more alone only the lower bound is sought; the upper one is infinite.

    Returns
    -------
    ratio, lower, upper : each shape (n,)
        1 is as elsewhere; infinite where all incidents are here; NaN where nothing can be said.

    Raises
    ------
    StatisticError
        As `conditional_tails`.

    References
    ----------
    Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. Biometrika 26(4), 404-413, doi:10.1093/biomet/26.4.404.

    Examples
    --------
    6 among 100 homes beside 4 among 200: three times the rate, which may be chance.

    >>> ratio, lower, upper = conditional_ratio(np.array([6]), np.array([10]), np.array([1 / 3]))
    >>> [float(bound[0].round(2)) for bound in (ratio, lower, upper)]
    [3.0, 0.71, 14.45]
    """
    number, whole, share, spread = _checked(counts, totals, shares, dispersion)
    usable = (share > 0.0) & (share < 1.0)
    tail = alpha if side == "more" else alpha / 2.0
    bounds = np.full((number.size, 2), np.nan)
    wide = usable & (spread > 1.0)
    part = np.empty((int(wide.sum()), 2))
    ratio_bounds(number[wide], whole[wide], share[wide], spread[wide], tail, part)
    bounds[wide] = part
    narrow = usable & ~wide
    bounds[narrow] = _clopper_pearson(number[narrow], whole[narrow], share[narrow], tail)
    if side == "more":
        bounds[usable, 1] = np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = number / (whole - number) * (1.0 - share) / share
    return np.where(usable, ratio, np.nan), bounds[:, 0].copy(), bounds[:, 1].copy()


def _clopper_pearson(
    number: NDArray[np.int64], whole: NDArray[np.int64], share: NDArray[np.float64], tail: float
) -> NDArray[np.float64]:
    """Return the exact bounds of the ratio at dispersion 1: shape (n, 2)."""
    rest = whole - number
    odds = share / (1.0 - share)
    low, high = np.zeros(number.size), np.ones(number.size)
    some, not_all = number > 0, rest > 0
    low[some] = scipy.special.betaincinv(number[some], rest[some] + 1.0, tail)
    high[not_all] = scipy.special.betaincinv(number[not_all] + 1.0, rest[not_all], 1.0 - tail)
    with np.errstate(divide="ignore"):
        return np.column_stack([low / (1.0 - low) / odds, high / (1.0 - high) / odds])


def _checked(
    counts: NDArray[np.int64],
    totals: NDArray[np.int64],
    shares: NDArray[np.float64],
    dispersion: float | NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the input as arrays to work with; a share of NaN where there is nothing to judge."""
    require_counts(counts)
    require_same_length(counts=counts, totals=totals, shares=shares)
    number, whole = counts.astype(np.int64), totals.astype(np.int64)
    if (number > whole).any():
        first = int(np.argmax(number > whole))
        raise StatisticError(
            "Een aantal is groter dan het geheel waar het bij hoort.",
            f"Gevonden: {number[first]} van {whole[first]}.",
            "Tel beide over hetzelfde gebied en dezelfde tijd.",
        )
    spread = np.broadcast_to(
        np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0), counts.shape
    )
    share = np.where(whole > 0, np.asarray(shares, dtype=np.float64), np.nan)
    return number, whole, share, np.full(counts.shape, spread)

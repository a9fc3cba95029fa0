"""Which months are busier than the year around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

_YEAR: Final = 12
#: A moving year loses half a year at either end, so that two give each month one ratio.
FEWEST_MONTHS: Final = 2 * _YEAR


@dataclass(frozen=True, slots=True, eq=False)
class SeasonalIndex:
    """How busy each month of the year is, per day, against the year around it.

    Attributes
    ----------
    index : shape (12,)
        January first; their mean is 1. 1,2 is a fifth more per day than the moving year.
    years : shape (12,)
        How many ratios each is the mean of. With one or two, chance is most of it.
    """

    index: NDArray[np.float64]
    years: NDArray[np.int64]


def seasonal_index(counts: NDArray[np.int64], first_month: np.datetime64) -> SeasonalIndex:
    """Return the ratio of each month to the centred moving year, per day, averaged over years.

    A ratio to the moving average is not misled by a rise or fall over the years, which simple
    means per month are. It holds for the past: it does not say what the next year brings.

    Parameters
    ----------
    counts : shape (k,)
        Incidents per month, without gaps, complete months only: an incomplete last one is read as
        a drop.
    first_month
        The month of ``counts[0]``.

    Raises
    ------
    StatisticError
        If there are fewer than 24 months, a count is negative, or a whole year has no incident.

    References
    ----------
    Shiskin, J., Young, A. H. and Musgrave, J. C. (1967). The X-11 variant of the Census method II
    seasonal adjustment program. Technical paper 15, US Bureau of the Census (ratio to the centred
    12-month moving average).

    Examples
    --------
    One incident a day, but two a day in every December: 2 against (11 + 2) / 12.

    >>> days = np.diff(np.arange("2021-01", "2024-02", dtype="datetime64[M]").astype("M8[D]"))
    >>> counts = days.astype(np.int64) * np.tile([1] * 11 + [2], 3)
    >>> found = seasonal_index(counts, np.datetime64("2021-01"))
    >>> found.index.round(3)[[0, 11]].tolist(), found.years.tolist()[0]
    ([0.923, 1.846], 2)
    """
    require_counts(counts)
    if counts.size < FEWEST_MONTHS:
        raise StatisticError(
            "Te weinig maanden voor een seizoenspatroon.",
            f"Gevonden: {counts.size}; verwacht ten minste {FEWEST_MONTHS} hele maanden.",
            "Kies een langere periode.",
        )
    months = first_month.astype("datetime64[M]") + np.arange(counts.size + 1)
    per_day = counts / np.diff(months.astype("datetime64[D]")).astype(np.int64)
    # Thirteen months, the outer two for half: a year that has its middle in the middle of a month.
    weights = np.array([0.5, *[1.0] * (_YEAR - 1), 0.5]) / _YEAR
    around = np.convolve(per_day, weights, mode="valid")
    if not (around > 0).all():
        raise StatisticError(
            "Een heel jaar heeft geen incidenten.",
            "Gevonden: 0; verwacht ten minste 1 per jaar.",
            "Kies een andere periode of soort.",
        )
    half = _YEAR // 2
    month = months[half : half + around.size].astype(np.int64) % _YEAR
    ratio = per_day[half : half + around.size] / around
    years = np.bincount(month, minlength=_YEAR)
    index = np.bincount(month, weights=ratio, minlength=_YEAR) / years
    return SeasonalIndex(index=index / index.mean(), years=years)

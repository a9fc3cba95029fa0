"""How much of it happens in how few places, set against what few incidents make inevitable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Shares of the cells that are usually named beside one another.
HOTTEST: Final = (0.05, 0.20)


@dataclass(frozen=True, slots=True)
class HottestShare:
    """How much lies in the hottest cells.

    Attributes
    ----------
    cells
        Share of the cells, 0 to 1.
    incidents
        Share of the incidents in them. Never read it alone: 20 incidents in 1.000 cells lie in 2 %
        of the cells however they fall.
    evenly
        The least it could be with so many incidents: spread as evenly as they go.
    by_chance
        What it would be if each incident fell in any cell with the same chance.
    corrected
        How far ``incidents`` is from ``by_chance`` towards 1: 0 is chance, 1 everything in these
        cells; NaN where chance alone already puts everything there. Below 0: more even than chance.
    """

    cells: float
    incidents: float
    evenly: float
    by_chance: float
    corrected: float


def lorenz_curve(
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return which share of the incidents lies in which share of the cells, hottest first.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per cell, cells without any included: leaving those out hides concentration.

    Returns
    -------
    cells, incidents : each shape (n + 1,)
        From (0, 0) to (1, 1); between the points the curve is straight.

    Raises
    ------
    StatisticError
        If a count is negative, or there is no incident.

    References
    ----------
    Bernasco, W. and Steenbeek, W. (2017). More places than crimes: implications for evaluating the
    law of crime concentration at place. Journal of Quantitative Criminology 33, 451-467,
    doi:10.1007/s10940-016-9324-7.

    Examples
    --------
    >>> cells, incidents = lorenz_curve(np.array([0, 3, 1, 0]))
    >>> cells.tolist(), incidents.tolist()
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.75, 1.0, 1.0, 1.0])
    """
    _require_incidents(counts)
    summed = np.concatenate([[0], np.cumsum(np.sort(counts)[::-1])])
    return np.linspace(0.0, 1.0, counts.size + 1), summed / summed[-1]


def generalised_gini(counts: NDArray[np.int64]) -> float:
    """Return the Gini coefficient, measured from the most even spread of so many incidents.

    The plain coefficient is near 1 wherever there are fewer incidents than cells; this one is 0
    if no cell has two. It depends on the size of the cells: compare only maps with the same.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per cell, cells without any included.

    Returns
    -------
    float
        0 is as even as possible; 1 - max(1 / n, 1 / incidents) is everything in one cell. With as
        many incidents as cells or more, it is the plain coefficient.

    Raises
    ------
    StatisticError
        If a count is negative, or there is no incident.

    References
    ----------
    Bernasco and Steenbeek (2017), doi:10.1007/s10940-016-9324-7.

    Examples
    --------
    Five incidents in ten cells: the plain coefficient is 0,78.

    >>> round(generalised_gini(np.array([3, 1, 1, 0, 0, 0, 0, 0, 0, 0])), 12)
    0.56
    """
    _require_incidents(counts)
    places, incidents = counts.size, int(counts.sum())
    rank = np.arange(1, places + 1)
    plain = 2.0 * float(rank @ np.sort(counts)) / (places * incidents) - (places + 1) / places
    return max(places / incidents, 1.0) * (plain - 1.0) + 1.0


def hottest_shares(
    counts: NDArray[np.int64], shares: tuple[float, ...] = HOTTEST
) -> tuple[HottestShare, ...]:
    """Return how much lies in the hottest cells, beside what an even spread and chance give.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per cell, cells without any included.
    shares
        Shares of the cells, above 0 and up to 1. Where that is no whole number of cells, the last
        one counts in part.

    Raises
    ------
    StatisticError
        If a count is negative, there is no incident, or a share does not lie between 0 and 1.

    References
    ----------
    Bernasco and Steenbeek (2017), doi:10.1007/s10940-016-9324-7, for ``evenly``.

    Examples
    --------
    Three in one of 20 cells, two alone: five incidents in three cells.

    >>> result = hottest_shares(np.array([3, 1, 1] + 17 * [0]), (0.05,))[0]
    >>> result.incidents, result.evenly, round(result.by_chance, 2)
    (0.6, 0.2, 0.3)
    """
    cells, incidents = lorenz_curve(counts)
    number = int(counts.sum())
    hottest = []
    for share in shares:
        if not 0.0 < share <= 1.0:
            raise StatisticError(
                "Dit deel van de cellen kan niet.",
                f"Gevonden: {share}; verwacht een getal boven 0 en hoogstens 1.",
                "Geef bijvoorbeeld 0.05.",
            )
        here = float(np.interp(share, cells, incidents))
        chance = _share_by_chance(counts.size, number, share)
        hottest.append(
            HottestShare(
                cells=share,
                incidents=here,
                evenly=_share_spread_evenly(counts.size, number, share),
                by_chance=chance,
                corrected=(here - chance) / (1.0 - chance) if chance < 1.0 else float("nan"),
            )
        )
    return tuple(hottest)


def _share_spread_evenly(places: int, incidents: int, share: float) -> float:
    """Return the share in the hottest cells if counts differ by one at the most."""
    each, fuller = divmod(incidents, places)
    hottest = share * places
    return (each * hottest + min(hottest, fuller)) / incidents


def _share_by_chance(places: int, incidents: int, share: float) -> float:
    """Return the expected share in the hottest cells if incidents fall anywhere.

    The hottest cells hold, summed over k, as many incidents as there are among them with k or
    more; the number of cells with k or more is taken at its expectation. That is a little too much
    where that number is close to the number of hottest cells; with hundreds of cells not visibly.
    """
    hottest, mean = share * places, incidents / places
    # No cell has more than this but once in 1e20 maps.
    most = min(incidents, int(mean + 12.0 * np.sqrt(mean)) + 40)
    at_least = np.arange(1, most + 1)
    with_as_many = places * scipy.special.betainc(
        at_least, incidents - at_least + 1.0, 1.0 / places
    )
    return min(1.0, float(np.minimum(hottest, with_as_many).sum()) / incidents)


def _require_incidents(counts: NDArray[np.int64]) -> None:
    require_counts(counts)
    if not counts.sum() > 0:
        raise StatisticError(
            "Zonder incidenten is er geen concentratie.",
            "Gevonden: 0 incidenten; verwacht ten minste 1.",
            "Kies een langere periode of een andere soort.",
        )

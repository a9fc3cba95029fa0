"""Was the map any good? Its order of cells held against the incidents that came after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError
from hotspots.statistics.checks import (
    require_confidence,
    require_counts,
    require_positive,
    require_same_length,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Below this many later incidents a hit rate says nothing and is not given.
FEWEST_EVENTS: Final = 20


@dataclass(frozen=True, slots=True)
class HitRate:
    """How much of what came later lay in the marked part of the map.

    Attributes
    ----------
    area_share
        Marked part of the area, 0 to 1.
    events
        Later incidents in the whole area.
    hits
        Of these, in the marked part; not whole where cells with the same score are marked in part.
    hit_rate, hit_rate_lower, hit_rate_upper
        ``hits`` / ``events`` and its interval.
    pai, pai_lower, pai_upper
        Hit rate over area share: 3 means three times as many as chance. Its interval.
    pei
        ``hits`` over the most that so large a part could have held.
    """

    area_share: float
    events: int
    hits: float
    hit_rate: float
    hit_rate_lower: float
    hit_rate_upper: float
    pai: float
    pai_lower: float
    pai_upper: float
    pei: float


@dataclass(frozen=True, slots=True)
class Beside:
    """Later incidents that one of two maps marked and the other did not.

    Attributes
    ----------
    only_first, only_second
        How many; not whole where cells with the same score are marked in part.
    lower, upper
        Interval of the part of these that the first map marked: above 0,5 it did better.
    """

    only_first: float
    only_second: float
    lower: float
    upper: float


def hit_rate(
    scores: NDArray[np.float64],
    later: NDArray[np.int64],
    *,
    area_share: float,
    area: NDArray[np.float64] | None = None,
    confidence: float = 0.95,
) -> HitRate | None:
    """Return how much of what came later lay in the hottest part of the map, with an interval.

    The interval presumes independent incidents; where they follow each other it is too narrow.
    High values say that the map found where incidents come often, not that it foresaw any one.

    Parameters
    ----------
    scores : shape (n,)
        What the map said, high is hot: density, z, a count per km2. Finite. For a map of marked
        cells: 1 and 0, and their share of the area as ``area_share``.
    later : shape (n,)
        Incidents in the period after that of the map.
    area : shape (n,), optional
        Area of each cell or buurt, above 0; the same for all if left out.
    area_share
        Marked part of the area, above 0 and up to 1. Where the border falls among cells with the
        same score, as many as needed of them are marked, and the average over all choices is given.
    confidence
        Of the interval (exact, of a binomial share).

    Returns
    -------
    HitRate or None
        None with fewer than 20 later incidents: it would say more about chance than the map.

    Raises
    ------
    StatisticError
        If ``area_share`` does not lie between 0 and 1, a score is not finite, a count negative, an
        area not above 0, or the arrays differ in length.

    References
    ----------
    Chainey, S., Tompson, L. and Uhlig, S. (2008). The utility of hotspot mapping for predicting
    spatial patterns of crime. Security Journal 21, 4-28, doi:10.1057/palgrave.sj.8350066 (PAI).
    Hunt, J. M. (2016). Do crime hot spots move? Dissertation, American University (PEI).
    Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits. Biometrika
    26(4), 404-413, doi:10.1093/biomet/26.4.404.

    Examples
    --------
    10 of 30 incidents in the hottest tenth: 3,3 times chance.

    >>> result = hit_rate(np.arange(10.0)[::-1], np.array([10, 4, 4, 2, 2, 2, 2, 2, 1, 1]),
    ...     area_share=0.1)
    >>> round(result.pai, 2), round(result.pai_lower, 2), round(result.pai_upper, 2), result.pei
    (3.33, 1.73, 5.28, 1.0)
    """
    require_confidence(confidence)
    if not 0.0 < area_share <= 1.0:
        raise StatisticError(
            "Dit deel van het gebied kan niet.",
            f"Gevonden: {area_share}; verwacht een getal boven 0 en hoogstens 1.",
            "Geef bijvoorbeeld 0.05.",
        )
    require_counts(later)
    if later.sum() < FEWEST_EVENTS:
        return None
    size = _checked_area(scores, later, area)
    events = int(later.sum())
    hits = float(np.interp(area_share, *_group_ends(scores, later, size)))
    best = float(np.interp(area_share, *_group_ends(later / size, later, size)))
    lower, upper = _share_interval(hits, events, confidence)
    return HitRate(
        area_share=area_share,
        events=events,
        hits=hits,
        hit_rate=hits / events,
        hit_rate_lower=lower,
        hit_rate_upper=upper,
        pai=hits / events / area_share,
        pai_lower=lower / area_share,
        pai_upper=upper / area_share,
        pei=hits / best,
    )


def beside(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    later: NDArray[np.int64],
    *,
    area_share: float,
    confidence: float = 0.95,
) -> Beside:
    """Compare two maps of the same cells, by the incidents that only one of them marked.

    Incidents that both marked, or neither, say nothing of which is better.

    Parameters
    ----------
    first, second : shape (n,)
        Scores, as in `hit_rate`; cells of the same size.
    later, area_share, confidence
        As in `hit_rate`.

    Raises
    ------
    StatisticError
        As `hit_rate`, and if there is no later incident.

    References
    ----------
    McNemar, Q. (1947). Note on the sampling error of the difference between correlated
    proportions or percentages. Psychometrika 12(2), 153-157, doi:10.1007/BF02295996; exact: the
    interval of Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404.

    Examples
    --------
    Both mark one cell of four: 9 incidents in the first, 2 in the second.

    >>> result = beside(np.array([2.0, 1, 0, 0]), np.array([1.0, 2, 0, 0]), np.array([9, 2, 5, 5]),
    ...     area_share=0.25)
    >>> result.only_first, result.only_second, round(result.lower, 3)
    (9.0, 2.0, 0.482)
    """
    require_confidence(confidence)
    size = _checked_area(first, later, None)
    _checked_area(second, later, None)
    one, other = (_marked(scores, size, area_share) for scores in (first, second))
    only_first = float((later * one * (1.0 - other)).sum())
    only_second = float((later * other * (1.0 - one)).sum())
    lower, upper = _share_interval(only_first, only_first + only_second, confidence)
    return Beside(only_first, only_second, lower, upper)


def _marked(
    scores: NDArray[np.float64], size: NDArray[np.float64], area_share: float
) -> NDArray[np.float64]:
    """Return how much of each cell is marked: of cells with the same score an equal part."""
    _, group = np.unique(-scores, return_inverse=True)
    in_group = np.bincount(group, weights=size) / size.sum()
    before = np.cumsum(in_group) - in_group
    part: NDArray[np.float64] = np.clip((area_share - before) / in_group, 0.0, 1.0)[group]
    return part


def _group_ends(
    scores: NDArray[np.float64], later: NDArray[np.int64], size: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return share of the area and hits, summed from the highest score, one point per score.

    A straight line between two points is the average over all orders within a score: exact for
    cells of one size.
    """
    _, group = np.unique(-scores, return_inverse=True)
    share = np.cumsum(np.bincount(group, weights=size)) / size.sum()
    hits = np.cumsum(np.bincount(group, weights=later))
    return np.concatenate([[0.0], share]), np.concatenate([[0.0], hits])


def _share_interval(hits: float, events: float, confidence: float) -> tuple[float, float]:
    tail = (1.0 - confidence) / 2.0
    lower = scipy.special.betaincinv(hits, events - hits + 1.0, tail) if hits > 0 else 0.0
    upper = (
        scipy.special.betaincinv(hits + 1.0, events - hits, 1.0 - tail) if hits < events else 1.0
    )
    return float(lower), float(upper)


def _checked_area(
    scores: NDArray[np.float64], later: NDArray[np.int64], area: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    require_counts(later)
    size = np.ones(later.shape) if area is None else area
    require_same_length(scores=scores, later=later, area=size)
    require_positive("area", size)
    if not np.isfinite(scores).all():
        raise StatisticError(
            "Een score van de kaart is geen getal.",
            f"Gevonden: {int((~np.isfinite(scores)).sum())} van {scores.size} zonder eindig getal.",
            "Laat gebieden weg waarvoor de kaart niets zegt.",
        )
    if not later.sum() > 0:
        raise StatisticError(
            "Na de kaart kwamen geen incidenten.",
            "Gevonden: 0; verwacht ten minste 1.",
            "Kies een latere of langere periode om mee te vergelijken.",
        )
    return size

"""Where a rate of a level says little: few live there, or few for so much ground."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hotspots.analysis.analysis import Status
from hotspots.statistics.rates import SMALL_DENOMINATOR, small_denominator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.analysis.analysis import Analysis
    from hotspots.geography.areas import Geography

#: Measures that are a ratio of rates, beside those that are a rate.
_RATIOS = ("ratio",)


def with_small(geography: Geography, answer: Analysis) -> Analysis:
    """Return an answer that says which of its rates, or ratios of rates, say little."""
    selection, measure = answer.selection, answer.measure
    rated = measure.per_1000 or measure.id in _RATIOS
    if not rated or selection.denominator is None or answer.cell_col is not None:
        return answer
    small = small_denominators(
        geography, selection.level, selection.denominator, answer.denominators
    )
    given = np.isin(answer.status, (Status.VALUE, Status.ZERO, Status.BETWEEN))
    return replace(answer, small=small & given)


def small_denominators(
    geography: Geography,
    level: str,
    denominator: str,
    numbers: NDArray[np.float64] | None = None,
) -> NDArray[np.bool_]:
    """Return which areas of a level have a denominator too small for a headline or a colour.

    Every rate and every ratio of rates is asked here: map, Overzicht and Wijkbeeld leave the same
    areas out.

    Parameters
    ----------
    level
        "gemeente", "wijken" or "buurten". The gemeente is never thin: it is what areas are
        compared with.
    denominator
        Its id, such as "huishoudens".
    numbers : shape (n,)
        What counts were divided by, where that is a part of what the areas have: a drawn area.

    Returns
    -------
    shape (n,)
        In the order of the areas of the level; see `hotspots.statistics.rates.small_denominator`.
    """
    areas, whole = geography.level(level), geography.gemeente
    everyone = float(np.nansum(whole.denominators[denominator]))
    small = small_denominator(
        areas.denominators[denominator],
        areas.area_km2,
        whole_per_km2=everyone / float(whole.area_km2.sum()),
    )
    if numbers is not None:
        with np.errstate(invalid="ignore"):
            small |= numbers < SMALL_DENOMINATOR
    return small

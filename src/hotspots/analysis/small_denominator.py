"""Where a rate of a level says little: few live there, or few for so much ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.statistics.rates import small_denominator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.geography.areas import Geography


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
    own = areas.denominators[denominator] if numbers is None else numbers
    if level == "gemeente":
        return small_denominator(own, np.zeros(len(own)), whole_per_km2=0.0)
    everyone = float(np.nansum(whole.denominators[denominator]))
    per_km2 = everyone / float(whole.area_km2.sum())
    return small_denominator(own, areas.area_km2, whole_per_km2=per_km2)

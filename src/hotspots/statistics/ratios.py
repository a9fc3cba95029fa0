"""How usual a soort is in an area, beside the whole: the location quotient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_counts, require_same_length

if TYPE_CHECKING:
    from numpy.typing import NDArray


def location_quotient(counts: NDArray[np.int64], totals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Divide the share of one kind in each area by its share in all areas together.

    2 says that the kind makes up twice as much of the area's incidents as elsewhere, not that
    there is much of it: 1 of 2 incidents gives a high quotient too.

    Parameters
    ----------
    counts : shape (n,)
        Incidents of the kind.
    totals : shape (n,)
        Incidents of all kinds, that kind included.

    Returns
    -------
    shape (n,)
        1 where the area is like the whole; NaN where it has no incident, or the whole has none of
        the kind.

    Raises
    ------
    StatisticError
        If a count is negative or more than its total, or the arrays differ in length.

    References
    ----------
    Brantingham, P. L. and Brantingham, P. J. (1997). Mapping crime for analytic purposes: location
    quotients, counts, and rates. In: Crime Mapping and Crime Prevention, 263-288.

    Examples
    --------
    Of all 20 incidents 5 are of the kind, a quarter; in the first area half.

    >>> location_quotient(np.array([4, 1, 0]), np.array([8, 12, 0])).round(3).tolist()
    [2.0, 0.333, nan]
    """
    require_counts(counts)
    require_same_length(counts=counts, totals=totals)
    if (counts > totals).any():
        first = int(np.argmax(counts > totals))
        raise StatisticError(
            "Een soort telt meer incidenten dan alle soorten samen.",
            f"Gevonden: {counts[first]} van {totals[first]}.",
            "Tel bij het totaal ook de soort zelf mee.",
        )
    quotient = np.full(counts.shape, np.nan)
    if counts.sum() > 0:
        np.divide(counts * totals.sum(), totals * counts.sum(), out=quotient, where=totals > 0)
    return quotient

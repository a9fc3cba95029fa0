"""Near repeats: a burglary is followed, more often than chance, by another one close by.

The size of the effect is invented; its shape (within 200 m and 14 days, fading in both) is
that of the literature.

References
----------
Johnson, S. D. et al. (2007). Space-time patterns of risk: a cross national assessment of
residential burglary victimization. Journal of Quantitative Criminology 23, 201-219,
doi:10.1007/s10940-007-9025-3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from draws import pick
from rhythm import beside_clock_changes

if TYPE_CHECKING:
    from dwellings import Dwellings
    from numpy.typing import NDArray

#: metres and days within which a follower comes.
REACH_M, REACH_DAYS = 200.0, 13
#: metres and days after which its chance has fallen to 37 %.
FADE_M, FADE_DAYS = 70.0, 4.0


def followers(
    rng: np.random.Generator,
    moments: NDArray[np.datetime64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    size: int,
    dwellings: Dwellings,
) -> tuple[NDArray[np.datetime64], NDArray[np.float64], NDArray[np.float64]]:
    """Return moments and places of incidents that follow others of the same year.

    Each follower has a mother of its own, so ``size / len(moments)`` is the share of incidents
    that are followed. Mothers of the last two weeks of the year are left out: a follower stays
    in its year, because yearly totals are exact.
    """
    new_year = (moments.astype("datetime64[Y]") + 1).astype("datetime64[m]")
    left_min = (new_year - moments).astype(np.int64)
    early = np.flatnonzero(left_min > (REACH_DAYS + 1) * 1440)
    mothers = early[np.argsort(rng.random(early.size), kind="stable")[:size]]
    days = 1 + pick(rng, np.exp(-np.arange(REACH_DAYS) / FADE_DAYS), size)
    # Two and a half hours around the hour of the mother: habits last.
    shift = np.rint((rng.random(size) - 0.5) * 300).astype(np.int64)
    later = moments[mothers] + (days * 1440 + shift).astype("timedelta64[m]")
    homes = np.array(
        [home_near(rng, dwellings, x[mother], y[mother]) for mother in mothers], dtype=np.int64
    )
    return beside_clock_changes(later), dwellings.x[homes], dwellings.y[homes]


def home_near(rng: np.random.Generator, dwellings: Dwellings, x: float, y: float) -> int:
    """Return a dwelling within reach of a place; the nearer, the likelier."""
    away_m = np.hypot(dwellings.x - x, dwellings.y - y)
    near = np.flatnonzero(away_m <= REACH_M)
    return int(near[pick(rng, np.exp(-away_m[near] / FADE_M), 1)[0]])

"""Maps by chance: incidents dealt over areas by what is exposed, one by one or in bursts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def deal(
    total: int,
    share: NDArray[np.float64],
    maps: int,
    *,
    dispersion: float,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Deal incidents over areas by their share of the population, on several maps.

    Parameters
    ----------
    total
        Incidents per map.
    share : shape (n,)
        Adds up to 1.
    maps
        How many maps.
    dispersion
        Variance of a count over its mean before the total was known, as in
        `hotspots.statistics.conditional`.
    rng
        Where chance comes from.

    Returns
    -------
    shape (maps, n)
        Incidents; each row adds up to ``total``.

    Raises
    ------
    StatisticError
        If the dispersion is below 1.

    References
    ----------
    Mosimann, J. E. (1962). On the compound multinomial distribution. Biometrika 49(1-2), 65-82,
    doi:10.1093/biomet/49.1-2.65.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> counts = deal(100, np.array([0.25, 0.75]), 20_000, dispersion=3.0, rng=rng)
    >>> counts.sum(axis=1).max().item(), counts[:, 0].mean().round().item()
    (100, 25.0)
    """
    if not dispersion >= 1.0:
        raise StatisticError(
            "De spreiding van een aantal is niet kleiner dan die van toeval.",
            f"Gevonden: {dispersion}; verwacht 1 of meer.",
            "Geef 1 waar incidenten los van elkaar komen.",
        )
    if dispersion == 1.0 or total <= 1:
        dealt: NDArray[np.int64] = rng.multinomial(total, share, size=maps)
        return dealt
    # Negative binomial counts with this variance over mean, given that they add up to the total.
    gamma = rng.standard_gamma(share * total / (dispersion - 1.0), (maps, share.size))
    everywhere = gamma.sum(axis=1, keepdims=True)
    # So many bursts of nothing that a map has none at all: as likely in one area as its share.
    varied = np.where(everywhere > 0, gamma / np.where(everywhere > 0, everywhere, 1.0), share)
    dispersed: NDArray[np.int64] = rng.multinomial(total, varied)
    return dispersed

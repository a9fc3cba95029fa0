"""Gi without the star, and the general G: for comparison with what others published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse


def gi(values: NDArray[np.float64], weights: sparse.csr_array) -> NDArray[np.float64]:
    """Compute the z-score of Gi: the neighbours of an area, the area itself left out.

    It says whether an area lies among high values, not whether it is high: for hotspots take
    `hotspots.statistics.gi_star.gi_star`.

    Parameters
    ----------
    values : shape (n,)
        One finite number per area; n is at least 3.
    weights : shape (n, n)
        Not 0 where areas are neighbours; the diagonal is ignored.

    Returns
    -------
    shape (n,)
        Without unit; NaN for an area without neighbours, with all others as neighbours, or
        beside which all others are equal: not determinable.

    Raises
    ------
    StatisticError
        If the weights belong to another number of areas.

    References
    ----------
    Getis, A. and Ord, J. K. (1992). The analysis of spatial association by use of distance
    statistics. Geographical Analysis 24(3), 189-206, doi:10.1111/j.1538-4632.1992.tb00261.x.

    Examples
    --------
    Beside the first of four in a row: neighbour 4, the others 4, 1, 1 with mean 2 and variance 2;
    (4 - 2) / sqrt(2 x (3 x 1 - 1) / 2).

    >>> from scipy import sparse
    >>> row = sparse.csr_array(np.eye(4, k=1) + np.eye(4, k=-1))
    >>> gi(np.array([9.0, 4, 1, 1]), row).round(3)[:1].tolist()
    [1.414]
    """
    pattern, neighbours = _apart(values, weights)
    others = values.size - 1
    mean = (values.sum() - values) / others
    variance = np.maximum((np.square(values).sum() - np.square(values)) / others - mean**2, 0.0)
    variance *= neighbours * (others - neighbours) / (others - 1)
    z = np.full(values.size, np.nan)
    some = variance > np.finfo(np.float64).eps * np.square(values).max(initial=0.0)
    np.divide(pattern - neighbours * mean, np.sqrt(variance), out=z, where=some)
    return z


def general_g(values: NDArray[np.float64], weights: sparse.csr_array) -> float:
    """Compute the general G: how much of all products of two areas is that of neighbours.

    High where high values lie together; it cannot see low values that do. For whether there is a
    pattern at all take `hotspots.statistics.moran.moran`.

    Parameters
    ----------
    values : shape (n,)
        One number per area, 0 or more.
    weights : shape (n, n)
        Not 0 where areas are neighbours; the diagonal is ignored.

    Returns
    -------
    float
        From 0 to 1; NaN where fewer than two areas are above 0.

    Raises
    ------
    StatisticError
        If the weights belong to another number of areas.

    References
    ----------
    Getis, A. and Ord, J. K. (1992), as for `gi`, equation 5.

    Examples
    --------
    Of the products 1 x 2, 1 x 3 and 2 x 3 those of neighbours are 2 and 6, of 11.

    >>> from scipy import sparse
    >>> row = sparse.csr_array(np.eye(3, k=1) + np.eye(3, k=-1))
    >>> round(general_g(np.array([1.0, 2, 3]), row), 4)
    0.7273
    """
    sums, _ = _apart(values, weights)
    products = float(values.sum() ** 2 - np.square(values).sum())
    return float(values @ sums) / products if products > 0.0 else float("nan")


def _apart(
    values: NDArray[np.float64], weights: sparse.csr_array
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sum of the values of each area's neighbours, and their number."""
    if weights.shape != (values.size, values.size):
        raise StatisticError(
            "De buurrelaties horen bij andere gebieden dan de waarden.",
            f"Gevonden: {weights.shape[0]} bij {weights.shape[1]}; verwacht "
            f"{values.size} bij {values.size}.",
            "Maak de buurrelaties opnieuw, uit dezelfde gebieden.",
        )
    pattern = (weights != 0).astype(np.float64)
    own = pattern.diagonal()
    return pattern @ values - own * values, pattern @ np.ones(values.size) - own

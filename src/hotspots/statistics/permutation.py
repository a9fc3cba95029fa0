"""Conditional permutations: how often chance gives a place such neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.permutation_kernels import draw_places, two_sided_of_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Draws by default: the smallest two-sided p is then 2 / 1.000.
PERMUTATIONS: Final = 999
SEED: Final = 20171231
#: Sums of the same numbers in another order differ by less than this share of the largest.
_ROUNDING: Final = 1e-12


def conditional_p(
    values: NDArray[np.float64],
    neighbours: NDArray[np.int64],
    observed: NDArray[np.float64],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> NDArray[np.float64]:
    """Return the two-sided p of the sum over each place's neighbours.

    Each place keeps its own value, the others are dealt anew over the map. The smallest p is
    2 / (permutations + 1): with 999 that is .002, which no correction for thousands of cells
    survives. Places share their draws, so the p-values of one map move together; each alone is
    right.

    Parameters
    ----------
    values : shape (n,)
        Finite.
    neighbours : shape (n,)
        How many neighbours each place has, itself not counted: 0 to n - 1.
    observed : shape (n,)
        The sum of the values of those neighbours.
    permutations
        How many draws.
    seed
        The same seed gives the same p-values.

    Returns
    -------
    shape (n,)
        Twice the smaller of (M + 1) / (R + 1) over both sides, at most 1, where M of the R draws
        are at least as extreme; NaN for a place without neighbours.

    Raises
    ------
    StatisticError
        If there are no permutations.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis
    27(2), 93-115, doi:10.1111/j.1538-4632.1995.tb00338.x. North, B. V., Curtis, D. and Sham,
    P. C. (2002). A note on the calculation of empirical p values from Monte Carlo procedures.
    American Journal of Human Genetics 71(2), 439-441, doi:10.1086/341527 (the + 1).

    Examples
    --------
    The one neighbour of the last place is the highest of all: 1 in 3 draws, both sides.

    >>> p = conditional_p(np.array([1.0, 2, 9, 0]), np.array([0, 0, 0, 1]),
    ...                   np.array([0.0, 0, 0, 9]), permutations=99_999)
    >>> p.round(1).tolist()
    [nan, nan, nan, 0.7]
    """
    require_permutations(permutations)
    length = min(int(neighbours.max(initial=0)) + 1, values.size)
    uniform = np.random.default_rng(seed).random((permutations, length))
    tolerance = _ROUNDING * float(np.abs(values).max(initial=0.0)) * length
    # Copies: the loops are compiled for arrays that may be written to, and for no other kind.
    return two_sided_of_sums(
        values.astype(np.float64),
        neighbours.astype(np.int64),
        observed.astype(np.float64),
        draw_places(uniform, values.size),
        tolerance,
    )


def require_permutations(permutations: int) -> None:
    """Stop unless there is at least one permutation.

    Raises
    ------
    StatisticError
        If there is none.
    """
    if permutations < 1:
        raise StatisticError(
            "Een toets met permutaties heeft er ten minste één nodig.",
            f"Gevonden: {permutations}; gebruikelijk: {PERMUTATIONS}.",
            "Kies een groter aantal permutaties.",
        )


def warm_up() -> None:
    """Compile or load the loops, so that the first test need not wait for the compiler."""
    ones = np.ones(2, dtype=np.int64)
    conditional_p(np.arange(2.0), ones, np.ones(2), permutations=1)

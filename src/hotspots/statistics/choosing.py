"""Whole-number choices with several aims, one after the other, by a solver that proves its answer.

An aim is made as small as it can be, then held there, within its slack, while the next is made as
small as it can be. The solver is HiGHS, as scipy comes with it. The same input gives the same
answer, unless the time ran out.

References
----------
Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Mathematical
Programming Computation 10, 119-142, doi:10.1007/s12532-017-0130-5.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Numbers = NDArray[np.float64]

#: What an aim that is held may be missed by: rounding of the solver, and no more.
_ROUNDING: Final = 1e-6
#: Seconds; with less the solver does not get to a first answer.
_LEAST_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Linear limits, ``low <= matrix @ x <= high``; infinite where there is none."""

    matrix: csr_array
    low: Numbers
    high: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What is to be small: ``known`` and ``cost @ x``.

    ``slack`` is the share of the whole that it may be more afterwards, for the aims that follow.
    """

    cost: Numbers
    known: float = 0.0
    slack: float = 0.0


@dataclass(frozen=True, slots=True)
class Reached:
    """The value of an aim; None where the time ran out before there was any choice.

    ``gap`` is by which share of it a better answer could still be there: 0 where it is proved that
    there is none, and None where the time ran out before anything was known.
    """

    value: float | None
    gap: float | None


def best_in_turn(
    aims: Sequence[Aim],
    rows: Rows,
    *,
    upper: Numbers,
    whole: NDArray[np.bool_],
    seconds: float,
) -> tuple[Numbers | None, tuple[Reached, ...]]:
    """Return the best choice, and what each aim came to; None where the time was too short.

    Parameters
    ----------
    upper
        The most of each number; the least is 0.
    whole
        Which numbers are whole.
    seconds
        For all aims together.

    Examples
    --------
    At most one of two: the second is worth more.

    >>> from scipy.sparse import csr_array
    >>> rows = Rows(csr_array([[1.0, 1.0]]), np.array([-np.inf]), np.array([1.0]))
    >>> best, reached = best_in_turn(
    ...     [Aim(np.array([-1.0, -2.0]))], rows, upper=np.ones(2), whole=np.ones(2, dtype=bool),
    ...     seconds=5,
    ... )
    >>> best.tolist(), reached[0].value, reached[0].gap
    ([0.0, 1.0], -2.0, 0.0)
    """
    until = monotonic() + seconds
    best: Numbers | None = None
    reached: list[Reached] = []
    limits = [scipy.optimize.LinearConstraint(rows.matrix, rows.low, rows.high)]
    for at, aim in enumerate(aims):
        # An aim that is reached soon leaves its time to the ones after it.
        left = max((until - monotonic()) / (len(aims) - at), _LEAST_SECONDS)
        solved = scipy.optimize.milp(
            aim.cost,
            constraints=limits,
            bounds=scipy.optimize.Bounds(np.zeros(len(upper)), upper),
            integrality=whole.astype(np.int64),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        # What was best for the aims before this one is within the limits still.
        if solved.x is not None and (best is None or aim.cost @ solved.x <= aim.cost @ best):
            best = np.where(whole, np.round(solved.x), solved.x)
        if best is None:
            reached.append(Reached(None, None))
            continue
        value = float(aim.cost @ best)
        whole_of = aim.known + value
        bound = solved.mip_dual_bound
        gap = 0.0 if solved.status == 0 else _gap(whole_of, value, bound)
        reached.append(Reached(whole_of, gap))
        most = value + abs(whole_of) * aim.slack + _ROUNDING * max(1.0, abs(value))
        limits.append(scipy.optimize.LinearConstraint(aim.cost[None, :], -np.inf, most))
    return best, tuple(reached)


def _gap(whole_of: float, value: float, bound: float | None) -> float | None:
    """Return how much better a value could still be, as a share of the whole that it is part of."""
    if bound is None or not np.isfinite(bound):
        return None
    if value - bound <= _ROUNDING:
        return 0.0
    return (value - bound) / abs(whole_of) if whole_of else None

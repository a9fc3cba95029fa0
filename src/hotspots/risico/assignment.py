"""Who gets which place: as many people as can be within reach, with the least walking in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: metres; what a person without a place costs in the assignment: more than any walk, so that as
#: many as can be are placed, and only then are walks made short.
_WITHOUT_PLACE_M: Final = 1e6
#: People; below this a rest of the solver is nobody.
NOBODY: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Which part of the people of each area gets a place in which shelter.

    Attributes
    ----------
    people : shape (areas, shelters)
        People who go there.
    without : shape (areas,)
        People for whom there is no place within reach.
    """

    people: NDArray[np.float64]
    without: NDArray[np.float64]

    def with_others(self, others: Assignment) -> Assignment:
        """Return the assignment of these people and others together."""
        return Assignment(self.people + others.people, self.without + others.without)

    def mean_distance_m(self, distance_m: NDArray[np.float64]) -> float | None:
        """Return the average distance to the places that are taken; None if none is."""
        placed = self.people.sum()
        if placed <= 0:
            return None
        reached = np.where(self.people > 0, distance_m, 0.0)
        return float((self.people * reached).sum() / placed)


def assign(
    need: NDArray[np.float64],
    places: NDArray[np.float64],
    distance_m: NDArray[np.float64],
    *,
    reach_m: float,
) -> Assignment:
    """Give as many people as possible a place within reach, with the least walking in all.

    Parameters
    ----------
    need : shape (areas,)
        People of each area who look for a place.
    places : shape (shelters,)
        Places in each shelter.
    distance_m : shape (areas, shelters)
        As the crow flies.
    reach_m
        How far people go at most.

    Raises
    ------
    StatisticError
        If a number is negative or not finite, or the solver fails.

    References
    ----------
    Hitchcock, F. L. (1941). The distribution of a product from several sources to numerous
    localities. Journal of Mathematics and Physics 20, 224-230, doi:10.1002/sapm1941201224.
    Solved by HiGHS: Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex
    method. Mathematical Programming Computation 10, 119-142, doi:10.1007/s12532-017-0130-5.

    Examples
    --------
    Ten people each in two areas; the shelter with 5 places is near the first, the one with 100
    out of reach of it. The first area keeps 5 people without a place.

    >>> assignment = assign(np.array([10.0, 10.0]), np.array([5.0, 100.0]),
    ...                np.array([[100.0, 5000.0], [300.0, 400.0]]), reach_m=2000)
    >>> assignment.without.tolist(), assignment.people.tolist()
    ([5.0, 0.0], [[5.0, 0.0], [0.0, 10.0]])
    """
    for numbers in (need, places, distance_m):
        if not np.isfinite(numbers).all() or (numbers < 0).any():
            raise StatisticError(
                "De verdeling over opvangplaatsen kan niet worden berekend.",
                "Gevonden: een aantal of afstand die negatief of onbekend is.",
                "Controleer de cijfers van de opvangplaatsen.",
            )
    people = np.zeros((len(need), len(places)))
    area, shelter = np.nonzero((distance_m <= reach_m) & (need[:, None] > 0) & (places[None] > 0))
    if len(area):
        people[area, shelter] = _solved(need, places, area, shelter, distance_m[area, shelter])
    people[people < NOBODY] = 0.0
    without = np.maximum(need - people.sum(axis=1), 0.0)
    without[without < NOBODY] = 0.0
    return Assignment(people, without)


def _solved(
    need: NDArray[np.float64],
    places: NDArray[np.float64],
    area: NDArray[np.int64],
    shelter: NDArray[np.int64],
    distance_m: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the flow on each pair: no area sends more than it has, no shelter takes more."""
    pairs = np.arange(len(area))
    ones = np.ones(len(area))
    limits = scipy.sparse.vstack(
        [
            scipy.sparse.coo_array((ones, (area, pairs)), shape=(len(need), len(area))),
            scipy.sparse.coo_array((ones, (shelter, pairs)), shape=(len(places), len(area))),
        ]
    ).tocsr()
    solved = scipy.optimize.linprog(
        distance_m - _WITHOUT_PLACE_M,
        A_ub=limits,
        b_ub=np.concatenate([need, places]),
        bounds=(0, None),
        method="highs",
    )
    if solved.status != 0:
        raise StatisticError(
            "De verdeling over opvangplaatsen is niet gelukt.",
            f"Melding van de rekenmodule: {solved.message}",
            "Controleer de cijfers van de opvangplaatsen.",
        )
    flow: NDArray[np.float64] = np.asarray(solved.x, dtype=np.float64)
    return flow


def assign_by_need(
    first: NDArray[np.float64],
    others: NDArray[np.float64],
    places: NDArray[np.float64],
    distance_m: NDArray[np.float64],
    *,
    reach_m: float,
    reserved: NDArray[np.bool_] | None = None,
) -> tuple[Assignment, Assignment]:
    """Assign those who go first, then the others to the places that are left.

    Parameters
    ----------
    reserved : shape (shelters,)
        Shelters that are for those who go first alone.
    """
    helped = assign(first, places, distance_m, reach_m=reach_m)
    left = np.maximum(places - helped.people.sum(axis=0), 0.0)
    if reserved is not None:
        left = np.where(reserved, 0.0, left)
    return helped, assign(others, left, distance_m, reach_m=reach_m)

"""Which buurten to compare with: those about as busy as the ones where a measure was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray
    from scipy import sparse

#: How many times as busy a buurt may be as the one it is compared with, and the other way round.
MOST_TIMES: Final = 2.0


@dataclass(frozen=True, slots=True)
class Roles:
    """Positions of the buurten in each part, and of those that each is compared with.

    ``control_alike`` and ``ring_control_alike`` say whether those were about as busy.
    """

    treated: list[int]
    control: list[int]
    ring: list[int]
    ring_control: list[int]
    control_alike: bool
    ring_control_alike: bool


def roles_of(
    level: NDArray[np.int64],
    treated: list[int],
    named: list[int],
    neighbours: sparse.csr_array,
) -> Roles:
    """Return what every buurt is compared with.

    Parameters
    ----------
    level : shape (buurten,)
        Incidents before; from the period before the one that is compared, where it is known, so
        that a control is not chosen for a peak either.
    treated, named
        Where the measure was taken, and which buurten a user compares them with; none where the
        most alike are to be found.
    neighbours : shape (buurten, buurten)
        Which touch.

    Raises
    ------
    SelectionError
        If too few buurten are left.
    """
    touching = np.flatnonzero(neighbours[treated].sum(axis=0))
    ring = [int(at) for at in touching if at not in treated and at not in named]
    free = [at for at in range(len(level)) if at not in {*treated, *ring}]
    control, alike = _compared_with(level, treated, free)
    if named:
        control = named
        alike = _about(level[named].mean(), level[treated].mean())
    ring_control, ring_alike = _compared_with(level, ring, free)
    return Roles(treated, control, ring, ring_control, alike, ring_alike)


def _compared_with(
    level: NDArray[np.int64], wanted: list[int], free: list[int]
) -> tuple[list[int], bool]:
    """Return all free buurten about as busy as one of those wanted; else the nearest, and not."""
    alike = {at: [other for other in free if _about(level[other], level[at])] for at in wanted}
    if all(alike.values()):
        return sorted({other for others in alike.values() for other in others}), True
    return _nearest(level, wanted, free), False


def _about(one: float, other: float) -> bool:
    """Whether two numbers are about the same; one more on both, so that 0 is about 1."""
    times = (float(one) + 1.0) / (float(other) + 1.0)
    return 1.0 / MOST_TIMES <= times <= MOST_TIMES


def _nearest(level: NDArray[np.int64], wanted: list[int], free: Collection[int]) -> list[int]:
    """Return for each wanted buurt another one with the nearest count before.

    The busiest chooses first; of equally near ones the first in the order of the codes is taken.
    """
    left = list(free)
    if len(left) < len(wanted):
        raise SelectionError(
            "Er blijven te weinig buurten over om mee te vergelijken.",
            f"Gevonden: {len(left)}; nodig: {len(wanted)}.",
            "Kies minder buurten met de maatregel.",
        )
    chosen = []
    for at in sorted(wanted, key=lambda at: (-level[at], at)):
        best = min(left, key=lambda other: (abs(level[other] - level[at]), other))
        left.remove(best)
        chosen.append(best)
    return sorted(chosen)

"""What the statistics know of each kernel: how far it reaches, how it falls off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from hotspots.errors import StatisticError

if TYPE_CHECKING:
    from numpy.typing import NDArray

KernelName = Literal["quartic", "gaussian"]


@dataclass(frozen=True, slots=True)
class KernelShape:
    """A round kernel in the plane, in bandwidths: its formula is in `heights`.

    Attributes
    ----------
    reach
        Where it ends, in bandwidths.
    roughness
        Integral of its square at a bandwidth of 1 and a mass of 1.
    second_moment
        Integral of x squared times the kernel, the same along both axes.
    curvature
        The largest sum of its second derivatives along both axes, signs dropped, for a peak of 1.
    """

    name: KernelName
    reach: float
    roughness: float
    second_moment: float
    curvature: float

    def heights(self, squared: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how high the kernel is, its peak being 1, at squared distances in bandwidths."""
        if self.name == "quartic":
            return np.clip(1.0 - squared, 0.0, None) ** 2
        return np.where(squared <= self.reach**2, np.exp(-0.5 * squared), 0.0)

    def effective_area_km2(self, bandwidth_m: float) -> float:
        """Return how many km2 hold as many points as the kernel has to go by.

        With points lying evenly, a weighted mean over the kernel varies as a plain mean over this
        area does: the square of the sum of the weights over the sum of their squares.

        References
        ----------
        Kish, L. (1965). Survey Sampling. Wiley (the effective number of weighted observations).
        """
        return bandwidth_m**2 / self.roughness / 1e6


#: With K(r) = 3 / pi (1 - r2)2 for r up to 1: the integral of K2 is 18 / pi times that of
#: (1 - r2)4 r dr, which is 1/10; that of x2 K is 3 times that of (1 - r2)2 r3 dr, which is 1/24.
#: The second derivatives of (1 - r2)2 add up to 8 at most, in the middle and at the edge.
QUARTIC: Final = KernelShape("quartic", 1.0, 9.0 / (5.0 * math.pi), 1.0 / 8.0, 8.0)
#: The bandwidth is the standard deviation. Cut off at 4 of them, where it is 1/2.981 of its peak:
#: 0,03 % of its mass lies beyond, and is given to the rest. The moments are those without the cut.
GAUSSIAN: Final = KernelShape("gaussian", 4.0, 1.0 / (4.0 * math.pi), 1.0, 2.0)
KERNELS: Final[dict[KernelName, KernelShape]] = {shape.name: shape for shape in (QUARTIC, GAUSSIAN)}


def kernel_shape(name: KernelName) -> KernelShape:
    """Return the kernel of that name.

    Raises
    ------
    StatisticError
        If there is none.

    Examples
    --------
    >>> kernel_shape("gaussian").reach
    4.0
    """
    if name not in KERNELS:
        raise StatisticError(
            f"De kern '{name}' bestaat niet.",
            f"Verwacht: {' of '.join(KERNELS)}.",
            "Kies een van deze.",
        )
    return KERNELS[name]

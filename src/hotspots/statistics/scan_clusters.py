"""What a scan statistic found: clusters, and what was chosen on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """A circle that holds more incidents than its exposure explains.

    Attributes
    ----------
    centre
        Index of the area in the middle.
    radius_m
        To the farthest area inside, metres; 0: the area alone.
    members : shape (areas inside,)
        Their indices, from the centre outwards.
    observed
        Incidents inside.
    expected
        Incidents there if they followed the exposure.
    relative_risk
        Incidents per exposure inside over outside; infinite where outside are none.
    llr
        Log likelihood ratio: how much better two rates fit than one.
    p
        How often chance gives a circle at least as unusual, anywhere on the map.
    """

    centre: int
    radius_m: float
    members: NDArray[np.intp]
    observed: int
    expected: float
    relative_risk: float
    llr: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class SpaceTimeCluster:
    """A circle with more incidents in some steps than its own total explains.

    Attributes
    ----------
    centre, radius_m, members
        As in `Cluster`.
    first_step, last_step
        The stretch of time, both inside; 0 is the first step.
    observed
        Incidents inside, in those steps.
    expected
        Incidents there if time and place had nothing to do with each other.
    ratio
        Observed over expected.
    llr, p
        As in `Cluster`.
    """

    centre: int
    radius_m: float
    members: NDArray[np.intp]
    first_step: int
    last_step: int
    observed: int
    expected: float
    ratio: float
    llr: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class SpatialScan:
    """The clusters of a map, the most likely one first; no two share an area.

    Attributes
    ----------
    clusters
        Significant or not: look at ``p``. Empty where no circle holds more than expected.
    total
        Incidents on the map.
    windows
        How many circles were tried.
    largest_share, largest_radius_m, most_areas, permutations, seed
        What was chosen.
    """

    clusters: tuple[Cluster, ...]
    total: int
    windows: int
    largest_share: float
    largest_radius_m: float | None
    most_areas: int | None
    permutations: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class SpaceTimeScan:
    """The clusters in space and time, the most likely one first; no two share an area.

    Attributes
    ----------
    clusters, total
        As in `SpatialScan`.
    windows
        How many circles were tried, with each stretch of time.
    steps
        How many steps of time there are.
    longest_steps, prospective, largest_share, largest_radius_m, most_areas, permutations, seed
        What was chosen.
    """

    clusters: tuple[SpaceTimeCluster, ...]
    total: int
    windows: int
    steps: int
    longest_steps: int
    prospective: bool
    largest_share: float
    largest_radius_m: float | None
    most_areas: int | None
    permutations: int
    seed: int

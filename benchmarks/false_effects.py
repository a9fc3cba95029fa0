"""Count how often a measure that did nothing is said to have helped or hurt, in a simulated town.

    python benchmarks/false_effects.py [--maps N] [--incidents N] [--home FOLDER]

Three years of incidents per buurt, by its households; a quarter fewer in the last. The treated are
the three busiest buurten, or those that came out highest in the year before: a peak by chance. At
most 5 % of the maps may have a verdict (of 400 at most 31). Below, how often a real fall is seen.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.workspace import open_workspace
from hotspots.analysis.searches.before_after import Course, Effect, effect
from hotspots.analysis.searches.comparable import roles_of
from hotspots.statistics.dispersion import dispersion_in_place

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

SEED: Final = 20171231
MONTHS: Final = 12
#: What is left of the incidents of the town in the last year.
LEFT: Final = 0.75


@dataclass(frozen=True)
class World:
    """A town and what happens in it.

    ``picked`` is how many of the highest of the year before are treated; 0 for the busiest three.
    ``work`` is what a measure leaves of the incidents, ``spread`` their variance over mean.
    """

    name: str
    picked: int = 0
    spread: float = 1.0
    work: float = 1.0


WORLDS: Final = (
    World("the three busiest buurten"),
    World("the three busiest, spread twice chance", spread=2.0),
    World("the three highest of the year before", picked=3),
    World("the highest of the year before", picked=1),
    World("the three highest, spread twice chance", picked=3, spread=2.0),
    World("the three busiest, 30 % fewer by the measure", work=0.7),
    World("the three busiest, 40 % fewer by the measure", work=0.6),
)


def simulated(
    shares: NDArray[np.float64],
    neighbours: sparse.csr_array,
    incidents: int,
    world: World,
    seed: int,
) -> tuple[Effect, Effect, Effect]:
    """Return the effect there, around it and together on one map."""
    rng = np.random.default_rng(seed)
    monthly = np.repeat(shares[:, np.newaxis] * incidents / MONTHS, 3 * MONTHS, axis=1)
    monthly[:, 2 * MONTHS :] *= LEFT
    busiest = np.argsort(-shares)[:3]
    if world.work != 1.0:
        monthly[busiest, 2 * MONTHS :] *= world.work
    if world.spread > 1.0:
        # A negative binomial number with this variance over mean.
        monthly = rng.gamma(monthly / (world.spread - 1.0), world.spread - 1.0)
    counts = rng.poisson(monthly)
    earlier, before, after = counts.reshape(len(shares), 3, MONTHS).sum(axis=2).T
    picked = np.argsort(-before)[: world.picked] if world.picked else busiest
    roles = roles_of(earlier, sorted(int(at) for at in picked), [], neighbours)
    dispersion = dispersion_in_place(counts[:, : 2 * MONTHS])

    def course(places: list[int]) -> Course:
        return Course(*(int(year[places].sum()) for year in (earlier, before, after)))

    control = sorted({*roles.control, *roles.ring_control})
    return (
        effect(
            course(roles.treated),
            course(roles.control),
            alike=roles.control_alike,
            dispersion=dispersion,
        ),
        effect(
            course(roles.ring),
            course(roles.ring_control),
            alike=roles.ring_control_alike,
            dispersion=dispersion,
        ),
        effect(
            course([*roles.treated, *roles.ring]),
            course(control),
            alike=roles.control_alike,
            dispersion=dispersion,
        ),
    )


def main() -> None:
    """Read the arguments, simulate, and print a line per world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maps", type=int, default=400)
    parser.add_argument("--incidents", type=int, default=2_000)
    parser.add_argument("--home", default=None)
    asked = parser.parse_args()
    workspace = open_workspace(asked.home)
    households = np.nan_to_num(workspace.geography.buurten.denominators["huishoudens"])
    shares, neighbours = households / households.sum(), workspace.library.neighbours
    print(f"{asked.incidents} incidents a year, {asked.maps} maps: fewer, more, any, no verdict")
    for world in WORLDS:
        found = [
            simulated(shares, neighbours, asked.incidents, world, SEED + at)
            for at in range(asked.maps)
        ]
        there = [effects[0] for effects in found]
        fewer, more = (sum(one.shown == way for one in there) for way in (-1, 1))
        anywhere = sum(any(one.shown for one in effects) for effects in found)
        silent = sum(bool(one.why_not) for one in there)
        print(f"{world.name:46} {fewer:5} {more:5} {anywhere:5} {silent:5}", flush=True)


if __name__ == "__main__":
    main()

"""The search of a scan statistic: the best windows, and how good they get by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from hotspots.statistics.permutation import deal
from hotspots.statistics.scan_kernels import (
    LANES,
    deal_in_time,
    list_records,
    raise_maxima,
    scatter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from hotspots.statistics.scan_windows import Circles, Windows

#: Incidents per area above which a binomial draw per area is quicker than one per incident.
_MANY: Final = 10
#: Entries of the guide per area: the search for a drawn area then seldom takes a step, so that the
#: processor guesses right.
_GUIDE: Final = 8
#: Log ratios of the same window, added up in another order, differ by less than this share.
_ROUNDING: Final = 1e-9


class Chance(Protocol):
    """What was counted, and how chance would spread the same number of incidents.

    A slice is a stretch of time; a scan in space alone has one.
    """

    @property
    def observed(self) -> NDArray[np.int32]:
        """Incidents, shape (areas, slices)."""

    @property
    def scales(self) -> NDArray[np.float64]:
        """Incidents expected per unit of exposure, shape (slices,)."""

    @property
    def total(self) -> int:
        """Incidents on the map, in all time."""

    def draw(self, rng: np.random.Generator) -> Iterator[NDArray[np.int32]]:
        """Yield what chance gives per slice, in their order: shape (areas, `LANES`).

        The array may be used again for the next slice.
        """


@dataclass(frozen=True, slots=True, eq=False)
class OverAreas:
    """Incidents fall in areas by their exposure: Kulldorff (1997).

    With a dispersion above 1 they come in bursts, see `hotspots.statistics.permutation.deal`.
    """

    counts: NDArray[np.int64]
    exposure: NDArray[np.float64]
    dispersion: float = 1.0

    @property
    def observed(self) -> NDArray[np.int32]:
        """Incidents, shape (areas, 1)."""
        return self.counts.astype(np.int32)[:, np.newaxis]

    @property
    def scales(self) -> NDArray[np.float64]:
        """Incidents per unit of exposure on the whole map."""
        return np.array([self.total / self.exposure.sum()])

    @property
    def total(self) -> int:
        """Incidents on the map."""
        return int(self.counts.sum())

    def draw(self, rng: np.random.Generator) -> Iterator[NDArray[np.int32]]:
        """Yield one slice: the total, spread over the areas."""
        n_areas = self.counts.size
        if self.dispersion != 1.0:
            shares = self.exposure / self.exposure.sum()
            dealt = deal(self.total, shares, LANES, dispersion=self.dispersion, rng=rng)
            yield np.ascontiguousarray(dealt.T.astype(np.int32))
            return
        if self.total > _MANY * n_areas:
            shares = self.exposure / self.exposure.sum()
            drawn = rng.multinomial(self.total, shares, size=LANES)
            yield np.ascontiguousarray(drawn.T.astype(np.int32))
            return
        cumulative = np.cumsum(self.exposure)
        cumulative /= cumulative[-1]
        steps = _GUIDE * n_areas
        guide = np.searchsorted(cumulative, np.arange(steps) / steps, side="right")
        counts = np.zeros((n_areas, LANES), dtype=np.int32)
        scatter(cumulative, guide.astype(np.int64), self.total, rng, counts)
        yield counts


@dataclass(frozen=True, slots=True, eq=False)
class OverTime:
    """Incidents keep their area, and the times are dealt anew: Kulldorff et al. (2005).

    Attributes
    ----------
    counts : shape (n, steps)
        Incidents.
    longest_steps
        Of a slice.
    prospective
        Whether a slice must end at the last step.
    """

    counts: NDArray[np.int64]
    longest_steps: int
    prospective: bool

    @property
    def slices(self) -> list[tuple[int, int]]:
        """First and last step of each slice: short ones first among those that end together."""
        n_steps = self.counts.shape[1]
        ends = [n_steps - 1] if self.prospective else range(n_steps)
        return [
            (end - length, end)
            for end in ends
            for length in range(min(self.longest_steps, end + 1))
        ]

    @property
    def observed(self) -> NDArray[np.int32]:
        """Incidents, shape (areas, slices)."""
        before = np.zeros((len(self.counts), self.counts.shape[1] + 1), dtype=np.int32)
        np.cumsum(self.counts, axis=1, out=before[:, 1:])
        first, last = np.array(self.slices).T
        return np.ascontiguousarray(before[:, last + 1] - before[:, first])

    @property
    def scales(self) -> NDArray[np.float64]:
        """The part of all incidents that falls in each slice."""
        part: NDArray[np.float64] = self.observed.sum(axis=0, dtype=np.int64) / self.total
        return part

    @property
    def total(self) -> int:
        """Incidents on the map, in all steps."""
        return int(self.counts.sum())

    def draw(self, rng: np.random.Generator) -> Iterator[NDArray[np.int32]]:
        """Yield the incidents of every slice after dealing."""
        n_areas, n_steps = self.counts.shape
        # Steps that no slice looks at get the incidents that are left: those need not be dealt.
        skipped = n_steps - self.longest_steps if self.prospective else 0
        places = np.repeat(np.arange(n_areas, dtype=np.int32), self.counts.sum(axis=1))
        sizes = self.counts[:, skipped:].sum(axis=0)
        dealt = np.zeros((sizes.size, n_areas, LANES), dtype=np.int32)
        deal_in_time(places, sizes, rng, dealt)
        inside = np.empty((n_areas, LANES), dtype=np.int32)
        for first, last in self.slices:
            if first == last:
                inside[:] = 0
            inside += dealt[first - skipped]
            yield inside


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Windows that beat every smaller one around the same centre; each has shape (records,)."""

    centre: NDArray[np.int64]
    reach_m: NDArray[np.float64]
    part: NDArray[np.int64]
    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A window that was picked, with its areas."""

    centre: int
    radius_m: float
    members: NDArray[np.intp]
    part: int
    observed: int
    expected: float
    ratio: float
    p: float


def search(
    circles: Circles,
    chance: Chance,
    *,
    permutations: int,
    seed: int,
    progress: Callable[[float], None] | None,
) -> tuple[int, Records, NDArray[np.float64]]:
    """Try every window on the map, and on as many maps by chance.

    Parameters
    ----------
    circles
        Where to look.
    chance
        What was counted, and how chance spreads it.
    permutations
        How many maps by chance.
    seed
        The same seed gives the same maps.
    progress
        Is told which share of the work is done.

    Returns
    -------
    int
        How many windows were tried, all slices of time together.
    Records
        The best windows of the map itself.
    shape (permutations,)
        The highest log likelihood ratio of every map by chance.
    """
    blocks = -(-permutations // LANES)
    # The draws of a block depend on its seed alone: parts of the map see the same maps by chance.
    seeds = np.random.SeedSequence(seed).spawn(blocks)
    maxima = np.zeros((blocks, LANES))
    observed, scales, total = chance.observed, chance.scales, float(chance.total)
    tried = 0
    records = []
    for windows in circles.windows():
        tried += windows.stop.size * scales.size
        records.append(_records(windows, observed, scales, total))
        for block in range(blocks):
            draws = chance.draw(np.random.default_rng(seeds[block]))
            for counts, scale in zip(draws, scales.tolist(), strict=True):
                if scale > 0.0:
                    raise_maxima(
                        windows.first,
                        windows.stop,
                        windows.exposed,
                        windows.members,
                        counts,
                        scale,
                        total,
                        maxima[block],
                    )
            if progress is not None:
                done = windows.begin + windows.centres * (block + 1) / blocks
                progress(min(done / len(observed), 1.0))
        # Before the next part is made: a part is large, and one at a time is enough.
        del windows
    return tried, _together(records), maxima.ravel()[:permutations]


def pick(
    circles: Circles,
    records: Records,
    maxima: NDArray[np.float64],
    *,
    at_most: int,
    up_to_p: float = 1.0,
) -> Iterator[Record]:
    """Yield the best window, then the best that shares no area with one before, and so on.

    The first with a p above ``up_to_p`` is the last.

    Of windows that are equally good the smallest comes first, then the one most to the west,
    then to the south: not the one that happens to be listed first.
    """
    free_m = np.full(circles.x_m.size, np.inf)
    for _ in range(at_most):
        free = np.flatnonzero(records.reach_m + circles.same_m < free_m[records.centre])
        if not free.size:
            return
        ratio = records.ratio[free]
        equal = free[ratio >= ratio.max() * (1.0 - _ROUNDING)]
        centres = records.centre[equal]
        order = np.lexsort((circles.y_m[centres], circles.x_m[centres], records.reach_m[equal]))
        best = equal[order[0]]
        centre, radius_m = int(records.centre[best]), float(records.reach_m[best])
        members = circles.members(centre, radius_m)
        as_high = np.count_nonzero(maxima >= records.ratio[best] * (1.0 - _ROUNDING))
        p = (int(as_high) + 1) / (maxima.size + 1)
        yield Record(
            centre=centre,
            radius_m=radius_m,
            members=members,
            part=int(records.part[best]),
            observed=int(records.observed[best]),
            expected=float(records.expected[best]),
            ratio=float(records.ratio[best]),
            p=p,
        )
        if p > up_to_p:
            return
        # A circle is free as long as it stays short of every area that is taken.
        free_m = np.minimum(free_m, circles.distance_to(members))


def _records(
    windows: Windows,
    observed: NDArray[np.int32],
    scales: NDArray[np.float64],
    total: float,
) -> Records:
    what, numbers = list_records(
        windows.first,
        windows.stop,
        windows.exposed,
        windows.members,
        observed,
        scales,
        total,
    )
    return Records(
        centre=what[:, 0] + windows.begin,
        reach_m=windows.reach_m[what[:, 1]],
        part=what[:, 2],
        observed=what[:, 3],
        expected=numbers[:, 0],
        ratio=numbers[:, 1],
    )


def _together(parts: list[Records]) -> Records:
    return Records(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("centre", "reach_m", "part", "observed", "expected", "ratio")
        )
    )

"""How much more the counts of a layer vary than chance: a property of the layer, not of a map."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from hotspots.access.cache import Cache
from hotspots.access.library import judged_rows
from hotspots.access.tally import Tally
from hotspots.access.workspace import finest_cells_of
from hotspots.analysis.counting import counts_in_steps
from hotspots.analysis.periods import covered_period, to_day
from hotspots.geography.grid import cell_number, coarsen
from hotspots.statistics.dispersion import (
    dispersion_in_place,
    dispersion_in_time,
    dispersion_of_repeats,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.cube import Cube
    from hotspots.access.incidents import Countable, Incidents
    from hotspots.access.library import Library
    from hotspots.catalog.specs import LayerSpec

#: Variance over mean of counts that vary as chance does.
NO_EXTRA: Final = 1.0
#: Least side of the blocks in which repeats are counted, metres, and how many days a block lasts:
#: wide enough for what comes near the first, in place and time.
_BLOCK_M: Final = 500
_BLOCK_DAYS: Final = 28
#: Months in a step, where there are enough of them: longer than most bursts last.
_QUARTER: Final = 3
_YEAR: Final = 12
_FEWEST_QUARTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Variance over mean of the counts of a layer, 1 or more.

    ``place`` is for comparing places in one period, ``time`` for comparing periods in one place:
    a burst that is everywhere at once makes a period stand out, and no place.
    """

    place: float
    time: float


_CACHES: WeakKeyDictionary[Library, Cache[Dispersion]] = WeakKeyDictionary()


def layer_dispersion(library: Library, layer: LayerSpec, level: str) -> Dispersion:
    """Return the dispersion of a layer that is not sensitive, over all that it holds.

    Of all soorten and of all years together: it says how the layer behaves, and is the same for
    every selection of it.

    Parameters
    ----------
    level
        One of `AREA_LEVELS`: in larger areas more of a burst comes together.

    Raises
    ------
    StoreError
        If the layer cannot be read.
    """
    version, in_areas = judged_rows(library, layer)
    cache = _CACHES.setdefault(library, Cache())
    block_m = _block_of(library, layer)
    key = (layer.id, version, level, library.geography.fingerprint, block_m)
    return cache.answer(
        key,
        lambda: _dispersion(library, layer, in_areas, level, block_m),
    )


def _block_of(library: Library, layer: LayerSpec) -> int:
    """Return the side of the blocks of a layer: whole cells of every role that sees it.

    A block that cuts a cell would tell how the incidents lie within that cell.
    """
    together = lcm(*finest_cells_of(library.catalog, layer.id))
    return -(-_BLOCK_M // together) * together


def _dispersion(
    library: Library, layer: LayerSpec, in_areas: Countable, level: str, block_m: int
) -> Dispersion:
    months_per_count, areas = layer.counted_months, len(library.geography.level(level))
    table = counts_per_step(in_areas, in_areas.area(level), areas, months_per_count)
    steps = table
    if months_per_count == 1 and table.shape[1] >= _FEWEST_QUARTERS * _QUARTER:
        whole = table.shape[1] // _QUARTER * _QUARTER
        steps = table[:, :whole].reshape(areas, -1, _QUARTER).sum(axis=2)
    repeats = NO_EXTRA
    if months_per_count == 1:
        repeats = _repeats(judged_rows(library, layer, "cells")[1], block_m)
    return Dispersion(
        place=max(dispersion_in_place(steps), repeats),
        time=max(
            dispersion_in_time(table, steps_per_year=_YEAR // months_per_count),
            repeats,
        ),
    )


def counts_per_step(
    incidents: Countable, area: NDArray[np.int16], areas: int, months: int
) -> NDArray[np.int64]:
    """Return incidents per area in every whole month, or as many months: shape (areas, steps)."""
    covered = covered_period(incidents)
    first = np.datetime64(covered.first, "M") + (covered.first.day > 1)
    after = np.datetime64(covered.last, "D") + 1
    last = after.astype("datetime64[M]")
    steps = int((last - first).astype(int)) // months
    if steps < 1:
        return np.zeros((areas, 0), dtype=np.int64)
    month = incidents.day.astype("datetime64[D]").astype("datetime64[M]")
    step = (month - first).astype(np.int64) // months
    inside = (area >= 0) & (month >= first) & (step < steps)
    flat = area[inside].astype(np.int64) * steps + step[inside]
    return incidents.counts(flat, areas * steps, inside).reshape(areas, steps)


def _repeats(incidents: Tally | Incidents, block_m: int) -> float:
    """Return the dispersion of incidents that follow each other, from pairs in the same block.

    Pairs in the same block of place and of time, beside how many there would be if the times were
    dealt anew over the places.
    """
    covered = covered_period(incidents)
    inside = incidents.known_at("cells") & covered.holds(incidents.day)
    if not inside.any():
        return NO_EXTRA
    lies_in = (
        incidents.places
        if isinstance(incidents, Tally)
        else np.stack([at[inside] for at in (incidents.cell_col, incidents.cell_row)])
    )
    block = cell_number(*coarsen(lies_in, block_m))
    # Looked up: of millions the distinct ones take a second to sort.
    there = np.zeros(int(block.max()) + 1, dtype=bool)
    there[block] = True
    blocks = np.flatnonzero(there)
    time = (incidents.day.astype(np.int64) - to_day(covered.first)) // _BLOCK_DAYS
    both = counts_in_steps(blocks, incidents, inside, time, block_m)
    near = _pairs(both.times)
    same_place, same_time = (
        _pairs(np.bincount(at, weights=both.times)) for at in (both.place, both.step)
    )
    number = incidents.number(inside)
    every = _pairs(np.array([number]))
    by_chance = same_place * same_time / every if every else 0.0
    return dispersion_of_repeats(number, near, by_chance)


def _pairs(counts: NDArray[np.int64] | NDArray[np.float64]) -> float:
    number = counts.astype(np.float64)
    return float((number * (number - 1.0)).sum() / 2.0)


def cube_dispersion(cube: Cube) -> float:
    """Return the dispersion of a sensitive layer, from the middles of what was published."""
    bounds = cube.bounds
    middles = ((bounds.lower + bounds.upper) // 2).astype(np.int64)
    return dispersion_in_place(middles)

"""Two counts of an area: its own, and what it is held against, the rest of the city or earlier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.library import judged_cube, judged_rows
from hotspots.analysis.counting import count_areas
from hotspots.analysis.cube import bounds_in, here_and_rest
from hotspots.analysis.exposure import small_denominators
from hotspots.analysis.layer_dispersion import cube_dispersion, layer_dispersion
from hotspots.analysis.periods import (
    Period,
    covered_by,
    covered_period,
    time_share,
    whole_quarters,
    whole_spans,
    year_before,
)
from hotspots.analysis.withheld import withheld_areas
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.access.incidents import Countable
    from hotspots.access.library import Library
    from hotspots.catalog.specs import LayerSpec

#: Why an area is not judged; `wijkbeeld.words` has the words.
WHY_NOT: Final = (
    "no_year_before",
    "nothing",
    "no_denominator",
    "small_denominator",
    "whole_city",
    "withheld",
    "not_asked",
)


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Two counts per area: of what is judged, and of what it is held against; shape (n,) each.

    Attributes
    ----------
    here, there
        The counts, or the fewest that they can be.
    shares
        What part of both together belongs here if there is no difference.
    dispersion
        Variance over mean of such counts.
    why_not
        Of `WHY_NOT` where an area cannot be judged, else empty.
    here_most, there_most
        The most that the counts can be, where they are bounds.
    small
        Where the denominator is too small for a headline.
    """

    here: NDArray[np.int64]
    there: NDArray[np.int64]
    shares: NDArray[np.float64]
    dispersion: float
    why_not: NDArray[np.object_]
    here_most: NDArray[np.int64] | None = None
    there_most: NDArray[np.int64] | None = None
    small: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One layer in a family: its two counts per area, and the periods that they are of."""

    sides: Sides
    period: Period
    before: Period | None = None


def own_days(layer: LayerSpec, covered: Period, period: Period) -> Period | None:
    """Return the days of a period that a layer has, in whole quarters or years if it counts so."""
    if layer.sensitive:
        period = whole_quarters(period)
    elif layer.counted_months > 1:
        period = whole_spans(period, layer.counted_months)
    return period.intersection(covered)


def counts_in_place(
    library: Library, layer: LayerSpec, level: str, period: Period, before: Period | None
) -> Question | None:
    """Return the counts of every area and of the rest; None where the layer has no such days."""
    del before
    denominators = library.geography.level(level).denominators[layer.denominators[0]]
    small = small_denominators(library.geography, level, layer.denominators[0])
    if layer.sensitive:
        cube = judged_cube(library, layer)
        own = own_days(layer, covered_by(cube), period)
        if own is None:
            return None
        here, rest = here_and_rest(cube, own)
        shares, why_not = _shares(denominators)
        sides = Sides(
            here=here.lower,
            there=rest.lower,
            shares=shares,
            dispersion=cube_dispersion(cube),
            why_not=why_not,
            here_most=here.upper,
            there_most=rest.upper,
            small=small,
        )
        return Question(sides, own)
    _, incidents = judged_rows(library, layer)
    own = own_days(layer, covered_period(incidents), period)
    if own is None:
        return None
    counts = _counts(incidents, level, len(denominators), own)
    sides = sides_in_place(
        counts, denominators, layer_dispersion(library, layer, level).place, small=small
    )
    hidden = withheld_areas(incidents, level, len(denominators), own)
    return Question(without_hidden(sides, np.full(len(hidden), hidden.any())), own)


def sides_in_place(
    counts: NDArray[np.int64],
    denominators: NDArray[np.float64],
    dispersion: float,
    *,
    small: NDArray[np.bool_] | None = None,
) -> Sides:
    """Return the counts of areas, each beside that of all the others together.

    Parameters
    ----------
    counts : shape (n,)
        Incidents per area of the whole municipality.
    denominators : shape (n,)
        How much each could happen to; NaN where it is not known.
    """
    shares, why_not = _shares(denominators)
    there = int(counts.sum()) - counts
    why_not = np.where((why_not == "") & (counts + there == 0), "nothing", why_not)
    return Sides(counts, there, shares, dispersion, why_not, small=small)


def _shares(
    denominators: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Return the part of the denominator that each area has, and why one cannot be judged by it."""
    known = np.nan_to_num(denominators)
    whole = float(known.sum())
    why_not = np.select(
        [
            np.isnan(denominators),
            known < SMALLEST_DENOMINATOR,
            whole - known < SMALLEST_DENOMINATOR,
        ],
        ["no_denominator", "small_denominator", "whole_city"],
        "",
    ).astype(object)
    shares = known / whole if whole > 0 else np.full(known.shape, np.nan)
    return shares, why_not


def counts_in_time(
    library: Library, layer: LayerSpec, level: str, period: Period, before: Period | None
) -> Question | None:
    """Return the counts of every area in both periods; None where the layer has no such days."""
    areas = len(library.geography.level(level))
    if layer.sensitive:
        return _cube_in_time(library, layer, areas, period, before)
    _, incidents = judged_rows(library, layer)
    covered = covered_period(incidents)
    own = own_days(layer, covered, period)
    if own is None:
        return None
    earlier = earlier_days(layer, covered, own, before)
    counts = _counts(incidents, level, areas, own)
    if earlier is None:
        return Question(without_earlier(counts), own)
    dispersion = layer_dispersion(library, layer, level).time
    then = _counts(incidents, level, areas, earlier)
    sides = sides_in_time(counts, then, own, earlier, dispersion)
    hidden = withheld_areas(incidents, level, areas, own) | withheld_areas(
        incidents, level, areas, earlier
    )
    return Question(without_hidden(sides, hidden), own, earlier)


def without_earlier(counts: NDArray[np.int64]) -> Sides:
    """Return counts with nothing to hold them against: none is judged."""
    nothing = np.full(len(counts), "no_year_before", dtype=object)
    return Sides(counts, counts * 0 - 1, np.full(len(counts), np.nan), 1.0, nothing)


def sides_in_time(
    counts: NDArray[np.int64],
    earlier: NDArray[np.int64],
    period: Period,
    before: Period,
    dispersion: float,
) -> Sides:
    """Return the counts of areas in a period, each beside its own in an earlier one."""
    share = time_share(period, before)
    why_not = np.where(counts + earlier == 0, "nothing", "").astype(object)
    return Sides(counts, earlier, np.full(counts.shape, share), dispersion, why_not)


def earlier_days(
    layer: LayerSpec, covered: Period, own: Period, before: Period | None
) -> Period | None:
    """Return the days that a layer is compared with; None where it does not reach back to them."""
    if before is None:
        earlier = year_before(own)
        return earlier if earlier.first >= covered.first else None
    reached = own_days(layer, covered, before)
    if reached is None or (layer.counted_months > 1 and before.first < covered.first):
        return None
    # Days in both periods would be compared with themselves.
    return reached if reached.intersection(own) is None else None


def _cube_in_time(
    library: Library, layer: LayerSpec, areas: int, period: Period, before: Period | None
) -> Question | None:
    """Return the two ends of both counts of a sensitive layer."""
    cube = judged_cube(library, layer)
    covered = covered_by(cube)
    own = own_days(layer, covered, period)
    if own is None:
        return None
    now = bounds_in(cube, own)
    earlier = earlier_days(layer, covered, own, before and whole_quarters(before))
    if earlier is None:
        sides = replace(without_earlier(now.lower), here_most=now.upper)
        return Question(sides, own)
    then = bounds_in(cube, earlier)
    sides = Sides(
        now.lower,
        then.lower,
        np.full(areas, time_share(own, earlier)),
        cube_dispersion(cube),
        np.full(areas, "", dtype=object),
        now.upper,
        then.upper,
    )
    return Question(sides, own, earlier)


def _counts(incidents: Countable, level: str, areas: int, period: Period) -> NDArray[np.int64]:
    chosen = incidents.known_at(level) & period.holds(incidents.day)
    return count_areas(incidents, chosen, level, areas)


def without_hidden(sides: Sides, hidden: NDArray[np.bool_]) -> Sides:
    """Return sides in which areas of which the source withholds a count are not judged."""
    why_not = np.where(hidden & (sides.why_not == ""), "withheld", sides.why_not)
    return replace(sides, why_not=why_not)

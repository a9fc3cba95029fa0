"""Near repeats for every role: counted on the places themselves, shown only as numbers of pairs.

Whether incidents follow each other nearby cannot be seen from the middles of cells: a pair at 90 m
is at 0, 100 or 200 m there. So the pairs are counted here, on the places, with the same bands, area
and months for every role, and what goes out are counts of many incidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access import words as text
from hotspots.access.permission import levels_of, may_see_points
from hotspots.errors import AccessError
from hotspots.statistics.contagion_zones import reach_of
from hotspots.statistics.false_discovery import shared_alpha
from hotspots.statistics.near_repeat import ALPHA, DAY_BANDS, DISTANCE_BANDS_M, knox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from hotspots.access.incidents import Incidents
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.contagion_zones import Reach
    from hotspots.statistics.near_repeat import KnoxResult, Metric

#: Incidents below which nothing is said: their pairs are few, and each is of two known victims.
LEAST: Final = 60
#: Months at the least. In one month nearly all pairs lie within the last band of time, so that a
#: number that is not shown would follow from the others.
LEAST_MONTHS: Final = 2
#: Pairs below which a number is not shown, nor what it could be calculated from.
FEWEST_PAIRS: Final = 10
#: In `Bands.observed`: fewer pairs than may be shown.
FEW: Final = -1
_BEGIN: Final = date(1970, 1, 1)
#: What can be repeated on a target.
_AGAINST_A_TARGET: Final = ("misdrijf", "aangifte")


@dataclass(frozen=True, slots=True)
class NearRepeatQuestion:
    """Which incidents, and how.

    Whole months, in the whole municipality. ``soorten`` are positions, none means all. Bands that
    are empty are the fixed ones; others are only for roles that see places, and so are months that
    are no calendar year nor all there are, and several soorten: the difference of two such answers
    would tell the pairs of one month, or of one soort, however few. ``alpha`` is the chance that
    any band of any layer stands out on a map without near repeats.
    """

    first: date
    last: date
    soorten: tuple[int, ...] = ()
    metric: Metric = "euclidean"
    permutations: int = 999
    distance_bands_m: tuple[float, ...] = ()
    day_bands: tuple[float, ...] = ()
    alpha: float = ALPHA


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """A Knox table as it may be shown: a row per band of distance, a column per band of time.

    Attributes
    ----------
    observed
        Pairs, or `FEW`.
    expected
        Pairs by chance, to a tenth; NaN where so few pairs lie at that distance at all that it
        would tell how many.
    ratio, p, adjusted_p
        NaN where ``observed`` is `FEW`: it would follow from each of them.
    shown_from
        From how many pairs on a band stands out, 0 where that cannot be.
    stands_out
        Whether a band does, all bands judged together.
    """

    distance_bands_m: tuple[float, ...]
    day_bands: tuple[float, ...]
    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    p: NDArray[np.float64]
    adjusted_p: NDArray[np.float64]
    shown_from: NDArray[np.int64]
    stands_out: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class NearRepeats:
    """The answer, the same for every role.

    Attributes
    ----------
    count
        Incidents that were compared.
    without_day
        Incidents left out, because no more than their month or year is known.
    bands, reach
        The table, and how far and how long the risk is raised; None where nothing could be asked.
    seed
        With what chance was drawn.
    alpha
        The largest p of a band that stands out, all bands judged together.
    silent
        Why nothing could be asked: "too_few".
    """

    count: int
    without_day: int
    bands: Bands | None = None
    reach: Reach | None = None
    seed: int = 0
    alpha: float = ALPHA
    silent: str = ""


def follows_a_target(layer: LayerSpec) -> bool:
    """Whether incidents of a layer can be repeated on a target, and may be looked at so closely.

    Who reports twice, or whose alarm goes off twice, is near in place and time to the first as
    well, and that says nothing of a next one.
    """
    return (
        layer.kind == "incidents"
        and layer.observes in _AGAINST_A_TARGET
        and not layer.sensitive
        and "cells" in levels_of(layer)
    )


def alpha_among(layers: Iterable[LayerSpec], layer_id: str, together_at: float = ALPHA) -> float:
    """Return the largest p of a layer with near repeats, where it is one of several of a home.

    A briefing looks at all of them at once. Together they show near repeats on at most
    ``together_at`` of the maps without any, and the map says of each of them what a briefing says.
    """
    together = [entry.id for entry in layers if follows_a_target(entry)]
    return shared_alpha(layer_id, together, together_at)


def near_repeats_in(
    incidents: Incidents,
    layer: LayerSpec,
    role: str,
    question: NearRepeatQuestion,
    progress: Callable[[float], None],
    *,
    alpha: float = ALPHA,
) -> NearRepeats:
    """Return whether incidents follow each other nearby, from places that go no further.

    Raises
    ------
    AccessError
        If the layer is sensitive, the period is not of whole months, or bands are asked that are
        not for this role.
    StatisticError
        If there are more pairs than can be counted, or the bands do not rise.
    """
    _require(layer, role, question)
    if not may_see_points(layer, role):
        _require_fixed(incidents, question)
    usable, without_day = _usable(incidents, question)
    count = int(np.count_nonzero(usable))
    if count < LEAST:
        return NearRepeats(count, without_day, silent="too_few")
    table = knox(
        incidents.x_rd[usable],
        incidents.y_rd[usable],
        incidents.day[usable].astype(np.float64),
        distance_bands_m=question.distance_bands_m or DISTANCE_BANDS_M,
        day_bands=question.day_bands or DAY_BANDS,
        metric=question.metric,
        permutations=question.permutations,
        alpha=alpha,
        progress=progress,
    )
    return NearRepeats(count, without_day, bands_of(table), reach_of(table), table.seed, alpha)


def bands_of(table: KnoxResult) -> Bands:
    """Return a table without the numbers of fewer than `FEWEST_PAIRS` pairs.

    A ratio or a p tells the number that it was made of, so they go with it. What is expected is
    in proportion to the pairs at a distance, whenever they were; where those are few it goes too.
    """
    few = table.observed < FEWEST_PAIRS
    at_distance = np.broadcast_to(table.at_distance[:, np.newaxis], few.shape)

    def known(numbers: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
        return np.where(few, np.nan, numbers.round(decimals))

    return Bands(
        distance_bands_m=table.distance_bands_m,
        day_bands=table.day_bands,
        observed=np.where(few, FEW, table.observed),
        expected=np.where(at_distance < FEWEST_PAIRS, np.nan, table.expected.round(1)),
        ratio=known(table.ratio, 2),
        p=known(table.p, 3),
        adjusted_p=known(table.adjusted_p, 3),
        shown_from=table.shown_from,
        stands_out=table.adjusted_p <= table.alpha,
    )


def _usable(incidents: Incidents, question: NearRepeatQuestion) -> tuple[NDArray[np.bool_], int]:
    """Return which incidents are compared, and how many are not for want of a day."""
    first, last = ((day - _BEGIN).days for day in (question.first, question.last))
    usable = incidents.known_at("cells") & (incidents.day >= first) & (incidents.day <= last)
    if question.soorten:
        usable &= np.isin(incidents.soort, question.soorten)
    with_day = usable & incidents.day_known
    return with_day, int(np.count_nonzero(usable) - np.count_nonzero(with_day))


def _require_fixed(incidents: Incidents, question: NearRepeatQuestion) -> None:
    """Stop unless a question is one of the few that no two of can be subtracted."""
    first, last = question.first, question.last
    if incidents.covered is not None:
        begin, end = (_BEGIN + timedelta(days=day) for day in incidents.covered)
        from_the_begin, to_the_end = first <= begin, last >= end
        year = first.year == last.year and (
            (from_the_begin or (first.month, first.day) == (1, 1))
            and (to_the_end or (last.month, last.day) == (12, 31))
        )
        if not (year or (from_the_begin and to_the_end)):
            raise AccessError(
                text.FIXED_YEARS,
                text.WHOLE_MONTHS_FOUND.format(first=first, last=last),
                text.FIXED_YEARS_DO,
            )
    if len(question.soorten) > 1:
        raise AccessError(
            text.ONE_SOORT,
            text.ONE_SOORT_FOUND.format(count=len(question.soorten)),
            text.ONE_SOORT_DO,
        )


def _require(layer: LayerSpec, role: str, question: NearRepeatQuestion) -> None:
    if layer.sensitive:
        raise AccessError(
            text.NO_PAIRS_HERE.format(layer=layer.label), text.NO_PAIRS_HERE_FOUND, text.ASK
        )
    own_bands = bool(question.distance_bands_m or question.day_bands)
    if own_bands and not may_see_points(layer, role):
        raise AccessError(
            text.OWN_BANDS.format(role=role, layer=layer.label),
            text.OWN_BANDS_FOUND,
            text.OWN_BANDS_DO,
        )
    first, after = question.first, question.last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1 or months < LEAST_MONTHS:
        raise AccessError(
            text.WHOLE_MONTHS,
            text.WHOLE_MONTHS_FOUND.format(first=first, last=question.last),
            text.WHOLE_MONTHS_DO.format(months=LEAST_MONTHS),
        )

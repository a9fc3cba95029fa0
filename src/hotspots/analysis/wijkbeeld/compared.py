"""Comparisons of a briefing, tested together because they are read together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from hotspots.analysis.wijkbeeld.briefing import FEWER, MORE, NOT_SHOWN, UNTESTED, Compared
from hotspots.statistics.change import change_of_counts
from hotspots.statistics.false_discovery import benjamini_hochberg
from hotspots.statistics.rate_ratio import rate_ratio
from hotspots.statistics.rates import SMALLEST_DENOMINATOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.analysis.periods import Period
    from hotspots.analysis.wijkbeeld.denominators import InPlace

#: What a comparison is known by.
Name = TypeVar("Name")

#: Why there is no number: the source keeps a part of it to itself.
WITHHELD: Final = "withheld"
#: Share of what is called more or fewer that may be chance.
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class InTime:
    """A count beside that of an earlier period; None where there is none, and ``why_not``."""

    count: int
    period: Period
    earlier: int | None
    before: Period | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class InCity:
    """A count beside that of the rest of the city; ``over`` is what both are divided by.

    ``elsewhere`` is None where the source does not give all of it.
    """

    count: int
    elsewhere: int | None
    over: InPlace | None


def untested(why_not: str) -> Compared:
    """Return a comparison that was not made, and why."""
    nothing = float("nan")
    return Compared(nothing, nothing, nothing, UNTESTED, nothing, why_not)


def compared_in_time(pairs: Mapping[Name, InTime]) -> dict[Name, Compared]:
    """Compare counts with earlier ones by the E-test, Benjamini-Hochberg over all of them."""
    found = {name: untested(why) for name, pair in pairs.items() if (why := _no_time(pair))}
    tested = {name: pair for name, pair in pairs.items() if name not in found}
    if not tested:
        return found
    change = change_of_counts(
        np.array([pair.earlier for pair in tested.values()], dtype=np.int64),
        np.array([pair.count for pair in tested.values()], dtype=np.int64),
        earlier_duration=_days([pair.before for pair in tested.values()]),
        later_duration=_days([pair.period for pair in tested.values()]),
    )
    bounds = (change.ratio, change.ratio_lower, change.ratio_upper)
    return found | _judged(tuple(tested), *bounds, change.p)


def compared_in_city(pairs: Mapping[Name, InCity]) -> dict[Name, Compared]:
    """Compare rates with those of the rest of the city, Benjamini-Hochberg over all of them."""
    found = {name: untested(why) for name, pair in pairs.items() if (why := _no_city(pair))}
    tested = {
        name: (pair, pair.over)
        for name, pair in pairs.items()
        if name not in found and pair.over is not None and pair.elsewhere is not None
    }
    if not tested:
        return found
    ratio = rate_ratio(
        np.array([pair.count for pair, _ in tested.values()], dtype=np.int64),
        np.array([over.here for _, over in tested.values()]),
        np.array([pair.elsewhere for pair, _ in tested.values()], dtype=np.int64),
        np.array([over.elsewhere for _, over in tested.values()]),
    )
    return found | _judged(tuple(tested), ratio.ratio, ratio.lower, ratio.upper, ratio.p)


def _no_time(pair: InTime) -> str:
    if pair.earlier is None or pair.before is None:
        return pair.why_not or "no_year_before"
    return "" if pair.count + pair.earlier else "nothing"


def _no_city(pair: InCity) -> str:
    if pair.over is None or not np.isfinite(pair.over.here):
        return "no_denominator"
    if pair.over.here < SMALLEST_DENOMINATOR:
        return "small_denominator"
    if pair.over.elsewhere < SMALLEST_DENOMINATOR:
        return "whole_city"
    if pair.elsewhere is None:
        return WITHHELD
    return "" if pair.count + pair.elsewhere else "nothing"


def _days(periods: Sequence[Period | None]) -> NDArray[np.float64]:
    return np.array([period.days if period else 0 for period in periods], dtype=np.float64)


def _judged(
    names: tuple[Name, ...],
    ratio: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    p: NDArray[np.float64],
) -> dict[Name, Compared]:
    adjusted = benjamini_hochberg(p)
    found = {}
    for at, name in enumerate(names):
        verdict = NOT_SHOWN
        if adjusted[at] <= ALPHA:
            verdict = MORE if ratio[at] > 1 else FEWER
        numbers = (float(ratio[at]), float(lower[at]), float(upper[at]))
        found[name] = Compared(*numbers, verdict, float(adjusted[at]))
    return found

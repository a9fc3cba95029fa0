"""At what hour of which day it happened: each incident spread over the hours it may lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from hotspots.analysis.asked import asked_of
from hotspots.analysis.counting import DAY_PART_NUMBERS, UNKNOWN_PART, to_day
from hotspots.analysis.layer_dispersion import layer_dispersion
from hotspots.analysis.measures import measure_named
from hotspots.analysis.selection import settle
from hotspots.intake.moments import AMSTERDAM
from hotspots.statistics.aoristic import hours_of_week
from hotspots.statistics.busy_hours import BusyStretch, busy_stretches
from hotspots.statistics.conditional import ALPHA
from hotspots.statistics.false_discovery import shared_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.periods import Period
    from hotspots.analysis.selection import Selection
    from hotspots.catalog.specs import LayerSpec
    from hotspots.statistics.aoristic import HoursOfWeek

#: Below this many incidents no hour is called busy.
FEWEST: Final = 20
#: An incident that may lie in more hours than this says nothing of the hour.
LONG_H: Final = 24
_HOURS_PER_PART: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class HoursAndDays:
    """When in the week the incidents of a selection happened.

    Attributes
    ----------
    weights : shape (7, 24)
        Monday first, hour 0 first: incidents, each for the part of it that may lie in the hour.
        They add up to ``known``. A single hour is no count.
    known, unknown
        Incidents with and without a time of day; only the first are in ``weights``.
    spread, long
        Of ``known``: how many have a begin and a later end, and for how many those are more than a
        day apart.
    exposure : shape (7, 24)
        How often the period has each hour, as far as the filters ask for it.
    busy
        Stretches of the week (hour 0 is Monday, midnight) that are busier than chance.
    busy_of_day
        The busiest such stretch of the day, all days together, if there is one.
    by_weekday
        Whether some days of the week were asked for, by the begin.
    """

    layer: LayerSpec
    weights: NDArray[np.float64]
    known: int
    unknown: int
    spread: int
    long: int
    exposure: NDArray[np.float64]
    busy: tuple[BusyStretch, ...]
    busy_of_day: tuple[BusyStretch, ...]
    by_weekday: bool

    @property
    def enough(self) -> bool:
        """Whether there are enough incidents to call an hour busy."""
        return self.known >= FEWEST


def hours_and_days(workspace: Workspace, selection: Selection) -> HoursAndDays:
    """Return when in the week the incidents of a selection happened.

    An incident with a begin and an end is spread evenly over the time between (aoristic); one with
    a begin only counts in its hour, one with a date only in none.

    Raises
    ------
    SelectionError
        If the layer cannot answer the selection.
    AccessError
        If the layer is sensitive, or not for this role.
    """
    settled, layer = settle(selection, workspace)
    asked = asked_of(workspace, settled, layer, measure_named(settled.measure))
    begin = asked.incidents.begin[asked.chosen]
    end = asked.incidents.end[asked.chosen]
    found = hours_of_week(seconds_utc(begin), seconds_utc(end))
    length = end - begin
    exposure = hours_in(asked.period.intersection(asked.covered) or asked.period, settled)
    # Of the municipality as one, also for a part of it: bursts may be everywhere at once.
    spread = layer_dispersion(workspace.library, layer, "gemeente").time
    alpha = shared_alpha(layer.id, _looked_at_together(workspace.library.catalog.layers), ALPHA)
    busy, busy_of_day = _busy(found, exposure, spread, alpha)
    return HoursAndDays(
        layer=layer,
        weights=found.weights,
        known=found.known,
        unknown=found.unknown,
        spread=int(np.count_nonzero(length > np.timedelta64(0, "s"))),
        long=int(np.count_nonzero(length > np.timedelta64(LONG_H, "h"))),
        exposure=exposure,
        busy=busy,
        busy_of_day=busy_of_day,
        by_weekday=bool(settled.weekdays),
    )


def _looked_at_together(layers: Iterable[LayerSpec]) -> list[str]:
    """Return the layers of which a briefing looks for busy hours, whatever a role may see."""
    return [
        layer.id
        for layer in layers
        if layer.kind == "incidents" and not layer.sensitive and layer.observes != "evenement"
    ]


def _busy(
    found: HoursOfWeek, exposure: NDArray[np.float64], dispersion: float, alpha: float
) -> tuple[tuple[BusyStretch, ...], tuple[BusyStretch, ...]]:
    """Return the busy stretches of the week and of the day."""
    if found.known < FEWEST:
        return (), ()
    of_week = busy_stretches(
        found.weights.ravel(), exposure.ravel(), alpha=alpha, dispersion=dispersion
    )
    if np.count_nonzero(exposure.any(axis=1)) == 1:
        # All days together are the one day that was asked for.
        return of_week, ()
    of_day = found.weights.sum(axis=0), exposure.sum(axis=0)
    return of_week, busy_stretches(*of_day, most=1, alpha=alpha, dispersion=dispersion)


def seconds_utc(wall: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return seconds since 1970 in UTC of Dutch wall times; NaN where there is none.

    In the hour that comes twice the first is meant, as at the door.

    Examples
    --------
    >>> seconds_utc(np.array(["1970-01-01T01:00:01", "NaT"], dtype="datetime64[s]")).tolist()
    [1.0, nan]
    """
    local = pd.DatetimeIndex(wall).tz_localize(
        AMSTERDAM, ambiguous=np.ones(len(wall), dtype=bool), nonexistent="shift_forward"
    )
    utc = local.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")
    return np.where(np.isnat(utc), np.nan, utc.astype(np.int64).astype(np.float64))


def hours_in(period: Period, selection: Selection) -> NDArray[np.float64]:
    """Return how often a period has each hour of the week, as far as the filters ask for it.

    Returns
    -------
    shape (7, 24)
        Monday first.

    Examples
    --------
    Friday and Saturday 6 and 7 January 2017, in the evening.

    >>> from datetime import date
    >>> from hotspots.analysis.periods import Period
    >>> from hotspots.analysis.selection import Selection
    >>> found = hours_in(
    ...     Period(date(2017, 1, 6), date(2017, 1, 7)),
    ...     Selection("overlast", day_parts=("avond",)),
    ... )
    >>> found.sum(axis=1).tolist(), found[4].nonzero()[0].tolist()
    ([0.0, 0.0, 0.0, 0.0, 6.0, 6.0, 0.0], [18, 19, 20, 21, 22, 23])
    """
    all_days = np.arange(to_day(period.first), to_day(period.last) + 1)
    # 1 January 1970 was a Thursday, weekday 3.
    days = np.bincount((all_days + 3) % 7, minlength=7)
    if selection.weekdays:
        days = np.where(np.isin(np.arange(7), selection.weekdays), days, 0)
    hours = np.ones(24, dtype=bool)
    if selection.day_parts and UNKNOWN_PART not in selection.day_parts:
        parts = [DAY_PART_NUMBERS[name] for name in selection.day_parts]
        hours = np.isin(np.arange(24) // _HOURS_PER_PART, parts)
    return np.outer(days, hours).astype(np.float64)

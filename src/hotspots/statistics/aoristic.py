"""When it happened, if only an interval is known: each incident spread over its possible hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np

from hotspots.errors import StatisticError
from hotspots.statistics.checks import require_same_length

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HOUR_S: Final = 3600
_DAY_H: Final = 24
_DUTCH_TIME: Final = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True, eq=False)
class HoursOfWeek:
    """Incidents by weekday and hour of the local clock.

    Attributes
    ----------
    weights : shape (7, 24)
        Monday first, hour 0 first; they add up to ``known``.
    known
        Incidents with a known time.
    unknown
        Incidents without one, which are in no hour.
    """

    weights: NDArray[np.float64]
    known: int
    unknown: int

    def plus(self, other: HoursOfWeek) -> HoursOfWeek:
        """Return the hours of both together."""
        return HoursOfWeek(
            self.weights + other.weights, self.known + other.known, self.unknown + other.unknown
        )


def hours_of_week(
    begin_utc_s: NDArray[np.float64],
    end_utc_s: NDArray[np.float64],
    *,
    zone: tzinfo = _DUTCH_TIME,
) -> HoursOfWeek:
    """Spread each incident evenly over the time in which it can have happened.

    Long intervals (a holiday) flatten the picture: they say little, and a peak that remains comes
    from the short ones. Nothing here is a count: do not add up single hours as incidents.

    Parameters
    ----------
    begin_utc_s, end_utc_s : shape (n,)
        Seconds since 1970 in UTC, [begin, end). NaN begin: time unknown (a date alone is no time).
        NaN end, or an end equal to the begin: a moment, with weight one in its hour.
    zone
        The local clock. When it is put back, the hour that comes twice counts twice, because an
        interval over it is that much longer; the hour that is skipped gets nothing.

    Raises
    ------
    StatisticError
        If an end lies before its begin, the arrays differ in length, or the clock of ``zone``
        differs from UTC by parts of an hour.

    References
    ----------
    Ratcliffe, J. H. (2000). Aoristic analysis: the spatial interpretation of unspecific temporal
    events. International Journal of Geographical Information Science 14(7), 669-679,
    doi:10.1080/136588100424963.

    Examples
    --------
    Thursday 1 January 1970, 23:30 to Friday 01:30 in UTC: a quarter, a half, a quarter.

    >>> result = hours_of_week(np.array([23.5 * 3600]), np.array([25.5 * 3600]), zone=UTC)
    >>> result.weights[3, 23].item(), result.weights[4, 0].item(), result.weights[4, 1].item()
    (0.25, 0.5, 0.25)
    """
    require_same_length(begin_utc_s=begin_utc_s, end_utc_s=end_utc_s)
    known = np.isfinite(begin_utc_s)
    begin = begin_utc_s[known]
    end = np.where(np.isfinite(end_utc_s[known]), end_utc_s[known], begin)
    _require_order(begin, end)
    weights = np.zeros(7 * _DAY_H)
    if begin.size:
        per_hour, first_hour = _by_utc_hour(begin, end)
        local = _local_hours(first_hour, per_hour.size, zone)
        # 1 January 1970 was a Thursday, weekday 3.
        place = (local // _DAY_H + 3) % 7 * _DAY_H + local % _DAY_H
        np.add.at(weights, place, per_hour)
    return HoursOfWeek(
        weights=weights.reshape(7, _DAY_H), known=int(known.sum()), unknown=int((~known).sum())
    )


def _by_utc_hour(
    begin: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], int]:
    """Return the weight per hour of UTC, and the number of the first hour since 1970.

    An interval adds a constant to every whole hour that it covers, so it is enough to note where
    the constant begins and ends; the two ends of the interval are added by themselves.
    """
    first_hour = int(begin.min() // _HOUR_S)
    start, stop = (moment / _HOUR_S - first_hour for moment in (begin, end))
    length = stop - start
    moment = length <= 0
    own, last = np.floor(start).astype(np.int64), np.floor(stop).astype(np.int64)
    pace = 1.0 / np.where(moment, 1.0, length)
    hours = int(last.max()) + 2
    step = np.bincount(own, weights=pace, minlength=hours)
    step -= np.bincount(last, weights=pace, minlength=hours)
    # Where nothing goes on, rounding would leave traces of what began and ended.
    going_on = np.cumsum(
        np.bincount(own[~moment], minlength=hours) - np.bincount(last[~moment], minlength=hours)
    )
    per_hour = np.where(going_on > 0, np.cumsum(step), 0.0)
    per_hour -= np.bincount(
        own, weights=np.where(moment, 0.0, (start - own) * pace), minlength=hours
    )
    per_hour += np.bincount(
        last, weights=np.where(moment, 1.0, (stop - last) * pace), minlength=hours
    )
    return np.maximum(per_hour, 0.0), first_hour


def _local_hours(first_hour: int, hours: int, zone: tzinfo) -> NDArray[np.int64]:
    """Return, for each hour of UTC, the hour since 1970 on the local clock."""
    first_day, last_day = first_hour // _DAY_H, (first_hour + hours) // _DAY_H + 1
    by_day = np.array([_ahead_h(day * _DAY_H, zone) for day in range(first_day, last_day + 1)])
    ahead = np.repeat(by_day[:-1], _DAY_H)
    for day in np.flatnonzero(np.diff(by_day)):
        for hour in range(_DAY_H):
            ahead[day * _DAY_H + hour] = _ahead_h((first_day + int(day)) * _DAY_H + hour, zone)
    skip = first_hour - first_day * _DAY_H
    local: NDArray[np.int64] = np.arange(hours) + first_hour + ahead[skip : skip + hours]
    return local


def _ahead_h(utc_hour: int, zone: tzinfo) -> int:
    offset = datetime.fromtimestamp(utc_hour * _HOUR_S, UTC).astimezone(zone).utcoffset()
    seconds = 0.0 if offset is None else offset.total_seconds()
    if seconds % _HOUR_S:
        raise StatisticError(
            f"De klok van {zone} verschilt geen hele uren van UTC.",
            f"Gevonden: {seconds:.0f} seconden bij uur {utc_hour} sinds 1970.",
            "Gebruik tijden vanaf 1940 en een tijdzone met hele uren.",
        )
    return int(seconds) // _HOUR_S


def _require_order(begin: NDArray[np.float64], end: NDArray[np.float64]) -> None:
    wrong = end < begin
    if wrong.any():
        raise StatisticError(
            "Een eind ligt voor het begin.",
            f"Gevonden: {int(wrong.sum())} keer, het eerst {begin[wrong][0]:.0f} tot "
            f"{end[wrong][0]:.0f} (seconden sinds 1970).",
            "Laat deze rijen bij het inlezen afkeuren.",
        )

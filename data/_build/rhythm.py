"""When incidents happen: hour, weekday, season, darkness, the turn of the year, the trend.

All times are wall time in Europe/Amsterdam, without a zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from draws import pick
from totals import YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: degrees; Dordrecht. Used for the height of the sun only.
LATITUDE, LONGITUDE = 51.81, 4.67
#: degrees below the horizon at which it counts as dark (end of civil twilight).
DARK_BELOW = -6.0
FLAT_MONTHS = (1.0,) * 12
FLAT_WEEK = (1.0,) * 7
DAYS = (1.0,) * 5 + (0.25, 0.15)
WEEKEND = (0.5, 0.5, 0.55, 0.8, 1.6, 2.2, 1.3)
SUMMER = (0.6, 0.65, 0.8, 1.0, 1.25, 1.4, 1.35, 1.35, 1.2, 1.0, 0.75, 0.65)


def hours(*peaks: tuple[float, float, float], floor: float = 0.05) -> tuple[float, ...]:
    """Return 24 weights: bells around the clock on a floor.

    Parameters
    ----------
    peaks
        Hour of the top, width in hours, height.

    Examples
    --------
    >>> profile = hours((23.5, 2.0, 1.0))
    >>> profile[23] == max(profile), profile[0] > profile[12]
    (True, True)
    """
    clock = np.arange(24) + 0.5
    weights = np.full(24, floor)
    for top, width, height in peaks:
        away = np.abs(clock - top)
        away = np.minimum(away, 24 - away)
        weights += height * np.exp(-0.5 * (away / width) ** 2)
    return tuple(weights.tolist())


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The shape of a week and a year; all weights are relative.

    ``week`` belongs to evenings: the hours before 6 in the morning take the weight of the day
    before, so that Saturday night lasts until Sunday. ``darkness`` is how much more happens in
    a dark hour than in a light one (1 = twice as much). ``turn_of_year`` multiplies 31 December
    from 18:00 and 1 January until 6:00.
    """

    day: tuple[float, ...]
    week: tuple[float, ...] = FLAT_WEEK
    months: tuple[float, ...] = FLAT_MONTHS
    darkness: float = 0.0
    turn_of_year: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The hours of one year: 24 per day, in order."""

    year: int
    days: NDArray[np.datetime64] = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the days."""
        first, last = np.datetime64(f"{self.year}-01-01"), np.datetime64(f"{self.year + 1}-01-01")
        object.__setattr__(self, "days", np.arange(first, last))

    def weights(self, rhythm: Rhythm) -> NDArray[np.float64]:
        """Return the weight of each hour, shape (days, 24); 0 in the hours of a clock change."""
        hour = np.arange(24)
        evening = (weekday(self.days)[:, None] - (hour < 6)) % 7
        month = self.days.astype("datetime64[M]").astype(np.int64) % 12
        weights: NDArray[np.float64] = np.array(rhythm.week)[evening] * np.array(rhythm.day)
        weights *= np.array(rhythm.months)[month][:, None]
        weights *= 1 + rhythm.darkness * is_dark(self.days)
        weights[0, :6] *= rhythm.turn_of_year
        weights[-1, 18:] *= rhythm.turn_of_year
        # The hour that is skipped in March does not exist, the one in October exists twice.
        weights[[self.position(day) for day in clock_changes(self.year)], 2] = 0.0
        return weights

    def position(self, day: np.datetime64) -> int:
        """Return the number of a day in the year, 0 for 1 January."""
        return int((day - self.days[0]).astype(np.int64))

    def trend(self, yearly: Sequence[int]) -> NDArray[np.float64]:
        """Return a weight per day, so that yearly totals follow one another without a step."""
        middles = np.array([np.datetime64(f"{year}-07-02") for year in YEARS]).astype(np.float64)
        day = self.days.astype(np.float64)
        levels = np.asarray(yearly, dtype=np.float64)
        # Outside the outer middles the line is drawn on with half its slope.
        slope = np.diff(levels) / np.diff(middles)
        early = 0.5 * slope[0] * np.minimum(day - middles[0], 0.0)
        late = 0.5 * slope[-1] * np.maximum(day - middles[-1], 0.0)
        level: NDArray[np.float64] = np.interp(day, middles, levels) + early + late
        return np.maximum(level, 1e-6)


def draw_moments(
    rng: np.random.Generator, weights: NDArray[np.float64], calendar: Calendar, size: int
) -> NDArray[np.datetime64]:
    """Draw moments, to the minute, from the weights per hour of a year.

    Parameters
    ----------
    weights : shape (days, 24)
        From `Calendar.weights`, possibly multiplied by something per day.
    """
    cell = pick(rng, weights.ravel(), size)
    minute = np.floor(rng.random(size) * 60).astype(np.int64)
    start: NDArray[np.datetime64] = calendar.days[cell // 24].astype("datetime64[m]")
    moments: NDArray[np.datetime64] = start + ((cell % 24) * 60 + minute).astype("timedelta64[m]")
    return moments


def weekday(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return the day of the week, 0 for Monday.

    Examples
    --------
    31 December 2017 was a Sunday.

    >>> weekday(np.array(["2017-12-31"], dtype="datetime64[D]")).tolist()
    [6]
    """
    # 1 January 1970, day 0, was a Thursday.
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


def clock_changes(year: int) -> tuple[np.datetime64, np.datetime64]:
    """Return the last Sundays of March and October: the clock changes at 2 and 3 o'clock.

    Examples
    --------
    >>> [str(day) for day in clock_changes(2017)]
    ['2017-03-26', '2017-10-29']
    """

    def last_sunday(day: str) -> np.datetime64:
        last = np.datetime64(day)
        return last - np.timedelta64(int((weekday(np.array([last]))[0] + 1) % 7), "D")

    return last_sunday(f"{year}-03-31"), last_sunday(f"{year}-10-31")


def beside_clock_changes(moments: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Move what falls in an hour of a clock change one hour later, where time is unambiguous."""
    moved = moments.copy()
    years = moments[~np.isnat(moments)].astype("datetime64[Y]").astype(np.int64) + 1970
    for year in np.unique(years).tolist():
        for day in clock_changes(year):
            start = day.astype("datetime64[m]") + np.timedelta64(120, "m")
            strange = (moved >= start) & (moved < start + np.timedelta64(60, "m"))
            moved[strange] += np.timedelta64(60, "m")
    return moved


def is_dark(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Return whether the middle of each hour is dark, shape (days, 24).

    The sun by its mean motion: good to about a quarter of an hour, which is finer than the
    hours that are asked for.

    Examples
    --------
    At 18:30 it is dark in December and light in June.

    >>> dark = is_dark(np.array(["2017-12-21", "2017-06-21"], dtype="datetime64[D]"))
    >>> dark[:, 18].tolist()
    [True, False]
    """
    of_year = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64)
    tilt = np.radians(-23.44) * np.cos(2 * np.pi * (of_year + 10) / 365.25)
    summer = np.zeros(days.size)
    for year in np.unique(days.astype("datetime64[Y]").astype(np.int64) + 1970).tolist():
        march, october = clock_changes(year)
        summer[(days >= march) & (days < october)] = 1.0
    solar = np.arange(24) + 0.5 - 1 - summer[:, None] + LONGITUDE / 15
    angle = np.radians(15) * (solar - 12)
    latitude = np.radians(LATITUDE)
    height = np.arcsin(
        np.sin(latitude) * np.sin(tilt)[:, None]
        + np.cos(latitude) * np.cos(tilt)[:, None] * np.cos(angle)
    )
    dark: NDArray[np.bool_] = np.degrees(height) < DARK_BELOW
    return dark

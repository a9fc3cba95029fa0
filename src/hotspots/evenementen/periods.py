"""The year of a calendar: the pressure of each day, week or season, and who carries most of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.pressure import weights_of
from hotspots.geography.grid import cell_middles, column_and_row
from hotspots.statistics.concentration import generalised_gini, lorenz_curve
from hotspots.statistics.event_pressure import space_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask


@dataclass(frozen=True, slots=True, eq=False)
class PressureMap:
    """Mean pressure per day over a period, in weighted visitors.

    Attributes
    ----------
    numbers : shape (m,)
        Of cells as in `hotspots.geography.grid`, or positions of buurten.
    values : shape (m,)
        NaN for a buurt where nobody lives: nobody feels it there.
    """

    first_day: int
    last_day: int
    numbers: NDArray[np.int64]
    values: NDArray[np.float64]


def pressure_on_cells(
    calendar: EventCalendar, mask: Mask, size_m: int, first: int, last: int
) -> PressureMap:
    """Return the pressure at the middle of each cell of a mask."""
    cells = mask.cells(size_m)
    values = calendar.field.at(*cell_middles(*column_and_row(cells), size_m), first, last)
    return PressureMap(first, last, cells, values)


def pressure_on_buurten(calendar: EventCalendar, first: int, last: int) -> PressureMap:
    """Return the pressure on the mean resident of each buurt."""
    values = calendar.buurt_share @ calendar.field.days(first, last).mean(axis=1)
    return PressureMap(first, last, np.arange(len(values), dtype=np.int64), values)


def days_of_wijken(
    calendar: EventCalendar, geography: Geography, first: int, last: int
) -> NDArray[np.float64]:
    """Return the pressure on the mean resident of each wijk on each day.

    Returns
    -------
    shape (wijken, days)
        NaN where nobody lives.
    """
    share = calendar.field.of_areas(
        geography.buurten.parent.astype(np.int64), len(geography.wijken)
    )
    pressure: NDArray[np.float64] = share @ calendar.field.days(first, last)
    return pressure


def days_of_places(calendar: EventCalendar, first: int, last: int) -> NDArray[np.float64]:
    """Return the pressure at each location on each day, from all events around it.

    Returns
    -------
    shape (locations, days)
    """
    field, places = calendar.field, calendar.locations
    share = space_share(places.x_rd, places.y_rd, field.x_rd, field.y_rd, field.fading)
    pressure: NDArray[np.float64] = share @ field.days(first, last)
    return pressure


def period_of(day: int, step: str) -> tuple[int, int]:
    """Return the first and last day of the day, week or season that a day lies in.

    A week begins on Monday; seasons are those of the weather: winter is December to February.

    Examples
    --------
    >>> day = int(np.datetime64("2018-05-05", "D").astype(int))
    >>> [str(np.datetime64(edge, "D")) for edge in period_of(day, "week")]
    ['2018-04-30', '2018-05-06']
    >>> [str(np.datetime64(edge, "D")) for edge in period_of(day, "season")]
    ['2018-03-01', '2018-05-31']
    """
    if step == "day":
        return day, day
    if step == "week":
        # 1 January 1970 was a Thursday; Monday is 0.
        monday = day - (day + 3) % 7
        return monday, monday + 6
    month = np.datetime64(day, "D").astype("M8[M]").astype(np.int64)
    # December is the first month of a season, so count from there.
    start = month - (month + 1) % 3
    first = np.datetime64(int(start), "M").astype("M8[D]").astype(np.int64)
    after = np.datetime64(int(start) + 3, "M").astype("M8[D]").astype(np.int64)
    return int(first), int(after) - 1


@dataclass(frozen=True, slots=True, eq=False)
class WeeklyPressure:
    """The mean pressure per day of each week of a year, the heaviest wijk or location first.

    Attributes
    ----------
    names
        Of wijken, or of locations.
    weeks
        First and last day of each, as days since 1 January 1970; only days of the year itself.
    mean : shape (names, weeks)
        NaN for a wijk where nobody lives.
    """

    names: tuple[str, ...]
    weeks: tuple[tuple[int, int], ...]
    mean: NDArray[np.float64]

    def heaviest(self, most: int) -> WeeklyPressure:
        """Return the same for the heaviest wijken or locations alone."""
        return WeeklyPressure(self.names[:most], self.weeks, self.mean[:most])

    @property
    def felt(self) -> bool:
        """Whether there is any pressure at all."""
        return bool(np.nan_to_num(self.mean).any())

    @property
    def busiest(self) -> tuple[str, tuple[int, int], float]:
        """Where the pressure is highest, in which week, and how high."""
        at, week = np.unravel_index(int(np.nan_to_num(self.mean).argmax()), self.mean.shape)
        return self.names[at], self.weeks[week], float(self.mean[at, week])


def weekly_pressure(
    calendar: EventCalendar, geography: Geography, year: int, *, of_wijken: bool
) -> WeeklyPressure:
    """Return the weeks of a year, per wijk or else per location."""
    first, last = year_bounds(year)
    if of_wijken:
        names = geography.wijken.names
        daily = days_of_wijken(calendar, geography, first, last)
    else:
        names = tuple(calendar.locations.names.values())
        daily = days_of_places(calendar, first, last)
    weeks = weeks_of_year(year)
    values = mean_per_week(daily, weeks)
    order = np.argsort(-np.nan_to_num(values).sum(axis=1), kind="stable")
    return WeeklyPressure(tuple(names[at] for at in order), weeks, values[order])


def weeks_of_year(year: int) -> tuple[tuple[int, int], ...]:
    """Return first and last day of each week of a year, as far as they lie in it."""
    first, last = year_bounds(year)
    return tuple(
        (max(begin, first), min(end, last)) for begin, end in periods_of_year(year, "week")
    )


def mean_per_week(
    daily: NDArray[np.float64], weeks: Sequence[tuple[int, int]]
) -> NDArray[np.float64]:
    """Return the mean per day of each week, shape (n, weeks), of days from the first week on."""
    first = weeks[0][0]
    return np.column_stack(
        [daily[:, begin - first : end - first + 1].mean(axis=1) for begin, end in weeks]
    )


def periods_of_year(year: int, step: str) -> list[tuple[int, int]]:
    """Return first and last day of each day, week or season that has a day in a year.

    The first and the last of them may lie half in another year.
    """
    first, last = year_bounds(year)
    periods = [period_of(first, step)]
    while periods[-1][1] < last:
        periods.append(period_of(periods[-1][1] + 1, step))
    return periods


def busiest_period(calendar: EventCalendar, year: int, periods: Sequence[tuple[int, int]]) -> int:
    """Return which period has the most weighted visitors, of those that lie wholly in a year."""
    first, last = year_bounds(year)
    weights = weights_of(calendar.events, calendar.risks, calendar.settings.pressure)
    change = np.zeros(last - first + 2)
    begin = np.clip(calendar.events.first_day, first, last + 1) - first
    end = np.clip(calendar.events.last_day + 1, first, last + 1) - first
    np.add.at(change, begin, weights)
    np.add.at(change, end, -weights)
    visitors = np.cumsum(change)[:-1]
    heavy = [
        visitors[start - first : stop - first + 1].sum()
        if start >= first and stop <= last
        else -1.0
        for start, stop in periods
    ]
    return int(np.argmax(heavy))


#: metres; who lives within it has an event nearby.
NEAR_M: Final = 250.0
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class BuurtBurden:
    """The events of a period for one buurt.

    Attributes
    ----------
    residents
        People, spread over where there are homes; 0 where nobody lives.
    resident_event_days
        People within reach, times days with an event there: a day with two events counts twice.
    days_each
        The same per resident; NaN where nobody lives.
    share
        Of all resident-event-days of the municipality, 0 to 1; NaN where there are none.
    pressure
        Mean pressure per day on the mean resident, in weighted visitors; NaN where nobody lives.
    """

    code: str
    name: str
    residents: float
    resident_event_days: float
    days_each: float
    share: float
    pressure: float


@dataclass(frozen=True, slots=True, eq=False)
class Burden:
    """The events of a period for all buurten, in their order.

    Attributes
    ----------
    near_m
        Within how many metres an event counts for a resident.
    people, days : each shape (buurten with residents + 1,)
        The Lorenz curve: which share of the buurten has which share of the resident-event-days,
        the most burdened first; empty where there are none.
    gini
        0 is as even as possible; NaN where there are none.
    """

    buurten: tuple[BuurtBurden, ...]
    near_m: float
    people: NDArray[np.float64]
    days: NDArray[np.float64]
    gini: float

    @property
    def lived_in(self) -> int:
        """How many buurten have residents."""
        return max(0, len(self.days) - 1)

    @property
    def buurten_with_half(self) -> int:
        """How few buurten have half of the resident-event-days together."""
        return int(np.searchsorted(self.days, _HALF))


@dataclass(frozen=True, slots=True)
class WijkBurden:
    """The wijk that carries most of a period, against all others.

    Attributes
    ----------
    share, residents
        Its part of all resident-event-days and of all residents, 0 to 1.
    days_each, days_each_elsewhere
        Event days of the mean resident there and in the other wijken; NaN where nobody else lives.
    """

    name: str
    share: float
    residents: float
    days_each: float
    days_each_elsewhere: float


def heaviest_wijk(burden: Burden, geography: Geography) -> WijkBurden | None:
    """Return the wijk that carries most; None where there is nothing to carry."""
    wijken = len(geography.wijken)
    parent = geography.buurten.parent.astype(np.int64)
    residents = np.array([entry.residents for entry in burden.buurten])
    event_days = np.array([entry.resident_event_days for entry in burden.buurten])
    people = np.bincount(parent, weights=residents, minlength=wijken)
    days = np.bincount(parent, weights=event_days, minlength=wijken)
    at = int(days.argmax())
    if not days[at]:
        return None
    others = people.sum() - people[at]
    return WijkBurden(
        name=geography.wijken.names[at],
        share=float(days[at] / days.sum()),
        residents=float(people[at] / people.sum()),
        days_each=float(days[at] / people[at]),
        days_each_elsewhere=float((days.sum() - days[at]) / others) if others else float("nan"),
    )


def burden_of(calendar: EventCalendar, first: int, last: int, *, near_m: float = NEAR_M) -> Burden:
    """Return the burden of the days from ``first`` to ``last``, as days since 1 January 1970."""
    residents, buurten = calendar.field.residents, len(calendar.buurt_codes)
    each = event_days_near(calendar, first, last, near_m=near_m)
    people = np.bincount(residents.buurt, weights=residents.number, minlength=buurten)
    days = np.bincount(residents.buurt, weights=residents.number * each, minlength=buurten)
    pressure = pressure_on_buurten(calendar, first, last).values
    total = float(days.sum())
    lived_in = people > 0
    whole = np.rint(days[lived_in]).astype(np.int64)
    some = bool(whole.sum())
    curve = lorenz_curve(whole) if some else (np.zeros(0), np.zeros(0))
    return Burden(
        buurten=tuple(
            BuurtBurden(
                code=calendar.buurt_codes[at],
                name=calendar.buurt_names[at],
                residents=float(people[at]),
                resident_event_days=float(days[at]),
                days_each=float(days[at] / people[at]) if lived_in[at] else float("nan"),
                share=float(days[at]) / total if total else float("nan"),
                pressure=float(pressure[at]),
            )
            for at in range(buurten)
        ),
        near_m=near_m,
        people=curve[0],
        days=curve[1],
        gini=generalised_gini(whole) if some else float("nan"),
    )


def burden_of_year(calendar: EventCalendar, year: int) -> Burden:
    """Return the burden of a calendar year."""
    return burden_of(calendar, *year_bounds(year))


def event_days_near(
    calendar: EventCalendar, first: int, last: int, *, near_m: float
) -> NDArray[np.float64]:
    """Return the event days within reach of each cell with residents.

    An event of three days counts three, and two events on one day count two.
    """
    events, field = calendar.events, calendar.field
    counted = events.counts & (field.place >= 0)
    length = np.minimum(events.last_day, last) - np.maximum(events.first_day, first) + 1
    days = np.bincount(
        field.place[counted],
        weights=np.maximum(length[counted], 0),
        minlength=len(field.x_rd),
    )
    x, y = field.residents.x_rd, field.residents.y_rd
    near: NDArray[np.float64] = np.zeros(len(x))
    for place in np.flatnonzero(days).tolist():
        within = np.hypot(x - field.x_rd[place], y - field.y_rd[place]) <= near_m
        near[within] += days[place]
    return near

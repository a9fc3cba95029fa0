"""Who carries the events of a year: per buurt, and how unevenly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.evenementen.days import year_bounds
from hotspots.statistics.concentration import generalised_gini, lorenz_curve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.geography.areas import Geography

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
    pressure = calendar.buurt_share @ calendar.field.days(first, last).mean(axis=1)
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


def burden_of_year(calendar: EventCalendar, year: int, *, near_m: float = NEAR_M) -> Burden:
    """Return the burden of a calendar year."""
    return burden_of(calendar, *year_bounds(year), near_m=near_m)


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

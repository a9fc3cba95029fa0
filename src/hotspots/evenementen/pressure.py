"""Who carries the events of a year: per buurt, and how unevenly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.evenementen.basis import weights_of
from hotspots.evenementen.days import year_bounds
from hotspots.evenementen.overlaps import not_itself
from hotspots.statistics.concentration import generalised_gini, lorenz_curve
from hotspots.statistics.event_pressure import Spans, daily_load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.request import Planned


#: metres; who lives within it has an event at the door.
NEAR_M: Final = 250.0


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


def burden_of(room: EventRoom, first: int, last: int, *, near_m: float = NEAR_M) -> Burden:
    """Return the burden of the days from ``first`` to ``last``, as days since 1 January 1970."""
    residents, buurten = room.field.residents, len(room.buurt_codes)
    each = event_days_near(room, first, last, near_m=near_m)
    people = np.bincount(residents.buurt, weights=residents.number, minlength=buurten)
    days = np.bincount(residents.buurt, weights=residents.number * each, minlength=buurten)
    pressure = room.buurt_share @ room.field.days(first, last).mean(axis=1)
    total = float(days.sum())
    lived_in = people > 0
    whole = np.rint(days[lived_in]).astype(np.int64)
    some = bool(whole.sum())
    curve = lorenz_curve(whole) if some else (np.zeros(0), np.zeros(0))
    return Burden(
        buurten=tuple(
            BuurtBurden(
                code=room.buurt_codes[at],
                name=room.buurt_names[at],
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


def burden_of_year(room: EventRoom, year: int, *, near_m: float = NEAR_M) -> Burden:
    """Return the burden of a calendar year."""
    return burden_of(room, *year_bounds(year), near_m=near_m)


def event_days_near(
    room: EventRoom, first: int, last: int, *, near_m: float
) -> NDArray[np.float64]:
    """Return the event days within reach of each cell with residents.

    An event of three days counts three, and two events on one day count two.
    """
    events, field = room.events, room.field
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


@dataclass(frozen=True, slots=True)
class BuurtPressure:
    """Mean pressure on the residents of a buurt over the days of an event, in weighted visitors."""

    code: str
    name: str
    before: float
    after: float


def weight_of(plan: Planned, room: EventRoom) -> float:
    """Return the weighted visitors of a request."""
    return plan.request.visitors * room.settings.pressure.class_weights[plan.risk]


def load_of_others(plan: Planned, room: EventRoom, first: int, last: int) -> NDArray[np.float64]:
    """Return the load of all other events on some days, shape (k, last - first + 1)."""
    load = room.field.days(first, last)
    own = np.flatnonzero(~not_itself(plan, room.events) & (room.field.place >= 0))
    if not own.size:
        return load
    events = room.events.where(own)
    risks = [room.risks[row] for row in own.tolist()]
    return load - daily_load(
        room.field.place[own],
        weights_of(events, risks, room.settings.pressure),
        Spans(events.build_day, events.first_day, events.last_day, events.clear_day),
        room.field.fading,
        places=len(room.field.x_rd),
        first_day=first,
        days=last - first + 1,
    )


def pressure_change(plan: Planned, room: EventRoom) -> tuple[BuurtPressure, ...]:
    """Return the buurten that a request reaches, the largest increase first."""
    others = load_of_others(plan, room, plan.first_day, plan.last_day).mean(axis=1)
    before = room.buurt_share @ np.maximum(others, 0.0)
    added = room.buurt_share[:, plan.place] * weight_of(plan, room)
    reached = np.flatnonzero(np.nan_to_num(added) > 0)
    order = reached[np.argsort(-added[reached], kind="stable")]
    return tuple(
        BuurtPressure(
            room.buurt_codes[at],
            room.buurt_names[at],
            float(before[at]),
            float(before[at] + added[at]),
        )
        for at in order.tolist()
    )


def burdens(room: EventRoom, others: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """Return the burden of an event at every place on every day: residents times their pressure.

    Residents count by how near they live; the pressure is what they then have from this event and
    all others. So an event weighs more where many people live, and where much is on already.

    Parameters
    ----------
    others : shape (k, days)
        Load of the other events.

    Returns
    -------
    shape (k, days)
    """
    own = weight * np.diagonal(room.field.overlap)
    burden: NDArray[np.float64] = room.field.overlap @ others + own[:, None]
    return burden

"""The pressure of events on places, days and residents, and what a request adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.evenementen.pressure_field import spans_of, weights_of
from hotspots.statistics.event_pressure import daily_load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.request import Planned


@dataclass(frozen=True, slots=True)
class BuurtPressure:
    """Mean pressure on the residents of a buurt over the days of an event, in weighted visitors."""

    code: str
    name: str
    before: float
    after: float


def weight_of(plan: Planned, calendar: EventCalendar) -> float:
    """Return the weighted visitors of a request."""
    return plan.request.visitors * calendar.settings.pressure.class_weights[plan.risk]


def load_of_others(
    plan: Planned, calendar: EventCalendar, first: int, last: int
) -> NDArray[np.float64]:
    """Return the load of all other events on some days, shape (k, last - first + 1)."""
    load = calendar.field.days(first, last)
    own = np.flatnonzero(~calendar.events.other_than(plan.request.id) & (calendar.field.place >= 0))
    if not own.size:
        return load
    events = calendar.events.where(own)
    risks = [calendar.risks[row] for row in own.tolist()]
    return load - daily_load(
        calendar.field.place[own],
        weights_of(events, risks, calendar.settings.pressure),
        spans_of(events),
        calendar.field.fading,
        places=len(calendar.field.x_rd),
        first_day=first,
        days=last - first + 1,
    )


def pressure_change(plan: Planned, calendar: EventCalendar) -> tuple[BuurtPressure, ...]:
    """Return the buurten that a request reaches, the largest increase first."""
    others = load_of_others(plan, calendar, plan.first_day, plan.last_day).mean(axis=1)
    before = calendar.buurt_share @ np.maximum(others, 0.0)
    added = calendar.buurt_share[:, plan.place] * weight_of(plan, calendar)
    reached = np.flatnonzero(np.nan_to_num(added) > 0)
    order = reached[np.argsort(-added[reached], kind="stable")]
    return tuple(
        BuurtPressure(
            calendar.buurt_codes[at],
            calendar.buurt_names[at],
            float(before[at]),
            float(before[at] + added[at]),
        )
        for at in order.tolist()
    )


def burdens(
    calendar: EventCalendar, others: NDArray[np.float64], weight: float
) -> NDArray[np.float64]:
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
    own = weight * np.diagonal(calendar.field.overlap)
    burden: NDArray[np.float64] = calendar.field.overlap @ others + own[:, None]
    return burden

"""What a request adds to the pressure: per buurt, and to the people around its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.events.field import weights_of
from hotspots.events.overlaps import not_itself
from hotspots.statistics.event_pressure import Spans, daily_load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.events.request import Planned
    from hotspots.events.room import EventRoom


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

"""Where and when a request would be lighter for the people around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.evenementen.conflicts import quiet_periods_of
from hotspots.evenementen.days import year_board
from hotspots.evenementen.pressure import burdens, load_of_others, weight_of
from hotspots.evenementen.request import moved, planned

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.days import YearBoard
    from hotspots.evenementen.request import Planned

_WEEK: Final = 7
#: Share of the burden; what saves no more is written as 0 %, and is nothing to move for.
_LEAST_SAVED: Final = 0.005


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place on the date, or another date at the place, where the request would fit.

    ``burden`` is residents times pressure over the days of the event; ``saves`` the share of the
    burden of the request that goes, 0 to 1. ``days_left`` are days left for its class afterwards,
    in the year that has the fewest; None without a limit.
    """

    location: str
    name: str
    start: datetime
    burden: float
    saves: float
    days_left: int | None
    people: int


def alternatives_of(
    plan: Planned, calendar: EventCalendar
) -> tuple[float, tuple[Alternative, ...], tuple[Alternative, ...]]:
    """Return the burden of a request, the best other places, and the best other dates.

    Only what fits is offered: enough space for the visitors, free at that time, days left for the
    class, no quiet period, and a burden that is more than half a percent less.
    """
    around = calendar.settings.alternatives.days_around
    first, last = plan.build_day - around, plan.last_day + around
    others = load_of_others(plan, calendar, first, last)
    # Summed over the days of the event, for each day it could begin.
    days = plan.days
    burden = burdens(calendar, others, 0.0)
    summed = np.concatenate([np.zeros((len(burden), 1)), np.cumsum(burden, axis=1)], axis=1)
    of_others = summed[:, days:] - summed[:, :-days]
    per_weight = days * np.diagonal(calendar.field.overlap)
    at_place = of_others[plan.place] + weight_of(plan, calendar) * per_weight[plan.place]
    here = float(at_place[plan.first_day - first])
    return (
        here,
        _places(plan, calendar, of_others[:, plan.first_day - first], per_weight, here),
        _dates(plan, calendar, at_place, first, here),
    )


def _boards(plan: Planned, calendar: EventCalendar) -> Callable[[int], YearBoard]:
    """Return what gives the board of a year without the request itself; each is made once."""
    others = calendar.events.other_than(plan.request.id)
    return cache(
        partial(year_board, calendar.events, calendar.risks, calendar.locations, without=~others)
    )


def _places(
    plan: Planned,
    calendar: EventCalendar,
    of_others: NDArray[np.float64],
    per_weight: NDArray[np.float64],
    here: float,
) -> tuple[Alternative, ...]:
    """Return the best other places.

    The same visitors may make a lighter class where there is more calendar, and a heavier one where
    there is less: what the request weighs is looked up per place, of those that could be the best.

    Parameters
    ----------
    of_others : shape (k,)
        Burden of all other events on the days of the request.
    per_weight : shape (k,)
        What one weighted visitor adds to that.
    """
    boards = _boards(plan, calendar)
    occupied = {plan.place, *_occupied(plan, calendar).tolist()}
    most = calendar.settings.alternatives.most
    lightest = plan.request.visitors * min(calendar.settings.pressure.class_weights.values())
    at_least = (of_others + lightest * per_weight)[: len(calendar.locations)]
    offers: list[Alternative] = []
    for place in np.argsort(at_least, kind="stable").tolist():
        enough = len(offers) == most and at_least[place] >= offers[-1].burden
        if enough or not _saves(at_least[place], here):
            break
        if place in occupied:
            continue
        other = planned(moved(plan.request, location=calendar.locations.items[place].id), calendar)
        burden = float(of_others[place] + weight_of(other, calendar) * per_weight[place])
        if not _saves(burden, here):
            continue
        offer = _offer(other, calendar, boards, burden, here)
        if offer is not None:
            offers = sorted([*offers, offer], key=lambda one: one.burden)[:most]
    return tuple(offers)


def _occupied(plan: Planned, calendar: EventCalendar) -> NDArray[np.int64]:
    """Return the places that are occupied while the request would take one."""
    events = calendar.events
    busy = events.counts & events.other_than(plan.request.id)
    busy &= (events.build_up < plan.dismantled) & (plan.build_up < events.dismantled)
    return np.unique(events.place[busy])


def _dates(
    plan: Planned, calendar: EventCalendar, burden: NDArray[np.float64], first: int, here: float
) -> tuple[Alternative, ...]:
    around = calendar.settings.alternatives.days_around
    step = _WEEK if calendar.settings.alternatives.same_weekday else 1
    shifts = [shift for shift in range(-around, around + 1) if shift and shift % step == 0]
    shifts.sort(key=lambda shift: (burden[plan.first_day + shift - first], abs(shift)))
    boards = _boards(plan, calendar)
    offers: list[Alternative] = []
    for shift in shifts:
        weight = float(burden[plan.first_day + shift - first])
        if len(offers) == calendar.settings.alternatives.most or not _saves(weight, here):
            break
        other = planned(moved(plan.request, days=shift), calendar)
        if plan.place in _occupied(other, calendar):
            continue
        offer = _offer(other, calendar, boards, weight, here)
        if offer is not None:
            offers.append(offer)
    return tuple(offers)


def _saves(burden: float, here: float) -> bool:
    """Whether it is worth a move; they come with the least burden first."""
    return here > 0 and 1.0 - burden / here > _LEAST_SAVED


def _offer(
    other: Planned,
    calendar: EventCalendar,
    boards: Callable[[int], YearBoard],
    burden: float,
    here: float,
) -> Alternative | None:
    """Return the alternative if the request fits there, else None."""
    people = other.capacity.people
    if people is None or people < other.request.visitors or quiet_periods_of(other, calendar):
        return None
    left = days_left(other, calendar, boards)
    if left is not None and left < 0:
        return None
    return Alternative(
        location=other.location.id,
        name=other.location.name,
        start=other.request.start,
        burden=burden,
        saves=1.0 - burden / here,
        days_left=left,
        people=people,
    )


def days_left(
    plan: Planned, calendar: EventCalendar, boards: Callable[[int], YearBoard]
) -> int | None:
    """Return the days left for its class after a request: the least of its years, and of sound."""
    left = []
    kinds = (False, True) if plan.request.sound else (False,)
    for board, sound in product(map(boards, plan.years), kinds):
        free = board.left(calendar.locations, plan.risk, sound=sound)[plan.place]
        if np.isfinite(free):
            new = board.new_days(plan.place, plan.first_day, plan.last_day, plan.risk, sound=sound)
            left.append(int(free) - new)
    return min(left, default=None)

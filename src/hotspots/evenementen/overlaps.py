"""Which other events are in the way: at the place, around it, or in the same police shift."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.calendar import date_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.events import Events
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import QuietPeriod


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Rows of the calendar that are in the way of a request.

    Attributes
    ----------
    at_place
        At the same location while it is built up, in use or cleared away.
    around
        At another place within the catchment, at the same time.
    in_shift
        Of class B or C in the busiest police shift of the request, anywhere in the municipality.
    shift_start
        When that shift begins; NaT where no shift has any.
    """

    at_place: tuple[int, ...]
    around: tuple[int, ...]
    in_shift: tuple[int, ...]
    shift_start: np.datetime64


def overlaps_of(plan: Planned, calendar: EventCalendar) -> Overlaps:
    """Return what else is there.

    Two events overlap if the one begins before the other ends: what ends when the other begins
    does not.
    """
    events, field = calendar.events, calendar.field
    others = events.counts & events.other_than(plan.request.id)
    occupied = (events.build_up < plan.dismantled) & (plan.build_up < events.dismantled)
    here = others & occupied & (events.place == plan.place)
    meeting = others & (events.begin < plan.end) & (plan.begin < events.end)
    placed = field.place >= 0
    away = np.full(len(events), np.inf)
    away[placed] = np.hypot(
        field.x_rd[field.place[placed]] - plan.location.x_rd,
        field.y_rd[field.place[placed]] - plan.location.y_rd,
    )
    around = meeting & (events.place != plan.place)
    around &= away <= calendar.settings.overlap.catchment_m
    heavy = others & np.array([risk != "A" for risk in calendar.risks], dtype=np.bool_)
    rows, start = _busiest_shift(plan, events, heavy, calendar.settings.overlap.shifts)
    return Overlaps(_rows(here), _rows(around), rows, start)


def _rows(where: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(where).tolist())


def _busiest_shift(
    plan: Planned, events: Events, heavy: NDArray[np.bool_], shifts: tuple[int, ...]
) -> tuple[tuple[int, ...], np.datetime64]:
    busiest: tuple[tuple[int, ...], np.datetime64] = ((), np.datetime64("NaT", "s"))
    for start, stop in shifts_of(plan.begin, plan.end, shifts):
        rows = _rows(heavy & (events.begin < stop) & (events.end > start))
        if len(rows) > len(busiest[0]):
            busiest = (rows, start)
    return busiest


def shifts_of(
    begin: np.datetime64, end: np.datetime64, hours: tuple[int, ...]
) -> Iterator[tuple[np.datetime64, np.datetime64]]:
    """Yield begin and end of each police shift that an event touches.

    Examples
    --------
    From 22:00 to 23:00 with shifts from 7, 15 and 23: one shift, which ends when the event does.

    >>> begin, end = np.datetime64("2018-05-05T22:00:00"), np.datetime64("2018-05-05T23:00:00")
    >>> [str(start) for start, _ in shifts_of(begin, end, (7, 15, 23))]
    ['2018-05-05T15:00:00']
    """
    first = begin.astype("M8[D]") - np.timedelta64(1, "D")
    last = end.astype("M8[D]") + np.timedelta64(1, "D")
    days = np.arange(first, last + np.timedelta64(1, "D"))
    starts = np.sort(
        (days.astype("M8[s]")[:, None] + np.array(hours, dtype="timedelta64[h]")).ravel()
    )
    for start, stop in pairwise(starts):
        if start < end and begin < stop:
            yield start, stop


def quiet_periods_of(plan: Planned, calendar: EventCalendar) -> tuple[QuietPeriod, ...]:
    """Return the quiet periods of the municipality and of the place that a request falls in.

    One that only keeps sound away does not hold for a request that says it makes none.
    """
    return tuple(
        period
        for period in (*calendar.settings.quiet, *plan.location.quiet)
        if not (period.only_sound and plan.request.sound is False)
        and any(in_period(day, period) for day in range(plan.first_day, plan.last_day + 1))
    )


def in_period(day: int, period: QuietPeriod) -> bool:
    """Whether a day lies in a period of every year, which may run over New Year.

    Examples
    --------
    >>> from hotspots.evenementen.settings import QuietPeriod
    >>> turn = QuietPeriod((12, 30), (1, 2), "jaarwisseling")
    >>> [in_period(int(np.datetime64(day, "D").astype(int)), turn)
    ...  for day in ("2018-12-29", "2018-12-31", "2019-01-02", "2019-01-03")]
    [False, True, True, False]
    """
    date = date_of(day)
    here = (date.month, date.day)
    if period.first <= period.last:
        return period.first <= here <= period.last
    return here >= period.first or here <= period.last

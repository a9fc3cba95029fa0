"""Which other events are in the way: at the place, around it, or in the same police shift."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.calendar import Events
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import QuietPeriod


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Rows of the calendar that are in the way of a request.

    Attributes
    ----------
    at_place
        At the same location while it is built up, held or cleared away.
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


def overlaps_of(plan: Planned, room: EventRoom) -> Overlaps:
    """Return what else is there.

    Two events overlap if the one begins before the other ends: what ends when the other begins
    does not.
    """
    events, field = room.events, room.field
    others = events.counts & not_itself(plan, events)
    taken = (events.build_up < plan.dismantled) & (plan.build_up < events.dismantled)
    here = others & taken & (events.place == plan.place)
    held = others & (events.begin < plan.end) & (plan.begin < events.end)
    placed = field.place >= 0
    away = np.full(len(events), np.inf)
    away[placed] = np.hypot(
        field.x_rd[field.place[placed]] - plan.location.x_rd,
        field.y_rd[field.place[placed]] - plan.location.y_rd,
    )
    around = held & (events.place != plan.place)
    around &= away <= room.settings.overlap.catchment_m
    heavy = others & np.array([risk != "A" for risk in room.risks], dtype=np.bool_)
    rows, start = _busiest_shift(plan, events, heavy, room.settings.overlap.shifts)
    return Overlaps(_rows(here), _rows(around), rows, start)


def not_itself(plan: Planned, events: Events) -> NDArray[np.bool_]:
    """Return which events are another one than the request is about."""
    if not plan.request.id:
        return np.ones(len(events), dtype=np.bool_)
    return np.array([event != plan.request.id for event in events.ids], dtype=np.bool_)


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


def quiet_periods_of(plan: Planned, room: EventRoom) -> tuple[QuietPeriod, ...]:
    """Return the quiet periods of the municipality and of the place that a request falls in.

    One that only keeps sound away does not hold for a request that says it makes none.
    """
    return tuple(
        period
        for period in (*room.settings.quiet, *plan.location.quiet)
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
    date = np.datetime64(day, "D").item()
    here = (date.month, date.day)
    if period.first <= period.last:
        return period.first <= here <= period.last
    return here >= period.first or here <= period.last


_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class History:
    """Earlier events that a request can be compared with.

    Attributes
    ----------
    rows
        Events in the calendar, latest first.
    same_event
        Whether they have the same title; if not, they are of the same soort at the same place.
    turnout
        Median of what came over what was expected; None where nobody wrote both down.
    compared
        How many events that median is of.
    """

    rows: tuple[int, ...]
    same_event: bool
    turnout: float | None
    compared: int


def stem(title: str) -> str:
    """Return a title without its year, as it comes back next year.

    Examples
    --------
    >>> stem("Lichtroute 2018 (Grote Markt)") == stem("lichtroute  (grote markt) 2017")
    True
    """
    return " ".join(sorted(re.findall(r"\w+", _YEAR.sub("", title).lower())))


def history_of(plan: Planned, room: EventRoom) -> History:
    """Return earlier editions of an event, or else earlier events of its soort at its place."""
    events = room.events
    before = events.counts & (events.end <= plan.begin)
    before &= np.array([event != plan.request.id for event in events.ids], dtype=np.bool_)
    wanted = stem(plan.request.title)
    rows = np.flatnonzero(before)
    same = [row for row in rows.tolist() if wanted and stem(events.titles[row]) == wanted]
    chosen = same or [
        row
        for row in rows.tolist()
        if plan.request.soort
        and events.place[row] == plan.place
        and events.soorten[row] == plan.request.soort
    ]
    expected, came = events.visitors[chosen], events.actual_visitors[chosen]
    both = np.isfinite(expected) & np.isfinite(came) & (np.nan_to_num(expected) > 0)
    turnout = float(np.median(came[both] / expected[both])) if both.any() else None
    return History(tuple(reversed(chosen)), bool(same), turnout, int(both.sum()))


@dataclass(frozen=True, slots=True)
class RoadWork:
    """Work on a road that is in the way.

    ``distance_m`` is to the edge of it; a day is None where nobody filled it in. Days
    are counted since 1 January 1970.
    """

    name: str
    distance_m: float
    first_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class RoadWorks:
    """What is in the way, the nearest first.

    ``unclear`` counts work near the place that ends before it begins: that was not weighed.
    """

    found: tuple[RoadWork, ...]
    unclear: int


def road_works_of(plan: Planned, room: EventRoom) -> RoadWorks | None:
    """Return the work on roads near a request; None where no list of it is loaded.

    Both days of a work belong to it, as do the days of building up and clearing away to an event:
    work that ends the day before an event is built up is not in its way.
    """
    settings = room.settings.road_works
    layer = room.nearby.get(settings.context)
    # A layer that came empty with the home is not a municipality without road works.
    if layer is None or layer.depths or not (layer.loaded or len(layer.features)):
        return None
    shapes = layer.features.geometry.to_numpy()
    spot = shapely.Point(plan.location.x_rd, plan.location.y_rd)
    away = shapely.distance(shapes, spot)
    first, last = _days(layer.features, "first_day"), _days(layer.features, "last_day")
    near = away <= settings.distance_m
    unclear = near & (last < first)
    meets = near & ~unclear & (np.isnat(first) | (first.astype(np.int64) <= plan.clear_day))
    meets &= np.isnat(last) | (last.astype(np.int64) >= plan.build_day)
    rows = np.flatnonzero(meets)
    names = layer.features["name"].tolist()
    return RoadWorks(
        tuple(
            RoadWork(
                str(names[row]),
                float(away[row]),
                _number(first[row]),
                _number(last[row]),
            )
            for row in rows[np.argsort(away[rows], kind="stable")].tolist()
        ),
        int(unclear.sum()),
    )


def _days(features: Any, name: str) -> NDArray[np.datetime64]:  # noqa: ANN401 - a frame
    """Return the days of a column of text; NaT where nothing was filled in."""
    written = features[name].tolist() if name in features else [""] * len(features)
    return np.array([day or "NaT" for day in written], dtype="datetime64[D]")


def _number(day: np.datetime64) -> int | None:
    return None if np.isnat(day) else int(day.astype(np.int64))

"""The pressure of events: who lives around them, the field of a calendar, what a request adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import scipy

from hotspots.geography.grid import FINEST_M, cell_middles, cell_number, coarsen, column_and_row
from hotspots.statistics.event_pressure import Fading, Spans, daily_load, space_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.locations import Locations
    from hotspots.evenementen.request import Planned
    from hotspots.evenementen.settings import PressureSettings
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask


#: Denominators that count people or the homes they live in, best first.
_PEOPLE: Final = ("inwoners", "huishoudens")

#: metres; fine enough for pressure that halves in hundreds of metres.
PRESSURE_CELL_M: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """Cells where people live; every array has shape (m,).

    A figure says how many live in a buurt, not where: they are spread evenly over its land with
    homes. Numbers near a border, or in a buurt that is partly empty, are therefore estimates.

    Attributes
    ----------
    x_rd, y_rd
        Middle of each cell, RD metres.
    number
        People in each cell.
    buurt
        Position of the buurt; never -1.
    label, year
        What was counted: "inwoners" of that year; "" and 0 where no figure is loaded.
    """

    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    number: NDArray[np.float64]
    buurt: NDArray[np.int64]
    label: str
    year: int


def residents_of(workspace: Workspace, size_m: int = FINEST_M) -> Residents:
    """Return the residents of a home in cells of a size."""
    return spread_residents(workspace.geography, workspace.library.masks["households"], size_m)


def spread_residents(geography: Geography, mask: Mask, size_m: int) -> Residents:
    """Spread the residents of each buurt evenly over its land in a mask, then gather in cells."""
    loaded = {entry.id: entry for entry in geography.denominators}
    chosen = next((loaded[name] for name in _PEOPLE if name in loaded), None)
    per_buurt = np.zeros(len(geography.buurten))
    if chosen is not None:
        per_buurt = np.nan_to_num(geography.buurten.denominators[chosen.id])
    pieces = mask.pieces
    inside = pieces.buurt >= 0
    number, buurt = pieces.spread(per_buurt)[inside], pieces.buurt[inside]
    col, row = column_and_row(pieces.cell[inside])
    key = cell_number(coarsen(col, size_m), coarsen(row, size_m)) * len(per_buurt) + buurt
    distinct, place = np.unique(key, return_inverse=True)
    # A cell on a border is there once per buurt, so that each keeps its own people.
    x_rd, y_rd = cell_middles(*column_and_row(distinct // len(per_buurt)), size_m)
    return Residents(
        x_rd=x_rd,
        y_rd=y_rd,
        number=np.bincount(place, weights=number, minlength=len(distinct)).astype(np.float64),
        buurt=distinct % len(per_buurt),
        label="" if chosen is None else chosen.label,
        year=0 if chosen is None else chosen.year,
    )


@dataclass(frozen=True, slots=True, eq=False)
class PressureField:
    """Where events are, how heavy each day is there, and how that reaches the people around.

    Attributes
    ----------
    x_rd, y_rd : shape (k,)
        The locations, in their order, and then other places where an event is.
    place : shape (n,)
        Position of each event among them; -1 where it has no place at all.
    load : shape (k, days)
        Weighted visitors per place and day, from ``first_day`` on.
    share : shape (m, k)
        What arrives of each place at each cell with residents.
    overlap : shape (k, k)
        Residents that two places have in common, each counted by how near both are.
    unknown_size
        Events whose visitors are not known; they weigh nothing, which is too little.
    """

    fading: Fading
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    place: NDArray[np.int64]
    first_day: int
    load: NDArray[np.float64]
    residents: Residents
    share: NDArray[np.float64]
    overlap: NDArray[np.float64]
    unknown_size: int

    def away_m(self, x_rd: float, y_rd: float) -> NDArray[np.float64]:
        """Return how far each event is from a place, in metres; infinite where it has no place."""
        placed = self.place >= 0
        away = np.full(len(self.place), np.inf)
        spot = self.place[placed]
        away[placed] = np.hypot(self.x_rd[spot] - x_rd, self.y_rd[spot] - y_rd)
        return away

    def days(self, first: int, last: int) -> NDArray[np.float64]:
        """Return the load of some days, shape (k, last - first + 1); zero beyond the calendar."""
        days = np.zeros((len(self.x_rd), last - first + 1))
        low, high = max(first, self.first_day), min(last, self.first_day + self.load.shape[1] - 1)
        if low <= high:
            days[:, low - first : high - first + 1] = self.load[
                :, low - self.first_day : high - self.first_day + 1
            ]
        return days

    def at(
        self, x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], first: int, last: int
    ) -> NDArray[np.float64]:
        """Return the mean pressure over some days at places, shape (len(x_rd),).

        Places far from every event cost nothing: space is looked at per place of an event.
        """
        mean = self.days(first, last).mean(axis=1)
        heavy = mean > 0
        share = space_share(x_rd, y_rd, self.x_rd[heavy], self.y_rd[heavy], self.fading)
        pressure: NDArray[np.float64] = share @ mean[heavy]
        return pressure

    def of_areas(self, area_of_buurt: NDArray[np.int64], areas: int) -> NDArray[np.float64]:
        """Return what arrives of each place at the mean resident of each area.

        Parameters
        ----------
        area_of_buurt
            Position of the area of each buurt.

        Returns
        -------
        shape (areas, k)
            NaN where nobody lives.
        """
        area = area_of_buurt[self.residents.buurt]
        number = self.residents.number
        people = np.bincount(area, weights=number, minlength=areas)
        of_area = scipy.sparse.csr_array(
            (number, (area, np.arange(len(area)))), shape=(areas, len(area))
        )
        weighted = of_area @ self.share
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(people[:, None] > 0, weighted / people[:, None], np.nan)


def with_place(field: PressureField, x_rd: float, y_rd: float, at: int) -> PressureField:
    """Return a field with one more place, where no event is.

    It is the field that `pressure_field` gives for the longer list, without looking at any other
    place again.

    Parameters
    ----------
    at
        Position of the new place; what stood there and behind it moves one on.
    """
    residents = field.residents
    here = space_share(
        residents.x_rd, residents.y_rd, np.array([x_rd]), np.array([y_rd]), field.fading
    )[:, 0]
    people = here * residents.number
    common = np.insert(people @ field.share, at, here @ people)
    overlap = np.insert(field.overlap, at, 0.0, axis=0)
    overlap = np.insert(overlap, at, 0.0, axis=1)
    overlap[at], overlap[:, at] = common, common
    return replace(
        field,
        x_rd=np.insert(field.x_rd, at, x_rd),
        y_rd=np.insert(field.y_rd, at, y_rd),
        place=field.place + (field.place >= at),
        load=np.insert(field.load, at, 0.0, axis=0),
        share=np.insert(field.share, at, here, axis=1),
        overlap=overlap,
    )


def fading_of(settings: PressureSettings) -> Fading:
    """Return the numbers of the settings as the formula wants them."""
    return Fading(
        half_m=settings.half_m,
        reach_m=settings.reach_m,
        half_days=settings.half_days,
        reach_days=settings.reach_days,
        build_share=settings.build_share,
    )


def weights_of(
    events: Events, risks: Sequence[str], settings: PressureSettings
) -> NDArray[np.float64]:
    """Return visitors times class weight; 0 for what was turned down or is not known."""
    visitors = np.where(events.counts, np.nan_to_num(events.visitors), 0.0)
    return visitors * np.array([settings.class_weights[risk] for risk in risks], dtype=np.float64)


def spans_of(events: Events) -> Spans:
    """Return the days of events."""
    return Spans(events.build_day, events.first_day, events.last_day, events.clear_day)


def pressure_field(
    events: Events,
    risks: Sequence[str],
    locations: Locations,
    residents: Residents,
    settings: PressureSettings,
) -> PressureField:
    """Return the pressure of a calendar.

    Parameters
    ----------
    risks
        Class of each event.
    """
    fading = fading_of(settings)
    x_rd, y_rd, place = event_places(events, locations)
    placed = place >= 0
    first = int(events.build_day.min()) if len(events) else 0
    stop = int((events.clear_day + fading.reach_days).max()) + 1 if len(events) else 1
    spans = spans_of(events)
    load = daily_load(
        place[placed],
        weights_of(events, risks, settings)[placed],
        Spans(spans.build[placed], spans.first[placed], spans.last[placed], spans.clear[placed]),
        fading,
        places=len(x_rd),
        first_day=first,
        days=stop - first,
    )
    share = space_share(residents.x_rd, residents.y_rd, x_rd, y_rd, fading)
    people = share * residents.number[:, None]
    return PressureField(
        fading=fading,
        x_rd=x_rd,
        y_rd=y_rd,
        place=place,
        first_day=first,
        load=load,
        residents=residents,
        share=share,
        overlap=share.T @ people,
        unknown_size=int(np.count_nonzero(events.counts & np.isnan(events.visitors))),
    )


def event_places(
    events: Events, locations: Locations
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return the locations and the other spots of events, and where each event is among them."""
    place = events.place.copy()
    elsewhere = np.flatnonzero((place < 0) & np.isfinite(events.x_rd))
    spots, at = np.unique(
        np.column_stack([events.x_rd[elsewhere], events.y_rd[elsewhere]]),
        axis=0, return_inverse=True,
    )  # fmt: skip
    place[elsewhere] = len(locations) + at.ravel()
    x_rd = np.concatenate([locations.x_rd, spots[:, 0]])
    y_rd = np.concatenate([locations.y_rd, spots[:, 1]])
    return x_rd, y_rd, place


@dataclass(frozen=True, slots=True)
class BuurtPressure:
    """Mean pressure on the residents of a buurt over the days of an event, in weighted visitors.

    ``before`` is that of all other events; None where the calendar does not hold those days.
    """

    code: str
    name: str
    added: float
    before: float | None

    @property
    def after(self) -> float | None:
        """The pressure with the event; None where that of the others is not known."""
        return None if self.before is None else self.before + self.added


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
    known = calendar.knows(plan.first_day, plan.last_day)
    reached = np.flatnonzero(np.nan_to_num(added) > 0)
    order = reached[np.argsort(-added[reached], kind="stable")]
    return tuple(
        BuurtPressure(
            calendar.buurt_codes[at],
            calendar.buurt_names[at],
            float(added[at]),
            float(before[at]) if known else None,
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

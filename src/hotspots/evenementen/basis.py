"""Everything that questions about events start from, read once per version of the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_array

from hotspots.access.calendar import covered_by, nobodys_calendar
from hotspots.access.calendar import spans_of as calendar_spans_of
from hotspots.errors import NothingYetError, SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.calendar import Events, events_from, risks_of
from hotspots.evenementen.locations import Locations, locations_of
from hotspots.evenementen.nearness import NearLayer, layers_near
from hotspots.evenementen.settings import read_settings
from hotspots.geography.grid import FINEST_M, cell_number, coarsen, column_and_row
from hotspots.statistics.event_pressure import Fading, Spans, daily_load, space_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.calendar import Covered
    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.evenementen.settings import EventSettings, PressureSettings
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask

    Numbers = NDArray[np.float64]


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
    untold
        Events whose visitors nobody told; they weigh nothing, which is too little.
    """

    fading: Fading
    settings: PressureSettings
    x_rd: Numbers
    y_rd: Numbers
    place: NDArray[np.int64]
    first_day: int
    load: Numbers
    residents: Residents
    share: Numbers
    overlap: Numbers
    untold: int

    def days(self, first: int, last: int) -> Numbers:
        """Return the load of some days, shape (k, last - first + 1); zero beyond the calendar."""
        found = np.zeros((len(self.x_rd), last - first + 1))
        low, high = max(first, self.first_day), min(last, self.first_day + self.load.shape[1] - 1)
        if low <= high:
            found[:, low - first : high - first + 1] = self.load[
                :, low - self.first_day : high - self.first_day + 1
            ]
        return found

    def at(self, x_rd: Numbers, y_rd: Numbers, first: int, last: int) -> Numbers:
        """Return the mean pressure over some days at places, shape (len(x_rd),).

        Places far from every event cost nothing: space is looked at per place of an event.
        """
        mean = self.days(first, last).mean(axis=1)
        heavy = mean > 0
        share = space_share(x_rd, y_rd, self.x_rd[heavy], self.y_rd[heavy], self.fading)
        pressure: Numbers = share @ mean[heavy]
        return pressure

    def of_areas(self, area_of_buurt: NDArray[np.int64], areas: int) -> Numbers:
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
        of_area = csr_array((number, (area, np.arange(len(area)))), shape=(areas, len(area)))
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


def weights_of(events: Events, risks: Sequence[str], settings: PressureSettings) -> Numbers:
    """Return visitors times class weight; 0 for what was turned down or not told."""
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
        settings=settings,
        x_rd=x_rd,
        y_rd=y_rd,
        place=place,
        first_day=first,
        load=load,
        residents=residents,
        share=share,
        overlap=share.T @ people,
        untold=int(np.count_nonzero(events.counts & np.isnan(events.visitors))),
    )


def event_places(
    events: Events, locations: Locations
) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
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
    chosen = next(
        (entry for entry in geography.denominators if entry.id in _known(geography)), None
    )
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
    cell_col, cell_row = column_and_row(distinct // len(per_buurt))
    return Residents(
        x_rd=(cell_col.astype(np.float64) + 0.5) * size_m,
        y_rd=(cell_row.astype(np.float64) + 0.5) * size_m,
        number=np.bincount(place, weights=number, minlength=len(distinct)).astype(np.float64),
        buurt=distinct % len(per_buurt),
        label="" if chosen is None else chosen.label,
        year=0 if chosen is None else chosen.year,
    )


def _known(geography: Geography) -> tuple[str, ...]:
    loaded = {entry.id for entry in geography.denominators}
    return tuple(name for name in _PEOPLE if name in loaded)[:1]


@dataclass(frozen=True, slots=True, eq=False)
class EventRoom:
    """A calendar, its places and how they are weighed; nothing in it is changed.

    ``risks`` is the class of each event: as it was decided, and by the scoring table where nobody
    decided yet. ``buurt_share`` is what arrives of each place of the field at the mean resident of
    each buurt, NaN where nobody lives. ``nearby`` holds the layers that a check measures
    distances to, by purpose or id. ``covered`` are the days that the calendar says anything of.
    """

    layer: LayerSpec
    version: Version | None
    settings: EventSettings
    locations: Locations
    events: Events
    risks: tuple[str, ...]
    field: PressureField
    buurt_share: NDArray[np.float64]
    buurt_codes: tuple[str, ...]
    buurt_names: tuple[str, ...]
    nearby: Mapping[str, NearLayer]
    covered: Covered

    def knows(self, first_day: int, last_day: int) -> bool:
        """Whether the calendar says what is on, on each of these days since 1 January 1970."""
        first, last = (np.datetime64(day, "D").item() for day in (first_day, last_day))
        return self.covered.whole(first, last)


def calendar_layer(workspace: Workspace) -> LayerSpec:
    """Return the calendar that this role may see.

    Raises
    ------
    SelectionError
        If the home has none for this role.
    """
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            return layer
    raise SelectionError(*text.no_calendar())


def open_events(workspace: Workspace, layer: LayerSpec | None = None) -> EventRoom:
    """Return the calendar of a home as this role may see it, ready for questions.

    It takes the better part of a second for a large calendar: keep it per version, and per role.

    Raises
    ------
    AccessError
        If this role may not see where events are.
    DeclarationError
        If ``toetsing.toml`` is wrong.
    """
    layer = layer or calendar_layer(workspace)
    settings = read_settings(layer.folder)
    version, table = _calendar(workspace, layer)
    locations = locations_of(workspace, layer)
    events = events_from(table, locations)
    buurten = workspace.geography.buurten
    wanted = {
        settings.road_works.context,
        *(rule.context for rule in settings.access),
    }
    wanted |= {name for rule in settings.near for name in (rule.context, rule.zones)}
    return furnished(
        layer,
        settings,
        locations,
        events,
        residents_of(workspace, PRESSURE_CELL_M),
        version=version,
        buurten=(buurten.codes, buurten.names),
        nearby=layers_near(workspace, sorted(wanted)),
        covered=covered_by([calendar_spans_of(table)]),
    )


def _calendar(workspace: Workspace, layer: LayerSpec) -> tuple[Version | None, pa.Table]:
    """Return the calendar as it is served; one that waits for its first event has none."""
    try:
        return workspace.calendar(layer)
    except NothingYetError:
        return None, nobodys_calendar()


def furnished(
    layer: LayerSpec,
    settings: EventSettings,
    locations: Locations,
    events: Events,
    residents: Residents,
    *,
    buurten: tuple[tuple[str, ...], tuple[str, ...]],
    version: Version | None = None,
    nearby: Mapping[str, NearLayer] = MappingProxyType({}),
    covered: Covered,
) -> EventRoom:
    """Return a room with the classes and the pressure of its events.

    Parameters
    ----------
    buurten
        Codes and names.
    """
    risks = risks_of(events, locations, settings)
    field = pressure_field(events, risks, locations, residents, settings.pressure)
    codes, names = buurten
    return EventRoom(
        layer=layer,
        version=version,
        settings=settings,
        locations=locations,
        events=events,
        risks=risks,
        field=field,
        buurt_share=field.of_areas(np.arange(len(codes)), len(codes)),
        buurt_codes=codes,
        buurt_names=names,
        nearby=nearby,
        covered=covered,
    )

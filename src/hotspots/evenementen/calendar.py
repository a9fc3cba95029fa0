"""The calendar of a home, opened: its events as columns, their locations, and their pressure."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.audit import noting_refusal
from hotspots.access.calendar import (
    covered_by,
    date_of,
    empty_calendar,
    event_days,
    moments,
    spans_of,
)
from hotspots.access.export import note_seen
from hotspots.access.words import calendar_reach
from hotspots.dutch import number
from hotspots.errors import NothingYetError, SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.locations import Location, Locations, locations_of
from hotspots.evenementen.nearness import NearLayer, layers_near
from hotspots.evenementen.pressure import (
    PRESSURE_CELL_M,
    PressureField,
    Residents,
    pressure_field,
    residents_of,
    with_place,
)
from hotspots.evenementen.scoring import risks_of
from hotspots.evenementen.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.calendar import Covered
    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.evenementen.settings import EventSettings


#: What has a licence; the rest was only requested or announced.
GRANTED: Final = "vergund"


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events by begin; every array and tuple has length n.

    Attributes
    ----------
    place
        Position among the locations, -1 where an event is at none of them.
    begin, end
        Wall time in the Netherlands, datetime64[s]; ``end`` is the first moment after it.
    build_up, dismantled
        The same for the time that the place is taken; ``begin`` and ``end`` where not known.
    first_day, last_day, build_day, clear_day
        Days since 1 January 1970; a night belongs to the day before it.
    visitors, actual_visitors
        People at the busiest moment; NaN where not known.
    sound, sound_known
        Whether sound is amplified, and whether that is known.
    risk
        "A", "B" or "C"; "" where that was not decided.
    timed
        Whether the time of day is known; if not, whole days are meant.
    counts
        Whether an event puts pressure on anything: not if it was turned down, withdrawn or
        cancelled.
    decisions
        The conditions of a licence, or why it was turned down; "" where nothing was written, or
        this role may not read it.
    buurt, wijk
        Codes; "" outside the gemeente.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    soorten: tuple[str, ...]
    locations: tuple[str, ...]
    statuses: tuple[str, ...]
    profiles: tuple[str, ...]
    risk: tuple[str, ...]
    findings: tuple[str, ...]
    decisions: tuple[str, ...]
    buurt: tuple[str, ...]
    wijk: tuple[str, ...]
    place: NDArray[np.int64]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    build_up: NDArray[np.datetime64]
    dismantled: NDArray[np.datetime64]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    build_day: NDArray[np.int64]
    clear_day: NDArray[np.int64]
    visitors: NDArray[np.float64]
    actual_visitors: NDArray[np.float64]
    sound: NDArray[np.bool_]
    sound_known: NDArray[np.bool_]
    requested: NDArray[np.datetime64]
    timed: NDArray[np.bool_]
    counts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def names(self) -> dict[str, str]:
        """The title of each event by its id; the id where it has no title."""
        return {event: title or event for event, title in zip(self.ids, self.titles, strict=True)}

    def name(self, row: int) -> str:
        """Return the title of an event; its id where it has none."""
        return self.titles[row] or self.ids[row]

    def row(self, event_id: str) -> int:
        """Return where an event stands.

        Raises
        ------
        SelectionError
            If there is no such event.
        """
        if event_id not in self.ids:
            raise SelectionError(*text.no_event(event_id))
        return self.ids.index(event_id)

    def other_than(self, event_id: str) -> NDArray[np.bool_]:
        """Return which events are another one than that of an id; all of them where it is ""."""
        return np.array([event != event_id for event in self.ids], dtype=np.bool_)

    def during(self, first: int, last: int) -> NDArray[np.bool_]:
        """Return which events that count are there on any day from ``first`` to ``last``."""
        return self.counts & (self.first_day <= last) & (self.last_day >= first)

    def begins_during(self, first: int, last: int) -> NDArray[np.bool_]:
        """Return which events begin on a day from ``first`` to ``last``, also what is not held."""
        return (self.first_day >= first) & (self.first_day <= last)

    def knows_size(self, row: int) -> bool:
        """Whether the number of visitors of an event is known."""
        return bool(np.isfinite(self.visitors[row]))

    def where(self, rows: NDArray[np.int64]) -> Events:
        """Return some events, in the order of ``rows``."""
        chosen: dict[str, Any] = {}
        for name in self.__slots__:
            column = getattr(self, name)
            chosen[name] = (
                tuple(column[row] for row in rows.tolist())
                if isinstance(column, tuple)
                else column[rows]
            )
        return Events(**chosen)


def events_from(table: pa.Table, locations: Locations) -> Events:
    """Return the events of a published calendar, by begin and then by id."""
    columns = _columns(table)
    at = {item.id: position for position, item in enumerate(locations.items)}
    spans = spans_of(table)
    begin, end = spans.begin, spans.end
    build_up, dismantled = moments(table, "build_up"), moments(table, "dismantled")
    build_up = np.where(np.isnat(build_up), begin, np.minimum(build_up, begin))
    dismantled = np.where(np.isnat(dismantled), end, np.maximum(dismantled, end))
    first, last = spans.first_day, spans.last_day
    build_day, clear_day = event_days(build_up, dismantled)
    texts = {name: _texts(columns, name) for name in _TEXTS}
    sound = _texts(columns, "sound")
    events = Events(
        **{field: texts[name] for name, field in _TEXTS.items()},
        place=np.array([at.get(name, -1) for name in texts["location"]], dtype=np.int64),
        x_rd=_numbers(columns, "x_rd"),
        y_rd=_numbers(columns, "y_rd"),
        begin=begin,
        end=end,
        build_up=build_up,
        dismantled=dismantled,
        first_day=first,
        last_day=last,
        build_day=np.minimum(build_day, first),
        clear_day=np.maximum(clear_day, last),
        visitors=_numbers(columns, "visitors"),
        actual_visitors=_numbers(columns, "actual_visitors"),
        sound=np.array([written == "ja" for written in sound], dtype=np.bool_),
        sound_known=np.array([written != "" for written in sound], dtype=np.bool_),
        requested=moments(table, "requested"),
        timed=np.array(columns["begin_has_time"], dtype=np.bool_),
        counts=spans.counts,
    )
    return events.where(np.lexsort((np.array(events.ids, dtype=object), events.begin)))


#: Columns of text, and what they are called here.
_TEXTS: Final = {
    "id": "ids",
    "title": "titles",
    "soort": "soorten",
    "location": "locations",
    "status": "statuses",
    "profile": "profiles",
    "class": "risk",
    "findings": "findings",
    "decision": "decisions",
    "buurt": "buurt",
    "wijk": "wijk",
}


def _columns(table: pa.Table) -> Mapping[str, list[object]]:
    return {name: table[name].to_pylist() for name in table.column_names}


def _texts(columns: Mapping[str, list[object]], name: str) -> tuple[str, ...]:
    length = len(columns["id"])
    return tuple(
        "" if value is None else str(value) for value in columns.get(name, [None] * length)
    )


def _numbers(columns: Mapping[str, list[object]], name: str) -> NDArray[np.float64]:
    length = len(columns["id"])
    return np.array(columns.get(name, [None] * length), dtype=np.float64)


#: Id of a point that a visitor chose, which is no location of the list.
POINT_ID: Final = "punt"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are meant; an empty tuple is all of them. ``months`` are 1 to 12."""

    soorten: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def rows(self, calendar: EventCalendar) -> NDArray[np.bool_]:
        """Return which events pass, shape (n,)."""
        events = calendar.events
        passing = np.ones(len(events), dtype=np.bool_)
        for chosen, values in (
            (self.soorten, events.soorten),
            (self.classes, calendar.risks),
            (self.wijken, events.wijk),
            (self.statuses, events.statuses),
        ):
            if chosen:
                passing &= np.array([value in chosen for value in values], dtype=np.bool_)
        if self.months:
            month = events.begin.astype("M8[M]").astype(np.int64) % 12 + 1
            passing &= np.isin(month, self.months)
        return passing


@dataclass(frozen=True, slots=True, eq=False)
class EventCalendar:
    """The events of a home, the locations they can be at, and how heavy they weigh.

    Attributes
    ----------
    risks
        Class of each event: as it was decided, or else by the scoring table.
    buurt_share
        What arrives of each place of the field at the mean resident of each buurt; NaN where nobody
        lives.
    nearby
        The layers that a check measures distances to, by purpose or id.
    covered
        The days that the calendar says anything about.
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

    @property
    def synthetic(self) -> bool:
        """Whether the events are made up."""
        return self.version is not None and self.version.synthetic

    def places_of(self, rows: Sequence[int] | NDArray[np.int64]) -> list[str]:
        """Return what the place of each event is called; "" where none was written."""
        names, written = self.locations.names, self.events.locations
        return [names.get(written[row], written[row]) for row in rows]

    def knows(self, first_day: int, last_day: int) -> bool:
        """Whether the calendar says what is on, on each of these days since 1 January 1970."""
        return self.covered.whole(date_of(first_day), date_of(last_day))

    def not_known(self, first_day: int, last_day: int) -> str:
        """Say how far the calendar goes where it does not say what is on on each of these days."""
        return "" if self.knows(first_day, last_day) else calendar_reach(self.covered)

    def filtered(self, chosen: EventFilter) -> EventCalendar:
        """Return the calendar with only the events that pass, and the pressure of those."""
        return self.only(np.flatnonzero(chosen.rows(self)))

    def only(self, rows: NDArray[np.int64]) -> EventCalendar:
        """Return the calendar with some of its events, and the pressure of those."""
        events = self.events.where(rows)
        risks = tuple(self.risks[row] for row in rows.tolist())
        field = pressure_field(
            events, risks, self.locations, self.field.residents, self.settings.pressure
        )
        return _with_field(replace(self, events=events, risks=risks), field)

    def with_point(self, x_rd: float, y_rd: float) -> EventCalendar:
        """Return the calendar with one more location: a point of which nothing else is known."""
        name = text.POINT_NAME.format(x=number(x_rd), y=number(y_rd))
        # Last in the list, so that the events keep their positions.
        locations = Locations.of(
            (*self.locations.items, Location(POINT_ID, name, "", x_rd, y_rd)),
            synthetic=self.locations.synthetic,
            attribution=self.locations.attribution,
        )
        field = with_place(self.field, x_rd, y_rd, len(self.locations))
        return _with_field(replace(self, locations=locations), field)


def _with_field(calendar: EventCalendar, field: PressureField) -> EventCalendar:
    buurten = len(calendar.buurt_codes)
    share = field.of_areas(np.arange(buurten), buurten)
    return replace(calendar, field=field, buurt_share=share)


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


def open_calendar(workspace: Workspace, layer: LayerSpec | None = None) -> EventCalendar:
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
    if any(item.route for item in locations.items):
        # All streets of a region are many to read for who has no route.
        wanted.add(settings.route.context)
    wanted |= {name for rule in settings.near for name in (rule.context, rule.zones)}
    return calendar_from(
        layer,
        settings,
        locations,
        events,
        residents_of(workspace, PRESSURE_CELL_M),
        version=version,
        buurten=(buurten.codes, buurten.names),
        nearby=layers_near(workspace, sorted(wanted)),
        covered=covered_by([spans_of(table)], layer.complete_years),
    )


@contextmanager
def noted_calendar(
    workspace: Workspace, selection: Mapping[str, object], *, shown: bool = True
) -> Iterator[EventCalendar]:
    """Open the calendar for what is asked inside, and put in the audit how that ended.

    Parameters
    ----------
    selection
        What was asked of it; read when it is written down, so that more may be known by then.
    shown
        Whether the answer is shown, and not only exported: then it was seen.

    Raises
    ------
    AccessError
        If this role may not see where events are; the audit then says that it was refused.
    DeclarationError
        If ``toetsing.toml`` is wrong.
    """
    layer = calendar_layer(workspace)
    with noting_refusal(workspace, "saw", layer.id, selection=selection):
        yield open_calendar(workspace, layer)
    if shown:
        note_seen(workspace, layer.id, selection)


def _calendar(workspace: Workspace, layer: LayerSpec) -> tuple[Version | None, pa.Table]:
    """Return the calendar as it is served; one that waits for its first event has none."""
    try:
        return workspace.calendar(layer)
    except NothingYetError:
        return None, empty_calendar()


def calendar_from(
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
) -> EventCalendar:
    """Return a calendar with the classes and the pressure of its events.

    Parameters
    ----------
    buurten
        Codes and names.
    """
    risks = risks_of(events, locations, settings)
    field = pressure_field(events, risks, locations, residents, settings.pressure)
    codes, names = buurten
    return EventCalendar(
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

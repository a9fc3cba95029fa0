"""The calendar of a home, opened: events, locations and settings, and the pressure they give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import covered_by, date_of, empty_calendar
from hotspots.access.calendar import spans_of as calendar_spans_of
from hotspots.dutch import number
from hotspots.errors import NothingYetError, SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.events import Events, events_from
from hotspots.evenementen.locations import Location, Locations, locations_of
from hotspots.evenementen.nearness import NearLayer, layers_near
from hotspots.evenementen.pressure_field import PressureField, pressure_field, with_place
from hotspots.evenementen.residents import PRESSURE_CELL_M, Residents, residents_of
from hotspots.evenementen.scoring import risks_of
from hotspots.evenementen.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.calendar import Covered
    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.evenementen.settings import EventSettings


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

    def knows(self, first_day: int, last_day: int) -> bool:
        """Whether the calendar says what is on, on each of these days since 1 January 1970."""
        return self.covered.whole(date_of(first_day), date_of(last_day))

    def filtered(self, chosen: EventFilter) -> EventCalendar:
        """Return the calendar with only the events that pass, and the pressure of those."""
        rows = np.flatnonzero(chosen.rows(self))
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
        covered=covered_by([calendar_spans_of(table)]),
    )


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
